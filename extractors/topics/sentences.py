"""Finds where sentences begin and end inside one line, in any language that ends them with a mark."""

from __future__ import annotations

import re

#: A mark, what closes with it, and the space after it. The Armenian full stop needs no space.
_END = re.compile(r"""(?:(?<![.!?…])[.!?…]+["'”’»“)\]]*(?=\s)|։["'”’»“)\]]*)\s*""")
_LAST_WORD = re.compile(r"[^\s(\[«“\"']+$")
#: Lower case, without the last full stop. Left out on purpose: words that end sentences as often ("etc", "г").
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof gen maj col lt sgt capt adm sen rep gov hon rev st jr vs no nos art fig vol pp cf approx
    u.s u.n u.k e.g i.e a.m p.m jan feb aug sept oct nov dec
    им ул тыс млн млрд руб стр проф акад ген обл респ см напр т.е т.к т.н и.о св
    m mm mme mlle av bd bzw z.b d.h u.a ca nr hr fr sog ggf թ հմմտ sn yrd doç
    """.split()  # noqa: SIM905  one name a line is what nobody reads
)


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """
    Return start and end of each sentence of the line `text[start:end]`, in order, blanks around them left out.

    A line without a letter or mark is still one sentence, so that every offset of a line has one.
    """
    spans: list[tuple[int, int]] = []
    begin = start
    for mark in _END.finditer(text, start, end):
        if mark.end() < end and _ends_sentence(text, begin, mark.start(), mark.end()):
            spans.append((begin, mark.end()))
            begin = mark.end()
    spans.append((begin, end))
    return [_trimmed(text, *span) for span in spans]


def _ends_sentence(text: str, begin: int, mark: int, following: int) -> bool:
    # A dash after the closing quote: the speaker is still to come.
    if text[following].islower() or text[following] in "—–-":
        return False
    if text[mark] != "." or text[mark + 1 : mark + 2] == ".":
        return True
    # No short form is longer, and a line of a million initials is still read once.
    word = _LAST_WORD.search(text, max(begin, mark - 12), mark)
    return word is None or not _is_short_form(word[0])


def _is_short_form(word: str) -> bool:
    # An initial ("N. Pashinyan"), a day before a month ("29. Mai"), or a known abbreviation.
    if len(word) == 1 or (len(word) == 2 and word.isdigit()):
        return True
    return word.lower() in _ABBREVIATIONS


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return (start + left, start + len(piece.rstrip())) if piece.strip() else (start, end)
