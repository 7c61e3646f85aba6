"""
Invented copy of many kinds (agency ledes, interviews, releases, copied pages, Markdown, wrapped text), line by line.

In `copy/*.txt` the first character of a line says what becomes of the rest: `+` a line of the body, `&` goes on with
it, `=` the title, `-` dropped. Not part of the copy: `%%` the case's name, `@` a field and its value, `~` the line of
the body (or `title:`) as it comes out where that differs, or one more (`body-extra:`). `\\f` is a form feed.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractors.page.reading import Reading
from extractors.plaintext.reader import read

KINDS = {
    f"{path.stem}-{case.partition(chr(10))[0]}": case.partition("\n")[2]
    for path in sorted((Path(__file__).parent / "copy").glob("*.txt"))
    for case in re.split(r"^%% ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
}


def marked(case: str) -> tuple[str, str | None, list[str], dict[str, str]]:
    """Return the copy, and title, body and fields that come out of it."""
    copy: list[str] = []
    body: list[str] = []
    fields: dict[str, str] = {}
    title = None
    for line in case.rstrip("\n").split("\n"):
        mark, rest = line[:1], line[1:].replace("\\f", "\f")
        words = " ".join(rest.split())
        match mark:
            case "@":
                name, _, value = words.partition(":")
                fields[name] = value.strip()
                continue
            case "~" if words.startswith("title: "):
                title = words.removeprefix("title: ")
                continue
            case "~" if words.startswith("body-extra: "):
                body.append(words.removeprefix("body-extra: "))
                continue
            case "~":
                body[-1] = words
                continue
            case "=":
                title = words
            case "+":
                body.append(words)
            case "&":
                body[-1] += f" {words}"
        copy.append(rest)
    return "\n".join(copy) + "\n", title, body, fields


def shown(reading: Reading, name: str) -> str:
    if name == "published":
        at = reading.published
        return f"{at.at.date()} {at.found_in}" if at else "none"
    value = getattr(reading, name)
    return value if isinstance(value, str) else ", ".join(value or ())


@pytest.mark.parametrize("kind", KINDS)
def test_copy_is_read_line_by_line(kind):
    """Title, body and the fields stated are exactly those marked."""
    copy, title, body, fields = marked(KINDS[kind])
    reading = read(copy)
    assert list(reading.lines) == body
    assert reading.title == title
    assert {name: shown(reading, name) for name in fields} == fields


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "end", ["\r\n", "\r", "\x85", "\u2028"], ids=["windows", "mac", "nel", "ls"]
)
def test_line_ends_make_no_difference(kind, end):
    """Every way to end a line gives the same article."""
    copy = marked(KINDS[kind])[0]
    assert read(copy.replace("\n", end)) == read(copy)
