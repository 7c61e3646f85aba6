"""`topicwire topics ...`: the workbench for whoever writes a topics file. Each command only asks and prints."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from flows.options import ID, Moment, as_json, check_topic, console, print_lines, settled, store

if TYPE_CHECKING:
    from extractors.models import Article
    from extractors.topics.scores import Score
    from flows.settings import Settings
    from flows.workbench import Watch
    from storage.verdicts import Judged


_since = click.option(
    "--since",
    type=Moment(),
    metavar="90d|DATE",
    help="Only articles of the last 90d, 2w, 12h, or since a date.",
)


def _limit(default: int) -> Callable[..., Any]:
    return click.option(
        "--limit", type=click.IntRange(1), default=default, show_default=True, help="Show so many."
    )


@click.group()
def topics() -> None:
    """
    Work on the topics file: check it, try rules, find near misses and words, judge articles.

    \b
    After an edit:
      topicwire topics check          is the file right, do its examples hold?
      topicwire topics try TOPIC      what would gain and lose the tag?
      topicwire retag                 do it
    """


@topics.command()
@as_json
@settled
def check(as_json: bool, settings: Settings) -> None:
    """
    Check the topics file: errors, warnings, its examples, words by language.

    Exit code 1 when there is an error. Warnings say what is allowed and looks wrong: concepts that no rule speaks
    of, words that a cancelling phrase always swallows, words in half of all stored articles.
    """
    from flows import rows
    from flows.workbench import check_topics

    report = check_topics(settings)
    errors = [one for one in report.findings if one.is_error]
    if as_json:
        for one in report.findings:
            row = {
                "file": str(one.file),
                "line": one.line,
                "level": "error" if one.is_error else "warning",
                "problem": one.problem,
                "remedy": one.remedy,
            }
            click.echo(rows.json_line(row))
        numbers: dict[str, Any] = {
            "pack": report.pack.name,
            "version": report.pack.version,
            "sha256": report.pack.sha256,
            "topics": [topic.name for topic in report.pack.topics],
            "words": report.words,
            "errors": len(errors),
            "warnings": len(report.findings) - len(errors),
        }
        click.echo(rows.json_line(numbers))
    else:
        print_lines(map(str, report.findings))
        examples = sum(len(topic.examples) for topic in report.pack.topics)
        words = ", ".join(f"{count:,} {language}" for language, count in report.words.items())
        click.echo(
            f"{report.pack.label}: {_count(len(report.pack.topics), 'topic')},"
            f" {_count(len(report.pack.concepts), 'concept')}, {_count(examples, 'example')}"
        )
        click.echo(f"Words: {words or 'in rules only'}")
        click.echo(
            f"{_count(len(errors), 'error')}, {_count(len(report.findings) - len(errors), 'warning')}"
        )
    if errors:
        sys.exit(1)


@topics.command("try")
@click.argument("asked", metavar="TOPIC|RULE")
@click.option("--topic", help="Try the rule as one more of this topic.")
@_since
@as_json
@settled
def try_(
    asked: str, topic: str | None, since: datetime | None, as_json: bool, settings: Settings
) -> None:
    """
    Show which stored articles would gain and lose a topic, and why. Stores nothing.

    \b
      topicwire topics try strikes                              today's file against what is stored
      topicwire topics try "port AND 'slow down*'"              a rule by itself
      topicwire topics try "port NEAR/5 idle" --topic strikes   a rule as one more of a topic
    """
    from flows import retagging, rows
    from flows.workbench import try_on_archive

    if topic:
        check_topic(topic, settings)
    with store(settings):
        pass
    moves = try_on_archive(settings, asked, topic=topic, since=since, watch=_watched())
    report = retagging.RetagReport(
        moves=moves, pack="", dry_run=True, feeds_changed=(), seconds=0.0
    )
    if as_json:
        *told, numbers = retagging.rows(report)
        names = ("articles", "topics_gained", "topics_lost", "left_out")
        print_lines(map(rows.json_line, [*told, {name: numbers[name] for name in names}]))
        return
    gained, lost = sum(moves.gained.values()), sum(moves.lost.values())
    click.echo(
        f"Of {_count(moves.articles, 'article')} {gained} would gain it and {lost} would lose it."
    )
    print_lines(retagging.lines(report))


@topics.command()
@click.argument("topic")
@_since
@_limit(20)
@as_json
@settled
def misses(
    topic: str, since: datetime | None, limit: int, as_json: bool, settings: Settings
) -> None:
    """
    Show the articles that nearly have TOPIC: one word, one sentence or one cancelling phrase away.

    The nearest first. Where a word is lacking, the sentence says which one to add.
    """
    from flows import rows, workbench

    _check_argument(topic, settings)
    with store(settings):
        pass
    found = workbench.misses(settings, topic, since=since, most=limit, watch=_watched())
    for article, miss in found:
        id = article.record.id if article.record else None
        if as_json:
            row = {
                "id": id,
                "title": article.title,
                "rule": miss.rule,
                "lack": miss.lack,
                "what": miss.what,
                "evidence": [rows.evidence_row(one) for one in miss.evidence],
            }
            click.echo(rows.json_line(row))
            continue
        click.echo(f"{article.title}  (article {id})")
        click.echo(f"  {miss.rule}: {miss.what}")
        click.echo(f"  in: {miss.evidence[0].sentence}\n")
    if not as_json:
        click.echo(
            f"{_count(len(found), 'near miss', 'near misses')}. Add a word to the topics file, then:"
            f" topicwire topics try {topic}"
        )


@topics.command()
@click.argument("topic")
@_since
@_limit(30)
@as_json
@settled
def suggest(
    topic: str, since: datetime | None, limit: int, as_json: bool, settings: Settings
) -> None:
    """
    Propose words that articles with TOPIC use and others do not, and that the file has not.

    Proposals only: many are names of the day. z says how far above chance each is.
    """
    from flows import rows, workbench

    _check_argument(topic, settings)
    with store(settings):
        pass
    found = workbench.suggestions(settings, topic, since=since, most=limit, watch=_watched())
    if as_json:
        for one in found:
            row = {
                "words": one.words,
                "with_topic": one.inside,
                "without": one.outside,
                "z": round(one.z, 2),
                "language": one.language,
            }
            click.echo(rows.json_line(row))
        return
    click.echo("  with  without     z  words")
    for one in found:
        language = f"  ({one.language})" if one.language else ""
        click.echo(f"{one.inside:>6}{one.outside:>9}{one.z:>6.1f}  {one.words}{language}")
    click.echo(f"Try one: topicwire topics try \"'{found[0].words if found else 'word'}*'\"")


# `-topic` must reach us, and `-h` would be taken out of `-harbours`.
@topics.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("id", type=ID, required=False)
@click.argument("verdicts", nargs=-1, type=click.UNPROCESSED, metavar="[+TOPIC|-TOPIC]...")
@as_json
@settled
def label(id: int | None, verdicts: tuple[str, ...], as_json: bool, settings: Settings) -> None:
    """
    Say which topics an article should have (+topic) and should not (-topic). Without arguments: list what was said.

    Kept with the text that was judged, as a test: `topicwire topics score` runs them all. A later verdict on the
    same topic replaces an earlier one. Tags do not change: the topics file does that.
    """
    from flows import rows, workbench

    with store(settings):
        pass
    if id is None:
        judged = workbench.labels(settings)
    elif verdicts:
        judged = [workbench.label(settings, id, verdicts)]
    else:
        judged = [one for one in workbench.labels(settings) if one.id == id]
    for one in judged:
        if as_json:
            row = {
                "id": one.id,
                "title": one.article.title,
                "verdicts": dict(one.verdicts),
                "given": one.given.isoformat(),
            }
            click.echo(rows.json_line(row))
        else:
            click.echo(f"{one.id:>5}  {one.article.title}  [{_signed(one)}]")
    if not judged and not as_json:
        click.echo("Nothing was judged yet. Begin with: topicwire topics label ID +topic -topic")


@topics.command()
@as_json
@settled
def score(as_json: bool, settings: Settings) -> None:
    """
    Measure the topics file against what was said with `label`: precision and recall by topic and language.

    Each judged text is tagged by today's file. What differs is listed below.
    """
    from flows import rows
    from flows.workbench import score_topics

    with store(settings):
        pass
    report = score_topics(settings)
    order = sorted(
        report.scores, key=lambda key: (key[0] == "all", key[0], key[1] != "all", key[1])
    )
    if as_json:
        for topic, language in order:
            found = report.scores[topic, language]
            row = {
                "topic": topic,
                "language": language,
                "precision": found.precision,
                "recall": found.recall,
                "f1": found.f1,
                "right": found.right,
                "wrong": found.wrong,
                "missed": found.missed,
                "clear": found.clear,
            }
            click.echo(rows.json_line(row))
        for id, title, topic, is_wanted in report.errors:
            row = {"id": id, "title": title, "topic": topic, "error": _error(is_wanted=is_wanted)}
            click.echo(rows.json_line(row))
        return
    click.echo(f"{report.pack.label} against {_count(report.articles, 'judged article')}")
    click.echo(f"{'topic':<24}{'language':<10}precision  recall    F1   right wrong missed")
    for topic, language in order:
        click.echo(f"{topic:<24}{language:<10}{_figures(report.scores[topic, language])}")
    for id, title, topic, is_wanted in report.errors:
        click.echo(f"  {_error(is_wanted=is_wanted):<8}{topic:<24}{title}  (article {id})")


@topics.command()
@click.argument("sha256", required=False)
@as_json
@settled
def history(sha256: str | None, as_json: bool, settings: Settings) -> None:
    """
    List the topics files that articles were tagged with, or print the one whose SHA256 begins so, word for word.

    With one of them in place of today's, `topicwire retag` makes the feeds of that time again.
    """
    from extractors.topics.pack import pack_label
    from flows import rows, workbench
    from storage import tags

    with store(settings) as db:
        if sha256:
            click.echo(workbench.pack_source(settings, sha256), nl=False)
            return
        for one in tags.used_packs(db):
            if as_json:
                row = {
                    "sha256": one.sha256,
                    "name": one.name,
                    "version": one.version,
                    "first_used": one.first_used.isoformat(),
                    "articles": one.articles,
                }
                click.echo(rows.json_line(row))
                continue
            used = f"{_count(one.articles, 'article')} tagged with it now"
            label = pack_label(one.name, one.version, one.sha256)
            click.echo(f"{one.first_used:%Y-%m-%d %H:%M}  {label}  {used}")


def _check_argument(topic: str, settings: Settings) -> None:
    try:
        check_topic(topic, settings)
    except click.BadParameter as error:
        error.param_hint = "TOPIC"
        raise


def _watched() -> Watch:
    """Return what shows a bar on a terminal, and a line elsewhere, while articles are read."""
    from rich.progress import track

    shown = console()

    def watch(articles: Iterable[Article], total: int) -> Iterable[Article]:
        if not shown.is_terminal:
            shown.print(f"Reading {_count(total, 'article')}", highlight=False)
            return articles
        return track(articles, description="Reading", total=total, console=shown, transient=True)

    return watch


def _figures(found: Score) -> str:
    shares = [found.precision, found.recall, found.f1]
    figures = [f"{share:.2f}" if share is not None else "-" for share in shares]
    return f"{figures[0]:>9}{figures[1]:>8}{figures[2]:>6}{found.right:>8}{found.wrong:>6}{found.missed:>7}"


def _error(*, is_wanted: bool) -> str:
    return "missed" if is_wanted else "wrong"


def _signed(one: Judged) -> str:
    return " ".join(f"{'+' if wanted else '-'}{topic}" for topic, wanted in one.verdicts.items())


def _count(number: int, name: str, names: str = "") -> str:
    return f"{number:,} {name if number == 1 else names or name + 's'}"
