"""Tells what the bytes of a source are: a feed, a sitemap, a list of feeds, a page."""

from __future__ import annotations

from extractors.errors import SourceError
from extractors.page.sniff import sniff
from extractors.sources.feed import FEED_ROOTS
from extractors.sources.jsonfeed import is_json_feed, parsed
from extractors.sources.markup import open_markup, read_text
from extractors.sources.models import Kind
from extractors.sources.sitemap import is_text_sitemap

_ROOTS: dict[str, Kind] = {
    **dict.fromkeys(FEED_ROOTS, "feed"),
    "urlset": "sitemap",
    "sitemapindex": "sitemap-index",
    "opml": "opml",
    "html": "page",
}


def kind_of(content: bytes, *, content_type: str | None = None, url: str = "") -> Kind:
    """
    Return what *content* is, gzipped or not.

    The content decides; *content_type*, the HTTP header as sent, only helps to decode, and *url* breaks ties between a
    page and a text.
    """
    try:
        text = read_text(content, content_type=content_type)
    except SourceError as error:
        return "empty" if error.code == "empty" else "other"
    if text[0] in "{[":
        return "feed" if is_json_feed(parsed(text)) else "other"
    if known := _ROOTS.get(open_markup(text).root):
        return known
    # A text of a few tags or none; the text as we have it, for it may have been packed.
    if sniff(text.encode(), location=url).family == "html":
        return "page"
    return "sitemap" if is_text_sitemap(text) else "other"
