"""What is different between two readings of one article, short enough to be read. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from extractors.models import Article, Timestamp

#: Lines of text that a change shows of those that went, and of those that came.
MOST_LINES = 3

#: Letters that a change shows of one value.
MOST_LETTERS = 200

#: Facts about the extraction and not about the article, and the date that some pages stamp anew on each visit:
#: alone they make no new version.
IN_PLACE = frozenset({"modified", "flags"})

_FIELDS = (
    "title", "text", "url", "authors", "organisations", "site", "published", "modified", "language",
    "section", "description", "image", "access", "licence", "tdm", "flags",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field that is not what it was."""

    field: str
    #: What it held and what it holds: one value, several for a list, none for nothing known. Of the text the first
    #: `MOST_LINES` lines that are gone and that are new; both are empty where only their order is another.
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    #: How many values, or lines, went and came; more than are shown, perhaps.
    gone: int = 0
    added: int = 0


def changes(old: Article, new: Article) -> tuple[Change, ...]:
    """
    Return what is different in *new*, field by field.

    Dates count by the moment and the precision: where they were found, like every origin, is no change. Neither is
    another topic, which comes from the topics file.
    """
    return tuple(
        _change(field, old, new) for field in _FIELDS if _value(old, field) != _value(new, field)
    )


def makes_version(found: Iterable[Change]) -> bool:
    """Return whether an article with these changes is a new version of itself."""
    return any(change.field not in IN_PLACE for change in found)


def _change(field: str, old: Article, new: Article) -> Change:
    before, after = _written(old, field), _written(new, field)
    # By lines and how often each stands there: a real diff is quadratic in the worst case.
    gone = list((Counter(before) - Counter(after)).elements())
    added = list((Counter(after) - Counter(before)).elements())
    if field == "text":
        before, after = gone[:MOST_LINES], added[:MOST_LINES]
    return Change(
        field=field,
        before=tuple(map(_short, before)),
        after=tuple(map(_short, after)),
        gone=len(gone),
        added=len(added),
    )


def _value(article: Article, field: str) -> object:
    value = getattr(article, field)
    return (value.at, value.precision) if isinstance(value, Timestamp) else value


def _written(article: Article, field: str) -> list[str]:
    value = getattr(article, field)
    if value is None:
        return []
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Timestamp):
        letters = {"instant": None, "day": 10, "month": 7}[value.precision]
        return [value.at.isoformat()[:letters]]
    return value.split("\n") if field == "text" else [value]


def _short(value: str) -> str:
    return value if len(value) <= MOST_LETTERS else value[: MOST_LETTERS - 1] + "…"
