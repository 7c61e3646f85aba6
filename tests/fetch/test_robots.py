"""What a site's robots.txt allows: read over HTTP, at a client's pace, once a day."""

from __future__ import annotations

import gzip
import random
import threading
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from extractors.errors import FetchError
from extractors.fetch.client import Client, Manners
from extractors.fetch.pace import Pace
from extractors.fetch.refusal import Refusal
from extractors.fetch.robots import MAX_BYTES, Robots, RobotsRecord
from tests.fetch.servers import Server, endless, head, kept, redirect, response

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
PAGE = kept(b"page")
CLOSED = b"User-agent: *\nDisallow: /"


def manners(*records: RobotsRecord, delay: float = 0) -> Manners:
    return Manners(Pace(delay, chance=random.Random(1)), Robots(records))


def client_for(*servers: Server, behaving: Manners, names: tuple[str, ...] = ()) -> Client:
    allow = {f"{name}:{one.port}" for one in servers for name in ("127.0.0.1", *names)}
    return Client(
        user_agent="topicwire/test",
        timeout=2,
        max_bytes=1000,
        allow=frozenset(allow),
        manners=behaving,
    )


def outcome(robots: object, path: str = "/") -> str:
    """Return `allowed`, or the code of the refusal, where a site answers *robots* for its robots.txt."""
    with (
        Server({path: PAGE, "/robots.txt": robots}) as server,
        client_for(server, behaving=manners()) as client,
    ):
        try:
            assert client.fetch(server.url(path), now=NOW).content == b"page"
        except FetchError as error:
            found = error
        else:
            return "allowed"
    assert len(server.requests) == 1
    assert found.retryable == (found.code == "robots-unknown")
    return found.code


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(kept(CLOSED), "robots", id="closed"),
        pytest.param(kept(b""), "allowed", id="empty"),
        pytest.param(kept(b"<html>no rules here</html>"), "allowed", id="a page"),
        pytest.param(kept(bytes(range(256)) * 9), "allowed", id="no text"),
        pytest.param(kept(b"\xef\xbb\xbf" + CLOSED), "robots", id="byte order mark"),
        pytest.param(kept(b"# \xff\n" + CLOSED), "robots", id="not UTF-8"),
        pytest.param(
            kept(gzip.compress(CLOSED), "Content-Encoding: gzip"), "robots", id="compressed"
        ),
        pytest.param(kept(CLOSED, status="203 Altered"), "robots", id="203"),
        *(
            pytest.param(kept(CLOSED, status=f"{status} Such"), "allowed", id=str(status))
            for status in (400, 401, 403, 404, 410, 451)
        ),
        *(
            pytest.param(kept(b"", status=f"{status} Such"), "robots-unknown", id=str(status))
            for status in (429, 500, 502, 503, 599)
        ),
        pytest.param(b"", "robots-unknown", id="no answer"),
        pytest.param(b"220 mail.example ESMTP\r\n", "robots-unknown", id="not HTTP"),
        pytest.param(response(b"a" * 9)[:-3], "robots-unknown", id="cut short"),
        pytest.param(kept(b"a", "Content-Encoding: gzip"), "robots-unknown", id="no gzip"),
        pytest.param(
            kept(b"", "Location: http://10.0.0.1/robots.txt", status="302 Found"),
            "robots-unknown",
            id="redirects inside",
        ),
    ],
)
def test_answer_for_robots_txt(answer, expected):
    """Rules are followed, none allow everything, and where it cannot be said nothing is fetched (RFC 9309, 2.3.1)."""
    assert outcome(answer) == expected


@pytest.mark.parametrize(
    ("body", "path", "expected"),
    [
        ("User-agent: topicwire\nDisallow: /a", "/a", "robots"),
        ("User-agent: TopicWire\nDisallow: /a", "/a/b", "robots"),
        ("User-agent: topicwire\nDisallow: /a", "/b", "allowed"),
        ("User-agent: *\nDisallow: /\n\nUser-agent: topicwire\nAllow: /", "/a", "allowed"),
        ("User-agent: otherbot\nDisallow: /", "/a", "allowed"),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b", "allowed"),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", "robots"),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", "robots"),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?b", "allowed"),
        ("User-agent: *\nDisallow: /нет", "/%D0%BD%D0%B5%D1%82", "robots"),
    ],
)
def test_rules(body, path, expected):
    """The group that names us counts, else that for all; the longest rule wins, wildcards work."""
    assert outcome(kept(body.encode()), path) == expected


def test_end_of_a_large_robots_txt_is_not_read():
    """512 KiB are; what stands there counts."""
    start = b"User-agent: *\nDisallow: /first\n" + b"#" * MAX_BYTES + b"\nDisallow: /last\n"
    assert outcome(endless(head("HTTP/1.0 200 OK") + start, b"x" * 9999), "/first") == "robots"
    assert outcome(response(start), "/last") == "allowed"
    assert outcome(response(gzip.compress(start), "Content-Encoding: gzip"), "/first") == "robots"


@pytest.mark.parametrize(("hops", "expected"), [(5, "robots"), (6, "allowed")])
def test_redirects_of_robots_txt(hops, expected, names):
    """Five are followed, to other hosts too, and the rules are those of the site asked; one more, and there are none."""
    with Server({"/": PAGE}) as server:
        places = ["/robots.txt", *(f"/{number}" for number in range(hops))]
        for number, (here, there) in enumerate(pairwise(places)):
            host = "a.example" if number % 2 else "127.0.0.1"
            server.answers[here] = redirect(server.url(there, host=host))
        server.answers[places[-1]] = kept(CLOSED)
        with client_for(server, behaving=manners(), names=("a.example",)) as client:
            try:
                client.fetch(server.url(), now=NOW)
                found = "allowed"
            except FetchError as error:
                found = error.code
    assert found == expected


def test_every_hop_is_asked_about(names):
    """A redirect to what its site forbids is not followed there."""
    with Server({"/robots.txt": kept(CLOSED), "/": PAGE}) as shut, Server({}) as server:
        server.answers |= {"/robots.txt": kept(b""), "/": redirect(shut.url())}
        with (
            client_for(server, shut, behaving=manners()) as client,
            pytest.raises(FetchError) as caught,
        ):
            client.fetch(server.url(), now=NOW)
    assert (caught.value.code, caught.value.retryable) == ("robots", False)
    assert caught.value.url == server.url()
    assert [request.split()[1] for request in shut.requests] == ["/robots.txt"]


def test_address_inside_is_told_as_that():
    """Neither the page nor the robots.txt of a host inside is asked for, and the error says why."""
    with Server({}) as canary:
        client = Client(
            user_agent="t", timeout=2, max_bytes=9, allow=frozenset(), manners=manners()
        )
        with pytest.raises(FetchError) as caught:
            client.fetch(canary.url(), now=NOW)
    assert (caught.value.code, caught.value.retryable) == ("blocked-address", False)
    assert canary.connects == 0


def test_credentials_are_not_for_robots_txt():
    """It is public; the source's headers are for its pages."""
    with (
        Server({"/robots.txt": kept(b""), "/": PAGE}) as server,
        client_for(server, behaving=manners()) as client,
    ):
        client.fetch(server.url(), now=NOW, headers={"Cookie": "hunter2"})
    assert ["hunter2" in request for request in server.requests] == [False, True]


@pytest.mark.parametrize(
    ("answer", "later", "asked"),
    [
        pytest.param(kept(b""), timedelta(hours=23, minutes=59), 1, id="rules within a day"),
        pytest.param(kept(b""), timedelta(hours=24), 2, id="rules after a day"),
        pytest.param(kept(b"", status="404 No"), timedelta(hours=23), 1, id="none within a day"),
        pytest.param(kept(b"", status="500 No"), timedelta(minutes=4), 1, id="failure at once"),
        pytest.param(kept(b"", status="500 No"), timedelta(minutes=5), 2, id="failure later"),
        pytest.param(b"", timedelta(minutes=5), 2, id="silence later"),
    ],
)
def test_robots_txt_is_kept(answer, later, asked):
    """Rules hold for a day, a failure for five minutes; the next process goes on with what this one learnt."""
    with Server({"/robots.txt": answer, "/": PAGE}) as server:
        learnt: tuple[RobotsRecord, ...] = ()
        for now in (NOW, NOW + later):
            behaving = manners(*learnt)
            with client_for(server, behaving=behaving) as client:
                for _ in range(2):
                    with suppress(FetchError):
                        client.fetch(server.url(), now=now)
            learnt = behaving.robots.records()
    requests = [request.split()[1] for request in server.requests]
    assert requests.count("/robots.txt") == asked


def test_records_say_what_came():
    """What is handed to the store: origin, status, body and when."""
    behaving = manners()
    with (
        Server({"/robots.txt": kept(CLOSED)}) as server,
        client_for(server, behaving=behaving) as client,
        pytest.raises(FetchError),
    ):
        client.fetch(server.url(), now=NOW)
    with client_for(server, behaving=behaving) as client, pytest.raises(FetchError) as caught:
        client.fetch(server.url(scheme="https"), now=NOW)
    assert "Connection refused" in caught.value.reason
    shut, away = behaving.robots.records()
    assert shut == RobotsRecord(
        origin=f"http://{server.host}",
        status=200,
        body=CLOSED,
        fetched=NOW,
    )
    assert replace(away, reason=None) == RobotsRecord(
        origin=f"https://{server.host}", status=None, body=b"", fetched=NOW
    )


def test_threads_ask_once():
    """Of many threads that need the rules of one site one asks, the others wait for it."""
    robots = Robots()
    asked = []
    shut = RobotsRecord(origin="https://a.example", status=200, body=CLOSED, fetched=NOW)
    refused = []

    def ask() -> RobotsRecord:
        asked.append(1)
        time.sleep(0.1)
        return shut

    def work() -> None:
        try:
            robots.crawl_delay(shut.origin, "/", now=NOW, ask=ask)
        except Refusal as refusal:
            refused.append(refusal.code)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(asked), refused) == (1, ["robots"] * 8)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("7", 7), ("0.5", 0.5), ("-1", 0), ("nan", 0), ("soon", 0), ("1e9", 1e9)],
)
def test_crawl_delay(written, seconds):
    """What the site asks for, where it can be read."""
    body = f"User-agent: topicwire\nCrawl-delay: {written}\nDisallow: /a".encode()
    record = RobotsRecord(origin="https://a.example", status=200, body=body, fetched=NOW)
    robots = Robots([record], user_agent="topicwire/1.0 (+https://a.example)")
    assert robots.crawl_delay(record.origin, "/", now=NOW, ask=lambda: record) == seconds


def test_crawl_delay_slows_the_host():
    """A site that wants longer pauses than ours gets them; robots.txt itself is in step, too."""
    behaving = manners(delay=0.01)
    times = []

    def page(connection) -> None:
        times.append(time.monotonic())
        connection.sendall(PAGE)

    def rules(connection) -> None:
        times.append(time.monotonic())
        connection.sendall(kept(b"User-agent: *\nCrawl-delay: 0.2"))

    with (
        Server({"/robots.txt": rules, "/": page}) as server,
        client_for(server, behaving=behaving) as client,
    ):
        client.fetch(server.url(), now=NOW)
        client.fetch(server.url(), now=NOW)
    assert len(times) == 3
    assert min(after - before for before, after in pairwise(times)) > 0.19


def test_waiting_is_not_the_time_of_the_fetch():
    """A turn that comes late, and a slow robots.txt, leave a fetch all of its time."""

    def slowly(answer: bytes):
        def send(connection) -> None:
            time.sleep(0.15)
            connection.sendall(answer)

        return send

    answers = {"/robots.txt": slowly(kept(b"")), "/": slowly(redirect("/b")), "/b": PAGE}
    with Server(answers) as server:
        behaving = manners(delay=0.6)
        allow = frozenset({server.host})
        client = Client(user_agent="t", timeout=1, max_bytes=9, allow=allow, manners=behaving)
        with client:
            assert client.fetch(server.url(), now=NOW).content == b"page"


def test_busy_host_is_left_alone():
    """After a 429 with Retry-After the next fetch there is refused without a request, other hosts are not."""
    busy = kept(b"", "Retry-After: 600", status="429 Too Many Requests")
    with Server({"/robots.txt": kept(b""), "/": busy, "/b": PAGE}) as server:
        behaving = manners(delay=0.01)
        with client_for(server, behaving=behaving) as client:
            with pytest.raises(FetchError, match="429"):
                client.fetch(server.url(), now=NOW)
            with pytest.raises(FetchError) as caught:
                client.fetch(server.url("/b"), now=NOW)
    assert (caught.value.code, caught.value.retryable) == ("paused", True)
    assert caught.value.retry_after is not None
    assert 500 < caught.value.retry_after <= 600
    assert len(server.requests) == 2
