"""Reads the schema.org objects that a page carries as JSON-LD, broken ones as far as they can be made out."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from extractors.metadata.schema import Object, Place, walk

_log = logging.getLogger(__name__)

#: Templates wrap the JSON in CDATA marks, HTML comments, a last semicolon: the value is between the outer brackets.
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_LAST_COMMA = re.compile(r",\s*(?=[}\]])")
_LOST_COMMA = re.compile(r"(?<=[}\]\"])(?=\s+\"[\w@]+\"\s*:)")
_COMMENT = re.compile(r"(?m)^[ \t]*//.*$")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])|\\u(?![0-9a-fA-F]{4})")
#: More values one after another in a block are no JSON-LD.
_MOST_VALUES = 20

_SALVAGED = re.compile(
    r"\"(?P<key>headline|datePublished|dateModified|dateCreated|articleSection|inLanguage|isAccessibleForFree|@type)\""
    r"\s*:\s*(?:\"(?P<text>[^\n]{1,400}?)\"\s*(?=,\s*\"|[}\]\n]|,?\s*$)|(?P<plain>true|false))"
)
_SALVAGED_AUTHOR = re.compile(
    r"\"author\"\s*:\s*(?P<value>\[[^\[\]]{1,2000}\]|\{[^{}]{1,1000}\}|\"[^\"\n]{1,200}\")"
)
#: More of a block is not searched for pieces.
_LONGEST_SALVAGED = 100_000


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Every object of a page, outer ones first, and by their `@id`."""

    places: tuple[Place, ...] = ()
    by_id: Mapping[str, Object] = field(default_factory=dict)

    def of_type(self, kind: str) -> Iterator[Object]:
        """Yield the objects whose type is *kind*."""
        return (one.object for one in self.places if kind in one.kinds)

    def resolve(self, value: Any) -> Any:
        """Return what *value* refers to if it is a reference (`{"@id": ...}`), else *value*."""
        if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
            return self.by_id.get(str(value.get("@id")), value)
        return value


def read_graph(blocks: Iterable[str]) -> Graph:
    """
    Return the objects in *blocks*, the texts of a page's JSON-LD scripts.

    Of a block that is no JSON only the plainest facts of an article are kept, if it speaks of one; that is logged.
    """
    roots = [root for block in dict.fromkeys(blocks) for root in _parsed(block)]
    places = tuple(walk(roots))
    by_id: dict[str, Object] = {}
    for place in places:
        key = place.object.get("@id")
        if isinstance(key, str) and len(place.object) > len(by_id.get(key, {})):
            by_id[key] = place.object
    return Graph(places=places, by_id=by_id)


def is_salvaged(found: Object) -> bool:
    """Tell whether *found* was put together from pieces of a block that is no JSON."""
    return "\0" in found


def _parsed(block: str) -> list[Any]:
    if not block.strip():
        return []
    try:
        return [json.loads(block, strict=False)]
    except (ValueError, RecursionError) as error:
        broken = error
    text = _CDATA.sub("", block)
    if '"' not in text and "&quot;" in text:
        text = unescape(text)
    starts = [at for at in (text.find("{"), text.find("[")) if at >= 0]
    text = text[min(starts, default=0) : max(text.rfind("}"), text.rfind("]")) + 1] or text
    mended = _LAST_COMMA.sub("", _LOST_COMMA.sub(",", _COMMENT.sub("", text)))
    for attempt in (text, _LAST_COMMA.sub("", text), _BAD_ESCAPE.sub(r"\\\\", mended)):
        try:
            return _values(attempt)
        except (ValueError, RecursionError):
            continue
    kept = _salvaged(text[:_LONGEST_SALVAGED])
    _log.info(
        "a JSON-LD block of %d characters is left out, %s: %s",
        len(block), "but for a few facts" if kept else "whole", broken,
    )  # fmt: skip
    return kept


def _values(text: str) -> list[Any]:
    """Return the values in *text*, of which some templates write several without a list around them."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    at = 0
    while at < len(text) and len(values) < _MOST_VALUES:
        value, at = decoder.raw_decode(text, at)
        values.append(value)
        while at < len(text) and text[at] in " \t\r\n,;":
            at += 1
    return values


def _salvaged(text: str) -> list[Any]:
    found: dict[str, Any] = {}
    for piece in _SALVAGED.finditer(text):
        value = piece["text"] if piece["plain"] is None else piece["plain"]
        if piece["key"] != "@type":
            found.setdefault(piece["key"], value)
        elif value.endswith(("Article", "BlogPosting")):
            found.setdefault("@type", value)
    if "@type" not in found:
        return []
    if (author := _SALVAGED_AUTHOR.search(text)) is not None:
        try:
            found["author"] = json.loads(_LAST_COMMA.sub("", author["value"]), strict=False)
        except ValueError:
            found["author"] = re.findall(r"\"name\"\s*:\s*\"([^\"\n]{1,100})\"", author["value"])
    return [{**found, "\0": True}]
