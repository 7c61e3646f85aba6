"""A second extractor is asked only where text is missing, and believed only where it found more of the same."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from extractors.page.rescue import is_better, is_suspicious, second_opinion
from extractors.page.tree import parse

LINES = [
    "The council of the alliance met on Tuesday and put off its vote until the autumn session.",
    "Its secretary told reporters that two capitals had asked for time to read the papers.",
    "Observers expect the matter to return in October, when the chair passes to another state.",
    "No date was set, and nobody was in a hurry to set one, said a diplomat who was there.",
]


def page(body: str) -> str:
    return f"<html><head><title>Vote put off</title></head><body>{body}</body></html>"


PARAGRAPHS = "".join(f"<p>{line}</p>" for line in LINES)
BREAKS = "<br>".join(LINES)
COMMENTS = "".join(f"<a href='/{n}'>Ten quiet beaches, part {n}</a>" for n in range(60))


@pytest.mark.parametrize(
    ("body", "found", "suspicious"),
    [
        pytest.param(PARAGRAPHS, LINES, False, id="everything found"),
        pytest.param(PARAGRAPHS, LINES[:3], False, id="most found"),
        pytest.param(PARAGRAPHS, LINES[:1], True, id="a quarter found"),
        pytest.param(PARAGRAPHS, [], True, id="nothing found"),
        pytest.param(BREAKS, LINES, False, id="no paragraphs, everything found"),
        pytest.param(BREAKS, LINES[:1], True, id="no paragraphs, a quarter found"),
        pytest.param(BREAKS + COMMENTS, LINES, False, id="links do not count"),
        pytest.param("", [], False, id="empty page"),
    ],
)
def test_suspicious_share(body, found, suspicious):
    """Less than half of the text in paragraphs, or failing these of the text outside links, is suspicious."""
    tree = parse(page(body))
    assert tree is not None
    assert is_suspicious(tree, found) is suspicious


@pytest.mark.parametrize(
    ("second", "first", "better"),
    [
        pytest.param(LINES, LINES[:2], True, id="twice the text"),
        pytest.param(LINES, [*LINES[:3], "Set."], True, id="a quarter more"),
        pytest.param(LINES, LINES, False, id="the same"),
        pytest.param(LINES[:2], LINES, False, id="less"),
        pytest.param(
            LINES * 2, ["Another text, of another story. " * 12], False, id="another text"
        ),
        pytest.param(LINES, ["A caption of the picture."], True, id="more than a caption"),
        pytest.param(LINES, [], True, id="more than nothing"),
        pytest.param([], [], False, id="nothing"),
    ],
)
def test_better_is_longer_and_holds_what_was_found(second, first, better):
    """A longer text without what was found may be the comments."""
    assert is_better(second, first) is better


def test_second_opinion_is_the_paragraphs():
    """What it takes for the article is all of it, and no menu."""
    source = page(f"<ul><li><a href='/'>Home</a></li></ul><div>{PARAGRAPHS * 2}</div>")
    article = second_opinion(document_fromstring(source))
    assert article is not None
    assert [p.text_content() for p in article.iter("p")] == LINES * 2


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="empty"),
        pytest.param("<p></p>", id="an empty paragraph"),
        pytest.param("<div>" * 500 + PARAGRAPHS + "</div>" * 500, id="500 levels deep"),
        pytest.param("<p>So</p>" * 30_000, id="huge"),
    ],
)
def test_any_page_has_an_answer(body):
    """No page makes it raise; a huge one is not read twice, for that would take seconds."""
    article = second_opinion(document_fromstring(page(body)))
    assert article is None or article.tag == "html"
