"""
Turns the bytes of a page into characters; the only importer of charset-normalizer.

Who is believed: the byte order mark, then bytes that are UTF-8 (no other charset's prose happens to be), then the
HTTP header, then the page's own meta, each only when the text it makes reads like text, then detection.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes
from charset_normalizer.md import mess_ratio

# UTF-32 first: its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"""<meta[^>]+?charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]+?encoding\s*=\s*["']([\w:.-]+)""", re.IGNORECASE)
_HTTP = re.compile(r"""charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_META_WITHIN = 4096

#: What these names mean on the web is a larger set than their standard's (WHATWG Encoding).
_ON_THE_WEB = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}

#: charset-normalizer's measure of disorder, on six pairs of text and charset in en, ru, fr, tr and cs: the right
#: reading has 0.0, a wrong one .18 or more, except where both charsets have the same letters.
_MOST_MESS = 0.1
_SAMPLE = 16_000


def decode(content: bytes, *, content_type: str | None) -> str:
    """
    Return the characters of *content*; *content_type* is the HTTP header as sent.

    Never raises: bytes that are no character in the charset found become U+FFFD.
    """
    encoding = byte_order_mark(content) or bomless_utf16(content[:_META_WITHIN])
    if encoding is None and _is_utf8(content):
        encoding = "utf-8"
    if encoding is None:
        # Markup is the same in every charset and would outweigh the letters that tell them apart.
        parts = re.split(rb"[<>]", content)
        sample = b" ".join(part for part in parts if not part.isascii())[:_SAMPLE]
        encoding = _declared(content, content_type, sample) or _detected(sample)
    return content.decode(encoding, errors="replace")


def byte_order_mark(content: bytes) -> str | None:
    """Return the codec that *content*'s byte order mark names."""
    return next((name for mark, name in _MARKS if content.startswith(mark)), None)


def bomless_utf16(head: bytes) -> str | None:
    """Return the byte order of UTF-16 written without mark: markup and spaces put NUL in every other byte."""
    if len(head) < 8:
        return None
    half = len(head) // 2
    even, odd = head[::2].count(0) / half, head[1::2].count(0) / half
    if odd > 0.3 and even < 0.02:
        return "utf-16-le"
    if even > 0.3 and odd < 0.02:
        return "utf-16-be"
    return None


def _is_utf8(content: bytes) -> bool:
    """Tell whether *content* is UTF-8, or so nearly that only a stray byte (an advert's, a cut) is not."""
    text = content.decode("utf-8", errors="replace")
    broken = text.count("\ufffd") - content.count(b"\xef\xbf\xbd")
    if not broken:
        return True
    beyond_ascii = sum(not char.isascii() for char in text) - text.count("\ufffd")
    return beyond_ascii > 20 * broken


def _declared(content: bytes, content_type: str | None, sample: bytes) -> str | None:
    names = [found[1] for found in [_HTTP.search(content_type or "")] if found]
    for pattern in (_XML, _META):
        names += [found[1].decode() for found in [pattern.search(content[:_META_WITHIN])] if found]
    for name in names:
        encoding = _codec(name)
        if encoding and not encoding.startswith("utf") and _reads_well(sample, encoding):
            return encoding
    return None


def _codec(name: str) -> str | None:
    """Return Python's codec for a charset's *name* on the web; `None` for an unknown name or no text codec."""
    try:
        found = codecs.lookup(name.removeprefix("x-"))
    except LookupError:
        return None
    if not found._is_text_encoding or found.name in {"idna", "punycode", "unicode_escape"}:
        return None
    return _ON_THE_WEB.get(found.name, found.name)


def _reads_well(sample: bytes, encoding: str) -> bool:
    text = sample.decode(encoding, errors="replace")
    if text.count("\ufffd") > len(text) // 50:
        return False
    return mess_ratio(text, 1.0) <= _MOST_MESS


def _detected(sample: bytes) -> str:
    matches = list(from_bytes(sample))
    # The web's default wins a tie: of the Latin charsets it is by far the most used, and on a page with few
    # accents they all look alike (English with curly quotes came out as cp1250).
    if not matches or any(m.encoding == "cp1252" and m.chaos <= matches[0].chaos for m in matches):
        return "cp1252"
    return str(matches[0].encoding)
