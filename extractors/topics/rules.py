"""
Decides where the rules of a topic hold in one article, and writes the evidence.

A rule holds within one line of the text, or one sentence of it. The title is a line by itself: no rule holds half in
the title and half in the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from extractors.models import Evidence
from extractors.topics.pack import Rule, Topic
from extractors.topics.sentences import sentence_spans

#: Pieces of evidence kept for one topic of one article: enough to judge it, short enough to read.
MOST_EVIDENCE = 5
#: The score of evidence whose topic also holds in the title; 1.0 otherwise.
TITLE_SCORE = 1.5


class Span(NamedTuple):
    """A place in an article, as written. They sort in reading order: field 0 is the title, 1 the text."""

    field: int
    start: int
    end: int


class Layout:
    """Where the lines and sentences of one article are; only lines that are asked about are split."""

    def __init__(self, fields: tuple[str, str]) -> None:
        self.fields = fields
        self._lines = [_line_starts(written) for written in fields]
        self._sentences: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def line(self, span: Span) -> tuple[int, int]:
        """Return field and number of the line *span* is in."""
        return span.field, bisect_right(self._lines[span.field], span.start) - 1

    def sentence(self, span: Span) -> tuple[int, int]:
        """Return start and end of the sentence in which *span* begins."""
        sentences = self._split(self.line(span))
        return sentences[max(0, bisect_right(sentences, (span.start, span.end)) - 1)]

    def sentences(self, span: Span) -> str:
        """Return the sentence, or the run of sentences, that *span* reaches over."""
        start, _ = self.sentence(span)
        _, end = self.sentence(span._replace(start=span.end - 1))
        return self.fields[span.field][min(start, span.start) : max(end, span.end)]

    def _split(self, line: tuple[int, int]) -> list[tuple[int, int]]:
        if line not in self._sentences:
            field, number = line
            starts, written = self._lines[field], self.fields[field]
            end = starts[number + 1] - 1 if number + 1 < len(starts) else len(written)
            self._sentences[line] = sentence_spans(written, starts[number], end)
        return self._sentences[line]


def _line_starts(written: str) -> list[int]:
    return [0, *accumulate(len(line) + 1 for line in written.split("\n")[:-1])]


def evidence(topic: Topic, mentions: dict[str, list[Span]], layout: Layout) -> list[Evidence]:
    """
    Return why the article has *topic*, text before title, in reading order; empty when it has not.

    *mentions* gives for each concept its places, sorted. Of two rules that hold in one sentence the file's first speaks.
    """
    held = [
        (-spans[0].field, spans[0].start, number, spans)
        for number, rule in enumerate(topic.rules)
        for spans in _holding(rule, mentions, layout)
    ]
    score = TITLE_SCORE if any(spans[0].field == 0 for *_, spans in held) else 1.0
    kept: dict[tuple[int, str], Evidence] = {}
    for _, _, number, spans in sorted(held):
        piece = _piece(topic, topic.rules[number], spans, layout, score=score)
        kept.setdefault((spans[0].field, piece.sentence), piece)
        if len(kept) == MOST_EVIDENCE:
            break
    return list(kept.values())


def _piece(
    topic: Topic, rule: Rule, spans: list[Span], layout: Layout, *, score: float
) -> Evidence:
    whole = Span(spans[0].field, spans[0].start, max(span.end for span in spans))
    written = layout.fields[whole.field]
    return Evidence(
        topic=topic.name,
        rule=rule.name,
        field="text" if whole.field else "title",
        start=whole.start,
        end=whole.end,
        words=tuple(written[span.start : span.end] for span in spans),
        sentence=layout.sentences(whole),
        score=score,
    )


def _holding(rule: Rule, mentions: dict[str, list[Span]], layout: Layout) -> Iterator[list[Span]]:
    """Yield, for each sentence or paragraph in which *rule* holds, the tightest words it holds on."""
    asked = [mentions[name] for name in rule.all]
    if rule.any:
        asked.append(sorted({span for name in rule.any for span in mentions[name]}))
    barred = [span for name in rule.none for span in mentions[name]]
    if not all(asked):
        return
    for in_line, barred_in_line in _shared(asked, barred, layout.line):
        if rule.within == "sentence":
            units = _shared(in_line, barred_in_line, layout.sentence)
        else:
            units = iter([(in_line, barred_in_line)])
        yield from (_tightest(in_unit) for in_unit, barred_here in units if not barred_here)


def _shared(
    asked: list[list[Span]], barred: list[Span], place: Callable[[Span], tuple[int, int]]
) -> Iterator[tuple[list[list[Span]], list[Span]]]:
    """Yield, for each place that has some of every list in *asked*, what it has of each, and of *barred*."""
    first, *others = [_grouped(spans, place) for spans in asked]
    barred_at = _grouped(barred, place)
    for where, spans in first.items():
        if all(where in other for other in others):
            yield [spans, *(other[where] for other in others)], barred_at.get(where, [])


def _grouped(
    spans: Iterable[Span], place: Callable[[Span], tuple[int, int]]
) -> dict[tuple[int, int], list[Span]]:
    grouped: dict[tuple[int, int], list[Span]] = defaultdict(list)
    for span in spans:
        grouped[place(span)].append(span)
    return grouped


def _tightest(asked: list[list[Span]]) -> list[Span]:
    """Return one span of each list, near each other, in reading order; those that lie inside another left out."""
    first, *others = asked
    choices = ([span, *(_nearest(span, spans) for spans in others)] for span in first)
    spans = min(choices, key=lambda some: max(s.end for s in some) - min(s.start for s in some))
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return kept


def _nearest(span: Span, spans: list[Span]) -> Span:
    at = bisect_left(spans, span)
    return min(spans[max(0, at - 1) : at + 1], key=lambda near: abs(near.start - span.start))
