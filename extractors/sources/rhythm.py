"""
Learns when a source usually brings something, and tells when it has been quiet for improbably long. Pure.

What counts is whether an hour brought news, not how many articles: they come in batches. Expected news per hour of the
day, weekdays and weekends (UTC) apart, give each gap a length in *expected arrivals*; were arrivals independent, a gap of
length u would have the chance exp(-u). They are not, so two things make it larger:

    Bursts. Gaps are divided by the mean excess of the source's own long gaps, where that is above 1.
    Days off. A source that has rested on some days may rest on another, a holiday: the chance of a day's silence is
    at least the share of days off among its like, however much was expected of it.

Only what could be seen counts: hours polled well, and those up to a day before that nobody polled, as the next poll
vouches for them. Hours around failures are neither part of the gap nor of what is learned.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import fmean, median, quantiles

#: What is looked at: four weeks, or half a year where they hold too few arrivals, as a weekly column's do.
WINDOWS = (timedelta(days=28), timedelta(days=182))

#: Fewer hours with news say nothing of a rhythm.
LEAST_ARRIVALS = 10
#: On fewer days they may be of one event.
LEAST_DAYS = 3

#: A source is silent when so long a gap is less likely than this.
IMPROBABLE = 0.001

_HOUR = timedelta(hours=1)
#: One good poll vouches for so long before it, if the one before was good too.
_VOUCHED = timedelta(days=1)
#: A day that was seen for fewer hours does not tell whether it was a day off.
_HOURS_OF_A_DAY_SEEN = 12
#: A mean over fewer long gaps is chance.
_LEAST_LONG_GAPS = 5


@dataclass(frozen=True, kw_only=True)
class Hour:
    """What the polls of one hour gave; hours without a poll have none."""

    #: Its beginning, UTC.
    at: datetime
    polls: int
    #: Those that failed.
    failed: int
    #: Items never seen before.
    new: int

    @property
    def is_seen(self) -> bool:
        return self.failed < self.polls


@dataclass(frozen=True, kw_only=True)
class Silence:
    """A gap that is improbably long."""

    #: Of a gap at least this long.
    probability: float
    #: Median.
    usual_gap: timedelta
    #: When the source last brought something, UTC.
    since: datetime


def is_enough(history: Iterable[Hour]) -> bool:
    """Tell whether *history* holds enough arrivals to know a rhythm by."""
    arrivals = [hour.at for hour in history if hour.new]
    return len(arrivals) >= LEAST_ARRIVALS and len({at.date() for at in arrivals}) >= LEAST_DAYS


def usual_gap(history: Iterable[Hour]) -> timedelta | None:
    """
    Return the median time from news to news in *history*, in its order; `None` for fewer than two hours with news.

    Where every hour has news, it is parted by what an hour usually brings.
    """
    arrivals = [hour for hour in history if hour.new]
    if len(arrivals) < 2:
        return None
    hours = median((later.at - earlier.at) / _HOUR for earlier, later in pairwise(arrivals))
    return hours * _HOUR / (median(hour.new for hour in arrivals) if hours == 1 else 1)


def silence(history: Sequence[Hour], *, now: datetime, last_new: datetime | None) -> Silence | None:
    """
    Return how improbable it is that nothing came since *last_new*, if it is: below `IMPROBABLE`.

    *history*, in its order, is learned from as far as *last_new*, so that a silence does not become the rule. `None`
    also where too little is known.
    """
    gap = usual_gap(history)
    if last_new is None or gap is None:
        return None
    known = [hour for hour in history if hour.at <= last_new]
    if not is_enough(known):
        return None
    seen = list(_seen(history))
    rhythm = _Rhythm([hour for hour in seen if hour.at <= last_new])
    # The hour we are in is not over.
    quiet = [hour.at for hour in seen if last_new < hour.at <= now - _HOUR]
    probability = rhythm.probability(quiet)
    if probability >= IMPROBABLE:
        return None
    return Silence(probability=probability, usual_gap=gap, since=last_new)


@dataclass(frozen=True, kw_only=True)
class _Seen:
    at: datetime
    #: News that falls to this hour: an equal share for each hour that the poll vouches for.
    news: float
    #: Whether the poll of this hour brought them.
    is_arrival: bool


def _seen(history: Iterable[Hour]) -> Iterator[_Seen]:
    """Yield each hour that was seen, in order."""
    before: datetime | None = None
    for hour in history:
        if not hour.is_seen:
            before = None
            continue
        is_vouched = before is not None and hour.at - before <= _VOUCHED
        number = (hour.at - before) // _HOUR if before and is_vouched else 1
        for ago in reversed(range(number)):
            yield _Seen(
                at=hour.at - ago * _HOUR,
                news=1 / number if hour.new else 0,
                is_arrival=hour.new > 0 and ago == 0,
            )
        before = hour.at


class _Rhythm:
    """What a source is expected to bring, hour by hour."""

    def __init__(self, seen: Sequence[_Seen]) -> None:
        self._rates = {is_weekend: _rates(seen, is_weekend) for is_weekend in (False, True)}
        self._resting = _resting(seen)
        self._burst = _burst([self._rate(hour.at) for hour in seen], seen)

    def probability(self, quiet: Iterable[datetime]) -> float:
        """Return the chance that none of the *quiet* hours brings anything."""
        expected: dict[date, float] = {}
        for at in quiet:
            expected[at.date()] = expected.get(at.date(), 0) + self._rate(at)
        return math.prod(
            max(math.exp(-sum_ / self._burst), self._resting[_is_weekend(day)])
            for day, sum_ in expected.items()
        )

    def _rate(self, at: datetime) -> float:
        return self._rates[_is_weekend(at)][at.hour]


def _rates(seen: Sequence[_Seen], is_weekend: bool) -> list[float]:
    """Return the expected news of each hour of a day, smoothed with its neighbours and towards the day's mean."""
    news, hours = [0.0] * 24, [0.0] * 24
    alike = [hour for hour in seen if _is_weekend(hour.at) == is_weekend]
    for hour in alike:
        for beside, weight in ((-1, 0.25), (0, 0.5), (1, 0.25)):
            news[(hour.at.hour + beside) % 24] += weight * hour.news
            hours[(hour.at.hour + beside) % 24] += weight
    # Of a kind of day never seen no more is known than of all days.
    mean = fmean(hour.news for hour in alike or seen)
    return [(brought + mean) / (number + 1) for brought, number in zip(news, hours, strict=True)]


def _resting(seen: Sequence[_Seen]) -> dict[bool, float]:
    """
    Return the chance of a day off among weekend days and others.

    None for a source that never took any; but of a kind of day never seen whole nothing is expected.
    """
    days: dict[date, list[_Seen]] = {}
    for hour in seen:
        days.setdefault(hour.at.date(), []).append(hour)
    whole = {day: hours for day, hours in days.items() if len(hours) >= _HOURS_OF_A_DAY_SEEN}
    is_off = {day: not any(hour.news for hour in hours) for day, hours in whole.items()}
    chances = {}
    for is_weekend in (False, True):
        alike = [off for day, off in is_off.items() if _is_weekend(day) == is_weekend]
        if alike and not any(is_off.values()):
            chances[is_weekend] = 0.0
        else:
            # As if two more had been off: holidays come in twos.
            chances[is_weekend] = (sum(alike) + 2) / (len(alike) + 2)
    return chances


def _burst(rates: Sequence[float], seen: Sequence[_Seen]) -> float:
    """
    Return how many times longer the long gaps last than were arrivals independent, at least 1.

    That is the mean of what gaps have above a half, three or nine tenths of all: 1 for independent arrivals.
    """
    gaps, gap = [], 0.0
    for rate, hour in zip(rates, seen, strict=True):
        gap += rate
        if hour.is_arrival:
            gaps.append(gap)
            gap = 0.0
    tenths = quantiles(gaps, n=10)
    excesses = [1.0]
    for most in (tenths[4], tenths[6], tenths[8]):
        above = [gap - most for gap in gaps if gap > most]
        if len(above) >= _LEAST_LONG_GAPS:
            excesses.append(fmean(above))
    return max(excesses)


def _is_weekend(day: date) -> bool:
    return day.weekday() >= 5
