"""A store made by an earlier topicwire is opened by this one, and nothing in it is lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pysqlite3 import dbapi2 as sqlite3
from sqlite_utils import Database

from extractors.models import Article, Evidence, Tag, Timestamp
from storage import articles, ledger
from storage.database import APPLICATION_ID, opened, writing
from storage.schema import migrations

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
TEXT = "Докеры Ньёльска бастуют.\nThe port stayed shut."
STATES = ["seen", "fetched", "stored", "unchanged", "copy", "rejected"]


@pytest.fixture
def first_light(folder):
    """A data folder as the first migration left it, with an article, its version, its copy and six ledger lines."""
    folder.root.mkdir()
    connection = sqlite3.connect(folder.database)
    db = Database(connection)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrations.apply(db, stop_before="m002_extraction")
    article = {
        "guid": "tag:1",
        "key": "https://courier.example/1",
        "input": "in/1.html",
        "url": "https://courier.example/1",
        "title": "Dockers walk out",
        "text": TEXT,
        "text_hash": "h1",
        "authors": '["Ann Lee"]',
        "published_at": NOW.isoformat(),
        "published_precision": "instant",
        "published_found_in": "meta",
        "published_written": "4 May 2026, 11:00",
        "language": "ru",
        "version": 2,
        "document": "d2",
        "tagged_with": "p1",
        "first_seen": NOW.isoformat(),
        "changed": NOW.isoformat(),
    }
    copy = {
        "guid": "tag:2",
        "key": "file:///2",
        "url": None,
        "copy_of": 1,
        "changed": "2026-05-05T00:00:00+00:00",
    }
    db.table("article").insert(article)
    db.table("article").insert(article | copy)
    db.table("article_version").insert(
        {
            "article_id": 1,
            "number": 1,
            "title": "Walk-out",
            "text": "Old words.",
            "document": "d1",
            "replaced": NOW.isoformat(),
        }
    )
    db.table("location").insert({"location": "file:///1", "article_id": 1, "document": "d2"})
    db.table("evidence").insert(
        {
            "article_id": 1,
            "number": 0,
            "topic": "strikes",
            "rule": "r",
            "field": "text",
            "start": 0,
            "end": 6,
            "words": '["Докеры"]',
            "sentence": "Докеры.",
            "score": 1.0,
        }
    )
    for number, state in enumerate(STATES, start=1):
        db.table("ledger").insert(
            {
                "id": number * 10,
                "run": "r",
                "source": "in",
                "input": f"in/{state}",
                "location": f"file:///{state}",
                "state": state,
                "code": "empty" if state == "rejected" else None,
                "reason": "It is empty." if state == "rejected" else None,
                "document": "d2",
                "content_type": "text/html",
                "read_at": NOW.isoformat(),
                "article_id": 1 if state in ("stored", "unchanged", "copy") else None,
                "attempts": number,
                "times": 7,
                "seen": NOW.isoformat(),
            }
        )
    connection.commit()
    connection.close()
    return folder


def rows(folder, table):
    connection = sqlite3.connect(folder.database)
    connection.row_factory = sqlite3.Row
    found = [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]
    connection.close()
    return found


def test_nothing_is_lost(first_light):
    """Every row of every table is there afterwards with every value it had."""
    tables = ["beat", "article", "article_version", "location", "evidence", "ledger"]
    before = {table: rows(first_light, table) for table in tables}
    assert "flags" not in before["article"][0]
    with opened(first_light):
        pass
    for table in tables:
        after = rows(first_light, table)
        assert len(after) == len(before[table]) > 0
        moved = {"tagged_with"} if table == "article" else set()
        for old, new in zip(before[table], after, strict=True):
            assert {name: old[name] for name in old.keys() - moved}.items() <= new.items()
    assert {row["pack"] for row in rows(first_light, "tagging")} == {"p1"}
    with opened(first_light) as db:
        assert {row[0] for row in db.execute("PRAGMA foreign_key_check")} == set()
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_its_articles_are_as_they_were(first_light):
    """What there was not yet is unknown or empty, and an old version says so too."""
    with opened(first_light) as db:
        stored = articles.article(db, 1)
        version = next(db.query("SELECT * FROM article_version"))
    assert (stored.title, stored.text, stored.authors) == ("Dockers walk out", TEXT, ("Ann Lee",))
    assert stored.published == Timestamp(
        at=NOW, precision="instant", found_in="meta", written="4 May 2026, 11:00"
    )
    assert isinstance(stored.evidence[0], Evidence)
    assert stored.tags == (Tag(topic="strikes", level="mentions", score=1.0),)
    assert (stored.record.tagged_with, stored.record.pack) == ("p1", None)
    assert (stored.organisations, stored.flags, stored.origins) == ((), (), {})
    assert (stored.image, stored.access, stored.licence, stored.tdm) == (None, None, None, None)
    assert stored.record.gone is None
    assert (version["metadata"], version["cause"]) == ("{}", "source")


def test_search_goes_on(first_light):
    """The full-text index has the old words, and follows what is stored from now on."""

    def found(db, words):
        query = "SELECT rowid FROM article_fts WHERE article_fts MATCH ? ORDER BY rowid"
        return [row[0] for row in db.execute(query, [words])]

    with opened(first_light) as db:
        assert found(db, "ньёльска") == [1, 2]
        with writing(db):
            new = Article(title="Bridge", text="A footbridge opens.")
            articles.renew(db, 1, new, tagged_with="p2", now=NOW)
        assert found(db, "ньёльска") == [2]
        assert found(db, "footbridge") == [1]


def test_the_ledger_goes_on(first_light):
    """It is read in order, takes the new state, refuses nonsense, and gives out ids that were never used."""
    with opened(first_light) as db:
        assert [one.state for one in ledger.entries(db)] == STATES
        (last,) = ledger.entries(db, code="empty")
        assert (last.reason, last.times, last.attempts) == ("It is empty.", 7, 6)
        incoming = ledger.Incoming(source="in", input="in/a.warc", location="file:///a.warc")
        (id,) = ledger.see(db, [incoming], run="r2", now=NOW)
        assert id > 60
        ledger.settle(db, id, "unpacked", now=NOW, reason="2 documents")
        assert [one.reason for one in ledger.entries(db, state="unpacked")] == ["2 documents"]
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            db.execute("UPDATE ledger SET state = 'lost' WHERE id = ?", [id])
        names = {
            row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'index'")
        }
        assert {"ledger_state", "ledger_location", "ledger_article"} <= names
        assert articles.provenance(db, 1).content_type == "text/html"


def test_it_is_done_once(first_light):
    """Opened again, the store is not touched."""
    with opened(first_light):
        pass
    before = rows(first_light, "_sqlite_migrations")
    with opened(first_light):
        pass
    assert rows(first_light, "_sqlite_migrations") == before
    assert [row["name"] for row in before] == [
        "m001_first_light",
        "m002_extraction",
        "m003_topics",
        "m004_sources",
        "m005_rechecks",
    ]


@pytest.fixture
def before_sources(folder):
    """A data folder as the third migration left it, with an article at its place and a ledger line of each state."""
    folder.root.mkdir()
    connection = sqlite3.connect(folder.database)
    db = Database(connection)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrations.apply(db, stop_before="m004_sources")
    db.table("article").insert(
        {
            "guid": "tag:1",
            "key": "https://courier.example/1",
            "input": "https://courier.example/1",
            "url": "https://courier.example/1",
            "title": "Dockers walk out",
            "text": TEXT,
            "text_hash": "h1",
            "authors": "[]",
            "version": 1,
            "document": "d1",
            "first_seen": NOW.isoformat(),
            "changed": NOW.isoformat(),
        }
    )
    db.table("location").insert(
        {"location": "https://courier.example/x", "article_id": 1, "document": "d1"}
    )
    for number, state in enumerate([*STATES, "unpacked"], start=1):
        db.table("ledger").insert(
            {
                "id": number * 10,
                "run": "r",
                "source": "in",
                "input": f"in/{state}",
                "location": f"file:///{state}",
                "state": state,
                "code": "timeout" if state == "rejected" else None,
                "reason": "No answer came." if state == "rejected" else None,
                "document": "d1",
                "url": "https://courier.example/1",
                "content_type": "text/html",
                "read_at": NOW.isoformat(),
                "article_id": 1 if state == "stored" else None,
                "attempts": number,
                "times": 7,
                "seen": NOW.isoformat(),
                "settled": NOW.isoformat() if number > 2 else None,
            }
        )
    connection.commit()
    connection.close()
    return folder


def test_the_ledger_moves_house_for_retries(before_sources):
    """Every line comes along with every value, its indexes too, and no fetch of it has failed yet."""
    before = rows(before_sources, "ledger")
    with opened(before_sources) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        names = {
            row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'index'")
        }
        assert {"ledger_state", "ledger_location", "ledger_article", "ledger_same"} <= names
    after = rows(before_sources, "ledger")
    new = {"tries": 0, "next_attempt": None, "item": None, "same": None}
    assert after == [row | new for row in before]
    assert [row["same"] for row in rows(before_sources, "location")] == [None]


def test_what_was_stored_before_is_known(before_sources):
    """A poll of today does not fetch what an earlier topicwire stored or settled."""
    with opened(before_sources) as db:
        for location in (
            "https://courier.example/1",
            "https://courier.example/x",
            "file:///rejected",
        ):
            assert ledger.is_known(db, location, same=None)
        assert not ledger.is_known(db, "https://courier.example/2", same=None)
        assert ledger.take_up(db, run="r2", now=NOW) == [10, 20]
