"""Opens the one SQLite file, checks that it is ours to use, and hands out transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
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
        StorageError: the file is not a database, not topicwire's, or from a newer topicwire.
    """
    if sqlite3.sqlite_version_info < OLDEST_SAFE_SQLITE:
        raise StorageError(
            f"SQLite {sqlite3.sqlite_version} can corrupt the store; at least 3.51.3 is needed."
            " Install the package pysqlite3."
        )
    path = folder.database
    path.parent.mkdir(parents=True, exist_ok=True)
    with _translated(path), closing(_connect(path)) as connection:
        yield _migrated(Database(connection), folder)


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


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(str(path), timeout=BUSY_TIMEOUT_SECONDS)
    for pragma in (
        "journal_mode = WAL",
        # NORMAL may lose the last commit in a power cut, after the ledger has let its input go.
        "synchronous = FULL",
        "foreign_keys = ON",
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


def _migrated(db: Database, folder: DataFolder) -> Database:
    owner = db.execute("PRAGMA application_id").fetchone()[0]
    if owner not in (0, APPLICATION_ID) or (owner == 0 and db.table_names()):
        raise StorageError(
            f"{folder.database} is a database of another program."
            " Name another folder with --data or TOPICWIRE_DATA."
        )
    unknown = {done.name for done in migrations.applied(db)} - _known_names()
    if unknown:
        raise StorageError(
            f"{folder.database} was written by a newer topicwire (it has {', '.join(sorted(unknown))})."
            " Upgrade topicwire, or name another folder with --data."
        )
    if migrations.pending(db):
        # Three processes migrating at once: one wins, the others get "database is locked".
        with folder.lock("migration"):
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            migrations.apply(db)
    return db


def _known_names() -> set[str]:
    empty = Database(memory=True)
    return {migration.name for migration in migrations.pending(empty)}


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error) or "malformed" in str(error):
            raise StorageError(
                f"{path} is not an SQLite database ({error})."
                " Move it away, restore a backup, or name another folder with --data."
            ) from error
        if isinstance(error, sqlite3.OperationalError) and "unable to open" in str(error):
            raise StorageError(
                f"{path} cannot be opened: check that its folder exists and may be written."
            ) from error
        raise
