"""Invented copy, the command line in this process, and a run without Prefect around it."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner, Result

from extractors.fetch.pace import Pace
from extractors.models import Flag
from extractors.topics.packfile import load_pack
from flows import polling, rechecking, reextraction, retagging, walk
from flows.cli import main
from flows.fetching import client_for
from flows.looks import RecheckReport
from flows.renewals import RenewalReport, Tally
from flows.report import Report
from flows.retagging import Moves, RetagReport
from flows.settings import Settings, load_settings
from flows.starter import write_starter
from flows.workers import Workers

STRIKE = (
    "Dock workers at the port of Aldmouth began a strike on Monday over night shifts and the pay for Sundays.",
    "Twelve ships lay at anchor in the bay by noon, and the harbour office told three more to slow down.",
    "The company said it would meet the union on Thursday, and that perishable cargo went to Brackley.",
)
BRIDGE = (
    "The council of Aldmouth voted on Tuesday to build a footbridge between the old mill and the park.",
    "It will be forty metres long, wide enough for a wheelchair and a pram, and is to be open in two years.",
    "Three members of eleven voted against it because the estimate leaves out the lamps on the northern bank.",
)


def page(title: str, paragraphs: Iterable[str], *, url: str = "", head: str = "") -> bytes:
    """Return an HTML page in UTF-8, as small as outlets never make them."""
    link = f'<link rel="canonical" href="{url}">' if url else ""
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{link}{head}'
        f"</head><body><article><h1>{title}</h1>\n{body}</article></body></html>"
    ).encode()


def note(title: str, paragraphs: Iterable[str]) -> bytes:
    """Return an article as plain text."""
    return "\n\n".join([title, *paragraphs]).encode()


def new_beat(folder: Path, *, more: str = "", environ: dict[str, str] | None = None) -> Settings:
    """Write the starter files into *folder*, and return their settings with the lines *more* added."""
    write_starter(folder)
    path = folder / "topicwire.toml"
    written = path.read_text("utf-8").replace("[extract]", f"[extract]\nworkers = 1\n{more}")
    path.write_text(written.replace("# delay_seconds = 2", "delay_seconds = 0"))
    return load_settings(config=path, environ=environ or {})


def plain_run(
    settings: Settings,
    *,
    inputs: Sequence[str] = (),
    from_list: Path | None = None,
    sources: Sequence[str] = (),
    **_: object,
) -> Report:
    """Do what the flow `monitor` does, step by step, and return the report."""
    run = f"run-{time.monotonic_ns()}"
    pace = Pace(settings.delay_seconds)
    polls = []
    with client_for(settings, pace=pace) as client:
        if not inputs and not from_list:
            polls = [
                polling.poll(settings, source, client, run=run, may_retry=False)
                for source in polling.due(settings, sources)
            ]
        found, ids = walk.discover_copy(
            settings, inputs, from_list, with_inbox=not sources, run=run
        )
        waiting = walk.collect_documents(settings, ids, client=client, pace=pace)
    with walk.workers_for(settings, waiting) as workers:
        for batch in walk.batches(waiting):
            walk.store_results(settings, walk.extract_documents(settings, batch, workers=workers))
    changed = walk.publish_feeds(settings)
    return walk.report_run(
        settings, run=run, found=found, polls=polls, changed=changed, seconds=0.0
    )


def collected(settings: Settings, ids: Sequence[int]) -> list[int]:
    """Bring what lies behind the ledger's rows *ids* into the archive, and return those that need extraction."""
    with client_for(settings) as client:
        return walk.collect_documents(settings, ids, client=client)


def plain_reextract(
    settings: Settings,
    *,
    ids: Sequence[int] = (),
    topic: str | None = None,
    flag: Sequence[Flag] = (),
    dry_run: bool = False,
    **_: object,
) -> RenewalReport:
    """Do what the flow `reextract` does, step by step, and return the report."""
    found = Tally()
    chosen = reextraction.choose(settings, ids, topic=topic, flag=flag)
    with walk.workers_for(settings, chosen) as workers:
        for batch in walk.batches(chosen):
            spooled = reextraction.read_anew(settings, batch, workers=workers)
            found += reextraction.store_anew(settings, spooled, dry_run=dry_run)
    changed = [] if dry_run else walk.publish_feeds(settings)
    return RenewalReport(tally=found, dry_run=dry_run, feeds_changed=tuple(changed), seconds=0.0)


def plain_retag(settings: Settings, *, dry_run: bool = False, **_: object) -> RetagReport:
    """Do what the flow `retag` does, step by step, and return the report."""
    moves = Moves()
    batches, pack = retagging.begin(settings, dry_run=dry_run)
    with walk.workers_for(settings, [1]) as workers:
        for batch in batches:
            moves += retagging.tag_anew(
                settings, batch, pack=pack, workers=workers, dry_run=dry_run
            )
    changed = [] if dry_run else walk.publish_feeds(settings)
    label = load_pack(settings.topics).label
    return RetagReport(
        moves=moves, pack=label, dry_run=dry_run, feeds_changed=tuple(changed), seconds=0.0
    )


def plain_recheck(
    settings: Settings,
    *,
    workers: Workers,
    ids: Sequence[int] = (),
    now: datetime | None = None,
    **_: object,
) -> RecheckReport:
    """Do what the flow `recheck` does, step by step, and return the report."""
    run = f"recheck-{time.monotonic_ns()}"
    pages = rechecking.choose(settings, ids, now=now or datetime.now(UTC))
    looked = rechecking.look(settings, pages, run=run)
    looks = list(looked.looks)
    if rows := list(looked.answers):
        spooled = walk.extract_documents(settings, rows, workers=workers)
        looks += rechecking.store(settings, spooled, looked.answers)
    changed = walk.publish_feeds(settings)
    return RecheckReport(looks=tuple(looks), feeds_changed=tuple(changed), seconds=0.0)


def topicwire(
    *arguments: object, environ: dict[str, str] | None = None, stdin: str | bytes | None = None
) -> Result:
    """Run the command line in this process, with no setting of the machine's own."""
    settings = {"TOPICWIRE_DATA": None, "TOPICWIRE_CONFIG": None, **(environ or {})}
    result = CliRunner().invoke(main, [str(one) for one in arguments], env=settings, input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception  # on a terminal this were a stack trace
    return result


def objects(result: Result) -> list[dict]:
    """Return the JSON objects that a command printed, one a line and nothing else."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
