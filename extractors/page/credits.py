"""
Reads the lines around a headline: who signs, for which outlet, on which day.

A line is read only when nothing is left over: "By Ann Lee | 13 June 2024" is a byline, a sentence beginning with "By"
is not.
"""

from __future__ import annotations

import re

from extractors.page.persons import persons

#: What a line states, by the names of `Reading`'s fields; "author" as written.
Fields = dict[str, str]

_LONGEST = 120


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


_FIELDS = {
    "title": "title headline заголовок վերնագիր titre titel başlık título",
    "author": "by byline author authors автор авторы հեղինակ auteur autor autorin yazar yazan",
    "published": "date published datum дата опубликовано ամսաթիվ tarih fecha",
    "modified": "updated modified lastmod обновлено",
    "site": "site publisher publication outlet издание",
    "url": "url link canonical permalink ссылка",
    "section": "section category categories rubric рубрика rubrik rubrique",
    "description": "description summary subtitle",
    "language": "language lang",
}
_FIELD_OF = {word: name for name, words in _FIELDS.items() for word in words.split()}
_FIELD = re.compile(r"^([^\W\d_]{2,12}) ?[:՝](?!//) *(.*)$")
_URL = re.compile(r"^<?(https?://[^\s<>]+)>?$")

#: With the ways of the seven languages to write a day; what it means is for `dates` to say.
_YEAR = re.compile(r"\d{4}")
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)? ?(?:Z|[+-]\d\d:?\d\d))?|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th|er|º|\.)? (?:de )?[^\W\d_]{3,}\.?,? (?:de )?\d{4}\b"
    r"|\b[^\W\d_]{3,}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}\b"
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\b\.?)?", re.IGNORECASE)
_BESIDE_DATE = _words("""
published posted updated last modified date on at gmt utc bst est edt et cet cest msk monday
tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun t опубликовано
обновлено дата публикации в г года мск понедельник вторник среда четверг пятница суббота
воскресенье հրապարակվել հրապարակված է ամսաթիվ թ publié mis à jour le veröffentlicht aktualisiert
am um uhr stand yayınlanma güncelleme tarihi publicado actualizado el
""")
_AROUND = " |•·,.:;-–—/()"
_UPDATED = re.compile(
    r"\b(?:updated|modified|обновлено|à jour|aktualisiert|güncelleme|actualizado)\b", re.I
)
_BY = re.compile(r"^(?:written by|words by|by|автор|авторы|par|von|por)\b[ :]+(.+)$", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:staff|admin\w*|editor\w*|desk|team|newsroom|correspondents?|reporters?|writers?|редакци\w*|корреспондент\w*)\b",
    re.IGNORECASE,
)

#: Words of outlets' names; none of them is an outlet.
_OUTLET_WORDS = _words("""
news newspaper times post herald tribune daily weekly digest telegraph gazette journal observer
online media agency press today review ledger courier mirror chronicle report magazine tv radio
network briefing quarterly dispatch bulletin wire portal новости вести вестник газета агентство сегодня портал тв радио журнал курьер լուրեր թերթ գործակալություն
nachrichten zeitung presse haber haberleri ajansı gazetesi noticias diario
""")
#: Capitals inside the word, for "YEREVAN. ..." and "Moscow. ..." are places.
_AGENCY_FIRST = re.compile(r"^([^\W\d_a-zа-яё]\w{0,15}[a-zа-яё][A-ZА-ЯЁ]\w{0,15})\. ")
#: What an outlet says of itself; "..., X reports." may name another one.
_AGENCY_LAST = re.compile(r", ([A-Z]\w{1,20}(?:[ .][A-Z]\w{1,20})?) informs\.?$")


def field_of(label: str) -> str | None:
    """Return the field that *label* ("Date", "Автор") announces."""
    return _FIELD_OF.get(label.strip().casefold())


def written_date(line: str) -> str | None:
    """Return the first date in *line*, as written."""
    # Most lines have no year, and that is quickly seen.
    found = _DATE.search(line) if _YEAR.search(line) else None
    return found[0] if found else None


def note(line: str) -> Fields | None:
    """
    Return what *line* states if it is a byline, a date line, an address or a labelled field, and nothing else.

    Empty for a label with nothing behind it ("Date:") and for a role ("By Staff"); `None` for any other line.
    """
    if len(line) > _LONGEST:
        return None
    if found := _URL.match(line):
        return {"url": found[1]}
    found = _FIELD.match(line)
    name = _FIELD_OF.get(found[1].casefold()) if found else None
    if found and name:
        if not found[2] or name not in ("author", "published", "modified"):
            return {name: found[2]}
        if name == "author":
            return _signers(found[2]) or {}
    return _dated(line) or (_signers(by[1]) if (by := _BY.match(line)) else None)


def _dated(line: str) -> Fields | None:
    """Return date and signers of a line that states nothing else."""
    if not (found := _DATE.search(line)):
        return None
    before, after = line[: found.start()], _CLOCK.sub(" ", line[found.end() :])
    fields = {"modified" if _UPDATED.search(before) else "published": found[0]}
    rest = " ".join(
        word
        for word in f"{before} {after}".split()
        if word.casefold().strip(_AROUND) not in _BESIDE_DATE
    ).strip(_AROUND)
    if not rest:
        return fields
    return {**fields, **(_signers(by[1]) or {})} if (by := _BY.match(rest)) else None


def _signers(who: str) -> Fields | None:
    """Return author and outlet, empty for a role ("Staff"); `None` when somebody in *who* is none of them."""
    who = by[1] if (by := _BY.match(who)) else who
    stated: Fields = {}
    for piece in re.split(r" *[,;|&] *| (?:and|и|und|et|y|ve|և|for|of|in) ", who):
        if is_outlet(piece):
            stated.setdefault("site", piece)
        elif persons([piece]):
            stated["author"] = ", ".join(filter(None, (stated.get("author"), piece)))
        elif not _ROLE.search(piece):
            return None
    return stated


def signature(line: str) -> Fields | None:
    """Return who signs with nothing but a name: "Ann Lee", "Ann Lee, Hill Review". Ask only beside a date."""
    name, _, outlet = line.partition(", ")
    if not persons([name]) or is_outlet(name) or line.endswith("."):
        return None
    if not outlet:
        return {"author": name}
    return {"author": name, "site": outlet} if is_outlet(outlet) else None


def is_outlet(name: str) -> bool:
    """Tell whether *name* has a usual word of outlets' names, or is one word in CamelCase or with digits."""
    words = re.findall(r"\w+", name.casefold())
    if not words or len(words) > 6 or name[0].islower():
        return False
    if len(words) == 1 and (
        name[1:] != name[1:].lower() or any(map(str.isdigit, name)) or "news" in words[0]
    ):
        return True
    return not _OUTLET_WORDS.isdisjoint(words)


def agency(lede: str) -> str | None:
    """Return the agency that *lede* names as its own."""
    found = _AGENCY_FIRST.match(lede) or _AGENCY_LAST.search(lede)
    return found[1] if found else None
