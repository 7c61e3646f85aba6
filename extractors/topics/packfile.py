"""
Reads a topics file, or a folder of them that are one: named lists of words (concepts), topics, and their rules.

A file says in TOML:

    name = "harbours"
    version = "3"                              # yours to count

    [concepts.port]
    words = ["harbo(u|)r*", "@IMO"]            # see pattern.py; or by language, in a table:
    later = ["the authority"]                  # stands for the concept once one of `words` is in the article
    others = ["airport*"]                      # ... unless one of these was named since

    [concepts.strike.words]
    en = ["strike*", "walk* out"]
    ru = ["забастовк*"]

    [concepts.place]
    includes = ["port", "shipyard"]            # their words are its words

    [topics.strikes]
    title = "Strikes in harbours"
    description = "Dockers stop work."
    colour = "#336699"
    cancel = ["general strike"]                # a hit that overlaps one of these does not count
    unless = "TITLE(weather)"                  # where this holds anywhere, no rule counts
    threshold = 1                              # the score it takes; `about` (2.5) is the second level

    [topics.strikes.examples]
    must_match = ["Dockers walked out of the harbour."]
    must_not_match = [{title = "Weather", text = "Lightning strikes the harbour."}]

    [[topics.strikes.rules]]
    name = "who and what"
    when = "place AND strike AND NOT lightning"   # see expression.py
    weight = 1                                    # what holding once in the text is worth
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractors.errors import ConfigError, TopicwireError
from extractors.tomlfile import TomlFile, read_toml
from extractors.topics.expression import Expression, ExpressionError, leaves, parse_expression
from extractors.topics.pack import EVERYTHING, HEALTH, Concept, Example, Pack, Rule, Topic
from extractors.topics.packvalues import (
    check_keys,
    colour_at,
    has,
    list_at,
    nearest,
    positive_at,
    public_name,
    table_at,
    text_at,
    value_at,
)
from extractors.topics.pattern import Pattern, PatternError, parse_pattern

#: The packs that come with the program, by name.
SHIPPED: dict[str, Path] = {
    path.stem: path for path in sorted((Path(__file__).parent / "packs").glob("*.toml"))
}

_CONCEPT = re.compile(r"[^\W_][\w-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_LISTS = ("words", "later", "others")


@dataclass(frozen=True)
class PackFiles:
    """The files of one pack, which know where each concept and topic stands."""

    files: tuple[TomlFile, ...]

    def of(self, *where: str) -> TomlFile:
        """Return the file that has the table or key at *where*; the first where none has."""
        return next((file for file in self.files if has(file, *where)), self.files[0])


def load_pack(path: Path) -> Pack:
    """
    Return the pack in the topics file, or the folder of topics files, at *path*.

    A large one takes half a second, and a run asks several times: it is read once for as long as no byte changes.

    Raises:
        ConfigError: a file, or something in it, is not as the module says; names the line and a right value.
    """
    return _load(path, tuple(map(_digest, _paths(path))))


@lru_cache(maxsize=8)
def _load(path: Path, contents: tuple[str | None, ...]) -> Pack:
    return read_pack(read_pack_files(path))


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        # What is wrong with it is said where it is read.
        return None


def _paths(path: Path) -> list[Path]:
    return sorted(path.glob("*.toml")) if path.is_dir() else [path]


def read_pack_files(path: Path) -> PackFiles:
    """
    Return the topics file at *path*, or those of the folder, in the order of their names, parsed.

    Raises:
        ConfigError: there is none, or one cannot be read or is not TOML.
    """
    paths = _paths(path)
    if not paths:
        raise ConfigError(path, None, "the folder has no topics file", "Put one in: topics.toml")
    return PackFiles(tuple(read_toml(one) for one in paths))


def read_pack(files: PackFiles) -> Pack:
    """
    Return what *files* say together.

    Raises:
        ConfigError: as `load_pack`.
    """
    for file in files.files:
        check_keys(file, file.values, ("name", "version", "concepts", "topics"))
    _once(files, "name")
    named = files.of("name")
    concepts = tuple(
        _concept(file, name)
        for file, name in _tables(files, "concepts", "[concepts.bloc]", optional=True)
    )
    _check_includes(files, concepts)
    known = [concept.name for concept in concepts]
    topics = tuple(
        _topic(file, name, known) for file, name in _tables(files, "topics", "[topics.strikes]")
    )
    version = files.of("version")
    return Pack(
        name=public_name(named, text_at(named, "name"), "name"),
        version=_version(version),
        sha256=_sha256(files),
        source=_source(files),
        concepts=concepts,
        topics=topics,
    )


def _once(files: PackFiles, *where: str) -> None:
    having = [file for file in files.files if has(file, *where)]
    if len(having) > 1:
        first, second = having[:2]
        raise second.error(
            f"{' '.join(where).rstrip('s')} is set a second time",
            f"Keep one of the two: the other is in {first.path.name}:{first.line(*where)}",
            *where,
        )


def _sha256(files: PackFiles) -> str:
    if len(files.files) == 1:
        return hashlib.sha256(files.files[0].path.read_bytes()).hexdigest()
    digest = hashlib.sha256()
    for file in files.files:
        for part in (file.path.name.encode(), file.path.read_bytes()):
            digest.update(len(part).to_bytes(8) + part)
    return digest.hexdigest()


def _source(files: PackFiles) -> str:
    if len(files.files) == 1:
        return files.files[0].source
    return "\n".join(f"# {file.path.name}\n\n{file.source}" for file in files.files)


def _version(file: TomlFile) -> str | None:
    value = file.values.get("version")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise file.error(f"version = {value!r} is not a text", 'Write version = "1"', "version")
    return str(value)


def _concept(file: TomlFile, name: str) -> Concept:
    where = ("concepts", name)
    if not _CONCEPT.fullmatch(name):
        raise file.error(
            f"the name {name!r} cannot stand in a rule",
            "Use letters, digits and hyphens",
            *where,
        )
    check_keys(file, table_at(file, *where), (*_LISTS, "includes"), *where)
    lists = {key: _patterns(file, *where, key) for key in _LISTS}
    includes = list_at(file, *where, "includes")
    if not lists["words"] and not includes:
        raise file.error(
            f"concept {name!r} has no words", 'Give it some: words = ["harbour*"]', *where
        )
    return Concept(name=name, includes=includes, **lists)


def _check_includes(files: PackFiles, concepts: tuple[Concept, ...]) -> None:
    includes = {concept.name: concept.includes for concept in concepts}

    def walk(name: str, path: tuple[str, ...]) -> None:
        file = files.of("concepts", name)
        for other in includes[name]:
            where = ("concepts", name, "includes")
            if other not in includes:
                raise _unknown_concept(file, other, list(includes), *where, value=f'"{other}"')
            if other in (*path, name):
                raise file.error(
                    f"concept {name!r} includes {other!r}, which includes it",
                    "Take one of the two away",
                    *where,
                    value=f'"{other}"',
                )
            walk(other, (*path, name))

    for name in includes:
        walk(name, ())


def _unknown_concept(
    file: TomlFile,
    name: str,
    known: list[str],
    *where: str | int,
    value: str,
    at: int | None = None,
) -> ConfigError:
    remedy = f"Did you mean {nearest(name, known)!r}?" if known else "Add it: [concepts.bloc]"
    return file.error(f"there is no concept {name!r}", remedy, *where, value=value, at=at)


def _topic(file: TomlFile, name: str, concepts: list[str]) -> Topic:
    where = ("topics", name)
    public_name(file, name, *where)
    if name in (EVERYTHING, HEALTH):
        what = "all articles" if name == EVERYTHING else "the sources' health"
        raise file.error(
            f"the name {name!r} is taken by the feed of {what}",
            "Name the topic after what it is about",
            *where,
        )
    allowed = (
        "title",
        "description",
        "colour",
        "cancel",
        "unless",
        "threshold",
        "about",
        "examples",
        "rules",
    )
    check_keys(file, table_at(file, *where), allowed, *where)
    rules = tuple(_rule(file, concepts, *where, "rules", i) for i in range(_rules(file, *where)))
    _check_unique(file, rules, *where)
    threshold = positive_at(file, Topic.threshold, *where, "threshold")
    about = positive_at(file, max(Topic.about, threshold), *where, "about")
    if about < threshold:
        raise file.error(
            f"about = {about:g} is below threshold = {threshold:g}",
            f"Write about = {threshold:g} or more",
            *where,
            "about",
        )
    return Topic(
        name=name,
        title=text_at(file, *where, "title"),
        description=text_at(file, *where, "description"),
        colour=colour_at(file, *where, "colour"),
        cancel=_patterns(file, *where, "cancel"),
        threshold=threshold,
        about=about,
        rules=rules,
        unless=(
            None
            if value_at(file, *where, "unless") is None
            else _expression(file, concepts, *where, "unless")
        ),
        examples=tuple(_examples(file, *where, "examples")),
    )


def _examples(file: TomlFile, *where: str) -> Iterator[Example]:
    if value_at(file, *where) is None:
        return
    table = table_at(file, *where)
    check_keys(file, table, ("must_match", "must_not_match"), *where)
    for key, value in table.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str) and item.strip():
                yield Example(title="", text=item, must_match=key == "must_match")
            elif (
                isinstance(item, dict)
                and set(item) == {"title", "text"}
                and all(isinstance(part, str) for part in item.values())
            ):
                yield Example(**item, must_match=key == "must_match")
            else:
                raise file.error(
                    f"{item!r} in {key} is no example",
                    'Write a text in quotes, or {title = "...", text = "..."}',
                    *where,
                    key,
                )


def _rules(file: TomlFile, *where: str) -> int:
    rules = value_at(file, *where, "rules")
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
    table = table_at(file, *where)
    for old in ("all", "any", "none", "within"):
        if old in table:
            raise file.error(
                f"{old} = {table[old]!r} is how rules were once written",
                f'Write the rule in words: when = "{_in_words(table)}"',
                *where,
                old,
            )
    check_keys(file, table, ("name", "when", "weight"), *where)
    return Rule(
        name=text_at(file, *where, "name"),
        written=" ".join(text_at(file, *where, "when").split()),
        when=_expression(file, concepts, *where, "when"),
        weight=positive_at(file, Rule.weight, *where, "weight"),
    )


def _expression(file: TomlFile, concepts: list[str], *where: str | int) -> Expression:
    written = text_at(file, *where)

    def error(problem: str, remedy: str, at: int) -> ConfigError:
        return file.error(problem, remedy, *where, value=written, at=at)

    return parse_rule(written, concepts, error)


def parse_rule(
    written: str, concepts: list[str], error: Callable[[str, str, int], TopicwireError]
) -> Expression:
    """
    Return the rule *written*, all of whose concepts are among *concepts*.

    Raises:
        TopicwireError: what *error* makes of a problem, its remedy and the offset in *written*.
    """
    try:
        expression = parse_expression(written)
    except ExpressionError as fault:
        raise error(f"the rule {fault}", fault.remedy, fault.at) from fault
    for leaf in leaves(expression):
        if not leaf.patterns and leaf.name not in concepts:
            remedy = (
                f"Did you mean {nearest(leaf.name, concepts)!r}? Words of your own go in quotes"
                if concepts
                else "Put words of your own in quotes, or add a concept"
            )
            raise error(f"there is no concept {leaf.name!r}", remedy, leaf.at)
    return expression


def _in_words(table: dict[str, Any]) -> str:
    """Return a rule of the form that went before, in the language of today."""
    parts = [str(name) for name in table.get("all", [])]
    either = [str(name) for name in table.get("any", [])]
    parts += [f"ANY({', '.join(either)})"] if len(either) > 1 else either
    parts += [f"NOT {name}" for name in table.get("none", [])]
    written = " AND ".join(parts)
    return f"SENTENCE({written})" if table.get("within") == "sentence" else written


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
    if not isinstance(value_at(file, *where), dict):
        return tuple(_parsed(file, None, *where))
    patterns: list[Pattern] = []
    for language in table_at(file, *where):
        if not _LANGUAGE.fullmatch(language):
            raise file.error(
                f"{language!r} is no language", "Use its code: en, ru, hy", *where, language
            )
        patterns += _parsed(file, language, *where, language)
    return tuple(patterns)


def _parsed(file: TomlFile, language: str | None, *where: str) -> Iterator[Pattern]:
    written_list = list_at(file, *where)
    if language and not written_list:
        raise file.error(
            f"{where[-1]} is an empty list", f'Give it words: {where[-1]} = ["harbour*"]', *where
        )
    for written in written_list:
        try:
            yield from parse_pattern(written, language=language)
        except PatternError as error:
            problem = f"pattern {written!r} {error}"
            raise file.error(problem, error.remedy, *where, value=written, at=error.at) from error


def _tables(
    files: PackFiles, key: str, example: str, *, optional: bool = False
) -> list[tuple[TomlFile, str]]:
    found: list[tuple[TomlFile, str]] = []
    for file in files.files:
        if file.values.get(key) not in (None, {}):
            found += [(file, name) for name in table_at(file, key)]
    if not found and not optional:
        raise files.of(key).error(f"the file has no {key}", f"Add one: {example}", key)
    for _, name in found:
        _once(files, key, name)
    return found
