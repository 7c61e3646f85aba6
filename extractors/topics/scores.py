"""Precision and recall of a topics file against what people said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Score:
    """How often a topic was rightly given, wrongly given, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    #: Rightly left out.
    clear: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            right=self.right + other.right,
            wrong=self.wrong + other.wrong,
            missed=self.missed + other.missed,
            clear=self.clear + other.clear,
        )

    @property
    def precision(self) -> float | None:
        """Share of what was given that was right; `None` where nothing was given."""
        given = self.right + self.wrong
        return self.right / given if given else None

    @property
    def recall(self) -> float | None:
        """Share of what is wanted that was given; `None` where nothing is wanted."""
        wanted = self.right + self.missed
        return self.right / wanted if wanted else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two; `None` where there is nothing to find and nothing was found."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One article: what a person said of some topics, and the topics a pack gives it."""

    language: str | None
    verdicts: Mapping[str, bool]
    given: frozenset[str]


def score(comparisons: Iterable[Comparison]) -> dict[tuple[str, str], Score]:
    """Return the scores by topic and language; topic or language `all` sum over the others."""
    scores: dict[tuple[str, str], Score] = defaultdict(Score)
    for one in comparisons:
        for topic, is_wanted in one.verdicts.items():
            is_given = topic in one.given
            found = Score(
                right=int(is_given and is_wanted),
                wrong=int(is_given and not is_wanted),
                missed=int(is_wanted and not is_given),
                clear=int(not is_given and not is_wanted),
            )
            for key_topic in (topic, "all"):
                for language in (one.language or "unknown", "all"):
                    scores[key_topic, language] += found
    return dict(scores)
