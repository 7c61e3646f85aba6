"""
What a page says about its article, from one parsed tree: JSON-LD, OpenGraph, meta, microdata, byline, address.

Each field has its order of belief, said where it is read. What no source states stays `None`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cached_property
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from extractors.models import Timestamp
from extractors.page.characters import bare
from extractors.page.dates import parse_date
from extractors.page.headline import choose_title
from extractors.page.jsonld import Graph, Object, person_names, read_graph, words
from extractors.page.language import primary
from extractors.page.markup import bylines, canonical_links, datelines, metas, moments, text_of
from extractors.page.persons import persons
from extractors.page.reading import Reading
from extractors.urls import canonicalize, host_of, same_site

_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "article:published", "parsely-pub-date",
    "sailthru.date", "publish-date", "publish_date", "pubdate", "publication_date", "dc.date.issued",
    "dcterms.created", "dc.date", "article.published", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified")
_AUTHORS = ("author", "article:author", "parsely-author", "dc.creator", "byl", "citation_author")
_ADDRESS_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-](\d\d)(?:[/-](\d\d))?(?!\d)")
#: More is a list of keywords.
_LONGEST_SECTION = 60
#: Words that are no date cost up to a millisecond.
_MOST_DATES = 30
#: Two statements so near are one, of which the one with the clock time says more.
_SAME_MOMENT = timedelta(hours=36)


def read_metadata(tree: HtmlElement, *, url: str | None) -> Reading:
    """
    Return everything but the body; *url* is the address the page came from, `None` for a file.

    A canonical address is believed only within the site of *url*, and never when it is a site's front page.
    """
    page = _Page(tree, url)
    return Reading(
        title=page.title,
        authors=page.authors,
        site=page.site,
        url=page.address,
        published=page.published,
        modified=page.modified,
        language=page.language,
        section=page.section,
        description=page.meta("og:description", "description", "twitter:description")
        or words(page.article.get("description")),
    )


class _Page:
    """One page under reading. A class only so that fields that lean on each other are found once."""

    def __init__(self, tree: HtmlElement, url: str | None) -> None:
        self.tree = tree
        self.url = _clean(url) if url else None
        self.graph: Graph = read_graph(tree)
        self.metas = metas(tree)

    def meta(self, *names: str) -> str | None:
        """Return the first content of the first of *names* that the page has."""
        return next(self.every_meta(*names), None)

    def every_meta(self, *names: str) -> Iterator[str]:
        for name in names:
            yield from self.metas.get(name, ())

    @cached_property
    def h1s(self) -> list[str]:
        return [text for h1 in self.tree.iter("h1") if (text := text_of(h1))]

    @cached_property
    def article(self) -> Object:
        """The JSON-LD object that is this page's article: others on the page are teasers."""
        found = self.graph.articles()
        names = {bare(name) for name in [*self.h1s, *self.every_meta("og:title")]}
        matching = (one for one in found if bare(words(one.get("headline")) or "") in names)
        return next(matching, found[0] if found else {})

    @cached_property
    def title(self) -> str | None:
        return choose_title(
            headline=words(self.article.get("headline")) or words(self.article.get("name")),
            social=self.meta("og:title", "twitter:title", "headline"),
            document=next((text_of(node) for node in self.tree.iter("title")), None),
            h1s=self.h1s,
            outlets=self.outlets,
        )

    @cached_property
    def stated_site(self) -> str | None:
        """JSON-LD's publisher, unless it looks like neither og:site_name nor the host: then it is an agency."""
        publishers = self.graph.resolve(self.article.get("publisher"))
        publisher = _site_name(
            words(one.get("name") if isinstance(one, dict) else one) for one in publishers
        )
        site_name = _site_name(self.every_meta("og:site_name", "application-name"))
        host = host_of(self.url) if self.url else ""
        if publisher and site_name and not _akin(publisher, [site_name, host]):
            return site_name
        return publisher or site_name

    @cached_property
    def site(self) -> str | None:
        host = host_of(self.address).removeprefix("www.") if self.address and self.url else None
        return self.stated_site or host

    @cached_property
    def outlets(self) -> list[str]:
        """Every name the outlet goes by on this page, its host's label among them."""
        sites = [words(one.get("name")) for one in self.graph.named("WebSite")]
        names = [self.stated_site, *self.every_meta("og:site_name", "application-name"), *sites]
        if self.address:
            host = host_of(self.address).removeprefix("www.")
            names += [host, *host.split(".")[:-1]]
        return [name for name in names if name]

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """JSON-LD persons, then meta, then the byline: the first that names anybody."""
        stated = self.graph.resolve(self.article.get("author") or self.article.get("creator"))
        sources = (
            [*person_names(stated)],
            [*self.every_meta(*_AUTHORS)],
            *([line] for line in bylines(self.tree)),
        )
        found = (persons(source, outlets=self.outlets) for source in sources)
        return next(filter(None, found), ())

    @cached_property
    def published(self) -> Timestamp | None:
        stated = [
            *self._dates([words(self.article.get("datePublished"))], "json-ld"),
            *self._dates(self.every_meta(*_PUBLISHED), "meta"),
            *self._dates(moments(self.tree), "time"),
        ]
        return _most_exact(stated) or self._weakly_stated()

    @cached_property
    def modified(self) -> Timestamp | None:
        stated = [
            *self._dates([words(self.article.get("dateModified"))], "json-ld"),
            *self._dates(self.every_meta(*_MODIFIED), "meta"),
        ]
        return _most_exact(stated)

    @cached_property
    def section(self) -> str | None:
        stated = [words(self.article.get("articleSection")), self.meta("article:section")]
        return next((one for one in stated if one and len(one) <= _LONGEST_SECTION), None)

    @cached_property
    def language(self) -> str | None:
        root = self.tree.get("lang") or self.tree.get("xml:lang")
        stated = [
            root,
            *self.every_meta("og:locale", "content-language", "inlanguage"),
            *self._ld_languages(),
        ]
        return next((code for tag in stated if (code := primary(tag))), None)

    def _ld_languages(self) -> list[str | None]:
        values = self.graph.resolve(self.article.get("inLanguage"))
        return [words(one.get("alternateName") if isinstance(one, dict) else one) for one in values]

    @cached_property
    def address(self) -> str | None:
        """The canonical link, then og:url: on the site asked for, or if nothing was, where both agree."""
        written = [*canonical_links(self.tree), *self.every_meta("og:url")]
        stated = [one for link in written if (one := _clean(urljoin(self.url or "", link)))]
        stated = [one for one in stated if _has_path(one)]
        if self.url:
            return next((one for one in stated if same_site(one, self.url)), self.url)
        public = {one for one in stated if _is_public(host_of(one))}
        return public.pop() if len(public) == 1 else None

    def _dates(self, written: Iterable[str | None], found_in: str) -> list[Timestamp]:
        first = islice(filter(None, written), _MOST_DATES)
        read = (parse_date(one, found_in=found_in, language=self.language) for one in first)
        return [stamp for stamp in read if stamp]

    def _weakly_stated(self) -> Timestamp | None:
        if found := self._dates(datelines(self.tree, self.title), "byline"):
            return found[0]
        if inside := _ADDRESS_DATE.search(urlsplit(self.address or "").path):
            return parse_date("-".join(filter(None, inside.groups())), found_in="url")
        return None


def _akin(name: str, others: Iterable[str]) -> bool:
    """Tell whether *name* holds one of *others* or stands in it ("The Courier", courier.example)."""
    return any(bare(name) in bare(one) or bare(one) in bare(name) for one in others if one)


def _site_name(stated: Iterable[str | None]) -> str | None:
    """Return the first name that is none of an address, without its slogan ("Name | All the news")."""
    names = (one.split(" | ")[0].strip() for one in stated if one and not one.startswith("http"))
    return next(filter(None, names), None)


def _most_exact(stated: list[Timestamp]) -> Timestamp | None:
    """Return the first statement, or the first with a clock time that clearly means the same moment."""
    if not stated:
        return None
    same = (one for one in stated if abs(one.at - stated[0].at) <= _SAME_MOMENT)
    return next((one for one in same if one.precision == "instant"), stated[0])


def _clean(url: str) -> str | None:
    try:
        return canonicalize(url.strip())
    except ValueError:
        # What a page states may be relative, a template's hole or nonsense: then it states no address.
        return None


def _is_public(host: str) -> bool:
    return "." in host and not host.replace(".", "").isdigit() and not host.startswith("[")


def _has_path(url: str) -> bool:
    parts = urlsplit(url)
    return len(parts.path) > 1 or bool(parts.query)
