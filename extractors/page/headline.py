"""Picks an article's title among what its page offers, cuts the outlet's name off, and makes one from a lede."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

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
#: A bar hardly ever stands in a headline; dashes and slashes do.
_BARS = {"|", "»", "::", "·", "•"}


def choose_title(
    *,
    headline: str | None,
    social: str | None,
    document: str | None,
    h1s: Sequence[str],
    outlets: Iterable[str] = (),
) -> str | None:
    """
    Return the title: the h1 that says what *headline* (JSON-LD), *social* (og:title) or the *document*'s title
    says, else the first of these three, else a lone h1. `None` when there is none of them.

    Social headlines are often rewritten for search engines, hence the h1; and an h1 may be the site's logo, hence
    the check.
    """
    names = list(outlets)
    stated = _cut([headline, social, document], names)
    heads = _cut(h1s, names)
    for one in stated:
        alike = max(heads, key=lambda h1: _overlap(h1, one), default="")
        if _overlap(alike, one) >= _ALIKE:
            return alike
    if stated:
        return stated[0]
    return heads[0] if len(heads) == 1 else None


def _cut(titles: Iterable[str | None], outlets: Sequence[str]) -> list[str]:
    short = (title for title in titles if title and len(title) <= _LONGEST)
    return list(filter(None, (without_outlet(title, outlets) for title in short)))


def without_outlet(title: str, outlets: Iterable[str]) -> str:
    """Return *title* without the outlet's name (and a section's between bars) at its end or beginning."""
    known = {bare(outlet) for outlet in outlets}
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
