"""
The labelled data of ../shared, which is not part of the project: real pages with their text, invented copy, samples.

What the pages state about themselves was read off by hand and stands beside the tests, its words as digests.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.scoring import Stated
from tests.conftest import ROOT, SHARED

_METADATA = ROOT / "tests" / "metadata" / "gold.json"
_PAGES = SHARED / "pages"
_DEVSET = SHARED / "devset"


@dataclass(frozen=True, kw_only=True)
class Page:
    """One real page."""

    id: str
    url: str
    content: bytes
    #: The body that an editor would keep.
    text: str
    #: `None` where nobody read it off.
    stated: Stated | None


@dataclass(frozen=True, kw_only=True)
class Copy:
    """One invented article, with snippets that must be in its text and snippets that must not."""

    file: Path
    body: tuple[str, ...]
    boilerplate: tuple[str, ...]


def pages() -> list[Page]:
    """Return the real pages by id; none where ../shared is absent."""
    if not _PAGES.is_dir():
        return []
    labels = json.loads((_PAGES / "ground-truth.json").read_text("utf-8"))
    stated = json.loads(_METADATA.read_text("utf-8")) if _METADATA.is_file() else {}
    return [
        Page(
            id=key,
            url=label["url"],
            content=gzip.decompress((_PAGES / "html" / f"{key}.html.gz").read_bytes()),
            text=label["articleBody"],
            stated=Stated(**stated[key]) if key in stated else None,
        )
        for key, label in sorted(labels.items())
    ]


def copy(*, suffix: str) -> list[Copy]:
    """Return the invented articles whose files end in *suffix*."""
    lines = (_DEVSET / "gold.jsonl").read_text("utf-8").splitlines()
    return [
        Copy(
            file=_DEVSET / "articles" / label["file"],
            body=tuple(label["must_contain"]),
            boilerplate=tuple(label["must_not_contain"]),
        )
        for label in map(json.loads, lines)
        if label["file"].endswith(suffix)
    ]
