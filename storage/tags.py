"""What each article is tagged with, why, and by which pack; and the packs themselves, so that a feed can be made again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from extractors.models import Article
from extractors.topics.pack import Pack
from storage.columns import evidence_columns, evidence_of, tags_of

#: The tags and the evidence of one article, as JSON, for a query that has the table article.
COLUMNS = """
    (
        SELECT json_group_array(json_object('topic', topic, 'level', level, 'score', score) ORDER BY topic)
        FROM tag WHERE tag.article_id = article.id
    ) AS tags,
    (
        SELECT json_group_array(json_object(
            'topic', topic, 'rule', rule, 'field', field, 'start', "start", 'end', "end",
            'words', json(words), 'sentence', sentence, 'score', score
        ) ORDER BY number) FROM evidence WHERE evidence.article_id = article.id
    ) AS evidence
"""


@dataclass(frozen=True, kw_only=True)
class UsedPack:
    """A pack that articles were tagged with."""

    sha256: str
    name: str
    version: str | None
    first_used: datetime
    #: Articles whose tags are of this pack now.
    articles: int


def put(db: Database, id: int, article: Article, *, is_late: bool) -> None:
    """
    Give article *id* the tags and the evidence of *article*, in place of those it had.

    *is_late* says that a topic it gains now was there to be seen before; one it had stays what it was.
    """
    known = dict(db.execute("SELECT topic, late FROM tag WHERE article_id = ?", [id]).fetchall())
    for table in ("tag", "evidence"):
        db.execute(f"DELETE FROM {table} WHERE article_id = ?", [id])
    db.conn.executemany(
        "INSERT INTO tag (article_id, topic, level, score, late) VALUES (?, ?, ?, ?, ?)",
        [
            (id, tag.topic, tag.level, tag.score, known.get(tag.topic, int(is_late)))
            for tag in article.tags
        ],
    )
    rows = [
        {"article_id": id, "number": number, **evidence_columns(found)}
        for number, found in enumerate(article.evidence)
    ]
    db.conn.executemany(
        """
        INSERT INTO evidence (article_id, number, topic, rule, field, "start", "end", words, sentence, score)
        VALUES (:article_id, :number, :topic, :rule, :field, :start, :end, :words, :sentence, :score)
        """,
        rows,
    )


def put_pack(db: Database, id: int, pack: str) -> None:
    """Say that the tags of article *id* are what the pack with the sha256 *pack* gives."""
    db.execute(
        """
        INSERT INTO tagging (article_id, pack) VALUES (?, ?)
        ON CONFLICT (article_id) DO UPDATE SET pack = excluded.pack WHERE pack != excluded.pack
        """,
        [id, pack],
    )


def put_pack_between(db: Database, first: int, last: int, pack: str) -> None:
    """Say so of all articles whose ids are from *first* to *last*."""
    db.execute(
        "UPDATE tagging SET pack = ? WHERE article_id BETWEEN ? AND ? AND pack != ?",
        [pack, first, last, pack],
    )


def tagged_between(db: Database, first: int, last: int) -> Iterator[tuple[int, Article]]:
    """Yield id and article, no more of it than title, text, tags and evidence, for ids from *first* to *last*."""
    rows = db.execute(
        f"SELECT id, title, text, {COLUMNS} FROM article WHERE id BETWEEN ? AND ? ORDER BY id",
        [first, last],
    )
    for id, title, text, tags, evidence in rows:
        yield (
            id,
            Article(title=title, text=text, tags=tags_of(tags), evidence=evidence_of(evidence)),
        )


def spans(db: Database, size: int) -> list[tuple[int, int]]:
    """Return the first and the last id of each run of *size* articles, in order."""
    rows = db.execute(
        """
        SELECT min(id), max(id) FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / ? AS run FROM article)
        GROUP BY run ORDER BY run
        """,
        [size],
    )
    return [(first, last) for first, last in rows.fetchall()]


def keep_pack(db: Database, pack: Pack, *, now: datetime) -> None:
    """Keep *pack*, word for word, unless it is kept."""
    db.execute(
        "INSERT OR IGNORE INTO pack (sha256, name, version, source, first_used) VALUES (?, ?, ?, ?, ?)",
        [pack.sha256, pack.name, pack.version, pack.source, now.isoformat()],
    )


def used_packs(db: Database) -> list[UsedPack]:
    """Return the packs that are kept, the first used first."""
    rows = db.query(
        """
        SELECT sha256, name, version, first_used,
            (SELECT count(*) FROM tagging WHERE tagging.pack = pack.sha256) AS articles
        FROM pack ORDER BY first_used, sha256
        """
    )
    return [
        UsedPack(**{**row, "first_used": datetime.fromisoformat(row["first_used"])}) for row in rows
    ]


def sources_of_packs(db: Database, prefix: str) -> list[tuple[str, str]]:
    """Return sha256 and source of each pack whose sha256 begins with *prefix*."""
    rows = db.execute(
        "SELECT sha256, source FROM pack WHERE substr(sha256, 1, ?) = ? ORDER BY sha256",
        [len(prefix), prefix],
    )
    return [(sha256, source) for sha256, source in rows.fetchall()]
