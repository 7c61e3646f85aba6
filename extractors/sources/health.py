"""
Tells empty, unchanged, broken, blocked and silent apart, and when a source's state is worth a word. Pure.

What one poll gave:

    ok          items, some never seen before
    unchanged   items, all seen before; or 304, then without items
    empty       it can be read, and has no entries
    blocked     refused: 401, 402, 403, 429, 451, or by robots.txt; or the host asked to be left alone
    broken      whatever else failed: 404, 410, 5xx, DNS, TLS, a timeout, not a feed

What becomes of the source's state by that, where `misses` are polls in a row that gave nothing to go by:

    answer                        misses   state                                         said
    ok                            0        healthy                                       recovery after a problem
    unchanged, read               0        unchanged, or silent if improbably long       recovery after a problem,
                                           (a silent one stays silent)                   but silence; problem if silent
    304, asked for as it may be   0        the same                                      the same
    304, else                     as it was, all of it: it may be the error page that did not change
    empty, never read otherwise   as they  empty; a problem stays                        nothing
                                  were
    empty, read before            + 1      empty from the 2nd in a row on                problem then
    blocked, broken               + 1      blocked, broken: from the 3rd in a row on,    problem then; none where a
                                           from the 2nd if the answer is one that        problem but silence is
                                           stands (401, 402, 403, 404, 410, 451,         known already
                                           robots), and 6 hours after the 1st

One miss alone is a blip: the state stays what it was. Because a 304 heals nothing, a source that has misses, or is
empty, broken or blocked, is to be asked without validators (`Health.asks_whole`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, get_args

from extractors.sources.rhythm import Silence

Answer = Literal["ok", "unchanged", "empty", "blocked", "broken"]
#: From best to worst.
ANSWERS: tuple[Answer, ...] = get_args(Answer)

State = Literal["new", "healthy", "unchanged", "empty", "broken", "blocked", "silent"]
STATES: tuple[State, ...] = get_args(State)

_BLOCKED = {"http-401", "http-403", "http-429", "http-451", "paywalled", "paused", "robots"}
#: Answers that seldom change by themselves: two of them are enough.
_STANDING = (_BLOCKED - {"http-429", "paused"}) | {"http-404", "http-410"}

_MISSED: dict[Answer, State] = {"empty": "empty", "blocked": "blocked", "broken": "broken"}

#: Misses in a row that make a problem.
MISSES = 3
MISSES_IF_STANDING = 2
#: Since the first miss; a source that is polled seldom need not miss three times.
MISSING_FOR = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one poll of a source gave."""

    answer: Answer
    #: Of a failure: a word to filter by, as in `FetchError`, or `not-a-feed`.
    code: str | None = None
    #: Of a failure: a sentence.
    reason: str | None = None
    #: Items in the answer; 0 for a 304.
    found: int = 0
    #: Those never seen before.
    new: int = 0
    #: Seconds that the host asks to be left alone.
    retry_after: float | None = None
    #: Seconds that the answer may be taken for current.
    fresh_seconds: float | None = None
    #: Where it has moved for good.
    moved_to: str | None = None

    @property
    def is_failure(self) -> bool:
        return self.answer in ("blocked", "broken")


@dataclass(frozen=True, kw_only=True)
class Health:
    """How a source stands. Datetimes are UTC."""

    state: State = "new"
    #: It has been in this state.
    since: datetime
    #: Polls in a row that gave nothing to go by.
    misses: int = 0
    #: The first of these.
    failing_since: datetime | None = None
    #: When it last answered well: with items, or that nothing has changed.
    last_answer: datetime | None = None

    @property
    def is_problem(self) -> bool:
        """Whether a person should know; an empty source that never had items is only empty."""
        if self.state == "empty":
            return self.last_answer is not None
        return self.state in ("broken", "blocked", "silent")

    @property
    def asks_whole(self) -> bool:
        """Whether to ask without validators next time: a 304 would not tell."""
        return self.misses > 0 or self.state in ("empty", "broken", "blocked")


@dataclass(frozen=True, kw_only=True)
class Change:
    """A problem that has begun or is over."""

    kind: Literal["problem", "recovery"]
    from_state: State
    state: State
    #: As in `Outcome`.
    code: str | None
    #: A sentence.
    reason: str


def read(
    *, found: int, new: int, fresh_seconds: float | None = None, moved_to: str | None = None
) -> Outcome:
    """Return the outcome of a poll whose answer could be read and had *found* items, *new* of them never seen."""
    answer: Answer = "empty" if not found else "ok" if new else "unchanged"
    return Outcome(
        answer=answer, found=found, new=new, fresh_seconds=fresh_seconds, moved_to=moved_to
    )


def not_modified(*, fresh_seconds: float | None = None, moved_to: str | None = None) -> Outcome:
    """Return the outcome of a poll that a 304 answered."""
    return Outcome(answer="unchanged", fresh_seconds=fresh_seconds, moved_to=moved_to)


def failed(code: str, reason: str, *, retry_after: float | None = None) -> Outcome:
    """Return the outcome of a poll that failed, as a `FetchError` or a source that is no feed says it."""
    answer: Answer = "blocked" if code in _BLOCKED else "broken"
    return Outcome(answer=answer, code=code, reason=reason, retry_after=retry_after)


def after(
    health: Health, outcome: Outcome, *, now: datetime, silence: Silence | None
) -> tuple[Health, Change | None]:
    """
    Return how a source stands after a poll at *now*, by the table above, and what to say of it.

    *silence* is what the source's rhythm says of the time since it last brought anything.
    """
    if outcome.answer == "empty" and health.last_answer is None:
        return (health if health.is_problem else _in(health, "empty", now)), None
    if outcome.is_failure or outcome.answer == "empty":
        return _missed(health, outcome, now)
    if not outcome.found and health.asks_whole:
        return health, None
    return _answered(health, outcome, now, silence)


def _missed(health: Health, outcome: Outcome, now: datetime) -> tuple[Health, Change | None]:
    misses = health.misses + 1
    since = health.failing_since or now
    is_standing = outcome.answer == "empty" or outcome.code in _STANDING
    is_known = health.is_problem and health.state != "silent"
    after = replace(health, misses=misses, failing_since=since)
    if not (
        is_known
        or misses >= (MISSES_IF_STANDING if is_standing else MISSES)
        or now - since >= MISSING_FOR
    ):
        return after, None
    state = _MISSED[outcome.answer]
    after = _in(after, state, now)
    if is_known:
        return after, None
    what = outcome.reason or "It can be read, and has no entries; it had some before"
    reason = f"{what.rstrip('.')} ({misses} polls in a row, since {_moment(since)})."
    return after, Change(
        kind="problem", from_state=health.state, state=state, code=outcome.code, reason=reason
    )


def _answered(
    health: Health, outcome: Outcome, now: datetime, silence: Silence | None
) -> tuple[Health, Change | None]:
    state: State = "healthy"
    if outcome.answer == "unchanged":
        was_silent = health.state == "silent"
        state = "silent" if was_silent or (silence and not health.is_problem) else "unchanged"
    after = replace(_in(health, state, now), misses=0, failing_since=None, last_answer=now)
    if state == "silent":
        if health.state == "silent" or silence is None:
            return after, None
        return after, Change(
            kind="problem",
            from_state=health.state,
            state=state,
            code="silent",
            reason=_silence(silence),
        )
    if not health.is_problem:
        return after, None
    reason = (
        "It brings something new again."
        if health.state == "silent"
        else f"It can be read again: {outcome.found} item{'' if outcome.found == 1 else 's'},"
        f" {outcome.new} of them new."
    )
    return after, Change(
        kind="recovery", from_state=health.state, state=state, code=None, reason=reason
    )


def _in(health: Health, state: State, now: datetime) -> Health:
    return health if health.state == state else replace(health, state=state, since=now)


def _silence(silence: Silence) -> str:
    hours = round(silence.usual_gap / timedelta(hours=1))
    every = "every hour" if hours <= 1 else f"every {hours} hours"
    return (
        f"It has brought nothing new since {_moment(silence.since)}; it usually does {every}."
        f" The chance of that is less than 1 in {_round(1 / max(silence.probability, 1e-6)):,}."
    )


def _round(number: float) -> int:
    """Return *number* with one digit that counts."""
    size: int = 10 ** (len(str(int(number))) - 1)
    return int(number) // size * size


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
