"""The feed of what is wrong with sources, and what is right again: the one place where errors are entries."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.topics.pack import HEALTH as NAME
from feeds.entry import Fragment, render_notice
from feeds.models import Feed
from storage.sources import SourceEvent

HEALTH = Feed(
    name=NAME,
    title="Source health",
    description="Sources that broke, fell silent or shut us out, and those that recovered",
    topic=None,
)


def render_events(events: Sequence[SourceEvent], *, addresses: dict[str, str]) -> list[Fragment]:
    """Return an entry for each of *events*; *addresses* are the sources', by name."""
    return [
        render_notice(
            guid=event.guid,
            title=_title(event),
            text=event.reason,
            at=event.at,
            address=addresses[event.source],
            term=event.kind,
        )
        for event in events
    ]


def _title(event: SourceEvent) -> str:
    if event.kind == "recovery":
        return f"{event.source} is well again"
    words = {"broken": "is broken", "blocked": "shuts us out", "empty": "is empty"}
    return f"{event.source} {words.get(event.state, 'has fallen silent')}"
