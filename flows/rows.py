"""Articles and ledger lines as JSON objects: what `--json` prints, one a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from extractors.models import Article, Evidence, Origin, Rejection, Timestamp
from flows.source_table import Source
from storage.ledger import Delivery


def json_line(row: dict[str, Any]) -> str:
    """Return *row* on one line, letters as they are."""
    return json.dumps(row, ensure_ascii=False)


def article_row(article: Article) -> dict[str, Any]:
    """Return everything known of *article*; what only the store knows is there once it is stored."""
    published = article.published
    row: dict[str, Any] = {
        "title": article.title,
        "text": article.text,
        "topics": list(article.topics),
        "published": written(published),
        "published_precision": published.precision if published else None,
        "published_written": published.written if published else None,
        "modified": written(article.modified),
        "authors": list(article.authors),
        "organisations": list(article.organisations),
        "site": article.site,
        "language": article.language,
        "url": article.url,
        "section": article.section,
        "description": article.description,
        "image": article.image,
        "access": article.access,
        "licence": article.licence,
        "tdm": article.tdm,
        "flags": list(article.flags),
        "origins": {
            field: {"found_in": origin.found_in, "confidence": origin.confidence}
            for field, origin in origins_of(article).items()
        },
        "tags": [
            {"topic": tag.topic, "level": tag.level, "score": tag.score} for tag in article.tags
        ],
        "evidence": [evidence_row(found) for found in article.evidence],
    }
    if record := article.record:
        row = {
            "id": record.id,
            "input": record.input,
            **row,
            "copy_of": record.copy_of,
            "version": record.version,
            "pack": {
                "name": record.pack,
                "version": record.pack_version,
                "sha256": record.tagged_with,
            },
            "guid": record.guid,
            "first_seen": record.first_seen.isoformat(),
            "changed": record.changed.isoformat(),
            "gone": record.gone.isoformat() if record.gone else None,
        }
    return row


def stored_row(article: Article, source: Source | None) -> dict[str, Any]:
    """Return a stored *article* with the *source* that brought it, `None` where none of today's did."""
    brought = {"name": source.name, "reliability": source.reliability} if source else None
    return {**article_row(article), "source": brought}


def evidence_row(found: Evidence) -> dict[str, Any]:
    """Return one reason for one topic; `start` and `end` count code points of the title or the text."""
    return {
        "topic": found.topic,
        "rule": found.rule,
        "field": found.field,
        "start": found.start,
        "end": found.end,
        "words": list(found.words),
        "sentence": found.sentence,
        "score": found.score,
    }


def extraction_row(given: str, result: Article | Rejection) -> dict[str, Any]:
    """Return what extraction made of one input: `ok` and the article, or not and the reason."""
    if isinstance(result, Article):
        return {"input": given, "ok": True, **article_row(result)}
    return {"input": given, "ok": False, "code": result.code, "reason": result.reason}


def delivery_row(delivery: Delivery) -> dict[str, Any]:
    """Return one line of the ledger."""
    return {
        "id": delivery.id,
        "state": delivery.state,
        "input": delivery.input,
        "code": delivery.code,
        "reason": delivery.reason,
        "article_id": delivery.article_id,
        "times": delivery.times,
        "attempts": delivery.attempts,
        "run": delivery.run,
        "source": delivery.source,
        "location": delivery.location,
        "document": delivery.document,
        "seen": delivery.seen.isoformat(),
        "settled": delivery.settled.isoformat() if delivery.settled else None,
    }


def origins_of(article: Article) -> Mapping[str, Origin]:
    """Return where each field was found, the dates among them."""
    dates = {"published": article.published, "modified": article.modified}
    return {
        **article.origins,
        **{field: stamp.origin for field, stamp in dates.items() if stamp},
    }


def written(stamp: Timestamp | None) -> str | None:
    """Return the date in ISO 8601, no more precise than it is known: `2026-11-22T09:30:00Z`, `2026-11-22`, `2026-11`."""
    if stamp is None:
        return None
    forms = {"instant": "%Y-%m-%dT%H:%M:%SZ", "day": "%Y-%m-%d", "month": "%Y-%m"}
    return stamp.at.strftime(forms[stamp.precision])
