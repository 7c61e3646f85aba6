"""Reads the body of an answer within a limit, inflated. Knows nothing of connections; the only importer of brotli."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

import brotli

from extractors.fetch.refusal import Refusal

# zlib's largest window, plus 32: it tells gzip and zlib apart by itself.
_GZIP = 47


def read_body(chunks: Iterable[bytes], *, coding: str, limit: int) -> bytes:
    """
    Return *chunks* joined, and inflated where *coding*, the Content-Encoding header, says so.

    Raises:
        Refusal: with code `too-large` over *limit* bytes, as sent or inflated; `encoding` where it is neither gzip nor
            brotli, or a second coding lies over it, or it ends too early (only that is retryable).
    """
    sent = _within(chunks, limit)
    match coding.strip().lower():
        case "" | "identity":
            return b"".join(sent)
        case "gzip" | "x-gzip":
            return b"".join(_inflated(sent, limit))
        case "br":
            return b"".join(_unpacked(sent, limit))
        case other:
            raise Refusal("encoding", f"The body is encoded as {other[:40]!r}, which is not read")


def too_large(limit: int) -> Refusal:
    """Return (not raise) the refusal of a body over *limit* bytes."""
    return Refusal("too-large", f"The body is larger than {limit:,} bytes")


def _within(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    room = limit
    for chunk in chunks:
        room -= len(chunk)
        if room < 0:
            raise too_large(limit)
        yield chunk


def _inflated(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Yield what *chunks* inflate to. A bomb stops at the first byte over *limit*: zlib makes no more at a time."""
    room = limit
    is_whole = True
    for chunk in chunks:
        while chunk:
            if is_whole:
                member = zlib.decompressobj(_GZIP)
            try:
                piece = member.decompress(chunk, room + 1)
            except zlib.error as error:
                raise Refusal("encoding", "The body is not the gzip it is said to be") from error
            room -= len(piece)
            if room < 0:
                raise too_large(limit)
            yield piece
            # gzip may be several members in a row; what follows the end of one must be another.
            chunk, is_whole = member.unused_data, member.eof
    if not is_whole:
        raise Refusal("encoding", "The gzip of the body ends too early", retryable=True)


def _unpacked(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Yield what *chunks* of brotli hold. A bomb stops near *limit*: brotli makes little more at a time."""
    room = limit
    stream = brotli.Decompressor()
    is_empty = True
    for chunk in chunks:
        is_empty = is_empty and not chunk
        more: bytes | None = chunk
        while more is not None:
            try:
                piece = stream.process(more, output_buffer_limit=room + 1)
            except brotli.error as error:
                raise Refusal("encoding", "The body is not the brotli it is said to be") from error
            room -= len(piece)
            if room < 0:
                raise too_large(limit)
            yield piece
            more = None if stream.is_finished() or stream.can_accept_more_data() else b""
    if not is_empty and not stream.is_finished():
        raise Refusal("encoding", "The brotli of the body ends too early", retryable=True)
