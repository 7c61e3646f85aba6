"""
Makes items of what readers of one format each found: addresses resolved, titles plain, dates honest, each once.

What a date is worth: only as stated. One that cannot be read is none; one in the future (after *now* and a day, for
zones and clocks that are wrong) says when something will be, so it is none either, and `Found.note` counts it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape

from extractors.metadata.address import clean_url
from extractors.metadata.dates import parse_date
from extractors.metadata.persons import persons
from extractors.models import Timestamp
from extractors.page.characters import clean, clean_label
from extractors.page.language import primary
from extractors.sources.models import Found, Item

#: Code points of markup; no title is longer.
_LONGEST = 5000
_AHEAD = timedelta(days=1)
#: Tags, and not every "<": "5 < 6 and x<y" is a title.
_TAG = re.compile(
    r"</?(?:a|abbr|acronym|b|big|blockquote|br|center|cite|code|del|div|em|font|h[1-6]|hr|i|img|ins|li|mark|nobr|ol|p|pre|q|s"
    r"|small|span|strike|strong|sub|sup|tt|u|ul|wbr|script|style|iframe)(?:\s[^<>]*)?/?>|<!--.*?-->",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<(?:br|p|div|li|hr|/p|/div|/li)\b[^<>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>[^<]*(?:</\1\s*>)?", re.IGNORECASE)
#: "jo@news.example (Jo Doe)" is how RSS wants its authors; "Jo Doe <jo@news.example>" is how mails have them.
_WITH_MAIL = re.compile(r"\S+@\S+\s*\((.+)\)|(.+?)\s*<\S+@\S+>|\S+@\S+()", re.DOTALL)
#: "Sat, 21 Nov 26": RFC 822 as it was in 1982.
_SHORT_YEAR = re.compile(r"((?:[A-Za-z]{3,9},\s*)?\d{1,2} [A-Za-z]{3} )(\d\d)( \d\d:\d\d.*)")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry in its source's own words; every text may be empty."""

    #: Addresses with their bases, the best first.
    links: tuple[tuple[str, str], ...] = ()
    title: str = ""
    #: HTML.
    summary: str = ""
    content: str = ""
    guid: str = ""
    published: str = ""
    updated: str = ""
    publisher: str = ""
    publisher_links: tuple[tuple[str, str], ...] = ()
    language: str = ""
    authors: tuple[str, ...] = ()


def gather(
    entries: Iterable[Entry],
    *,
    now: datetime,
    title: str = "",
    language: str = "",
    ttl_seconds: float | None = None,
    notes: Sequence[str] = (),
) -> Found:
    """Return *entries* as items: of those with one guid or one address the first, and none without any content."""
    kept: list[Item] = []
    seen: set[str] = set()
    ahead = 0
    entries = list(entries)
    counted = Counter(entry.guid for entry in entries if entry.guid)
    # Software that gives all its items one guid: it tells none of them from another.
    void = {guid for guid, times in counted.items() if times > 2 and times * 2 > len(entries)}
    for entry in entries:
        item, is_ahead = _item(entry, now=now, language=language)
        keys = {
            key
            for key in (item.url, None if entry.guid in void else f"guid {item.guid or ''}")
            if key and key != "guid "
        }
        if not (item.url or item.title or item.content_html or item.summary_html) or keys & seen:
            continue
        seen |= keys
        ahead += is_ahead
        kept.append(item)
    if ahead:
        notes = [*notes, f"{ahead} of its dates lie in the future and were not taken"]
    return Found(
        items=tuple(kept),
        title=plain(title),
        language=primary(language),
        ttl_seconds=ttl_seconds,
        note="; ".join(notes) or None,
    )


def plain(markup: str) -> str | None:
    """Return a title's *markup* as text in one line, without tags, scripts and entities; `None` when nothing is left."""
    # Once more, for what was escaped twice.
    text = unescape(_bare(markup[:_LONGEST]))
    return clean_label(_bare(text))


def link_of(written: str, base: str) -> str | None:
    """Return the address on the web that *written* means where *base* is the page, canonical; `None` for none."""
    text = re.sub(r"[\t\r\n]", "", unescape(written)).strip()
    if text[:5].lower() == "feed:":
        # feed://host/path and feed:https://host/path
        text = text[5:] if "://" in text[5:] else f"http:{text[5:]}"
    return clean_url(text.replace(" ", "%20"), base=base) if text else None


def stated(written: str, *, now: datetime, language: str | None) -> tuple[Timestamp | None, bool]:
    """Return the point in time that *written* states, and whether it was left out for lying in the future."""
    text = _SHORT_YEAR.sub(r"\g<1>20\2\3", written.strip())
    found = parse_date(text, found_in="meta", language=language)
    if found is not None and found.at > now + _AHEAD:
        return None, True
    return found, False


def _item(entry: Entry, *, now: datetime, language: str) -> tuple[Item, bool]:
    spoken = primary(entry.language) or primary(language)
    published, is_ahead = stated(entry.published, now=now, language=spoken)
    updated, is_ahead_too = stated(entry.updated, now=now, language=spoken)
    return Item(
        url=_first(entry.links),
        title=plain(entry.title),
        published=published.at if published else None,
        updated=updated.at if updated else None,
        precision=published.precision if published else "instant",
        updated_precision=updated.precision if updated else "instant",
        summary_html=clean(entry.summary).strip() or None,
        content_html=clean(entry.content).strip() or None,
        guid=clean_label(entry.guid),
        publisher=plain(entry.publisher),
        publisher_url=_first(entry.publisher_links),
        language=spoken,
        authors=persons(map(_name, entry.authors)),
    ), is_ahead or is_ahead_too


def _first(links: Iterable[tuple[str, str]]) -> str | None:
    return next(filter(None, (link_of(written, base) for written, base in links)), None)


def _bare(markup: str) -> str:
    return _TAG.sub("", _BREAK.sub(" ", _HIDDEN.sub(" ", markup)))


def _name(written: str) -> str:
    found = _WITH_MAIL.fullmatch(written[:300].strip())
    return next((part for part in found.groups() if part), "") if found else written
