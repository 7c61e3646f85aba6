"""What a page says about its article."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from lxml.html import document_fromstring

from extractors.page.metadata import read_metadata

_URL = "https://www.courier.example/world/2025/03/12/bloc-sends-mission"


def _read(head: str = "", body: str = "", *, url: str | None = _URL, html: str = "<html>"):
    return read_metadata(
        document_fromstring(f"{html}<head>{head}</head><body>{body}</body></html>"), url=url
    )


def _ld(value) -> str:
    return f'<script type="application/ld+json">{value if isinstance(value, str) else json.dumps(value)}</script>'


def _article(**fields):
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Bloc sends mission",
        **fields,
    }


def test_json_ld_graph_with_references():
    """A graph whose objects point at each other gives every field."""
    graph = [
        {"@type": "WebSite", "@id": "#site", "name": "The Courier"},
        {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
        {"@type": "Organization", "@id": "#desk", "name": "Foreign Affairs"},
        _article(
            author=[{"@id": "#jane"}, {"@id": "#desk"}, {"@type": "Person", "name": "Ann Lee"}],
            publisher={"@type": "Organization", "name": "The Courier"},
            datePublished="2025-03-12T10:15:00+03:00",
            dateModified="2025-03-12T12:00:00Z",
            articleSection=["World", "Defence"],
            inLanguage="en-GB",
            description="What the mission is for.",
        ),
    ]
    found = _read(_ld({"@context": "https://schema.org", "@graph": graph}))
    assert found.title == "Bloc sends mission"
    assert found.authors == ("Jane Doe", "Ann Lee")
    assert found.site == "The Courier"
    assert found.published is not None
    assert found.published.at == datetime(2025, 3, 12, 7, 15, tzinfo=UTC)
    assert (found.published.precision, found.published.found_in) == ("instant", "json-ld")
    assert found.modified is not None
    assert found.modified.at == datetime(2025, 3, 12, 12, 0, tzinfo=UTC)
    assert (found.section, found.language) == ("World", "en")
    assert found.description == "What the mission is for."


@pytest.mark.parametrize(
    "block",
    [
        pytest.param([_article(author="Jane Doe")], id="list"),
        pytest.param(
            {"@type": "WebPage", "mainEntity": _article(author="By Jane Doe")}, id="nested"
        ),
        pytest.param(
            _article(**{"@type": ["Thing", "NewsArticle"]}, author=["Jane Doe"]), id="types"
        ),
        pytest.param(
            _article(**{"@type": "https://schema.org/BlogPosting"}, author={"name": "Jane Doe"}),
            id="address as type",
        ),
        pytest.param(
            "<!--//<![CDATA[\n" + json.dumps(_article(author="Jane Doe")) + ";\n//]]>-->",
            id="wrapped",
        ),
        pytest.param(
            '{"@type":"Article","headline":"Bloc sends mission","author":"Jane Doe",}',
            id="last comma",
        ),
        pytest.param(
            '{"@type":"Article","headline":"Bloc sends\n mission","author":"Jane\tDoe"}',
            id="raw line end",
        ),
    ],
)
def test_json_ld_shapes(block):
    """The shapes that real pages write JSON-LD in."""
    found = _read(_ld(block))
    assert (found.title, found.authors) == ("Bloc sends mission", ("Jane Doe",))


def test_article_of_this_page_among_teasers():
    """Of several article objects the one with this page's headline counts."""
    teaser = _article(headline="Potato prices rise", author="Ann Lee")
    found = _read(_ld([teaser]) + _ld(_article(author="Jane Doe")), "<h1>Bloc sends mission</h1>")
    assert (found.title, found.authors) == ("Bloc sends mission", ("Jane Doe",))


@pytest.mark.parametrize(
    "block", ["{broken", "[" * 50_000, '{"@type": 7, "author": {"name": 3}}', "null", '"text"']
)
def test_broken_json_ld_leaves_the_rest(block, caplog):
    """A block that is no JSON, or none of ours, costs nothing else, and is in the log if it is broken."""
    caplog.set_level("INFO")
    found = _read(_ld(block) + '<meta property="og:title" content="Bloc sends mission">')
    assert found.title == "Bloc sends mission"
    assert ("left out" in caplog.text) == (block[0] in "{[" and "@type" not in block)


@pytest.mark.parametrize(
    ("head", "at", "precision", "found_in"),
    [
        pytest.param(
            '<meta property="article:published_time" content="2025-03-12T10:15:00Z">',
            (12, 10, 15),
            "instant",
            "meta",
            id="opengraph",
        ),
        pytest.param(
            '<meta itemprop="datePublished" content="2025-03-12">',
            (12, 0, 0),
            "day",
            "meta",
            id="microdata",
        ),
        pytest.param(
            _ld(_article(datePublished="2025-03-12"))
            + '<meta name="pubdate" content="2025-03-12T10:15:00Z">',
            (12, 10, 15),
            "instant",
            "meta",
            id="same day with clock",
        ),
        pytest.param(
            _ld(_article(datePublished="2025-03-10"))
            + '<meta name="date" content="2025-03-12T10:15:00Z">',
            (10, 0, 0),
            "day",
            "json-ld",
            id="another moment",
        ),
        pytest.param(
            _ld(_article(datePublished="soon")) + '<meta name="date" content="12 марта 2025">',
            (12, 0, 0),
            "day",
            "meta",
            id="first is none",
        ),
    ],
)
def test_published(head, at, precision, found_in):
    """The first statement counts; a clock time for the same moment makes it exact."""
    found = _read(head).published
    assert found is not None
    assert found.at == datetime(2025, 3, at[0], at[1], at[2], tzinfo=UTC)
    assert (found.precision, found.found_in) == (precision, found_in)


@pytest.mark.parametrize(
    ("body", "found_in"),
    [
        ('<article><time datetime="2025-03-12">today</time></article>', "time"),
        ('<p class="post-date">Published: 12 March 2025</p>', "byline"),
        ("<h1>Bloc sends mission</h1><div>World</div><div>12 March 2025, 09:03</div>", "byline"),
        ("<h1>Bloc sends mission</h1><aside><time datetime='2024-01-01'>x</time></aside>", "url"),
        ("<h1>Bloc sends mission</h1><footer class='date'>1 January 2024</footer>", "url"),
    ],
)
def test_published_on_the_page(body, found_in):
    """Where no metadata says it, the page's own line does, then the address; boxes for other stories do not."""
    found = _read("<title>Bloc sends mission</title>", body).published
    assert found is not None
    assert (found.at, found.found_in) == (datetime(2025, 3, 12, tzinfo=UTC), found_in)


def test_no_date_is_no_date():
    """A page without date has none, whatever day it is read."""
    assert (
        _read(
            "<title>T</title>", "<p>Copyright 2025</p>", url="https://courier.example/a"
        ).published
        is None
    )


@pytest.mark.parametrize(
    ("head", "url", "address"),
    [
        pytest.param("<link rel='canonical' href='https://courier.example/a?utm_source=x'>", _URL, "https://courier.example/a", id="same site"),
        pytest.param("<link rel='canonical' href='/a'>", _URL, "https://www.courier.example/a", id="relative"),
        pytest.param("<link rel='canonical' href='https://evil.example/a'>", _URL, _URL, id="other site"),
        pytest.param("<link rel='canonical' href='//evil.example/a'>", _URL, _URL, id="other site without scheme"),
        pytest.param("<link rel='canonical' href='http://evil.example/a'>", "http://127.0.0.1:8000/b", "http://127.0.0.1:8000/b", id="other site than an address"),
        pytest.param("<link rel='canonical' href='https://courier.example/'>", _URL, _URL, id="home page"),
        pytest.param("<link rel='canonical' href='javascript:alert(1)'>", _URL, _URL, id="script"),
        pytest.param("<meta property='og:url' content='https://courier.example/'>"
                     "<link rel='canonical' href='https://courier.example/a'>", _URL, "https://courier.example/a", id="og:url is home"),
        pytest.param("<meta property='og:url' content='https://courier.example/a'>", _URL, "https://courier.example/a", id="og:url"),
        pytest.param("", _URL + "?fbclid=1#top", _URL, id="none"),
        pytest.param("<link rel='canonical' href='https://courier.example/a'>", None, "https://courier.example/a", id="file"),
        pytest.param("<link rel='canonical' href='https://courier.example/a'>"
                     "<meta property='og:url' content='https://courier.example/b'>", None, None, id="file, two stories"),
        pytest.param("<link rel='canonical' href='https://courier.example/a'>"
                     "<meta property='og:url' content='https://courier.example/'>", None, "https://courier.example/a", id="file, one home"),
        pytest.param("<link rel='canonical' href='/a'>", None, None, id="file, relative"),
        pytest.param("<link rel='canonical' href='http://127.0.0.1/a'>", None, None, id="file, private"),
    ],
)  # fmt: skip
def test_address(head, url, address):
    """A page cannot pass for one of another site, nor for a front page."""
    assert _read(head, url=url).url == address


@pytest.mark.parametrize(
    ("head", "site"),
    [
        pytest.param(
            _ld(_article(publisher={"name": "The Courier"})), "The Courier", id="publisher"
        ),
        pytest.param(
            "<meta property='og:site_name' content='Courier | All the news'>",
            "Courier",
            id="slogan",
        ),
        pytest.param(
            _ld(_article(publisher={"name": "World Wire"}))
            + "<meta property='og:site_name' content='The Courier'>",
            "The Courier",
            id="agency as publisher",
        ),
        pytest.param("", "courier.example", id="host"),
    ],
)
def test_site(head, site):
    """The outlet that runs the page, not the agency that wrote it."""
    assert _read(head).site == site


def test_file_has_no_host():
    """A file that names no outlet has none, though it names an address."""
    assert _read("<link rel='canonical' href='https://courier.example/a'>", url=None).site is None


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        pytest.param("<meta name='author' content='Анна Иванова'>", "<p class='byline'>By Ann Lee</p>", ("Анна Иванова",), id="meta first"),
        pytest.param(_ld(_article(author={"@type": "Organization", "name": "Ann Lee"})), "", (), id="organisation"),
        pytest.param(_ld(_article(author="The Courier", publisher={"name": "The Courier"})), "<a rel='author'>Ann Lee</a>", ("Ann Lee",), id="outlet"),
        pytest.param("<meta property='article:author' content='https://social.example/courier'>", "", (), id="address"),
        pytest.param("", "<p class='byline'>By <a>Ann Lee</a> 12 March 2025</p>", ("Ann Lee",), id="byline"),
        pytest.param("", "<div class='meta'>Հեղինակ՝ Անի Պետրոսյան</div>", ("Անի Պետրոսյան",), id="armenian"),
        pytest.param("", "<aside><p class='byline'>By Ann Lee</p></aside>", (), id="other story's"),
        pytest.param("", "<div class='author-bio'>Ann Lee</div>", (), id="biography"),
    ],
)  # fmt: skip
def test_authors(head, body, authors):
    """JSON-LD persons, then meta, then the byline; better none than wrong ones."""
    assert _read(head, body).authors == authors


@pytest.mark.parametrize(
    ("html", "head", "language"),
    [
        ("<html lang='ru-RU'>", "", "ru"),
        ("<html xml:lang='hy'>", "", "hy"),
        ("<html>", "<meta property='og:locale' content='hy_AM'>", "hy"),
        (
            "<html lang='{{lang}}'>",
            _ld(_article(inLanguage={"@type": "Language", "alternateName": "fr"})),
            "fr",
        ),
        ("<html>", "", None),
    ],
)
def test_language(html, head, language):
    """The page's own word for its language, wherever it stands."""
    assert _read(head, html=html).language == language
