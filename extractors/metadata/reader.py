"""
What a page says about its article, from one parsed tree: JSON-LD, OpenGraph, meta, microdata, byline, address.

Each field has its order of belief, said where it is read. What no source states stays `None`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import Any

from extractors.metadata.address import own_address, web_address
from extractors.metadata.authorship import signed
from extractors.metadata.headline import Title, choose_title
from extractors.metadata.kinds import declared_kinds
from extractors.metadata.markup import headline_node
from extractors.metadata.publication import modified, published
from extractors.metadata.rights import access, licence, tdm
from extractors.metadata.schema import addresses, names, words
from extractors.metadata.statements import Found, Statements
from extractors.models import Flag, Origin, Timestamp
from extractors.page.characters import bare
from extractors.page.language import primary
from extractors.page.reading import Reading
from extractors.page.tree import Node, Tree
from extractors.urls import host_of

_TITLES = (
    "twitter:title", "twitter:text:title", "title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "headline",
    "citation_title",
)  # fmt: skip
_SECTIONS = (
    "article:section", "og:article:section", "parsely-section", "cxenseparse:category", "article.section", "section",
)  # fmt: skip
_LANGUAGES = (
    "og:locale",
    "content-language",
    "inlanguage",
    "language",
    "dc.language",
    "dcterms.language",
)
#: More is a list of keywords.
_LONGEST_SECTION = 60
#: What software calls its kinds of text.
_NO_SECTION = re.compile(
    r"(?:post|posts|article|articles|page|news item|story|uncategori[sz]ed|без рубрики|home|all)",
    re.IGNORECASE,
)


def read_metadata(tree: Tree, *, url: str | None) -> Reading:
    """
    Return everything but the body; *url* is the address the page came from, `None` for a file.

    A canonical address is believed only within the site of *url*, and never when it is a site's front page.
    """
    page = _Page(tree, url)
    found = {
        "title": page.title,
        "authors": page.signed[0],
        "organisations": page.signed[1],
        "site": page.site,
        "url": page.address,
        "language": page.language,
        "section": page.section,
        "description": page.description,
        "image": page.image,
        "access": access(page),
        "licence": licence(page),
        "tdm": tdm(page),
    }
    stated = {name: one for name, one in found.items() if one is not None and one.value}
    return Reading(
        **{name: one.value for name, one in stated.items()},
        published=page.published,
        modified=page.modified,
        origins={
            name: Origin(found_in=one.found_in, confidence=one.confidence)
            for name, one in stated.items()
        },
        flags=frozenset(_flags(page, stated.get("access"))),
    )


def _flags(page: Statements, access: Found | None) -> Iterator[Flag]:
    if access is not None and access.value == "paywalled":
        yield "paywalled"
    yield from declared_kinds(page)


class _Page(Statements):
    """One page under reading. A class only so that fields that lean on each other are found once."""

    @cached_property
    def _title(self) -> tuple[Title, Found] | None:
        headlines = list(self.texts("headline", "name"))
        sources = [
            *(one for one in headlines if one.found_in == "json-ld"),
            *self.stated("og:title"),
            *(one for one in headlines if one.found_in != "json-ld"),
            *self.stated(*_TITLES),
            *([Found(self.markup.title, "title", "medium")] if self.markup.title else []),
        ]
        h1s = [line for _, line in self.markup.h1s]
        title = choose_title([one.value for one in sources], h1s, outlets=self.outlets)
        if title is None:
            return None
        return title, sources[title.index] if sources else Found(None, "h1", "medium")

    @cached_property
    def title(self) -> Found | None:
        if self._title is None:
            return None
        title, source = self._title
        match title.found:
            case "h1":
                return Found(title.text, "h1", "high")
            case "lone":
                return Found(title.text, "h1", "medium")
        return source._replace(value=title.text)

    @cached_property
    def head(self) -> Node | None:
        """The element that shows the headline."""
        return headline_node(self.tree, self.markup, self.title.value if self.title else None)

    @cached_property
    def stated_site(self) -> Found | None:
        """JSON-LD's publisher, unless it looks like neither og:site_name nor the host: then it is an agency."""
        publishers = [
            one._replace(value=name.text)
            for one in self.said("publisher")
            for name in names(one.value, self.graph.resolve)
        ]
        sites = [
            Found(name, "json-ld")
            for one in self.graph.of_type("WebSite")
            if (name := words(one.get("name")))
        ]
        publisher = _site_name(publishers)
        site_name = _site_name(self.stated("og:site_name", "application-name"))
        host = host_of(self.url) if self.url else ""
        if publisher and site_name and not _akin(publisher.value, [site_name.value, host]):
            return site_name
        return publisher or site_name or _site_name(sites)

    @cached_property
    def site(self) -> Found | None:
        if self.stated_site or not (self.address and self.url):
            return self.stated_site
        return Found(host_of(self.address.value).removeprefix("www."), "url", "medium")

    @cached_property
    def outlets(self) -> list[str]:
        """Every name the outlet goes by on this page, its host's label among them."""
        sites = [words(one.get("name")) for one in self.graph.of_type("WebSite")]
        stated = self.stated_site.value if self.stated_site else None
        found = [stated, *self.markup.every_meta("og:site_name", "application-name"), *sites]
        for name in list(filter(None, found)):
            found += name.split(" | ")[0], name.split(" - ")[0]
        if self.address:
            host = host_of(self.address.value).removeprefix("www.")
            found += [host, *host.split(".")[:-1]]
        return list(dict.fromkeys(filter(None, found)))

    @cached_property
    def signed(self) -> tuple[Found | None, Found | None]:
        return signed(self, outlets=self.outlets, head=self.head)

    @cached_property
    def published(self) -> Timestamp | None:
        language = self.language.value if self.language else None
        url = self.address.value if self.address else None
        return published(self, head=self.head, language=language, url=url)

    @cached_property
    def modified(self) -> Timestamp | None:
        language = self.language.value if self.language else None
        return modified(self, language=language, published=self.published)

    @cached_property
    def language(self) -> Found | None:
        stated = chain(
            (Found(one, "html") for one in self.markup.languages),
            self.stated(*_LANGUAGES),
            self._ld_languages(),
        )
        return next(
            (one._replace(value=code) for one in stated if (code := primary(one.value))), None
        )

    def _ld_languages(self) -> Iterator[Found]:
        for one in self.said("inLanguage"):
            for value in one.value if isinstance(one.value, list) else [one.value]:
                named = (
                    value.get("alternateName") or value.get("name")
                    if isinstance(value, dict)
                    else value
                )
                yield one._replace(value=words(named))

    @cached_property
    def section(self) -> Found | None:
        stated = chain(self.texts("articleSection"), self.stated(*_SECTIONS), self._breadcrumbs())
        fitting = (
            one
            for one in stated
            if len(one.value) <= _LONGEST_SECTION and not _NO_SECTION.fullmatch(one.value)
        )
        return next(fitting, None)

    def _breadcrumbs(self) -> Iterator[Found]:
        """Yield the last step of the path to this article, or what stands before it."""
        title = bare(self.title.value) if self.title else ""
        for trail in self.graph.of_type("BreadcrumbList"):
            steps = trail.get("itemListElement")
            named = [_step_name(one) for one in steps] if isinstance(steps, list) else []
            inner = [
                one
                for one in named[1:]
                if one and bare(one) not in title and title not in bare(one)
            ]
            if inner:
                yield Found(inner[-1], "json-ld", "medium")

    @cached_property
    def description(self) -> Found | None:
        stated = chain(
            self.stated("og:description", "description", "twitter:description"),
            self.texts("description"),
            self.stated("dc.description", "dcterms.description", "sailthru.description"),
        )
        return next((one for one in stated if one.value), None)

    @cached_property
    def image(self) -> Found | None:
        """The picture for previews; one that is declared as the outlet's logo is none of the article."""
        logos = {
            url
            for kind in ("Organization", "NewsMediaOrganization")
            for one in self.graph.of_type(kind)
            for url in addresses(one.get("logo"))
        }
        stated = chain(
            self.stated("og:image", "og:image:secure_url", "og:image:url"),
            (
                one._replace(value=url)
                for one in self.said("image", "primaryImageOfPage", "thumbnailUrl")
                for value in (one.value if isinstance(one.value, list) else [one.value])
                for url in addresses(self.graph.resolve(value))
            ),
            self.stated("twitter:image", "twitter:image:src"),
            (Found(one, "link") for one in self.markup.targets("image_src")),
        )
        for one in stated:
            url = web_address(one.value, self.url)
            if url and one.value not in logos:
                return one._replace(value=url)
        return None

    @cached_property
    def address(self) -> Found | None:
        """The canonical link, then og:url, then the address asked for."""
        canonical, social = self.markup.targets("canonical"), list(self.markup.every_meta("og:url"))
        if self.url is None:
            # Anybody's file: all that is stated must agree.
            sources = [([*canonical, *social], "link" if canonical else "opengraph")]
        else:
            sources = [(canonical, "link"), (social, "opengraph")]
        for stated, found_in in sources:
            if found := own_address(stated, self.url):
                return Found(found, found_in)
        return Found(self.url, "request") if self.url else None


def _akin(name: str, others: Iterable[str]) -> bool:
    """Tell whether *name* holds one of *others* or stands in it ("The Courier", courier.example)."""
    return any(bare(name) in bare(one) or bare(one) in bare(name) for one in others if one)


def _site_name(stated: Iterable[Found]) -> Found | None:
    """Return the first name that is none of an address, without its slogan ("Name | All the news")."""
    named = (
        one._replace(value=one.value.split(" | ")[0].strip())
        for one in stated
        if not one.value.startswith("http")
    )
    return next((one for one in named if one.value), None)


def _step_name(step: Any) -> str | None:
    if not isinstance(step, dict):
        return None
    item = step.get("item")
    return words(step.get("name")) or words(item.get("name") if isinstance(item, dict) else None)
