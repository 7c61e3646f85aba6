"""What a source says of a piece of copy: kept beside it in the ledger, and taken over where the copy itself is silent."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from extractors.models import (
    FLAGS,
    Article,
    Confidence,
    Flag,
    Origin,
    Precision,
    RawDocument,
    Tdm,
    Timestamp,
)
from extractors.sources.models import Item
from flows.source_table import Source

#: The content type of an entry of a feed that stands for its page: JSON, as `extractors.formats.records` reads it.
ENTRY = "application/vnd.topicwire.entry+json"


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What a source, its settings and the answer's header say of one piece of copy. `None`: nothing."""

    title: str | None = None
    #: ISO 8601.
    published: str | None = None
    precision: Precision = "instant"
    #: ISO 8601; of a feed only, and later than *published*: a sitemap's lastmod is that of the page around the article.
    modified: str | None = None
    modified_precision: Precision = "instant"
    authors: tuple[str, ...] = ()
    language: str | None = None
    #: The real publisher, where the source only passes it on.
    publisher: str | None = None
    #: The feed's own text, the fuller of its two.
    html: str | None = None
    #: Whether that is to be taken although there is a page.
    instead: bool = False
    #: Of the answer that brought the page.
    tdm: Tdm | None = None

    def written(self) -> str:
        """Return it as JSON, without what is not said."""
        said = {
            name: value for name, value in asdict(self).items() if value not in (None, (), False)
        }
        if self.published is None:
            said.pop("precision", None)
        if self.modified is None:
            said.pop("modified_precision", None)
        return json.dumps(said, ensure_ascii=False)


def read(written: str | None) -> Stated:
    """Return what `Stated.written` wrote; of `None`, nothing said."""
    said = json.loads(written) if written else {}
    return Stated(**{**said, "authors": tuple(said.get("authors", ()))})


def stated_by(item: Item, source: Source) -> Stated:
    """Return what *source* says of the piece of copy that its *item* leads to."""
    texts = [item.content_html or "", item.summary_html or ""]
    updated = item.updated if source.kind == "feed" else None
    if updated and item.published and updated <= item.published:
        updated = None
    return Stated(
        title=item.title,
        published=item.published.isoformat() if item.published else None,
        precision=item.precision,
        modified=updated.isoformat() if updated else None,
        modified_precision=item.updated_precision,
        authors=item.authors,
        language=item.language,
        publisher=item.publisher,
        html=max(texts, key=len) or None,
        instead=source.text == "feed",
    )


def document_of(
    stated: Stated, *, url: str | None, location: str, now: datetime
) -> RawDocument | None:
    """Return the feed's own text as a document, `None` where the feed has none. The same entry gives the same bytes."""
    if not stated.html:
        return None
    record = {
        "url": url,
        "title": stated.title,
        "published": stated.published,
        "authors": list(stated.authors),
        "site": stated.publisher,
        "language": stated.language,
        "html": f"<article>{stated.html}</article>",
    }
    said = {name: value for name, value in record.items() if value}
    return RawDocument(
        content=json.dumps(said, ensure_ascii=False).encode(),
        location=location,
        url=url,
        content_type=ENTRY,
        read_at=now,
    )


def informed(
    article: Article, stated: Stated, source: Source | None, *, content_type: str | None
) -> Article:
    """
    Return *article* with what it does not say itself: out of the feed first, then out of the source's settings.

    One that was read from a feed's entry, *content_type* `ENTRY`, is flagged as that.
    """
    chosen: dict[str, Any] = {}
    origins = dict(article.origins)

    def fill(name: str, value: Any, found_in: str, confidence: Confidence = "medium") -> None:
        is_silent = not getattr(article, name) or _is_host_alone(article, name)
        if value and is_silent and name not in chosen:
            chosen[name] = value
            origins[name] = Origin(found_in=found_in, confidence=confidence)

    fill("authors", stated.authors, "feed")
    fill("site", stated.publisher, "feed")
    fill("language", stated.language, "feed")
    fill("tdm", stated.tdm, "http", "high")
    if source:
        fill("site", source.outlet, "source", "high")
        fill("language", source.language, "source")
    if stated.published and not article.published:
        chosen["published"] = _date(stated.published, stated.precision)
    if stated.modified and not article.modified:
        chosen["modified"] = _date(stated.modified, stated.modified_precision)
    if content_type == ENTRY:
        chosen["flags"] = _flagged(article.flags, "feed-text")
    return replace(article, **chosen, origins=origins) if chosen else article


def _date(written: str, precision: Precision) -> Timestamp:
    at = datetime.fromisoformat(written)
    return Timestamp(at=at, precision=precision, found_in="feed", written=written)


def _is_host_alone(article: Article, name: str) -> bool:
    """Tell whether the outlet's name is only what its address says."""
    origin = article.origins.get(name)
    return name == "site" and origin is not None and origin.found_in in ("url", "request")


def _flagged(flags: tuple[Flag, ...], more: Flag) -> tuple[Flag, ...]:
    return tuple(flag for flag in FLAGS if flag in flags or flag == more)
