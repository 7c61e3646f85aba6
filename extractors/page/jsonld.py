"""Reads the schema.org objects that a page carries as JSON-LD; trusts nothing about their shape."""

from __future__ import annotations

import json
import logging
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

_log = logging.getLogger(__name__)

_ARTICLE = re.compile(r"(?:.*Article|.*BlogPosting|Report|ReportageNewsArticle)$")
#: Templates wrap the JSON in CDATA marks, HTML comments, a last semicolon: the value is between the outer brackets.
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_LAST_COMMA = re.compile(r",\s*(?=[}\]])")
#: Objects of one page; a page that has more is an attack or a dump, and its article stands early.
_MOST_OBJECTS = 5000

Object = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Every object of a page, outer ones first, and by their `@id`."""

    objects: tuple[Object, ...] = ()
    by_id: Mapping[str, Object] = field(default_factory=dict)

    def articles(self) -> list[Object]:
        """Return the objects that are articles of some sort."""
        return [found for found in self.objects if any(map(_ARTICLE.match, types(found)))]

    def named(self, kind: str) -> list[Object]:
        """Return the objects whose type is *kind*."""
        return [found for found in self.objects if kind in types(found)]

    def resolve(self, value: Any) -> list[Any]:
        """Return *value* as a list, references (`{"@id": ...}`) replaced by what they refer to."""
        values = value if isinstance(value, list) else [value]
        return [self._referred(one) for one in values if one not in (None, "", {})]

    def _referred(self, value: Any) -> Any:
        if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
            return self.by_id.get(str(value.get("@id")), value)
        return value


def read_graph(tree: HtmlElement) -> Graph:
    """Return the JSON-LD objects of *tree*; a block that is no JSON is left out and logged."""
    blocks = [
        script.text or ""
        for script in tree.iter("script")
        if "ld+json" in (script.get("type") or "").lower()
    ]
    roots = [_parsed(block) for block in blocks]
    objects = tuple(_walked([root for root in roots if root is not None]))
    by_id: dict[str, Object] = {}
    for found in objects:
        if isinstance(found.get("@id"), str) and len(found) > len(by_id.get(found["@id"], {})):
            by_id[found["@id"]] = found
    return Graph(objects=objects, by_id=by_id)


def types(found: Object) -> list[str]:
    """Return the types of an object without their vocabulary's address."""
    stated = found.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return [name.rpartition("/")[2] for name in names if isinstance(name, str)]


def words(value: Any) -> str | None:
    """Return *value* if it is text with something in it, white space collapsed; of a list its first such item."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str) and one.strip():
            return " ".join(one.split())
    return None


def person_names(authors: list[Any]) -> Iterator[str]:
    """Yield the names in *authors* (text, or objects with a name) that are not said to be organisations'."""
    for author in authors:
        if isinstance(author, dict):
            stated = (
                [] if any("Organization" in kind for kind in types(author)) else author.get("name")
            )
        else:
            stated = author
        names = stated if isinstance(stated, list) else [stated]
        yield from (name for name in names if isinstance(name, str))


def _parsed(block: str) -> Any:
    if not block.strip():
        return None
    text = _CDATA.sub("", block)
    starts = [at for at in (text.find("{"), text.find("[")) if at >= 0]
    text = text[min(starts, default=0) : max(text.rfind("}"), text.rfind("]")) + 1] or text
    for attempt in (text, _LAST_COMMA.sub("", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError) as error:
            broken = error
    _log.info("a JSON-LD block of %d characters is left out: %s", len(block), broken)
    return None


def _walked(roots: list[Any]) -> Iterator[Object]:
    queue = deque(roots)
    seen = 0
    while queue and seen < _MOST_OBJECTS:
        value = queue.popleft()
        if isinstance(value, list):
            queue.extend(value)
        elif isinstance(value, dict):
            seen += 1
            yield value
            queue.extend(one for one in value.values() if isinstance(one, dict | list))
