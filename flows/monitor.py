"""
The flow `monitor`: one pass over what is new, from copy in to feeds out.

    (poll)... ──> discover ──> collect ──> (extract_batch ──> store_batch)... ──> publish ──> report

A source is a task, for its name, its retries and its state are worth a look. Each task only calls plain functions of the lower rooms, which work without Prefect. An article is never a
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
from prefect.concurrency.sync import concurrency
from prefect.events import emit_event
from prefect.runtime import flow_run, task_run
from prefect.states import Completed
from prefect.task_runners import ThreadPoolTaskRunner

from extractors.fetch.client import Client
from extractors.fetch.pace import Pace
from flows import polling, walk
from flows.discovery import Discovery
from flows.fetching import THREADS, client_for
from flows.fetching_limit import FETCHING, limit_fetching
from flows.frame import framed
from flows.report import Report, headline, render_markdown
from flows.settings import Settings
from flows.source_table import Source
from flows.workers import Workers

#: Of a poll, within its run; the next run comes soon enough.
RETRIES = 2


def _run_name() -> str:
    inputs = flow_run.parameters.get("inputs") or flow_run.parameters.get("sources") or []
    what = "configured sources" if not inputs else ", ".join(map(str, inputs[:2]))
    more = f" and {len(inputs) - 2} more" if len(inputs) > 2 else ""
    # A scheduled run gets its name up to 10 s before its time, when its process starts.
    at = max(datetime.now(UTC), flow_run.scheduled_start_time)
    return f"{at:%Y-%m-%d %H:%M:%S} · {what}{more}"


@flow(
    name="monitor",
    flow_run_name=_run_name,
    validate_parameters=True,
    # Its type parameter is invariant.
    task_runner=ThreadPoolTaskRunner(max_workers=THREADS),  # type: ignore[arg-type]
)
def monitor(
    inputs: list[str] | None = None,
    from_list: str | None = None,
    sources: list[str] | None = None,
    config: str | None = None,
    data: str | None = None,
) -> State[Any]:
    """
    Take in what is new, tag it, store it, and publish the feeds that it changed.

    Args:
        inputs: Files, folders and URLs. None: the inbox, and the sources of the settings file that are due.
        from_list: A text file with one of these a line.
        sources: Names of sources to poll now, due or not, and nothing else.
        config: The settings file. None: TOPICWIRE_CONFIG, or topicwire.toml in the current folder.
        data: The data folder. None: TOPICWIRE_DATA, or what the settings say.
    """
    return framed(
        lambda settings: _pass(settings, inputs, Path(from_list) if from_list else None, sources),
        config=config,
        data=data,
    )


def _pass(
    settings: Settings,
    inputs: list[str] | None,
    from_list: Path | None,
    sources: list[str] | None,
) -> State[Any]:
    if from_list:
        # Met here and not in a task: Prefect would add a stack trace to it.
        walk.read_list(from_list)
    run = flow_run.id or "run"
    started = time.monotonic()
    log = get_run_logger()
    pace = Pace(settings.delay_seconds)
    with client_for(settings, pace=pace) as client:
        polls = []
        if not inputs and not from_list:
            polls = _poll_all(settings, sources, client, run)
        found, ids = discover(settings, inputs, from_list, sources, run)
        log.info("%d pieces of copy to look at", len(ids))
        waiting = collect(settings, ids, client, pace)
    batches = walk.batches(waiting)
    with walk.workers_for(settings, waiting) as workers:
        for number, batch in enumerate(batches, start=1):
            log.info("Extracting batch %d of %d (%d articles)", number, len(batches), len(batch))
            spooled = extract_batch(settings, batch, workers, number)
            store_batch(settings, spooled, number)
    log.info("Publishing")
    changed = publish(settings)
    done = report(settings, run, found, polls, changed, time.monotonic() - started)
    name = "Completed with rejections" if done.rejected else "Completed"
    return Completed(name=name, message=headline(done), data=done)


def _poll_all(
    settings: Settings, names: list[str] | None, client: Client, run: str
) -> list[polling.Polled]:
    """Poll every source that is due, or those called *names*, several at once."""
    due = polling.due(settings, names)
    if not due:
        return []
    get_run_logger().info("Polling %d source%s", len(due), "" if len(due) == 1 else "s")
    limit_fetching(THREADS)
    futures = [
        poll.with_options(
            task_run_name=f"poll {source.name}", tags=["fetch", f"source:{source.name}"]
        ).submit(settings, source, client, run)
        for source in due
    ]
    return [future.result() for future in futures]


@task(
    name="poll",
    retries=RETRIES,
    retry_delay_seconds=[10, 40],
    retry_jitter_factor=0.5,
    cache_policy=NO_CACHE,
)
def poll(settings: Settings, source: Source, client: Client, run: str) -> polling.Polled:
    """Look at a source once, and write down what is new. Tried again where that may help within a minute."""
    # A run that is killed gives its places back after that, in seconds.
    with concurrency(FETCHING, occupy=1, lease_duration=60):
        return polling.poll(
            settings, source, client, run=run, may_retry=task_run.run_count <= RETRIES
        )


@task(name="discover", task_run_name="discover", cache_policy=NO_CACHE)
def discover(
    settings: Settings,
    inputs: list[str] | None,
    from_list: Path | None,
    sources: list[str] | None,
    run: str,
) -> tuple[Discovery, list[int]]:
    """Write down what there is to read, and return it with the ledger's rows to work on."""
    return walk.discover_copy(settings, inputs, from_list, with_inbox=not sources, run=run)


@task(name="collect", task_run_name="collect", cache_policy=NO_CACHE)
def collect(settings: Settings, ids: Sequence[int], client: Client, pace: Pace) -> list[int]:
    """Read or fetch each piece into the archive, and return the rows that need extraction."""
    return walk.collect_documents(settings, ids, client=client, pace=pace)


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
    settings: Settings,
    run: str,
    found: Discovery,
    polls: list[polling.Polled],
    changed: list[str],
    seconds: float,
) -> Report:
    """Write the run's report as an artifact, emit an event for each source that broke or recovered, and return it."""
    result = walk.report_run(
        settings, run=run, found=found, polls=polls, changed=changed, seconds=seconds
    )
    create_markdown_artifact(
        key="monitor-report", markdown=render_markdown(result), description=headline(result)
    )
    for polled in polls:
        if polled.event:
            emit_event(
                f"topicwire.source.{polled.event.kind}",
                resource={"prefect.resource.id": f"topicwire.source.{polled.source}"},
                payload={"state": polled.event.state, "reason": polled.event.reason},
            )
    return result
