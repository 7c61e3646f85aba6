"""Every setting: its name, kind, default, what makes a value wrong, and a right one to show."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError


@dataclass(frozen=True, kw_only=True)
class Setting:
    key: str
    kind: type
    default: Any
    #: A right value, as it is written in the file.
    example: str
    #: Returns what is wrong with a value of the right type, `None` when nothing is.
    check: Callable[[Any], str | None] = lambda value: None

    @property
    def variable(self) -> str:
        return "TOPICWIRE_" + self.key.replace(".", "_").upper()


def is_between(least: float, most: float) -> Callable[[Any], str | None]:
    """Return the check of a number."""
    return lambda value: (
        None if least <= value <= most else f"it must lie between {least} and {most}"
    )


def is_one_of(right: Sequence[str]) -> Callable[[Any], str | None]:
    """Return the check of a word out of several."""
    return lambda value: None if value in right else f"it must be one of: {', '.join(right)}"


def problem_with(setting: Setting, value: Any) -> str | None:
    """Return what is wrong with *value*, its type first; `None` when nothing is."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    right = {
        str: isinstance(value, str),
        int: is_number and isinstance(value, int),
        float: is_number,
        bool: isinstance(value, bool),
        list: isinstance(value, list) and all(isinstance(item, str) for item in value),
        dict: isinstance(value, dict),
    }[setting.kind]
    return setting.check(value) if right else f"it must be {KINDS[setting.kind]}"


def is_said(value: str) -> str | None:
    """Return what is wrong with a text that must say something."""
    return None if value.strip() else "it must not be empty"


def is_cron(value: str) -> str | None:
    """Return what is wrong with a cron expression."""
    try:
        CronSim(value, _ANY_DAY)
    except CronSimError as error:
        return f"it is no cron expression ({error})"
    return None


def is_time_zone(value: str) -> str | None:
    """Return what is wrong with the name of a time zone."""
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        return "there is no such time zone"
    return None


def _is_web_address(value: str) -> str | None:
    try:
        parts = urlsplit(value)
    except ValueError as error:
        return f"it is no address ({error})"
    if not value or (parts.scheme in ("http", "https") and parts.netloc):
        return None
    return "it is no http or https address"


def _are_hosts(values: list[str]) -> str | None:
    wrong = [value for value in values if not re.fullmatch(r"[^\s/@]+:\d{1,5}", value)]
    return f"{wrong[0]!r} is not host:port" if wrong else None


_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)

SETTINGS = (
    Setting(
        key="name", kind=str, default="topicwire", example='name = "CSTO watch"', check=is_said
    ),
    Setting(
        key="topics", kind=str, default="csto", example='topics = "topics.toml"', check=is_said
    ),
    Setting(key="data", kind=str, default="var", example='data = "var"', check=is_said),
    Setting(key="intake.inbox", kind=str, default="", example='inbox = "inbox"'),
    Setting(key="fetch.contact", kind=str, default="", example='contact = "desk@courier.example"'),
    Setting(
        key="fetch.timeout_seconds",
        kind=float,
        default=20.0,
        example="timeout_seconds = 20",
        check=is_between(0.1, 600),
    ),
    Setting(
        key="fetch.max_megabytes",
        kind=int,
        default=10,
        example="max_megabytes = 10",
        check=is_between(1, 10),
    ),
    Setting(
        key="fetch.delay_seconds",
        kind=float,
        default=2.0,
        example="delay_seconds = 2",
        check=is_between(0, 60),
    ),
    Setting(
        key="fetch.allow",
        kind=list,
        default=[],
        example='allow = ["intranet.example:8080"]',
        check=_are_hosts,
    ),
    Setting(
        key="extract.workers",
        kind=int,
        default=min(os.cpu_count() or 1, 8),
        example="workers = 2",
        check=is_between(1, 64),
    ),
    Setting(
        key="extract.page_seconds",
        kind=float,
        default=5.0,
        example="page_seconds = 5",
        check=is_between(0.1, 600),
    ),
    Setting(
        key="extract.page_megabytes",
        kind=int,
        default=1000,
        example="page_megabytes = 1000",
        check=is_between(250, 64_000),
    ),
    Setting(
        key="feeds.base_url",
        kind=str,
        default="",
        example='base_url = "https://feeds.courier.example/"',
        check=_is_web_address,
    ),
    Setting(
        key="feeds.host",
        kind=str,
        default="127.0.0.1",
        example='host = "127.0.0.1"',
        # An empty one would listen on every network there is.
        check=is_said,
    ),
    Setting(
        key="feeds.port", kind=int, default=4280, example="port = 4280", check=is_between(1, 65535)
    ),
    Setting(
        key="feeds.entries", kind=int, default=50, example="entries = 50", check=is_between(1, 1000)
    ),
    Setting(
        key="prefect.port",
        kind=int,
        default=4200,
        example="port = 4200",
        check=is_between(1, 65535),
    ),
    Setting(
        key="schedule.cron",
        kind=str,
        default="*/15 * * * *",
        example='cron = "*/15 * * * *"',
        check=is_cron,
    ),
    Setting(
        key="schedule.timezone",
        kind=str,
        default="UTC",
        example='timezone = "Europe/Berlin"',
        check=is_time_zone,
    ),
)

KINDS = {
    str: "text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list of texts",
    dict: "a table of names and texts",
}
