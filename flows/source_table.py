"""Sources: one table `[sources.NAME]` of the settings file each, read and checked."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from cronsim import CronSim

from extractors.errors import ConfigError
from extractors.tomlfile import TomlFile
from flows.setting_table import problem_with
from flows.source_fields import BY_KEY, Kind, seconds_of

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@dataclass(frozen=True, kw_only=True)
class Source:
    """One place that brings copy."""

    name: str
    kind: Kind
    #: An address; of a folder, and of a list that is a file, an absolute path.
    url: str
    #: Named as the outlet where a page names none.
    outlet: str | None = None
    #: Taken for the language where neither page nor text tells; BCP 47 primary subtag.
    language: str | None = None
    #: One of `source_fields.GRADES`, `None` where nobody graded it.
    reliability: str | None = None
    #: Seconds between two polls; `None` where they follow the source's own rhythm, or *cron*.
    every: float | None = None
    cron: str | None = None
    timezone: str = "UTC"
    #: Where an article's text is taken from: from its page, or from the feed, whose pages then are never fetched.
    text: Literal["page", "feed"] = "page"
    #: Of a listing: the pattern of the links to follow, with `*` for anything.
    links: str | None = None
    #: At most so many new articles a poll; the rest come with the next ones.
    limit: int = 100
    #: At most so many articles of those that are there at the first poll.
    backfill: int = 20
    #: By header: the environment variable that holds its value.
    headers: Mapping[str, str] = field(default_factory=dict)
    #: The environment variable that holds the Cookie header.
    cookies: str | None = None
    paused: bool = False

    @property
    def is_fetched(self) -> bool:
        """Whether it stands at an address, and not in a file or folder."""
        return "://" in self.url

    def next_of_cron(self, now: datetime) -> datetime | None:
        """Return when *cron* next wants a poll after *now*, in *now*'s zone; `None` without *cron*."""
        if self.cron is None:
            return None
        local = now.astimezone(ZoneInfo(self.timezone))
        return next(CronSim(self.cron, local)).astimezone(now.tzinfo)

    def secrets(self, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
        """
        Return the headers to send, with their values out of *environ*.

        Raises:
            MissingSecretError: a variable is not set.
        """
        named = {**self.headers, **({"Cookie": self.cookies} if self.cookies else {})}
        for header, variable in named.items():
            if variable not in environ:
                raise MissingSecretError(self.name, header, variable)
        return {header: environ[variable] for header, variable in named.items()}


class MissingSecretError(ConfigError):
    """The environment does not hold what a source's header is to be filled with."""

    def __init__(self, source: str, header: str, variable: str) -> None:
        super().__init__(
            Path(f"${variable}"),
            None,
            f"it is not set, and source {source} sends its value as {header}",
            f"Set it where topicwire runs: {variable}=...",
        )


def sources_in(file: TomlFile, base: Path) -> tuple[Source, ...]:
    """
    Return the sources of *file*, in its order; relative paths count from *base*.

    Raises:
        ConfigError: with the file, the line, the wrong value and a right one.
    """
    tables = file.values.get("sources", {})
    if not isinstance(tables, dict):
        raise file.error(
            "sources is no table", 'Write each as: [sources.courier] url = "https://…"', "sources"
        )
    return tuple(_source(file, name, table, base) for name, table in tables.items())


def _source(file: TomlFile, name: str, table: Any, base: Path) -> Source:
    where = ("sources", name)
    if not _NAME.fullmatch(name):
        raise file.error(
            f"{name!r} is no name for a source",
            "Use small letters, digits and hyphens: [sources.daily-courier]",
            *where,
        )
    if not isinstance(table, dict):
        raise file.error(
            f"sources.{name} is no table",
            f'Write it like this: [sources.{name}] url = "https://courier.example/feed.xml"',
            *where,
        )
    for key, value in table.items():
        _check(file, (*where, key), key, value)
    if "url" not in table:
        raise file.error(f"source {name} has no url", _remedy("url"), *where)
    if "every" in table and "cron" in table:
        raise file.error(
            f"source {name} has both every and cron", "Keep one of them", *where, "cron"
        )
    kind, url = _place(table, base)
    source = Source(
        name=name,
        kind=kind,
        url=url,
        every=seconds_of(table["every"]) if "every" in table else None,
        **{key: value for key, value in table.items() if key not in ("url", "kind", "every")},
    )
    if problem := _mismatch(source):
        raise file.error(f"source {name}: {problem[1]}", problem[2], *where, problem[0])
    return source


def _place(table: dict[str, Any], base: Path) -> tuple[Kind, str]:
    url = table["url"]
    if "://" in url:
        return table.get("kind", "feed"), url
    path = (base / url).resolve()
    return table.get("kind", "folder" if path.is_dir() else "list"), str(path)


def _mismatch(source: Source) -> tuple[str, str, str] | None:
    """Return the key that does not go with the others, what is wrong, and a remedy."""
    if source.kind == "folder" and source.is_fetched:
        return "kind", "a folder is no address", 'Write it like this: url = "clippings"'
    if source.kind not in ("folder", "list") and not source.is_fetched:
        return "url", f"url = {source.url!r} is no http or https address", _remedy("url")
    if source.text == "feed" and source.kind != "feed":
        return (
            "text",
            f"a {source.kind} brings no text of its own",
            'Only a feed may: kind = "feed"',
        )
    if source.links and source.kind != "listing":
        return "links", f"a {source.kind} has no links to choose from", 'Write: kind = "listing"'
    return None


def _check(file: TomlFile, where: tuple[str, ...], key: str, value: Any) -> None:
    setting = BY_KEY.get(key)
    if setting is None:
        near = difflib.get_close_matches(key, BY_KEY, n=1, cutoff=0.5)
        remedy = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(BY_KEY)}"
        raise file.error(f"a source has no {key}", remedy, *where)
    if problem := problem_with(setting, value):
        raise file.error(f"{key} = {value!r}: {problem}", _remedy(key), *where)


def _remedy(key: str) -> str:
    return f"Write it like this: {BY_KEY[key].example}"
