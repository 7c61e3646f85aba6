"""Dates as pages write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.page.dates import parse_date


@pytest.mark.parametrize(
    ("written", "at", "precision"),
    [
        ("2025-03-12T10:15:00+03:00", datetime(2025, 3, 12, 7, 15, tzinfo=UTC), "instant"),
        ("2025-03-12T10:15:00.123Z", datetime(2025, 3, 12, 10, 15, tzinfo=UTC), "instant"),
        ("2025-03-12T10:15Z", datetime(2025, 3, 12, 10, 15, tzinfo=UTC), "instant"),
        ("2025-03-12 10:15:00 +0400", datetime(2025, 3, 12, 6, 15, tzinfo=UTC), "instant"),
        ("2025-03-12T01:00:00+04:00", datetime(2025, 3, 11, 21, 0, tzinfo=UTC), "instant"),
        ("2025-03-12T23:15:00", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("2025-03-12", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("2025-03", datetime(2025, 3, 1, tzinfo=UTC), "month"),
        ("2025/3/12", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("Wed, 12 Mar 2025 10:15:00 +0300", datetime(2025, 3, 12, 7, 15, tzinfo=UTC), "instant"),
        ("Wed, 12 Mar 2025 10:15:00 GMT", datetime(2025, 3, 12, 10, 15, tzinfo=UTC), "instant"),
        (
            "Wed Mar 12 2025 09:28:00 GMT+0000 (UTC)",
            datetime(2025, 3, 12, 9, 28, tzinfo=UTC),
            "instant",
        ),
        (
            "Published March 12, 2025 10:15 pm EST",
            datetime(2025, 3, 13, 3, 15, tzinfo=UTC),
            "instant",
        ),
        ("12 March 2025, 12:05 a.m. GMT", datetime(2025, 3, 12, 0, 5, tzinfo=UTC), "instant"),
        ("12 March 2025 at 10:15 UTC+3", datetime(2025, 3, 12, 7, 15, tzinfo=UTC), "instant"),
        ("12 March 2025, 10:15 IST", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("23 November 2022", datetime(2022, 11, 23, tzinfo=UTC), "day"),
        ("Nov. 23rd, 2022", datetime(2022, 11, 23, tzinfo=UTC), "day"),
        ("November 2022", datetime(2022, 11, 1, tzinfo=UTC), "month"),
        ("12 марта 2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("12 марта 2025 г., 10:15 (МСК)", datetime(2025, 3, 12, 7, 15, tzinfo=UTC), "instant"),
        ("12 մարտի, 2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("1er mars 2025", datetime(2025, 3, 1, tzinfo=UTC), "day"),
        ("12. März 2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("12 Mart 2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("12 de marzo de 2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("12.03.2025 10:15", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("13/04/2025", datetime(2025, 4, 13, tzinfo=UTC), "day"),
        ("04/13/2025", datetime(2025, 4, 13, tzinfo=UTC), "day"),
        ("2099-01-01", datetime(2099, 1, 1, tzinfo=UTC), "day"),
    ],
)
def test_stated_dates(written, at, precision):
    """An instant needs clock and zone; anything less is kept as the day or month it says."""
    stamp = parse_date(written, found_in="meta")
    assert stamp is not None
    assert (stamp.at, stamp.precision) == (at, precision)
    assert (stamp.written, stamp.found_in) == (written, "meta")


@pytest.mark.parametrize(
    "written",
    [
        "", "yesterday", "вчера", "on Monday", "3 hours ago", "Monday, 10:15", "10:15", "2025", "12 марта", "March 12",
        "Mar 12 25", "12.03.25", "30 February 2025", "2025-13-01", "2025-02-30T10:00:00Z", "2025-03-12T25:00:00Z",
        "9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "03/04/2025", "{{ date }}",
        "1741774500", "No date 2025 here",
    ],
)  # fmt: skip
def test_what_states_no_date(written):
    """Nothing is filled in from today, and software's zero dates are no statement."""
    assert parse_date(written, found_in="meta") is None


def test_language_decides_between_day_and_month():
    """03/04 is a day of April except where it may as well be a day of March."""
    stamp = parse_date("03/04/2025", found_in="byline", language="fr")
    assert stamp is not None
    assert stamp.at == datetime(2025, 4, 3, tzinfo=UTC)
    assert parse_date("03/04/2025", found_in="byline", language="en") is None


@given(
    st.integers(min_value=365 * 86400, max_value=230 * 365 * 86400),
    st.integers(min_value=-14 * 60, max_value=14 * 60),
)
def test_iso_instants_come_back(seconds, minutes):
    """What is written with an offset is that instant, to the second."""
    moment = datetime.fromtimestamp(seconds, tz=timezone(timedelta(minutes=minutes)))
    stamp = parse_date(moment.isoformat(), found_in="json-ld")
    assert stamp is not None
    assert stamp.at == moment


@given(st.text(max_size=60))
def test_no_text_raises(written):
    """Whatever a page writes, it is a date or it is none."""
    parse_date(written, found_in="meta")
