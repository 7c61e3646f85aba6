"""
Reads the JSON that crawlers write: one object an article, alone in a file or one a line.

Field names are compared without case, `_` and `-`: `publishedAt` is `published_at`.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any, BinaryIO, Literal

from extractors.formats.member import Member
from extractors.formats.wrapped import Body, Wrapped
from extractors.metadata.address import clean_url
from extractors.metadata.dates import parse_date
from extractors.metadata.persons import signature
from extractors.models import Origin, RawDocument, Rejection, Timestamp
from extractors.page.characters import clean_label
from extractors.page.reading import Reading

#: By field: the names under which it is looked for, first come first served.
NAMES = {
    "html": ("html", "raw_html"),
    "text": ("text", "maintext"),
    # A page or a text: its content says which.
    "body": ("body", "content", "article_body"),
    "url": ("url", "link", "canonical_url"),
    "title": ("title", "headline"),
    "published": (
        "published", "published_at", "date_published", "date_publish", "publish_date", "pub_date", "date",
    ),
    "modified": ("modified", "modified_at", "date_modified", "date_modify", "updated", "updated_at"),
    "authors": ("authors", "author", "byline"),
    "site": ("site", "site_name", "publisher"),
    "language": ("language", "lang"),
    "section": ("section", "category"),
    "description": ("description", "summary", "excerpt"),
}  # fmt: skip

_HIGH = Origin(found_in="record", confidence="high")
_LONGEST_NAME = 100
_BLOCK = 1 << 20
#: What may be the beginning of a JSON object.
_START = re.compile(rb'\{\s*"')


def unwrap(content: bytes) -> Wrapped | Rejection:
    """
    Return the page or text in a JSON object, and what the object says of it. Of a page it does not lead.

    Codes: `unreadable` for what is not JSON, `not-an-article` for an object without page and text.
    """
    record = _object(content)
    if isinstance(record, Rejection):
        return record
    bodies = _bodies(record)
    if not bodies:
        return Rejection(code="not-an-article", reason=f"The JSON object has {_WITHOUT}.")
    return Wrapped(bodies=bodies, stated=_stated(record), leads=False)


def are_lines(stream: BinaryIO, *, limit: int) -> bool:
    """
    Tell whether *stream*, read from its beginning, is JSON lines and not one object, of any layout.

    It is where two lines begin like objects, the first is one, and where the first has more than *limit* bytes.
    """
    lines = list(islice(_lines(stream, limit), 2))
    if not all(line is None or _START.match(line) for _, line in lines):
        return False
    if lines and lines[0][1] is None:
        return True
    return len(lines) == 2 and any(line and isinstance(_object(line), dict) for _, line in lines)


def members(
    stream: BinaryIO, *, location: str, limit: int, now: datetime
) -> Iterator[Member | Rejection]:
    """
    Yield every line of *stream* that is not blank, numbered from 1 with the blank ones.

    A line without page and text is an other record. A last `Rejection`, `truncated`, says where reading ended.
    """
    number = 0
    try:
        for number, line in _lines(stream, limit):
            yield _member(number, line, location=location, limit=limit, now=now)
    except (OSError, EOFError, zlib.error) as error:
        yield Rejection(code="truncated", reason=f"line {number + 1} could not be read ({error})")


def _member(number: int, line: bytes | None, *, location: str, limit: int, now: datetime) -> Member:
    member = Member(number=number, location=f"{location}#{number}")
    if line is None:
        reason = f"Line {number} has more than {limit / 1e6:.0f} MB."
        return replace(member, found=Rejection(code="too-large", reason=reason))
    record = _object(line)
    if isinstance(record, Rejection):
        return replace(member, found=replace(record, reason=f"Line {number}: {record.reason}"))
    if not _bodies(record):
        return member
    place = _url(record) or member.location
    document = RawDocument(
        content=line, location=place, content_type="application/json", read_at=now
    )
    return replace(member, location=place, found=document)


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield number and content of each line that is not blank; `None` for one of more than *limit* bytes."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := stream.readline(_BLOCK)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        elif line := line.removeprefix(b"\xef\xbb\xbf").strip():
            yield number, line


def _object(content: bytes) -> dict[str, Any] | Rejection:
    try:
        found = json.loads(content.strip())
    except (ValueError, RecursionError) as error:
        if "Extra data" in str(error):
            reason = "It holds several JSON objects, each an article of its own."
            return Rejection(code="not-an-article", reason=reason)
        return Rejection(code="unreadable", reason=f"The JSON is damaged: {error}.")
    if not isinstance(found, dict):
        reason = "It is JSON, but no object; several articles are written one object a line."
        return Rejection(code="not-an-article", reason=reason)
    return {_plain(name): value for name, value in found.items() if len(name) < _LONGEST_NAME}


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").casefold()


_PLAIN = {field: tuple(map(_plain, names)) for field, names in NAMES.items()}
_WITHOUT = "neither a page nor a text under " + ", ".join(
    name for field in ("html", "text", "body") for name in NAMES[field]
)


def _value(record: dict[str, Any], field: str) -> Any:
    """Return the first value under one of the field's names that is not empty, else `None`."""
    return next((record[name] for name in _PLAIN[field] if record.get(name)), None)


def _label(record: dict[str, Any], field: str) -> str | None:
    return next(iter(_labels(record, field)), None)


def _labels(record: dict[str, Any], field: str) -> list[str]:
    """Return the words under *field*: a string, or strings in a list, or the names of objects."""
    value = _value(record, field)
    values = value if isinstance(value, list) else [value]
    names = [one.get("name") if isinstance(one, dict) else one for one in values]
    return [label for one in names if isinstance(one, str) and (label := clean_label(one))]


def _bodies(record: dict[str, Any]) -> tuple[Body, ...]:
    families: dict[str, Literal["html", "text"] | None] = {
        "html": "html",
        "text": "text",
        "body": None,
    }
    found = [(family, _value(record, field)) for field, family in families.items()]
    return tuple(
        Body(content=value, family=family)
        for family, value in found
        if isinstance(value, str) and value.strip()
    )


def _url(record: dict[str, Any]) -> str | None:
    url = _value(record, "url")
    return clean_url(url) if isinstance(url, str) else None


def _stated(record: dict[str, Any]) -> Reading:
    language = _label(record, "language")
    signed = signature(_labels(record, "authors"))
    fields: dict[str, Any] = {
        "title": _label(record, "title"),
        "authors": signed.persons,
        "organisations": signed.organisations,
        "site": _label(record, "site"),
        "url": _url(record),
        "language": language,
        "section": _label(record, "section"),
        "description": _label(record, "description"),
    }
    return Reading(
        **fields,
        published=_date(_value(record, "published"), language),
        modified=_date(_value(record, "modified"), language),
        origins={name: _HIGH for name, value in fields.items() if value},
    )


def _date(written: Any, language: str | None) -> Timestamp | None:
    """Return a date as crawlers write it: as on pages, or as seconds or milliseconds since 1970."""
    if isinstance(written, str):
        return parse_date(written, found_in="record", language=language)
    if not isinstance(written, int | float) or isinstance(written, bool):
        return None
    try:
        at = datetime.fromtimestamp(written / 1000 if written > 1e11 else written, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return Timestamp(at=at, precision="instant", found_in="record", written=str(written))
