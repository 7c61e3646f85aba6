"""A run over the five real articles: titles, lines, topics and evidence as labelled, from intake to store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.settings import load_settings
from tests.conftest import SHARED
from tests.flows_cli.newsroom import objects, plain_run, topicwire

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="needs the labelled articles in ../shared"
)

#: The lines of the file that are the article's body.
BODY = {
    "000": [*range(2, 9), *range(10, 16)],
    "001": [*range(1, 9)],
    "002": [5, 9, 11, 13, 15, 20, 22, 24, 26],
    "003": [*range(1, 18)],
    "004": [12, 16, 18, 20, 22, 25, 27],
}


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """The seeds as `topicwire list --json` gives them after a run, by the first three digits of their names."""
    folder = tmp_path_factory.mktemp("seeds")
    settings = load_settings(environ={}, folder=folder, data=folder / "var")
    plain_run(settings, inputs=[str(SHARED / "seeds")])
    rows = objects(topicwire("list", "--json", "--data", settings.data.root))
    return {Path(row["input"]).name[:3]: row for row in rows}


def _gold(number: str) -> dict:
    articles = json.loads((SHARED / "seeds" / "gold.json").read_text("utf-8"))["articles"]
    return next(article for article in articles if article["file"].startswith(number))


@pytest.mark.parametrize("number", BODY)
def test_title_lines_and_topics_are_as_labelled(number: str, stored: dict[str, dict]) -> None:
    """Exactly the article's lines are stored, with its title and exactly its topics."""
    article, gold = stored[number], _gold(number)
    lines = (SHARED / "seeds" / gold["file"]).read_text("utf-8").splitlines()
    assert article["text"].split("\n") == [" ".join(lines[n - 1].split()) for n in BODY[number]]
    assert article["title"] in (gold["title"], *gold.get("title_ok", []))
    assert article["topics"] == gold["topics"]


@pytest.mark.parametrize("number", BODY)
def test_evidence_is_verbatim_article_text(number: str, stored: dict[str, dict]) -> None:
    """Every proof stands in the stored text at its place, and none comes from a "Read more" line."""
    article, gold = stored[number], _gold(number)
    assert {found["topic"] for found in article["evidence"]} == set(gold["topics"])
    for found in article["evidence"]:
        held = article[found["field"]]
        assert found["sentence"] in held
        assert held[found["start"] : found["end"]].startswith(found["words"][0])
        assert not [line for line in gold["must_not_contain"] if line in found["sentence"]]


def test_expansion_is_proved_by_the_sentence_on_members(stored: dict[str, dict]) -> None:
    """The headline's "expand participation" is no growth of the organisation; one sentence of the body is."""
    proofs = [found for found in stored["000"]["evidence"] if found["topic"] == "csto-expansion"]
    assert proofs
    assert all("expansion and enlargement" in found["sentence"] for found in proofs)
