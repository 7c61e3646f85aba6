"""What a topics file says, as values: concepts, and topics with their rules. `packfile.py` reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.topics.expression import Expression, Words, leaves
from extractors.topics.pattern import Pattern

#: What all articles go by where a topic's name may stand: in a feed's address.
EVERYTHING = "all"
#: What the sources' problems and recoveries go by there.
HEALTH = "health"


@dataclass(frozen=True, kw_only=True)
class Concept:
    """A named list of words, in all languages together."""

    name: str
    words: tuple[Pattern, ...] = ()
    #: What stands for it once it has been named.
    later: tuple[Pattern, ...] = ()
    #: Names of others of its kind: behind one, `later` is not meant.
    others: tuple[Pattern, ...] = ()
    #: Concepts whose words are words of this one, too.
    includes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Where it holds, an article says something of the topic."""

    name: str
    #: As the file has it.
    written: str
    when: Expression
    #: What holding once in the text is worth.
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Example:
    """An article in small that the topic must have, or must not."""

    title: str
    text: str
    must_match: bool


@dataclass(frozen=True, kw_only=True)
class Topic:
    """What articles are tagged with."""

    name: str
    title: str
    description: str
    #: `#rrggbb`, for pages.
    colour: str | None = None
    #: What swallows a hit that overlaps it.
    cancel: tuple[Pattern, ...] = ()
    #: The score from which on an article has the topic, and from which on it is about it.
    threshold: float = 1.0
    about: float = 2.5
    rules: tuple[Rule, ...]
    #: Where it holds anywhere, an article has the topic under no rule.
    unless: Expression | None = None
    examples: tuple[Example, ...] = ()

    def leaves(self) -> Iterator[Words]:
        """Yield the concepts and words that its rules speak of, as often as they do."""
        for expression in (*(rule.when for rule in self.rules), self.unless):
            yield from leaves(expression) if expression else ()


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A topics file, or a folder of them, read and checked."""

    name: str
    version: str | None
    #: Of the file's bytes, or of all files': articles tagged under another one need tagging again.
    sha256: str
    #: As read; of a folder, each file behind a comment with its name.
    source: str
    concepts: tuple[Concept, ...]
    topics: tuple[Topic, ...]

    @property
    def label(self) -> str:
        """Name, version and the beginning of the sha256: `csto 2 (0123456789ab)`."""
        return pack_label(self.name, self.version, self.sha256)


def pack_label(name: str | None, version: str | None, sha256: str) -> str:
    """Return what a pack is called before people; *name* is `None` where all that is known is the sha256."""
    return f"{' '.join(part for part in (name, version) if part) or 'a pack'} ({sha256[:12]})"
