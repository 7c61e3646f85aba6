"""Opens the one SQLite file, checks that it is ours to use, and hands out transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

# pysqlite3, as sqlite-utils takes it: two SQLite libraries on one file in one process break its locks.
from pysqlite3 import dbapi2 as sqlite3
from sqlite_utils import Database

from extractors.errors import StorageError
from storage.folder import DataFolder
from storage.schema import migrations

#: "twir" in ASCII, in SQLite's header: tells our files from other programs'.
APPLICATION_ID = 0x74776972

#: Up to 3.51.2 two connections that write and checkpoint at once can corrupt a WAL database.
OLDEST_SAFE_SQLITE = (3, 51, 3)

BUSY_TIMEOUT_SECONDS = 30


@contextmanager
def opened(folder: DataFolder) -> Iterator[Database]:
    """
    Give the folder's database for the length of a `with` block, made or migrated as needed.

    A connection belongs to the thread that opened it: open one per task.

    Raises:
        StorageError: the file is not a database, not topicwire's, or from a newer topicwire; or it
            cannot be opened, read or written, also later in the block.
    """
    if sqlite3.sqlite_version_info < OLDEST_SAFE_SQLITE:
        raise StorageError(
            f"SQLite {sqlite3.sqlite_version} can corrupt the store; at least 3.51.3 is needed."
            " Install the package pysqlite3."
        )
    path = folder.database
    with _translated(path), ExitStack() as stack:
        with _alone(folder):
            connection = sqlite3.connect(str(path), timeout=BUSY_TIMEOUT_SECONDS)
            db = Database(stack.enter_context(closing(connection)))
            _check_owner(db, path)
            _set_up(connection)
            _migrate(db, path)
        yield db


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """
    Hold the write lock for one transaction.

    BEGIN IMMEDIATE, because a transaction that reads first and then writes fails at once with
    SQLITE_BUSY_SNAPSHOT when another writer came between, whatever the timeout.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.rollback()
        raise
    db.commit()


@contextmanager
def _alone(folder: DataFolder) -> Iterator[None]:
    """
    Make *folder* and keep other processes from opening its database.

    Of three that opened a new one at once, SQLite let one in ten fail with "database is locked": the
    switch to WAL does not wait.
    """
    try:
        lock = folder.lock("migration")
        lock.acquire()
    except OSError as error:
        raise StorageError(
            f"{folder.root} cannot be used as a data folder ({error.strerror})."
            " Name another folder with --data or TOPICWIRE_DATA."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _check_owner(db: Database, path: Path) -> None:
    """Only read: another program's file must stay as it is."""
    owner = db.execute("PRAGMA application_id").fetchone()[0]
    if owner != APPLICATION_ID and (owner or db.table_names()):
        raise StorageError(
            f"{path} is a database of another program."
            " Name another folder with --data or TOPICWIRE_DATA."
        )


def _set_up(connection: sqlite3.Connection) -> None:
    for pragma in (
        "journal_mode = WAL",
        # NORMAL may lose the last commit in a power cut, after the ledger has let its input go.
        "synchronous = FULL",
        "foreign_keys = ON",
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _migrate(db: Database, path: Path) -> None:
    unknown = {done.name for done in migrations.applied(db)} - _known_names()
    if unknown:
        raise StorageError(
            f"{path} was written by a newer topicwire (it has {', '.join(sorted(unknown))})."
            " Upgrade topicwire, or name another folder with --data."
        )
    if migrations.pending(db):
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.apply(db)


def _known_names() -> set[str]:
    empty = Database(memory=True)
    return {migration.name for migration in migrations.pending(empty)}


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        for sign, meaning in _MEANINGS.items():
            if sign in str(error):
                raise StorageError(f"{path} {meaning} (SQLite says: {error}).") from error
        raise


_DAMAGED = (
    "is not an SQLite database: move it away, restore a backup, or name another folder with --data"
)

#: What the outside world does to a database, by the words of SQLite's messages. All else is a bug of ours.
_MEANINGS = {
    "file is not a database": _DAMAGED,
    "disk image is malformed": _DAMAGED,
    "unable to open": "cannot be opened: check that its folder exists and may be written",
    "readonly": "may not be written: give its folder to the user who runs topicwire",
    "disk is full": "cannot grow: make room on its disk",
    "disk I/O error": "cannot be read or written: check its disk",
    "is locked": "is held by another process: try again later",
}
