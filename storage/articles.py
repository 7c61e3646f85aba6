"""Articles: stored once, a new version when their text changes, found again by every address they came from."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlite_utils import Database

from extractors.models import Article, Evidence, Record, Timestamp

#: What became of an article on its way into the store.
Outcome = Literal["stored", "unchanged", "copy"]

#: Makes the same guid for the same article in every store, rebuilt or moved. Never change it.
_NAMESPACE = uuid.UUID("6f1d3c5e-2f0e-4bb0-9a55-3d1f5b6f7c11")

_TIMES = ("published", "modified")


def guid_of(key: str) -> str:
    """Return the `tag:` URI (RFC 4151) of the article known by *key*: no host of ours is in it."""
    return f"tag:topicwire.localhost,2026:article/{uuid.uuid5(_NAMESPACE, key)}"


def text_hash(text: str) -> str:
    """Return the sha256 of the words of *text* alone: case, space and punctuation do not count."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


def save(
    db: Database,
    article: Article,
    *,
    given: str,
    location: str,
    document: str,
    tagged_with: str,
    now: datetime,
) -> tuple[Outcome, int]:
    """
    Store *article*, found at *location* as *document* (sha256), and return what became of it and its id.

    The same article is the one with the same URL, else the one last found at that location. A changed
    text or title makes a new version of it; the very words of an earlier article make a copy.
    """
    id = _known(db, article, location)
    if id is None:
        outcome, id = _insert(db, article, given, location, document, tagged_with, now)
    else:
        outcome = _update(db, id, article, document, tagged_with, now)
    db.execute(
        """
        INSERT INTO location (location, article_id, document) VALUES (?, ?, ?)
        ON CONFLICT (location) DO UPDATE SET article_id = excluded.article_id, document = excluded.document
        """,
        [location, id, document],
    )
    return outcome, id


def unchanged_at(db: Database, location: str, *, document: str, tagged_with: str) -> int | None:
    """Return the id of the article whose *location* last gave this very *document*, tagged by this very pack."""
    row = db.execute(
        """
        SELECT article.id FROM location JOIN article ON article.id = location.article_id
        WHERE location.location = ? AND location.document = ? AND article.tagged_with = ?
        """,
        [location, document, tagged_with],
    ).fetchone()
    return row[0] if row else None


def article(db: Database, id: int) -> Article | None:
    """Return the stored article with that id."""
    return next(_articles(db, "WHERE article.id = ?", [id]), None)


def articles(db: Database, *, topic: str | None = None) -> Iterator[Article]:
    """Yield the stored articles, or those that cover *topic*, in the order they came."""
    where = "WHERE ? IS NULL OR article.id IN (SELECT article_id FROM evidence WHERE topic = ?)"
    return _articles(db, f"{where} ORDER BY article.id", [topic, topic])


def newest_originals(db: Database, *, topic: str | None, limit: int) -> list[Article]:
    """
    Return the *limit* articles that came last and are no copies, latest first.

    By arrival and not by date of publication: an old article found today must not fall below the window.
    """
    where = """
        WHERE copy_of IS NULL
        AND (? IS NULL OR article.id IN (SELECT article_id FROM evidence WHERE topic = ?))
        ORDER BY article.id DESC LIMIT ?
    """
    return list(_articles(db, where, [topic, topic, limit]))


def count_originals(db: Database, *, topic: str | None) -> int:
    """Return how many articles, copies aside, cover *topic* (or there are)."""
    row = db.execute(
        """
        SELECT count(*) FROM article WHERE copy_of IS NULL
        AND (? IS NULL OR id IN (SELECT article_id FROM evidence WHERE topic = ?))
        """,
        [topic, topic],
    ).fetchone()
    return int(row[0])


def beat(db: Database) -> tuple[str, datetime]:
    """Return this store's own name, part of its feeds' ids, and when it was made."""
    name, created = db.execute("SELECT name, created FROM beat").fetchone()
    return name, datetime.fromisoformat(created)


def _known(db: Database, article: Article, location: str) -> int | None:
    # The URL before the place: two files that change places must not change articles. The place before
    # the key: a page that moves on to a new URL stays the article it was.
    row = db.execute(
        """
        SELECT coalesce(
            (SELECT id FROM article WHERE url = :url),
            (SELECT article_id FROM location WHERE location = :location),
            (SELECT id FROM article WHERE key = :key)
        )
        """,
        {"url": article.url, "location": location, "key": _key(article, location)},
    ).fetchone()
    return cast("int | None", row[0])


def _key(article: Article, location: str) -> str:
    """Return what an article first found at *location* is known by ever after."""
    return article.url or location


def _insert(
    db: Database,
    article: Article,
    given: str,
    location: str,
    document: str,
    tagged_with: str,
    now: datetime,
) -> tuple[Outcome, int]:
    key = _key(article, location)
    original = _original(db, article.text, before=None)
    row = {
        **_columns(article),
        "guid": guid_of(key),
        "key": key,
        "input": given,
        "version": 1,
        "copy_of": original,
        "document": document,
        "tagged_with": tagged_with,
        "first_seen": now.isoformat(),
        "changed": _moment(db, now),
    }
    id = cast(int, db.table("article").insert(row).last_pk)
    _put_evidence(db, id, article.evidence)
    return "copy" if original else "stored", id


def _update(
    db: Database, id: int, new: Article, document: str, tagged_with: str, now: datetime
) -> Outcome:
    old, record = _stored(db, id)
    original = record.copy_of
    changes: dict[str, Any] = {}
    if (old.title, old.text) != (new.title, new.text):
        _keep_version(db, old, record, now)
        original = _original(db, new.text, before=id)
        changes |= {"version": record.version + 1, "copy_of": original}
    if replace(old, evidence=()) != replace(new, evidence=()):
        changes |= _columns(new)
    if old.evidence != new.evidence:
        _put_evidence(db, id, new.evidence)
    if changes or old.topics != new.topics:
        changes["changed"] = _moment(db, now)
    db.table("article").update(id, {**changes, "document": document, "tagged_with": tagged_with})
    if not changes:
        return "unchanged"
    return "copy" if original else "stored"


def _stored(db: Database, id: int) -> tuple[Article, Record]:
    """Return the article as it was before it was stored, and its record."""
    found = next(_articles(db, "WHERE article.id = ?", [id]))
    return replace(found, record=None), cast(Record, found.record)


def _keep_version(db: Database, old: Article, record: Record, now: datetime) -> None:
    db.table("article_version").insert(
        {
            "article_id": record.id,
            "number": record.version,
            "title": old.title,
            "text": old.text,
            "document": record.document,
            "replaced": now.isoformat(),
        }
    )


def _original(db: Database, text: str, *, before: int | None) -> int | None:
    """Return the id of the first article with the same words that came before article *before*."""
    row = db.execute(
        """
        SELECT coalesce(copy_of, id) FROM article
        WHERE text_hash = ? AND (? IS NULL OR id < ?) ORDER BY id LIMIT 1
        """,
        [text_hash(text), before, before],
    ).fetchone()
    return row[0] if row else None


def _moment(db: Database, now: datetime) -> str:
    """Return *now*, moved on as far as needed to differ from every article's last change by a millisecond."""
    latest = db.execute("SELECT max(changed) FROM article").fetchone()[0]
    if latest is None:
        return now.isoformat(timespec="milliseconds")
    after = datetime.fromisoformat(latest) + timedelta(milliseconds=1)
    return max(now, after).isoformat(timespec="milliseconds")


def _put_evidence(db: Database, id: int, evidence: tuple[Evidence, ...]) -> None:
    db.execute("DELETE FROM evidence WHERE article_id = ?", [id])
    db.table("evidence").insert_all(
        {
            "article_id": id,
            "number": number,
            "topic": found.topic,
            "rule": found.rule,
            "field": found.field,
            "start": found.start,
            "end": found.end,
            "words": json.dumps(found.words, ensure_ascii=False),
            "sentence": found.sentence,
            "score": found.score,
        }
        for number, found in enumerate(evidence)
    )


def _columns(article: Article) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "text_hash": text_hash(article.text),
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "site": article.site,
        "language": article.language,
        "section": article.section,
        "description": article.description,
    }
    for name in _TIMES:
        stamp: Timestamp | None = getattr(article, name)
        columns[f"{name}_at"] = stamp.at.isoformat() if stamp else None
        columns[f"{name}_precision"] = stamp.precision if stamp else None
        columns[f"{name}_found_in"] = stamp.found_in if stamp else None
        columns[f"{name}_written"] = stamp.written if stamp else None
    return columns


def _articles(db: Database, where: str, parameters: list[Any]) -> Iterator[Article]:
    rows = db.query(
        f"""
        SELECT article.*, (
            SELECT json_group_array(json_object(
                'topic', topic, 'rule', rule, 'field', field, 'start', "start", 'end', "end",
                'words', json(words), 'sentence', sentence, 'score', score
            ) ORDER BY number) FROM evidence WHERE evidence.article_id = article.id
        ) AS evidence
        FROM article {where}
        """,
        parameters,
    )
    return map(_article, rows)


def _article(row: dict[str, Any]) -> Article:
    return Article(
        url=row["url"],
        title=row["title"],
        text=row["text"],
        authors=tuple(json.loads(row["authors"])),
        site=row["site"],
        published=_timestamp(row, "published"),
        modified=_timestamp(row, "modified"),
        language=row["language"],
        section=row["section"],
        description=row["description"],
        evidence=tuple(
            Evidence(**{**found, "words": tuple(found["words"])})
            for found in json.loads(row["evidence"])
        ),
        record=Record(
            id=row["id"],
            guid=row["guid"],
            input=row["input"],
            version=row["version"],
            copy_of=row["copy_of"],
            document=row["document"],
            tagged_with=row["tagged_with"],
            first_seen=datetime.fromisoformat(row["first_seen"]),
            changed=datetime.fromisoformat(row["changed"]),
        ),
    )


def _timestamp(row: dict[str, Any], name: str) -> Timestamp | None:
    if row[f"{name}_at"] is None:
        return None
    return Timestamp(
        at=datetime.fromisoformat(row[f"{name}_at"]),
        precision=row[f"{name}_precision"],
        found_in=row[f"{name}_found_in"],
        written=row[f"{name}_written"],
    )
