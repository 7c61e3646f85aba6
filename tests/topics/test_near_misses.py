"""A near miss names the one thing that was lacking; a far miss is none."""

from __future__ import annotations

import pytest

from extractors.models import Article
from extractors.topics.matcher import Tagger
from extractors.topics.near_misses import near_misses
from extractors.topics.packfile import load_pack

CONCEPTS = """
name = "p"
[concepts.a]
words = ["alpha"]
[concepts.b]
words = ["beta"]
[concepts.c]
words = ["gamma"]
[topics.t]
title = "T"
description = "D"
cancel = ["alpha male"]
[[topics.t.rules]]
name = "r"
"""
CASES = {
    "a word": ("a AND b", "An alpha.", "word", "no word of b in the paragraph"),
    "the rarer of three": ("a AND b AND c", "Alpha, beta.", "word", "no word of c in the paragraph"),
    "a word in the sentence": ("SENTENCE(a AND b)", "An alpha.", "word", "no word of b in the sentence"),
    "two paragraphs": ("a AND b", "An alpha.\nA beta.", "place", "not all in one paragraph"),
    "two sentences": ("SENTENCE(a AND b)", "An alpha. A beta.", "place", "not all in one sentence"),
    "not in the lead": ("LEAD(a)", "One.\nTwo.\nAlpha.", "place", "not all in one lead"),
    "too far": ("a NEAR/1 b", "Alpha one two three beta.", "distance", "more than 1 words apart"),
    "barred": ("a AND NOT b", "Alpha, beta.", "barred", "barred by b"),
    "cancelled": ("a", "An alpha male.", "cancelled", "cancelled by 'alpha male'"),
    "too light": ("a", "One.\nTwo.\nAlpha.", "score", "weighs too little"),
}  # fmt: skip


@pytest.fixture
def nearest(tmp_path):
    def nearest(rule: str, text: str, more: str = ""):
        path = tmp_path / "topics.toml"
        path.write_text(f'{CONCEPTS}when = "{rule}"\n{more}', encoding="utf-8")
        tagger = Tagger(load_pack(path))
        return near_misses(Article(title="", text=text), tagger.topics[0], tagger)

    return nearest


@pytest.mark.parametrize(("rule", "text", "lack", "what"), CASES.values(), ids=list(CASES))
def test_what_was_lacking(nearest, rule, text, lack, what):
    """In one phrase, with the sentence where the rest of the rule holds."""
    (miss,) = nearest(rule, text, "weight = 0.5\n" if lack == "score" else "")
    assert (miss.rule, miss.lack) == ("r", lack)
    assert what in miss.what
    assert miss.evidence[0].sentence in text


@pytest.mark.parametrize(
    ("rule", "text"),
    [("a AND b", "Alpha, beta."), ("a AND b", "Nothing."), ("a AND b AND c", "An alpha."), ("a", "No.")],
    ids=["it holds", "nothing there", "two things lacking", "the only thing lacking"],
)  # fmt: skip
def test_no_near_miss(nearest, rule, text):
    """An article that has the topic, and one that is far from it."""
    assert nearest(rule, text) == []


def test_barred_for_the_whole_topic(tmp_path):
    """What bars every rule is named as such."""
    path = tmp_path / "topics.toml"
    path.write_text(CONCEPTS.replace("[[topics", 'unless = "c"\n[[topics') + 'when = "a"\n')
    tagger = Tagger(load_pack(path))
    article = Article(title="", text="Alpha.\nGamma.")
    (miss,) = near_misses(article, tagger.topics[0], tagger)
    assert (miss.lack, miss.what) == ("barred", "barred for the whole topic by c")


def test_nearest_first(nearest):
    """A phrase that cancels is nearer than a word that is not there."""
    more = '[[topics.t.rules]]\nname = "s"\nwhen = "a"\n'
    misses = nearest("c AND b", "A gamma, an alpha male.", more)
    assert [miss.lack for miss in misses] == ["cancelled", "word"]
