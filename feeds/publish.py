"""Writes the feeds folder from the store: only files whose bytes changed, each whole and at once."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlite_utils import Database

from extractors.models import Article
from extractors.topics.pack import EVERYTHING
from feeds.entry import ARTICLES, Fragment, page_path, render_entry
from feeds.health import HEALTH, render_events
from feeds.models import FORMATS, Channel, Feed, WordChange
from feeds.opml import render_opml
from feeds.pages import render_article, render_index, render_style
from feeds.render import render
from feeds.revision import word_change
from storage import articles, sources
from storage.folder import replace_file
from storage.versions import last_revision


def publish(db: Database, feeds: Sequence[Feed], *, channel: Channel, folder: Path) -> list[str]:
    """
    Bring *folder* up to date and return the paths below it that were replaced, sorted; of articles' own pages none.

    Files of topics that are no more are left, and pages of articles that no feed carries: who has their address
    keeps what they have.
    """
    changed = [
        path
        for path, content in _files(db, feeds, channel)
        if _replace_if_changed(folder / path, content)
    ]
    return sorted(path for path in changed if not path.startswith(ARTICLES))


def everything(name: str) -> Feed:
    """Return the feed of all articles of the beat called *name*."""
    return Feed(
        name=EVERYTHING,
        title="Everything",
        description=f"Every article that {name} took in, tagged or not",
        topic=None,
    )


def _files(db: Database, feeds: Sequence[Feed], channel: Channel) -> Iterator[tuple[str, bytes]]:
    rendered: dict[int, Fragment] = {}
    changes: dict[int, WordChange | None] = {}
    latest: dict[str, list[Article]] = {}
    for feed in feeds:
        chosen = articles.newest_originals(db, topic=feed.topic, limit=channel.entries)
        latest[feed.name] = chosen
        records = [article.record for article in chosen if article.record]
        for article, record in zip(chosen, records, strict=True):
            if record.id in rendered:
                continue
            # Once, however many feeds carry it.
            change = changes[record.id] = word_change(article, last_revision(db, article))
            rendered[record.id] = render_entry(
                article, titles=channel.topics, base_url=channel.base_url, change=change
            )
        fragments = [rendered[record.id] for record in records]
        updated = max((record.changed for record in records), default=channel.created)
        for format in FORMATS:
            content = render(feed, fragments, channel=channel, format=format, updated=updated)
            yield feed.path(format), content
    yield from _health(db, channel)
    counts = {feed.name: articles.count_originals(db, topic=feed.topic) for feed in feeds}
    watched = [HEALTH] if sources.states(db) else []
    yield "feeds.opml", render_opml([*feeds, *watched], channel=channel)
    yield (
        "index.html",
        render_index([*feeds, *watched], channel=channel, latest=latest, counts=counts),
    )
    yield "style.css", render_style(channel)
    shown = {page_path(article): article for chosen in latest.values() for article in chosen}
    for path, article in sorted(shown.items()):
        change = changes[article.record.id] if article.record else None
        yield path, render_article(article, channel=channel, change=change)


def _health(db: Database, channel: Channel) -> Iterator[tuple[str, bytes]]:
    """Yield the feed of the sources' problems and recoveries, where there are sources."""
    addresses = {state.name: state.url for state in sources.states(db)}
    if not addresses:
        return
    events = sources.events(db, limit=channel.entries)
    fragments = render_events(events, addresses=addresses)
    updated = max((event.at for event in events), default=channel.created)
    for format in FORMATS:
        content = render(HEALTH, fragments, channel=channel, format=format, updated=updated)
        yield HEALTH.path(format), content


def _replace_if_changed(path: Path, content: bytes) -> bool:
    packed = path.with_name(path.name + ".gz")
    if path.is_file() and packed.is_file() and path.read_bytes() == content:
        return False
    # Readers compare Last-Modified in whole seconds and some trust it more than the ETag:
    # it must move with every new content, also with the second one in the same second.
    before = max((int(one.stat().st_mtime) for one in (path, packed) if one.exists()), default=0)
    moment = max(int(time.time()), before + 1)
    replace_file(packed, gzip.compress(content, compresslevel=6, mtime=0), modified=moment)
    replace_file(path, content, modified=moment)
    return True
