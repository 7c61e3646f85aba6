"""
Reads what stands above bare copy for programs: front matter (YAML, TOML) and the head of a pasted mail.

Only the few fields an article has, each on a line of its own; nothing here is a YAML or a mail parser.
"""

from __future__ import annotations

import re

from extractors.page.characters import clean_line
from extractors.plaintext.credits import Fields, field_of, note

_MATTER = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"( *)([\w.-]+) *[:=](?: +(.*)|(?<==)(.+))?$")
_ITEM = re.compile(r" *- +(.*)")
#: Under `author:` a mapping may follow; its name is the author.
_NAME = re.compile(r" +(?:- +)?name *: *(.+)| *- +([^:]+)")
_BLOCK = frozenset((">", "|", ">-", "|-", ">+", "|+"))
_QUOTES = " \"'"

_MAIL_FIELDS = {
    "title": "subject betreff тема objet asunto konu թեմա",
    "author": "from von от de kimden ումից",
    "published": "date sent datum gesendet дата отправлено fecha enviado tarih envoyé ամսաթիվ",
    "": "to an кому à para kime cc kopie копия bcc reply-to message-id mime-version content-type importance",
}
_MAIL_FIELD = {word: name for name, words in _MAIL_FIELDS.items() for word in words.split()}
_MAIL_LINE = re.compile(r"\*{0,2}([^\W\d_][\w-]{0,14}) ?:\*{0,2} ?(.*)")
_FORWARDED = re.compile(
    r"\s*(?:-{3,} ?[^-\n]{5,60} ?-{3,}|(?:begin forwarded message|anfang der weitergeleiteten nachricht) ?:)\s*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r" *<[^<>]*>| *\[mailto:[^\]]*\]")


def front_matter(text: str) -> tuple[Fields, str]:
    """Return the fields between `---` (or `+++`) and its like at the top, and what follows. Lists are joined with commas."""
    if not (found := _MATTER.match(text)):
        return {}, text
    fields: Fields = {}
    name = ""
    for line in found[2].splitlines():
        pair = _PAIR.match(line)
        if pair and not (pair[1] and name):
            name, value = _field(pair[2], _value(pair[3] or pair[4] or ""))
            if name and value:
                fields.setdefault(name, value)
        elif name and (item := _NAME.match(line) if name == "author" else _ITEM.match(line)):
            fields[name] = _joined(fields.get(name), item[item.lastindex or 0], ", ")
        elif name and not pair and line.startswith(" "):
            fields[name] = _joined(fields.get(name), line, " ")
    if "author" in fields:
        fields |= {"author": "", **(note(f"author: {fields['author']}") or {})}
    return fields, text[found.end() :]


def _field(key: str, value: str) -> tuple[str, str]:
    key = key.lower().replace("_", "").replace("-", "")
    if key == "source":
        key = "url" if note(value) else "site"
    return field_of(key) or "", value


def _value(written: str) -> str:
    if written in _BLOCK:
        return ""
    written = re.sub(r" +#.*$", "", written) if written[:1] not in ("'", '"') else written
    if written.startswith("["):
        parts = written.strip(" []").split(",")
        return ", ".join(part.strip(_QUOTES) for part in parts)
    if written.startswith("{"):
        return ""
    return written.strip(_QUOTES)


def _joined(known: str | None, value: str, glue: str) -> str:
    return glue.join(filter(None, (known, value.strip(_QUOTES))))


def mail_head(text: str) -> tuple[Fields, str]:
    """Return subject, sender and date of a mail that was pasted whole, and the text below its head."""
    lines = text.split("\n")
    start = next((place for place, line in enumerate(lines) if line.strip()), 0)
    if _FORWARDED.fullmatch(lines[start]):
        start = next(
            (place for place in range(start + 1, len(lines)) if lines[place].strip()), start
        )
    fields: Fields = {}
    place = start
    for place in range(start, len(lines)):
        found = _MAIL_LINE.fullmatch(lines[place].strip())
        name = _MAIL_FIELD.get(found[1].casefold()) if found else None
        if found is None or name is None:
            break
        if name:
            fields.setdefault(name, clean_line(found[2]))
    # "From" alone may begin a sentence, and "Date" and "Title" are an article's own.
    if place - start < 2 or "title" not in fields or "author" not in fields:
        return {}, text
    sender = _ADDRESS.sub("", fields.pop("author")).strip(_QUOTES)
    fields["title"] = re.sub(r"^(?:(?:re|fwd?|aw|wg) ?: *)+", "", fields["title"], flags=re.I)
    return fields | (note(f"author: {sender}") or {}), "\n".join(lines[place:])
