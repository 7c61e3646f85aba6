"""`topicwire sources ...`: what is watched, how it is, and more of it. Each command only asks and prints."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.options import FILE, Moment, as_json, console, print_lines, settled, source_of

if TYPE_CHECKING:
    from flows.settings import Settings
    from flows.source_table import Source

_KINDS = ("feed", "sitemap", "listing", "page", "list")


@click.group()
def sources() -> None:
    """
    Say what is watched, and see how it is.

    \b
    First steps:
      topicwire sources add https://courier.example/    finds its feed, shows what is there
      topicwire sources list                            how each one is
      topicwire run                                     polls those that are due
    """


@sources.command()
@click.argument("url")
@click.option("--name", help="What to call it: small letters, digits and hyphens.")
@click.option("--kind", type=click.Choice(_KINDS), help="What it is, if not what is found first.")
@click.option("--links", metavar="PATTERN", help="Of a page of links: those to follow, as /news/*.")
@click.option("--outlet", help="The outlet's name, where its pages do not say.")
@click.option("--every", metavar="30m|2h|1d", help="Poll it that often, whatever its own rhythm.")
@click.option("--yes", is_flag=True, help="Save without asking.")
@settled
def add(
    url: str,
    name: str | None,
    kind: Any,
    links: str | None,
    outlet: str | None,
    every: str | None,
    yes: bool,
    settings: Settings,
) -> None:
    """
    Find the feed of the site at URL, show five of its articles as they would be stored, and save it as a source.

    URL may also be a folder, or a file with one address a line.

    Looked for are, in this order: a feed, the feeds that a page states or links to, those at the usual paths, a
    sitemap that robots.txt names, the links on the page; else the page itself is watched.
    """
    from extractors.errors import FetchError
    from flows.fetching import advised, client_for
    from flows.prospect import prospect
    from flows.source_file import add_sources, free_name

    taken = {source.name: source for source in settings.sources}
    if name in taken:
        raise click.UsageError(f"There is a source {name} already: {taken[name].url}")
    try:
        with client_for(settings) as client:
            found = prospect(url, client, kind=kind, links=links, now=datetime.now(UTC))
    except FetchError as error:
        raise click.ClickException(f"{advised(error)}: {error.url}") from error
    if there := [one for one in taken.values() if one.url == found.source.url]:
        raise click.ClickException(f"It is a source already, called {there[0].name}.")
    click.echo(f"{found.source.url}\n  {found.found}")
    if found.others:
        click.echo("  It states other feeds, too: " + ", ".join(found.others))
    _preview(found.source, found, settings)
    name = name or free_name(outlet or "", found.source.name, taken=taken)
    table = {
        "url": found.source.url,
        "kind": found.source.kind,
        "outlet": outlet or (found.look.title if found.source.kind == "feed" else None),
        "links": links,
        "every": every,
    }
    path = settings.file or Path.cwd() / "topicwire.toml"
    if not yes and not click.confirm(f"Save it as {name} in {path}?", default=True):
        click.echo("Nothing was saved.")
        return
    add_sources(path, {name: {key: value for key, value in table.items() if value}})
    click.echo(f"Saved as {name} in {path}. `topicwire run` polls it.")


@sources.command("import")
@click.argument("file", type=FILE)
@settled
def import_opml(file: Path, settings: Settings) -> None:
    """
    Add every feed in an OPML file, as feed readers export them, as a source.

    What is a source already is left alone. Nothing is fetched yet.
    """
    from extractors.sources.opml import read_opml
    from extractors.urls import host_of
    from flows.source_file import add_sources, free_name

    try:
        content = file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}") from error
    found = read_opml(content)
    urls = {source.url for source in settings.sources}
    names = {source.name for source in settings.sources}
    tables: dict[str, dict[str, Any]] = {}
    for outline in found.outlines:
        if outline.url in urls:
            continue
        name = free_name(outline.title or "", host_of(outline.url), taken=names)
        names.add(name)
        tables[name] = {"url": outline.url, "kind": "feed"}
        if outline.title:
            tables[name]["outlet"] = outline.title
    path = settings.file or Path.cwd() / "topicwire.toml"
    if tables:
        add_sources(path, tables)
    for name, table in tables.items():
        click.echo(f"added      {name}  {table['url']}")
    known = len(found.outlines) - len(tables)
    click.echo(
        f"{len(tables)} added to {path}, {known} known already, {found.left_out} entries name no feed."
        + (" `topicwire run` polls them." if tables else "")
    )
    if not found.outlines:
        sys.exit(1)


@sources.command()
@settled
def export(settings: Settings) -> None:
    """Print the sources that are feeds as OPML, for any feed reader."""
    from extractors.sources.models import Outline
    from extractors.sources.opml import write_opml

    outlines = [
        Outline(url=source.url, title=source.outlet or source.name)
        for source in settings.sources
        if source.kind == "feed"
    ]
    click.echo(write_opml(outlines, title=settings.name).decode(), nl=False)


@sources.command("list")
@as_json
@settled
def list_sources(as_json: bool, settings: Settings) -> None:
    """List every source: how it is and since when, when it last brought something, when it is polled next."""
    from flows import rows, watch

    found = watch.standings(settings)
    if as_json:
        print_lines(rows.json_line(watch.row(one)) for one in found)
        return
    if not found:
        click.echo("There are no sources yet. Add one with: topicwire sources add URL")
        return
    print_lines(watch.lines(found, now=datetime.now(UTC)))


@sources.command()
@click.argument("name")
@settled
def check(name: str, settings: Settings) -> None:
    """
    Poll a source now and show five of its articles as they would be stored. Stores nothing.

    Exit code 1 when it cannot be read, or has nothing.
    """
    from extractors.errors import FetchError, SourceError
    from flows.fetching import client_for
    from flows.reading import look

    source = source_of(name, settings)
    try:
        with client_for(settings) as client:
            found = look(
                source, client, known=None, headers=source.secrets(), now=datetime.now(UTC)
            )
    except (FetchError, SourceError) as error:
        raise click.ClickException(f"{source.name}: {error}") from error
    click.echo(f"{source.name}: {source.url}, a {source.kind}")
    if found.note:
        click.echo(f"  {found.note}")
    _preview(source, found, settings)
    if not found.copy:
        sys.exit(1)


@sources.command()
@click.argument("name")
@settled
def pause(name: str, settings: Settings) -> None:
    """Stop polling a source. What it brought stays."""
    _set_paused(name, settings, paused=True)
    click.echo(f"{name} is not polled any more. Again with: topicwire sources resume {name}")


@sources.command()
@click.argument("name")
@settled
def resume(name: str, settings: Settings) -> None:
    """Poll a paused source again."""
    _set_paused(name, settings, paused=False)
    click.echo(f"{name} is polled again by the next run.")


@sources.command()
@click.argument("name", required=False)
@click.option("--since", type=Moment(), default="24h", show_default=True, metavar="24h|DATE")
@click.option("--until", type=Moment(), metavar="1h|DATE", help="Default: now.")
@as_json
@settled
def coverage(
    name: str | None,
    since: datetime,
    until: datetime | None,
    as_json: bool,
    settings: Settings,
) -> None:
    """
    Say what could not be seen: for each source the hours in which nobody looked, or looking failed.

    Of all sources, or of NAME. Hours are UTC.
    """
    from flows import rows, watch

    if name:
        source_of(name, settings)
    gaps = watch.gaps(settings, since=since, until=until or datetime.now(UTC), name=name)
    if as_json:
        print_lines(rows.json_line(watch.gap_row(gap)) for gap in gaps)
        return
    print_lines(watch.gap_lines(gaps))


def _preview(source: Source, found: Any, settings: Settings) -> None:
    """Print what the newest five pieces of copy would be stored as."""
    from flows import watch
    from flows.prospect import Prospect

    look = found.look if isinstance(found, Prospect) else found
    copy = look.copy or ()
    click.echo(f"  {len(copy)} {'entry' if len(copy) == 1 else 'entries'} there now.")
    if copy:
        console().print("Reading five of them ..." if len(copy) > 5 else "Reading them ...")
    print_lines(watch.preview(settings, source, copy[:5]))


def _set_paused(name: str, settings: Settings, *, paused: bool) -> None:
    from flows.source_file import set_paused

    source_of(name, settings)
    if settings.file is None:
        raise click.ClickException("There is no settings file.")
    set_paused(settings.file, name, paused=paused)
