"""
Speaks HTTP with vetted addresses until a deadline. The only importer of httpcore.

The guard is where connections are opened: what was vetted is what is connected to, so that neither a redirect nor a
name with a new address at each question finds a gap. httpcore and not `httpx.Client`, because that brings what would
have to be turned off (proxies from the environment, redirects, cookies, unbounded inflation) and knows no total time.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

import httpcore

from extractors.fetch import addresses
from extractors.fetch.refusal import Refusal


class Network:
    """The connections of one fetch; a context manager that closes them. `allow` is as in `Client`."""

    def __init__(self, *, allow: frozenset[str], seconds: float, tls: ssl.SSLContext) -> None:
        self._seconds = seconds
        # A pool of its own for each fetch: every connection then has the deadline of that fetch.
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls, network_backend=_Guard(allow=allow, deadline=_Deadline(seconds))
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._pool.close()

    @contextmanager
    def get(
        self,
        *,
        scheme: bytes,
        host: bytes,
        port: int | None,
        target: bytes,
        headers: dict[str, str],
    ) -> Iterator[httpcore.Response]:
        """
        Open the answer to one GET; its body is read inside the `with`. The URL comes in parts, so that it is
        parsed once only, by the caller.

        Raises:
            Refusal: with code `blocked-address`, `dns`, `tls`, `connection` or `timeout`.
        """
        url = httpcore.URL(scheme=scheme, host=host, port=port, target=target)
        name = host.decode("ascii")
        try:
            with self._pool.stream("GET", url, headers=list(headers.items())) as response:
                yield response
        except httpcore.TimeoutException as error:
            why = f"{name} did not finish answering within {self._seconds:g} seconds"
            raise Refusal("timeout", why, retryable=True) from error
        except httpcore.NetworkError as error:
            why = f"The connection to {name} failed ({error})"
            raise Refusal("connection", why, retryable=True) from error
        except httpcore.RemoteProtocolError as error:
            # The library's words stay in the chained error: they may quote kilobytes of the answer.
            why = f"{name} broke off its answer, or it was not HTTP"
            raise Refusal("connection", why, retryable=True) from error


class _Deadline:
    """The moment a fetch has to be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds left, more than 0; raise httpcore's TimeoutException when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.TimeoutException("the time for the whole fetch is used up")
        return left


class _Guard(httpcore.NetworkBackend):
    """Opens connections to vetted addresses only, and only until the deadline."""

    def __init__(self, *, allow: frozenset[str], deadline: _Deadline) -> None:
        self._allow = allow
        self._deadline = deadline
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
        untried = self._vetted(host, port)
        while True:
            address = untried.pop(0)
            # An equal share for each address, so that one that swallows packets leaves time for the next.
            share = self._deadline.left() / (len(untried) + 1)
            try:
                stream = self._sockets.connect_tcp(address, port, share)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if not untried:
                    raise
            else:
                return _Stream(stream, self._deadline)

    def _vetted(self, host: str, port: int) -> list[str]:
        """Return the addresses of *host*, at least one, all of them public or the host excused."""
        try:
            found = addresses.resolve(host, port, seconds=self._deadline.left())
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
    """A connection whose every wait ends at the deadline: a drip cannot start the clock anew."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        try:
            secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        except httpcore.ConnectError as error:
            cause = error.__cause__
            if not isinstance(cause, ssl.SSLError):
                raise
            detail = getattr(cause, "verify_message", None) or cause.reason
            why = f"{server_hostname} offers no encryption to trust ({detail})"
            # Retryable: the commonest case is a certificate that ran out and is soon renewed.
            raise Refusal("tls", why, retryable=True) from error
        return _Stream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
