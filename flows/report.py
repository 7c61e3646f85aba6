"""A run's report: what came in, what became of it and why; as Markdown for Prefect, as lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from extractors.models import Article, Evidence
from storage.ledger import Delivery

#: Rows a table of the artifact holds; the ledger has them all.
MOST_ROWS = 100


@dataclass(frozen=True, kw_only=True)
class Report:
    """What one run did."""

    run: str
    deliveries: tuple[Delivery, ...]
    #: The articles it stored, by id.
    articles: Mapping[int, Article]
    #: Files of folders whose endings are not read.
    passed_over: tuple[str, ...]
    #: Paths below the feeds folder.
    feeds_changed: tuple[str, ...]
    base_url: str
    feeds: Path
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
        if delivery.state == "rejected":
            yield f"  rejected   {delivery.input}: {delivery.reason}"
        elif article is None:
            continue
        elif delivery.state == "copy" and article.record:
            yield f"  copy       {article.title}  ({delivery.input}, same text as article {article.record.copy_of})"
        else:
            yield f"  stored     {article.title}  ({delivery.input})"
            yield from (f"             {_why(found)}" for found in best(article))
    if unchanged := report.in_state("unchanged"):
        yield f"  unchanged  {_count(unchanged, 'piece')} of copy as before"
    if report.passed_over:
        names = ", ".join(report.passed_over[:3]) + (", ..." if len(report.passed_over) > 3 else "")
        yield f"  left alone {_count(report.passed_over, 'file')} with other endings: {names}"


def best(article: Article) -> list[Evidence]:
    """Return the first evidence of each topic."""
    return [
        next(found for found in article.evidence if found.topic == topic)
        for topic in article.topics
    ]


def _why(found: Evidence) -> str:
    words = ", ".join(dict.fromkeys(found.words))
    return f"{found.topic}: {words}  ({found.rule}; {found.field})"


def render_markdown(report: Report) -> str:
    """Return the report as Markdown, short enough to read, nothing in it taken for markup."""
    sections = [
        f"# {_plain(headline(report))}",
        f"{_plain(report.run)} · {report.seconds:.1f} s",
        _by_source(report),
        _stored(report),
        _copies(report),
        _rejected(report),
        _feeds(report),
        _left_alone(report),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _by_source(report: Report) -> str:
    sources: dict[str, Counter[str]] = {}
    for delivery in report.deliveries:
        sources.setdefault(delivery.source, Counter())[delivery.state] += 1
    rows = [
        [_plain(source), str(counts.total()), *(str(counts[state]) for state in _WORDS)]
        for source, counts in sources.items()
    ]
    return _section("What came in", _table(["Source", "In", *_WORDS.values()], rows))


def _stored(report: Report) -> str:
    rows = [
        [
            str(delivery.article_id),
            _plain(article.title),
            ", ".join(article.topics) or "none",
            _plain("; ".join(found.sentence for found in best(article))[:400]),
            _plain(delivery.input),
        ]
        for delivery in report.in_state("stored")
        if (article := report.articles.get(delivery.article_id or 0))
    ]
    return _section(
        "Stored and tagged", _table(["Id", "Title", "Topics", "Because", "Input"], rows)
    )


def _copies(report: Report) -> str:
    rows = [
        [
            str(article.record.id),
            _plain(article.title),
            str(article.record.copy_of),
            _plain(delivery.input),
        ]
        for delivery in report.in_state("copy")
        if (article := report.articles.get(delivery.article_id or 0)) and article.record
    ]
    return _section("Copies", _table(["Id", "Title", "Copy of", "Input"], rows))


def _rejected(report: Report) -> str:
    rows = [
        [_plain(delivery.input), delivery.code or "", _plain(delivery.reason or "")]
        for delivery in report.rejected
    ]
    return _section("Rejected", _table(["Input", "Code", "Reason"], rows))


def _feeds(report: Report) -> str:
    if not report.feeds_changed:
        return "## Feeds\n\nNo feed changed."
    links = [f"- [{path}]({report.base_url}{path})" for path in report.feeds_changed]
    return _section("Feeds changed", "\n".join(links))


def _left_alone(report: Report) -> str:
    names = [f"- {_plain(name)}" for name in report.passed_over[:MOST_ROWS]]
    return _section("Files with other endings, left alone", "\n".join(names))


def _section(title: str, body: str) -> str:
    return f"## {title}\n\n{body}" if body else ""


def _table(header: list[str], rows: list[list[str]]) -> str:
    if not rows:
        return ""
    shown = [header, ["---"] * len(header), *rows[:MOST_ROWS]]
    table = "\n".join("| " + " | ".join(row) + " |" for row in shown)
    more = len(rows) - MOST_ROWS
    return table + (f"\n\nand {more} more: `topicwire ledger`" if more > 0 else "")


def _plain(text: str) -> str:
    """Return *text* on one line with Markdown's and HTML's own characters made harmless."""
    flat = " ".join(text.split())
    for character in "\\`*_[]<>|#":
        flat = flat.replace(
            character, f"\\{character}" if character not in "<>" else _ENTITIES[character]
        )
    return flat


_ENTITIES = {"<": "&lt;", ">": "&gt;"}
