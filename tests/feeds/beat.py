"""A beat of invented harbour news: its articles, its store, its feeds folder and a server for it."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractors.models import Article, Evidence, Record, Tag, Timestamp
from feeds.entry import Fragment, render_entry
from feeds.models import FORMATS, Channel, Feed
from feeds.render import render
from feeds.server import application
from flows import walk
from flows.settings import Settings, load_settings
from storage import articles
from storage.database import opened, writing

#: Far from the day the tests run, so that a date of today in the output gives itself away.
SEEN = datetime(2004, 5, 6, 7, 8, 9, tzinfo=UTC)

TITLES = {"strikes": "Strikes & walkouts", "tariffs": "Tariffs"}

TOPICS_FILE = """
name = "harbours"
[concepts.strike]
words = ["strike*"]
[concepts.tariff]
words = ["tariff*"]
[topics.strikes]
title = "Strikes & walkouts"
description = "Work stops in ports."
[[topics.strikes.rules]]
name = "a strike"
when = "strike"
[topics.tariffs]
title = "Tariffs"
description = "Harbour dues."
[[topics.tariffs.rules]]
name = "a tariff"
when = "tariff"
"""

CHANNEL = Channel(
    name="Harbours",
    base_url="https://feeds.courier.example/",
    topics=TITLES,
    beat="0123456789ab",
    created=SEEN,
    entries=50,
)

FEED = Feed(name="strikes", title="Strikes & walkouts", description="Work stops.", topic="strikes")


def proof(article: Article, topic: str, *words: str, rule: str = "a strike") -> Article:
    """Return *article* with *topic*, proved by *words* in the text's first line."""
    sentence = article.text.split("\n")[0]
    end = sentence.index(words[-1]) + len(words[-1])
    found = Evidence(
        topic=topic,
        rule=rule,
        field="text",
        start=sentence.index(words[0]),
        end=end,
        words=words,
        sentence=sentence,
        score=1.0,
    )
    tag = Tag(topic=topic, level="mentions", score=1.0)
    return replace(article, evidence=(*article.evidence, found), tags=(*article.tags, tag))


def draft(number: int, **changes: Any) -> Article:
    """Return article *number*, as extracted from its page: no topics yet, not stored."""
    article = Article(
        url=f"https://north.example/news/{number}?page=1&lang=en",
        title=f'Berth {number}: "no deal" & 5 < 6',
        text=f"Dockers at berth {number} voted to strike over a tariff.\nTalks go on, day {number}.",
        authors=("Ann Lee", "Bo Ek"),
        site="North Courier",
        published=Timestamp(
            at=SEEN - timedelta(hours=number), precision="instant", found_in="meta", written="…"
        ),
        language="en",
    )
    return replace(article, **changes)


def strike(number: int, **changes: Any) -> Article:
    """Return article *number* with the topic `strikes`."""
    return proof(draft(number, **changes), "strikes", "Dockers", "strike")


def tariff(number: int, **changes: Any) -> Article:
    """Return article *number* with the topic `tariffs`."""
    return proof(draft(number, **changes), "tariffs", "tariff", rule="a tariff")


def stored(article: Article, *, id: int = 1) -> Article:
    """Return *article* with the record that a store would have given it."""
    record = Record(
        id=id,
        guid=articles.guid_of(f"{id}"),
        input="in",
        version=1,
        document="d" * 64,
        tagged_with="t" * 64,
        first_seen=SEEN,
        changed=SEEN + timedelta(milliseconds=id),
    )
    return replace(article, record=record)


def entry(article: Article) -> Fragment:
    """Return *article* rendered as an entry."""
    return render_entry(stored(article), titles=TITLES)


def rendered(
    *chosen: Article, feed: Feed = FEED, channel: Channel = CHANNEL
) -> tuple[bytes, bytes, bytes]:
    """Return the feed of the stored articles *chosen*, in Atom, RSS and JSON."""
    fragments = [render_entry(article, titles=channel.topics) for article in chosen]
    atom, rss, json = (
        render(feed, fragments, channel=channel, format=format, updated=SEEN) for format in FORMATS
    )
    return atom, rss, json


@dataclass
class Beat:
    """A store and the feeds folder made of it."""

    settings: Settings

    @property
    def feeds(self) -> Path:
        return self.settings.data.www

    def take_in(self, article: Article, *, location: str | None = None) -> int:
        """Store *article* as a run would have, and return its id."""
        with opened(self.settings.data) as db, writing(db):
            _, id = articles.save(
                db,
                article,
                given="in",
                location=location or article.url or "in",
                document=hashlib.sha256(article.text.encode()).hexdigest(),
                tagged_with="t" * 64,
                now=SEEN,
            )
        return id

    def mark_gone(self, id: int, *, since: datetime | None) -> None:
        """Say that the page of article *id* is gone *since* then, or with `None` that it is back."""
        with opened(self.settings.data) as db, writing(db):
            articles.mark_gone(db, id, since=since, now=SEEN)

    def stored(self) -> list[Article]:
        with opened(self.settings.data) as db:
            return list(articles.articles(db))

    def publish(self) -> list[str]:
        return walk.publish_feeds(self.settings)

    def files(self) -> dict[str, tuple[int, int, bytes]]:
        """Return each published file's inode, time of change and bytes."""
        return {
            str(path.relative_to(self.feeds)): (
                path.stat().st_ino,
                path.stat().st_mtime_ns,
                path.read_bytes(),
            )
            for path in sorted(self.feeds.rglob("*"))
            if path.is_file()
        }


def new_beat(folder: Path) -> Beat:
    """Return an empty beat with the topics `strikes` and `tariffs`."""
    (folder / "topics.toml").write_text(TOPICS_FILE)
    (folder / "topicwire.toml").write_text('name = "Harbours"\ntopics = "topics.toml"\n')
    return Beat(load_settings(folder=folder, environ={}))


@dataclass
class Served:
    """A feeds folder behind HTTP."""

    port: int
    #: The status of each answer, in order.
    statuses: list[int] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve *folder* on a free port of this machine for the length of a `with` block."""
    served = Served(port=0)
    server = uvicorn.Server(
        uvicorn.Config(
            _watched(application(folder), served), port=0, log_level="error", lifespan="off"
        )
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.005)
    served.port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        server.should_exit = True
        thread.join()


def _watched(app: ASGIApp, served: Served) -> ASGIApp:
    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                served.statuses.append(message["status"])
            await send(message)

        await app(scope, receive, note)

    return watched
