"""An article's versions and what is different between two of them; as lines for a terminal, as a JSON object."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from extractors.changes import changes
from extractors.errors import TopicwireError
from extractors.word_diff import Piece, is_changed, word_diff
from storage.articles import Cause
from storage.rechecks import Recheck
from storage.versions import Version

#: How a piece that went or came is shown.
Marker = Callable[[Piece], str]

_CAUSES: dict[Cause | None, str] = {
    None: "first read",
    "source": "the page or file changed",
    "extraction": "the same document was read anew",
}


class VersionError(TopicwireError):
    """There is no version of that number."""


def chosen(
    versions: Sequence[Version], *, older: int | None, newer: int | None
) -> tuple[Version, Version] | None:
    """
    Return the versions to compare: those numbered, else the last and the one before; `None` if there is but one.

    Raises:
        VersionError: there is no version of that number.
    """
    known = {one.number: one for one in versions}
    for number in (older, newer):
        if number is not None and number not in known:
            raise VersionError(
                f"There is no version {number}. There are versions 1 to {len(versions)}."
                if len(versions) > 1
                else f"There is no version {number}: the article has one version."
            )
    if older is None and newer is None and len(versions) == 1:
        return None
    later = known[newer] if newer else versions[-1]
    earlier = known[older] if older else known[max(1, later.number - 1)]
    return earlier, later


def listing(versions: Sequence[Version], checks: Sequence[Recheck]) -> Iterator[str]:
    """Yield the versions, since when and why they are, and what the last look at the page found."""
    for one in versions:
        yield f"{one.number:>5}  {one.since:%Y-%m-%d %H:%M}  {_CAUSES[one.cause]}"
    if checks:
        last = checks[-1]
        why = f": {last.reason}" if last.reason else ""
        yield f"Looked at again {_many(len(checks), 'time')}, last {last.at:%Y-%m-%d %H:%M}: {last.outcome}{why}"


def lines(earlier: Version, later: Version, *, mark: Marker) -> Iterator[str]:
    """Yield what is different in *later*: metadata field by field, of the text the paragraphs that changed."""
    yield f"Version {earlier.number} -> {later.number}"
    found = changes(earlier.article, later.article)
    if not found:
        yield "No difference."
    for change in found:
        if change.field == "title":
            yield f"title: {_drawn(word_diff(earlier.article.title, later.article.title), mark)}"
        elif change.field != "text":
            before, after = (", ".join(side) or "none" for side in (change.before, change.after))
            yield f"{change.field}: {before} -> {after}"
    if any(change.field == "text" for change in found):
        yield ""
        yield from _paragraphs(word_diff(earlier.article.text, later.article.text), mark)


def row(
    versions: Sequence[Version], pair: tuple[Version, Version] | None, checks: Sequence[Recheck]
) -> dict[str, Any]:
    """Return everything that `lines` and `listing` say, the text whole."""
    found: dict[str, Any] = {
        "versions": [
            {
                "version": one.number,
                "since": one.since.isoformat(),
                "cause": one.cause,
                "document": one.document,
            }
            for one in versions
        ],
        "checks": [
            {
                "at": one.at.isoformat(),
                "url": one.url,
                "outcome": one.outcome,
                "recovered": one.recovered,
                "code": one.code,
                "reason": one.reason,
            }
            for one in checks
        ],
        "from": None,
        "to": None,
        "changes": [],
        "title": [],
        "text": [],
    }
    if pair is None:
        return found
    old, new = pair[0].article, pair[1].article
    return found | {
        "from": pair[0].number,
        "to": pair[1].number,
        "changes": [
            {"field": one.field, "before": list(one.before), "after": list(one.after)}
            for one in changes(old, new)
        ],
        "title": _pieces(word_diff(old.title, new.title)),
        "text": _pieces(word_diff(old.text, new.text)),
    }


def bracketed(piece: Piece) -> str:
    """Return what went as `[-it-]` and what came as `{+it+}`, as wdiff and git do."""
    words = piece.text.strip() or piece.text
    before, after = piece.text.split(words, 1)
    marked = f"[-{words}-]" if piece.kind == "gone" else f"{{+{words}+}}"
    return before + marked + after


def _paragraphs(pieces: Sequence[Piece], mark: Marker) -> Iterator[str]:
    unchanged = 0
    for paragraph in _by_paragraph(pieces):
        if not is_changed(paragraph):
            unchanged += 1
            continue
        if unchanged:
            yield f"({_many(unchanged, 'paragraph')} unchanged)\n"
            unchanged = 0
        yield _drawn(paragraph, mark) + "\n"
    if unchanged:
        yield f"({_many(unchanged, 'paragraph')} unchanged)"


def _by_paragraph(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield *pieces* broken where a line stays broken or came to be; one that went is shown as a pilcrow."""
    paragraph: list[Piece] = []
    for piece in pieces:
        if piece.kind == "gone":
            paragraph.append(Piece(kind="gone", text=piece.text.replace("\n", "¶ ")))
            continue
        for number, line in enumerate(piece.text.split("\n")):
            if number:
                if piece.kind == "added":
                    paragraph.append(Piece(kind="added", text="¶"))
                yield paragraph
                paragraph = []
            if line:
                paragraph.append(Piece(kind=piece.kind, text=line))
    if paragraph:
        yield paragraph


def _drawn(pieces: Iterable[Piece], mark: Marker) -> str:
    return "".join(piece.text if piece.kind == "same" else mark(piece) for piece in pieces)


def _pieces(pieces: Iterable[Piece]) -> list[dict[str, str]]:
    return [{"kind": piece.kind, "text": piece.text} for piece in pieces]


def _many(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
