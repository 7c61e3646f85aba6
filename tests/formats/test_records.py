"""Records of crawlers: a page or a text in JSON, under the names that crawlers use."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from extractors.models import Origin
from extractors.page.article import MAX_BYTES
from tests.formats.making import LINES, TEXT, article, page, rejection

HIGH = Origin(found_in="record", confidence="high")


def record(**fields: object) -> bytes:
    return json.dumps(fields, indent=1).encode()


def test_text_record():
    """A text without a word about itself has it all from the record."""
    found = article(
        record(
            url="https://courier.example/dredged?utm_source=x",
            title="Channel to be dredged",
            text="\n".join(LINES),
            published="2025-03-12T10:00:00+03:00",
            authors=["Jane Doe", "Aram Petrosyan"],
            site_name="The Courier",
            lang="en-GB",
        )
    )
    assert (found.title, found.text) == ("Channel to be dredged", TEXT)
    assert found.url == "https://courier.example/dredged"
    assert found.authors == ("Jane Doe", "Aram Petrosyan")
    assert (found.site, found.language) == ("The Courier", "en")
    assert found.published is not None
    assert found.published.at == datetime(2025, 3, 12, 7, tzinfo=UTC)
    assert found.published.found_in == "record"
    assert {found.origins[name] for name in ("url", "title", "authors", "site")} == {HIGH}


def test_page_goes_before_its_record():
    """What the page states well is better than what the crawler made of it; gaps are filled."""
    head = (
        '<link rel="canonical" href="https://courier.example/2025/dredged">'
        '<meta property="article:published_time" content="2025-03-12T10:00:00Z">'
    )
    found = article(
        record(
            html=page(head=head),
            url="https://courier.example/d?id=7",
            title="Channel to be dredged - The Courier",
            date="2025-03-14",
            author="Jane Doe",
        )
    )
    assert (found.title, found.url) == ("Channel to be dredged", "https://courier.example/2025/dredged")  # fmt: skip
    assert found.published is not None
    assert found.published.at == datetime(2025, 3, 12, 10, tzinfo=UTC)
    assert (found.authors, found.origins["authors"]) == (("Jane Doe",), HIGH)


def test_guess_gives_way_to_a_record():
    """A date out of a page's running text is worse than the one a crawler stores."""
    lines = [
        *LINES,
        "The lock was last repaired on 3 May 1987, as a plaque beside it says to this day.",
    ]
    found = article(record(html=page(lines=lines), published_at="2025-03-12T10:00:00Z"))
    assert found.published is not None
    assert found.published.at.year == 2025


@pytest.mark.parametrize(
    "fields",
    [
        {"raw_html": page()},
        {"content": page()},
        {"content": "".join(f"<p>{line}</p>" for line in LINES)},
        {"body": "\n\n".join(LINES)},
        {"maintext": "\n".join(LINES)},
        {"articleBody": "\n".join(LINES)},
        {"html": "", "text": "\n".join(LINES)},
        {"html": "<html><body></body></html>", "text": "\n".join(LINES)},
        {"html": None, "TEXT": "\n".join(LINES)},
    ],
    ids=[
        "raw_html",
        "content",
        "fragment",
        "body",
        "maintext",
        "articleBody",
        "empty html",
        "page without text",
        "null html",
    ],
)
def test_names_of_the_content(fields):
    """A page or text is found under each of its names; an empty page gives way to the text."""
    found = article(record(title="Channel to be dredged", **fields))
    assert (found.title, found.text) == ("Channel to be dredged", TEXT)


@pytest.mark.parametrize(
    ("fields", "at", "precision"),
    [
        ({"published": "2025-03-12"}, "2025-03-12T00", "day"),
        ({"publishedAt": "2025-03-12T10:00:00.000Z"}, "2025-03-12T10", "instant"),
        ({"date_publish": "2025-03-12 10:00:00"}, "2025-03-12T00", "day"),
        ({"pubDate": "Wed, 12 Mar 2025 10:00:00 GMT"}, "2025-03-12T10", "instant"),
        ({"date": 1741773600}, "2025-03-12T10", "instant"),
        ({"date": 1741773600000}, "2025-03-12T10", "instant"),
        ({"datePublished": "12 марта 2025"}, "2025-03-12T00", "day"),
    ],
    ids=["day", "iso", "without zone", "mail", "seconds", "milliseconds", "words"],
)
def test_dates(fields, at, precision):
    """Dates as crawlers write them, seconds and milliseconds since 1970 among them."""
    found = article(record(text=TEXT, **fields)).published
    assert found is not None
    assert found.at == datetime.fromisoformat(f"{at}:00:00+00:00")
    assert (found.precision, found.found_in) == (precision, "record")


@pytest.mark.parametrize(
    "fields",
    [
        {"published": 1e300},
        {"published": float("nan")},
        {"published": True},
        {"published": ["2025"]},
        {"url": "javascript:alert(1)"},
        {"url": ["https://courier.example/"]},
        {"authors": [None, 7, {"name": None}, ["x"]]},
        {"title": {"rendered": "x"}},
        {"language": 7},
        {"title": "\ud800"},
    ],
    ids=str,
)
def test_odd_values_are_left_out(fields):
    """A field that cannot be what it is called is as good as missing."""
    found = article(record(text=TEXT, **fields))
    assert (found.text, found.published, found.url, found.authors) == (TEXT, None, None, ())
    assert found.language == "en"


def test_authors_as_objects():
    """Names in objects, as schema.org writes them; a desk is an organisation, an account nobody."""
    assert article(record(text=TEXT, author=[{"name": "Jane Doe"}])).authors == ("Jane Doe",)
    desk = article(record(text=TEXT, author={"name": "Harbour desk"}))
    assert (desk.authors, desk.organisations) == ((), ("Harbour desk",))


@pytest.mark.parametrize(
    ("content", "code", "word"),
    [
        pytest.param(b'{"url": "https://courier.example/"}', "not-an-article", "raw_html", id="no content"),
        pytest.param(b'{"text": "cut of', "unreadable", "damaged", id="cut"),
        pytest.param(b'{"text": "a"}\n{"text": "b"}', "not-an-article", "several", id="two"),
        pytest.param(b'[{"text": "a"}]', "not-an-article", "one object a line", id="list"),
        pytest.param(b'{"a": ' + b"[" * 100_000, "unreadable", "damaged", id="deep"),
        pytest.param(record(text="a " * (MAX_BYTES // 2 + 9)), "too-large", "10 MB", id="huge"),
        pytest.param(record(text="Short."), "too-short", "6 characters", id="short"),
    ],
)  # fmt: skip
def test_no_article(content, code, word):
    """What holds none says why."""
    found = rejection(content)
    assert found.code == code
    assert word in found.reason
