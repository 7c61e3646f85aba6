"""The articles that a page links to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import SourceError
from extractors.page import tree
from extractors.sources.listing import matches, read_listing
from extractors.sources.models import Found
from tests.sources.making import NOW, rss

URL = "https://www.b.example/section/"

PAGE = """<!doctype html><html lang="en-GB"><head><title>Section &amp; more</title></head><body>
<header><nav><a href="/politics/">Politics</a><a href="/news/all-the-news-there-is-here">All the news there is here</a></nav></header>
<main>
<article><header><h2><a href="/news/a-first-story-of-today?utm_source=home#top">The first story of the day</a></h2></header>
<a href="/news/a-first-story-of-today">Read more</a></article>
<article><a href="https://b.example/news/second-story"><img alt=""></a>
<h3><a href="https://b.example/news/second-story">The second story is here</a></h3></article>
<a href="/news/third"><h3>A third story, as a whole card</h3><p>With a teaser that goes on and on and on.</p></a>
<p><a href="/politics/">Politics</a> <a href="/author/jane-doe">Jane Doe</a> <a href="/section/?page=2019">Older articles than these</a>
<a href="https://other.example/news/somebody-elses-long-story">Somebody else's long story</a>
<a href="/files/the-whole-annual-report.pdf">The whole annual report as PDF</a>
<a href="javascript:void(0)">A link that is none at all really</a> <a href="mailto:x@b.example">Write a letter to the editor</a>
<a href="/section/">This very page, once again, linked</a> <a href="/">Back to the front page of all</a></p>
</main>
<aside><a href="/news/most-read-story-of-the-week">Most read story of the week</a></aside>
<div role="contentinfo"><a href="/legal/terms-of-use-and-more">Terms of use and many more of them</a></div>
<footer><a href="/about/our-editorial-standards-and-ethics">Our editorial standards and ethics</a></footer>
</body></html>"""


def read(content: str, *, pattern: str | None = None, url: str = URL) -> list[tuple[str, str]]:
    found = read_listing(content.encode(), url=url, pattern=pattern, now=NOW)
    return [(one.url, one.title) for one in found.items]


STORIES = [
    ("https://www.b.example/news/a-first-story-of-today", "The first story of the day"),
    ("https://b.example/news/second-story", "The second story is here"),
    ("https://www.b.example/news/third", "A third story, as a whole card"),
]


@pytest.mark.parametrize("parser", ["lexbor", "libxml"])
def test_articles_are_told_from_other_links(parser, monkeypatch):
    """Without a pattern, links that read like headlines and stand in the page's content are its articles."""
    if parser == "libxml":
        monkeypatch.setattr(tree, "LexborHTMLParser", None)
    assert read(PAGE) == STORIES


def test_the_page_names_the_source():
    """Title and language are the page's."""
    found = read_listing(PAGE.encode(), url=URL, now=NOW)
    assert (found.title, found.language) == ("Section & more", "en")


@pytest.mark.parametrize(
    ("links", "urls"),
    [
        pytest.param(
            [(f"/a/{n}", "A headline of some length") for n in (3, 1, 2)],
            ["/a/3", "/a/1", "/a/2"],
            id="a family of numbers",
        ),
        pytest.param([("/a/1", "A headline of some length")], [], id="no family"),
        pytest.param(
            [("/2026/11/21/x", "A headline of some length"), ("/2025/11/21/y", "Another headline, as long"), ("/2024/1/2/z", "A third headline, as long")],
            ["/2026/11/21/x", "/2025/11/21/y", "/2024/1/2/z"],
            id="dates are one family",
        ),
        pytest.param([("/story?id=48213", "A headline of some length")], ["/story?id=48213"], id="a number in the query"),
        pytest.param([("/n/one-two-three-four", "Short")], [], id="no headline"),
        pytest.param([("/n/one-two-three-four", "習近平國家主席出席")], ["/n/one-two-three-four"], id="wide letters"),
    ],
)  # fmt: skip
def test_what_looks_like_an_article(links, urls):
    """A headline's length, and an address that is long or one of many."""
    page = "".join(f'<p><a href="{href}">{text}</a></p>' for href, text in links)
    found = read(f"<html><body>{page}</body></html>")
    assert [url for url, _ in found] == [f"https://www.b.example{url}" for url in urls]


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        pytest.param("/news/*", 5, id="path"),
        pytest.param("/news/*-story", 1, id="middle"),
        pytest.param("https://b.example/news/*", 1, id="address"),
        pytest.param("/politics/", 1, id="no star"),
        pytest.param("/news", 0, id="not whole"),
        pytest.param("/section/?page=*", 1, id="query"),
        pytest.param("*", 12, id="all of the site"),
    ],
)
def test_a_pattern_chooses(pattern, count):
    """With a pattern nothing is guessed: every link of the site that it describes, wherever it stands."""
    assert len(read(PAGE, pattern=pattern)) == count


@pytest.mark.parametrize(
    ("url", "pattern", "holds"),
    [
        ("https://b.example/news/a", "/news/*", True),
        ("https://b.example/news/", "/news/*", False),
        ("https://b.example/news/a/b?x=1", "/news/*", True),
        ("https://b.example/a/news/b", "/news/*", False),
        ("https://b.example/2026/x", "https://b.example/2026/*", True),
        ("https://b.example/a.html", "/*.html", True),
        ("https://b.example/.html", "/*.html", False),
        ("https://b.example/a/b/c", "/a/*/c", True),
        ("https://b.example/a/c", "/a/*/c", False),
        ("https://b.example/a[1]", "/a[1]", True),
        ("https://b.example/ab", "/a?", False),
    ],
)
def test_patterns(url, pattern, holds):
    """A star is one character or more; nothing else means anything but itself."""
    assert matches(url, pattern) is holds


@given(st.lists(st.sampled_from(["a", "b", "/", "*"]), max_size=8).map("".join), st.data())
def test_a_pattern_holds_on_what_it_makes(tail, data):
    """Whatever the stars stand for, the pattern finds it again."""
    word = st.text("ab/", min_size=1, max_size=3)
    path = "".join(data.draw(word) if letter == "*" else letter for letter in f"/{tail}")
    assert matches(f"https://b.example{path}", f"/{tail}")


def test_a_pattern_takes_no_time():
    """No pattern makes the search go back and forth."""
    assert not matches("https://b.example/" + "a" * 5000, "/" + "*a" * 500 + "b")


def test_base_is_heeded():
    """Relative links begin where the page says."""
    page = '<html><head><base href="/x/"></head><body><a href="a">A</a></body></html>'
    assert read(page, pattern="/x/*") == [("https://www.b.example/x/a", "A")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param("", "empty", id="nothing"),
        pytest.param(rss(""), "not-a-page", id="feed"),
        pytest.param('{"a": [1]}', "not-a-page", id="json"),
    ],
)
def test_what_is_no_page_is_said(content, code):
    """A listing that became something else is broken, not empty."""
    with pytest.raises(SourceError) as caught:
        read(content)
    assert caught.value.code == code


def test_a_page_without_articles_is_empty():
    """No links is an answer."""
    assert read("<html><body><p>Soon.</p></body></html>") == []


@settings(max_examples=60, deadline=None)
@given(
    st.floats(0, 1),
    st.integers(0, 20),
    st.text(max_size=9) | st.sampled_from(["<a href='//['>", "<base href='http://['>", "<svg>"]),
)
def test_no_damage_crashes_it(place, length, scrap):
    """A damaged page has links or a reason why not."""
    at = int(place * len(PAGE))
    damaged = (PAGE[:at] + scrap + PAGE[at + length :]).encode("utf-8", "replace")
    try:
        found = read_listing(damaged, url=URL, now=NOW)
    except SourceError:
        return
    assert isinstance(found, Found)


@pytest.mark.parametrize(
    "content",
    [b"<div>" * 200_000, b"<DIV/>" * 200_000, b"<p>x</p>" * 260_000],
    ids=["nested", "closed in vain", "long"],
)
def test_page_that_would_keep_the_parser_for_hours(content):
    """Refused at once, with the reason."""
    with pytest.raises(SourceError) as caught:
        read_listing(b"<html><body>" + content, url="https://courier.example/", now=NOW)
    assert caught.value.code == "too-large"


def test_many_elements_that_end_by_themselves():
    """Thousands of paragraphs and breaks that nobody closed are no nesting."""
    content = b"<html><body>" + b"<p>x<br><img src=a>" * 20_000
    assert read_listing(content, url="https://courier.example/", now=NOW).items == ()
