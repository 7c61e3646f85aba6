"""
The walk from bytes to article: unpack, sniff, decode, read, clean, language, title. Pure; tags nothing.
"""

from __future__ import annotations

import re
import zlib

from extractors.models import Article, RawDocument, Rejection
from extractors.page import html, plaintext
from extractors.page.characters import clean, clean_label, clean_line
from extractors.page.charset import decode
from extractors.page.headline import from_lede
from extractors.page.language import detect
from extractors.page.reading import Reading
from extractors.page.sniff import Kind, sniff
from extractors.urls import canonicalize

#: Decoded. trafilatura needs 2.5 s for 5 MB of prose and 8.4 s for 19 MB; 596 kB is a large page.
MAX_BYTES = 10_000_000
#: By family. Error pages (57 characters) and paywall stubs (27) are shorter, agency flashes are not. Whoever saved
#: bare text saved it on purpose.
MIN_CHARACTERS = {"html": 120, "text": 80}
#: A line of prose ends like a sentence, or is so long that it can be no label (Thai writes no full stops).
_PROSE = re.compile(r".{200,}|.{40,}[.!?…։。।؟][\"'”»’)\]]*$")


def read_article(document: RawDocument) -> Article | Rejection:
    """
    Return the article in *document*, untagged, or why there is none.

    Never raises for what the bytes are. Codes: `empty`, `too-large`, `unreadable`, `not-text`, `feed`,
    `truncated`, `no-article`, `too-short`.
    """
    content = _unpacked(document.content)
    if isinstance(content, Rejection):
        return content
    kind = sniff(content, location=document.location)
    if kind.family not in ("html", "text"):
        return _refused(kind)
    source = clean(decode(content, content_type=document.content_type))
    reading = (
        html.read(source, url=document.url) if kind.family == "html" else plaintext.read(source)
    )
    if isinstance(reading, Rejection):
        return reading
    text = "\n".join(line for line in map(clean_line, reading.lines) if line)
    return _too_little(kind, source, text) or _article(reading, text, document)


def _unpacked(content: bytes) -> bytes | Rejection:
    """Return *content*, decompressed if it is gzip (one coding only: gzip in gzip is how bombs are packed)."""
    if content.startswith(b"\x1f\x8b"):
        # 31: gzip with header and checksum; one byte over the limit is enough to know.
        inflater = zlib.decompressobj(31)
        try:
            content = inflater.decompress(content, MAX_BYTES + 1)
        except zlib.error as error:
            return Rejection(code="unreadable", reason=f"The gzip data is damaged: {error}.")
        if len(content) <= MAX_BYTES and not inflater.eof:
            reason = f"The gzip data ends early, after {len(content):,} bytes of content."
            return Rejection(code="truncated", reason=reason)
    if len(content) > MAX_BYTES:
        reason = f"The document has more than {MAX_BYTES // 1_000_000} MB when unpacked."
        return Rejection(code="too-large", reason=reason)
    return content


def _refused(kind: Kind) -> Rejection:
    match kind.family:
        case "empty":
            return Rejection(code="empty", reason="The document is empty.")
        case "feed":
            return Rejection(
                code="feed", reason=f"It is {kind.name}, a list of articles and not one."
            )
        case "xml":
            return Rejection(code="no-article", reason=f"It is {kind.name}, not a page.")
        case _:
            return Rejection(code="not-text", reason=f"It looks like {kind.name}, not like text.")


def _too_little(kind: Kind, source: str, text: str) -> Rejection | None:
    least = MIN_CHARACTERS[kind.family]
    has_prose = any(map(_PROSE.match, text.split("\n")))
    if len(text) >= least and has_prose:
        return None
    if kind.family == "text" and len(text) < least:
        reason = f"The text has {len(text)} characters; an article has at least {least}."
        return Rejection(code="too-short", reason=reason)
    reason = f"The {'page' if kind.family == 'html' else 'text'} ({len(source):,} characters) has no article: "
    reason += f"{len(text)} characters of text were found"
    if not has_prose:
        reason += ", none of them a sentence"
    return Rejection(code="no-article", reason=f"{reason}.")


def _article(reading: Reading, text: str, document: RawDocument) -> Article:
    title = clean_label(reading.title) or clean_label(from_lede(text.partition("\n")[0]))
    return Article(
        url=reading.url or _address(document),
        title=title or "",
        text=text,
        authors=tuple(name for name in map(clean_label, reading.authors) if name),
        site=clean_label(reading.site),
        published=reading.published,
        modified=reading.modified,
        language=detect(text, reading.language),
        section=clean_label(reading.section),
        description=clean_label(reading.description),
    )


def _address(document: RawDocument) -> str | None:
    try:
        return canonicalize(document.url) if document.url else None
    except ValueError:
        # The client fetched it, but no two parsers would agree on it: then it is no identity.
        return None
