"""
Reads bare copy (.txt, .md): finds title, byline and date at its head, joins wrapped lines, drops what is not article.

Nothing marks a headline in plain text. It is told by its surroundings: above it menus and a section's name, below it
byline, date and first paragraph. Copy that begins with its first paragraph has no title.

Over 250 lines because the walk from text to lines (unwrapping, Markdown) has no other user than this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.models import Timestamp
from extractors.page.boilerplate import (
    SENTENCE,
    article_lines,
    fold,
    is_caption,
    is_menu,
    phrases,
    rule_of,
)
from extractors.page.characters import clean
from extractors.page.credits import (
    Fields,
    agency,
    field_of,
    is_outlet,
    note,
    signature,
    written_date,
)
from extractors.page.dates import parse_date
from extractors.page.persons import persons
from extractors.page.reading import Reading

#: Ledes written as one sentence begin at about 110 characters, headlines hardly reach 160.
_LONGEST_TITLE = 160
#: A longer line below a section's name is its standfirst, not its headline.
_LONGEST_HEADLINE = 110
#: Byline and date may stand below a standfirst; further down a date belongs to the text.
_BELOW_STANDFIRST = 4


_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
#: Names of sections that stand alone on a line.
_SECTIONS = frozenset(phrases("""
world | news | politics | geopolitics | opinion | analysis | business | economy | economics
culture | society | sport | sports | region | regions | international | national | defence
defense | security | military | conflict | diplomacy | europe | asia | eurasia | africa
middle east | americas | caucasus | south caucasus | central asia | interview | interviews | commentary
features | letters | science | technology | health | travel | top stories | exclusive | explainer
foreign policy | in focus | политика | в мире | мир | общество | экономика | культура | спорт
мнение | мнения | аналитика | интервью | главное | новости | регион | безопасность | армия
оборона | геополитика | внешняя политика | происшествия | кавказ | южный кавказ | закавказье
центральная азия | снг | бывший ссср | азия | европа | эксклюзив
քաղաքականություն | հասարակություն | տնտեսություն | մշակույթ | սպորտ | միջազգային | աշխարհ
տարածաշրջան | կարծիք | վերլուծություն | հարցազրույց | պաշտպանություն | անվտանգություն | monde
politique | société | économie | analyse | entretien | politik | welt | ausland | wirtschaft
gesellschaft | kultur | meinung | dünya | politika | siyaset | gündem | ekonomi | toplum | kültür
spor | görüş | analiz | röportaj | mundo | política | sociedad | economía | cultura | deportes
opinión | análisis | entrevista | internacional
"""))  # fmt: skip

_LABELLED = re.compile(
    r"^(?:author|автор|հեղինակ|published|date|updated|дата|опубликовано)\w* ?[:՝]", re.IGNORECASE
)
_BREADCRUMB = re.compile(r" *[|>»›] *| [/•·] ")


def read(text: str) -> Reading:
    """
    Return what *text* states, and its body without title, byline, captions and boilerplate.

    `title` is `None` when the copy begins with its first paragraph. A publication date comes from front matter
    (`found_in` is `meta`), from the head of the copy (`byline`) or, failing these, from a caption (`caption`).
    """
    matter, copy = _front_matter(clean(text))
    lines, heading = _unmarked(_unwrapped(re.split("[\n\u2028\u2029]", copy)))
    lede = _lede(lines)
    notes = _notes(lines, lede)
    # A heading below the first paragraph is a sub-heading, whatever its rank.
    place = heading if heading is not None and heading <= lede else _title_place(lines, notes, lede)
    above = lines[:place] if place is not None else [one for one in lines[:1] if _is_section(one)]
    stated = _stated(matter, notes, _above(above))
    title = stated.get("title") or (None if place is None else lines[place])
    if place != heading and place is not None and lines[place] != title:
        # It is stated elsewhere; then a short first line without a mark is text.
        place = None
    authors = persons([stated.get("author", "")])
    kept = article_lines(list(_below(lines, notes, title=title, place=place)), authors=authors)
    return Reading(
        title=title,
        lines=tuple(kept),
        authors=authors,
        site=stated.get("site") or agency(kept[0] if kept else ""),
        url=stated.get("url"),
        published=_published(matter, stated, lines),
        modified=parse_date(stated.get("modified", ""), found_in="byline"),
        language=stated.get("language", "")[:2].lower() or None,
        section=stated.get("section"),
        description=stated.get("description"),
    )


def _published(matter: Fields, stated: Fields, lines: Sequence[str]) -> Timestamp | None:
    if written := stated.get("published"):
        return parse_date(written, found_in="meta" if "published" in matter else "byline")
    for line in lines:
        if (written := written_date(line)) and is_caption(line):
            return parse_date(written, found_in="caption")
    return None


def _front_matter(text: str) -> tuple[Fields, str]:
    """Return the fields between `---` and `---` at the top, and what follows. Lists are joined with commas."""
    if not (found := _FRONT_MATTER.match(text)):
        return {}, text
    fields: Fields = {}
    name = ""
    for line in found[1].splitlines():
        key, colon, value = line.partition(":")
        if item := re.match(r" *- +(.*)", line):
            value = ", ".join(filter(None, (fields.get(name), item[1].strip(" \"'"))))
        elif colon:
            name = key.strip().lower()
            value = value.strip(" []").replace('", "', ", ").strip("\"'")
            if name == "source":
                name = "url" if note(value) else "site"
            name = field_of(name) or ""
        if name and value:
            fields[name] = value
    if "author" in fields:
        fields |= {"author": "", **(note(f"author: {fields['author']}") or {})}
    return fields, text[found.end() :]


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """Return one line a paragraph where *lines* were wrapped at some width, blank lines gone."""
    lines = [line.expandtabs(4).rstrip() for line in lines]
    width = _wrap_width(lines)
    joined: list[str] = []
    above = ""
    for line in lines:
        if width and joined and _continues(above, line, width):
            glue = "" if re.search(r"\w-$", above) and line.strip()[0].islower() else " "
            joined[-1] += glue + line.strip()
        elif line.strip():
            joined.append(line)
        above = line
    return [" ".join(line.split()) for line in joined]


def _wrap_width(lines: Sequence[str]) -> int:
    """Return the longest line that the next one goes on with a small letter; 0 unless that happens three times."""
    widths = [
        len(above)
        for above, line in pairwise(lines)
        if 50 <= len(above) <= 100 and line[:1].islower() and not above.endswith((".", "!", "?"))
    ]
    return max(widths) if len(widths) >= 3 else 0


def _continues(above: str, line: str, width: int) -> bool:
    """The first word of *line* had no room *above*. Eight characters of grace for editors that wrap early."""
    if not above.strip() or not line.strip() or line.startswith(("  ", "#", ">", "- ", "* ", "|")):
        return False
    return len(above) + 1 + len(line.split()[0]) > width - 8 and note(line) is None


# Every repetition has a bound and so has the line: a megabyte of brackets would take three seconds, or hours.
_LONGEST_MARKED = 20_000
_INLINE = (
    (re.compile(r"!\[[^\]]{0,300}\]\([^)]{0,500}\)"), ""),
    (re.compile(r"\[([^\]]{1,300})\]\((?:[^()]|\([^()]{0,200}\)){0,500}\)"), r"\1"),
    (re.compile(r"\[([^\]]{1,300})\]\[[^\]]{0,100}\]"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*]{1,500})(?<=[^\s\\])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w\\])_(?=[^\s_])([^_]{1,500})(?<=[^\s\\])_(?!\w)"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|>-])"), r"\1"),
)
_MARKS = frozenset("*_[>\\")
_HEADING = re.compile(r"^(#{1,6}) (.+)$")
_RULER = re.compile(r"^(?:[-*_] ?){3,}$|^={3,}$|^\[[^\]]+\]: \S+$|^```")


def _unmarked(lines: Sequence[str]) -> tuple[list[str], int | None]:
    """Return *lines* without Markdown's marks, and the place of the first heading of the first rank."""
    plain: list[str] = []
    heading = None
    for line in lines:
        if _RULER.match(line):
            if line.startswith("=") and plain and heading is None:
                heading = len(plain) - 1
            continue
        if (found := _HEADING.match(line)) and found[1] == "#" and heading is None:
            heading = len(plain)
        line = found[2] if found else line
        if len(line) <= _LONGEST_MARKED and not _MARKS.isdisjoint(line):
            line = line.lstrip("> ") if line.startswith(">") else line
            for pattern, replacement in _INLINE:
                line = pattern.sub(replacement, line)
        if line.strip():
            plain.append(line.strip())
    return plain, heading


def _lede(lines: Sequence[str]) -> int:
    """Return the place of the first paragraph, the number of lines if there is none."""
    for place, line in enumerate(lines):
        ends = line.rstrip("\"'”’»)")[-1:] in (".", "։", ":")
        if (len(line) > _LONGEST_TITLE or (len(line) >= SENTENCE and ends)) and not rule_of(line):
            return place
    return len(lines)


def _notes(lines: Sequence[str], lede: int) -> list[Fields | None]:
    """Return for each line what it states beside the article, `None` for a line that may be article."""
    end = min(lede + _BELOW_STANDFIRST, len(lines))
    notes = [note(line) for line in lines[:end]]
    # The signature has no "by", but stands beside the date.
    for place in range(1, min(lede, end)):
        beside = notes[place - 1 : place + 2]
        if notes[place] is None and any(one and "published" in one for one in beside):
            notes[place] = signature(lines[place])
    return [*notes, *(note(line) if _LABELLED.match(line) else None for line in lines[end:])]


def _title_place(lines: Sequence[str], notes: Sequence[Fields | None], lede: int) -> int | None:
    places = [
        place
        for place, line in enumerate(lines[:lede])
        if notes[place] is None and not (rule_of(line) or is_menu(line) or _is_section(line))
    ]
    title = None
    for place in places:
        if not _is_headline(lines[place], followed_by=notes[place + 1 : place + 2]):
            break
        if title is not None and not (
            _is_label(lines[title]) and len(lines[place]) <= _LONGEST_HEADLINE
        ):
            break
        title = place
    return None if title is None or len(lines[title].split()) == 1 else title


def _is_headline(line: str, *, followed_by: Sequence[Fields | None]) -> bool:
    """A full stop makes a sentence of it, unless byline or date come right below."""
    if len(line) > _LONGEST_TITLE:
        return False
    return line[-1] not in ".։:;," or any(one is not None for one in followed_by)


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


def _above(lines: Sequence[str]) -> Fields:
    """Return section and outlet as the lines above the headline name them."""
    menu = [number for number, line in enumerate(lines) if _is_menu_line(line)]
    named = [
        (number, line)
        for number, line in enumerate(lines)
        if number not in menu and note(line) is None
    ]
    if sum(_is_section(line) for _, line in named) > 2:
        # A menu names every section, hence none.
        named = [(number, line) for number, line in named if not _is_section(line)]
    stated: Fields = {}
    if named and menu and named[0][0] < menu[-1] and not _is_section(named[0][1]):
        # What stands above the menu is the outlet.
        stated["site"] = named.pop(0)[1]
    for _, line in named:
        parts = [part for part in _BREADCRUMB.split(line) if part]
        # "Home > Harbour": the way from a site's front page leads through its sections.
        from_home = is_menu(parts[0]) if parts else False
        for part in parts[1:] if from_home else parts:
            if not (from_home or _is_section(part)) and (part != line or _is_masthead(line)):
                stated.setdefault("site", part)
            elif not is_menu(part) or _is_section(part):
                stated["section"] = part
    return stated


def _is_menu_line(line: str) -> bool:
    return is_menu(line) or bool(rule_of(line)) or line.startswith(("- ", "* "))


def _is_section(line: str) -> bool:
    return fold(line) in _SECTIONS


def _is_masthead(line: str) -> bool:
    words = fold(line).split()
    return len(words) > 1 and line.isupper() and (is_outlet(line) or _SECTIONS.isdisjoint(words))


def _stated(matter: Fields, notes: Sequence[Fields | None], above: Fields) -> Fields:
    """Return each field as stated first, front matter before notes before what stands above the headline."""
    stated: Fields = {}
    for fields in (matter, *filter(None, notes), above):
        for name, value in fields.items():
            if value:
                stated.setdefault(name, value)
    return stated


def _below(
    lines: Sequence[str],
    notes: Sequence[Fields | None],
    *,
    title: str | None,
    place: int | None,
) -> Iterator[str]:
    for number, line in enumerate(lines):
        above = number <= place if place is not None else number == 0 and _is_section(line)
        if above or notes[number] is not None:
            continue
        # Some copy repeats its title as the first line of the body.
        if line == title:
            continue
        yield line
