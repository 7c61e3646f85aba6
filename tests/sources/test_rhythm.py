"""
When silence is improbable: simulated outlets, each over a year and, dead one day, until that is noticed.

With three seeds each, two for the deaths on three days of the week:

                                        usual gap   false alarms a year   noticed after
    steady                              1 hour      0, 0, 0               9 hours
    steady, polled every four hours     4 hours     0, 0, 0               29 hours
    weekdays with holidays              1 hour      1, 1, 1 (Christmas)   2 to 4 days: its third working day
    weekdays, polled every six hours    6 hours     0, 0, 0               6 days
    weekly                              7 days      0, 0, 0               48 days
    seldom                              12 hours    0, 0, 1               5 to 8 days
    bursty                              1 hour      0, 0, 0               4 to 5 days: the lulls are of a day
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.sources.rhythm import (
    IMPROBABLE,
    WINDOWS,
    Hour,
    Silence,
    is_enough,
    silence,
    usual_gap,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
HOLIDAYS = [
    (1, 1),
    (4, 3),
    (4, 6),
    (5, 1),
    (5, 25),
    (8, 31),
    (12, 24),
    (12, 25),
    (12, 28),
    (12, 31),
]


def steady(at: datetime, random: Random) -> bool:
    """News in nine hours of ten, day and night."""
    return random.random() < 0.9


def weekdays(at: datetime, random: Random) -> bool:
    """News in four working hours of five, none on ten holidays a year."""
    is_working = at.weekday() < 5 and 8 <= at.hour < 18
    return is_working and (at.month, at.day) not in HOLIDAYS and random.random() < 0.8


def weekly(at: datetime, random: Random) -> bool:
    """A column, Thursdays at nine."""
    return at.weekday() == 3 and at.hour == 9


def seldom(at: datetime, random: Random) -> bool:
    """Something about every twenty hours."""
    return random.random() < 1 / 20


def bursty() -> Callable[[datetime, Random], bool]:
    """Several hours full of news, then none for most of a day."""
    left = 0

    def brings(at: datetime, random: Random) -> bool:
        nonlocal left
        left = left - 1 if left else random.randint(3, 10) if random.random() < 1 / 18 else 0
        return left > 0 and random.random() < 0.9

    return brings


def history(
    brings: Callable[[datetime, Random], bool], *, seed: int, weeks: int, every: int = 1
) -> list[Hour]:
    """What polls each *every* hours find of an outlet."""
    random = Random(seed)
    polls = []
    new = 0
    for number in range(weeks * 7 * 24):
        at = MONDAY + number * HOUR
        new += brings(at, random)
        if number % every == 0:
            polls.append(Hour(at=at, polls=1, failed=0, new=new))
            new = 0
    return polls


def looked_at(polls: list[Hour], *, now: datetime) -> Silence | None:
    """What a program that runs at *now* makes of it."""
    polls = [poll for poll in polls if poll.at <= now]
    last = max(poll.at for poll in polls if poll.new)
    for window in WINDOWS:
        recent = [poll for poll in polls if poll.at >= last - window]
        if is_enough(recent):
            return silence(recent, now=now, last_new=last)
    return None


def false_alarms(polls: list[Hour], *, every: int) -> list[tuple[datetime, datetime]]:
    """
    The gaps between news that were taken for silence.

    Each is looked at when it is longest: the chance only falls. Those of two polls never are.
    """
    arrivals = [poll.at for poll in polls if poll.new]
    return [
        (before, after)
        for before, after in pairwise(arrivals)
        if after - before > 2 * every * HOUR and looked_at(polls, now=after - timedelta(minutes=1))
    ]


def noticed_after(polls: list[Hour], *, death: datetime) -> timedelta:
    """How long after its last news an outlet that ends at *death* is found silent."""
    dead = [
        poll if poll.at < death else Hour(at=poll.at, polls=1, failed=0, new=0) for poll in polls
    ]
    last = max(poll.at for poll in dead if poll.new)
    low, high = 0, 24 * 7 * 12
    while low < high:
        middle = (low + high) // 2
        if looked_at(dead, now=last + middle * HOUR + timedelta(minutes=59)):
            high = middle
        else:
            low = middle + 1
    return low * HOUR


OUTLETS = [
    pytest.param(lambda: steady, 1, 12 * HOUR, id="steady"),
    pytest.param(lambda: steady, 4, 36 * HOUR, id="steady, polled every four hours"),
    pytest.param(lambda: weekdays, 1, 5 * DAY, id="weekdays"),
    pytest.param(lambda: weekdays, 6, 6 * DAY, id="weekdays, polled every six hours"),
    pytest.param(lambda: weekly, 6, 56 * DAY, id="weekly"),
    pytest.param(lambda: seldom, 2, 12 * DAY, id="seldom"),
    pytest.param(bursty, 1, 9 * DAY, id="bursty"),
]


@pytest.mark.parametrize(("outlet", "every", "most"), OUTLETS)
def test_an_outlet_that_lives_is_not_called_silent(outlet, every, most):
    """At most once in a year."""
    assert len(false_alarms(history(outlet(), seed=1, weeks=52, every=every), every=every)) <= 1


@pytest.mark.parametrize(("outlet", "every", "most"), OUTLETS)
@pytest.mark.parametrize("day", [0, 2, 4])
def test_an_outlet_that_died_is_noticed(outlet, every, most, day):
    """Within some days, or some weeks for a weekly one, on whatever day it ends."""
    death = MONDAY + timedelta(weeks=29, days=day, hours=12)
    polls = history(outlet(), seed=2, weeks=42, every=every)
    assert noticed_after(polls, death=death) <= most


def test_hours_nobody_could_see_are_no_silence():
    """A steady outlet is not called silent for the time that we were off, or it was down, and is soon after."""
    known = history(steady, seed=1, weeks=6)
    last = known[-1].at
    off = last + timedelta(days=3)
    assert looked_at(known, now=off) is None
    back = [Hour(at=off + number * HOUR, polls=1, failed=0, new=0) for number in range(5)]
    assert looked_at([*known, *back], now=off + 5 * HOUR) is None
    down = [Hour(at=last + number * HOUR, polls=2, failed=2, new=0) for number in range(1, 48)]
    assert looked_at([*known, *down], now=last + 50 * HOUR) is None
    quiet = [Hour(at=last + number * HOUR, polls=2, failed=1, new=0) for number in range(1, 12)]
    assert looked_at([*known, *quiet], now=last + 12 * HOUR) is not None


def test_a_poll_vouches_for_the_hours_before_it():
    """A source polled once in six hours is known to bring nothing in between."""
    polls = history(steady, seed=1, weeks=6, every=6)
    last = polls[-1].at
    once = Hour(at=last + 20 * HOUR, polls=1, failed=0, new=0)
    assert looked_at([*polls, once], now=last + 19 * HOUR) is None
    later = [replace(once, at=last + ago * HOUR) for ago in (20, 40, 46)]
    found = looked_at([*polls, *later], now=last + 47 * HOUR)
    assert found is not None
    assert (found.since, found.usual_gap) == (last, 6 * HOUR)
    assert found.probability < IMPROBABLE


@pytest.mark.parametrize(
    ("hours", "enough"),
    [
        (range(0, 72, 8), False),
        (range(0, 10), False),
        (range(0, 72, 7), True),
    ],
    ids=["nine arrivals", "ten on one day", "eleven over three days"],
)
def test_little_is_known_of_few_arrivals(hours, enough):
    """Ten hours with news on three days are the least; until then nothing is called silent."""
    polls = [Hour(at=MONDAY + number * HOUR, polls=1, failed=0, new=1) for number in hours]
    quiet = [
        Hour(at=MONDAY + number * HOUR, polls=1, failed=0, new=0)
        for number in range(72, 72 + 24 * 28)
    ]
    assert is_enough(polls) is enough
    now = MONDAY + timedelta(days=60)
    assert (silence([*polls, *quiet], now=now, last_new=polls[-1].at) is not None) is enough


@pytest.mark.parametrize(
    ("arrivals", "gap"),
    [
        ([], None),
        ([(0, 5)], None),
        ([(0, 1), (5, 1), (7, 1), (14, 1)], 5 * HOUR),
        ([(0, 4), (1, 4), (2, 4)], HOUR / 4),
        ([(0, 9), (24, 9)], 24 * HOUR),
    ],
    ids=["none", "one", "median", "every hour several", "a batch a day"],
)
def test_usual_gap(arrivals, gap):
    """The median from news to news; finer only where hours have no finer one."""
    polls = [Hour(at=MONDAY + at * HOUR, polls=1, failed=0, new=new) for at, new in arrivals]
    assert usual_gap(polls) == gap


@given(
    st.lists(st.sampled_from([None, (1, 0, 0), (1, 0, 3), (2, 1, 0), (1, 1, 0)]), max_size=200),
)
@settings(max_examples=60, deadline=None)
def test_silence_only_grows(hours):
    """Whatever was seen: once a gap is silence, it is so later on, ever less probable; and it is never the rule."""
    polls = [
        Hour(at=MONDAY + number * HOUR, polls=hour[0], failed=hour[1], new=hour[2])
        for number, hour in enumerate(hours)
        if hour
    ]
    last = max((poll.at for poll in polls if poll.new), default=None)
    end = MONDAY + len(hours) * HOUR
    quiet = [Hour(at=end + number * HOUR, polls=1, failed=0, new=0) for number in range(300)]
    before = 1.0
    for later in range(0, 300, 25):
        polls_by_then = [*polls, *quiet[:later]]
        found = silence(polls_by_then, now=end + later * HOUR, last_new=last)
        probability = found.probability if found else 1.0
        assert 0 <= probability <= before
        assert found is None or probability < IMPROBABLE
        before = probability
