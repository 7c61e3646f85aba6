"""
The flow `reextract`: stored articles read anew from their archived documents, by the extraction and topics of today.

    (read_batch ──> store_batch)... ──> publish ──> report

What `monitor` leaves alone because its bytes are the same is read again here. Each task only calls plain functions.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

from flows import reextraction, walk
from flows.frame import framed
from flows.monitor import publish
from flows.renewals import RenewalReport, Tally, headline, render_markdown
from flows.settings import Settings
from flows.workers import Workers


def _run_name() -> str:
    chosen = flow_run.parameters
    ids = chosen.get("ids") or []
    parts = [f"articles {', '.join(map(str, ids[:5]))}" if ids else "all articles"]
    parts += [f"and {len(ids) - 5} more"] if len(ids) > 5 else []
    parts += [f"with topic {chosen['topic']}"] if chosen.get("topic") else []
    parts += [f"flagged {' or '.join(chosen['flag'])}"] if chosen.get("flag") else []
    parts += ["(dry run)"] if chosen.get("dry_run") else []
    at = max(datetime.now(UTC), flow_run.scheduled_start_time)
    return f"{at:%Y-%m-%d %H:%M:%S} · {' '.join(parts)}"


@flow(name="reextract", flow_run_name=_run_name, validate_parameters=True)
def reextract(
    ids: list[int] | None = None,
    topic: str | None = None,
    flag: list[str] | None = None,
    dry_run: bool = False,
    config: str | None = None,
    data: str | None = None,
) -> State[Any]:
    """
    Read stored articles anew from the archive, keep a new version where words or metadata differ, publish the feeds.

    Args:
        ids: Articles. None: all.
        topic: Only those that have this topic.
        flag: Only those that have one of these flags.
        dry_run: Store nothing, and say what would change.
        config: The settings file. None: TOPICWIRE_CONFIG, or topicwire.toml in the current folder.
        data: The data folder. None: TOPICWIRE_DATA, or what the settings say.
    """

    def work(settings: Settings) -> State[Any]:
        chosen = reextraction.choose(settings, ids or (), topic=topic, flag=flag or ())
        return _pass(settings, chosen, dry_run=dry_run)

    return framed(work, config=config, data=data)


def _pass(settings: Settings, ids: Sequence[int], *, dry_run: bool) -> State[Any]:
    started = time.monotonic()
    log = get_run_logger()
    log.info("%d articles to read anew", len(ids))
    batches = walk.batches(ids)
    found = Tally()
    with walk.workers_for(settings, ids) as workers:
        for number, batch in enumerate(batches, start=1):
            log.info("Reading batch %d of %d (%d articles)", number, len(batches), len(batch))
            spooled = read_batch(settings, batch, workers, number)
            found += store_batch(settings, spooled, number, dry_run)
    changed = []
    if not dry_run:
        log.info("Publishing")
        changed = publish(settings)
    result = report(found, dry_run, changed, time.monotonic() - started)
    left = result.tally.count("refused") + result.tally.count("unreadable")
    name = "Completed with articles left as they were" if left else "Completed"
    return Completed(name=name, message=headline(result), data=result)


@task(name="read", task_run_name="read batch {number}", cache_policy=NO_CACHE)
def read_batch(settings: Settings, ids: Sequence[int], workers: Workers, number: int) -> Path:
    """Extract and tag the documents of one batch in worker processes, and return where the results are spooled."""
    return reextraction.read_anew(settings, ids, workers=workers)


@task(name="store", task_run_name="store batch {number}", cache_policy=NO_CACHE)
def store_batch(settings: Settings, spooled: Path, number: int, dry_run: bool) -> Tally:
    """Store one batch in one transaction, unless it is a dry run, and return what became of it."""
    return reextraction.store_anew(settings, spooled, dry_run=dry_run)


@task(name="report", task_run_name="report", cache_policy=NO_CACHE)
def report(found: Tally, dry_run: bool, changed: list[str], seconds: float) -> RenewalReport:
    """Write the run's report as an artifact, and return it."""
    result = RenewalReport(
        tally=found, dry_run=dry_run, feeds_changed=tuple(changed), seconds=seconds
    )
    create_markdown_artifact(
        key="reextract-report", markdown=render_markdown(result), description=headline(result)
    )
    return result
