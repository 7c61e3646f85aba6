"""
One poll of a source: what stands there, which of it is new, and how the source is. Plain functions for `monitor`'s tasks.

    look (the network) ──> record (one transaction: new items into the ledger, the source's health, its validators)

Killed between the two, nothing is lost: the next poll finds the same.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlite_utils import Database

from extractors.errors import FetchError, SourceError
from extractors.fetch.client import Client
from extractors.models import NotModified, RawDocument, Rejection
from extractors.sources import health
from extractors.topics.packfile import load_pack
from flows.fetching import advised
from flows.intake import take_in
from flows.reading import Look, look
from flows.settings import Settings
from flows.source_table import MissingSecretError, Source
from storage import archive, ledger, sources, visits
from storage.database import opened, writing
from storage.ledger import Incoming
from storage.sources import Poll, SourceEvent, SourceState

_log = logging.getLogger("topicwire")

#: A host that asks for more is polled again by a later run.
PATIENCE_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Polled:
    """What one poll gave, as it was written down."""

    source: str
    outcome: health.Outcome
    #: The problem that began with it, or is over.
    event: SourceEvent | None
    note: str | None


def due(settings: Settings, names: Sequence[str] | None) -> list[Source]:
    """Return the sources to poll now: those called *names*, else all whose time has come; files and folders always."""
    if names:
        return [source for source in settings.sources if source.name in names]
    running = [source for source in settings.sources if not source.paused]
    with opened(settings.data) as db:
        ripe = sources.due(db, [source.name for source in running], now=datetime.now(UTC))
    return [source for source in running if source.name in ripe or not source.is_fetched]


def poll(
    settings: Settings, source: Source, client: Client, *, run: str, may_retry: bool
) -> Polled:
    """
    Look at *source* once, write down what is new and how the source is, and return both.

    Raises:
        FetchError: it failed and may not in a minute: nothing is written down. Only where one *may_retry*.
    """
    now = datetime.now(UTC)
    with opened(settings.data) as db:
        before = sources.state_of(db, source.name)
        is_well = before is not None and not before.health.asks_whole
        known = visits.validators(db, source.url) if is_well else None
    try:
        found = look(source, client, known=known, headers=source.secrets(), now=now)
    except (FetchError, SourceError, MissingSecretError) as error:
        if may_retry and _may_pass(error):
            raise
        with opened(settings.data) as db, writing(db):
            return _recorded(db, source, _outcome_of(error), now=now)
    except Exception as error:  # noqa: BLE001 - any kind: whatever one does to a parser, the others are polled
        _log.exception("polling %s", source.name)
        outcome = health.failed("error", f"Reading it failed: {type(error).__name__}: {error}")
        with opened(settings.data) as db, writing(db):
            return _recorded(db, source, outcome, now=now)
    if source.kind == "page" and isinstance(found.answer, RawDocument):
        archive.keep(found.answer, archive=settings.data.archive)
    with opened(settings.data) as db, writing(db):
        return _taken_in(db, settings, found, before, run=run, now=now)


def _may_pass(error: Exception) -> bool:
    """Tell whether *error* may be over in a minute."""
    return (
        isinstance(error, FetchError)
        and error.retryable
        and (error.retry_after or 0) <= PATIENCE_SECONDS
    )


def _outcome_of(error: FetchError | SourceError | MissingSecretError) -> health.Outcome:
    if isinstance(error, MissingSecretError):
        return health.failed("no-secret", str(error))
    if isinstance(error, FetchError):
        return health.failed(error.code, advised(error), retry_after=error.retry_after)
    return health.failed(error.code, f"{error.reason} {error.hint}".strip())


def _taken_in(
    db: Database,
    settings: Settings,
    found: Look,
    before: SourceState | None,
    *,
    run: str,
    now: datetime,
) -> Polled:
    source, http = found.source, found.answer.http if found.answer else None
    fresh = [http.fresh_seconds if http else None, found.ttl_seconds]
    fresh_seconds = max(filter(None, fresh), default=None)
    moved_to = http.moved_to if http else None
    if isinstance(found.answer, NotModified):
        visits.remember(db, found.answer)
        return _recorded(
            db, source, health.not_modified(fresh_seconds=fresh_seconds, moved_to=moved_to), now=now
        )
    copy = found.copy or ()
    new = [one for one in copy if not ledger.is_known(db, one.location, same=one.same)]
    number = len(new)
    if source.kind == "page":
        number = _watched(db, settings, copy[0], found.answer, run=run, now=now)
        is_whole = True
    elif source.kind == "folder":
        ledger.see(db, copy, run=run, now=now)
        is_whole = True
    elif before is None or before.first_poll is None:
        ledger.see(db, reversed(new[: source.backfill]), run=run, now=now)
        _leave(db, new[source.backfill :], source, now=now)
        is_whole = True
    else:
        # The oldest first: they are the ones that leave the feed next.
        ledger.see(db, [*reversed(new)][: source.limit], run=run, now=now)
        is_whole = number <= source.limit
    if found.answer and is_whole:
        visits.remember(db, found.answer)
    outcome = health.read(
        found=len(copy), new=number, fresh_seconds=fresh_seconds, moved_to=moved_to
    )
    return _recorded(db, source, outcome, note=found.note, now=now)


def _watched(
    db: Database,
    settings: Settings,
    one: Incoming,
    document: RawDocument | None,
    *,
    run: str,
    now: datetime,
) -> int:
    """Take in a page that was fetched by watching it, and return 1 where it is not as it was."""
    if document is None:
        return 0
    ids = ledger.see(db, [one], run=run, now=now)
    (delivery,) = ledger.deliveries(db, ids)
    pack = load_pack(settings.topics)
    document = replace(document, location=one.location)
    return int(take_in(db, delivery, document, tagged_with=pack.sha256, now=now))


def _leave(db: Database, old: Sequence[Incoming], source: Source, *, now: datetime) -> None:
    """Write down what was there before the source was, and is not fetched: the next poll then knows it."""
    reason = f"It was there before {source.name} was first polled (backfill = {source.backfill})."
    rejection = Rejection(code="older", reason=reason)
    for id in ledger.see(db, reversed(old), run=f"first poll of {source.name}", now=now):
        ledger.settle(db, id, "rejected", now=now, rejection=rejection)


def _recorded(
    db: Database,
    source: Source,
    outcome: health.Outcome,
    *,
    note: str | None = None,
    now: datetime,
) -> Polled:
    then = source.next_of_cron(now)
    if source.every is not None:
        then = now + timedelta(seconds=source.every)
    poll = Poll(
        source=source.name, url=source.url, kind=source.kind, outcome=outcome, scheduled=then
    )
    event = sources.record_poll(db, poll, now=now)
    return Polled(source=source.name, outcome=outcome, event=event, note=note)
