"""Validators and robots.txt outlive the process that fetched them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from extractors.fetch.robots import RobotsRecord
from extractors.models import Http, NotModified, RawDocument, Validators
from storage import visits

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
URL = "https://courier.example/feed"


def http(etag=None, last_modified=None, status=200, fresh=None):
    validators = Validators(etag=etag, last_modified=last_modified)
    return Http(status=status, validators=validators, fresh_seconds=fresh)


def page(http):
    return RawDocument(content=b"x", location=URL, url=f"{URL}/", http=http, read_at=NOW)


def unchanged(http):
    return NotModified(location=URL, url=f"{URL}/", http=http, read_at=NOW)


def test_nothing_is_known_of_a_new_address(db):
    """It is asked without conditions."""
    assert visits.validators(db, URL) == Validators()


@pytest.mark.parametrize(
    ("answers", "known"),
    [
        ([page(http('W/"1"', "yesterday, or so"))], ('W/"1"', "yesterday, or so")),
        ([page(http('"1"', "then")), page(http('"2"'))], ('"2"', None)),
        ([page(http('"1"')), page(http())], (None, None)),
        ([page(http('"1"', "then")), unchanged(http(status=304))], ('"1"', "then")),
        ([page(http('"1"', "then")), unchanged(http('"1b"', status=304))], ('"1b"', "then")),
        ([unchanged(http('"1"', status=304))], ('"1"', None)),
        ([page(http('"1"')), page(None)], ('"1"', None)),
    ],
    ids=[
        "verbatim", "replaced as a whole", "given no longer", "304 without any", "304 with a new one",
        "304 to an address unknown here", "a file",
    ],
)  # fmt: skip
def test_validators(db, answers, known):
    """The next request carries what the last answer gave, for the address that was asked."""
    for answer in answers:
        visits.remember(db, answer)
    found = visits.validators(db, URL)
    assert (found.etag, found.last_modified) == known
    assert visits.validators(db, f"{URL}/") == Validators()


def record(host, *, fetched=NOW, status=200, body=b"User-agent: *\nDisallow: /\xff"):
    return RobotsRecord(origin=f"https://{host}.example", status=status, body=body, fetched=fetched)


def test_robots_come_back_as_they_went(db):
    """By origin, every byte, also where no answer came."""
    records = [record("b"), record("a", status=None, body=b""), record("c", status=404, body=b"")]
    visits.keep_robots(db, records, now=NOW)
    assert visits.robots_records(db) == [records[1], records[0], records[2]]


def test_only_newer_rules_replace(db):
    """A process that began earlier does not bring old rules back."""
    newer, older = record("a", body=b"new"), record("a", body=b"old", fetched=NOW - DAY)
    visits.keep_robots(db, [newer], now=NOW)
    visits.keep_robots(db, [older], now=NOW)
    assert visits.robots_records(db) == [newer]
    newest = record("a", body=b"newest", fetched=NOW + DAY)
    visits.keep_robots(db, [newest], now=NOW + DAY)
    assert visits.robots_records(db) == [newest]


def test_robots_of_a_month_ago_are_let_go(db):
    """Half a megabyte for each host ever met would add up."""
    visits.keep_robots(db, [record("old"), record("new", fetched=NOW + DAY)], now=NOW + DAY)
    visits.keep_robots(db, [], now=NOW + 31 * DAY)
    assert [one.origin for one in visits.robots_records(db)] == ["https://new.example"]
