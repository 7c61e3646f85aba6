"""Reads the schema.org objects that a page carries as microdata, and the like facts of RDFa, as JSON-LD has them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from extractors.page.tree import Node

#: Properties worth reading; `articleBody` is the whole text.
_WANTED = frozenset(
    ("author", "creator", "name", "headline", "datePublished", "dateModified", "dateCreated", "articleSection", "image",
     "url", "contentUrl", "publisher", "inLanguage", "isAccessibleForFree", "license", "description", "hasPart",
     "cssSelector", "mainEntityOfPage", "mainEntity", "blogPost", "logo", "givenName", "familyName")
)  # fmt: skip
#: Their values are addresses; of any other link what stands in it is meant.
_ADDRESSES = frozenset(("url", "image", "logo", "license", "contentUrl", "mainEntityOfPage"))
#: No person has them: where they stand within one, they belong to the article around.
_OF_STORIES = frozenset(("datePublished", "dateModified", "headline", "articleSection"))
#: The names that Dublin Core and older templates have for them.
_MEANT = {
    "created": "datePublished", "date": "datePublished", "issued": "datePublished", "modified": "dateModified",
    "dateCreated": "datePublished", "title": "headline",
}  # fmt: skip
_PREFIXES = frozenset(("schema", "dc", "dcterms", "http", "https"))
#: Far more than an article states, far fewer than would take time.
_MOST_NODES = 1500
#: Elements between a property and its object.
_FARTHEST = 40


def read_items(nodes: Iterable[Node]) -> list[dict[str, Any]]:
    """
    Return the outermost objects that *nodes* (those with `itemprop`, `itemscope` or `property`) make, in order.

    Properties outside of every object stand together in a last one, which has no type.
    """
    items: dict[int, dict[str, Any]] = {}
    outer: list[dict[str, Any]] = []
    loose: dict[str, Any] = {}
    for node in islice(nodes, _MOST_NODES):
        is_item = node.has("itemscope")
        names = node.get("itemprop").split() if is_item else _properties(node)
        if not is_item and not names:
            continue
        parents = islice(node.parents(), _FARTHEST) if items else ()
        around = [items[one.id] for one in parents if one.id in items]
        item: dict[str, Any] | None = None
        if is_item:
            item = items[node.id] = {"@type": node.get("itemtype").split()}
            if node.get("itemid"):
                item["@id"] = node.get("itemid")
            if not around and not node.get("itemprop"):
                outer.append(item)
        for name in names:
            owner = next(
                (one for one in around if name not in _OF_STORIES or not _signs(one)), loose
            )
            _add(owner, name, _value(node, name) if item is None else item)
    return [*outer, loose] if loose else outer


def _signs(item: dict[str, Any]) -> bool:
    return any(kind.endswith(("Person", "Organization")) for kind in item["@type"])


def _properties(node: Node) -> set[str]:
    # Some write "caption description" or the vocabulary's address before the name.
    stated = node.get("itemprop").split()
    named = {name.rpartition("/")[2] for name in stated}
    for name in node.get("property").split() if node.tag != "meta" else ():
        prefix, colon, rest = name.rpartition(":")
        if not colon or prefix in _PREFIXES:
            named.add(_MEANT.get(rest, rest))
    return named & _WANTED


def _value(node: Node, name: str) -> str:
    attributes = ["content", "datetime", "value"]
    if name in _ADDRESSES:
        attributes += ["href", "src", "data-src"]
    return next(filter(None, map(node.get, attributes)), None) or node.line


def _add(item: dict[str, Any], name: str, value: Any) -> None:
    if name not in item:
        item[name] = value
    elif isinstance(item[name], list):
        item[name].append(value)
    else:
        item[name] = [item[name], value]
