"""An article's versions, and what it said before its page changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from extractors.changes import changes
from extractors.models import Article, Origin, Timestamp
from storage import articles
from storage.versions import last_revision, versions

SEEN = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST = Article(
    url="https://courier.example/1",
    title="Dockers walk out",
    text="Ships wait.",
    authors=("Ann Lee",),
    published=Timestamp(at=SEEN, precision="day", found_in="meta", written="4 May"),
    origins={"title": Origin(found_in="h1", confidence="high")},
)
SECOND = replace(FIRST, text="Ships wait no more.")
THIRD = replace(SECOND, text="No ship waits.", authors=("Ann Lee", "Bo Ek"))


@pytest.fixture
def changed(db):
    """The store with the article: its page changed after a day, and it was read otherwise after two."""
    for number, article in enumerate([FIRST, SECOND]):
        articles.save(
            db,
            article,
            given="in",
            location="https://courier.example/1",
            document=f"d{number}",
            tagged_with="p",
            now=SEEN + number * DAY,
        )
    articles.renew(db, 1, THIRD, tagged_with="p", now=SEEN + 2 * DAY)
    return db


def test_versions(changed):
    """Each whole, with since when and why it was; the last is what is stored."""
    found = versions(changed, articles.article(changed, 1))
    assert [one.number for one in found] == [1, 2, 3]
    assert [one.since for one in found] == [SEEN, SEEN + DAY, SEEN + 2 * DAY]
    assert [one.cause for one in found] == [None, "source", "extraction"]
    assert [one.document for one in found] == ["d0", "d1", "d1"]
    assert [one.article for one in found] == [FIRST, SECOND, THIRD]


def test_metadata_that_was_not_kept(changed):
    """It is taken to have been as in the next version: a change that nobody saw is not told."""
    changed.execute("UPDATE article_version SET metadata = '{}' WHERE number = 1")
    first, second, _ = versions(changed, articles.article(changed, 1))
    assert [change.field for change in changes(first.article, second.article)] == ["text"]


def test_a_single_version(db):
    """It is there since the article was first seen, for no cause."""
    articles.save(db, FIRST, given="in", location="l", document="d", tagged_with="p", now=SEEN)
    (only,) = versions(db, articles.article(db, 1))
    assert (only.number, only.since, only.cause, only.article) == (1, SEEN, None, FIRST)
    assert last_revision(db, articles.article(db, 1)) is None


def test_last_revision_is_the_pages(changed):
    """Words that were misread before are no change of the page."""
    assert last_revision(changed, articles.article(changed, 1)) is None
    fourth = replace(THIRD, title="Back to work")
    save = {"given": "in", "location": "l", "document": "d3", "tagged_with": "p"}
    articles.save(changed, fourth, **save, now=SEEN + 3 * DAY)
    found = last_revision(changed, articles.article(changed, 1))
    assert (found.title, found.text, found.at) == (THIRD.title, THIRD.text, SEEN + 3 * DAY)


def test_last_revision_looks_past_metadata(changed):
    """A byline added later does not hide how the words changed."""
    for day, article in enumerate(
        [replace(THIRD, text="New."), replace(THIRD, text="New.", site="C")]
    ):
        articles.save(
            changed, article, given="in", location="l", document="d", tagged_with="p",
            now=SEEN + (3 + day) * DAY,
        )  # fmt: skip
    found = last_revision(changed, articles.article(changed, 1))
    assert (found.text, found.at) == (THIRD.text, SEEN + 3 * DAY)
