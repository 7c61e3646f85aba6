"""
Takes the values of a topics file one by one, each of the kind it must be.

Every function raises ConfigError where it is not, with the line and a right value.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from extractors.tomlfile import TomlFile

_NAME = re.compile(r"[a-z0-9-]{1,64}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def value_at(file: TomlFile, *where: str | int) -> Any:
    """Return the value at *where*, `None` where there is none."""
    value: Any = file.values
    for key in where:
        value = value.get(key) if isinstance(key, str) else value[key]
    return value


def table_at(file: TomlFile, *where: str | int) -> dict[str, Any]:
    """Return the table at *where*."""
    value = value_at(file, *where)
    if not isinstance(value, dict):
        named = ".".join(str(key) for key in where)
        raise file.error(f"{where[-1]} = {value!r} is not a table", f"Write [{named}]", *where)
    return value


def text_at(file: TomlFile, *where: str | int) -> str:
    """Return the text at *where*, which must say something."""
    value = value_at(file, *where)
    example = f'Write {where[-1]} = "a few words"'
    if value is None:
        raise file.error(f"{where[-1]} is missing", example, *where)
    if not isinstance(value, str) or not value.strip():
        raise file.error(f"{where[-1]} = {value!r} is not a text", example, *where)
    return value


def list_at(file: TomlFile, *where: str | int) -> tuple[str, ...]:
    """Return the list of texts at *where*; empty where there is none."""
    value = value_at(file, *where)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise file.error(
            f"{where[-1]} = {value!r} is not a list", f'Write {where[-1]} = ["..."]', *where
        )
    for item in value:
        if not isinstance(item, str):
            raise file.error(
                f"{item!r} in {where[-1]} is not a text",
                f'Write it in quotes: "{item}"',
                *where,
                value=str(item),
            )
    return tuple(value)


def public_name(file: TomlFile, name: str, *where: str) -> str:
    """Return *name*, which becomes part of a web address."""
    if _NAME.fullmatch(name):
        return name
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:64] or "my-topic"
    raise file.error(
        f"the name {name!r} becomes a web address, and cannot",
        f"Use a-z, 0-9 and hyphens, at most 64: {plain!r}",
        *where,
    )


def check_keys(
    file: TomlFile, table: dict[str, Any], allowed: tuple[str, ...], *where: str | int
) -> None:
    """Check that *table*, which is at *where*, has no key but those *allowed*."""
    for key in table:
        if key not in allowed:
            raise file.error(
                f"the key {key!r} is unknown",
                f"Did you mean {nearest(key, allowed)!r}?",
                *where,
                key,
            )


def nearest(word: str, among: tuple[str, ...] | list[str]) -> str:
    """Return the one of *among* that is spelled most like *word*."""
    return get_close_matches(word, among, n=1, cutoff=0)[0]


def positive_at(file: TomlFile, default: float, *where: str | int) -> float:
    """Return the number above 0 at *where*, or *default*."""
    value = value_at(file, *where)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1000:
        raise file.error(
            f"{where[-1]} = {value!r} is no number above 0", f"Write {where[-1]} = 1", *where
        )
    return float(value)


def colour_at(file: TomlFile, *where: str) -> str | None:
    """Return the colour at *where*, as `#rrggbb`."""
    value = value_at(file, *where)
    if value is not None and not (isinstance(value, str) and _COLOUR.fullmatch(value)):
        raise file.error(f"colour = {value!r} is no colour", 'Write colour = "#336699"', *where)
    return None if value is None else value.lower()


def has(file: TomlFile, *where: str) -> bool:
    """Return whether *file* says anything at *where*."""
    value: Any = file.values
    for key in where:
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return True
