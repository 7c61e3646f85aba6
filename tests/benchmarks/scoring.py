"""
Scores what an extractor found against what an editor keeps: text by windows of words, snippets, metadata.

The text metric is that of github.com/scrapinghub/article-extraction-benchmark: windows of four tokens, compared as
multisets, page by page; precision and recall averaged over pages, F1 of the two averages.
"""

from __future__ import annotations

import hashlib
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import fmean, stdev

_TOKEN = re.compile(r"\w+")
_WINDOW = 4
_RESAMPLES = 1000
_SEED = 20191119
_STRAIGHT = str.maketrans(dict.fromkeys("‘’‚‛ʼ`´", "'") | dict.fromkeys("“”„‟«»", '"'))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


@dataclass(frozen=True, kw_only=True)
class PageScore:
    """How near one text came to the labelled one. `None`: there were no windows to take a share of."""

    precision: float | None
    recall: float | None
    #: The same words in the same order.
    exact: bool

    @property
    def f1(self) -> float:
        return _harmonic(self.precision or 0.0, self.recall or 0.0)


@dataclass(frozen=True, kw_only=True)
class TextScore:
    """Averages over pages."""

    #: An empty text counts in recall only, as in the original metric.
    f1: float
    precision: float
    recall: float
    exact: float
    #: An empty text has precision 0.
    strict_f1: float
    #: How many texts were empty.
    empty: int


def score_text(labelled: str, found: str) -> PageScore:
    """Return how *found* compares with *labelled*."""
    expected, given = _TOKEN.findall(labelled), _TOKEN.findall(found)
    wanted, windows = _windows(expected), _windows(given)
    hits = (wanted & windows).total()
    return PageScore(
        precision=hits / windows.total() if windows else None,
        recall=hits / wanted.total() if wanted else None,
        exact=expected == given,
    )


def summarize(scores: Sequence[PageScore]) -> TextScore:
    """Return the averages of *scores*; there must be one at least."""
    precisions = [score.precision for score in scores if score.precision is not None]
    precision = _mean(precisions)
    recall = _mean([score.recall for score in scores if score.recall is not None])
    return TextScore(
        f1=_harmonic(precision, recall),
        precision=precision,
        recall=recall,
        exact=_mean([float(score.exact) for score in scores]),
        strict_f1=_harmonic(sum(precisions) / len(scores), recall),
        empty=len(scores) - len(precisions),
    )


def compare(ours: Sequence[PageScore], theirs: Sequence[PageScore]) -> tuple[float, float]:
    """
    Return by how much the F1 of *ours* is higher, and the standard deviation of that under resampling of the pages.

    Both list the same pages in the same order. Paired, because pages differ far more than systems do.
    """
    dice, differences = random.Random(_SEED), []
    for _ in range(_RESAMPLES):
        drawn = dice.choices(range(len(ours)), k=len(ours))
        differences.append(
            summarize([ours[at] for at in drawn]).f1 - summarize([theirs[at] for at in drawn]).f1
        )
    return summarize(ours).f1 - summarize(theirs).f1, stdev(differences)


def held(snippets: Iterable[str], text: str) -> int:
    """Return how many of *snippets* stand in *text*, whatever their case, quotes, dashes and white space."""
    folded = _folded(text)
    return sum(_folded(snippet) in folded for snippet in snippets)


@dataclass(frozen=True, kw_only=True)
class Stated:
    """
    What a page says about its article. Dates as ISO 8601: an instant in UTC, a day, or a month.

    As labels, title, names and section are digests: whether they are right can be told, and nobody's text is kept.
    """

    title: str | None = None
    authors: Sequence[str] = ()
    organisations: Sequence[str] = ()
    published: str | None = None
    #: Whether a clock time stands on the page beside `published`.
    clock: bool = False
    modified: str | None = None
    language: str | None = None
    section: str | None = None


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One question about metadata."""

    name: str
    #: Of `Stated`: a system that never fills it was not asked.
    field: str
    #: Whether the page belongs to those that are asked.
    asked: Callable[[Stated], bool]
    #: Whether the second answers as the first, the labelled one, does.
    right: Callable[[Stated, Stated], bool]
    least: float | None = None


#: A day is that of the instant in UTC: who reads the page's local day is off by one on pages of the late evening.
MEASURES = (
    Measure(
        name="title, exact",
        field="title",
        asked=lambda page: bool(page.title),
        right=lambda page, found: page.title == digest(plain(found.title)),
        least=0.80,
    ),
    Measure(
        name="authors, as a set",
        field="authors",
        asked=lambda page: True,
        right=lambda page, found: set(page.authors) == _names(found.authors),
        least=0.83,
    ),
    Measure(
        name="    where persons are named",
        field="authors",
        asked=lambda page: bool(page.authors),
        right=lambda page, found: set(page.authors) == _names(found.authors),
    ),
    Measure(
        name="organisations, as a set",
        field="organisations",
        asked=lambda page: True,
        right=lambda page, found: set(page.organisations) == _names(found.organisations),
    ),
    Measure(
        name="published, day",
        field="published",
        asked=lambda page: _day(page.published) is not None,
        right=lambda page, found: _day(page.published) == _day(found.published),
        least=0.98,
    ),
    Measure(
        name="published, clock time",
        field="published",
        asked=lambda page: page.clock and _minute(page.published) is not None,
        right=lambda page, found: _minute(page.published) == _minute(found.published),
        least=0.75,
    ),
    Measure(
        name="modified, day",
        field="modified",
        asked=lambda page: _day(page.modified) is not None,
        right=lambda page, found: _day(page.modified) == _day(found.modified),
    ),
    Measure(
        name="language",
        field="language",
        asked=lambda page: bool(page.language),
        right=lambda page, found: page.language == found.language,
        least=0.95,
    ),
    Measure(
        name="section",
        field="section",
        asked=lambda page: bool(page.section),
        right=lambda page, found: page.section == digest(_folded(found.section or "")),
    ),
)


def asked(measure: Measure, labelled: Sequence[Stated]) -> int:
    """Return how many pages *measure* asks about."""
    return sum(map(measure.asked, labelled))


def accuracy(measure: Measure, labelled: Sequence[Stated], found: Sequence[Stated]) -> float | None:
    """Return the share of right answers, `None` when no page is asked. Both list the same pages."""
    answers = [
        measure.right(page, one)
        for page, one in zip(labelled, found, strict=True)
        if measure.asked(page)
    ]
    return fmean(answers) if answers else None


def plain(text: str | None) -> str:
    """Return *text* with straight quotes and single spaces."""
    return " ".join((text or "").translate(_STRAIGHT).split())


def digest(text: str) -> str:
    """Return what stands for *text* in the labels."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def as_label(page: Stated) -> Stated:
    """Return what was read off a *page* as the labels keep it."""
    return replace(
        page,
        title=page.title and digest(plain(page.title)),
        authors=sorted(_names(page.authors)),
        organisations=sorted(_names(page.organisations)),
        section=page.section and digest(_folded(page.section)),
    )


def _names(names: Iterable[str]) -> set[str]:
    return {digest(plain(name).casefold()) for name in names}


def _day(date: str | None) -> str | None:
    # A month is no day.
    return date[:10] if date and len(date) >= 10 else None


def _minute(date: str | None) -> datetime | None:
    # Seconds stand in one place of a page and not in another.
    found = datetime.fromisoformat(date) if date and "T" in date else None
    return found and found.replace(second=0, microsecond=0)


def _windows(tokens: Sequence[str]) -> Counter[tuple[str, ...]]:
    """Return every four tokens in a row; fewer than four are one window."""
    if len(tokens) < _WINDOW:
        return Counter([tuple(tokens)] if tokens else [])
    return Counter(zip(*(tokens[at:] for at in range(_WINDOW)), strict=False))


def _harmonic(precision: float, recall: float) -> float:
    both = precision + recall
    return 2 * precision * recall / both if both else 0.0


def _mean(shares: Sequence[float]) -> float:
    return fmean(shares) if shares else 0.0


def _folded(text: str) -> str:
    return plain(unicodedata.normalize("NFKC", text).translate(_DASHES)).lower()
