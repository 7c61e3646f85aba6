"""What changed between two readings of an article, field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from extractors.changes import MOST_LETTERS, MOST_LINES, Change, changes, makes_version
from extractors.models import Article, Evidence, Origin, Timestamp

ARTICLE = Article(title="Dockers walk out", text="One.\nTwo.\nThree.")
WHEN = Timestamp(
    at=datetime(2026, 5, 4, 9, 30, tzinfo=UTC), precision="instant", found_in="meta", written="4.5."
)


def only(**fields):
    (found,) = changes(ARTICLE, replace(ARTICLE, **fields))
    return found


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param(
            {"title": "Dockers go back"},
            Change(
                field="title",
                before=("Dockers walk out",),
                after=("Dockers go back",),
                gone=1,
                added=1,
            ),
            id="a value for another",
        ),
        pytest.param(
            {"site": "Courier"},
            Change(field="site", after=("Courier",), added=1),
            id="a value where there was none",
        ),
        pytest.param(
            {"authors": ("Ann Lee", "Bo Lind")},
            Change(field="authors", after=("Ann Lee", "Bo Lind"), added=2),
            id="a list",
        ),
        pytest.param(
            {"published": WHEN},
            Change(field="published", after=("2026-05-04T09:30:00+00:00",), added=1),
            id="a moment",
        ),
        pytest.param(
            {"published": replace(WHEN, precision="day")},
            Change(field="published", after=("2026-05-04",), added=1),
            id="a day",
        ),
        pytest.param(
            {"text": "One.\n2.\nThree.\nFour."},
            Change(field="text", before=("Two.",), after=("2.", "Four."), gone=1, added=2),
            id="lines",
        ),
        pytest.param(
            {"text": "Three.\nTwo.\nOne."}, Change(field="text"), id="lines in another order"
        ),
        pytest.param(
            {"flags": ("rescued",)},
            Change(field="flags", after=("rescued",), added=1),
            id="a flag",
        ),
    ],
)
def test_change_says_what_was_and_what_is(fields, expected):
    """Values as they are read, and of the text the lines that went and came."""
    assert only(**fields) == expected


def test_long_changes_are_short():
    """The first few lines stand for all, a long one for its beginning, and the numbers are whole."""
    found = only(text="\n".join(f"{number} " + "word " * 99 for number in range(500)))
    assert (found.gone, found.added) == (3, 500)
    assert len(found.after) == MOST_LINES
    assert all(len(line) == MOST_LETTERS and line.endswith("…") for line in found.after)


def test_a_line_counts_as_often_as_it_stands_there():
    """One of two equal lines gone is a change of one line."""
    (found,) = changes(replace(ARTICLE, text="A.\nA.\nB."), replace(ARTICLE, text="A.\nB."))
    assert (found.before, found.gone, found.added) == (("A.",), 1, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"origins": {"title": Origin(found_in="h1", confidence="high")}},
        {"published": replace(WHEN, found_in="json-ld", written="2026-05-04T09:30Z")},
        {
            "evidence": (
                Evidence(
                    topic="t",
                    rule="r",
                    field="text",
                    start=0,
                    end=3,
                    words=("One",),
                    sentence="One.",
                    score=1.0,
                ),
            )
        },
    ],
    ids=["origins", "place of a date", "topics"],
)
def test_what_is_no_change(fields):
    """Where a value was found, and which topics it gives, say nothing about the article."""
    old = replace(ARTICLE, published=WHEN)
    assert changes(old, replace(old, **fields)) == ()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, False),
        ({"modified": WHEN}, False),
        ({"flags": ("rescued",), "modified": WHEN}, False),
        ({"modified": WHEN, "site": "Courier"}, True),
        ({"text": "Four."}, True),
    ],
)
def test_which_changes_make_a_version(fields, expected):
    """A date of modification and the flags alone do not; everything else does."""
    assert makes_version(changes(ARTICLE, replace(ARTICLE, **fields))) is expected
