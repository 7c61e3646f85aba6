"""What is remembered of each source: how it stands, when it is due, and its problems and recoveries."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlite_utils import Database

from extractors.sources import health
from extractors.sources.health import Change, Health, Outcome
from extractors.sources.interval import next_poll
from extractors.sources.rhythm import silence, usual_gap
from storage import coverage


@dataclass(frozen=True, kw_only=True)
class Poll:
    """One look at a source, and what it gave."""

    source: str
    url: str
    #: As the settings call it: `feed`, `sitemap`, ...
    kind: str
    outcome: Outcome
    #: When the source's own interval or cron wants the next one; `None` where topicwire chooses.
    scheduled: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Failure:
    """The last poll of a source that failed; it may long be over."""

    code: str
    reason: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SourceState:
    """A source as it stands. Datetimes are UTC, and `None` where it never happened."""

    name: str
    url: str
    kind: str
    health: Health
    first_poll: datetime | None = None
    last_poll: datetime | None = None
    last_new: datetime | None = None
    last_error: Failure | None = None
    next_poll: datetime | None = None
    #: From the last poll to the next.
    interval: timedelta | None = None
    #: Where its last answer said it has moved for good.
    moved_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class SourceEvent:
    """A problem that began, or a recovery: an entry of the health feed."""

    id: int
    #: A `tag:` URI, minted once.
    guid: str
    source: str
    at: datetime
    kind: Literal["problem", "recovery"]
    from_state: health.State
    state: health.State
    #: As in `FetchError`, `not-a-feed` or `silent`; `None` for a recovery.
    code: str | None
    #: A sentence, or two.
    reason: str


def record_poll(db: Database, poll: Poll, *, now: datetime) -> SourceEvent | None:
    """Write down what a poll gave, and when the next is due; return the problem or recovery it is, if it is one."""
    outcome = poll.outcome
    known = state_of(db, poll.source)
    before = known or SourceState(
        name=poll.source, url=poll.url, kind=poll.kind, health=Health(since=now)
    )
    last_new = now if outcome.new else before.last_new
    coverage.count(db, poll.source, _as_seen(before.health, outcome), now=now)
    hours = coverage.history(db, poll.source, last_new=last_new) if last_new else []
    is_quiet = outcome.answer == "unchanged"
    gap = silence(hours, now=now, last_new=last_new) if is_quiet else None
    after, change = health.after(before.health, outcome, now=now, silence=gap)
    due = next_poll(
        now,
        scheduled=poll.scheduled,
        usual_gap=usual_gap(hours),
        misses=after.misses,
        retry_after=outcome.retry_after,
        fresh_seconds=outcome.fresh_seconds,
    )
    _write(
        db,
        replace(
            before,
            url=poll.url,
            kind=poll.kind,
            health=after,
            first_poll=before.first_poll or now,
            last_poll=now,
            last_new=last_new,
            last_error=_failure(outcome, now) or before.last_error,
            next_poll=due,
            interval=due - now,
            moved_to=outcome.moved_to,
        ),
    )
    return _write_event(db, poll.source, change, now=now) if change else None


def states(db: Database) -> list[SourceState]:
    """Return every source that was ever polled, by name; those no longer in the settings too."""
    return [_state(row) for row in db.query("SELECT * FROM source ORDER BY name")]


def state_of(db: Database, name: str) -> SourceState | None:
    """Return how source *name* stands, if it was ever polled."""
    return next(map(_state, db.query("SELECT * FROM source WHERE name = ?", [name])), None)


def due(db: Database, names: Sequence[str], *, now: datetime) -> list[str]:
    """Return those of *names* that are to be polled: never polled first, then who waits longest."""
    rows = db.execute(
        """
        SELECT name, coalesce(next_poll, '') FROM source
        WHERE name IN (SELECT value FROM json_each(?))
        """,
        [json.dumps(list(names))],
    )
    moments = dict(rows.fetchall())
    ready = [name for name in names if moments.get(name, "") <= now.isoformat()]
    return sorted(ready, key=lambda name: moments.get(name, ""))


def events(db: Database, *, limit: int, source: str | None = None) -> list[SourceEvent]:
    """Return the last *limit* problems and recoveries (of *source*), latest first."""
    rows = db.query(
        """
        SELECT * FROM source_event WHERE ? IS NULL OR source = ? ORDER BY id DESC LIMIT ?
        """,
        [source, source, limit],
    )
    return [_event(row) for row in rows]


def count_events(db: Database) -> int:
    """Return how many problems and recoveries there were."""
    return int(db.execute("SELECT count(*) FROM source_event").fetchone()[0])


def _as_seen(before: Health, outcome: Outcome) -> Outcome:
    """Return *outcome* as the coverage ledger counts it: a 304 to a source that fails shows as little as the failure."""
    is_304 = outcome.answer == "unchanged" and not outcome.found
    if is_304 and (before.misses or before.state in ("broken", "blocked")):
        answer: health.Answer = "blocked" if before.state == "blocked" else "broken"
        return replace(outcome, answer=answer)
    return outcome


def _failure(outcome: Outcome, now: datetime) -> Failure | None:
    if not outcome.is_failure:
        return None
    return Failure(code=outcome.code or "", reason=outcome.reason or "", at=now)


def _write(db: Database, source: SourceState) -> None:
    stands, error = source.health, source.last_error
    row = {
        "name": source.name,
        "url": source.url,
        "kind": source.kind,
        "state": stands.state,
        "since": stands.since,
        "misses": stands.misses,
        "failing_since": stands.failing_since,
        "first_poll": source.first_poll,
        "last_poll": source.last_poll,
        "last_answer": stands.last_answer,
        "last_new": source.last_new,
        "error_code": error.code if error else None,
        "error_reason": error.reason if error else None,
        "error_at": error.at if error else None,
        "next_poll": source.next_poll,
        "interval": source.interval.total_seconds() if source.interval else None,
        "moved_to": source.moved_to,
    }
    values = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in row.items()
    }
    db.table("source").insert(values, replace=True)


def _write_event(db: Database, source: str, change: Change, *, now: datetime) -> SourceEvent:
    row = {
        "guid": f"tag:topicwire.localhost,2026:health/{uuid.uuid4()}",
        "source": source,
        "at": now.isoformat(),
        "kind": change.kind,
        "from_state": change.from_state,
        "state": change.state,
        "code": change.code,
        "reason": change.reason,
    }
    return _event({"id": db.table("source_event").insert(row).last_pk, **row})


def _event(row: dict[str, Any]) -> SourceEvent:
    return SourceEvent(**{**row, "at": datetime.fromisoformat(row["at"])})


def _state(row: dict[str, Any]) -> SourceState:
    at = {
        name: datetime.fromisoformat(row[name]) if row[name] else None
        for name in (
            "failing_since", "first_poll", "last_poll", "last_answer", "last_new", "next_poll",
        )
    }  # fmt: skip
    stands = Health(
        state=row["state"],
        since=datetime.fromisoformat(row["since"]),
        misses=row["misses"],
        failing_since=at["failing_since"],
        last_answer=at["last_answer"],
    )
    error = None
    if row["error_at"]:
        moment = datetime.fromisoformat(row["error_at"])
        error = Failure(code=row["error_code"], reason=row["error_reason"], at=moment)
    return SourceState(
        name=row["name"],
        url=row["url"],
        kind=row["kind"],
        health=stands,
        first_poll=at["first_poll"],
        last_poll=at["last_poll"],
        last_new=at["last_new"],
        last_error=error,
        next_poll=at["next_poll"],
        interval=None if row["interval"] is None else timedelta(seconds=row["interval"]),
        moved_to=row["moved_to"],
    )
