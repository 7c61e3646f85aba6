"""
Turns bare copy into lines, one a paragraph: wrapped lines joined, page numbers and Markdown's marks gone.

Says of each line what only the copy's layout shows: whether a blank line stood above it, whether it was a heading or
nothing but a link. What a line means is for `plaintext` to tell.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from extractors.plaintext.credits import note
from extractors.plaintext.markdown import heading, is_link, is_ruler, plain

_LINE_END = re.compile("\r\n|[\r\v\x1c\x1d\x85\u2028\u2029]")
#: A long dash may also stand within a sentence: then a small letter follows.
_ITEM = re.compile(r"(?:[-*+•·▪●] +|\d{1,2}[.)] +|[–—] *(?=[^\W_a-zа-яёա-ֆ]|[\"«“„]))")
_PAGE_NUMBER = re.compile(
    r"[-–— ]*(?:page|seite|стр(?:аница|\.)?|sayfa|página|pág\.|p\.|էջ)\W{0,2}\d{1,4}"
    r"(?: ?(?:of|von|из|sur|de|/|-ից) ?\d{1,4})?[-–— ]*|[-–—] ?\d{1,4} ?[-–—]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,4}")
_LONGEST_HEADER = 100
#: Wrapped lines are as long as this; prose of one line a paragraph is longer, verse and lists are shorter.
_NARROWEST, _WIDEST = 45, 120
#: Editors wrap early where the next word is long.
_GRACE = 8
_SHORTEST_RULE = 3


class Line(NamedTuple):
    """One paragraph, heading or item of the copy, in one line."""

    text: str
    #: Whether a blank line (or a page's end) stands above it.
    gap: bool = True
    #: Of a Markdown heading, 1 for the highest; 0 for any other line.
    rank: int = 0
    #: Whether the whole line was one link.
    link: bool = False


def unify(text: str) -> str:
    """Return *text* with a newline for every line end, form feeds kept."""
    return _LINE_END.sub("\n", text)


def copylines(text: str) -> list[Line]:
    """Return the lines of *text*; no one is empty. Line ends must be newlines, pages may end in form feeds."""
    pages = [line.expandtabs(4).rstrip() for line in _pages_joined(text.split("\n"))]
    lines = _single_spaced(_dedented(pages))
    unmarked = (Line(plain(text), gap, rank, is_link(text)) for text, gap, rank in _joined(lines))
    return [line for line in unmarked if line.text]


def _pages_joined(lines: Sequence[str]) -> list[str]:
    """Return *lines* without what a printed page has beside its text: its number and the header that each page bears."""
    breaks = [place for place, line in enumerate(lines) if "\f" in line]
    numbers = [
        place
        for place, line in enumerate(lines)
        if len(line) < 30 and _PAGE_NUMBER.fullmatch(line.strip())
    ]
    if not breaks and len(numbers) < 2:
        return [line.replace("\f", "") for line in lines]
    lines = [line.replace("\f", "").rstrip() for line in lines]
    edges = {*breaks, *numbers}
    dropped = set(numbers)
    # What stands next to where pages part, and stands there again: the header; and a bare number beside it.
    beside = {*_beside(lines, edges), *edges} - dropped
    seen = Counter(lines[place].strip() for place in beside)
    for place in beside:
        line = lines[place].strip()
        if _NUMBER.fullmatch(line) or (len(line) <= _LONGEST_HEADER and seen[line] > 1):
            dropped.add(place)
    return list(_without(lines, dropped))


def _beside(lines: Sequence[str], edges: Iterable[int]) -> Iterator[int]:
    """Yield the places of the two lines with text above and the two below each of *edges*."""
    filled = [place for place, line in enumerate(lines) if line.strip()]
    for edge in edges:
        above, below = bisect_left(filled, edge), bisect_right(filled, edge)
        yield from filled[max(above - 2, 0) : above]
        yield from filled[below : below + 2]


def _without(lines: Sequence[str], dropped: set[int]) -> Iterator[str]:
    """Yield *lines* but for *dropped*, and without the blank lines around these where a sentence goes on below."""
    place = 0
    kept: list[str] = []
    while place < len(lines):
        if place not in dropped:
            kept.append(lines[place])
            place += 1
            continue
        while place < len(lines) and (place in dropped or not lines[place].strip()):
            place += 1
        while kept and not kept[-1].strip():
            kept.pop()
        goes_on = place < len(lines) and lines[place].strip()[:1].islower()
        if not (goes_on and kept and kept[-1][-1] not in ".!?։:"):
            kept.append("")
    yield from kept


def _dedented(lines: Sequence[str]) -> Sequence[str]:
    margin = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    return [line[margin:] for line in lines] if margin else lines


def _single_spaced(lines: Sequence[str]) -> Sequence[str]:
    """Return *lines* without the blank line between each two that double-spaced copy has."""
    inside = [
        not lines[place]
        for place in range(1, len(lines) - 1)
        if lines[place - 1] and lines[place + 1][:1].islower() and lines[place - 1][-1] not in ".!?"
    ]
    if sum(inside) < _SHORTEST_RULE or any(above and line for above, line in pairwise(lines)):
        return lines
    return [
        line
        for place, line in enumerate(lines)
        if line or (place and not lines[place - 1]) or place == 0
    ]


@dataclass
class _Open:
    """The line that is being put together."""

    parts: list[str]
    gap: bool
    rank: int = 0

    def closed(self) -> tuple[str, bool, int]:
        return "".join(self.parts), self.gap, self.rank


def _joined(lines: Sequence[str]) -> Iterator[tuple[str, bool, int]]:
    """Yield text, gap and rank of each line with its marks, once no more of *lines* goes on with it."""
    width = _wrap_width(lines)
    last: _Open | None = None
    gap = True
    fenced = quoted = item = False
    above = ""
    for raw in lines:
        line = raw.strip()
        if line.startswith(("```", "~~~")):
            fenced, gap, above = not fenced, True, ""
            continue
        was_quoted, quoted = quoted, line.startswith(">")
        if quoted:
            raw = line = line.lstrip("> ")
        if line and is_ruler(line) and not fenced:
            # Setext: a line of its own, underlined.
            if above and last and len(last.parts) == 1 and line[0] in "=-" and len(set(line)) == 1:
                last.rank = 1 if line[0] == "=" else 2
            line = ""
        if not line:
            gap, above = True, ""
            continue
        # A hanging indent goes on with its item.
        raw = line if item and raw.startswith(" ") and line[0].islower() else raw
        joins = width and above and not fenced and quoted == was_quoted
        if joins and last and _continues(above, raw, width):
            last.parts += (_glue(above, line), line)
            above = raw
            continue
        if last:
            yield last.closed()
        rank, words = (None if fenced else heading(line)) or (0, line)
        last = _Open([words], gap, rank)
        item = _ITEM.match(line) is not None
        # Nothing goes on with a heading, and what is below one stands apart.
        gap, above = bool(rank), "" if rank else raw
    if last:
        yield last.closed()


def _wrap_width(lines: Sequence[str]) -> int:
    """Return the width that *lines* were wrapped at; 0 unless three of about one width go on below with a small letter."""
    widths = sorted(
        (
            len(above)
            for above, line in pairwise(lines)
            if _NARROWEST <= len(above) <= _WIDEST and line[:1].islower() and above[-1] not in ".!?"
        ),
        reverse=True,
    )
    for place, width in enumerate(widths[: -_SHORTEST_RULE + 1]):
        if width - widths[place + _SHORTEST_RULE - 1] <= 2 * _GRACE:
            return width
    return 0


def _continues(above: str, line: str, width: int) -> bool:
    """The first word of *line* had no room *above*, or goes on in small letters."""
    if line.startswith(("  ", "#", "|")) or _ITEM.match(line):
        return False
    # Below a headline that fills its line a byline may stand.
    if len(line) < _NARROWEST and note(line) is not None:
        return False
    if line[0].islower() and above[-1] not in ".!?։:;":
        return True
    return len(above) + 1 + len(line.split(None, 1)[0]) > width - _GRACE


def _glue(above: str, line: str) -> str:
    """A hyphen at a line's end belongs to the word: editors break at those that are there."""
    return "" if re.search(r"\w-$", above) and line[0].islower() else " "
