"""
Tells what signs an article off: introductions of outlet and writer, credits, addresses, keywords.

The same words may be prose further up; only what stands at the very end goes for them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from extractors.page.line_rules import is_breadcrumb, rule_of
from extractors.page.phrases import fold

#: What is left is not cut further: of so short a copy every line may be the news.
_SHORTEST = 3
#: An article has no more writers; each is looked for in the whole text.
_MOST_WRITERS = 5
_LONGEST = 400

#: An outlet or a writer introduced to the reader, where to write to them, whose report it was. Believed only where the
#: body is over.
_BLURB = re.compile(
    r"\S.{0,60}? (?:is|are) (?:an?|the) [^.]{0,60}?\b(?:news|media|information)\b[^.]{0,20}?"
    r"\b(?:platform|website|portal|site|agency|outlet|magazine|organi[sz]ation|newspaper)\b"
    r"|(?:[A-Z][\w.'-]+ ){1,4}(?:(?:covers|teaches|writes|reports) .*\b(?:for|at|about|on)\b"
    r"|is .{0,60}\b(?:reporter|correspondent|columnist|contributor|contributing|freelance|editor|journalist)\b)"
    r"|(?:https?://|www\.)?[\w@./?=&%+-]+\.[a-z]{2,}(?:/\S*)?$"
    r"|[А-ЯЁ]\w+ [А-ЯЁ]\w+ [—–-] (?:журналист|корреспондент|обозреватель|колумнист|редактор)"
    r"|(?i:sources?|источник|աղբյուր|quelle|kaynak|fuente|fonte|źródło|джерело) ?[:՝] ?[^.]{2,60}$"
    r"|(?i:write to|e-?mail|contact|reach|follow|tweet|пишите|связаться)\b[^.]{0,80}@\w|.{0,80}\bcan be reached (?:at|on|by|via)\b"
    r"|(?i:follow) .{2,60}\b(?:coverage|on (?:social media|twitter|x|facebook))\b"
    r"|(?i:copyright)(?: [\w&.-]+){1,4} (?:19|20)\d\d\b"
    r"|First published (?:in|on|by|at) (?:the )?[A-Z][^.,]{1,40}\.?$"
    r"|Published in [A-Z]\w+(?:(?: and| &)? [A-Z]\w+){0,2}$"
    r"|With (?:additional )?(?:reporting|files|contributions|material) (?:by|from) [A-Z][^.]{2,100}\.?$"
    r"|(?:С использованием материалов|При участии|По материалам|По информации) [^.,]{3,60}$"
    r"|(?:Mit Material|Mit Agenturmaterial|Avec agences|Con información de|Con materiale|Com informações d)\b[^.]{0,60}$"
)
_NAME = r"(?:[A-ZÀ-ÞĞİŞ][\w.'’-]+ ){1,3}[A-ZÀ-ÞĞİŞ][\w'’-]+"
_BOOKS = r"(?:(?:two|three|four|five|several|many|numerous|\d+) |the (?:forthcoming )?(?:books?|novels?) |a (?:book|novel|history|study) |(?:books|novels)\b|[\"“«‘'A-Z])"
#: A writer introduced by profession or books, without a byline. Believed at the very end, of somebody the text does not
#: name: a source is introduced in the same words.
_NOTE = re.compile(
    rf"(?P<name>{_NAME}),? (?:is|was) (?:an?|the|currently) [^.!?]{{0,100}}?(?:\bauthor of {_BOOKS}"
    r"|\b(?:fellow|researcher|analyst|scholar|lecturer|professor|historian|economist|strategist|adviser|advisor|writer|novelist|broadcaster|consultant|editor|director)\b)"
    rf"|(?P<name_de>{_NAME}) ist [^.!?]{{0,60}}?\b(?:Journalist|Autor|Korrespondent|Redakteur|Politolog|Historiker|Publizist|Reporter|Professor|Wissenschaftl)"
    rf"|(?P<name_fr>{_NAME}) est [^.!?]{{0,60}}?\b(?:journaliste|politologue|chercheu|historien|professeur|correspondant|essayiste|auteur d|autrice d|maître de conf)"
    rf"|(?P<name_es>{_NAME}) es [^.!?]{{0,60}}?\b(?:periodista|politólog|analista|profesor|corresponsal|investigador|historiador|escritor)"
    rf"|(?P<name_it>{_NAME}) [èé] [^.!?]{{0,60}}?\b(?:giornalist|jornalist|politolog|cientista polític|professor|ricercat|pesquisador|corrispondente|correspondente|storic)"
    rf"|(?P<name_pl>{_NAME}) jest [^.!?]{{0,60}}?\b(?:dziennikar|redaktor|publicyst|politolog|historyk|korespondent)"
    rf"|(?P<name_tr>{_NAME}),? [^.!?]{{0,100}}\b(?:gazeteci|muhabir|yazar|köşe yazarı|akademisyen|siyaset bilimci|editör|araştırmacı)\w*d[ıiuü]r\.$"
    r"|(?P<name_ru>[А-ЯЁІЇЄ]\w+ [А-ЯЁІЇЄ]\w+)(?: [—–-] |, )[^.!?]{0,60}?(?:журналист|корреспондент|обозреватель|колумнист|редактор|политолог|публицист|историк|эксперт|аналитик"
    r"|научный сотрудник|доцент|профессор|автор книг|журналіст|кореспондент|оглядач|історик|експерт)[^:\"»]*$"
    r"|(?P<name_hy>[Ա-Ֆ][ա-և]+ [Ա-Ֆ][ա-և]+(?:ը|ն)) [^։:]{0,80}(?:լրագրող|քաղաքագետ|վերլուծաբան|թղթակից|մեկնաբան|խմբագիր|պատմաբան|փորձագետ)\w* է[։:]?$"
    r"|(?i:the )?(?:[Aa]uthor|[Ww]riter) is (?:an?|the) |(?:Автор|Об авторе) ?[—–:-] ?(?:политолог|журналист|обозреватель|эксперт|историк|публицист|аналитик|профессор)"
    r"|Հեղինակը (?:լրագրող|քաղաքագետ|վերլուծաբան|փորձագետ|պատմաբան)"
)
#: Keywords as pages end with them: five at least, no capital, no verb's full stop.
_KEYWORDS = re.compile(r"(?:[^,.;:!?\"]{2,40}, ){4,}[^,.;:!?\"]{2,40}$")


def body_end(lines: Sequence[str], authors: Sequence[str]) -> int:
    """Return how many of *lines*, an article's by *authors*, stand above what signs it off."""
    end, writers = len(lines), 0
    while end > _SHORTEST:
        line = lines[end - 1]
        rule = rule_of(line)
        signs_off = rule is not None and rule.name == "contact"
        if not (signs_off or is_blurb(line, authors) or is_breadcrumb(line)):
            if writers == _MOST_WRITERS or not _introduces(line, lines, end - 1):
                break
            writers += 1
        end -= 1
    return end


def is_blurb(line: str, authors: Sequence[str]) -> bool:
    """Tell whether *line* reads like an introduction of outlet, writer or one of *authors*, a credit or keywords."""
    if len(line) > _LONGEST:
        return False
    return (
        bool(_BLURB.match(line))
        or (bool(authors) and fold(line).startswith(tuple(map(fold, authors))))
        or (line.islower() and bool(_KEYWORDS.match(line)))
    )


def _introduces(line: str, lines: Sequence[str], place: int) -> bool:
    """Tell whether *line*, at *place*, introduces a writer, that is somebody whom no line above names."""
    if len(line) > _LONGEST or not (note := _NOTE.match(line)):
        return False
    name = next(filter(None, note.groups()), None)
    if name is None:
        return True
    # Armenian puts its article behind the name.
    surname = name.split()[-1].rstrip("ըն")
    return not any(surname in above for above in islice(lines, place))
