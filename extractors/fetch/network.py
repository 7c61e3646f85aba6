"""
Speaks HTTP with vetted addresses until a deadline. The only importer of httpcore.

The guard is where connections are opened: what was vetted is what is connected to, so that neither a redirect nor a
name with a new address at each question finds a gap. httpcore and not `httpx.Client`, because that brings what would
have to be turned off (proxies from the environment, redirects, cookies, unbounded inflation) and knows no total time.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore

from extractors.fetch import addresses
from extractors.fetch.refusal import Refusal

#: Servers of news sites keep a quiet connection for some 5 to 75 seconds.
_KEPT_SECONDS = 30
#: Quiet connections, all hosts together; a process may have 1,024 files open on most machines.
_KEPT = 100
#: What is read of an answer that nobody wants, so that its connection can carry the next one: an error page, mostly.
_REST_BYTES = 64 << 10
_REST_SECONDS = 0.2


class Deadline:
    """The time one fetch has. It runs only while the fetch is in `Network.get`, not while it waits for its turn."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._left = seconds
        self._end: float | None = None

    @contextmanager
    def running(self, *, at_most: float | None = None) -> Iterator[None]:
        """Let the time run inside; *at_most* so many seconds of it, and what is saved there is kept."""
        outside = self._end
        left = self._left if outside is None else outside - time.monotonic()
        started = time.monotonic()
        self._end = started + (left if at_most is None else min(left, at_most))
        try:
            yield
        finally:
            self._end = outside
            self._left = left - (time.monotonic() - started)

    def left(self) -> float:
        """Return the seconds left, more than 0; raise httpcore's TimeoutException when there are none."""
        left = self._left if self._end is None else self._end - time.monotonic()
        if left <= 0:
            raise httpcore.TimeoutException("the time for the whole fetch is used up")
        return left


class _Exchange:
    """One request, and whether anything of its answer has come."""

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline
        self.is_answered = False


#: The request that this thread is at: connections outlive a fetch, and obey the deadline of the one that uses them.
_current: ContextVar[_Exchange] = ContextVar("_current")


class Network:
    """Connections, kept for the next request to the same scheme, host and port. `allow` is as in `Client`."""

    def __init__(self, *, allow: frozenset[str], tls: ssl.SSLContext) -> None:
        self._tls = tls
        self._guard = _Guard(allow=allow)
        self._kept = _Kept()

    def close(self) -> None:
        """Close the connections that nobody uses, and each other one as soon as its answer is read."""
        self._kept.close()

    @contextmanager
    def get(
        self,
        *,
        scheme: bytes,
        host: bytes,
        port: int | None,
        target: bytes,
        headers: Sequence[tuple[bytes, bytes]],
        deadline: Deadline,
    ) -> Iterator[httpcore.Response]:
        """
        Open the answer to one GET; its body is read inside the `with`. The URL comes in parts, so that it is
        parsed once only, by the caller.

        Raises:
            Refusal: with code `blocked-address`, `dns`, `tls`, `connection` or `timeout`.
        """
        url = httpcore.URL(scheme=scheme, host=host, port=port, target=target)
        name = host.decode("ascii")
        outer = _current.set(_Exchange(deadline))
        try:
            with deadline.running():
                connection, response = self._answer(httpcore.Request("GET", url, headers=headers))
                try:
                    yield response
                finally:
                    response.close()
                    self._kept.put(_key(url), connection)
        except httpcore.TimeoutException as error:
            why = f"{name} did not finish answering within {deadline.seconds:g} seconds"
            raise Refusal("timeout", why, retryable=True) from error
        except httpcore.NetworkError as error:
            why = f"The connection to {name} failed ({error})"
            raise Refusal("connection", why, retryable=True) from error
        except httpcore.RemoteProtocolError as error:
            # The library's words stay in the chained error: they may quote kilobytes of the answer.
            why = f"{name} broke off its answer, or it was not HTTP"
            raise Refusal("connection", why, retryable=True) from error
        finally:
            _current.reset(outer)

    def _answer(
        self, request: httpcore.Request
    ) -> tuple[httpcore.HTTPConnection, httpcore.Response]:
        """Return the answer to *request*, its body still to be read, and the connection it comes over."""
        deadline = _current.get().deadline
        while True:
            kept = self._kept.take(_key(request.url))
            connection = kept or httpcore.HTTPConnection(
                origin=request.url.origin,
                ssl_context=self._tls,
                keepalive_expiry=_KEPT_SECONDS,
                network_backend=self._guard,
            )
            exchange = _Exchange(deadline)
            _current.set(exchange)
            try:
                return connection, connection.handle_request(request)
            except (httpcore.ReadError, httpcore.RemoteProtocolError):
                # The server closed a kept connection just as we used it. Each try takes one away, so that at last a
                # new one is opened.
                if not kept or exchange.is_answered:
                    raise


_Key = tuple[bytes, bytes, int]


def _key(url: httpcore.URL) -> _Key:
    return url.origin.scheme, url.origin.host, url.origin.port


class _Kept:
    """
    Connections that wait for another request.

    httpcore's own pool looks at each of them twice for every request, which with fifty takes as long as the fetch.
    """

    def __init__(self) -> None:
        #: The origin that was used longest ago first, and so with the connections of each.
        self._idle: dict[_Key, list[httpcore.HTTPConnection]] = {}
        self._count = 0
        self._is_closed = False
        self._lock = threading.Lock()

    def take(self, key: _Key) -> httpcore.HTTPConnection | None:
        """Return a connection to *key* that seems to be open, which is the caller's now."""
        while True:
            with self._lock:
                waiting = self._idle.get(key)
                if not waiting:
                    return None
                connection = waiting.pop()
                self._count -= 1
                if not waiting:
                    del self._idle[key]
            if not connection.has_expired():
                return connection
            connection.close()

    def put(self, key: _Key, connection: httpcore.HTTPConnection) -> None:
        """Keep *connection* if it can be used again, and close what waits for too long."""
        if not connection.is_idle():
            return
        closing: list[httpcore.HTTPConnection] = []
        with self._lock:
            if self._is_closed:
                closing.append(connection)
            else:
                # Taken out and put in again, it is the last.
                self._idle[key] = [*self._idle.pop(key, ()), connection]
                self._count += 1
            while self._idle:
                oldest = next(iter(self._idle))
                waiting = self._idle[oldest]
                if self._count <= _KEPT and not waiting[0].has_expired():
                    break
                closing.append(waiting.pop(0))
                self._count -= 1
                if not waiting:
                    del self._idle[oldest]
        for one in closing:
            one.close()

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            closing = [connection for waiting in self._idle.values() for connection in waiting]
            self._idle.clear()
            self._count = 0
        for connection in closing:
            connection.close()


def let_go(response: httpcore.Response) -> None:
    """Read the unwanted rest of *response* if it is short and quick, for its connection's sake; fail at nothing."""
    left = _REST_BYTES
    try:
        with _current.get().deadline.running(at_most=_REST_SECONDS):
            for chunk in response.iter_stream():
                left -= len(chunk)
                if left < 0:
                    return
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.RemoteProtocolError):
        # The answer's head is what counted; httpcore has closed the connection.
        return


class _Guard(httpcore.NetworkBackend):
    """Opens connections to vetted addresses only, and only until the deadline."""

    def __init__(self, *, allow: frozenset[str]) -> None:
        self._allow = allow
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a connection to the first address of *host* that accepts one; the deadline replaces *timeout*."""
        deadline = _current.get().deadline
        untried = self._vetted(host, port, deadline)
        while True:
            address = untried.pop(0)
            # An equal share for each address, so that one that swallows packets leaves time for the next.
            share = deadline.left() / (len(untried) + 1)
            try:
                stream = self._sockets.connect_tcp(address, port, share)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if not untried:
                    raise
            else:
                return _Stream(stream)

    def _vetted(self, host: str, port: int, deadline: Deadline) -> list[str]:
        """Return the addresses of *host*, at least one, all of them public or the host excused."""
        try:
            found = addresses.resolve(host, port, seconds=deadline.left())
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:
            why = f"The name {host} could not be resolved ({error.strerror})"
            is_unknown = error.errno == socket.EAI_NONAME
            raise Refusal("dns", why, retryable=not is_unknown) from error
        if not found:
            raise Refusal("dns", f"The name {host} has no address", retryable=True)
        written = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        if written.lower() not in self._allow and not all(map(addresses.is_public, found)):
            # Without the address: whoever supplied the URL is not told how the network inside is numbered.
            raise Refusal("blocked-address", f"{host} is not on the public internet")
        return found


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline in force: a drip cannot start the clock anew."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        exchange = _current.get()
        received = self._stream.read(max_bytes, exchange.deadline.left())
        exchange.is_answered = exchange.is_answered or received != b""
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _current.get().deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _current.get().deadline.left()
        try:
            secured = self._stream.start_tls(ssl_context, server_hostname, left)
        except httpcore.ConnectError as error:
            cause = error.__cause__
            if not isinstance(cause, ssl.SSLError):
                raise
            detail = getattr(cause, "verify_message", None) or cause.reason
            why = f"{server_hostname} offers no encryption to trust ({detail})"
            # Retryable: the commonest case is a certificate that ran out and is soon renewed.
            raise Refusal("tls", why, retryable=True) from error
        return _Stream(secured)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
