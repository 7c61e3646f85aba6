"""
The one guarded HTTP client: whatever is fetched is fetched here.

Checks the URL and each redirect, and judges the answer; who may be connected to is the network's business, what is
fetched and how often is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType, TracebackType
from typing import Self, overload

from extractors.errors import FetchError
from extractors.fetch.body import ACCEPTED, read_body, read_start, too_large
from extractors.fetch.freshness import retry_seconds
from extractors.fetch.message import (
    Headers,
    Url,
    authorities,
    conditions,
    http_of,
    origin_of,
    parsed,
    sendable,
    shown,
    target_of,
    without_secrets,
)
from extractors.fetch.network import Deadline, Network, let_go
from extractors.fetch.pace import Pace
from extractors.fetch.refusal import Refusal, check_status, is_document
from extractors.fetch.robots import MAX_BYTES, Robots, RobotsRecord
from extractors.models import NotModified, RawDocument, Validators

MAX_REDIRECTS = 5

_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
#: Statuses whose Retry-After is meant for all of a host, not for one page.
_BUSY = {429, 503}

_NONE: Mapping[str, str] = MappingProxyType({})

_Reader = Callable[[Iterable[bytes], Headers], bytes]
_Headers = dict[bytes, bytes]


@dataclass(frozen=True)
class Manners:
    """When a host may be asked, and for what. One for all clients of a process."""

    pace: Pace
    robots: Robots


class Client:
    """
    Fetches URLs under one set of limits; a context manager that closes its connections.

    Keeps connections for half a minute, and no cookies; threads may share it.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        timeout: float,
        max_bytes: int,
        allow: frozenset[str],
        manners: Manners | None = None,
    ) -> None:
        """
        *timeout*, in seconds, is for a whole fetch: names, connections, redirects, body. *max_bytes* holds for the
        body as sent and again as inflated. *allow* names `host:port` pairs that may have any address, spelled as
        in the URL, but the port always there. *manners* are asked before each request; the time they make it wait,
        and that of reading a robots.txt, is not the fetch's.
        """
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._manners = manners
        self._headers = sendable(
            {"User-Agent": user_agent, "Accept": "*/*", "Accept-Encoding": ACCEPTED}
        )
        self._network = Network(allow=frozenset(pair.lower() for pair in allow), tls=authorities())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that were kept."""
        self._network.close()

    @overload
    def fetch(
        self,
        url: str,
        *,
        now: datetime,
        location: str | None = None,
        known: None = None,
        headers: Mapping[str, str] = _NONE,
    ) -> RawDocument: ...

    @overload
    def fetch(
        self,
        url: str,
        *,
        now: datetime,
        location: str | None = None,
        known: Validators | None = None,
        headers: Mapping[str, str] = _NONE,
    ) -> RawDocument | NotModified: ...

    def fetch(
        self,
        url: str,
        *,
        now: datetime,
        location: str | None = None,
        known: Validators | None = None,
        headers: Mapping[str, str] = _NONE,
    ) -> RawDocument | NotModified:
        """
        Return what stands at *url*, after up to 5 redirects, inflated; or, if *known* are the validators of what stands
        there, that it is as it was. *location* is *url* unless given.

        *headers* go to the scheme, host and port of *url* only, not to where these redirect. A `NotModified` has the
        validators of *known* where the answer does not repeat them.

        Raises:
            FetchError: final with code `bad-url`, `bad-header`, `blocked-address`, `redirects`, `too-large`, `robots`,
                `paywalled` for 402, and `http-NNN` for most other statuses but 2xx; retryable with `timeout`,
                `connection`, `tls`, `robots-unknown`, `paused`, and `http-NNN` for 408, 425, 429 and 5xx. `dns` is final
                if there is no such name, `encoding` unless the body was cut short.
        """
        known = known or Validators()
        try:
            asked = parsed(url)
            return self._found(
                self._follow(asked, now=now, known=known, extra=sendable(headers)),
                location=location or url,
                known=known,
                now=now,
            )
        except Refusal as refusal:
            raise FetchError(
                without_secrets(url) if refusal.code == "bad-url" else url,
                refusal.code,
                refusal.reason,
                retryable=refusal.retryable,
                retry_after=refusal.retry_after,
            ) from refusal

    def _found(
        self, answer: _Answer, *, location: str, known: Validators, now: datetime
    ) -> RawDocument | NotModified:
        sent = answer.headers
        url = shown(answer.url)
        is_known = answer.status == HTTPStatus.NOT_MODIFIED
        http = http_of(
            answer.status,
            sent,
            known=known if is_known else Validators(),
            moved_to=url if answer.has_moved else None,
        )
        if is_known:
            return NotModified(location=location, url=url, http=http, read_at=now)
        return RawDocument(
            content=answer.body,
            location=location,
            url=url,
            content_type=sent.get("content-type"),
            http=http,
            read_at=now,
        )

    def _follow(
        self,
        asked: Url,
        *,
        now: datetime,
        known: Validators,
        extra: _Headers,
    ) -> _Answer:
        """Return the answer at the end of the redirects from *asked*, 2xx or 304; raise for any other."""
        url, statuses = asked, set[int]()
        deadline = Deadline(self._timeout)
        asking = conditions(known)
        for _ in range(MAX_REDIRECTS + 1):
            if self._manners:
                self._heed_robots(self._manners, url, now=now)
            headers = asking | (extra if origin_of(url) == origin_of(asked) else {})
            answer = self._ask(url, headers, deadline, now=now, read=self._page)
            if answer.status not in _REDIRECTS:
                if not (answer.status == HTTPStatus.NOT_MODIFIED and asking):
                    wait = retry_seconds(answer.headers, now=now)
                    check_status(answer.status, url.host, retry_after=wait)
                return replace(answer, has_moved=bool(statuses) and statuses <= _PERMANENT)
            statuses.add(answer.status)
            url = target_of(url, answer.headers)
        raise Refusal("redirects", f"It redirects more than {MAX_REDIRECTS} times")

    def _heed_robots(self, manners: Manners, url: Url, *, now: datetime) -> None:
        """Let pass what the site's robots.txt allows, and keep to the pace it asks for."""
        origin = origin_of(url)
        target = url.raw_path.decode("ascii")
        seconds = manners.robots.crawl_delay(
            origin, target, now=now, ask=lambda: self._robots_txt(origin, now=now)
        )
        manners.pace.slow(url.raw_host.decode("ascii"), seconds)

    def _robots_txt(self, origin: str, *, now: datetime) -> RobotsRecord:
        """
        Return what *origin* answers when it is asked for its robots.txt.

        Raises:
            Refusal: *origin* is not public or does not exist, which is for the page to say; or it asks us to wait.
        """
        deadline = Deadline(self._timeout)
        url = parsed(f"{origin}/robots.txt")
        status, body, reason = None, b"", None
        try:
            for _ in range(MAX_REDIRECTS + 1):
                answer = self._ask(url, {}, deadline, now=now, read=_robots_body)
                status, body = answer.status, answer.body
                if status not in _REDIRECTS:
                    break
                url = target_of(url, answer.headers)
        except Refusal as refusal:
            is_first = status is None
            if refusal.code == "paused" or (
                is_first and refusal.code in ("blocked-address", "dns")
            ):
                raise
            status, reason = None, refusal.reason
        return RobotsRecord(origin=origin, status=status, body=body, fetched=now, reason=reason)

    def _ask(
        self, url: Url, headers: _Headers, deadline: Deadline, *, now: datetime, read: _Reader
    ) -> _Answer:
        """Return what *url* answers when its host's turn has come; only a 2xx with its body."""
        pace = self._manners.pace if self._manners else None
        host = url.raw_host.decode("ascii")
        sent = {b"Host": url.netloc} | self._headers | headers
        with (
            pace.turn(host) if pace else nullcontext(),
            self._network.get(
                scheme=url.raw_scheme,
                host=url.raw_host,
                port=url.port,
                target=url.raw_path,
                headers=list(sent.items()),
                deadline=deadline,
            ) as response,
        ):
            answer = _Answer(url=url, status=response.status, headers=Headers(response.headers))
            if pace and answer.status in _BUSY:
                pace.pause(host, retry_seconds(answer.headers, now=now) or 0)
            if not is_document(answer.status):
                let_go(response)
                return answer
            return replace(answer, body=read(response.iter_stream(), answer.headers))

    def _page(self, chunks: Iterable[bytes], headers: Headers) -> bytes:
        if int(headers.get("content-length", 0)) > self._max_bytes:
            raise too_large(self._max_bytes)
        coding = headers.get("content-encoding", "")
        return read_body(chunks, coding=coding, limit=self._max_bytes)


@dataclass(frozen=True, kw_only=True)
class _Answer:
    url: Url
    status: int
    headers: Headers
    body: bytes = b""
    #: Whether redirects led here, all of them permanent.
    has_moved: bool = False


def _robots_body(chunks: Iterable[bytes], headers: Headers) -> bytes:
    return read_start(chunks, coding=headers.get("content-encoding", ""), limit=MAX_BYTES)
