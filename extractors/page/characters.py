"""Takes out the characters that show nothing but break feeds, searches and patterns."""

from __future__ import annotations

import re

#: What no feed may hold (C0 and C1 controls, U+FFFE and U+FFFF, lone surrogates), and the invisible ones that part a
#: word where nobody sees it: soft hyphen, zero-width space, word joiner, byte order mark.
_DROPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\xad\u200b\u2060\ufeff]"
)
#: Marks that turn the direction of what follows them, in the feed reader's own lines too.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Return *text* without characters that are illegal or invisible; every line end becomes a newline."""
    return _DROPPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))


def clean_line(text: str) -> str:
    """Return *text* cleaned, in one line, with single spaces (no-break spaces among them)."""
    return " ".join(clean(text).split())


def clean_label(text: str | None) -> str | None:
    """Return a title, name or other label in one line without direction marks; `None` when nothing is left."""
    return clean_line(_BIDI.sub("", text or "")) or None


def bare(text: str) -> str:
    """Return only the letters and digits of *text*, case folded: how two spellings of one name compare."""
    return "".join(filter(str.isalnum, text.casefold()))
