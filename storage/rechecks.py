"""
Looks at the pages of stored articles after the first: which are due, what each found, and when the next one is.

Only pages that were fetched, and of articles with a topic. A page is never forgotten here for being gone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from sqlite_utils import Database

from storage import articles

#: What a look at a page found. `gone`: it answers that there is none (404, 410). `blocked`: we may not see it.
#: `unknown`: anything else that does not tell, as a timeout: a failure is no disappearance.
Outcome = Literal["unchanged", "changed", "gone", "blocked", "unknown"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

#: After an article was first seen. Four in five changes come within the first day.
STEPS = (timedelta(hours=1), timedelta(days=1), timedelta(days=7))
#: After its page was found gone, which may have been a slip.
STEPS_IF_GONE = (timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(days=30))
#: After the first, second ... look in a row that told nothing; after these only the steps.
RETRIES = (timedelta(hours=1), timedelta(hours=4), timedelta(days=1))


@dataclass(frozen=True, kw_only=True)
class Page:
    """The page of a stored article, to be looked at again."""

    article_id: int
    guid: str
    title: str
    #: Where it was fetched; the article's location, too.
    url: str
    #: sha256 of the document that the article's current version was read from.
    document: str
    version: int


@dataclass(frozen=True, kw_only=True)
class Recheck:
    """What one look at an article's page found."""

    article_id: int
    at: datetime
    url: str
    outcome: Outcome
    #: It was gone, and is there again.
    recovered: bool = False
    #: As in a `Rejection`, where it failed.
    code: str | None = None
    reason: str | None = None


def due(db: Database, *, now: datetime, limit: int) -> list[Page]:
    """Return the pages whose next look is due, at most *limit*, those first that wait longest."""
    # Finished plans are passed over before the article is read: its row is long.
    return _pages(
        db,
        """
        SELECT DISTINCT tag.article_id AS id FROM tag
        LEFT JOIN recheck_plan AS plan ON plan.article_id = tag.article_id
        WHERE plan.article_id IS NULL OR plan.next <= :now
        """,
        "WHERE plan.next IS NOT NULL OR article.first_seen <= :first ORDER BY coalesce(plan.next, article.first_seen), article.id LIMIT :limit",
        {"now": now.isoformat(), "first": (now - STEPS[0]).isoformat(), "limit": limit},
    )


def pages(db: Database, ids: Sequence[int]) -> list[Page]:
    """Return the pages of the articles *ids*, due or not, in order; without those that were not fetched."""
    return _pages(
        db,
        "SELECT value AS id FROM json_each(:ids)",
        "ORDER BY article.id",
        {"ids": json.dumps(list(ids))},
    )


def record(
    db: Database,
    page: Page,
    outcome: Outcome,
    *,
    now: datetime,
    code: str | None = None,
    reason: str | None = None,
    retry_after: float | None = None,
) -> Recheck:
    """
    Write down what a look at *page* found, mark its article as gone or there again, and plan the next look.

    *retry_after* is how many seconds the host asks to be left alone.
    """
    first_seen, gone_since, failures = db.execute(
        """
        SELECT first_seen, gone, coalesce(failures, 0) FROM article
        LEFT JOIN recheck_plan ON article_id = article.id WHERE article.id = ?
        """,
        [page.article_id],
    ).fetchone()
    gone = datetime.fromisoformat(gone_since) if gone_since else None
    is_there = outcome in ("unchanged", "changed")
    found = Recheck(
        article_id=page.article_id,
        at=now,
        url=page.url,
        outcome=outcome,
        recovered=is_there and gone is not None,
        code=code,
        reason=reason,
    )
    if found.recovered or (outcome == "gone" and gone is None):
        gone = None if found.recovered else now
        articles.mark_gone(db, page.article_id, since=gone, now=now)
    failures = 0 if is_there or outcome == "gone" else failures + 1
    following = next_look(
        now,
        first_seen=datetime.fromisoformat(first_seen),
        gone=gone,
        failures=failures,
        retry_after=retry_after,
    )
    db.table("recheck").insert(
        {
            "article_id": found.article_id,
            "at": now.isoformat(),
            "url": found.url,
            "outcome": found.outcome,
            "recovered": int(found.recovered),
            "code": code,
            "reason": reason,
        }
    )
    db.table("recheck_plan").upsert(
        {
            "article_id": found.article_id,
            "next": following.isoformat() if following else None,
            "failures": failures,
        },
        pk="article_id",
    )
    return found


def next_look(
    now: datetime,
    *,
    first_seen: datetime,
    gone: datetime | None = None,
    failures: int = 0,
    retry_after: float | None = None,
) -> datetime | None:
    """
    Return when a page looked at *now* is due again, `None` for never.

    *gone* is since when it is; *failures*, how many looks in a row told nothing, this one among them. One look stands
    for all that were missed before it.
    """
    planned = [first_seen + step for step in STEPS]
    planned += [gone + step for step in STEPS_IF_GONE] if gone else []
    ahead = [moment for moment in planned if moment > now]
    if 0 < failures <= len(RETRIES):
        ahead.append(now + RETRIES[failures - 1])
    if not ahead:
        return None
    return max(min(ahead), now + timedelta(seconds=retry_after or 0))


def history(db: Database, id: int) -> list[Recheck]:
    """Return all looks at the page of article *id*, the first first."""
    rows = db.query(
        """
        SELECT article_id, at, url, outcome, recovered, code, reason FROM recheck
        WHERE article_id = ? ORDER BY id
        """,
        [id],
    )
    return [
        Recheck(
            **{
                **row,
                "at": datetime.fromisoformat(row["at"]),
                "recovered": bool(row["recovered"]),
            }
        )
        for row in rows
    ]


def _pages(db: Database, chosen: str, rest: str, parameters: dict[str, str | int]) -> list[Page]:
    # A location with a fragment is a part of a file of many documents.
    rows = db.query(
        f"""
        WITH chosen AS MATERIALIZED ({chosen}),
        place AS MATERIALIZED (
            SELECT chosen.id, location.location, location.document FROM chosen
            JOIN location ON location.article_id = chosen.id
            WHERE (location.location LIKE 'http://%' OR location.location LIKE 'https://%')
                AND location.location NOT LIKE '%#%'
        )
        SELECT article.id AS article_id, article.guid, article.title, article.document, article.version, (
            SELECT location FROM place WHERE place.id = article.id
            ORDER BY place.document = article.document DESC, location LIMIT 1
        ) AS url
        FROM (SELECT DISTINCT id FROM place) AS found
        CROSS JOIN article ON article.id = found.id
        LEFT JOIN recheck_plan AS plan ON plan.article_id = article.id
        {rest}
        """,
        parameters,
    )
    return [Page(**row) for row in rows]
