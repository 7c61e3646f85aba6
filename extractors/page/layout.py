"""Gives a page the blocks that its readers see and its markup lacks, before trafilatura looks for paragraphs."""

from __future__ import annotations

from collections import Counter

from lxml import etree
from lxml.html import HtmlElement

#: A cell with so many paragraphs or line breaks, and so many characters, holds a page's column and no figure.
_COLUMN_BREAKS, _COLUMN_LENGTH = 4, 400

#: With some text of their own; asked in C, as one box in fifty has any.
_BOXES = etree.XPath(
    " | ".join(
        f"//{tag}[text()[string-length(normalize-space()) > 20]][*]"
        for tag in ("div", "article", "section", "main", "td")
    )
)
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
))  # fmt: skip
#: A sentence; shorter text between blocks is a label.
_SENTENCE = 60


def make_blocks(tree: HtmlElement) -> None:
    """Change *tree* so that columns are no tables and every text between blocks is a paragraph."""
    _without_columns(tree)
    for box in _BOXES(tree):
        _with_paragraphs(box)


def _without_columns(tree: HtmlElement) -> None:
    """Make blocks of the tables that old pages are laid out with: of a table trafilatura makes one line a row."""
    cells = Counter(next(mark.iterancestors("td"), None) for mark in tree.iter("p", "br"))
    for cell, breaks in cells.items():
        if cell is None or breaks < _COLUMN_BREAKS or len(cell.text_content()) < _COLUMN_LENGTH:
            continue
        for part in (cell, *cell.iterancestors("tr", "tbody", "table", "td")):
            part.tag = "div"


def _with_paragraphs(box: HtmlElement) -> None:
    """
    Put each text that stands in *box* beside blocks into a paragraph.

    Of a lede that stands loose above the first picture trafilatura makes nothing.
    """
    children = list(box)
    # Text without a block beside it is one paragraph already, and in most boxes there is no text at all.
    if not any(child.tag in _BLOCKS for child in children):
        return
    if _length(box.text) + sum(_length(child.tail) for child in children) < _SENTENCE:
        return
    before: HtmlElement | None = None
    inline: list[HtmlElement] = []
    for child in (*children, None):
        if child is not None and child.tag not in _BLOCKS:
            inline.append(child)
            continue
        _wrap(box, before, inline)
        before, inline = child, []


def _wrap(box: HtmlElement, before: HtmlElement | None, inline: list[HtmlElement]) -> None:
    """Make a paragraph of the text behind *before* (`None`: at the beginning of *box*) and of *inline*, if it is long."""
    text = box.text if before is None else before.tail
    inside = sum(_length(node.text_content()) + _length(node.tail) for node in inline)
    if _length(text) + inside < _SENTENCE:
        return
    paragraph = box.makeelement("p")
    box.insert(0 if before is None else box.index(before) + 1, paragraph)
    paragraph.text = text
    if before is None:
        box.text = None
    else:
        before.tail = None
    paragraph.extend(inline)


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0
