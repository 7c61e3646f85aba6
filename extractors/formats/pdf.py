"""
Reads the text of PDF files; the only importer of pypdfium2, an optional extra.

What a PDF says of itself is mostly junk ("Microsoft Word - draft3.doc", the name of a computer's user), and its date
is that of the file: title and author are believed only where the first page shows them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractors.formats.wrapped import Body, Wrapped
from extractors.metadata.persons import persons
from extractors.models import Origin, Rejection
from extractors.page.characters import bare, clean_label
from extractors.page.reading import Reading

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

INSTALL = "pip install 'topicwire[pdf]'"

#: A longer one is a book and no article.
_MOST_PAGES = 200
_META = Origin(found_in="meta", confidence="high")
_OUTLET = re.compile(r"\s+[|·•»—–-]\s+[^|·•»—–-]{2,40}$")
#: A headline in large letters takes four lines; in narrow columns some more.
_MOST_HEADLINE_LINES = 8
#: PDFium's signs for a hyphen at the end of a line, and the rest of the word. It has joined the two lines; the break
#: is put back behind the word, as the lengths of lines tell which end a paragraph.
_HYPHEN = re.compile("[\x02\ufffe](\\S*) ?")


def unwrap(content: bytes) -> Wrapped | Rejection:
    """
    Return the text of a PDF, page headers and footers gone, and what it says of itself.

    Codes: `not-text` without the library, `unreadable` if damaged or encrypted, `too-large`, `empty` if scanned.
    """
    try:
        from pypdfium2 import PdfDocument, PdfiumError
    except ImportError:
        reason = f"It is a PDF document; install what reads these with: {INSTALL}"
        return Rejection(code="not-text", reason=f"{reason}.")
    try:
        with PdfDocument(content) as document:
            return _read(document)
    except PdfiumError as error:
        if "password" in str(error).lower():
            return Rejection(code="unreadable", reason="The PDF is encrypted.")
        return Rejection(code="unreadable", reason=f"The PDF is damaged: {error}.")


def _read(document: PdfDocument) -> Wrapped | Rejection:
    count = len(document)
    if count > _MOST_PAGES:
        reason = f"The PDF has {count} pages; an article has at most {_MOST_PAGES}."
        return Rejection(code="too-large", reason=reason)
    pages = [_lines(document, number) for number in range(count)]
    stated = _stated(document.get_metadata_dict(), " ".join(pages[0]))
    pages = _without_running_lines(pages)
    if stated.title:
        pages[0] = _from_headline(stated.title, pages[0])
    text = "\n".join(line for page in pages for line in page)
    if not text.strip():
        reason = f"The PDF has {count} pages without text: pictures of pages, as a scanner makes."
        return Rejection(code="empty", reason=reason)
    return Wrapped(
        bodies=(Body(content=text, family="text"),),
        stated=stated,
        leads=True,
    )


def _lines(document: PdfDocument, number: int) -> list[str]:
    page = document[number]
    text = page.get_textpage()
    try:
        lines = _HYPHEN.sub(r"\1\n", text.get_text_range()).splitlines()
    finally:
        text.close()
        page.close()
    return [line.rstrip() for line in lines if line.strip()]


def _without_running_lines(pages: Sequence[list[str]]) -> list[list[str]]:
    """Return *pages* without first and last lines that, numbers aside, stand on most of at least three."""
    if len(pages) < 3:
        return list(pages)
    ends = Counter(shape for page in pages for shape in {_shape(line) for line in _ends(page)})
    running = {shape for shape, times in ends.items() if times > len(pages) / 2}
    return [_trimmed(page, running) for page in pages]


def _ends(page: list[str]) -> list[str]:
    return [*page[:2], *page[-2:]]


def _trimmed(page: list[str], running: set[str]) -> list[str]:
    for _ in range(2):
        if page and _shape(page[0]) in running:
            page = page[1:]
        if page and _shape(page[-1]) in running:
            page = page[:-1]
    return page


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.casefold()).strip()


def _from_headline(title: str, page: list[str]) -> list[str]:
    """Return the first *page* from its headline on, in one line: a printed web page begins with the site's menus."""
    for start in range(len(page)):
        for end in range(start + 1, min(start + _MOST_HEADLINE_LINES, len(page)) + 1):
            if bare("".join(page[start:end])) == bare(title):
                return [title, "", *page[end:]]
    return page


def _stated(information: dict[str, str], first_page: str) -> Reading:
    shown = bare(first_page)
    written = clean_label(information.get("Title")) or ""
    # Browsers print "Headline - Outlet" into the file, and the outlet somewhere else on the page.
    shorter = _OUTLET.sub("", written)
    title = next(
        (one for one in (written, shorter) if len(one.split()) > 1 and bare(one) in shown), None
    )
    authors = tuple(
        name for name in persons([information.get("Author", "")]) if bare(name) in shown
    )
    found = {"title": title, "authors": authors}
    return Reading(
        title=title,
        authors=authors,
        origins={name: _META for name, value in found.items() if value},
    )
