"""The database: opened only when it is ours, set up to lose nothing, shared without failing."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest

from extractors.errors import StorageError
from storage import articles, ledger
from storage.database import APPLICATION_ID, OLDEST_SAFE_SQLITE, opened, writing
from storage.folder import DataFolder
from storage.ledger import Incoming

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
TABLES = {"article", "article_version", "beat", "evidence", "ledger", "location"}


def see(db, name):
    copy = Incoming(source=name, input=name, location=f"file:///{name}")
    ledger.see(db, [copy], run="r", now=NOW)


def pragma(db, name):
    return db.execute(f"PRAGMA {name}").fetchone()[0]


def test_new_folder_gets_a_database(folder):
    """Made with its folder, marked as ours, and the same one the next time."""
    with opened(folder) as db:
        beat = articles.beat(db)
    assert folder.database.read_bytes()[68:72] == APPLICATION_ID.to_bytes(4, "big") == b"twir"
    with opened(folder) as db:
        assert articles.beat(db) == beat


def test_two_stores_are_two_beats(tmp_path):
    """Their feeds never share an id."""
    names = set()
    for name in ("one", "two"):
        with opened(DataFolder(root=tmp_path / name)) as db:
            names.add(articles.beat(db)[0])
    assert len(names) == 2


def test_set_up_to_lose_nothing(db):
    """Write-ahead log, flushed at each commit, foreign keys enforced, and a safe SQLite."""
    assert pragma(db, "journal_mode") == "wal"
    assert pragma(db, "synchronous") == 2  # FULL
    assert (pragma(db, "foreign_keys"), pragma(db, "trusted_schema")) == (1, 0)
    version = db.execute("SELECT sqlite_version()").fetchone()[0]
    assert tuple(map(int, version.split("."))) >= OLDEST_SAFE_SQLITE


def test_tables_are_strict(db):
    """Every table of ours refuses values of the wrong type."""
    strict = dict(db.execute("SELECT name, strict FROM pragma_table_list").fetchall())
    assert {name: strict.get(name) for name in TABLES} == dict.fromkeys(TABLES, 1)
    with pytest.raises(Exception, match="cannot store TEXT value in INTEGER column"):
        db.execute(
            "INSERT INTO ledger (run, source, input, location, state, seen, times)"
            " VALUES ('r', 's', 'i', 'l', 'seen', 'now', 'often')"
        )


def test_file_that_is_no_database(folder):
    """The message names the file and what to do; the file stays as it was."""
    folder.root.mkdir()
    folder.database.write_bytes(b"Dear diary, " * 500)
    with (
        pytest.raises(StorageError, match=r"topicwire\.db is not an SQLite database.*--data"),
        opened(folder),
    ):
        pass
    assert folder.database.read_bytes() == b"Dear diary, " * 500


@pytest.mark.parametrize("mark", [0, 0x0F055111], ids=["unmarked", "marked as its own"])
def test_database_of_another_program(folder, mark):
    """It is refused, and not a byte of it changes: not even its journal mode."""
    folder.root.mkdir()
    other = sqlite3.connect(folder.database)
    other.executescript(f"PRAGMA application_id = {mark}; CREATE TABLE recipes (name TEXT)")
    other.close()
    before = folder.database.read_bytes()
    with pytest.raises(StorageError, match=r"database of another program.*--data"), opened(folder):
        pass
    assert folder.database.read_bytes() == before


def test_database_of_a_newer_topicwire(folder):
    """It is refused by the name of the migration that is not known here."""
    with opened(folder) as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('topicwire', 'm999_from_the_future', '2031-01-01')"
        )
    with (
        pytest.raises(StorageError, match=r"newer topicwire.*m999_from_the_future.*Upgrade"),
        opened(folder),
    ):
        pass


def test_migrations_of_others_are_no_concern(folder):
    """A plugin of sqlite-utils may keep its own set in the same table."""
    with opened(folder) as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('x', 'm999', 'now')"
        )
    with opened(folder) as db:
        assert articles.beat(db)


@pytest.mark.parametrize(
    "root", ["file/below", "/proc/topicwire"], ids=["below a file", "in /proc"]
)
def test_folder_that_cannot_be_made(tmp_path, root):
    """Where no folder can be, the message names it."""
    (tmp_path / "file").touch()
    folder = DataFolder(root=tmp_path / root)
    with (
        pytest.raises(StorageError, match=r"cannot be used as a data folder.*--data"),
        opened(folder),
    ):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_folder_that_may_not_be_written(tmp_path):
    """The message says so, instead of a driver's."""
    tmp_path.chmod(0o500)
    folder = DataFolder(root=tmp_path)
    with pytest.raises(StorageError, match=r"data folder \(Permission denied\)"), opened(folder):
        pass


def test_database_where_a_folder_is(folder):
    """What cannot be opened is named."""
    folder.database.mkdir(parents=True)
    with pytest.raises(StorageError, match=r"topicwire\.db cannot be opened"), opened(folder):
        pass


def test_full_disk_is_said(folder):
    """A database that cannot grow is no bug: one sentence, and the transaction is undone."""

    def fill():
        with opened(folder) as db:
            db.execute(f"PRAGMA max_page_count = {pragma(db, 'page_count')}")
            with writing(db):
                for number in range(2000):
                    see(db, f"{number:0500}")

    with pytest.raises(StorageError, match="make room on its disk"):
        fill()
    with opened(folder) as db:
        assert ledger.entries(db) == []


def test_database_that_may_only_be_read_is_said(folder):
    """As on a disk mounted read-only."""

    def write():
        with opened(folder) as db:
            db.execute("PRAGMA query_only = ON")
            see(db, "a")

    with pytest.raises(StorageError, match="may not be written"):
        write()


def test_bug_in_sql_crashes(folder):
    """Only what the outside world does is translated."""
    with pytest.raises(Exception, match="no such table") as caught, opened(folder) as db:
        db.execute("SELECT * FROM nonsense")
    assert not isinstance(caught.value, StorageError)


_OPENER = """
import sys
from pathlib import Path
from storage import articles
from storage.database import opened
from storage.folder import DataFolder

for line in sys.stdin:
    with opened(DataFolder(root=Path(line.strip()))) as db:
        print(articles.beat(db)[0], flush=True)
"""


def test_processes_that_open_a_new_folder_at_once(tmp_path):
    """Three of them, again and again: one makes the tables, the others wait, all see the same beat."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen([sys.executable, "-c", _OPENER], **pipes) for _ in range(3)]
    for number in range(25):
        for process in processes:
            process.stdin.write(f"{tmp_path / str(number)}\n")
            process.stdin.flush()
        names = {process.stdout.readline() for process in processes}
        assert len(names) == 1, "one of them failed, or made a beat of its own"
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0, 0, 0]


def test_second_writer_waits(folder):
    """A connection that writes while another holds the lock gets its turn instead of an error."""
    started = threading.Event()
    order = []

    def second():
        with opened(folder) as db:
            started.set()
            with writing(db):
                order.append("second")
                see(db, "b")

    with opened(folder) as db:
        thread = threading.Thread(target=second)
        with writing(db):
            see(db, "a")
            thread.start()
            assert started.wait(20)
            thread.join(0.1)
            order.append("first")
        thread.join(20)
        assert [row.input for row in ledger.entries(db)] == ["a", "b"]
    assert order == ["first", "second"]


def test_lock_that_is_never_released_is_said(folder):
    """A writer that waited in vain ends with a sentence."""

    def write():
        with opened(folder) as db:
            db.execute("PRAGMA busy_timeout = 0")
            with writing(db):
                see(db, "b")

    with (
        opened(folder) as holder,
        writing(holder),
        pytest.raises(StorageError, match="held by another process"),
    ):
        write()


def test_readers_see_only_what_is_committed(folder):
    """And never wait for a writer."""
    with opened(folder) as writer, opened(folder) as reader:
        with writing(writer):
            see(writer, "a")
            assert ledger.entries(reader) == []
        assert [row.input for row in ledger.entries(reader)] == ["a"]
