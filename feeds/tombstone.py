"""How a feed says that an article's page is gone: to Atom readers a tombstone (RFC 6721), to all others in words."""

from __future__ import annotations

from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

#: The prefix is declared by each tombstone: a feed without one needs none.
NAMESPACE = "http://purl.org/atompub/tombstones/1.0"


def gone_note(since: datetime) -> str:
    """Return in a sentence or two that a page is gone, when that was noticed, and that nothing was deleted here."""
    return f"The page is gone (noticed {since:%Y-%m-%d %H:%M UTC}). The copy that was read before is kept."


def render_tombstone(guid: str, *, since: datetime, comment: str) -> bytes:
    """
    Return the `at:deleted-entry` that stands in an Atom feed for the entry *guid*.

    No link in it: feedparser would take that for the feed's own.
    """
    return (
        f'<at:deleted-entry xmlns:at="{NAMESPACE}" ref={quoteattr(guid)} when="{since.isoformat()}">'
        f"<at:comment>{escape(comment)}</at:comment></at:deleted-entry>"
    ).encode()
