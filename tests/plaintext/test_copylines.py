"""How bare copy falls into lines: wrapping, pages, headings, Markdown's marks."""

from __future__ import annotations

import textwrap

import pytest

from extractors.plaintext.copylines import Line, copylines, unify

FIRST = "The council of the alliance met on Tuesday and put off its vote on the new members until the autumn session, which begins in October."
SECOND = "Its secretary told reporters that two capitals had asked for time, and that nobody was in a hurry to answer them before the summer."


def texts(copy: str) -> list[str]:
    return [line.text for line in copylines(copy)]


@pytest.mark.parametrize("width", [60, 66, 72, 80])
@pytest.mark.parametrize("indent", ["", "    "], ids=["flush", "indented"])
def test_wrapped_lines_become_paragraphs(width, indent):
    """Blank lines or indented first lines part paragraphs wrapped at any usual width."""
    glue = "\n" if indent else "\n\n"
    copy = glue.join(
        textwrap.fill(one, width, initial_indent=indent) for one in (FIRST, SECOND, FIRST)
    )
    assert texts(copy) == [FIRST, SECOND, FIRST]


def test_dash_within_a_sentence_goes_on():
    """A wrapped line that begins with a dash and a small letter is no item of an interview."""
    copy = """\
The council of the alliance met on Tuesday and put off its vote
— as it had done before, and as it would do for years to come —
on the new members until the autumn session, which is to begin
in October and to go on until all four members, however small
they are, have spoken.
"""
    assert texts(copy) == [" ".join(copy.split())]


def test_pages_are_joined():
    """Page numbers and the header of each page go, and a sentence parted by them is whole again."""
    copy = (
        f"{FIRST}\n\nIts secretary told\n\nPage 1 of 2\n\fOldport Harbour Office\n\nreporters nothing.\n\n"
        "Page 2 of 2\n\fOldport Harbour Office\n\nNobody minded.\n"
    )
    assert texts(copy) == [FIRST, "Its secretary told", "reporters nothing.", "Nobody minded."]


def test_numbers_that_count_no_pages_stay():
    """A year that heads a section is no page number."""
    assert texts(f"{FIRST}\n\n2019\n\n{SECOND}") == [FIRST, "2019", SECOND]


def test_line_ends_of_every_kind():
    """Carriage returns, vertical tabs, NEL and the Unicode separators end a line; form feeds end a page."""
    assert unify("a\r\nb\rc\vd\x85e\u2028f\u2029g\fh") == "a\nb\nc\nd\ne\nf\ng\fh"


def test_headings_have_their_rank():
    """ATX and setext headings are told from paragraphs and rulers."""
    lines = copylines("One\n===\n\n## Two ##\ntext\n\n---\n\nThree\n---\nmore")
    assert [(line.text, line.rank) for line in lines] == [
        ("One", 1), ("Two", 2), ("text", 0), ("Three", 2), ("more", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("[the vote](https://a.example/b_(c) \"V\") and [more][1]", ["the vote and more"]),
        ("![alt](a.jpg)", []),
        ("[![alt](a.jpg)](https://a.example)", []),
        ("***very*** `plain` ~~not~~ **bold *and* more**", ["very plain not bold and more"]),
        ("snake_case_name and 2 * 3 * 4", ["snake_case_name and 2 * 3 * 4"]),
        ("<https://a.example>", ["https://a.example"]),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", ["a | b", "1 | 2"]),
        ("> quoted\n> words", ["quoted", "words"]),
        ("```\ncode\n```", ["code"]),
        ("words[^1]\n\n[^1]: a note", ["words", "a note"]),
        ("[1]: https://a.example \"V\"", []),
        ("- And then?", ["- And then?"]),
    ],
)  # fmt: skip
def test_markdown(marked, plain):
    """Words stay, marks go."""
    assert texts(marked) == plain


def test_layout_is_told():
    """A line says whether a blank line stood above it and whether it was nothing but a link."""
    assert copylines("one\ntwo\n\n- [three](https://a.example)") == [
        Line("one", True, 0, False),
        Line("two", False, 0, False),
        Line("- three", True, 0, True),
    ]
