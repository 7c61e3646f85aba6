"""
What people write in a topics file to find words, turned into what a program can look for.

    harbour         a word; whole words only
    harbour*        the beginning of a word, anywhere in a phrase
    old harbour     words in this order; a space also finds a hyphen, a line of blanks, a hard space
    @UN             a word that must be in capitals
    (sea|air) port  one of them; `(a|)` is `a` or nothing; also inside a word: harbo(u|)r

Case, accents, ё, quotes and dashes do not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

from extractors.topics.fold import searchable

_GROUP = re.compile(r"\(([^()]*)\)")
#: Every star closes two letters or more and ends its word, behind a group's bracket too: so no pattern can take
#: more than linear time on any text.
_WRONG_STAR = re.compile(
    r"(?<![^\W_][^\W_])(?<!\)[^\W_])\*|\*(?=[\w*(@])|\*(?:\|[^()]*)?\)(?=[\w*(@])"
)
#: Choices a pattern may begin with; each becomes a key of the automaton.
_MOST_BEGINNINGS = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Pattern:
    """One beginning of a pattern: where to look, and what must stand there, in folded text."""

    #: As the file has it.
    written: str
    #: The letters before the first star or choice.
    key: str
    #: Matches the whole, key included. What it captures must be in capitals in the text as written.
    regex: str


class PatternError(ValueError):
    """A pattern that cannot be used; *remedy* says what can."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.remedy = remedy


def parse_pattern(written: str) -> list[Pattern]:
    """
    Return what *written* stands for, one `Pattern` for each choice it begins with.

    Raises:
        PatternError: it is empty, or has a star, bracket or `@` where none can be.
    """
    _check(written)
    pieces = _GROUP.split(" ".join(written.replace("-", " ").split()))
    beginnings, rest = _beginnings(pieces)
    return [_pattern(written, beginning, rest) for beginning in beginnings]


def _check(written: str) -> None:
    outside = _GROUP.sub(" ", written)
    if any(mark in outside for mark in "()|"):
        raise PatternError("has a bracket or bar out of place", "Write choices as (a|b)")
    if not any(character.isalnum() for character in written):
        raise PatternError("has no word in it", "Write a word, or its beginning: harbour*")
    if _WRONG_STAR.search(written):
        raise PatternError(
            "has a star that does not close the beginning of a word, two letters or more",
            "Write it as in harbour*",
        )
    if wrong := next((word for word in _capitals(written) if not word.isupper()), None):
        raise PatternError(
            f"asks for capitals in {wrong!r}, which is not", f"Write {'@' + wrong.upper()!r}"
        )


def _capitals(written: str) -> list[str]:
    return re.findall(r"@([^\s()|*]*)", written)


def _beginnings(pieces: list[str]) -> tuple[list[str], list[str]]:
    """Return every text that *pieces* (plain, choices, plain, ...) can begin with, and the pieces after it."""
    beginnings = [pieces[0]]
    at = 1
    while at < len(pieces) and not all(beginning.strip() for beginning in beginnings):
        choices = pieces[at].split("|")
        beginnings = [a + b + pieces[at + 1] for a, b in product(beginnings, choices)]
        at += 2
        if len(beginnings) > _MOST_BEGINNINGS:
            raise PatternError("begins in more than 1000 ways", "Split it in several patterns")
    return sorted({" ".join(text.split()) + _gap(text) for text in beginnings}), pieces[at:]


def _gap(text: str) -> str:
    return " " if text.endswith(" ") else ""


def _pattern(written: str, beginning: str, rest: list[str]) -> Pattern:
    key = searchable(beginning.split("*")[0].replace("@", "")).text.strip()
    if not key:
        raise PatternError(
            "may stand for nothing at all", "Leave no choice empty but beside a word"
        )
    regex = _plain(beginning)
    for choices, plain in zip(rest[::2], rest[1::2], strict=True):
        regex = _chosen(regex, choices.split("|")) + _plain(plain)
    return Pattern(written=written, key=key, regex=rf"(?<!\w){regex.strip()}(?!\w)")


def _plain(text: str) -> str:
    folded = re.escape(searchable(text).text).replace(r"\ ", " ")
    starred = folded.replace(r"\*", r"\w*")
    return re.sub(r"@((?:\w|\\\.)+)", r"(\1)", starred)


def _chosen(before: str, choices: list[str]) -> str:
    # The longest first: it says most as evidence.
    texts = sorted((_plain(choice.strip()) for choice in choices if choice.strip()), key=len)[::-1]
    chosen = f"(?:{'|'.join(texts)})"
    if len(texts) == len(choices):
        return before + chosen
    return f"{before[:-1]}(?: {chosen})?" if before.endswith(" ") else f"{before}{chosen}?"
