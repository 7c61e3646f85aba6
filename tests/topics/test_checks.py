"""`topics check` finds what is allowed and yet wrong, with its line; and is silent about a good file."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.models import Article
from extractors.topics.checks import Finding, check, count_words
from extractors.topics.packfile import SHIPPED, read_pack, read_pack_files

GOOD = """\
name = "harbours"

[concepts.port.words]
en = ["harbour*", "port of call"]
fr = ["quai*"]

[concepts.strike]
words = ["strike*"]

[topics.strikes]
title = "Strikes"
description = "In harbours"
cancel = ["air strike*"]
threshold = 1.0

[topics.strikes.examples]
must_match = ["A strike in the harbour."]
must_not_match = ["An air strike on the harbour."]

[[topics.strikes.rules]]
name = "both"
when = "port AND strike"
"""


def found(tmp_path: Path, text: str, articles: list[Article] | None = None) -> list[Finding]:
    path = tmp_path / "topics.toml"
    path.write_text(text, encoding="utf-8")
    files = read_pack_files(path)
    return check(read_pack(files), files, articles or [])


def test_good_file_is_left_in_peace(tmp_path):
    """Nothing to say."""
    assert found(tmp_path, GOOD) == []


CASES = {
    "unused concept": ("port AND strike", "'harbour*' AND strike", 3, False, "no rule speaks of"),
    "word twice": ('"strike*"', '"strike*", "strike*"', 8, False, "stands 2 times"),
    "beginning of many words": ('"strike*"', '"strike*", "st*"', 8, False, "a great many words"),
    "always swallowed": ('["air strike*"]', '["air strike*", "call"]', 4, False, "can never count"),
    "rule twice": (
        'when = "port AND strike"\n',
        'when = "port AND strike"\n[[topics.strikes.rules]]\nname = "again"\nwhen = "ALL(port, strike)"\n',
        25,
        False,
        "says what the rule 'both' says",
    ),
    "contradiction": (
        "port AND strike",
        "port AND strike AND NOT port",
        22,
        True,
        "can never hold",
    ),
    "contradiction within": (
        "port AND strike",
        "SENTENCE(port AND NOT port) AND strike",
        22,
        True,
        "can never hold",
    ),
    "threshold out of reach": (
        "threshold = 1.0",
        "threshold = 90",
        14,
        True,
        "no article can reach",
    ),
    "example not matched": ("A strike in the harbour.", "A strike.", 17, True, "does not match"),
    "example wrongly matched": ("An air strike on", "A strike on", 18, True, "which it must not"),
}


@pytest.mark.parametrize(
    ("right", "wrong", "line", "is_error", "problem"), CASES.values(), ids=list(CASES)
)
def test_finding(tmp_path, right, wrong, line, is_error, problem):
    """One finding, on its line, an error or a warning."""
    assert right in GOOD
    text = GOOD.replace(right, wrong)
    findings = [one for one in found(tmp_path, text) if problem in one.problem]
    assert [(one.line, one.is_error) for one in findings] == [(line, is_error)]
    assert f"topics.toml:{line}: {'error' if is_error else 'warning'}: " in str(findings[0])


def test_word_of_two_languages_is_no_mistake(tmp_path):
    """Each list is whole for whoever reads its language."""
    assert found(tmp_path, GOOD.replace('"quai*"', '"quai*", "harbour*"')) == []


def test_example_says_what_was_lacking(tmp_path):
    """Whoever wrote it sees at once which word to add."""
    text = GOOD.replace("A strike in the harbour.", "A walkout in the harbour.")
    (finding,) = found(tmp_path, text)
    assert "(both: no word of strike in the paragraph)" in finding.problem


def test_word_that_is_everywhere(tmp_path):
    """In more than half of enough articles a word tells none from another."""
    articles = [Article(title="", text="A harbour, day.")] * 60
    (finding,) = found(tmp_path, GOOD, articles)
    assert (finding.line, finding.is_error) == (4, False)
    assert "'harbour*' is in 60 of 60 stored articles" in finding.problem
    assert found(tmp_path, GOOD, articles[:20]) == []


def test_words_are_counted_by_language(tmp_path):
    """A pattern counts once, in however many ways it begins; lists without a language count as `any`."""
    path = tmp_path / "topics.toml"
    path.write_text(GOOD.replace('"quai*"', '"(le|les) quai*"'), encoding="utf-8")
    assert count_words(read_pack(read_pack_files(path))) == {"en": 2, "any": 2, "fr": 1}


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_shipped_packs_are_clean(name):
    """No error, no warning, and every topic has examples both ways."""
    files = read_pack_files(SHIPPED[name])
    pack = read_pack(files)
    assert [str(finding) for finding in check(pack, files)] == []
    for topic in pack.topics:
        assert {example.must_match for example in topic.examples} == {True, False}, topic.name
