"""How an article's words last changed, short enough for an entry."""

from __future__ import annotations

from extractors.models import Article
from extractors.word_diff import Piece, around_changes, is_changed, word_diff
from feeds.entry import legal
from feeds.models import WordChange
from storage.versions import Revision

#: Of title and text each: like the excerpt no more than may be shown of another's words.
CHANGE_CHARACTERS = 400


def word_change(article: Article, revision: Revision | None) -> WordChange | None:
    """Return what is different in title and text since *revision*: the sentences around it, word by word."""
    if revision is None:
        return None
    title = _shown(revision.title, article.title)
    text = _shown(revision.text, article.text)
    return WordChange(at=revision.at, title=title, text=text) if title or text else None


def _shown(old: str, new: str) -> tuple[Piece, ...]:
    pieces = word_diff(legal(old), legal(new))
    return around_changes(pieces, letters=CHANGE_CHARACTERS) if is_changed(pieces) else ()
