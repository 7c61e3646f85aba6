"""Bare copy: head, wrapped lines, Markdown, and the floor on the development set."""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.models import Origin
from extractors.plaintext.reader import read

DEVSET = Path(__file__).resolve().parents[2].parent / "shared" / "devset"

TITLE = "Harbour council puts off its vote"
LEDE = "The council of the alliance met on Tuesday and put off its vote on the new members until the autumn session."
SECOND = "Its secretary told reporters that two capitals had asked for time, and that nobody was in a hurry to answer."
BODY = f"{LEDE}\n{SECOND}\n"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        pytest.param(TITLE, TITLE, id="first line"),
        pytest.param(f"Menu\nSearch\nGeopolitics\n\n{TITLE}", TITLE, id="below menu and section"),
        pytest.param(f"Ports & Former Colonies\n\n{TITLE}", TITLE, id="below a longer label"),
        pytest.param(f"Oldport Telegraph | World\n{TITLE}", TITLE, id="below a breadcrumb"),
        pytest.param("Politics\n\nHARBOUR VOTE DELAYED", "HARBOUR VOTE DELAYED", id="in capitals"),
        pytest.param(f"{TITLE}\n\nThe chair will pass on in October", TITLE, id="above a standfirst"),
        pytest.param("Will the harbour council vote at all?", "Will the harbour council vote at all?", id="a question"),
        pytest.param("Opinion: Vote. Now.\nAnn Docker\n2024-04-10", "Opinion: Vote. Now.", id="sentence above a byline"),
        pytest.param("Title: Harbour vote\nDate: 10 April 2024", "Harbour vote", id="labelled"),
        pytest.param("Совет порта отложил голосование\n20.07.2023 18:34", "Совет порта отложил голосование", id="Russian"),
        pytest.param("Նավահանգիստ. քվեարկությունը հետաձգվեց\n12.03.2025", "Նավահանգիստ. քվեարկությունը հետաձգվեց", id="Armenian"),
        pytest.param("", None, id="no headline"),
        pytest.param("World", None, id="only a section"),
        pytest.param("It rained all day.", None, id="short first sentence"),
    ],
)  # fmt: skip
def test_title(head, title):
    """The headline is found among what stands around it, and none is made up."""
    reading = read(f"{head}\n\n{BODY}")
    assert reading.title == title
    assert reading.lines[-2:] == (LEDE, SECOND)
    assert title not in reading.lines


@pytest.mark.parametrize(
    ("line", "authors", "site"),
    [
        pytest.param("By Ann Docker", ("Ann Docker",), None, id="by"),
        pytest.param("By Ann Docker and Bo van Hafen", ("Ann Docker", "Bo van Hafen"), None, id="two"),
        pytest.param("By Ann Docker | 13 June 2024", ("Ann Docker",), None, id="with a date"),
        pytest.param("Published: Jun 13, 2024 by Ann Docker", ("Ann Docker",), None, id="behind a date"),
        pytest.param("Автор: Анна Портова", ("Анна Портова",), None, id="Russian"),
        pytest.param("Հեղինակ՝ Աննա Նավյան", ("Աննա Նավյան",), None, id="Armenian"),
        pytest.param("By: By Port247news", (), "Port247news", id="one word with digits"),
        pytest.param("By: By OldportWorld", (), "OldportWorld", id="CamelCase"),
        pytest.param("By Oldport Herald", (), "Oldport Herald", id="outlet of two words"),
        pytest.param("By Ann Docker, Oldport Herald", ("Ann Docker",), "Oldport Herald", id="person and outlet"),
        pytest.param("By Staff", (), None, id="nobody"),
        pytest.param("Ann Docker, Oldport Quarterly\n2024-04-10", ("Ann Docker",), "Oldport Quarterly", id="without by"),
        pytest.param("20.07.2023 18:34\nАнна Портова", ("Анна Портова",), None, id="name below a date"),
    ],
)  # fmt: skip
def test_byline(line, authors, site):
    """Persons are authors, an outlet that signs is the site, and the line leaves the text."""
    reading = read(f"{TITLE}\n\n{line}\n\n{BODY}")
    assert (reading.title, reading.authors, reading.site) == (TITLE, authors, site)
    assert reading.lines == (LEDE, SECOND)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        pytest.param("Date: 12 May 2024", "2024-05-12", id="label"),
        pytest.param("Published: Mar 11, 2025", "2025-03-11", id="English"),
        pytest.param("Tuesday, 11 March 2025, 10:15 am", "2025-03-11", id="with weekday and clock"),
        pytest.param("2024-04-10", "2024-04-10", id="ISO"),
        pytest.param("20.07.2023 18:34", "2023-07-20", id="dots"),
        pytest.param("Опубликовано: 8 мая 2024 года", "2024-05-08", id="Russian"),
        pytest.param("8 mai 2024", "2024-05-08", id="French"),
        pytest.param("8. Mai 2024, 10.15 Uhr", "2024-05-08", id="German"),
        pytest.param("8 Mayıs 2024", "2024-05-08", id="Turkish"),
        pytest.param("8 de mayo de 2024", "2024-05-08", id="Spanish"),
        pytest.param(
            "Publié le 8 mai 2024 à 10h15 - Mis à jour le 9 mai 2024",
            "2024-05-08",
            id="French page",
        ),
        pytest.param("Oldport, 3 May 2024 | Views: 1,245", "2024-05-03", id="place and counter"),
        pytest.param("Date:", None, id="empty"),
    ],
)
def test_date_line(line, day):
    """The day is read and the line leaves the text; a clock without a zone gives no instant."""
    reading = read(f"{TITLE}\n{line}\n\n{BODY}")
    assert (reading.published and reading.published.at.date().isoformat()) == day
    assert reading.published is None or (
        reading.published.precision,
        reading.published.found_in,
    ) == ("day", "byline")
    assert (reading.title, reading.lines) == (TITLE, (LEDE, SECOND))


def test_clock_with_zone_is_an_instant():
    """Behind the day a clock and its zone belong to the date."""
    reading = read(f"{TITLE}\nPublished: 13 June 2024, 10:15 GMT | Updated: 14 June 2024\n\n{BODY}")
    assert reading.published is not None
    assert reading.modified is not None
    assert (reading.published.precision, reading.published.at.hour) == ("instant", 10)
    assert (reading.modified.precision, reading.modified.at.day) == ("day", 14)


@pytest.mark.parametrize(
    ("lede", "day"),
    [
        pytest.param("Совет портового союза во вторник отложил голосование о новых членах до осенней сессии.", "2024-05-08", id="Russian"),
        pytest.param("Le conseil de l'alliance portuaire a reporté mardi son vote sur les nouveaux membres à l'automne.", "2024-05-08", id="French"),
        pytest.param(LEDE, None, id="English may mean either"),
    ],
)  # fmt: skip
def test_language_tells_day_from_month(lede, day):
    """08/05/2024 is a day of May where the copy's language writes the day first."""
    published = read(f"{TITLE}\n08/05/2024\n\n{lede}\n").published
    assert (published and published.at.date().isoformat()) == day


def test_caption_dates_only_what_is_undated():
    """A photograph may be older than the article: its day counts when there is no other."""
    caption = "Dockers at the gate on November 3, 2022. © Press pool / A. Docker"
    weak = read(f"{TITLE}\n\n{caption}\n\n{BODY}")
    assert weak.published is not None
    assert (weak.published.at.date().isoformat(), weak.published.found_in) == (
        "2022-11-03",
        "caption",
    )
    dated = read(f"{TITLE}\n2022-11-05\n\n{caption}\n\n{BODY}")
    assert dated.published is not None
    assert dated.published.found_in == "byline"
    assert weak.lines == dated.lines == (LEDE, SECOND)


def test_update_is_no_publication():
    """An "Updated" line dates the version, not the article."""
    reading = read(f"{TITLE}\nUpdated: 12 May 2024\n\n{BODY}")
    assert reading.published is None
    assert reading.modified is not None


@pytest.mark.parametrize(
    ("lede", "site"),
    [
        pytest.param(f"PortInfo. {LEDE}", "PortInfo", id="first"),
        pytest.param(f"{LEDE[:-1]}, Portline informs.", "Portline", id="last"),
        pytest.param(f"Oldport. {LEDE}", None, id="a place"),
        pytest.param(f"OLDPORT, 8 May. {LEDE}", None, id="a place and a day"),
        pytest.param(f"{LEDE[:-1]}, Portline reports.", None, id="somebody else's report"),
    ],
)
def test_agency_in_the_lede(lede, site):
    """The agency that signs inside the lede is the site, and the lede stays as it is."""
    reading = read(f"{lede}\n{SECOND}")
    assert (reading.title, reading.site, reading.lines) == (None, site, (lede, SECOND))


@pytest.mark.parametrize(
    ("above", "section", "site"),
    [
        pytest.param("Menu\nGeopolitics", "Geopolitics", None, id="section below a menu"),
        pytest.param("Home\nWorld\nPolitics\nSport", None, None, id="menu of sections"),
        pytest.param("Oldport Telegraph | World", "World", "Oldport Telegraph", id="breadcrumb"),
        pytest.param("Home > News\nSociety", "Society", None, id="menu path"),
        pytest.param("OLDPORT BRIEFING", None, "OLDPORT BRIEFING", id="masthead"),
    ],
)
def test_lines_above_the_headline(above, section, site):
    """What stands above the headline is section or outlet, never text."""
    reading = read(f"{above}\n\n{TITLE}\n\n{BODY}")
    assert (reading.section, reading.site, reading.lines) == (section, site, (LEDE, SECOND))


def test_repeated_title_goes():
    """Copied pages often have the headline twice."""
    assert read(f"{TITLE}\n\n{TITLE}\n\n{BODY}").lines == (LEDE, SECOND)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "mac"])
def test_line_ends_and_invisible_characters(end):
    """Line ends, form feeds, no-break and zero-width spaces and tabs are no part of a text."""
    copy = f"\ufeff{TITLE}\n\n\t{LEDE.replace(' on', chr(0xA0) + 'on')}\n\f{SECOND.replace('told', 'to' + chr(0x200B) + 'ld')}\n"
    reading = read(copy.replace("\n", end))
    assert (reading.title, reading.lines) == (TITLE, (LEDE, SECOND))


@pytest.mark.parametrize("width", [64, 72, 80])
def test_wrapped_paragraphs_are_joined(width):
    """Copy wrapped at a width comes out with one line a paragraph, and keeps head and sub-headings apart."""
    paragraphs = [f"{LEDE} {SECOND}", "Armenia", f"{SECOND} {LEDE}", "- And then?", LEDE]
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs)
    reading = read(f"{TITLE}\nBy Ann Docker\n\n{wrapped}\n")
    assert (reading.title, reading.authors) == (TITLE, ("Ann Docker",))
    assert list(reading.lines) == paragraphs


def test_unwrapped_lines_stay_apart():
    """One line a paragraph without blank lines between is not wrapped copy, however short its lines."""
    lines = [
        "The vote was put off until the session in October, they said.",
        "It had been expected on Tuesday, but two capitals asked for time.",
        "Nobody was in a hurry to answer, a clerk of the council added.",
    ]
    assert list(read(f"{TITLE}\n" + "\n".join(lines)).lines) == lines


def test_markdown_leaves_only_its_text():
    """Headings, emphasis, links, images and rulers lose their marks, brackets of an editor stay."""
    reading = read(
        f"Oldport Herald\n# {TITLE}\n\n![A gate](gate.jpg)\n\n{LEDE[:-1]}, **it** [said](https://a.example/b_(c)).\n\n---\n\n"
        f"## Why *now*\n\n> The [alliance's] letter is_not_here, \\*they\\* said of the council that had met on Tuesday.\n"
    )
    assert reading.title == TITLE
    assert reading.lines == (
        f"{LEDE[:-1]}, it said.",
        "Why now",
        "The [alliance's] letter is_not_here, *they* said of the council that had met on Tuesday.",
    )


def test_front_matter_is_metadata():
    """What stands between the rulers describes the article and is no part of it."""
    reading = read(
        '---\ntitle: "Harbour: no vote"\ndate: 2024-05-08T10:00:00+04:00\nauthors:\n  - Ann Docker\n  - Bo Hafen\n'
        f"source: https://oldport.example/vote\nsection: World\nlang: en-GB\ndescription: No vote.\n---\n# {TITLE}\n\n{BODY}"
    )
    assert (reading.title, reading.authors) == ("Harbour: no vote", ("Ann Docker", "Bo Hafen"))
    assert (reading.url, reading.section) == ("https://oldport.example/vote", "World")
    assert (reading.language, reading.description) == ("en", "No vote.")
    assert reading.published is not None
    assert (reading.published.precision, reading.published.at.hour) == ("instant", 6)
    assert reading.published.found_in == "front-matter"
    assert reading.origins == dict.fromkeys(
        ("title", "authors", "url", "section", "language", "description"),
        Origin(found_in="front-matter", confidence="high"),
    )
    assert reading.lines == (LEDE, SECOND)


def test_origins_say_where_a_field_was_read():
    """Bylines and labels are trusted less than front matter, a copyright at the foot least."""
    reading = read(
        f"Politics\n\n{TITLE}\nBy Ann Docker\n\n{BODY}\n© 2024 Oldport Herald. All rights reserved.\n"
    )
    assert reading.site == "Oldport Herald"
    assert reading.origins == {
        "title": Origin(found_in="text", confidence="medium"),
        "section": Origin(found_in="text", confidence="medium"),
        "authors": Origin(found_in="byline", confidence="medium"),
        "site": Origin(found_in="text", confidence="low"),
    }


def test_organisation_that_signs_is_no_author():
    """An agency in the byline is named as organisation, and as outlet where no other is known."""
    reading = read(f"{TITLE}\nBy: Portline News Agency\n\n{BODY}")
    assert (reading.authors, reading.organisations) == ((), ("Portline News Agency",))
    assert reading.site == "Portline News Agency"
    assert reading.origins["organisations"] == Origin(found_in="byline", confidence="medium")


def test_dateline_gives_a_day_of_low_confidence():
    """A day with its year in the dateline dates the copy faintly, one without a year not at all; the lede stays whole."""
    with_year, without = (f"OLDPORT, May 8{year}. /Portline/. — {LEDE}" for year in (", 2024", ""))
    reading = read(f"{TITLE}\n\n{with_year}\n{SECOND}\n")
    assert reading.published is not None
    assert (reading.published.found_in, reading.published.origin.confidence) == ("text", "low")
    assert (reading.site, reading.lines) == ("Portline", (with_year, SECOND))
    assert read(f"{TITLE}\n\n{without}\n{SECOND}\n").published is None


def test_stated_title_leaves_the_first_line_alone():
    """When front matter has the title, the copy may begin with a sub-heading."""
    reading = read(f"---\ntitle: Harbour vote\n---\nWhat the clerk said\n\n{BODY}")
    assert (reading.title, reading.lines) == ("Harbour vote", ("What the clerk said", LEDE, SECOND))


def test_heading_below_the_lede_is_no_title():
    """What stands above a later heading is text and stays."""
    reading = read(f"{LEDE}\n\n# What follows now\n\n{SECOND}")
    assert (reading.title, reading.lines) == (None, (LEDE, "What follows now", SECOND))


def test_short_first_sentence_is_no_section():
    """A line above the lede that is no section's name stays in the text."""
    reading = read(f"It rained all day.\n\n{BODY}")
    assert (reading.section, reading.lines[0]) == (None, "It rained all day.")


@pytest.mark.parametrize("copy", ["", "\n \n", "Harbour", "By", "---", "# ", "Date: 99.99.9999"])
def test_almost_nothing_is_read_without_failing(copy):
    """Copy too short for an article is no error; whoever asked decides what it is."""
    assert read(copy).authors == ()


@given(st.text())
def test_any_text_is_read(copy):
    """No text raises, and every line that comes out is one clean line."""
    reading = read(copy)
    assert all(line == " ".join(line.split()) and line for line in reading.lines)


def norm(text: str | None) -> str:
    """Fold *text* the way the development set compares snippets."""
    text = unicodedata.normalize("NFKC", text or "").replace("\u00ad", "").replace("\u200b", "")
    for marks, plain in (
        ("\u2018\u2019\u201a\u201b\u02bc`\u00b4", "'"),
        ("\u201c\u201d\u201e\u00ab\u00bb\u201f", '"'),
    ):
        text = re.sub(f"[{marks}]", plain, text)
    return " ".join(re.sub("[\u2010-\u2015\u2212]", "-", text).lower().split())


@pytest.mark.skipif(not (DEVSET / "gold.jsonl").exists(), reason="../shared/devset is absent")
def test_floor_on_the_development_set():
    """
    All snippets and titles are found, at most one boilerplate snippet in a hundred leaks (54 snippets: none may).

    The floor is what was reached when the rules were written; a snippet lost is a paragraph lost, and one leaked
    teaser is a false topic.
    """
    gold = [
        json.loads(line)
        for line in (DEVSET / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    gold = [article for article in gold if article["file"].endswith(".txt")]
    lost, leaked, titles = [], [], []
    for article in gold:
        reading = read((DEVSET / "articles" / article["file"]).read_text(encoding="utf-8"))
        text = norm("\n".join(reading.lines))
        lost += [
            one
            for one in article["must_contain"]
            if norm(one) not in f"{norm(reading.title)} {text}"
        ]
        leaked += [one for one in article["must_not_contain"] if norm(one) in text]
        titles += [reading.title] if norm(reading.title) != norm(article["title"]) else []
    assert len(gold) > 0
    assert (lost, titles) == ([], [])
    assert len(leaked) <= 0.01 * sum(len(article["must_not_contain"]) for article in gold)


def test_outlet_stands_above_its_menu():
    """The line above a menu names the outlet, a menu in one line is no headline, and a path leads to a section."""
    reading = read(
        "Kestrel Gazette\nMenu\nHome\nFerries\n\nTop | Ports | Sport | Log in\n\nHome > Ferries\n\n"
        "Two ferries swap their crews\n\nBy Orla Penhale\n\n"
        "The two ferries of the northern line will swap their crews for a month, the harbour office said on Monday.\n"
    )
    assert reading.site == "Kestrel Gazette"
    assert reading.section == "Ferries"
    assert reading.title == "Two ferries swap their crews"
