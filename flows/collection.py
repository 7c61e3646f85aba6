"""Reads one piece of copy, file or URL, into bytes. Every way it can fail is a rejection with its reason."""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path

from extractors.errors import FetchError
from extractors.fetch.client import Client
from extractors.models import RawDocument, Rejection
from flows.discovery import path_at
from storage.ledger import Delivery

#: What the reader can do about it, by the error's code.
_HINTS = {"blocked-address": "; if it is yours, list it as host:port under fetch.allow"}


def collect(
    delivery: Delivery, *, client: Client, max_bytes: int, now: datetime
) -> RawDocument | Rejection:
    """Return the bytes behind *delivery*, or why there are none. *now* is when they are read."""
    path = path_at(delivery.location)
    if path is not None:
        return _read(path, delivery.location, max_bytes=max_bytes, now=now)
    try:
        return client.fetch(delivery.input, now=now, location=delivery.location)
    except FetchError as error:
        hint = _HINTS.get(error.code, "")
        return Rejection(code=error.code, reason=error.reason + hint)


def _read(path: Path, location: str, *, max_bytes: int, now: datetime) -> RawDocument | Rejection:
    try:
        with open(path, "rb", opener=_open_at_once) as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                return Rejection(code="unreadable", reason="It is not a regular file")
            content = file.read(max_bytes + 1)
    except FileNotFoundError:
        return Rejection(code="missing", reason="There is no such file or folder")
    except ValueError as error:
        # A list can name what no file system can: "embedded null byte".
        return Rejection(code="unreadable", reason=f"It cannot be read: {error}")
    except OSError as error:
        return Rejection(code="unreadable", reason=f"It cannot be read: {error.strerror}")
    if len(content) > max_bytes:
        return _too_large(state.st_size, max_bytes)
    return RawDocument(content=content, location=location, read_at=now)


def _open_at_once(path: str, flags: int) -> int:
    """Open without blocking: a named pipe would wait for its writer."""
    return os.open(path, flags | os.O_NONBLOCK)


def _too_large(size: int, max_bytes: int) -> Rejection:
    """Return the rejection of a file of *size* bytes."""
    return Rejection(
        code="too-large",
        reason=f"It is {size / 1e6:.1f} MB long; the limit is {max_bytes / 1e6:.0f} MB",
    )
