"""Reads JSON Feed, 1.0 and 1.1."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import Any

from extractors.errors import SourceError
from extractors.sources.items import Entry, gather
from extractors.sources.models import Found

_HINT = "It would be JSON Feed: an object with a version at jsonfeed.org and a list of items."


def read_json_feed(text: str, *, url: str, now: datetime) -> Found:
    """
    Return what the JSON Feed *text*, read at *url*, lists.

    Raises:
        SourceError: with code `not-a-feed`.
    """
    feed = parsed(text)
    if feed is None:
        raise SourceError("not-a-feed", "It begins like JSON but is none, or is cut off.", _HINT)
    if not is_json_feed(feed):
        raise SourceError("not-a-feed", "It is JSON, but no feed.", _HINT)
    return gather(
        [_entry(item, url) for item in _objects(feed["items"])],
        now=now,
        title=escape(_text(feed, "title")),
        language=_text(feed, "language"),
    )


def parsed(text: str) -> Any:
    """Return *text* as JSON, `None` where it is none or too deep to be one that anybody means."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def is_json_feed(value: object) -> bool:
    """Tell whether *value* is a feed by what JSON Feed requires of one."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("items"), list)
        and "jsonfeed.org" in str(value.get("version"))
    )


def _entry(item: dict[str, Any], url: str) -> Entry:
    content = _text(item, "content_html") or escape(_text(item, "content_text"), quote=False)
    guid = _text(item, "id")
    return Entry(
        links=tuple((link, url) for name in ("url", "external_url") if (link := _text(item, name))),
        title=escape(_text(item, "title"), quote=False),
        summary=escape(_text(item, "summary"), quote=False),
        content=content,
        guid=guid,
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        language=_text(item, "language"),
        # 1.1 has authors, 1.0 had one author.
        authors=tuple(
            _text(one, "name") for one in _objects(item.get("authors") or [item.get("author")])
        ),
    )


def _objects(values: object) -> Iterator[dict[str, Any]]:
    if isinstance(values, list):
        yield from (value for value in values if isinstance(value, dict))


def _text(value: dict[str, Any], name: str) -> str:
    """Return a text, or a number as one: 1.0 let ids be numbers."""
    found = value.get(name)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return ""
    try:
        return str(found)
    except ValueError:
        # Longer than Python writes out: no id.
        return ""
