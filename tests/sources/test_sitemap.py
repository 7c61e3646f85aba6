"""Sitemaps, and which of many to read."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import SourceError
from extractors.sources import markup, sitemap
from extractors.sources.models import Child, Found, SitemapIndex
from extractors.sources.sitemap import children_to_read, read_sitemap
from tests.sources.making import NOW, rss

SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
OLD = "<url><loc>https://b.example/old</loc><lastmod>2026-11-01</lastmod></url>"
NEW = "<url><loc> /new?a=1&b=2 </loc><lastmod>2026-11-21T10:00:00+01:00</lastmod></url>"
UNDATED = "<url><loc>https://b.example/undated</loc></url>"
NEWS = """<url><loc>https://b.example/news</loc><image:image><image:loc>https://b.example/p.jpg</image:loc>
<image:title>Picture</image:title></image:image><news:news><news:publication><news:name>The Bell</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2026-11-22T10:00:00Z</news:publication_date>
<news:title>5 &lt; 6 &amp; more</news:title></news:news></url>"""


def urlset(inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {SPACES}>{inside}</urlset>'


def read(content: str | bytes) -> Found | SitemapIndex:
    raw = content.encode() if isinstance(content, str) else content
    return read_sitemap(raw, url="https://b.example/maps/all.xml", now=NOW)


ORDER = ["https://b.example/new?a=1&b=2", "https://b.example/old", "https://b.example/undated"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(urlset(OLD + UNDATED + NEW), id="as it should be"),
        pytest.param(urlset(OLD + UNDATED + NEW).replace(SPACES, ""), id="no namespaces"),
        pytest.param(gzip.compress(urlset(OLD + UNDATED + NEW).encode()), id="gzip"),
        pytest.param(urlset(OLD + UNDATED + NEW).encode("utf-16"), id="utf-16"),
        pytest.param(urlset(OLD + NEW + UNDATED + OLD), id="twice"),
        pytest.param(
            urlset(OLD + UNDATED + NEW)[: -len("</urlset>")] + "<url><loc>https://b.exa",
            id="cut off",
        ),
    ],
)
def test_the_newest_come_first(content):
    """A sitemap is read from the newest address to what has no date."""
    found = read(content)
    assert isinstance(found, Found)
    assert [one.url for one in found.items] == ORDER
    assert found.items[0].updated == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert found.items[0].published is None


def test_news_say_what_they_are():
    """Google's extension brings title, date, outlet and language; the picture's are not the article's."""
    found = read(urlset(OLD + NEWS))
    assert isinstance(found, Found)
    first = found.items[0]
    assert (first.url, first.title) == ("https://b.example/news", "5 < 6 & more")
    assert first.published == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert (first.publisher, first.language) == ("The Bell", "en")


def test_a_list_of_addresses_is_a_sitemap():
    """Text sitemaps have one address a line and keep their order."""
    found = read("\ufeffhttps://b.example/b\r\n\r\nhttps://b.example/a\r\n")
    assert isinstance(found, Found)
    assert [one.url for one in found.items] == ["https://b.example/b", "https://b.example/a"]


def test_no_more_than_the_protocol_allows(monkeypatch):
    """A sitemap without end is read up to the protocol's limit, and that is said."""
    assert sitemap.MOST_URLS == 50_000
    monkeypatch.setattr(sitemap, "MOST_URLS", 20)
    found = read(urlset("".join(f"<url><loc>/{n}</loc></url>" for n in range(22))))
    assert isinstance(found, Found)
    assert len(found.items) == 20
    assert found.note == "of its 22 addresses 20 were taken"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param("", "empty", id="nothing"),
        pytest.param("<html><body>https://b.example/</body></html>", "not-a-sitemap", id="page"),
        pytest.param("https://b.example/a\nNot found", "not-a-sitemap", id="words"),
        pytest.param(rss(""), "not-a-sitemap", id="feed"),
        pytest.param(b"\x1f\x8bnothing", "unreadable", id="no gzip"),
        pytest.param(gzip.compress(b"<urlset>" * 999)[:-9], "unreadable", id="half a gzip"),
    ],
)
def test_what_is_no_sitemap_is_said(content, code):
    """What came instead has a code to tell it by."""
    with pytest.raises(SourceError) as caught:
        read(content)
    assert caught.value.code == code


def test_a_bomb_is_refused(monkeypatch):
    """Gzip is inflated up to the limit and no further."""
    monkeypatch.setattr(markup, "MAX_BYTES", 1_000_000)
    with pytest.raises(SourceError) as caught:
        read(gzip.compress(b" " * 1_000_001))
    assert caught.value.code == "too-large"


def test_an_index_has_children():
    """Each sitemap of an index once, with the date that it changed."""
    inside = "".join(
        f"<sitemap><loc>{loc}</loc><lastmod>{date}</lastmod></sitemap>"
        for loc, date in [("/a.xml", "2026-11-21"), ("/b.xml.gz", "soon"), ("/a.xml", "2026-11-20")]
    )
    found = read(f"<sitemapindex {SPACES}>{inside}</sitemapindex>")
    assert found == SitemapIndex(
        children=(
            Child(url="https://b.example/a.xml", changed=datetime(2026, 11, 21, tzinfo=UTC)),
            Child(url="https://b.example/b.xml.gz"),
        )
    )


def child(name: str, day: int | None = None) -> Child:
    changed = datetime(2026, 11, day, tzinfo=UTC) if day else None
    return Child(url=f"https://news.example/{name}.xml", changed=changed)


@pytest.mark.parametrize(
    ("children", "read_first"),
    [
        pytest.param([child("a", 1), child("b", 3), child("c", 2), child("d")], "bca", id="dates"),
        pytest.param([child("a", 3), child("x-news", 1), child("b", 2)], ["x-news", "a", "b"], id="news"),
        pytest.param([child("p-2026-10"), child("p-2026-11"), child("p-2026-09")], ["p-2026-11"], id="month"),
        pytest.param([child("p1"), child("p2"), child("p3")], ["p1", "p3"], id="numbers"),
        pytest.param([child("p1")], ["p1"], id="one"),
        pytest.param([], [], id="none"),
    ],
)  # fmt: skip
def test_children_worth_reading(children, read_first):
    """News first, then the last changed; the host's own name says nothing."""
    chosen = children_to_read(SitemapIndex(children=tuple(children)), now=NOW)
    assert [one.url for one in chosen] == [
        f"https://news.example/{name}.xml" for name in read_first
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(
        [urlset(OLD + NEWS), f"<sitemapindex {SPACES}><sitemap><loc>/a</loc></sitemap>"]
    ),
    st.floats(0, 1),
    st.integers(0, 9),
    st.text(max_size=9) | st.sampled_from(["<url>", "</loc>", "]]>", "&", "<!--", "<!DOCTYPE x ["]),
)
def test_no_damage_crashes_it(content, place, length, scrap):
    """A damaged sitemap is a sitemap or a reason why not."""
    at = int(place * len(content))
    damaged = content[:at] + scrap + content[at + length :]
    try:
        found = read(damaged.encode("utf-8", "replace"))
    except SourceError:
        return
    assert isinstance(found, Found | SitemapIndex)
