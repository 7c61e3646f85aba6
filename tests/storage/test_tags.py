"""Tags in the store: with their pack, replaced as one, and what was gained late is told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from extractors.models import Article, Evidence, Tag
from extractors.topics.pack import Pack
from storage import articles, tags
from storage.database import opened, writing
from storage.folder import DataFolder

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


@pytest.fixture
def db(tmp_path):
    with opened(DataFolder(root=tmp_path)) as opened_db:
        yield opened_db


def draft(number: int, *topics: str) -> Article:
    evidence = tuple(
        Evidence(
            topic=topic, rule="r", field="text", start=0, end=7, words=("Dockers",),
            sentence="Dockers walk.", score=1.0,
        )
        for topic in topics
    )  # fmt: skip
    given = tuple(Tag(topic=topic, level="mentions", score=1.0) for topic in topics)
    text = f"Dockers walk.\nDay {number}."
    return Article(title=f"Day {number}", text=text, evidence=evidence, tags=given)


def save(db, number: int, *topics: str, pack: str = "p1") -> int:
    with writing(db):
        _, id = articles.save(
            db,
            draft(number, *topics),
            given="in",
            location=f"file:///{number}",
            document="d",
            tagged_with=pack,
            now=NOW,
        )
    return id


def put(db, id: int, *topics: str) -> None:
    with writing(db):
        tags.put(db, id, draft(id, *topics), is_late=True)


def test_tags_come_back_as_they_were(db):
    """Level and score of each, in the order of topics."""
    id = save(db, 1, "fleet", "strikes")
    stored = articles.article(db, id)
    assert stored.tags == draft(1, "fleet", "strikes").tags
    assert stored.topics == ("fleet", "strikes")


def test_pack_is_kept_word_for_word(db):
    """Once, however often it is used; an article knows its name and version."""
    pack = Pack(
        name="ports", version="3", sha256="ab" * 32, source="# ports", concepts=(), topics=()
    )
    with writing(db):
        tags.keep_pack(db, pack, now=NOW)
        tags.keep_pack(db, pack, now=NOW)
    id = save(db, 1, pack=pack.sha256)
    record = articles.article(db, id).record
    assert (record.tagged_with, record.pack, record.pack_version) == ("ab" * 32, "ports", "3")
    (used,) = tags.used_packs(db)
    assert (used.name, used.version, used.first_used, used.articles) == ("ports", "3", NOW, 1)
    assert tags.sources_of_packs(db, "abab") == [("ab" * 32, "# ports")]
    assert tags.sources_of_packs(db, "ff") == []


def test_feed_carries_few_of_the_late(db):
    """Of thirty old articles that gain a topic at once the latest twenty, beside all that had it in time."""
    timely = [save(db, number, "strikes") for number in range(3)]
    old = [save(db, number) for number in range(3, 33)]
    for id in old:
        put(db, id, "strikes")
    found = articles.newest_originals(db, topic="strikes", limit=50)
    assert [one.record.id for one in found] == [*reversed(old[-20:]), *reversed(timely)]
    assert len(articles.newest_originals(db, topic=None, limit=50)) == 33
    assert articles.count_originals(db, topic="strikes") == 33


def test_topic_it_had_in_time_never_becomes_late(db):
    """A retag that finds the same topic again, with other evidence, changes nothing about when it came."""
    ids = [save(db, number, "strikes") for number in range(25)]
    for id in ids:
        put(db, id, "strikes")
    assert len(articles.newest_originals(db, topic="strikes", limit=50)) == 25


def test_new_words_that_bring_a_topic_are_news(db):
    """What an article says only since its page changed was not overlooked before."""
    for number in range(25):
        save(db, number)
    with writing(db):
        for number in range(25):
            new = replace(draft(number, "strikes"), text=f"Dockers walk.\nThen day {number}.")
            articles.save(
                db, new, given="in", location=f"file:///{number}", document="d2", tagged_with="p1", now=NOW
            )  # fmt: skip
    assert len(articles.newest_originals(db, topic="strikes", limit=50)) == 25


def test_runs_of_articles(db):
    """Every article is in one run, and no run is longer than asked."""
    ids = [save(db, number, "strikes") for number in range(7)]
    assert tags.spans(db, 3) == [(1, 3), (4, 6), (7, 7)]
    found = dict(tags.tagged_between(db, 3, 5))
    assert list(found) == ids[2:5]
    assert found[3] == draft(2, "strikes")
    with writing(db):
        tags.put_pack_between(db, 1, 3, "p2")
    assert [one.record.tagged_with for one in articles.articles(db)] == ["p2"] * 3 + ["p1"] * 4
