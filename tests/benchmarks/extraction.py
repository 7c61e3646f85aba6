"""
Measures how well and how fast articles are extracted from labelled pages, against five modes of three libraries.

    python -m tests.benchmarks.extraction [--rounds N] [--documents N] [--json FILE]

Exit code 1 without the labelled pages. A target that is missed is said; the floors are the tests' business.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.benchmarks import labelled, tables
from tests.benchmarks.labelled import Page
from tests.benchmarks.scoring import MEASURES, accuracy, summarize
from tests.benchmarks.systems import OURS, SYSTEMS, Measured, measure
from tests.benchmarks.targets import (
    Accuracy,
    copy_targets,
    memory_target,
    metadata_targets,
    speed_targets,
    text_targets,
)
from tests.conftest import ROOT, SHARED

_ROUNDS = 3
_DOCUMENTS = 10_000
#: Load before we begin at which even CPU times are too long: cores share caches and clock.
_BUSY = 1.0


def main() -> None:
    options = _options()
    pages = labelled.pages()
    if not pages:
        sys.exit(f"There is nothing to measure with: the labelled pages in {SHARED} are absent.")
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    load = os.getloadavg()[0]
    machine = f"{os.cpu_count()} cores, load {load:.1f} before, Python {platform.python_version()}"
    size = sum(len(page.content) for page in pages) / len(pages) / 1000
    print(f"{len(pages)} pages of {size:.0f} kB on average; best of {options.rounds} rounds")
    print(f"{machine}\n", flush=True)

    measured = measure(pages, rounds=options.rounds)
    texts = {name: summarize(one.scores) for name, one in measured.items()}
    print(tables.quality_table(measured, texts), flush=True)
    metadata = _metadata_accuracy(pages, measured)
    print(f"\n{tables.metadata_table(pages, metadata)}", flush=True)
    targets = [
        *text_targets(texts[OURS.name]),
        *speed_targets(pages, measured, rounds=options.rounds),
        *metadata_targets(metadata),
        *copy_targets(),
    ]
    memory = _memory(options.documents) if options.documents else None
    if memory:
        print(f"\n{tables.memory_table(memory)}", flush=True)
        targets.append(memory_target(memory))
    print(f"\n{tables.target_table(targets)}\n\n{tables.worst_pages(pages, measured[OURS.name])}")
    if load > _BUSY:
        print("\nOthers were using the machine before we began: trust the ratios only.")
    if options.json:
        figures = {
            "machine": machine,
            "pages": len(pages),
            "text": {name: asdict(score) for name, score in texts.items()},
            "milliseconds": {name: one.milliseconds for name, one in measured.items()},
            "metadata": metadata,
            "memory": memory,
            "targets": [{**asdict(target), "met": target.met} for target in targets],
        }
        options.json.write_text(json.dumps(figures, indent=1), "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    rounds, documents = f"default {_ROUNDS}", f"for the memory, default {_DOCUMENTS}; 0: leave out"
    parser.add_argument("--rounds", type=int, default=_ROUNDS, metavar="N", help=rounds)
    parser.add_argument("--documents", type=int, default=_DOCUMENTS, metavar="N", help=documents)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    return parser.parse_args()


def _memory(documents: int) -> dict[str, Any]:
    """Return what a process held while it read that many documents; see `tests.benchmarks.memory`."""
    command = [sys.executable, "-m", "tests.benchmarks.memory", "--documents", str(documents)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _metadata_accuracy(pages: Sequence[Page], measured: dict[str, Measured]) -> Accuracy:
    """Return the share of right answers; nothing when no page was read by hand."""
    read = [(at, page.stated) for at, page in enumerate(pages) if page.stated]
    if not read:
        return {}
    truth = [stated for _, stated in read]
    systems = [(system.name, system.stated) for system in SYSTEMS if system.stated]
    found = {name: [of(measured[name].found[at]) for at, _ in read] for name, of in systems}
    return {
        question.name: {
            name: accuracy(question, truth, given)
            for name, given in found.items()
            if any(getattr(one, question.field) for one in given)
        }
        for question in MEASURES
    }


if __name__ == "__main__":
    main()
