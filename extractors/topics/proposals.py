"""
Proposes words for a topic: what articles that have it say and others do not.

By the log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn, Fightin' Words, Political
Analysis 16, 2008), over the number of articles that use a word: one long article does not shout the others down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

from extractors.models import Article
from extractors.topics.fold import searchable
from extractors.topics.matcher import Tagger

#: Shorter words are articles, prepositions and particles in most languages.
_SHORTEST = 4
#: Articles that must use a word for it to be proposed.
_LEAST = 3
#: How much what is usual in all articles weighs, in articles.
_PRIOR = 20.0


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A word, or two in a row, that articles with the topic use more than others do."""

    words: str
    #: Articles that use it, with the topic and without.
    inside: int
    outside: int
    #: Standard deviations above chance.
    z: float
    #: The language that most of its articles are in.
    language: str | None


def propose(
    tagged: Iterable[Article], others: Iterable[Article], tagger: Tagger, *, most: int
) -> list[Proposal]:
    """Return at most *most* words that *tagged* articles use and *others* do not, none that *tagger* looks for."""
    inside, outside = _Use(), _Use()
    for article in tagged:
        inside.add(article)
    for article in others:
        outside.add(article)
    proposals = [
        Proposal(
            words=words,
            inside=count,
            outside=outside.counts[words],
            z=_z(count, inside.articles, outside.counts[words], outside.articles),
            language=inside.language(words),
        )
        for words, count in inside.counts.items()
        if count >= _LEAST
    ]
    # Of equals a word before a phrase with it.
    proposals.sort(key=lambda one: (-round(one.z, 1), one.words.count(" "), one.words))
    kept: list[Proposal] = []
    for one in proposals:
        if len(kept) == most or one.z < 2:
            break
        # A phrase says no more than the word in it that was proposed already, unless it is as frequent.
        is_said = any(f" {other.words} " in f" {one.words} " for other in kept)
        if not is_said and not _is_known(one.words, tagger):
            kept.append(one)
    return kept


class _Use:
    def __init__(self) -> None:
        self.articles = 0
        self.counts: Counter[str] = Counter()
        self._languages: dict[str, Counter[str]] = {}

    def add(self, article: Article) -> None:
        self.articles += 1
        used = _words(article)
        self.counts.update(used)
        if article.language:
            for words in used:
                self._languages.setdefault(words, Counter())[article.language] += 1

    def language(self, words: str) -> str | None:
        counts = self._languages.get(words)
        return counts.most_common(1)[0][0] if counts else None


def _words(article: Article) -> set[str]:
    used: set[str] = set()
    for line in (article.title, *article.text.split("\n")):
        # Two blanks in a row are a comma or a full stop.
        for run in searchable(line).words.split("  "):
            words = run.split()
            used.update(word for word in words if len(word) >= _SHORTEST and word.isalpha())
            used.update(
                f"{one} {two}"
                for one, two in pairwise(words)
                if max(len(one), len(two)) >= _SHORTEST and (one + two).isalpha()
            )
    return used


def _z(inside: int, articles_inside: int, outside: int, articles_outside: int) -> float:
    usual = (inside + outside) / max(1, articles_inside + articles_outside)
    prior = _PRIOR * usual
    here = (inside + prior) / max(1e-9, articles_inside + _PRIOR - inside - prior)
    there = (outside + prior) / max(1e-9, articles_outside + _PRIOR - outside - prior)
    return (log(here) - log(there)) / sqrt(1 / (inside + prior) + 1 / (outside + prior))


def _is_known(words: str, tagger: Tagger) -> bool:
    return bool(tagger.read(Article(title="", text=words)).found)
