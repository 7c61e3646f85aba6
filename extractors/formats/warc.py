"""
Reads WARC files, as crawlers and archives write them; the only importer of warcio.

warcio parses headers and finds the records. Bodies are decoded by ourselves, within a limit: its own decoding holds
a whole chunk, and whatever that inflates to.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import BinaryIO
from urllib.parse import SplitResult, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import (
    StatusAndHeadersParser,
    StatusAndHeadersParserException,
)

from extractors.fetch.refusal import Refusal, check_status
from extractors.formats.member import Member
from extractors.formats.transfer import decoded
from extractors.metadata.address import clean_url
from extractors.models import RawDocument, Rejection
from extractors.page.sniff import sniff

#: What pages and texts are served as. Other text (style sheets, scripts, tables) is no copy.
_TEXT_TYPES = {
    "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown",
}  # fmt: skip
_BLOCK = 1 << 16
#: Of one record's headers and the space above them, in bytes.
_MOST_HEADERS = 1 << 22
_HTTP = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/2", "HTTP/3"])


def members(
    stream: BinaryIO, *, location: str, limit: int, now: datetime
) -> Iterator[Member | Rejection]:
    """
    Yield every record of *stream*, numbered from 1.

    Documents are responses and resources that a text type stands over, redirects and robots.txt aside; their
    content has all encodings taken off. Other records are yielded too, without document. Codes: as `Client.fetch`
    for statuses and encodings, `too-large`, `truncated`, `unreadable`.
    """
    source = _Source(stream)
    records = _Records(source, no_record_parse=True)
    number = 0
    try:
        while record := _next(records, source):
            number += 1
            if record.length is None:
                raise ArchiveLoadFailed("it does not say its length")
            member = _member(record, number, location=location, limit=limit, now=now)
            _drain(record.raw_stream)
            if record.raw_stream.limit:
                raise ArchiveLoadFailed("it ends in the middle")
            yield member
    except (ArchiveLoadFailed, ValueError) as error:
        what = source.damage or str(error)
    else:
        if not source.damage:
            return
        what = source.damage
    yield Rejection(code="truncated", reason=f"record {number + 1} could not be read ({what})")


class _Source:
    """The file as warcio sees it: damage is its end, and remembered; headers may not go on for ever."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._read = 0
        self.damage = ""
        self.in_headers = False

    def begin_headers(self) -> None:
        self.in_headers, self._read = True, 0

    def read(self, size: int) -> bytes:
        if self.in_headers and self._read > _MOST_HEADERS:
            raise ArchiveLoadFailed("its headers do not end")
        try:
            block = self._stream.read(size)
        except (OSError, EOFError, zlib.error) as error:
            self.damage = f"{error}"
            return b""
        self._read += len(block)
        return block

    def tell(self) -> int:
        return 0


class _Records(ArchiveIterator):  # type: ignore[misc]
    """warcio's own, which would write to standard error where a record is longer than it says."""

    INC_RECORD = ""


def _next(records: _Records, source: _Source) -> ArcWarcRecord | None:
    source.begin_headers()
    record = next(records, None)
    source.in_headers = False
    if records.err_count:
        raise ArchiveLoadFailed("the record before has another length than it says")
    return record


def _member(
    record: ArcWarcRecord, number: int, *, location: str, limit: int, now: datetime
) -> Member:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    member = Member(number=number, location=clean_url(url) or f"{location}#{number}")
    try:
        answer = _answer(record, url, limit)
    except Refusal as refusal:
        reason = f"{refusal.reason}."
        return replace(member, found=Rejection(code=refusal.code, reason=reason))
    except (StatusAndHeadersParserException, EOFError):
        reason = "The record's HTTP header cannot be read."
        return replace(member, found=Rejection(code="unreadable", reason=reason))
    if answer is None:
        return member
    content, content_type = answer
    document = RawDocument(
        content=content,
        location=member.location,
        url=url or None,
        content_type=content_type,
        read_at=_date(record.rec_headers.get_header("WARC-Date")) or now,
    )
    return replace(member, found=document)


def _answer(record: ArcWarcRecord, url: str, limit: int) -> tuple[bytes, str | None] | None:
    """Return body and content type of a *record*, `None` if it is not meant to be a document."""
    if record.rec_type not in ("response", "resource") or not _may_be_copy(url):
        return None
    raw = record.raw_stream
    if record.rec_type == "resource":
        body = b""
        headers = record.rec_headers
        status = 200
    else:
        # The header's end is looked for in the first block: servers allow half of that.
        body = _read(raw, _BLOCK)
        stream = BytesIO(body)
        headers = _HTTP.parse(stream)
        body = body[stream.tell() :]
        status = _status(headers.get_statuscode())
    content_type = headers.get_header("Content-Type")
    if not _is_text(content_type, body) or 300 <= status < 400:
        return None
    check_status(status, _split(url).hostname or "It")
    if cut := record.rec_headers.get_header("WARC-Truncated"):
        raise Refusal("truncated", f"The crawler stopped in the middle of the document ({cut})")
    body += _read(raw, limit + _BLOCK - len(body))
    if len(body) > limit:
        raise Refusal("too-large", f"The document has more than {limit / 1e6:.0f} MB")
    if raw.limit and len(body) < limit:
        raise ArchiveLoadFailed("it ends in the middle")
    if record.rec_type == "response":
        body = decoded(
            body,
            transfer=headers.get_header("Transfer-Encoding") or "",
            coding=headers.get_header("Content-Encoding") or "",
            limit=limit,
        )
    return body, content_type


def _may_be_copy(url: str) -> bool:
    """Tell whether *url* may be a document's: not an archive's own (`urn:`, `dns:`), no robots.txt (RFC 9309)."""
    parts = _split(url)
    return parts.scheme in ("http", "https", "file", "") and parts.path != "/robots.txt"


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _is_text(content_type: str | None, body: bytes) -> bool:
    if not content_type:
        return sniff(body).family == "html"
    return content_type.partition(";")[0].strip().lower() in _TEXT_TYPES


def _status(written: str) -> int:
    if not re.fullmatch(r"[1-9]\d\d", written):
        raise Refusal("unreadable", "The record's HTTP status cannot be read")
    return int(written)


def _read(raw: BinaryIO, size: int) -> bytes:
    blocks: list[bytes] = []
    while size > 0 and (block := raw.read(min(size, _BLOCK))):
        blocks.append(block)
        size -= len(block)
    return b"".join(blocks)


def _drain(raw: BinaryIO) -> None:
    while raw.read(_BLOCK):
        pass


def _date(written: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(written or "")
    except ValueError:
        return None
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
