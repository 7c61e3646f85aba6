"""
Drops what is not article from the lines of a page: what `line_rules` knows on its own, and what only its place betrays.

Above the first paragraph stand menus, byline and date; below the last one lists of other stories, introductions of
the outlet and its writers, addresses. Between them a line goes only for what it says. No line is dropped because the
page's description repeats it: that loses ledes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from itertools import accumulate, pairwise

from extractors.page import phrases as said
from extractors.page.foot import body_end, is_blurb
from extractors.page.line_rules import (
    CLOCK,
    DATE,
    PARAGRAPH,
    Rule,
    is_breadcrumb,
    is_menu,
    rule_of,
)
from extractors.page.phrases import MARKS, fold

#: From this length on a sentence counts as a body paragraph.
SENTENCE = 60
_SENTENCE_END = re.compile(r"(?<!\.\.)[.!?։:。！？؟][\"')\]]*$")
_GLUED_LABEL = re.compile(rf"(?:{'|'.join(said.GLUED)}) ?[:՝]", re.IGNORECASE)
_GLUED_ASCII = tuple(label for label in said.GLUED if label.isascii())
_BAR = ("share bar", "platform", "promo")
_WORD = re.compile(r"[^\W\d_]+")
_DATE = re.compile(DATE)
_CLOCK = re.compile(CLOCK)
_BYLINE = re.compile(
    r"(?i:by|written by|story by|words by|text|par|von|por|di|autor|автор|авторы|текст|հեղինակ|yazan|yazar)(?: ?:)? +"
    r"(?:(?:[A-ZÀ-ÞĞİŞА-ЯЁԱ-Ֆ][\w.'’-]*|and|und|et|y|e|и|ve|և|de|van|von|&|\|)[ ,]*){1,9}$"
)
_SPACE = re.compile(" ")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$")


def is_sentence(line: str, *, longer_than: int = SENTENCE) -> bool:
    """Tell whether *line* ends like a sentence of that length at least; a teaser cut by "..." does not."""
    return len(line) >= longer_than and bool(_SENTENCE_END.search(line[-6:].translate(MARKS)))


def article_lines(
    lines: Sequence[str],
    *,
    authors: Sequence[str] = (),
    links: Callable[[], Collection[str]] = frozenset,
) -> list[str]:
    """
    Return those of *lines* that are article, stripped, in their order, blank lines gone.

    A line that introduces one of *authors* after the last paragraph goes too, and so do teasers in a row above the
    first paragraph or below the last: *links* returns the texts of the page's links and is asked only when a line may
    be one. Of a long line that is repeated the first is kept. A teaser glued to the end of a paragraph is cut off; no
    line is changed otherwise.
    """
    lines = _unrepeated([whole for line in lines if (whole := _unglued(line.strip()))])
    rules = [rule_of(line) for line in lines]
    prose = [0 if rule else _prose(line, authors) for line, rule in zip(lines, rules, strict=True)]
    body = next((place for place, length in enumerate(prose) if length >= SENTENCE), 0)
    kept: list[str] = []
    owed = 0
    for place in range(_tail(lines, rules, prose, authors)):
        line, rule = lines[place], rules[place]
        if owed and not rule and _is_headline(line):
            owed -= 1
            continue
        owed = rule.takes if rule else 0
        if not _drops(rules, place) and not (place < body and _is_head(line, authors)):
            kept.append(line)
    kept = _without_teasers(kept, links)
    return kept[: body_end(kept, authors)]


def _unrepeated(lines: Sequence[str]) -> list[str]:
    """Return *lines* without what repeats one of the first three: a standfirst is printed twice by some pages."""
    # Further down a line may come again: a refrain, a question put to everybody.
    standfirsts = {line: lines.index(line) for line in lines[:3] if len(line) >= SENTENCE}
    return [line for place, line in enumerate(lines) if standfirsts.get(line, place) == place]


def _unglued(line: str) -> str:
    lowered = line.lower()
    # The cheap question first: one pattern of all labels takes ten times as long.
    if not any(label in lowered for label in (_GLUED_ASCII if line.isascii() else said.GLUED)):
        return line
    found = _GLUED_LABEL.search(line)
    if not found or not found.start():
        return line
    before, after = line[: found.start()].rstrip(" ([-–—|"), line[found.end() :].strip()
    if is_sentence(before, longer_than=1):
        goes_on = len(after) > PARAGRAPH or re.search(r"[.!?։] ", after)
        return line if goes_on else before
    if fold(before) == fold(after) or not line[found.start() - 1].isspace():
        return before if len(before) >= PARAGRAPH else ""
    return line


def _prose(line: str, authors: Sequence[str]) -> int:
    if not is_sentence(line, longer_than=30) or is_blurb(line, authors):
        return 0
    return len(line)


def _is_headline(line: str) -> bool:
    """Three words at least, so that a sub-heading ("Armenia") is not taken for the teaser that is missing."""
    if len(line) > PARAGRAPH or line.startswith(("- ", "– ", "— ")):
        return False
    return len(line.split()) > 2 and line.rstrip()[-1] not in ".։:;"


def _is_head(line: str, authors: Sequence[str]) -> bool:
    """Tell whether *line*, which stands above the first paragraph, is menu, byline, date or address."""
    if len(line) > 120:
        return False
    return (
        is_menu(line)
        or is_breadcrumb(line)
        or bool(_ADDRESS.match(line))
        or _is_byline(line, authors)
        or _is_date(line)
    )


def _is_byline(line: str, authors: Sequence[str]) -> bool:
    if _BYLINE.match(line):
        return True
    named = [name for name in authors if name in line]
    # "Ann Docker, harbour correspondent": a few words beside the names; more are a headline about her.
    return bool(named) and len(line.split()) - sum(len(name.split()) for name in named) <= 4


def _is_date(line: str) -> bool:
    """A day with hardly a word beside it; beside a clock time a few more."""
    if not _DATE.search(line):
        return False
    rest, clocks = _CLOCK.subn(" ", _DATE.sub(" ", line))
    return len(_WORD.findall(rest)) <= (6 if clocks else 3) and not is_sentence(line)


def _drops(rules: Sequence[Rule | None], place: int) -> bool:
    rule = rules[place]
    if rule is None or rule.name != "platform":
        return rule is not None and rule.drops
    beside = (*rules[max(place - 1, 0) : place], *rules[place + 1 : place + 2])
    return any(other and other.name in _BAR for other in beside)


def _tail(
    lines: Sequence[str], rules: Sequence[Rule | None], prose: Sequence[int], authors: Sequence[str]
) -> int:
    """Return the place of the line that the page's tail begins with, the number of lines if it has none."""
    ahead = _ahead(prose)
    total = sum(prose)
    last = _last_paragraph(lines, rules, prose, authors)
    seen = before = 0
    for place, rule in enumerate(rules):
        before += prose[place]
        seen += prose[place] >= SENTENCE
        if not rule or not rule.yields_to or not seen:
            continue
        refuted_by = rule.yields_to if seen >= 3 else min(rule.yields_to, SENTENCE)
        if ahead[place] >= refuted_by or before <= total - before:
            continue
        if rule.takes and rule.yields_to <= PARAGRAPH and place in last:
            continue
        return place
    return len(rules)


def _last_paragraph(
    lines: Sequence[str], rules: Sequence[Rule | None], prose: Sequence[int], authors: Sequence[str]
) -> range:
    """
    Return the places above a last paragraph that no other sentence stands below.

    A list of stories there has no summaries, which would be a sentence each, and so does not claim the paragraph.
    """
    free = [place for place, rule in enumerate(rules) if rule is None]
    free = free[: body_end([lines[place] for place in free], authors)]
    if not free or prose[free[-1]] < SENTENCE:
        return range(0)
    above = (place for place in reversed(free[:-1]) if prose[place])
    return range(next(above, 0), free[-1])


def _ahead(prose: Sequence[int]) -> list[int]:
    """Return for each place the longest sentence below it; two paragraphs in a row count as one long paragraph."""
    weights = [
        max(length, PARAGRAPH) if min(length, below) >= SENTENCE else length
        for length, below in pairwise((*prose, 0))
    ]
    return [*accumulate(reversed(weights[1:]), max, initial=0)][::-1]


def _without_teasers(lines: list[str], links: Callable[[], Collection[str]]) -> list[str]:
    """Return *lines* without the headlines of other stories that stand in a row at the head or at the foot."""
    head = next((place for place, line in enumerate(lines) if is_sentence(line)), len(lines))
    foot = max(
        (n for n, line in enumerate(lines) if is_sentence(line, longer_than=PARAGRAPH)),
        default=len(lines),
    )
    outside = [*range(head), *range(foot + 1, len(lines))]
    candidates = [place for place in outside if _is_headline(lines[place].lstrip("-•* "))]
    if len(candidates) < 2:
        return lines
    texts = links()
    teasers = {place for place in candidates if _is_link(lines[place].lstrip("-•* "), texts)}
    # One link alone may be where the story sends its reader.
    return [
        line
        for place, line in enumerate(lines)
        if place not in teasers or teasers.isdisjoint((place - 1, place + 1))
    ]


def _is_link(line: str, texts: Collection[str]) -> bool:
    """Tell whether *line* is a link or begins with one: a headline, and behind it the story's first words."""
    ends = [found.start() for found in _SPACE.finditer(line, 12)]
    return line in texts or any(line[:end] in texts for end in ends)
