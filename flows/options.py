"""What commands have in common: the options that name a beat, its store, and how lines are printed."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console
    from sqlite_utils import Database

    from extractors.models import Article
    from flows.settings import Settings
    from flows.source_table import Source

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
#: As far as SQLite counts.
ID = click.IntRange(max=2**63 - 1)


class Moment(click.ParamType[datetime]):
    """A point in time: a date, or so long ago."""

    name = "when"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        from flows.workbench import moment_of

        try:
            return moment_of(value, now=datetime.now(UTC))
        except (ValueError, OverflowError):
            self.fail(
                f"{value!r} is no point in time. Write 90d, 2w, 12h or 2026-01-31", param, ctx
            )


def settled(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give *command* the options `--data` and `--config`, and their outcome as the argument *settings*."""

    @click.option("--data", type=FOLDER, help="Data folder. Default: TOPICWIRE_DATA, or var/.")
    @click.option(
        "--config",
        type=FILE,
        help="Settings file. Default: TOPICWIRE_CONFIG, or topicwire.toml in this folder.",
    )
    @functools.wraps(command)
    def with_settings(*args: Any, data: Path | None, config: Path | None, **kwargs: Any) -> Any:
        from flows.settings import load_settings

        named = click.get_current_context().find_root().params
        settings = load_settings(config=config or named["config"], data=data or named["data"])
        return command(*args, settings=settings, **kwargs)

    return with_settings


as_json = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object a line, for programs."
)


def check_beat(settings: Settings) -> None:
    """Find out in a moment what would else come out after Prefect has started."""
    from extractors.topics.packfile import load_pack
    from storage.database import opened

    load_pack(settings.topics)
    with opened(settings.data):
        pass


def check_topic(topic: str, settings: Settings) -> None:
    from extractors.topics.packfile import load_pack

    names = [known.name for known in load_pack(settings.topics).topics]
    if topic not in names:
        raise click.BadParameter(
            f"there is no topic {topic!r} in {settings.topics}. There are: {', '.join(names)}",
            param_hint="--topic",
        )


@contextmanager
def store(settings: Settings) -> Iterator[Database]:
    from storage.database import opened

    if not settings.data.database.exists():
        raise click.ClickException(
            f"Nothing is stored in {settings.data.root} yet. Start with: topicwire run PATH"
        )
    with opened(settings.data) as db:
        yield db


def article_of(db: Database, id: int) -> Article:
    from storage import articles

    found = articles.article(db, id)
    if found is None:
        raise click.ClickException(
            f"There is no article {id}. `topicwire list` shows what there is."
        )
    return found


def source_of(name: str, settings: Settings) -> Source:
    found = settings.source(name)
    if found is None:
        names = ", ".join(source.name for source in settings.sources) or "none yet"
        raise click.ClickException(f"There is no source {name}. There are: {names}")
    return found


def print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def console() -> Console:
    from rich.console import Console

    return Console(stderr=True)
