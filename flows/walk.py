"""
The walk of one article, step by step, as plain functions: what the tasks of `monitor` call.

Each opens the store for itself (a connection belongs to its thread) and closes it; ids and paths go between.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from extractors.errors import ConfigError, FetchError
from extractors.fetch.client import Client
from extractors.fetch.message import host_of
from extractors.fetch.pace import Pace
from extractors.fetch.rounds import fetch_all
from extractors.models import Article, RawDocument, Rejection, Validators
from extractors.topics.pack import Pack
from extractors.topics.packfile import load_pack
from extractors.urls import same_article
from feeds.models import Channel, Feed
from feeds.publish import everything, publish
from flows import spool
from flows.collection import Container, Copy, PutOff, collect
from flows.discovery import Discovery, discover, listed
from flows.fetching import THREADS, headers_for
from flows.intake import take_in, unpack
from flows.polling import Polled
from flows.report import Report
from flows.settings import Settings
from flows.stated import ENTRY, informed, read
from flows.workers import Job, Workers
from storage import archive, articles, ledger, tags, visits
from storage.database import opened, writing
from storage.ledger import Delivery

#: Articles a batch. 100 to 250 keep Prefect's share of the CPU below 5 % without losing much in a crash.
BATCH = 200


#: Between two words on how far reading is: a folder takes a moment, a list of slow addresses an hour.
REPORT_SECONDS = 3

_log = logging.getLogger("topicwire")


def batches(ids: Sequence[int]) -> list[Sequence[int]]:
    """Return *ids* in pieces of at most `BATCH`."""
    return [ids[at : at + BATCH] for at in range(0, len(ids), BATCH)]


def discover_copy(
    settings: Settings,
    inputs: Sequence[str] | None,
    from_list: Path | None,
    *,
    with_inbox: bool = True,
    run: str,
) -> tuple[Discovery, list[int]]:
    """
    Write down every piece of copy that *inputs* stand for as seen; without any, that of the inbox.

    Returns what was found, and the ledger ids to work on: the new ones and what a killed run left.
    """
    arguments = list(inputs or [])
    if from_list:
        arguments += listed(read_list(from_list))
    elif not inputs and with_inbox:
        arguments += [str(settings.inbox)] if settings.inbox else []
    found = discover(arguments)
    now = datetime.now(UTC)
    # What a killed run spooled and did not store is extracted again.
    spool.clear(settings.data.spool)
    with opened(settings.data) as db, writing(db):
        ids = ledger.see(db, found.copy, run=run, now=now)
        if inputs:
            # Whoever names it wants it now, and not when its time has come.
            ledger.hasten(db, ids)
        return found, ledger.take_up(db, run=run, now=now)


def read_list(path: Path) -> list[str]:
    """
    Return the lines of a list of inputs.

    Raises:
        ConfigError: it is missing, unreadable or not UTF-8.
    """
    try:
        return path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        problem = f"the list cannot be read ({error.strerror})"
    except UnicodeDecodeError as error:
        problem = f"the list is not UTF-8 (byte {error.start})"
    raise ConfigError(path, None, problem, "Name a text file with one path or URL a line")


def collect_documents(
    settings: Settings, ids: Sequence[int], *, client: Client, pace: Pace | None = None
) -> list[int]:
    """
    Bring each piece's bytes into the archive, and return the ids that need extraction, in the order they came.

    A file of many documents is unpacked, each with an id of its own. What is the same as last time, byte for byte
    and topic file for topic file, ends here as unchanged. What may be there at another time is put off.
    """
    pack = load_pack(settings.topics)
    waiting = []
    said = time.monotonic()
    with opened(settings.data) as db:
        there = ledger.deliveries(db, ids)
        waiting += [delivery.id for delivery in there if delivery.state == "fetched"]
        due = [delivery for delivery in there if delivery.state != "fetched"]
        for number, (delivery, copy) in enumerate(
            _collected(db, settings, due, client, pace, pack)
        ):
            if time.monotonic() - said > REPORT_SECONDS:
                _log.info("Reading %d of %d: %s", number + 1, len(due), delivery.input)
                said = time.monotonic()
            now = datetime.now(UTC)
            if isinstance(copy, Container):
                waiting += unpack(
                    db,
                    delivery,
                    copy,
                    archive=settings.data.archive,
                    max_bytes=settings.max_bytes,
                    tagged_with=pack.sha256,
                    now=now,
                )
                continue
            if isinstance(copy, RawDocument):
                archive.keep(copy, archive=settings.data.archive)
            with writing(db):
                if take_in(db, delivery, copy, tagged_with=pack.sha256, now=now):
                    waiting.append(delivery.id)
    # A run that goes on with a file has its first documents already, under lower ids.
    return sorted(waiting)


def _collected(
    db: Database,
    settings: Settings,
    due: Sequence[Delivery],
    client: Client,
    pace: Pace | None,
    pack: Pack,
) -> Iterator[tuple[Delivery, Copy]]:
    """Yield each delivery with what lies behind it: files in order, then addresses as their hosts answer."""

    def read_copy(delivery: Delivery, known: Validators | None = None) -> Copy:
        try:
            headers = headers_for(settings, delivery.source, delivery.location)
        except FetchError as error:
            rejection = Rejection(code=error.code, reason=error.reason)
            return PutOff(rejection=rejection, retry_after=None)
        return collect(
            delivery,
            client=client,
            max_bytes=settings.max_bytes,
            known=known,
            headers=headers,
            now=datetime.now(UTC),
        )

    fetches = []
    for delivery in due:
        if delivery.location.startswith(("http://", "https://")):
            is_known = articles.current_at(db, delivery.location, tagged_with=pack.sha256)
            known = visits.validators(db, delivery.location) if is_known else None
            fetches.append((delivery, known))
        else:
            yield delivery, read_copy(delivery)
    for (delivery, _), copy in fetch_all(
        fetches,
        lambda job: read_copy(*job),
        host=lambda job: host_of(job[0].location),
        wait=pace.wait if pace else lambda host: 0.0,
        threads=THREADS,
    ):
        if isinstance(copy, Exception):
            # Whatever one address does to the client, the others are read.
            _log.error("fetching %s", delivery.input, exc_info=copy)
            reason = f"Fetching failed: {type(copy).__name__}: {copy}"
            copy = Rejection(code="error", reason=reason)
        yield delivery, copy


def workers_for(settings: Settings, ids: Sequence[int]) -> Workers:
    """Return the worker processes for that many documents, not started yet; a context manager."""
    return Workers(
        topics=settings.topics,
        most=max(1, min(settings.workers, len(ids))),
        page_seconds=settings.page_seconds,
        page_megabytes=settings.page_megabytes,
    )


def extract_documents(settings: Settings, ids: Sequence[int], *, workers: Workers) -> Path:
    """Extract and tag a batch, and return the spool file with the results."""
    with opened(settings.data) as db:
        with writing(db):
            ledger.count_attempt(db, ids)
        jobs = [_job(delivery, settings) for delivery in ledger.deliveries(db, ids)]
    spooled = settings.data.spool / f"{uuid.uuid4().hex}.json"
    try:
        spool.write(spooled, workers.extract(jobs))
    except BaseException:
        # Who can still say so was interrupted, by Ctrl-C or a full disk; a document would have killed.
        with opened(settings.data) as db, writing(db):
            ledger.forget_attempt(db, ids)
        raise
    return spooled


def store_results(settings: Settings, spooled: Path) -> None:
    """Store a spooled batch in one transaction, and remove the spool file once it is committed."""
    pack = load_pack(settings.topics)
    results = spool.read(spooled)
    now = datetime.now(UTC)
    with opened(settings.data) as db, writing(db):
        tags.keep_pack(db, pack, now=now)
        deliveries = ledger.deliveries(db, [result.id for result in results])
        for delivery, result in zip(deliveries, results, strict=True):
            if result.article is None:
                ledger.settle(db, delivery.id, "rejected", now=now, rejection=result.rejection)
                continue
            article = informed_article(result.article, delivery, settings)
            outcome, id = articles.save(
                db,
                article,
                given=delivery.input,
                location=delivery.location,
                document=str(delivery.document),
                tagged_with=pack.sha256,
                same=delivery.same or (same_article(article.url) if article.url else None),
                now=now,
            )
            ledger.settle(db, delivery.id, outcome, now=now, article_id=id)
            if delivery.url and delivery.content_type != ENTRY:
                articles.mark_there(db, id, now=now)
    spooled.unlink()


def informed_article(article: Article, delivery: Delivery, settings: Settings) -> Article:
    """Return *article* with what the source that brought it says where it is silent."""
    return informed(
        article,
        read(delivery.item),
        settings.source(delivery.source),
        content_type=delivery.content_type,
    )


def publish_feeds(settings: Settings) -> list[str]:
    """Bring the feeds folder up to date, and return the paths below it that were replaced."""
    pack = load_pack(settings.topics)
    feeds = feeds_of(pack, name=settings.name)
    with opened(settings.data) as db:
        beat, created = articles.beat(db)
        channel = Channel(
            name=settings.name,
            base_url=settings.base_url,
            topics={feed.topic: feed.title for feed in feeds if feed.topic},
            colours={topic.name: topic.colour for topic in pack.topics if topic.colour},
            beat=beat,
            created=created,
            entries=settings.entries,
        )
        return publish(db, feeds, channel=channel, folder=settings.data.www)


def feeds_of(pack: Pack, *, name: str) -> list[Feed]:
    """Return the feeds of a beat: one a topic, in the topics file's order, and everything."""
    by_topic = [
        Feed(name=topic.name, title=topic.title, description=topic.description, topic=topic.name)
        for topic in pack.topics
    ]
    return [*by_topic, everything(name)]


def report_run(
    settings: Settings,
    *,
    run: str,
    found: Discovery,
    polls: Sequence[Polled] = (),
    changed: list[str],
    seconds: float,
) -> Report:
    """Return what became of everything the run had in its hands. *seconds* is its wall time."""
    with opened(settings.data) as db:
        deliveries = ledger.entries(db, run=run)
        ids = {
            delivery.article_id
            for delivery in deliveries
            if delivery.state in ("stored", "copy") and delivery.article_id
        }
        taken_in = [stored for id in sorted(ids) if (stored := articles.article(db, id))]
    return Report(
        run=run,
        deliveries=tuple(deliveries),
        articles={article.record.id: article for article in taken_in if article.record},
        passed_over=found.passed_over,
        polls=tuple(polls),
        feeds_changed=tuple(changed),
        base_url=settings.base_url,
        seconds=seconds,
    )


def _job(delivery: Delivery, settings: Settings) -> Job:
    document = str(delivery.document)
    return Job(
        id=delivery.id,
        archived=archive.path_of(document, archive=settings.data.archive),
        location=delivery.location,
        url=delivery.url,
        content_type=delivery.content_type,
        read_at=delivery.read_at or delivery.seen,
    )
