"""
Reads feeds fast; the only importer of fastfeedparser.

It is taken at its word for the content of entries. What it leaves out or fills in by itself (a year that nobody wrote, a
guid that is no address as the link, one author of several) is read off the tree beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

import fastfeedparser
from lxml import etree

from extractors.sources.items import Entry
from extractors.sources.markup import Markup

#: Namespaces whose elements go by their bare names here: those of the formats themselves.
_PLAIN = frozenset(
    (
        "",
        "http://www.w3.org/2005/Atom",
        "https://www.w3.org/2005/Atom",
        "http://purl.org/atom/ns#",
        "http://purl.org/rss/1.0/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2",
    )
)
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dc:",
    "http://purl.org/rss/1.0/modules/syndication/": "sy:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
}
#: Where an entry begins, by the letters alone.
STARTS = re.compile(r"<(?:[A-Za-z][\w.-]*:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
#: What its own code raises over bytes that nobody thought of, besides the ValueError it promises.
_FAILURES = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, etree.LxmlError)  # fmt: skip

Names = dict[str, list[Any]]


class Unread(Exception):
    """The fast parser does not read this feed, or not all of it."""


def read_entries(markup: Markup, root: Any, *, url: str) -> list[Entry]:
    """
    Return the entries of the feed *markup*, whose tree is *root*, in their order.

    Raises:
        Unread: the parser fails, or finds other entries than the tree has.
    """
    try:
        feed = fastfeedparser.parse(
            markup.xml.encode(), include_tags=False, include_media=False, include_enclosures=False
        )
    except _FAILURES as error:
        raise Unread(str(error)) from error
    elements = [one for one in root.iter("{*}item", "{*}entry") if _key(one) in ("item", "entry")]
    if len(elements) != len(feed.entries):
        raise Unread(f"{len(feed.entries)} entries of {len(elements)}")
    return [
        _entry(element, read, url) for element, read in zip(elements, feed.entries, strict=True)
    ]


def facts(root: Any) -> dict[str, str]:
    """Return what the feed as a whole says, by the bare names of its elements: title, language, ttl, sy:updatePeriod."""
    channel = next(root.iter("{*}channel"), root)
    found = {name: _text(elements[0]) for name, elements in _children(channel).items()}
    spoken = found.get("language") or found.get("dc:language") or channel.get(_LANG)
    return {**found, "language": spoken or root.get(_LANG) or ""}


def _entry(element: Any, read: dict[str, Any], url: str) -> Entry:
    names = _children(element)
    sources = names.get("source", [])
    contents = [one for one in read.get("content") or () if one.get("value")]
    summary = _first(names, "description", "summary")
    return Entry(
        links=tuple(_links(element, names, url)),
        title=_text(_first(names, "title", "dc:title")),
        summary=_html(summary) if summary is not None else "",
        content=_content(contents[0], _first(names, "content")) if contents else "",
        guid=_text(_first(names, "guid", "id")) or element.get(_ABOUT) or "",
        published=_text(
            _first(names, "pubdate", "published", "issued", "dc:date", "dc:issued", "created")
        ),
        updated=_text(_first(names, "updated", "modified", "dc:modified")),
        publisher=_publisher(sources[0]) if sources else "",
        publisher_links=tuple(_publisher_links(sources[0], url)) if sources else (),
        language=element.get(_LANG) or _text(_first(names, "language", "dc:language")),
        authors=tuple(_authors(names)),
    )


def _links(element: Any, names: Names, url: str) -> Iterator[tuple[str, str]]:
    links = names.get("link", [])
    for link in links:
        if written := _text(link):
            yield written, link.base or url
    stated = [link for link in links if link.get("href")]
    alternate = [one for one in stated if (one.get("rel") or "alternate").lower() == "alternate"]
    # Of several alternates the page: the others are the entry as PDF or the like.
    alternate.sort(key=lambda one: "html" not in (one.get("type") or "html"))
    yield from ((link.get("href"), link.base or url) for link in alternate)
    guid = _first(names, "guid")
    if guid is not None and _is_permalink(guid):
        yield _text(guid), url
    if about := element.get(_ABOUT):
        yield about, element.base or url


def _is_permalink(guid: Any) -> bool:
    said = next((value for name, value in guid.items() if name.lower() == "ispermalink"), "true")
    is_address = re.match(r"\s*https?://", _text(guid), re.IGNORECASE)
    return str(said).strip().lower() != "false" and is_address is not None


def _content(read: dict[str, Any], element: Any) -> str:
    value = str(read["value"])
    # The parser takes an Atom content without a type for HTML.
    stated = None if element is None else element.get("type") or "text"
    match str(stated or read.get("type") or "").lower():
        case "text" | "text/plain":
            return escape(value, quote=False)
        case "xhtml" | "application/xhtml+xml":
            # It gives the element together with what it holds.
            return re.sub(r"\A\s*<(?:\w+:)?content\b[^>]*>|</(?:\w+:)?content>\s*\Z", "", value)
        case _:
            return value


def _html(element: Any) -> str:
    kind = (element.get("type") or "").lower()
    if kind == "xhtml":
        return "".join(str(etree.tostring(one, encoding="unicode")) for one in element)
    text = "".join(map(str, element.itertext()))
    # In Atom a text is a text unless it says that it is HTML; in RSS it is HTML.
    is_atom = _key(element) == "summary"
    return escape(text, quote=False) if is_atom and kind in ("", "text", "text/plain") else text


def _publisher(source: Any) -> str:
    inner = _children(source)
    return _text(_first(inner, "title")) if len(source) else _text(source)


def _publisher_links(source: Any, url: str) -> Iterator[tuple[str, str]]:
    if written := source.get("url"):
        yield written, url
    links = _children(source).get("link", [])
    for link in sorted(links, key=lambda one: one.get("rel") == "self"):
        yield link.get("href") or _text(link), link.base or url


def _authors(names: Names) -> Iterator[str]:
    for author in (names.get("author") or []) + (names.get("dc:creator") or []):
        name = _first(_children(author), "name")
        yield _text(author) if name is None and not len(author) else _text(name)


def _children(element: Any) -> Names:
    found: Names = {}
    for child in element:
        if name := _key(child):
            found.setdefault(name, []).append(child)
    return found


def _key(element: Any) -> str:
    """Return an element's name in lower case, with the prefix that its namespace has here; empty for what is no element."""
    if not isinstance(element.tag, str):
        return ""
    space, _, name = element.tag.rpartition("}")
    space = space.removeprefix("{")
    prefix = "" if space in _PLAIN else _PREFIXES.get(space, "other:")
    return f"{prefix}{name}".lower()


def _first(names: Names, *wanted: str) -> Any:
    """Return the first element of the first of the *wanted* names that has one with a text, else any of them."""
    found = [element for name in wanted for element in names.get(name, ())]
    return next((one for one in found if _text(one)), found[0] if found else None)


def _text(element: Any) -> str:
    return "" if element is None else "".join(map(str, element.itertext())).strip()
