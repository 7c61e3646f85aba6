"""What the guarded client lets through and what it refuses, against real servers on loopback."""

from __future__ import annotations

import gzip
import random
import socket
import sys
import threading
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime

import brotli
import pytest
import zstandard

from extractors.errors import FetchError
from extractors.fetch import addresses
from extractors.fetch.addresses import is_public
from extractors.fetch.client import Client
from extractors.models import Http, RawDocument
from tests.fetch.servers import (
    Server,
    certified,
    dripping,
    endless,
    gzip_bomb,
    head,
    redirect,
    response,
    silent,
)

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
LIMIT = 1 << 20
PUBLIC = "93.184.215.14"

#: Every address the process tried to connect to in the running test; `None` outside these tests.
_attempts: list[str] | None = None


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event != "socket.connect" or _attempts is None:
        return
    address = arguments[1][0]  # type: ignore[index]
    _attempts.append(address)
    if address != "127.0.0.1":
        raise OSError("tests do not leave this machine")


sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def attempts(monkeypatch):
    """Return the addresses connected to; any but 127.0.0.1 are written down and kept from happening."""
    made: list[str] = []
    monkeypatch.setattr(sys.modules[__name__], "_attempts", made)
    return made


@pytest.fixture
def resolver(monkeypatch):
    """Return a function that makes the resolver answer a list of answers in turn; it returns what was asked."""

    def play(*answers: list[str] | Exception) -> list[str]:
        left, asked = list(answers), []

        def lookup(host: str, port: int) -> list[str]:
            asked.append(host)
            answer = left.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(addresses, "lookup", lookup)
        return asked

    return play


def fetch(
    url: str, *allow: str, timeout: float = 5, location: str | None = None, max_bytes: int = LIMIT
) -> RawDocument:
    with Client(
        user_agent="topicwire/test", timeout=timeout, max_bytes=max_bytes, allow=frozenset(allow)
    ) as client:
        return client.fetch(url, now=NOW, location=location)


def failure(url: str, *allow: str, timeout: float = 5) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(url, *allow, timeout=timeout)
    return caught.value


def answer_of(answer: object, *, timeout: float = 5) -> RawDocument:
    with Server({"/": answer}) as server:
        return fetch(server.url(), server.host, timeout=timeout)


def failure_of(answer: object, *, timeout: float = 5) -> FetchError:
    with pytest.raises(FetchError) as caught:
        answer_of(answer, timeout=timeout)
    return caught.value


# What comes back


def test_document_is_body_and_facts():
    """A page comes back with its bytes, its header as sent, where it stood and when it was read."""
    page = "<p>Новости</p>".encode("cp1251")
    with Server({"/a?b=1": response(page, "Content-Type: text/html; charset=cp1251")}) as server:
        url = server.url("/a?b=1")
        assert fetch(url + "#part", server.host, location="the ledger's key") == RawDocument(
            content=page,
            location="the ledger's key",
            url=url,
            content_type="text/html; charset=cp1251",
            http=Http(status=200),
            read_at=NOW,
        )


def test_location_is_the_url_as_given():
    """Without a location of its own a document is known by the URL asked for, redirected or not."""
    with Server({"/": redirect("/b"), "/b": response(b"b")}) as server:
        document = fetch(server.url(), server.host)
    assert (document.location, document.url) == (server.url(), server.url("/b"))


def test_request_says_who_asks():
    """The user agent, one coding and the host are sent; nothing from the environment is."""
    with Server({"/": response(b"a")}) as server:
        fetch(server.url(), server.host)
    assert server.requests[0].splitlines() == [
        "GET / HTTP/1.1",
        f"Host: {server.host}",
        "User-Agent: topicwire/test",
        "Accept: */*",
        "Accept-Encoding: gzip, br, zstd",
        "",
    ]


def test_letters_beyond_ascii_are_escaped():
    """An address as a person writes it is fetched as a server expects it."""
    with Server({"/%D5%B0%D5%A1%D5%B5?q=%D0%B6": response(b"a")}) as server:
        assert fetch(server.url("/հայ?q=ж"), server.host).content == b"a"


def test_proxies_of_the_environment_are_ignored(monkeypatch):
    """A proxy would connect on our behalf, past the guard."""
    with Server({"/": response(b"straight")}) as server, Server({}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url())
        monkeypatch.setenv("ALL_PROXY", proxy.url())
        assert fetch(server.url(), server.host).content == b"straight"
    assert proxy.connects == 0


def test_cookies_are_not_kept():
    """What one answer sets is sent neither after its redirect nor in the next fetch."""
    setting = response(b"", "Set-Cookie: a=1; Path=/", "Location: /b", status="302 Found")
    with Server({"/": setting, "/b": response(b"b", "Set-Cookie: c=2")}) as server:
        allow = frozenset({server.host})
        client = Client(user_agent="t", timeout=5, max_bytes=LIMIT, allow=allow)
        client.fetch(server.url(), now=NOW)
        client.fetch(server.url(), now=NOW)
    assert len(server.requests) == 4
    assert not [request for request in server.requests if "cookie" in request.lower()]


def test_connections_are_closed():
    """After a fetch nothing is left open, though the server would keep the connection."""
    closed = threading.Event()

    def keep(connection: socket.socket) -> None:
        connection.sendall(head("HTTP/1.1 200 OK", "Content-Length: 1") + b"a")
        if connection.recv(1) == b"":
            closed.set()

    assert answer_of(keep).content == b"a"
    assert closed.wait(5)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(head("HTTP/1.1 204 No Content"), id="204"),
        pytest.param(response(b""), id="200 and no body"),
        pytest.param(response(b"", "Content-Encoding: gzip"), id="gzip and no body"),
        pytest.param(response(b"", "Content-Encoding: br"), id="brotli and no body"),
        pytest.param(response(b"", "Content-Encoding: zstd"), id="zstd and no body"),
    ],
)
def test_empty_body_is_an_empty_document(answer):
    """That there is nothing on a page is for extraction to say."""
    assert answer_of(answer).content == b""


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(response(b"body"), id="length"),
        pytest.param(
            head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
            + b"3\r\nbod\r\n1;x=y\r\ny\r\n0\r\n\r\n",
            id="chunked",
        ),
        pytest.param(head("HTTP/1.0 200 OK") + b"body", id="until closed"),
        pytest.param(response(b"body", "Content-Encoding: identity"), id="identity"),
        pytest.param(response(gzip.compress(b"body"), "Content-Encoding: gzip"), id="gzip"),
        pytest.param(response(gzip.compress(b"body"), "Content-Encoding: X-GZip"), id="x-gzip"),
        pytest.param(
            response(gzip.compress(b"bo") + gzip.compress(b"dy"), "Content-Encoding: gzip"),
            id="two members",
        ),
        pytest.param(response(brotli.compress(b"body"), "Content-Encoding: br"), id="brotli"),
        pytest.param(response(zstandard.compress(b"body"), "Content-Encoding: zstd"), id="zstd"),
        pytest.param(
            response(
                zstandard.compress(b"bo") + zstandard.compress(b"dy"), "Content-Encoding: zstd"
            ),
            id="two zstd frames",
        ),
        pytest.param(head("HTTP/1.1 100 Continue") + response(b"body"), id="continue first"),
    ],
)
def test_framing_and_coding_come_off(answer):
    """However a body is framed and compressed, the document has the bytes of the page."""
    assert answer_of(answer).content == b"body"


@pytest.mark.parametrize(
    ("coding", "compress"),
    [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstandard.compress)],
)
def test_coding_over_many_reads_is_whole(coding, compress):
    """A page inflates right when what it was packed into comes in pieces."""
    page = random.Random(7).randbytes(200_000) + bytes(500_000)
    sent = response(compress(page), f"Content-Encoding: {coding}")

    def in_pieces(connection: socket.socket) -> None:
        for start in range(0, len(sent), 100):
            connection.sendall(sent[start : start + 100])

    assert answer_of(in_pieces).content == page


def wide_zstd(window_log: int) -> bytes:
    """Return a frame that takes 2 to the power of *window_log* bytes of memory to read."""
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=window_log)
    stream = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return stream.compress(b"a" * 99) + stream.flush()


def test_widest_zstd_window_is_read():
    """8 MB of window is what a server may use (RFC 9659)."""
    assert answer_of(response(wide_zstd(23), "Content-Encoding: zstd")).content == b"a" * 99


# Redirects


def test_redirects_are_followed_to_the_fifth():
    """Five hops of every kind, relative and absolute, end at the page; its address is the one reported."""
    with Server({}) as other, Server({}) as server:
        server.answers |= {
            "/0": redirect("1", "301 Moved Permanently"),
            "/1": redirect("/2?x=y", "302 Found"),
            "/2?x=y": redirect(f"//127.0.0.1:{server.port}/3", "303 See Other"),
            "/3": redirect(other.url("/4"), "307 Temporary Redirect"),
        }
        other.answers |= {"/4": redirect("/5#end", "308 Permanent Redirect"), "/5": response(b"5")}
        document = fetch(server.url("/0"), server.host, other.host)
    assert (document.content, document.url) == (b"5", other.url("/5"))


def test_sixth_redirect_is_refused():
    """A loop ends after six requests."""
    with Server({"/": redirect("/")}) as server:
        error = failure(server.url(), server.host)
    assert (error.code, error.retryable, error.url) == ("redirects", False, server.url())
    assert len(server.requests) == 6


def test_redirect_without_target_is_refused():
    """There is nothing to follow, and the body of a redirect is no article."""
    assert failure_of(response(b"moved", status="302 Found")).code == "redirects"


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://127.1:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f000001:{port}/",
        "http://0177.1:{port}/",
        "http://0:{port}/",
        "http://127。0。0。1:{port}/",
        "//127.0.0.1:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::127.0.0.1]:{port}/",
        "http://[64:ff9b::7f00:1]:{port}/",
        "http://[2002:7f00:1::]:{port}/",
        "https://127.0.0.1:{port}/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_redirect_inside_is_refused_before_connecting(to, attempts):
    """A page outside cannot send us to a service inside, however it spells the address."""
    with Server({"/": response(b"secret")}) as canary, Server({}) as server:
        server.answers["/"] = redirect(to.format(port=canary.port))
        error = failure(server.url(), server.host)
    assert (error.code, error.retryable) == ("blocked-address", False)
    assert canary.connects == 0
    assert attempts == ["127.0.0.1"]


@pytest.mark.parametrize(
    "to",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "javascript:alert(1)",
        "http://user:word@127.0.0.1/",
        r"http://127.0.0.1\@outside.example/",
        "/a b",
        "http://127.0.0.1:99999/",
        "http://[::1",
    ],
)
def test_redirect_to_unfit_url_is_refused(to):
    """A redirect is held to the same rules as the URL asked for."""
    with Server({"/": redirect(to)}) as server:
        assert failure(server.url(), server.host).code == "bad-url"
    assert server.connects == 1


# Who may be connected to


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("93.184.215.14", True),
        ("100.63.255.255", True),
        ("100.128.0.0", True),
        ("172.15.255.255", True),
        ("172.32.0.0", True),
        ("223.255.255.255", True),
        ("0.0.0.0", False),
        ("0.1.2.3", False),
        ("10.0.0.1", False),
        ("100.64.0.0", False),
        ("100.100.100.200", False),
        ("100.127.255.255", False),
        ("127.0.0.1", False),
        ("127.255.255.254", False),
        ("168.63.129.16", False),
        ("169.254.169.254", False),
        ("172.16.0.1", False),
        ("172.31.255.255", False),
        ("192.0.0.192", False),
        ("192.0.2.1", False),
        ("192.88.99.1", False),
        ("192.168.0.1", False),
        ("198.18.0.1", False),
        ("198.19.255.255", False),
        ("198.51.100.7", False),
        ("203.0.113.7", False),
        ("224.0.0.1", False),
        ("239.255.255.250", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("2606:4700:4700::1111", True),
        ("2a00:1450:4001::200e", True),
        ("2001:200::1", True),
        ("::", False),
        ("::1", False),
        ("::127.0.0.1", False),
        ("::8.8.8.8", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", False),
        ("64:ff9b:1::1", False),
        ("100::1", False),
        ("2001::1", False),
        ("2001:2::1", False),
        ("2001:10::1", False),
        ("2001:db8::1", False),
        ("2002:7f00:1::", False),
        ("2002:808:808::", False),
        ("3fff::1", False),
        ("5f00::1", False),
        ("fc00::1", False),
        ("fd00:ec2::254", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("2606:4700::1%eth0", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("ff0e::1", False),
    ],
)
def test_public_addresses(address, expected):
    """Public is what routers of the internet carry to one machine, and nothing that wraps another address."""
    assert is_public(address) is expected


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "LOCALHOST", "127.1", "2130706433", "0x7f.1", "0177.1", "[::1]"],
)
def test_private_address_is_refused_before_connecting(host, attempts):
    """An address inside is not fetched, however it is spelled."""
    with Server({"/": response(b"secret")}) as canary:
        error = failure(canary.url(host=host))
    assert (error.code, error.retryable) == ("blocked-address", False)
    assert canary.connects == 0
    assert attempts == []


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param(["127.0.0.1"], id="private"),
        pytest.param([PUBLIC, "127.0.0.1"], id="public first"),
        pytest.param(["127.0.0.1", PUBLIC], id="private first"),
        pytest.param([PUBLIC, "::1"], id="the other family"),
        pytest.param([PUBLIC, "fe80::1%lo"], id="scoped"),
    ],
)
def test_name_with_a_private_answer_is_refused(answers, resolver, attempts):
    """One bad answer among good ones is enough, in any place."""
    resolver(answers)
    with Server({"/": response(b"secret")}) as canary:
        assert failure(canary.url(host="news.example")).code == "blocked-address"
    assert canary.connects == 0
    assert attempts == []


def test_rebinding_finds_no_gap(resolver, attempts):
    """The name is asked for once, and what it was then is what is connected to."""
    asked = resolver([PUBLIC], ["127.0.0.1"])
    with Server({"/": response(b"secret")}) as canary:
        failure(canary.url(host="news.example"))
    assert asked == ["news.example"]
    assert attempts == [PUBLIC]
    assert canary.connects == 0


def test_rebinding_between_redirects_is_refused(resolver, attempts):
    """A name that was excused for one port is vetted for another."""
    resolver(["127.0.0.1"], ["127.0.0.1"])
    with Server({"/": response(b"secret")}) as canary, Server({}) as server:
        server.answers["/"] = redirect(canary.url(host="news.example"))
        error = failure(server.url(host="news.example"), f"news.example:{server.port}")
    assert error.code == "blocked-address"
    assert canary.connects == 0


def test_next_address_is_tried(resolver, attempts):
    """A host with several addresses is reached if one of them answers."""
    resolver([PUBLIC, "127.0.0.1"])
    with Server({"/": response(b"a")}) as server:
        url = server.url(host="news.example")
        assert fetch(url, f"news.example:{server.port}").content == b"a"
    assert attempts == [PUBLIC, "127.0.0.1"]


@pytest.mark.parametrize(
    ("host", "allowed", "expected"),
    [
        ("127.0.0.1", "127.0.0.1:{port}", True),
        ("localhost", "LocalHost:{port}", True),
        ("LOCALHOST", "localhost:{port}", True),
        ("localhost", "127.0.0.1:{port}", False),
        ("127.1", "127.0.0.1:{port}", False),
        ("127.0.0.1", "localhost:{port}", False),
        ("127.0.0.1", "127.0.0.1", False),
        ("127.0.0.1", "127.0.0.1:80", False),
        ("127.0.0.1", "*:{port}", False),
        ("a.localhost", "localhost:{port}", False),
    ],
)
def test_exceptions_are_exact(host, allowed, expected, resolver):
    """An exception is for one host, as written, and one port."""
    resolver(["127.0.0.1"])
    with Server({"/": response(b"a")}) as server:
        arguments = (server.url(host=host), allowed.format(port=server.port))
        if expected:
            assert fetch(*arguments).content == b"a"
        else:
            assert failure(*arguments).code == "blocked-address"
            assert server.connects == 0


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/path",
        "news.example",
        "//news.example/",
        "http:",
        "http://",
        "http:///path",
        "http:news.example",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "ftp://news.example/",
        "gopher://news.example/",
        "ws://news.example/",
        "data:text/html,a",
        "javascript:alert(1)",
        "http://user@news.example/",
        "http://user:word@news.example/",
        "http://@news.example/",
        r"http://127.0.0.1\@news.example/",
        r"http:\\news.example/",
        "http://news.example/a b",
        " http://news.example/",
        "http://news.example/\n",
        "http://news.example/\r\nX: y",
        "http://news.example/\x00",
        "http://news.example/\u2028",
        "http://news.example/\udc80",
        "http://news%2eexample/",
        "http://127.0.0.1%00.example/",
        "http://0177.0.0.1/",
        "http://１２７.0.0.1/",
        "http://[::1/",
        "http://[fe80::1%25lo]/",
        "http://news.example:0/",
        "http://news.example:65536/",
        "http://news.example:-1/",
        "http://news.example:port/",
        "http://" + "a" * 70_000 + "/",
    ],
    ids=lambda url: ascii(url[:40]),
)
def test_unfit_url_is_refused(url, resolver, attempts):
    """What parsers may read in two ways, or nobody should fetch, is refused before anything is asked or opened."""
    asked = resolver()
    error = failure(url)
    assert (error.code, error.retryable) == ("bad-url", False)
    assert (asked, attempts) == ([], [])


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://user:hunter2@news.example/a", "http://news.example/a"),
        ("http://user:hunter/2@news.example/a", "http://news.example/a"),
        (r"http:\\user:hunter2@news.example", "http:??news.example"),
        ("http://user:hunter 2@news.example/\r\na", "http://news.example/??a"),
    ],
)
def test_refused_url_is_shown_without_secrets(url, shown):
    """A password in an address reaches no log, and neither does a line break."""
    error = failure(url)
    assert (error.url, error.code) == (shown, "bad-url")
    assert "hunter" not in str(error)


# Names and encryption


@pytest.mark.parametrize(
    ("answer", "retryable"),
    [
        pytest.param(socket.gaierror(socket.EAI_NONAME, "not known"), False, id="no such name"),
        pytest.param(socket.gaierror(socket.EAI_AGAIN, "try later"), True, id="resolver away"),
        pytest.param([], True, id="no address"),
    ],
)
def test_unresolved_name(answer, retryable, resolver):
    """A name nobody knows is final; a resolver that fails may work later."""
    resolver(answer)
    error = failure("http://news.example/")
    assert (error.code, error.retryable) == ("dns", retryable)


@pytest.mark.parametrize("host", ["a..b", "a" * 64 + ".example"], ids=["empty label", "long label"])
def test_name_that_cannot_be_is_unresolved(host):
    """Names outside DNS's own limits end as names nobody knows."""
    assert failure(f"http://{host}/").code == "dns"


def test_slow_resolver_ends_at_the_deadline(monkeypatch):
    """The time for a fetch includes the time for its name."""
    monkeypatch.setattr(addresses, "lookup", lambda host, port: time.sleep(5))
    assert_ends(lambda: failure("http://news.example/", timeout=0.3), 0.3)


def test_bug_in_the_lookup_is_not_hidden(resolver):
    """Only what the world causes becomes a FetchError."""
    resolver(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        fetch("http://news.example/")


@pytest.mark.parametrize(
    ("certificate", "trusted", "code"),
    [
        pytest.param("news.example", True, None, id="right"),
        pytest.param("127.0.0.1", True, "tls", id="the address instead of the name"),
        pytest.param("other.example", True, "tls", id="another name"),
        pytest.param("news.example", False, "tls", id="unknown authority"),
    ],
)
def test_certificate_is_for_the_name(
    certificate, trusted, code, tmp_path, monkeypatch, resolver, attempts
):
    """Though an address is connected to, the name in the URL is what the server has to prove."""
    context, authority = certified(tmp_path, certificate)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    names = []
    context.sni_callback = lambda connection, name, _: names.append(name)
    resolver(["127.0.0.1"])
    with Server({"/": response(b"a")}, tls=context) as server:
        url, allowed = (
            server.url(host="news.example", scheme="https"),
            f"news.example:{server.port}",
        )
        if code is None:
            assert fetch(url, allowed).content == b"a"
        else:
            assert failure(url, allowed).code == code
            assert server.requests == []
    assert (names, attempts) == (["news.example"], ["127.0.0.1"])


def test_plain_http_on_a_tls_port():
    """A server that does not speak TLS is reported as that."""
    with Server({}) as server:
        assert failure(server.url(scheme="https"), server.host).code == "tls"


# Limits


def assert_ends(action, seconds: float) -> None:
    """The action ends in `timeout` at its deadline: not before, and well before a second round of it."""
    start = time.monotonic()
    error = action()
    took = time.monotonic() - start
    assert (error.code, error.retryable) == ("timeout", True)
    assert seconds * 0.9 <= took < seconds + 2


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(silent, id="silence"),
        pytest.param(dripping(response(b"a", *["X: y"] * 100)), id="headers drip"),
        pytest.param(dripping(head("HTTP/1.1 100 Continue") * 9), id="continues drip"),
        pytest.param(endless(b"", head("HTTP/1.1 103 Early Hints")), id="endless hints"),
    ],
)
def test_answer_that_never_starts_ends_at_the_deadline(answer):
    """Each byte a server sends does not buy it more time."""
    assert_ends(lambda: failure_of(answer, timeout=0.3), 0.3)


def test_dripping_body_ends_at_the_deadline():
    """A body of one byte at a time is given up after the time for the whole fetch."""

    def drip(connection: socket.socket) -> None:
        connection.sendall(head("HTTP/1.1 200 OK", "Content-Length: 1000"))
        dripping(b"x" * 1000)(connection)

    assert_ends(lambda: failure_of(drip, timeout=1), 1)


def test_slow_redirects_share_one_deadline():
    """A chain does not get its time anew at each hop."""

    def slowly(connection: socket.socket) -> None:
        time.sleep(0.1)
        connection.sendall(redirect("/"))

    assert_ends(lambda: failure_of(slowly, timeout=0.3), 0.3)


def test_silent_handshake_ends_at_the_deadline():
    """Encryption that is never agreed on ends with the fetch's time."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        assert_ends(lambda: failure(f"https://{host}/", host, timeout=0.3), 0.3)


def test_encrypted_drip_ends_at_the_deadline(tmp_path, monkeypatch):
    """Encryption does not hide a drip from the clock."""
    context, authority = certified(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    with Server({"/": dripping(response(b"x" * 200))}, tls=context) as server:
        url = server.url(scheme="https")
        assert_ends(lambda: failure(url, server.host, timeout=0.3), 0.3)


BIG = 30 << 20


def unannounced(size: int) -> Iterator[bytes]:
    yield head("HTTP/1.0 200 OK")
    for _ in range(size >> 16):
        yield b"x" * 65536


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(head("HTTP/1.1 200 OK", f"Content-Length: {BIG}"), id="30 MB announced"),
        pytest.param(
            lambda connection: [connection.sendall(part) for part in unannounced(BIG)],
            id="30 MB unannounced",
        ),
        pytest.param(endless(head("HTTP/1.0 200 OK"), b"x" * 65536), id="endless"),
        pytest.param(
            endless(
                head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked"),
                b"4000\r\n" + b"x" * 0x4000 + b"\r\n",
            ),
            id="endless chunks",
        ),
        pytest.param(response(gzip_bomb(100), "Content-Encoding: gzip"), id="gzip bomb"),
        pytest.param(
            response(brotli.compress(bytes(100_000_000), quality=1), "Content-Encoding: br"),
            id="brotli bomb",
        ),
        pytest.param(
            response(zstandard.compress(bytes(100_000_000)), "Content-Encoding: zstd"),
            id="zstd bomb",
        ),
        pytest.param(
            endless(
                head("HTTP/1.0 200 OK", "Content-Encoding: zstd"), zstandard.compress(b"") * 1000
            ),
            id="endless empty zstd frames",
        ),
        pytest.param(
            response(gzip_bomb(1) + gzip_bomb(1), "Content-Encoding: gzip"), id="two half bombs"
        ),
        pytest.param(
            endless(head("HTTP/1.0 200 OK", "Content-Encoding: gzip"), gzip.compress(b"") * 1000),
            id="endless empty gzip members",
        ),
    ],
)
def test_too_large_is_refused(answer):
    """Neither what is sent nor what it inflates to is taken beyond the limit, nor held in memory much beyond it."""
    tracemalloc.start()
    try:
        error = failure_of(answer)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (error.code, error.retryable) == ("too-large", False)
    assert "1,048,576 bytes" in error.reason
    assert peak < 4 * LIMIT


def test_limit_itself_is_allowed():
    """A body of exactly the limit is a document, plain or inflated."""
    assert len(answer_of(response(b"x" * LIMIT)).content) == LIMIT
    assert len(answer_of(response(gzip_bomb(1), "Content-Encoding: gzip")).content) == LIMIT


@pytest.mark.parametrize(
    ("answer", "code", "retryable"),
    [
        pytest.param(
            response(gzip.compress(gzip.compress(b"a")), "Content-Encoding: gzip, gzip"),
            "encoding",
            False,
            id="double gzip",
        ),
        pytest.param(
            response(b"a", "Content-Encoding: gzip", "Content-Encoding: gzip"),
            "encoding",
            False,
            id="double gzip in two headers",
        ),
        pytest.param(response(b"a", "Content-Encoding: lzma"), "encoding", False, id="lzma"),
        pytest.param(response(b"a" * 9, "Content-Encoding: zstd"), "encoding", False, id="no zstd"),
        pytest.param(
            response(zstandard.compress(b"abc" * 99)[:-3], "Content-Encoding: zstd"),
            "encoding",
            True,
            id="truncated zstd",
        ),
        pytest.param(
            response(wide_zstd(24), "Content-Encoding: zstd"),
            "encoding",
            False,
            id="zstd that wants 16 MB of window",
        ),
        pytest.param(
            response(b"<html><body>", "Content-Encoding: br"), "encoding", False, id="no brotli"
        ),
        pytest.param(
            response(brotli.compress(b"a") + b"rest", "Content-Encoding: br"),
            "encoding",
            False,
            id="brotli and more",
        ),
        pytest.param(
            response(brotli.compress(b"abc" * 99)[:-3], "Content-Encoding: br"),
            "encoding",
            True,
            id="truncated brotli",
        ),
        pytest.param(response(b"plain", "Content-Encoding: gzip"), "encoding", False, id="no gzip"),
        pytest.param(
            response(gzip.compress(b"a") + b"rest", "Content-Encoding: gzip"),
            "encoding",
            False,
            id="gzip and more",
        ),
        pytest.param(
            response(gzip.compress(b"a" * 999)[:-9], "Content-Encoding: gzip"),
            "encoding",
            True,
            id="truncated gzip",
        ),
        pytest.param(
            response(gzip.compress(b"a" * 999)[:-4], "Content-Encoding: gzip"),
            "encoding",
            True,
            id="gzip without its length",
        ),
        pytest.param(response(b"a" * 99)[:-9], "connection", True, id="truncated body"),
        pytest.param(
            head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + b"5\r\nabcde\r\n",
            "connection",
            True,
            id="truncated chunks",
        ),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: y", "connection", True, id="truncated headers"),
        pytest.param(b"", "connection", True, id="nothing"),
        pytest.param(b"220 mail.example ESMTP\r\n", "connection", True, id="not HTTP"),
        pytest.param(
            response(b"a", "X: " + "y" * 200_000), "connection", True, id="200 kB of headers"
        ),
        pytest.param(
            endless(head("HTTP/1.1 200 OK")[:-2], b"X: y\r\n" * 1000),
            "connection",
            True,
            id="endless headers",
        ),
        pytest.param(
            head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + b"zz\r\nabc",
            "connection",
            True,
            id="chunks without a length",
        ),
        pytest.param(
            response(b"a", "Content-Length: 2"), "connection", True, id="two lengths that disagree"
        ),
    ],
)
def test_damaged_answer_is_refused(answer, code, retryable):
    """A body that is not whole is never taken for one that is."""
    error = failure_of(answer)
    assert (error.code, error.retryable) == (code, retryable)


# Statuses and sentences


@pytest.mark.parametrize(
    ("status", "retryable"),
    [
        ("206 Partial Content", False),
        ("300 Multiple Choices", False),
        ("304 Not Modified", False),
        ("400 Bad Request", False),
        ("401 Unauthorized", False),
        ("403 Forbidden", False),
        ("404 Not Found", False),
        ("408 Request Timeout", True),
        ("410 Gone", False),
        ("425 Too Early", True),
        ("429 Too Many Requests", True),
        ("451 Unavailable For Legal Reasons", False),
        ("500 Internal Server Error", True),
        ("503 Service Unavailable", True),
        ("599 Odd", True),
    ],
)
def test_status_decides_retry(status, retryable):
    """Only answers that may change are worth another try."""
    error = failure_of(response(b"sorry", status=status))
    assert (error.code, error.retryable) == (f"http-{status[:3]}", retryable)


def test_payment_required():
    """The one status that says paywall gets its own word to filter by."""
    error = failure_of(response(b"pay", status="402 Payment Required"))
    assert (error.code, error.retryable) == ("paywalled", False)


def test_refused_connection():
    """A port where nobody listens is a failure that may pass."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host = f"127.0.0.1:{listener.getsockname()[1]}"
    error = failure(f"http://{host}/", host)
    assert (error.code, error.retryable) == ("connection", True)
    assert str(error) == (
        f"The connection to 127.0.0.1 failed ([Errno 111] Connection refused): http://{host}/"
    )


def test_reset_connection():
    """A connection cut in the middle of a body is a failure that may pass."""

    def reset(connection: socket.socket) -> None:
        connection.sendall(head("HTTP/1.1 200 OK", "Content-Length: 9") + b"x")
        linger = b"\1\0\0\0\0\0\0\0"
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)

    error = failure_of(reset)
    assert (error.code, error.retryable) == ("connection", True)


def test_reason_names_the_host_that_failed():
    """After a redirect the error is about the URL asked for, and says who answered."""
    with Server({"/": response(status="404 Not Found")}) as other, Server({}) as server:
        server.answers["/"] = redirect(other.url(host="localhost"))
        error = failure(server.url(), server.host, f"localhost:{other.port}")
    assert str(error) == f"localhost answered 404 (Not Found): {server.url()}"
