"""Weighs the sentences in which a topic's rules hold: the score, the level, and the evidence that adds up to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from extractors.models import Evidence, Tag
from extractors.topics.layout import Layout, Span
from extractors.topics.pack import Rule, Topic
from extractors.topics.rules import Match

#: Pieces of evidence kept for one topic of one article: enough to judge it, short enough to read.
MOST_EVIDENCE = 5
#: What a match counts for in the title and in the first two paragraphs; 1.0 elsewhere.
TITLE_SCORE = 2.5
LEAD_SCORE = 1.5


def judged(
    topic: Topic, found: Iterable[tuple[Rule, Match, Span | None]], layout: Layout
) -> tuple[Tag, list[Evidence]] | None:
    """
    Return the tag that *found* earns, and its evidence; `None` below the topic's threshold.

    *found* is in reading order, and only as much of it is taken as can make a difference.
    """
    heaviest = max(rule.weight for rule in topic.rules)
    # By sentence; of two rules that hold in one, the heavier speaks, or the file's first.
    best: dict[Span, _Worth] = {}
    for rule, match, line in found:
        main, *others = _by_line(match, line, layout)
        place = _place_score(main, layout)
        if len(best) >= MOST_EVIDENCE and _is_settled(best.values(), heaviest * place):
            break
        worth = _Worth(rule.weight * place, rule, main, tuple(others))
        _keep_best(best, layout.sentence(main[0][0]), worth)
    pieces = sorted(best.items(), key=lambda item: (-item[1].score, item[0]))[:MOST_EVIDENCE]
    score = round(sum(worth.score for _, worth in pieces), 3)
    if score < topic.threshold:
        return None
    beside = {
        layout.sentence(other[0][0]): _Worth(0.0, worth.rule, other, ())
        for _, worth in pieces
        for other in worth.beside
    }
    kept = [
        *pieces,
        *(
            item
            for item in sorted(beside.items(), key=lambda item: item[0])
            if item[0] not in dict(pieces)
        ),
    ]
    kept = kept[:MOST_EVIDENCE]
    kept.sort(key=lambda item: (item[0][0] < layout.body, item[0]))
    tag = Tag(topic=topic.name, level="about" if score >= topic.about else "mentions", score=score)
    return tag, [_piece(topic, worth, layout) for _, worth in kept]


class _Worth(NamedTuple):
    """What a sentence is worth to a topic, and why."""

    score: float
    rule: Rule
    match: Match
    #: What else the rule holds on, in other lines.
    beside: tuple[Match, ...]


def _is_settled(best: Iterable[_Worth], most: float) -> bool:
    """Return whether nothing that is worth *most* can push one of the five best out."""
    return sorted((worth.score for worth in best), reverse=True)[MOST_EVIDENCE - 1] >= most


def _keep_best(kept: dict[Span, _Worth], sentence: Span, worth: _Worth) -> None:
    known = kept.get(sentence)
    if (
        known is None
        or known.score < worth.score
        or (known.rule is worth.rule and _length(worth.match) < _length(known.match))
    ):
        kept[sentence] = worth


def _by_line(match: Match, found_in: Span | None, layout: Layout) -> list[Match]:
    """Return the parts of *match* line by line, first the line it was found in, or that has most of its words."""
    lines: dict[Span, list[Span]] = defaultdict(list)
    for span in match:
        lines[layout.line(span[0])].append(span)
    if len(lines) == 1:
        return [match]
    ordered = sorted(
        lines.items(),
        key=lambda item: (item[0] != found_in, -len(item[1]), item[0][0] < layout.body),
    )
    return [tuple(spans) for _, spans in ordered]


def _place_score(match: Match, layout: Layout) -> float:
    at = match[0][0]
    if at < layout.body:
        return TITLE_SCORE
    return LEAD_SCORE if at < layout.lead[1] else 1.0


def _length(match: Match) -> int:
    return match[-1][1] - match[0][0]


def _piece(topic: Topic, worth: _Worth, layout: Layout) -> Evidence:
    match = worth.match
    start, end = match[0][0], match[-1][1]
    sentence = layout.sentence(start)
    if end > sentence[1]:
        sentence = sentence[0], layout.sentence(end - 1)[1]
    offset = 0 if start < layout.body else layout.body
    return Evidence(
        topic=topic.name,
        rule=worth.rule.name,
        field="text" if offset else "title",
        start=start - offset,
        end=end - offset,
        words=tuple(layout.written[slice(*span)] for span in match),
        sentence=layout.written[slice(*sentence)],
        score=round(worth.score, 3),
    )
