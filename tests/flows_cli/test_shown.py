"""What is known of an article, as a person and as a program sees it."""

from __future__ import annotations

from datetime import UTC, datetime

from extractors.models import FLAGS, Article, Origin, Timestamp
from flows.rows import article_row
from flows.texts import FLAG_MEANINGS, list_line, page

ARTICLE = Article(
    url="https://courier.example/strike",
    title="Dockers on strike",
    text="Dock workers walked out.\nTwelve ships lay at anchor.",
    authors=("Ann Lee",),
    organisations=("Harbour Wire",),
    site="Aldmouth Courier",
    published=Timestamp(
        at=datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
        precision="instant",
        found_in="json-ld",
        written="2026-11-20T09:30+01:00",
    ),
    modified=Timestamp(
        at=datetime(2026, 11, 21, tzinfo=UTC),
        precision="day",
        found_in="byline",
        written="21 November 2026",
    ),
    image="https://courier.example/strike.jpg",
    access="paywalled",
    licence="CC BY 4.0",
    tdm="reserved",
    origins={
        "title": Origin(found_in="h1", confidence="high"),
        "authors": Origin(found_in="byline", confidence="medium"),
        "tdm": Origin(found_in="meta", confidence="high"),
    },
    flags=("paywalled", "rescued"),
)


def test_every_fact_has_its_origin_and_its_confidence():
    """One line a fact: what it is, where it was found, how far to trust it; and what each flag means."""
    assert list(page(ARTICLE)) == [
        "Dockers on strike\n",
        "topics        none",
        f"look twice    paywalled: {FLAG_MEANINGS['paywalled']}",
        f"look twice    rescued: {FLAG_MEANINGS['rescued']}",
        "title         (h1, high)",
        "published     2026-11-20T08:30:00Z (instant, json-ld, high)",
        "modified      2026-11-21 (day, byline, medium)",
        "authors       Ann Lee (byline, medium)",
        "organisations Harbour Wire",
        "site          Aldmouth Courier",
        "url           https://courier.example/strike",
        "image         https://courier.example/strike.jpg",
        "access        paywalled",
        "licence       CC BY 4.0",
        "tdm           reserved (meta, high)",
        "\nDock workers walked out.\n\nTwelve ships lay at anchor.",
    ]


def test_row_has_the_same_for_programs():
    """Every field by its name, and beside them the origin of each that has one, the dates among them."""
    row = article_row(ARTICLE)
    assert (row["organisations"], row["image"]) == (
        ["Harbour Wire"],
        "https://courier.example/strike.jpg",
    )
    assert (row["access"], row["licence"], row["tdm"]) == ("paywalled", "CC BY 4.0", "reserved")
    assert row["flags"] == ["paywalled", "rescued"]
    assert row["published_written"] == "2026-11-20T09:30+01:00"
    assert row["origins"] == {
        "title": {"found_in": "h1", "confidence": "high"},
        "authors": {"found_in": "byline", "confidence": "medium"},
        "tdm": {"found_in": "meta", "confidence": "high"},
        "published": {"found_in": "json-ld", "confidence": "high"},
        "modified": {"found_in": "byline", "confidence": "medium"},
    }


def test_list_marks_what_to_look_at_twice():
    """After an exclamation mark, at the end of the line."""
    assert list_line(ARTICLE).endswith("Dockers on strike  [-]  ! paywalled, rescued")


def test_every_flag_has_a_meaning():
    """In one phrase, without a full stop: it is shown behind the flag's name."""
    assert list(FLAG_MEANINGS) == list(FLAGS)
    assert not [flag for flag, meaning in FLAG_MEANINGS.items() if meaning.endswith(".")]
