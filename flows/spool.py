"""
Extracted batches on disk, between the task that extracts and the task that stores.

Article text never travels as a task's argument or result. The only importer of pydantic.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from extractors.models import Article, Rejection
from storage.folder import replace_file


@dataclass(frozen=True, kw_only=True)
class Result:
    """What extraction made of one piece of copy: exactly one of the two."""

    #: The ledger's row.
    id: int
    article: Article | None = None
    rejection: Rejection | None = None


_result = TypeAdapter(Result)
_results = TypeAdapter(list[Result])


def write(path: Path, results: Iterable[tuple[int, Article | Rejection]]) -> None:
    """Put *results* at *path* as JSON. What JSON cannot hold becomes a rejection."""
    rows = [_row(id, found) for id, found in results]
    replace_file(path, b"[" + b",".join(rows) + b"]")


def _row(id: int, found: Article | Rejection) -> bytes:
    if isinstance(found, Rejection):
        return _result.dump_json(Result(id=id, rejection=found))
    try:
        return _result.dump_json(Result(id=id, article=found))
    except PydanticSerializationError as error:
        # Half a surrogate pair, as "\ud800" in a page's JSON: it costs its document, not the batch.
        return _row(id, Rejection(code="error", reason=f"It cannot be written down: {error}"))


def read(path: Path) -> list[Result]:
    """Return what `write` put there, equal in every field."""
    return _results.validate_json(path.read_bytes())


def clear(folder: Path) -> None:
    """Remove the spool files in *folder*, if there is one."""
    for path in folder.glob("*.json"):
        path.unlink()
