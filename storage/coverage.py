"""
The coverage ledger: one row for each source and hour in which it was polled, and so what could not be seen.

An hour without a row was not looked at: unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlite_utils import Database

from extractors.sources.health import ANSWERS, Outcome
from extractors.sources.rhythm import WINDOWS, Hour, is_enough

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Hours in a row in which a source could not be seen, or not all of the time."""

    source: str
    #: Whole hours, UTC, the second not among them.
    since: datetime
    until: datetime
    #: `unseen` where nobody polled.
    state: Literal["unseen", "broken", "blocked"]
    #: All of them.
    polls: int = 0
    #: Fewer than *polls*: some could see it.
    failed: int = 0


def count(db: Database, source: str, outcome: Outcome, *, now: datetime) -> None:
    """Add one poll to its hour."""
    answers = {answer: rank for rank, answer in enumerate(ANSWERS)}
    known = db.execute(
        "SELECT state FROM coverage WHERE source = ? AND hour = ?", [source, _written(now)]
    ).fetchone()
    worst = max(known[0] if known else "ok", outcome.answer, key=answers.__getitem__)
    db.execute(
        """
        INSERT INTO coverage (source, hour, state, polls, failed, found, new) VALUES (?, ?, ?, 1, ?, ?, ?)
        ON CONFLICT (source, hour) DO UPDATE SET state = excluded.state, polls = polls + 1,
            failed = failed + excluded.failed, found = max(found, excluded.found), new = new + excluded.new
        """,
        [source, _written(now), worst, int(outcome.is_failure), outcome.found, outcome.new],
    )


def history(db: Database, source: str, *, last_new: datetime) -> list[Hour]:
    """Return the polled hours that *source*'s rhythm can be read from, up to today: as many as that takes."""
    hours: list[Hour] = []
    for window in WINDOWS:
        rows = db.execute(
            """
            SELECT hour, polls, failed, new FROM coverage WHERE source = ? AND hour >= ? ORDER BY hour
            """,
            [source, _written(last_new - window)],
        )
        hours = [
            Hour(at=_read(hour), polls=polls, failed=failed, new=new)
            for hour, polls, failed, new in rows.fetchall()
        ]
        if is_enough(hours):
            break
    return hours


def coverage(
    db: Database, since: datetime, until: datetime, *, source: str | None = None, now: datetime
) -> list[Gap]:
    """
    Return what could not be seen in the hours that *since* to *until* touches, of each source (or of *source*).

    By source and time. A source is not missed before its first poll, nor in the hour that it is *now*, nor between two
    polls that are as far apart as they should be.
    """
    first, end = _floor(since), _floor(until - timedelta.resolution) + _HOUR
    rows = db.execute(
        """
        SELECT source.name, source.first_poll, source.interval, coverage.hour, coverage.state, coverage.polls, coverage.failed
        FROM source LEFT JOIN coverage
            ON coverage.source = source.name AND coverage.hour >= ? AND coverage.hour < ?
        WHERE (? IS NULL OR source.name = ?) ORDER BY source.name
        """,
        [_written(first), _written(end), source, source],
    ).fetchall()
    begun = {name: first_poll for name, first_poll, *_ in rows}
    intervals = {name: timedelta(seconds=interval or 0) for name, _, interval, *_ in rows}
    polled = {(name, hour): counts for name, _, _, hour, *counts in rows}
    gaps: list[Gap] = []
    for name, first_poll in begun.items():
        if first_poll is None:
            continue
        begin = max(first, _floor(datetime.fromisoformat(first_poll)))
        before = "unseen"
        for at in _hours(begin, end):
            state, polls, failed = polled.get((name, _written(at)), ("unseen", 0, 0))
            if not polls and before in ("broken", "blocked"):
                # Asked less often since it failed; it is what it was.
                state = before
            before = state
            is_over = polls or at < _floor(now)
            if state not in ("unseen", "broken", "blocked") or not is_over:
                continue
            last = gaps[-1] if gaps else None
            if last and (last.source, last.until, last.state) == (name, at, state):
                gaps[-1] = replace(
                    last, until=at + _HOUR, polls=last.polls + polls, failed=last.failed + failed
                )
                continue
            gaps.append(
                Gap(
                    source=name,
                    since=at,
                    until=at + _HOUR,
                    state=state,
                    polls=polls,
                    failed=failed,
                )
            )
    return [
        gap
        for gap in gaps
        if gap.state != "unseen" or gap.until - gap.since > intervals[gap.source]
    ]


def _hours(first: datetime, end: datetime) -> Iterator[datetime]:
    while first < end:
        yield first
        first += _HOUR


def _floor(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H")


def _read(hour: str) -> datetime:
    # strptime takes many times as long, and a quiet source has four thousand of these.
    return datetime.fromisoformat(f"{hour}:00+00:00")
