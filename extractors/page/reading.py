"""What a reader of one format (HTML, plain text) makes of a page, before an article is made of it."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.models import Timestamp


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Every field as the page states it; what the page does not state is `None` or empty."""

    title: str | None = None
    #: The body, one paragraph each, boilerplate gone, title not among them.
    lines: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    site: str | None = None
    url: str | None = None
    published: Timestamp | None = None
    modified: Timestamp | None = None
    language: str | None = None
    section: str | None = None
    description: str | None = None
