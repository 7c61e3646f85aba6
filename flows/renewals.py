"""What became of stored articles that were read anew; as lines for a terminal, as Markdown, as JSON objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from extractors.changes import Change
from flows.artifact import plain, section

Outcome = Literal["changed", "unchanged", "refused", "unreadable"]

#: Articles that a report tells about one by one; of the others it has the numbers.
MOST_RENEWALS = 300


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """What became of one stored article that was read anew."""

    id: int
    title: str
    #: `refused`: extraction would reject it today; `unreadable`: the archive has lost its document. Both are left
    #: as they are.
    outcome: Outcome
    changes: tuple[Change, ...] = ()
    is_version: bool = False
    topics_gained: tuple[str, ...] = ()
    topics_lost: tuple[str, ...] = ()
    #: Why it was refused, or cannot be read.
    reason: str | None = None
    #: The URL its page is found to have, when that is another article's and it had to keep the one it had.
    url_of_another: str | None = None


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The numbers of many renewals, and the first `MOST_RENEWALS` of those that are not merely unchanged."""

    counts: Mapping[Outcome, int] = field(default_factory=dict)
    versions: int = 0
    #: By topic, how many articles.
    topics_gained: Mapping[str, int] = field(default_factory=dict)
    topics_lost: Mapping[str, int] = field(default_factory=dict)
    renewals: tuple[Renewal, ...] = ()
    #: Renewals worth telling that are not among `renewals`.
    left_out: int = 0

    def __add__(self, other: Tally) -> Tally:
        told = self.renewals + other.renewals
        return Tally(
            counts=Counter(self.counts) + Counter(other.counts),
            versions=self.versions + other.versions,
            topics_gained=Counter(self.topics_gained) + Counter(other.topics_gained),
            topics_lost=Counter(self.topics_lost) + Counter(other.topics_lost),
            renewals=told[:MOST_RENEWALS],
            left_out=self.left_out + other.left_out + len(told[MOST_RENEWALS:]),
        )

    def count(self, outcome: Outcome) -> int:
        return self.counts.get(outcome, 0)


def tally(renewals: Iterable[Renewal]) -> Tally:
    """Return the numbers of *renewals*."""
    total = Tally()
    for one in renewals:
        is_told = one.outcome != "unchanged" or one.url_of_another
        total += Tally(
            counts={one.outcome: 1},
            versions=int(one.is_version),
            topics_gained=dict.fromkeys(one.topics_gained, 1),
            topics_lost=dict.fromkeys(one.topics_lost, 1),
            renewals=(one,) if is_told else (),
        )
    return total


@dataclass(frozen=True, kw_only=True)
class RenewalReport:
    """What one run of `reextract` did, or would do."""

    tally: Tally
    dry_run: bool
    #: Paths below the feeds folder.
    feeds_changed: tuple[str, ...]
    #: Wall time.
    seconds: float


def headline(report: RenewalReport) -> str:
    """Return the run in one line: `12 articles read anew: 3 changed (2 new versions), 9 unchanged; ...`."""
    found = report.tally
    total = sum(found.counts.values())
    would = "would be " if report.dry_run else ""
    versions = f" ({_count(found.versions, 'new version')})" if found.count("changed") else ""
    parts = [
        f"{found.count('changed')} {would}changed{versions}",
        f"{found.count('unchanged')} unchanged",
    ]
    parts += [
        f"{found.count(outcome)} {words}"
        for outcome, words in _LEFT.items()
        if found.count(outcome)
    ]
    end = (
        "nothing stored: a dry run"
        if report.dry_run
        else f"{_count(len(report.feeds_changed), 'feed file')} changed"
    )
    return f"{_count(total, 'article')} read anew: {', '.join(parts)}; {end}"


_LEFT: dict[Outcome, str] = {"refused": "would be rejected now", "unreadable": "unreadable"}


def lines(report: RenewalReport) -> Iterator[str]:
    """Yield the report for a terminal, without the headline."""
    found = report.tally
    for one in found.renewals:
        yield f"  {one.outcome:<10} {one.title}  (article {one.id})"
        yield from (f"             {line}" for line in _details(one))
    if found.left_out:
        yield f"  and {found.left_out} more"
    if topics := _topics(found):
        yield f"  topics     {', '.join(topics)}"


def render_markdown(report: RenewalReport) -> str:
    """Return the report as Markdown, without the headline, nothing in it taken for markup."""
    found = report.tally
    by_outcome = {
        outcome: [one for one in found.renewals if one.outcome == outcome]
        for outcome in ("changed", "refused", "unreadable", "unchanged")
    }
    sections = [
        f"Took {report.seconds:.1f}\N{NO-BREAK SPACE}s.",
        section("Topics gained and lost", map(plain, _topics(found))),
        section(
            "Would change" if report.dry_run else "Changed",
            map(_item, by_outcome["changed"]),
            total=found.count("changed"),
        ),
        section(
            "Would be rejected now, left as they were",
            map(_item, by_outcome["refused"]),
            total=found.count("refused"),
        ),
        section(
            "Documents that cannot be read",
            map(_item, by_outcome["unreadable"]),
            total=found.count("unreadable"),
        ),
        section("With the URL of another article", map(_item, by_outcome["unchanged"])),
    ]
    return "\n\n".join(filter(None, sections)) + "\n"


def rows(report: RenewalReport) -> Iterator[dict[str, Any]]:
    """Yield an object for each article that is told about, and one with the numbers."""
    for one in report.tally.renewals:
        yield {
            "id": one.id,
            "title": one.title,
            "outcome": one.outcome,
            "new_version": one.is_version,
            "changes": [
                {
                    "field": change.field,
                    "before": list(change.before),
                    "after": list(change.after),
                    "gone": change.gone,
                    "added": change.added,
                }
                for change in one.changes
            ],
            "topics_gained": list(one.topics_gained),
            "topics_lost": list(one.topics_lost),
            "reason": one.reason,
            "url_of_another": one.url_of_another,
        }
    found = report.tally
    yield {
        "dry_run": report.dry_run,
        **{outcome: found.count(outcome) for outcome in ("changed", "unchanged", *_LEFT)},
        "new_versions": found.versions,
        "topics_gained": dict(found.topics_gained),
        "topics_lost": dict(found.topics_lost),
        "left_out": found.left_out,
        "feeds_changed": list(report.feeds_changed),
    }


def _item(one: Renewal) -> str:
    details = "".join(f"\n  - {plain(line)}" for line in _details(one))
    return f"**{plain(one.title)}** (article {one.id}){details}"


def _details(one: Renewal) -> Iterator[str]:
    if one.reason:
        yield one.reason
    for change in one.changes:
        if change.field == "text":
            yield from _text_lines(change)
        else:
            before, after = (", ".join(side) or "none" for side in (change.before, change.after))
            yield f"{change.field}: {before} -> {after}"
    if topics := [f"+{topic}" for topic in one.topics_gained] + [
        f"-{topic}" for topic in one.topics_lost
    ]:
        yield f"topics: {', '.join(topics)}"
    if one.url_of_another:
        yield f"url: left as it was, for another article has {one.url_of_another}"


def _text_lines(change: Change) -> Iterator[str]:
    if not (change.gone or change.added):
        yield "text: the same lines in another order"
        return
    yield f"text: {_count(change.gone, 'line')} gone, {change.added} new"
    yield from (f"  gone: {line}" for line in change.before)
    yield from (f"  new: {line}" for line in change.after)


def _topics(found: Tally) -> list[str]:
    """Return `+3 fleet`, `-1 harbours`: how many articles gained and lost which topic."""
    return [f"+{number} {topic}" for topic, number in found.topics_gained.items()] + [
        f"-{number} {topic}" for topic, number in found.topics_lost.items()
    ]


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
