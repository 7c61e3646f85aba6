"""
The parts of a request and of an answer: URLs, read strictly and once, and headers. The only importer of httpx.

Opens no connections; what does is the business of `network`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import httpx

from extractors.fetch.freshness import fresh_seconds
from extractors.fetch.refusal import Refusal
from extractors.models import Http, Tdm, Validators

Url = httpx.URL
Headers = httpx.Headers
#: Certifi's authorities, or the operator's own in SSL_CERT_FILE.
authorities = httpx.create_ssl_context

_TDM: Mapping[str, Tdm] = {"1": "reserved", "0": "unreserved"}
# Parsers disagree on these, and each disagreement has been a way round somebody's guard: `http://inside\@outside/`.
_UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f\\\s\ud800-\udfff]")
_USERINFO = re.compile(r"([a-z][a-z0-9+.-]*:)?//[^/?#]*@", re.IGNORECASE)
# No `%`: neither escapes nor the scope of an IPv6 address.
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f.]*:[0-9a-f:.]*", re.IGNORECASE)

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"(?:[!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?)?")


def parsed(text: str, *, base: Url | None = None) -> Url:
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


def target_of(url: Url, headers: Headers) -> Url:
    """Return where the redirect that *url* answered with leads."""
    location = headers.get("location")
    if not location:
        raise Refusal("redirects", f"{url.host} redirects without saying where to")
    return parsed(location, base=url)


def host_of(url: str) -> str:
    """Return the host that *url* is fetched from, as `Pace` knows it; the empty string if it would not be fetched."""
    try:
        return parsed(url).raw_host.decode("ascii")
    except Refusal:
        return ""


def origin_of(url: Url) -> str:
    """Return scheme, host, and port unless it is the scheme's own: `https://news.example`."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def shown(url: Url) -> str:
    """Return *url* as text, without its fragment."""
    return str(url.copy_with(fragment=None))


def without_secrets(url: str) -> str:
    """Return a refused URL fit for print: without user and password, each unfit character a question mark."""
    return _UNFIT.sub("?", re.sub(r"^([^@/\\]*[/\\]*).*@", r"\1", url, flags=re.DOTALL))


def sendable(headers: Mapping[str, str]) -> dict[bytes, bytes]:
    """Return *headers* as they are sent. A wrong one is not quoted: it may be a password."""
    for name, value in headers.items():
        if not (_HEADER_NAME.fullmatch(name) and _HEADER_VALUE.fullmatch(value)):
            raise Refusal("bad-header", "A header to be sent has a character that none may have")
    return {
        name.title().encode("ascii"): value.encode("latin-1") for name, value in headers.items()
    }


def conditions(known: Validators) -> dict[bytes, bytes]:
    """Return the headers that ask for a page only if it is not as *known* any more; none where nothing is."""
    values = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return sendable({name: value for name, value in values.items() if value})


def http_of(status: int, headers: Headers, *, known: Validators, moved_to: str | None) -> Http:
    """Return what an answer says of itself; its validators are *known* where it does not send them."""
    return Http(
        status=status,
        validators=Validators(
            etag=_verbatim(headers, b"etag") or known.etag,
            last_modified=_verbatim(headers, b"last-modified") or known.last_modified,
        ),
        fresh_seconds=fresh_seconds(headers),
        moved_to=moved_to,
        tdm=_TDM.get(headers.get("tdm-reservation", "").strip()),
    )


def _verbatim(headers: Headers, name: bytes) -> str | None:
    """Return the value of a header such that its bytes can be sent back."""
    for sent, value in headers.raw:
        if sent.lower() == name:
            return value.decode("latin-1")
    return None
