"""
The pure part of a run in processes of its own: bytes -> tagged article or rejection, stored article -> tags of today.

A document that hangs is killed, one that takes its process down costs only itself, and the processes die
with their parent. This module must not import Prefect: every worker would pay 1.1 s and 80 MB for it.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import resource
import signal
import sys
import types
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from extractors.errors import StorageError
from extractors.models import Article, RawDocument, Rejection
from extractors.page.article import read_article
from extractors.topics.matcher import Tagger
from extractors.topics.packfile import load_pack
from flows.processes import die_with_parent
from storage import tags
from storage.archive import content_at
from storage.database import opened
from storage.folder import DataFolder

#: How a worker ends that its memory did not suffice: what a parser left half done is not to meet the next document.
_OUT_OF_MEMORY = 77

_tagger: Tagger


@dataclass(frozen=True, kw_only=True)
class Job:
    """One document to extract: where its bytes lie and what was known when they came."""

    #: The ledger's row.
    id: int
    archived: Path
    location: str
    url: str | None
    content_type: str | None
    read_at: datetime


@dataclass(frozen=True, kw_only=True)
class Retagged:
    """A stored article that the topics file of today tags otherwise."""

    id: int
    #: No more of either than title, text, tags and evidence.
    before: Article
    after: Article


class Workers:
    """
    The processes of one run: started with the first batch, warm for the next, gone at the end of the `with` block.

    Starting two costs 1.2 s of CPU, hence not one pool for each batch.
    """

    def __init__(
        self, *, topics: Path, most: int, page_seconds: float, page_megabytes: int
    ) -> None:
        """
        *most* processes at once; *page_seconds* is what one document may take, *page_megabytes* what its worker may.

        A worker takes some 150 MB before its first document, and a page of 600 kB 30 MB more.
        """
        self._page_seconds = page_seconds
        self._page_megabytes = page_megabytes
        self._pool = ProcessPool(
            max_workers=most,
            initializer=_prepare,
            initargs=(topics, page_megabytes),
            context=multiprocessing.get_context("spawn"),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            self._pool.close()
        else:
            # Interrupted: what is still queued will not be asked for.
            self._pool.stop()
        self._pool.join()

    def extract(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Article | Rejection]]:
        """Yield (job id, article or rejection), in the order of *jobs*."""
        with _plain_main():
            futures = [
                (job.id, self._pool.schedule(_work, args=(job,), timeout=self._page_seconds))
                for job in jobs
            ]
            for id, future in futures:
                yield id, self._outcome(future)

    def retag(
        self, folder: DataFolder, spans: Sequence[tuple[int, int]]
    ) -> Iterator[list[Retagged]]:
        """Yield, for each span of ids in order, those of its stored articles that have other tags or evidence now."""
        with _plain_main():
            futures = [self._pool.schedule(_retag, args=(folder, span)) for span in spans]
            for future in futures:
                yield future.result()

    def _outcome(self, future: Future[Article | Rejection]) -> Article | Rejection:
        try:
            return future.result()
        except TimeoutError:
            reason = f"It took more than {self._page_seconds:g} s to extract"
            return Rejection(code="timeout", reason=reason)
        except ProcessExpired as error:
            if error.exitcode == _OUT_OF_MEMORY:
                reason = f"It needs more memory than a worker may take, {self._page_megabytes} MB"
                return Rejection(code="too-large", reason=reason)
            reason = f"It ended its worker process (exit code {error.exitcode})"
            return Rejection(code="crashed", reason=reason)


def read(document: RawDocument, tagger: Tagger) -> Article | Rejection:
    """Return *document* as a tagged article, or why it is none."""
    result = read_article(document)
    return tagger.tag(result) if isinstance(result, Article) else result


def _prepare(topics: Path, megabytes: int) -> None:
    global _tagger
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Of data, not of addresses: what a library maps and never touches costs nothing.
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1_000_000, megabytes * 1_000_000))
    # What it says of a page is in the rejection already.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    _tagger = Tagger(load_pack(topics))


def _work(job: Job) -> Article | Rejection:
    try:
        return read(_document(job), _tagger)
    except StorageError as error:
        return Rejection(code="unreadable", reason=str(error))
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except Exception as error:
        # Whatever one document does to a parser, the rest of its batch goes on.
        logging.getLogger("topicwire").exception("extracting %s", job.location)
        return Rejection(code="error", reason=f"Extraction failed: {type(error).__name__}: {error}")


def _retag(folder: DataFolder, span: tuple[int, int]) -> list[Retagged]:
    with opened(folder) as db:
        stored = tags.tagged_between(db, *span)
        pairs = ((id, before, _tagger.tag(before)) for id, before in stored)
        return [
            Retagged(id=id, before=before, after=after)
            for id, before, after in pairs
            if before != after
        ]


def _document(job: Job) -> RawDocument:
    return RawDocument(
        content=content_at(job.archived),
        location=job.location,
        url=job.url,
        content_type=job.content_type,
        read_at=job.read_at,
    )


@contextmanager
def _plain_main() -> Iterator[None]:
    """
    Hide the program's main module while workers start.

    Spawned processes import it again, and in a scheduled run it is Prefect's engine.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
