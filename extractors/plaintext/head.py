"""
Finds the headline of bare copy and reads the lines around it: section and outlet above, byline and date below.

Nothing marks a headline in plain text. It is told by its surroundings; copy that begins with its first paragraph has
none.

Over 250 lines because every step asks about the same few lines, and no other module does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.page.boilerplate import SENTENCE
from extractors.page.line_rules import is_menu, rule_of
from extractors.page.phrases import fold
from extractors.plaintext.copylines import Line
from extractors.plaintext.credits import (
    SECTIONS,
    Fields,
    dateline,
    desk,
    is_kind,
    is_outlet,
    is_section,
    note,
    signature,
    source_of,
)

#: Ledes written as one sentence begin at about 110 characters, headlines hardly reach 160.
_LONGEST_TITLE = 160
#: A longer line below a section's name is its standfirst, not its headline.
_LONGEST_HEADLINE = 110
#: Byline and date may stand below a standfirst; further down a date belongs to the text.
_BELOW_STANDFIRST = 4
#: Whole menus of a site have about a hundred lines.
_LONGEST_HEAD = 300
#: So many lines at the end may introduce or name the author again.
_BLURB = 4

#: These state who signs wherever they stand.
_SIGNED = re.compile(
    r"^(?:(?:author|автор|հեղինակ|published|date|updated|дата|опубликовано)\w* ?[:՝]"
    r"|interviewed by|interview by|compiled by|беседовал|записал|интервью |подготовил|материал подготовил|զրուցեց|զրուցել է"
    r"|propos recueillis par|das (?:gespräch|interview) führte)",
    re.IGNORECASE,
)
_BREADCRUMB = re.compile(r" *[|>»›] *| [/•·] ")
_BULLETS = ("- ", "* ", "• ", "– ", "— ", "+ ")
_QUESTION = re.compile(r"(?:Q|A|В|О)(?:uestion|nswer|опрос|твет)?[:.] ")
#: Buttons for larger letters, counters of a share bar, the handle of a writer.
_SCRAP = re.compile(r"\w|[\d.,]+[kKкК]?|@\w+|[AА][+-]+")
#: "Headline | Outlet", as a browser's window is named.
_WINDOW = re.compile(r"(.+) (\||::|[–—-]) (.{3,40})$")


@dataclass(frozen=True, kw_only=True)
class Head:
    """What stands around a copy's headline."""

    title: str | None
    #: What the byline, the date line and the like state, the first of each. "dated" is a dateline's day.
    noted: Fields
    #: What stands above the headline states: section, outlet.
    above: Fields
    #: The places of all lines that are no article, that of the headline among them.
    taken: frozenset[int]


def read_head(lines: Sequence[Line], *, title: str | None) -> Head:
    """Return the head of the copy that has *lines*; *title* is the one stated elsewhere, which then is the title."""
    texts = [line.text for line in lines]
    lede = _lede(texts)
    notes = _notes(texts, lede)
    # A heading below the first paragraph is a sub-heading, whatever its rank.
    ranked = next((place for place, line in enumerate(lines[: lede + 1]) if line.rank == 1), None)
    place = ranked if ranked is not None else _title_place(texts, notes, lede)
    if place is None and (named := _named_like_a_byline(notes, lede)) is not None:
        notes[named] = None
        place = _title_place(texts, notes, lede)
    labelled = next((one["title"] for one in notes if one and one.get("title")), None)
    outlet = ""
    if place is not None and not (title or labelled):
        title, outlet = _without_outlet(texts[place], texts[place + 1 : lede + 1])
    title = title or labelled
    if place not in (None, ranked) and fold(texts[place or 0]) != fold(title or "") and not outlet:
        # It is stated elsewhere; then a short first line without a mark is text.
        place = None
    if place is not None:
        _note_labels(texts, notes, lede, place)
        _sign(texts, notes, lede, place)
    top = place if place is not None else len(list(_labels(texts[:1])))
    taken = {number for number, one in enumerate(notes) if one is not None}
    above = _above(lines[:top])
    return Head(
        title=title,
        noted=_first_of_each(filter(None, notes)),
        above={**above, "site": outlet} if outlet and "site" not in above else above,
        taken=frozenset(taken | set(range(top if place is None else top + 1))),
    )


def _labels(texts: Sequence[str]) -> Iterator[str]:
    return (text for text in texts if is_section(text) or is_kind(text))


def _lede(lines: Sequence[str]) -> int:
    """Return the place of the first paragraph, that below the longest head if there is none."""
    for place, line in enumerate(lines[:_LONGEST_HEAD]):
        ends = line.rstrip("\"'”’»)")[-1:] in (".", "։", ":")
        long = len(line) > _LONGEST_TITLE or (len(line) >= SENTENCE and ends)
        if long and not rule_of(line) and note(line) is None:
            return place
    return min(len(lines), _LONGEST_HEAD)


def _notes(lines: Sequence[str], lede: int) -> list[Fields | None]:
    """Return for each line what it states beside the article, `None` for a line that may be article."""
    end = min(lede + _BELOW_STANDFIRST, len(lines))
    notes = [
        _head_note(line) if place < lede else note(line) for place, line in enumerate(lines[:end])
    ]
    # Days one after the other between the lines are those of a timeline.
    days = [place for place in range(lede, end) if (notes[place] or {}).keys() == {"published"}]
    for place in days:
        if any((note(line) or {}).keys() == {"published"} for line in lines[place + 1 : place + 5]):
            notes[lede:end] = [None] * (end - lede)
            break
    # The signature has no "by", but stands beside the date.
    for place in range(1, min(lede, end)):
        beside = notes[place - 1 : place + 2]
        if notes[place] is None and any(one and "published" in one for one in beside):
            notes[place] = signature(lines[place]) or desk(lines[place])
    return [*notes, *map(_foot_note, lines[end:])]


def _head_note(line: str) -> Fields | None:
    begun, behind = dateline(line) or ({}, line)
    if "site" in begun and not behind:
        return {"dated" if name == "published" else name: value for name, value in begun.items()}
    stated = note(line)
    return source_of(line) if stated is None else stated


def _foot_note(line: str) -> Fields | None:
    if _SIGNED.match(line):
        return note(line)
    # Whose, in a list of other stories?
    return {} if line.startswith(("By ", "by ", "BY ")) and note(line) is not None else None


def _title_place(lines: Sequence[str], notes: Sequence[Fields | None], lede: int) -> int | None:
    places = [
        place
        for place, line in enumerate(lines[:lede])
        if notes[place] is None
        and not (rule_of(line) or is_menu(line) or is_section(line) or is_kind(line))
    ]
    title = None
    for place in places:
        signed = any(one is not None for one in notes[place + 1 : place + 2])
        signed = signed or (place + 1 < lede and _may_sign(lines, notes, lede, place + 1))
        if not _is_headline(lines[place], signed=signed):
            break
        if title is not None and not (
            _is_label(lines[title]) and len(lines[place]) <= _LONGEST_HEADLINE
        ):
            break
        if title is not None and _may_sign(lines, notes, lede, place):
            break
        title = place
    return None if title is None or len(lines[title].split()) == 1 else title


def _named_like_a_byline(notes: Sequence[Fields | None], lede: int) -> int | None:
    """Return the place of a first line like "Weekly Review, 8 May 2024", which is a headline when nothing else is."""
    for place, stated in enumerate(notes[:lede]):
        if stated is not None:
            names = "published" in stated and not stated.keys().isdisjoint(("author", "site"))
            return place if names else None
    return None


def _is_headline(line: str, *, signed: bool) -> bool:
    """A full stop makes a sentence of it, unless byline or date come right below."""
    if len(line) > _LONGEST_TITLE or line.startswith(_BULLETS) or _QUESTION.match(line):
        return False
    if line[-1] in "!?…" and len(line) > _LONGEST_HEADLINE:
        return False
    return line[-1] not in ".։:;," or signed


def _is_label(line: str) -> bool:
    """Tell whether *line* may be what stands above a headline: two words, or up to five that are all capitalised."""
    words = [word for word in line.split() if word[0].isalnum()]
    if len(words) <= 6 and _BREADCRUMB.search(line):
        return True
    if len(words) > 5 or not re.fullmatch(r"[\w &/'’-]+", line):
        return False
    return len(words) <= 2 or all(
        word[0].isupper() or word in ("of", "the", "and") for word in words
    )


def _without_outlet(title: str, below: Sequence[str]) -> tuple[str, str]:
    """Return *title* and the outlet cut off its end: behind a bar, or where the headline stands below without it."""
    found = _WINDOW.fullmatch(title)
    if found is None or len(found[1].split()) < 3 or len(found[3].split()) > 4:
        return title, ""
    repeated = any(fold(line) == fold(found[1]) for line in below[:_BELOW_STANDFIRST])
    named = found[2] in ("|", "::") and (is_outlet(found[3]) or found[3].istitle())
    return (found[1], found[3]) if repeated or named else (title, "")


def _note_labels(lines: Sequence[str], notes: list[Fields | None], lede: int, place: int) -> None:
    """Note what stands between the headline at *place* and the first paragraph and is no text: section, handle, counter."""
    # From below: names stand above the handles and days that tell them from text.
    for number in reversed(range(place + 1, lede)):
        line = lines[number]
        if notes[number] is not None:
            continue
        if is_section(line):
            notes[number] = {"section": line}
        elif is_kind(line) or _SCRAP.fullmatch(line):
            notes[number] = {}
        elif any(one is not None for one in (notes[number - 1], *notes[number + 1 : number + 2])):
            notes[number] = desk(line)


def _sign(lines: Sequence[str], notes: list[Fields | None], lede: int, place: int) -> None:
    """Note the name that stands alone between the headline at *place* and the first paragraph."""
    if any(one and "author" in one for one in notes):
        return
    for number in range(place + 1, lede):
        if notes[number] is None and _may_sign(lines, notes, lede, number):
            notes[number] = signature(lines[number])
            return


def _may_sign(lines: Sequence[str], notes: Sequence[Fields | None], lede: int, place: int) -> bool:
    """A name right above the first paragraph, or above another note, that the article does not speak of."""
    if place + 1 < lede and notes[place + 1] is None:
        return False
    stated = signature(lines[place])
    if stated is None or rule_of(lines[place]):
        return False
    name = stated["author"]
    return not any(
        name in line for line in (*lines[:place], *lines[lede : max(lede + 1, len(lines) - _BLURB)])
    )


def _above(lines: Sequence[Line]) -> Fields:
    """Return section and outlet as the lines above the headline name them."""
    texts = [line.text for line in lines]
    menu = [number for number, text in enumerate(texts) if _is_menu_line(text)]
    named = [
        (number, text)
        for number, text in enumerate(texts)
        if number not in menu and note(text) is None and not is_kind(text)
    ]
    sections = [text for _, text in named if is_section(text)]
    stated: Fields = {}
    if len(sections) > 2:
        # A menu names every section, hence none; but one set apart below it, or named again, is the article's.
        named = [(number, text) for number, text in named if not is_section(text)]
        if is_section(texts[-1]) and sections.count(texts[-1]) > 1:
            stated["section"] = texts[-1]
    elif len(sections) == 2 and fold(sections[0]) == fold(sections[1]):
        stated["section"] = sections[0]
    if named and menu and named[0][0] < menu[-1] and not is_section(named[0][1]):
        # What stands above the menu is the outlet.
        stated["site"] = named.pop(0)[1]
    for _, text in named:
        for name, value in _of_label(text).items():
            if name == "site" or not (is_section(value) or name not in stated):
                stated.setdefault(name, value)
            else:
                stated[name] = value
    return stated


def _of_label(line: str) -> Fields:
    """Return what a section's name, a masthead or a path of sections states."""
    stated: Fields = {}
    parts = [part for part in _BREADCRUMB.split(line) if part]
    # "Home > Harbour": the way from a site's front page leads through its sections.
    from_home = is_menu(parts[0]) if parts else False
    usual = next((part for part in parts if is_section(part) and not is_menu(part)), None)
    for part in parts[1:] if from_home else parts:
        if not (from_home or is_section(part)) and (part != line or _is_masthead(line)):
            stated.setdefault("site", part)
        elif not is_menu(part) or is_section(part):
            stated["section"] = part
    return {**stated, "section": usual} if from_home and usual else stated


def _is_menu_line(line: str) -> bool:
    return is_menu(line) or bool(rule_of(line)) or line.startswith(_BULLETS)


def _is_masthead(line: str) -> bool:
    words = fold(line).split()
    return len(words) > 1 and line.isupper() and (is_outlet(line) or SECTIONS.isdisjoint(words))


def _first_of_each(notes: Iterator[Fields]) -> Fields:
    stated: Fields = {}
    for fields in notes:
        for name, value in fields.items():
            if value:
                stated.setdefault(name, value)
    return stated
