"""Which words went and came: what is shown, what always holds, and how long it may take."""

from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.word_diff import around_changes, is_changed, word_diff

MARKS = {"same": "{}", "gone": "[-{}-]", "added": "{{+{}+}}"}


def drawn(pieces):
    return "".join(MARKS[piece.kind].format(piece.text) for piece in pieces)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("Dockers walk out", "Dockers go out", "Dockers [-walk-]{+go+} out", id="word"),
        pytest.param(
            "Some 1,200 men", "Some 1,300 men", "Some [-1,200-]{+1,300+} men", id="number"
        ),
        pytest.param(
            "They didn't go.", "They did go.", "They [-didn't-]{+did+} go.", id="apostrophe"
        ),
        pytest.param("Ships wait.", "Ships wait now.", "Ships wait{+ now+}.", id="added"),
        pytest.param("Ships wait now.", "Ships wait.", "Ships wait[- now-].", id="gone"),
        pytest.param("A b.\nC d.", "A b. C d.", "A b.[-\n-] C d.", id="paragraphs joined"),
        pytest.param("Порт закрыт.", "Порт открыт.", "Порт [-закрыт-]{+открыт+}.", id="Cyrillic"),
        pytest.param("港口关闭了", "港口开放了", "港口[-关闭-]{+开放+}了", id="no blanks"),
        pytest.param(
            "On Monday, they said, all ships left.",
            "On Friday, he wrote, no boat came.",
            "On [-Monday, they said, all ships left-]{+Friday, he wrote, no boat came+}.",
            id="a comma by chance",
        ),
        pytest.param("", "New.", "{+New.+}", id="from nothing"),
        pytest.param("One  two", "One two", "One two", id="blanks alone"),
    ],
)
def test_what_is_shown(old, new, expected):
    """Whole words, the old before the new, blanks outside, and no islands that only chance left there."""
    assert drawn(word_diff(old, new)) == expected


WORDS = st.lists(st.sampled_from(["a", "b", "c", "The", "ship", ",", ".", "\n", "港", "1,2"]))


@given(WORDS, WORDS)
def test_both_texts_are_in_it(before, after):
    """Without what went it is the new text to the letter, without what came the old one but for blanks."""
    old, new = " ".join(before), " ".join(after)
    pieces = word_diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new
    kept = "".join(piece.text for piece in pieces if piece.kind != "added")
    assert kept.replace(" ", "") == old.replace(" ", "")
    assert is_changed(pieces) == (old.replace(" ", "") != new.replace(" ", ""))
    kinds = [piece.kind for piece in pieces]
    assert all(one != other for one, other in pairwise(kinds))
    assert all(piece.text for piece in pieces)


@pytest.mark.parametrize("vocabulary", [1, 3, 60, 5000])
def test_it_is_never_slow(vocabulary):
    """A word processor's worst: two texts of thirty thousand words with nothing in order. Some 0.1 s; 10 is a hang."""
    source = random.Random(vocabulary)
    old, new = (
        " ".join(f"w{source.randrange(vocabulary)}" for _ in range(30_000)) for _ in range(2)
    )
    started = time.monotonic()
    word_diff(old, new)
    assert time.monotonic() - started < 10


TEXT = (
    "First here. Second stays. It was {} then. Fourth stays. Fifth too.\nSixth, {} words. The end."
)


def test_sentences_around_the_changes():
    """What lies between them is an ellipsis."""
    pieces = word_diff(TEXT.format("five", "more"), TEXT.format("six", "many"))
    assert drawn(around_changes(pieces, letters=400)) == (
        "… It was [-five-]{+six+} then. … Sixth, [-more-]{+many+} words. …"
    )


def test_a_paragraph_is_seen_to_be_joined():
    """A line break is no blank: it would be nothing."""
    assert (
        drawn(around_changes(word_diff("A b.\nC d.", "A b. C d."), letters=99))
        == "A b.[- ¶ -] C d."
    )


@given(WORDS, WORDS, st.integers(min_value=30, max_value=200))
def test_it_is_short(before, after, letters):
    """However long the change is, and it never has a line break in it."""
    pieces = around_changes(word_diff(" ".join(before * 20), " ".join(after * 20)), letters=letters)
    assert sum(len(piece.text) for piece in pieces) <= letters + 1
    assert "\n" not in drawn(pieces)


def test_of_an_exchanged_text_both_beginnings_are_seen():
    """What went does not hide what came."""
    pieces = around_changes(word_diff("old" + " old" * 500, "new" + " new" * 500), letters=90)
    assert [piece.kind for piece in pieces] == ["gone", "added"]
    assert all(piece.text.endswith("…") for piece in pieces)
