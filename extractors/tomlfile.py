"""Reads a TOML file and knows on which line each value stands, so that errors can say it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
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
        found = self._lines().get(keys)
        while found is None and keys:
            keys = keys[:-1]
            found = self._lines().get(keys)
        if found is None or value is None:
            return found
        for number, text in enumerate(self.source.split("\n")[found - 1 :], start=found):
            if value in text:
                return number
        return found

    def error(
        self, problem: str, remedy: str, *keys: str | int, value: str | None = None
    ) -> ConfigError:
        """Return (not raise) a `ConfigError` that points at *keys*."""
        return ConfigError(self.path, self.line(*keys, value=value), problem, remedy)

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


def _open_quotes(text: str, inside: str | None) -> str | None:
    """Return the triple quotes that are open at the end of the line *text*, *inside* being open before it."""
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
