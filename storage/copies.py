"""
Copies: articles with the very words of an earlier one.

An original comes before its copies and is no copy itself, so there are no chains. Words that an original once had
are still its words: its copies stay, until they are found to have been read wrongly.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from sqlite_utils import Database

from extractors.models import Record


def text_hash(text: str) -> str:
    """Return the sha256 of the words of *text* alone: case, space and punctuation do not count."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


def original_of(db: Database, text: str, *, before: int | None) -> int | None:
    """Return the id of the first article with the words of *text* that came before article *before*."""
    row = db.execute(
        """
        SELECT coalesce(copy_of, id) FROM article
        WHERE text_hash = ? AND (? IS NULL OR id < ?) ORDER BY id LIMIT 1
        """,
        [text_hash(text), before, before],
    ).fetchone()
    return row[0] if row else None


def original_read_anew(db: Database, text: str, record: Record) -> int | None:
    """Return the original of the article of *record*, which was read anew and still says *text*."""
    found = original_of(db, text, before=record.id)
    if found is not None or record.copy_of is None:
        return found
    # Its original has other words now. Was it the page that changed, or only the way to read it?
    changed = db.execute(
        "SELECT 1 FROM article_version WHERE article_id = ? AND cause = 'source'", [record.copy_of]
    ).fetchone()
    return record.copy_of if changed else None


def settle_copies(db: Database, id: int) -> list[int]:
    """
    Set right whose copies later articles are, after article *id* took on other words; return those that differ.

    Those with the words it has now become copies; if it is a copy itself by now, its own are looked at anew.
    """
    rows = db.execute(
        """
        SELECT later.id, later.text, later.copy_of FROM article AS this
        JOIN article AS later ON later.id > this.id
            AND later.text_hash = this.text_hash AND later.copy_of IS NULL
        WHERE this.id = :id
        UNION ALL
        SELECT id, text, copy_of FROM article
        WHERE copy_of = :id AND (SELECT copy_of FROM article WHERE id = :id) IS NOT NULL
        ORDER BY 1
        """,
        {"id": id},
    ).fetchall()
    differ = []
    for later, text, copy_of in rows:
        original = original_of(db, text, before=later)
        if original != copy_of:
            db.execute("UPDATE article SET copy_of = ? WHERE id = ?", [original, later])
            differ += [later, *settle_copies(db, later)]
    return differ
