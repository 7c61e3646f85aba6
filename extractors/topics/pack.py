"""
Reads a topics file: named lists of words (concepts), topics, and the rules that tie them.

A file says in TOML:

    name = "harbours"

    [concepts.port]
    words = ["harbo(u|)r*", "@IMO", "порт*"]   # see pattern.py
    later = ["the authority"]                  # stands for the concept once one of `words` is in the article
    others = ["airport*"]                      # ... unless one of these was named since

    [topics.strikes]
    title = "Strikes in harbours"
    description = "Dockers stop work."
    cancel = ["general strike"]                # a hit that overlaps one of these does not count

    [[topics.strikes.rules]]
    name = "who and what"
    all = ["port", "strike"]                   # every one of them ...
    any = ["docker", "crane"]                  # ... and one of these ...
    none = ["lightning"]                       # ... and none of these ...
    within = "paragraph"                       # ... in one paragraph (the default) or one sentence
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, cast

from extractors.tomlfile import TomlFile, read_toml
from extractors.topics.pattern import Pattern, PatternError, parse_pattern

Within = Literal["sentence", "paragraph"]

#: What all articles go by where a topic's name may stand: in a feed's address.
EVERYTHING = "all"

#: The packs that come with the program, by name.
SHIPPED: dict[str, Path] = {
    path.stem: path for path in sorted((Path(__file__).parent / "packs").glob("*.toml"))
}

_NAME = re.compile(r"[a-z0-9-]{1,64}")


@dataclass(frozen=True, kw_only=True)
class Concept:
    """A named list of words, in all languages together."""

    name: str
    words: tuple[Pattern, ...]
    later: tuple[Pattern, ...] = ()
    others: tuple[Pattern, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Concepts that, found within one sentence or paragraph, give the topic."""

    name: str
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    within: Within = "paragraph"


@dataclass(frozen=True, kw_only=True)
class Topic:
    """What articles are tagged with; one rule that holds is enough."""

    name: str
    title: str
    description: str
    cancel: tuple[Pattern, ...] = ()
    rules: tuple[Rule, ...]


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A topics file, read and checked."""

    name: str
    #: Of the file's bytes: articles tagged under another one need tagging again.
    sha256: str
    concepts: tuple[Concept, ...]
    topics: tuple[Topic, ...]


def load_pack(path: Path) -> Pack:
    """
    Return the topics file at *path*.

    Raises:
        ConfigError: the file, or something in it, is not as the module says; names the line and a right value.
    """
    file = read_toml(path)
    _check_keys(file, file.values, ("name", "concepts", "topics"))
    concepts = tuple(_concept(file, name) for name in _tables(file, "concepts", "[concepts.bloc]"))
    known = [concept.name for concept in concepts]
    topics = tuple(
        _topic(file, name, known) for name in _tables(file, "topics", "[topics.strikes]")
    )
    return Pack(
        name=_public_name(file, _text(file, "name"), "name"),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        concepts=concepts,
        topics=topics,
    )


def _concept(file: TomlFile, name: str) -> Concept:
    where = ("concepts", name)
    _check_keys(file, _table(file, *where), ("words", "later", "others"), *where)
    if not _list(file, *where, "words"):
        raise file.error(
            f"concept {name!r} has no words", 'Give it some: words = ["harbour*"]', *where
        )
    lists = {key: _patterns(file, *where, key) for key in ("words", "later", "others")}
    return Concept(name=name, **lists)


def _topic(file: TomlFile, name: str, concepts: list[str]) -> Topic:
    where = ("topics", name)
    _public_name(file, name, *where)
    if name == EVERYTHING:
        raise file.error(
            f"the name {name!r} is taken by the feed of all articles",
            "Name the topic after what it is about",
            *where,
        )
    _check_keys(file, _table(file, *where), ("title", "description", "cancel", "rules"), *where)
    rules = tuple(_rule(file, concepts, *where, "rules", i) for i in range(_rules(file, *where)))
    _check_unique(file, rules, *where)
    return Topic(
        name=name,
        title=_text(file, *where, "title"),
        description=_text(file, *where, "description"),
        cancel=_patterns(file, *where, "cancel"),
        rules=rules,
    )


def _rules(file: TomlFile, *where: str) -> int:
    rules = _at(file, *where, "rules")
    if rules is None or rules == []:
        raise file.error(
            f"topic {where[-1]!r} has no rules",
            f"Add one under it: [[topics.{where[-1]}.rules]]",
            *where,
        )
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise file.error(
            f"rules = {rules!r} is not a list of tables",
            f"Begin each rule with a line [[topics.{where[-1]}.rules]]",
            *where,
            "rules",
        )
    return len(rules)


def _rule(file: TomlFile, concepts: list[str], *where: str | int) -> Rule:
    _check_keys(file, _table(file, *where), ("name", "all", "any", "none", "within"), *where)
    lists = {key: _concept_names(file, concepts, *where, key) for key in ("all", "any", "none")}
    if not lists["all"] and not lists["any"]:
        raise file.error(
            "the rule asks for nothing", f'Name a concept: all = ["{concepts[0]}"]', *where
        )
    within = _table(file, *where).get("within", "paragraph")
    if within not in ("sentence", "paragraph"):
        raise file.error(
            f"within = {within!r} is unknown", 'Use "sentence" or "paragraph"', *where, "within"
        )
    return Rule(name=_text(file, *where, "name"), within=cast(Within, within), **lists)


def _concept_names(file: TomlFile, concepts: list[str], *where: str | int) -> tuple[str, ...]:
    names = _list(file, *where)
    for name in names:
        if name not in concepts:
            raise file.error(
                f"there is no concept {name!r}",
                f"Did you mean {_nearest(name, concepts)!r}?",
                *where,
                value=f'"{name}"',
            )
    return names


def _check_unique(file: TomlFile, rules: tuple[Rule, ...], *where: str) -> None:
    seen: set[str] = set()
    for number, rule in enumerate(rules):
        if rule.name in seen:
            raise file.error(
                f"two rules of topic {where[-1]!r} are named {rule.name!r}",
                f"Rename one, for example {rule.name + ' 2'!r}",
                *where,
                "rules",
                number,
                "name",
            )
        seen.add(rule.name)


def _patterns(file: TomlFile, *where: str) -> tuple[Pattern, ...]:
    patterns: list[Pattern] = []
    for written in _list(file, *where):
        try:
            patterns += parse_pattern(written)
        except PatternError as error:
            problem = f"pattern {written!r} {error}"
            raise file.error(problem, error.remedy, *where, value=f'"{written}"') from error
    return tuple(patterns)


def _at(file: TomlFile, *where: str | int) -> Any:
    value: Any = file.values
    for key in where:
        value = value.get(key) if isinstance(key, str) else value[key]
    return value


def _table(file: TomlFile, *where: str | int) -> dict[str, Any]:
    value = _at(file, *where)
    if not isinstance(value, dict):
        named = ".".join(str(key) for key in where)
        raise file.error(f"{where[-1]} = {value!r} is not a table", f"Write [{named}]", *where)
    return value


def _tables(file: TomlFile, key: str, example: str) -> list[str]:
    if file.values.get(key) in (None, {}):
        raise file.error(f"the file has no {key}", f"Add one: {example}", key)
    return list(_table(file, key))


def _text(file: TomlFile, *where: str | int) -> str:
    value = _at(file, *where)
    example = f'Write {where[-1]} = "a few words"'
    if value is None:
        raise file.error(f"{where[-1]} is missing", example, *where)
    if not isinstance(value, str) or not value.strip():
        raise file.error(f"{where[-1]} = {value!r} is not a text", example, *where)
    return value


def _list(file: TomlFile, *where: str | int) -> tuple[str, ...]:
    value = _at(file, *where)
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


def _public_name(file: TomlFile, name: str, *where: str) -> str:
    if _NAME.fullmatch(name):
        return name
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:64] or "my-topic"
    raise file.error(
        f"the name {name!r} becomes a web address, and cannot",
        f"Use a-z, 0-9 and hyphens, at most 64: {plain!r}",
        *where,
    )


def _check_keys(
    file: TomlFile, table: dict[str, Any], allowed: tuple[str, ...], *where: str | int
) -> None:
    for key in table:
        if key not in allowed:
            raise file.error(
                f"the key {key!r} is unknown",
                f"Did you mean {_nearest(key, allowed)!r}?",
                *where,
                key,
            )


def _nearest(word: str, among: tuple[str, ...] | list[str]) -> str:
    return get_close_matches(word, among, n=1, cutoff=0)[0]
