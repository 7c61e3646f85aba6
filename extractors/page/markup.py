"""Finds the places of a parsed page where facts about its article stand; reads the text, does not judge it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from extractors.page.persons import opens_byline

_OUTSIDE = "[not(ancestor-or-self::aside or ancestor-or-self::footer or ancestor-or-self::nav)]"
_BYLINES = etree.XPath(
    f"//*[@rel='author' or @itemprop='author' or contains(@class, 'byline') or contains(@class, 'author')"
    f" or contains(@class, 'meta')]{_OUTSIDE}"
)
#: A byline by its class; "author-bio" or "author-image" is none, and "meta" only when it says "By".
_BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:byline|author)(?:[_-]+(?:name|link|text|title))?(?:\s|$)", re.IGNORECASE
)
_DATELINES = etree.XPath(
    f"//*[contains(@class, 'date') or contains(@class, 'time') or contains(@class, 'publish')"
    f" or contains(@class, 'byline') or contains(concat(' ', @class, ' '), ' meta ')]{_OUTSIDE}"
)
_TEXTS = etree.XPath(
    "//body//text()[not(ancestor::aside or ancestor::footer or ancestor::nav or parent::script or parent::style)]",
    smart_strings=False,
)
_TIMES = etree.XPath(f"//*[self::time or @itemprop='datePublished']{_OUTSIDE}")

#: A byline or dateline is a line; more text is a box that holds other stories too.
_LONGEST_LINE = 120
#: Elements with a class like "date" on one page: a listing has thousands, and the article's is early.
_MOST_LINES = 20
#: Headline, section, byline, share buttons, date: then the text begins.
_LINES_BELOW = 8
_LONGEST_BELOW = 60


def text_of(node: HtmlElement) -> str:
    """Return the text of *node* in one line."""
    return " ".join(node.text_content().split())


def metas(tree: HtmlElement) -> dict[str, list[str]]:
    """Return what `<meta>` states, by property, name, itemprop or http-equiv in lower case, in the page's order."""
    found: dict[str, list[str]] = {}
    for node in tree.iter("meta"):
        content = " ".join((node.get("content") or "").split())
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := node.get(key)):
                found.setdefault(name.strip().lower(), []).append(content)
    return found


def canonical_links(tree: HtmlElement) -> list[str]:
    """Return the targets of `<link rel="canonical">`, as written."""
    links = [link for link in tree.iter("link") if link.get("href")]
    return [link.get("href") for link in links if _has_word("canonical", link.get("rel"))]


def moments(tree: HtmlElement) -> Iterator[str]:
    """Yield what `<time>` and its like state: those marked as the publication, then the page's first."""
    nodes = _TIMES(tree)
    marked = [
        node
        for node in nodes
        if node.get("itemprop") == "datePublished" or node.get("pubdate") is not None
    ]
    for node in [*marked, *nodes[:1]]:
        yield node.get("datetime") or node.get("content") or text_of(node)


def bylines(tree: HtmlElement) -> Iterator[str]:
    """Yield the lines that are marked as naming the author, or stand among marked ones and begin with "By"."""
    for node in _BYLINES(tree)[:_MOST_LINES]:
        line = text_of(node)
        marked = node.get("rel") == "author" or node.get("itemprop") == "author"
        marked = marked or _BYLINE_CLASS.search(node.get("class") or "") is not None
        if 0 < len(line) <= _LONGEST_LINE and (marked or opens_byline(line)):
            yield line


def datelines(tree: HtmlElement, title: str | None) -> Iterator[str]:
    """Yield the short lines that may hold the date: right below *title*, then those classed as dates."""
    lines = list(filter(None, (" ".join(text.split()) for text in _TEXTS(tree))))
    if title in lines:
        after = lines.index(title) + 1
        yield from (
            line for line in lines[after : after + _LINES_BELOW] if len(line) <= _LONGEST_BELOW
        )
    for node in _DATELINES(tree)[:_MOST_LINES]:
        if 0 < len(line := text_of(node)) <= _LONGEST_LINE:
            yield line


def _has_word(word: str, written: str | None) -> bool:
    return word in (written or "").lower().split()
