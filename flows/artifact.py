"""Parts of a run's artifact, as Markdown: short lists, and nothing in them that is taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Rows that a table or a list of an artifact holds.
MOST_ROWS = 100


def section(title: str, items: Iterable[str], *, rest: str = "", total: int | None = None) -> str:
    """
    Return a list below *title*, empty without items.

    *rest* is the command that shows those left out; *total* how many there are, where *items* are not all.
    """
    every = [f"- {item}" for item in items]
    if not every:
        return ""
    left_out = (len(every) if total is None else total) - min(len(every), MOST_ROWS)
    return f"## {title}\n\n" + "\n".join(every[:MOST_ROWS]) + more(left_out, rest)


def more(number: int, command: str) -> str:
    """Return how many were left out, and the *command* that shows them; empty for none."""
    if number <= 0:
        return ""
    return f"\n\nand {number} more" + (f": `{command}`" if command else "")


def plain(text: str) -> str:
    """Return *text* on one line with Markdown's and HTML's own characters made harmless."""
    return _LIST_MARK.sub(r"\1\\\2", " ".join(text.split()).translate(_HARMLESS))


#: What would begin a list within the list.
_LIST_MARK = re.compile(r"^(\d*)([-+.)])(?= |$)")


_HARMLESS = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {mark: f"\\{mark}" for mark in "\\`*_[]|#~"}
)
