"""The server over real HTTP: conditional requests, codings, headers, and nothing but the feeds."""

from __future__ import annotations

import gzip
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from feeds.server import _is_fresh, _Representation
from tests.feeds.beat import Beat, Served, new_beat, serving, strike

FEED = "/feeds/strikes.atom"
LONG_AGO = "Thu, 01 Jan 2004 00:00:00 GMT"


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    content: bytes


@dataclass
class Asker:
    """Sends requests exactly as given: no client library tidies up the path or adds headers."""

    port: int

    def __call__(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest(method, path, skip_host="host" in headers, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return Answer(answer.status, answer.headers, content)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """A server for one beat that the tests only read; something of the store's lies beside its feeds."""
    beat = new_beat(tmp_path_factory.mktemp("beat"))
    beat.settings.data.root.mkdir()
    beat.settings.data.addresses.write_text('{"SECRET": 1}')
    with serving(beat.feeds) as served:
        beat.take_in(strike(1))
        beat.publish()
        yield Asker(served.port)


MEDIA = {
    "/": "text/html; charset=utf-8",
    "/index.html": "text/html; charset=utf-8",
    "/style.css": "text/css; charset=utf-8",
    "/feeds.opml": "text/x-opml; charset=utf-8",
    "/feeds/strikes.atom": "application/atom+xml; charset=utf-8",
    "/feeds/strikes.rss": "application/rss+xml; charset=utf-8",
    "/feeds/strikes.json": "application/feed+json",
}


@pytest.mark.parametrize(("path", "media_type"), MEDIA.items(), ids=MEDIA.keys())
def test_every_file_has_its_type(ask: Asker, path: str, media_type: str):
    """Readers and browsers go by the type, and sniffing is off."""
    answer = ask(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, media_type)
    assert answer.content
    assert answer.headers["Content-Length"] == str(len(answer.content))


@pytest.mark.parametrize("path", [*MEDIA, "/nothing"])
def test_pages_are_locked_down(ask: Asker, path: str):
    """No script, no frame, no sniffing, no referrer, no cookie."""
    headers = ask(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers


def test_answers_can_be_cached(ask: Asker):
    """By anyone, for a quarter of an hour, one copy a coding."""
    headers = ask(FEED).headers
    assert headers["Cache-Control"] == "public, max-age=900"
    assert headers["Vary"] == "Accept-Encoding"


def test_etag_is_strong_and_of_the_bytes(ask: Asker):
    """The same bytes have the same one, other bytes another; the packed variant has its own."""
    plain, again = ask(FEED), ask(FEED)
    packed, other = ask(FEED, accept_encoding="gzip"), ask("/feeds/all.atom")
    tags = [answer.headers["ETag"] for answer in (plain, packed, other)]
    assert again.headers["ETag"] == tags[0]
    assert len(set(tags)) == 3
    assert all(tag.startswith('"') and tag.endswith('"') and len(tag) > 20 for tag in tags)


MATCHES = {
    "itself": ("{}", 304),
    "weak": ("W/{}", 304),
    "in a list": ('"x", {} , "y"', 304),
    "weak in a list": ('"x",W/{}', 304),
    "any": ("*", 304),
    "another": ('"x"', 200),
    "unquoted": ("x", 200),
    "empty": ("", 200),
}


@pytest.mark.parametrize(("sent", "status"), MATCHES.values(), ids=MATCHES.keys())
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_304_by_etag(ask: Asker, sent: str, status: int, coding: str):
    """Whoever has the current bytes gets a line instead of a feed, with the headers that may be news."""
    full = ask(FEED, accept_encoding=coding)
    tag = full.headers["ETag"]
    answer = ask(FEED, accept_encoding=coding, if_none_match=sent.format(tag))
    assert answer.status == status
    for name in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
        assert answer.headers[name] == full.headers[name]
    assert answer.content == (b"" if status == 304 else full.content)


def test_etag_of_the_other_variant_is_no_match(ask: Asker):
    """Who has the packed bytes and asks for plain ones must get them."""
    tag = ask(FEED, accept_encoding="gzip").headers["ETag"]
    assert ask(FEED, if_none_match=tag).status == 200


def test_304_by_date(ask: Asker):
    """For readers that keep no ETag."""
    moment = ask(FEED).headers["Last-Modified"]
    assert ask(FEED, if_modified_since=moment).status == 304
    assert ask(FEED, if_modified_since="Fri, 01 Jan 2100 00:00:00 GMT").status == 304
    assert ask(FEED, if_modified_since=LONG_AGO).status == 200


def test_etag_beats_date(ask: Asker):
    """RFC 9110: with an If-None-Match the date is not even looked at."""
    full = ask(FEED).headers
    moment, tag = full["Last-Modified"], full["ETag"]
    assert ask(FEED, if_none_match='"x"', if_modified_since=moment).status == 200
    assert ask(FEED, if_none_match=tag, if_modified_since=LONG_AGO).status == 304


DATES = {
    "word": "yesterday",
    "empty": "",
    "number": "1084000000",
    "no such day": "Mon, 31 Feb 2026 00:00:00 GMT",
    "endless year": "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
    "endless zone": "Mon, 01 Jan 2026 00:00:00 +99999999999999999999",
    "endless hour": "Mon, 01 Jan 2026 99999999999999999999:00:00 GMT",
    "not ASCII": "Mon, ² Jan 2026 00:00:00 GMT",
}


@pytest.mark.parametrize("date", DATES.values(), ids=DATES.keys())
def test_malformed_date_is_ignored(ask: Asker, date: str):
    """RFC 9110: as if it had not been sent."""
    assert ask(FEED, if_modified_since=date).status == 200


numbers = st.integers(0, 10**25).map(str) | st.integers(0, 99).map("{:02}".format)
near_dates = st.tuples(
    st.sampled_from(["Mon, ", ""]), numbers, st.sampled_from([" Jan ", "-Jan-", " "]), numbers,
    st.just(" "), numbers, st.sampled_from([":", "."]), numbers, st.sampled_from([":59", ""]),
    st.sampled_from([" GMT", " +", " -", ""]), numbers,
).map("".join)  # fmt: skip


@given(st.text(st.characters(max_codepoint=255)) | near_dates)
def test_any_date_is_answered(date: str):
    """Whatever a client sends there, it is compared or ignored."""
    headers = [(b"if-modified-since", date.encode("latin-1"))]
    request = Request({"type": "http", "headers": headers})
    found = _Representation(content=b"", etag='"x"', modified=0)
    assert _is_fresh(request, found) in (True, False)


CODINGS = {
    "gzip": True,
    "deflate, gzip;q=1.0, br": True,
    "GZIP ; q=0.001": True,
    "*": True,
    "br, *;q=0.1": True,
    "*;q=0, gzip": True,
    "": False,
    "identity": False,
    "br": False,
    "gzip;q=0": False,
    "gzip; q=0.000": False,
    "gzip;Q=0.": False,
    "br, gzip ;q= 0.0": False,
    "*;q=0": False,
    "*, gzip;q=0": False,
    "x-gzipped": False,
}


@pytest.mark.parametrize(("accepted", "packed"), CODINGS.items(), ids=CODINGS.keys())
def test_gzip_only_for_those_who_take_it(ask: Asker, accepted: str, packed: bool):
    """By name first, then by `*`; a weight of zero means no."""
    answer = ask(FEED, accept_encoding=accepted)
    assert answer.headers["Content-Encoding"] == ("gzip" if packed else None)
    content = gzip.decompress(answer.content) if packed else answer.content
    assert content == ask(FEED).content


def test_unpacked_is_served_where_nothing_packed_lies(beat: Beat, served: Served):
    """A folder copied without its .gz files works."""
    beat.take_in(strike(1))
    beat.publish()
    for packed in beat.feeds.rglob("*.gz"):
        packed.unlink()
    answer = Asker(served.port)(FEED, accept_encoding="gzip")
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, None)


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_head_is_get_without_the_bytes(ask: Asker, coding: str):
    """The same headers, so that a proxy can ask cheaply."""
    head, get = (ask(FEED, method, accept_encoding=coding) for method in ("HEAD", "GET"))
    assert (head.status, head.content) == (200, b"")
    same = [(name, value) for name, value in get.headers.items() if name != "date"]
    assert [(name, value) for name, value in head.headers.items() if name != "date"] == same


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_reading(ask: Asker, method: str):
    """405, and what would be allowed."""
    answer = ask(FEED, method, content_length="0")
    assert answer.status == 405
    assert {word.strip() for word in answer.headers["Allow"].split(",")} == {"GET", "HEAD"}


OUTSIDE = [
    "/nothing",
    "/feeds",
    "/feeds/",
    "/feeds/nothing.atom",
    "/feeds/strikes",
    "/feeds/strikes.xml",
    "/feeds/strikes.atom.gz",
    "/feeds/.atom",
    "/feeds/STRIKES.atom",
    "/feeds/strikes.atom%00",
    "/feeds/strikes.atom%0a",
    "/feeds/" + "a" * 5000 + ".atom",
    "/index.html.gz",
    "/topicwire.db",
    "/feeds/../topicwire.db",
    "/feeds/../up.json",
    "/feeds/../../up.json",
    "/../up.json",
    "/feeds/%2e%2e/%2e%2e/up.json",
    "/feeds/..%2f..%2fup.json",
    "/feeds/%2e%2e%2f%2e%2e%2fup.json",
    "/feeds/..%252f..%252fup.json",
    "/feeds/..%5c..%5cup.json",
    "/feeds/%c0%ae%c0%ae%2fup.json",
    "//etc/passwd",
    "/feeds//etc/passwd",
    "/%2fetc%2fpasswd",
    "/feeds/%2fetc%2fpasswd.json",
    "/static/../index.html",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_else_is_there(ask: Asker, path: str):
    """Unknown names and ways out of the folder are answered alike, in words."""
    answer = ask(path)
    assert answer.status == 404
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content == b"Not found. The feeds are listed at /\n"


@pytest.mark.parametrize("host", ["x/../up.json?", "x/../../up.json#", "x/feeds/../../up.json?"])
def test_host_header_chooses_no_file(ask: Asker, host: str):
    """Some frameworks parse the path of a request together with its Host."""
    answer = ask("/", host=host)
    assert b"SECRET" not in answer.content
    assert answer.content in (ask("/").content, b"Invalid host header")


def test_new_bytes_are_served_at_once(beat: Beat, served: Served):
    """No restart after a run: the next question gets the new feed, tag and date."""
    ask = Asker(served.port)
    beat.take_in(strike(1))
    beat.publish()
    for coding in ("identity", "gzip"):
        before = ask(FEED, accept_encoding=coding)
        beat.take_in(strike(1, text=f"Dockers strike, {coding} again."))
        beat.publish()
        after = ask(
            FEED,
            accept_encoding=coding,
            if_none_match=before.headers["ETag"],
            if_modified_since=before.headers["Last-Modified"],
        )
        assert after.status == 200
        assert ask(FEED, accept_encoding=coding, if_modified_since=before.headers["Last-Modified"]).status == 200  # fmt: skip


def test_folder_may_come_later(beat: Beat, served: Served):
    """A server started before the first run answers 404, then the feeds."""
    ask = Asker(served.port)
    assert ask("/").status == 404
    beat.publish()
    assert ask("/").status == 200


def test_runs_as_a_process(beat: Beat):
    """`python -m feeds.server`, as a service starts it: it names itself to nobody and ends on SIGTERM."""
    beat.take_in(strike(1))
    beat.publish()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "feeds.server", "--folder", beat.feeds, "--port", str(port)]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, cwd=root, env=os.environ) as process:
        try:
            answer = _patiently(Asker(port), process)
        finally:
            process.terminate()
        assert process.wait(timeout=10) in (0, -15)
    assert (answer.status, answer.content) == (200, b"ok\n")
    assert "Server" not in answer.headers


def _patiently(ask: Asker, process: subprocess.Popen[bytes]) -> Answer:
    while process.poll() is None:
        try:
            return ask("/health")
        except ConnectionRefusedError:
            time.sleep(0.02)
    raise AssertionError("the server ended before it answered")
