"""Sources: one table `[sources.NAME]` of the settings file each; what may stand in it, and what is wrong with what does."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from cronsim import CronSim

from extractors.errors import ConfigError
from extractors.tomlfile import TomlFile
from flows.setting_table import (
    Setting,
    is_between,
    is_cron,
    is_one_of,
    is_said,
    is_time_zone,
    problem_with,
)

#: What stands at a source's address. A `page` is itself the article that is watched; a `list` is a file or page with
#: one address a line; a `folder` is an inbox.
Kind = Literal["feed", "sitemap", "listing", "page", "folder", "list"]
KINDS_OF_SOURCE: tuple[Kind, ...] = get_args(Kind)

#: How far its copy is to be trusted, from A (completely reliable) to F (cannot be judged), as the Admiralty code grades.
GRADES = ("A", "B", "C", "D", "E", "F")

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_PERIOD = re.compile(r"(\d{1,4})\s*(m|h|d)")
_UNITS = {"m": 60, "h": 3600, "d": 86400}
_HEADER = re.compile(r"[A-Za-z0-9-]+")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
#: What the client sends by itself.
_OURS = {"host", "user-agent", "cookie", "accept-encoding", "if-none-match", "if-modified-since"}


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
    #: One of `GRADES`, `None` where nobody graded it.
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


def seconds_of(period: str) -> int:
    """
    Return how many seconds `30m`, `2h` or `1d` are.

    Raises:
        ValueError: it is no such period.
    """
    written = _PERIOD.fullmatch(period.strip())
    if not written:
        raise ValueError(period)
    return int(written[1]) * _UNITS[written[2]]


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
    setting = _BY_KEY.get(key)
    if setting is None:
        near = difflib.get_close_matches(key, _BY_KEY, n=1, cutoff=0.5)
        remedy = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(_BY_KEY)}"
        raise file.error(f"a source has no {key}", remedy, *where)
    if problem := problem_with(setting, value):
        raise file.error(f"{key} = {value!r}: {problem}", _remedy(key), *where)


def _remedy(key: str) -> str:
    return f"Write it like this: {_BY_KEY[key].example}"


def _is_place(value: str) -> str | None:
    if not value.strip():
        return "it must not be empty"
    if "://" in value and not value.startswith(("http://", "https://")):
        return "only http and https addresses are fetched"
    if re.match(r"[a-z]+://[^/]*@", value):
        return "a user name or password does not belong in this file"
    return None


def _is_period(value: str) -> str | None:
    try:
        seconds = seconds_of(value)
    except ValueError:
        return "it is no number of m, h or d"
    return None if 60 <= seconds <= 30 * 86400 else "it must lie between 1m and 30d"


def _are_headers(values: dict[str, Any]) -> str | None:
    for header, variable in values.items():
        if not _HEADER.fullmatch(header) or header.lower() in _OURS:
            return f"{header!r} is no header to be set here"
        if not isinstance(variable, str) or not _VARIABLE.fullmatch(variable):
            return f"{header} must name an environment variable, not hold the value"
    return None


def _is_variable(value: str) -> str | None:
    return None if _VARIABLE.fullmatch(value) else "it must name an environment variable"


def _is_language(value: str) -> str | None:
    return (
        None if re.fullmatch(r"[a-z]{2,3}", value) else "it is no language code of 2 or 3 letters"
    )


FIELDS = (
    Setting(
        key="url",
        kind=str,
        default=None,
        example='url = "https://courier.example/feed.xml"',
        check=_is_place,
    ),
    Setting(
        key="kind",
        kind=str,
        default=None,
        example='kind = "feed"',
        check=is_one_of(KINDS_OF_SOURCE),
    ),
    Setting(key="outlet", kind=str, default=None, example='outlet = "Courier"', check=is_said),
    Setting(key="language", kind=str, default=None, example='language = "hy"', check=_is_language),
    Setting(
        key="reliability",
        kind=str,
        default=None,
        example='reliability = "B"',
        check=is_one_of(GRADES),
    ),
    Setting(key="every", kind=str, default=None, example='every = "30m"', check=_is_period),
    Setting(key="cron", kind=str, default=None, example='cron = "0 7 * * 1-5"', check=is_cron),
    Setting(
        key="timezone",
        kind=str,
        default=None,
        example='timezone = "Asia/Yerevan"',
        check=is_time_zone,
    ),
    Setting(
        key="text",
        kind=str,
        default=None,
        example='text = "feed"',
        check=is_one_of(("page", "feed")),
    ),
    Setting(key="links", kind=str, default=None, example='links = "/news/*"', check=is_said),
    Setting(
        key="limit", kind=int, default=None, example="limit = 100", check=is_between(1, 10_000)
    ),
    Setting(
        key="backfill", kind=int, default=None, example="backfill = 20", check=is_between(0, 10_000)
    ),
    Setting(
        key="headers",
        kind=dict,
        default=None,
        example='headers = { Authorization = "COURIER_TOKEN" }',
        check=_are_headers,
    ),
    Setting(
        key="cookies",
        kind=str,
        default=None,
        example='cookies = "COURIER_COOKIE"',
        check=_is_variable,
    ),
    Setting(key="paused", kind=bool, default=None, example="paused = true"),
)
_BY_KEY = {setting.key: setting for setting in FIELDS}
