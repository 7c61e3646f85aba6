"""One record of a file that holds many documents."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.models import RawDocument, Rejection


@dataclass(frozen=True, kw_only=True)
class Member:
    """One record, in its place. What it is not is a copy of the file: each is made when it is asked for."""

    #: Counted from 1: the record of a WARC, the line of JSON lines.
    number: int
    #: The canonical URL it states, else that of the file with the number behind `#`.
    location: str
    #: Why there is no document; `None` for a record that is not meant to be one.
    found: RawDocument | Rejection | None = None
