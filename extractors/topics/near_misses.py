"""
Says how nearly an article has a topic: which one thing, were it otherwise, would make a rule hold.

Vocabulary is what rules fail on most, so most near misses are a word that a concept lacks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

from extractors.models import Article, Evidence
from extractors.topics.expression import (
    All,
    Expression,
    Near,
    Not,
    Scope,
    Within,
    barring,
    leaves,
    says_something,
    written,
)
from extractors.topics.judgement import judged
from extractors.topics.matcher import Reading, Tagger, holds_anywhere
from extractors.topics.pack import Rule, Topic
from extractors.topics.rules import holding

#: What kept a rule from holding, the nearest miss first.
Lack = Literal["score", "cancelled", "barred", "distance", "place", "word"]
LACKS: tuple[Lack, ...] = get_args(Lack)


@dataclass(frozen=True, kw_only=True)
class NearMiss:
    """A rule that would hold in an article but for one thing."""

    rule: str
    lack: Lack
    #: In words: `no word of new-members in the paragraph`.
    what: str
    #: Of how many things the rule asks for, all but one are there.
    parts: int
    #: Where the rest of it holds; the best piece first, none of another topic.
    evidence: tuple[Evidence, ...]

    @property
    def rank(self) -> tuple[int, int, float]:
        """Sorts the nearest misses first."""
        score = max(found.score for found in self.evidence)
        return LACKS.index(self.lack), -self.parts, -score


def near_misses(article: Article, topic: Topic, tagger: Tagger) -> list[NearMiss]:
    """
    Return, for each rule of *topic* that nearly holds in *article*, the nearest miss; the nearest of all first.

    Empty where the article has the topic, or where two things are lacking everywhere.
    """
    reading = tagger.read(article)
    if topic.name in tagger.tag(article).topics:
        return []
    if topic.unless and holds_anywhere(topic.unless, reading):
        found = iter([_excepted(rule, topic, reading) for rule in topic.rules])
    else:
        found = (_nearest(rule, topic, reading) for rule in topic.rules)
    return sorted((miss for miss in found if miss), key=lambda miss: miss.rank)


def _excepted(rule: Rule, topic: Topic, reading: Reading) -> NearMiss | None:
    evidence = _evidence(rule, rule.when, topic, reading)
    if not evidence or topic.unless is None:
        return None
    return NearMiss(
        rule=rule.name,
        lack="barred",
        what=f"barred for the whole topic by {written(topic.unless)}",
        parts=_count(rule.when),
        evidence=evidence,
    )


def _nearest(rule: Rule, topic: Topic, reading: Reading) -> NearMiss | None:
    misses: list[NearMiss] = []
    parts = _count(rule.when)
    if evidence := _evidence(rule, rule.when, topic, reading):
        what = f"it holds, and weighs too little: threshold {topic.threshold:g}"
        return NearMiss(rule=rule.name, lack="score", what=what, parts=parts, evidence=evidence)
    if evidence := _evidence(rule, rule.when, topic, reading, is_cancelled=False):
        phrases = _phrases(topic, evidence, reading)
        what = f"cancelled by {', '.join(map(repr, phrases))}"
        return NearMiss(rule=rule.name, lack="cancelled", what=what, parts=parts, evidence=evidence)
    for lack, what, relaxed in _relaxed(rule.when, "paragraph"):
        if says_something(relaxed) and (evidence := _evidence(rule, relaxed, topic, reading)):
            misses.append(
                NearMiss(rule=rule.name, lack=lack, what=what, parts=parts, evidence=evidence)
            )
    return min(misses, key=lambda miss: miss.rank, default=None)


def _relaxed(expression: Expression, place: str) -> Iterator[tuple[Lack, str, Expression]]:
    """Yield what *expression* asks for with one thing less, and which that is."""
    match expression:
        case All(parts):
            for at, part in enumerate(parts):
                rest = (*parts[:at], *parts[at + 1 :])
                if isinstance(part, Not):
                    yield "barred", f"barred by {written(part.part)}", All(rest)
                    continue
                yield "word", f"no word of {written(part)} in the {place}", All(rest)
                for lack, what, relaxed in _relaxed(part, place):
                    yield lack, what, All((*parts[:at], relaxed, *parts[at + 1 :]))
        case Near(parts, words):
            yield "distance", f"more than {words} words apart", All(parts)
            for at, part in enumerate(parts):
                yield "word", f"no word of {written(part)} near", parts[1 - at]
        case Within(scope, part):
            name = {"LEAD": "lead", "TITLE": "title"}.get(scope, scope.lower())
            if scope in ("SENTENCE", "LEAD", "TITLE"):
                wider: Scope = "PARAGRAPH" if scope == "SENTENCE" else "ARTICLE"
                yield "place", f"not all in one {name}", Within(wider, part)
            for lack, what, relaxed in _relaxed(part, name):
                yield lack, what, Within(scope, relaxed)
    if place == "paragraph":
        yield "place", f"not all in one {place}", Within("ARTICLE", expression)


def _count(expression: Expression) -> int:
    match expression:
        case All(parts) | Near(parts):
            return sum(_count(part) for part in parts)
        case Within(_, part):
            return _count(part)
        case Not():
            return 0
    return 1


def _evidence(
    rule: Rule, when: Expression, topic: Topic, reading: Reading, *, is_cancelled: bool = True
) -> tuple[Evidence, ...]:
    names = {leaf.name for leaf in leaves(when)}
    if is_cancelled:
        mentions = reading.mentions(names, topic.name, uncancelled=barring(when))
    else:
        mentions = {name: reading.meant(name) for name in names}
    found = list(holding([replace(rule, when=when)], mentions, reading.layout))
    judgement = judged(replace(topic, threshold=1e-9), found, reading.layout)
    return tuple(sorted(judgement[1], key=lambda one: -one.score)) if judgement else ()


def _phrases(topic: Topic, evidence: tuple[Evidence, ...], reading: Reading) -> list[str]:
    layout = reading.layout
    phrases: dict[str, None] = {}
    for found in evidence:
        offset = layout.body if found.field == "text" else 0
        for start, end in reading.cancelled(topic.name):
            if start < found.end + offset and end > found.start + offset:
                phrases[layout.written[start:end]] = None
    return list(phrases)[:3]
