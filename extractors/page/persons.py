"""Finds the persons in what a page gives as its author: names whole, without roles, outlets and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import dropwhile, takewhile

from extractors.page.characters import bare

#: "By", in the languages whose bylines have such a word.
_LEAD = re.compile(
    r"""^\W*(?:(?:written|reported|posted|published|story|words|text|report|analysis|opinion)\s+by\b
      | (?:by|author|authors|from|von|par|por|yazan|autor|autorin|auteur|auteure|автор|авторы|текст|подготовила?
      | հեղինակ|հեղինակներ|տեքստը)(?=[\s:՝․]))\W*""",
    re.VERBOSE | re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*[,;|/•·]\s*|(?<=\w{3})\.\s+|\s+(?:and|with|und|et|y|ve|и|і|և|եւ)\s+|\s*&\s*| [-–—] "
)
#: What may follow a name without a mark between: a date, an address, a place, "is a writer".
_STOP = re.compile(
    r"""\s*(?:[(\[@\d]|https?:|www\.|\b(?:for\sthe|in|is\san?|Updated|Published|Posted)\b|(?:Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun)day
      |\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s\d).*$""",
    re.VERBOSE | re.DOTALL,
)

#: Words that make a piece a role, a desk or an outlet and not a person.
_NOT_A_PERSON = re.compile(
    r"""\b(?:admin|administrator|webmaster|editor\w*|reporter\w*|correspondent\w*|journalist\w*|writer\w*|columnist\w*
      | contributor\w*|producer\w*|photographer\w*|analyst\w*|officer|director|professor|fellow|chief|head|senior
      | staff|team|desk|newsroom|news\w*|press|media|agency|agencies|wire|wires|bureau|service|services|network
      | radio|tv|television|channel|magazine|journal|times|post|daily|weekly|herald|tribune|gazette|courier|observer
      | international|institute|foundation|university|ministry|office|company|group|inc|ltd|llc|com|org|net|online|blog|guest|anonymous
      | unknown|author|authors|view|all|posts|follow|share|comments?|email
      | редакци\w*|редактор\w*|корреспондент\w*|журналист\w*|обозреватель|новост\w*|агентство|служба|пресс\w*|газета
      | журнал|портал|радио|канал|отдел|автор\w*|читать|аналитик|директор|политолог
      | խմբագր\w*|լրագրող\w*|թղթակից\w*|լրատվ\w*|գործակալություն\w*|լուրեր|հեղինակ\w*
      | redaktion|redakteur\w*|korrespondent\w*|nachrichten|zeitung|rédaction|rédacteur|journaliste|agence
      | redacción|redactor\w*|periodista|agencia|noticias|haber\w*|muhabir\w*|editör\w*|ajans\w*|gazete\w*)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_PARTICLES = {
    "de", "da", "di", "del", "della", "der", "den", "du", "dos", "das", "van", "von", "zu", "zum", "la", "le", "al",
    "el", "bin", "ibn", "ben", "abu", "ter", "ten", "y", "e", "af", "av", "оглы", "кызы", "фон", "де", "ван",
}  # fmt: skip
_LONGEST_NAME = 60
_MOST_WORDS = 5
_LONGEST_LIST = 1000


def persons(written: Iterable[str], *, outlets: Iterable[str] = ()) -> tuple[str, ...]:
    """
    Return the persons' names in *written* in order, each once.

    A name has two to five words that begin like names; what equals one of *outlets* is none. Better none than wrong.
    """
    known = {bare(outlet) for outlet in outlets}
    names: dict[str, str] = {}
    for text in written:
        for piece in _leading_names(text):
            if bare(piece) not in known:
                names.setdefault(bare(piece), piece)
    return tuple(names.values())


def opens_byline(text: str) -> bool:
    """Tell whether *text* begins with "By" or one of its like."""
    return _LEAD.match(text) is not None


def _leading_names(text: str) -> Iterable[str]:
    """Return the first run of names: what follows "Jane Doe, economics, ..." is her beat, whatever it looks like."""
    pieces = [piece for piece in _pieces(text) if piece]
    return takewhile(_is_name, dropwhile(lambda piece: not _is_name(piece), pieces))


def _pieces(text: str) -> Iterable[str]:
    # Twice: some write "By: By Jane Doe".
    text = _LEAD.sub("", _LEAD.sub("", " ".join(text[:_LONGEST_LIST].split())))
    for piece in _BETWEEN.split(text):
        yield " ".join(_STOP.sub("", _LEAD.sub("", piece or "")).split()).strip(" .,:;-–—")


def _is_name(piece: str) -> bool:
    words = piece.split()
    if not 2 <= len(words) <= _MOST_WORDS or len(piece) > _LONGEST_NAME:
        return False
    if _NOT_A_PERSON.search(piece) or any(char in piece for char in '<>{}[]:!?«»"“”'):
        return False
    return all(word.lower() in _PARTICLES or _begins_a_name(word) for word in words)


def _begins_a_name(word: str) -> bool:
    first = word.lstrip("'’`")[:1]
    # Scripts without case (Georgian, Arabic, Chinese) have neither.
    return first.isupper() or (first.isalpha() and first.lower() == first.upper())
