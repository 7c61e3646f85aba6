"""What the benchmark of extraction counts, on cases small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.page import html
from tests.benchmarks.memory import read_many
from tests.benchmarks.pages import endless
from tests.benchmarks.scoring import (
    MEASURES,
    Stated,
    accuracy,
    as_label,
    asked,
    compare,
    held,
    score_text,
    summarize,
)
from tests.benchmarks.systems import OURS, SYSTEMS, System
from tests.benchmarks.targets import METADATA_STEPS, Target, memory_target, metered

_MEASURES = {measure.name: measure for measure in MEASURES}


@pytest.mark.parametrize(
    ("labelled", "found", "precision", "recall", "exact"),
    [
        pytest.param("a b c d e", "a b c d e", 1, 1, True, id="the same"),
        pytest.param("a b c d e", "“a b,\nc” d e!", 1, 1, True, id="other marks and breaks"),
        pytest.param("a b c d e", "a b c d", 1, 0.5, False, id="last word lost"),
        pytest.param("a b c d", "x a b c d y", 1 / 3, 1, False, id="words around"),
        pytest.param("a b c d", "a b c d a b c d", 1 / 5, 1, False, id="doubled"),
        pytest.param("a b c d", "A b c d", 0, 0, False, id="case counts"),
        pytest.param("a b", "a b", 1, 1, True, id="shorter than a window"),
        pytest.param("a b c d", "", None, 0, False, id="nothing found"),
        pytest.param("", "a b c d", 0, None, False, id="nothing to find"),
    ],
)
def test_text_is_compared_by_windows(
    labelled: str, found: str, precision: float | None, recall: float | None, exact: bool
) -> None:
    """Windows of four words that both texts have, each as often as both have it."""
    score = score_text(labelled, found)
    assert (score.precision, score.recall, score.exact) == (precision, recall, exact)


def test_an_empty_text_counts_in_recall_and_in_the_strict_figure() -> None:
    """Two pages, one whole and one empty: precision 1 by the metric, a half by the strict one."""
    found = summarize([score_text("a b c d", "a b c d"), score_text("e f g h", "")])
    assert (found.precision, found.recall, found.exact, found.empty) == (1, 0.5, 0.5, 1)
    assert found.f1 == pytest.approx(2 / 3)
    assert found.strict_f1 == 0.5


def test_f1_is_that_of_the_averages() -> None:
    """It is not the average of the pages' F1, which here would be a half."""
    whole = score_text("a b c d", "a b c d")
    found = summarize([whole, score_text("a b c d", "x y z w")])
    assert (found.precision, found.recall, found.f1) == (0.5, 0.5, 0.5)
    found = summarize([whole, score_text("a b c d e f g", "a b c d")])
    assert found.f1 == pytest.approx(2 * 1 * 0.625 / 1.625)


def test_no_text_at_all_is_zero() -> None:
    """Averages over nothing are no error."""
    found = summarize([score_text("a b c d", "")])
    assert (found.f1, found.strict_f1, found.precision, found.empty) == (0, 0, 0, 1)


def test_comparison_is_paired() -> None:
    """Two systems that are equal on every page differ by nothing, in every resample."""
    scores = [score_text("a b c d e", text) for text in ("a b c d e", "a b c d", "x a b c d")]
    assert compare(scores, scores) == (0, 0)


def test_comparison_has_a_sign_and_a_deviation() -> None:
    """Who is better on one of two pages is better by the mean, and no one can be sure of it."""
    whole, half = score_text("a b c d e", "a b c d e"), score_text("a b c d e", "a b c d x")
    difference, deviation = compare([whole, whole], [whole, half])
    assert difference == pytest.approx(0.25)
    assert 0.1 < deviation < 0.3
    assert compare([whole, half], [whole, whole]) == pytest.approx((-difference, deviation))


def test_snippets_are_found_whatever_their_marks() -> None:
    """Case, quotes, dashes and white space are the typesetter's."""
    text = "The envoy – she spoke on Monday – called it\n“a first  step”."
    snippets = ["the envoy - she spoke", 'called it "a first step"', "a second step"]
    assert held(snippets, text) == 2


@pytest.mark.parametrize(
    ("measure", "page", "found", "right"),
    [
        pytest.param("title, exact", {"title": "“It’s  on”"}, {"title": '"It\'s on"'}, 1, id="quotes"),
        pytest.param("title, exact", {"title": "It is on"}, {"title": "It is On"}, 0, id="case"),
        pytest.param("title, exact", {"title": "On"}, {"title": "On | The Courier"}, 0, id="suffix"),
        pytest.param("title, exact", {"title": "On"}, {}, 0, id="no title found"),
        pytest.param("title, exact", {}, {"title": "On"}, None, id="no title to find"),
        pytest.param("authors, as a set", {"authors": ["Ann Docker", "Bo Quay"]}, {"authors": ["bo quay", "Ann Docker"]}, 1, id="order and case"),
        pytest.param("authors, as a set", {"authors": ["Ann Docker"]}, {"authors": ["Ann Docker", "Staff"]}, 0, id="one too many"),
        pytest.param("authors, as a set", {}, {"authors": ["Staff"]}, 0, id="invented author"),
        pytest.param("authors, as a set", {}, {}, 1, id="rightly none"),
        pytest.param("    where persons are named", {}, {}, None, id="none is named"),
        pytest.param("organisations, as a set", {"organisations": ["Wire"]}, {"organisations": ["wire"]}, 1, id="agency"),
        pytest.param("published, day", {"published": "2019-11-05T14:30:00Z"}, {"published": "2019-11-05"}, 1, id="day of an instant"),
        pytest.param("published, day", {"published": "2019-11-05"}, {"published": "2019-11-06"}, 0, id="next day"),
        pytest.param("published, day", {"published": "2019-11-05"}, {"published": "2019-11"}, 0, id="only a month"),
        pytest.param("published, day", {}, {"published": "2019-11-05"}, None, id="no date to find"),
        pytest.param("published, clock time", {"published": "2019-11-05T14:30:00Z", "clock": True}, {"published": "2019-11-05T14:30:59Z"}, 1, id="same minute"),
        pytest.param("published, clock time", {"published": "2019-11-05T14:30:00Z", "clock": True}, {"published": "2019-11-05T16:30:00Z"}, 0, id="wrong zone"),
        pytest.param("published, clock time", {"published": "2019-11-05T14:30:00Z", "clock": True}, {"published": "2019-11-05"}, 0, id="clock time not found"),
        pytest.param("published, clock time", {"published": "2019-11-05"}, {"published": "2019-11-05"}, None, id="no clock time to find"),
        pytest.param("modified, day", {"modified": "2019-11-05"}, {}, 0, id="change not found"),
        pytest.param("language", {"language": "hy"}, {"language": "hy"}, 1, id="language"),
        pytest.param("language", {"language": "hy"}, {}, 0, id="no language"),
        pytest.param("section", {"section": "World"}, {"section": "WORLD"}, 1, id="section"),
    ],
)  # fmt: skip
def test_metadata_is_right_or_wrong(
    measure: str, page: dict[str, Any], found: dict[str, Any], right: float | None
) -> None:
    """Each question has one answer, and pages that state nothing are asked only where nothing is the answer."""
    label = as_label(Stated(**page))
    assert accuracy(_MEASURES[measure], [label], [Stated(**found)]) == right
    assert asked(_MEASURES[measure], [label]) == (right is not None)


def test_metadata_is_timed_where_it_is_read() -> None:
    """The functions by which an HTML page becomes metadata are those that are timed, and are put back."""
    before = [getattr(html, name) for name in METADATA_STEPS]
    spent: dict[str, float] = {}
    with metered(spent):
        OURS.read(next(endless([])), "https://courier.example/news/0")
    assert set(spent) == set(METADATA_STEPS)
    assert [getattr(html, name) for name in METADATA_STEPS] == before


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_every_system_reads_a_page(system: System) -> None:
    """Each of the systems finds the article of a page, with its words apart."""
    found = system.read(next(endless([])), "https://courier.example/news/0")
    sentence = (
        "the CSTO keeps its door open to new members and would send peacekeepers to the border"
    )
    assert held([sentence], system.text(found)) == 1
    if system.stated:
        assert system.stated(found).authors == ("Nora Samplea",)


def test_memory_is_read_from_the_kernel() -> None:
    """After the last document it says what is held, which is never more than what was held at most."""
    found = read_many(2)
    assert (found["documents"], found["articles"]) == (2, 2)
    (sample,) = found["megabytes"].values()
    assert 10 < sample["held"] <= sample["peak"]


@pytest.mark.parametrize(
    ("target", "met"),
    [
        pytest.param(Target(name="F1", measured=0.97, least=0.97), True, id="just enough"),
        pytest.param(Target(name="F1", measured=0.9699, least=0.97), False, id="too little"),
        pytest.param(Target(name="empty", measured=0, most=0), True, id="none"),
        pytest.param(Target(name="empty", measured=1, most=0), False, id="too many"),
    ],
)
def test_target_is_met_or_missed(target: Target, met: bool) -> None:
    """A bound is part of what is wanted."""
    assert target.met == met


def test_memory_gained_counts_from_the_thousandth_document() -> None:
    """What loads at the start is no growth; of what is held and the peak the one counts that grew more."""
    samples = {
        "500": {"held": 100.0, "peak": 110.0},
        "1000": {"held": 150.0, "peak": 160.0},
        "1500": {"held": 151.0, "peak": 163.0},
    }
    assert memory_target({"documents": 1500, "megabytes": samples}).measured == 3
