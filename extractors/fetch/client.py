"""
The one guarded HTTP client: whatever is fetched is fetched here.

Checks the URL and each redirect, and judges the answer; who may be connected to is the network's business, what is
fetched and how often is decided elsewhere. The only importer of httpx, for its URLs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

import httpx

from extractors.errors import FetchError
from extractors.fetch.body import read_body, too_large
from extractors.fetch.network import Network
from extractors.fetch.refusal import Refusal, check_status
from extractors.models import RawDocument

MAX_REDIRECTS = 5

_REDIRECTS = {301, 302, 303, 307, 308}
# Parsers disagree on these, and each disagreement has been a way round somebody's guard: `http://inside\@outside/`.
_UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f\\\s\ud800-\udfff]")
_USERINFO = re.compile(r"([a-z][a-z0-9+.-]*:)?//[^/?#]*@", re.IGNORECASE)
# No `%`: neither escapes nor the scope of an IPv6 address.
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f.]*:[0-9a-f:.]*", re.IGNORECASE)


class Client:
    """Fetches URLs under one set of limits. Keeps neither connections nor cookies; threads may share it."""

    def __init__(
        self, *, user_agent: str, timeout: float, max_bytes: int, allow: frozenset[str]
    ) -> None:
        """
        *timeout*, in seconds, is for a whole fetch: names, connections, redirects, body. *max_bytes* holds for the
        body as sent and again as inflated. *allow* names `host:port` pairs that may have any address, spelled as
        in the URL, but the port always there.
        """
        self._user_agent = user_agent
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._allow = frozenset(pair.lower() for pair in allow)
        # certifi's authorities, or the operator's own in SSL_CERT_FILE.
        self._tls = httpx.create_ssl_context()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Do nothing: nothing is open between two fetches."""

    def fetch(self, url: str, *, now: datetime, location: str | None = None) -> RawDocument:
        """
        Return what stands at *url*, after up to 5 redirects, inflated. *location* is *url* unless given.

        Raises:
            FetchError: final with code `bad-url`, `blocked-address`, `redirects`, `too-large`, `paywalled` for 402, and
                `http-NNN` for most other statuses but 2xx; retryable with `timeout`, `connection`, `tls`, and `http-NNN` for 408, 425,
                429 and 5xx. `dns` is final if there is no such name, `encoding` unless the body was cut short.
        """
        try:
            answer = self._follow(_parsed(url))
        except Refusal as refusal:
            shown = _without_secrets(url) if refusal.code == "bad-url" else url
            raise FetchError(
                shown, refusal.code, refusal.reason, retryable=refusal.retryable
            ) from refusal
        return RawDocument(
            content=answer.body,
            location=location or url,
            url=str(answer.url.copy_with(fragment=None)),
            content_type=answer.headers.get("content-type"),
            read_at=now,
        )

    def _follow(self, url: httpx.URL) -> _Answer:
        with Network(allow=self._allow, seconds=self._timeout, tls=self._tls) as network:
            for _ in range(MAX_REDIRECTS + 1):
                answer = self._ask(url, network)
                if answer.status not in _REDIRECTS:
                    return answer
                url = _target(answer)
        raise Refusal("redirects", f"It redirects more than {MAX_REDIRECTS} times")

    def _ask(self, url: httpx.URL, network: Network) -> _Answer:
        """Return what *url* answers; the body of a redirect is left unread."""
        asked = {"User-Agent": self._user_agent, "Accept": "*/*", "Accept-Encoding": "gzip"}
        with network.get(
            scheme=url.raw_scheme,
            host=url.raw_host,
            port=url.port,
            target=url.raw_path,
            headers=asked,
        ) as response:
            headers = httpx.Headers(response.headers)
            if response.status in _REDIRECTS:
                return _Answer(url=url, status=response.status, headers=headers)
            check_status(response.status, url.host)
            if int(headers.get("content-length", 0)) > self._max_bytes:
                raise too_large(self._max_bytes)
            coding = headers.get("content-encoding", "")
            body = read_body(response.iter_stream(), coding=coding, limit=self._max_bytes)
            return _Answer(url=url, status=response.status, headers=headers, body=body)


@dataclass(frozen=True, kw_only=True)
class _Answer:
    url: httpx.URL
    status: int
    headers: httpx.Headers
    body: bytes = b""


def _parsed(text: str, *, base: httpx.URL | None = None) -> httpx.URL:
    """Return the URL written as *text*, relative to *base*. Nothing after this parses it once more."""
    if _UNFIT.search(text):
        raise Refusal("bad-url", "The URL has a space, a backslash or a control character in it")
    if _USERINFO.match(text):
        raise Refusal("bad-url", "The URL has a user name or a password in it")
    try:
        url = base.join(text) if base else httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise Refusal("bad-url", "This is not a URL") from error
    if url.scheme not in ("http", "https"):
        raise Refusal("bad-url", "Only http and https URLs are fetched")
    if not _HOST.fullmatch(url.raw_host.decode("ascii")):
        raise Refusal("bad-url", "The URL has no host name that could be looked up")
    if url.port is not None and not 0 < url.port < 65536:
        raise Refusal("bad-url", "The URL has a port that does not exist")
    return url


def _target(answer: _Answer) -> httpx.URL:
    location = answer.headers.get("location")
    if not location:
        raise Refusal("redirects", f"{answer.url.host} redirects without saying where to")
    return _parsed(location, base=answer.url)


def _without_secrets(url: str) -> str:
    """Return a refused URL fit for print: without user and password, each unfit character a question mark."""
    return _UNFIT.sub("?", re.sub(r"^([^@/\\]*[/\\]*).*@", r"\1", url, flags=re.DOTALL))
