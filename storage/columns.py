"""The row of an article and the article of a row: every field to a column, lists and mappings as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from extractors.models import Article, Evidence, Origin, Record, Tag, Timestamp

#: Fields whose column has their name and their value.
_PLAIN = (
    "url", "title", "text", "site", "language", "section", "description",
    "image", "access", "licence", "tdm",
)  # fmt: skip
_LISTS = ("authors", "organisations", "flags")
_TIMES = ("published", "modified")


def columns(article: Article) -> dict[str, Any]:
    """Return the columns of *article* itself: not those of its record, and no evidence."""
    return {
        name: _json(value) if isinstance(value, list | dict) else value
        for name, value in _values(article).items()
    }


def metadata(article: Article) -> str:
    """Return every field but title and text as one JSON object, by the names of the columns."""
    row = _values(article)
    return _json({name: row[name] for name in row if name not in ("title", "text")})


def article_of(row: dict[str, Any]) -> Article:
    """Return the stored article in *row*, which has its tags and evidence as JSON in columns so named."""
    lists = {name: json.loads(row[name]) for name in (*_LISTS, "origins")}
    return replace(
        _article(row | lists),
        tags=tags_of(row["tags"]),
        evidence=evidence_of(row["evidence"]),
        record=Record(
            id=row["id"],
            guid=row["guid"],
            input=row["input"],
            version=row["version"],
            copy_of=row["copy_of"],
            document=row["document"],
            tagged_with=row["tagged_with"],
            pack=row["pack_name"],
            pack_version=row["pack_version"],
            first_seen=datetime.fromisoformat(row["first_seen"]),
            changed=datetime.fromisoformat(row["changed"]),
            gone=datetime.fromisoformat(row["gone"]) if row["gone"] else None,
        ),
    )


def version_of(row: dict[str, Any]) -> Article | None:
    """Return the earlier version in *row* as an article of no topics; `None` where of its metadata nothing was kept."""
    values = json.loads(row["metadata"])
    return _article(values | {"title": row["title"], "text": row["text"]}) if values else None


def tags_of(written: str) -> tuple[Tag, ...]:
    """Return the tags in a JSON array."""
    return tuple(Tag(**found) for found in json.loads(written))


def evidence_of(written: str) -> tuple[Evidence, ...]:
    """Return the pieces of evidence in a JSON array."""
    return tuple(
        Evidence(**{**found, "words": tuple(found["words"])}) for found in json.loads(written)
    )


def evidence_columns(found: Evidence) -> dict[str, Any]:
    """Return the columns of one piece of evidence, but for whose it is and its place."""
    return {
        "topic": found.topic,
        "rule": found.rule,
        "field": found.field,
        "start": found.start,
        "end": found.end,
        "words": _json(found.words),
        "sentence": found.sentence,
        "score": found.score,
    }


def _article(values: dict[str, Any]) -> Article:
    """Return the article with these `_values`; a field that is not there had not been thought of yet."""
    fields: dict[str, Any] = {name: values.get(name) for name in _PLAIN}
    fields |= {name: tuple(values.get(name) or ()) for name in _LISTS}
    fields |= {name: _timestamp(values, name) for name in _TIMES}
    origins = values.get("origins") or {}
    return Article(**fields, origins={field: Origin(**found) for field, found in origins.items()})


def _values(article: Article) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(article, name) for name in _PLAIN}
    values |= {name: list(getattr(article, name)) for name in _LISTS}
    values["origins"] = {
        field: {"found_in": origin.found_in, "confidence": origin.confidence}
        for field, origin in article.origins.items()
    }
    for name in _TIMES:
        stamp: Timestamp | None = getattr(article, name)
        values[f"{name}_at"] = stamp.at.isoformat() if stamp else None
        values[f"{name}_precision"] = stamp.precision if stamp else None
        values[f"{name}_found_in"] = stamp.found_in if stamp else None
        values[f"{name}_written"] = stamp.written if stamp else None
    return values


def _timestamp(row: dict[str, Any], name: str) -> Timestamp | None:
    if row.get(f"{name}_at") is None:
        return None
    return Timestamp(
        at=datetime.fromisoformat(row[f"{name}_at"]),
        precision=row[f"{name}_precision"],
        found_in=row[f"{name}_found_in"],
        written=row[f"{name}_written"],
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
