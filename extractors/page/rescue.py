"""
Gives a second opinion on pages of which suspiciously little text came out; the only importer of readability-lxml.

trafilatura takes the first element whose class says that it is the body. Where the body is split around
advertisements, or a sidebar has such a class, that is not all of it or nothing of it. readability-lxml weighs
paragraphs instead, but is too slow for every page and no better on most: it is asked only where the text found is a
small share of the page's, and believed only where its own text is longer and has what was found.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree
from lxml.html import HtmlElement, document_fromstring
from readability.readability import Document, Unparseable

from extractors.page.tree import Tree

#: Of the text in paragraphs, or where they say nothing of all text outside links, this much must have been found. Of
#: 96 real pages 2 are below, and one of them had been cut.
_LEAST_SHARE = 0.5
#: When so many times the paragraphs' text was found, the page does not use them, and they say nothing.
_NO_PARAGRAPHS = 2.0
#: So many times longer must the second text be.
_LONGER = 1.25
#: Letters. What is shorter was a caption or a teaser, and need not be in the second text.
_SHORT = 250
#: Of the found lines that must be in the second text.
_COMMON = 0.5
#: Steps up from every element to the top. readability-lxml looks at all that stands in each: 5,000 paragraphs in 600
#: tables take it 20 s, the largest of the 96 pages has 1,400 elements, 20 deep.
_MOST_STEPS = 300_000


def is_suspicious(page: Tree, lines: Sequence[str]) -> bool:
    """Tell whether *lines* are so little of the text of *page* that a second opinion is worth its time."""
    found = sum(map(len, lines))
    in_paragraphs = sum(len(node.text) for node in page.select("p"))
    if _LEAST_SHARE * in_paragraphs <= found <= _NO_PARAGRAPHS * in_paragraphs:
        return False
    # Markup is full of white space: from here on only letters count.
    text = sum(_letters(node.text) for node in page.select("body"))
    in_links = sum(_letters(node.text) for node in page.select("a"))
    return _letters("".join(lines)) < _LEAST_SHARE * (text - in_links)


def second_opinion(tree: HtmlElement) -> HtmlElement | None:
    """Return a page of nothing but what readability-lxml takes for the article; *tree* is taken apart."""
    if not _is_readable(tree):
        return None
    try:
        article = Document(tree).summary(html_partial=True)
    except Unparseable:
        # What it raises for any trouble it has with a page.
        return None
    try:
        return document_fromstring(f"<html><body><article>{article}</article></body></html>")
    except etree.ParserError:
        return None


def _is_readable(tree: HtmlElement) -> bool:
    steps = 0
    for element in tree.iter():
        steps += sum(1 for _ in element.iterancestors())
        if steps > _MOST_STEPS:
            return False
    return True


def is_better(second: Sequence[str], first: Sequence[str]) -> bool:
    """Tell whether *second* is what *first* would be if nothing had been cut."""
    length = _letters("".join(first))
    if _letters("".join(second)) < _LONGER * max(length, 1):
        return False
    text = _joined("".join(second))
    common = sum(_letters(line) for line in first if _joined(line) in text)
    return length < _SHORT or common >= _COMMON * length


def _letters(text: str) -> int:
    return len(_joined(text))


def _joined(text: str) -> str:
    return "".join(text.split())
