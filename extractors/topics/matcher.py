"""
Tags an article with the topics of a pack, and gives the words that prove each; imports ahocorasick_rs for all.

    title, text -> words -> every pattern of every topic in one pass -> concepts -> rules -> score -> tags, evidence
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal

from ahocorasick_rs import AhoCorasick, Implementation

from extractors.models import Article, Evidence, Tag
from extractors.topics.expression import Expression, Words, barring, leaves
from extractors.topics.fold import Searchable, is_quotation_mark, searchable
from extractors.topics.judgement import judged
from extractors.topics.layout import Layout, Span
from extractors.topics.pack import Concept, Pack, Rule, Topic
from extractors.topics.pattern import Pattern
from extractors.topics.rules import anchors, can_hold, holding, needs

#: From so many keys on, the fastest automaton takes more memory (150 MB for 25,000) than its speed (a third) is worth.
_MANY_KEYS = 40_000

_Part = Literal["words", "later", "others", "cancel"]


#: A list of words: which of a concept's or topic's, and its name.
_List = tuple[_Part, str]


class _Look:
    """What is looked for at a hit of a key: one pattern of one list."""

    __slots__ = ("capitals", "list", "match", "pattern", "phrase", "quoted", "regex", "whole")

    def __init__(self, part: _Part, name: str, pattern: Pattern) -> None:
        self.list: _List = (part, name)
        self.pattern = pattern
        self.regex = pattern.regex
        self.quoted = any(pattern.quoted)
        self.whole = pattern.key.endswith(" ")
        #: Whether it may reach over a line's end.
        self.phrase = pattern.regex is not None or " " in pattern.key.strip()
        self.capitals = "@" in pattern.written
        #: Of the regex, compiled when first asked for: a pack has thousands, an article meets dozens.
        self.match: Callable[[str, int], re.Match[str] | None] | None = None

    def matched(self, words: str, at: int) -> re.Match[str] | None:
        if self.match is None:
            self.match = re.compile(self.regex or "").match
        return self.match(words, at)


class _Asked:
    """A rule with what is asked of every article, made ready."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.names = frozenset(leaf.name for leaf in leaves(rule.when))
        self.barring = barring(rule.when)
        self._needed = needs(rule.when)

    def can_hold(self, found: frozenset[str]) -> bool:
        return self._needed <= found and can_hold(self.rule.when, found)


class Tagger:
    """A pack made ready to tag articles: some 100 ms to build, then a fraction of a millisecond an article."""

    def __init__(self, pack: Pack) -> None:
        keyed: dict[str, list[_Look]] = defaultdict(list)
        for look in _looks(pack):
            keyed[look.pattern.key].append(look)
        self._looks = list(keyed.values())
        self._automaton = _automaton(list(keyed))
        self._concepts = {concept.name: concept for concept in pack.concepts}
        lists = {look.list for looks in self._looks for look in looks}
        self._names = {
            found: _naming(found[1], self._concepts) for found in lists if found[0] == "words"
        }
        self._topics = [
            (topic, [_Asked(rule) for rule in topic.rules])
            for topic in sorted(pack.topics, key=lambda topic: topic.name)
        ]
        rules = [rule for topic in pack.topics for rule in topic.rules]
        # How often a concept is said is not known here; but long words are rarer, and what many rules ask for
        # costs little more for one of them.
        asking = Counter(
            name for rule in rules for name in {leaf.name for leaf in leaves(rule.when)}
        )
        frequency: dict[str, float] = defaultdict(float)
        naming = {
            key: frozenset().union(*(self._names.get(look.list, ()) for look in looks))
            for key, looks in keyed.items()
        }
        for key, names in naming.items():
            for name in names:
                frequency[name] += 2.0 ** -len(key) / max(1, asking[name]) ** 2
        wanted = set().union(*(anchors(rule.when, frequency) for rule in rules))
        anchored = {
            key: [look for look in looks if look.list[0] == "words"]
            for key, looks in keyed.items()
            if naming[key] & wanted
        }
        self._anchors = _automaton(list(anchored))
        self._anchored = list(anchored.values())

    @property
    def topics(self) -> list[Topic]:
        """The topics it tags with, sorted by name."""
        return [topic for topic, _ in self._topics]

    def tag(self, article: Article) -> Article:
        """
        Return *article* with the tags this pack gives it and their evidence; what it had before is dropped.

        A sentence in which a rule of the topic holds is worth the rule's weight, times 2.5 in the title and 1.5 in
        the first two paragraphs. A topic's evidence are the 5 sentences that are worth most, text before title, then
        in reading order; its score is what they are worth together.
        """
        tags: list[Tag] = []
        evidence: list[Evidence] = []
        layout = Layout(article.title, article.text)
        words = searchable(layout.written)
        # Most articles are of none of the topics, and show it at the first look.
        if not self._has_anchor(words.words):
            return replace(article, tags=(), evidence=())
        reading = self._read(layout, words)
        for topic, rules in self._topics:
            possible = [one for one in rules if one.can_hold(reading.found)]
            if not possible:
                continue
            if topic.unless and holds_anywhere(topic.unless, reading):
                continue
            names = frozenset().union(*(one.names for one in possible))
            uncancelled = frozenset().union(*(one.barring for one in possible))
            mentions = reading.mentions(names, topic.name, uncancelled=uncancelled)
            found = holding([one.rule for one in possible], mentions, reading.layout)
            if judgement := judged(topic, found, reading.layout):
                tags.append(judgement[0])
                evidence += judgement[1]
        return replace(article, tags=tuple(tags), evidence=tuple(evidence))

    def _has_anchor(self, words: str) -> bool:
        hits = self._anchors.find_matches_as_indexes(words, overlapping=True)
        return any(
            look.regex is None or look.matched(words, start + 1)
            for key, start, _ in hits
            for look in self._anchored[key]
        )

    def read(self, article: Article) -> Reading:
        """Return what this pack's words are and where, in *article*."""
        layout = Layout(article.title, article.text)
        return self._read(layout, searchable(layout.written))

    def words_found(self, article: Article) -> set[tuple[str, str]]:
        """Return concept and pattern, as written, for each pattern of a concept's `words` that is in *article*."""
        layout = Layout(article.title, article.text)
        looks = (look for look, _ in self._found(layout, searchable(layout.written)))
        return {(look.list[1], look.pattern.written) for look in looks if look.list[0] == "words"}

    def _read(self, layout: Layout, words: Searchable) -> Reading:
        places: dict[_List, list[Span]] = defaultdict(list)
        for look, span in self._found(layout, words):
            places[look.list].append(span)
        found = frozenset().union(*(self._names.get(one, ()) for one in places))
        return Reading(layout, found, places, self._concepts)

    def _found(self, layout: Layout, words: Searchable) -> Iterator[tuple[_Look, Span]]:
        """Yield what is found, and where in the text as written; in no order."""
        text, written, at = words.words, layout.written, words.written_at
        is_even = words.offsets is None
        for key, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for look in self._looks[key]:
                if look.regex is None:
                    last = end - 1 if look.whole else text.index(" ", end)
                else:
                    match = (look.match or look.matched)(text, start + 1)
                    if match is None:
                        continue
                    last = match.end()
                    if look.capitals and not all(
                        first < 0 or written[at(first) : at(behind)].isupper()
                        for first, behind in match.regs[1:]
                    ):
                        continue
                span = (start, last - 1) if is_even else (at(start + 1), at(last))
                if look.phrase and written.find("\n", *span) >= 0:
                    continue
                if look.quoted:
                    before, behind = look.pattern.quoted
                    span = span[0] - before, span[1] + behind
                    if not _is_quoted(written, look.pattern.quoted, span):
                        continue
                yield look, span


def _is_quoted(written: str, quoted: tuple[bool, bool], span: Span) -> bool:
    return all(
        not asked or is_quotation_mark(written[at : at + 1])
        for asked, at in zip(quoted, (span[0], span[1] - 1), strict=True)
    )


def _automaton(keys: list[str]) -> AhoCorasick:
    kind = Implementation.DFA if len(keys) < _MANY_KEYS else Implementation.ContiguousNFA
    return AhoCorasick(keys, implementation=kind)


def _naming(name: str, concepts: Mapping[str, Concept]) -> frozenset[str]:
    """Return the concepts that a word of the concept *name* is a word of: that one, and those that include it."""
    names = {name}
    while more := {
        other
        for other, concept in concepts.items()
        if other not in names and not names.isdisjoint(concept.includes)
    }:
        names |= more
    return frozenset(names)


def _looks(pack: Pack) -> Iterator[_Look]:
    for concept in pack.concepts:
        yield from (_Look("words", concept.name, pattern) for pattern in concept.words)
        yield from (_Look("later", concept.name, pattern) for pattern in concept.later)
        yield from (_Look("others", concept.name, pattern) for pattern in concept.others)
    own: dict[str, Words] = {}
    for topic in pack.topics:
        yield from (_Look("cancel", topic.name, pattern) for pattern in topic.cancel)
        own |= {leaf.name: leaf for leaf in topic.leaves() if leaf.patterns}
    for name, leaf in own.items():
        yield from (_Look("words", name, pattern) for pattern in leaf.patterns)


class Reading:
    """One article as a pack sees it: which of its words are said, and where."""

    def __init__(
        self,
        layout: Layout,
        found: frozenset[str],
        places: dict[_List, list[Span]],
        concepts: dict[str, Concept],
    ) -> None:
        self.layout = layout
        #: Names of the concepts and words that are said; those that stand for a concept later aside.
        self.found = found
        self._places_of = places
        self._concepts = concepts
        self._spans: dict[_List, list[Span]] = {}
        self._meant: dict[str, list[Span]] = {}

    def mentions(
        self, names: Iterable[str], topic: str, *, uncancelled: Collection[str] = ()
    ) -> dict[str, list[Span]]:
        """
        Return, for each of *names*, where it is meant and not cancelled for *topic*, in reading order.

        Of *uncancelled* names, which bar a rule, also where they are cancelled.
        """
        cancelled = _merged(self.cancelled(topic))
        return {
            name: self.meant(name) if name in uncancelled else _outside(self.meant(name), cancelled)
            for name in names
        }

    def cancelled(self, topic: str) -> list[Span]:
        """Return where a phrase stands that takes hits from *topic*, in reading order."""
        return self._places("cancel", topic)

    def meant(self, name: str) -> list[Span]:
        """Return where the concept or the words *name* is meant: its words, and what stands for it later."""
        if name not in self._meant:
            self._meant[name] = self._mentions(name)
        return self._meant[name]

    def _mentions(self, name: str) -> list[Span]:
        words = self._places("words", name)
        concept = self._concepts.get(name)
        if concept is None:
            return words
        if concept.includes:
            words = sorted(
                {*words, *(span for one in concept.includes for span in self.meant(one))}
            )
        later = self._places("later", name)
        if not words or not later:
            return words
        # "NATO rival" is a name of ours: the NATO in it is not another's, nor the "organisation" in one something else.
        covered = _merged(words)
        later = _outside(later, covered)
        others = _outside(self._places("others", name), covered)
        names = sorted([(span, True) for span in words] + [(span, False) for span in others])
        spans = [span for span, _ in names]

        def is_meant(span: Span) -> bool:
            # The name before it decides, or, for what stands before any name, the first to come.
            return names[max(0, bisect_right(spans, span) - 1)][1]

        return sorted({*words, *(span for span in later if is_meant(span))})

    def _places(self, part: _Part, name: str) -> list[Span]:
        places = self._places_of.get((part, name))
        if places is None:
            return []
        if (part, name) not in self._spans:
            # Of two that begin together the longer: it says more.
            self._spans[part, name] = list(dict(sorted(places)).items())
        return self._spans[part, name]


def holds_anywhere(expression: Expression, reading: Reading) -> bool:
    """Return whether *expression* holds in any place of the article; cancelling phrases take nothing from it."""
    if not can_hold(expression, reading.found):
        return False
    mentions = {leaf.name: reading.meant(leaf.name) for leaf in leaves(expression)}
    rule = Rule(name="", written="", when=expression)
    return next(holding([rule], mentions, reading.layout), None) is not None


def _outside(spans: list[Span], covers: list[Span]) -> list[Span]:
    """Return those of *spans* that overlap none of *covers*, which are sorted and apart."""
    if not spans or not covers:
        return spans

    def is_covered(span: Span) -> bool:
        at = bisect_left(covers, (span[1], 0)) - 1
        return at >= 0 and covers[at][1] > span[0]

    return [span for span in spans if not is_covered(span)]


def _merged(spans: list[Span]) -> list[Span]:
    merged = spans[:1]
    for start, end in spans[1:]:
        if start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
