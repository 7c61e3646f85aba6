"""From bytes to article, or to the reason why not."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.models import Article, Origin, RawDocument, Rejection
from extractors.page.article import MAX_BYTES, MAX_WRAPPED_BYTES, _judged, read_article
from extractors.page.reading import Reading

_NOW = datetime(2025, 3, 12, tzinfo=UTC)
_SHARED = Path(__file__).resolve().parents[2].parent / "shared"

_LINES = [
    "The organisation said on Tuesday that it would send a mission to the border next month.",
    "Nobody objected, although two ministers had asked for more time to read the papers.",
    "The mission is to stay for half a year, and its members are to carry no arms at all.",
    "A first group of twelve observers will travel by rail, the spokeswoman told reporters.",
]
_TEXT = "\n".join(_LINES)
_HEAD = "<title>Bloc sends mission | The Courier</title><meta property='og:site_name' content='The Courier'>"


def _page(body: str = "".join(f"<p>{line}</p>" for line in _LINES), head: str = _HEAD) -> str:
    return (
        f"<html lang='en'><head>{head}</head><body><h1>Bloc sends mission</h1>{body}</body></html>"
    )


def _read(
    content: bytes | str,
    *,
    location: str = "file:///in/a.html",
    url: str | None = None,
    content_type=None,
):
    content = content.encode() if isinstance(content, str) else content
    return read_article(
        RawDocument(
            content=content,
            location=location,
            url=url,
            content_type=content_type,
            read_at=datetime(2025, 3, 12, tzinfo=UTC),
        )
    )


def _article(content: bytes | str, **where) -> Article:
    found = _read(content, **where)
    assert isinstance(found, Article), found
    return found


def test_page_becomes_an_article():
    """Every field of a page arrives, and no topic yet."""
    head = (
        _HEAD
        + "<meta name='author' content='Jane Doe'><meta name='date' content='2025-03-12T10:00:00Z'>"
    )
    found = _article(_page(head=head), url="https://courier.example/a?utm_source=x")
    assert (found.title, found.text, found.language) == ("Bloc sends mission", _TEXT, "en")
    assert (found.authors, found.site, found.url) == (
        ("Jane Doe",),
        "The Courier",
        "https://courier.example/a",
    )
    assert found.published is not None
    assert found.published.at == datetime(2025, 3, 12, 10, tzinfo=UTC)
    assert found.topics == ()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(gzip.compress(_page().encode()), id="gzip"),
        pytest.param(_page().encode("utf-16"), id="utf-16"),
        pytest.param(_page().encode("utf-16-le"), id="utf-16 without mark"),
        pytest.param(_page().replace("Nobody", "No\x00bo\x01d\x1by").encode(), id="controls"),
        pytest.param(_page().replace("Nobody", "No&shy;bo\u200bdy").encode(), id="invisible"),
        pytest.param(_page().replace("\n", "\r\n").encode(), id="line ends"),
        pytest.param(
            _page().replace("on Tuesday", "on&nbsp;Tuesday").encode(), id="no-break space"
        ),
        pytest.param(
            _page(
                head=_HEAD + "<script type='application/ld+json'>" + "[" * 50_000 + "</script>"
            ).encode(),
            id="deep json",
        ),
    ],
)
def test_dress_does_not_matter(content):
    """The same page in other bytes is the same article."""
    found = _article(content)
    assert (found.title, found.text) == ("Bloc sends mission", _TEXT)


def test_title_has_no_direction_marks():
    """A title cannot turn the lines of a reader around it."""
    page = (
        _page()
        .replace("<h1>Bloc", "<h1>\u202eBloc&#x202e;")
        .replace("<title>Bloc", "<title>\u2067Bloc")
    )
    assert _article(page).title == "Bloc sends mission"


def test_title_comes_from_the_lede_where_there_is_none():
    """A page without any title has its first sentence for one."""
    found = _article(
        "<html><body>" + "".join(f"<p>{line}</p>" for line in _LINES) + "</body></html>"
    )
    assert found.title == _LINES[0].removesuffix(".")


def test_fields_say_where_they_are_from():
    """What was made of the text itself is trusted less than what the page or the request said."""
    found = _article(
        "<html><body>" + "".join(f"<p>{line}</p>" for line in _LINES) + "</body></html>",
        url="https://courier.example/a?utm_source=x",
    )
    assert found.origins["title"] == Origin(found_in="text", confidence="low")
    assert found.origins["language"] == Origin(found_in="text", confidence="medium")
    assert (found.url, found.origins["url"]) == (
        "https://courier.example/a",
        Origin(found_in="request", confidence="high"),
    )
    assert {name for name in found.origins if not getattr(found, name)} == set()


def test_all_that_a_reading_holds_arrives():
    """Every field that a reader of a format finds is the article's, in one line and cleaned."""
    meta = Origin(found_in="meta", confidence="high")
    reading = Reading(
        title=" Bloc\nsends mission ",
        lines=tuple(_LINES),
        authors=("Jane\u00a0Doe",),
        organisations=("News  desk",),
        site="The Courier",
        url="https://courier.example/a",
        language="en",
        section="World",
        description="A mission.",
        image="https://courier.example/a.jpg",
        access="paywalled",
        licence="CC BY 4.0",
        tdm="reserved",
        origins={"site": meta, "licence": meta, "description": meta},
        flags=frozenset({"rescued", "paywalled"}),
    )
    found = _judged(reading, "html", "", RawDocument(content=b"", location="x", read_at=_NOW))
    assert found == Article(
        title="Bloc sends mission",
        text=_TEXT,
        authors=("Jane Doe",),
        organisations=("News desk",),
        site="The Courier",
        url="https://courier.example/a",
        language="en",
        section="World",
        description="A mission.",
        image="https://courier.example/a.jpg",
        access="paywalled",
        licence="CC BY 4.0",
        tdm="reserved",
        origins={"site": meta, "licence": meta, "description": meta},
        flags=("paywalled", "rescued"),
    )


@pytest.mark.parametrize("name", ["a.eml", "a.html", "a"])
def test_content_decides_what_is_unwrapped(name):
    """A packed mail is read as one whatever it is called."""
    mail = f"From: Jane Doe <jane@b.example>\nSubject: Bloc sends mission\n\n{_TEXT}"
    found = _article(gzip.compress(mail.encode()), location=f"file:///in/{name}")
    assert (found.title, found.authors) == ("Bloc sends mission", ("Jane Doe",))


def test_plain_text_becomes_an_article():
    """A text file goes the same way."""
    found = _article("Bloc sends mission\n\n" + "\n\n".join(_LINES), location="file:///in/a.txt")
    assert found.text.endswith(_TEXT)
    assert found.language == "en"


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        pytest.param(b"", "empty", "empty", id="nothing"),
        pytest.param(b" \r\n\t\xef\xbb\xbf", "empty", "empty", id="blanks"),
        pytest.param(
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00", "not-text", "a PNG image", id="png"
        ),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "unreadable", "PDF", id="pdf"),
        pytest.param(b"WARC/1.0\r\nWARC-Type: x\r\n", "not-an-article", "WARC", id="warc"),
        pytest.param(
            b"PK\x03\x04\x14\x00\x06\x00" + b"\x00" * 20, "not-text", "a ZIP archive", id="zip"
        ),
        pytest.param(b"\x7fELF\x02\x01\x01" + b"\x00" * 40, "not-text", "an ELF program", id="elf"),
        pytest.param(
            gzip.compress(gzip.compress(_page().encode())),
            "not-text",
            "a gzip archive",
            id="gzip twice",
        ),
        pytest.param(
            gzip.compress(_page().encode())[:-30], "truncated", "ends early", id="gzip cut"
        ),
        pytest.param(
            b"\x1f\x8b\x08\x00" + b"\xff" * 60, "unreadable", "damaged", id="gzip damaged"
        ),
        pytest.param(gzip.compress(b"a" * (MAX_BYTES + 1)), "too-large", "10 MB", id="gzip bomb"),
        pytest.param(
            gzip.compress(b"From: a@b.c\nMIME-Version: 1.0\n\n" + bytes(MAX_WRAPPED_BYTES)),
            "too-large",
            "50 MB",
            id="gzip bomb of a mail",
        ),
        pytest.param(b"<p>" + b"a " * (MAX_BYTES // 2), "too-large", "10 MB", id="too large"),
        pytest.param(
            "<?xml version='1.0'?><rss version='2.0'></rss>", "feed", "RSS or Atom", id="feed"
        ),
        pytest.param(
            "<?xml version='1.0'?><urlset></urlset>", "not-an-article", "<urlset>", id="sitemap"
        ),
        pytest.param(_page("<div>" * 5000 + _LINES[0]), "truncated", "would be cut", id="too deep"),
        pytest.param(
            _page("<p>The page you want is not here.</p>"),
            "not-an-article",
            " characters of text",
            id="error page",
        ),
        pytest.param(
            _page(
                "<ul>"
                + "".join(f"<li><a href='/{n}'>Section number {n}</a></li>" for n in range(60))
                + "</ul>"
            ),
            "not-an-article",
            " characters of text",
            id="navigation",
        ),
        pytest.param('"' * 5000, "not-an-article", "none of them a sentence", id="no letters"),
        pytest.param("Only one short line of text.", "too-short", "28 characters", id="short text"),
        pytest.param(
            _page("<p>The harbour is closed until noon because of the fog.</p>"),
            "too-short",
            " characters",
            id="short page",
        ),
    ],
)
def test_rejections_say_why(content, code, words):
    """What is no article is refused with a code to filter by and a sentence to read."""
    found = _read(content)
    assert isinstance(found, Rejection), found
    assert found.code == code
    assert words in found.reason
    assert found.reason[0].isupper()
    assert found.reason.endswith(".")


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=400).map(lambda text: f"<html><body>{text}".encode("utf-8", "surrogatepass")),
        st.text(max_size=200).map(lambda text: f"MIME-Version: 1.0\nSubject: {text}\n\n{text}".encode("utf-8", "surrogatepass")),
        st.dictionaries(st.sampled_from(["html", "text", "body", "url", "title", "date", "author"]), st.one_of(st.text(), st.integers(), st.floats(), st.just(_TEXT)))
        .map(lambda fields: json.dumps({"x": 1, **fields}).encode()),
        st.lists(st.sampled_from(["Content-Type: ", "multipart/mixed", "text/html", "; boundary=b", "; charset=", "\n", "\n\n", "--b", "--b--", "From: ", "a@b.c", "=?", "utf-8", "?Q?", "?=", "base64", "Content-Transfer-Encoding: ", _TEXT, "\x80"]))
        .map(lambda parts: ("MIME-Version: 1.0\n" + "".join(parts)).encode("latin-1", "replace")),
        st.lists(st.sampled_from(["<p>", "</div>", "<svg", "<!--", "&#1;", "&#x", "<script>", "{", "\x00", _TEXT, "<h1>", "<title>"]))
        .map(lambda parts: ("<html>" + "".join(parts)).encode()),
    )
)  # fmt: skip
def test_no_bytes_raise(content):
    """Whatever the bytes, the answer is an article or a reason, and clean enough for a feed."""
    found = _read(content)
    if isinstance(found, Article):
        shown = found.title + found.text
        assert found.title
        assert not any(
            (ord(char) < 0x20 and char not in "\n\t") or 0x7F <= ord(char) <= 0x9F for char in shown
        )
        shown.encode("utf-8")


@pytest.mark.skipif(
    not (_SHARED / "devset").is_dir(), reason="the labelled articles are not in this checkout"
)
def test_labelled_pages():
    """On the labelled HTML pages title, first author, day, site and language are right, and no teaser is left."""
    wrong = []
    for line in (_SHARED / "devset" / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        if not gold["file"].endswith(".html"):
            continue
        found = _article((_SHARED / "devset" / "articles" / gold["file"]).read_bytes())
        day = found.published.at.date().isoformat() if found.published else None
        author = found.authors[0] if found.authors else None
        said = (found.title, author, day, found.site, found.language)
        if said != tuple(gold[key] for key in ("title", "author", "published", "site", "lang")):
            wrong.append((gold["file"], said))
        leaks = [teaser for teaser in gold["must_not_contain"] if teaser in found.text]
        wrong += [(gold["file"], leak) for leak in leaks]
    assert wrong == []
