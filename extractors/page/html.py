"""
Reads an HTML page: one parse, metadata from the tree, the body through trafilatura; its only importer.

trafilatura is never given the source: on strings it runs regular expressions that are quadratic in hostile input
(100 kB of slashes after a DOCTYPE took 27 s), and it parses with a depth limit at which the rest of a page is lost
without a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction
from trafilatura.settings import Document

from extractors.models import Rejection
from extractors.page import boilerplate
from extractors.page.characters import bare
from extractors.page.metadata import read_metadata
from extractors.page.reading import Reading

_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_SVG_TAG = re.compile(r"</?svg\b[^<>]*>", re.IGNORECASE)


def read(source: str, *, url: str | None) -> Reading | Rejection:
    """
    Return what the page says, its body without boilerplate and without a first line that only repeats the title.

    A page without article text is a reading without lines. A page of which the parser would drop a part is a
    rejection, `truncated`. *url* is the address the page came from, `None` for a file.
    """
    tree = _parsed(source)
    if tree is None or isinstance(tree, Rejection):
        return tree or Reading()
    # Before the body: trafilatura may take the tree apart.
    stated = read_metadata(tree, url=url)
    lines = boilerplate.article_lines(_body(tree), authors=stated.authors)
    return replace(stated, lines=tuple(_without_title(lines, stated.title)))


def _parsed(source: str) -> HtmlElement | Rejection | None:
    # Without huge_tree the parser stops at 256 levels; with it at 2048, which none of our 114 real or sample pages reaches.
    parser = HTMLParser(huge_tree=True, encoding="utf-8")
    try:
        # Bytes: lxml parses them a quarter faster than str.
        tree = document_fromstring(_parsable(source).encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        # "Document is empty": comments or declarations only.
        return None
    cut = [error for error in parser.error_log if error.type_name == "ERR_RESOURCE_LIMIT"]
    if cut:
        return Rejection(
            code="truncated",
            reason=f"The page would be cut: the parser gave up in line {cut[0].line} ({cut[0].message}).",
        )
    return tree


def _parsable(source: str) -> str:
    """Return *source* without what makes text vanish: illegal references lose the article, an open svg its rest."""
    source = _REFERENCE.sub(_legal, source)
    lower = source.lower()
    if lower.count("<svg") != lower.count("</svg"):
        source = _SVG_TAG.sub("", source)
    return source


def _legal(reference: re.Match[str]) -> str:
    digits = reference[1] or reference[2]
    # Eight digits hold every code point; int() of a million digits would not end.
    code = int(digits, 16 if reference[1] else 10) if len(digits) <= 8 else 0
    illegal = code < 0x20 and code not in (0x9, 0xA, 0xD)
    illegal = illegal or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF) or code > 0x10FFFF
    return "" if illegal else reference[0]


def _body(tree: HtmlElement) -> list[str]:
    # fast: F1 .962 against .960 at 1.4 times the speed; comments cost .007. No `options`: an Extractor remembers the
    # day it was made as the latest date possible. No deduplication: it depends on what the process saw before.
    found = bare_extraction(tree, fast=True, include_comments=False)
    if not isinstance(found, Document):
        return []
    return [line for line in (found.text or "").split("\n") if line.strip()]


def _without_title(lines: Sequence[str], title: str | None) -> Sequence[str]:
    if lines and title and bare(lines[0]) == bare(title):
        return lines[1:]
    return lines
