"""What a measured run must leave behind, and what it did leave: a run that does less is no faster."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from extractors.models import Article, Rejection
from extractors.topics.packfile import load_pack
from feeds.models import FORMATS
from flows.settings import Settings
from flows.walk import feeds_of
from storage import articles, ledger
from storage.articles import text_hash
from storage.database import opened


def expected(results: Sequence[Article | Rejection]) -> Counter[str]:
    """Return how many pages must end in each state. The second with the same words is a copy."""
    found = [result for result in results if isinstance(result, Article)]
    originals = len({text_hash(article.text) for article in found})
    fates = {"stored": originals, "copy": len(found) - originals}
    return Counter({**fates, "rejected": len(results) - len(found)})


def fates(settings: Settings) -> Counter[str]:
    """Return how many rows the ledger has in each state."""
    with opened(settings.data) as db:
        return Counter(delivery.state for delivery in ledger.entries(db))


def feed_faults(settings: Settings) -> list[str]:
    """Return what is wrong with the feeds: missing ones, missing entries, no topic at all."""
    faults, tagged = [], 0
    for feed in feeds_of(load_pack(settings.topics), name=settings.name):
        with opened(settings.data) as db:
            stored = articles.count_originals(db, topic=feed.topic)
        tagged += stored if feed.topic else 0
        files = [settings.data.www / feed.path(format) for format in FORMATS]
        if not all(map(Path.is_file, files)):
            faults.append(f"one of these is missing: {', '.join(map(str, files))}")
            continue
        entries = len(json.loads((settings.data.www / feed.path("json")).read_bytes())["items"])
        if entries != min(stored, settings.entries):
            faults.append(f"the feed {feed.name} has {entries} entries of {stored} articles")
    return faults if tagged else [*faults, "no article has a topic"]


def fingerprint(settings: Settings) -> str:
    """Return a hash of every article and of every feed file, with the time it was written."""
    digest = hashlib.sha256()
    with opened(settings.data) as db:
        for article in articles.articles(db):
            digest.update(repr(article).encode())
    for path in sorted(settings.data.www.rglob("*")):
        digest.update(f"{path} {path.stat().st_mtime_ns}".encode())
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()
