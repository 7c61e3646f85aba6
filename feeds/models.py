"""What is published: a feed is a topic (or everything), the words around it, and its addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from extractors.word_diff import Piece

Format = Literal["atom", "rss", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)

MEDIA_TYPES: Mapping[Format, str] = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
}


@dataclass(frozen=True, kw_only=True)
class Channel:
    """What all feeds of one beat have in common."""

    #: The beat's name, for people.
    name: str
    #: Where the feeds folder is served, ending in a slash.
    base_url: str
    #: Titles by topic name, in the order of the topics file.
    topics: Mapping[str, str]
    #: Colours (`#rrggbb`) by topic name, of those that have one.
    colours: Mapping[str, str] = field(default_factory=dict)
    #: The store's own name, part of every feed's id.
    beat: str
    #: When the store was made: what an empty feed was last changed at. UTC.
    created: datetime
    #: The most entries a feed carries.
    entries: int


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One feed, in all its formats."""

    #: Its file name without ending: a topic's name, or `all`.
    name: str
    title: str
    description: str
    #: `None` for everything.
    topic: str | None

    def path(self, format: Format) -> str:
        """Return where it lies below the feeds folder, and so below the base URL."""
        return f"feeds/{self.name}.{format}"


@dataclass(frozen=True, kw_only=True)
class WordChange:
    """How the words of an article last changed, as pieces on one line; empty where one did not."""

    #: When that was noticed.
    at: datetime
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
