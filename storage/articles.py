"""
Articles: stored once, a new version when their words or their metadata change, found again by every address.

Where fields were found, the flags, and a date of modification alone are written over in place: no version, no news.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlite_utils import Database

from extractors.changes import changes, makes_version
from extractors.models import Article, Flag, Record
from storage import tags
from storage.columns import article_of, columns, metadata
from storage.copies import original_of, original_read_anew, settle_copies, text_hash

#: What became of an article on its way into the store.
Outcome = Literal["stored", "unchanged", "copy"]

#: Why a version was replaced: the copy changed, or the same bytes were read anew.
Cause = Literal["source", "extraction"]

#: Entries gained late that a topic's feed carries at once: each is new to the reader, however old it is.
MOST_LATE = 20

#: Makes the same guid for the same article in every store, rebuilt or moved. Never change it.
_NAMESPACE = uuid.UUID("6f1d3c5e-2f0e-4bb0-9a55-3d1f5b6f7c11")


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """How the document came that an article's current version was read from."""

    #: sha256.
    document: str
    location: str
    #: As in `RawDocument`.
    url: str | None
    content_type: str | None
    read_at: datetime
    #: The source that brought it, and what that said of it, as in the ledger; `None` where none did.
    source: str | None = None
    item: str | None = None


def guid_of(key: str) -> str:
    """Return the `tag:` URI (RFC 4151) of the article known by *key*: no host of ours is in it."""
    return f"tag:topicwire.localhost,2026:article/{uuid.uuid5(_NAMESPACE, key)}"


def save(
    db: Database,
    article: Article,
    *,
    given: str,
    location: str,
    document: str,
    tagged_with: str,
    now: datetime,
    same: str | None = None,
) -> tuple[Outcome, int]:
    """
    Store *article*, found at *location* as *document* (sha256), and return what became of it and its id.

    *same* is its own address as `extractors.urls.same_article` folds it, for `ledger.is_known`.

    The same article is the one with the same URL, else the one last found at that location. Changed words or
    metadata make a new version of it; the very words of an earlier article make a copy.
    """
    id = _known(db, article, location)
    if id is None:
        outcome, id = _insert(db, article, given, location, document, tagged_with, now)
    else:
        outcome = _update(db, id, article, document, tagged_with, now, "source")
    db.execute(
        """
        INSERT INTO location (location, article_id, document, same) VALUES (?, ?, ?, ?)
        ON CONFLICT (location) DO UPDATE SET article_id = excluded.article_id, document = excluded.document,
            same = coalesce(excluded.same, same)
        """,
        [location, id, document, same],
    )
    return outcome, id


def unchanged_at(db: Database, location: str, *, document: str, tagged_with: str) -> int | None:
    """Return the id of the article whose *location* last gave this very *document*, tagged by this very pack."""
    row = db.execute(
        """
        SELECT location.article_id FROM location
        JOIN tagging ON tagging.article_id = location.article_id
        WHERE location.location = ? AND location.document = ? AND tagging.pack = ?
        """,
        [location, document, tagged_with],
    ).fetchone()
    return row[0] if row else None


def current_at(db: Database, location: str, *, tagged_with: str) -> int | None:
    """
    Return the id of the article that what was last fetched from *location* is, tagged by this very pack.

    Only then does an answer that nothing has changed there (304) say all there is to know.
    """
    row = db.execute(
        """
        SELECT location.article_id FROM location
        JOIN tagging ON tagging.article_id = location.article_id
        JOIN ledger ON ledger.id = (
            SELECT max(last.id) FROM ledger AS last
            WHERE last.location = location.location AND last.document IS NOT NULL
        )
        WHERE location.location = ? AND tagging.pack = ? AND ledger.document = location.document
        """,
        [location, tagged_with],
    ).fetchone()
    return row[0] if row else None


def renew(db: Database, id: int, article: Article, *, tagged_with: str, now: datetime) -> Outcome:
    """
    Store what the document of article *id* is read as today, and return what became of it.

    It stays the article it was, at its locations; a URL that another article has by now is left to that one.
    """
    old, record = _stored(db, id)
    taken = db.execute(
        "SELECT 1 FROM article WHERE url = ? AND id != ?", [article.url, id]
    ).fetchone()
    if taken:
        origins = {name: origin for name, origin in article.origins.items() if name != "url"}
        article = replace(article, url=old.url, origins=origins)
    return _update(db, id, article, record.document, tagged_with, now, "extraction")


def mark_gone(db: Database, id: int, *, since: datetime | None, now: datetime) -> None:
    """Say that the page of article *id* is gone *since* then, or with `None` that it is there; either is news."""
    gone = since.isoformat() if since else None
    db.table("article").update(id, {"gone": gone, "changed": _moment(db, now)})


def mark_there(db: Database, id: int, *, now: datetime) -> None:
    """Say that the page of article *id* is there, if it was gone."""
    if db.execute("SELECT 1 FROM article WHERE id = ? AND gone IS NOT NULL", [id]).fetchone():
        mark_gone(db, id, since=None, now=now)


def provenance(db: Database, id: int) -> Provenance:
    """Return how the document of article *id* came: as the ledger last says, else as far as the store knows."""
    row = db.execute(
        """
        SELECT article.document, ledger.location, ledger.url, ledger.content_type,
            coalesce(ledger.read_at, article.changed), coalesce((
                SELECT location FROM location WHERE article_id = article.id
                ORDER BY document = article.document DESC, location LIMIT 1
            ), article.key), stated.source, stated.item
        FROM article LEFT JOIN ledger ON ledger.id = (
            SELECT max(id) FROM ledger
            WHERE article_id = article.id AND document = article.document
        )
        LEFT JOIN ledger AS stated ON stated.id = (
            SELECT max(id) FROM ledger
            WHERE article_id = article.id AND document = article.document AND item IS NOT NULL
        )
        WHERE article.id = ?
        """,
        [id],
    ).fetchone()
    document, location, url, content_type, read_at, place, source, item = row
    if location is None:
        url = place if place.startswith(("http://", "https://")) else None
    return Provenance(
        document=document,
        location=location or place,
        url=url,
        content_type=content_type,
        read_at=datetime.fromisoformat(read_at),
        source=source,
        item=item,
    )


def article(db: Database, id: int) -> Article | None:
    """Return the stored article with that id."""
    return next(_articles(db, "WHERE article.id = ?", [id]), None)


def id_at(db: Database, url: str | None) -> int | None:
    """Return the id of the article whose own URL that is."""
    row = db.execute("SELECT id FROM article WHERE url = ?", [url]).fetchone()
    return row[0] if row else None


def articles(
    db: Database,
    *,
    topic: str | None = None,
    flag: Collection[Flag] = (),
    without_flag: Collection[Flag] = (),
    since: datetime | None = None,
) -> Iterator[Article]:
    """
    Yield the stored articles in the order they came.

    Only those that cover *topic*, have one of the flags in *flag*, and none of those in *without_flag*, and that
    were published, or where that is unknown first seen, at or after *since* (UTC).
    """
    parameters = {
        "topic": topic,
        "flag": _list(flag),
        "without_flag": _list(without_flag),
        "since": since.isoformat() if since else None,
    }
    where = f"{_CHOSEN} AND (:since IS NULL OR {_DAY} >= :since) ORDER BY article.id"
    return _articles(db, where, parameters)


def count(db: Database, *, since: datetime | None = None) -> int:
    """Return how many articles there are, or were published (else first seen) at or after *since* (UTC)."""
    moment = since.isoformat() if since else None
    row = db.execute(
        f"SELECT count(*) FROM article WHERE :since IS NULL OR {_DAY} >= :since", {"since": moment}
    ).fetchone()
    return int(row[0])


def ids(db: Database, *, topic: str | None = None, flag: Collection[Flag] = ()) -> list[int]:
    """Return the ids of the articles that cover *topic* and have one of the flags in *flag*, in order."""
    rows = db.execute(
        f"SELECT id FROM article {_CHOSEN} ORDER BY id",
        {"topic": topic, "flag": _list(flag), "without_flag": "[]"},
    )
    return [row[0] for row in rows]


def count_between(db: Database, first: int, last: int) -> int:
    """Return how many articles have ids from *first* to *last*."""
    query = "SELECT count(*) FROM article WHERE id BETWEEN ? AND ?"
    return int(db.execute(query, [first, last]).fetchone()[0])


_DAY = "coalesce(published_at, first_seen)"

_CHOSEN = """
    WHERE (:topic IS NULL OR article.id IN (SELECT article_id FROM evidence WHERE topic = :topic))
    AND (:flag = '[]' OR EXISTS (
        SELECT 1 FROM json_each(article.flags)
        WHERE value IN (SELECT value FROM json_each(:flag))
    ))
    AND NOT EXISTS (
        SELECT 1 FROM json_each(article.flags)
        WHERE value IN (SELECT value FROM json_each(:without_flag))
    )
"""


def newest_originals(db: Database, *, topic: str | None, limit: int) -> list[Article]:
    """
    Return the *limit* articles that came last and are no copies, latest first.

    By arrival and not by date of publication: an old article found today must not fall below the window. Of those
    that gained *topic* long after they came, as after an edit of the topics file, only the latest `MOST_LATE`.
    """
    where = """
        WHERE copy_of IS NULL
        AND (:topic IS NULL OR article.id IN (SELECT article_id FROM evidence WHERE topic = :topic))
        AND article.id NOT IN (
            SELECT article_id FROM tag WHERE topic = :topic AND late
            ORDER BY article_id DESC LIMIT -1 OFFSET :most_late
        )
        ORDER BY article.id DESC LIMIT :limit
    """
    parameters = {"topic": topic, "limit": limit, "most_late": MOST_LATE}
    return list(_articles(db, where, parameters))


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
    original = original_of(db, article.text, before=None)
    row = {
        **columns(article),
        "text_hash": text_hash(article.text),
        "guid": guid_of(key),
        "key": key,
        "input": given,
        "version": 1,
        "copy_of": original,
        "document": document,
        "first_seen": now.isoformat(),
        "changed": _moment(db, now),
    }
    id = cast(int, db.table("article").insert(row).last_pk)
    tags.put(db, id, article, is_late=False)
    tags.put_pack(db, id, tagged_with)
    return "copy" if original else "stored", id


def _update(
    db: Database,
    id: int,
    new: Article,
    document: str,
    tagged_with: str,
    now: datetime,
    cause: Cause,
) -> Outcome:
    old, record = _stored(db, id)
    is_version = makes_version(changes(old, new))
    if old.text != new.text:
        original = original_of(db, new.text, before=id)
    elif cause == "extraction":
        original = original_read_anew(db, new.text, record)
    else:
        original = record.copy_of
    row: dict[str, Any] = {"document": document, "copy_of": original}
    if replace(old, tags=(), evidence=()) != replace(new, tags=(), evidence=()):
        row |= columns(new) | {"text_hash": text_hash(new.text)}
    if is_version:
        _keep_version(db, old, record, now, cause)
        row["version"] = record.version + 1
    tags.put_pack(db, id, tagged_with)
    if (old.tags, old.evidence) != (new.tags, new.evidence):
        is_late = (old.title, old.text) == (new.title, new.text)
        tags.put(db, id, new, is_late=is_late)
    is_news = is_version or original != record.copy_of
    if is_news:
        row["changed"] = _moment(db, now)
    db.table("article").update(id, row)
    if old.text != new.text:
        for other in settle_copies(db, id):
            db.table("article").update(other, {"changed": _moment(db, now)})
    if not is_news and old.topics == new.topics:
        return "unchanged"
    return "copy" if original else "stored"


def _stored(db: Database, id: int) -> tuple[Article, Record]:
    """Return the article as it was before it was stored, and its record."""
    found = next(_articles(db, "WHERE article.id = ?", [id]))
    return replace(found, record=None), cast(Record, found.record)


def _keep_version(db: Database, old: Article, record: Record, now: datetime, cause: Cause) -> None:
    db.table("article_version").insert(
        {
            "article_id": record.id,
            "number": record.version,
            "title": old.title,
            "text": old.text,
            "metadata": metadata(old),
            "document": record.document,
            "replaced": now.isoformat(),
            "cause": cause,
        }
    )


def _moment(db: Database, now: datetime) -> str:
    """Return *now*, moved on as far as needed to differ from every article's last change by a millisecond."""
    latest = db.execute("SELECT max(changed) FROM article").fetchone()[0]
    if latest is None:
        return now.isoformat(timespec="milliseconds")
    after = datetime.fromisoformat(latest) + timedelta(milliseconds=1)
    return max(now, after).isoformat(timespec="milliseconds")


def _list(flags: Collection[Flag]) -> str:
    return json.dumps(list(flags))


def _articles(
    db: Database, where: str, parameters: list[Any] | dict[str, Any]
) -> Iterator[Article]:
    rows = db.query(
        f"""
        SELECT article.*, {tags.COLUMNS},
            tagging.pack AS tagged_with, pack.name AS pack_name, pack.version AS pack_version
        FROM article
        LEFT JOIN tagging ON tagging.article_id = article.id
        LEFT JOIN pack ON pack.sha256 = tagging.pack
        {where}
        """,
        parameters,
    )
    return map(article_of, rows)
