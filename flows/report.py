"""A run's report: what came in, what became of it and why; as Markdown for Prefect, as lines for a terminal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from extractors.models import Article, Evidence
from flows.texts import in_one_line
from storage.ledger import Delivery

#: Rows that a table or a list of the artifact holds; the ledger has them all.
MOST_ROWS = 100

#: How much of the sentence around a piece of evidence the artifact shows.
MOST_LETTERS = 400


@dataclass(frozen=True, kw_only=True)
class Report:
    """What one run did."""

    #: What the ledger knows it by: Prefect's id of the flow run.
    run: str
    deliveries: tuple[Delivery, ...]
    #: The articles it stored, by id.
    articles: Mapping[int, Article]
    #: Files of folders whose endings are not read.
    passed_over: tuple[str, ...]
    #: Paths below the feeds folder.
    feeds_changed: tuple[str, ...]
    base_url: str
    #: Wall time.
    seconds: float

    def in_state(self, state: str) -> list[Delivery]:
        return [delivery for delivery in self.deliveries if delivery.state == state]

    @property
    def rejected(self) -> list[Delivery]:
        return self.in_state("rejected")


def headline(report: Report) -> str:
    """Return the run in one line: `12 in: 8 stored, 1 copy, 1 unchanged, 2 rejected; 15 feed files changed`."""
    parts = [
        f"{len(found)} {word}"
        for state, word in _WORDS.items()
        if (found := report.in_state(state))
    ]
    what = ", ".join(parts) if parts else "nothing to read"
    return (
        f"{len(report.deliveries)} in: {what}; {_count(report.feeds_changed, 'feed file')} changed"
    )


_WORDS = {"stored": "stored", "copy": "copied", "unchanged": "unchanged", "rejected": "rejected"}


def _count(things: Iterable[object], name: str) -> str:
    number = len(list(things))
    return f"{number} {name}{'' if number == 1 else 's'}"


def lines(report: Report) -> Iterator[str]:
    """Yield the report for a terminal or a log, plain text, without the headline."""
    for delivery in report.deliveries:
        article = report.articles.get(delivery.article_id or 0)
        given = in_one_line(delivery.input)
        if delivery.state == "rejected":
            yield f"  rejected   {given}: {delivery.reason}"
        elif delivery.state == "copy" and article and article.record:
            yield f"  copy       {article.title}  ({given}, same text as article {article.record.copy_of})"
        elif delivery.state == "stored" and article:
            yield f"  stored     {article.title}  ({given})"
            yield from (
                f"             {_why(found)}" for found in map(article.proof, article.topics)
            )
    if unchanged := report.in_state("unchanged"):
        yield f"  unchanged  {_count(unchanged, 'piece')} of copy as before"
    if report.passed_over:
        names = ", ".join(map(in_one_line, report.passed_over[:3])) + (
            ", ..." if len(report.passed_over) > 3 else ""
        )
        yield f"  left alone {_count(report.passed_over, 'file')} with other endings: {names}"


def _why(found: Evidence) -> str:
    words = ", ".join(dict.fromkeys(found.words))
    return f"{found.topic}: {words}  ({found.rule}; {found.field})"


def render_markdown(report: Report) -> str:
    """
    Return the report as Markdown, short enough to read, nothing in it taken for markup.

    Without the headline: Prefect shows an artifact's description above it.
    """
    sections = [
        f"Took {report.seconds:.1f}\N{NO-BREAK SPACE}s.",
        _by_source(report),
        _section("Stored and tagged", _stored(report), rest="topicwire list"),
        _section("Copies", _copies(report), rest="topicwire list"),
        _section("Rejected", _rejected(report), rest="topicwire ledger --state rejected"),
        _section("Feeds changed", _feeds(report) or ["None."]),
        _section("Files with other endings, left alone", map(_plain, report.passed_over)),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _by_source(report: Report) -> str:
    sources: dict[str, Counter[str]] = {}
    for delivery in report.deliveries:
        sources.setdefault(delivery.source, Counter())[delivery.state] += 1
    if not sources:
        return ""
    rows = [["Source", "In", *_WORDS.values()], ["---"] * (2 + len(_WORDS))]
    for source, counts in list(sources.items())[:MOST_ROWS]:
        numbers = (counts.total(), *(counts[state] for state in _WORDS))
        rows.append([_plain(source), *map(str, numbers)])
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f"## What came in\n\n{table}" + _more(len(sources) - MOST_ROWS, "topicwire ledger")


def _stored(report: Report) -> Iterator[str]:
    """Yield a list within the list for each article: Prefect's UI does not wrap the cells of a table."""
    for delivery, article in _taken_in(report, "stored"):
        because = [
            f"\n  - {found.topic}: {_plain(found.sentence[:MOST_LETTERS])}"
            for found in map(article.proof, article.topics)
        ]
        yield (
            f"**{_plain(article.title)}** ({_plain(delivery.input)}, article {delivery.article_id})"
            + ("".join(because) or "\n  - no topic")
        )


def _copies(report: Report) -> Iterator[str]:
    for delivery, article in _taken_in(report, "copy"):
        of = article.record.copy_of if article.record else None
        yield f"**{_plain(article.title)}** ({_plain(delivery.input)}), same text as article {of}"


def _taken_in(report: Report, state: str) -> Iterator[tuple[Delivery, Article]]:
    for delivery in report.in_state(state):
        if article := report.articles.get(delivery.article_id or 0):
            yield delivery, article


def _rejected(report: Report) -> Iterator[str]:
    for delivery in report.rejected:
        yield f"{_plain(delivery.input)}: {_plain(delivery.reason or '')} ({delivery.code})"


def _feeds(report: Report) -> list[str]:
    """Return one line a feed with its formats as links, and one for the pages around them."""
    by_feed: dict[str, list[str]] = {}
    for path in report.feeds_changed:
        name, _, format = path.removeprefix("feeds/").rpartition(".")
        is_feed = path.startswith("feeds/")
        links = by_feed.setdefault(name if is_feed else "Pages", [])
        links.append(f"[{format if is_feed else path}]({report.base_url}{path})")
    return [f"{name}: {', '.join(links)}" for name, links in by_feed.items()]


def _section(title: str, items: Iterable[str], *, rest: str = "") -> str:
    """Return a list below *title*, empty without items; *rest* is the command that shows those left out."""
    every = [f"- {item}" for item in items]
    if not every:
        return ""
    return f"## {title}\n\n" + "\n".join(every[:MOST_ROWS]) + _more(len(every) - MOST_ROWS, rest)


def _more(number: int, command: str) -> str:
    if number <= 0:
        return ""
    return f"\n\nand {number} more" + (f": `{command}`" if command else "")


def _plain(text: str) -> str:
    """Return *text* on one line with Markdown's and HTML's own characters made harmless."""
    return _LIST_MARK.sub(r"\1\\\2", " ".join(text.split()).translate(_HARMLESS))


#: What would begin a list within the list.
_LIST_MARK = re.compile(r"^(\d*)([-+.)])(?= |$)")


_HARMLESS = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {mark: f"\\{mark}" for mark in "\\`*_[]|#~"}
)
