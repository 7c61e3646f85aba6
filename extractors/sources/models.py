"""
What sources bring, read but not yet fetched: items, and where to look next.

Values only. Every datetime is aware and in UTC; an unknown is `None`, never a guess and never now().
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from extractors.models import Precision

#: What bytes from a source are. `other` is none of the rest: a picture, plain prose, JSON that is no feed.
Kind = Literal["empty", "feed", "sitemap", "sitemap-index", "opml", "page", "other"]
FeedKind = Literal["rss", "atom", "json"]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One entry of a source: an address, and what the source says about what is there."""

    #: Canonical; `None` where the entry has no address on the web.
    url: str | None = None
    #: Plain text in one line.
    title: str | None = None
    #: Never in the future: a date after tomorrow says when something will be, not when it was published.
    published: datetime | None = None
    updated: datetime | None = None
    #: Of `published`: `day` is midnight UTC of a day that was stated without a clock time or without a zone.
    precision: Precision = "instant"
    #: Of `updated`, likewise.
    updated_precision: Precision = "instant"
    #: HTML as written, not made safe; relative links in it stay so.
    summary_html: str | None = None
    content_html: str | None = None
    guid: str | None = None
    #: Who published it, where the source only passes it on (`<source>` in RSS and Atom), or a news sitemap says so.
    publisher: str | None = None
    publisher_url: str | None = None
    #: BCP 47 primary subtag in lower case: the item's own, else the feed's.
    language: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one look at a source found. No items is an answer, too: the source is empty, not broken."""

    #: Each address and each guid once, in the source's order; of a sitemap the newest first.
    items: tuple[Item, ...] = ()
    title: str | None = None
    language: str | None = None
    #: How long the source asks not to be read again.
    ttl_seconds: float | None = None
    #: What a person should know of how it was read; `None` where all went well.
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Child:
    """A sitemap that a sitemap index lists."""

    url: str
    changed: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SitemapIndex:
    """A sitemap of sitemaps; which of them to read says `extractors.sources.sitemap.children_to_read`."""

    children: tuple[Child, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FeedLink:
    """Where a feed is, or may be."""

    url: str
    title: str | None = None
    #: As the link says; `None` where it does not.
    kind: FeedKind | None = None
    #: `stated`: a link of the page's head says so; `linked`: a link in its body looks like it; `usual`: only a path
    #: at which many sites have one.
    found: Literal["stated", "linked", "usual"]


@dataclass(frozen=True, kw_only=True)
class Outline:
    """One feed in a list of subscriptions."""

    url: str
    title: str | None = None
    #: Names of the folders it lies in, the outermost first.
    folder: tuple[str, ...] = ()
    #: The page that the feed belongs to.
    site: str | None = None


@dataclass(frozen=True, kw_only=True)
class Subscriptions:
    """A list of subscriptions, as read from OPML."""

    #: Each feed once, in the list's order.
    outlines: tuple[Outline, ...] = ()
    #: How many of its entries name no feed: notes, links to pages, addresses that are none.
    left_out: int = 0
