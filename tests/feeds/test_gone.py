"""What a feed says of a page that is gone, and of words that changed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from extractors.models import Article
from feeds.entry import Fragment, render_entry
from feeds.models import WordChange
from feeds.pages import render_article
from feeds.revision import CHANGE_CHARACTERS, word_change
from storage.versions import Revision
from tests.feeds.beat import CHANNEL, SEEN, TITLES, Beat, draft, rendered, stored, strike, tariff
from tests.feeds.rules import CONTENT, TOMBSTONE, atom_faults, json_faults, rss_faults

NOTICED = SEEN + timedelta(hours=3)
NOTE = "The page is gone (noticed 2004-05-06 10:08 UTC). The copy that was read before is kept."


def gone(number: int, *, since: datetime = NOTICED) -> Article:
    article = stored(strike(number), id=number)
    assert article.record
    return replace(article, record=replace(article.record, gone=since))


def entry(article: Article, change: WordChange | None = None) -> Fragment:
    return render_entry(article, titles=TITLES, change=change)


def feed(beat: Beat, format: str) -> bytes:
    return (beat.feeds / "feeds" / f"all.{format}").read_bytes()


def test_atom_has_a_tombstone_for_it():
    """Of the entry's id, with when it was noticed, whose it is and that nothing was deleted here."""
    article = gone(1)
    buried: Any = etree.fromstring(entry(article).atom)
    assert buried.tag == f"{TOMBSTONE}deleted-entry"
    assert article.record
    assert dict(buried.attrib) == {"ref": article.record.guid, "when": NOTICED.isoformat()}
    (comment,) = buried
    assert (comment.tag, comment.text) == (
        f"{TOMBSTONE}comment",
        f'Berth 1: "no deal" & 5 < 6: {NOTE}',
    )


def test_comment_has_the_address_of_our_page():
    """Where what was read is still explained."""
    fragment = render_entry(gone(7), titles=TITLES, base_url="https://feeds.example/")
    assert fragment.atom.decode().endswith(
        "is kept. https://feeds.example/articles/7.html</at:comment></at:deleted-entry>"
    )


def test_rss_and_json_say_it_in_words():
    """They know no tombstones: an item that left would just be forgotten."""
    article = gone(1)
    item: Any = etree.fromstring(
        b'<c xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/">' + entry(article).rss + b"</c>"
    )[0]
    assert item.findtext("description").endswith(f"day 1. {NOTE}")
    assert f"<p><strong>{NOTE}</strong></p>" in item.findtext(CONTENT)
    json_item = entry(article).json
    assert json_item["summary"].endswith(NOTE)
    assert json_item["_topicwire"]["gone"] == NOTICED.isoformat()
    assert "gone" not in entry(stored(strike(1))).json["_topicwire"]


def test_feeds_with_tombstones_are_valid():
    """By the rules of all three formats, between entries and alone, and the same bytes each time."""
    articles = (stored(strike(1), id=1), gone(2), stored(tariff(3), id=3))
    for chosen in (articles, (gone(2),)):
        atom, rss, json_feed = rendered(*chosen)
        assert (atom_faults(atom), rss_faults(rss), json_faults(json_feed)) == ([], [], [])
        assert rendered(*chosen) == (atom, rss, json_feed)


def test_gone_and_back(filled: Beat):
    """The entry leaves the Atom feed for its tombstone and returns under its id; each changes the feed's date once."""
    before = {one.id: one for one in feedparser.parse(feed(filled, "atom")).entries}
    filled.mark_gone(1, since=NOTICED)
    assert "feeds/all.atom" in filled.publish()
    without = feedparser.parse(feed(filled, "atom"))
    (lost,) = before.keys() - {one.id for one in without.entries}
    assert not without.bozo
    assert f'ref="{lost}"'.encode() in feed(filled, "atom")
    items = json.loads(feed(filled, "json"))["items"]
    assert [one["id"] for one in items if "gone" in one["_topicwire"]] == [lost]
    page = (filled.feeds / "articles" / "1.html").read_text()
    assert f'<p class="gone">{NOTE}</p>' in page
    assert (filled.feeds / "index.html").read_text().count('<span class="gone">gone</span>') == 1
    assert filled.publish() == []

    filled.mark_gone(1, since=None)
    filled.publish()
    after = {one.id: one for one in feedparser.parse(feed(filled, "atom")).entries}
    assert after.keys() == before.keys()
    assert after[lost].updated > before[lost].updated
    assert "The page is gone" not in (filled.feeds / "articles" / "1.html").read_text()


def test_changed_entry_shows_the_change(filled: Beat):
    """Word by word, in the sentences around it; the page too; what did not change has none of it."""
    words = "Dockers at berth 1 voted to strike over two tariffs.\nTalks go on, day 1."
    filled.take_in(strike(1, text=words))
    filled.publish()
    shown = "voted to strike over <del>a tariff</del><ins>two tariffs</ins>. …"
    items = {one["url"]: one for one in json.loads(feed(filled, "json"))["items"]}
    changed = [one for one in items.values() if "<ins>" in one["content_html"]]
    assert [one["title"] for one in changed] == [strike(1).title]
    assert (
        f"<p>Changed 2004-05-06 07:08 UTC:</p><p>Dockers at berth 1 {shown}</p>"
        in (changed[0]["content_html"])
    )
    assert shown in (filled.feeds / "articles" / "1.html").read_text()
    assert filled.publish() == []


@pytest.mark.parametrize("title", ["Berth 1: <b>&\x00", "Berth 1"])
def test_change_is_no_markup(title: str):
    """Whatever the page says comes as words, in the entry and on the page, and no forbidden character with it."""
    article = stored(draft(1, title="Berth 1: <script>x</script>\x0b", text="<i>5 < 6</i>"))
    before = Revision(title=title, text="<i>4 < 5</i>\x00", at=NOTICED)
    change = word_change(article, before)
    fragment = entry(article, change)
    assert "script&gt;x&lt;/script&gt;</ins>" in fragment.json["content_html"]
    assert "<del></del>" not in fragment.json["content_html"]
    assert "<script" not in fragment.json["content_html"]
    page = render_article(article, channel=CHANNEL, change=change)
    assert b"<script" not in page
    assert (
        b"\x00" not in page + fragment.atom + fragment.rss + fragment.json["content_html"].encode()
    )
    assert atom_faults(rendered(article)[0]) == []


def test_change_is_short():
    """However much was written anew: of title and text no more than an excerpt each."""
    article = stored(strike(1, text="Dockers strike now. " * 9000))
    revision = Revision(title="old " * 900, text="Ships wait here. " * 9000, at=NOTICED)
    found = word_change(article, revision)
    assert found
    for pieces in (found.title, found.text):
        assert 0 < sum(len(piece.text) for piece in pieces) <= CHANGE_CHARACTERS + 1


def test_gone_page_keeps_its_file(filled: Beat, tmp_path: Path):
    """Nothing that was published is deleted."""
    before = set(filled.files())
    filled.mark_gone(1, since=NOTICED)
    filled.publish()
    assert set(filled.files()) == before
