"""Dates as pages write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.metadata.dates import parse_date, wall_clock


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
        ("2025-03-12T10:15:00+03", datetime(2025, 3, 12, 7, 15, tzinfo=UTC), "instant"),
        ("2025-03-12T10:15:00Z[UTC]", datetime(2025, 3, 12, 10, 15, tzinfo=UTC), "instant"),
        ("20250312", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("20250312T101500Z", datetime(2025, 3, 12, 10, 15, tzinfo=UTC), "instant"),
        ("1741774500", datetime(2025, 3, 12, 10, 15, tzinfo=UTC), "instant"),
        ("1741774500123", datetime(2025, 3, 12, 10, 15, tzinfo=UTC), "instant"),
        ("March 12 10:15 2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("среда, 12 марта 2025, 10:15 (МСК)", datetime(2025, 3, 12, 7, 15, tzinfo=UTC), "instant"),
        ("12 березня 2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("Մարտի 12, 2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("12 marca 2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("12 março 2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("12 de março de 2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("12 de març de 2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("12 marzo 2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("12. maaliskuuta 2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("2025. március 12.", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("2025 m. kovo 12 d.", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("12 Μαρτίου 2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("12 Şubat 2025", datetime(2025, 2, 12, tzinfo=UTC), "day"),
        ("12 Aralık 2025", datetime(2025, 12, 12, tzinfo=UTC), "day"),
        ("12 მარტი 2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("12 مارس 2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("2025年3月12日 10:15", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("2025년 3월 12일", datetime(2025, 3, 12, tzinfo=UTC), "day"),
        ("12-Mar-2025", datetime(2025, 3, 12, tzinfo=UTC), "day"),
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
    assert parse_date(written, found_in="byline") is None


def test_language_decides_between_day_and_month():
    """03/04 is a day of April except where it may as well be a day of March."""
    stamp = parse_date("03/04/2025", found_in="byline", language="fr")
    assert stamp is not None
    assert stamp.at == datetime(2025, 4, 3, tzinfo=UTC)
    assert parse_date("03/04/2025", found_in="byline", language="en") is None


def test_the_fall_of_leaves_is_october_in_croatia():
    """One name of two months is read by the page's language."""
    months = {}
    for language in ("hr", "pl", None):
        stamp = parse_date("12. listopada 2025", found_in="byline", language=language)
        assert stamp is not None
        months[language] = stamp.at.month
    assert months == {"hr": 10, "pl": 11, None: 11}


def test_digits_are_seconds_for_machines_only():
    """A number that readers see is no date."""
    assert parse_date("1741774500", found_in="byline") is None


@pytest.mark.parametrize(
    ("written", "face"),
    [
        ("2025-03-12T10:15:00+03:00", (datetime(2025, 3, 12, 10, 15), False)),  # noqa: DTZ001
        ("2025-03-12T10:15:00Z", (datetime(2025, 3, 12, 10, 15), True)),  # noqa: DTZ001
        ("2025-03-12T10:15:00", None),
        ("12 March 2025, 10:15 GMT", None),
        ("2025-03-12T25:15:00Z", None),
    ],
)
def test_clock_face(written, face):
    """What a clock shows, whatever its zone makes of it."""
    assert wall_clock(written) == face


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
