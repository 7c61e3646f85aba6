"""What extraction makes of some inputs, with nothing kept: the steps of a run, in a folder that goes away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extractors.models import Article, Rejection
from flows import spool, walk
from flows.settings import Settings
from flows.workers import Workers
from storage import ledger, members
from storage.database import opened
from storage.folder import DataFolder


def try_inputs(
    settings: Settings, inputs: Sequence[str]
) -> Iterator[tuple[str, Article | Rejection]]:
    """
    Yield each input, as it was given, with its article or the reason why it is none; a batch at a time.

    In place of a file of many documents come its documents, as `FILE#NUMBER`, then what is wrong with the file.
    """
    with tempfile.TemporaryDirectory(prefix="topicwire-") as name:
        there = replace(settings, data=DataFolder(root=Path(name)))
        _, ids = walk.discover_copy(there, inputs, None, run="trial")
        waiting = set(walk.collect_documents(there, ids))
        with walk.workers_for(there, sorted(waiting)) as workers:
            for batch in walk.batches(_rows(there, ids)):
                yield from _extracted(there, batch, waiting, workers)


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
    settings: Settings, ids: Sequence[int], waiting: set[int], workers: Workers
) -> Iterator[tuple[str, Article | Rejection]]:
    results = []
    if awaited := [id for id in ids if id in waiting]:
        results = spool.read(walk.extract_documents(settings, awaited, workers=workers))
    found = {result.id: result.article or result.rejection for result in results}
    with opened(settings.data) as db:
        for delivery in ledger.deliveries(db, ids):
            yield (
                delivery.input,
                found.get(delivery.id)
                or Rejection(code=str(delivery.code), reason=str(delivery.reason)),
            )
