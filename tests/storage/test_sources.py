"""What is remembered of sources: each poll moves the state, the next poll, the coverage and at times an event."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from extractors.sources.health import ANSWERS, STATES, Outcome, failed, not_modified, read
from storage import sources
from storage.coverage import Gap, coverage
from storage.database import opened, writing
from storage.sources import Poll

NOW = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
LATER = NOW + 2 * DAY

NEWS = read(found=9, new=2)
SAME = read(found=9, new=0)
DOWN = failed("http-503", "The server says 503 Service Unavailable", retry_after=7200)
REFUSED = failed("http-403", "The server says 403 Forbidden")


def poll(db, outcome, *, now=NOW, source="courier", **known):
    one = Poll(
        source=source,
        url=f"https://{source}.example/feed",
        kind="feed",
        outcome=outcome,
        **known,
    )
    return sources.record_poll(db, one, now=now)


def gaps(found):
    """Name, hours and state of each gap, in short."""
    return [
        (gap.source, (gap.since - NOW) // HOUR, (gap.until - NOW) // HOUR, gap.state)
        for gap in found
    ]


def test_a_first_poll(db):
    """Everything there is to know of a source that was never polled before."""
    assert sources.state_of(db, "courier") is None
    assert poll(db, NEWS) is None
    (state,) = sources.states(db)
    assert state == sources.state_of(db, "courier")
    assert (state.name, state.url, state.kind) == (
        "courier",
        "https://courier.example/feed",
        "feed",
    )
    assert (state.health.state, state.health.since, state.health.last_answer) == (
        "healthy",
        NOW,
        NOW,
    )
    assert (state.first_poll, state.last_poll, state.last_new) == (NOW, NOW, NOW)
    assert (state.next_poll, state.interval) == (NOW + HOUR / 2, HOUR / 2)
    assert (state.last_error, state.moved_to) == (None, None)


def test_polls_add_up(db):
    """First, last and last new are told apart, and the last error stays to be seen when it is over."""
    moved = "https://courier.example/new-feed"
    for number, outcome in enumerate([NEWS, DOWN, SAME, not_modified(moved_to=moved)]):
        poll(db, outcome, now=NOW + number * HOUR)
    state = sources.state_of(db, "courier")
    assert (state.first_poll, state.last_poll, state.last_new) == (NOW, NOW + 3 * HOUR, NOW)
    assert (state.health.state, state.health.misses, state.health.last_answer) == (
        "unchanged",
        0,
        NOW + 3 * HOUR,
    )
    assert (state.last_error.code, state.last_error.at) == ("http-503", NOW + HOUR)
    assert state.moved_to == moved


def test_failing_source_is_polled_later_and_when_it_says(db):
    """Each miss doubles the interval; the host's own wish comes first."""
    poll(db, DOWN)
    assert sources.state_of(db, "courier").next_poll == NOW + 2 * HOUR
    poll(db, REFUSED, now=NOW + 2 * HOUR)
    assert sources.state_of(db, "courier").interval == 2 * HOUR
    poll(db, SAME, now=NOW + 4 * HOUR)
    assert sources.state_of(db, "courier").interval == HOUR / 2


def test_interval_follows_the_rhythm(db):
    """Half of the time from news to news, learned from the coverage ledger."""
    for number in range(9):
        poll(db, NEWS if number % 4 == 0 else SAME, now=NOW + number * HOUR)
    assert sources.state_of(db, "courier").interval == 2 * HOUR


def test_a_schedule_is_kept(db):
    """A source with a cron of its own."""
    poll(db, SAME, scheduled=NOW + 3 * DAY)
    assert sources.state_of(db, "courier").next_poll == NOW + 3 * DAY


def test_who_is_due(db):
    """Never polled first, then who waits longest; a name that is not asked for is left out."""
    poll(db, SAME, source="late", now=NOW - DAY)
    poll(db, SAME, source="later", now=NOW - 2 * DAY)
    poll(db, SAME, source="polled", now=NOW)
    poll(db, SAME, source="gone", now=NOW - DAY)
    names = ["late", "polled", "later", "never"]
    assert sources.due(db, names, now=NOW) == ["never", "later", "late"]
    assert sources.due(db, [], now=NOW) == []
    assert sources.due(db, ["polled"], now=NOW + HOUR / 2) == ["polled"]


def test_problems_and_recoveries_are_events(db):
    """Said once each, returned to the poller and kept, latest first, with a guid that stays."""
    said = [
        poll(db, outcome, now=NOW + number * HOUR)
        for number, outcome in enumerate([NEWS, DOWN, DOWN, DOWN, DOWN, SAME])
    ]
    assert [one and one.kind for one in said] == [None, None, None, "problem", None, "recovery"]
    poll(db, NEWS, source="herald", now=LATER)
    for number in range(2):
        poll(db, REFUSED, source="herald", now=NOW + DAY + number * HOUR)
    kept = sources.events(db, limit=10)
    assert [(one.source, one.kind, one.from_state, one.state, one.code) for one in kept] == [
        ("herald", "problem", "healthy", "blocked", "http-403"),
        ("courier", "recovery", "broken", "unchanged", None),
        ("courier", "problem", "healthy", "broken", "http-503"),
    ]
    assert kept[1:] == [said[5], said[3]]
    assert len({one.guid for one in kept}) == 3
    assert all(one.guid.startswith("tag:topicwire.localhost,2026:health/") for one in kept)
    assert [one.id for one in sources.events(db, limit=1)] == [kept[0].id]
    assert sources.events(db, limit=9, source="courier") == kept[1:]


def test_an_outlet_that_falls_silent(db):
    """It answers every hour, and brings nothing any more: a problem after some hours, over with the next news."""
    for number in range(24 * 7):
        assert poll(db, NEWS, now=NOW + number * HOUR) is None
    last = NOW + (24 * 7 - 1) * HOUR
    answers = [poll(db, not_modified(), now=last + ago * HOUR) for ago in range(1, 13)]
    (problem,) = [one for one in answers if one]
    assert (problem.state, problem.code) == ("silent", "silent")
    assert 6 * HOUR < problem.at - last <= 10 * HOUR
    recovery = poll(db, NEWS, now=last + 13 * HOUR)
    assert (recovery.kind, recovery.from_state, recovery.state) == ("recovery", "silent", "healthy")


def poll_and_die(db):
    """What a process that ends within the transaction leaves."""
    db.execute("BEGIN IMMEDIATE")
    poll(db, DOWN, now=NOW + HOUR)
    db.rollback()


def test_a_store_opened_again_knows(folder):
    """What was recorded is there for the next process, in one piece or not at all."""
    with opened(folder) as db, writing(db):
        poll(db, NEWS)
        before = sources.state_of(db, "courier")
    with opened(folder) as db:
        poll_and_die(db)
        assert sources.state_of(db, "courier") == before
        assert coverage(db, NOW, NOW + HOUR, now=LATER) == []


def test_what_could_not_be_seen(db):
    """
    Hours in a row of one kind are one gap; an hour nobody polled is unseen though nothing says so, or as broken as
    the poll before it found.
    """
    answers = [NEWS, DOWN, DOWN, None, None, REFUSED, SAME, not_modified(), None, NEWS]
    for number, outcome in enumerate(answers):
        if outcome:
            poll(db, outcome, now=NOW + number * HOUR + 5 * MINUTE)
    found = coverage(db, NOW, NOW + 10 * HOUR, now=LATER)
    assert gaps(found) == [
        ("courier", 1, 5, "broken"),
        ("courier", 5, 6, "blocked"),
    ]
    assert [(gap.polls, gap.failed) for gap in found] == [(2, 2), (1, 1)]
    some = coverage(db, NOW + 2 * HOUR + 59 * MINUTE, NOW + 4 * HOUR, now=LATER)
    assert gaps(some) == [("courier", 2, 4, "broken")]


def test_hours_between_two_polls_in_time_are_no_gap(db):
    """A source that is polled every six hours is not missed in between; the hour that it is now is not over."""
    for hour in (0, 6, 18):
        poll(db, SAME, now=NOW + hour * HOUR, scheduled=NOW + (hour + 6) * HOUR)
    found = coverage(db, NOW, NOW + 19 * HOUR, now=NOW + 18 * HOUR + 5 * MINUTE)
    assert gaps(found) == [("courier", 7, 18, "unseen")]
    assert coverage(db, NOW, NOW + 20 * HOUR, now=NOW + 19 * HOUR) == found


def test_an_hour_is_as_bad_as_its_worst_poll(db):
    """And says how many of its polls saw nothing."""
    for minute, outcome in [(0, NEWS), (20, DOWN), (40, SAME)]:
        poll(db, outcome, now=NOW + minute * MINUTE)
    assert coverage(db, NOW, NOW + HOUR, now=LATER) == [
        Gap(source="courier", since=NOW, until=NOW + HOUR, state="broken", polls=3, failed=1)
    ]
    (row,) = db.query("SELECT polls, failed, found, new FROM coverage")
    assert row == {"polls": 3, "failed": 1, "found": 9, "new": 2}


def test_coverage_by_source(db):
    """Each source by itself, by name; none is missed before its first poll, and one alone can be asked for."""
    for source, hours in {"herald": [0, 2], "courier": [1, 2]}.items():
        for hour in hours:
            poll(db, SAME, source=source, now=NOW + hour * HOUR)
    both = [("courier", 3, 4, "unseen"), ("herald", 1, 2, "unseen"), ("herald", 3, 4, "unseen")]
    assert gaps(coverage(db, NOW - 5 * HOUR, NOW + 4 * HOUR, now=LATER)) == both
    assert gaps(coverage(db, NOW, NOW + 4 * HOUR, source="herald", now=LATER)) == both[1:]
    assert coverage(db, NOW, NOW + HOUR, source="nobody", now=LATER) == []


def test_a_304_to_a_failing_source_shows_nothing(db):
    """It may be the error that did not change: the hour counts as failed."""
    poll(db, NEWS)
    for number in range(1, 4):
        poll(db, DOWN, now=NOW + number * HOUR)
    poll(db, not_modified(), now=NOW + 4 * HOUR)
    assert sources.state_of(db, "courier").health.state == "broken"
    assert gaps(coverage(db, NOW, NOW + 5 * HOUR, now=LATER)) == [("courier", 1, 5, "broken")]


def test_years_stay_small(db):
    """However often a source is polled, it has one row an hour."""
    for number in range(60):
        poll(db, SAME, now=NOW + number * MINUTE)
    assert db.execute("SELECT count(*), sum(polls) FROM coverage").fetchone() == (1, 60)


def test_names_are_those_of_the_tables(db):
    """Code and the tables' own checks agree on states and answers."""
    poll(db, NEWS)
    for state in STATES:
        db.execute("UPDATE source SET state = ?", [state])
        assert sources.state_of(db, "courier").health.state == state
    for number, answer in enumerate(ANSWERS):
        poll(db, Outcome(answer=answer), source="all", now=NOW + number * HOUR)
    states = db.execute("SELECT state FROM coverage WHERE source = 'all' ORDER BY hour").fetchall()
    assert [row[0] for row in states] == list(ANSWERS)
    for table in ("source", "coverage"):
        with pytest.raises(Exception, match="CHECK constraint"):
            db.execute(f"UPDATE {table} SET state = 'well'")
