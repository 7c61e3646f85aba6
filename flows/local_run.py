"""Runs a flow in this process, against whatever Prefect server there is, and shows how it gets on."""

from __future__ import annotations

import importlib
import logging
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from rich.console import Console

from extractors.errors import TopicwireError
from extractors.models import Flag
from flows.looks import RecheckReport
from flows.prefect_environment import prepare, running
from flows.renewals import RenewalReport
from flows.report import Report
from flows.retagging import RetagReport
from flows.settings import Settings

#: How long the server of a running `up` may be away: one that dies is back in 5 to 10 s.
RETURN_SECONDS = 30

#: Modules of ours that speak through Prefect's loggers.
_FLOWS = ("monitor", "reextract", "retag", "recheck")

#: Loggers that a run's steps speak through.
_LOGGERS = ("prefect.flow_runs", "prefect.task_runs", "topicwire")


def run_monitor(
    settings: Settings,
    *,
    inputs: list[str],
    from_list: Path | None,
    sources: list[str],
    console: Console,
) -> Report:
    """
    Run one pass and return its report. Progress goes to *console*.

    Raises:
        TopicwireError: the run could not do its work.
    """
    parameters = {
        "inputs": inputs or None,
        "from_list": str(from_list) if from_list else None,
        "sources": sources or None,
    }
    return cast(Report, _run("monitor", settings, parameters, console))


def run_reextract(
    settings: Settings,
    *,
    ids: list[int],
    topic: str | None,
    flag: list[Flag],
    dry_run: bool,
    console: Console,
) -> RenewalReport:
    """
    Read stored articles anew and return the report. Progress goes to *console*.

    Raises:
        TopicwireError: the run could not do its work.
    """
    parameters = {"ids": ids or None, "topic": topic, "flag": flag or None, "dry_run": dry_run}
    return cast(RenewalReport, _run("reextract", settings, parameters, console))


def run_retag(settings: Settings, *, dry_run: bool, console: Console) -> RetagReport:
    """
    Tag stored articles anew and return the report. Progress goes to *console*.

    Raises:
        TopicwireError: the run could not do its work.
    """
    return cast(RetagReport, _run("retag", settings, {"dry_run": dry_run}, console))


def run_recheck(settings: Settings, *, ids: list[int], console: Console) -> RecheckReport:
    """
    Look at pages again and return the report. Progress goes to *console*.

    Raises:
        TopicwireError: the run could not do its work.
    """
    return cast(RecheckReport, _run("recheck", settings, {"ids": ids or None}, console))


def _run(name: str, settings: Settings, parameters: dict[str, Any], console: Console) -> Any:
    """Return the result of the flow *name*, which its module is named after."""
    server = prepare(os.environ, settings)
    with _progress(console) as say:
        say(
            f"Asking Prefect at {server}"
            if server
            else "Starting Prefect's embedded server (some 5 seconds)"
        )
        if server:
            _reach(server, settings)
        # Imported here: it takes a second, reads the environment that was just prepared, and sets up logging.
        from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

        flow = getattr(importlib.import_module(f"flows.{name}"), name)
        # Heartbeats are for who watches from elsewhere, and their thread takes a second to end.
        with _heard(say), temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            state = flow(
                **parameters,
                config=str(settings.file) if settings.file else None,
                data=str(settings.data.root),
                return_state=True,
            )
    if state.is_completed():
        return state.result()
    raise RunFailedError(state.message or f"The run ended as {state.name}")


class RunFailedError(TopicwireError):
    """The run could not do its work."""


def _reach(server: str, settings: Settings) -> None:
    """Find out in a moment whether *server* takes connections; Prefect would answer with a stack trace."""
    parts = urlsplit(server)
    address = (parts.hostname or "", parts.port or {"https": 443}.get(parts.scheme, 80))
    end = time.monotonic() + (RETURN_SECONDS if running(settings) else 0)
    while True:
        try:
            with socket.create_connection(address, timeout=10):
                return
        except OSError as error:
            if time.monotonic() > end:
                raise RunFailedError(
                    f"Prefect's server at {server} does not answer ({error})."
                    " Start it, or run without PREFECT_API_URL, and Prefect comes embedded."
                ) from error
        time.sleep(0.3)


@contextmanager
def _progress(console: Console) -> Iterator[Callable[[str], None]]:
    """Give a function that shows what is being done: a spinner on a terminal, plain lines elsewhere."""
    if not console.is_terminal:
        yield lambda message: console.print(message, highlight=False, markup=False)
        return
    with console.status("") as status:
        yield lambda message: status.update(f"{message} ...")


@contextmanager
def _heard(say: Callable[[str], None]) -> Iterator[None]:
    """Pass on what the run's own steps log."""
    logging.getLogger("topicwire").setLevel(logging.INFO)
    handler = _Speaker(say)
    for name in _LOGGERS:
        logging.getLogger(name).addHandler(handler)
    try:
        yield
    finally:
        for name in _LOGGERS:
            logging.getLogger(name).removeHandler(handler)


class _Speaker(logging.Handler):
    """Passes on what our own modules log; Prefect's state changes go through the same loggers."""

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__(level=logging.INFO)
        self._say = say

    def emit(self, record: logging.LogRecord) -> None:
        is_ours = record.name == "topicwire" or record.module in _FLOWS
        if is_ours and record.levelno < logging.ERROR:
            self._say(record.getMessage())
