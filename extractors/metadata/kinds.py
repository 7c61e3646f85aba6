"""Tells a live blog, and a page that declares itself to be something else than an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

from extractors.metadata.schema import types
from extractors.metadata.statements import Statements

_FRONT = re.compile(r"/(?:index\.\w+|home/?|[a-z]{2}(?:-[a-z]{2})?/?)?", re.IGNORECASE)
#: Pages of these kinds list, sell or introduce.
_NO_ARTICLE = frozenset(
    ("CollectionPage", "SearchResultsPage", "ProfilePage", "ContactPage", "CheckoutPage", "Product", "JobPosting")
)  # fmt: skip
_NO_ARTICLE_OG = frozenset(("profile", "product", "product.item", "product.group", "og:product"))


def declared_kinds(page: Statements) -> Iterator[Literal["live-blog", "not-an-article"]]:
    """Yield the flags of what the page says it is; no words are guessed from."""
    if any("LiveBlogPosting" in types(one) for one in (*page.articles, *page.marked)):
        yield "live-blog"
    if _is_no_article(page):
        yield "not-an-article"


def _is_no_article(page: Statements) -> bool:
    """Tell whether the page lists, sells or introduces, or is a front page; what declares an article is one."""
    kinds = {kind.lower() for kind in page.markup.every_meta("og:type")}
    dated = any(page.markup.every_meta("article:published_time"))
    if page.articles or page.marked or dated or "article" in kinds:
        return False
    if kinds & _NO_ARTICLE_OG:
        return True
    outer = (kind for one in page.graph.places if not one.elsewhere for kind in one.kinds)
    if not _NO_ARTICLE.isdisjoint(outer):
        return True
    asked = urlsplit(page.url or "")
    return bool(asked.netloc) and not asked.query and _FRONT.fullmatch(asked.path) is not None
