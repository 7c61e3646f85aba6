"""The five sample articles come out line by line as read by hand (57 lines with their titles)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractors.plaintext.reader import read

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
pytestmark = pytest.mark.skipif(
    not (SEEDS / "gold.json").exists(), reason="../shared/seeds with the sample articles is absent"
)

#: Per file the line of the title, `None` for copy without one, and the lines of the body.
KEPT = {
    "000": (1, [*range(2, 9), *range(10, 16)]),
    "001": (None, [*range(1, 9)]),
    "002": (3, [5, 9, 11, 13, 15, 20, 22, 24, 26]),
    "003": (None, [*range(1, 18)]),
    "004": (6, [12, 16, 18, 20, 22, 25, 27]),
}


def seed(number: str) -> str:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")


def golden(number: str) -> dict:
    articles = json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))["articles"]
    return next(article for article in articles if article["file"].startswith(number))


def plain(line: str) -> str:
    return " ".join(line.split())


@pytest.mark.parametrize("number", KEPT)
def test_seed_keeps_its_lines(number):
    """Exactly the lines of the article are kept, 001 and 003 whole."""
    title, body = KEPT[number]
    lines = ["", *map(plain, seed(number).splitlines())]
    reading = read(seed(number))
    assert list(reading.lines) == [lines[place] for place in body]
    assert reading.title == (lines[title] if title else None)


def test_seeds_keep_57_lines():
    """The figure of the hand-made table."""
    readings = [read(seed(number)) for number in KEPT]
    assert sum(len(reading.lines) + bool(reading.title) for reading in readings) == 57


@pytest.mark.parametrize("number", KEPT)
def test_seed_agrees_with_gold(number):
    """Title and snippets are as labelled; nothing of the boilerplate is left."""
    gold, reading = golden(number), read(seed(number))
    text = "\n".join(reading.lines)
    assert reading.title == gold["title"]
    assert [snippet for snippet in gold["must_contain"] if snippet not in text] == []
    assert [snippet for snippet in gold["must_not_contain"] if snippet in text] == []


@pytest.mark.parametrize(
    ("number", "site", "section", "published"),
    [
        pytest.param("000", None, None, None, id="000 states nothing"),
        pytest.param("001", "Report", None, None, id="001 names its agency last"),
        pytest.param("002", None, 1, "2022-11-23", id="002 is dated by a caption"),
        pytest.param("003", "ArmInfo", None, None, id="003 names its agency first"),
        pytest.param("004", "Naija247news", 4, None, id="004 is signed by its outlet"),
    ],
)
def test_seed_states(number, site, section, published):
    """Outlet, section (by its line) and day are found where the copy has them, and no author is invented."""
    reading = read(seed(number))
    assert reading.authors == ()
    assert reading.organisations == (("Naija247news",) if number == "004" else ())
    assert reading.site == site
    assert reading.section == (seed(number).splitlines()[section - 1] if section else None)
    assert (reading.published and reading.published.at.date().isoformat()) == published
    assert reading.published is None or reading.published.found_in == "caption"
