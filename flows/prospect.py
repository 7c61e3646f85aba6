"""What source an address could be: a feed that it is or offers, a sitemap, a page of links, a page to watch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from extractors.errors import FetchError, SourceError
from extractors.fetch.client import Client
from extractors.models import RawDocument
from extractors.sources.discovery import discover_feeds, sitemaps_in
from extractors.sources.kinds import kind_of
from extractors.sources.models import FeedLink
from extractors.urls import host_of
from flows.reading import Look, look
from flows.source_fields import Kind
from flows.source_file import free_name
from flows.source_table import Source

#: Fewer links are a page with some links, and no list of articles.
_FEWEST_LINKS = 5

#: Addresses tried at one site.
_MOST_TRIES = 12


@dataclass(frozen=True, kw_only=True)
class Prospect:
    """A source that could be added, and what stands there now."""

    source: Source
    look: Look
    #: How it was found, for a person.
    found: str
    #: Other feeds that the page states.
    others: tuple[str, ...] = ()


def prospect(
    url: str, client: Client, *, kind: Kind | None, links: str | None, now: datetime
) -> Prospect:
    """
    Return the best source at *url*, an address or a path: what it is itself, else what it leads to; of a *kind* that is given, just that.

    Raises:
        FetchError: nothing can be fetched there.
        SourceError: nothing there can be a source.
    """
    if "://" not in url:
        if Path(url).exists():
            return _lying(Path(url).resolve(), client, now)
        url = f"https://{url}"
    if kind or links:
        source = _named(url, kind or "listing", links=links)
        return Prospect(
            source=source, look=_look(source, client, now), found=f"It is read as a {source.kind}."
        )
    document = client.fetch(url, now=now)
    if not isinstance(document, RawDocument):
        raise SourceError("unreadable", f"{url} answers that nothing has changed, unasked.")
    there = document.url or url
    match kind_of(document.content, content_type=document.content_type, url=there):
        case "feed":
            return _as_it_is(there, "feed", client, now)
        case "sitemap" | "sitemap-index":
            return _as_it_is(there, "sitemap", client, now)
        case "opml":
            raise SourceError(
                "opml",
                "It is a list of subscriptions.",
                "Save it, then: topicwire sources import FILE.opml",
            )
        case "page":
            return _led_to(document, there, client, now)
    raise SourceError("not-a-source", "It is neither a feed nor a page.")


def _lying(path: Path, client: Client, now: datetime) -> Prospect:
    kind: Kind = "folder" if path.is_dir() else "list"
    source = Source(name=free_name(path.stem), kind=kind, url=str(path))
    return Prospect(source=source, look=_look(source, client, now), found=f"It is a {kind}.")


def _as_it_is(url: str, kind: Kind, client: Client, now: datetime) -> Prospect:
    source = _named(url, kind)
    return Prospect(source=source, look=_look(source, client, now), found=f"It is a {kind}.")


def _led_to(page: RawDocument, url: str, client: Client, now: datetime) -> Prospect:
    """Return the first of what *page* may lead to that can be read and has something: feeds, sitemaps, its links."""
    offers = list(discover_feeds(page.content, url=url, content_type=page.content_type))
    stated = [offer.url for offer in offers if offer.found == "stated"]
    for candidate, kind, how in _candidates(url, client, offers=offers, now=now):
        source = _named(candidate, kind)
        try:
            found = _look(source, client, now)
        except (FetchError, SourceError):
            continue
        if found.copy and (kind != "listing" or len(found.copy) >= _FEWEST_LINKS):
            others = tuple(other for other in stated if other != candidate)
            return Prospect(source=source, look=found, found=how, others=others)
    source = _named(url, "page")
    return Prospect(
        source=source,
        look=_look(source, client, now),
        found="It has neither feed, sitemap nor list of links: the page itself is watched.",
    )


def _candidates(
    url: str, client: Client, *, offers: list[FeedLink], now: datetime
) -> Iterator[tuple[str, Kind, str]]:
    words: Mapping[str, str] = {
        "stated": "The page states this feed.",
        "linked": "The page links to this feed.",
        "usual": "The feed is where many sites have one.",
    }
    for offer in offers[:_MOST_TRIES]:
        yield offer.url, "feed", words[offer.found]
    parts = urlsplit(url)
    try:
        robots = client.fetch(f"{parts.scheme}://{parts.netloc}/robots.txt", now=now)
    except FetchError:
        robots = None
    if isinstance(robots, RawDocument):
        for sitemap in sitemaps_in(robots.content.decode("utf-8", "replace"))[:3]:
            yield sitemap, "sitemap", "Its robots.txt names this sitemap."
    yield url, "listing", "It has no feed; the links on it are followed."


def _look(source: Source, client: Client, now: datetime) -> Look:
    return look(source, client, known=None, headers={}, now=now)


def _named(url: str, kind: Kind, *, links: str | None = None) -> Source:
    host = host_of(url).removeprefix("www.").removeprefix("feeds.")
    return Source(name=free_name(host), kind=kind, url=url, links=links)
