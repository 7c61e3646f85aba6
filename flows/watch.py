"""How the sources are and what could not be seen, for a person or a program; and what a source would bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from extractors.models import Article, Rejection
from flows.rows import written
from flows.settings import Settings
from flows.source_table import Source
from flows.texts import in_one_line
from flows.trial import try_copy
from storage import coverage, sources
from storage.coverage import Gap
from storage.database import opened
from storage.ledger import Incoming
from storage.sources import SourceState

#: Columns of `sources list` are at least so wide.
_NAME, _STATE = 16, 10


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A source of the settings, and what is remembered of it."""

    source: Source
    #: `None` where it was never polled.
    known: SourceState | None

    @property
    def state(self) -> str:
        """Return the word for how it is."""
        if self.source.paused:
            return "paused"
        return self.known.health.state if self.known else "new"


def standings(settings: Settings) -> list[Standing]:
    """Return every source of the settings, in their order."""
    if not settings.data.database.exists():
        return [Standing(source=source, known=None) for source in settings.sources]
    with opened(settings.data) as db:
        known = {state.name: state for state in sources.states(db)}
    return [Standing(source=one, known=known.get(one.name)) for one in settings.sources]


def row(standing: Standing) -> dict[str, Any]:
    """Return a standing for programs. Times are ISO 8601 in UTC, intervals seconds."""
    source, known = standing.source, standing.known
    error = known.last_error if known else None
    return {
        "name": source.name,
        "kind": source.kind,
        "url": source.url,
        "outlet": source.outlet,
        "language": source.language,
        "reliability": source.reliability,
        "state": standing.state,
        "since": _iso(known.health.since if known else None),
        "last_poll": _iso(known.last_poll if known else None),
        "last_answer": _iso(known.health.last_answer if known else None),
        "last_new": _iso(known.last_new if known else None),
        "next_poll": _iso(known.next_poll if known else None),
        "interval": known.interval.total_seconds() if known and known.interval else None,
        "failures": known.health.misses if known else 0,
        "last_error": error.reason if error else None,
        "last_error_code": error.code if error else None,
        "last_error_at": _iso(error.at if error else None),
        "moved_to": known.moved_to if known else None,
    }


def lines(found: Sequence[Standing], *, now: datetime) -> Iterator[str]:
    """Yield two lines a source: how it is, and where; a third where something is wrong with it."""
    width = max(_NAME, *(len(standing.source.name) for standing in found))
    for standing in found:
        source, known = standing.source, standing.known
        grade = f"  [{source.reliability}]" if source.reliability else ""
        yield (
            f"{source.name:<{width}}  {standing.state:<{_STATE}}"
            f"  new {_ago(known.last_new if known else None, now):<10}"
            f"  seen {_ago(known.health.last_answer if known else None, now):<10}"
            f"  next {_ahead(standing, now)}{grade}"
        )
        yield f"{'':<{width}}  {source.kind}  {in_one_line(source.url)}"
        if known and known.moved_to and known.moved_to != source.url:
            yield f'{"":<{width}}  it has moved for good: url = "{known.moved_to}"'
        if known and known.last_error and _is_recent(known):
            at = f"{known.last_error.at:%Y-%m-%d %H:%M} UTC"
            yield f"{'':<{width}}  {at}: {in_one_line(known.last_error.reason)}"


def gaps(settings: Settings, *, since: datetime, until: datetime, name: str | None) -> list[Gap]:
    """Return what could not be seen, of all sources of the settings or of the one called *name*."""
    if not settings.data.database.exists():
        return []
    names = {source.name for source in settings.sources}
    with opened(settings.data) as db:
        found = coverage.coverage(db, since, until, source=name, now=datetime.now(UTC))
    return [gap for gap in found if gap.source in names]


def gap_row(gap: Gap) -> dict[str, Any]:
    """Return a gap for programs."""
    return {
        "source": gap.source,
        "since": _iso(gap.since),
        "until": _iso(gap.until),
        "state": gap.state,
        "polls": gap.polls,
        "failed": gap.failed,
    }


def gap_lines(found: Sequence[Gap]) -> Iterator[str]:
    """Yield a line a gap, or that there is none."""
    if not found:
        yield "Every source that was polled could be seen all the time."
    for gap in found:
        hours = (gap.until - gap.since) // timedelta(hours=1)
        polls = f"{gap.failed} of {gap.polls} polls failed" if gap.polls else "nobody looked"
        yield (
            f"{gap.source:<{_NAME}}  {gap.state:<8}  {gap.since:%Y-%m-%d %H:%M} to {gap.until:%Y-%m-%d %H:%M} UTC"
            f"  ({hours} h, {polls})"
        )


def preview(settings: Settings, source: Source, copy: Sequence[Incoming]) -> Iterator[str]:
    """Yield what each piece of *copy* would be stored as, or why it would not be."""
    for given, found in try_copy(settings, copy, source=source):
        if isinstance(found, Rejection):
            yield f"  rejected  {in_one_line(given)}: {found.reason}"
        else:
            yield _line(found)


def _line(article: Article) -> str:
    day = (written(article.published) or "undated")[:16].replace("T", " ")
    topics = ", ".join(article.topics) or "no topic"
    flags = f"  ! {', '.join(article.flags)}" if article.flags else ""
    return f"  {day:<16}  {article.title}  ({len(article.text):,} characters, {topics}){flags}"


def _is_recent(known: SourceState) -> bool:
    """Tell whether the last failure is not over."""
    answered, error = known.health.last_answer, known.last_error
    return error is not None and (answered is None or error.at >= answered)


def _rough(time: timedelta) -> str:
    """Return *time* in its largest unit: `12m`, `5h`, `3d`."""
    minutes = max(0, time // timedelta(minutes=1))
    if minutes < 100:
        return f"{minutes}m"
    return f"{minutes // 60}h" if minutes < 48 * 60 else f"{minutes // 1440}d"


def _ago(at: datetime | None, now: datetime) -> str:
    return f"{_rough(now - at)} ago" if at else "never"


def _ahead(standing: Standing, now: datetime) -> str:
    if standing.source.paused:
        return "never"
    at = standing.known.next_poll if standing.known else None
    if at is None or at <= now or not standing.source.is_fetched:
        return "with the next run"
    return f"in {_rough(at - now)}"


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
