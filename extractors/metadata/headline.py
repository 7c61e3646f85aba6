"""Picks an article's title among what its page offers, cuts the outlet's name off, and makes one from a lede."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.page.characters import bare

_SEPARATOR = re.compile(r"(\s+[|·•»«:—–-]+\s+|\s*[|»]\s*|\s+::\s+|\s+/\s+)")
_SHORTEST_CLAUSE = 40
_FIRST_WORDS = 1000
#: More is a page that put its whole text into a heading.
_LONGEST = 500
#: "Example." or "YEREVAN, 12 March. /Agency/." or "YEREVAN (Agency) — " before a lede.
_DATELINE = re.compile(
    r"^(?:(?:[^\W\d_]{4,}(?: [^\W\d_]+)?)\.\s+(?=\S+ \S+ \S+)"
    r"|(?=[^a-zа-яёա-ֆ]{3})[^!?]{3,60}?"
    r"(?:/[^/]{2,30}/\.?\s*[-–—]?\s+|\([^)]{2,30}\)\s*[-–—]\s+|\s[-–—]{1,2}\s+))"
)
#: Three letters of one case before the full stop: "U.S.", "Mr." and "Gen." end no sentence.
_SENTENCE_END = re.compile(
    r"(?:(?<=[a-zа-яёա-ֆ]{3}[.!?։…])|(?<=[A-ZА-ЯЁԱ-Ֆ\d]{3}[.!?։…])|(?<=[»”\")\]%][.!?։…])|(?<=[.!?։…][»”\"]))"
    r"\s+(?=[\"“«(]?[^\W_a-zа-яёա-ֆ])"
)
_CLAUSE_END = re.compile(r"[,;:](?=\s)|\s[–—-](?=\s)")

_WORD = re.compile(r"\w+")
#: Headline and h1 of one page share more (social headlines are rewritten, hence so little).
_ALIKE = 0.35
#: Words of a title that is hardly found at another's end by chance.
_SHORTEST_TITLE = 3
#: A bar hardly ever stands in a headline; dashes and slashes do.
_BARS = {"|", "»", "::", "·", "•"}


@dataclass(frozen=True, kw_only=True)
class Title:
    """A title, and which of the page's titles it is: `stated`, `h1` (agreeing with one), `lone` (an h1 alone)."""

    text: str
    found: Literal["stated", "h1", "lone"]
    #: Of the stated titles the one it is, or agrees with.
    index: int = 0


def choose_title(
    stated: Sequence[str | None], h1s: Sequence[str], *, outlets: Iterable[str] = ()
) -> Title | None:
    """
    Return the title: the h1 that says what one of *stated* (the most trusted first) says, else the first of these,
    else a lone h1. `None` when there is none of them.

    Titles made for search engines and social media are often rewritten, hence the h1; and an h1 may be the site's
    logo, hence the check. What an h1 has before the very words of a stated title is its kicker.
    """
    known = {bare(outlet) for outlet in outlets}
    # Most pages say the same in each place.
    short = {title: _cut(title, known) for title in (*stated, *h1s) if title}
    cut = [(index, short.get(title or "", "")) for index, title in enumerate(stated)]
    heads = list(filter(None, (short.get(h1) for h1 in h1s)))
    for index, title in cut:
        if not title:
            continue
        alike = max(heads, key=lambda h1: _overlap(h1, title), default="")
        if _overlap(alike, title) >= _ALIKE:
            text = title if _has_kicker(alike, title) else alike
            return Title(text=text, found="h1", index=index)
    if (first := next(((index, title) for index, title in cut if title), None)) is not None:
        return Title(text=first[1], found="stated", index=first[0])
    return Title(text=heads[0], found="lone") if len(heads) == 1 else None


def _has_kicker(h1: str, title: str) -> bool:
    """Tell whether *h1* is *title* behind a few words that no mark parts from it."""
    if not h1.endswith(title) or h1 == title or len(_WORD.findall(title)) < _SHORTEST_TITLE:
        return False
    return h1[: -len(title)].rstrip()[-1:].isalnum()


def _cut(title: str, known: set[str]) -> str:
    return _without(title, known) if len(title) <= _LONGEST else ""


def without_outlet(title: str, outlets: Iterable[str]) -> str:
    """Return *title* without the outlet's name (and a section's between bars) at its end or beginning."""
    return _without(title, {bare(outlet) for outlet in outlets})


def _without(title: str, known: set[str]) -> str:
    parts = _SEPARATOR.split(" ".join(title.split()))
    while len(parts) > 2 and _is_outlet(parts[-1], parts[-2], known, "".join(parts[:-2])):
        parts = parts[:-2]
    if len(parts) > 2 and bare(parts[0]) in known:
        parts = parts[2:]
    return "".join(parts).strip()


def from_lede(lede: str, *, longest: int = 125) -> str:
    """
    Return a title made of the first words of *lede*: its first sentence, or as many of its first clauses as
    *longest* characters hold, or as many words and an ellipsis. A dateline or agency before it is left off.
    """
    text = _DATELINE.sub("", " ".join(lede[:_FIRST_WORDS].split()), count=1)
    sentence = _SENTENCE_END.split(text, maxsplit=1)[0].rstrip(".։ ")
    if len(sentence) <= longest:
        return sentence
    clauses = [found.start() for found in _CLAUSE_END.finditer(sentence, 0, longest + 2)]
    if clauses and clauses[-1] >= _SHORTEST_CLAUSE:
        return sentence[: clauses[-1]].rstrip()
    return sentence[: longest - 1].rpartition(" ")[0].rstrip(",;:–—- ") + "…"


def _is_outlet(part: str, mark: str, known: set[str], rest: str) -> bool:
    name = bare(part)
    if not name or len(_WORD.findall(rest)) < 2:
        return False
    if name in known:
        return True
    short = len(part.split()) <= 3
    # "Express" of express.example, "Example News UK" of Example News; not "Example at the spring fair".
    if short and any(
        len(one) > 3 and (one.startswith(name) or name.startswith(one)) for one in known
    ):
        return True
    return mark.strip() in _BARS and len(part.split()) <= 4 and len(_WORD.findall(rest)) >= 3


def _overlap(h1: str, stated: str) -> float:
    """Return the share of the words of either that stand in both (Jaccard)."""
    first, second = set(_WORD.findall(h1.casefold())), set(_WORD.findall(stated.casefold()))
    return len(first & second) / max(1, len(first | second))
