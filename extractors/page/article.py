"""
The walk from bytes to article: unpack, sniff, unwrap, decode, read, clean, judge, language, title. Pure; tags nothing.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from extractors.formats import mail, pdf, records
from extractors.formats.wrapped import Body, Wrapped
from extractors.metadata.address import clean_url
from extractors.metadata.headline import from_lede
from extractors.models import Article, Origin, RawDocument, Rejection
from extractors.page import html
from extractors.page.characters import bare, clean, clean_label, clean_line
from extractors.page.charset import decode
from extractors.page.flags import flags_of, refusal
from extractors.page.language import detect, primary
from extractors.page.reading import Reading
from extractors.page.sniff import Kind, sniff
from extractors.plaintext import reader

#: Of a page or text, decoded. trafilatura needs 2.5 s for 5 MB of prose and 8.4 s for 19 MB; 596 kB is a large page.
MAX_BYTES = 10_000_000
#: Of what wraps one: pictures and fonts are most of a saved page and of a PDF.
MAX_WRAPPED_BYTES = 50_000_000
#: By family. Error pages (57 characters) and paywall stubs (27) are shorter, agency flashes are not. Whoever saved
#: bare text saved it on purpose.
MIN_CHARACTERS = {"html": 120, "text": 80}
#: A line of prose ends like a sentence, or is so long that it can be no label (Thai writes no full stops).
_PROSE = re.compile(r".{200,}|.{40,}[.!?…։。।؟][\"'”»’)\]]*$")
#: A line of dashes has none, a table of figures few.
_LEAST_LETTERS = 20

_WRAPPERS: dict[str, Callable[[bytes], Wrapped | Rejection]] = {
    "mail": mail.unwrap,
    "pdf": pdf.unwrap,
    "json": records.unwrap,
}
#: What a wrapper may state better than a text, or than a page where it leads.
_LEADING = ("title", "published")


def read_article(document: RawDocument) -> Article | Rejection:
    """
    Return the article in *document*, untagged, or why there is none.

    Never raises for what the bytes are. Codes: `empty`, `too-large`, `unreadable`, `not-text`, `feed`,
    `truncated`, `consent-wall`, `link-list`, `not-an-article`, `too-short`.
    """
    content = _unpacked(document.content)
    if isinstance(content, Rejection):
        return content
    kind = sniff(content, location=document.location)
    if unwrap := _WRAPPERS.get(kind.family):
        wrapped = unwrap(content)
        return wrapped if isinstance(wrapped, Rejection) else _within(wrapped, document)
    if kind.family not in ("html", "text"):
        return _refused(kind)
    if len(content) > MAX_BYTES:
        return _too_large(MAX_BYTES)
    source = decode(content, content_type=document.content_type)
    return _judged(_read(kind.family, source, document.url), kind.family, source, document)


def _unpacked(content: bytes) -> bytes | Rejection:
    """Return *content*, decompressed if it is gzip (one coding only: gzip in gzip is how bombs are packed)."""
    if content.startswith(b"\x1f\x8b"):
        # 31: gzip with header and checksum; one byte over the limit is enough to know.
        inflater = zlib.decompressobj(31)
        try:
            content = inflater.decompress(content, MAX_WRAPPED_BYTES + 1)
        except zlib.error as error:
            return Rejection(code="unreadable", reason=f"The gzip data is damaged: {error}.")
        if len(content) <= MAX_WRAPPED_BYTES and not inflater.eof:
            reason = f"The gzip data ends early, after {len(content):,} bytes of content."
            return Rejection(code="truncated", reason=reason)
    return _too_large(MAX_WRAPPED_BYTES) if len(content) > MAX_WRAPPED_BYTES else content


def _too_large(limit: int) -> Rejection:
    reason = f"The document has more than {limit // 1_000_000} MB when unpacked."
    return Rejection(code="too-large", reason=reason)


def _refused(kind: Kind) -> Rejection:
    match kind.family:
        case "empty":
            return Rejection(code="empty", reason="The document is empty.")
        case "feed":
            return Rejection(
                code="feed", reason=f"It is {kind.name}, a list of articles and not one."
            )
        case "warc":
            return Rejection(code="not-an-article", reason=f"It is {kind.name}, not one of them.")
        case "xml":
            return Rejection(code="not-an-article", reason=f"It is {kind.name}, not a page.")
        case _:
            return Rejection(code="not-text", reason=f"It looks like {kind.name}, not like text.")


def _within(wrapped: Wrapped, document: RawDocument) -> Article | Rejection:
    """Return the article in the first body that holds one, else what is wrong with the first."""
    reasons = []
    for body in wrapped.bodies:
        found = _of_body(body, wrapped, document)
        if isinstance(found, Article):
            return found
        reasons.append(found)
    return reasons[0]


def _of_body(body: Body, wrapped: Wrapped, document: RawDocument) -> Article | Rejection:
    if len(body.content) > MAX_BYTES:
        return _too_large(MAX_BYTES)
    content = body.content
    if isinstance(content, bytes):
        content = decode(content, content_type=body.content_type)
    if not clean(content).strip():
        return Rejection(code="empty", reason="The document is empty.")
    family = body.family or sniff(content.encode("utf-8", "replace")).family
    family = "html" if family == "html" else "text"
    reading = _read(family, content, wrapped.stated.url or document.url)
    if isinstance(reading, Reading):
        reading = _merged(reading, wrapped, family)
    return _judged(reading, family, content, document)


def _read(family: str, source: str, url: str | None) -> Reading | Rejection:
    return html.read(source, url=url) if family == "html" else reader.read(source)


def _merged(page: Reading, wrapped: Wrapped, family: str) -> Reading:
    """
    Return what *page* states, with what its wrapper states where the page says nothing or hardly more than a guess.

    Of a text, and in a mail, the wrapper's title and date go before the page's.
    """
    stated = wrapped.stated
    if page.url == stated.url and "url" not in page.origins:
        # The reader was told it, and says it back.
        page = replace(page, url=None)
    leads = _LEADING if wrapped.leads or family == "text" else ()
    chosen: dict[str, Any] = {}
    for name in (field.name for field in fields(Reading)):
        said = getattr(stated, name)
        if name in ("lines", "origins", "flags") or not said:
            continue
        if name in leads or not getattr(page, name) or _is_weak(page, name):
            chosen[name] = said
    origins = {name: found for name, found in page.origins.items() if name not in chosen}
    origins |= {name: found for name, found in stated.origins.items() if name in chosen}
    lines = page.lines
    if "title" in chosen and family == "text":
        lines = _below_title(page, chosen["title"])
    return replace(page, **chosen, lines=lines, origins=origins)


def _is_weak(page: Reading, name: str) -> bool:
    stamp = getattr(page, name) if name in ("published", "modified") else None
    origin = stamp.origin if stamp else page.origins.get(name)
    # An address that was asked for is where the wrapper stands, and not the page.
    return origin is not None and (origin.confidence == "low" or origin.found_in == "request")


def _below_title(page: Reading, title: str) -> tuple[str, ...]:
    """Return the lines of a text below a *title* that its wrapper states: what it took for its own title is text."""
    lines = page.lines
    if page.title and bare(page.title) not in bare(title):
        return (page.title, *lines)
    return lines[1:] if lines and bare(lines[0]) == bare(title) else lines


def _judged(
    reading: Reading | Rejection, family: str, source: str, document: RawDocument
) -> Article | Rejection:
    if isinstance(reading, Rejection):
        return reading
    text = "\n".join(line for line in map(clean_line, reading.lines) if line)
    refused = refusal(reading, text) or _too_little(family, source, text)
    return refused or _article(reading, text, document)


def _too_little(family: str, source: str, text: str) -> Rejection | None:
    least = MIN_CHARACTERS[family]
    has_prose = any(map(_is_prose, text.split("\n")))
    if len(text) >= least and has_prose:
        return None
    if len(text) < least and (has_prose or family == "text"):
        reason = f"The text has {len(text)} characters; an article has at least {least}."
        return Rejection(code="too-short", reason=reason)
    reason = f"The {'page' if family == 'html' else 'text'} ({len(source):,} characters) has no article: "
    reason += f"{len(text)} characters of text were found"
    if not has_prose:
        reason += ", none of them a sentence"
    return Rejection(code="not-an-article", reason=f"{reason}.")


def _is_prose(line: str) -> bool:
    return bool(_PROSE.match(line)) and sum(map(str.isalpha, line[:1000])) >= _LEAST_LETTERS


def _article(reading: Reading, text: str, document: RawDocument) -> Article:
    origins = dict(reading.origins)
    title = clean_label(reading.title)
    if not title:
        title = clean_label(from_lede(text.partition("\n")[0]))
        origins["title"] = Origin(found_in="text", confidence="low")
    language = detect(text, reading.language)
    if language != primary(reading.language):
        origins["language"] = Origin(found_in="text", confidence="medium")
    # None where no two parsers would agree on it: then it is no identity.
    address = clean_url(document.url) if document.url else None
    url = reading.url or address
    if url == address:
        origins.setdefault("url", Origin(found_in="request", confidence="high"))
    article = Article(
        url=url,
        title=title or "",
        text=text,
        authors=_labels(reading.authors),
        organisations=_labels(reading.organisations),
        site=clean_label(reading.site),
        published=reading.published,
        modified=reading.modified,
        language=language,
        section=clean_label(reading.section),
        description=clean_label(reading.description),
        image=reading.image,
        access=reading.access,
        licence=clean_label(reading.licence),
        tdm=reading.tdm,
        flags=flags_of(reading, text),
    )
    found = {name: origin for name, origin in origins.items() if getattr(article, name, None)}
    return replace(article, origins=found)


def _labels(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(label for label in map(clean_label, names) if label)
