"""
Measures a folder of pages to published feeds, by stage, against bare trafilatura on the same pages; then nothing new.

    python -m tests.benchmarks.first_light [--pages N] [--json FILE]

Exit code 1 when a run stored, published or changed something else than it had to.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from trafilatura import bare_extraction

from extractors.models import Article, RawDocument, Rejection
from extractors.page.article import read_article
from extractors.topics.matcher import Tagger
from extractors.topics.packfile import load_pack
from flows.settings import Settings, load_settings
from storage.folder import DataFolder
from tests.benchmarks import outcome
from tests.benchmarks.pages import write_pages

_ROOT = Path(__file__).resolve().parents[2]

#: Two minutes on two cores.
_PAGES = 600
_ROUNDS = 2
#: Load before we begin at which the wall times say little.
_BUSY = 1.0

#: One pass with Prefect, and one without.
_RUN = ("-m", "flows.cli", "run", "pages")
_WALK = ("-m", "tests.benchmarks.walk_alone", "pages")

#: (CPU seconds, wall seconds)
Cost = tuple[float, float]
Costs = dict[str, Cost]


def main() -> None:
    options = _options()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="topicwire-bench-") as name:
        bench = Path(name)
        (bench / "pages").mkdir()
        kind = write_pages(bench / "pages", count=options.pages)
        contents = [path.read_bytes() for path in sorted((bench / "pages").iterdir())]
        print(f"{len(contents)} pages, {sum(map(len, contents)) / 1e6:.1f} MB: {kind}", flush=True)
        # A settings file of its own: what the caller's folder or environment says counts for nothing.
        (bench / "topicwire.toml").write_text('name = "Benchmark"\n', "utf-8")
        settings = load_settings(environ={}, folder=bench)
        rounds = [_round(bench, settings, contents, number) for number in range(_ROUNDS)]
    costs = _medians(rounds)
    machine = f"{os.cpu_count()} cores, load {load:.1f} before, Python {platform.python_version()}"
    print(f"Median of {_ROUNDS} rounds; {machine}\n\n{_table(costs, pages=len(contents))}")
    if load > _BUSY:
        print("\nOthers were using the machine before we began: the wall times say little.")
    if options.json:
        described = {"pages": len(contents), "kind": kind, "machine": machine, "units": "s"}
        written = json.dumps({**described, "median": costs, "rounds": rounds}, indent=1)
        options.json.write_text(written, "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--pages", type=int, default=_PAGES, metavar="N", help=f"default {_PAGES}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    return parser.parse_args()


def _round(bench: Path, settings: Settings, contents: list[bytes], number: int) -> Costs:
    """Measure everything once, in new data folders, and return each cost by its name."""
    costs, results = _in_one_process(contents, settings)
    for name, command in (("walk", _WALK), ("run", _RUN)):
        there = replace(settings, data=DataFolder(root=bench / f"{name}-{number}"))
        costs[name], stages = _program(bench, command, there)
        fates = outcome.expected(results)
        found = outcome.fates(there)
        _expect(found == fates, f"after the {name}: {found} and not {fates}")
        faults = outcome.feed_faults(there)
        _expect(not faults, "; ".join(faults))
        before = outcome.fingerprint(there)
        costs[f"{name} again"], _ = _program(bench, command, there)
        fates["unchanged"] = fates["stored"] + fates["copy"]
        found = outcome.fates(there)
        _expect(found == fates, f"after the {name} again: {found} and not {fates}")
        same = outcome.fingerprint(there) == before
        _expect(same, f"the {name} again changed an article or a feed file")
        if command is _WALK:
            costs |= {stage: (cpu, wall) for stage, (cpu, wall) in json.loads(stages).items()}
    told = ", ".join(f"{many} {fate}" for fate, many in outcome.expected(results).items())
    print(f"Round {number + 1}, then nothing new: as it must be ({told})", flush=True)
    return costs


def _in_one_process(
    contents: list[bytes], settings: Settings
) -> tuple[Costs, list[Article | Rejection]]:
    """Measure what needs no store, and return its costs and what the pages are."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    costs: Costs = {}
    tagger = Tagger(load_pack(settings.topics))
    now = datetime.now(UTC)
    documents = [
        RawDocument(content=content, location=f"file:///{number}.html", read_at=now)
        for number, content in enumerate(contents)
    ]
    with _metered(costs, "bare"):
        for content in contents:
            bare_extraction(content, with_metadata=True)
    with _metered(costs, "extract"):
        results = [read_article(document) for document in documents]
    with _metered(costs, "tag"):
        for result in results:
            if isinstance(result, Article):
                tagger.tag(result)
    return costs, results


@contextmanager
def _metered(costs: Costs, name: str) -> Iterator[None]:
    cpu, wall = time.process_time(), time.monotonic()
    yield
    costs[name] = (time.process_time() - cpu, time.monotonic() - wall)


def _program(bench: Path, command: tuple[str, ...], settings: Settings) -> tuple[Cost, str]:
    """Run *command* over the pages, and return its cost, its children's included, and its output."""
    others = ("PREFECT_", "TOPICWIRE_")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    started = time.monotonic()
    with (bench / "out").open("wb") as out, (bench / "err").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, *command, "--data", str(settings.data.root)],
            cwd=bench,
            env={**environ, "PYTHONPATH": str(_ROOT)},
            stdout=out,
            stderr=err,
        )
        # It counts what was waited for, and that is all: the workers and Prefect's server. Only the
        # 0.02 s of multiprocessing's resource tracker are lost.
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    problem = (bench / "err").read_text("utf-8")
    _expect(process.returncode == 0, f"{' '.join(command)} failed:\n{problem}")
    cost = (used.ru_utime + used.ru_stime, time.monotonic() - started)
    return cost, (bench / "out").read_text("utf-8")


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        sys.exit(f"The benchmark found a fault: {otherwise}")


def _medians(rounds: list[Costs]) -> Costs:
    return {
        name: (
            median(costs[name][0] for costs in rounds),
            median(costs[name][1] for costs in rounds),
        )
        for name in rounds[0]
    }


def _table(costs: Costs, *, pages: int) -> str:
    """Return the costs as a table; what nothing else explains is a difference and has no wall time."""
    bare_cpu, bare_wall = costs["bare"]

    def row(name: str, cpu: float, wall: float | None = None) -> str:
        text = f"{name:41}{cpu:8.2f}{cpu / pages * 1000:11.2f}{cpu / bare_cpu:9.3f}"
        return text if wall is None else f"{text}{wall:9.2f}{wall / bare_wall:9.3f}"

    def less(whole: str, *parts: str) -> float:
        return costs[whole][0] - sum(costs[part][0] for part in parts)

    known = ("discover", "collect", "extraction", "store", "publish", "report")
    ledger_cpu = less("collect", "read", "archive") + costs["discover"][0]
    return "\n".join(
        [
            f"{'':41}{'CPU s':>8}{'ms a page':>11}{'to bare':>9}{'wall s':>9}{'to bare':>9}",
            row("bare trafilatura, with metadata", *costs["bare"]),
            "",
            row("Python and imports", less("walk", *known)),
            row("read", *costs["read"]),
            row("archive", *costs["archive"]),
            row("ledger", ledger_cpu),
            row("extraction in workers", *costs["extraction"]),
            row("    extract, measured in one process", *costs["extract"]),
            row("    tag, measured in one process", *costs["tag"]),
            row("    rest: start, pickling, shared cores", less("extraction", "extract", "tag")),
            row("store", *costs["store"]),
            row("publish", *costs["publish"]),
            row("report", *costs["report"]),
            row("all of it without Prefect", *costs["walk"]),
            row("Prefect", less("run", "walk")),
            row("topicwire run", *costs["run"]),
            "",
            row("nothing new, without Prefect", *costs["walk again"]),
            row("Prefect", less("run again", "walk again")),
            row("topicwire run, nothing new", *costs["run again"]),
        ]
    )


if __name__ == "__main__":
    main()
