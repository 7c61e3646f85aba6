"""
The flow `retag`: the stored articles tagged by the topics file of today.

    tag_batch... ──> publish ──> report

Texts are taken as they are stored; `reextract` reads the documents anew, too. Each task only calls plain functions.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

from extractors.topics.packfile import load_pack
from flows import retagging, walk
from flows.frame import framed
from flows.monitor import publish
from flows.retagging import Moves, RetagReport, headline, render_markdown
from flows.settings import Settings
from flows.workers import Workers


def _run_name() -> str:
    dry = " (dry run)" if flow_run.parameters.get("dry_run") else ""
    at = max(datetime.now(UTC), flow_run.scheduled_start_time)
    return f"{at:%Y-%m-%d %H:%M:%S} · all articles{dry}"


@flow(name="retag", flow_run_name=_run_name, validate_parameters=True)
def retag(dry_run: bool = False, config: str | None = None, data: str | None = None) -> State[Any]:
    """
    Tag all stored articles by the topics file of today, report what was gained and lost, publish the feeds.

    Args:
        dry_run: Store nothing, and say what would change.
        config: The settings file. None: TOPICWIRE_CONFIG, or topicwire.toml in the current folder.
        data: The data folder. None: TOPICWIRE_DATA, or what the settings say.
    """
    return framed(lambda settings: _pass(settings, dry_run=dry_run), config=config, data=data)


def _pass(settings: Settings, *, dry_run: bool) -> State[Any]:
    started = time.monotonic()
    log = get_run_logger()
    batches, pack = retagging.begin(settings, dry_run=dry_run)
    moves = Moves()
    with walk.workers_for(settings, [id for batch in batches for id, _ in batch]) as workers:
        for number, batch in enumerate(batches, start=1):
            log.info("Tagging batch %d of %d", number, len(batches))
            moves += tag_batch(settings, batch, pack, workers, number, dry_run)
    changed = []
    if not dry_run:
        log.info("Publishing")
        changed = publish(settings)
    result = report(settings, moves, dry_run, changed, time.monotonic() - started)
    return Completed(message=headline(result), data=result)


@task(name="tag", task_run_name="tag batch {number}", cache_policy=NO_CACHE)
def tag_batch(
    settings: Settings,
    batch: Sequence[tuple[int, int]],
    pack: str,
    workers: Workers,
    number: int,
    dry_run: bool,
) -> Moves:
    """Tag one batch of stored articles and, unless it is a dry run, store what differs in one transaction."""
    return retagging.tag_anew(settings, batch, pack=pack, workers=workers, dry_run=dry_run)


@task(name="report", task_run_name="report", cache_policy=NO_CACHE)
def report(
    settings: Settings, moves: Moves, dry_run: bool, changed: list[str], seconds: float
) -> RetagReport:
    """Write the run's report as an artifact, and return it."""
    pack = load_pack(settings.topics)
    result = RetagReport(
        moves=moves,
        pack=pack.label,
        dry_run=dry_run,
        feeds_changed=tuple(changed),
        seconds=seconds,
    )
    create_markdown_artifact(
        key="retag-report", markdown=render_markdown(result), description=headline(result)
    )
    return result
