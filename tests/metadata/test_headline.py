"""Titles: picked, cut, or made from the lede."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.metadata.headline import choose_title, from_lede, without_outlet

_SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        pytest.param(
            {"document": "Bloc sends mission | The Courier"},
            "Bloc sends mission",
            id="document only",
        ),
        pytest.param(
            {
                "social": "You won't believe what the bloc did",
                "headline": "Bloc sends mission",
                "h1s": ["Bloc sends mission to border"],
            },
            "Bloc sends mission to border",
            id="h1 like the headline",
        ),
        pytest.param(
            {"social": "Bloc sends mission", "h1s": ["The Courier"]},
            "Bloc sends mission",
            id="h1 is the logo",
        ),
        pytest.param(
            {
                "document": "Bloc sends mission to border - The Courier",
                "h1s": ["The Courier", "Bloc sends mission to border", "Comments"],
            },
            "Bloc sends mission to border",
            id="several h1",
        ),
        pytest.param({"h1s": ["Bloc sends mission"]}, "Bloc sends mission", id="lone h1"),
        pytest.param({"h1s": ["One", "Two"]}, None, id="two h1 and nothing else"),
        pytest.param(
            {"social": "Bloc sends mission", "h1s": ["Border talks Bloc sends mission"]},
            "Bloc sends mission",
            id="kicker in the h1",
        ),
        pytest.param(
            {"social": "Bloc sends mission", "h1s": ["Border talks: Bloc sends mission"]},
            "Border talks: Bloc sends mission",
            id="colon in the h1",
        ),
        pytest.param({}, None, id="nothing"),
    ],
)
def test_title_is_picked(stated, title):
    """The h1 wins where it says what the page's other titles say."""
    titles = [stated.get(place) for place in ("headline", "social", "document")]
    found = choose_title(titles, stated.get("h1s", []), outlets=["The Courier"])
    assert (found and found.text) == title


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("Bloc sends mission - The Courier", "Bloc sends mission"),
        ("Bloc sends mission | World | The Courier", "Bloc sends mission"),
        ("The Courier: Bloc sends mission", "The Courier: Bloc sends mission"),
        ("The Courier | Bloc sends mission", "Bloc sends mission"),
        ("Bloc sends mission to the border | World news", "Bloc sends mission to the border"),
        (
            "Russian-led rival ready to expand – secretary-general",
            "Russian-led rival ready to expand – secretary-general",
        ),
        ("Mission – and what it costs", "Mission – and what it costs"),
        ("The Courier", "The Courier"),
    ],
)
def test_outlet_is_cut(title, cut):
    """A dash may belong to the headline; only an outlet's name is cut behind it."""
    assert without_outlet(title, ["The Courier"]) == cut


@pytest.mark.parametrize(
    ("lede", "title"),
    [
        pytest.param(
            "The bloc sent a mission. It left on Monday.",
            "The bloc sent a mission",
            id="first sentence",
        ),
        pytest.param(
            "Mr. Smith of the U.S. delegation left. He was late.",
            "Mr. Smith of the U.S. delegation left",
            id="abbreviations",
        ),
        pytest.param(
            "The bloc has not been asked about the mission for weeks, but its members have not heard of any change, the "
            "minister said in an interview with a monthly magazine.",
            "The bloc has not been asked about the mission for weeks, but its members have not heard of any change",
            id="clauses",
        ),
        pytest.param(
            "Wire. The bloc sent a mission to the border.",
            "The bloc sent a mission to the border",
            id="agency",
        ),
        pytest.param(
            "YEREVAN, March 12. /Wire/. The bloc sent a mission.",
            "The bloc sent a mission",
            id="dateline",
        ),
        pytest.param(
            "BRUSSELS (Wire) - The bloc sent a mission.",
            "The bloc sent a mission",
            id="dateline with dash",
        ),
        pytest.param(
            "ЕРЕВАН, 12 марта. /Агентство/. Миссия выехала. Потом",
            "Миссия выехала",
            id="russian dateline",
        ),
        pytest.param(
            "Առաքելությունը մեկնեց սահման։ Հետո", "Առաքելությունը մեկնեց սահման", id="armenian"
        ),
        pytest.param("word " * 60, "word " * 23 + "word…", id="no clause"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_title_from_lede(lede, title):
    """A made title is the lede's own first words, cut where a sentence, a clause or a word ends."""
    assert from_lede(lede) == title
    assert len(title) <= 125


@pytest.mark.skipif(not _SEEDS.is_dir(), reason="the sample articles are not in this checkout")
@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("001", "Armenia has not recently participated in the work of the CSTO secretariat"),
        (
            "003",
            "Despite Armenia's decision to suspend participation in CSTO events, the organization fully retains its "
            "obligations to Yerevan",
        ),
    ],
)
def test_samples_without_title(name, title):
    """Two samples begin with their lede; the titles are those an editor accepted."""
    (path,) = _SEEDS.glob(f"{name}_*.txt")
    assert from_lede(path.read_text(encoding="utf-8").splitlines()[0]) == title
