"""Reads and writes lists of subscriptions: OPML, as feed readers exchange them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from extractors.errors import SourceError
from extractors.page.characters import clean_label
from extractors.sources.items import link_of
from extractors.sources.markup import open_markup, read_text
from extractors.sources.models import Outline, Subscriptions

#: Types of outlines that have an address and are no feed.
_NO_FEED = frozenset(("link", "include", "html", "page"))


def read_opml(content: bytes) -> Subscriptions:
    """
    Return the feeds that the OPML *content* lists, each once, with the folders they lie in.

    Raises:
        SourceError: with code `not-opml`, `empty`, `unreadable` or `too-large`.
    """
    text = read_text(content, content_type=None)
    markup = open_markup(text)
    if markup.root != "opml":
        kind = f"Its root is <{markup.root[:40]}>" if markup.root else "It has no markup"
        raise SourceError("not-opml", f"{kind}, not <opml>.", "Feed readers export OPML.")
    outlines: dict[str, Outline] = {}
    left_out = 0
    for element, folder in _outlines(markup.tree(url="")):
        said = {name.lower(): value for name, value in element.attrib.items()}
        kind = said.get("type", "").strip().lower()
        written = said.get("xmlurl") or ("" if kind in _NO_FEED else said.get("url", ""))
        url = link_of(written, "")
        if url is None:
            left_out += 1
            continue
        title = clean_label(said.get("title")) or clean_label(said.get("text"))
        outline = Outline(
            url=url,
            title=None if title == url else title,
            folder=folder,
            site=link_of(said.get("htmlurl", ""), ""),
        )
        outlines.setdefault(url, outline)
    return Subscriptions(outlines=tuple(outlines.values()), left_out=left_out)


def write_opml(outlines: Iterable[Outline], *, title: str) -> bytes:
    """
    Return OPML 2.0 of *outlines*, in their folders; folders stand where their first feed does.

    The law: `read_opml` gives the same outlines back, folder by folder.
    """
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = clean_label(title) or ""
    body = etree.SubElement(root, "body")
    folders: dict[tuple[str, ...], Any] = {(): body}
    for outline in outlines:
        path = tuple(filter(None, map(clean_label, outline.folder)))
        parent = _folder(path, folders)
        name = clean_label(outline.title) or outline.url
        element = etree.SubElement(
            parent, "outline", type="rss", text=name, title=name, xmlUrl=outline.url
        )
        if outline.site:
            element.set("htmlUrl", outline.site)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _outlines(root: Any) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Yield the outlines that are no folders, in their order. Not recursive: nesting is the file's."""
    stack: list[tuple[Any, tuple[str, ...]]] = [
        (element, ()) for element in reversed(list(_nested(root)))
    ]
    while stack:
        element, folder = stack.pop()
        said = {name.lower(): value for name, value in element.attrib.items()}
        inner = list(_nested(element))
        if not inner or said.get("xmlurl"):
            yield element, folder
        elif name := clean_label(said.get("text")) or clean_label(said.get("title")):
            folder = (*folder, name)
        stack += [(one, folder) for one in reversed(inner)]


def _nested(element: Any) -> Iterator[Any]:
    for child in element:
        if isinstance(child.tag, str):
            # No QName: of a broken file's elements some have names that it refuses.
            if child.tag.rpartition("}")[2].lower() == "outline":
                yield child
            elif element.tag.rpartition("}")[2].lower() != "outline":
                # <body>, and whatever stands for it.
                yield from _nested(child)


def _folder(path: tuple[str, ...], folders: dict[tuple[str, ...], Any]) -> Any:
    for length in range(1, len(path) + 1):
        part = path[:length]
        if part not in folders:
            folders[part] = etree.SubElement(folders[part[:-1]], "outline", text=part[-1])
    return folders[path]
