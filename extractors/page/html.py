"""
Reads an HTML page: metadata from the parsed tree, the body through trafilatura; its only importer.

trafilatura is never given the source: on strings it runs regular expressions that are quadratic in hostile input
(100 kB of slashes after a DOCTYPE took 27 s), and it parses with a depth limit at which the rest of a page is lost
without a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction
from trafilatura.settings import Document, Extractor

from extractors.metadata.reader import read_metadata
from extractors.models import Rejection
from extractors.page import boilerplate, rescue
from extractors.page.characters import bare, clean
from extractors.page.layout import make_blocks
from extractors.page.reading import Reading
from extractors.page.tree import Tree, parse
from extractors.page.xhtml import as_html

#: fast: F1 .962 against .960 at 1.4 times the speed; comments cost .007. Without metadata, for an Extractor remembers
#: the day it was made as the latest date possible. No deduplication: it depends on what the process saw before.
_OPTIONS = Extractor(output_format="python", fast=True, comments=False)


def read(source: str, *, url: str | None) -> Reading | Rejection:
    """
    Return what the page says, its body without boilerplate and without a first line that only repeats the title.

    A page without article text is a reading without lines. A page of which the parser would drop a part is a
    rejection, `truncated`. *url* is the address the page came from, `None` for a file.
    """
    source = as_html(source)
    page = parse(source)
    if page is None:
        return Reading()
    stated = read_metadata(page, url=url)
    text = page.stripped()
    if "\ufffd" not in source:
        # What references to no character have become.
        text = text.replace("\ufffd", "")
    tree = _lxml_tree(text)
    if tree is None or isinstance(tree, Rejection):
        return tree or Reading()
    found, rescued = _found(page, tree)
    lines = boilerplate.article_lines(
        _without_title(found, stated.title), authors=stated.authors, links=lambda: _links(page)
    )
    return replace(
        stated,
        # Again: it may have stood below a menu.
        lines=tuple(_without_title(lines, stated.title)),
        flags=stated.flags | ({"rescued"} if rescued else frozenset()),
    )


def _found(page: Tree, tree: HtmlElement) -> tuple[list[str], bool]:
    """Return the lines of the body, and whether they are the second extractor's."""
    make_blocks(tree)
    first = _body(tree)
    if rescue.is_suspicious(page, first) and (article := rescue.second_opinion(tree)) is not None:
        second = _body(article)
        if rescue.is_better(second, first):
            return second, True
    return first, False


def _links(page: Tree) -> frozenset[str]:
    return frozenset(" ".join(link.text.split()) for link in page.select("a"))


def _lxml_tree(source: str) -> HtmlElement | Rejection | None:
    # Without huge_tree the parser stops at 256 levels; with it at 2048, which none of our 114 real or sample pages reaches.
    # Comments out: text behind one ("no one <!-- -->ran") is lost by trafilatura.
    parser = HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        # Bytes: lxml parses them a quarter faster than str. Cleaned: a reference such as &#1; has become its
        # character, and would end the text.
        tree = document_fromstring(clean(source).encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        # "Document is empty": comments or declarations only.
        return None
    cut = [error for error in parser.error_log if error.type_name == "ERR_RESOURCE_LIMIT"]
    if cut:
        return Rejection(
            code="truncated",
            # Its advice after the comma is for programmers.
            reason=f"The page would be cut: the parser gave up in line {cut[0].line} ({cut[0].message.split(',')[0]}).",
        )
    return tree


def _body(tree: HtmlElement) -> list[str]:
    found = bare_extraction(tree, options=_OPTIONS)
    if not isinstance(found, Document):
        return []
    return [line for line in (found.text or "").split("\n") if line.strip()]


def _without_title(lines: Sequence[str], title: str | None) -> Sequence[str]:
    if lines and title and bare(lines[0]) == bare(title):
        return lines[1:]
    return lines
