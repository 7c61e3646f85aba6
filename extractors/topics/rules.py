"""
Decides where a rule holds in one article.

A rule holds within one line, the title or a paragraph, unless it says otherwise; never half in the title and half in
the text. What it holds on are matches: the tightest words that bear it out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractors.topics.expression import (
    ABSOLUTE,
    All,
    Either,
    Expression,
    Near,
    Not,
    Scope,
    Within,
    Words,
    says_something,
)
from extractors.topics.layout import Layout, Span
from extractors.topics.pack import Rule

#: The words a rule holds on once, in reading order.
Match = tuple[Span, ...]

_WORD = re.compile(r"\w+")
#: Letters and what parts them that a word takes at most, to tell far from near without counting.
_LONGEST_WORD = 60


def needs(expression: Expression) -> frozenset[str]:
    """Return names that must all be found for *expression* to hold; there may be more to it."""
    match expression:
        case Words(name):
            return frozenset({name})
        case All(parts) | Near(parts):
            return frozenset().union(*map(needs, parts))
        case Either(parts):
            return frozenset.intersection(*map(needs, parts))
        case Within(_, part):
            return needs(part)
    return frozenset()


def anchors(expression: Expression, frequency: Mapping[str, float]) -> frozenset[str]:
    """Return names one of which at least is found wherever *expression* holds, the least frequent."""
    match expression:
        case Words(name):
            return frozenset({name})
        case All(parts) | Near(parts):
            choices = [anchors(part, frequency) for part in parts if says_something(part)]
            return min(choices, key=lambda names: sum(frequency[name] for name in names))
        case Either(parts):
            return frozenset().union(*(anchors(part, frequency) for part in parts))
        case Within(_, part):
            return anchors(part, frequency)
    return frozenset()


def can_hold(expression: Expression, found: frozenset[str]) -> bool:
    """Return whether *expression* may hold where only words of *found* are said."""
    match expression:
        case Words(name):
            return name in found
        case All(parts) | Near(parts):
            return all(can_hold(part, found) for part in parts)
        case Either(parts):
            return any(can_hold(part, found) for part in parts)
        case Within(_, part):
            return can_hold(part, found)
    return True


def holding(
    rules: Sequence[Rule], mentions: Mapping[str, list[Span]], layout: Layout
) -> Iterator[tuple[Rule, Match, Span | None]]:
    """
    Yield each match of each of *rules*, line by line, the title first; of a line, in the order of *rules*.

    With the line it was found in; `None` for a rule that is of no line, as ARTICLE(...). What LEAD(...) and the like
    add may lie in others. *mentions* gives for each name its places in `layout.written`, sorted.
    """
    article = _Article(mentions, layout)
    asked: dict[Span, dict[int, Rule]] = defaultdict(dict)
    lineless: dict[Span, list[tuple[Rule, Match]]] = defaultdict(list)
    for number, rule in enumerate(rules):
        places = article.places(rule.when, layout.whole)
        if places is None:
            for match in article.matches(rule.when, layout.whole):
                if match:
                    lineless[layout.line(match[0][0])].append((rule, match))
        for at, _ in places or ():
            asked[layout.line(at)][number] = rule
    for line in sorted({*asked, *lineless}):
        yield from ((rule, match, None) for rule, match in lineless.get(line, ()))
        for rule in asked.get(line, {}).values():
            yield from ((rule, match, line) for match in article.matches(rule.when, line) if match)


class _Article:
    """The places of words in one article, asked for rule by rule."""

    def __init__(self, mentions: Mapping[str, list[Span]], layout: Layout) -> None:
        self._mentions = mentions
        self._layout = layout
        self._absolute: dict[int, list[Match]] = {}

    def matches(self, expression: Expression, region: Span) -> list[Match]:
        """Return where *expression* holds within *region*, sorted; `[()]` where it holds on no word."""
        match expression:
            case Words(name):
                return [(span,) for span in self._spans(name, region)]
            case All(parts):
                return self._all(parts, region)
            case Either(parts):
                return sorted({one for part in parts for one in self.matches(part, region)})
            case Not(part):
                return [] if self.matches(part, region) else [()]
            case Near((left, right), words):
                return self._near(self.matches(left, region), self.matches(right, region), words)
            case Within(scope, part):
                return self._within(expression, scope, part, region)

    def places(self, expression: Expression, region: Span) -> Sequence[Span] | None:
        """Return places, one of them wherever *expression* holds; `None` where it may hold anywhere."""
        match expression:
            case Words(name):
                return self._spans(name, region)
            case All(parts) | Near(parts):
                known = [self.places(part, region) for part in parts]
                return min((some for some in known if some is not None), key=len, default=None)
            case Either(parts):
                places: set[Span] = set()
                for part in parts:
                    if (some := self.places(part, region)) is None:
                        return None
                    places.update(some)
                return list(places)
            case Within(scope, part) if scope not in ABSOLUTE:
                return self.places(part, region)
        return None

    def _spans(self, name: str, region: Span) -> list[Span]:
        spans = self._mentions.get(name, [])
        if region == self._layout.whole:
            return spans
        first = bisect_left(spans, (region[0], 0))
        last = bisect_left(spans, (region[1], 0), lo=first)
        return spans[first:last]

    def _all(self, parts: tuple[Expression, ...], region: Span) -> list[Match]:
        asked: list[list[Match]] = []
        for part in parts:
            if not (found := self.matches(part, region)):
                return []
            if found != [()]:
                asked.append(found)
        if not asked:
            return [()]
        first, *others = sorted(asked, key=len)
        return sorted({_joined([one, *(_nearest(one, some) for some in others)]) for one in first})

    def _near(self, left: list[Match], right: list[Match], words: int) -> list[Match]:
        found: set[Match] = set()
        for one in left:
            at = bisect_left(right, one)
            for other in right[max(0, at - 3) : at + 3]:
                if one and other and self._is_near(one, other, words):
                    found.add(_joined([one, other]))
        return sorted(found)

    def _is_near(self, one: Match, other: Match, words: int) -> bool:
        start, end = min(_end(one), _end(other)), max(one[0][0], other[0][0])
        if start > end or end - start > (words + 1) * _LONGEST_WORD:
            return False
        return len(_WORD.findall(self._layout.written, start, end)) <= words

    def _within(self, whole: Within, scope: Scope, part: Expression, region: Span) -> list[Match]:
        if scope in ABSOLUTE:
            if id(whole) not in self._absolute:
                places: dict[Scope, Span] = {
                    "TITLE": self._layout.title,
                    "LEAD": self._layout.lead,
                }
                place = places.get(scope, self._layout.whole)
                self._absolute[id(whole)] = self.matches(part, place)
            return self._absolute[id(whole)]
        unit = self._layout.sentence if scope == "SENTENCE" else self._layout.line
        places_in = self.places(part, region)
        if places_in is None:
            return self.matches(part, region)
        units = dict.fromkeys(unit(at) for at, _ in places_in)
        return [one for place in units for one in self.matches(part, place)]


def _nearest(to: Match, matches: list[Match]) -> Match:
    if len(matches) == 1 or not to:
        return matches[0]
    at = bisect_left(matches, to)
    start = to[0][0]
    return min(
        matches[max(0, at - 1) : at + 1],
        key=lambda near: abs(near[0][0] - start) if near else 0,
    )


def _joined(matches: Iterable[Match]) -> Match:
    """Return the spans of all *matches*, those that lie inside another left out."""
    kept: list[Span] = []
    for span in sorted({one for match in matches for one in match}, key=lambda s: (s[0], -s[1])):
        if not kept or span[1] > kept[-1][1]:
            kept.append(span)
    return tuple(kept)


def _end(match: Match) -> int:
    return max(end for _, end in match)
