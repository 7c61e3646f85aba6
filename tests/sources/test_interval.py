"""Busy sources are polled often, quiet and failing ones seldom, none before its host allows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.sources.interval import next_poll
from extractors.sources.retry import DELAYS, MOST_TRIES, next_attempt

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def wait(**known: Any) -> timedelta:
    inputs: dict[str, Any] = {
        "scheduled": None,
        "usual_gap": None,
        "misses": 0,
        "retry_after": None,
        "fresh_seconds": None,
    }
    return next_poll(NOW, **(inputs | known)) - NOW


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, HOUR / 2),
        ({"usual_gap": 4 * HOUR}, 2 * HOUR),
        ({"usual_gap": HOUR / 12}, HOUR / 4),
        ({"usual_gap": 7 * DAY}, 6 * HOUR),
        ({"misses": 1}, HOUR),
        ({"misses": 3}, 4 * HOUR),
        ({"misses": 6}, DAY),
        ({"misses": 100_000}, DAY),
        ({"usual_gap": HOUR / 12, "misses": 7}, DAY),
        ({"retry_after": 7200.0}, 2 * HOUR),
        ({"retry_after": 60.0}, HOUR / 2),
        ({"retry_after": 1e9}, DAY),
        ({"fresh_seconds": 3600.0}, HOUR),
        ({"fresh_seconds": 1e9}, DAY),
        ({"scheduled": NOW + HOUR / 12}, HOUR / 12),
        ({"scheduled": NOW + 7 * DAY}, 7 * DAY),
        ({"scheduled": NOW + HOUR / 12, "misses": 9, "usual_gap": DAY}, HOUR / 12),
        ({"scheduled": NOW + HOUR / 12, "fresh_seconds": 3600.0}, HOUR / 12),
        ({"scheduled": NOW + HOUR / 12, "retry_after": 3600.0}, HOUR),
    ],
    ids=[
        "nothing known", "half of the gap", "not too often", "not too seldom", "one miss", "three misses",
        "a day at most", "still a day", "busy and failing", "asked to wait", "asked to wait a moment",
        "asked to wait for ever", "fresh", "fresh for ever", "every five minutes", "weekly",
        "its own interval while failing", "its own interval though fresh", "its own interval, asked to wait",
    ],
)  # fmt: skip
def test_next_poll(known, expected):
    """Each input by itself, and who wins."""
    assert wait(**known) == expected


@given(
    st.none() | st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=400)),
    st.integers(0, 50),
    st.none() | st.floats(0, 1e12),
    st.none() | st.floats(0, 1e12),
)
def test_between_a_quarter_of_an_hour_and_a_day(gap, misses, retry_after, fresh):
    """Whatever is learned and answered."""
    waited = wait(usual_gap=gap, misses=misses, retry_after=retry_after, fresh_seconds=fresh)
    assert HOUR / 4 <= waited <= DAY


@pytest.mark.parametrize("tries", range(1, MOST_TRIES))
def test_next_attempt_is_spread(tries):
    """From at once to twice the delay, about the delay on average."""
    random = Random(tries)
    waits = [
        (next_attempt(tries, now=NOW, retry_after=None, random=random) - NOW) / DELAYS[tries - 1]
        for _ in range(500)
    ]
    assert 0 <= min(waits) < 0.1
    assert 1.9 < max(waits) <= 2
    assert 0.9 < sum(waits) / len(waits) < 1.1


def test_next_attempt_when_the_host_says():
    """Not before, and not later than in a day."""
    random = Random(1)
    for asked, least in ((5 * 3600.0, 5 * HOUR), (1e12, DAY)):
        at = next_attempt(1, now=NOW, retry_after=asked, random=random)
        assert at - NOW == least
