"""
Makes of any bytes a text that XML parsers read whole: decoded, from the root's start to its end, all entities resolved.

What stands before the root goes, and with a DOCTYPE every entity that it could declare: nothing is expanded or fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape
from typing import Any

from lxml import etree

from extractors.errors import SourceError
from extractors.fetch.body import read_body
from extractors.fetch.refusal import Refusal
from extractors.page.charset import decode

#: Bytes, unpacked: what a sitemap may have by its protocol.
MAX_BYTES = 50_000_000
#: A note.
CUT = "it is cut off, and what follows its last whole entry was not taken"
#: Code points before the root in which PHP's warnings, comments and a stylesheet may stand.
_HEAD = 64_000
_NAME = re.compile(r"<(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)(?=[\s/>])")
#: What programs write their warnings with, before the feed that they write all the same.
_OF_A_WARNING = frozenset(("a", "b", "br", "font", "i", "p", "pre", "strong"))
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&(#[0-9]{1,8};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)?")
#: Where the part of a DOCTYPE ends that declares entities.
_SUBSET = re.compile(r"\]\s*>")
_NUMBER = re.compile(r"&#(?:[0-9]{1,99}|[xX][0-9a-fA-F]{1,99});")
_OF_XML = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}


@dataclass(frozen=True, kw_only=True)
class Markup:
    """A text that begins with the start tag of its root."""

    #: The root's name in lower case, without prefix; empty where there is no element.
    root: str
    text: str

    @cached_property
    def xml(self) -> str:
        """The text with its entities resolved, its namespaces declared, and without what follows the root's end."""
        return _declared(_resolved(self._whole), self.root)

    def whole(self, *names: str) -> Markup | None:
        """
        Return the text without the element of *names* that it breaks off in, `None` where its root ends.

        There may be half an address, which is another's, or nobody's.
        """
        if _end(self.text, self.root) is not None:
            return None
        name = rf"(?:[A-Za-z][\w.-]*:)?(?:{'|'.join(names)})"
        ends = [found.end() for found in re.finditer(rf"</{name}\s*>", self.text, re.IGNORECASE)]
        if not ends:
            starts = re.finditer(rf"<{name}(?=[\s>/])", self.text, re.IGNORECASE)
            ends = [found.start() for found in starts]
        return Markup(root=self.root, text=self.text[: ends[-1]]) if ends else None

    @property
    def _whole(self) -> str:
        end = _end(self.text, self.root)
        return self.text if end is None else self.text[:end]

    def tree(self, *, url: str) -> Any:
        """
        Return the root as libxml2 recovers it; *url* is the base of its relative addresses.

        Raises:
            SourceError: with code `unreadable` where not even a root is left.
        """
        # A parser of its own: lxml lets one thread at a time use it.
        parser = etree.XMLParser(
            recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(self.xml.encode(), parser=parser, base_url=url)
        except (etree.XMLSyntaxError, ValueError):
            root = None
        if root is None:
            raise SourceError("unreadable", f"The <{self.root}> cannot be read as XML.")
        return root


def unpacked(content: bytes) -> bytes:
    """
    Return *content*, inflated where it is gzip.

    Raises:
        SourceError: with code `too-large` over `MAX_BYTES`, `unreadable` where the gzip is damaged or cut off.
    """
    coding = "gzip" if content.startswith(b"\x1f\x8b") else ""
    try:
        return read_body([content], coding=coding, limit=MAX_BYTES)
    except Refusal as refusal:
        code = refusal.code if refusal.code == "too-large" else "unreadable"
        raise SourceError(code, f"{refusal.reason}.") from refusal


def read_text(content: bytes, *, content_type: str | None) -> str:
    """
    Return *content* as text, without the characters that XML may not hold.

    Raises:
        SourceError: with code `empty` where nothing is left; as `unpacked`.
    """
    text = decode(unpacked(content), content_type=content_type)
    text = _ILLEGAL.sub("", text).lstrip("\ufeff \t\r\n")
    if not text.strip():
        raise SourceError("empty", "The answer has no content.")
    return text


def open_markup(text: str) -> Markup:
    """Return *text* from its first element on, without what stands before: declarations, comments, PHP's warnings."""
    at = 0
    first: tuple[str, int] | None = None
    while 0 <= (at := text.find("<", at)) < _HEAD:
        if (skipped := _skipped(text, at)) is not None:
            at = skipped
            continue
        found = _NAME.match(text, at)
        if found:
            name = found[2].lower()
            first = first or (name, at)
            if name not in _OF_A_WARNING:
                return Markup(root=name, text=text[at:])
        at += 1
    name, at = first or ("", 0)
    return Markup(root=name, text=text[at:])


def _skipped(text: str, at: int) -> int | None:
    """Return where a comment, declaration or instruction at *at* ends; `None` where none begins."""
    if text.startswith("<!--", at):
        end, width = text.find("-->", at + 4, _HEAD), 3
    elif text.startswith("<?", at):
        end, width = text.find(">", at + 2, _HEAD), 1
    elif text.startswith("<!", at):
        end, width = text.find(">", at + 2, _HEAD), 1
        if 0 <= text.find("[", at + 2, _HEAD) < end and (close := _SUBSET.search(text, at, _HEAD)):
            return close.end()
    else:
        return None
    return end + width if end >= 0 else at + 1


def _end(text: str, root: str) -> int | None:
    """Return where the end tag of *root* ends, `None` where there is none."""
    ends = list(re.finditer(rf"</(?:[\w.-]+:)?{re.escape(root)}\s*>", text, re.IGNORECASE))
    if not ends:
        # <rss/>: it has begun and ended.
        start = text[: text.find(">") + 1]
        return len(start) if start.endswith("/>") else None
    return ends[-1].end()


def _resolved(text: str) -> str:
    """Return *text* with HTML's entities as characters, and a bare ampersand as `&amp;`; CDATA stays."""
    return "".join(
        _NUMBER.sub(_legal, piece) if is_cdata else _REFERENCE.sub(_reference, piece)
        for piece, is_cdata in _pieces(text)
    )


def _legal(found: re.Match[str]) -> str:
    # In a broken file it may be no CDATA to libxml2, which makes half a surrogate pair of such a reference.
    character = unescape(found[0])
    return "" if character in ("", "\ufffd") or _ILLEGAL.search(character) else found[0]


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    at = 0
    while (start := text.find("<![CDATA[", at)) >= 0:
        yield text[at:start], False
        end = text.find("]]>", start)
        at = end + 3 if end >= 0 else len(text)
        yield text[start:at], True
    yield text[at:], False


def _reference(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return "&amp;"
    if name in _OF_XML:
        return found[0]
    character = unescape(found[0])
    if character == found[0]:
        return f"&amp;{name}"
    return escape(_ILLEGAL.sub("", character))


def _declared(text: str, root: str) -> str:
    """Return *text* with a declaration for each known prefix that has none; libxml2 and others take such elements for others."""
    start = _NAME.match(text)
    if start is None:
        return text
    head = text[: text.find(">") + 1]
    missing = [
        f' xmlns:{prefix}="{uri}"'
        for prefix, uri in _NAMESPACES.items()
        if f"xmlns:{prefix}=" not in head and (f"<{prefix}:" in text or f"{prefix}:" in head)
    ]
    if root == "feed" and start[1] is None and "xmlns=" not in head:
        missing.append(f' xmlns="{_NAMESPACES["atom"]}"')
    return f"{text[: start.end()]}{''.join(missing)}{text[start.end() :]}"
