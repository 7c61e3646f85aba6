"""
The extractors that are measured, ours and those of others under their best options, and the measuring.

Each gets the bytes of a page and its address. What a system returns is turned into text and metadata afterwards, so
that this costs no one time.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import fmean
from typing import Any

import lxml.html
from readability import Document
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding
from trafilatura import bare_extraction
from trafilatura.meta import reset_caches

from extractors.models import Article, RawDocument, Timestamp
from extractors.page.article import read_article
from tests.benchmarks.labelled import Page
from tests.benchmarks.scoring import PageScore, Stated, score_text

_NOW = datetime.now(UTC)
#: Between these `text_content` would glue words.
_BLOCKS = (
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "th", "tr",
    "ul",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class System:
    """One extractor: *read* is what is timed, the others look at what it returned."""

    name: str
    read: Callable[[bytes, str], Any]
    text: Callable[[Any], str]
    #: `None` when it was asked for text only.
    stated: Callable[[Any], Stated] | None = None


def _ours(content: bytes, url: str) -> Any:
    return read_article(RawDocument(content=content, location=url, url=url, read_at=_NOW))


def _our_text(found: Any) -> str:
    return found.text if isinstance(found, Article) else ""


def _our_metadata(found: Any) -> Stated:
    if not isinstance(found, Article):
        return Stated()
    return Stated(
        title=found.title,
        authors=found.authors,
        organisations=found.organisations,
        published=_written(found.published),
        modified=_written(found.modified),
        language=found.language,
        section=found.section,
    )


def _written(stamp: Timestamp | None) -> str | None:
    if stamp is None:
        return None
    instant = stamp.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"instant": instant, "day": instant[:10], "month": instant[:7]}[stamp.precision]


def _trafilatura(**options: Any) -> Callable[[bytes, str], Any]:
    def read(content: bytes, url: str) -> Any:
        # Comments, the library's default, cost .007 of F1.
        return bare_extraction(content, url=url, include_comments=False, **options)

    return read


def _trafilatura_text(found: Any) -> str:
    return found.text or "" if found else ""


def _trafilatura_metadata(found: Any) -> Stated:
    if not found:
        return Stated()
    return Stated(
        title=found.title,
        authors=tuple(filter(None, map(str.strip, (found.author or "").split(";")))),
        published=found.date,
        language=found.language,
    )


def _readability(content: bytes, url: str) -> Any:
    tree = lxml.html.document_fromstring(Document(content, url=url).summary())
    for block in tree.iter(*_BLOCKS):
        block.text = f"\n{block.text or ''}"
        block.tail = f"\n{block.tail or ''}"
    return tree.text_content()


def _resiliparse(content: bytes, url: str) -> Any:
    return extract_plain_text(
        bytes_to_str(content, detect_encoding(content, from_html_meta=True) or "utf-8"),
        main_content=True,
        links=False,
        form_fields=False,
        list_bullets=False,
        alt_texts=False,
    )


OURS = System(name="topicwire", read=_ours, text=_our_text, stated=_our_metadata)
#: What speed is compared with.
DEFAULT = System(
    name="trafilatura, with metadata",
    read=_trafilatura(with_metadata=True),
    text=_trafilatura_text,
    stated=_trafilatura_metadata,
)
#: What quality is compared with: the best mode of any library on the 181 pages that ours are the half of.
PRECISION = System(
    name="trafilatura precision, text only",
    read=_trafilatura(favor_precision=True),
    text=_trafilatura_text,
)
SYSTEMS = (
    OURS,
    DEFAULT,
    System(
        name="trafilatura fast, text only", read=_trafilatura(fast=True), text=_trafilatura_text
    ),
    PRECISION,
    System(name="readability-lxml, text only", read=_readability, text=str),
    System(name="resiliparse, text only", read=_resiliparse, text=str),
)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one system made of the pages, in their order."""

    scores: Sequence[PageScore]
    #: As returned, to read metadata from.
    found: Sequence[Any]
    #: CPU milliseconds a page, of each page its fastest round.
    milliseconds: float


def measure(pages: Sequence[Page], *, rounds: int) -> dict[str, Measured]:
    """Read every page with every system, page by page, so that all meet the same machine."""
    found: dict[str, list[Any]] = {system.name: [] for system in SYSTEMS}
    best: dict[str, dict[str, float]] = {system.name: {} for system in SYSTEMS}
    # What is loaded now need not be looked at again whenever the caches are emptied.
    gc.freeze()
    for number in range(rounds):
        for page in pages:
            for system in SYSTEMS:
                # Else whoever comes second finds the page's strings in trafilatura's caches, us included.
                reset_caches()
                started = time.process_time()
                result = system.read(page.content, page.url)
                spent = time.process_time() - started
                best[system.name][page.id] = min(spent, best[system.name].get(page.id, spent))
                if number == 0:
                    found[system.name].append(result)
    return {
        system.name: Measured(
            scores=[
                score_text(page.text, system.text(result))
                for page, result in zip(pages, found[system.name], strict=True)
            ],
            found=found[system.name],
            milliseconds=fmean(best[system.name].values()) * 1000,
        )
        for system in SYSTEMS
    }
