"""Proposals: what tagged articles say and others do not; nothing the file has, nothing everybody says."""

from __future__ import annotations

from extractors.models import Article
from extractors.topics.matcher import Tagger
from extractors.topics.packfile import load_pack
from extractors.topics.proposals import propose
from extractors.topics.scores import Comparison, Score, score

PACK = """
name = "p"
[topics.t]
title = "T"
description = "D"
[[topics.t.rules]]
name = "r"
when = "'strike*'"
"""


def article(text: str, language: str = "en") -> Article:
    return Article(title="", text=text, language=language)


def test_words_of_the_topic_are_proposed(tmp_path):
    """The word that goes with it, its phrase when it is as frequent, with counts; not the known, the common, the rare."""
    path = tmp_path / "topics.toml"
    path.write_text(PACK)
    tagged = [
        article(f"Dockers on strike in the harbour, picket lines stand. Number{n}x once.")
        for n in range(20)
    ]
    others = [article("The harbour is calm. Lines of ships pass.")] * 60
    found = propose(tagged, others, Tagger(load_pack(path)), most=10)
    words = {one.words: one for one in found}
    assert {"dockers", "picket"} <= words.keys()
    assert (words["picket"].inside, words["picket"].outside, words["picket"].language) == (
        20,
        0,
        "en",
    )
    assert not {"strike", "harbour", "lines"} & words.keys()
    assert not any(one.words.startswith("number") for one in found)
    assert [one.z for one in found] == sorted((one.z for one in found), reverse=True)
    assert len(propose(tagged, others, Tagger(load_pack(path)), most=1)) == 1


def test_scores_are_counted_by_topic_and_language():
    """Only what was judged counts; shares of nothing are unknown, not zero."""
    found = score(
        [
            Comparison(
                language="en", verdicts={"t": True, "u": False}, given=frozenset({"t", "u"})
            ),
            Comparison(language="ru", verdicts={"t": True}, given=frozenset({"u"})),
            Comparison(language=None, verdicts={"t": False}, given=frozenset()),
        ]
    )
    assert found["t", "all"] == Score(right=1, missed=1, clear=1)
    assert (found["t", "all"].precision, found["t", "all"].recall) == (1.0, 0.5)
    assert found["t", "all"].f1 == 2 / 3
    assert found["u", "en"] == Score(wrong=1)
    assert (found["u", "en"].precision, found["u", "en"].recall, found["u", "en"].f1) == (
        0.0,
        None,
        0.0,
    )
    assert found["t", "unknown"].f1 is None
    assert found["all", "all"] == Score(right=1, wrong=1, missed=1, clear=1)
