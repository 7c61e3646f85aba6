"""
Feed readers that people use, subscribed to a served feed: the same items, 304s, and nothing twice.

newsboat and sfeed are programs and run as their users run them; reader and feedparser are libraries.
"""

from __future__ import annotations

import html
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, Protocol

import feedparser
import pytest
from reader import make_reader

from tests.feeds.beat import SEEN, Beat, Served, serving, strike, tariff


class Item(NamedTuple):
    """What a reader knows of an entry."""

    id: str
    title: str
    link: str
    content: str


class Subscription(Protocol):
    def fetch(self) -> None: ...

    def items(self) -> list[Item]:
        """Return all items it keeps, sorted, duplicates and all."""
        ...


class Newsboat:
    """Reloads as from a cron job; its cache is an SQLite file."""

    def __init__(self, url: str, home: Path, program: Callable[[str], str]) -> None:
        self._home = home
        self._program = program("newsboat")
        (home / "urls").write_text(url + "\n")
        (home / "config").touch()

    def fetch(self) -> None:
        names = {"-u": "urls", "-c": "cache.db", "-C": "config"}
        files = [part for option, name in names.items() for part in (option, self._home / name)]
        _run([self._program, "-q", *files, "-x", "reload"], home=self._home)

    def items(self) -> list[Item]:
        with closing(sqlite3.connect(self._home / "cache.db")) as cache:
            rows = cache.execute("SELECT guid, title, url, content FROM rss_item WHERE deleted = 0")
            return sorted(Item(*row) for row in rows)


class Sfeed:
    """A shell script and a file of tabs; conditional requests come from the fetch() its manual shows."""

    def __init__(self, url: str, home: Path, program: Callable[[str], str]) -> None:
        self._home = home
        self._program = program("sfeed_update")
        (home / "sfeedrc").write_text(
            f"""
            sfeedpath='{home}/kept'
            fetch() {{ curl -sf --etag-save '{home}/etag' --etag-compare '{home}/etag' "$2"; }}
            feeds() {{ feed 'ours' '{url}'; }}
            """
        )
        program("curl")

    def fetch(self) -> None:
        _run([self._program, self._home / "sfeedrc"], home=self._home)

    def items(self) -> list[Item]:
        lines = (self._home / "kept" / "ours").read_text().splitlines()
        rows = [line.split("\t") for line in lines]
        return sorted(Item(row[5], row[1], row[2], row[3]) for row in rows)


class Reader:
    """lemon24's reader, the only one here that takes JSON Feed too."""

    def __init__(self, url: str, home: Path, program: Callable[[str], str]) -> None:
        self._url = url
        self._reader = make_reader(str(home / "reader.db"))
        self._reader.add_feed(url)

    def fetch(self) -> None:
        # Not update_feeds(): since 3.26 it skips, silently, what it fetched within the hour.
        self._reader.update_feed(self._url)

    def items(self) -> list[Item]:
        return sorted(
            Item(entry.id, str(entry.title), str(entry.link), entry.content[0].value)
            for entry in self._reader.get_entries()
        )


class Feedparser:
    """What most Python programs read feeds with; it keeps nothing, so the items are kept here."""

    def __init__(self, url: str, home: Path, program: Callable[[str], str]) -> None:
        self._url = url
        self._parsed = feedparser.FeedParserDict(entries=[])
        self._kept: dict[str, Item] = {}

    def fetch(self) -> None:
        self._parsed = feedparser.parse(
            self._url, etag=self._parsed.get("etag"), modified=self._parsed.get("modified")
        )
        assert not self._parsed.bozo
        for entry in self._parsed.entries:
            content = entry.content[0].value
            self._kept[entry.id] = Item(entry.id, entry.title, entry.link, content)

    def items(self) -> list[Item]:
        return sorted(self._kept.values())


def _run(command: list[str | Path], *, home: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=30)


READERS = {
    **{f"newsboat {format}": (Newsboat, format) for format in ("atom", "rss")},
    **{f"sfeed {format}": (Sfeed, format) for format in ("atom", "rss")},
    **{f"reader {format}": (Reader, format) for format in ("atom", "rss", "json")},
    **{f"feedparser {format}": (Feedparser, format) for format in ("atom", "rss")},
}


@pytest.fixture
def served(filled: Beat) -> Iterator[Served]:
    """A server for a beat with four articles."""
    with serving(filled.feeds) as served:
        yield served


@pytest.fixture(params=READERS.values(), ids=READERS.keys())
def subscription(
    request: pytest.FixtureRequest,
    served: Served,
    tmp_path: Path,
    program: Callable[[str], str],
) -> Subscription:
    """A reader that subscribed to the feed of everything and has fetched it once."""
    kind, format = request.param
    home = tmp_path / "home"
    home.mkdir()
    subscription: Subscription = kind(f"{served.url}feeds/all.{format}", home, program)
    subscription.fetch()
    return subscription


def expected(filled: Beat) -> list[tuple[str, str, str]]:
    """Id, title and link of every stored article."""
    return sorted(
        (article.record.guid, article.title, str(article.url))
        for article in filled.stored()
        if article.record
    )


def shown(subscription: Subscription) -> list[tuple[str, str, str]]:
    """Id, title and link of every item, as a person reads the title."""
    return [(item.id, html.unescape(item.title), item.link) for item in subscription.items()]


def test_all_readers_have_the_same_items(subscription: Subscription, filled: Beat):
    """Every article once, under its id, title and address, in whatever format."""
    assert shown(subscription) == expected(filled)
    for item in subscription.items():
        assert "Dockers" in item.content


def test_nothing_new_is_a_304(subscription: Subscription, filled: Beat, served: Served):
    """Also after another publication of the same store. newsboat stores the ETag with its second reload only."""
    subscription.fetch()
    assert filled.publish() == []
    subscription.fetch()
    assert served.statuses[0] == 200
    assert served.statuses[-1] == 304
    if not isinstance(subscription, Newsboat):
        assert served.statuses == [200, 304, 304]
    assert shown(subscription) == expected(filled)


def test_changed_article_is_one_changed_item(subscription: Subscription, filled: Beat):
    """
    The same entry with new words, no second one.

    For sfeed an item is its id, title and link together and the words it has first are kept, so that
    all it can show is that nothing came twice.
    """
    before = subscription.items()
    subscription.fetch()
    filled.take_in(tariff(2, published=None, text="Dockers now pay a tariff of five."))
    filled.publish()
    subscription.fetch()
    after = subscription.items()
    assert shown(subscription) == expected(filled)
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    if isinstance(subscription, Sfeed):
        assert changed == []
    else:
        assert ["pay a" in item.content for item in changed] == [True]


def test_new_article_is_one_new_item(subscription: Subscription, filled: Beat):
    """And the ones that were there stay as they were."""
    before = subscription.items()
    subscription.fetch()
    filled.take_in(strike(5))
    filled.publish()
    subscription.fetch()
    (new,) = set(subscription.items()) - set(before)
    assert html.unescape(new.title) == strike(5).title
    assert shown(subscription) == expected(filled)


def test_gone_article_and_its_return(
    subscription: Subscription, filled: Beat, request: pytest.FixtureRequest
):
    """
    The feed is read on and nothing comes twice, also when the article is back.

    A tombstone leaves the item as it was in these readers. Elsewhere the item says it, but to sfeed nothing changes.
    """
    kind, format = request.node.callspec.params["subscription"]
    subscription.fetch()
    filled.mark_gone(2, since=SEEN)
    filled.take_in(strike(5))
    filled.publish()
    subscription.fetch()
    assert shown(subscription) == expected(filled)
    told = ["The page is gone" in item.content for item in subscription.items()]
    assert sum(told) == (0 if format == "atom" or kind is Sfeed else 1)
    filled.mark_gone(2, since=None)
    filled.publish()
    subscription.fetch()
    assert shown(subscription) == expected(filled)
    assert not [item for item in subscription.items() if "The page is gone" in item.content]
