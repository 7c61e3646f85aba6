"""What looks at the pages of stored articles found; as lines for a terminal, as Markdown, as JSON objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractors.changes import Change
from flows.artifact import plain, section
from storage.rechecks import OUTCOMES, Outcome, Page


@dataclass(frozen=True, kw_only=True)
class Look:
    """What became of one page."""

    page: Page
    outcome: Outcome
    #: It was gone, and is there again.
    recovered: bool = False
    #: Of the article now, where it changed.
    title: str
    changes: tuple[Change, ...] = ()
    #: Why it is gone, blocked or unknown.
    code: str | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class RecheckReport:
    """What one run of `recheck` found."""

    looks: tuple[Look, ...]
    #: Paths below the feeds folder.
    feeds_changed: tuple[str, ...]
    #: Wall time.
    seconds: float

    def count(self, outcome: Outcome) -> int:
        return len(self.of(outcome))

    def of(self, outcome: Outcome) -> list[Look]:
        return [look for look in self.looks if look.outcome == outcome]


def headline(report: RecheckReport) -> str:
    """Return the run in one line: `12 pages looked at: 1 changed, 1 gone, 10 unchanged; 4 feed files changed`."""
    if not report.looks:
        return "No page is due to be looked at again"
    counts = [f"{report.count(outcome)} {outcome}" for outcome in _ORDER if report.count(outcome)]
    if back := sum(look.recovered for look in report.looks):
        counts.append(f"{back} there again")
    pages = _many(len(report.looks), "page")
    return f"{pages} looked at: {', '.join(counts)}; {_many(len(report.feeds_changed), 'feed file')} changed"


def lines(report: RecheckReport) -> Iterator[str]:
    """Yield the report for a terminal, without the headline: every page that is not as it was."""
    for outcome in _ORDER:
        for look in report.of(outcome):
            if outcome == "unchanged" and not look.recovered:
                continue
            again = " (there again)" if look.recovered else ""
            yield f"  {outcome:<10} {look.title}  (article {look.page.article_id}){again}"
            yield from (f"             {detail}" for detail in _details(look))


def render_markdown(report: RecheckReport) -> str:
    """Return the report as Markdown, without the headline, nothing in it taken for markup."""
    back = [look for look in report.looks if look.recovered]
    sections = [
        f"Took {report.seconds:.1f}\N{NO-BREAK SPACE}s.",
        section("Changed", map(_item, report.of("changed"))),
        section("Gone", map(_item, report.of("gone"))),
        section("There again", map(_item, back)),
        section("May not be seen", map(_item, report.of("blocked"))),
        section("Not known, to be looked at again", map(_item, report.of("unknown"))),
    ]
    return "\n\n".join(filter(None, sections)) + "\n"


def rows(report: RecheckReport) -> Iterator[dict[str, Any]]:
    """Yield an object for each page, and one with the numbers."""
    for look in report.looks:
        yield {
            "id": look.page.article_id,
            "title": look.title,
            "url": look.page.url,
            "outcome": look.outcome,
            "recovered": look.recovered,
            "code": look.code,
            "reason": look.reason,
            "changed_fields": [change.field for change in look.changes],
        }
    yield {
        **{outcome: report.count(outcome) for outcome in OUTCOMES},
        "recovered": sum(look.recovered for look in report.looks),
        "feeds_changed": list(report.feeds_changed),
        "seconds": round(report.seconds, 1),
    }


#: What a person should see first.
_ORDER: tuple[Outcome, ...] = ("changed", "gone", "blocked", "unknown", "unchanged")


def _item(look: Look) -> str:
    details = "".join(f"\n  - {plain(line)}" for line in _details(look))
    return f"**{plain(look.title)}** (article {look.page.article_id}){details}"


def _details(look: Look) -> Iterator[str]:
    yield look.page.url
    if look.reason:
        yield look.reason
    if look.changes:
        fields = ", ".join(change.field for change in look.changes)
        yield f"{fields}: `topicwire diff {look.page.article_id}` shows it"


def _many(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
