"""Connections that serve one fetch after the other, and credentials that stay where they belong."""

from __future__ import annotations

import logging
import socket
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from extractors.errors import FetchError
from extractors.fetch import addresses
from extractors.fetch.client import Client
from tests.fetch.servers import Server, certified, head, kept, redirect, response

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


def client_for(*servers: Server, names: tuple[str, ...] = (), timeout: float = 5) -> Client:
    """Return a client that may go to *servers*, by number or by any of *names*."""
    allow = {f"{name}:{one.port}" for one in servers for name in ("127.0.0.1", *names)}
    return Client(
        user_agent="topicwire/test", timeout=timeout, max_bytes=1 << 20, allow=frozenset(allow)
    )


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(kept(b"page"), id="page"),
        pytest.param(kept(b"gone" * 1000, status="404 Not Found"), id="error page"),
        pytest.param(kept(b"", status="429 Too Many Requests"), id="no body"),
        pytest.param(head("HTTP/1.1 200 OK", "Content-Length: 1", "X: y") + b"x", id="by hand"),
    ],
)
def test_connection_is_used_again(answer):
    """Fetches of one host need one connection, whatever it answers."""
    with Server({"/": answer}) as server, client_for(server) as client:
        for _ in range(5):
            with suppress(FetchError):
                client.fetch(server.url(), now=NOW)
    assert (server.connects, len(server.requests)) == (1, 5)


def test_redirect_needs_no_second_connection():
    """The short body of a redirect is read, so that its connection carries the next request."""
    moved = kept(b"<p>moved</p>", "Location: /b", status="301 Moved Permanently")
    with Server({"/": moved, "/b": kept(b"b")}) as server, client_for(server) as client:
        assert client.fetch(server.url(), now=NOW).content == b"b"
    assert server.connects == 1


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param(b"x" * 300_000, id="long"),
        pytest.param(b"x", id="never ending"),
    ],
)
def test_unwanted_rest_is_not_waited_for(rest):
    """An error page that is long or slow costs its connection and little time, and changes no answer."""
    start = head("HTTP/1.1 404 Not Found", "Content-Length: 1000000")

    def slow(connection: socket.socket) -> None:
        connection.sendall(start + rest)
        connection.recv(1)

    with Server({"/": slow}) as server, client_for(server, timeout=30) as client:
        started = time.monotonic()
        with pytest.raises(FetchError, match="404") as caught:
            client.fetch(server.url(), now=NOW)
        assert time.monotonic() - started < 10
    assert caught.value.code == "http-404"


def test_connection_closed_meanwhile_is_replaced():
    """A server that closes a kept connection makes no fetch fail: before we write, and just as we write."""

    def answers_once(connection: socket.socket) -> None:
        connection.sendall(kept(b"page"))

    def reads_one_more(connection: socket.socket) -> None:
        connection.sendall(kept(b"page"))
        connection.recv(65536)

    with Server({"/a": answers_once, "/b": reads_one_more}) as server, client_for(server) as client:
        for path in ("/a", "/a", "/a", "/b", "/b", "/b"):
            assert client.fetch(server.url(path), now=NOW).content == b"page"
            time.sleep(0.02)
    assert server.connects == 6


def test_new_connection_is_tried_once():
    """A server that never answers is not asked again and again."""
    with Server({"/": b""}) as server, client_for(server) as client, pytest.raises(FetchError):
        client.fetch(server.url(), now=NOW)
    assert len(server.requests) == 1


def test_kept_connection_obeys_the_deadline_of_its_fetch():
    """A second fetch over the same connection has its own time, and no more of it."""

    def twice(connection: socket.socket) -> None:
        connection.sendall(kept(b"page"))
        connection.recv(65536)
        time.sleep(5)

    with Server({"/": twice}) as server, client_for(server, timeout=0.8) as client:
        client.fetch(server.url(), now=NOW)
        time.sleep(0.5)
        started = time.monotonic()
        with pytest.raises(FetchError) as caught:
            client.fetch(server.url(), now=NOW)
        assert 0.7 < time.monotonic() - started < 3
    assert (caught.value.code, server.connects) == ("timeout", 1)


def test_name_that_turns_private_stays_outside(monkeypatch):
    """A new connection is vetted anew though an earlier one was let through; one kept open is where it was."""
    answers = [["127.0.0.1"], ["127.0.0.1", "10.0.0.1"]]
    monkeypatch.setattr(addresses, "lookup", lambda host, port: answers.pop(0))
    # Only the first answer counts as public.
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    with Server({"/": kept(b"a"), "/last": response(b"b")}) as server:
        client = Client(user_agent="t", timeout=5, max_bytes=100, allow=frozenset())
        with client:
            client.fetch(server.url(host="news.example"), now=NOW)
            client.fetch(server.url("/last", host="news.example"), now=NOW)
            with pytest.raises(FetchError) as caught:
                client.fetch(server.url(host="news.example"), now=NOW)
    assert caught.value.code == "blocked-address"
    assert server.connects == 1


def test_connections_are_not_shared_between_hosts(names):
    """Two names at one address are two hosts."""
    hosts = ("a.example", "b.example")
    with Server({"/": kept(b"a")}) as server, client_for(server, names=hosts) as client:
        for host in ("a.example", "b.example", "A.example"):
            client.fetch(server.url(host=host), now=NOW)
    assert server.connects == 2


def test_encryption_is_agreed_on_once(tmp_path, monkeypatch):
    """Kept connections are encrypted ones, too."""
    context, authority = certified(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    with Server({"/": kept(b"a")}, tls=context) as server, client_for(server) as client:
        for _ in range(3):
            client.fetch(server.url(scheme="https"), now=NOW)
    assert server.connects == 1


def test_threads_share_a_client():
    """Many threads at one host get what they asked for, with no more connections than threads."""
    pages = {f"/{number}": kept(b"%d" % number) for number in range(200)}
    with Server(pages) as server, client_for(server) as client:
        wrong = []

        def work(first: int) -> None:
            wrong.extend(
                number
                for number in range(first, 200, 8)
                if client.fetch(server.url(f"/{number}"), now=NOW).content != b"%d" % number
            )

        threads = [threading.Thread(target=work, args=[first]) for first in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert len(server.requests) == 200
    assert server.connects <= 8


# Headers of a source


SECRET = {"Authorization": "Bearer hunter2", "cookie": "session=hunter2"}


def test_headers_go_to_the_origin_only(names, caplog):
    """Credentials are sent where they are meant for, there after a redirect too, and nowhere else; no log has them."""
    caplog.set_level(logging.DEBUG)
    with Server({}) as other, Server({}) as server:
        back = server.url("/back", host="a.example")
        server.answers |= {"/": redirect("/same"), "/same": redirect(other.url(host="a.example"))}
        other.answers |= {"/": redirect(server.url("/other", host="b.example"))}
        server.answers |= {"/other": redirect(back), "/back": response(status="403 Forbidden")}
        hosts = ("a.example", "b.example")
        with (
            client_for(server, other, names=hosts) as client,
            pytest.raises(FetchError) as caught,
        ):
            client.fetch(server.url(host="a.example"), now=NOW, headers=SECRET)
    sent = [("hunter2" in request, request.split()[1]) for request in server.requests]
    assert sent == [(True, "/"), (True, "/same"), (False, "/other"), (True, "/back")]
    assert ["hunter2" in request for request in other.requests] == [False]
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in caplog.text


def test_headers_do_not_follow_to_another_scheme(names):
    """Encrypted or not makes two origins of one host."""
    with Server({}) as server:
        server.answers["/"] = redirect(server.url(scheme="https"))
        with client_for(server) as client, pytest.raises(FetchError):
            client.fetch(server.url(), now=NOW, headers=SECRET)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "hunter2\r\nX: y"},
        {"Cookie": "hunter2\n"},
        {"Cookie": "hunter2\0"},
        {"Cookie": "hunter2 ж"},
        {"Cookie: x": "hunter2"},
        {"": "hunter2"},
    ],
)
def test_header_that_cannot_be_sent_is_refused(headers):
    """A line break in a secret neither makes a second header nor brings the secret into an error."""
    with (
        Server({}) as server,
        client_for(server) as client,
        pytest.raises(FetchError) as caught,
    ):
        client.fetch(server.url(), now=NOW, headers=headers)
    assert (caught.value.code, caught.value.retryable) == ("bad-header", False)
    assert "hunter2" not in str(caught.value)
    assert server.connects == 0
