"""
The ledger: every piece of copy, written down before anything is done with it, and what became of it.

    seen ──> fetched ──> stored | unchanged | copy | rejected(code, reason)
      │└───> unpacked: a file of many documents, each with a row of its own, its input `FILE#NUMBER`
      └────> waiting: fetching failed, and may end otherwise; seen again when its time has come, dead after five times

A row ends in one of the last five, or dead, until a person has it tried again. What a killed run left seen or fetched,
the next run takes up; a file of many documents where it was left.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast, get_args

from sqlite_utils import Database

from extractors.models import RawDocument, Rejection
from extractors.sources.retry import MOST_TRIES

State = Literal[
    "seen", "fetched", "waiting", "stored", "unchanged", "copy", "unpacked", "rejected", "dead"
]
STATES: tuple[State, ...] = get_args(State)

#: A document that took the whole run down with it this often is set aside.
MOST_ATTEMPTS = 3


IS_KNOWN = """
    SELECT EXISTS (SELECT 1 FROM ledger WHERE location = :location)
        OR EXISTS (SELECT 1 FROM location WHERE location = :location)
        OR EXISTS (SELECT 1 FROM article WHERE url = :location)
        OR EXISTS (SELECT 1 FROM ledger WHERE same = :same)
        OR EXISTS (SELECT 1 FROM location WHERE same = :same)
"""


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A piece of copy that nothing was done with yet."""

    #: The argument or configured source that brought it.
    source: str
    #: As it was given: a path or an address.
    input: str
    #: What makes it the same piece next time: a canonical URL or a `file://` URL.
    location: str
    #: JSON: what the source itself says of it.
    item: str | None = None
    #: Its address as `extractors.urls.same_article` folds it, to be known by; `None` for a file.
    same: str | None = None


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
    #: Fetches that failed.
    tries: int = 0
    #: When a waiting row is tried again.
    next_attempt: datetime | None = None
    #: As in `Incoming`.
    item: str | None = None
    same: str | None = None


def see(db: Database, copy: Iterable[Incoming], *, run: str, now: datetime) -> list[int]:
    """
    Write down each piece of copy as seen, and return the ids of the rows.

    A location that is still on its way from an earlier run, or waits for its next try, keeps its row; a dead one
    stays dead.
    """
    ids = []
    for one in copy:
        known = db.execute(
            """
            SELECT id FROM ledger WHERE location = ? AND state IN ('seen', 'fetched', 'waiting', 'dead')
            ORDER BY id DESC LIMIT 1
            """,
            [one.location],
        ).fetchone()
        if known:
            ids.append(known[0])
            continue
        row = db.execute(
            """
            INSERT INTO ledger (run, source, input, location, state, seen, item, same)
            VALUES (?, ?, ?, ?, 'seen', ?, ?, ?) RETURNING id
            """,
            [run, one.source, one.input, one.location, now.isoformat(), one.item, one.same],
        ).fetchone()
        ids.append(row[0])
    return list(dict.fromkeys(ids))


def take_up(db: Database, *, run: str, now: datetime) -> list[int]:
    """
    Give *run* every row still seen or fetched, whoever left it, and those that waited long enough; return their ids,
    oldest first.

    A document that was there each time a whole run died is not tried for ever: it ends here.
    """
    db.execute(
        """
        UPDATE ledger SET state = 'seen', code = NULL, reason = NULL, settled = NULL, next_attempt = NULL
        WHERE state = 'waiting' AND next_attempt <= ?
        """,
        [now.isoformat()],
    )
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


def restate(db: Database, id: int, item: str) -> None:
    """Write down what is said of the copy beside its bytes, as in `Incoming`."""
    db.execute("UPDATE ledger SET item = ? WHERE id = ?", [item, id])


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


def put_off(
    db: Database, id: int, rejection: Rejection, *, next_attempt: datetime, now: datetime
) -> State:
    """
    Write down that fetching row *id* failed and may end otherwise, and return its state.

    It waits for *next_attempt*; after `MOST_TRIES` failures it is dead.
    """
    row = db.execute(
        """
        UPDATE ledger SET tries = tries + 1, code = ?, reason = ?,
            state = iif(tries + 1 < ?, 'waiting', 'dead'),
            next_attempt = iif(tries + 1 < ?, ?, NULL),
            settled = iif(tries + 1 < ?, NULL, ?)
        WHERE id = ? RETURNING state
        """,
        [
            rejection.code,
            rejection.reason,
            MOST_TRIES,
            MOST_TRIES,
            next_attempt.isoformat(),
            MOST_TRIES,
            now.isoformat(),
            id,
        ],
    ).fetchone()
    return cast(State, row[0])


def retry(db: Database, ids: Iterable[int] | None) -> list[int]:
    """Let the dead rows, all or those of *ids*, be tried from the beginning by the next run, and return their ids."""
    rows = db.execute(
        """
        UPDATE ledger SET state = 'seen', tries = 0, code = NULL, reason = NULL, settled = NULL
        WHERE state = 'dead' AND (:ids IS NULL OR id IN (SELECT value FROM json_each(:ids)))
        RETURNING id
        """,
        {"ids": None if ids is None else json.dumps(list(ids))},
    ).fetchall()
    return sorted(row[0] for row in rows)


def hasten(db: Database, ids: Iterable[int]) -> None:
    """Let those of rows *ids* that wait, or were given up, be fetched by this run, as if for the first time."""
    db.execute(
        """
        UPDATE ledger SET state = 'seen', tries = 0, code = NULL, reason = NULL, settled = NULL,
            next_attempt = NULL
        WHERE state IN ('waiting', 'dead') AND id IN (SELECT value FROM json_each(?))
        """,
        [json.dumps(list(ids))],
    )


def is_known(db: Database, location: str, *, same: str | None) -> bool:
    """
    Tell whether *location* is an article's or has been in the ledger, whatever became of it, also under another
    address that folds to *same*.
    """
    row = db.execute(IS_KNOWN, {"location": location, "same": same}).fetchone()
    return bool(row[0])


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
        for name in ("read_at", "seen", "settled", "next_attempt")
    }
    return Delivery(**{**row, **times})
