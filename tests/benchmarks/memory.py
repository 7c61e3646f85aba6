"""
Reads documents in this process, one after another, and prints what memory it held after some of them, as JSON.

    python -m tests.benchmarks.memory --documents N

A process of its own: the peak that the kernel remembers is then that of reading, and of nothing before it.
"""

from __future__ import annotations

import argparse
import json
import logging
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from extractors.models import Article, RawDocument
from extractors.page.article import read_article
from tests.benchmarks.pages import endless, real_pages

_EVERY = 500
_MARKS = {"VmRSS": "held", "VmHWM": "peak"}


def read_many(count: int) -> dict[str, Any]:
    """Read *count* pages, no two alike, and return MB held and at most held, by documents read, and how many were articles."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    now = datetime.now(UTC)
    articles, samples = 0, {}
    for number, page in enumerate(islice(endless(real_pages()), count), start=1):
        url = f"https://courier.example/{number}"
        found = read_article(RawDocument(content=page, location=url, url=url, read_at=now))
        articles += isinstance(found, Article)
        if number % _EVERY == 0 or number == count:
            samples[number] = _megabytes()
    return {"documents": count, "articles": articles, "megabytes": samples}


def _megabytes() -> dict[str, float]:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    return {name: int(fields[mark].split()[0]) / 1024 for mark, name in _MARKS.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, required=True, metavar="N")
    print(json.dumps(read_many(parser.parse_args().documents)))


if __name__ == "__main__":
    main()
