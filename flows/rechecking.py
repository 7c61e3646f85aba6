"""
Looking at the pages of stored articles again, step by step, as plain functions: what the tasks of `recheck` call.

A page is fetched only if it changed; what came is read like any copy, with a line in the ledger. A failure is written
down and is no disappearance.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from sqlite_utils import Database

from extractors.changes import changes
from extractors.errors import FetchError
from extractors.fetch.message import host_of
from extractors.fetch.pace import Pace
from extractors.fetch.rounds import fetch_all
from extractors.models import Article, NotModified, RawDocument, Record, Rejection
from extractors.topics.packfile import load_pack
from flows import spool, walk
from flows.fetching import THREADS, client_for, headers_for
from flows.looks import Look
from flows.reextraction import ChoiceError
from flows.settings import Settings
from storage import archive, articles, ledger, rechecks, tags, visits
from storage.articles import Provenance
from storage.database import opened, writing
from storage.ledger import Incoming
from storage.rechecks import Outcome, Page

_log = logging.getLogger("topicwire")

#: Pages a run looks at: even if all are of one host, other runs wait only minutes. The rest is still due next time.
MOST_PAGES = 100

#: Their line in the ledger says that these brought the copy.
SOURCE = "recheck"

_OUTCOMES: dict[str, Outcome] = {
    **dict.fromkeys(("http-404", "http-410"), "gone"),
    **dict.fromkeys(
        ("http-401", "http-403", "http-429", "http-451", "paywalled", "robots"), "blocked"
    ),
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a page answered that has other bytes than before."""

    page: Page
    #: Without its content, which is in the archive.
    document: RawDocument


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What fetching alone found out."""

    looks: tuple[Look, ...] = ()
    #: By the ledger's row: what has to be read.
    answers: Mapping[int, Answer] = field(default_factory=dict)


def choose(settings: Settings, ids: Sequence[int] = (), *, now: datetime) -> list[Page]:
    """
    Return the pages that are due *now*, at most `MOST_PAGES`; or with *ids* those of these articles, due or not.

    Raises:
        ChoiceError: one of *ids* is no article, or its page was never fetched.
    """
    with opened(settings.data) as db:
        if not ids:
            return rechecks.due(db, now=now, limit=MOST_PAGES)
        found = rechecks.pages(db, ids)
        for id in ids:
            if articles.article(db, id) is None:
                raise ChoiceError(
                    f"There is no article {id}. `topicwire list` shows what there is."
                )
            if id not in [page.article_id for page in found]:
                raise ChoiceError(f"Article {id} was not fetched: there is no page to look at.")
    return found


def look(settings: Settings, pages: Sequence[Page], *, run: str) -> Looked:
    """Fetch *pages*, write down of each what is clear already, and return that and what there is to read."""
    looks: list[Look] = []
    answers: dict[int, Answer] = {}
    pace = Pace(settings.delay_seconds)
    with opened(settings.data) as db, client_for(settings, pace=pace) as client:
        known = {page.url: visits.validators(db, page.url) for page in pages}
        came = {page.url: articles.provenance(db, page.article_id) for page in pages}

        def fetch(page: Page) -> RawDocument | NotModified:
            return client.fetch(
                page.url,
                now=datetime.now(UTC),
                known=known[page.url],
                headers=headers_for(settings, came[page.url].source, page.url),
            )

        for page, found in fetch_all(
            pages, fetch, host=lambda page: host_of(page.url), wait=pace.wait, threads=THREADS
        ):
            if isinstance(found, RawDocument):
                archive.keep(found, archive=settings.data.archive)
            with writing(db):
                settled = _settled(db, page, found)
                if settled:
                    looks.append(settled)
                elif isinstance(found, RawDocument):
                    row = _delivered(db, page, found, came[page.url], run)
                    answers[row] = Answer(page=page, document=replace(found, content=b""))
    return Looked(looks=tuple(looks), answers=answers)


def store(settings: Settings, spooled: Path, answers: Mapping[int, Answer]) -> list[Look]:
    """Store what was read of *answers*, by ledger row, in one transaction; return what became of each page."""
    pack = load_pack(settings.topics)
    results = spool.read(spooled)
    now = datetime.now(UTC)
    looks = []
    with opened(settings.data) as db, writing(db):
        tags.keep_pack(db, pack, now=now)
        for result in results:
            page = answers[result.id].page
            old = cast(Article, articles.article(db, page.article_id))
            (delivery,) = ledger.deliveries(db, [result.id])
            new = result.article and walk.informed_article(result.article, delivery, settings)
            refusal = result.rejection or _refusal(db, old, cast(Article, new))
            if refusal:
                ledger.settle(db, result.id, "rejected", now=now, rejection=refusal)
                outcome: Outcome = "blocked" if refusal.code == "paywalled" else "unknown"
                looks.append(
                    _written(db, page, outcome, now, code=refusal.code, reason=refusal.reason)
                )
                continue
            became, id = articles.save(
                db,
                cast(Article, new),
                given=delivery.input,
                location=page.url,
                document=str(delivery.document),
                tagged_with=pack.sha256,
                now=now,
            )
            ledger.settle(db, result.id, became, now=now, article_id=id)
            # Not before: of what was refused it must not be said that it is as it was.
            visits.remember(db, answers[result.id].document)
            stored = cast(Article, articles.article(db, id))
            is_version = cast(Record, stored.record).version > page.version
            done = _written(db, page, "changed" if is_version else "unchanged", now)
            differing = changes(old, stored) if is_version else ()
            looks.append(replace(done, title=stored.title, changes=differing))
    spooled.unlink()
    return looks


def _settled(db: Database, page: Page, found: RawDocument | NotModified | Exception) -> Look | None:
    """Write down what *found* says of *page*; `None` if it has to be read for that."""
    now = datetime.now(UTC)
    if isinstance(found, FetchError):
        outcome = _OUTCOMES.get(found.code, "unknown")
        return _written(
            db,
            page,
            outcome,
            now,
            code=found.code,
            reason=found.reason,
            retry_after=found.retry_after,
        )
    if isinstance(found, Exception):
        # Whatever one page does to the client, the others are looked at.
        _log.error("fetching %s", page.url, exc_info=found)
        reason = f"Fetching failed: {type(found).__name__}: {found}"
        return _written(db, page, "unknown", now, code="error", reason=reason)
    if _leads_to_front(page.url, found.url):
        reason = f"It leads to the front page of {urlsplit(found.url or '').netloc} now"
        return _written(db, page, "unknown", now, code="front-page", reason=reason)
    is_same = isinstance(found, NotModified) or found.sha256 == page.document
    if not is_same:
        return None
    visits.remember(db, found)
    return _written(db, page, "unchanged", now)


def _delivered(db: Database, page: Page, document: RawDocument, came: Provenance, run: str) -> int:
    """Return the row of the ledger for what came: a run that is killed here leaves it to the next."""
    incoming = Incoming(
        source=came.source or SOURCE, input=page.url, location=page.url, item=came.item
    )
    (id,) = ledger.see(db, [incoming], run=run, now=document.read_at)
    ledger.record_fetched(db, id, document)
    return id


def _refusal(db: Database, old: Article, new: Article) -> Rejection | None:
    """Return why *new*, read at the address of *old*, is not to take its place."""
    other = articles.id_at(db, new.url)
    if other not in (None, cast(Record, old.record).id):
        reason = f"It shows another article now, that of article {other}"
        return Rejection(code="another-article", reason=reason)
    is_cut = "paywalled" in new.flags and "paywalled" not in old.flags
    if is_cut and len(new.text) < len(old.text):
        reason = "It asks for payment now and shows less than it did"
        return Rejection(code="paywalled", reason=reason)
    return None


def _leads_to_front(asked: str, answered: str | None) -> bool:
    """Tell whether a redirect ended at a site's front page, as many do in place of saying that a page is gone."""
    was, now = urlsplit(asked), urlsplit(answered or asked)
    return (
        now.path in ("", "/") and not now.query and (was.path not in ("", "/") or was.query != "")
    )


def _written(
    db: Database,
    page: Page,
    outcome: Outcome,
    now: datetime,
    *,
    code: str | None = None,
    reason: str | None = None,
    retry_after: float | None = None,
) -> Look:
    found = rechecks.record(
        db, page, outcome, now=now, code=code, reason=reason, retry_after=retry_after
    )
    return Look(
        page=page,
        outcome=outcome,
        recovered=found.recovered,
        title=page.title,
        code=code,
        reason=reason,
    )
