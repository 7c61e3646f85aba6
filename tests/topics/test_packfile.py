"""What a topics file may say beyond words and rules: languages, concepts of concepts, levels, examples, several files."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.errors import ConfigError
from extractors.models import Article
from extractors.topics.matcher import Tagger
from extractors.topics.packfile import load_pack

FULL = """\
name = "harbours"
version = 3

[concepts.port.words]
en = ["harbour*"]
fr = ["port", "ports"]

[concepts.yard]
words = ["shipyard*"]

[concepts.place]
includes = ["port", "yard"]

[topics.news]
title = "News"
description = "Of places"
colour = "#33AA99"
threshold = 2
about = 4.5

[topics.news.cancel]
en = ["safe harbour*"]

[topics.news.examples]
must_match = ["A harbour. A harbour."]
must_not_match = [{title = "Weather", text = "Rain."}]

[[topics.news.rules]]
name = "a place"
when = \"\"\"
    place AND
    NOT port\"\"\"
weight = 0.5

[[topics.news.rules]]
name = "port"
when = "port"
"""


def write(tmp_path: Path, text: str, name: str = "topics.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_is_read(tmp_path):
    """Languages go with patterns; what is not said of a topic is as usual."""
    pack = load_pack(write(tmp_path, FULL))
    assert pack.version == "3"
    assert pack.label == f"harbours 3 ({pack.sha256[:12]})"
    words = {(one.written, one.language) for one in pack.concepts[0].words}
    assert words == {("harbour*", "en"), ("port", "fr"), ("ports", "fr")}
    (topic,) = pack.topics
    assert (topic.colour, topic.threshold, topic.about) == ("#33aa99", 2.0, 4.5)
    assert [rule.weight for rule in topic.rules] == [0.5, 1.0]
    assert topic.rules[0].written == "place AND NOT port"
    assert [(one.title, one.must_match) for one in topic.examples] == [
        ("", True),
        ("Weather", False),
    ]


def test_concept_of_concepts_has_their_words(tmp_path):
    """Its mentions are theirs, and a rule may set one against the other."""
    tagger = Tagger(load_pack(write(tmp_path, FULL)))
    text = "One.\nTwo.\nA shipyard.\nA shipyard.\nA shipyard.\nA shipyard."
    (tag,) = tagger.tag(Article(title="", text=text)).tags
    assert tag.score == 2.0


WRONG = {
    "column of a rule": ("    NOT port", "    NOT prot", 32, 9, "no concept 'prot'"),
    "column of a pattern": ('"shipyard*"', '"ship*yard"', 9, 15, "star"),
    "language": ("fr = [", "french = [", 6, None, "'french' is no language"),
    "empty language": ('fr = ["port", "ports"]', "fr = []", 6, None, "empty list"),
    "unknown include": ('"port", "yard"', '"port", "yrad"', 12, None, "no concept 'yrad'"),
    "includes itself": ('"port", "yard"', '"port", "place"', 12, None, "which includes it"),
    "colour": ("#33AA99", "teal", 17, None, "'teal' is no colour"),
    "threshold": ("threshold = 2", "threshold = -1", 18, None, "-1 is no number above 0"),
    "about below threshold": ("about = 4.5", "about = 1", 19, None, "below threshold"),
    "weight": ("weight = 0.5", 'weight = "heavy"', 33, None, "'heavy' is no number"),
    "unless": ('description = "Of places"', 'unless = "prot"\ndescription = "D"', 16, 11, "'prot'"),
    "version": ("version = 3", "version = []", 2, None, "[] is not a text"),
    "example": ('"A harbour. A harbour."', "5", 25, None, "5 in must_match is no example"),
    "concept's name": ("[concepts.yard]", '[concepts."a yard"]', 8, None, "cannot stand in a rule"),
}


@pytest.mark.parametrize(
    ("right", "wrong", "line", "column", "problem"), WRONG.values(), ids=list(WRONG)
)
def test_mistake_has_its_line_and_column(tmp_path, right, wrong, line, column, problem):
    """The place, down to the column in rules and patterns, and the wrong value."""
    assert FULL.count(right) == 1
    path = write(tmp_path, FULL.replace(right, wrong))
    with pytest.raises(ConfigError) as caught:
        load_pack(path)
    assert problem in caught.value.problem
    assert (caught.value.line, caught.value.column) == (line, column)
    where = f"{path}:{line}:{column}: " if column else f"{path}:{line}: "
    assert str(caught.value).startswith(where)


def test_folder_is_one_pack(tmp_path):
    """Words in one file, rules in another, read in the order of names; the sha256 is of them all."""
    words, topics = FULL[: FULL.index("[topics.news]")], FULL[FULL.index("[topics.news]") :]
    write(tmp_path, words, "a.toml")
    path = write(tmp_path, topics, "b.toml")
    pack = load_pack(tmp_path)
    assert [concept.name for concept in pack.concepts] == ["port", "yard", "place"]
    assert [topic.name for topic in pack.topics] == ["news"]
    assert "# a.toml" in pack.source
    path.write_text(topics + "# one more word\n")
    assert load_pack(tmp_path).sha256 != pack.sha256


def test_what_two_files_both_say_is_an_error(tmp_path):
    """Which of the two should count? Both places are named."""
    write(tmp_path, FULL, "a.toml")
    write(tmp_path, '[concepts.yard]\nwords = ["dock*"]\n', "b.toml")
    with pytest.raises(
        ConfigError, match=r"b\.toml:1: concepts yard is set a second time.*a\.toml:8"
    ):
        load_pack(tmp_path)


def test_folder_without_a_file(tmp_path):
    """Nothing to read is an error, not an empty pack."""
    with pytest.raises(ConfigError, match="the folder has no topics file"):
        load_pack(tmp_path)


def test_topic_without_concepts(tmp_path):
    """Words written into the rule are enough."""
    path = write(
        tmp_path,
        'name = "p"\n[topics.t]\ntitle = "T"\ndescription = "D"\n[[topics.t.rules]]\nname = "r"\nwhen = "\'harbour*\'"\n',
    )
    tagger = Tagger(load_pack(path))
    assert tagger.tag(Article(title="", text="Two harbours.")).topics == ("t",)
