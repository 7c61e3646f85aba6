"""A run's report: what came in, what became of it and why; as Markdown for Prefect, as lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from extractors.models import Article, Evidence
from flows.artifact import MOST_ROWS, more, plain, section
from flows.polling import Polled
from flows.texts import FLAG_MEANINGS, in_one_line
from storage.ledger import Delivery

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
    #: What each poll of a source gave.
    polls: tuple[Polled, ...] = ()
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
    def failed_polls(self) -> list[Polled]:
        return [polled for polled in self.polls if polled.outcome.is_failure]

    @property
    def rejected(self) -> list[Delivery]:
        return self.in_state("rejected")


def headline(report: Report) -> str:
    """
    Return the run in one line: `12 in: 8 stored, 1 copied, 1 unchanged, 2 rejected; 15 feed files changed`.

    A file of many documents is none of those that came in: `2 in: 2 stored; 1 file unpacked; ...`.
    """
    parts = [
        f"{len(found)} {word}"
        for state, word in _WORDS.items()
        if (found := report.in_state(state))
    ]
    what = ", ".join(parts) if parts else "nothing to read"
    unpacked = report.in_state("unpacked")
    return (
        f"{len(report.deliveries) - len(unpacked)} in: {what}; "
        + (f"{_count(unpacked, 'file')} unpacked; " if unpacked else "")
        + _polled(report)
        + f"{_count(report.feeds_changed, 'feed file')} changed"
    )


def _polled(report: Report) -> str:
    if not report.polls:
        return ""
    failed = f", {len(report.failed_polls)} failed" if report.failed_polls else ""
    return f"{_count(report.polls, 'source')} polled{failed}; "


_WORDS = {
    "stored": "stored",
    "copy": "copied",
    "unchanged": "unchanged",
    "waiting": "put off",
    "dead": "given up",
    "rejected": "rejected",
}
_SELDOM = ("waiting", "dead")


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
        elif delivery.state == "dead":
            yield f"  given up   {given}: {delivery.reason} (again with: topicwire retry {delivery.id})"
        elif delivery.state == "waiting" and delivery.next_attempt:
            then = f"{delivery.next_attempt:%Y-%m-%d %H:%M} UTC"
            yield f"  put off    {given}: {delivery.reason} (next try after {then})"
        elif delivery.state == "unpacked":
            yield f"  unpacked   {given}" + (f": {delivery.reason}" if delivery.reason else "")
        elif delivery.state == "copy" and article and article.record:
            yield f"  copy       {article.title}  ({given}, same text as article {article.record.copy_of})"
        elif delivery.state == "stored" and article:
            yield f"  stored     {article.title}  ({given})"
            yield from (
                f"             {_why(found)}" for found in map(article.proof, article.topics)
            )
    for polled in report.polls:
        if polled.outcome.is_failure or polled.event:
            yield f"  source     {polled.source}: {_said_of(polled)}"
    for article in _doubtful(report):
        yield f"  look twice {article.title}  (article {_id(article)}): {', '.join(article.flags)}"
    for flag in dict.fromkeys(flag for article in _doubtful(report) for flag in article.flags):
        yield f"             {flag}: {FLAG_MEANINGS[flag]}"
    if unchanged := report.in_state("unchanged"):
        yield f"  unchanged  {_count(unchanged, 'piece')} of copy as before"
    if report.passed_over:
        names = ", ".join(map(in_one_line, report.passed_over[:3])) + (
            ", ..." if len(report.passed_over) > 3 else ""
        )
        yield f"  left alone {_count(report.passed_over, 'file')} with other endings: {names}"


def _said_of(polled: Polled) -> str:
    """Return what is wrong with a source, or right again; `broken` and `blocked` are what this one poll gave."""
    if polled.event:
        return f"{polled.event.kind}: {polled.event.reason}"
    return f"{polled.outcome.answer}: {polled.outcome.reason}"


def _doubtful(report: Report) -> list[Article]:
    """Return the articles that the run stored and that a reader should look at twice."""
    return [article for article in report.articles.values() if article.flags]


def _id(article: Article) -> int | str:
    return article.record.id if article.record else "?"


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
        section("Look twice at these", _flagged(report), rest="topicwire list"),
        section("Stored and tagged", _stored(report), rest="topicwire list"),
        section("Copies", _copies(report), rest="topicwire list"),
        section("Sources", _sources(report), rest="topicwire sources list"),
        section("Put off", _in_trouble(report, "waiting"), rest="topicwire ledger --state waiting"),
        section("Given up", _in_trouble(report, "dead"), rest="topicwire ledger --state dead"),
        section(
            "Rejected", _in_trouble(report, "rejected"), rest="topicwire ledger --state rejected"
        ),
        section("Unpacked", _unpacked(report), rest="topicwire ledger --state unpacked"),
        section("Feeds changed", _feeds(report) or ["None."]),
        section("Files with other endings, left alone", map(plain, report.passed_over)),
    ]
    return "\n\n".join(filter(None, sections)) + "\n"


def _by_source(report: Report) -> str:
    sources: dict[str, Counter[str]] = {}
    for delivery in report.deliveries:
        if delivery.state != "unpacked":
            sources.setdefault(delivery.source, Counter())[delivery.state] += 1
    if not sources:
        return ""
    counted = sum(sources.values(), Counter[str]())
    # What seldom happens has a column when it does.
    words = {
        state: word for state, word in _WORDS.items() if state not in _SELDOM or counted[state]
    }
    rows = [["Source", "In", *words.values()], ["---"] * (2 + len(words))]
    for source, counts in list(sources.items())[:MOST_ROWS]:
        numbers = (counts.total(), *(counts[state] for state in words))
        rows.append([plain(source), *map(str, numbers)])
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f"## What came in\n\n{table}" + more(len(sources) - MOST_ROWS, "topicwire ledger")


def _flagged(report: Report) -> Iterator[str]:
    for article in _doubtful(report):
        meanings = [f"\n  - {flag}: {FLAG_MEANINGS[flag]}" for flag in article.flags]
        yield f"**{plain(article.title)}** (article {_id(article)})" + "".join(meanings)


def _stored(report: Report) -> Iterator[str]:
    """Yield a list within the list for each article: Prefect's UI does not wrap the cells of a table."""
    for delivery, article in _taken_in(report, "stored"):
        because = [
            f"\n  - {found.topic}: {plain(found.sentence[:MOST_LETTERS])}"
            for found in map(article.proof, article.topics)
        ]
        yield (
            f"**{plain(article.title)}** ({plain(delivery.input)}, article {delivery.article_id})"
            + ("".join(because) or "\n  - no topic")
        )


def _copies(report: Report) -> Iterator[str]:
    for delivery, article in _taken_in(report, "copy"):
        of = article.record.copy_of if article.record else None
        yield f"**{plain(article.title)}** ({plain(delivery.input)}), same text as article {of}"


def _taken_in(report: Report, state: str) -> Iterator[tuple[Delivery, Article]]:
    for delivery in report.in_state(state):
        if article := report.articles.get(delivery.article_id or 0):
            yield delivery, article


def _sources(report: Report) -> Iterator[str]:
    """Yield every source that was polled, those with something to say first."""
    for polled in sorted(report.polls, key=lambda one: not (one.event or one.outcome.is_failure)):
        outcome = polled.outcome
        if outcome.is_failure or polled.event:
            yield f"**{plain(polled.source)}**: {plain(_said_of(polled))}"
        else:
            note = f" ({plain(polled.note)})" if polled.note else ""
            yield f"{plain(polled.source)}: {outcome.found} there, {outcome.new} new{note}"


def _in_trouble(report: Report, state: str) -> Iterator[str]:
    for delivery in report.in_state(state):
        yield f"{plain(delivery.input)}: {plain(delivery.reason or '')} ({delivery.code})"


def _unpacked(report: Report) -> Iterator[str]:
    for delivery in report.in_state("unpacked"):
        yield plain(": ".join(filter(None, (delivery.input, delivery.reason))))


def _feeds(report: Report) -> list[str]:
    """Return one line a feed with its formats as links, and one for the pages around them."""
    by_feed: dict[str, list[str]] = {}
    for path in report.feeds_changed:
        name, _, format = path.removeprefix("feeds/").rpartition(".")
        is_feed = path.startswith("feeds/")
        links = by_feed.setdefault(name if is_feed else "Pages", [])
        links.append(f"[{format if is_feed else path}]({report.base_url}{path})")
    return [f"{name}: {', '.join(links)}" for name, links in by_feed.items()]
