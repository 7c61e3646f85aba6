"""
The flow `recheck`: the pages of published articles looked at again, for what changed and what is gone.

    look ──> read ──> store ──> publish ──> report

Each task only calls plain functions.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.events import emit_event
from prefect.runtime import flow_run
from prefect.states import Completed

from flows import rechecking, walk
from flows.frame import framed
from flows.looks import Look, RecheckReport, headline, render_markdown
from flows.monitor import publish
from flows.rechecking import Answer, Looked
from flows.settings import Settings
from flows.workers import Workers
from storage.rechecks import Page


def _run_name() -> str:
    ids = flow_run.parameters.get("ids") or []
    what = f"articles {', '.join(map(str, ids[:5]))}" if ids else "pages that are due"
    more = f" and {len(ids) - 5} more" if len(ids) > 5 else ""
    at = max(datetime.now(UTC), flow_run.scheduled_start_time)
    return f"{at:%Y-%m-%d %H:%M:%S} · {what}{more}"


@flow(name="recheck", flow_run_name=_run_name, validate_parameters=True)
def recheck(
    ids: list[int] | None = None, config: str | None = None, data: str | None = None
) -> State[Any]:
    """
    Look at the pages of articles with a topic again, keep what changed as a new version, mark what is gone, publish.

    Args:
        ids: Articles to look at now. None: those that are due, an hour, a day and a week after they came.
        config: The settings file. None: TOPICWIRE_CONFIG, or topicwire.toml in the current folder.
        data: The data folder. None: TOPICWIRE_DATA, or what the settings say.
    """
    return framed(lambda settings: _pass(settings, ids or []), config=config, data=data)


def _pass(settings: Settings, ids: list[int]) -> State[Any]:
    started = time.monotonic()
    log = get_run_logger()
    pages = rechecking.choose(settings, ids, now=datetime.now(UTC))
    looks: list[Look] = []
    changed: list[str] = []
    if pages:
        log.info("%d pages to look at again", len(pages))
        looked = look(settings, pages, flow_run.id or "run")
        looks += looked.looks
        if rows := list(looked.answers):
            log.info("Reading %d pages that came with other bytes", len(rows))
            with walk.workers_for(settings, rows) as workers:
                looks += store(settings, read(settings, rows, workers), looked.answers)
    if any(one.outcome in ("changed", "gone") or one.recovered for one in looks):
        log.info("Publishing")
        changed = publish(settings)
        _tell(looks)
    result = report(looks, changed, time.monotonic() - started)
    return Completed(message=headline(result), data=result)


@task(name="look", task_run_name="look at pages", cache_policy=NO_CACHE)
def look(settings: Settings, pages: Sequence[Page], run: str) -> Looked:
    """Fetch the pages that are not as they were, and return what is clear and what there is to read."""
    return rechecking.look(settings, pages, run=run)


@task(name="read", task_run_name="read pages", cache_policy=NO_CACHE)
def read(settings: Settings, rows: Sequence[int], workers: Workers) -> Path:
    """Extract and tag the pages in worker processes, and return where the results are spooled."""
    return walk.extract_documents(settings, rows, workers=workers)


@task(name="store", task_run_name="store pages", cache_policy=NO_CACHE)
def store(settings: Settings, spooled: Path, answers: Mapping[int, Answer]) -> list[Look]:
    """Store the pages in one transaction, and return what became of each."""
    return rechecking.store(settings, spooled, answers)


@task(name="report", task_run_name="report", cache_policy=NO_CACHE)
def report(looks: list[Look], changed: list[str], seconds: float) -> RecheckReport:
    """Write the run's report as an artifact, and return it."""
    result = RecheckReport(looks=tuple(looks), feeds_changed=tuple(changed), seconds=seconds)
    create_markdown_artifact(
        key="recheck-report", markdown=render_markdown(result), description=headline(result)
    )
    return result


def _tell(looks: Sequence[Look]) -> None:
    """Emit an event for each article that changed or is gone: automations may wait for it."""
    for one in looks:
        if one.outcome in ("changed", "gone"):
            emit_event(
                event=f"topicwire.article.{one.outcome}",
                resource={
                    "prefect.resource.id": one.page.guid,
                    "prefect.resource.name": one.title,
                },
                payload={
                    "id": one.page.article_id,
                    "url": one.page.url,
                    "changed_fields": [change.field for change in one.changes],
                    "reason": one.reason,
                },
            )
