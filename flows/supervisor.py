"""
`topicwire up`: Prefect's server, the scheduler and the feed server as children of one process.

What dies is started again; when this process ends, however it ends, they end.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import types
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from extractors.errors import TopicwireError
from flows import walk
from flows.prefect_environment import UP, running, server_variables
from flows.processes import die_with_parent
from flows.settings import Settings
from storage.folder import Busy, replace_file

#: The server migrates its database at its first start: 11 s measured, on a busy machine several times that.
START_SECONDS = 180

#: How long children may take to end before they are killed.
STOP_SECONDS = 20

#: Waits before starting a dead child again; the last one repeats. Seconds.
PAUSES = (0.5, 2, 5, 15, 30)

#: A child that lived this long starts again with the first pause.
STEADY_SECONDS = 60


class StartError(TopicwireError):
    """A part of `topicwire up` cannot start."""


@dataclass(kw_only=True)
class Child:
    """One process that is kept running."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    #: When to start it again (monotonic seconds), while it is down.
    due: float = 0.0
    failures: int = field(default=0)

    def start(self) -> None:
        """Start it, its output appended to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own modules, our own arguments
                self.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C goes to us alone; we end the children in order.
                start_new_session=True,
                preexec_fn=_begin,
            )
        self.started = time.monotonic()

    def is_down(self) -> bool:
        return self.process is None or self.process.poll() is not None


def supervise(settings: Settings, *, say: Callable[[str], object]) -> None:
    """
    Run until interrupted (SIGINT or SIGTERM), and say the addresses once all parts answer.

    Raises:
        StartError: another `up` has the data folder, a port is taken, or a part does not start.
    """
    with ExitStack() as stack:
        stack.enter_context(_held(settings))
        for name, host, port in (
            ("prefect.port", "127.0.0.1", settings.prefect_port),
            ("feeds.port", settings.host, settings.port),
        ):
            _check_free(name, host, port)
        # What a killed `up` left would send runs to a server that is gone.
        settings.data.addresses.unlink(missing_ok=True)
        # Something to serve from the first moment on; subscribers of an empty feed are no error.
        walk.publish_feeds(settings)
        children = _children(settings)
        stack.callback(_stop, children)
        stack.callback(settings.data.addresses.unlink, missing_ok=True)
        # SIGINT too: a program that a script starts with & is born deaf to it.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _interrupt)
        try:
            _start(settings, children, say)
            _keep_running(children, say)
        except KeyboardInterrupt:
            say("Ending ...")


def _held(settings: Settings) -> AbstractContextManager[object]:
    lock = settings.data.lock(UP)
    try:
        # Whoever asks whether `up` runs has the lock for an instant.
        return lock.acquire(timeout=1)
    except Busy as error:
        addresses = running(settings)
        where = (
            f" Prefect: {addresses['prefect']}  feeds: {addresses['feeds']}" if addresses else ""
        )
        raise StartError(
            f"`topicwire up` runs already on {settings.data.root}.{where}"
            " End it with Ctrl-C, or name another folder with --data."
        ) from error


def _check_free(name: str, host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            option = "--port" if name == "feeds.port" else "--prefect-port"
            raise StartError(
                f"Port {port} on {host} cannot be had ({error.strerror})."
                f" End what uses it, set {name} in topicwire.toml, or use {option}."
            ) from error


def _children(settings: Settings) -> list[Child]:
    environment = server_variables(os.environ, settings)
    there = ["--data", str(settings.data.root)]
    if settings.file:
        there += ["--config", str(settings.file)]
    commands = {
        "prefect": ["flows.prefect_server"],
        "feeds": [
            "feeds.server",
            "--folder",
            str(settings.data.www),
            "--host",
            settings.host,
            "--port",
            str(settings.port),
        ],
        "scheduler": ["flows.scheduler", *there],
    }
    return [
        Child(
            name=name,
            command=[sys.executable, "-m", *command],
            environment=environment,
            log=settings.data.logs / f"{name}.log",
        )
        for name, command in commands.items()
    ]


def _start(settings: Settings, children: list[Child], say: Callable[[str], object]) -> None:
    prefect, feeds, scheduler = children
    prefect_url = f"http://127.0.0.1:{settings.prefect_port}"
    feeds_url = f"http://{_reached_at(settings.host)}:{settings.port}"
    say("Starting Prefect's server (about 10 seconds, longer the first time) ...")
    prefect.start()
    feeds.start()
    _wait(prefect, f"{prefect_url}/api/health")
    _wait(feeds, f"{feeds_url}/health")
    scheduler.start()
    addresses = {"pid": str(os.getpid()), "prefect": prefect_url, "feeds": f"{feeds_url}/"}
    replace_file(settings.data.addresses, json.dumps(addresses).encode())
    say(f"Runs in Prefect   {prefect_url}/runs")
    say(f"Feeds             {settings.base_url}")
    say(f"All feeds (OPML)  {settings.base_url}feeds.opml")
    say(f"Schedule          {settings.cron} ({settings.timezone})")
    say(f"Logs              {settings.data.logs}")
    if not (settings.inbox or settings.sources):
        say("The scheduled runs have nothing to read: add a source, or set intake.inbox.")
    say("Ctrl-C ends it all.")


def _reached_at(host: str) -> str:
    """Return the address at which this machine reaches a server that listens on *host*."""
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"[{address}]" if ":" in address else address


def _wait(child: Child, url: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if child.is_down():
            raise StartError(f"{child.name} ended while starting. Its log: {child.log}")
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own loopback address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise StartError(f"{child.name} did not answer within {START_SECONDS} s. Its log: {child.log}")


def _keep_running(children: list[Child], say: Callable[[str], object]) -> None:
    while True:
        for child in children:
            if child.is_down():
                _revive(child, say)
        time.sleep(0.3)


def _revive(child: Child, say: Callable[[str], object]) -> None:
    now = time.monotonic()
    if child.due == 0.0:
        if now - child.started > STEADY_SECONDS:
            child.failures = 0
        pause = PAUSES[min(child.failures, len(PAUSES) - 1)]
        child.failures += 1
        child.due = now + pause
        say(f"{child.name} ended; starting it again in {pause:g} s. Its log: {child.log}")
    elif now >= child.due:
        child.due = 0.0
        child.start()
        say(f"{child.name} is running again.")


def _stop(children: list[Child]) -> None:
    """End the children, the scheduler first: a run in progress tells the server that it was ended."""
    end = time.monotonic() + STOP_SECONDS
    for child in reversed(children):
        if child.process is None:
            continue
        _signal(child.process, signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.1, end - time.monotonic()))
        _signal(child.process, signal.SIGKILL)
        child.process.wait()


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    """Send a signal to all processes of the session that *process* leads; the scheduler has one for each run."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def _interrupt(number: int, frame: types.FrameType | None) -> None:
    raise KeyboardInterrupt


def _begin() -> None:
    die_with_parent()
    # A program that a script starts with & ignores Ctrl-C, and so would its children when we end them.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
