"""Rows for the documents of one file: each its own, numbered, and picked up where a killed run was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from extractors.models import Article, RawDocument
from storage import articles, ledger, members
from storage.ledger import Incoming

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def incoming(name):
    return Incoming(source="inbox", input=f"inbox/{name}.txt", location=f"file:///inbox/{name}.txt")


def document(content):
    return RawDocument(content=content, location="https://courier.example/1", read_at=NOW)


def one(db, id):
    return ledger.deliveries(db, [id])[0]


@pytest.fixture
def container(db):
    """The row of a file of many documents, as it stands when unpacking begins."""
    (id,) = ledger.see(db, [incoming("crawl")], run="r1", now=NOW)
    return one(db, id)


def see_member(db, container, number, location=None, now=NOW):
    location = location or f"{container.location}#{number}"
    return members.see(db, container, number=number, location=location, now=now)


def test_members_of_a_container(db, container):
    """Each has a line of its own, that says where in the file it stood; no other line is taken for one."""
    others = ledger.see(db, [incoming("crawl.txt#7"), incoming("b")], run="r1", now=NOW)
    ids = [see_member(db, container, number) for number in (2, 3, 11)]
    rows = ledger.deliveries(db, ids)
    assert [row.input for row in rows] == [f"{container.input}#{n}" for n in (2, 3, 11)]
    assert {(row.run, row.source, row.state) for row in rows} == {("r1", "inbox", "seen")}
    assert members.ids(db, container.id) == ids
    assert members.ids(db, others[1]) == []


def test_members_of_the_next_container_are_its_own(db, container):
    """A file that was read twice has two lines, each with its members."""
    first = see_member(db, container, 1)
    ledger.settle(db, container.id, "unpacked", now=NOW)
    (again,) = ledger.see(db, [incoming("crawl")], run="r2", now=NOW + HOUR)
    second = see_member(db, one(db, again), 1, now=NOW + HOUR)
    assert members.ids(db, container.id) == [first]
    assert members.ids(db, again) == [second]


def test_one_address_may_come_twice_in_a_file(db, container):
    """Two records of one page are two lines, even before the first has its end."""
    page = "https://courier.example/1"
    ids = [see_member(db, container, number, location=page) for number in (1, 2)]
    assert len(set(ids)) == 2
    ledger.record_fetched(db, ids[0], document(b"copy"))
    assert not ledger.is_awaited(db, ids[0])
    assert ledger.is_awaited(db, ids[1])


def test_unpacking_goes_on_where_it_was(db, container):
    """The last number with a line is where a killed run was; another file under the same name begins anew."""
    assert members.open_container(db, container.id, "f1", now=NOW) == 0
    for number in (2, 9, 10):
        see_member(db, container, number)
    assert members.open_container(db, container.id, "f1", now=NOW + HOUR) == 10
    assert members.open_container(db, container.id, "f2", now=NOW + HOUR) == 0
    see_member(db, container, 3, now=NOW + HOUR)
    assert members.open_container(db, container.id, "f2", now=NOW + 2 * HOUR) == 3


def save(db, text, document):
    return articles.save(
        db,
        Article(title="Dockers walk out", text=text, url="https://courier.example/1"),
        given="crawl#1",
        location="https://courier.example/1",
        document=document,
        tagged_with="p1",
        now=NOW,
    )[1]


def test_old_version_met_again(db, container):
    """A record that was a version once, and whose page has a later one, is known by file, number and bytes."""
    page = "https://courier.example/1"

    def come(number, content):
        id = see_member(db, container, number, location=page)
        ledger.record_fetched(db, id, document(content))
        return id

    first = come(1, b"one")
    article_id = save(db, "The first words.", document(b"one").sha256)
    ledger.settle(db, first, "stored", now=NOW, article_id=article_id)
    assert members.superseded_at(db, come(1, b"one")) is None, "it is the current one"
    save(db, "The second words.", document(b"two").sha256)
    assert members.superseded_at(db, come(1, b"one")) == article_id
    assert members.superseded_at(db, come(7, b"one")) is None, "a later record may change it back"
    assert members.superseded_at(db, come(1, b"three")) is None
