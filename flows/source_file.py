"""Writes sources into a settings file that people wrote: their comments and order stay. The only importer of tomlkit."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import InlineTable, Table

from extractors.tomlfile import read_toml
from flows.source_table import sources_in
from storage.folder import replace_file


def add_sources(path: Path, sources: Mapping[str, Mapping[str, Any]]) -> None:
    """
    Write *sources*, what each table holds by its name, at the end of the file at *path*, which may be new.

    Raises:
        ConfigError: the file is not right, as it was or as it would be.
    """
    document = tomlkit.parse(_read(path))
    tables = document.setdefault("sources", tomlkit.table(is_super_table=True))
    for name, values in sources.items():
        table = tomlkit.table()
        for key, value in values.items():
            table[key] = _inline(value) if isinstance(value, dict) else value
        table.add(tomlkit.nl())
        tables[name] = table
    _replace(path, document)


def set_paused(path: Path, name: str, *, paused: bool) -> None:
    """
    Write into the table of source *name*, which is there, whether it is paused.

    Raises:
        ConfigError: as `add_sources`.
    """
    document = tomlkit.parse(_read(path))
    table: Table = document["sources"][name]
    if paused:
        table["paused"] = True
    else:
        table.pop("paused", None)
    _replace(path, document)


def free_name(*wanted: str, taken: Collection[str] = ()) -> str:
    """Return the first of *wanted* that Latin letters can spell, as a source may be named and none of *taken* is."""
    name = next(filter(None, map(_spelt, wanted)), "source")
    if name not in taken:
        return name
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def _spelt(title: str) -> str:
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", title.lower())
        if not unicodedata.combining(letter)
    )
    if any(letter.isalpha() and not letter.isascii() for letter in plain):
        return ""
    letters = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in plain)
    return "-".join(filter(None, letters.split("-")))[:48].strip("-")


def _inline(values: Mapping[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    table.update(values)
    return table


def _read(path: Path) -> str:
    if not path.exists():
        return ""
    # For its errors, which name the line.
    return read_toml(path).source


def _replace(path: Path, document: tomlkit.TOMLDocument) -> None:
    """Write the file whole and at once, if a run could read it."""
    text = tomlkit.dumps(document)
    trial = path.with_name(f".{path.name}.new")
    trial.write_text(text, "utf-8")
    try:
        sources_in(read_toml(trial), path.parent)
    finally:
        trial.unlink()
    replace_file(path, text.encode())
