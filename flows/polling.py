"""
One poll of a source: what stands there, which of it is new, and how the source is. Plain functions for `monitor`'s tasks.

    look (the network) ──> record (one transaction: new items into the ledger, the source's health, its validators)

Killed between the two, nothing is lost: the next poll finds the same.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from extractors.errors import FetchError, SourceError
from extractors.fetch.client import Client
from extractors.metadata.address import clean_url
from extractors.models import NotModified, RawDocument, Rejection, Validators
from extractors.sources import health
from extractors.sources.feed import read_feed
from extractors.sources.listing import read_listing
from extractors.sources.models import Found, Item, SitemapIndex
from extractors.sources.sitemap import children_to_read, read_sitemap
from extractors.topics.packfile import load_pack
from extractors.urls import canonicalize, same_article
from flows.discovery import discover, listed
from flows.intake import take_in
from flows.settings import Settings
from flows.source_table import MissingSecretError, Source
from flows.stated import stated_by
from storage import archive, ledger, sources, visits
from storage.database import opened, writing
from storage.ledger import Incoming
from storage.sources import Poll, SourceEvent, SourceState

_log = logging.getLogger("topicwire")

#: A host that asks for more is polled again by a later run.
PATIENCE_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Look:
    """What one look at a source brought. Nothing of it is written down yet."""

    source: Source
    #: In the source's order, newest first where it says when; `None` where a 304 says that all is as it was.
    copy: tuple[Incoming, ...] | None
    #: `None` for a file or folder.
    answer: RawDocument | NotModified | None = None
    title: str | None = None
    #: What a person should know of how it was read.
    note: str | None = None
    #: Seconds that the source asks not to be read again.
    ttl_seconds: float | None = None


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


def look(
    source: Source,
    client: Client,
    *,
    known: Validators | None,
    headers: Mapping[str, str],
    now: datetime,
) -> Look:
    """
    Return what stands at *source* now; *known* are the validators of the last answer that was read whole.

    Raises:
        FetchError: it could not be fetched.
        SourceError: what came is not what the source is said to be.
    """
    if not source.is_fetched:
        return Look(source=source, copy=tuple(_lying(source)))
    answer = client.fetch(source.url, now=now, known=known, headers=headers)
    if isinstance(answer, NotModified):
        return Look(source=source, copy=None, answer=answer)
    if source.kind == "page":
        copy = tuple(_each_once([Item(url=canonicalize(source.url))], source))
        return Look(source=source, copy=copy, answer=answer)
    found = _found(source, answer, client, headers=headers, now=now)
    return Look(
        source=source,
        copy=tuple(_each_once(found.items, source)),
        answer=answer,
        title=found.title,
        note="; ".join(filter(None, (found.note, _left_out(found)))) or None,
        ttl_seconds=found.ttl_seconds,
    )


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
    retry_after = error.retry_after if isinstance(error, FetchError) else None
    hint = f" {error.hint}" if isinstance(error, SourceError) and error.hint else ""
    return health.failed(error.code, error.reason + hint, retry_after=retry_after)


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


def _found(
    source: Source,
    answer: RawDocument,
    client: Client,
    *,
    headers: Mapping[str, str],
    now: datetime,
) -> Found:
    url = answer.url or source.url
    match source.kind:
        case "feed":
            return read_feed(answer.content, url=url, content_type=answer.content_type, now=now)
        case "listing":
            return read_listing(
                answer.content,
                url=url,
                pattern=source.links,
                content_type=answer.content_type,
                now=now,
            )
        case "list":
            return _on_lines(answer.content)
        case _:
            read = read_sitemap(answer.content, url=url, content_type=answer.content_type, now=now)
            if isinstance(read, Found):
                return read
            return _of_children(read, client, headers=headers, now=now)


def _of_children(
    index: SitemapIndex, client: Client, *, headers: Mapping[str, str], now: datetime
) -> Found:
    """Return the items of the sitemaps in *index* that may have news; what is wrong with one is a note."""
    items: list[Item] = []
    notes = []
    for child in children_to_read(index, now=now):
        try:
            answer = client.fetch(child.url, now=now, headers=headers)
            if isinstance(answer, RawDocument):
                read = read_sitemap(answer.content, url=child.url, now=now)
                items += read.items if isinstance(read, Found) else ()
        except (FetchError, SourceError) as error:
            notes.append(str(error))
    if notes and not items:
        raise SourceError("not-a-sitemap", notes[0])
    return Found(items=tuple(items), note="; ".join(notes) or None)


def _lying(source: Source) -> Iterator[Incoming]:
    """Yield the copy of a source that is a folder, or a file with one address or path a line."""
    if source.kind == "folder":
        if not Path(source.url).is_dir():
            raise SourceError("missing", f"There is no folder {source.url}.")
        given = [source.url]
    else:
        try:
            given = listed(Path(source.url).read_text("utf-8-sig").splitlines())
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise SourceError("unreadable", f"{source.url} cannot be read: {why}.") from error
    for one in discover(given).copy:
        same = same_article(one.location) if "://" in one.input else None
        yield replace(one, source=source.name, same=same)


def _on_lines(content: bytes) -> Found:
    lines = listed(content.decode("utf-8-sig", "replace").splitlines())
    urls = [clean_url(line) for line in lines]
    none = [line for line, url in zip(lines, urls, strict=True) if url is None]
    note = f"{len(none)} of its lines are no addresses: {none[0][:80]}" if none else None
    return Found(items=tuple(Item(url=url) for url in urls if url), note=note)


def _left_out(found: Found) -> str | None:
    """Say how many items lead to nothing that could be stored; `None` where all do."""
    bare = sum(not (item.url or item.content_html or item.summary_html) for item in found.items)
    return f"{bare} of its entries have neither an address nor a text" if bare else None


def _each_once(items: Sequence[Item], source: Source) -> Iterator[Incoming]:
    """Yield the copy that *items* lead to, newest first if all are dated; what leads to nothing is left out."""
    dated = [(item.published, item) for item in items if item.published]
    if len(dated) == len(items):
        items = [item for _, item in sorted(dated, key=lambda pair: pair[0], reverse=True)]
    seen = set()
    for item in items:
        one = _incoming(item, source)
        if one and (key := one.same or one.location) not in seen:
            seen.add(key)
            yield one


def _incoming(item: Item, source: Source) -> Incoming | None:
    stated = stated_by(item, source)
    if item.url:
        return Incoming(
            source=source.name,
            input=item.url,
            location=canonicalize(item.url),
            item=stated.written(),
            same=same_article(item.url),
        )
    if not stated.html:
        return None
    # An entry that is all there is: known by its guid, else by what it says.
    name = item.guid or f"{item.title} {stated.html}"
    digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:32]
    return Incoming(
        source=source.name,
        input=f"{source.url}#{item.guid or digest}",
        location=f"entry://{source.name}/{digest}",
        item=replace(stated, instead=True).written(),
    )
