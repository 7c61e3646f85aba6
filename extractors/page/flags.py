"""
Says what a reader should know of how an article was come by, and which readings are no article for what they say.

- `too-short`: under 300 characters. It may be a flash, and it may be a stub: the shortest of 137 labelled articles
  has 427, what a paywall shows is mostly shorter.
- `paywalled`, `live-blog`, `not-an-article`: as the reader of the format found them declared on the page.
- `link-list`: eight headlines or more, most of the lines, and hardly a sentence: a front page, a section's page.
- `rescued`: the text is that of a second extractor (see `rescue`).
- `date-guessed`: the day of publication was taken from words that may mean something else.

`feed-text`, for an entry of a feed that stands for its page, is set where feeds are read: `flows.stated`.
"""

from __future__ import annotations

import re

from extractors.models import FLAGS, Flag, Rejection
from extractors.page.boilerplate import is_sentence
from extractors.page.phrases import fold, phrases
from extractors.page.reading import Reading

_SHORT = 300
_HEADLINES = 8
_HEADLINE = re.compile(r"[^\W\d_][^\d|:/]{28,148}[^\W\d_][\"'”’»?!]?$")
#: Of the characters: lists of deals and of fixtures have more prose about them than that.
_HARDLY_PROSE = 0.2
_SHORTEST_SENTENCE = 40

#: What a dialogue says to its reader; a report on such dialogues hardly uses two of them.
_CONSENT_ASKED = phrases("""
we use cookies | we and our partners | we value your privacy | your consent | your choices | your privacy | accept all | reject all | manage preferences | withdraw your consent | cookie policy
мы используем cookie | мы используем файлы | мы и наши партнер | мы и наши партнёр | ваше согласие | вашего согласия | принять все | вашу конфиденциальность | политика cookie | даете согласие | даёте согласие
մենք օգտագործում ենք | մենք և մեր գործընկերները | ձեր համաձայնությունը | ընդունել բոլորը | ձեր գաղտնիությունը
nous utilisons des cookies | nous et nos partenaires | votre consentement | tout accepter | tout refuser | vos choix | votre vie privée
wir verwenden cookies | wir nutzen cookies | wir und unsere partner | ihre einwilligung | ihre zustimmung | alle akzeptieren | alle ablehnen | ihre privatsphäre
çerezleri kullan | çerez kullan | biz ve ortaklarımız | biz ve iş ortaklarımız | onayınızı | rızanızı | tümünü kabul | gizliliğiniz
utilizamos cookies | usamos cookies | nosotros y nuestros socios | tu consentimiento | su consentimiento | aceptar todo | rechazar todo | tu privacidad | su privacidad
""")
_CONSENT = re.compile(
    r"cookie|consent|privacy|personal data|partners|advertis|tracking|согласи|конфиденциальн|персональн|партн[её]р|реклам"
    r"|համաձայն|գաղտնի|անձնական տվյալ|գործընկեր|confidentialité|vie privée|données personnelles|partenaire|publicité"
    r"|einwillig|zustimm|datenschutz|privatsphäre|personenbezogen|werbung|çerez|onay|rıza|gizlilik|kişisel veri|ortak"
    r"|privacidad|datos personales|socios|publicidad"
)


def flags_of(reading: Reading, text: str) -> tuple[Flag, ...]:
    """Return the flags of the article that *reading* makes with *text*, in the order of `FLAGS`."""
    found = set(reading.flags)
    if len(text) < _SHORT:
        found.add("too-short")
    if _is_link_list(text):
        found.add("link-list")
    if reading.published and reading.published.origin.confidence == "low":
        found.add("date-guessed")
    return tuple(flag for flag in FLAGS if flag in found)


def refusal(reading: Reading, text: str) -> Rejection | None:
    """
    Return why *text* is no article whatever its length, `None` when it may be one.

    Codes: `consent-wall` for a consent dialogue and nothing else, `link-list` for headlines without any prose.
    """
    if _is_consent(text):
        reason = "The page shows a consent dialogue and nothing else: the article is behind it."
        return Rejection(code="consent-wall", reason=reason)
    lines = text.split("\n")
    if _is_link_list(text) and not any(map(_is_prose, lines)):
        name = f"“{reading.title}”" if reading.title else "The page"
        reason = f"{name} is a list of {len(lines)} lines, none of them a sentence: links to articles and no article."
        return Rejection(code="link-list", reason=reason)
    return None


def _is_prose(line: str) -> bool:
    return is_sentence(line, longer_than=_SHORTEST_SENTENCE)


def _is_link_list(text: str) -> bool:
    lines = text.split("\n")
    if len(lines) < _HEADLINES:
        return False
    if sum(len(line) for line in lines if is_sentence(line)) > _HARDLY_PROSE * len(text):
        return False
    return sum(map(_is_headline, lines)) >= max(_HEADLINES, len(lines) / 2)


def _is_headline(line: str) -> bool:
    line = line.lstrip("-•* ")
    return bool(_HEADLINE.match(line)) and len(line.split()) >= 4 and not line.islower()


def _is_consent(text: str) -> bool:
    prose = [line for line in text.split("\n") if _is_prose(line)]
    # Of most articles this looks at one line.
    if not prose or not all(_CONSENT.search(fold(line)) for line in prose):
        return False
    folded = fold(text)
    return sum(phrase in folded for phrase in _CONSENT_ASKED) >= 2
