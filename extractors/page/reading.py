"""What a reader of one format (HTML, plain text) makes of a page, before an article is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from extractors.models import Access, Flag, Origin, Tdm, Timestamp


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Every field as the page states it; what the page does not state is `None` or empty."""

    title: str | None = None
    #: The body, one paragraph each, boilerplate gone, title not among them.
    lines: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    site: str | None = None
    url: str | None = None
    published: Timestamp | None = None
    modified: Timestamp | None = None
    language: str | None = None
    section: str | None = None
    description: str | None = None
    image: str | None = None
    access: Access | None = None
    licence: str | None = None
    tdm: Tdm | None = None
    #: By the name of the field; the dates carry their own.
    origins: Mapping[str, Origin] = field(default_factory=dict)
    #: Those that only the reader of the format can know: it saw the markup.
    flags: frozenset[Flag] = frozenset()
