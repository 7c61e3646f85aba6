"""Which pages are looked at again and when, what is written down of it, and what is gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from extractors.models import Article, Evidence, Tag
from storage import articles, rechecks
from storage.rechecks import next_look

SEEN = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
URL = "https://courier.example/{}"


def save(db, number, *, location=None, is_tagged=True, now=SEEN):
    """Store article *number*, fetched from its URL unless *location* says otherwise, and return its id."""
    evidence = Evidence(
        topic="t", rule="r", field="text", start=0, end=4, words=("Some",), sentence="S", score=1.0
    )
    article = Article(
        url=URL.format(number),
        title=f"Berth {number}",
        text=f"Some words of {number}.",
        tags=(Tag(topic="t", level="about", score=1.0),) if is_tagged else (),
        evidence=(evidence,) if is_tagged else (),
    )
    _, id = articles.save(
        db,
        article,
        given="in",
        location=location or URL.format(number),
        document=f"d{number}",
        tagged_with="p",
        now=now,
    )
    return id


def due(db, now, *, limit=100):
    return [page.article_id for page in rechecks.due(db, now=now, limit=limit)]


def look(db, id, outcome, now, **more):
    (page,) = rechecks.pages(db, [id])
    return rechecks.record(db, page, outcome, now=now, **more)


def test_what_is_looked_at(db):
    """Articles with a topic whose page was fetched, an hour after they came; no file, no part of a fetched archive."""
    save(db, 1)
    save(db, 2, is_tagged=False)
    save(db, 3, location="file:///3.html")
    save(db, 4, location="https://courier.example/a.warc#4")
    assert due(db, SEEN + HOUR - timedelta(seconds=1)) == []
    (page,) = rechecks.due(db, now=SEEN + HOUR, limit=9)
    assert (page.article_id, page.url, page.title) == (1, URL.format(1), "Berth 1")
    assert (page.document, page.version, page.guid) == (
        "d1",
        1,
        articles.article(db, 1).record.guid,
    )


def test_where_it_was_read_last_is_looked_at(db):
    """Of two addresses the one that gave the words of today."""
    save(db, 1, location="https://a.example/")
    save(db, 1, location="https://courier.example/1?from=b")
    db.execute("UPDATE location SET document = 'old' WHERE location = 'https://a.example/'")
    assert [page.url for page in rechecks.pages(db, [1])] == ["https://courier.example/1?from=b"]


def test_who_waits_longest_comes_first(db):
    """And no more at once than asked for."""
    save(db, 1, now=SEEN + HOUR)
    save(db, 2)
    save(db, 3)
    assert due(db, SEEN + DAY, limit=2) == [2, 3]
    look(db, 2, "unchanged", SEEN + HOUR)
    assert due(db, SEEN + 2 * DAY) == [3, 1, 2]


def test_three_looks_and_no_more(db):
    """After an hour, a day and a week."""
    save(db, 1)
    looked = []
    for hour in range(24 * 60):
        now = SEEN + hour * HOUR
        if due(db, now):
            looked.append(now - SEEN)
            look(db, 1, "unchanged", now)
    assert looked == list(rechecks.STEPS)
    assert [one.outcome for one in rechecks.history(db, 1)] == ["unchanged"] * 3


def test_failures_end(db):
    """A page that never tells is asked a few times more, at growing distances, and is not taken for gone."""
    save(db, 1)
    looked = []
    for hour in range(24 * 60):
        now = SEEN + hour * HOUR
        if due(db, now):
            looked.append(hour)
            look(db, 1, "unknown", now, code="timeout", reason="It took too long")
    assert looked == [1, 2, 6, 24, 168]
    assert articles.article(db, 1).record.gone is None
    (first, *_) = rechecks.history(db, 1)
    assert (first.code, first.reason) == ("timeout", "It took too long")


@pytest.mark.parametrize(
    ("now", "more", "expected"),
    [
        pytest.param(HOUR, {}, DAY, id="the next step"),
        pytest.param(3 * DAY, {}, 7 * DAY, id="missed steps are made up for by one look"),
        pytest.param(9 * DAY, {}, None, id="after the last"),
        pytest.param(9 * DAY, {"failures": 1}, 9 * DAY + HOUR, id="a failure after the last"),
        pytest.param(9 * DAY, {"failures": 4}, None, id="one failure too many"),
        pytest.param(HOUR, {"failures": 1, "retry_after": 7200}, 3 * HOUR, id="as the host asks"),
        pytest.param(8 * DAY, {"gone": 8 * DAY}, 8 * DAY + HOUR, id="gone, perhaps by a slip"),
        pytest.param(60 * DAY, {"gone": 8 * DAY}, None, id="gone for good"),
    ],
)
def test_next_look(now, more, expected):
    """All of it counts from when the article was first seen."""
    if "gone" in more:
        more = {"gone": SEEN + more["gone"]}
    found = next_look(SEEN + now, first_seen=SEEN, **more)
    assert found == (None if expected is None else SEEN + expected)


def test_gone_and_back(db):
    """Gone since it was first noticed, there again with the next look that finds it; each is news, no version."""
    save(db, 1)
    first = look(db, 1, "gone", SEEN + HOUR, code="http-404")
    gone = articles.article(db, 1).record
    assert (first.recovered, gone.gone, gone.version) == (False, SEEN + HOUR, 1)
    assert gone.changed >= SEEN + HOUR
    look(db, 1, "gone", SEEN + DAY)
    look(db, 1, "unknown", SEEN + DAY + HOUR)
    same = articles.article(db, 1).record
    assert (same.gone, same.changed) == (gone.gone, gone.changed)
    back = look(db, 1, "unchanged", SEEN + 2 * DAY)
    after = articles.article(db, 1).record
    assert (back.recovered, after.gone, after.guid) == (True, None, gone.guid)
    assert after.changed >= SEEN + 2 * DAY
    assert [one.recovered for one in rechecks.history(db, 1)] == [False, False, False, True]
