"""
Walks a folder of pages as the flow `monitor` does, without Prefect, and prints each stage's (CPU s, wall s) as JSON.

    python -m tests.benchmarks.walk_alone PAGES --data DATA
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows import walk
from flows.fetching import client_for
from flows.report import render_markdown
from flows.settings import Settings, load_settings
from storage import archive

Stages = dict[str, tuple[float, float]]


def walk_alone(settings: Settings, pages: Path) -> Stages:
    """Make one pass over *pages* and return what each stage took, in the order of the walk."""
    spent: Stages = defaultdict(lambda: (0.0, 0.0))
    # Both are steps of `collect_documents`, which has its own work around them: the ledger's.
    walk.collect = _metered(walk.collect, "read", spent)
    archive.keep = _metered(archive.keep, "archive", spent)
    started = time.monotonic()
    with _meter("discover", spent):
        found, ids = walk.discover_copy(settings, [str(pages)], None, run="bench")
    with _meter("collect", spent), client_for(settings) as client:
        waiting = walk.collect_documents(settings, ids, client=client)
    workers = walk.workers_for(settings, waiting)
    for batch in walk.batches(waiting):
        with _meter("extraction", spent):
            spooled = walk.extract_documents(settings, batch, workers=workers)
        with _meter("store", spent):
            walk.store_results(settings, spooled)
    with _meter("extraction", spent), workers:
        # Only its end: the CPU time of processes counts once they are gone.
        pass
    with _meter("publish", spent):
        changed = walk.publish_feeds(settings)
    with _meter("report", spent):
        seconds = time.monotonic() - started
        render_markdown(
            walk.report_run(settings, run="bench", found=found, changed=changed, seconds=seconds)
        )
    return spent


@contextmanager
def _meter(stage: str, spent: Stages) -> Iterator[None]:
    """Add what happens inside to *stage*."""
    cpu, wall = _cpu(), time.monotonic()
    try:
        yield
    finally:
        before = spent[stage]
        spent[stage] = (before[0] + _cpu() - cpu, before[1] + time.monotonic() - wall)


def _metered(function: Callable[..., Any], stage: str, spent: Stages) -> Callable[..., Any]:
    def metered(*args: Any, **kwargs: Any) -> Any:
        with _meter(stage, spent):
            return function(*args, **kwargs)

    return metered


def _cpu() -> float:
    """Return the CPU seconds of this process and of the workers it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", type=Path)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    print(json.dumps(walk_alone(load_settings(data=options.data), options.pages)))


if __name__ == "__main__":
    main()
