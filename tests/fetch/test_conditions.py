"""Asking whether a page has changed, and what an answer says of itself beside its body."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.errors import FetchError
from extractors.fetch.client import Client
from extractors.fetch.freshness import DAY, fresh_seconds, retry_seconds
from extractors.models import Http, NotModified, RawDocument, Validators
from tests.fetch.servers import Server, kept, redirect, response

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
KNOWN = Validators(etag='W/"a b\xe9"', last_modified="yesterday, about noon")
SAME = kept(b"", status="304 Not Modified")


def fetch(server, path: str = "/", known: Validators | None = None) -> RawDocument | NotModified:
    allow = frozenset({server.host})
    with Client(user_agent="t", timeout=5, max_bytes=1000, allow=allow) as client:
        return client.fetch(server.url(path), now=NOW, location="here", known=known)


def test_validators_are_sent_as_they_came():
    """Nobody but the server has to understand an ETag or a date of its own making."""
    sent = response(b"a", 'ETag: W/"a b\xe9"', "Last-Modified: yesterday, about noon").decode()
    with Server({"/": sent.encode("latin-1")}) as server:
        first = fetch(server)
        assert first.http is not None
        assert first.http.validators == KNOWN
        fetch(server, known=first.http.validators)
    assert 'If-None-Match: W/"a b\xe9"\r\n' in server.requests[1]
    assert "If-Modified-Since: yesterday, about noon\r\n" in server.requests[1]


def test_unchanged_page_is_an_answer():
    """A 304 is no failure; what it does not repeat is still what to ask with."""
    again = kept(b"", 'ETag: "new"', "Cache-Control: max-age=60", status="304 Not Modified")
    with Server({"/": redirect("/b", "308 Permanent Redirect"), "/b": again}) as server:
        found = fetch(server, known=KNOWN)
        assert found == NotModified(
            location="here",
            url=server.url("/b"),
            http=Http(
                status=304,
                validators=Validators(etag='"new"', last_modified=KNOWN.last_modified),
                fresh_seconds=60,
                moved_to=server.url("/b"),
            ),
            read_at=NOW,
        )


@pytest.mark.parametrize("known", [None, Validators()], ids=["none", "empty"])
def test_unchanged_is_refused_where_nobody_asked(known):
    """Whoever has nothing to compare with gets no document from a 304."""
    with Server({"/": SAME}) as server, pytest.raises(FetchError) as caught:
        fetch(server, known=known)
    assert caught.value.code == "http-304"
    assert "If-" not in server.requests[0]


def test_unchanged_keeps_the_connection():
    """After a 304 the same connection serves the next fetch."""
    with Server({"/": SAME}) as server:
        allow = frozenset({server.host})
        with Client(user_agent="t", timeout=5, max_bytes=1000, allow=allow) as client:
            for _ in range(3):
                client.fetch(server.url(), now=NOW, known=KNOWN)
    assert server.connects == 1


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ([], False),
        (["301 Moved Permanently"], True),
        (["308 Permanent Redirect", "301 Moved Permanently"], True),
        (["302 Found"], False),
        (["301 Moved Permanently", "302 Found"], False),
        (["307 Temporary Redirect", "308 Permanent Redirect"], False),
    ],
)
def test_moved_for_good(statuses, moved):
    """A page has moved if every step says that it is for good."""
    with Server({f"/{len(statuses)}": response(b"a")}) as server:
        for number, status in enumerate(statuses):
            server.answers[f"/{number}"] = redirect(f"/{number + 1}#part", status)
        found = fetch(server, "/0").http
        assert found is not None
        assert found.moved_to == (server.url(f"/{len(statuses)}") if moved else None)


@pytest.mark.parametrize(
    ("header", "tdm"),
    [("1", "reserved"), (" 0 ", "unreserved"), ("2", None), ("", None)],
)
def test_rights_reserved_in_a_header(header, tdm):
    """The header of the TDM Reservation Protocol is kept; any other value says nothing."""
    with Server({"/": response(b"a", f"TDM-Reservation: {header}")}) as server:
        found = fetch(server).http
    assert found is not None
    assert found.tdm == tdm


DATE = "Thu, 12 Mar 2026 09:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"cache-control": "max-age=600"}, 600),
        ({"cache-control": 'public, MAX-AGE = "600"'}, 600),
        ({"cache-control": "max-age=600", "age": "200"}, 400),
        ({"cache-control": "max-age=600", "age": "700"}, 0),
        ({"cache-control": "max-age=600", "age": "some"}, 600),
        ({"cache-control": "max-age=99999999"}, DAY),
        ({"cache-control": "max-age=" + "9" * 5000}, DAY),
        ({"cache-control": "max-age=-1"}, None),
        ({"cache-control": "max-age=soon"}, None),
        ({"cache-control": "s-maxage=600"}, None),
        ({"cache-control": "no-store, max-age=600"}, 0),
        ({"cache-control": "no-cache"}, 0),
        (
            {
                "cache-control": "max-age=5",
                "expires": "Thu, 12 Mar 2026 10:00:00 GMT",
                "date": DATE,
            },
            5,
        ),
        ({"expires": "Thu, 12 Mar 2026 10:00:00 GMT", "date": DATE}, 3600),
        ({"expires": "Thursday, 12-Mar-26 10:00:00 GMT", "date": DATE}, 3600),
        ({"expires": "Thu, 12 Mar 2026 10:00:00 GMT", "date": DATE, "age": "600"}, 3000),
        ({"expires": "Thu, 12 Mar 2026 08:00:00 GMT", "date": DATE}, 0),
        ({"expires": "Thu, 12 Mar 2076 08:00:00 GMT", "date": DATE}, DAY),
        ({"expires": "Thu, 12 Mar 2026 10:00:00 GMT"}, None),
        ({"expires": "-1", "date": DATE}, None),
        ({"expires": "0", "date": DATE}, None),
    ],
)
def test_freshness(headers, seconds):
    """How long an answer stays current is said by Cache-Control, else by Expires; nonsense says nothing."""
    assert fresh_seconds(headers) == seconds


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("99999999", DAY),
        ("9" * 5000, DAY),
        ("Thu, 12 Mar 2026 09:02:00 GMT", 120),
        ("Thu Mar 12 09:02:00 2026", 120),
        ("Thu, 12 Mar 2026 10:02:00 +0100", 120),
        ("Thu, 12 Mar 2026 08:00:00 GMT", 0),
        ("Fri, 12 Mar 2027 08:00:00 GMT", DAY),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("Thu, 99 Mar 2026 09:02:00 GMT", None),
        ("Thu, 12 Mar 99999999999 09:02:00 GMT", None),
        ("Thu, 12 Mar 2026 09:02:00 +99999999", None),
    ],
)
def test_retry_after(written, seconds):
    """Seconds or a date, never more than a day."""
    assert retry_seconds({"retry-after": written}, now=NOW) == seconds


@given(st.text(), st.text())
def test_headers_of_any_kind_are_survived(one, other):
    """Whatever stands in these headers, it is a number within a day or nothing."""
    headers = {
        "cache-control": one,
        "expires": one,
        "date": other,
        "age": other,
        "retry-after": one,
    }
    for found in (fresh_seconds(headers), retry_seconds(headers, now=NOW)):
        assert found is None or 0 <= found <= DAY


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
@pytest.mark.parametrize(
    "written", ["120", "Thu, 12 Mar 2026 09:02:00 GMT"], ids=["seconds", "date"]
)
def test_failure_says_when_to_come_again(status, written):
    """What a busy server asks for is handed on, whichever way it says it."""
    busy = response(b"", f"Retry-After: {written}", status=status)
    with Server({"/": busy}) as server, pytest.raises(FetchError) as caught:
        fetch(server)
    assert (caught.value.retryable, caught.value.retry_after) == (True, 120)
