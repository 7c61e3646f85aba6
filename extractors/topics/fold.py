"""Folds text for matching (case, accents, quotes, dashes, spaces) and keeps the way back to the text as written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

#: Characters that Unicode's own decomposition leaves apart or turns into something longer.
_ALIKE = {
    **dict.fromkeys("‘’‚‛ʼʹ`´′՚＇", "'"),
    **dict.fromkeys("“”„‟«»‹›″〝〞＂", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    "ı": "i",
    "ς": "σ",
    "ø": "o",
    "ł": "l",
}
#: Marks inside words that are not letters: combining accents (stress in Russian), soft hyphens, zero-width
#: characters, the Armenian marks for stress, exclamation and question, which stand within the word.
_MARKS = "\u0300-\u036f\u0483-\u0487\u064b-\u065f\u055b\u055c\u055e\u00ad\u200b-\u200f\u2060\ufeff"
_DROPPED = re.compile(rf"[{_MARKS}]|(?<= ) ")
_HYPHEN = re.compile(rf"-(?<=[\w{_MARKS}]-)(?=\w)")


def fold(text: str) -> str:
    """Return *text* with case, accents, quotes, dashes and spaces made alike; always of the same length."""
    # The only capital whose lower case is longer (i and a combining dot).
    folded = text.replace("İ", "i").lower()
    # One replace for each kind of character beats translate(), which looks every single one up: 5 times
    # as fast on Russian text.
    for character in set(folded):
        if (alike := _fold_character(character)) != character:
            folded = folded.replace(character, alike)
    return folded


@cache
def _fold_character(character: str) -> str:
    if character == "\n":
        return character
    if character.isspace():
        return " "
    if character in _ALIKE:
        return _ALIKE[character]
    decomposed = unicodedata.normalize("NFKD", character)
    if not all(unicodedata.combining(mark) for mark in decomposed[1:]):
        return character
    lowered = decomposed[0].lower()
    return _ALIKE.get(lowered, lowered) if len(lowered) == 1 else character


@dataclass(frozen=True, slots=True)
class Searchable:
    """
    Folded text as patterns are matched on: one space between words, none of the marks inside them.

    A hyphen inside a word counts as a space, so that `peace keeping` finds "peace-keeping".
    """

    text: str
    #: For each character of `text` (and its end) the offset in the text as written; `None` where nothing moved.
    offsets: tuple[int, ...] | None

    def written_at(self, offset: int) -> int:
        """Return where the character at *offset* stands in the text as written."""
        return self.offsets[offset] if self.offsets else offset


def searchable(text: str) -> Searchable:
    """Return *text* ready to be searched."""
    folded = fold(text)
    if "-" in folded:
        folded = _HYPHEN.sub(" ", folded)
    if folded.isascii() and "  " not in folded:
        return Searchable(folded, None)
    dropped = {match.start() for match in _DROPPED.finditer(folded)}
    if not dropped:
        return Searchable(folded, None)
    kept = [offset for offset in range(len(folded)) if offset not in dropped]
    return Searchable("".join([folded[offset] for offset in kept]), (*kept, len(folded)))
