"""
What stands at a source now, read into pieces of copy: a feed's entries, the links on a page, a folder's files.

Asks the network or the disk, and writes nothing down: that is `flows.polling`'s.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from extractors.errors import FetchError, SourceError
from extractors.fetch.client import Client
from extractors.metadata.address import clean_url
from extractors.models import NotModified, RawDocument, Validators
from extractors.sources.feed import read_feed
from extractors.sources.listing import read_listing
from extractors.sources.models import Found, Item, SitemapIndex
from extractors.sources.sitemap import children_to_read, read_sitemap
from extractors.urls import canonicalize, same_article
from flows.discovery import discover, listed
from flows.source_table import Source
from flows.stated import stated_by
from storage.ledger import Incoming


@dataclass(frozen=True, kw_only=True)
class Look:
    """What one look at a source brought. Nothing of it is written down yet."""

    source: Source
    #: In the source's order, newest first where it says when; `None` where a 304 says that all is as it was.
    copy: tuple[Incoming, ...] | None
    #: `None` for a file or folder.
    answer: RawDocument | NotModified | None = None
    title: str | None = None
    #: What a person should know of how it was read.
    note: str | None = None
    #: Seconds that the source asks not to be read again.
    ttl_seconds: float | None = None


def look(
    source: Source,
    client: Client,
    *,
    known: Validators | None,
    headers: Mapping[str, str],
    now: datetime,
) -> Look:
    """
    Return what stands at *source* now; *known* are the validators of the last answer that was read whole.

    Raises:
        FetchError: it could not be fetched.
        SourceError: what came is not what the source is said to be.
    """
    if not source.is_fetched:
        return Look(source=source, copy=tuple(_lying(source)))
    answer = client.fetch(source.url, now=now, known=known, headers=headers)
    if isinstance(answer, NotModified):
        return Look(source=source, copy=None, answer=answer)
    if source.kind == "page":
        copy = tuple(_each_once([Item(url=canonicalize(source.url))], source))
        return Look(source=source, copy=copy, answer=answer)
    found = _found(source, answer, client, headers=headers, now=now)
    return Look(
        source=source,
        copy=tuple(_each_once(found.items, source)),
        answer=answer,
        title=found.title,
        note="; ".join(filter(None, (found.note, _left_out(found)))) or None,
        ttl_seconds=found.ttl_seconds,
    )


def _found(
    source: Source,
    answer: RawDocument,
    client: Client,
    *,
    headers: Mapping[str, str],
    now: datetime,
) -> Found:
    url = answer.url or source.url
    match source.kind:
        case "feed":
            return read_feed(answer.content, url=url, content_type=answer.content_type, now=now)
        case "listing":
            return read_listing(
                answer.content,
                url=url,
                pattern=source.links,
                content_type=answer.content_type,
                now=now,
            )
        case "list":
            return _on_lines(answer.content)
        case _:
            read = read_sitemap(answer.content, url=url, content_type=answer.content_type, now=now)
            if isinstance(read, Found):
                return read
            return _of_children(read, client, headers=headers, now=now)


def _of_children(
    index: SitemapIndex, client: Client, *, headers: Mapping[str, str], now: datetime
) -> Found:
    """Return the items of the sitemaps in *index* that may have news; what is wrong with one is a note."""
    items: list[Item] = []
    notes = []
    for child in children_to_read(index, now=now):
        try:
            answer = client.fetch(child.url, now=now, headers=headers)
            if isinstance(answer, RawDocument):
                read = read_sitemap(answer.content, url=child.url, now=now)
                items += read.items if isinstance(read, Found) else ()
        except (FetchError, SourceError) as error:
            notes.append(str(error))
    if notes and not items:
        raise SourceError("not-a-sitemap", notes[0])
    return Found(items=tuple(items), note="; ".join(notes) or None)


def _lying(source: Source) -> Iterator[Incoming]:
    """Yield the copy of a source that is a folder, or a file with one address or path a line."""
    if source.kind == "folder":
        if not Path(source.url).is_dir():
            raise SourceError("missing", f"There is no folder {source.url}.")
        given = [source.url]
    else:
        try:
            given = listed(Path(source.url).read_text("utf-8-sig").splitlines())
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise SourceError("unreadable", f"{source.url} cannot be read: {why}.") from error
    for one in discover(given).copy:
        same = same_article(one.location) if "://" in one.input else None
        yield replace(one, source=source.name, same=same)


def _on_lines(content: bytes) -> Found:
    lines = listed(content.decode("utf-8-sig", "replace").splitlines())
    urls = [clean_url(line) for line in lines]
    none = [line for line, url in zip(lines, urls, strict=True) if url is None]
    note = f"{len(none)} of its lines are no addresses: {none[0][:80]}" if none else None
    return Found(items=tuple(Item(url=url) for url in urls if url), note=note)


def _left_out(found: Found) -> str | None:
    """Say how many items lead to nothing that could be stored; `None` where all do."""
    bare = sum(not (item.url or item.content_html or item.summary_html) for item in found.items)
    return f"{bare} of its entries have neither an address nor a text" if bare else None


def _each_once(items: Sequence[Item], source: Source) -> Iterator[Incoming]:
    """Yield the copy that *items* lead to, newest first if all are dated; what leads to nothing is left out."""
    dated = [(date, item) for item in items if (date := item.published or item.updated)]
    if len(dated) == len(items):
        items = [item for _, item in sorted(dated, key=lambda pair: pair[0], reverse=True)]
    seen = set()
    for item in items:
        one = _incoming(item, source)
        if one and (key := one.same or one.location) not in seen:
            seen.add(key)
            yield one


def _incoming(item: Item, source: Source) -> Incoming | None:
    stated = stated_by(item, source)
    if item.url:
        return Incoming(
            source=source.name,
            input=item.url,
            location=canonicalize(item.url),
            item=stated.written(),
            same=same_article(item.url),
        )
    if not stated.html:
        return None
    # An entry that is all there is: known by its guid, else by what it says.
    name = item.guid or f"{item.title} {stated.html}"
    digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:32]
    return Incoming(
        source=source.name,
        input=f"{source.url}#{item.guid or digest}",
        location=f"entry://{source.name}/{digest}",
        item=replace(stated, instead=True).written(),
    )
