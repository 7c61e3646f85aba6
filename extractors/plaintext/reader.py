"""
Reads bare copy (.txt, .md) from its characters to title, metadata and body.

What the layout shows is for `copylines`, what stands above for programs for `frontmatter`, around the headline for
`head`; which lines of the body are not article is told by the rules that HTML shares (`boilerplate`).

Over 250 lines because what only bare copy's layout tells of its body (lists, end marks, signatures) has no other user.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.metadata.dates import parse_date
from extractors.metadata.persons import persons
from extractors.models import Origin, Timestamp
from extractors.page.boilerplate import article_lines, is_sentence
from extractors.page.characters import clean
from extractors.page.language import detect
from extractors.page.line_rules import PARAGRAPH, is_caption, rule_of
from extractors.page.phrases import fold
from extractors.page.reading import Reading
from extractors.plaintext.copylines import Line, copylines, unify
from extractors.plaintext.credits import (
    Fields,
    agency,
    dateline,
    is_outlet,
    signature,
    source_of,
    written_date,
)
from extractors.plaintext.frontmatter import front_matter, mail_head
from extractors.plaintext.head import read_head
from extractors.plaintext.markdown import without_html

_FRONT_MATTER = Origin(found_in="front-matter", confidence="high")
_HEADER = Origin(found_in="header", confidence="high")
_BYLINE = Origin(found_in="byline", confidence="medium")
_TEXT = Origin(found_in="text", confidence="medium")
_FAINT = Origin(found_in="text", confidence="low")

#: What press offices close with: below stand notes to editors and addresses.
_END_MARK = re.compile(
    r"[-–—*# ]*\b(?:ends?|fin|конец)\b[-–—*# ]*|[-–—#*]{1,3} ?30 ?[-–—#*]{1,3}|#{3,}|# # #|--",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[-*+•▪●] ")
_LONGEST_LABEL = 60
_LONGEST_LIST = 12
#: Bullets and spaces that a title may have here and not there.
_MARKS_OF_TITLE = 5
#: Below fewer lines a name may be anything.
_SHORTEST_SIGNED = 3
_SIGNATURE = ("author", "organisation", "site")
_FIELD_OF = {"author": "authors", "organisation": "organisations"}
#: So many lines at the end may hold an outlet's copyright.
_FOOT = 6
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright) *(?:©)? *(?:\d{4}[ \d–—-]*)?,? *([^\d\W][^.|,©]{3,40})", re.I
)
_CYRILLIC, _ARMENIAN = re.compile("[а-яё]", re.IGNORECASE), re.compile("[ա-ֆԱ-Ֆ]")

#: Values of fields, and where each was found.
Stated = dict[str, tuple[str, Origin]]


def read(text: str) -> Reading:
    """
    Return what *text* states, and its body without title, byline, captions and boilerplate.

    `title` is `None` when the copy begins with its first paragraph. A publication date comes from front matter
    (`found_in` is `front-matter`), the head of a pasted mail (`header`), the head of the copy (`byline`) or, failing
    these, from a dateline (`text`) or a caption (`caption`). Line ends of any kind and form feeds may be in *text*.
    """
    matter, copy = front_matter("\f".join(map(clean, unify(text).split("\f"))))
    mail, copy = mail_head(copy)
    lines = copylines(without_html(copy))
    head = read_head(lines, title=matter.get("title") or mail.get("title"))
    body = [line for place, line in enumerate(lines) if place not in head.taken]
    if head.title:
        body = list(_without_title(body, head.title))
    lede = body[0].text if body else ""
    begun, _ = dateline(lede) or ({}, "")
    body, foot = _without_foot(_ended(body))
    signed = {name: head.noted[name] for name in _SIGNATURE if name in head.noted}
    stated = _first_stated(
        (matter, _FRONT_MATTER),
        (mail, _HEADER),
        ({"title": head.title or ""}, _TEXT),
        (signed, _BYLINE),
        (head.noted, _TEXT),
        (head.above, _TEXT),
    )
    kept = article_lines([line.text for line in _without_teasers(body)], authors=_authors(stated))
    if "author" not in stated and (below := _signed_below(kept)):
        kept.pop()
        stated["author"] = (below, _BYLINE)
    organisation = _value(stated, "organisation")
    for name, origin in (
        (organisation, _BYLINE),
        (begun.get("site") or agency(kept[0] if kept else ""), _TEXT),
        (foot, _FAINT),
    ):
        if name:
            stated.setdefault("site", (name, origin))
    reading = Reading(
        title=_value(stated, "title") or None,
        lines=tuple(kept),
        authors=_authors(stated),
        organisations=tuple(filter(None, organisation.split(", "))),
        site=_value(stated, "site") or None,
        url=_value(stated, "url") or None,
        published=_published(stated, begun, lines, lede),
        modified=_date(stated, "modified", lede),
        language=_value(stated, "language")[:2].lower() or None,
        section=_value(stated, "section") or None,
        description=_value(stated, "description") or None,
        image=_value(stated, "image") or None,
        licence=_value(stated, "licence") or None,
    )
    return replace(reading, origins=_origins(reading, stated))


def _without_title(lines: Sequence[Line], title: str) -> Iterator[Line]:
    """Yield *lines* but for those that repeat the title, as the first line of the body does in some copy."""
    folded = fold(title)
    for line in lines:
        if abs(len(line.text) - len(title)) > _MARKS_OF_TITLE or fold(line.text) != folded:
            yield line


def _first_stated(*layers: tuple[Fields, Origin]) -> Stated:
    stated: Stated = {}
    for fields, origin in layers:
        for name, value in fields.items():
            if value:
                stated.setdefault(name, (value, origin))
    return stated


def _value(stated: Stated, name: str) -> str:
    return stated[name][0] if name in stated else ""


def _authors(stated: Stated) -> tuple[str, ...]:
    """A single word is taken for a name only behind a "by"."""
    return persons([f"by {_value(stated, 'author')}"])


def _origins(reading: Reading, stated: Stated) -> dict[str, Origin]:
    fields = {_FIELD_OF.get(name, name): origin for name, (_, origin) in stated.items()}
    return {
        name: origin
        for name, origin in fields.items()
        if name not in ("published", "modified", "dated") and getattr(reading, name)
    }


def _published(stated: Stated, begun: Fields, lines: Sequence[Line], lede: str) -> Timestamp | None:
    if (written := _date(stated, "published", lede)) is not None:
        return written
    for faint in (_value(stated, "dated"), begun.get("published", "")):
        if faint:
            return _parsed(faint, lede, found_in="text")
    for line in lines:
        if (day := written_date(line.text)) and is_caption(line.text):
            return _parsed(day, lede, found_in="caption")
    return None


def _date(stated: Stated, name: str, lede: str) -> Timestamp | None:
    if name not in stated:
        return None
    written, origin = stated[name]
    # What a line beside the headline states; as the signature it may be another's.
    return _parsed(written, lede, found_in="byline" if origin is _TEXT else origin.found_in)


def _parsed(written: str, lede: str, *, found_in: str) -> Timestamp | None:
    """What 08/05/2024 means hangs on the language; the script tells it at no cost."""
    language = "ru" if _CYRILLIC.search(lede) else "hy" if _ARMENIAN.search(lede) else None
    found = parse_date(written, found_in=found_in, language=language)
    if found is None and "/" in written:
        return parse_date(written, found_in=found_in, language=detect(lede, None))
    return found


def _ended(lines: Sequence[Line]) -> Sequence[Line]:
    """Return *lines* up to a mark like "ENDS" that stands below most of the text, Markdown's empty headings gone."""
    rest = _length(lines)
    above = 0
    for place, line in enumerate(lines):
        rest -= len(line.text)
        if len(line.text) < 20 and above > max(rest, PARAGRAPH) and _END_MARK.fullmatch(line.text):
            return lines[:place]
        above += len(line.text)
    return [line for line in lines if line.text.strip("#")]


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _without_foot(lines: Sequence[Line]) -> tuple[list[Line], str]:
    """Return *lines* without those that only name a source, and the outlet named there or by a copyright at the end."""
    kept: list[Line] = []
    outlet = ""
    for place, line in enumerate(lines):
        if len(line.text) <= 80 and (source := source_of(line.text)) is not None:
            outlet = outlet or source.get("site", "")
            continue
        owner = _COPYRIGHT.match(line.text) if place >= len(lines) - _FOOT else None
        if owner and len(owner[1].split()) > 1 and is_outlet(owner[1].strip()):
            outlet = outlet or owner[1].strip()
        kept.append(line)
    return kept, outlet


def _without_teasers(lines: Sequence[Line]) -> list[Line]:
    """
    Return *lines* without the lists of other stories between paragraphs.

    In bare copy such a list ends where its bullets, its links or its block do, so that the sub-heading below it stays.
    """
    prose = [len(line.text) if is_sentence(line.text) else 0 for line in lines]
    # What stands below is the body if it has two sentences or a paragraph: one sentence is what an outlet says of itself.
    ends = [place for place, length in enumerate(prose) if length][-2:-1]
    last = max(
        [*ends, *(place for place, length in enumerate(prose) if length >= PARAGRAPH)], default=0
    )
    total, above = sum(prose), 0
    kept: list[Line] = []
    place = 0
    while place < len(lines):
        end = _end_of_list(lines, place)
        if end > place + 1 and (end <= last or total - above > above):
            place = end
            continue
        above += prose[place]
        kept.append(lines[place])
        place += 1
    return kept


def _end_of_list(lines: Sequence[Line], label: int) -> int:
    """Return the place below the list that *label* announces; that below *label* where none does or ends."""
    start = end = label + 1
    rule = rule_of(lines[label].text) if len(lines[label].text) <= _LONGEST_LABEL else None
    if rule is None or not rule.takes or start == len(lines):
        return start
    marked = _is_item(lines[start])
    if lines[start].gap and not marked:
        return start
    for line in lines[start : start + _LONGEST_LIST]:
        ends = not _is_item(line) if marked else line.gap and end > start
        if ends or line.rank:
            return end
        if is_sentence(line.text):
            return start
        end += 1
    return start


def _is_item(line: Line) -> bool:
    return line.link or _BULLET.match(line.text) is not None


def _signed_below(lines: Sequence[str]) -> str | None:
    """Return the name that stands alone below the last paragraph and nowhere in the text."""
    if len(lines) < _SHORTEST_SIGNED or not is_sentence(lines[-2], longer_than=1):
        return None
    signer = signature(lines[-1])
    if signer is None or any(signer["author"] in line for line in lines[:-1]):
        return None
    return signer["author"]
