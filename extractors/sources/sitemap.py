"""Reads sitemaps (sitemaps.org; Google's news extension; one address a line), and says which of many to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from extractors.errors import SourceError
from extractors.sources.items import Entry, gather, link_of, stated
from extractors.sources.markup import CUT, open_markup, read_text
from extractors.sources.models import Child, Found, Item, SitemapIndex

#: By the protocol.
MOST_URLS = 50_000
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_NEWS = re.compile(r"(?<![a-z])news", re.IGNORECASE)


def read_sitemap(
    content: bytes, *, url: str, content_type: str | None = None, now: datetime
) -> Found | SitemapIndex:
    """
    Return what the sitemap *content*, read at *url*, lists, gzipped or not: the newest first, then what has no date.

    No more than `MOST_URLS` are taken.

    Raises:
        SourceError: with code `not-a-sitemap`, `empty`, `unreadable` or `too-large`.
    """
    text = read_text(content, content_type=content_type)
    if is_text_sitemap(text):
        lines = (Entry(links=((line, url),)) for line in text.splitlines() if line.strip())
        return gather(islice(lines, MOST_URLS), now=now)
    markup = open_markup(text)
    cut = markup.whole("url", "sitemap")
    markup = cut or markup
    notes = [CUT] if cut else []
    match markup.root:
        case "urlset":
            elements = list(markup.tree(url=url).iterchildren("{*}url"))
            if len(elements) > MOST_URLS:
                notes.append(f"of its {len(elements):,} addresses {MOST_URLS:,} were taken")
            entries = [_entry(element, url) for element in elements[:MOST_URLS]]
            found = gather(entries, now=now, notes=notes)
            return Found(items=tuple(_newest_first(found.items)), note=found.note)
        case "sitemapindex":
            return SitemapIndex(children=tuple(_children(markup.tree(url=url), url, now)))
        case "rss" | "feed" | "rdf":
            raise SourceError("not-a-sitemap", "It is a feed.", "It can be read as a feed.")
        case root:
            kind = f"Its root is <{root[:40]}>" if root else "It has no markup"
            raise SourceError("not-a-sitemap", f"{kind}, which is no sitemap's.")


def children_to_read(index: SitemapIndex, *, now: datetime, most: int = 3) -> tuple[Child, ...]:
    """
    Return up to *most* children of *index* in which new articles are likely, the likeliest first.

    Those named for news come first, then the last changed. Where no child has a date, those named for the month of
    *now*, then the first and the last: software numbers them in either direction.
    """
    news = [child for child in index.children if is_for_news(child.url)]
    dated = [child for child in index.children if child.changed]
    months = (f"{now:%Y-%m}", f"{now:%Y%m}", f"{now:%Y/%m}", f"{now:%Y_%m}")
    named = [child for child in index.children if any(one in child.url for one in months)]
    ends = [] if dated or named else [*index.children[:1], *index.children[-1:]]
    likely = [*_last_changed(news), *_last_changed(dated), *named, *ends]
    return tuple(dict.fromkeys(likely))[:most]


def is_for_news(url: str) -> bool:
    """Tell whether the path of a sitemap's *url* says that it is for news; a host may be called so anyway."""
    return _NEWS.search(urlsplit(url).path) is not None


def is_text_sitemap(text: str) -> bool:
    """Tell whether every one of the first lines is an address and nothing else."""
    lines = [line.strip() for line in text[:4000].splitlines()[:20] if line.strip()]
    return bool(lines) and all(_ADDRESS.fullmatch(line) for line in lines)


def _last_changed(children: Sequence[Child]) -> list[Child]:
    return sorted(children, key=lambda child: child.changed.timestamp() if child.changed else 0.0, reverse=True)  # fmt: skip


def _newest_first(items: Sequence[Item]) -> list[Item]:
    def at(item: Item) -> float:
        date = item.published or item.updated
        return date.timestamp() if date else float("-inf")

    return sorted(items, key=at, reverse=True)


def _entry(element: Any, url: str) -> Entry:
    said = dict(_said(element))
    return Entry(
        links=((said.get("loc", ""), url),),
        title=said.get("title", ""),
        published=said.get("publication_date", ""),
        updated=said.get("lastmod", ""),
        publisher=said.get("name", ""),
        language=said.get("language", ""),
    )


def _said(element: Any) -> Iterator[tuple[str, str]]:
    """Yield the text of what describes the page, and of its news; a picture of it has titles and addresses of its own."""
    for child in element.iterchildren("{*}loc", "{*}lastmod"):
        yield _local(child), (child.text or "").strip()
    for news in element.iterchildren("{*}news"):
        for child in news.iter("{*}title", "{*}publication_date", "{*}name", "{*}language"):
            yield _local(child), (child.text or "").strip()


def _children(root: Any, url: str, now: datetime) -> Iterator[Child]:
    seen = set()
    for element in islice(root.iterchildren("{*}sitemap"), MOST_URLS):
        said = dict(_said(element))
        at = link_of(said.get("loc", ""), url)
        if at and at not in seen:
            seen.add(at)
            changed, _ = stated(said.get("lastmod", ""), now=now, language=None)
            yield Child(url=at, changed=changed.at if changed else None)


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
