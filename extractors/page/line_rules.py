"""
Tells what a single line of a page is, by what it says: teaser, promo, share bar, comment form, caption, copyright...

Works on lines and not on markup, so that plain text and HTML share it. The rules name no outlet. In doubt a line is
article, and length alone never condemns one: "Armenia" may be a sub-heading, "- And then?" an interview question.
What a line means beside others is for `boilerplate` to tell.

Over 250 lines because the rules are one table, which is read from its top: of two that a line meets the first counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.page import phrases as said
from extractors.page.phrases import fold, phrases

#: A teaser's summary may be a sentence too; one of this length is the body going on.
PARAGRAPH = 150
#: No paragraph is that long: what such a label opens is never the article.
ALWAYS = 1_000_000

#: A day as pages write it, whatever the language: a month is a word of three letters.
DATE = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{4}年"
    r"|\d{1,2}(?:st|nd|rd|th|er|º|\.)?,? (?:de |of )?[^\W\d_]{3,}\.?,? (?:de |del )?(?:19|20)\d\d"
    r"|[^\W\d_]{3,}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d)"
)
CLOCK = r"\d{1,2}[:.h]\d\d\b"

_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One kind of line that is not article. Everything is compared after `fold`."""

    name: str
    #: The whole line, without digits and punctuation at its ends: "Comments (0)" is "comments".
    whole: tuple[str, ...] = ()
    #: How it begins.
    start: tuple[str, ...] = ()
    #: What follows such a beginning: phrases alone would take prose with them.
    then: re.Pattern[str] | None = None
    #: What stands anywhere in it. Not in a line with a quotation: there a speaker may be advertising.
    inside: tuple[str, ...] = ()
    #: What matches from its beginning on.
    pattern: re.Pattern[str] | None = None
    #: The pattern is tried only on lines with one of these: it would look at every letter of all others.
    marks: tuple[str, ...] = ()
    #: It has two words at least, and all are among these.
    words: frozenset[str] = frozenset()
    #: A longer line is prose, whatever it says.
    longest: int = 200
    #: So many headlines below it belong to it.
    takes: int = 0
    #: The tail begins here unless a sentence of this length follows further down; 0: it never begins here.
    yields_to: int = 0
    #: False where the words may as well be a sub-heading: dropped as a tail's first line only.
    drops: bool = True


#: An address at a platform or by mail, a link, a telephone number.
_ADDRESS = r"(?:\S*@\S+|(?:https?://|www\.)?[\w.-]+\.[a-z]{2,}/?\S*|\+?[\d() -]{6,})"
#: One to four words: names and agencies. Longer is prose, and so is what ends like a sentence.
_NAMES = r"(?! ?(?:the|an?|how|why|what|when|der|die|das|wie|le|la|les|un|une|el|los|las|il|как|почему|что)\b)(?: ?[\w.'&,@/-]+){1,4}$(?<![^\W\d]{5}\.)"
_CURRENCY = r"(?:usd|eur|rub|rur|amd|gbp|gel|cny|kzt|uah|try|irr|pln|byn|chf|btc|oil|brent|gold|доллар|евро|рубль|нефть|դոլար|եվրո|ռուբլի|[$€₽֏£¥₾₸₺₴])"


RULES = (
    # A teaser names another story's topics: one that stays gives the article false topics.
    # Without a colon ("Read more in the archive.") a full stop makes it a sentence, and it stays.
    Rule(name="teaser", start=said.TEASERS, then=re.compile(r" ?:|.*(?:[^.]|\.\.)$")),
    Rule(name="recording", start=said.RECORDINGS, then=re.compile(r".{2,120}(?<![.!?։。؟])$")),
    # A headline that says what is behind it: "Ferry turns back in storm [VIDEO]".
    Rule(
        name="labelled headline",
        pattern=re.compile(
            r".{20,150}[^.!?]\s[\[(](?:videos?|photos?|pictures|watch|gallery|news|insight|reaction|revealed|latest|видео|фото|фото, видео"
            r"|видео, фото|vidéo|vídeo|foto|fotos|galerie|galería|տեսանյութ|լուսանկարներ|відео)[\])]$"
        ),
        marks=("[", "("),
    ),
    Rule(
        name="list of other stories",
        whole=said.LISTS,
        pattern=re.compile(r"(?:popular on|more on|more from|latest from|more stories from) [^.]{2,40}$|more [^.]{2,30} stories$"),
        takes=6,
        yields_to=PARAGRAPH,
    ),
    # The label on one line, the headline it announces on the next.
    Rule(name="teaser label", whole=tuple(label.rstrip(":") for label in said.TEASERS), takes=1),
    # The outlet about its own channels. Also stands between paragraphs, so any sentence (of 30) refutes a tail.
    Rule(
        name="promo",
        whole=phrases("subscribe | newsletter | sign up | подписаться | abonnieren | s'abonner"),
        start=said.PROMOS,
        pattern=re.compile(
            r"follow .{2,60} on (?:facebook|twitter|instagram|telegram|whatsapp|youtube|linkedin|x\b)"
            r"|(?:sign up|register) .*\b(?:newsletters?|alerts|digest|daily|briefing|inbox|updates)\b"
            r"|(?:get|have|receive) .{2,80} delivered (?:straight |directly |right )?(?:to your (?:inbox|phone)|through your letterbox)"
        ),
        inside=phrases(
            "forget to subscribe | our newsletter | our daily newsletter | our weekly newsletter | morning newsletter"
            "| our telegram channel | our whatsapp channel | our youtube channel | in your inbox | never miss a story"
            "| follow us on | straight to your inbox | наш telegram | нашем telegram | наш телеграм | нашем телеграм"
            "| нашу рассылку | наш канал в | notre newsletter | unseren newsletter | nuestro boletín | nostra newsletter"
            "| nossa newsletter | nasz newsletter"
        ),
        yields_to=30,
    ),
    Rule(name="comment form", start=said.COMMENT_FORMS, yields_to=ALWAYS),
    # With the number it heads no section.
    Rule(
        name="comment counter",
        pattern=re.compile(rf"\d+ {said.COMMENTED}$|{said.COMMENTED}\W{{1,3}}\d+\)?$"),
        longest=40,
        yields_to=ALWAYS,
    ),
    # "Comments" may also head a section of an article.
    Rule(
        name="comments",
        whole=phrases(
            "comments | comment | no comments | no comments yet | комментарии | комментариев | комментариев нет | комментариев пока нет"
            "| մեկնաբանություններ | մեկնաբանություններ չկան | commentaires | aucun commentaire | kommentare | keine kommentare | yorumlar"
            "| comentarios | sin comentarios | commenti | nessun commento | comentários | komentarze | brak komentarzy | коментарі"
            "| კომენტარები | пікірлер | نظرات | التعليقات"
        ),
        yields_to=ALWAYS,
        drops=False,
    ),
    Rule(name="previous or next article", whole=said.NEIGHBOURS, takes=1, yields_to=ALWAYS),
    Rule(name="foot", whole=said.FOOT, yields_to=PARAGRAPH, drops=False),
    # A "Source" that names nobody; "Source: ..." says whose report it is and goes at the very end only.
    Rule(
        name="furniture",
        whole=said.FURNITURE,
        start=said.CONTINUES,
        # Age marks.
        pattern=re.compile(r"\d\d?\+$"),
    ),
    Rule(name="player", start=said.AUDIO),
    Rule(
        name="cookies",
        start=said.COOKIES,
        whole=phrases("accept all | accept cookies | reject all | manage preferences | cookie settings"),
        longest=500,
    ),
    Rule(
        name="copyright",
        start=phrases("copyright © | при использовании материалов | при цитировании ссылка | при цитировании материалов | перепечатка материалов"),
        inside=phrases(
            "all rights reserved | reproduction without permission | registered office: | все права защищены"
            "| при использовании материалов | перепечатка только | ссылка обязательна | բոլոր իրավունքները"
            "| tous droits réservés | alle rechte vorbehalten | tüm hakları saklıdır | todos los derechos reservados"
            "| tutti i diritti riservati | todos os direitos reservados | wszelkie prawa zastrzeżone | усі права захищені"
        ),
        pattern=re.compile(r"(?:©|ⓒ|c\)|copyright)\W*\d{4}|copyright ⓒ"),
        longest=300,
        yields_to=PARAGRAPH,
    ),
    # It says whose views an article holds. Without its author or editors behind it the line may be about an article.
    Rule(
        name="disclaimer",
        start=said.VIEWS,
        then=re.compile(rf".*{said.OWNER}"),
        pattern=re.compile(
            r"(?:the |any |all )?(?:views|opinions)\b.{0,40}\b(?:expressed|presented|stated|contained) (?:in|on|by|here|herein|are)\b.{0,80}?"
            rf"\b(?:are|do|does|may|is)\b.{{0,80}}{said.OWNER}"
        ),
        longest=500,
    ),
    # An error in the article, with what the reader should do; a bare question goes too.
    Rule(
        name="error report",
        start=said.ERRORS,
        then=re.compile(rf".{{0,80}}?(?:\?\W*$|{said.REPORT})"),
        inside=phrases("ctrl+enter | ctrl + enter | ctrl-enter"),
        longest=300,
    ),
    Rule(name="error report", start=said.IF_ERRORS, then=re.compile(rf".{{0,60}}?{said.ERROR}.{{0,80}}?{said.REPORT}"), longest=300),
    Rule(name="standards", start=phrases("our standards: | our editorial standards: | our methodology:"), longest=120),
    Rule(
        name="feed note",
        start=phrases("the post | l'article | der beitrag | la entrada | l'articolo | o post | запись | сообщение | запис | artykuł"),
        then=re.compile(
            r".*(?:\bappeared first on\b|est apparu en premier sur|erschien zuerst (?:auf|bei)|se publicó primero en|proviene da|apareceu primeiro em"
            r"|впервые появилась на|появил\w+ сначала на|спершу з'явився на|pochodzi z serwisu)"
        ),
        longest=300,
    ),
    # Counters and when the page changed, as content systems print them; a number and nothing else.
    Rule(
        name="view counter",
        pattern=re.compile(
            rf"{said.COUNTED}\W{{1,3}}\d[\d., ]{{0,9}}(?:k|m|тыс\.?|к)?$|\d[\d., ]{{0,9}}(?:k|m|тыс\.?|к)? ?{said.COUNTED}$"
            r"|(?:read|прочитали|прочитано|դիտվել է|ընթերցվել է|ընթերցել են|lu|gelesen|visto|leído|letto|lido|przeczytano|прочитали) \d[\d., ]{0,9}"
            r" ?(?:times?|раза?|անգամ|fois|mal|veces|volte|vezes|razy|рази|разів)?$|\d[\d., ]{0,9} (?:kez|kişi|defa) (?:okundu|görüntülendi|izlendi)$"
        ),
        longest=50,
    ),
    Rule(
        name="press contact",
        start=said.PRESS_CONTACTS,
        then=re.compile(rf"\W*$|.{{0,150}}{_ADDRESS}|(?<=contact):{_NAMES}"),
        longest=300,
        yields_to=30,
    ),
    Rule(name="handle", start=said.CONTACTS, then=re.compile(r" ?@\w+(?:[ ,|/]+@\w+)*$")),
    # Between paragraphs it may be what the article is for.
    Rule(name="contact", start=said.CONTACTS, then=re.compile(rf" ?{_ADDRESS}(?:[,;|/ ]+{_ADDRESS})*$"), drops=False),
    Rule(name="feedback", start=said.FEEDBACK, longest=120),
    # Rates and the weather in a portal's head: at least two of them.
    Rule(
        name="ticker",
        pattern=re.compile(
            rf"(?:[^\W\d]{{3,15}}\W{{1,3}}[+-]?\d{{1,2}} ?°c?\W*)?(?:{_CURRENCY}\W*\d+[.,]\d+(?: ?[+-]\d+[.,]\d+)?\W*){{2,}}$"
            rf"|(?:\d+[.,]\d+ ?{_CURRENCY}\W*){{2,}}$"
        ),
    ),
    Rule(
        name="language switch",
        pattern=re.compile(
            rf"(?:{said.LANGUAGE_CODES})(?:[ |/·•,]+(?:{said.LANGUAGE_CODES})){{1,7}}$|(?:{said.LANGUAGES})(?:[ |/·•,]+(?:{said.LANGUAGES})){{1,9}}$"
        ),
    ),
    Rule(name="tags", start=said.TAGS, longest=300, yields_to=PARAGRAPH),
    Rule(name="hashtags", pattern=re.compile(r"(?:#\w+[\s,]*)+$")),
    Rule(
        name="reading time",
        pattern=re.compile(
            r"(?:reading time|время чтения|lesezeit|temps de lecture|okuma süresi|tiempo de lectura|tempo (?:de leitura|di lettura)"
            r"|czas czytania|час читання|ընթերցման \w+)\b.{0,25}$"
            r"|\d+[ -](?:min|мин|хв|dk|minut\w*|минут\w*|րոպե)\.? (?:read|чтения|lesezeit|de lecture|okuma|de lectura|di lettura|de leitura|czytania|читання)\b.{0,9}$"
        ),
    ),
    # When the page was written or changed, and nothing else. What was corrected is article and never matches.
    Rule(
        name="date line",
        start=said.DATED,
        then=re.compile(rf"\W.{{0,20}}?(?:{DATE}|{CLOCK})(?!.*\w{{4}}\.$)"),
        longest=70,
    ),
    # A caption without its picture; a credit is what tells it from prose.
    Rule(
        name="caption",
        start=(*said.PICTURES, *phrases("file - | file photo -")),
        whole=said.PICTURE_LABELS,
        pattern=re.compile(
            r".*?(?:©|\((?:file )?photo(?: by|:| courtesy)|\b(?:photo|фото|foto):) *(?:[^.©]|\b\w\.){2,60}$|.*\[[^\]]*/[^\]]*\]$"
            r"|.*\([^()]{2,40} (?:photo|image|pool)s?(?:/| via | by )[^()]{2,60}\)?\W*$"
            # The whole line; its bracket is gone with the bullets.
            r"|[^()]{2,40} (?:photo|image)s?/[^()]{2,60}\)$"
        ),
        marks=("©", "photo", "фото", "foto", "[", "image", "pool"),
        longest=400,
    ),
    # "Bild: ..." may be a paper's report, "Credit: ..." a sub-heading on lending: only names may follow.
    Rule(name="caption", start=said.PICTURE_WORDS, then=re.compile(rf"{_NAMES}|[^.!?()]{{2,60}}/[^.!?()]{{2,40}}$")),
    Rule(
        name="credits",
        start=phrases("reporting by | additional reporting by | editing by | edited by:"),
        pattern=re.compile(r"[^.]{3,80} contributed (?:to this (?:report|story|article)|reporting)\.?$"),
        yields_to=30,
    ),
    Rule(
        name="share bar",
        whole=phrases("share | share this | share post | share this article | print | tweet | поделиться | կիսվել | partager | teilen | paylaş | compartir | copy link | condividi | udostępnij | поділитися"),
        words=frozenset((*said.SHARING, *said.SHARE_FILLERS, *said.PLATFORMS)),
        yields_to=30,
    ),
    # "Telegram" alone may head a section on Telegram; beside another of its kind it is a button.
    Rule(name="platform", whole=said.PLATFORMS, drops=False),
    Rule(name="footer links", words=frozenset(said.FOOTER_LINKS), yields_to=PARAGRAPH),
)  # fmt: skip

_WHOLE = {phrase: rule for rule in reversed(RULES) for phrase in rule.whole}
_LONGEST_WHOLE = max(map(len, _WHOLE)) + 10
#: Beginnings under their first letters. One look at all beginnings of a line is cheaper than one at each.
_FIRST = 3
_STARTS: dict[str, list[tuple[str, Rule]]] = {}
for _rule in RULES:
    for _phrase in _rule.start:
        _STARTS.setdefault(_phrase[:_FIRST], []).append((_phrase, _rule))
_BEGINNINGS = {first: tuple(phrase for phrase, _ in under) for first, under in _STARTS.items()}
# One pattern of all takes 0.6 of the time that one after the other takes.
_BY_GROUP = {
    f"rule{place}": rule for place, rule in enumerate(RULES) if rule.pattern and not rule.marks
}
_PATTERNS = re.compile(
    "|".join(
        f"(?P<{group}>{rule.pattern.pattern})" for group, rule in _BY_GROUP.items() if rule.pattern
    )
)
_MARKED = [(rule.marks, rule.pattern, rule) for rule in RULES if rule.pattern and rule.marks]
_INSIDE = [(phrase, rule) for rule in RULES for phrase in rule.inside]
_INSIDE_ASCII = [(phrase, rule) for phrase, rule in _INSIDE if phrase.isascii()]
_BARS = [rule for rule in RULES if rule.words]
_LONGEST = max(rule.longest for rule in RULES)
_LONGEST_INSIDE = max(rule.longest for rule in RULES if rule.inside)
_LONGEST_BAR = 120
_WORD = re.compile(r"[^\W\d_]+(?:'\w+)?")
_MENU = frozenset(said.MENU)
_HOMES = frozenset(home.rstrip(":") for home in said.HOMES)
#: `fold` makes a straight quote of a double angle.
_STEPS = re.compile(r" ?[>›→] ?| [/|·•\"] |(?<=[^\W\d]): ")
_MENU_BARS = re.compile(r" [|·•] ")


def rule_of(line: str) -> Rule | None:
    """Return a rule that *line* meets on its own, wherever it stands; `None` for what may be article."""
    if len(line) > _LONGEST:
        return None
    folded = fold(line)
    rule = None
    if len(folded) <= _LONGEST_WHOLE:
        rule = _WHOLE.get(_EDGES.sub("", folded))
    if rule is None or not rule.drops:
        rule = _rule_in_part(folded) or rule
    return rule if rule and len(line) <= rule.longest else None


def is_caption(line: str) -> bool:
    """Tell whether *line* describes a picture: it bears its credit."""
    rule = rule_of(line)
    return rule is not None and rule.name == "caption"


def is_menu(line: str) -> bool:
    """Tell whether *line* is a word of a site's menu, or a whole one; above the first paragraph it is not article."""
    parts = _MENU_BARS.split(line)
    if len(parts) >= 4 and all(len(part.split()) <= 3 for part in parts):
        return True
    return _EDGES.sub("", fold(line)) in _MENU


def is_breadcrumb(line: str) -> bool:
    """Tell whether *line* leads from the home page to the article's section; no rule, for it states that section."""
    first, *below = _STEPS.split(fold(line)) if len(line) <= 160 else [""]
    return bool(below) and first.rstrip(":") in _HOMES and below[-1][-1:] not in (".", "!", "?")


def _rule_in_part(folded: str) -> Rule | None:
    first = folded[:_FIRST]
    if first in _BEGINNINGS and folded.startswith(_BEGINNINGS[first]):
        for phrase, rule in _STARTS[first]:
            if folded.startswith(phrase) and (
                rule.then is None or rule.then.match(folded, len(phrase))
            ):
                return rule
    if found := _PATTERNS.match(folded):
        return _BY_GROUP[found.lastgroup or ""]
    for marks, pattern, rule in _MARKED:
        if any(mark in folded for mark in marks) and pattern.match(folded):
            return rule
    if len(folded) <= _LONGEST_INSIDE and '"' not in folded:
        for phrase, rule in _INSIDE_ASCII if folded.isascii() else _INSIDE:
            if phrase in folded:
                return rule
    words = _WORD.findall(folded) if len(folded) <= _LONGEST_BAR else ()
    return next((rule for rule in _BARS if len(words) > 1 and rule.words.issuperset(words)), None)
