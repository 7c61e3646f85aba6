"""Decides between a page's statements of when its article was published and changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from extractors.metadata.dates import wall_clock
from extractors.models import Timestamp

#: Two statements so near are one, of which the one with the clock time says more.
_SAME_MOMENT = timedelta(hours=36)
_SHOWN = re.compile(r"(?<![\d:])(\d{1,2})[:.h](\d\d)(?![\d.])(?:\s*([ap])\.?m)?", re.IGNORECASE)

Clock = tuple[int, int]


def choose_published(
    stated: Sequence[Timestamp], *, shown: Callable[[], Iterable[str]]
) -> Timestamp | None:
    """
    Return the first statement, or the first with a clock time that clearly means the same moment.

    Some software writes its own zone behind a time in UTC, or "Z" behind the time on the wall. Where two statements show
    one clock face in two zones, the time that readers see (in the lines of *shown*) says which of the two is right.
    """
    if not stated:
        return None
    same = [one for one in stated if abs(one.at - stated[0].at) <= _SAME_MOMENT]
    exact = [one for one in same if one.precision == "instant"]
    if not exact:
        return stated[0]
    first = wall_clock(exact[0].written)
    if first is None:
        return exact[0]
    for other in exact[1:]:
        second = wall_clock(other.written)
        if second is None:
            continue
        if not first[1] and not second[1] and other.at == first[0].replace(tzinfo=UTC):
            # The face of UTC with the zone of the wall behind it: the other has both of the wall.
            return other
        if first[0] == second[0] and first[1] != second[1]:
            world, local = (exact[0], other) if first[1] else (other, exact[0])
            return (
                _as_shown(first[0], world=world, local=local, clocks=_clocks(shown())) or exact[0]
            )
    return exact[0]


def choose_modified(stated: Sequence[Timestamp], published: Timestamp | None) -> Timestamp | None:
    """Return the latest clock time stated, else the first day; `None` where it is not after *published*."""
    exact = _trusted([one for one in stated if one.precision == "instant"], published)
    chosen = max(exact, key=lambda one: one.at) if exact else next(iter(stated), None)
    if chosen is None or published is None:
        return chosen
    if chosen.precision == published.precision == "instant":
        return chosen if chosen.at > published.at else None
    return chosen if chosen.at.date() > published.at.date() else None


def _trusted(stated: Sequence[Timestamp], published: Timestamp | None) -> Sequence[Timestamp]:
    """Return *stated* without what shows another's clock face in a zone that was wrong for *published*."""
    right = wall_clock(published.written) if published else None
    faces = [(one, wall_clock(one.written)) for one in stated]
    shown = [face for _, face in faces if face]
    return [
        one
        for one, face in faces
        if face is None or right is None or face[1] == right[1] or (face[0], right[1]) not in shown
    ]


def _as_shown(
    face: datetime, *, world: Timestamp, local: Timestamp, clocks: Collection[Clock]
) -> Timestamp | None:
    ahead = face + (world.at - local.at)
    if (face.hour, face.minute) in clocks:
        return local
    return world if (ahead.hour, ahead.minute) in clocks else None


def _clocks(lines: Iterable[str]) -> set[Clock]:
    found = set()
    for line in lines:
        for hour, minute, half in _SHOWN.findall(line):
            hours = int(hour) % 12 + (12 if half.lower() == "p" else 0) if half else int(hour)
            found.add((hours, int(minute)))
    return found
