"""
The command line. Each command loads what it needs when it runs: `--help` must not wait for Prefect.

Exit codes: 0 done, 1 not done (the reason is on stderr), 2 not understood.

Over 250 lines because every command is here; each only asks and prints.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from extractors.errors import TopicwireError
from extractors.models import FLAGS
from flows.options import (
    FILE,
    FOLDER,
    ID,
    article_of,
    as_json,
    check_beat,
    check_topic,
    console,
    print_lines,
    settled,
    source_of,
    store,
)
from flows.sources_cli import sources
from flows.topics_cli import topics

if TYPE_CHECKING:
    from sqlite_utils import Database

    from extractors.models import Article, Flag, Record
    from extractors.word_diff import Piece
    from flows.renewals import RenewalReport
    from flows.settings import Settings
    from flows.source_table import Source


class _Commands(click.Group):
    """Tells what the outside world did wrong in one line on stderr, exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TopicwireError as error:
            raise click.ClickException(str(error)) from error


_flag = click.option(
    "--flag",
    type=click.Choice(FLAGS),
    multiple=True,
    help="Only articles with this flag; again for another: with one of them.",
)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--data", type=FOLDER, help="Data folder, for any command.")
@click.option("--config", type=FILE, help="Settings file, for any command.")
@click.version_option(package_name="topicwire")
def main(data: Path | None, config: Path | None) -> None:
    """
    Take in articles, tag them with the topics they cover, and publish a feed for each topic.

    \b
    First steps:
      topicwire run samples/        one pass over a folder
      topicwire list                what is stored, and its topics
      topicwire topics --help       work on the topics file
      topicwire up                  Prefect, its UI, the schedule and the feeds, served
    """


@main.command()
@click.argument("inputs", nargs=-1, metavar="[PATH|URL]...")
@click.option(
    "--from-list",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True, exists=True),
    help="Read paths and URLs from FILE, one a line; - reads standard input.",
)
@click.option("--source", multiple=True, metavar="NAME", help="Poll this source now, and no other.")
@as_json
@settled
def run(
    inputs: tuple[str, ...],
    from_list: str | None,
    source: tuple[str, ...],
    as_json: bool,
    settings: Settings,
) -> None:
    """
    Make one pass: take in, tag, store, publish.

    Over the files, folders and URLs named, or with none over the inbox and the sources that are due. The same input
    twice changes nothing; a changed file or page becomes a new version of the same article. What cannot be fetched
    now and may be later is put off, five times at most, and then given up: `topicwire retry` tries it again.

    Exit code 1 when the run could not do its work, when something named here cannot be read, or when all
    of it was rejected.
    """
    from flows import rows
    from flows.discovery import readable, without_password
    from flows.local_run import run_monitor
    from flows.report import headline, lines
    from flows.texts import in_one_line
    from flows.walk import read_list

    if not (inputs or from_list or settings.inbox or settings.sources):
        raise click.UsageError(
            "Nothing to read: name files, folders or URLs, add a source (`topicwire sources add URL`),"
            " or set intake.inbox in topicwire.toml (`topicwire init DIR` writes one)."
        )
    if source and (inputs or from_list):
        raise click.UsageError("Name either sources or what to read, not both.")
    for name in source:
        source_of(name, settings)
    check_beat(settings)
    if inputs == ("-",) and not from_list:
        inputs, from_list = (), "-"
    if from_list == "-":
        from_list = str(_kept_list(settings, sys.stdin.buffer.read()))
    if from_list:
        read_list(Path(from_list))
    # The flow's parameters are on its page for everybody to see.
    inputs = tuple(map(without_password, inputs))
    report = run_monitor(
        settings,
        inputs=list(inputs),
        from_list=Path(from_list) if from_list else None,
        sources=list(source),
        console=console(),
    )
    if as_json:
        print_lines(rows.json_line(rows.delivery_row(one)) for one in report.deliveries)
    else:
        click.echo(headline(report))
        print_lines(lines(report))
        click.echo(_where_feeds_are(settings))
    named = {readable(given) for given in inputs}
    unread = [
        one
        for one in report.rejected
        if one.code in ("missing", "unreadable") and one.input in named
    ]
    for one in unread:
        click.echo(f"Error: {in_one_line(one.input)}: {one.reason}", err=True)
    lost = [one for one in report.deliveries if one.state in ("rejected", "waiting", "dead")]
    if unread or (lost and len(lost) == len(report.deliveries)):
        sys.exit(1)


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the feeds.")
@click.option("--prefect-port", type=click.IntRange(1, 65535), help="Port of Prefect and its UI.")
@settled
def up(port: int | None, prefect_port: int | None, settings: Settings) -> None:
    """
    Start everything: Prefect's server with its UI, the scheduled monitor, and the feed server.

    Stays in the foreground; what dies is started again; Ctrl-C ends it all.
    """
    from flows.supervisor import supervise

    check_beat(settings)
    supervise(settings.on_ports(feeds=port, prefect=prefect_port), say=click.echo)


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="PATH|URL...")
@as_json
@settled
def extract(inputs: tuple[str, ...], as_json: bool, settings: Settings) -> None:
    """
    Print what the extractor makes of each input, one JSON object a line. Stores nothing.

    Exit code 1 when no input gave an article.
    """
    from flows import rows
    from flows.trial import try_inputs

    succeeded = False
    for given, result in try_inputs(settings, inputs):
        row = rows.extraction_row(given, result)
        succeeded = succeeded or row["ok"]
        click.echo(rows.json_line(row))
    if not succeeded:
        sys.exit(1)


@main.command()
@click.argument("ids", nargs=-1, type=ID, metavar="[ID]...")
@click.option("--topic", help="Only articles with this topic.")
@_flag
@click.option("--dry-run", is_flag=True, help="Store nothing; say what would change.")
@as_json
@settled
def reextract(
    ids: tuple[int, ...],
    topic: str | None,
    flag: tuple[Flag, ...],
    dry_run: bool,
    as_json: bool,
    settings: Settings,
) -> None:
    """
    Read stored articles anew from their archived documents.

    All of them, or those named or chosen, by the extraction and the topics file of today. A new version is made
    only where words or metadata differ. What would be rejected now, or is damaged in the archive, stays as it is
    and is reported. The last object of --json has the numbers.

    Exit code 1 when the run could not do its work, or when no document could be read.
    """
    from extractors.topics.packfile import load_pack
    from flows import renewals, rows
    from flows.local_run import run_reextract

    if topic:
        check_topic(topic, settings)
    with store(settings) as db:
        load_pack(settings.topics)
        for id in ids:
            article_of(db, id)
    report = run_reextract(
        settings,
        ids=list(ids),
        topic=topic,
        flag=list(flag),
        dry_run=dry_run,
        console=console(),
    )
    if as_json:
        print_lines(map(rows.json_line, renewals.rows(report)))
    else:
        click.echo(renewals.headline(report))
        print_lines(renewals.lines(report))
        click.echo(_what_next(report, settings))
    lost = report.tally.count("unreadable")
    if lost and lost == sum(report.tally.counts.values()):
        sys.exit(1)


@main.command()
@click.option("--dry-run", is_flag=True, help="Store nothing; say what would change.")
@as_json
@settled
def retag(dry_run: bool, as_json: bool, settings: Settings) -> None:
    """
    Tag all stored articles by the topics file of today. For after an edit of it.

    Reports which articles gained and lost which topic, and why. An article that gains a topic keeps its own date,
    and of those that gain one at once a feed carries the latest twenty. The last object of --json has the numbers.
    """
    from flows import retagging, rows
    from flows.local_run import run_retag

    with store(settings):
        check_beat(settings)
    report = run_retag(settings, dry_run=dry_run, console=console())
    if as_json:
        print_lines(map(rows.json_line, retagging.rows(report)))
        return
    click.echo(retagging.headline(report))
    print_lines(retagging.lines(report))
    if dry_run:
        click.echo("Nothing was stored. The same command without --dry-run stores it.")
    else:
        click.echo(_where_feeds_are(settings))


@main.command()
@click.argument("ids", nargs=-1, type=ID, metavar="[ID]...")
@as_json
@settled
def recheck(ids: tuple[int, ...], as_json: bool, settings: Settings) -> None:
    """
    Look at the pages of stored articles again: which changed, which are gone.

    Of articles with a topic that were fetched: those that are due, an hour, a day and a week after they came; or
    those named, now. What changed becomes a new version, and its entry is updated. A page that answers that there is
    none is marked as gone, and nothing is deleted. Any other failure is no disappearance and is tried again later.
    The last object of --json has the numbers.
    """
    from flows import looks, rows
    from flows.local_run import run_recheck

    check_beat(settings)
    if ids:
        with store(settings) as db:
            for id in ids:
                article_of(db, id)
    report = run_recheck(settings, ids=list(ids), console=console())
    if as_json:
        print_lines(map(rows.json_line, looks.rows(report)))
        return
    click.echo(looks.headline(report))
    print_lines(looks.lines(report))
    click.echo(_where_feeds_are(settings))


@main.command("list")
@click.option("--topic", help="Only articles with this topic.")
@_flag
@click.option(
    "--without-flag",
    type=click.Choice(FLAGS),
    multiple=True,
    help="Only articles without this flag; again for another: with none of them.",
)
@as_json
@settled
def list_articles(
    topic: str | None,
    flag: tuple[Flag, ...],
    without_flag: tuple[Flag, ...],
    as_json: bool,
    settings: Settings,
) -> None:
    """List the stored articles, in the order they came, with their topics and flags."""
    from flows import rows, texts
    from storage import articles

    if topic:
        check_topic(topic, settings)
    with store(settings) as db:
        found = articles.articles(db, topic=topic, flag=flag, without_flag=without_flag)
        if as_json:
            print_lines(
                rows.json_line(rows.stored_row(article, _source_of(article, db, settings)))
                for article in found
            )
        else:
            print_lines(map(texts.list_line, found))


@main.command()
@click.argument("id", type=ID)
@as_json
@settled
def show(id: int, as_json: bool, settings: Settings) -> None:
    """Print one stored article: what is known of it, where each fact was found, how far to trust it, the text."""
    from flows import rows, texts

    with store(settings) as db:
        article = article_of(db, id)
        source = _source_of(article, db, settings)
    if as_json:
        click.echo(rows.json_line(rows.stored_row(article, source)))
        return
    print_lines(texts.page(article, source=source))


@main.command()
@click.argument("id", type=ID)
@as_json
@settled
def explain(id: int, as_json: bool, settings: Settings) -> None:
    """Say why an article has each of its topics: the rule, the words, and where they stand."""
    from flows import rows, texts

    with store(settings) as db:
        article = article_of(db, id)
    if as_json:
        print_lines(rows.json_line(rows.evidence_row(found)) for found in article.evidence)
        return
    print_lines(texts.explanation(article))


@main.command()
@click.argument("id", type=ID)
@click.option("--from", "older", type=ID, metavar="N", help="Default: the version before.")
@click.option("--to", "newer", type=ID, metavar="N", help="Default: the last version.")
@as_json
@settled
def diff(id: int, older: int | None, newer: int | None, as_json: bool, settings: Settings) -> None:
    """List the versions of an article, and show word by word what is different between two of them."""
    from flows import differences, rows
    from storage import rechecks, versions

    with store(settings) as db:
        article = article_of(db, id)
        found = versions.versions(db, article)
        checks = rechecks.history(db, id)
    pair = differences.chosen(found, older=older, newer=newer)
    if as_json:
        row = {"id": id, "current_title": article.title, **differences.row(found, pair, checks)}
        click.echo(rows.json_line(row))
        return
    click.echo(article.title + "\n")
    print_lines(differences.listing(found, checks))
    if pair:
        mark = _coloured if sys.stdout.isatty() else differences.bracketed
        click.echo()
        print_lines(differences.lines(*pair, mark=mark))


@main.command("ledger")
@click.option(
    "--state",
    type=click.Choice(
        [
            "seen",
            "fetched",
            "waiting",
            "stored",
            "unchanged",
            "copy",
            "unpacked",
            "rejected",
            "dead",
        ]
    ),
    help="Only lines in this state.",
)
@click.option("--code", help="Only rejections with this code, such as empty or too-large.")
@as_json
@settled
def show_ledger(state: Any, code: str | None, as_json: bool, settings: Settings) -> None:
    """List every piece of copy and what became of it, with the reason."""
    from flows import rows, texts
    from storage import ledger

    with store(settings) as db:
        entries = ledger.entries(db, state=state, code=code)
    if as_json:
        print_lines(rows.json_line(rows.delivery_row(entry)) for entry in entries)
        return
    print_lines(map(texts.ledger_line, entries))


@main.command()
@click.argument("ids", nargs=-1, type=ID, metavar="[ID]...")
@settled
def retry(ids: tuple[int, ...], settings: Settings) -> None:
    """
    Let the next run fetch again what was given up after five failures.

    All of it, or the lines of the ledger named; `topicwire ledger --state dead` lists them.
    """
    from storage import ledger
    from storage.database import writing

    with store(settings) as db, writing(db):
        again = ledger.retry(db, ids or None)
    if missing := sorted(set(ids) - set(again)):
        raise click.ClickException(
            f"Nothing was given up under {', '.join(map(str, missing))}."
            " `topicwire ledger --state dead` lists what was."
        )
    number = len(again)
    click.echo(
        f"{number} address{'' if number == 1 else 'es'} will be fetched again by the next run."
    )


@main.command("feeds")
@as_json
@settled
def list_feeds(as_json: bool, settings: Settings) -> None:
    """List every feed with its address and how many articles it has; that of the sources' health, how many entries."""
    from extractors.topics.packfile import load_pack
    from feeds.health import HEALTH
    from feeds.models import FORMATS
    from flows import rows, walk
    from storage import articles
    from storage.sources import count_events, states

    with store(settings) as db:
        feeds = walk.feeds_of(load_pack(settings.topics), name=settings.name)
        for feed in [*feeds, *([HEALTH] if states(db) else [])]:
            is_health = feed is HEALTH
            count = (
                count_events(db) if is_health else articles.count_originals(db, topic=feed.topic)
            )
            addresses: dict[str, str] = {
                format: settings.base_url + feed.path(format) for format in FORMATS
            }
            if as_json:
                row = {"name": feed.name, "title": feed.title, "items": count, **addresses}
                click.echo(rows.json_line(row))
                continue
            click.echo(f"{count:>6}  {feed.title}")
            print_lines(f"        {address}" for address in addresses.values())


main.add_command(topics)
main.add_command(sources)


@main.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
def init(folder: Path) -> None:
    """Write a commented topicwire.toml and topics.toml into DIR, to start another beat."""
    from flows.starter import write_starter

    for path in write_starter(folder):
        click.echo(f"wrote {path}")
    click.echo(
        f"Next: write your words into {folder / 'topics.toml'}, put articles into {folder / 'inbox'},"
        f" then: topicwire run --config {folder / 'topicwire.toml'}"
    )


def _source_of(article: Article, db: Database, settings: Settings) -> Source | None:
    """Return the source that brought a stored *article*, if it is one still."""
    from storage import articles

    return settings.source(articles.provenance(db, cast("Record", article.record).id).source)


def _coloured(piece: Piece) -> str:
    is_gone = piece.kind == "gone"
    return click.style(
        piece.text, fg="red" if is_gone else "green", strikethrough=is_gone, underline=not is_gone
    )


def _kept_list(settings: Settings, content: bytes) -> Path:
    """Keep a list that came by standard input where the flow, or a retry of it, can read it."""
    import hashlib

    from storage.folder import replace_file

    path = settings.data.root / "lists" / f"{hashlib.sha256(content).hexdigest()[:16]}.txt"
    replace_file(path, content)
    return path


def _what_next(report: RenewalReport, settings: Settings) -> str:
    """Return the line that a re-extraction ends with."""
    if report.dry_run:
        return "Nothing was stored. The same command without --dry-run stores it."
    if report.tally.count("unreadable"):
        return (
            "What the archive has lost comes back with: topicwire run PATH|URL"
            " (remove a damaged file there first)"
        )
    return _where_feeds_are(settings)


def _where_feeds_are(settings: Settings) -> str:
    from flows.prefect_environment import running

    addresses = running(settings)
    if addresses:
        return f"Feeds: {addresses['feeds']}\nRuns:  {addresses['prefect']}"
    return (
        f"Feeds: {settings.data.www / 'index.html'} (in files; `topicwire up` serves them"
        f" at {settings.base_url} and shows the runs)"
    )


if __name__ == "__main__":
    main()
