"""
Tagging the stored articles anew, step by step, as plain functions: what the tasks of `retag` call.

Worker processes read and tag; this process alone writes, each batch in one transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from extractors.models import Article, Evidence
from extractors.topics.packfile import load_pack
from flows.artifact import plain, section
from flows.rows import evidence_row
from flows.settings import Settings
from flows.workers import Retagged, Workers
from storage import articles, tags
from storage.database import opened, writing

#: Articles a batch, which is one task for Prefect and one transaction.
BATCH = 4000
#: Articles a worker takes at once.
SPAN = 250
#: Articles that a report tells about one by one; of the others it has the numbers.
MOST_TOLD = 200


@dataclass(frozen=True, kw_only=True)
class Move:
    """A topic that one article gained or lost."""

    id: int
    title: str
    topic: str
    is_gain: bool
    #: What proves it now, or proved it before.
    proof: Evidence


@dataclass(frozen=True, kw_only=True)
class Moves:
    """The numbers of many moves, and the first `MOST_TOLD` of them."""

    articles: int = 0
    #: Whose tags or evidence are others now, the same topics among them.
    changed: int = 0
    gained: Mapping[str, int] = field(default_factory=dict)
    lost: Mapping[str, int] = field(default_factory=dict)
    told: tuple[Move, ...] = ()

    def __add__(self, other: Moves) -> Moves:
        return Moves(
            articles=self.articles + other.articles,
            changed=self.changed + other.changed,
            gained=Counter(self.gained) + Counter(other.gained),
            lost=Counter(self.lost) + Counter(other.lost),
            told=(self.told + other.told)[:MOST_TOLD],
        )

    @property
    def left_out(self) -> int:
        """Moves that are not told one by one."""
        return sum(self.gained.values()) + sum(self.lost.values()) - len(self.told)


@dataclass(frozen=True, kw_only=True)
class RetagReport:
    """What one run of `retag` did, or would do."""

    moves: Moves
    #: Name, version and sha256 of the pack.
    pack: str
    dry_run: bool
    #: Paths below the feeds folder.
    feeds_changed: tuple[str, ...]
    #: Wall time.
    seconds: float


def begin(settings: Settings, *, dry_run: bool) -> tuple[list[Sequence[tuple[int, int]]], str]:
    """
    Keep the pack, unless it is a dry run, and return all articles in batches, and the pack's sha256.

    A batch is spans of ids, each with its first and last.
    """
    pack = load_pack(settings.topics)
    with opened(settings.data) as db:
        if not dry_run:
            with writing(db):
                tags.keep_pack(db, pack, now=datetime.now(UTC))
        found = tags.spans(db, SPAN)
    size = BATCH // SPAN
    return [found[at : at + size] for at in range(0, len(found), size)], pack.sha256


def tag_anew(
    settings: Settings,
    batch: Sequence[tuple[int, int]],
    *,
    pack: str,
    workers: Workers,
    dry_run: bool,
) -> Moves:
    """
    Tag one batch of stored articles in *workers*, store what differs in one transaction, and say what moved.

    *pack* is the sha256 of the one that the workers have.
    """
    first, last = batch[0][0], batch[-1][1]
    moves = Moves()
    # One process writes what the others have found while these go on.
    with opened(settings.data) as db, writing(db):
        for retagged in workers.retag(settings.data, batch):
            moves += moves_of(retagged)
            if not dry_run:
                for one in retagged:
                    tags.put(db, one.id, one.after, is_late=True)
        if not dry_run:
            tags.put_pack_between(db, first, last, pack)
        count = articles.count_between(db, first, last)
    return replace(moves, articles=count)


def moves_of(retagged: Sequence[Retagged]) -> Moves:
    """Return which topics these articles gained and lost."""
    moves = [move for one in retagged for move in _moves(one)]
    return Moves(
        changed=len(retagged),
        gained=Counter(move.topic for move in moves if move.is_gain),
        lost=Counter(move.topic for move in moves if not move.is_gain),
        told=tuple(moves[:MOST_TOLD]),
    )


def _moves(one: Retagged) -> Iterator[Move]:
    for article, other, is_gain in ((one.after, one.before, True), (one.before, one.after, False)):
        for topic in article.topics:
            if topic not in other.topics:
                yield _move(one.id, article, topic, is_gain=is_gain)


def _move(id: int, article: Article, topic: str, *, is_gain: bool) -> Move:
    return Move(
        id=id, title=article.title, topic=topic, is_gain=is_gain, proof=article.proof(topic)
    )


def headline(report: RetagReport) -> str:
    """Return the run in one line: `12 articles tagged anew by csto 2 (0123456789ab): +3 fleet, -1 ports; ...`."""
    found = report.moves
    numbers = _numbers(found)
    what = ", ".join(numbers) if numbers else "no topic gained or lost"
    end = (
        "nothing stored: a dry run"
        if report.dry_run
        else f"{_count(len(report.feeds_changed), 'feed file')} changed"
    )
    return f"{_count(found.articles, 'article')} tagged anew by {report.pack}: {what}; {end}"


def lines(report: RetagReport) -> Iterator[str]:
    """Yield the report for a terminal, without the headline: every move with its proof."""
    for move in report.moves.told:
        sign = "+" if move.is_gain else "-"
        yield f"  {sign}{move.topic:<22} {move.title}  (article {move.id})"
        yield f"      {'by' if move.is_gain else 'was by'} {move.proof.rule!r}: {move.proof.sentence}"
    if report.moves.left_out:
        yield f"  and {report.moves.left_out} more"


def render_markdown(report: RetagReport) -> str:
    """Return the report as Markdown, without the headline, nothing in it taken for markup."""
    found = report.moves
    sections = [
        f"By {plain(report.pack)}. Took {report.seconds:.1f}\N{NO-BREAK SPACE}s.",
        section("Topics gained and lost", map(plain, _numbers(found))),
        section(
            "Would gain" if report.dry_run else "Gained",
            [_item(move) for move in found.told if move.is_gain],
            total=sum(found.gained.values()),
        ),
        section(
            "Would lose" if report.dry_run else "Lost",
            [_item(move) for move in found.told if not move.is_gain],
            total=sum(found.lost.values()),
        ),
    ]
    return "\n\n".join(filter(None, sections)) + "\n"


def rows(report: RetagReport) -> Iterator[dict[str, Any]]:
    """Yield an object for each move that is told, and one with the numbers."""
    for move in report.moves.told:
        yield {
            "id": move.id,
            "title": move.title,
            "topic": move.topic,
            "gained": move.is_gain,
            "evidence": evidence_row(move.proof),
        }
    yield {
        "pack": report.pack,
        "dry_run": report.dry_run,
        "articles": report.moves.articles,
        "changed": report.moves.changed,
        "topics_gained": dict(report.moves.gained),
        "topics_lost": dict(report.moves.lost),
        "left_out": report.moves.left_out,
        "feeds_changed": list(report.feeds_changed),
        "seconds": round(report.seconds, 1),
    }


def _item(move: Move) -> str:
    return (
        f"**{plain(move.title)}** (article {move.id}): {plain(move.topic)}"
        f"\n  - {plain(move.proof.rule)}: {plain(move.proof.sentence)}"
    )


def _numbers(found: Moves) -> list[str]:
    return [f"+{number} {topic}" for topic, number in sorted(found.gained.items())] + [
        f"-{number} {topic}" for topic, number in sorted(found.lost.items())
    ]


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"
