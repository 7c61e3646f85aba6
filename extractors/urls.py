"""
Writes one address one way, so that the same page is the same string; decides nothing about fetching it.

courlan only knows where a registered domain ends. Its `clean_url` drops blank and repeated-looking parameters,
sorts the rest, merges slashes and decodes punycode: each of these can turn one article into another.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from courlan import extract_domain

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\]")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\\\ud800-\udfff]|(?!\x20)\s")

#: Parameters that say how a reader came, never what is shown.
_TRACKERS = re.compile(
    r"""
      (?:utm|itm|mtm|pk|piwik|matomo|hsa|vero|oly|at|ns|sc|asc)_\w+
    | (?:fb|g|dc|y|ys|tw|tt|msclk|li_fat_|s_k|irclick|wick|mkw)c?l?id
    | gclsrc | [gw]braid | igsh(?:id)? | mc_[ce]id | mkt_tok | _ga | _gl | _hsenc | _hsmi | hsctatracking
    | _openstat | ref_(?:src|url) | cmpid | ftag | ncid | smid | s_cid | icid | spm | xtor | sr_share
    """,
    re.VERBOSE | re.IGNORECASE,
)

#: What sites put before the name of the one host for another way to show it.
_VARIANT_HOSTS = frozenset(("www", "m", "mobile", "amp"))
#: An address that ends in one of these has the article itself before it; `story.amp.html` is `story.html`.
_VARIANT_PATH = re.compile(r"(/.*[^/])(?:/amp|\.amp(\.html?)?|/+)", re.IGNORECASE | re.DOTALL)
_VARIANT_PAIR = re.compile(r"amp(?:=(?:1|true)?)?|outputtype=amp", re.IGNORECASE)
#: Google's AMP viewer has the article's address in its own.
_VIEWER = re.compile(r"/amp/(?:s/)?([\w.-]+\.[\w-]+/.+)")

#: One page gives its own address some five times.
_once = lru_cache(maxsize=256)


@_once
def canonicalize(url: str) -> str:
    """
    Return *url* with lower-case scheme and A-label host, without fragment, default port and tracking parameters.

    What remains keeps its order and spelling; only characters beyond ASCII are percent-encoded, as every client
    sends them. The law: `canonicalize(canonicalize(u)) == canonicalize(u)`.

    Raises:
        ValueError: not http(s), no usable host, or it holds what two parsers read differently: white space,
            control characters, a backslash, a user name.
    """
    parts = _split(url)
    host = _host(parts)
    port = parts.port
    netloc = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    path = _ascii(parts.path) or "/"
    return urlunsplit((parts.scheme, netloc, path, _untracked(_ascii(parts.query)), ""))


@_once
def same_article(url: str) -> str:
    """
    Return the key under which *url* and its variants are one article: AMP, mobile, `www.`, http, a slash at the end.

    To compare only, never to fetch: nobody promises that anything answers there. The law:
    `same_article(same_article(u)) == same_article(u)`.

    Raises:
        ValueError: as `canonicalize`.
    """
    key = canonicalize(url)
    # What one fold uncovers another may take off: /a/amp/, www.m., a port that is https's.
    while (folded := canonicalize(_folded(urlsplit(key)))) != key:
        key = folded
    return key


@_once
def host_of(url: str) -> str:
    """
    Return the host of *url* in lower case, as A-label, without port.

    Raises:
        ValueError: as `canonicalize`.
    """
    return _host(_split(url))


def same_site(url: str, other: str) -> bool:
    """
    Tell whether both addresses stand under one registered domain (`news.example.co.uk`, `example.co.uk`).

    Raises:
        ValueError: as `canonicalize`.
    """
    return _registered(host_of(url)) == _registered(host_of(other))


def _folded(parts: SplitResult) -> str:
    host, path = parts.netloc, parts.path
    if (viewed := _VIEWER.fullmatch(path)) and _registered(host).startswith("google."):
        return _usable(f"https://{viewed[1]}", parts.query) or urlunsplit(parts)
    label, _, rest = host.partition(".")
    if label in _VARIANT_HOSTS and _registered(parts.hostname or "") != parts.hostname:
        host = rest
    if variant := _VARIANT_PATH.fullmatch(path):
        path = variant[1] + (variant[2] or "")
    pairs = [pair for pair in parts.query.split("&") if not _VARIANT_PAIR.fullmatch(pair)]
    return urlunsplit(("https", host, path, "&".join(pairs), ""))


def _usable(url: str, query: str) -> str | None:
    whole = f"{url}?{query}" if query else url
    try:
        return canonicalize(whole)
    except ValueError:
        return None


def _split(url: str) -> SplitResult:
    if found := _FORBIDDEN.search(url):
        raise ValueError(f"the address holds {found[0]!r}: {url!r}")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ValueError(f"the address cannot be read ({error}): {url!r}") from error
    if parts.scheme not in _PORTS:
        raise ValueError(f"the address is not http or https: {url!r}")
    if "@" in parts.netloc:
        raise ValueError(f"the address holds a user name: {url!r}")
    return parts


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    try:
        host = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise ValueError(f"the address has no valid host ({error}): {host!r}") from error
    if not _HOST.fullmatch(host):
        raise ValueError(f"the address has no valid host: {host!r}")
    return host


@_once
def _registered(host: str) -> str:
    if host.startswith("[") or host.replace(".", "").isdigit():
        return host
    # A suffix that is in no list (`.example`, an intranet's) is taken for one label.
    return extract_domain(f"http://{host}/") or ".".join(host.split(".")[-2:])


def _ascii(part: str) -> str:
    return quote(part, safe="".join(map(chr, range(0x21, 0x7F))))


def _untracked(query: str) -> str:
    pairs = query.split("&")
    kept = [pair for pair in pairs if not _TRACKERS.fullmatch(pair.partition("=")[0])]
    return query if len(kept) == len(pairs) else "&".join(kept)
