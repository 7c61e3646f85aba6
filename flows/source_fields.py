"""What may stand in the table of a source, key by key, with its check and an example."""

from __future__ import annotations

import re
from typing import Any, Literal, get_args

from flows.setting_table import (
    Setting,
    is_between,
    is_cron,
    is_one_of,
    is_said,
    is_time_zone,
)

#: What stands at a source's address. A `page` is itself the article that is watched; a `list` is a file or page with
#: one address a line; a `folder` is an inbox.
Kind = Literal["feed", "sitemap", "listing", "page", "folder", "list"]
KINDS_OF_SOURCE: tuple[Kind, ...] = get_args(Kind)

#: How far its copy is to be trusted, from A (completely reliable) to F (cannot be judged), as the Admiralty code grades.
GRADES = ("A", "B", "C", "D", "E", "F")

_PERIOD = re.compile(r"(\d{1,4})\s*(m|h|d)")
_UNITS = {"m": 60, "h": 3600, "d": 86400}
_HEADER = re.compile(r"[A-Za-z0-9-]+")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
#: What the client sends by itself.
_OURS = {"host", "user-agent", "cookie", "accept-encoding", "if-none-match", "if-modified-since"}


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
BY_KEY = {setting.key: setting for setting in FIELDS}
