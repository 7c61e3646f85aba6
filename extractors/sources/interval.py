"""When to look at a source again: often where much comes, seldom where little does, later where it failed. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

#: Of a source whose rhythm is not known yet.
FIRST = timedelta(minutes=30)
SHORTEST = timedelta(minutes=15)
LONGEST = timedelta(hours=6)

#: Neither failures nor a host's wishes put a source off for longer.
MOST = timedelta(days=1)


def next_poll(
    now: datetime,
    *,
    scheduled: datetime | None,
    usual_gap: timedelta | None,
    misses: int,
    retry_after: float | None,
    fresh_seconds: float | None,
) -> datetime:
    """
    Return when to poll a source again that was polled at *now*.

    A source with an interval or cron of its own keeps to it: *scheduled*. Others are polled after half the
    *usual_gap* between news, each of the last *misses* in a row doubling that, and no sooner than their answer grows
    old. No source is polled before the host said it may be, *retry_after* seconds from now.
    """
    if scheduled is None:
        interval = min(max(usual_gap / 2, SHORTEST), LONGEST) if usual_gap else FIRST
        # 15 minutes are a day after seven.
        interval = min(interval * 2 ** min(misses, 7), MOST)
        scheduled = now + max(interval, _seconds(fresh_seconds))
    return max(scheduled, now + _seconds(retry_after))


def _seconds(asked: float | None) -> timedelta:
    return min(timedelta(seconds=asked or 0), MOST)
