"""Decides when an article was published and changed, by all that its page states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice
from urllib.parse import urlsplit

from extractors.metadata.dates import parse_date
from extractors.metadata.dating import choose_modified, choose_published
from extractors.metadata.markup import announced, datelines, moments
from extractors.metadata.statements import Found, Statements
from extractors.models import Timestamp
from extractors.page.tree import Node

_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "article:published", "og:article:published_time",
    "article.published", "parsely-pub-date", "publish-date", "publish_date", "published_date", "published_time",
    "publication_date", "publicationdate", "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued",
    "dc.date.created", "dcterms.created", "dcterms.date", "dc.date", "cxenseparse:recs:publishtime", "rnews:datepublished",
    "pubdate", "date", "pdate", "sailthru.date", "og:pubdate", "article_date_original", "originalpublicationdate",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "article:modified", "article.updated", "datemodified",
    "dcterms.modified", "dc.date.modified", "lastmod", "last-modified", "article:updated_time", "revision_date",
)  # fmt: skip
_ADDRESS_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-](\d\d?)(?:[/-](\d\d?))?(?!\d)")
#: "YEREVAN, March 12, 2025. /Agency/ - The bloc ...": the date is near the beginning.
_DATELINE = 100
_BEFORE_DASH = re.compile(r"(?=[^a-zа-яёա-ֆ]{3})(.{8,}?)(?:\s[-–—]{1,2}\s|[–—]\s?|/\s?[-–—]?\s)")
_LINES_OF_TEXT = 12
#: Pages have a handful of statements.
_MOST_DATES = 30


def published(
    page: Statements, *, head: Node | None, language: str | None, url: str | None
) -> Timestamp | None:
    """
    Return the moment of publication by JSON-LD, metas, microdata and `<time>`, else by words, *url* or a dateline.

    *head* is the headline's element: what stands nearest to it is this article's.
    """
    times, changes = moments(page.markup, head) if page.markup.times else ([], [])
    read = partial(_read, language=language)
    stated = [
        *read(page.texts("datePublished", pages=False)),
        *read(page.stated(*_PUBLISHED)),
        *read(page.texts("datePublished")),
        *read(Found(one, "time") for one in times),
    ]
    if not stated:
        stated = [*read(page.texts("dateCreated"))]
    if not stated and (weak := _weakly_stated(page, head, language=language, url=url)):
        # Themes call the day an update that they show as the day of publication.
        stated = [weak, *read(Found(one, "time") for one in changes)]
    return choose_published(stated, shown=partial(_shown, page, head))


def modified(
    page: Statements, *, language: str | None, published: Timestamp | None
) -> Timestamp | None:
    """Return the moment of the last change after *published*."""
    stated = chain(page.texts("dateModified"), page.stated(*_MODIFIED))
    return choose_modified([*_read(stated, language=language)], published)


def _read(stated: Iterable[Found], *, language: str | None) -> Iterator[Timestamp]:
    for one in islice(stated, _MOST_DATES):
        if stamp := parse_date(one.value, found_in=one.found_in, language=language):
            yield stamp


def _shown(page: Statements, head: Node | None) -> Iterator[str]:
    return chain(
        (node.line for node in page.markup.times[:_MOST_DATES]),
        datelines(page.tree, page.markup, head),
    )


def _weakly_stated(
    page: Statements, head: Node | None, *, language: str | None, url: str | None
) -> Timestamp | None:
    lines = chain(datelines(page.tree, page.markup, head), announced(page.tree))
    inside = _ADDRESS_DATE.search(urlsplit(url or "").path)
    digits = [part.zfill(2) for part in inside.groups() if part] if inside else []
    text = islice(head.lines_after(), _LINES_OF_TEXT) if head else ()
    begins = (_BEFORE_DASH.match(one[:_DATELINE]) for one in text if len(one) > _DATELINE)
    stated = chain(
        (Found(line, "byline") for line in lines),
        (Found("-".join(digits), "url") for _ in digits[:1]),
        (Found(one[1], "text") for one in begins if one),
    )
    return next(_read(stated, language=language), None)
