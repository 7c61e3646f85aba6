"""What to ask an address with when it is fetched again, and what hosts forbid: so that a new process knows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlite_utils import Database

from extractors.fetch.robots import RobotsRecord
from extractors.models import NotModified, RawDocument, Validators

#: Rules are asked for again after a day; of a host not asked for a month nothing need be kept.
_ROBOTS_KEPT = timedelta(days=30)


def validators(db: Database, url: str) -> Validators:
    """Return what the last answer from *url* gave to ask with, nothing where there was none."""
    row = db.execute("SELECT etag, last_modified FROM visit WHERE url = ?", [url]).fetchone()
    return Validators(etag=row[0], last_modified=row[1]) if row else Validators()


def remember(db: Database, answer: RawDocument | NotModified) -> None:
    """
    Keep the validators of *answer* for the location it was asked for at.

    A 304 need not repeat them: it leaves those it does not state. What was not fetched is not kept.
    """
    if answer.http is None:
        return
    kept = isinstance(answer, NotModified)
    db.execute(
        """
        INSERT INTO visit (url, etag, last_modified, fetched)
        VALUES (:url, :etag, :last_modified, :fetched)
        ON CONFLICT (url) DO UPDATE SET
            etag = iif(:kept, coalesce(excluded.etag, etag), excluded.etag),
            last_modified = iif(:kept, coalesce(excluded.last_modified, last_modified), excluded.last_modified),
            fetched = excluded.fetched
        """,
        {
            "url": answer.location,
            "etag": answer.http.validators.etag,
            "last_modified": answer.http.validators.last_modified,
            "fetched": answer.read_at.isoformat(),
            "kept": int(kept),
        },
    )


def robots_records(db: Database) -> list[RobotsRecord]:
    """Return the robots.txt of every origin asked within a month, by origin."""
    rows = db.execute("SELECT origin, status, body, fetched FROM robots ORDER BY origin")
    return [
        RobotsRecord(
            origin=origin, status=status, body=body, fetched=datetime.fromisoformat(fetched)
        )
        for origin, status, body, fetched in rows.fetchall()
    ]


def keep_robots(db: Database, records: Iterable[RobotsRecord], *, now: datetime) -> None:
    """Keep each record, unless a later one of its origin is kept; those older than a month are let go."""
    db.conn.executemany(
        """
        INSERT INTO robots (origin, status, body, fetched) VALUES (?, ?, ?, ?)
        ON CONFLICT (origin) DO UPDATE SET
            status = excluded.status, body = excluded.body, fetched = excluded.fetched
        WHERE excluded.fetched > fetched
        """,
        [
            (record.origin, record.status, record.body, record.fetched.isoformat())
            for record in records
        ],
    )
    db.execute("DELETE FROM robots WHERE fetched < ?", [(now - _ROBOTS_KEPT).isoformat()])
