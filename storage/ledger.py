"""
The ledger: every piece of copy, written down before anything is done with it, and what became of it.

    seen ──> fetched ──> stored | unchanged | copy | rejected(code, reason)
       └───> unpacked: a file of many documents, each with a row of its own, its input `FILE#NUMBER`

A row ends in one of the last five. What a killed run left in the first two, the next run takes up; a file of many
documents where it was left.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlite_utils import Database

from extractors.models import RawDocument, Rejection

State = Literal["seen", "fetched", "stored", "unchanged", "copy", "unpacked", "rejected"]
STATES: tuple[State, ...] = get_args(State)

#: A document that took the whole run down with it this often is set aside.
MOST_ATTEMPTS = 3


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A piece of copy that nothing was done with yet."""

    #: The argument or configured source that brought it.
    source: str
    #: As it was given: a path or an address.
    input: str
    #: What makes it the same piece next time: a canonical URL or a `file://` URL.
    location: str


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One piece of copy on its way, or at its end. Datetimes are UTC."""

    id: int
    run: str
    source: str
    input: str
    location: str
    state: State
    code: str | None = None
    reason: str | None = None
    document: str | None = None
    url: str | None = None
    content_type: str | None = None
    read_at: datetime | None = None
    article_id: int | None = None
    attempts: int = 0
    #: How many deliveries in a row this line stands for: unchanged copy is one line, however often it comes.
    times: int = 1
    seen: datetime
    settled: datetime | None = None


def see(db: Database, copy: Iterable[Incoming], *, run: str, now: datetime) -> list[int]:
    """
    Write down each piece of copy as seen, and return the ids of the rows.

    A location that is still on its way from an earlier run keeps its row.
    """
    ids = []
    for one in copy:
        waiting = db.execute(
            "SELECT id FROM ledger WHERE location = ? AND state IN ('seen', 'fetched')",
            [one.location],
        ).fetchone()
        if waiting:
            ids.append(waiting[0])
            continue
        row = db.execute(
            """
            INSERT INTO ledger (run, source, input, location, state, seen)
            VALUES (?, ?, ?, ?, 'seen', ?) RETURNING id
            """,
            [run, one.source, one.input, one.location, now.isoformat()],
        ).fetchone()
        ids.append(row[0])
    return list(dict.fromkeys(ids))


def take_up(db: Database, *, run: str, now: datetime) -> list[int]:
    """
    Give *run* every row still seen or fetched, whoever left it, and return their ids, oldest first.

    A document that was there each time a whole run died is not tried for ever: it ends here.
    """
    rows = db.execute(
        """
        UPDATE ledger SET run = ? WHERE state IN ('seen', 'fetched') RETURNING id, attempts
        """,
        [run],
    ).fetchall()
    rejection = Rejection(
        code="crash-loop",
        reason=f"{MOST_ATTEMPTS} runs ended while this document was worked on",
    )
    for id, attempts in rows:
        if attempts >= MOST_ATTEMPTS:
            settle(db, id, "rejected", now=now, rejection=rejection)
    return sorted(id for id, attempts in rows if attempts < MOST_ATTEMPTS)


def deliveries(db: Database, ids: Sequence[int]) -> list[Delivery]:
    """Return the rows with those ids, in the order of *ids*."""
    found = {
        row["id"]: _delivery(row)
        for row in db.query(
            "SELECT * FROM ledger WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(ids)]
        )
    }
    return [found[id] for id in ids]


def entries(
    db: Database, *, state: State | None = None, run: str | None = None, code: str | None = None
) -> list[Delivery]:
    """Return every row, or those in *state*, those *run* had last, those rejected with *code*; oldest first."""
    return [
        _delivery(row)
        for row in db.query(
            """
            SELECT * FROM ledger WHERE (:state IS NULL OR state = :state)
            AND (:run IS NULL OR run = :run) AND (:code IS NULL OR code = :code) ORDER BY id
            """,
            {"state": state, "run": run, "code": code},
        )
    ]


def before(db: Database, delivery: Delivery) -> Delivery | None:
    """Return the row before *delivery* at the same location."""
    rows = db.query(
        "SELECT * FROM ledger WHERE location = ? AND id < ? ORDER BY id DESC LIMIT 1",
        [delivery.location, delivery.id],
    )
    return next(map(_delivery, rows), None)


def is_awaited(db: Database, id: int) -> bool:
    """Tell whether another row at the location of row *id* is fetched and not yet at its end."""
    row = db.execute(
        """
        SELECT 1 FROM ledger AS this JOIN ledger AS other ON other.location = this.location
        WHERE this.id = ? AND other.id != this.id AND other.state = 'fetched'
        """,
        [id],
    ).fetchone()
    return row is not None


def record_fetched(db: Database, id: int, document: RawDocument) -> None:
    """Write down that the bytes are in the archive."""
    db.execute(
        """
        UPDATE ledger SET state = 'fetched', document = ?, url = ?, content_type = ?, read_at = ?
        WHERE id = ?
        """,
        [
            document.sha256,
            document.url,
            document.content_type,
            document.read_at.isoformat(),
            id,
        ],
    )


def count_attempt(db: Database, ids: Sequence[int]) -> None:
    """Count one more attempt for each row. Commit it before the work: it may not come back."""
    db.conn.executemany(
        "UPDATE ledger SET attempts = attempts + 1 WHERE id = ?", [[i] for i in ids]
    )


def forget_attempt(db: Database, ids: Sequence[int]) -> None:
    """Take one attempt back from each row: the work was interrupted, and not by a document."""
    db.conn.executemany(
        "UPDATE ledger SET attempts = attempts - 1 WHERE id = ?", [[i] for i in ids]
    )


def settle(
    db: Database,
    id: int,
    state: State,
    *,
    now: datetime,
    article_id: int | None = None,
    rejection: Rejection | None = None,
    reason: str | None = None,
) -> None:
    """
    Write the last word on a row.

    Copy that comes unchanged again and again is folded into one line that counts its *times*.
    """
    db.execute(
        """
        UPDATE ledger SET state = ?, code = ?, reason = ?, article_id = ?, settled = ? WHERE id = ?
        """,
        [
            state,
            rejection.code if rejection else None,
            rejection.reason if rejection else reason,
            article_id,
            now.isoformat(),
            id,
        ],
    )
    _fold(db, id)


def _fold(db: Database, id: int) -> None:
    """Fold the row's predecessor at the same place into it, when both say the very same thing."""
    same = db.execute(
        """
        SELECT earlier.id, earlier.times, earlier.seen FROM ledger AS this
        JOIN ledger AS earlier ON earlier.id = (
            SELECT max(id) FROM ledger WHERE location = this.location AND id < this.id
        )
        WHERE this.id = ? AND this.state IN ('unchanged', 'rejected')
        AND earlier.state = this.state AND earlier.reason IS this.reason
        AND earlier.document IS this.document
        """,
        [id],
    ).fetchone()
    if same:
        earlier, times, seen = same
        db.execute("UPDATE ledger SET times = times + ?, seen = ? WHERE id = ?", [times, seen, id])
        db.execute("DELETE FROM ledger WHERE id = ?", [earlier])


def _delivery(row: dict[str, Any]) -> Delivery:
    times = {
        name: datetime.fromisoformat(row[name]) if row[name] else None
        for name in ("read_at", "seen", "settled")
    }
    return Delivery(**{**row, **times})
