"""
Reads one piece of copy, file or URL, into bytes. Every way it can fail is a rejection with its reason.

A file of many documents is not read whole: what comes back takes it apart later.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader, BytesIO
from pathlib import Path
from types import MappingProxyType

from extractors.errors import FetchError
from extractors.fetch.client import Client
from extractors.formats import container
from extractors.formats.member import Member
from extractors.models import NotModified, RawDocument, Rejection, Validators
from extractors.sources.retry import MOST_TRIES
from flows import stated
from flows.discovery import path_at
from flows.fetching import advised
from storage.ledger import Delivery


@dataclass(frozen=True, kw_only=True)
class Container:
    """A file of many documents, not unpacked yet."""

    #: Where it lies, or all of what was fetched.
    source: Path | bytes
    form: container.Form
    location: str
    #: Of its bytes as they lie.
    sha256: str

    def members(self, *, limit: int, now: datetime) -> Iterator[Member | Rejection]:
        """Yield its records in order, as `extractors.formats.container.members`; a document may have *limit* bytes."""
        try:
            source = self.source
            with BytesIO(source) if isinstance(source, bytes) else _opened(source) as file:
                yield from container.members(
                    file, self.form, location=self.location, limit=limit, now=now
                )
        except OSError as error:
            reason = f"it cannot be read any more ({error.strerror})"
            yield Rejection(code="truncated", reason=reason)


@dataclass(frozen=True, kw_only=True)
class PutOff:
    """A fetch that failed and may end otherwise: it is tried again at another time."""

    rejection: Rejection
    #: Seconds that the host asks to wait, `None` where it does not say.
    retry_after: float | None


#: What may lie behind a delivery.
Copy = RawDocument | NotModified | Container | PutOff | Rejection


def collect(
    delivery: Delivery,
    *,
    client: Client,
    max_bytes: int,
    known: Validators | None = None,
    headers: Mapping[str, str] = MappingProxyType({}),
    now: datetime,
) -> Copy:
    """
    Return the bytes behind *delivery*, or why there are none. *now* is when they are read.

    *known* are the validators of what is stored of it. An entry whose page refuses to be read stands for it with the
    text that the feed has of it.
    """
    path = path_at(delivery.location)
    if path is not None:
        return _read(path, delivery.location, max_bytes=max_bytes, now=now)
    said = stated.read(delivery.item)
    entry = stated.document_of(
        said, url=_address(delivery.location), location=delivery.location, now=now
    )
    if said.instead and entry:
        return entry
    try:
        document = client.fetch(
            delivery.input, now=now, location=delivery.location, known=known, headers=headers
        )
    except FetchError as error:
        rejection = Rejection(code=error.code, reason=advised(error))
        is_last = delivery.tries + 1 >= MOST_TRIES
        if entry and (is_last or not error.retryable):
            return entry
        if error.retryable:
            return PutOff(rejection=rejection, retry_after=error.retry_after)
        return rejection
    if isinstance(document, NotModified):
        return document
    form = container.form_of(BytesIO(document.content), limit=max_bytes)
    if form is None:
        return document
    return Container(
        source=document.content, form=form, location=delivery.location, sha256=document.sha256
    )


def _address(location: str) -> str | None:
    return location if location.startswith(("http://", "https://")) else None


def _read(
    path: Path, location: str, *, max_bytes: int, now: datetime
) -> RawDocument | Container | Rejection:
    try:
        with _opened(path) as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                return Rejection(code="unreadable", reason="It is not a regular file")
            if form := container.form_of(file, limit=max_bytes):
                file.seek(0)
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
                return Container(source=path, form=form, location=location, sha256=sha256)
            file.seek(0)
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


def _opened(source: Path) -> BufferedReader:
    return open(source, "rb", opener=_open_at_once)


def _open_at_once(path: str, flags: int) -> int:
    """Open without blocking: a named pipe would wait for its writer."""
    return os.open(path, flags | os.O_NONBLOCK)


def _too_large(size: int, max_bytes: int) -> Rejection:
    """Return the rejection of a file of *size* bytes."""
    return Rejection(
        code="too-large",
        reason=f"It is {size / 1e6:.1f} MB long; the limit is {max_bytes / 1e6:.0f} MB",
    )
