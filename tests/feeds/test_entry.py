"""Entries: one article as Atom, RSS and JSON, and every cure for feedgen's faults."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml.html import fragments_fromstring

from extractors.models import Article, Evidence, Timestamp
from feeds.entry import SCHEME, address_of, excerpt, legal, marked, render_entry
from storage.articles import guid_of
from tests.feeds.beat import SEEN, TITLES, draft, entry, proof, stored, strike, tariff
from tests.feeds.rules import ATOM, CONTENT, CREATOR


def atom(article: Article) -> Any:
    """The entry as it is read inside an Atom feed."""
    return etree.fromstring(
        b'<feed xmlns="http://www.w3.org/2005/Atom">' + entry(article).atom + b"</feed>"
    )[0]


def rss(article: Article) -> Any:
    """The item as it is read inside an RSS feed."""
    opening = (
        b'<channel xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/">'
    )
    return etree.fromstring(opening + entry(article).rss + b"</channel>")[0]


def contents(article: Article) -> list[str]:
    """The entry's HTML, from each format."""
    return [
        atom(article).findtext(f"{ATOM}content"),
        rss(article).findtext(CONTENT),
        entry(article).json["content_html"],
    ]


def stamp(at: datetime, precision: Any = "instant") -> Timestamp:
    return Timestamp(at=at, precision=precision, found_in="meta", written="…")


def test_link_keeps_rel_and_type():
    """feedgen loses them, and a link without rel is one more alternate."""
    (link,) = atom(strike(1)).findall(f"{ATOM}link")
    assert dict(link.attrib) == {
        "href": "https://north.example/news/1?page=1&lang=en",
        "rel": "alternate",
        "type": "text/html",
    }
    assert rss(strike(1)).findtext("link") == link.get("href")
    assert entry(strike(1)).json["url"] == link.get("href")


def test_source_is_complete():
    """feedgen writes title and link only; RFC 4287 wants id and updated as well."""
    source = atom(strike(1)).find(f"{ATOM}source")
    assert {child.tag.removeprefix(ATOM): child.text or child.get("href") for child in source} == {
        "title": "North Courier",
        "link": "https://north.example/",
        "id": "https://north.example/",
        "updated": "2004-05-06T07:08:09.001000+00:00",
    }
    assert rss(strike(1)).find("source").get("url") == "https://north.example/"


def test_content_is_html_in_every_format():
    """Never type CDATA, which is no Atom, and never text, whose tags readers would show."""
    assert atom(strike(1)).find(f"{ATOM}content").get("type") == "html"
    assert len(set(contents(strike(1)))) == 1
    assert contents(strike(1))[0].startswith("<p><strong>North Courier</strong>")


def test_summary_is_read_as_it_was_written():
    """feedgen gives one string to both formats: unescaped, RSS readers take `5 < 6` for a tag."""
    article = draft(1, text="In short: 5 < 6 &amp; 7 > 6.")
    summary = atom(article).find(f"{ATOM}summary")
    assert summary.get("type") == "html"
    for escaped in (summary.text, rss(article).findtext("description")):
        assert escaped == "In short: 5 &lt; 6 &amp;amp; 7 &gt; 6."
        assert html.unescape(escaped) == article.text
    assert entry(article).json["summary"] == article.text


def test_updated_is_the_stored_moment():
    """Left alone, feedgen writes the time of the build, and readers flag every entry as new."""
    assert atom(strike(1)).findtext(f"{ATOM}updated") == "2004-05-06T07:08:09.001000+00:00"
    assert entry(strike(1)).json["date_modified"] == "2004-05-06T07:08:09.001000+00:00"


def test_ids_are_the_stored_guid():
    """One id in all formats, and in RSS no claim that it is an address."""
    guid = rss(strike(1)).find("guid")
    assert guid.get("isPermaLink") == "false"
    assert (
        guid.text == atom(strike(1)).findtext(f"{ATOM}id") == entry(strike(1)).json["id"]
        == guid_of("1")
    )  # fmt: skip


def test_rss_names_authors_as_creators():
    """An RSS author without e-mail address is invalid, so feedgen drops it: dc:creator carries names."""
    assert [name.text for name in rss(strike(1)).iterfind(CREATOR)] == ["Ann Lee", "Bo Ek"]
    assert rss(strike(1)).find("author") is None


def test_dublin_core_stays_in_rss():
    """An Atom feed does not declare its prefix."""
    assert b"dc:" in entry(strike(1)).rss
    assert b"dc:" not in entry(strike(1)).atom


BYLINES = {
    "persons": (("Ann Lee", "\x00Bo "), ["Ann Lee", "Bo"]),
    "outlet instead": ((), ["North Courier"]),
    "nothing legal": (("\x00", " "), []),
}


@pytest.mark.parametrize(("authors", "names"), BYLINES.values(), ids=BYLINES.keys())
def test_byline_is_the_same_in_every_format(authors: tuple[str, ...], names: list[str]):
    """Without any, readers of JSON would name the feed's author, who wrote nothing of it."""
    article = strike(1, authors=authors)
    assert [name.text for name in atom(article).iterfind(f"{ATOM}author/{ATOM}name")] == names
    assert [name.text for name in rss(article).iterfind(CREATOR)] == names
    assert [one["name"] for one in entry(article).json.get("authors", [])] == names


@pytest.mark.parametrize("site", [None, "", " \x00"], ids=["unknown", "empty", "blank"])
def test_unknown_outlet_is_said_to_be_unknown(site: str | None):
    """A source without a name would be invalid, and a blank line before the excerpt a riddle."""
    article = strike(1, site=site)
    assert atom(article).find(f"{ATOM}source") is None
    assert rss(article).find("source") is None
    assert entry(article).json["_topicwire"]["site"] is None
    for content in contents(article):
        assert content.startswith("<p><strong>Outlet not stated</strong>, 2004-05-06")


def test_language_is_stated():
    """feedgen cannot say an entry's language; hyphenation and speech need it."""
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert atom(strike(1, language="hy")).get(lang) == "hy"
    assert entry(strike(1, language="hy")).json["language"] == "hy"
    assert atom(strike(1, language=None)).get(lang) is None
    assert "language" not in entry(strike(1, language=None)).json


def test_categories_name_their_scheme():
    """A topic's name is ours alone, so it says whose it is; its title is for people."""
    article = proof(strike(1), "tariffs", "tariff")
    assert [dict(found.attrib) for found in atom(article).iterfind(f"{ATOM}category")] == [
        {"term": "strikes", "scheme": SCHEME, "label": "Strikes & walkouts"},
        {"term": "tariffs", "scheme": SCHEME, "label": "Tariffs"},
    ]
    assert [(one.text, one.get("domain")) for one in rss(article).iterfind("category")] == [
        ("Strikes & walkouts", SCHEME),
        ("Tariffs", SCHEME),
    ]
    assert entry(article).json["tags"] == ["strikes", "tariffs"]


def test_topic_without_title_shows_its_name():
    """Articles tagged by an older topics file keep topics that have no title any more."""
    fragment = render_entry(stored(strike(1)), titles={})
    assert b'label="strikes"' in fragment.atom


UNDATED = {"unknown": None, "future": stamp(SEEN + timedelta(days=1, seconds=1))}


@pytest.mark.parametrize("published", UNDATED.values(), ids=UNDATED.keys())
def test_unsure_date_is_left_out(published: Timestamp | None):
    """No date, and a date that had not come when we saw the article, are both no date: never now()."""
    article = strike(1, published=published)
    assert atom(article).find(f"{ATOM}published") is None
    assert rss(article).find("pubDate") is None
    assert "date_published" not in entry(article).json
    assert entry(article).json["_topicwire"]["date_published_precision"] is None
    assert contents(article)[0].startswith("<p><strong>North Courier</strong></p>")


DATED = {
    "instant": (datetime(2004, 5, 1, 9, 30, tzinfo=UTC), "2004-05-01 09:30 UTC"),
    "day": (datetime(2004, 5, 1, tzinfo=UTC), "2004-05-01"),
    "month": (datetime(2004, 5, 1, tzinfo=UTC), "2004-05"),
}


@pytest.mark.parametrize("precision", DATED)
def test_date_is_shown_as_precisely_as_known(precision: Any):
    """The formats have only instants; the text and `_topicwire` do not pretend."""
    at, shown = DATED[precision]
    article = strike(1, published=stamp(at, precision))
    assert atom(article).findtext(f"{ATOM}published") == at.isoformat()
    assert rss(article).findtext("pubDate") == at.strftime("%a, %d %b %Y %H:%M:%S +0000")
    assert entry(article).json["date_published"] == at.isoformat()
    assert entry(article).json["_topicwire"]["date_published_precision"] == precision
    for content in contents(article):
        assert content.startswith(f"<p><strong>North Courier</strong>, {shown}</p>")


def test_day_in_a_zone_ahead_of_ours_is_no_future():
    """A page dated tomorrow may come from where it is tomorrow."""
    article = strike(1, published=stamp(SEEN + timedelta(days=1), "day"))
    assert atom(article).find(f"{ATOM}published") is not None


ADDRESSES = {
    "plain": ("https://a.example/x?y=1&z=2#top", "https://a.example/x?y=1&z=2#top"),
    "already encoded": ("https://a.example/%D0%B0", "https://a.example/%D0%B0"),
    "letters": ("http://a.example/б", "http://a.example/%D0%B1"),
    "space and quotes": ('http://a.example/a b"<>', "http://a.example/a%20b%22%3C%3E"),
    "padded": (" \thttp://a.example/ \n", "http://a.example/"),
    "line break inside": ("http://a.example/a\nb", "http://a.example/ab"),
    "illegal character": ("http://a.example/a\x00\ud800b", "http://a.example/ab"),
    "capitals": ("HTTPS://a.example/", "https://a.example/"),
    "unknown": (None, None),
    "empty": ("", None),
    "javascript": ("javascript:alert(1)", None),
    "javascript, hidden": (" java\nscript:alert(1)", None),
    "javascript, with a host": ("javascript://a.example/%0aalert(1)", None),
    "data": ("data:text/html,<script>", None),
    "file": ("file:///srv/inbox/a.html", None),
    "relative": ("/news/1", None),
    "no host": ("http:///news", None),
    "not an address": ("http://[2026]/", None),
}


@pytest.mark.parametrize(("url", "expected"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_only_web_addresses_are_linked(url: str | None, expected: str | None):
    """A reader may open what a link says: never a script, and nothing that is not a URL."""
    article = strike(1, url=url)
    assert address_of(article) == expected
    link = atom(article).find(f"{ATOM}link")
    assert (link.get("href") if link is not None else None) == expected
    assert rss(article).findtext("link") == expected
    assert entry(article).json.get("url") == expected
    if expected is None:
        assert rss(article).find("source") is None
        assert "javascript" not in "".join(contents(article))


def test_matched_words_are_marked():
    """Each topic shows its best sentence with the words it stands on."""
    article = proof(strike(1), "tariffs", "tariff")
    (content,) = set(contents(article))
    assert (
        "<p><em>Strikes &amp; walkouts</em>: <q><mark>Dockers</mark> at berth 1 voted to"
        " <mark>strike</mark> over a tariff.</q></p>"
    ) in content
    assert (
        "<p><em>Tariffs</em>: <q>Dockers at berth 1 voted to strike over a <mark>tariff</mark>.</q></p>"
    ) in content


def test_evidence_in_the_title_is_marked():
    """Offsets of evidence from the title count in the title."""
    title = "Dockers strike again"
    found = Evidence(
        topic="strikes", rule="r", field="title", start=8, end=14, words=("strike",), sentence=title, score=2.0
    )  # fmt: skip
    (content,) = set(contents(draft(1, title=title, evidence=(found,))))
    assert "<q>Dockers <mark>strike</mark> again</q>" in content


def test_json_carries_all_evidence():
    """The extension object says rule, field, words and sentence of every piece of evidence."""
    article = proof(proof(draft(1), "strikes", "Dockers", "strike"), "strikes", "tariff")
    evidence = entry(article).json["_topicwire"]["evidence"]
    assert [found["words"] for found in evidence] == [["Dockers", "strike"], ["tariff"]]
    assert {found["sentence"] for found in evidence} == {article.text.split("\n")[0]}


def test_markup_in_an_article_stays_text():
    """What a page says is never markup of ours."""
    bad = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    article = proof(draft(1, title=bad, text=f"{bad} strike {bad}", site=bad), "strikes", bad)
    for content in contents(article):
        tags = {node.tag for part in fragments_fromstring(content) for node in part.iter()}
        assert tags == {"p", "strong", "em", "q", "mark"}


@pytest.mark.parametrize("title", ["", "\x00", " \n "])
def test_empty_title_is_named(title: str):
    """Both formats demand a title, and a reader without one has nothing to click."""
    assert atom(strike(1, title=title)).findtext(f"{ATOM}title") == "Untitled"
    assert rss(strike(1, title=title)).findtext("title") == "Untitled"
    assert entry(strike(1, title=title)).json["title"] == "Untitled"


EXCERPTS = {
    "short": ("One two.", "One two."),
    "lines": ("One\ntwo\t three.", "One two three."),
    "cut at a word": ("Onetwothree four five", "Onetwothree four…"),
    "cut after a comma": ("Onetwothre four, five", "Onetwothre four…"),
    "no space": ("O" * 30, "O" * 18 + "…"),
}


@pytest.mark.parametrize(("text", "expected"), EXCERPTS.values(), ids=EXCERPTS.keys())
def test_excerpt(text: str, expected: str):
    """The beginning, whole words, an ellipsis only where something is missing."""
    assert excerpt(text, limit=18) == expected


def test_no_full_text_is_published():
    """Of a long article only the excerpt and the evidence leave the house."""
    article = strike(1, text="Dockers strike.\n" + "word " * 200 + "the very end")
    fragment = entry(article)
    assert b"very end" not in fragment.atom + fragment.rss + json.dumps(fragment.json).encode()


def test_renders_alike_twice():
    """The same article gives the same bytes."""
    article = proof(strike(1), "tariffs", "tariff")
    assert entry(article) == entry(article)


def test_unstored_topics_do_not_matter_for_order():
    """Topics come out sorted, however the evidence was given."""
    article = tariff(1)
    both = replace(article, evidence=(*article.evidence, *strike(1).evidence))
    assert entry(both).json["tags"] == sorted(TITLES)


any_text = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)


@given(any_text)
def test_legal_text_is_legal(text: str):
    """What `legal` lets through, XML and UTF-8 take; what it takes out is illegal or a control."""
    kept = legal(text)
    element = etree.Element("x")
    element.text = kept
    assert etree.fromstring(etree.tostring(element)).text == (kept or None)
    assert kept == "".join(character for character in text if is_legal(character))


def is_legal(character: str) -> bool:
    """XML 1.0's production Char, without the controls that it discourages."""
    code = ord(character)
    return character in "\t\n\r" or (
        0x20 <= code <= 0x7E
        or 0xA0 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or code >= 0x10000
    )


@given(st.data())
def test_marking_loses_nothing(data: st.DataObject):
    """The pieces are the sentence, and the marked one is the word that was found, repeats or not."""
    text = data.draw(st.text(alphabet="ab .", min_size=1, max_size=30))
    begin, start, end, stop = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 4)))
    word = text[start:end]
    found = Evidence(
        topic="t", rule="r", field="text", start=start, end=end, words=(word,) if word else (),
        sentence=text[begin:stop], score=1.0,
    )  # fmt: skip
    pieces = marked(found, text=text)
    assert "".join(piece for piece, _ in pieces) == found.sentence
    assert [piece for piece, is_match in pieces if is_match] == list(found.words)
