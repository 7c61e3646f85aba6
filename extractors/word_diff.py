"""Which words went and which came between two texts, and the sentences around them. Pure, and never slow."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

#: Letters of unchanged text that are kept on each side of a change, where no sentence ends before.
MOST_CONTEXT = 120

#: Words against words that are compared each with each, where no word stands once in both texts. More than that is
#: shown as replaced: a page of a hundred thousand equal words must not cost a minute.
_MOST_CELLS = 10_000
_MOST_LEVELS = 40

_LETTER_WORDS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
#: A line break, or a word or mark with the blanks before it. What writes no blanks is compared letter by letter.
_TOKENS = re.compile(
    rf"\n|[^\S\n]*(?:[{_LETTER_WORDS}]|[^\W{_LETTER_WORDS}]+(?:[.,'’-][^\W{_LETTER_WORDS}]+)*|[^\w\s])|[^\S\n]+"
)
_SENTENCE_END = re.compile(r"""[.!?…]["'”’»)]*\s+|[。！？]|\n""")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of text that stayed, went or came."""

    kind: Literal["same", "gone", "added"]
    text: str


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """
    Return both texts as one row of pieces: without those gone it is *new* to the letter, without those added *old*.

    Where blanks alone differ, *old* has those of *new*. No two neighbours are of one kind, and what went comes
    before what came in its place.
    """
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    pairs = _meaningful(before, after, _matches(_keys(before), _keys(after)))
    pieces: list[Piece] = []
    i = j = 0
    for at, there in [*pairs, (len(before), len(after))]:
        _add(pieces, "gone", before[i:at])
        _add(pieces, "added", after[j:there])
        _add(pieces, "same", after[there : there + 1])
        i, j = at + 1, there + 1
    return tuple(_blanks_outside(pieces))


def is_changed(pieces: Iterable[Piece]) -> bool:
    """Return whether anything went or came."""
    return any(piece.kind != "same" for piece in pieces)


def around_changes(pieces: Sequence[Piece], *, letters: int) -> tuple[Piece, ...]:
    """
    Return *pieces* on one line, of what stayed only the sentences around the changes, an ellipsis for the rest.

    At most some *letters* in all. A line break that went or came is shown as a pilcrow.
    """
    shown: list[Piece] = []
    left = letters
    for number, piece in enumerate(pieces):
        if piece.kind == "same":
            text = _context(piece.text, is_first=number == 0, is_last=number == len(pieces) - 1)
            text = re.sub(r"\s+", " ", text)
        else:
            # Of a long one its beginning: what came in its place is to be seen, too.
            text = _beginning(re.sub(r"\s*\n\s*", " ¶ ", piece.text), letters // 3)
        if len(text) > left:
            rest = text if piece.kind != "same" else ""
            shown.append(replace(piece, text=_beginning(rest, left) or "…"))
            break
        shown.append(replace(piece, text=text))
        left -= len(text)
    return tuple(piece for piece in shown if piece.text)


def _keys(tokens: Sequence[str]) -> list[str]:
    return [written.strip() or written[0] for written in tokens]


def _matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """
    Return the places of the words that stayed, in order.

    A patience diff: what begins and ends alike, then the words that stand once in both texts, and the same again
    between these.
    """
    found: list[tuple[int, int]] = []
    waiting = [(0, len(old), 0, len(new), 0)]
    while waiting:
        a, a_end, b, b_end, level = waiting.pop()
        while a < a_end and b < b_end and old[a] == new[b]:
            found.append((a, b))
            a, b = a + 1, b + 1
        while a < a_end and b < b_end and old[a_end - 1] == new[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
            found.append((a_end, b_end))
        if a == a_end or b == b_end or level == _MOST_LEVELS:
            continue
        anchors = _anchors(old, new, range(a, a_end), range(b, b_end))
        if anchors:
            found += anchors
            edges = [(a - 1, b - 1), *anchors, (a_end, b_end)]
            waiting += [(i + 1, k, j + 1, m, level + 1) for (i, j), (k, m) in pairwise(edges)]
        elif (a_end - a) * (b_end - b) <= _MOST_CELLS:
            found += [(a + i, b + j) for i, j in _longest_common(old[a:a_end], new[b:b_end])]
    return sorted(found)


def _anchors(
    old: Sequence[str], new: Sequence[str], here: range, there: range
) -> list[tuple[int, int]]:
    """Return the longest row, in the order of both, of words that stand once *here* in *old* and once *there*."""
    counts = Counter(old[i] for i in here)
    others = Counter(new[j] for j in there)
    place = {new[j]: j for j in there if others[new[j]] == 1}
    once = [(i, place[old[i]]) for i in here if counts[old[i]] == 1 and old[i] in place]
    # The longest increasing row, by patience sorting.
    tops: list[int] = []
    row: list[int] = []
    behind: list[int] = []
    for number, (_, j) in enumerate(once):
        pile = bisect_left(tops, j)
        behind.append(row[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [j]
        row[pile : pile + 1] = [number]
    longest = []
    at = row[-1] if row else -1
    while at >= 0:
        longest.append(once[at])
        at = behind[at]
    return longest[::-1]


def _longest_common(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    lengths = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            lengths[i][j] = (
                lengths[i + 1][j + 1] + 1
                if old[i] == new[j]
                else max(lengths[i + 1][j], lengths[i][j + 1])
            )
    i = j = 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            yield i, j
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1


def _meaningful(
    old: Sequence[str], new: Sequence[str], pairs: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return *pairs* without the marks and stray words that two long changes happen to share between them."""
    runs: list[list[tuple[int, int]]] = []
    for i, j in pairs:
        if runs and runs[-1][-1] == (i - 1, j - 1):
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
    kept: list[tuple[int, int]] = []
    end = (-1, -1)
    for number, run in enumerate(runs):
        (i, j), (k, m) = run[0], run[-1]
        before = max(i - end[0], j - end[1]) - 1
        follower = runs[number + 1][0] if number + 1 < len(runs) else (len(old), len(new))
        after = max(follower[0] - k, follower[1] - m) - 1
        words = sum(any(letter.isalnum() for letter in new[at]) for _, at in run)
        has_break = any(new[at] == "\n" for _, at in run)
        if has_break or words * 3 > min(before, after) or not (before and after):
            kept += run
            end = run[-1]
    return kept


def _add(pieces: list[Piece], kind: Literal["same", "gone", "added"], tokens: list[str]) -> None:
    if not tokens:
        return
    text = "".join(tokens)
    if pieces and pieces[-1].kind == kind:
        text = pieces.pop().text + text
    pieces.append(Piece(kind=kind, text=text))


def _blanks_outside(pieces: Sequence[Piece]) -> list[Piece]:
    """Return *pieces*, a blank before what went and before what came in its place moved to what stayed."""
    row = list(pieces)
    for at in range(1, len(row) - 1):
        stayed, gone, added = row[at - 1 : at + 2]
        is_exchange = (gone.kind, added.kind) == ("gone", "added")
        if is_exchange and gone.text[0] == added.text[0] == " ":
            row[at - 1] = replace(stayed, text=stayed.text + " ")
            row[at : at + 2] = [replace(one, text=one.text[1:]) for one in (gone, added)]
    return [piece for piece in row if piece.text]


def _context(text: str, *, is_first: bool, is_last: bool) -> str:
    """Return of *text*, which stayed, the end of the sentence before it and the beginning of the one after it."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    head = text[: ends[0]] if ends else text
    # A text that ends with its sentence leaves the next one as context.
    starts = [end for end in ends if end < len(text.rstrip())]
    tail = text[starts[-1] :] if starts else text
    if len(head) > MOST_CONTEXT:
        head = head[:MOST_CONTEXT].rsplit(" ", 1)[0] + " "
    if len(tail) > MOST_CONTEXT:
        tail = " " + tail[-MOST_CONTEXT:].split(" ", 1)[-1]
    if is_first and is_last:
        return ""
    if is_first:
        return tail if len(tail) == len(text) else f"… {tail.lstrip()}"
    if is_last:
        return head if len(head.rstrip()) == len(text.rstrip()) else f"{head.rstrip()} …"
    if len(head) + len(tail) >= len(text):
        return text
    return f"{head.rstrip()} … {tail.lstrip()}"


def _beginning(text: str, letters: int) -> str:
    if len(text) <= letters:
        return text
    cut = text[: max(0, letters - 1)]
    return (cut.rsplit(" ", 1)[0] if " " in cut.strip() else cut) + "…" if cut else ""
