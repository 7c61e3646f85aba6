"""
Reads a feed of any kind (RSS 0.9x to 2.0, RDF, Atom, JSON Feed) into items.

The fast parser reads; where it fails, or finds fewer entries than begin in the text, the tolerant one does as well, and
whichever found more is believed.
"""

from __future__ import annotations

import re
from datetime import datetime

from extractors.errors import SourceError
from extractors.sources import fast, tolerant
from extractors.sources.items import Entry, gather
from extractors.sources.jsonfeed import read_json_feed
from extractors.sources.markup import CUT, Markup, open_markup, read_text
from extractors.sources.models import Found

FEED_ROOTS = frozenset(("rss", "feed", "rdf", "channel"))
_PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}  # fmt: skip

#: Code points; the tolerant parser needs twelve seconds for so many open items, where a usual feed has a fifth of it.
_MOST_TOLERATED = 1_000_000
_TOLERANT = "read by the tolerant parser"


def read_feed(content: bytes, *, url: str, content_type: str | None = None, now: datetime) -> Found:
    """
    Return what the feed *content*, read at *url*, lists; *content_type* is the HTTP header as sent.

    Raises:
        SourceError: with code `not-a-feed` and a hint at what it is, `empty` for no content at all, `unreadable`,
            `too-large`. A feed without entries is no error.
    """
    text = read_text(content, content_type=content_type)
    if text[0] in "{[":
        return read_json_feed(text, url=url, now=now)
    markup = open_markup(text)
    if markup.root not in FEED_ROOTS:
        raise _not_a_feed(markup)
    return _read(markup, url=url, now=now)


def _read(markup: Markup, *, url: str, now: datetime) -> Found:
    notes = []
    if cut := markup.whole("item", "entry"):
        markup = cut
        notes.append(CUT)
    begun = len(fast.STARTS.findall(markup.xml))
    entries: list[Entry] = []
    said: dict[str, str] = {}
    try:
        root = markup.tree(url=url)
        said = fast.facts(root)
        entries = fast.read_entries(markup, root, url=url)
    except (fast.Unread, SourceError):
        begun = max(begun, 1)
    if len(entries) < begun:
        xml = markup.xml
        others, other_said = tolerant.read_entries(_beginning(xml), url=url)
        if len(others) > len(entries):
            entries = others
            notes.append(_TOLERANT)
            if len(xml) > _MOST_TOLERATED:
                notes.append(f"only its first {_MOST_TOLERATED:,} characters were read")
        said = {name: said.get(name) or other_said[name] for name in other_said}
    return gather(
        entries,
        now=now,
        title=said.get("title", ""),
        language=said.get("language", ""),
        ttl_seconds=_ttl(said),
        notes=notes,
    )


def _beginning(xml: str) -> str:
    """Return as many whole entries as the tolerant parser gets: half an address is none."""
    if len(xml) <= _MOST_TOLERATED:
        return xml
    starts = list(fast.STARTS.finditer(xml, 0, _MOST_TOLERATED))
    return xml[: starts[-1].start()] if starts else xml[:_MOST_TOLERATED]


def _ttl(said: dict[str, str]) -> float | None:
    """Return the seconds that ttl, in minutes, or the syndication module asks for."""
    if minutes := _number(said.get("ttl", "")):
        return minutes * 60.0
    period = _PERIODS.get(said.get("sy:updateperiod", "").lower())
    if period is None:
        return None
    return period / (_number(said.get("sy:updatefrequency", "")) or 1)


def _number(written: str) -> int:
    return int(written) if re.fullmatch(r"[0-9]{1,6}", written) else 0


def _not_a_feed(markup: Markup) -> SourceError:
    match markup.root:
        case "html" | "head" | "body" | "div" | "title" | "meta" | "script":
            reason = "It is an HTML page, not a feed."
            hint = "The page may link to its feed, or answers so to who is no browser."
        case "urlset" | "sitemapindex":
            reason, hint = "It is a sitemap, not a feed.", "It can be read as a sitemap."
        case "opml":
            reason = "It is a list of feeds (OPML), not a feed."
            hint = "The feeds in it can be imported."
        case "":
            reason, hint = "It has no markup: it is no feed.", ""
        case root:
            reason, hint = f"Its root is <{root[:40]}>, which is no feed's.", ""
    return SourceError("not-a-feed", reason, hint)
