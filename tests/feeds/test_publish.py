"""Publishing: only what changed is written, whole, and later than what it replaces."""

from __future__ import annotations

import gzip
import json
import re
import threading
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import etree, html

from feeds.models import FORMATS, MEDIA_TYPES
from feeds.pages import render_index
from feeds.publish import publish
from storage.database import opened
from tests.feeds.beat import (
    CHANNEL,
    FEED,
    Beat,
    Served,
    draft,
    new_beat,
    proof,
    stored,
    strike,
    tariff,
)
from tests.feeds.rules import atom_faults, json_faults, rss_faults


def names(*feeds: str) -> set[str]:
    return {f"feeds/{feed}.{format}" for feed in feeds for format in FORMATS}


def items(beat: Beat, feed: str) -> list[dict[str, Any]]:
    """The items of a published feed."""
    found: list[dict[str, Any]] = json.loads((beat.feeds / f"feeds/{feed}.json").read_text())[
        "items"
    ]
    return found


def ids(beat: Beat, feed: str) -> list[str]:
    return [item["id"] for item in items(beat, feed)]


def test_first_publication_writes_everything(beat: Beat):
    """Every feed in every format, the list of feeds, the page and its style, each also packed."""
    expected = {*names("strikes", "tariffs", "all"), "feeds.opml", "index.html", "style.css"}
    assert beat.publish() == sorted(expected)
    assert beat.files().keys() == expected | {f"{name}.gz" for name in expected}


def test_feeds_hold_their_topics_articles(filled: Beat):
    """Latest first; `all` has the untagged ones too."""
    guids = [article.record.guid for article in filled.stored() if article.record]
    assert ids(filled, "strikes") == [guids[3], guids[0]]
    assert ids(filled, "tariffs") == [guids[1]]
    assert ids(filled, "all") == guids[::-1]


def test_published_files_are_valid(filled: Beat):
    """What lies in the folder is what the formats' rules want."""
    for feed in ("strikes", "tariffs", "all"):
        atom, rss, json_feed = (
            (filled.feeds / f"feeds/{feed}.{format}").read_bytes() for format in FORMATS
        )
        assert atom_faults(atom) + rss_faults(rss) + json_faults(json_feed) == []
    etree.fromstring((filled.feeds / "feeds.opml").read_bytes())


def test_nothing_new_replaces_nothing(filled: Beat):
    """The same files: inode, time and bytes. One byte else would end every 304."""
    before = filled.files()
    assert filled.publish() == []
    assert filled.files() == before


def test_empty_store_replaces_nothing_either(beat: Beat):
    """Empty feeds are dated when the store was made, not when they are built."""
    beat.publish()
    before = beat.files()
    assert beat.publish() == []
    assert beat.files() == before


def test_new_article_touches_only_its_feeds(filled: Beat):
    """Its topics, `all` and the page; subscribers of the rest keep their 304."""
    before = filled.files()
    filled.take_in(strike(5))
    changed = names("strikes", "all") | {"index.html"}
    assert filled.publish() == sorted(changed)
    after = filled.files()
    changed |= {"articles/5.html"}
    assert {name for name in after if after[name] != before.get(name)} == (
        changed | {f"{name}.gz" for name in changed}
    )


def test_changed_article_touches_only_its_feeds(filled: Beat):
    """A new version is the same entry with new words and a later date."""
    before = items(filled, "tariffs")
    filled.take_in(tariff(2, published=None, text="Rates fall, a tariff goes."))
    assert set(filled.publish()) == names("tariffs", "all")
    (old,), (new,) = before, items(filled, "tariffs")
    assert new["id"] == old["id"]
    assert "Rates fall" in new["content_html"]
    assert new["date_modified"] > old["date_modified"]
    assert "date_published" not in new


def test_copies_are_in_no_feed(filled: Beat):
    """The same words at another address are no news, and change no file."""
    filled.take_in(strike(1, url="https://south.example/reprint", site="South Post"))
    assert filled.publish() == []


@pytest.mark.parametrize("change", ["none", "title", "text", "address of the feeds"])
def test_id_survives(filled: Beat, change: str):
    """Extracted again, retitled, rewritten, moved to another host: readers see no second entry."""
    before = ids(filled, "strikes")
    again = {
        "none": strike(1),
        "title": strike(1, title="Retitled"),
        "text": strike(1, text="Dockers now strike elsewhere."),
        "address of the feeds": strike(1),
    }[change]
    filled.take_in(again)
    if change == "address of the feeds":
        filled.settings = replace(filled.settings, base_url="https://moved.example/")
    filled.publish()
    assert ids(filled, "strikes") == before


def test_ids_are_the_same_in_a_rebuilt_store(filled: Beat, tmp_path: Path):
    """A store lost and made again from the same pages gives subscribers nothing twice."""
    folder = tmp_path / "rebuilt"
    folder.mkdir()
    rebuilt = new_beat(folder)
    for article in (strike(4), strike(1)):
        rebuilt.take_in(article)
    rebuilt.publish()
    assert sorted(ids(rebuilt, "strikes")) == sorted(ids(filled, "strikes"))


def test_last_modified_moves_with_every_change(filled: Beat):
    """By a whole second at least, however fast changes follow each other, and never without one."""
    path = filled.feeds / "feeds/strikes.atom"
    moments = [int(path.stat().st_mtime)]
    for number in range(5, 9):
        filled.take_in(strike(number))
        filled.publish()
        moments.append(int(path.stat().st_mtime))
    assert moments == sorted(set(moments))


def test_packed_file_is_the_same_file(filled: Beat):
    """Each .gz unpacks to its neighbour and has its time: both variants are one version."""
    filled.take_in(strike(5))
    filled.publish()
    for path in filled.feeds.rglob("*.gz"):
        plain = path.with_suffix("")
        assert gzip.decompress(path.read_bytes()) == plain.read_bytes()
        assert path.stat().st_mtime == plain.stat().st_mtime


def test_lost_packed_file_is_made_again(filled: Beat):
    """A killed run may leave one of the two; the next run repairs it."""
    path = filled.feeds / "feeds/strikes.atom.gz"
    path.unlink()
    assert filled.publish() == ["feeds/strikes.atom"]
    assert path.is_file()


def test_feed_carries_the_latest_entries_only(filled: Beat):
    """The window is counted in entries, per feed."""
    filled.settings = replace(filled.settings, entries=2)
    filled.publish()
    assert len(ids(filled, "strikes")) == 2
    last = filled.take_in(strike(5))
    filled.publish()
    guids = {
        article.record.id: article.record.guid for article in filled.stored() if article.record
    }
    assert ids(filled, "strikes") == [guids[last], guids[4]]
    assert ids(filled, "all") == [guids[last], guids[4]]
    assert len(ids(filled, "tariffs")) == 1


def test_files_of_a_dropped_topic_stay(filled: Beat):
    """Its subscribers keep what they have instead of an error."""
    topics = filled.settings.topics
    topics.write_text(topics.read_text().split("[topics.tariffs]")[0])
    before = filled.files()["feeds/tariffs.atom"]
    assert names("tariffs").isdisjoint(filled.publish())
    assert filled.files()["feeds/tariffs.atom"] == before


def test_polling_reader_never_sees_a_broken_feed(beat: Beat, served: Served):
    """
    200 publications under a reader that never stops asking: whole files only, packed and plain.

    And no date of change is that of two contents, or goes back.
    """
    beat.take_in(strike(1))
    channel = replace(CHANNEL, name="Harbours")
    done = threading.Event()
    faults: list[str] = []
    seen: dict[str, list[tuple[datetime, bytes]]] = {"gzip": [], "identity": []}

    def poll() -> None:
        with httpx.Client(base_url=served.url) as client:
            while not done.is_set():
                for coding, answers in seen.items():
                    answer = client.get("feeds/strikes.atom", headers={"Accept-Encoding": coding})
                    if answer.status_code != 200 or not answer.content.endswith(b"</feed>\n"):
                        faults.append(f"{answer.status_code} {answer.content!r:.80}")
                        continue
                    faults.extend(atom_faults(answer.content))
                    moment = parsedate_to_datetime(answer.headers["Last-Modified"])
                    answers.append((moment, answer.content))

    with opened(beat.settings.data) as db:
        publish(db, [FEED], channel=channel, folder=beat.feeds)
        reader = threading.Thread(target=poll)
        reader.start()
        try:
            for number in range(200):
                changed = replace(channel, name=f"Harbours {number}")
                publish(db, [FEED], channel=changed, folder=beat.feeds)
        finally:
            done.set()
            reader.join()
    assert faults == []
    for answers in seen.values():
        assert len(set(answers)) == len({moment for moment, _ in answers}) > 10
        assert [moment for moment, _ in answers] == sorted(moment for moment, _ in answers)


def page(beat: Beat) -> Any:
    return etree.fromstring((beat.feeds / "index.html").read_bytes(), etree.HTMLParser())


def test_page_offers_every_feed_to_browsers_and_readers(filled: Beat):
    """Autodiscovery: one alternate link a feed and format, with the address the feed gives itself."""
    base = filled.settings.base_url
    links = page(filled).findall("head/link[@rel='alternate']")
    assert [(link.get("href"), link.get("type")) for link in links] == [
        (f"{base}feeds/{feed}.{format}", MEDIA_TYPES[format])
        for feed in ("strikes", "tariffs", "all")
        for format in FORMATS
    ]
    assert len({link.get("title") for link in links}) == len(links)


def test_page_lists_counts_and_latest(filled: Beat):
    """How many articles each feed has, and the latest of them with outlet and date."""
    headings = ["".join(heading.itertext()) for heading in page(filled).iter("h2")]
    assert headings == [
        "Strikes & walkouts 2 articles",
        "Tariffs 1 article",
        "Everything 4 articles",
    ]
    first = page(filled).find(".//ol/li")
    assert first.findtext("a") == 'Berth 4: "no deal" & 5 < 6'
    assert first.find("a").get("href") == "https://north.example/news/4?page=1&lang=en"
    assert first.findtext("span") == "North Courier, 2004-05-06 03:08 UTC · "


def test_page_never_links_a_script(beat: Beat):
    """What an article says reaches the page as text, and its address only if it is of the web."""
    beat.take_in(
        strike(1, url="javascript:alert(1)", title="<script>alert(2)</script>", published=None),
        location="file:///in/1",
    )
    beat.take_in(strike(2, title=""))
    beat.publish()
    texts = [
        " ".join("".join(one.itertext()).split()) for one in page(beat).findall(".//ol/li")[:2]
    ]
    assert texts == [
        "Untitled North Courier, 2004-05-06 05:08 UTC · why",
        "<script>alert(2)</script> North Courier, undated · why",
    ]
    assert not re.findall("javascript:|<script", (beat.feeds / "index.html").read_text())


def test_page_takes_any_title():
    """A lone surrogate in one title must not cost everybody the page."""
    article = proof(draft(1, title="A\ud800\x00B", site=None), "strikes", "strike")
    html = render_index(
        [FEED],
        channel=CHANNEL,
        latest={"strikes": [stored(article)]},
        counts={"strikes": 1},
    )
    assert b">AB</a>" in html
    assert b"outlet not stated" in html


def shown(beat, article):
    """Return the page of the stored *article* as a tree."""
    return html.fromstring((beat.feeds / f"articles/{article}.html").read_bytes())


def test_page_of_an_article_has_all_its_evidence(beat):
    """Each topic with level and score, each sentence with its words marked and its rule, and the topics file."""
    article = proof(strike(1), "tariffs", "tariff", rule="a tariff")
    id = beat.take_in(article)
    beat.publish()
    page = shown(beat, id)
    assert [one.text_content().split("\n")[0] for one in page.findall(".//h2")] == [
        "Strikes & walkouts mentioned, score 1",
        "Tariffs mentioned, score 1",
    ]
    quotes = [" ".join(one.text_content().split()) for one in page.findall(".//blockquote")]
    assert quotes == [article.text.split("\n")[0]] * 2
    assert [one.text for one in page.findall(".//mark")] == ["Dockers", "strike", "tariff"]
    assert [one.text for one in page.findall(".//figcaption")] == ["a strike, 1", "a tariff, 1"]
    assert f"Tagged by a pack ({'t' * 12})" in page.text_content()
    assert page.find(".//h1/a").get("href") == article.url


def test_entry_and_index_link_to_that_page(beat):
    """From the reader and from the list of feeds, one click to the proof."""
    id = beat.take_in(strike(1))
    beat.publish()
    feed = json.loads((beat.feeds / "feeds" / "strikes.json").read_bytes())
    address = f"{feed['home_page_url']}articles/{id}.html"
    assert feed["items"][0]["_topicwire"]["page"] == address
    assert f'<a href="{address}">All evidence</a>' in feed["items"][0]["content_html"]
    index = (beat.feeds / "index.html").read_text()
    assert f'<a href="articles/{id}.html">why</a>' in index


def test_page_of_an_article_takes_anything(beat):
    """Markup in title and text stays text; no script is linked."""
    nasty = "Dockers strike <script>alert(1)</script>"
    id = beat.take_in(
        proof(
            draft(1, title="<b>x</b>", text=nasty, url="javascript:alert(1)"), "strikes", "strike"
        ),
        location="file:///in/1",
    )
    beat.publish()
    page = (beat.feeds / f"articles/{id}.html").read_text()
    assert not re.findall("javascript:|<script|<b>", page)
    assert "&lt;script&gt;" in page


def test_topics_colour_their_sections(tmp_path):
    """A topic's colour is in the style sheet, for no page carries a style of its own."""
    beat = new_beat(tmp_path)
    topics = beat.settings.topics
    topics.write_text(
        topics.read_text().replace('title = "Tariffs"', 'title = "Tariffs"\ncolour = "#336699"')
    )
    beat.take_in(tariff(1))
    beat.publish()
    assert ".topic-tariffs { border-color: #336699; }" in (beat.feeds / "style.css").read_text()
