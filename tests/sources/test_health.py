"""Empty, unchanged, broken, blocked and silent are told apart, and each problem and recovery is said once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from extractors.sources.health import (
    ANSWERS,
    STATES,
    Change,
    Health,
    Outcome,
    after,
    failed,
    not_modified,
    read,
)
from extractors.sources.rhythm import Silence

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
MINUTES = timedelta(minutes=30)
QUIET = Silence(probability=0.0004, usual_gap=timedelta(hours=2), since=NOW - timedelta(days=3))

#: One letter a poll; `S` is `s` where the rhythm says that this is silence.
POLLS = {
    "n": read(found=9, new=2),
    "s": read(found=9, new=0),
    "3": not_modified(),
    "e": read(found=0, new=0),
    "x": failed("http-503", "The server says 503 Service Unavailable"),
    "t": failed("timeout", "No answer came within 20 seconds"),
    "g": failed("http-404", "The server says 404 Not Found"),
    "f": failed("not-a-feed", "It is an HTML page"),
    "b": failed("http-403", "The server says 403 Forbidden"),
    "r": failed("robots", "robots.txt forbids it"),
    "l": failed("http-429", "The server says 429 Too Many Requests"),
}


def polled(letters: str, *, apart: timedelta = MINUTES) -> tuple[Health, list[Change | None]]:
    """How a source stands after those polls, and what was said at each."""
    health = Health(since=NOW)
    said = []
    for number, letter in enumerate(letters):
        health, change = after(
            health,
            POLLS[letter.lower()],
            now=NOW + number * apart,
            silence=QUIET if letter == "S" else None,
        )
        said.append(change)
    return health, said


def marks(said: list[Change | None]) -> str:
    """`!` for a problem, `+` for a recovery, `.` for nothing."""
    return "".join("." if one is None else "!" if one.kind == "problem" else "+" for one in said)


@pytest.mark.parametrize(
    ("polls", "state", "said"),
    [
        # Good answers.
        ("n", "healthy", "."),
        ("ns", "unchanged", ".."),
        ("n3", "unchanged", ".."),
        ("nsn", "healthy", "..."),
        ("3", "unchanged", "."),
        # One miss or two are a blip.
        ("nx", "healthy", ".."),
        ("nxt", "healthy", "..."),
        ("nxtn", "healthy", "...."),
        ("nsx", "unchanged", "..."),
        ("nxxsxx", "unchanged", "......"),
        # Broken.
        ("nxtx", "broken", "...!"),
        ("nfff", "broken", "...!"),
        ("nxxxxxx", "broken", "...!..."),
        ("xxx", "broken", "..!"),
        ("x", "new", "."),
        ("nxxxn", "healthy", "...!+"),
        ("nxxxs", "unchanged", "...!+"),
        ("nxxxnxxx", "broken", "...!+..!"),
        # Answers that stand need be given twice only.
        ("ng", "healthy", ".."),
        ("ngg", "broken", "..!"),
        ("nbb", "blocked", "..!"),
        ("nrr", "blocked", "..!"),
        ("nxg", "broken", "..!"),
        # Asked to come later is not refused for good.
        ("nll", "healthy", "..."),
        ("nlll", "blocked", "...!"),
        # One problem is one problem, whatever it looks like next.
        ("nxxxbbxx", "broken", "...!...."),
        ("nxxxb", "blocked", "...!."),
        ("nxxxe", "empty", "...!."),
        # A 304 heals nothing.
        ("nxxx3", "broken", "...!."),
        ("nxxx333n", "healthy", "...!...+"),
        ("nxx3x", "broken", "....!"),
        ("nee3", "empty", "..!."),
        # Silent zero.
        ("ne", "healthy", ".."),
        ("nee", "empty", "..!"),
        ("neen", "healthy", "..!+"),
        ("nees", "unchanged", "..!+"),
        ("nes", "unchanged", "..."),
        # A source that never had anything is only empty.
        ("e", "empty", "."),
        ("eeee", "empty", "...."),
        ("een", "healthy", "..."),
        ("xxxe", "broken", "..!."),
        ("exxx", "broken", "...!"),
        # Silent.
        ("nS", "silent", ".!"),
        ("nSSs3", "silent", ".!..."),
        ("nSn", "healthy", ".!+"),
        ("nSxx", "silent", ".!.."),
        ("nSxxx", "broken", ".!..!"),
        ("nSxxxn", "healthy", ".!..!+"),
        ("nSx3", "silent", ".!.."),
        ("nxxxS", "unchanged", "...!+"),
        ("nxxxSS", "silent", "...!+!"),
    ],
)  # fmt: skip
def test_table(polls, state, said):
    """Each line of the module's table, as polls half an hour apart."""
    health, changes = polled(polls)
    assert (health.state, marks(changes)) == (state, said)


def test_a_304_to_an_improbable_silence_is_one():
    """Most silent sources answer so."""
    quiet, change = after(polled("n")[0], not_modified(), now=NOW, silence=QUIET)
    assert (quiet.state, change and change.kind) == ("silent", "problem")


def test_six_hours_of_failures_are_enough():
    """A source polled every six hours is not broken for half a day before that is said."""
    assert polled("nx", apart=timedelta(hours=6))[0].state == "healthy"
    assert marks(polled("nxx", apart=timedelta(hours=6))[1]) == "..!"
    assert marks(polled("nxx", apart=timedelta(hours=5))[1]) == "..."


@pytest.mark.parametrize("polls", ["", "n", "ns", "x", "xxx", "nee", "nS", "eee", "nbb"])
@pytest.mark.parametrize("letter", POLLS)
def test_laws(polls, letter):
    """Of any state and any answer."""
    health, _ = polled(polls)
    later = NOW + timedelta(days=1)
    outcome = POLLS[letter]
    new, change = after(health, outcome, now=later, silence=None)
    assert (new.failing_since is None) == (new.misses == 0)
    assert new.since == (health.since if new.state == health.state else later)
    if outcome.found:
        assert (new.misses, new.last_answer) == (0, later)
        assert not new.is_problem or new.state == "silent"
    if outcome.is_failure:
        assert (new.misses, new.last_answer) == (health.misses + 1, health.last_answer)
    if change:
        assert (change.from_state, change.state) == (health.state, new.state)
        assert (change.kind == "problem") == new.is_problem
        assert change.reason.endswith(".")
    elif new.is_problem != health.is_problem:
        pytest.fail("a problem came or went, and nothing was said")


@pytest.mark.parametrize(
    ("polls", "whole"),
    [("n", False), ("ns", False), ("nS", False), ("nx", True), ("nxxx", True), ("e", True), ("ne", True)],
)  # fmt: skip
def test_who_fails_is_asked_whole(polls, whole):
    """A 304 would not tell whether it is well again."""
    assert polled(polls)[0].asks_whole is whole


@pytest.mark.parametrize(
    ("polls", "code", "reason"),
    [
        (
            "nxxx", "http-503",
            "The server says 503 Service Unavailable (3 polls in a row, since 2026-05-04 09:30 UTC).",
        ),
        (
            "nee", None,
            "It can be read, and has no entries; it had some before"
            " (2 polls in a row, since 2026-05-04 09:30 UTC).",
        ),
        (
            "nS", "silent",
            "It has brought nothing new since 2026-05-01 09:00 UTC; it usually does every 2 hours."
            " The chance of that is less than 1 in 2,000.",
        ),
        ("nxxxn", None, "It can be read again: 9 items, 2 of them new."),
        ("nSn", None, "It brings something new again."),
    ],
    ids=["broken", "empty", "silent", "recovered", "no longer silent"],
)  # fmt: skip
def test_reasons(polls, code, reason):
    """A person is told what it is and since when."""
    change = polled(polls)[1][-1]
    assert change is not None
    assert (change.code, change.reason) == (code, reason)


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        *((f"http-{status}", "blocked") for status in (401, 403, 429, 451)),
        ("paywalled", "blocked"),
        ("paused", "blocked"),
        *((f"http-{status}", "broken") for status in (400, 404, 410, 418, 500, 503)),
        ("robots", "blocked"),
        ("robots-unknown", "broken"),
        ("timeout", "broken"),
        ("not-a-feed", "broken"),
    ],
)
def test_refused_or_broken(code, answer):
    """Who refuses us is not broken."""
    outcome = failed(code, "It failed", retry_after=60)
    assert outcome == Outcome(answer=answer, code=code, reason="It failed", retry_after=60)


def test_names():
    """Every answer occurs, and none is a state by another name by accident."""
    assert {outcome.answer for outcome in POLLS.values()} == set(ANSWERS)
    assert len(STATES) == 7
