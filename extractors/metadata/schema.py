"""
schema.org objects, whether a page writes them as JSON-LD or as microdata: their types, words, names, addresses, and
which of them is the page's own article. Trusts nothing about their shape.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, Literal

from extractors.page.characters import bare

Object = Mapping[str, Any]

_ARTICLE = re.compile(r"(?:.*Article|.*BlogPosting|Report)$", re.IGNORECASE)
#: What a page may be that is no news but has authors and dates all the same; only believed with the page's own title.
_WORK = re.compile(
    r"(?:Recipe|Review|CriticReview|HowTo|VideoObject|AudioObject|PodcastEpisode|CreativeWork|Course|Dataset|ImageGallery"
    r"|MediaGallery|Movie|Book|Event)$"
)
_PAGE = re.compile(r"(?:WebPage|ItemPage|AboutPage|MedicalWebPage)$")
#: What stands under these is another story, or a piece of this one.
_OTHERS = frozenset(
    ("itemListElement", "liveBlogUpdate", "mentions", "citation", "isBasedOn", "comment", "relatedLink", "hasPart",
     "subjectOf", "isRelatedTo", "review")
)  # fmt: skip
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
#: Lists in lists of names; real ones have two levels.
_DEEPEST = 6
#: Objects of one page; a page that has more is an attack or a dump, and its article stands early.
_MOST_OBJECTS = 5000
#: So many letters of a headline are the headline, cut at a limit of somebody's.
_CUT_HEADLINE = 30
#: Words that the headline of an article without address shares at least with the page's title.
_KINDRED = 0.3


@dataclass(frozen=True, kw_only=True)
class Place:
    """An object, and whether it stands where other stories are listed."""

    object: Object
    kinds: tuple[str, ...]
    elsewhere: bool = False


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name that an object gives, and what it is said to be the name of."""

    text: str
    of: Literal["person", "organisation", "unknown"] = "unknown"


def walk(roots: list[Any]) -> Iterator[Place]:
    """Yield every object within *roots*, outer ones first."""
    level: list[tuple[Any, bool]] = [(root, False) for root in roots]
    seen = 0
    while level:
        below: list[tuple[Any, bool]] = []
        for value, elsewhere in level:
            if isinstance(value, list):
                below += ((one, elsewhere) for one in value if isinstance(one, dict | list))
            elif isinstance(value, dict):
                seen += 1
                yield Place(object=value, kinds=types(value), elsewhere=elsewhere)
                below += (
                    (one, elsewhere or key in _OTHERS)
                    for key, one in value.items()
                    if isinstance(one, dict | list)
                )
            if seen >= _MOST_OBJECTS:
                return
        level = below


def types(found: Object) -> tuple[str, ...]:
    """Return the types of an object without their vocabulary's address."""
    stated = found.get("@type")
    if isinstance(stated, str):
        return (_type(stated),)
    return (
        tuple(_type(one) for one in stated if isinstance(one, str))
        if isinstance(stated, list)
        else ()
    )


def _type(stated: str) -> str:
    return stated.strip().rpartition("/")[2].rpartition("#")[2].rpartition(":")[2]


def is_article(place: Place) -> bool:
    """Tell whether the object says it is an article of some sort."""
    return any(map(_ARTICLE.match, place.kinds))


def is_page(place: Place) -> bool:
    """Tell whether the object says it is a page."""
    return any(map(_PAGE.match, place.kinds))


def plain(text: str) -> str:
    """Return *text* in one line, without the references and tags of HTML that templates leave in data."""
    if "&" in text:
        # Twice: "&amp;quot;" is as frequent as "&quot;".
        text = unescape(unescape(text))
    if "<" in text:
        text = _TAG.sub("", text)
    return " ".join(text.split())


def words(value: Any) -> str | None:
    """Return *value* if it is text with something in it, in one line; of a list its first such item."""
    for one in value if isinstance(value, list) else [value]:
        stated = one.get("@value") if isinstance(one, dict) else one
        if isinstance(stated, str) and (text := plain(stated)):
            return text
    return None


def names(value: Any, resolve: Callable[[Any], Any] = lambda one: one) -> Iterator[Name]:
    """Yield the names in *value*: text, an object with a name, or lists of these; references are resolved."""
    yield from _names(value, resolve, _DEEPEST)


def _names(value: Any, resolve: Callable[[Any], Any], depth: int) -> Iterator[Name]:
    if depth == 0:
        return
    value = resolve(value)
    if isinstance(value, str):
        if text := plain(value):
            yield Name(text=text)
    elif isinstance(value, list):
        for one in value:
            yield from _names(one, resolve, depth - 1)
    elif isinstance(value, dict):
        kinds = types(value)
        of: Literal["person", "organisation", "unknown"] = "unknown"
        if any("organi" in kind.lower() or kind == "Corporation" for kind in kinds):
            of = "organisation"
        elif "person" in (kind.lower() for kind in kinds):
            of = "person"
        stated = value.get("name") or value.get("@value") or value.get("@list") or _whole(value)
        for one in stated if isinstance(stated, list) else [stated]:
            if named := words(one):
                yield Name(text=named, of=of)
            elif isinstance(one, dict):
                yield from _names(one, resolve, depth - 1)


def _whole(person: Object) -> str:
    return " ".join(filter(None, (words(person.get("givenName")), words(person.get("familyName")))))


def addresses(value: Any) -> Iterator[str]:
    """Yield the addresses in *value*: text, or what an object (a picture, a page) says it stands at."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one.strip()
        elif isinstance(one, dict):
            stated = (one.get("url"), one.get("contentUrl"), one.get("@id"))
            yield from (text.strip() for text in stated if isinstance(text, str))


def own_articles(
    places: Iterable[Place], *, titles: Collection[str], urls: Collection[str]
) -> list[Object]:
    """
    Return the articles that are the page's own, the surest first: by address, by headline, else the only one.

    *titles* and *urls* are what the page says of itself elsewhere. Articles under lists of stories count only when
    address or headline match; of several that match nothing the one with the most words of a title does.
    """
    own_titles = {bare(title) for title in titles} - {""}
    own_urls = {_key(url) for url in urls} - {""}
    sure: list[Object] = []
    told: list[Object] = []
    works: list[Object] = []
    rest: list[Object] = []
    for place in places:
        found = place.object
        article = is_article(place)
        if not article and not any(map(_WORK.match, place.kinds)):
            continue
        headline = bare(words(found.get("headline")) or words(found.get("name")) or "")
        if article and any(_key(one) in own_urls for one in _stated_addresses(place)):
            sure.append(found)
        elif headline and (headline in own_titles or _begins(headline, own_titles)):
            (told if article else works).append(found)
        elif article and not place.elsewhere:
            rest.append(found)
    if sure or told:
        return sure + told
    if works or len(rest) == 1:
        return works or rest
    alike = ((_shared(words(one.get("headline")) or "", titles), one) for one in rest)
    best = max(alike, key=lambda pair: pair[0], default=(0.0, {}))
    return [best[1]] if best[0] >= _KINDRED else []


def _stated_addresses(place: Place) -> Iterator[str]:
    for key in ("mainEntityOfPage", "url", "@id"):
        for one in addresses(place.object.get(key)):
            # An entry of a live blog stands at the page's address, too, but for a fragment.
            if not (place.elsewhere and "#" in one):
                yield one


def _key(url: str) -> str:
    """
    Return what stays of an address when scheme, "www.", fragment and a last slash make no difference.

    Empty for a site's front page, which is no article's address.
    """
    short = url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/")
    return short if "/" in short else ""


def _begins(headline: str, titles: Collection[str]) -> bool:
    return len(headline) >= _CUT_HEADLINE and any(
        title.startswith(headline) or (len(title) >= _CUT_HEADLINE and headline.startswith(title))
        for title in titles
    )


def _shared(headline: str, titles: Collection[str]) -> float:
    own = set(re.findall(r"\w+", headline.casefold()))
    others = (set(re.findall(r"\w+", title.casefold())) for title in titles)
    return max((len(own & other) / max(1, len(own | other)) for other in others), default=0.0)
