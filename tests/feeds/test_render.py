"""Whole feeds: valid whatever the articles say, and the same bytes every time."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from extractors.models import Article, Evidence, Timestamp
from feeds.models import FORMATS
from feeds.opml import render_opml
from feeds.publish import everything
from tests.feeds.beat import CHANNEL, FEED, draft, proof, rendered, stored, strike, tariff
from tests.feeds.rules import ATOM, atom_faults, json_faults, rss_faults
from tests.feeds.test_entry import any_text, is_legal

ROOT = Path(__file__).resolve().parents[2]

FAULTS = dict(zip(FORMATS, (atom_faults, rss_faults, json_faults), strict=True))


def sample() -> tuple[bytes, bytes, bytes]:
    """A feed of three articles, one of them poor in everything."""
    poor = Article(title="", text="")
    articles = [proof(strike(1), "tariffs", "tariff"), tariff(2, published=None), poor]
    return rendered(*(stored(article, id=id) for id, article in enumerate(articles, start=1)))


def digest() -> str:
    """The sample's bytes in short, to compare between processes."""
    return hashlib.sha256(b"".join(sample())).hexdigest()


@pytest.mark.parametrize("format", FORMATS)
def test_feed_is_valid(format: str):
    """Nothing to complain about under the format's own rules."""
    assert FAULTS[format](dict(zip(FORMATS, sample(), strict=True))[format]) == []


@pytest.mark.parametrize("format", FORMATS)
def test_empty_feed_is_valid(format: str):
    """A topic without articles is a feed too."""
    assert FAULTS[format](dict(zip(FORMATS, rendered(), strict=True))[format]) == []


#: What each checker must find, seeded by replacing every `old` with `new`.
SEEDED = {
    "atom, id lost": ("atom", "<entry><id>", "<entry><id/><id>"),
    "atom, link without rel": ("atom", "<summary", '<link href="https://a.example/"/><link href="https://b.example/"/><summary'),
    "atom, CDATA": ("atom", '<content type="html"', '<content type="CDATA"'),
    "atom, no author": ("atom", "<author><name>Harbours</name></author>", ""),
    "atom, no self": ("atom", 'rel="self"', 'rel="related"'),
    "atom, date": ("atom", "<published>2004-05-06T", "<published>6 May 2004 "),
    "atom, two dates alike": ("atom", ".002000+", ".001000+"),
    "atom, incomplete source": ("atom", "<source><title>North Courier</title>", "<source>"),
    "atom, foreign element": ("atom", "</entry>", "<pubDate/></entry>"),
    "atom, tag without date": ("atom", "<id>tag:topicwire", "<id>topic wire"),
    "rss, permalink": ("rss", 'isPermaLink="false"', 'isPermaLink="true"'),
    "rss, author": ("rss", "dc:creator>", "author>"),
    "rss, no self": ("rss", "atom:link", "atom:lnk"),
    "rss, date": ("rss", " 2004 ", " 04 "),
    "rss, same guid": ("rss", r"<guid isPermaLink=\"false\">[^<]+", '<guid isPermaLink="false">tag:x,2026:1'),
    "rss, no channel title": ("rss", "<channel>\n<title>[^<]+</title>", "<channel>"),
    "json, version": ("json", "version/1.1", "version/1"),
    "json, no id": ("json", '"id": "tag:', '"uid": "tag:'),
    "json, numeric id": ("json", r'"id": "[^"]+"', '"id": 7'),
    "json, no content": ("json", '"content_html"', '"content"'),
    "json, date": ("json", '"date_modified": "2004-05-06T', '"date_modified": "6 May 2004 '),
}  # fmt: skip


@pytest.mark.parametrize(("format", "old", "new"), SEEDED.values(), ids=SEEDED.keys())
def test_checker_finds_seeded_fault(format: str, old: str, new: str):
    """The rules above are worth something: they object to each of these."""
    content = dict(zip(FORMATS, sample(), strict=True))[format].decode()
    broken, times = re.subn(old, new, content)
    assert times
    assert FAULTS[format](broken.encode())


def test_bytes_do_not_depend_on_the_process():
    """Another process with another hash seed and another time zone renders the very same feeds."""
    command = "from tests.feeds.test_render import digest; print(digest())"
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Asia/Yerevan"}
    other = subprocess.run(
        [sys.executable, "-c", command],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert other.stdout.strip() == digest() == digest()


def test_no_date_is_made_up():
    """Every date in a feed is one of the articles': feedgen would add the time of the build."""
    dates = re.findall(r"\d{4}-\d\d-\d\d|\d\d \w{3} \d{4}", b"".join(sample()).decode())
    assert set(dates) == {"2004-05-06", "06 May 2004"}


def test_order_is_the_one_given():
    """feedgen reverses it; the fragments are joined as the store gave them, latest first."""
    articles = [stored(strike(number), id=number) for number in (3, 1, 2)]
    guids = [article.record.guid for article in articles if article.record]
    atom, rss, json_feed = rendered(*articles)
    assert [found.text for found in etree.fromstring(atom).iterfind(f"{ATOM}entry/{ATOM}id")] == (
        guids
    )
    assert [found.text for found in etree.fromstring(rss).iter("guid")] == guids
    assert [item["id"] for item in json.loads(json_feed)["items"]] == guids


def test_header_says_what_and_where():
    """Title, description, own address and page, the same in all formats."""
    atom, rss, json_feed = rendered()
    feed, channel, document = (
        etree.fromstring(atom),
        etree.fromstring(rss)[0],
        json.loads(json_feed),
    )
    title = "Strikes & walkouts · Harbours"
    assert feed.findtext(f"{ATOM}title") == channel.findtext("title") == document["title"] == title
    links = [(link.get("rel"), link.get("href")) for link in feed.iterfind(f"{ATOM}link")]
    assert links == [
        ("self", "https://feeds.courier.example/feeds/strikes.atom"),
        ("alternate", "https://feeds.courier.example/"),
    ]
    (itself,) = channel.iterfind(f"{ATOM}link")
    assert itself.get("href") == "https://feeds.courier.example/feeds/strikes.rss"
    assert channel.findtext("link") == document["home_page_url"] == links[1][1]
    assert document["feed_url"] == "https://feeds.courier.example/feeds/strikes.json"
    assert feed.findtext(f"{ATOM}updated") == "2004-05-06T07:08:09+00:00"
    assert channel.findtext("lastBuildDate") == "Thu, 06 May 2004 07:08:09 +0000"


def test_feed_id_outlives_a_move():
    """Another host, another title: the same feed; another beat or topic: another one."""

    def id_of(feed: Any = FEED, **changes: Any) -> str:
        atom, _, _ = rendered(feed=feed, channel=replace(CHANNEL, **changes))
        return etree.fromstring(atom).findtext(f"{ATOM}id")

    assert id_of() == id_of(base_url="https://elsewhere.example/", name="Ports")
    assert id_of() == id_of(replace(FEED, title="Renamed"))
    assert len({id_of(), id_of(beat="ba9876543210"), id_of(everything("Harbours"))}) == 3


def test_opml_lists_every_feed_once():
    """OPML 2.0, one Atom outline a feed: three formats would be three subscriptions."""
    feeds = [replace(FEED, title='"A" & <B>'), everything("Harbours")]
    opml = etree.fromstring(render_opml(feeds, channel=replace(CHANNEL, name="R & D")))
    assert (opml.tag, opml.get("version")) == ("opml", "2.0")
    assert opml.findtext("head/title") == "R & D"
    assert [dict(outline.attrib) for outline in opml.iterfind("body/outline")] == [
        {
            "type": "rss",
            "text": feed.title,
            "title": feed.title,
            "description": feed.description,
            "xmlUrl": f"https://feeds.courier.example/feeds/{feed.name}.atom",
            "htmlUrl": "https://feeds.courier.example/",
        }
        for feed in feeds
    ]


#: Any characters, and the ones that break feeds more often than chance would bring them.
nasty = any_text | st.lists(
    st.sampled_from(
        ["]]>", "<![CDATA[", "<b>", "&amp;", "&", "\x00", "\x1b", "\x85", "\r", "\ufffe", "\ud800",
         "\u202e", "</entry>", "</item>", "'", '"', "\u2028", " ", "слово"]
    ),
    max_size=8,
).map("".join)  # fmt: skip

urls = st.none() | nasty | nasty.map("https://a.example/".__add__) | nasty.map("http://".__add__)

moments = st.integers(-(10**10), 10**11).map(lambda second: datetime.fromtimestamp(second, UTC))


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Any article at all, with evidence somewhere in its title or text."""
    title, text = draw(nasty), draw(nasty)
    evidence = []
    for topic in draw(st.sets(st.sampled_from(["strikes", "tariffs", "bygone"]))):
        field = draw(st.sampled_from(["title", "text"]))
        within = {"title": title, "text": text}[field]
        cuts = sorted(draw(st.tuples(*[st.integers(0, len(within))] * 4)))
        begin, start, end, stop = cuts
        evidence.append(
            Evidence(
                topic=topic,
                rule="a rule",
                field=field,
                start=start,
                end=end,
                score=1.0,
                words=(within[start:end],) if end > start else (),
                sentence=within[begin:stop],
            )
        )
    precisions = st.sampled_from(["instant", "day", "month"])
    stamps = st.builds(
        Timestamp, at=moments, precision=precisions, found_in=st.just("meta"), written=nasty
    )
    return Article(
        url=draw(urls),
        title=title,
        text=text,
        authors=tuple(draw(st.lists(nasty, max_size=2))),
        site=draw(st.none() | nasty),
        published=draw(st.none() | stamps),
        language=draw(st.sampled_from([None, "en", "hy"])),
        evidence=tuple(evidence),
    )


@settings(deadline=None, max_examples=300)
@given(article=articles(), name=nasty, topic_title=nasty, last=st.integers(2, 1000))
def test_no_article_breaks_a_feed(article: Article, name: str, topic_title: str, last: int):
    """Whatever an article says, all formats stay valid, and its title is read as it was written."""
    channel = replace(CHANNEL, name=f"N{name}", topics={"strikes": f"T{topic_title}"})
    first, second = stored(article, id=1), stored(draft(2), id=last)
    atom, rss, json_feed = rendered(first, second, channel=channel)
    assert atom_faults(atom) == []
    assert rss_faults(rss) == []
    assert json_faults(json_feed) == []
    title = "".join(filter(is_legal, article.title)).strip() or "Untitled"
    titles = [title, draft(2).title]
    feed, items = etree.fromstring(atom), json.loads(json_feed)["items"]
    assert [found.text for found in feed.iterfind(f"{ATOM}entry/{ATOM}title")] == titles
    assert [found.text for found in etree.fromstring(rss).iterfind("channel/item/title")] == titles
    assert [item["title"] for item in items] == titles
