"""
Reads what the headers of an answer say of time: how long it stays current, when to come again.

Pure. A header that says nothing a machine can read counts as missing: servers send `Expires: -1` and worse.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

#: No server makes us wait, or believe, longer: what it says may be a mistake.
DAY = 86_400.0

# max-age only: s-maxage is for caches that many share.
_MAX_AGE = re.compile(r"""(?:^|[\s,])max-age\s*=\s*"?(\d+)""", re.IGNORECASE)
_STALE = re.compile(r"(?:^|[\s,])no-(?:store|cache)\s*(?:$|,)", re.IGNORECASE)
_SECONDS = re.compile(r"\s*(\d+)\s*")
#: A date of HTTP has 29 to 33 characters.
_LONGEST_DATE = 64


def fresh_seconds(headers: Mapping[str, str]) -> float | None:
    """
    Return for how many seconds more an answer may be taken for current, at most a day; `None` where it does not say.

    Cache-Control goes before Expires. *headers* are looked up in lower case.
    """
    control = headers.get("cache-control", "")
    if _STALE.search(control):
        return 0.0
    lifetime = None
    if found := _MAX_AGE.search(control):
        lifetime = _number(found[1])
    else:
        expires, date = _date(headers.get("expires", "")), _date(headers.get("date", ""))
        if expires and date:
            lifetime = (expires - date).total_seconds()
    if lifetime is None:
        return None
    age = _SECONDS.fullmatch(headers.get("age", ""))
    return _capped(lifetime - (_number(age[1]) if age else 0))


def retry_seconds(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Return how many seconds from *now* the host asks to wait (Retry-After), at most a day; `None` if it does not."""
    written = headers.get("retry-after", "")
    if found := _SECONDS.fullmatch(written):
        return _capped(_number(found[1]))
    date = _date(written)
    return None if date is None else _capped((date - now).total_seconds())


def _number(digits: str) -> float:
    # Python refuses to read more than 4,300 of them.
    return DAY if len(digits) > 9 else float(digits)


def _date(written: str) -> datetime | None:
    if len(written) > _LONGEST_DATE:
        return None
    try:
        date = parsedate_to_datetime(written)
        # `-0000` stands for UTC of which no zone is known.
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def _capped(seconds: float) -> float:
    return min(max(seconds, 0.0), DAY)
