"""
The ledger's rows for the documents of one file: each has its own, below that of the file, its container.

They are known by their input, the container's with `#` and a number, and by standing between its row and its next one.
"""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from storage.ledger import Delivery

_MEMBERS = """
    FROM ledger AS container JOIN ledger AS member
        ON member.id > container.id AND member.source = container.source
        AND substr(member.input, 1, length(container.input) + 1) = container.input || '#'
        AND substr(member.input, length(container.input) + 2) NOT GLOB '*[^0-9]*'
    WHERE container.id = ? AND member.id < coalesce(
        (SELECT min(id) FROM ledger WHERE location = container.location AND id > container.id),
        9223372036854775807
    )
"""


def open_container(db: Database, id: int, fingerprint: str, *, now: datetime) -> int:
    """
    Write down which state of a file of many documents is being unpacked, and return how far that has come.

    That is the number of the last member with a row: 0, unless a run was killed over the very same file.
    """
    db.execute(
        """
        UPDATE ledger SET document = ?, read_at = ? WHERE id = ? AND document IS NOT ?
        """,
        [fingerprint, now.isoformat(), id, fingerprint],
    )
    row = db.execute(
        f"""
        SELECT max(CAST(substr(member.input, length(container.input) + 2) AS INTEGER)) {_MEMBERS}
        AND member.seen >= container.read_at
        """,
        [id],
    ).fetchone()
    return int(row[0] or 0)


def see(db: Database, container: Delivery, *, number: int, location: str, now: datetime) -> int:
    """
    Write down one document of the file behind *container* as seen, and return the id of its row.

    Always a new row, unlike `ledger.see`: one file may hold several versions of a page.
    """
    row = db.execute(
        """
        INSERT INTO ledger (run, source, input, location, state, seen)
        VALUES (?, ?, ?, ?, 'seen', ?) RETURNING id
        """,
        [
            container.run,
            container.source,
            f"{container.input}#{number}",
            location,
            now.isoformat(),
        ],
    ).fetchone()
    return int(row[0])


def ids(db: Database, id: int) -> list[int]:
    """Return the rows of the documents that were unpacked from the file behind row *id*, in their order."""
    rows = db.execute(f"SELECT member.id {_MEMBERS} ORDER BY member.id", [id]).fetchall()
    return [row[0] for row in rows]


def superseded_at(db: Database, id: int) -> int | None:
    """
    Return the article that row *id*, an old record met again, has been a version of; its location has a later one.

    It is an old record if the same input gave the same document for the same location before.
    """
    row = db.execute(
        """
        SELECT old.article_id FROM ledger AS this
        JOIN ledger AS old ON old.location = this.location AND old.id < this.id
            AND old.input = this.input AND old.document = this.document
        JOIN location ON location.location = this.location AND location.document != this.document
        WHERE this.id = ? AND old.article_id IS NOT NULL LIMIT 1
        """,
        [id],
    ).fetchone()
    return row[0] if row else None
