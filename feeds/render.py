"""A feed's bytes: its header and the fragments joined. The same articles always give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from feeds.entry import Fragment, legal
from feeds.models import MEDIA_TYPES, Channel, Feed, Format


def render(
    feed: Feed,
    fragments: Sequence[Fragment],
    *,
    channel: Channel,
    format: Format,
    updated: datetime,
) -> bytes:
    """Return *feed* as UTF-8 bytes; *updated* is the last change of any article in it (UTC)."""
    renderer = {"atom": _atom, "rss": _rss, "json": _json}[format]
    return renderer(feed, fragments, channel, updated)


def title_of(feed: Feed, channel: Channel) -> str:
    """Return the feed's title as readers list it, the beat's name after the topic's."""
    return f"{feed.title} · {channel.name}"


def _atom(feed: Feed, fragments: Sequence[Fragment], channel: Channel, updated: datetime) -> bytes:
    header = f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>tag:topicwire.localhost,2026:feed/{channel.beat}/{feed.name}</id>
<title>{_text(title_of(feed, channel))}</title>
<subtitle>{_text(feed.description)}</subtitle>
<updated>{updated.isoformat()}</updated>
<author><name>{_text(channel.name)}</name></author>
<link rel="self" type="{MEDIA_TYPES["atom"]}" href={quoteattr(channel.base_url + feed.path("atom"))}/>
<link rel="alternate" type="text/html" href={quoteattr(channel.base_url)}/>
<generator>topicwire</generator>
"""
    return _joined(header, [fragment.atom for fragment in fragments], "</feed>\n")


def _rss(feed: Feed, fragments: Sequence[Fragment], channel: Channel, updated: datetime) -> bytes:
    header = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>{_text(title_of(feed, channel))}</title>
<link>{_text(channel.base_url)}</link>
<description>{_text(feed.description)}</description>
<atom:link rel="self" type="{MEDIA_TYPES["rss"]}" href={quoteattr(channel.base_url + feed.path("rss"))}/>
<lastBuildDate>{format_datetime(updated)}</lastBuildDate>
<generator>topicwire</generator>
"""
    return _joined(header, [fragment.rss for fragment in fragments], "</channel>\n</rss>\n")


def _json(feed: Feed, fragments: Sequence[Fragment], channel: Channel, updated: datetime) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": legal(title_of(feed, channel)),
        "description": legal(feed.description),
        "home_page_url": channel.base_url,
        "feed_url": channel.base_url + feed.path("json"),
        "authors": [{"name": legal(channel.name)}],
        "items": [fragment.json for fragment in fragments],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _joined(header: str, fragments: Sequence[bytes], footer: str) -> bytes:
    return b"".join([header.encode(), *(part + b"\n" for part in fragments), footer.encode()])


def _text(value: str) -> str:
    return escape(legal(value))
