"""
Looks a topics file over for what is allowed and yet wrong: words that can never count, rules that can never hold.

What the file must not say at all is an error where it is read (`packfile.py`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from extractors.models import Article
from extractors.topics.expression import All, Expression, Not, Within, leaves, written
from extractors.topics.judgement import MOST_EVIDENCE, TITLE_SCORE
from extractors.topics.matcher import Tagger
from extractors.topics.near_misses import near_misses
from extractors.topics.pack import Concept, Pack, Topic
from extractors.topics.packfile import PackFiles
from extractors.topics.pattern import Pattern

#: A beginning of a word that is shorter begins too many.
_SHORT_BEGINNING = 3
#: A pattern that is in more of the stored articles than this, of at least so many, tells none from another.
_TOO_COMMON = 0.5
_ENOUGH_ARTICLES = 50


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something in a topics file that is not as it should be."""

    file: Path
    line: int | None
    #: Whether the file does not do what it says; otherwise it may be meant.
    is_error: bool
    #: A sentence for a person, and one that says what to do.
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else f"{self.file}"
        return f"{where}: {'error' if self.is_error else 'warning'}: {self.problem}. {self.remedy}"


def check(pack: Pack, files: PackFiles, articles: Iterable[Article] = ()) -> list[Finding]:
    """Return what is wrong with *pack*, which *files* say, by file and line; *articles* are tried for common words."""
    tagger = Tagger(pack)
    findings = [
        *_unused(pack, files),
        *_impossible(pack, files),
        *_twice(pack, files),
        *_short(pack, files),
        *_swallowed(pack, files, tagger),
        *_common(pack, files, tagger, articles),
        *_examples(pack, files, tagger),
    ]
    return sorted(findings, key=lambda one: (one.file, one.line or 0))


def count_words(pack: Pack) -> Mapping[str, int]:
    """Return how many patterns the pack has in each language, the most first; without one under `any`."""
    counts: Counter[str] = Counter()
    for patterns in _lists(pack).values():
        counts.update(
            language or "any" for _, language in {(p.written, p.language) for p in patterns}
        )
    return dict(counts.most_common())


_Where = tuple[str, ...]


def _lists(pack: Pack) -> dict[_Where, tuple[Pattern, ...]]:
    lists: dict[_Where, tuple[Pattern, ...]] = {}
    for concept in pack.concepts:
        for key in ("words", "later", "others"):
            lists["concepts", concept.name, key] = getattr(concept, key)
    for topic in pack.topics:
        lists["topics", topic.name, "cancel"] = topic.cancel
    return lists


def _finding(
    files: PackFiles,
    *where: str | int,
    problem: str,
    remedy: str,
    value: str | None = None,
    is_error: bool = False,
) -> Finding:
    file = files.of(*[str(key) for key in where[:2]])
    line = file.line(*where, value=value)
    return Finding(file=file.path, line=line, is_error=is_error, problem=problem, remedy=remedy)


def _unused(pack: Pack, files: PackFiles) -> Iterator[Finding]:
    used = {leaf.name for topic in pack.topics for leaf in topic.leaves()}
    used |= {name for concept in pack.concepts for name in concept.includes}
    for concept in pack.concepts:
        if concept.name not in used:
            yield _finding(
                files,
                "concepts",
                concept.name,
                problem=f"no rule speaks of the concept {concept.name!r}",
                remedy="Use it in a rule, or take it away",
            )


def _impossible(pack: Pack, files: PackFiles) -> Iterator[Finding]:
    for topic in pack.topics:
        seen: dict[str, str] = {}
        for number, rule in enumerate(topic.rules):
            where = ("topics", topic.name, "rules", number, "when")
            said = written(rule.when)
            if name := _contradiction(rule.when):
                yield _finding(
                    files,
                    *where,
                    problem=f"the rule {rule.name!r} can never hold: it asks for {name} and for its absence",
                    remedy="Take one of the two away",
                    is_error=True,
                )
            elif said in seen:
                yield _finding(
                    files,
                    *where,
                    problem=f"the rule {rule.name!r} says what the rule {seen[said]!r} says",
                    remedy="Take one of the two away",
                )
            seen.setdefault(said, rule.name)
        most = max(rule.weight for rule in topic.rules) * TITLE_SCORE * MOST_EVIDENCE
        if most < topic.threshold:
            yield _finding(
                files,
                "topics",
                topic.name,
                "threshold",
                problem=f"no article can reach the threshold {topic.threshold:g} of the topic {topic.name!r}",
                remedy=f"Write {most:g} or less, or make a rule weigh more",
                is_error=True,
            )


def _contradiction(expression: Expression) -> str | None:
    match expression:
        case Within(_, part):
            return _contradiction(part)
        case All(parts):
            asked = {written(part) for part in parts if not isinstance(part, Not)}
            for part in parts:
                if isinstance(part, Not) and written(part.part) in asked:
                    return written(part.part)
            return next(filter(None, map(_contradiction, parts)), None)
    return None


def _twice(pack: Pack, files: PackFiles) -> Iterator[Finding]:
    for where in _lists(pack):
        kind, name, key = where
        values = files.of(kind, name).values[kind][name].get(key, [])
        lists: list[list[str]] = list(values.values()) if isinstance(values, dict) else [values]
        # In two languages' lists is no mistake: a word may be a word of both.
        for pattern, count in chain.from_iterable(Counter(one).items() for one in lists):
            if count > 1:
                yield _finding(
                    files,
                    *where,
                    problem=f"{pattern!r} stands {count} times in {'.'.join(where)}",
                    remedy="Once is enough",
                    value=pattern,
                )


def _short(pack: Pack, files: PackFiles) -> Iterator[Finding]:
    for where, patterns in _lists(pack).items():
        for pattern in patterns:
            beginning = pattern.key.strip()
            if (
                pattern.regex is None
                and not pattern.key.endswith(" ")
                and " " not in beginning
                and len(beginning) < _SHORT_BEGINNING
            ):
                yield _finding(
                    files,
                    *where,
                    problem=f"{pattern.written!r} begins a great many words",
                    remedy="Write more of the word, or whole words",
                    value=pattern.written,
                )


def _swallowed(pack: Pack, files: PackFiles, tagger: Tagger) -> Iterator[Finding]:
    topics_of: dict[str, list[Topic]] = defaultdict(list)
    by_name = {concept.name: concept for concept in pack.concepts}
    for topic in pack.topics:
        names = {leaf.name for rule in topic.rules for leaf in leaves(rule.when)}
        for name in _with_included(names, by_name):
            topics_of[name].append(topic)
    # What bars a topic bars it, cancelled or not.
    barring = {leaf.name for topic in pack.topics if topic.unless for leaf in leaves(topic.unless)}
    for concept in pack.concepts:
        if concept.name in barring:
            continue
        topics = [topic for topic in topics_of[concept.name] if topic.cancel]
        if not topics or len(topics) < len(topics_of[concept.name]):
            continue
        for example, pattern in {_example(p.written): p for p in concept.words}.items():
            reading = tagger.read(Article(title="", text=example))
            meant = reading.meant(concept.name)
            if meant and not any(
                reading.mentions([concept.name], topic.name)[concept.name] for topic in topics
            ):
                start, end = reading.cancelled(topics[0].name)[0]
                yield _finding(
                    files,
                    "concepts",
                    concept.name,
                    "words",
                    problem=f"{pattern.written!r} can never count: {reading.layout.written[start:end]!r} cancels it",
                    remedy="Take it away, or narrow the cancelling phrase",
                    value=pattern.written,
                )


def _with_included(names: set[str], concepts: Mapping[str, Concept]) -> set[str]:
    found = {name for name in names if name in concepts}
    for name in list(found):
        found |= _with_included(set(concepts[name].includes), concepts)
    return found


def _example(pattern: str) -> str:
    """Return the shortest text that *pattern* finds, its first choices taken."""
    chosen = re.sub(r"\(([^()|]*)[^()]*\)", r"\1", pattern)
    return " ".join(chosen.replace("*", "").replace("@", "").split())


def _common(
    pack: Pack, files: PackFiles, tagger: Tagger, articles: Iterable[Article]
) -> Iterator[Finding]:
    total = 0
    used: Counter[tuple[str, str]] = Counter()
    for article in articles:
        total += 1
        used.update(tagger.words_found(article))
    if total < _ENOUGH_ARTICLES:
        return
    for (name, pattern), count in sorted(used.items()):
        if count > total * _TOO_COMMON:
            yield _finding(
                files,
                "concepts",
                name,
                "words",
                problem=f"{pattern!r} is in {count} of {total} stored articles",
                remedy="Unless the beat is about nothing else, write something rarer",
                value=pattern,
            )


def _examples(pack: Pack, files: PackFiles, tagger: Tagger) -> Iterator[Finding]:
    for topic in pack.topics:
        for example in topic.examples:
            article = Article(title=example.title, text=example.text)
            tagged = tagger.tag(article)
            if (topic.name in tagged.topics) == example.must_match:
                continue
            key = "must_match" if example.must_match else "must_not_match"
            if example.must_match:
                misses = near_misses(article, topic, tagger)
                why = f" ({misses[0].rule}: {misses[0].what})" if misses else ""
                problem = (
                    f"the topic {topic.name!r} does not match its example {example.text!r}{why}"
                )
            else:
                proof = tagged.proof(topic.name)
                words = ", ".join(proof.words)
                problem = (
                    f"the topic {topic.name!r} matches {example.text!r}, which it must not"
                    f" ({proof.rule}: {words})"
                )
            yield _finding(
                files,
                "topics",
                topic.name,
                "examples",
                key,
                problem=problem,
                remedy="Mend the rules or the words, or take the example away",
                value=example.text,
                is_error=True,
            )
