"""A topics file is read whole or refused with the line, the wrong value and a right one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from extractors.errors import ConfigError
from extractors.topics.expression import parse_expression
from extractors.topics.packfile import SHIPPED, load_pack

GOOD = """\
name = "harbours"

[concepts.port]
words = [
    "harbo(u|)r*",
    "@IMO",
]
later = ["the authority"]
others = ["airport*"]

[concepts.strike]
words = ["strike*", "walk-out"]

[topics.dock-strikes]
title = "Strikes in harbours"
description = "Dockers stop work."
cancel = ["general strike"]

[[topics.dock-strikes.rules]]
name = "who and what"
when = "SENTENCE(port AND strike)"

[[topics.dock-strikes.rules]]
name = "either"
when = "strike AND NOT port"
"""
WHEN_2 = 'when = "strike AND NOT port"'


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "topics.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_file_is_read_as_written(tmp_path):
    """Names, lists and rules arrive in the file's order; what is not said is as usual."""
    pack = load_pack(write(tmp_path, GOOD))
    assert pack.name == "harbours"
    assert [concept.name for concept in pack.concepts] == ["port", "strike"]
    assert [pattern.written for pattern in pack.concepts[0].later] == ["the authority"]
    (topic,) = pack.topics
    assert (topic.name, topic.title) == ("dock-strikes", "Strikes in harbours")
    assert topic.description == "Dockers stop work."
    assert [rule.name for rule in topic.rules] == ["who and what", "either"]
    assert topic.rules[0].written == "SENTENCE(port AND strike)"
    assert topic.rules[1].when == parse_expression("strike AND NOT port")
    assert [rule.weight for rule in topic.rules] == [1.0, 1.0]
    assert (topic.threshold, topic.about, topic.colour, pack.version) == (1.0, 2.5, None, None)


def test_sha256_is_of_the_file(tmp_path):
    """Any edit, even of a comment, changes it: what was tagged under it can be told apart."""
    path = write(tmp_path, GOOD)
    first = load_pack(path).sha256
    assert first == hashlib.sha256(path.read_bytes()).hexdigest()
    assert load_pack(write(tmp_path, GOOD + "# new\n")).sha256 != first


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_shipped_packs_load(name):
    """Every pack that comes with the program is right, and found under the name it gives itself."""
    assert load_pack(SHIPPED[name]).name == name


def test_csto_pack_is_shipped():
    """The default beat has its three topics."""
    topics = {topic.name for topic in load_pack(SHIPPED["csto"]).topics}
    assert topics == {"csto-expansion", "armenia-membership", "peacekeeping"}


WRONG = {
    "unknown key at the top": ('name = "', 'nmae = "', 1, "'nmae' is unknown", "'name'"),
    "unknown key in a concept": ("later =", "latr =", 8, "'latr' is unknown", "'later'"),
    "unknown key in a topic": ("cancel =", "cancels =", 17, "'cancels' is unknown", "'cancel'"),
    "unknown key in a rule": (WHEN_2, WHEN_2.replace("when", "wen"), 25, "'wen'", "'when'"),
    "rule of old": (WHEN_2, 'all = ["strike"]', 25, "once written", 'when = "strike"'),
    "unknown concept": ("(port AND", "(prot AND", 21, "'prot'", "'port'"),
    "no rules": (
        "[[topics.dock-strikes.rules]]",
        "",
        14,
        "no rules",
        "[[topics.dock-strikes.rules]]",
    ),
    "no words": ('words = ["strike*", "walk-out"]', "words = []", 11, "no words", "words ="),
    "words left out": ('words = ["strike*", "walk-out"]', "", 11, "no words", "words ="),
    "empty pattern": ('"@IMO"', '""', 6, "no word", "harbour*"),
    "only a star": ('"@IMO"', '"*"', 6, "no word", "harbour*"),
    "one letter and a star": ('"@IMO"', '"h*"', 6, "'h*'", "harbour*"),
    "star inside a word": ('"@IMO"', '"har*bour"', 6, "'har*bour'", "harbour*"),
    "star before more of the word": ('"@IMO"', '"(ha*|ho)bour"', 6, "star", "harbour*"),
    "open bracket": ('"@IMO"', '"(a|b"', 6, "bracket", "(a|b)"),
    "closed twice": ('"@IMO"', '"(a|b))"', 6, "bracket", "(a|b)"),
    "bar outside": ('"@IMO"', '"a|b"', 6, "bracket or bar", "(a|b)"),
    "choice of a sign": ('"@IMO"', '"IMO (plus|+)"', 6, "'+'", "not looked at"),
    "choice of nothing": ('"@IMO"', '"(sea|)"', 6, "nothing", "choice"),
    "capitals in small letters": ('"@IMO"', '"@imo"', 6, "'imo'", "'@IMO'"),
    "too many beginnings": ('"@IMO"', '"' + "(a|b|) " * 9 + '"', 6, "1000", "several"),
    "pattern not a text": ('"@IMO"', "4711", 6, "4711", '"4711"'),
    "words not a list": ('["strike*", "walk-out"]', '"strike*"', 12, "not a list", '["..."]'),
    "name not for a URL": ('"harbours"', '"Harbours & Co"', 1, "'Harbours & Co'", "'harbours-co'"),
    "name too long": ('"harbours"', f'"{"a" * 65}"', 1, "web address", "'" + "a" * 64 + "'"),
    "topic name not for a URL": (
        "dock-strikes",
        '"Dock strikes"',
        14,
        "'Dock strikes'",
        "'dock-strikes'",
    ),
    "topic name of the feed of everything": ("dock-strikes", "all", 14, "'all'", "Name the topic"),
    "two rules of one name": (
        '"either"',
        '"who and what"',
        24,
        "'who and what'",
        "'who and what 2'",
    ),
    "rule without when": (WHEN_2, "", 23, "when is missing", "when ="),
    "empty rule": (WHEN_2, 'when = ""', 25, "when = ''", "when ="),
    "rule that only denies": (WHEN_2, 'when = "NOT port"', 25, "nothing is said", "AND NOT"),
    "rule that never ends": (WHEN_2, 'when = "port AND"', 25, "ends too early", "'AND'"),
    "rule without a name": ('name = "either"', "", 23, "name is missing", "name ="),
    "topic without a title": (
        'title = "Strikes in harbours"',
        "",
        14,
        "title is missing",
        "title =",
    ),
    "title not a text": ('"Strikes in harbours"', "7", 15, "7", "title ="),
    "blank description": ('"Dockers stop work."', '" "', 16, "description", "description ="),
}


@pytest.mark.parametrize(
    ("right", "wrong", "line", "problem", "remedy"), WRONG.values(), ids=list(WRONG)
)
def test_wrong_file_is_refused(tmp_path, right, wrong, line, problem, remedy):
    """The error stands on the line of the fault, names the wrong value and shows a right one."""
    assert right in GOOD
    text = GOOD.replace(right, wrong)
    if "rules" in right:
        text = text[: text.index('name = "who and what"')]
    with pytest.raises(ConfigError) as caught:
        load_pack(write(tmp_path, text))
    assert caught.value.line == line
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param('name = "x"\n', "no topics", id="nothing"),
        pytest.param('name = "x"\n[concepts]\n', "no topics", id="empty concepts"),
        pytest.param('name = "x"\nconcepts = 3\n', "not a table", id="concepts not a table"),
        pytest.param('name = "x"\n[concepts]\na = 3\n', "not a table", id="concept not a table"),
        pytest.param('name = "x"\n[concepts.a]\nwords = ["abc"]\n', "no topics", id="no topics"),
        pytest.param(
            'name = "x"\n[concepts.a]\nwords = ["abc"]\n[topics.t]\nrules = [1]\n',
            "not a list of tables",
            id="rules not tables",
        ),
        pytest.param(
            '[concepts.a]\nwords = ["abc"]\n[topics.t]\ntitle = "T"\ndescription = "D"\n'
            '[[topics.t.rules]]\nname = "r"\nwhen = "a"\n',
            "name is missing",
            id="no name",
        ),
    ],
)
def test_empty_file_is_refused(tmp_path, text, problem):
    """A file that could never tag anything is an error, not a pack that finds nothing."""
    with pytest.raises(ConfigError, match=problem):
        load_pack(write(tmp_path, text))
