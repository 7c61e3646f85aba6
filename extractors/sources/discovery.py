"""Finds where a site has its feeds and sitemaps: what its pages say, what they link to, and where most sites have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from extractors.errors import SourceError
from extractors.page.characters import clean_label
from extractors.page.tree import Tree
from extractors.sources.items import link_of
from extractors.sources.listing import base_of, page_of
from extractors.sources.models import FeedKind, FeedLink
from extractors.sources.sitemap import is_for_news
from extractors.urls import same_site

_TYPES: dict[str, FeedKind | None] = {
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/rdf+xml": "rss",
    "application/feed+json": "json",
    # May be a feed: WordPress gives the page's data so.
    "application/json": None,
    "application/xml": None,
    "text/xml": None,
}
_USUAL: tuple[tuple[str, FeedKind | None], ...] = (
    ("/feed", None), ("/rss", "rss"), ("/rss.xml", "rss"), ("/atom.xml", "atom"), ("/feed.xml", None), ("/index.xml", None),
    ("/feed.json", "json"),
)  # fmt: skip
_WORD = re.compile(r"(?<![a-z])(?:rss|atom|rdf|feeds?|rssfeeds?)(?![a-z])", re.IGNORECASE)
_QUERY = re.compile(r"(?:^|&)(?:feed|format|type|output|alt)=(?:rss|atom|rdf|feed)", re.IGNORECASE)
#: Words of a part of a path, its ending among them; a slug of more may well be about feeds.
_MOST_WORDS = 3
#: Code points of a link's text, which of a feed is a name: "RSS", "World news (Atom)".
_LONGEST_TEXT = 40
_COMMENTS = re.compile(r"comment|коммент|komment|comentari|commentaire", re.IGNORECASE)
_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
#: Of links in a page's body; a page that links to more lists other people's feeds.
_MOST_LINKED = 50


def discover_feeds(
    content: bytes, *, url: str, content_type: str | None = None
) -> tuple[FeedLink, ...]:
    """
    Return where the site of the page *content*, read at *url*, has or may have feeds, the likeliest first.

    First what its head states to be feeds, then what its body links to and what may be a feed by its type, then feeds of comments, and last the usual paths, of which
    most will not be there. What is no page gives the usual paths only; never raises.
    """
    try:
        page = page_of(content, url=url, content_type=content_type)
    except SourceError:
        page = None
    named = [] if page is None else [*_stated(page, url), *_linked(page, url)]
    named.sort(key=_doubt)
    usual = (
        FeedLink(url=at, kind=kind, found="usual")
        for path, kind in _USUAL
        if (at := link_of(path, url))
    )
    found: dict[str, FeedLink] = {}
    for one in (*named, *usual):
        found.setdefault(one.url, one)
    return tuple(found.values())


def sitemaps_in(robots: str) -> tuple[str, ...]:
    """Return the addresses of the sitemaps that a robots.txt names, each once, those named for news first."""
    found = (link_of(line, "") for line in _SITEMAP_LINE.findall(robots))
    return tuple(sorted(dict.fromkeys(filter(None, found)), key=lambda url: not is_for_news(url)))


def _doubt(link: FeedLink) -> int:
    if _COMMENTS.search(f"{link.url} {link.title or ''}"):
        return 2
    return 1 if link.found == "stated" and link.kind is None else 0


def _stated(page: Tree, url: str) -> Iterator[FeedLink]:
    base = base_of(page, url)
    for node in page.select("link[rel][href]"):
        kind = node.get("type").partition(";")[0].strip().lower()
        relations = node.get("rel").lower().split()
        # rel=feed was HTML5's for a time.
        if "feed" not in relations and not ("alternate" in relations and kind in _TYPES):
            continue
        if at := link_of(node.get("href"), base):
            title = clean_label(node.get("title"))
            yield FeedLink(url=at, title=title, kind=_TYPES.get(kind), found="stated")


def _linked(page: Tree, url: str) -> list[FeedLink]:
    base = base_of(page, url)
    found: list[FeedLink] = []
    for node in page.select("a[href]"):
        at = link_of(node.get("href"), base)
        if at is None or at == url:
            continue
        kind, text = node.get("type").lower(), clean_label(node.line or node.get("title"))
        is_like = _is_like_a_feed(at)
        # Feed services live elsewhere; then the address itself must look like a feed.
        if not is_like and same_site(at, url):
            name = text or ""
            is_like = kind in _TYPES or (
                len(name) <= _LONGEST_TEXT and _WORD.search(name) is not None
            )
        if is_like:
            found.append(FeedLink(url=at, title=text, kind=_TYPES.get(kind), found="linked"))
    return found[:_MOST_LINKED]


def _is_like_a_feed(url: str) -> bool:
    parts = urlsplit(url)
    # A button to share the page has an address in its own.
    if re.search(r"://|%3A%2F%2F", parts.query, re.IGNORECASE):
        return False
    words = [re.split(r"[-_.]", part) for part in parts.path.split("/")]
    return _QUERY.search(parts.query) is not None or any(
        len(one) <= _MOST_WORDS and any(map(_WORD.fullmatch, map(_unnumbered, one)))
        for one in words
    )


def _unnumbered(word: str) -> str:
    """Return *word* without the number at its end: rss2, atom10."""
    return word.rstrip("0123456789")
