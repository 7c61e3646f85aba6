"""What people say an article's topics should be: kept with the text they judged, so that it stays a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from extractors.models import Article


@dataclass(frozen=True, kw_only=True)
class Judged:
    """An article as it was when a person judged it, and the verdicts on it."""

    id: int
    #: Title, text and language, no more.
    article: Article
    #: By topic, whether the article should have it. Other topics were not judged.
    verdicts: Mapping[str, bool]
    #: The last verdict's. UTC.
    given: datetime


def give(db: Database, id: int, verdicts: Mapping[str, bool], *, now: datetime) -> None:
    """Keep that article *id*, as it is today, should have each topic or not; a later verdict replaces an earlier one."""
    for topic, is_wanted in verdicts.items():
        db.execute(
            """
            INSERT OR REPLACE INTO verdict (article_id, topic, is_wanted, version, given)
            SELECT id, ?, ?, version, ? FROM article WHERE id = ?
            """,
            [topic, int(is_wanted), now.isoformat(), id],
        )


def judged(db: Database, id: int | None = None) -> list[Judged]:
    """
    Return what was judged (of article *id* only), in the order of ids.

    Verdicts on different versions of one article come one by one: each is true of its own text.
    """
    rows = db.execute(
        """
        SELECT verdict.article_id, verdict.version, topic, is_wanted, given, article.language,
            coalesce(old.title, article.title), coalesce(old.text, article.text)
        FROM verdict JOIN article ON article.id = verdict.article_id
        LEFT JOIN article_version AS old
            ON old.article_id = verdict.article_id AND old.number = verdict.version
        WHERE ? IS NULL OR verdict.article_id = ?
        ORDER BY verdict.article_id, verdict.version, topic
        """,
        [id, id],
    ).fetchall()
    found: dict[tuple[int, int], Judged] = {}
    for article_id, version, topic, is_wanted, given, language, title, text in rows:
        known = found.get((article_id, version))
        moment = datetime.fromisoformat(given)
        found[article_id, version] = Judged(
            id=article_id,
            article=Article(title=title, text=text, language=language),
            verdicts={**(known.verdicts if known else {}), topic: bool(is_wanted)},
            given=max(known.given, moment) if known else moment,
        )
    return list(found.values())
