"""What extraction makes of some inputs, with nothing kept: the steps of a run, in a folder that goes away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from extractors.models import Article, Rejection
from flows import spool, stated, walk
from flows.discovery import discover
from flows.fetching import client_for
from flows.settings import Settings
from flows.source_table import Source
from flows.workers import Workers
from storage import ledger, members
from storage.database import opened, writing
from storage.folder import DataFolder
from storage.ledger import Incoming


def try_inputs(
    settings: Settings, inputs: Sequence[str]
) -> Iterator[tuple[str, Article | Rejection]]:
    """
    Yield each input, as it was given, with its article or the reason why it is none; a batch at a time.

    In place of a file of many documents come its documents, as `FILE#NUMBER`, then what is wrong with the file.
    """
    yield from try_copy(settings, discover(inputs).copy)


def try_copy(
    settings: Settings, copy: Sequence[Incoming], *, source: Source | None = None
) -> Iterator[tuple[str, Article | Rejection]]:
    """Yield each piece of *copy* as `try_inputs` does, with what *source*, that brought it, says of it."""
    with tempfile.TemporaryDirectory(prefix="topicwire-") as name:
        there = replace(settings, data=DataFolder(root=Path(name)))
        with opened(there.data) as db, writing(db):
            ids = ledger.see(db, copy, run="trial", now=datetime.now(UTC))
        with client_for(there) as client:
            waiting = set(walk.collect_documents(there, ids, client=client))
        with walk.workers_for(there, sorted(waiting)) as workers:
            for batch in walk.batches(_rows(there, ids)):
                yield from _extracted(there, batch, waiting, workers, source)


def _rows(settings: Settings, ids: Sequence[int]) -> list[int]:
    """Return *ids*, before each container its members; without the containers of which all is well."""
    rows: list[int] = []
    with opened(settings.data) as db:
        for delivery in ledger.deliveries(db, ids):
            rows += members.ids(db, delivery.id)
            if delivery.state != "unpacked":
                rows.append(delivery.id)
    return rows


def _extracted(
    settings: Settings,
    ids: Sequence[int],
    waiting: set[int],
    workers: Workers,
    source: Source | None,
) -> Iterator[tuple[str, Article | Rejection]]:
    results = []
    if awaited := [id for id in ids if id in waiting]:
        results = spool.read(walk.extract_documents(settings, awaited, workers=workers))
    found = {result.id: result.article or result.rejection for result in results}
    with opened(settings.data) as db:
        for delivery in ledger.deliveries(db, ids):
            result = found.get(delivery.id)
            if isinstance(result, Article):
                said = stated.read(delivery.item)
                result = stated.informed(result, said, source, content_type=delivery.content_type)
            rejection = Rejection(code=str(delivery.code), reason=str(delivery.reason))
            yield delivery.input, result or rejection
