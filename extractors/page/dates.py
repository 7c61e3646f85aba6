"""
Reads dates as pages write them; the only importer of dateparser.

dateparser only turns the words of a date into numbers. Left to itself it fills gaps from today and takes parts of
words for more: "12 марта" became March 2012, "12 Mart 2025" December 2025 in the zone of the Marquesas.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache

from dateparser.date import DateDataParser

from extractors.models import Precision, Timestamp
from extractors.page.characters import clean_line

_LANGUAGES = ("en", "ru", "hy", "fr", "de", "tr", "es")
_LONGEST = 200
#: Before this year a page's date is a default of its software (0001-01-01, 1900-01-01), not a statement.
_FIRST_YEAR = 1901

_ISO = re.compile(
    r"(\d{4})-(\d\d)(?:-(\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?)?)?",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?:[a-z]{3},\s*)?\d{1,2} [a-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:GMT|UTC?|[+-]\d{4})",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
_WORD = r"[^\W\d_]{3,15}"
_WORDED = re.compile(
    rf"""(?<!\w)(?:
        \d{{1,2}}(?:st|nd|rd|th|er|\.|º)?\s*(?:de\s+|of\s+)?{_WORD}\.?,?\s+(?:de\s+|del\s+|of\s+)?\d{{4}}
      | {_WORD}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}
    )(?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)
_MONTH = re.compile(rf"{_WORD}\.?,?\s+(?:de\s+)?\d{{4}}")
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*([ap])\.?m\.?)?\s*\(?\s*(Z\b|[A-Za-zА-Яа-я]{3,4}\b)?\s*([+-]\d\d?:?(?:\d\d)?\b)?",
    re.IGNORECASE,
)
#: Only abbreviations that mean one zone to everybody: CST, IST and BST do not.
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180, "мск": 180,
    "est": -300, "edt": -240, "pst": -480, "pdt": -420,
}  # fmt: skip


def parse_date(written: str, *, found_in: str, language: str | None = None) -> Timestamp | None:
    """
    Return the point in time that *written* states, `None` when it states none whole enough.

    An instant needs a clock time and a zone; without a zone the day is kept as written. Words relative to today,
    bare years and bare times state nothing. *language* (a primary subtag) is tried first, and says whether
    03/04/2025 is a day of April; in English it may be either, so it is `None`.
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
        if day := _day(text, language):
            return _stamp(*_with_clock(day, text), written=written, found_in=found_in)
        if _MONTH.fullmatch(text) and (month := _worded(text, language, "month")):
            return _stamp(month, "month", written=written, found_in=found_in)
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


def _day(text: str, language: str | None) -> date | None:
    if found := _YEAR_FIRST.search(text):
        return date(int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR_LAST.search(text):
        return _numeric(int(found[1]), int(found[3]), int(found[4]), found[2], language)
    if found := _WORDED.search(text):
        return _worded(found[0], language, "day")
    return None


def _numeric(first: int, second: int, year: int, mark: str, language: str | None) -> date | None:
    if mark == "." or first > 12 or first == second or language not in (None, "en"):
        return date(year, second, first)
    if second > 12:
        return date(year, first, second)
    return None


def _worded(text: str, language: str | None, precision: Precision) -> date | None:
    numbers = {int(number) for number in re.findall(r"\d+", text)}
    for code in dict.fromkeys([language, *_LANGUAGES] if language in _LANGUAGES else _LANGUAGES):
        found = _parser(str(code)).get_date_data(text)
        if found.date_obj is None or found.period != precision:
            continue
        on: date = found.date_obj.date()
        # Every number must have been read, and read as what it says.
        if numbers == ({on.day, on.year} if precision == "day" else {on.year}):
            return on
    return None


@lru_cache(maxsize=len(_LANGUAGES))
def _parser(language: str) -> DateDataParser:
    settings = {
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["month", "year"],
        "PREFER_DAY_OF_MONTH": "first",
        # Never read, as nothing relative is parsed; fixed so that no result can hang on today.
        "RELATIVE_BASE": datetime(2000, 1, 1),  # noqa: DTZ001 (dateparser wants it naive)
    }
    return DateDataParser(languages=[language], settings=settings)


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


def _zone(written: str) -> timezone:
    if written[0] not in "+-":
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0") if len(written) > 2 else f"0{written[1]}00"
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if written[0] == "-" else offset)
