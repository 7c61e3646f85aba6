"""Tells what kind of document some bytes are, by their content; the file's ending only breaks ties."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extractors.page.charset import bomless_utf16, byte_order_mark

#: How far into a document its kind must show.
_HEAD = 4096
#: Control characters a text may hold: tab, line ends, form feed, escape (terminal colours in pasted logs).
_CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\r\f\x1b")
#: A text with a stray NUL or two is still a text; compressed data has one control character in nine bytes.
_MOST_CONTROLS = 0.01

#: Formats that begin with text characters.
_PDF = b"%PDF-"
_WARC = b"WARC/"
_WRITTEN = ((b"{\\rtf", "an RTF document"),)
_MAGIC = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive (or a .docx, .xlsx, .epub)"),
    (b"\x7fELF", "an ELF program"),
    (b"MZ", "a Windows program"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"SQLite format 3", "a SQLite database"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"wOF", "a web font"),
)
_MAGIC_INSIDE = (
    (4, b"ftyp", "an MP4 film"),
    (8, b"WEBP", "a WebP image"),
    (8, b"WAVE", "a WAV recording"),
    (257, b"ustar", "a tar archive"),
)

_LEADING = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)+", re.DOTALL)
_PAGE_START = re.compile(
    r"<(?:!doctype\s+html|(?:html|head|body|title|meta|link|base|script|style|noscript|header|main|article|section"
    r"|div|p|table|h1|h2|iframe|center|font)[\s/>])",
    re.IGNORECASE,
)
_XML_START = re.compile(r"(?:<!doctype[^>[]*(?:\[.*?\])?>\s*)?<([\w:.-]+)", re.I | re.DOTALL)
_FEEDS = {"rss", "feed", "rdf:rdf"}
_JSON_START = re.compile(r'\{\s*"(?:[^"\\]|\\.){1,100}"\s*:|\[\s*[\[{]\s*["{\[]')
_HEADER = re.compile(r"([A-Za-z][\w-]*):")
#: Header fields that nobody but a mail program writes.
_OF_A_MAIL = {
    "mime-version", "message-id", "received", "return-path", "content-type", "content-transfer-encoding",
    "delivered-to", "dkim-signature", "snapshot-content-location",
}  # fmt: skip
_BLOCK = re.compile(rb"</(?:p|div|a|span|h[1-6]|li|td|article|body|html)\s*>", re.IGNORECASE)
#: So many closed tags make a page out of a file that does not begin like one.
_TAGS_OF_A_PAGE = 10


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a document is."""

    family: Literal[
        "empty", "html", "text", "mail", "pdf", "json", "warc", "gzip", "feed", "xml", "binary"
    ]
    #: For a person: "a PNG image".
    name: str


def sniff(content: bytes, *, location: str = "") -> Kind:
    """Return the kind of *content*; *location* is asked only where a few tags stand in what may be a text."""
    if not content.strip(b"\0 \t\r\n\f\xef\xbb\xbf"):
        return Kind(family="empty", name="an empty document")
    if content.startswith(b"\x1f\x8b"):
        return Kind(family="gzip", name="a gzip archive")
    if content.startswith(_PDF):
        return Kind(family="pdf", name="a PDF document")
    if content.startswith(_WARC):
        return Kind(family="warc", name="a WARC file of many documents")
    return _binary(content) or _markup(content, location)


def _binary(content: bytes) -> Kind | None:
    head = content[:_HEAD]
    for magic, name in _WRITTEN:
        if head.startswith(magic):
            return Kind(family="binary", name=name)
    if byte_order_mark(head) or bomless_utf16(head):
        return None
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls <= max(2, _MOST_CONTROLS * len(head)):
        return None
    names = [name for magic, name in _MAGIC if head.startswith(magic)]
    names += [name for at, magic, name in _MAGIC_INSIDE if head[at:].startswith(magic)]
    return Kind(family="binary", name=(names or ["binary data"])[0])


def _markup(content: bytes, location: str) -> Kind:
    encoding = byte_order_mark(content) or bomless_utf16(content) or "latin-1"
    head = content[: 16 * _HEAD].decode(encoding, errors="replace").lstrip("\ufeffï»¿")
    lead = _LEADING.match(head)
    start = head[lead.end() :] if lead else head
    if _PAGE_START.match(start):
        return Kind(family="html", name="an HTML page")
    if root := _XML_START.match(start):
        if root[1].lower() in _FEEDS:
            return Kind(family="feed", name="a news feed (RSS or Atom)")
        if "<?xml" in head[:200].lower():
            return Kind(family="xml", name=f"an XML document of <{root[1]}>")
    if _is_mail(start):
        return Kind(family="mail", name="a mail")
    if _JSON_START.match(start):
        return Kind(family="json", name="JSON")
    tags = len(_BLOCK.findall(content))
    named_html = re.search(r"\.x?html?(?:\.gz)?$", location, re.IGNORECASE) is not None
    if tags >= _TAGS_OF_A_PAGE or (tags and named_html):
        return Kind(family="html", name="an HTML page")
    return Kind(family="text", name="a plain text")


def _is_mail(head: str) -> bool:
    """Tell whether *head* begins with the header of a mail, or of a page that a browser saved as one."""
    names: dict[str, str] = {}
    for line in head.splitlines():
        if not line.strip():
            break
        field = _HEADER.match(line)
        if field:
            names[field[1].lower()] = line
        elif not (names and line[0] in " \t") and not (line.startswith("From ") and not names):
            return False
    if not names.keys().isdisjoint(_OF_A_MAIL):
        return True
    # Somebody wrote it by hand; a text may well begin with "Subject:" or "From: Aldmouth".
    return "@" in names.get("from", "") and len(names) > 1
