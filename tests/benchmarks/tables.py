"""
The figures of a measurement of extraction, as tables for a terminal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.benchmarks.labelled import Page
from tests.benchmarks.scoring import MEASURES, TextScore, asked, compare
from tests.benchmarks.systems import DEFAULT, OURS, PRECISION, Measured
from tests.benchmarks.targets import Accuracy, Target

_WORST = 5
#: Numbers of documents.
_MARKS = ("500", "1000", "5000", "10000")


def quality_table(measured: dict[str, Measured], texts: dict[str, TextScore]) -> str:
    """Return a line for each system: text, by how much better than the best library mode, CPU time, speed."""
    lines = [
        f"{'':34}{'F1':>6}{'to traf. precision':>20}{'prec.':>7}{'recall':>7}{'exact':>7}"
        f"{'strict':>7}{'empty':>6}{'ms':>7}{'pages/s':>9}{'speed':>7}"
    ]
    default = measured[DEFAULT.name].milliseconds
    for name, text in texts.items():
        spent = measured[name].milliseconds
        by, deviation = compare(measured[name].scores, measured[PRECISION.name].scores)
        versus = "" if name == PRECISION.name else f"{by:+.4f} ± {deviation:.4f}"
        lines.append(
            f"{name:34}{text.f1:6.4f}{versus:>20}{text.precision:7.4f}{text.recall:7.4f}"
            f"{text.exact:7.3f}{text.strict_f1:7.4f}{text.empty:6}{spent:7.1f}{1000 / spent:9.1f}"
            f"{default / spent:7.2f}"
        )
    note = "speed: pages a second of one core, to trafilatura's default with metadata"
    return "\n".join([*lines, note])


def metadata_table(pages: Sequence[Page], metadata: Accuracy) -> str:
    """Return a line for each measure, or that there is nothing to measure by."""
    truth = [page.stated for page in pages if page.stated]
    if not metadata:
        return "Metadata is not measured: tests/metadata/gold.json is missing."
    lines = [
        f"{'metadata, share that is right':34}{'pages':>6}{'topicwire':>11}{'trafilatura':>13}"
    ]
    for measure in MEASURES:
        ours, theirs = (metadata[measure.name].get(name) for name in (OURS.name, DEFAULT.name))
        lines.append(
            f"{measure.name:34}{asked(measure, truth):6}{_share(ours):>11}{_share(theirs):>13}"
        )
    return "\n".join(lines)


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


def memory_table(memory: dict[str, Any]) -> str:
    """Return what was held, and at most held, after some of the documents."""
    samples = memory["megabytes"]
    marks = [mark for mark in samples if mark in _MARKS or mark == str(memory["documents"])]
    return "\n".join(
        [
            f"{memory['documents']} documents in one process, {memory['articles']} of them articles",
            f"{'after':14}{''.join(f'{mark:>9}' for mark in marks)}",
            *(
                f"{f'MB {kind}':14}{''.join(f'{samples[mark][kind]:9.1f}' for mark in marks)}"
                for kind in ("held", "peak")
            ),
        ]
    )


def target_table(targets: Sequence[Target]) -> str:
    """Return each figure beside what was promised."""
    lines = [f"{'target':40}{'measured':>9}{'':4}{'wanted':10}"]
    for target in targets:
        line = f"{target.name:40}{target.measured:9.4g}"
        if target.least is not None:
            line += f"    >= {target.least:<7g}{_met(target)}"
        elif target.most is not None:
            line += f"    <= {target.most:<7g}{_met(target)}"
        lines.append(line)
    return "\n".join(lines)


def worst_pages(pages: Sequence[Page], ours: Measured) -> str:
    """Return the pages whose text is furthest from the labelled one."""
    ranked = sorted(zip(ours.scores, pages, strict=True), key=lambda pair: pair[0].f1)[:_WORST]
    lines = [f"{'the worst pages':18}{'F1':>6}{'prec.':>7}{'recall':>7}"]
    for score, page in ranked:
        lines.append(
            f"{page.id[:12]:18}{score.f1:6.3f}{score.precision or 0:7.3f}{score.recall or 0:7.3f}  {page.url}"
        )
    return "\n".join(lines)


def _met(target: Target) -> str:
    return "met" if target.met else "MISSED"
