"""The versions of an article, the current one among them: what it said, since when, and why it says something else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from sqlite_utils import Database

from extractors.models import Article, Record
from storage.articles import Cause
from storage.columns import version_of


@dataclass(frozen=True, kw_only=True)
class Version:
    """An article as it was, or is."""

    #: From 1.
    number: int
    #: When it was first read so.
    since: datetime
    #: Why it took the place of the one before; `None` for the first.
    cause: Cause | None
    #: sha256.
    document: str
    #: Without topics. What was not kept of an early version is taken to have been as in the next.
    article: Article


@dataclass(frozen=True, kw_only=True)
class Revision:
    """What a stored article said before its page last changed its words."""

    title: str
    text: str
    #: When the change was noticed.
    at: datetime


def versions(db: Database, stored: Article) -> list[Version]:
    """Return the versions of a *stored* article, the first first, the last being what it is now."""
    record = cast(Record, stored.record)
    rows = list(
        db.query(
            """
            SELECT number, title, text, metadata, document, replaced, cause
            FROM article_version WHERE article_id = ? ORDER BY number
            """,
            [record.id],
        )
    )
    began = [record.first_seen, *(datetime.fromisoformat(row["replaced"]) for row in rows)]
    causes = [None, *(row["cause"] for row in rows)]
    current = replace(stored, tags=(), evidence=(), record=None)
    found = [
        Version(
            number=record.version,
            since=began[-1],
            cause=causes[-1],
            document=record.document,
            article=current,
        )
    ]
    for row, since, cause in reversed(list(zip(rows, began, causes, strict=False))):
        current = version_of(row) or replace(current, title=row["title"], text=row["text"])
        found.append(
            Version(
                number=row["number"],
                since=since,
                cause=cause,
                document=row["document"],
                article=current,
            )
        )
    return found[::-1]


def last_revision(db: Database, stored: Article) -> Revision | None:
    """Return what a *stored* article said before its words changed; `None` where they did not, or were misread before."""
    record = cast(Record, stored.record)
    if record.version == 1:
        return None
    row = db.execute(
        """
        SELECT title, text, replaced, cause FROM article_version
        WHERE article_id = ? AND (title != ? OR text != ?) ORDER BY number DESC LIMIT 1
        """,
        [record.id, stored.title, stored.text],
    ).fetchone()
    if row is None or row[3] != "source":
        return None
    return Revision(title=row[0], text=row[1], at=datetime.fromisoformat(row[2]))
