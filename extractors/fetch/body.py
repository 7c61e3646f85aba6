"""
Reads the body of an answer within a limit, inflated. Knows nothing of connections; the only importer of brotli and
zstandard.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

import brotli
import zstandard

from extractors.fetch.refusal import Refusal

#: What `read_body` takes off, as the header Accept-Encoding says it.
ACCEPTED = "gzip, br, zstd"

# zlib's largest window, plus 32: it tells gzip and zlib apart by itself.
_GZIP = 47
# As much as RFC 9659 lets a server use; without a limit of ours a frame may ask for 2 GB of memory.
_ZSTD_WINDOW = 8 << 20
# zstd knows no limit for its output. 64 bytes hold 16 blocks at most, which make 2 MB.
_ZSTD_STEP = 64


def read_body(chunks: Iterable[bytes], *, coding: str, limit: int) -> bytes:
    """
    Return *chunks* joined, and inflated where *coding*, the Content-Encoding header, says so.

    Raises:
        Refusal: with code `too-large` over *limit* bytes, as sent or inflated; `encoding` where it is neither gzip,
            brotli nor zstd, or a second coding lies over it, or it ends too early (only that is retryable).
    """
    return b"".join(_pieces(chunks, coding, limit))


def read_start(chunks: Iterable[bytes], *, coding: str, limit: int) -> bytes:
    """
    Return the first *limit* bytes of what `read_body` would return, or all if there are fewer.

    Raises:
        Refusal: with code `encoding`, as `read_body`.
    """
    found = bytearray()
    try:
        for piece in _pieces(chunks, coding, limit):
            found += piece
    except Refusal as refusal:
        if refusal.code != "too-large":
            raise
    return bytes(found[:limit])


def _pieces(chunks: Iterable[bytes], coding: str, limit: int) -> Iterator[bytes]:
    sent = _within(chunks, limit)
    match coding.strip().lower():
        case "" | "identity":
            return sent
        case "gzip" | "x-gzip":
            return _inflated(sent, limit)
        case "br":
            return _unpacked(sent, limit)
        case "zstd":
            return _unframed(sent, limit)
        case other:
            raise Refusal("encoding", f"The body is encoded as {other[:40]!r}, which is not read")


def too_large(limit: int) -> Refusal:
    """Return (not raise) the refusal of a body over *limit* bytes."""
    return Refusal("too-large", f"The body is larger than {limit:,} bytes")


def _within(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    room = limit
    for chunk in chunks:
        room -= len(chunk)
        # First the piece: `read_start` has a use for it.
        yield chunk
        if room < 0:
            raise too_large(limit)


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
            yield piece
            if room < 0:
                raise too_large(limit)
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
            yield piece
            if room < 0:
                raise too_large(limit)
            more = None if stream.is_finished() or stream.can_accept_more_data() else b""
    if not is_empty and not stream.is_finished():
        raise Refusal("encoding", "The brotli of the body ends too early", retryable=True)


def _unframed(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Yield what *chunks* of zstd hold. A bomb stops some 2 MB over *limit*."""
    room = limit
    unpacker = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    is_whole = True
    for chunk in chunks:
        for start in range(0, len(chunk), _ZSTD_STEP):
            step = chunk[start : start + _ZSTD_STEP]
            while step:
                if is_whole:
                    frame = unpacker.decompressobj()
                try:
                    piece = frame.decompress(step)
                except zstandard.ZstdError as error:
                    why = "The body is not the zstd it is said to be"
                    raise Refusal("encoding", why) from error
                room -= len(piece)
                yield piece
                if room < 0:
                    raise too_large(limit)
                # As with gzip, another may follow the end of one.
                step, is_whole = frame.unused_data, frame.eof
    if not is_whole:
        raise Refusal("encoding", "The zstd of the body ends too early", retryable=True)
