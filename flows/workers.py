"""
The pure part of a run in processes of its own: bytes -> tagged article or rejection.

A document that hangs is killed, one that takes its process down costs only itself, and the processes die
with their parent. This module must not import Prefect: every worker would pay 1.1 s and 80 MB for it.
"""

from __future__ import annotations

import ctypes
import logging
import multiprocessing
import resource
import signal
import sys
import types
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from extractors.errors import StorageError
from extractors.models import Article, RawDocument, Rejection
from extractors.page.article import read_article
from extractors.topics.matcher import Tagger
from extractors.topics.pack import load_pack
from storage.archive import content_at

#: What one worker may take: a 10 MB page with 1,000,000 links needs 2.2 GB, and nobody needs that page.
MEMORY_BYTES = 4 * 2**30

_PR_SET_PDEATHSIG = 1
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


def extract(
    jobs: Sequence[Job], *, topics: Path, workers: int, page_seconds: float
) -> Iterator[tuple[int, Article | Rejection]]:
    """Yield (job id, result) in the order of *jobs*, each within *page_seconds* of its worker's start on it."""
    with _plain_main():
        pool = ProcessPool(
            max_workers=min(workers, len(jobs)),
            initializer=_prepare,
            initargs=(topics,),
            context=multiprocessing.get_context("spawn"),
        )
        with pool:
            futures = [
                (job.id, pool.schedule(_work, args=(job,), timeout=page_seconds)) for job in jobs
            ]
            for id, future in futures:
                try:
                    yield id, future.result()
                except TimeoutError:
                    yield (
                        id,
                        Rejection(
                            code="timeout",
                            reason=f"It took more than {page_seconds:g} s to extract",
                        ),
                    )
                except ProcessExpired as error:
                    yield (
                        id,
                        Rejection(
                            code="crashed",
                            reason=f"It ended its worker process (exit code {error.exitcode})",
                        ),
                    )


def read(document: RawDocument, tagger: Tagger) -> Article | Rejection:
    """Return *document* as a tagged article, or why it is none."""
    result = read_article(document)
    return tagger.tag(result) if isinstance(result, Article) else result


def _prepare(topics: Path) -> None:
    global _tagger
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    # What it says of a page is in the rejection already.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    _tagger = Tagger(load_pack(topics))


def _work(job: Job) -> Article | Rejection:
    try:
        return read(_document(job), _tagger)
    except StorageError as error:
        return Rejection(code="unreadable", reason=str(error))
    except MemoryError:
        return Rejection(code="too-large", reason="It needs more memory than a worker may take")
    except Exception as error:
        # Whatever one document does to a parser, the rest of its batch goes on.
        logging.getLogger("topicwire").exception("extracting %s", job.location)
        return Rejection(code="error", reason=f"Extraction failed: {type(error).__name__}: {error}")


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
