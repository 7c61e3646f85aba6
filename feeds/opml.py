"""The list of feeds as OPML 2.0, for one import into a reader."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from feeds.entry import legal
from feeds.models import Channel, Feed


def render_opml(feeds: Sequence[Feed], *, channel: Channel) -> bytes:
    """Return one outline a feed, in Atom: all three formats would be three subscriptions to the same thing."""
    outlines = "".join(_outline(feed, channel) for feed in feeds)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
<head><title>{escape(legal(channel.name))}</title></head>
<body>
{outlines}</body>
</opml>
""".encode()


def _outline(feed: Feed, channel: Channel) -> str:
    attributes = {
        "type": "rss",
        "text": legal(feed.title),
        "title": legal(feed.title),
        "description": legal(feed.description),
        "xmlUrl": channel.base_url + feed.path("atom"),
        "htmlUrl": channel.base_url,
    }
    written = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<outline {written}/>\n"
