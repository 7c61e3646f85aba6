"""Finds the persons in what a page gives as its author: names whole, without roles, outlets and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from extractors.metadata.agencies import is_agency
from extractors.page.characters import bare

#: "Haber: Jane Doe": one word and a colon.
_LABEL = re.compile(r"^\W*\w{3,15}:\s+")
#: "By", in the languages whose bylines have such a word.
_LEAD = re.compile(
    r"""^\W*(?:(?:written|reported|posted|submitted|published|story|words|text|report|analysis|opinion|review|interview)\s+by\b
      | (?:by|author|authors|from|von|vom|par|por|yazan|autor|autorin|autoren|autores|autore|auteur|auteure|auteurs|door|oleh
         |skrevet\saf|text\sund|text|texte|texto|testo|tekst|автор|авторы|авторка|текст|подготовила?|подготовили
         |հեղինակ|հեղինակներ|տեքստը)(?=[\s:՝․])
      | (?-i:di|de|da|af|av|a\scura\sdi)(?=\s)
      | (?:eine?|une?|an?|uma?|una?)\s\w{4,15}\s(?:von|vom|by|par|de|por|di)(?=\s))\W*""",
    re.VERBOSE | re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*[,;|/•·،、]\s*|(?<=\w{3})\.\s+|\s+(?:and|with|und|et|ve|и|та|і|և|եւ|og|och|ja|és|și|og|dan|συν|και)\s+|\s*&\s*| [-–—] "
)
#: They part two names, but stand within some, too: then what is parted is no two names.
_MAYBE_BETWEEN = re.compile(r"\s+(?:y|e|i|a|en|o)\s+")
#: What may follow a name without a mark between: a date, an address, a place, "is a writer", who took the pictures.
_STOP = re.compile(
    r"""\s*(?:[(\[@\d]|https?:|www\.|\b(?:for\s|für\s|pour\s|para\s|in\s|at\s|is\san?|Updated|Published|Posted|Последн)
      |\b(?i:photos?|photographs?|photography|pictures?|illustrations?|video|fotos?|bild(?:er)?|фото|видео|լուսանկար\w*)\b
      |\b(?:Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun)day\b
      |\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s\d).*$""",
    re.VERBOSE | re.DOTALL,
)

_PLACE = re.compile(r"\s*(?:in|at)\s")
#: What persons are or do, and what stands around names on pages.
_ROLE = re.compile(
    r"""\b(?:admin\w*|administrator|webmaster|editor(?!ial)\w*|reporter\w*|correspondent\w*|journalist\w*|writer\w*|columnist\w*
      | contributor\w*|contributing|producer\w*|photographer\w*|analyst\w*|officer|director|professor|fellow|chief|head|senior
      | president|minister|manager|specialist|blogger|critic|guest|anonymous|unknown|user|author|authors|view|all|posts|follow|share
      | comments?|email|read|more|contact|subscribe|by|about
      | редактор\w*|корреспондент\w*|журналист\w*|обозреватель|автор\w*|читать|аналитик|директор|политолог
      | խմբագիր|լրագրող\w*|թղթակից\w*|հեղինակ\w*
      | redakteur\w*|redaktor\w*|korrespondent\w*|journaliste|rédacteur\w*|redactor\w*|periodista|jornalista|giornalista|muhabir\w*
      | editör\w*|yazar\w*|rédactrice|redattore|redattrice|novinář\w*|dziennikarz\w*)\b""",
    re.VERBOSE | re.IGNORECASE,
)
#: What desks, outlets and bodies are called.
_BODY = re.compile(
    r"""\b(?:staff|team|desk|newsroom|news\w*|press|media|agency|agencies|wire|wires|bureau|service|services|network
      | radio|tv|television|channel|magazine|journal|times|post|daily|weekly|herald|tribune|gazette|courier|observer
      | international|institute|foundation|university|ministry|office|company|group|inc|ltd|llc|gmbh|com|org|net|online|blog
      | editorial|board|club|association|society|council|committee|union|department|today|sports?|studio|digital
      | редакци\w*|новост\w*|агентств\w*|служба|пресс\w*|газета|журнал|портал|радио|канал|отдел|редакці\w*|новини|інформаційн\w*
      | խմբագր\w*|լրատվ\w*|գործակալություն\w*|լուրեր
      | redaktion\w*|redazione|redacción|redação|redacció|redactie|redakcja|redakce|redakcia|redakcija|redaksi|redaksjonen|toimitus|rédaction
      | nachrichten|zeitung|presseagentur|agentur\w*|agence|agencia|agência|agenzia|noticias|notícias|notizie|nyheter|nieuws|haber\w*|ajans\w*
      | gazete\w*|servisi|verlag|verein)\b""",
    re.VERBOSE | re.IGNORECASE,
)
#: Words and addresses, not bodies, whatever they hold.
_NOT_A_BODY = re.compile(r"@|https?:|www\.|[<>{}\[\]!?«»\"“”]")
_PARTICLES = {
    "de", "da", "di", "del", "della", "der", "den", "du", "dos", "das", "do", "van", "von", "zu", "zum", "zur", "la", "le",
    "las", "los", "al", "el", "bin", "ibn", "ben", "abu", "ter", "ten", "y", "e", "i", "af", "av", "vom", "dela", "st", "und",
    "bint", "ould", "ag", "op", "оглы", "кызы", "фон", "де", "ван", "дер", "аль", "бин",
}  # fmt: skip
#: Names that are written without a space; signs and letters of desks, papers and reporters.
_UNSPACED = re.compile(r"[가-힣]{2,4}|[\u4e00-\u9fff々]{2,4}|[\u4e00-\u9fff々ぁ-ヿー]{3,8}")
_UNSPACED_BODY = re.compile(
    r"[社报報网網部台局团團]|新[闻聞]|[编編][辑輯集]|[记記]者|本[报報刊]|뉴스|신문|기자|편집|방송|일보|통신"
)
_REPORTER = re.compile(r"\s*(?:기자|특파원|논설위원|記者|记者)$|^(?:記者|记者)\s*")
_LONGEST_NAME = 60
_MOST_WORDS = 5
_LONGEST_LIST = 1000
_MOST_PIECES = 60


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signs an article, each once, in order."""

    persons: tuple[str, ...] = ()
    #: Never the outlet itself: it signs by publishing.
    organisations: tuple[str, ...] = ()


def signature(written: Iterable[str], *, outlets: Iterable[str] = ()) -> Signature:
    """
    Return the persons and organisations named in *written*, each text one byline or one entry of a list.

    A person's name has two to five words that begin like names, a single one only after a "By"; what equals one of
    *outlets* is neither. What stands behind a person is taken for an affiliation. Better none than wrong.
    """
    known = {bare(outlet) for outlet in outlets}
    people: dict[str, str] = {}
    bodies: dict[str, str] = {}
    for text in written:
        seen: Literal["nobody", "person"] = "nobody"
        for piece in _pieces(text):
            if bare(piece) in known:
                continue
            if _is_name(piece):
                people.setdefault(bare(piece), piece)
                seen = "person"
            elif seen == "nobody" and is_body(piece):
                bodies.setdefault(bare(piece), piece)
            elif seen == "person":
                # "Jane Doe, economics, Trade and Travel": her beat, whatever it looks like.
                break
        if (
            seen == "nobody"
            and (name := _single(text))
            and not any(bare(name) in one for one in known)
        ):
            people.setdefault(bare(name), name)
    return Signature(persons=tuple(people.values()), organisations=tuple(bodies.values()))


def persons(written: Iterable[str], *, outlets: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the persons of `signature`."""
    return signature(written, outlets=outlets).persons


def opens_byline(text: str) -> bool:
    """Tell whether *text* begins with "By" or one of its like."""
    return _LEAD.match(text) is not None


def is_body(piece: str) -> bool:
    """Tell whether *piece* is the name of an agency, a desk or an outlet, as far as its words show it."""
    if is_agency(piece):
        return True
    if not 1 <= len(piece.split()) <= 6 or len(piece) > _LONGEST_NAME or not piece[:1].isupper():
        return False
    if _NOT_A_BODY.search(piece) or _ROLE.search(piece):
        return False
    return _BODY.search(piece) is not None


def _pieces(text: str) -> Iterator[str]:
    # Twice: some write "By: By Jane Doe".
    text = _LEAD.sub("", _LEAD.sub("", " ".join(text[:_LONGEST_LIST].split())))
    if is_agency(text):
        yield text
        return
    for piece in _BETWEEN.split(text)[:_MOST_PIECES]:
        whole = _LEAD.sub("", piece or "")
        stop = _STOP.search(whole)
        cut = whole[: stop.start()] if stop else whole
        piece = " ".join(_REPORTER.sub("", _LABEL.sub("", cut)).split()).strip(" .,:;-–—*")
        halves = _MAYBE_BETWEEN.split(piece)
        if len(halves) > 1 and all(map(_is_name, halves)):
            yield from halves
        elif piece:
            yield piece
        if stop and not _PLACE.match(stop[0]):
            # Behind a date, an address or a photographer nobody signs; behind a place another may.
            return


def is_single_name(word: str) -> bool:
    """Tell whether the one *word* can be a person's only name, where something else says that it is a name."""
    fits = word.isalpha() and 3 <= len(word) <= 20 and word.istitle()
    return fits and not _ROLE.search(word) and not is_body(word)


def _single(text: str) -> str | None:
    """Return the one word that follows a "By", if it can be a name: some columnists have but one."""
    text = " ".join(text[:_LONGEST_NAME].split())
    rest = _LEAD.sub("", text)
    return rest if rest != text and is_single_name(rest) else None


def _is_name(piece: str) -> bool:
    if _UNSPACED.fullmatch(piece):
        return not _UNSPACED_BODY.search(piece)
    words = piece.split()
    own = [word for word in words if word.lower() not in _PARTICLES]
    if len(words) < 2 or not 1 <= len(own) <= _MOST_WORDS or len(piece) > _LONGEST_NAME:
        return False
    if _ROLE.search(piece) or _BODY.search(piece) or is_agency(piece):
        return False
    if any(char in piece for char in '<>{}[]:!?«»"“”@_=#'):
        return False
    return all(map(_begins_a_name, own))


def _begins_a_name(word: str) -> bool:
    first = word.lstrip("'’`")[:1]
    # Scripts without case (Georgian, Arabic, Chinese) have neither.
    return first.isupper() or (first.isalpha() and first.lower() == first.upper())
