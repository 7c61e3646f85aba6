"""
What was promised of extraction, and how much of it holds today.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from trafilatura.meta import reset_caches

from extractors.models import Article, RawDocument
from extractors.page import html
from extractors.page.article import read_article
from tests.benchmarks import labelled
from tests.benchmarks.labelled import Page
from tests.benchmarks.scoring import MEASURES, TextScore, held, plain
from tests.benchmarks.systems import DEFAULT, OURS, Measured
from tests.page.test_seeds import KEPT, SEEDS, seed

#: MB a process may gain after its first thousand documents: by then every lazy table is loaded.
_FLAT = 10.0
_SETTLED = 1000
#: What `html.read` calls by these names: the parse, and the reading of what the page says of itself.
METADATA_STEPS = ("parse", "read_metadata")

#: Share of right answers by measure and system; missing where the system never says, `None` where no page is asked.
Accuracy = Mapping[str, Mapping[str, float | None]]


@dataclass(frozen=True, kw_only=True)
class Target:
    """A figure that was promised, and what it is today."""

    name: str
    measured: float
    least: float | None = None
    most: float | None = None

    @property
    def met(self) -> bool:
        high_enough = self.least is None or self.measured >= self.least
        return high_enough and (self.most is None or self.measured <= self.most)


def text_targets(text: TextScore) -> list[Target]:
    """Return how near our texts come to the labelled ones."""
    return [
        Target(name="F1", measured=text.f1, least=0.970),
        Target(name="exact match", measured=text.exact, least=0.45),
        Target(name="empty pages", measured=text.empty, most=0),
    ]


def speed_targets(
    pages: Sequence[Page], measured: dict[str, Measured], *, rounds: int
) -> list[Target]:
    """Return how fast a page is read, whole and for its metadata only, which is measured here."""
    speed = measured[DEFAULT.name].milliseconds / measured[OURS.name].milliseconds
    steps = [_milliseconds(pages) for _ in range(rounds)]
    parse, metadata = (min(spent[name] for spent in steps) for name in METADATA_STEPS)
    return [
        Target(name="speed, to trafilatura's default", measured=speed, least=1.45),
        Target(name="metadata, ms a page", measured=metadata, most=1.5),
        # No target of its own: the text takes the same tree.
        Target(name="the parse before it, ms a page", measured=parse),
    ]


def _milliseconds(pages: Sequence[Page]) -> dict[str, float]:
    """Return the CPU milliseconds a page that the steps to its metadata take while the pages are read."""
    spent: dict[str, float] = {}
    with metered(spent):
        for page in pages:
            reset_caches()
            OURS.read(page.content, page.url)
    return {name: seconds / len(pages) * 1000 for name, seconds in spent.items()}


@contextmanager
def metered(spent: dict[str, float]) -> Iterator[None]:
    """Add to *spent* the CPU seconds of the functions that make metadata, by name."""

    def timed_version(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            started = time.process_time()
            result = function(*args, **kwargs)
            spent[name] = spent.get(name, 0) + time.process_time() - started
            return result

        return timed

    functions = {name: getattr(html, name) for name in METADATA_STEPS}
    try:
        for name, function in functions.items():
            setattr(html, name, timed_version(name, function))
        yield
    finally:
        for name, function in functions.items():
            setattr(html, name, function)


def metadata_targets(metadata: Accuracy) -> list[Target]:
    """Return how right our metadata is; nothing where it was not measured."""
    targets = []
    for measure in MEASURES:
        share = metadata.get(measure.name, {}).get(OURS.name)
        if measure.least is not None and share is not None:
            targets.append(Target(name=measure.name, measured=share, least=measure.least))
    return targets


def copy_targets() -> list[Target]:
    """Return how much of the body is kept in invented copy, what leaks into it, and how many sample lines are wrong."""
    targets = []
    for suffix, kind in ((".txt", "plain text"), (".html", "small pages")):
        kept = leaked = bodies = foreign = 0
        for copy in labelled.copy(suffix=suffix):
            title, text = _read_file(copy.file)
            kept += held(copy.body, f"{title}\n{text}")
            leaked += held(copy.boilerplate, text)
            bodies += len(copy.body)
            foreign += len(copy.boilerplate)
        targets += [
            Target(name=f"{kind}: body recall", measured=kept / bodies, least=0.99),
            Target(name=f"{kind}: leakage", measured=leaked / foreign, most=0.01),
        ]
    wrong = sum(map(_wrong_lines, KEPT))
    return [*targets, Target(name="plain text: wrong sample lines", measured=wrong, most=0)]


def _wrong_lines(number: str) -> int:
    """Return how many lines of a sample are lost or should be gone, its title among them."""
    title_at, body = KEPT[number]
    (path,) = SEEDS.glob(f"{number}_*.txt")
    lines = ["", *map(plain, seed(number).splitlines())]
    title, text = _read_file(path)
    kept, found = Counter(lines[at] for at in body), Counter(map(plain, text.split("\n")))
    wrong = (kept - found).total() + (found - kept).total()
    return wrong + (title_at is not None and plain(title) != lines[title_at])


def _read_file(path: Path) -> tuple[str, str]:
    """Return title and text of the article in a file, both empty when it is refused."""
    document = RawDocument(
        content=path.read_bytes(), location=path.as_uri(), read_at=datetime.now(UTC)
    )
    found = read_article(document)
    return (found.title, found.text) if isinstance(found, Article) else ("", "")


def memory_target(memory: Mapping[str, Any]) -> Target:
    """Return the MB gained since the thousandth document: held or peak, whichever gained more."""
    samples = memory["megabytes"]
    settled = samples.get(str(_SETTLED)) or next(iter(samples.values()))
    last = samples[str(memory["documents"])]
    growth = max(float(last[kind] - settled[kind]) for kind in last)
    return Target(name="memory gained, MB", measured=growth, most=_FLAT)
