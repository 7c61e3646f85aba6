"""
Tells the lines of a page that are not article: teasers, promos, share bars, comment forms, menus, the tail.

Works on lines and not on markup, so that plain text and HTML share it. The rules know what such lines say in seven
languages and name no outlet; the only names are those on share buttons. In doubt a line stays, and length alone never
condemns one: "Armenia" may be a sub-heading, "- And then?" an interview question.

More than half of the file is phrases: they are what the rules are made of, and are read beside them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

#: From this length on a sentence counts as a body paragraph.
SENTENCE = 60
#: A teaser's summary may be a sentence too; one of this length is the body going on.
PARAGRAPH = 150
#: No paragraph is that long: what such a label opens is never the article.
ALWAYS = 1_000_000

#: U+0307 is what lower case makes of the dot of the Turkish capital I.
_MARKS = str.maketrans("‘’‚‛ʼ´“”„‟«»‐‑‒–—−՝", "''''''\"\"\"\"\"\"------:") | {0x307: None}
_DECORATION = " -•●►▶▸»>*·|→☞:([✉📌👉🔔⚡"
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_MENU_BARS = re.compile(r" [|·•] ")
_SENTENCE_END = re.compile(r"(?<!\.\.)[.!?։:][\"')\]]*$")


def fold(line: str) -> str:
    """Return *line* as the phrases are written: lower case, plain quotes and dashes, no bullets in front."""
    folded = line.casefold()
    if not folded.isascii():
        folded = folded.translate(_MARKS)
    return folded.lstrip(_DECORATION).replace(" :", ":").strip()


def is_sentence(line: str, *, longer_than: int = SENTENCE) -> bool:
    """Tell whether *line* ends like a sentence of that length at least; a teaser cut by "..." does not."""
    return len(line) >= longer_than and bool(_SENTENCE_END.search(line[-6:].translate(_MARKS)))


def phrases(written: str) -> tuple[str, ...]:
    """Return the phrases that *written* holds between bars and line ends, folded."""
    return tuple(fold(phrase.strip()) for phrase in re.split(r"[|\n]", written) if phrase.strip())


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One kind of line that is not article. Everything is compared after `fold`."""

    name: str
    #: The whole line, without digits and punctuation at its ends: "Comments (0)" is "comments".
    whole: tuple[str, ...] = ()
    #: How it begins.
    start: tuple[str, ...] = ()
    #: What stands anywhere in it. Not in a line with a quotation: there a speaker may be advertising.
    inside: tuple[str, ...] = ()
    #: What matches from its beginning on.
    pattern: re.Pattern[str] | None = None
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


_TEASERS = phrases("""
read more | read also | also read | read next | see also | see more: | more: | also: | read: | watch: | related: | related story | related post:
related article: | related stories: | don't miss: | recommended: | you may also like: | more on this:
читайте также | читать также | также читайте | читайте подробнее | читать подробнее | читать далее | читать дальше
читайте по теме | читайте: | по теме: | подробнее: | см. также | смотрите также | ранее по теме | ещё по теме
еще по теме | материал по теме | материалы по теме: | читайте ещё | читайте еще
կարդացեք նաև | կարդալ նաև | կարդացեք ավելին | կարդալ ավելին | տես նաև | տե՛ս նաև | դիտեք նաև | նաև կարդացեք
lire aussi | à lire aussi | a lire aussi | à lire: | lire également | à lire également | lire la suite | voir aussi
en savoir plus
lesen sie auch | lesen sie mehr | lesen sie hier | lesen sie dazu | lies auch | siehe auch | mehr dazu
mehr zum thema | auch interessant: | weiterlesen
ayrıca okuyun | bunu da okuyun | bunlar da ilginizi | ayrıca bakınız | ilgili haber: | devamını oku | daha fazla oku
okumaya devam
lea también | lee también | leer también | lea además | leer más | lea más | ver también | vea también
te puede interesar: | le puede interesar:
""")

_GLUED = phrases("""
read more | read also | also read | see also | читайте также | читать также | կարդացեք նաև | կարդալ նաև
lire aussi | lesen sie auch | ayrıca okuyun | lea también | lee también
""")
_GLUED_LABEL = re.compile(rf"(?:{'|'.join(_GLUED)}) ?[:՝]", re.IGNORECASE)

_LISTS = phrases("""
related | related stories | related articles | related news | related posts | related content | related topics
more like this | more on this story | more on this topic | more stories | more news | you may also like
you might also like | you may like | recommended | recommended for you | most read | most popular | trending
trending now | the latest | latest news | latest stories | latest articles | latest posts | recent posts
editor's picks | top stories | up next | other news
другие новости | другие материалы | похожие новости | похожие материалы | новости по теме | по теме | читайте также
материалы по теме | ещё по теме | еще по теме | смотрите также | самое читаемое | популярное | последние новости
главные новости | лента новостей | рекомендуем | вам может быть интересно | новости партнеров | новости партнёров
что ещё почитать | что еще почитать
այլ նյութեր | այլ լուրեր | նմանատիպ նյութեր | առնչվող նյութեր | վերջին լուրեր | վերջին նորություններ | ամենաընթերցված
ամենադիտված | լրահոս | նույն թեմայով | կարդացեք նաև
sur le même sujet | à lire aussi | lire aussi | articles liés | les plus lus | dernières nouvelles | à la une
dans la même rubrique | vous aimerez aussi
mehr zum thema | das könnte sie auch interessieren | auch interessant | meistgelesen | verwandte artikel
weitere artikel | weitere meldungen | weitere nachrichten | neueste artikel
ilgili haberler | ilginizi çekebilir | bunlar da ilginizi çekebilir | çok okunanlar | en çok okunanlar
diğer haberler | son haberler | benzer haberler
noticias relacionadas | artículos relacionados | lo más leído | más leídas | últimas noticias | te puede interesar
también te puede interesar | más noticias | otras noticias
""")

_PROMOS = phrases("""
subscribe to | subscribe now | subscribe for | sign up to | sign up now | sign up here | sign up: | follow us
click here to subscribe | click here to sign up | click here to follow | tell us what you think | if you buy something through | reach the reporter
join us on | join our telegram | join our whatsapp | join our channel | join our newsletter | like us on | find us on
thank you for reading this | thanks for reading | support our journalism | support independent journalism
already a subscriber | to continue reading | this article is for subscribers | download our app | enter your email
get our newsletter | get the latest news | have a tip? | got a tip? | do you have a story
подпишитесь | подписывайтесь | подписаться на | следите за нами | следите за нашими | читайте нас
присоединяйтесь к наш | мы в telegram | мы в телеграм | мы в соцсетях | наш канал в | наш телеграм | наш telegram
хотите быть в курсе | больше новостей в | оперативные новости в | поддержите нас
բաժանորդագրվեք | բաժանորդագրվել | հետևեք մեզ | հետևիր մեզ | միացեք մեր
abonnez-vous | inscrivez-vous à | suivez-nous | rejoignez-nous sur | recevez notre | recevez nos
abonnieren sie | jetzt abonnieren | folgen sie uns | jetzt anmelden | melden sie sich für | newsletter abonnieren
zum newsletter
bizi takip ed | abone olun | bültenimize | telegram kanalımıza | whatsapp kanalımıza
suscríbete | suscríbase | síguenos | síganos | únete a nuestr | únase a nuestr | recibe nuestr
""")

_COMMENT_FORMS = phrases("""
leave a reply | leave a comment | post a comment | post comment | add a comment | write a comment
comments are closed | comments are off | log in to comment | login to comment | join the conversation
your email address will not be published | required fields are marked | save my name, email | cancel reply
you must be logged in to
комментарии отключены | комментарии закрыты | добавить комментарий | оставить комментарий | написать комментарий
ваш адрес email не | ваш e-mail не | обязательные поля помечены | чтобы оставить комментарий | отменить ответ
թողնել մեկնաբանություն | ավելացնել մեկնաբանություն | մեկնաբանել
laisser un commentaire | ajouter un commentaire | votre adresse e-mail ne sera | votre adresse de messagerie ne
schreiben sie einen kommentar | kommentar schreiben | kommentar verfassen | ihre e-mail-adresse wird nicht
deine e-mail-adresse wird nicht
bir yanıt yazın | bir cevap yazın | yorum yap | yorum yaz | e-posta adresiniz yayınlanmayacak
deja un comentario | dejar un comentario | deja una respuesta | tu dirección de correo electrónico no
""")

_NEIGHBOURS = phrases("""
previous article | next article | previous post | next post | previous story | next story
предыдущая статья | следующая статья | предыдущая новость | следующая новость | предыдущая запись | следующая запись
նախորդ հոդված | հաջորդ հոդված | article précédent | article suivant | vorheriger artikel | nächster artikel
önceki haber | sonraki haber | önceki yazı | sonraki yazı | artículo anterior | artículo siguiente
""")

#: Plausible sub-headings, but usual at a page's foot.
_FOOT = phrases("""
popular | company | about us | about the author | tags | latest | contact | contact us | об авторе | о нас | теги
контакты | հեղինակի մասին | մեր մասին | à propos | à propos de l'auteur | über den autor | über die autorin | über uns
hakkımızda | yazar hakkında | sobre el autor | sobre nosotros
""")

_FURNITURE = phrases("""
source | sources | back to top | back to top button | go to top | scroll to top | advertisement | skip to content
skip to main content | load more | show more | view all | see all | play video | how can i help you | cancel reply
источник | наверх | к началу страницы | реклама | աղբյուր | գովազդ | haut de page | publicité | nach oben | quelle
anzeige | werbung | yukarı | kaynak | reklam | fuente | volver arriba | publicidad
""")

_COOKIES = phrases("""
we use cookies | this site uses cookies | this website uses cookies | our site uses cookies | by continuing to use
мы используем cookie | мы используем файлы cookie | на сайте используются cookie | сайт использует cookie
этот сайт использует cookie | этот сайт использует файлы | продолжая использовать | մենք օգտագործում ենք cookie
այս կայքն օգտագործում | nous utilisons des cookies | ce site utilise des cookies | wir verwenden cookies
wir nutzen cookies | diese website verwendet cookies | bu site çerez | bu sitede çerez | sitemizde çerez
utilizamos cookies | usamos cookies | este sitio utiliza cookies
""")

_TAGS = phrases("""
tags: | tagged: | tagged with | tagged in | topics: | filed under | keywords: | теги: | тэги: | метки: | рубрики:
ключевые слова: | պիտակներ: | թեգեր: | բանալի բառեր: | mots-clés: | étiquettes: | schlagwörter: | schlagworte:
stichwörter: | etiketler: | etiquetas: | palabras clave:
""")

_PLATFORMS = phrases("""
facebook | twitter | x | telegram | whatsapp | linkedin | reddit | pinterest | viber | vk | вконтакте | одноклассники
messenger | pocket | flipboard | instagram | youtube | threads | bluesky | email | e-mail | վկոնտակտե | ֆեյսբուք
""")
_SHARING = phrases("""
share | shares | save | print | tweet | listen | pin | copy | link | bookmark | comments | min | facebook'ta
поделиться | сохранить | печать | распечатать | слушать | отправить | скопировать | ссылку | мин
կիսվել | ֆեյսբուքում | տպել | partager | imprimer | écouter | enregistrer | teilen | drucken | merken | anhören
paylaş | yazdır | kaydet | compartir | imprimir | guardar
""")
_SHARE_FILLERS = phrases(
    "this | article | post | story | on | via | to | by | with | mail | в | на | auf | sur | en | i | e"
)
_FOOTER_LINKS = phrases("""
terms | of | use | service | conditions | privacy | policy | contact | contacts | us | about | cookie | cookies
advertise | advertising | careers | sitemap | help | faq | legal | notice | imprint | impressum | datenschutz | agb
контакты | политика | конфиденциальности | реклама | вакансии | mentions | légales | confidentialité | künye
gizlilik | iletişim | aviso | privacidad | contacto
""")

RULES = (
    # A teaser names another story's topics: one that stays gives the article false topics.
    # Without a colon ("Read more in the archive.") a full stop makes it a sentence, and it stays.
    Rule(
        name="teaser",
        pattern=re.compile(rf"(?:{'|'.join(map(re.escape, _TEASERS))})(?: ?:|.*(?:[^.]|\.\.)$)"),
    ),
    Rule(
        name="list of other stories",
        whole=_LISTS,
        pattern=re.compile(r"(?:popular on|more on|more from|latest from|more stories from) [^.]{2,40}$"),
        takes=6,
        yields_to=PARAGRAPH,
    ),
    # The label on one line, the headline it announces on the next.
    Rule(name="teaser label", whole=tuple(label.rstrip(":") for label in _TEASERS), takes=1),
    # The outlet about its own channels. Also stands between paragraphs, so any sentence (of 30) refutes a tail.
    Rule(
        name="promo",
        whole=phrases("subscribe | newsletter | sign up | подписаться | abonnieren | s'abonner"),
        start=_PROMOS,
        pattern=re.compile(
            r"follow .{2,60} on (?:facebook|twitter|instagram|telegram|whatsapp|youtube|linkedin|x\b)"
            r"|(?:sign up|register) .*\b(?:newsletters?|alerts|digest|daily|briefing|inbox|updates)\b"
        ),
        inside=phrases(
            "forget to subscribe | our newsletter | our daily newsletter | our weekly newsletter | morning newsletter"
            "| our telegram channel | our whatsapp channel | our youtube channel | in your inbox | never miss a story"
            "| follow us on | наш telegram | нашем telegram | наш телеграм | нашем телеграм | нашу рассылку"
            "| наш канал в | notre newsletter | unseren newsletter | nuestro boletín"
        ),
        yields_to=30,
    ),
    Rule(name="comment form", start=_COMMENT_FORMS, yields_to=ALWAYS),
    # "Comments" may also head a section of an article.
    Rule(
        name="comments",
        whole=phrases(
            "comments | comment | no comments | комментарии | комментариев | մեկնաբանություններ"
            "| commentaires | kommentare | yorumlar | comentarios"
        ),
        yields_to=ALWAYS,
        drops=False,
    ),
    Rule(name="previous or next article", whole=_NEIGHBOURS, takes=1, yields_to=ALWAYS),
    Rule(name="foot", whole=_FOOT, yields_to=PARAGRAPH, drops=False),
    # A "Source" that names nobody; "Source: ..." says whose report it is and stays.
    Rule(
        name="furniture",
        whole=_FURNITURE,
        start=phrases("article continues below | story continues below | на правах рекламы"),
        # Age marks.
        pattern=re.compile(r"\d\d?\+$"),
    ),
    Rule(
        name="cookies",
        start=_COOKIES,
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
        ),
        pattern=re.compile(r"(?:©|c\)|copyright)\W*\d{4}"),
        longest=300,
        yields_to=PARAGRAPH,
    ),
    Rule(name="tags", start=_TAGS, longest=300, yields_to=PARAGRAPH),
    Rule(name="hashtags", pattern=re.compile(r"(?:#\w+[\s,]*)+$")),
    Rule(
        name="reading time",
        pattern=re.compile(
            r"(?:reading time|время чтения|lesezeit|temps de lecture|okuma süresi|tiempo de lectura|tempo de leitura"
            r"|ընթերցման \w+)\b.{0,25}$|\d+[ -](?:min|мин|dk|minute)\w*\.? (?:read|чтения|lesezeit|de lecture|okuma)\b.{0,9}$"
        ),
    ),
    # A caption without its picture; a credit is what tells it from prose.
    Rule(
        name="caption",
        start=phrases("© | photo: | photos: | photo by | photo credit | image: | file photo | фото: | фото © | foto: | լուսանկարը: | crédit photo | fotoğraf:"),
        pattern=re.compile(r".*?(?:©|\((?:file )?photo(?: by|:)|\b(?:photo|фото|foto):) *(?:[^.©]|\b\w\.){2,60}$|.*\[[^\]]*/[^\]]*\]$"),
        longest=400,
    ),
    Rule(
        name="credits",
        start=phrases("reporting by | additional reporting by | editing by | edited by:"),
        pattern=re.compile(r"[^.]{3,80} contributed to this (?:report|story|article)\.?$"),
        yields_to=30,
    ),
    Rule(
        name="share bar",
        whole=phrases("share | share this | share post | share this article | print | tweet | поделиться | կիսվել | partager | teilen | paylaş | compartir | copy link"),
        words=frozenset((*_SHARING, *_SHARE_FILLERS, *_PLATFORMS)),
        yields_to=30,
    ),
    # "Telegram" alone may head a section on Telegram; beside another of its kind it is a button.
    Rule(name="platform", whole=_PLATFORMS, drops=False),
    Rule(name="footer links", words=frozenset(_FOOTER_LINKS), yields_to=PARAGRAPH),
)  # fmt: skip

_MENU = frozenset(
    phrases("""
menu | search | subscribe | home | log in | login | sign in | sign up | register | news | close | toggle navigation
главная | новости | поиск | меню | войти | вход | регистрация | գլխավոր | լուրեր | որոնում | փնտրել | մենյու | մուտք
accueil | rechercher | recherche | connexion | startseite | suche | anmelden | menü | ana sayfa | anasayfa | arama
haberler | giriş | inicio | buscar | menú | iniciar sesión | live | video | videos | podcasts | newsletters
""")
)

_WHOLE = {phrase: rule for rule in reversed(RULES) for phrase in rule.whole}
_STARTS: dict[str, list[tuple[str, Rule]]] = {}
for _rule in RULES:
    for _phrase in _rule.start:
        _STARTS.setdefault(_phrase[:2], []).append((_phrase, _rule))
# One pattern of all takes 0.6 of the time that one after the other takes.
_BY_GROUP = {f"rule{place}": rule for place, rule in enumerate(RULES) if rule.pattern}
_PATTERNS = re.compile(
    "|".join(
        f"(?P<{group}>{rule.pattern.pattern})" for group, rule in _BY_GROUP.items() if rule.pattern
    )
)
_INSIDE = [(phrase, rule) for rule in RULES for phrase in rule.inside]
_BARS = [rule for rule in RULES if rule.words]
_LONGEST = max(rule.longest for rule in RULES)
_LONGEST_BAR = 120
_WORD = re.compile(r"[^\W\d_]+(?:'\w+)?")
_BAR = ("share bar", "platform", "promo")

#: An outlet or a writer introduced to the reader, or an address. Believed only where the body is over.
_BLURB = re.compile(
    r"^\S.{0,60}? (?:is|are) (?:an?|the) [^.]{0,60}?\b(?:news|media|information)\b[^.]{0,20}?"
    r"\b(?:platform|website|portal|site|agency|outlet|magazine|organi[sz]ation|newspaper)\b"
    r"|^(?:[A-Z][\w.'-]+ ){1,4}(?:(?:covers|teaches|writes|reports) .*\b(?:for|at|about|on)\b"
    r"|is .{0,60}\b(?:reporter|correspondent|columnist|contributor|contributing|freelance|editor|journalist)\b)"
    r"|^(?:https?://|www\.)?[\w@./?=&%+-]+\.[a-z]{2,}(?:/\S*)?$"
    r"|^[А-ЯЁ]\w+ [А-ЯЁ]\w+ [—–-] (?:журналист|корреспондент|обозреватель|колумнист|редактор)"
)


def rule_of(line: str) -> Rule | None:
    """Return a rule that *line* meets on its own, wherever it stands; `None` for what may be article."""
    if len(line) > _LONGEST:
        return None
    folded = fold(line)
    rule = _WHOLE.get(_EDGES.sub("", folded)) or _rule_in_part(folded)
    return rule if rule and len(line) <= rule.longest else None


def is_caption(line: str) -> bool:
    """Tell whether *line* describes a picture: it bears its credit."""
    rule = rule_of(line)
    return rule is not None and rule.name == "caption"


def _rule_in_part(folded: str) -> Rule | None:
    for phrase, rule in _STARTS.get(folded[:2], ()):
        if folded.startswith(phrase):
            return rule
    if found := _PATTERNS.match(folded):
        return _BY_GROUP[found.lastgroup or ""]
    if '"' not in folded:
        for phrase, rule in _INSIDE:
            if phrase in folded:
                return rule
    words = _WORD.findall(folded) if len(folded) <= _LONGEST_BAR else ()
    return next((rule for rule in _BARS if len(words) > 1 and rule.words.issuperset(words)), None)


def article_lines(lines: Sequence[str], *, authors: Sequence[str] = ()) -> list[str]:
    """
    Return those of *lines* that are article, stripped, in their order, blank lines gone.

    A line that introduces one of *authors* after the last paragraph goes too. A teaser glued to the end of a
    paragraph is cut off; no line is changed otherwise.
    """
    lines = [whole for line in lines if (whole := _unglued(line.strip()))]
    rules = [rule_of(line) for line in lines]
    prose = [
        0 if rule or _is_blurb(line, authors) else _prose(line)
        for line, rule in zip(lines, rules, strict=True)
    ]
    body = next((place for place, length in enumerate(prose) if length >= SENTENCE), 0)
    kept: list[str] = []
    owed = 0
    for place in range(_tail(rules, prose)):
        line, rule = lines[place], rules[place]
        if owed and not rule and _is_headline(line):
            owed -= 1
            continue
        owed = rule.takes if rule else 0
        if not _drops(rules, place) and not (place < body and is_menu(line)):
            kept.append(line)
    while len(kept) > 3 and _is_blurb(kept[-1], authors):
        kept.pop()
    return kept


def is_menu(line: str) -> bool:
    """Tell whether *line* is a word of a site's menu, or a whole one; above the first paragraph it is not article."""
    parts = _MENU_BARS.split(line)
    if len(parts) >= 4 and all(len(part.split()) <= 3 for part in parts):
        return True
    return _EDGES.sub("", fold(line)) in _MENU


def _unglued(line: str) -> str:
    lowered = line.lower()
    # The cheap question first: one pattern of all labels takes ten times as long.
    if not any(label in lowered for label in _GLUED):
        return line
    found = _GLUED_LABEL.search(line)
    if not found or not found.start():
        return line
    before, after = line[: found.start()].rstrip(" ([-–—|"), line[found.end() :].strip()
    if is_sentence(before, longer_than=1):
        goes_on = len(after) > PARAGRAPH or re.search(r"[.!?։] ", after)
        return line if goes_on else before
    if fold(before) == fold(after) or not line[found.start() - 1].isspace():
        return before if len(before) >= PARAGRAPH else ""
    return line


def _prose(line: str) -> int:
    return len(line) if is_sentence(line, longer_than=30) else 0


def _is_headline(line: str) -> bool:
    """Three words at least, so that a sub-heading ("Armenia") is not taken for the teaser that is missing."""
    if len(line) > PARAGRAPH or line.startswith(("- ", "– ", "— ")):
        return False
    return len(line.split()) > 2 and line.rstrip()[-1] not in ".։:;"


def _is_blurb(line: str, authors: Sequence[str]) -> bool:
    if len(line) > 400:
        return False
    return bool(_BLURB.match(line)) or any(fold(line).startswith(fold(name)) for name in authors)


def _drops(rules: Sequence[Rule | None], place: int) -> bool:
    rule = rules[place]
    if rule is None or rule.name != "platform":
        return rule is not None and rule.drops
    beside = (*rules[max(place - 1, 0) : place], *rules[place + 1 : place + 2])
    return any(other and other.name in _BAR for other in beside)


def _tail(rules: Sequence[Rule | None], prose: Sequence[int]) -> int:
    """Return the place of the line that the page's tail begins with, the number of lines if it has none."""
    ahead = _ahead(prose)
    total = sum(prose)
    seen = before = 0
    for place, rule in enumerate(rules):
        before += prose[place]
        seen += prose[place] >= SENTENCE
        if not rule or not rule.yields_to or not seen:
            continue
        refuted_by = rule.yields_to if seen >= 3 else min(rule.yields_to, SENTENCE)
        if ahead[place] < refuted_by and before > total - before:
            return place
    return len(rules)


def _ahead(prose: Sequence[int]) -> list[int]:
    """Return for each place the longest sentence below it; two paragraphs in a row count as one long paragraph."""
    weights = [
        max(length, PARAGRAPH) if min(length, below) >= SENTENCE else length
        for length, below in pairwise((*prose, 0))
    ]
    return [*accumulate(reversed(weights[1:]), max, initial=0)][::-1]
