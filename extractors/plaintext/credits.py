"""
Reads the lines around a headline: who signs, for which outlet, on which day; and the dateline of an agency's lede.

A line is read only when nothing is left over: "By Ann Lee | 13 June 2024" is a byline, a sentence beginning with "By"
is not.

Over 250 lines because the words of seven languages stand beside the rules that they make.
"""

from __future__ import annotations

import re

from extractors.metadata.agencies import is_agency
from extractors.metadata.persons import persons
from extractors.page.line_rules import rule_of
from extractors.page.phrases import phrases

#: What a line states, by the names of `Reading`'s fields; "author" and "organisation" as written.
Fields = dict[str, str]

_LONGEST = 160


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


_FIELDS = {
    "title": "title headline заголовок վերնագիր titre titel başlık título",
    "author": "by byline author authors автор авторы հեղինակ auteur autor autorin yazar yazan",
    "published": "date published datum дата опубликовано ամսաթիվ tarih fecha pubdate publishdate datepublished",
    "modified": "updated modified lastmod обновлено datemodified",
    "site": "site publisher publication outlet издание sitename",
    "url": "url link canonical permalink ссылка canonicalurl",
    "section": "section category categories rubric рубрика rubrik rubrique",
    "description": "description summary subtitle excerpt",
    "language": "language lang locale",
    "image": "image cover thumbnail featuredimage ogimage",
    "licence": "licence license",
}
_FIELD_OF = {word: name for name, words in _FIELDS.items() for word in words.split()}
#: Only for programs: above an article "Image: ..." is a caption, and "License: ..." may be news.
_MACHINE_FIELDS = frozenset({"image", "licence"})
_FIELD = re.compile(r"^([^\W\d_]{2,12}) ?[:՝](?!//) *(.*)$")
_URL = re.compile(r"^<?(https?://[^\s<>]+)>?$")
_SOURCE = re.compile(
    r"^(?:source|источник|աղբյուր|quelle|kaynak|fuente)s? ?[:՝] *(.{2,60})$", re.IGNORECASE
)

#: With the ways of the seven languages to write a day; what it means is for `dates` to say.
_YEAR = re.compile(r"\d{4}")
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)? ?(?:Z|[+-]\d\d:?\d\d))?"
    r"|\b\d{1,2}([./-])\d{1,2}\1\d{4}\b|\b\d{4}([./])\d{1,2}\2\d{1,2}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th|er|º|\.)? (?:de |of )?[^\W\d_]{3,}\.?,? (?:de |del )?\d{4}\b"
    r"|\b[^\W\d_]{3,}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}\b"
)
_MONTH_LINE = re.compile(r"[^\W\d_]{3,12}\.?,? (?:de )?(?:19|20)\d\d")
#: A clock right behind the day belongs to it, and so does its zone.
_CLOCK_BEHIND = re.compile(
    r"[ ,T|–—-]{1,3}(?:(?:at|в|à|um|a las|saat) )?\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\b\.?)?"
    r"(?: ?\(?(?:UTC|GMT|CES?T|EES?T|MSK|МСК|E[SD]T|P[SD]T|Z)\b\)?(?: ?[+-]\d\d?(?::?\d\d)?)?| ?[+-]\d\d:?\d\d\b)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\b\.?)?", re.IGNORECASE)
_BESIDE_DATE = _words("""
published posted updated last modified date on at gmt utc bst est edt et cet cest msk monday
tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun t ist pm am first опубликовано
обновлено дата публикации в г года мск понедельник вторник среда четверг пятница суббота пн вт ср чт пт сб вс
воскресенье հրապարակվել հրապարակված է ամսաթիվ թ թվական թարմացվել երկուշաբթի երեքշաբթի չորեքշաբթի հինգշաբթի ուրբաթ
շաբաթ կիրակի publié publiée mis mise à jour le lundi mardi mercredi jeudi vendredi samedi dimanche
veröffentlicht aktualisiert am um uhr stand montag dienstag mittwoch donnerstag freitag samstag sonntag
yayınlanma yayın güncelleme tarihi güncellendi pazartesi salı çarşamba perşembe cuma cumartesi pazar saat
publicado actualizado actualizada el las lunes martes miércoles jueves viernes sábado domingo
""")
_RULES_BESIDE = ("reading time", "share bar", "platform")
_AROUND = " |•·,.:;-–—/()[]"
_UPDATED = re.compile(
    r"\b(?:updated|modified|обновлено|թարմացվել|à jour|aktualisiert|güncelle\w+|actualizad[oa])\b",
    re.I,
)
#: With a colon only where the word may as well be a noun of the text.
_BY = re.compile(
    r"""^(?:(?:(?:written|words|story|text|analysis|opinion|posted|published|compiled|interviewed|interview)\ by|by
      | авторы?|текст\ подготовил[аи]?|материал\ подготовил[аи]?|подготовил[аи]?|беседовал[аи]?|записал[аи]?
      | интервью\ (?:взял|подготовил|провел|провёл)[аи]?|par|propos\ recueillis\ par|von|das\ (?:gespräch|interview)\ führten?
      | por|հեղինակ|զրուցեց|զրուցել\ է|պատրաստեց)\b[\ :՝]+
      | (?:text|words|interview|story|текст|интервью|беседа|տեքստը?|զրույցը?|texte|texto|entrevista|entretien|gespräch
      | haber|röportaj|yazı|hazırlayan|yazan|söyleşi)\ ?[:՝]\ *)(.+)$""",
    re.IGNORECASE | re.VERBOSE,
)
_ROLE = re.compile(
    r"""\b(?:staff|admin\w*|editor\w*|desk|team|newsroom|\w*correspondents?|reporters?|writers?|columnists?|contributors?
      | analysts?|special|guest|bureau|chief|редакци\w*|редактор\w*|\w*корреспондент\w*|обозреватель|журналист\w*|колумнист
      | специально|խմբագր\w*|լրագրող\w*|թղթակից\w*|redaktion|redakteur\w*|\w*korrespondent\w*|rédaction|journaliste
      | correspondante?|envoyée?|redacción|corresponsal|muhabir\w*|editör\w*|foreign|political|transport|diplomatic)\b""",
    re.IGNORECASE | re.VERBOSE,
)
#: Addresses, and the article that Armenian adds to a surname.
_NOT_NAME = re.compile(r" *(?:\([^()]*\)|<[^<>]*>|\S+@\S+)|(?<=յան)[ըն]$")
#: "Ann Lee in Oldport"
_FROM = re.compile(r" (?:in|à|aus|в|en) [A-ZА-ЯЁ][\w'’-]+(?: [A-ZА-ЯЁ][\w'’-]+)?$")
_NAME_ALONE = re.compile(r"[A-ZА-ЯЁԱ-Ֆ][\w'’-]{1,20}")
#: "New Harbour, 3 May 2024": with these words begin the names of places that would pass for persons'.
_PLACE = re.compile(
    r"(?:new|old|san|santa|saint|st|los|las|tel|port|fort|north|south|east|west|upper|lower|нижний|великий|новый|старый"
    r"|северный|южный|bad|buenos|mexico|hong|abu|rio|addis|cape)\b",
    re.I,
)

#: Words of outlets' names; none of them is an outlet.
_OUTLET_WORDS = _words("""
news newspaper times post herald tribune daily weekly digest telegraph gazette journal observer
online media agency press today review ledger courier mirror chronicle report magazine tv radio
network briefing quarterly dispatch bulletin wire portal новости вести вестник газета агентство сегодня портал тв радио журнал курьер լուրեր թերթ գործակալություն
nachrichten zeitung presse haber haberleri ajansı gazetesi noticias diario
""")
#: Names of sections that stand alone on a line.
SECTIONS = frozenset(phrases("""
world | news | politics | geopolitics | opinion | analysis | business | economy | economics
culture | society | sport | sports | region | regions | international | national | defence
defense | security | military | conflict | diplomacy | europe | asia | eurasia | africa
middle east | americas | caucasus | south caucasus | central asia | interview | interviews | commentary
features | feature | letters | science | technology | health | travel | top stories | exclusive | explainer
foreign policy | in focus | op-ed | editorial | comment | world news | local news | russia | ukraine | armenia
environment | education | law | crime | armed forces | foreign affairs | peacekeeping
политика | в мире | мир | общество | экономика | культура | спорт | колонка | наука | образование | право | экология
мнение | мнения | аналитика | интервью | главное | новости | регион | регионы | безопасность | армия | тема дня
оборона | геополитика | внешняя политика | происшествия | кавказ | южный кавказ | закавказье | комментарий
центральная азия | снг | бывший ссср | азия | европа | эксклюзив | россия | армения | дипломатия | международные отношения
քաղաքականություն | հասարակություն | տնտեսություն | մշակույթ | սպորտ | միջազգային | աշխարհ | բանակ | հայաստան | իրավունք
տարածաշրջան | կարծիք | վերլուծություն | հարցազրույց | պաշտպանություն | անվտանգություն | monde
politique | société | économie | analyse | entretien | tribune | politik | welt | ausland | inland | wirtschaft
gesellschaft | kultur | meinung | kommentar | dünya | politika | siyaset | gündem | ekonomi | toplum | kültür
spor | görüş | analiz | röportaj | yaşam | mundo | política | sociedad | economía | cultura | deportes
opinión | análisis | entrevista | internacional
"""))  # fmt: skip
#: Says what kind of copy follows; neither outlet nor section.
_KINDS = frozenset(phrases("""
for immediate release | press release | news release | press statement | media release | embargoed | breaking | breaking news | updated
live | watch | video | photo | just in | sponsored | advertorial | premium | subscribers only | exclusive | read aloud
пресс-релиз | пресс релиз | молния | срочно | обновлено | видео | фото | на правах рекламы | сообщение для прессы
մամլո հաղորդագրություն | շտապ | թարմացված | տեսանյութ | communiqué de presse | communiqué | en direct | vidéo
pressemitteilung | presseinformation | eilmeldung | basın bülteni | basın açıklaması | son dakika | nota de prensa
comunicado de prensa | última hora
"""))  # fmt: skip
#: What software writes beside a headline: counters, and times that count from the day they were read.
_COUNTER = re.compile(
    r"""(?:(?:views?|reads?|просмотр\w*|прочитано|прочитали|դիտում\w*|vues|aufrufe|görüntülenme|okunma|visitas|lecturas)\W{1,3}[\d\ .,]+[kк]?
      | [\d\ .,]+[kк]?\ (?:views?|reads?|shares?|likes?|просмотр\w*|дочитывани\w*|дочитали|դիտում|vues|aufrufe|görüntülenme|okunma|visitas|lecturas)
      | (?:\d{1,2}|an?|one)\ (?:min|mins|minutes?|hours?|hrs?|days?|weeks?)\ ago
      | \d{1,2}\ (?:минут\w*|час\w*|дн\w+|день)\ назад | il\ y\ a\ \d{1,2}\ \w+ | vor\ \d{1,2}\ \w+ | hace\ \d{1,2}\ \w+ | \d{1,2}\ \w+\ önce
      | (?:today|yesterday|сегодня|вчера|այսօր|երեկ|heute|gestern|aujourd'hui|hier|bugün|dün|hoy|ayer)?,?\ *(?:at\ |в\ |à\ |um\ )?\d{1,2}[:.h]\d\d(?:\ ?[ap]\.?m\.?|\ uhr)?
      | a\ ?a\ ?a | [aа][+-]\ ?[aа][+-]? | (?:font|text)\ size\W*)""",
    re.IGNORECASE | re.VERBOSE,
)

_PLACE_NAME = r"(?!(?:The|An?|Der|Die|Das|Le|La|Les|El|Los)\b)[A-ZА-ЯЁԱ-Ֆ][\w.'’-]*(?:[ /-][A-ZА-ЯЁԱ-Ֆ][\w.'’-]*){0,3}"
_AGENCY_NAME = r"[A-ZА-ЯЁԱ-Ֆ][\w.'’-]{1,20}(?: [A-ZА-ЯЁԱ-Ֆ][\w.'’-]{1,20}){0,2}"
_DAY = (
    r"\d{1,2}(?:st|nd|rd|th|er|\.)? (?:de )?[^\W\d_]{3,12}\.?(?:,? (?:de )?\d{4}(?: ?(?:թ\.?|г\.|года))?)?"
    r"|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?|\d{1,2}[./]\d{1,2}[./]\d{4}"
)
#: "OLDPORT, November 23, 2024. /Agency/. — ", "Oldport (agency) - ", "СТАРОПОРТ, 8 мая — Агентство. ". The place may be in
#: small letters only where an agency follows in brackets.
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE_NAME})(?:[,.] (?P<day>{_DAY}))?"
    r"(?:[,.]? ?/(?P<slashed>[^/\d][^/]{1,40})/\.?(?: *[-–—]{1,2})?(?= |$)"
    r"|[,.]? ?\((?P<bracketed>[^()\d][^()]{1,40})\)(?:\.|\.? *[-–—]{1,2})(?= |$)"
    rf"|,? [-–—]{{1,2}} (?P<dashed>{_AGENCY_NAME})\.(?= |$)"
    r"|[,.]? ?[-–—]{1,2}(?= )"
    r"|\.?(?= |$)) *"
)
_DAY_OF = re.compile(rf",? *(?:{_DAY})\.?$")
#: Capitals inside the word, for "YEREVAN. ..." and "Moscow. ..." are places.
_AGENCY_FIRST = re.compile(r"^([^\W\d_a-zа-яё]\w{0,15}[a-zа-яёա-ֆ][A-ZА-ЯЁԱ-Ֆ]\w{0,15})\. ")
#: What an outlet says of itself; "..., X reports." may name another one.
_AGENCY_LAST = re.compile(r", ([A-Z]\w{1,20}(?:[ .][A-Z]\w{1,20})?) informs\.?$")


def field_of(label: str) -> str | None:
    """Return the field that *label* ("Date", "Автор", "featuredimage") announces."""
    return _FIELD_OF.get(label.strip().casefold())


def written_date(line: str) -> str | None:
    """Return the first date in *line*, as written."""
    # Most lines have no year, and that is quickly seen.
    found = _DATE.search(line) if _YEAR.search(line) else None
    return found[0] if found else None


def note(line: str) -> Fields | None:
    """
    Return what *line* states if it is a byline, a date line, an address or a labelled field, and nothing else.

    Empty for a label with nothing behind it ("Date:"), a role ("By Staff") and a counter; `None` for any other line.
    """
    if len(line) > _LONGEST:
        return None
    if found := _URL.match(line):
        return {"url": found[1]}
    found = _FIELD.match(line)
    name = _FIELD_OF.get(found[1].casefold()) if found else None
    if found and name and name not in _MACHINE_FIELDS:
        if not found[2] or name not in ("author", "published", "modified"):
            return {name: found[2]}
        if name == "author":
            return _signers(found[2]) or {}
    if _COUNTER.fullmatch(line):
        return {}
    if dated := _dated(line):
        return dated
    return _signers(by[1]) if (by := _BY.match(line)) else None


def source_of(line: str) -> Fields | None:
    """Return the outlet or address that a line like "Source: Oldport Herald" names."""
    found = _SOURCE.match(line) if not line.endswith((".", "։")) else None
    if found is None or len(found[1].split()) > 5:
        return None
    return note(found[1]) if found[1].startswith("http") else {"site": found[1]}


def is_kind(line: str) -> bool:
    """Tell whether *line* says nothing but what kind of copy follows ("Press release")."""
    return line.strip(_AROUND).casefold() in _KINDS


def is_section(line: str) -> bool:
    """Tell whether *line* is a section's usual name and nothing else."""
    return line.strip(_AROUND).casefold() in SECTIONS


def _dated(line: str) -> Fields | None:
    """Return dates and signers of a line that states nothing else."""
    if not _YEAR.search(line):
        return None
    if _MONTH_LINE.fullmatch(line):
        return {"published": line}
    fields: Fields = {}
    rest: list[str] = []
    end = 0
    for found in _DATE.finditer(line):
        before = line[end : found.start()]
        clock = _CLOCK_BEHIND.match(line, found.end())
        end = clock.end() if clock else found.end()
        fields.setdefault(
            "modified" if _UPDATED.search(before) else "published", line[found.start() : end]
        )
        rest.append(before)
    if not fields:
        return None
    rest.append(line[end:])
    for place, part in enumerate(rest):
        if _UPDATED.search(part) or _CLOCK.search(part) or part.strip(_AROUND):
            stated = _beside(part, first=place == 0)
            if stated is None:
                return None
            for name, value in stated.items():
                fields.setdefault(name, value)
    return fields


def _beside(part: str, *, first: bool) -> Fields | None:
    """Return what stands beside a date, `None` when it is more than signers, place, section and counters."""
    stated: Fields = {}
    for piece in re.split(r" *[|•·/] *| [-–—] ", part):
        rule = rule_of(piece.strip(_AROUND))
        if _COUNTER.fullmatch(piece.strip(_AROUND)) or (rule and rule.name in _RULES_BESIDE):
            continue
        words = " ".join(
            word
            for word in _CLOCK.sub(" ", piece).split()
            if word.casefold().strip(_AROUND) not in _BESIDE_DATE
        ).strip(_AROUND)
        if not words or is_kind(words):
            continue
        # "OLDPORT, 8 May 2024": the place, though in capitals it may be an agency.
        if first and part.rstrip().endswith(",") and _NAME_ALONE.fullmatch(words):
            continue
        by = _BY.match(words)
        if by:
            # Whoever it is, with a date beside it is a byline.
            stated |= _signers(by[1]) or {}
        elif is_section(words):
            stated.setdefault("section", words)
        elif is_outlet(words) and len(words.split()) <= 4:
            stated.setdefault("site", words)
        elif persons([words]) and not _PLACE.match(words):
            stated.setdefault("author", words)
        elif not re.fullmatch(_PLACE_NAME if first else _NAME_ALONE, words):
            return None
    return stated


def _signers(who: str) -> Fields | None:
    """
    Return author and outlet, the organisation where no person signs, nothing for a role ("Staff"); `None` when
    somebody in *who* is none of them.
    """
    who = by[1] if (by := _BY.match(who)) else who
    if _NAME_ALONE.fullmatch(who) and not is_outlet(who):
        # One word is a name only behind a "by", and may be anything else.
        return {"author": who} if persons([f"by {who}"]) else {}
    authors: list[str] = []
    outlets: list[str] = []
    for piece in re.split(r" *[,;|&/] *| (?:and|и|und|et|y|ve|և|for|of|in|для) | [-–—] ", who):
        piece = _NOT_NAME.sub("", piece).strip(_AROUND)
        if not piece:
            continue
        if is_outlet(piece):
            outlets.append(piece)
        elif persons([piece]) and not _ROLE.search(piece):
            authors.append(piece)
        elif not (_ROLE.search(piece) or (authors and re.fullmatch(_PLACE_NAME, piece))):
            return None
    if authors:
        stated = {"author": ", ".join(authors)}
        return {**stated, "site": outlets[0]} if outlets else stated
    return {"organisation": ", ".join(outlets)} if outlets else {}


def signature(line: str) -> Fields | None:
    """Return who signs with nothing but a name: "Ann Lee", "Ann Lee, Hill Review". Ask only beside date or headline."""
    name, _, behind = _FROM.sub("", line).partition(", ")
    if not persons([name]) or is_outlet(name) or line.endswith(".") or is_section(line):
        return None
    if any(mark in name for mark in ",;:"):
        return None
    if not behind:
        return {"author": name}
    if is_outlet(behind):
        return {"author": name, "site": behind}
    return {"author": name} if _ROLE.search(behind) and len(behind.split()) <= 6 else None


def desk(line: str) -> Fields | None:
    """Return the outlet that *line* is the name of, nothing for its staff ("Oldport Herald Staff"). Ask only beside a date."""
    words = line.split()
    if len(words) > 4 or line[-1] in ".!?:;,":
        return None
    if _ROLE.search(line):
        return {}
    capitals = all(word[0].isupper() or len(word) < 4 for word in words)
    return {"site": line} if capitals and is_outlet(line) else None


def is_outlet(name: str) -> bool:
    """Tell whether *name* has a usual word of outlets' names, is an agency's, or is one word in CamelCase or with digits."""
    words = re.findall(r"\w+", name.casefold())
    if not words or len(words) > 6 or not name[0].isalnum() or name[0].islower():
        return False
    if len(words) == 1 and (
        name[1:] != name[1:].lower()
        or re.search(r"\d[^\W\d]|[^\W\d]\d", name)
        or "news" in words[0]
    ):
        return True
    if is_agency(name):
        return True
    return not _OUTLET_WORDS.isdisjoint(words)


def dateline(line: str) -> tuple[Fields, str] | None:
    """
    Return day and agency that *line* begins with as agencies' ledes do, and the words behind; `None` for other lines.

    "published" only where the year stands there: without one it is no date.
    """
    found = _DATELINE.match(line)
    if found is None:
        return None
    place, day = found["place"], found["day"]
    signed = found["slashed"] or found["bracketed"] or found["dashed"]
    if signed:
        if not (day or place.isupper() or len(place.split()) <= 2):
            return None
        # "/Agency, 8 May/"
        signed = _DAY_OF.sub("", signed.strip())
    elif not day or not (place.isupper() or _YEAR.search(day)):
        return None
    fields: Fields = {"site": signed} if signed and len(signed) <= 30 else {}
    if day and _YEAR.search(day):
        fields["published"] = day
    return fields, line[found.end() :]


def agency(lede: str) -> str | None:
    """Return the agency that *lede* names as its own."""
    found = _AGENCY_FIRST.match(lede) or _AGENCY_LAST.search(lede)
    return found[1] if found else None
