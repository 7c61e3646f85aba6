"""
The flow `monitor`: one pass over what is new, from copy in to feeds out.

    discover ──> collect ──> (extract_batch ──> store_batch)... ──> publish ──> report

Each task only calls plain functions of the lower rooms, which work without Prefect. An article is never a
task: one task costs 35 ms of CPU, most of it in Prefect's server.
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
from prefect.states import Completed, Failed

from extractors.errors import TopicwireError
from extractors.topics.packfile import load_pack
from flows import walk
from flows.discovery import Discovery
from flows.report import Report, headline, render_markdown
from flows.run_lock import alone
from flows.settings import Settings, load_settings
from flows.workers import Workers
from storage.database import opened


def _run_name() -> str:
    inputs = flow_run.parameters.get("inputs") or []
    what = "configured sources" if not inputs else ", ".join(map(str, inputs[:2]))
    more = f" and {len(inputs) - 2} more" if len(inputs) > 2 else ""
    # A scheduled run gets its name up to 10 s before its time, when its process starts.
    at = max(datetime.now(UTC), flow_run.scheduled_start_time)
    return f"{at:%Y-%m-%d %H:%M:%S} · {what}{more}"


@flow(name="monitor", flow_run_name=_run_name, validate_parameters=True)
def monitor(
    inputs: list[str] | None = None,
    from_list: str | None = None,
    config: str | None = None,
    data: str | None = None,
) -> State[Any]:
    """
    Take in what is new, tag it, store it, and publish the feeds that it changed.

    Args:
        inputs: Files, folders and URLs. None: the inbox and the sources of the settings file.
        from_list: A text file with one of these a line.
        config: The settings file. None: TOPICWIRE_CONFIG, or topicwire.toml in the current folder.
        data: The data folder. None: TOPICWIRE_DATA, or what the settings say.
    """
    try:
        settings = load_settings(
            config=Path(config) if config else None, data=Path(data) if data else None
        )
        with alone(settings.data, say=get_run_logger().info):
            _check(settings, Path(from_list) if from_list else None)
            report = _pass(settings, inputs, Path(from_list) if from_list else None)
    except TopicwireError as error:
        get_run_logger().error("%s", error)
        return Failed(message=str(error), data=error)
    name = "Completed with rejections" if report.rejected else "Completed"
    return Completed(name=name, message=headline(report), data=report)


def _pass(settings: Settings, inputs: list[str] | None, from_list: Path | None) -> Report:
    run = flow_run.id or "run"
    started = time.monotonic()
    log = get_run_logger()
    found, ids = discover(settings, inputs, from_list, run)
    log.info("%d pieces of copy to look at", len(ids))
    waiting = collect(settings, ids)
    batches = walk.batches(waiting)
    with walk.workers_for(settings, waiting) as workers:
        for number, batch in enumerate(batches, start=1):
            log.info("Extracting batch %d of %d (%d articles)", number, len(batches), len(batch))
            spooled = extract_batch(settings, batch, workers, number)
            store_batch(settings, spooled, number)
    log.info("Publishing")
    changed = publish(settings)
    return report(settings, run, found, changed, time.monotonic() - started)


def _check(settings: Settings, from_list: Path | None) -> None:
    """Meet what is broken before the first task does: Prefect would add a stack trace to it."""
    load_pack(settings.topics)
    if from_list:
        walk.read_list(from_list)
    with opened(settings.data):
        pass


@task(name="discover", task_run_name="discover", cache_policy=NO_CACHE)
def discover(
    settings: Settings, inputs: list[str] | None, from_list: Path | None, run: str
) -> tuple[Discovery, list[int]]:
    """Write down what there is to read, and return it with the ledger's rows to work on."""
    return walk.discover_copy(settings, inputs, from_list, run=run)


@task(name="collect", task_run_name="collect", cache_policy=NO_CACHE)
def collect(settings: Settings, ids: Sequence[int]) -> list[int]:
    """Read or fetch each piece into the archive, and return the rows that need extraction."""
    return walk.collect_documents(settings, ids)


@task(name="extract", task_run_name="extract batch {number}", cache_policy=NO_CACHE)
def extract_batch(settings: Settings, ids: Sequence[int], workers: Workers, number: int) -> Path:
    """Extract and tag one batch in worker processes, and return where the results are spooled."""
    return walk.extract_documents(settings, ids, workers=workers)


@task(name="store", task_run_name="store batch {number}", cache_policy=NO_CACHE)
def store_batch(settings: Settings, spooled: Path, number: int) -> None:
    """Store one batch in one transaction, with the ledger's last word on each piece."""
    walk.store_results(settings, spooled)


@task(name="publish", task_run_name="publish", cache_policy=NO_CACHE)
def publish(settings: Settings) -> list[str]:
    """Replace the feed files whose bytes change, and return their paths."""
    return walk.publish_feeds(settings)


@task(name="report", task_run_name="report", cache_policy=NO_CACHE)
def report(
    settings: Settings, run: str, found: Discovery, changed: list[str], seconds: float
) -> Report:
    """Write the run's report as an artifact, and return it."""
    result = walk.report_run(settings, run=run, found=found, changed=changed, seconds=seconds)
    create_markdown_artifact(
        key="monitor-report", markdown=render_markdown(result), description=headline(result)
    )
    return result
