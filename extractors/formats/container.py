"""Tells files of many documents by their content, and takes them apart, one record in memory at a time."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Literal, cast

from extractors.formats import records, warc
from extractors.formats.member import Member
from extractors.models import Rejection

Form = Literal["warc", "lines"]

_BLANK = b"\xef\xbb\xbf \t\r\n"


def form_of(file: BinaryIO, *, limit: int) -> Form | None:
    """
    Return the form of a *file* of many documents, gzipped or not; `None` for a single document.

    Reads two lines at most, each up to *limit* bytes.
    """
    try:
        head = _inflated(file).read(64)
        if head.startswith(b"WARC/"):
            return "warc"
        if head.strip(_BLANK).startswith(b"{") and records.are_lines(_inflated(file), limit=limit):
            return "lines"
    except (OSError, EOFError, zlib.error):
        # Damaged: extraction says so.
        return None
    return None


def members(
    file: BinaryIO, form: Form, *, location: str, limit: int, now: datetime
) -> Iterator[Member | Rejection]:
    """
    Yield the records of *file* in their order; a document may have *limit* bytes.

    A `Rejection`, `truncated`, comes last where the file is damaged. *now* is when records were read that do not
    say it themselves.
    """
    take_apart = {"warc": warc.members, "lines": records.members}[form]
    yield from take_apart(_inflated(file), location=location, limit=limit, now=now)


def _inflated(file: BinaryIO) -> BinaryIO:
    """Return *file* from its beginning, unpacked if it is gzip, of any number of members."""
    file.seek(0)
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    # A cast, as typeshed does not make GzipFile a BinaryIO.
    return cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file
