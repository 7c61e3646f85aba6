"""
Reading stored articles anew, step by step, as plain functions: what the tasks of `reextract` call.

Each batch is one transaction. Documents come from the archive; nothing is fetched.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from sqlite_utils import Database

from extractors.changes import Change, changes
from extractors.errors import StorageError, TopicwireError
from extractors.models import FLAGS, Article, Record
from extractors.topics.packfile import load_pack
from flows import spool
from flows.renewals import Renewal, Tally, tally
from flows.settings import Settings
from flows.stated import informed, read
from flows.texts import in_one_line
from flows.workers import Job, Workers
from storage import archive, articles, tags
from storage.database import opened, writing


class ChoiceError(TopicwireError):
    """What was chosen to be read anew does not exist."""


def choose(
    settings: Settings, ids: Sequence[int] = (), *, topic: str | None, flag: Collection[str]
) -> list[int]:
    """
    Return the ids of the articles to read anew: all, or those of *ids*, that have the topic and one of the flags.

    Raises:
        ChoiceError: one of *ids* is no article, or one of *flag* no flag.
    """
    if unknown := [name for name in flag if name not in FLAGS]:
        raise ChoiceError(f"There is no flag {unknown[0]!r}. There are: {', '.join(FLAGS)}")
    # What a killed run spooled and did not store is read again.
    spool.clear(settings.data.spool)
    named = set(ids)
    with opened(settings.data) as db:
        chosen = articles.ids(db, topic=topic, flag=[one for one in FLAGS if one in flag])
        for id in ids:
            if articles.article(db, id) is None:
                raise ChoiceError(
                    f"There is no article {id}. `topicwire list` shows what there is."
                )
    return [id for id in chosen if not named or id in named]


def read_anew(settings: Settings, ids: Sequence[int], *, workers: Workers) -> Path:
    """Extract and tag the documents of a batch of articles, and return the spool file with the results."""
    with opened(settings.data) as db:
        jobs = [_job(db, id, settings) for id in ids]
    spooled = settings.data.spool / f"{uuid.uuid4().hex}.json"
    spool.write(spooled, workers.extract(jobs))
    return spooled


def store_anew(settings: Settings, spooled: Path, *, dry_run: bool) -> Tally:
    """
    Store a spooled batch in one transaction, and return what became of it.

    A dry run does the same and takes it back: two articles that would come to have one URL are seen there too.
    """
    pack = load_pack(settings.topics)
    results = spool.read(spooled)
    now = datetime.now(UTC)
    transaction: Callable[[Database], AbstractContextManager[None]] = (
        _undone if dry_run else writing
    )
    with opened(settings.data) as db, transaction(db):
        tags.keep_pack(db, pack, now=now)
        renewals = [_renewed(db, result, settings, pack.sha256, now) for result in results]
    spooled.unlink()
    return tally(renewals)


def _job(db: Database, id: int, settings: Settings) -> Job:
    came = articles.provenance(db, id)
    return Job(
        id=id,
        archived=archive.path_of(came.document, archive=settings.data.archive),
        location=came.location,
        url=came.url,
        content_type=came.content_type,
        read_at=came.read_at,
    )


def _renewed(
    db: Database, result: spool.Result, settings: Settings, pack: str, now: datetime
) -> Renewal:
    old, before = _stored(db, result.id)
    if result.article is None:
        damage = _damage(before, settings)
        return Renewal(
            id=result.id,
            title=old.title,
            outcome="unreadable" if damage else "refused",
            reason=damage or (result.rejection.reason if result.rejection else None),
        )
    article = _informed(db, result.id, result.article, settings)
    articles.renew(db, result.id, article, tagged_with=pack, now=now)
    new, after = _stored(db, result.id)
    found = (*changes(old, new), *_copy_change(before.copy_of, after.copy_of))
    gained = tuple(topic for topic in new.topics if topic not in old.topics)
    lost = tuple(topic for topic in old.topics if topic not in new.topics)
    return Renewal(
        id=result.id,
        title=new.title,
        outcome="changed" if found or gained or lost else "unchanged",
        changes=found,
        is_version=after.version > before.version,
        topics_gained=gained,
        topics_lost=lost,
        url_of_another=result.article.url if result.article.url != new.url else None,
    )


def _informed(db: Database, id: int, article: Article, settings: Settings) -> Article:
    """Return *article* with what its source says where it is silent, as when it was stored."""
    came = articles.provenance(db, id)
    source = settings.source(came.source)
    return informed(article, read(came.item), source, content_type=came.content_type)


def _stored(db: Database, id: int) -> tuple[Article, Record]:
    found = cast(Article, articles.article(db, id))
    return found, cast(Record, found.record)


def _copy_change(before: int | None, after: int | None) -> Iterator[Change]:
    if before != after:
        yield Change(
            field="copy of",
            before=(f"article {before}",) if before else (),
            after=(f"article {after}",) if after else (),
            gone=1 if before else 0,
            added=1 if after else 0,
        )


def _damage(record: Record, settings: Settings) -> str | None:
    """Return what is wrong with the archived document, if it is the archive's fault that nothing was read."""
    try:
        archive.content_at(archive.path_of(record.document, archive=settings.data.archive))
    except StorageError as error:
        return f"{error}; it came as {in_one_line(record.input)}"
    return None


@contextmanager
def _undone(db: Database) -> Iterator[None]:
    """Hold the write lock for a transaction that is rolled back at its end."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        db.rollback()
