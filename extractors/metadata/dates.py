"""
Reads dates as pages write them: nothing is filled in from today, and what is no date is none.

Libraries that guess take parts of words for more: one made "12 марта" March 2012, and "12 Mart 2025" December 2025 in
the zone of the Marquesas.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime

from extractors.metadata.months import month_of
from extractors.models import Precision, Timestamp
from extractors.page.characters import clean_line

_LONGEST = 200
#: Before this year a page's date is a default of its software (0001-01-01, 1900-01-01), not a statement.
_FIRST_YEAR = 1901
#: Where programs write for programs: there ten digits are seconds since 1970.
_FOR_MACHINES = frozenset(("json-ld", "meta", "microdata", "opengraph", "time"))
#: From 2001 on, when seconds have ten digits.
_EPOCH = re.compile(r"(\d{10})(\d{3})?(?:\.\d+)?")

_ISO = re.compile(
    r"(\d{4})-(\d\d)(?:-(\d\d)(?:(?:T|\s+|T\s+)(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d?:?(?:\d\d)?)?)?)?"
    r"(?:\[[\w/]+\])?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?")
_MAIL = re.compile(
    r"(?:[a-z]{3},\s*)?\d{1,2} [a-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:GMT|UTC?|[+-]\d{4})",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
_EAST_ASIAN = re.compile(r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
#: Marks that belong to a letter (Hindi, Thai) are no \w.
_WORD = r"(?P<word>[^\W\d_][^\s\d_,.()/:|-]{1,15})"
_DAY = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|re|º|ª|-?го|-?ին)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_OF = r"(?:de|del|d['’]|di|of|den)"
_WORDED = (
    re.compile(rf"{_DAY}[.,]?[\s-]*(?:{_OF}\s*)?{_WORD}[.,]?[\s-]*(?:{_OF}\s+)?{_YEAR}", re.IGNORECASE),
    re.compile(rf"(?<!\w){_WORD}\.?,?\s+{_DAY},?\s+(?:{_OF}\s+)?{_YEAR}", re.IGNORECASE),
    re.compile(rf"(?<!\d)(?P<year>(?:19|20)\d\d)\.?\s*(?:m\.|gada)?\s*(?P<other>\d{{1,2}}\.)?\s*{_WORD}\.?\s*(?P<day>\d{{1,2}})(?!\d)", re.IGNORECASE),
)  # fmt: skip
_MONTH = re.compile(rf"{_WORD}\.?,?\s+(?:de\s+)?(?P<year>\d{{4}})", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2})[:.h](\d\d)(?![\d.])(?::(\d\d))?(?:\s*([ap])\.?m\.?)?(?:\s*Uhr)?\s*\(?\s*(Z\b|[A-Za-zА-Яа-я]{3,4}\b)?\s*([+-]\d\d?:?(?:\d\d)?\b)?",
    re.IGNORECASE,
)
#: Only abbreviations that mean one zone to everybody: CST, IST and BST do not. AMT is Armenia's: the papers of the Amazon,
#: whose zone shares it, write out whose time it is.
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "cet": 60, "mez": 60, "cest": 120, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "amt": 240,
    "мск": 180, "trt": 180, "eat": 180, "wat": 60, "sast": 120, "wib": 420, "hkt": 480, "sgt": 480, "jst": 540, "kst": 540,
    "aest": 600, "aedt": 660, "nzdt": 780, "brt": -180, "est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420,
}  # fmt: skip


def parse_date(written: str, *, found_in: str, language: str | None = None) -> Timestamp | None:
    """
    Return the point in time that *written* states, `None` when it states none whole enough.

    An instant needs a clock time and a zone; without a zone the day is kept as written. Words relative to today,
    bare years and bare times state nothing. *language* (a primary subtag) says whether 03/04/2025 is a day of April;
    in English it may be either, so it is `None`.
    """
    # A page's JSON may hold half a surrogate pair, which no file can.
    text = written = clean_line(written)
    if not text or len(text) > _LONGEST:
        return None
    try:
        if iso := _ISO.fullmatch(text):
            return _stamp(*_from_iso(iso), written=written, found_in=found_in)
        if _MAIL.fullmatch(text):
            return _stamp(
                parsedate_to_datetime(text), "instant", written=written, found_in=found_in
            )
        if found_in in _FOR_MACHINES and (number := _EPOCH.fullmatch(text)):
            moment = datetime.fromtimestamp(int(number[1]), tz=UTC)
            return _stamp(moment, "instant", written=written, found_in=found_in)
        if compact := _COMPACT.fullmatch(text):
            return _stamp(*_from_iso(compact), written=written, found_in=found_in)
        # "March 12 10:15 2025" has its clock time between.
        if found := _day(text, language) or _day(_CLOCK.sub(" ", text), language):
            day, rest = found
            return _stamp(*_with_clock(day, rest), written=written, found_in=found_in)
        if (month := _MONTH.fullmatch(text)) and (number_of := month_of(month["word"], language)):
            on = date(int(month["year"]), number_of, 1)
            return _stamp(on, "month", written=written, found_in=found_in)
    except (ValueError, OverflowError):
        # 30 February, 25 o'clock, the end of the calendar: written like a date, but none.
        return None
    return None


def _stamp(at: date, precision: Precision, *, written: str, found_in: str) -> Timestamp | None:
    if not isinstance(at, datetime):
        at = datetime.combine(at, time(), tzinfo=UTC)
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    if at.year < _FIRST_YEAR or at.timestamp() == 0:
        return None
    return Timestamp(at=at.astimezone(UTC), precision=precision, found_in=found_in, written=written)


def _from_iso(match: re.Match[str]) -> tuple[date, Precision]:
    year, month, day, hour, minute, second, zone = match.groups()
    if day is None:
        return date(int(year), int(month), 1), "month"
    on = date(int(year), int(month), int(day))
    if hour is None:
        return on, "day"
    clock = time(int(hour), int(minute), int(second or 0))
    if zone is None:
        return on, "day"
    return datetime.combine(on, clock, tzinfo=_zone(zone)), "instant"


def _day(text: str, language: str | None) -> tuple[date, str] | None:
    """Return the day that *text* states, and the text without it: where a clock time may stand."""
    if found := _YEAR_FIRST.search(text) or _EAST_ASIAN.search(text):
        numbers = [int(one) for one in found.groups() if one.isdigit()]
        return date(*numbers), _without(found)
    if found := _YEAR_LAST.search(text):
        on = _numeric(int(found[1]), int(found[3]), int(found[4]), found[2], language)
        return (on, _without(found)) if on else None
    for pattern in _WORDED:
        for found in pattern.finditer(text):
            if month := month_of(found["word"], language):
                return date(int(found["year"]), month, int(found["day"])), _without(found)
    return None


def _without(found: re.Match[str]) -> str:
    return f"{found.string[: found.start()]} {found.string[found.end() :]}"


def _numeric(first: int, second: int, year: int, mark: str, language: str | None) -> date | None:
    if mark == "." or first > 12 or first == second or language not in (None, "en"):
        return date(year, second, first)
    if second > 12:
        return date(year, first, second)
    return None


def _with_clock(day: date, text: str) -> tuple[date, Precision]:
    clock = _CLOCK.search(text)
    if clock is None:
        return day, "day"
    zone = _zone(clock[6]) if clock[6] else _ZONES.get((clock[5] or "").lower())
    if zone is None:
        return day, "day"
    if isinstance(zone, int):
        zone = timezone(timedelta(minutes=zone))
    hour = int(clock[1])
    if clock[4]:
        hour = hour % 12 + (12 if clock[4].lower() == "p" else 0)
    return datetime.combine(
        day, time(hour, int(clock[2]), int(clock[3] or 0)), tzinfo=zone
    ), "instant"


def wall_clock(written: str) -> tuple[datetime, bool] | None:
    """Return the clock time that *written* (ISO 8601 with a zone) shows, and whether its zone is UTC."""
    found = _ISO.fullmatch(clean_line(written))
    if found is None or found[7] is None:
        return None
    try:
        numbers = [int(one or 0) for one in found.groups()[:6]]
        shown = datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001 (a clock face has no zone)
        return shown, _zone(found[7]).utcoffset(None) == timedelta(0)
    except ValueError:
        return None


def _zone(written: str) -> timezone:
    if written[0] not in "+-":
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0") if len(written) > 2 else f"0{written[1]}00"
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if written[0] == "-" else offset)
