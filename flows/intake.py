"""Writes down what was read: one document, or each of a file that holds many."""

from __future__ import annotations

import hashlib
import logging
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import SystemRandom

from sqlite_utils import Database

from extractors.models import NotModified, RawDocument, Rejection
from extractors.sources.retry import next_attempt
from flows import stated
from flows.collection import Container, PutOff
from storage import archive as archived
from storage import articles, ledger, members, visits
from storage.database import writing
from storage.ledger import Delivery

#: Between two words on how far a file is, in seconds.
REPORT_SECONDS = 3

_log = logging.getLogger("topicwire")


def take_in(
    db: Database,
    delivery: Delivery,
    found: RawDocument | NotModified | PutOff | Rejection,
    *,
    tagged_with: str,
    now: datetime,
) -> bool:
    """Write *found*, archived before, into the ledger's row of *delivery*, and tell whether it needs extraction."""
    if isinstance(found, PutOff):
        then = next_attempt(
            delivery.tries + 1, now=now, retry_after=found.retry_after, random=SystemRandom()
        )
        ledger.put_off(db, delivery.id, found.rejection, next_attempt=then, now=now)
        return False
    if isinstance(found, NotModified):
        visits.remember(db, found)
        known = articles.current_at(db, delivery.location, tagged_with=tagged_with)
        ledger.settle(db, delivery.id, "unchanged", now=now, article_id=known)
        if known:
            articles.mark_there(db, known, now=now)
        return False
    if isinstance(found, RawDocument) and found.http:
        visits.remember(db, found)
        if found.http.tdm:
            said = replace(stated.read(delivery.item), tdm=found.http.tdm)
            ledger.restate(db, delivery.id, said.written())
    return take_in_member(db, delivery.id, found, tagged_with=tagged_with, now=now)


def take_in_member(
    db: Database, id: int, found: RawDocument | Rejection, *, tagged_with: str, now: datetime
) -> bool:
    """As `take_in`, for what needs no fetching: a file, or a document out of one that holds many."""
    if isinstance(found, Rejection):
        ledger.settle(db, id, "rejected", now=now, rejection=found)
        return False
    ledger.record_fetched(db, id, found)
    known = articles.unchanged_at(
        db, found.location, document=found.sha256, tagged_with=tagged_with
    )
    # What another row at this place brings comes before, and this then changes it back.
    if known is None or ledger.is_awaited(db, id):
        return True
    ledger.settle(db, id, "unchanged", now=now, article_id=known)
    return False


def unpack(
    db: Database,
    delivery: Delivery,
    container: Container,
    *,
    archive: Path,
    max_bytes: int,
    tagged_with: str,
    now: datetime,
) -> list[int]:
    """
    Give each document of *container* a row of its own, and return the ids of those that need extraction.

    Goes on where a killed run was. A container that ended last time as it is now is not unpacked again.
    """
    # Whatever decides what becomes of its documents.
    whole = f"{container.sha256} {tagged_with} {max_bytes}"
    fingerprint = hashlib.sha256(whole.encode()).hexdigest()
    with writing(db):
        done = members.open_container(db, delivery.id, fingerprint, now=now)
        if _ended_as_before(db, delivery, fingerprint, now=now):
            return []
    waiting = []
    counts: Counter[str] = Counter()
    damage = None
    said = time.monotonic()
    for member in container.members(limit=max_bytes, now=now):
        if isinstance(member, Rejection):
            damage = member
            break
        counts[_KINDS[type(member.found)]] += 1
        if time.monotonic() - said > REPORT_SECONDS:
            _log.info("Unpacking %s: %s so far", delivery.input, _said(counts))
            said = time.monotonic()
        found = member.found
        if found is None or member.number <= done:
            continue
        if isinstance(found, RawDocument):
            archived.keep(found, archive=archive)
        with writing(db):
            id = members.see(db, delivery, number=member.number, location=member.location, now=now)
            needs_it = take_in_member(db, id, found, tagged_with=tagged_with, now=now)
            if needs_it and not _had_its_time(db, id, now=now):
                waiting.append(id)
    with writing(db):
        _settle(db, delivery, counts, damage, now=now)
    return waiting


def _ended_as_before(db: Database, delivery: Delivery, fingerprint: str, *, now: datetime) -> bool:
    """Give the row of a container the end that the same container had last time, and tell whether it had one."""
    before = ledger.before(db, delivery)
    if before is None or before.document != fingerprint:
        return False
    if before.state in ("unpacked", "unchanged"):
        ledger.settle(db, delivery.id, "unchanged", now=now)
    else:
        rejection = Rejection(code=before.code or "", reason=before.reason or "")
        ledger.settle(db, delivery.id, "rejected", now=now, rejection=rejection)
    return True


def _had_its_time(db: Database, id: int, *, now: datetime) -> bool:
    """Tell whether row *id* is an old version met again, and give it its end: a file that grew brings them all."""
    article_id = members.superseded_at(db, id)
    if article_id:
        ledger.settle(db, id, "unchanged", now=now, article_id=article_id)
    return article_id is not None


def _settle(
    db: Database,
    delivery: Delivery,
    counts: Counter[str],
    damage: Rejection | None,
    *,
    now: datetime,
) -> None:
    rejection = None
    if damage:
        read = _many(counts["document"], "document")
        verb = "was" if counts["document"] == 1 else "were"
        reason = f"{read} {verb} read before {damage.reason}"
        rejection = Rejection(code=damage.code, reason=f"{reason}.")
    elif not counts["document"] and not counts["rejected"]:
        reason = f"None of its {_many(counts['other record'], 'record')} is a document."
        rejection = Rejection(code="not-an-article", reason=reason)
    if rejection:
        ledger.settle(db, delivery.id, "rejected", now=now, rejection=rejection)
    else:
        ledger.settle(db, delivery.id, "unpacked", now=now, reason=_said(counts))


_KINDS = {RawDocument: "document", Rejection: "rejected", type(None): "other record"}


def _said(counts: Counter[str]) -> str:
    """Return *counts* in words: `12 documents, 2 rejected, 31 other records`."""
    parts = [_many(counts["document"], "document")]
    if counts["rejected"]:
        parts.append(f"{counts['rejected']} rejected")
    parts.append(_many(counts["other record"], "other record"))
    return ", ".join(parts)


def _many(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
