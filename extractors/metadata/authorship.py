"""Decides who signs an article: persons and organisations, by JSON-LD, microdata, metas, then the byline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extractors.metadata.markup import bylines, labelled_authors
from extractors.metadata.persons import Signature, is_single_name, signature
from extractors.metadata.schema import Name, names, plain
from extractors.metadata.statements import Found, Statements
from extractors.page.characters import bare
from extractors.page.tree import Node

_AUTHORS = (
    "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "article.author", "byl", "dc.creator",
    "dcterms.creator", "dc.contributor", "citation_author", "cxenseparse:author", "authors", "article:author:name", "og:author",
)  # fmt: skip
#: Libraries write "Doe, Jane".
_SURNAME_FIRST = ("citation_author", "dc.creator", "dcterms.creator")
_SURNAME = re.compile(r"([^\W\d_][\w'’-]+),\s+([^\W\d_][\w'’.-]*(?:\s[^\W\d_][\w.]*)?)")
#: What Yoast writes for Slack and Twitter beside the author, in the languages it speaks.
_WRITTEN_BY = re.compile(
    r"written by|verfasst von|geschrieben von|écrit par|escrito por|scritto da|geschreven door|skriv\w+ a[vf]|napisane przez|autor"
    r"|написано|автор|yazan|yazar|ditulis oleh|auteur|author",
    re.IGNORECASE,
)
_BYLINE = Found(None, "byline", "medium")
#: Shorter labels of a host ("co", "the") stand in many a name by chance.
_SHORTEST_OUTLET = 4


def signed(
    page: Statements, *, outlets: Sequence[str], head: Node | None
) -> tuple[Found | None, Found | None]:
    """
    Return the persons of the first source that names one, and the organisations of the first that names such.

    *outlets* are the names the outlet goes by, *head* is the headline's element. No source is asked after the first
    with persons.
    """
    people = bodies = None
    for found, source in _signatures(page, outlets, head):
        if found.organisations and bodies is None:
            bodies = source._replace(value=found.organisations)
        if found.persons:
            people = source._replace(value=found.persons)
            break
    return people, bodies


def _signatures(
    page: Statements, outlets: Sequence[str], head: Node | None
) -> Iterator[tuple[Signature, Found]]:
    single: dict[str, str] = {}
    for one in page.said("author", "creator"):
        named = list(names(one.value, page.graph.resolve))
        yield _named(named, outlets), one
        people = (name.text for name in named if name.of == "person")
        single |= {bare(text): text for text in people if is_single_name(text)}
    yield _for_machines(_metas(page), outlets), Found(None, "meta")
    for lines in bylines(page.tree, page.markup, head):
        found = signature(lines, outlets=outlets)
        # A name of one word is believed where machines and readers are told the same.
        if name := single.get(bare(" ".join(lines))):
            found = Signature(persons=(name,))
        # An organisation below a person's name is where they work.
        yield replace(found, organisations=()) if found.persons else found, _BYLINE
    for line in labelled_authors(head):
        yield signature([line], outlets=outlets), _BYLINE


def _metas(page: Statements) -> Iterator[str]:
    for name in _AUTHORS:
        for content in page.markup.every_meta(name):
            swapped = _SURNAME.fullmatch(content) if name in _SURNAME_FIRST else None
            yield f"{swapped[2]} {swapped[1]}" if swapped else plain(content)
    for number in "12":
        if any(map(_WRITTEN_BY.match, page.markup.every_meta(f"twitter:label{number}"))):
            yield from page.markup.every_meta(f"twitter:data{number}")


def _named(named: Sequence[Name], outlets: Sequence[str]) -> Signature:
    """Return who signs with *named*; an agency said to be a person is none."""
    found = _for_machines((one.text for one in named if one.of != "organisation"), outlets)
    bodies = (one.text for one in named if one.of == "organisation")
    organisations = (*_without_outlets(bodies, outlets), *found.organisations)
    return replace(found, organisations=tuple(dict.fromkeys(organisations)))


def _for_machines(written: Iterable[str], outlets: Sequence[str]) -> Signature:
    found = signature(written, outlets=outlets)
    return replace(found, organisations=tuple(_without_outlets(found.organisations, outlets)))


def _without_outlets(bodies: Iterable[str], outlets: Sequence[str]) -> Iterator[str]:
    """Yield *bodies* without the outlet in any spelling: machines are told of it for want of a person."""
    known = [bare(one) for one in outlets if len(bare(one)) >= _SHORTEST_OUTLET]
    for one in bodies:
        if not any(bare(one) in name or name in bare(one) for name in known):
            yield one
