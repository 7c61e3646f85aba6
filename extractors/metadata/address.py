"""Decides which address is the article's own: canonical only when plausible, never a front page, never another site's."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from extractors.urls import canonicalize, host_of, same_site


def clean_url(url: str, *, base: str | None = None) -> str | None:
    """Return *url*, relative to *base*, in its canonical spelling; `None` for what is no address on the web."""
    try:
        return canonicalize(urljoin(base or "", url.strip()))
    except ValueError:
        # What a page states may be a template's hole or nonsense: then it states no address.
        return None


def web_address(written: str, base: str | None) -> str | None:
    """Return *written* as an absolute address on the web, as it is spelt; `None` for what is none."""
    try:
        whole = urljoin(base or "", written.strip())
        parts = urlsplit(whole)
    except ValueError:
        return None
    return (
        whole if parts.scheme in ("http", "https") and parts.hostname and " " not in whole else None
    )


def own_address(stated: Iterable[str], url: str | None) -> str | None:
    """
    Return the first address of *stated* that is on the site of *url* and no front page.

    Without *url* the page may be anybody's file: then all that *stated* holds must agree, and be public.
    """
    links = dict.fromkeys(stated)
    cleaned = (one for link in links if (one := clean_url(link, base=url)) and _has_path(one))
    if url:
        return next((one for one in cleaned if one == url or same_site(one, url)), None)
    public = {one for one in cleaned if _is_public(host_of(one))}
    return public.pop() if len(public) == 1 else None


def _is_public(host: str) -> bool:
    return "." in host and not host.replace(".", "").isdigit() and not host.startswith("[")


def _has_path(url: str) -> bool:
    parts = urlsplit(url)
    return len(parts.path) > 1 or bool(parts.query)
