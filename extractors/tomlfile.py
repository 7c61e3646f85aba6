"""Reads a TOML file and knows on which line each value stands, so that errors can say it."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from extractors.errors import ConfigError

_HEADER = re.compile(r"^\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
_TRIPLE = re.compile("\"\"\"|'''")
_KEY = re.compile(
    r"""^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*="""
)


@dataclass(frozen=True, kw_only=True)
class TomlFile:
    """A parsed file: its values, and a way back to their lines."""

    path: Path
    source: str
    values: dict[str, Any]

    def line(self, *keys: str | int, value: str | None = None) -> int | None:
        """
        Return the 1-based line of the key at *keys* (an int picks an item of an array of tables), or of the
        first place after it where *value* is written; `None` where it cannot be told.
        """
        line, _ = self._place(keys, value, None)
        return line

    def error(
        self,
        problem: str,
        remedy: str,
        *keys: str | int,
        value: str | None = None,
        at: int | None = None,
    ) -> ConfigError:
        """
        Return (not raise) a `ConfigError` that points at *keys*, or at the *value* written there; with *at*, at that
        character of it, column and all.
        """
        line, column = self._place(keys, value, at)
        return ConfigError(self.path, line, problem, remedy, column=column)

    def _place(
        self, keys: tuple[str | int, ...], value: str | None, at: int | None
    ) -> tuple[int | None, int | None]:
        line = self._line_of(keys)
        while line is None and keys:
            keys = keys[:-1]
            line = self._line_of(keys)
        if line is None or value is None:
            return line, None
        begin, written = self._starts[line - 1], _as_written(value)
        quoted = re.compile(rf"(?<=[\"']){written}(?=[\"'])").search(self.source, begin)
        found = quoted or re.compile(written).search(self.source, begin)
        if found is None:
            return line, None
        place = found.start()
        if at is not None:
            before = re.compile(_as_written(value[:at])).match(self.source, place)
            place = before.end() if before else place
        line = bisect_right(self._starts, place)
        return line, None if at is None else place - self._starts[line - 1] + 1

    def _line_of(self, keys: tuple[str | int, ...]) -> int | None:
        """Return the line of the key, or of the first that is inside it: [a.b] has no line for a."""
        inside = (line for known, line in self._lines.items() if known[: len(keys)] == keys)
        return self._lines.get(keys) or min(inside, default=None) if keys else None

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(newline.end() for newline in re.finditer("\n", self.source))]

    @cached_property
    def _lines(self) -> dict[tuple[str | int, ...], int]:
        lines: dict[tuple[str | int, ...], int] = {}
        counts: dict[tuple[str | int, ...], int] = {}
        table: tuple[str | int, ...] = ()
        inside: str | None = None
        for number, text in enumerate(self.source.split("\n"), start=1):
            within, inside = inside, _open_quotes(text, inside)
            if within:
                continue
            if header := _HEADER.match(text):
                table = _walk(header[1], counts, is_array=text.lstrip().startswith("[["))
                lines.setdefault(table, number)
            elif key := _KEY.match(text):
                lines.setdefault(table + tuple(_parts(key[1])), number)
        return lines


def _as_written(value: str) -> str:
    """Return a regex for *value* as a file may have it: quotes escaped, a long one broken behind a backslash."""
    words = re.split(r"(\s+)", value)
    return "".join(
        r"(?:\s|\\\s)*"
        if not word.strip()
        else re.escape(word).replace('"', r'\\?"') + r"(?:\\\n\s*)?"
        for word in words
        if word
    )


def _open_quotes(text: str, inside: str | None) -> str | None:
    """Return the triple quotes that are open at the end of the line *text*, *inside* being open before it."""
    if inside is None and text.lstrip().startswith("#"):
        return None
    for quotes in _TRIPLE.findall(text):
        if inside is None:
            inside = quotes
        elif quotes == inside:
            inside = None
    return inside


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in re.findall(r""""[^"]*"|'[^']*'|[\w-]+""", dotted)]


def _walk(
    dotted: str, counts: dict[tuple[str | int, ...], int], *, is_array: bool
) -> tuple[str | int, ...]:
    path: tuple[str | int, ...] = ()
    parts = _parts(dotted)
    for position, part in enumerate(parts):
        path = (*path, part)
        if is_array and position == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def read_toml(path: Path) -> TomlFile:
    """
    Return the file at *path*, parsed.

    Raises:
        ConfigError: it is missing, unreadable, not UTF-8 or not TOML.
    """
    try:
        source = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError(
            path, None, "there is no such file", "Name an existing TOML file"
        ) from error
    except OSError as error:
        raise ConfigError(
            path, None, f"it cannot be read ({error.strerror})", "Name a readable TOML file"
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            path, None, f"it is not UTF-8 (byte {error.start})", "Save the file as UTF-8"
        ) from error
    try:
        values = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+)", str(error))
        # Not splitlines: to TOML a line ends with a newline and nothing else.
        lines = source.rstrip("\n").split("\n")
        line = int(place[1]) if place else len(lines)
        problem = re.sub(r" \(at .*\)$", "", str(error))
        wrong = lines[line - 1].strip()
        raise ConfigError(
            path, line, f"not valid TOML: {problem}, in: {wrong}", 'Write it as: name = "value"'
        ) from error
    return TomlFile(path=path, source=source, values=values)
