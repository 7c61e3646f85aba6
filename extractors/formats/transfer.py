"""Takes the encodings off the body of an HTTP answer that somebody kept as it came over the wire."""

from __future__ import annotations

import re

from extractors.fetch.body import read_body
from extractors.fetch.refusal import Refusal
from extractors.page.sniff import sniff

_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


def decoded(body: bytes, *, transfer: str, coding: str, limit: int) -> bytes:
    """
    Return *body* without what the headers Transfer-Encoding and Content-Encoding say, if it is still there.

    Crawlers take encodings off and leave the header.

    Raises:
        Refusal: with code `too-large` over *limit* bytes, `encoding`, `truncated`, `unreadable`.
    """
    if transfer.strip().lower() == "chunked":
        body = _unchunked(body)
    coding = coding.strip().lower()
    if coding in ("", "identity") or sniff(body).family in ("html", "text", "empty"):
        return body
    # What reads gzip tells it and zlib, which HTTP calls deflate, apart by itself.
    return read_body([body], coding="gzip" if coding == "deflate" else coding, limit=limit)


def _unchunked(body: bytes) -> bytes:
    chunks: list[bytes] = []
    at = 0
    while found := _CHUNK.match(body, at):
        size = int(found[1], 16)
        if not size:
            return b"".join(chunks)
        chunks.append(body[found.end() : found.end() + size])
        at = found.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1
    if not chunks:
        # Not chunked after all.
        return body
    if at < len(body):
        raise Refusal("unreadable", "The chunks of the body cannot be read")
    raise Refusal("truncated", "The body ends before its last chunk")
