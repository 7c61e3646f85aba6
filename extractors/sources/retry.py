"""When a fetch that failed is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

#: After each failure but the last, about. A host that restarts is back by the second, one with a bad night by the fourth.
DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)

#: Failures after which an address is given up.
MOST_TRIES = len(DELAYS) + 1

#: No host may put us off for longer.
LONGEST_WAIT = timedelta(days=1)


def next_attempt(
    tries: int, *, now: datetime, retry_after: float | None, random: Random
) -> datetime:
    """
    Return when to fetch again after *tries* failures, this one included.

    Drawn from nothing to twice the delay, so that what failed together does not come back together. The host's
    *retry_after*, in seconds, is waited for, at most a day.
    """
    delay = DELAYS[min(tries, len(DELAYS)) - 1]
    wait = random.uniform(0, 2) * delay
    asked = timedelta(seconds=min(retry_after or 0, LONGEST_WAIT.total_seconds()))
    return now + max(wait, asked)
