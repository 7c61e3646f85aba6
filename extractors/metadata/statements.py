"""What a page states, by where it is stated: JSON-LD, microdata, metas. Reads and orders, does not choose."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from extractors.metadata.address import clean_url
from extractors.metadata.jsonld import Graph, is_salvaged, read_graph
from extractors.metadata.markup import Markup, read_markup
from extractors.metadata.microdata import read_items
from extractors.metadata.schema import Object, is_page, own_articles, plain, walk, words
from extractors.models import Confidence
from extractors.page.tree import Tree


class Found(NamedTuple):
    """A value, where it was found, and how far to trust it; the words for both are those of `Origin`."""

    value: Any
    found_in: str
    confidence: Confidence = "high"


class Statements:
    """
    All that one page states for machines.

    `articles` (JSON-LD) and `marked` (microdata) are the objects among it that speak of the page's own article.
    """

    def __init__(self, tree: Tree, url: str | None) -> None:
        self.tree = tree
        self.url = clean_url(url) if url else None
        self.markup: Markup = read_markup(tree)
        self.graph: Graph = read_graph(self.markup.blocks)
        self.items = tuple(walk(list(read_items(self.markup.items))))
        shown = (line for _, line in self.markup.h1s)
        titles = [*shown, *self.markup.every_meta("og:title", "twitter:title")]
        links = [*self.markup.targets("canonical"), *self.markup.every_meta("og:url")]
        urls = [*links, *([self.url] if self.url else [])]
        self.articles = own_articles(self.graph.places, titles=titles, urls=urls)
        self.marked = own_articles(self.items, titles=titles, urls=urls)

    @cached_property
    def _sources(self) -> list[tuple[list[Object], str]]:
        pages = [one.object for one in self.graph.places if is_page(one) and not one.elsewhere]
        marked_pages = [one.object for one in self.items if is_page(one)]
        return [
            (self.articles, "json-ld"),
            (self.marked, "microdata"),
            ([self.loose], "microdata"),
            (pages, "json-ld"),
            (marked_pages, "microdata"),
        ]

    @cached_property
    def loose(self) -> Object:
        """The marked properties outside of every object; what stands there more than once is of several stories."""
        found = next((one.object for one in self.items if "@type" not in one.object), {})
        return {name: value for name, value in found.items() if not isinstance(value, list)}

    def said(self, *keys: str, pages: bool = True) -> Iterator[Found]:
        """Yield what JSON-LD, then microdata, then the objects for the page as a whole have under *keys*."""
        sources = self._sources if pages else self._sources[:2]
        for objects, found_in in sources:
            for one in objects:
                confidence: Confidence = "medium" if is_salvaged(one) else "high"
                for key in keys:
                    value = self.graph.resolve(one.get(key) or one.get(key.lower()))
                    if value not in (None, "", [], {}):
                        yield Found(value, found_in, confidence)

    def texts(self, *keys: str, pages: bool = True) -> Iterator[Found]:
        """Yield the texts and numbers among what `said` yields, of a list each."""
        for one in self.said(*keys, pages=pages):
            for value in one.value if isinstance(one.value, list) else [one.value]:
                number = isinstance(value, int) and not isinstance(value, bool)
                if text := str(value) if number else words(value):
                    yield one._replace(value=text)

    def stated(self, *names: str) -> Iterator[Found]:
        """Yield what the metas of *names* hold."""
        for name in names:
            found_in = "opengraph" if name.startswith(("og:", "article:")) else "meta"
            yield from (Found(plain(one), found_in) for one in self.markup.every_meta(name))
