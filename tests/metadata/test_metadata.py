"""What a page says about its article."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from extractors.metadata.reader import read_metadata
from extractors.models import Origin
from extractors.page.tree import Lexbor, Libxml, parse

_URL = "https://www.courier.example/world/2025/03/12/bloc-sends-mission"


def _read(head: str = "", body: str = "", *, url: str | None = _URL, html: str = "<html>"):
    return read_metadata(parse(f"{html}<head>{head}</head><body>{body}</body></html>"), url=url)


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
            "opengraph",
            id="opengraph",
        ),
        pytest.param(
            '<meta itemprop="datePublished" content="2025-03-12">',
            (12, 0, 0),
            "day",
            "microdata",
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


@pytest.mark.parametrize("parser", [Lexbor, Libxml])
@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "<html lang=ru><h1>Блок направил миссию</h1><div itemscope itemtype='https://schema.org/NewsArticle'>"
            "<meta itemprop='headline' content='Блок направил миссию'><div itemprop=author itemscope itemtype='https://schema.org/Person'>"
            "<span itemprop=name>Анна Иванова</span></div><time itemprop=datePublished datetime='2025-03-12T10:15:00+03:00'>12 марта</time>"
            "<meta itemprop=articleSection content='Мир'><div itemprop=publisher itemscope itemtype='https://schema.org/Organization'>"
            "<meta itemprop=name content='Курьер'></div><meta itemprop=isAccessibleForFree content=true></div>",
            id="microdata",
        ),
        pytest.param(
            "<html lang=ru><meta property='og:title' content='Блок направил миссию | Курьер'><meta property='og:site_name' content='Курьер'>"
            "<meta property='article:section' content='Мир'><meta name=author content='Анна Иванова'><meta property='article:content_tier' content=free>"
            "<h1>Блок направил<br>миссию</h1><time class=published datetime='2025-03-12 10:15:00 +0300'>12 марта</time>",
            id="opengraph",
        ),
        pytest.param(
            "<html lang=ru><title>Блок направил миссию</title>" + _ld({"@graph": [
                {"@type": "WebPage", "@id": "https://www.courier.example/#p", "datePublished": "2025-03-12T07:15:00+00:00"},
                {"@type": "Article", "headline": "Блок направил миссию", "isPartOf": {"@id": "https://www.courier.example/#p"},
                 "author": {"@id": "#anna"}, "publisher": {"@id": "#pub"}, "articleSection": ["Мир"], "isAccessibleForFree": "True"},
                {"@type": "Person", "@id": "#anna", "name": "Анна Иванова"},
                {"@type": "Organization", "@id": "#pub", "name": "Курьер"},
            ]}) + "<h1>Блок направил миссию</h1>",
            id="graph",
        ),
    ],
)  # fmt: skip
def test_one_story_three_ways(source, parser):
    """The same facts come out of microdata, OpenGraph and a graph of JSON-LD, by either parser."""
    found = read_metadata(parser(source), url=_URL)
    assert (found.title, found.authors, found.site) == (
        "Блок направил миссию",
        ("Анна Иванова",),
        "Курьер",
    )
    assert found.published is not None
    assert found.published.at == datetime(2025, 3, 12, 7, 15, tzinfo=UTC)
    assert (found.section, found.language, found.access) == ("Мир", "ru", "free")


def test_each_field_has_its_origin():
    """What has a value says where it was found and how far to trust it; the dates carry their own."""
    found = _read(
        "<link rel=canonical href='/a'><meta property='og:title' content='Bloc sends mission'>"
        "<meta name=description content='What it is for.'>",
        "<h1>Bloc sends mission</h1><p class=byline>By Ann Lee</p>",
        html="<html lang=en>",
    )
    assert found.origins == {
        "title": Origin(found_in="h1", confidence="high"),
        "authors": Origin(found_in="byline", confidence="medium"),
        "site": Origin(found_in="url", confidence="medium"),
        "url": Origin(found_in="link", confidence="high"),
        "language": Origin(found_in="html", confidence="high"),
        "description": Origin(found_in="meta", confidence="high"),
    }


@pytest.mark.parametrize(
    ("head", "body", "origin"),
    [
        pytest.param("<title>Bloc sends mission</title>", "", Origin(found_in="title", confidence="medium"), id="title tag"),
        pytest.param("", "<h1>Bloc sends mission</h1>", Origin(found_in="h1", confidence="medium"), id="lone h1"),
        pytest.param(_ld(_article()), "", Origin(found_in="json-ld", confidence="high"), id="json-ld"),
        pytest.param(_ld('{"@type":"Article","headline":"Bloc sends mission","a":"b "c""}'), "", Origin(found_in="json-ld", confidence="medium"), id="salvaged"),
        pytest.param("<meta property='og:title' content='Bloc sends mission'>", "<h1>Courier</h1>", Origin(found_in="opengraph", confidence="high"), id="opengraph"),
    ],
)  # fmt: skip
def test_origin_of_the_title(head, body, origin):
    """A title stated once for readers is less sure than one stated for machines or twice."""
    found = _read(head, body)
    assert (found.title, found.origins["title"]) == ("Bloc sends mission", origin)


@pytest.mark.parametrize(
    ("head", "body", "authors", "organisations"),
    [
        pytest.param(_ld(_article(author=[{"@type": "Person", "name": "World Wire News"}, {"@type": "Person", "name": "Jane Doe"}])), "", ("Jane Doe",), ("World Wire News",), id="desk as person"),
        pytest.param(_ld(_article(author={"@type": "Person", "name": "Reuters"})), "", (), ("Reuters",), id="agency as person"),
        pytest.param(_ld(_article(author={"@type": "Organization", "name": "World Wire"})), "<p class=byline>By Ann Lee</p>", ("Ann Lee",), ("World Wire",), id="organisation and byline"),
        pytest.param(_ld(_article(author={"@type": "Organization", "name": "The Courier"}, publisher={"name": "The Courier"})), "", (), (), id="outlet"),
        pytest.param(_ld(_article(author={"@type": "Person", "name": "Katya"})), "<p class=author>Katya</p>", ("Katya",), (), id="one word, shown"),
        pytest.param(_ld(_article(author={"@type": "Person", "name": "Katya"})), "", (), (), id="one word, not shown"),
        pytest.param("", "<div class=byline><div>By JANE DOE and ANN LEE</div><div>World Press</div></div>", ("JANE DOE", "ANN LEE"), (), id="affiliation below"),
        pytest.param("<meta name=citation_author content='Doe, Jane'><meta name=citation_author content='Lee, Ann B.'>", "", ("Jane Doe", "Ann B. Lee"), (), id="surname first"),
        pytest.param("<meta name='twitter:label1' content='Verfasst von'><meta name='twitter:data1' content='Jane Doe'>", "", ("Jane Doe",), (), id="label and datum"),
        pytest.param("", "<h1>T</h1><article><b class=author>Ann Lee</b></article><article><b class=author>Jo Roe</b></article>", (), (), id="cards"),
        pytest.param("", "<main class=with-sidebar><h1>T</h1><div><b class=author>Ann Lee</b></div></main><b class=author>Jo Roe</b>", ("Ann Lee",), (), id="nearest"),
        pytest.param("", "<h1>T</h1><a href='/authors/ann-lee'>Ann Lee</a>", ("Ann Lee",), (), id="author's page"),
        pytest.param("", "<h1>T</h1><div class=comments><b class=author>Ann Lee</b></div>", (), (), id="commenter"),
        pytest.param("", "<h1>Миссия выехала</h1><p>Текст новости.</p><p>Автор: Анна Иванова, Ереван</p>", ("Анна Иванова",), (), id="label"),
    ],
)  # fmt: skip
def test_who_signs(head, body, authors, organisations):
    """Persons and organisations are told apart, whatever type the page gives them."""
    found = _read(head, body)
    assert (found.authors, found.organisations) == (authors, organisations)


@pytest.mark.parametrize(
    ("head", "body", "at"),
    [
        pytest.param(_ld(_article(datePublished="2025-03-12T10:15:00-06:00")) + "<meta property='article:published_time' content='2025-03-12T10:15:00+00:00'>",
                     "<h1>Bloc sends mission</h1><p>March 12, 2025, 4:15 am</p>", (10, 15), id="clock of the world"),
        pytest.param(_ld(_article(datePublished="2025-03-12T10:15:00+00:00")) + "<meta property='article:published_time' content='2025-03-12T10:15:00+03:00'>",
                     "<h1>Bloc sends mission</h1><p>12 March 2025, 10:15</p>", (7, 15), id="clock on the wall"),
        pytest.param("<meta property='article:published_time' content='2025-03-12T07:15:00+03:00'>",
                     "<h1>Bloc sends mission</h1><time class=published datetime='2025-03-12T10:15:00+03:00'>12 March</time>", (7, 15), id="zone added to UTC"),
        pytest.param(_ld(_article(datePublished="2025-03-12T10:15:00")) + "<meta name=date content='2025-03-12T10:15:00+03:00'>", "", (7, 15), id="zone elsewhere"),
        pytest.param("<meta itemprop=dateModified content='2025-03-13'>", "<h1>T</h1><p class=date>12 March 2025</p><time class=updated datetime='2025-03-12T07:15:00Z'>x</time>", (7, 15), id="theme's update"),
        pytest.param("<meta name='parsely-pub-date' content='1741763700'>", "", (7, 15), id="seconds"),
        pytest.param("", "<h1>T</h1><div property='dc:date dc:created' content='2025-03-12T10:15:00+03:00'>x</div>", (7, 15), id="rdfa"),
    ],
)  # fmt: skip
def test_clock_time_that_holds(head, body, at):
    """Where two statements show one clock face, what readers see decides between their zones."""
    found = _read(head, body).published
    assert found is not None
    assert (found.at, found.precision) == (datetime(2025, 3, 12, *at, tzinfo=UTC), "instant")


@pytest.mark.parametrize(
    ("body", "found_in", "confidence"),
    [
        ("<p>опубликовано 11 марта 2025</p><h1>T</h1>", "byline", "medium"),
        ("<h1>T</h1><p>YEREVAN, March 11, 2025 – The bloc said on Tuesday that it would send a mission to the border, and nobody there objected.</p>", "text", "low"),
        ("<h1>T</h1><p>The bloc said that on March 11, 2025 it had sent a mission to the border, and that nobody objected to this.</p>", None, None),
    ],
)  # fmt: skip
def test_date_in_words_only(body, found_in, confidence):
    """A dateline may be of another day, so it is trusted little; a day the text speaks of is no date of the article."""
    found = _read("<title>T</title>", body, url="https://courier.example/a").published
    assert (found and found.found_in) == found_in
    assert (found and found.origin.confidence) == confidence


@pytest.mark.parametrize(
    ("published", "modified", "kept"),
    [
        ("2025-03-12T10:15:00Z", ["2025-03-12T10:14:00Z"], None),
        ("2025-03-12T10:15:00Z", ["2025-03-12T10:15:00Z"], None),
        ("2025-03-12T10:15:00Z", ["2025-03-12T11:00:00Z", "2025-03-12T12:00:00Z"], (12, 12)),
        ("2025-03-12T10:15:00Z", ["2025-03-12"], None),
        ("2025-03-12T10:15:00Z", ["2025-03-13"], (13, 0)),
        ("2025-03-12", ["2025-03-13T09:00:00Z"], (13, 9)),
    ],
)
def test_modified(published, modified, kept):
    """The latest change counts; what is not after the publication is none."""
    metas = "".join(
        f"<meta property='article:modified_time' content='{one}'>" for one in modified[1:]
    )
    found = _read(_ld(_article(datePublished=published, dateModified=modified[0])) + metas).modified
    assert (found and (found.at.day, found.at.hour)) == kept


@pytest.mark.parametrize(
    ("head", "image"),
    [
        pytest.param("<meta property='og:image' content='/i/a.jpg'>", "https://www.courier.example/i/a.jpg", id="relative"),
        pytest.param("<meta property='og:image' content='data:image/png;base64,AA=='>" + _ld(_article(image=["https://i.example/b.jpg"])), "https://i.example/b.jpg", id="data"),
        pytest.param(_ld(_article(image={"@id": "#i"})) + _ld({"@type": "ImageObject", "@id": "#i", "url": "https://i.example/c.jpg"}), "https://i.example/c.jpg", id="reference"),
        pytest.param("<meta property='og:image' content='https://i.example/logo.png'>"
                     + _ld({"@type": "Organization", "name": "The Courier", "logo": {"url": "https://i.example/logo.png"}}), None, id="logo"),
        pytest.param("<meta property='og:image' content='javascript:alert(1)'>", None, id="script"),
        pytest.param("<meta property='og:image' content='http://[half'>", None, id="nonsense"),
    ],
)  # fmt: skip
def test_image(head, image):
    """The picture for previews, as an address on the web; the outlet's declared logo is none."""
    assert _read(head).image == image


@pytest.mark.parametrize(
    ("head", "body", "access"),
    [
        pytest.param(_ld(_article(isAccessibleForFree=False)), "", "paywalled", id="json-ld"),
        pytest.param(_ld(_article(isAccessibleForFree="http://schema.org/False")), "", "paywalled", id="address"),
        pytest.param(_ld(_article(isAccessibleForFree=True, hasPart={"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".paid"})), "", "paywalled", id="part"),
        pytest.param(_ld(_article(isAccessibleForFree=True)), "", "free", id="free"),
        pytest.param("<meta property='article:content_tier' content='locked'>", "", "paywalled", id="locked"),
        pytest.param("<meta property='article:content_tier' content='metered'>", "", "paywalled", id="metered"),
        pytest.param("", "<div itemscope itemtype='http://schema.org/Article'><meta itemprop=isAccessibleForFree content=False></div>", "paywalled", id="microdata"),
        pytest.param(_ld({**_article(headline="Other", isAccessibleForFree=False), "url": "https://www.courier.example/o"}) + _ld(_article()), "<h1>Bloc sends mission</h1>", None, id="another's"),
        pytest.param("", "<p>Subscribe to read on. This article is for members.</p>", None, id="words"),
    ],
)  # fmt: skip
def test_access_as_declared(head, body, access):
    """Only a declaration about this article says whether it is free; words do not."""
    found = _read(head, body)
    assert found.access == access
    assert ("paywalled" in found.flags) == (access == "paywalled")


@pytest.mark.parametrize(
    ("head", "licence"),
    [
        ("<link rel=license href='https://creativecommons.org/licenses/by/4.0/'>", "https://creativecommons.org/licenses/by/4.0/"),
        (_ld(_article(license="/terms")), "https://www.courier.example/terms"),
        (_ld(_article(license={"@type": "CreativeWork", "url": "https://courier.example/l"})), "https://courier.example/l"),
        ("<meta name='dcterms.rights' content='CC BY-SA 4.0'>", "CC BY-SA 4.0"),
        ("<meta name='dc.rights' content='© 2025 The Courier. All rights reserved.'>", None),
    ],
)  # fmt: skip
def test_licence(head, licence):
    """A licence as declared; a notice of copyright licences nothing."""
    assert _read(head).licence == licence


@pytest.mark.parametrize(
    ("head", "tdm"),
    [
        ("<meta name=tdm-reservation content=1>", "reserved"),
        ("<meta name=TDM-Reservation content=0>", "unreserved"),
        ("<meta name=tdm-reservation content=maybe>", None),
        ("<meta name=robots content='noai, noimageai'>", None),
    ],
)
def test_reservation_of_mining(head, tdm):
    """TDMRep's statement is read; a word for robots is no statement of rights."""
    assert _read(head).tdm == tdm


@pytest.mark.parametrize(
    ("head", "url", "flags"),
    [
        pytest.param(_ld(_article(**{"@type": "LiveBlogPosting"})), _URL, {"live-blog"}, id="live blog"),
        pytest.param(_ld([_article(), {"@type": "LiveBlogPosting", "headline": "Rain live", "url": "https://www.courier.example/rain"}]) + "<meta property='og:title' content='Bloc sends mission'>", _URL, set(), id="another's live blog"),
        pytest.param("<meta property='og:type' content=website>", "https://courier.example/", {"not-an-article"}, id="front page"),
        pytest.param("<meta property='og:type' content=website>", "https://courier.example/de/", {"not-an-article"}, id="front page of a language"),
        pytest.param("<meta property='og:type' content=website>", _URL, set(), id="website"),
        pytest.param(_ld({"@graph": [{"@type": "CollectionPage", "name": "World"}, {"@type": "BreadcrumbList"}]}), _URL, {"not-an-article"}, id="collection"),
        pytest.param(_ld({"@type": "CollectionPage"}) + _ld(_article()), _URL, set(), id="collection with article"),
        pytest.param(_ld(_article(mentions={"@type": "Product", "name": "Drone"})), _URL, set(), id="product in an article"),
        pytest.param("<meta property='og:type' content=profile>", _URL, {"not-an-article"}, id="profile"),
        pytest.param(_ld({"@type": "CollectionPage"}) + "<meta property='og:type' content=article>", _URL, set(), id="says article, too"),
        pytest.param("", "https://courier.example/?p=12", set(), id="query"),
    ],
)  # fmt: skip
def test_flags_as_declared(head, url, flags):
    """What the page declares itself to be, as long as nothing declares an article."""
    assert _read(head, url=url).flags == flags


def test_section_is_no_kind_of_text():
    """What software calls its texts is no section; the path to the article names one."""
    trail = {"@type": "BreadcrumbList", "itemListElement": [
        {"@type": "ListItem", "position": 1, "name": "Home"},
        {"@type": "ListItem", "position": 2, "item": {"@id": "/world", "name": "World"}},
        {"@type": "ListItem", "position": 3, "name": "Bloc sends mission"},
    ]}  # fmt: skip
    found = _read(_ld(_article(articleSection="post")) + _ld(trail), "<h1>Bloc sends mission</h1>")
    assert (found.section, found.origins["section"].confidence) == ("World", "medium")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("<meta property='og:title' content='x'>" * 20_000, id="metas"),
        pytest.param("<div itemscope itemprop=author>" * 500 + "<b itemprop=name>x</b>" * 20_000, id="microdata"),
        pytest.param("<script type='application/ld+json'>" + '{"author":' * 900 + "1" + "}" * 900 + "</script>", id="deep json"),
        pytest.param("<script type='application/ld+json'>{" + "," * 500_000 + "</script>", id="commas"),
        pytest.param("<meta name=author content='" + "A B, " * 200_000 + "'>", id="long attribute"),
        pytest.param("<title>" + "a - " * 200_000 + "</title><h1>" + "word " * 200_000 + "</h1>", id="long title"),
        pytest.param("<h1>T</h1>" + "<p class='byline date'>x</p>" * 20_000, id="bylines"),
    ],
)  # fmt: skip
def test_hostile_pages_are_read(source):
    """However much a page states, it is read, and says nothing that is not there."""
    assert read_metadata(Lexbor(source), url=_URL).published is not None
