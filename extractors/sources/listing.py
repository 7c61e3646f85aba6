"""
Finds the articles that a page without a feed links to, by a pattern or by what links to articles have in common.

No rule knows a site. A link to an article reads like a headline, and its address is long or one of many alike; what
stands around the page's content (menus, header, footer) links to other things.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from urllib.parse import urlsplit

from extractors.errors import SourceError
from extractors.page.sniff import sniff
from extractors.page.tree import Node, Tree, parse
from extractors.sources.items import Entry, gather, link_of
from extractors.sources.markup import read_text
from extractors.sources.models import Found
from extractors.urls import canonicalize, same_site

#: Never around a story's headline.
_AROUND = frozenset(("nav", "aside", "menu", "dialog", "form", "address"))
#: Around a page they are no content; of a story on a page they are its head and foot.
_EDGES = frozenset(("header", "footer"))
_STORIES = frozenset(("article", "main"))
_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "menu"))
#: How far up a link's surroundings are looked at, and how many links: no page of articles has more, but a hostile one.
_DEPTH = 200
_MOST_LINKS = 5000
#: A parser that knows HTML looks through all open elements at each new one: so many characters, open elements.
_LONGEST = 2_000_000
_DEEPEST = 10_000
#: Not those that end by themselves.
_TAG = re.compile(
    r"<(/?)(?!(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|tbody|td|th|tr|track|wbr)"
    r"[\s/>])([a-z][^\s/>]*)",
    re.IGNORECASE,
)
#: Letters of a headline; letters that are words, as in Chinese, count as four.
_HEADLINE = 20
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
#: So many addresses of one shape are a family.
_FAMILY = 3
#: A slug of four words, or a number that counts articles or days.
_LONG_SLUG = re.compile(r"(?:[^\W_]+[-_]){3}|\d{4}")
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|docx?|xlsx?|css|js|xml|json|rss)$", re.I)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Link:
    url: str
    title: str
    is_content: bool


def read_listing(
    content: bytes,
    *,
    url: str,
    pattern: str | None = None,
    content_type: str | None = None,
    now: datetime,
) -> Found:
    """
    Return the links of the page *content*, read at *url*, that lead to articles of its site, in the page's order.

    *pattern* is an address (`https://news.example/2026/*`) or, from its first slash on, a path (`/news/*`), in which
    `*` stands for one character or more. Without it, links that look like articles are taken.

    Raises:
        SourceError: with code `not-a-page`, `empty`, `unreadable` or `too-large`. A page without such links is no error.
    """
    page = page_of(content, url=url, content_type=content_type)
    if page is None:
        raise SourceError("not-a-page", "It is no HTML page.")
    base = base_of(page, url)
    links = list(_links(page, url, base))
    if pattern is not None:
        chosen = [link for link in links if matches(link.url, pattern)]
    else:
        # The page itself with a query is its next part, or a button to share it.
        own = canonicalize(url).partition("?")[0]
        others = (link for link in links if link.url.partition("?")[0] != own)
        chosen = _articles([link for link in others if link.is_content])
    title = next((node.line for node in page.select("title")), "")
    language = next((node.get("lang") for node in page.select("html")), "")
    entries = [Entry(links=((link.url, base),), title=link.title) for link in _best(chosen)]
    return gather(entries, now=now, title=title, language=language)


def matches(url: str, pattern: str) -> bool:
    """Tell whether the canonical *url* is what *pattern* describes; see `read_listing`."""
    parts = urlsplit(url)
    subject = url
    if pattern.startswith("/"):
        subject = f"{parts.path}?{parts.query}" if "?" in pattern else parts.path
    elif "?" not in pattern:
        subject = url.partition("?")[0]
    first, *rest = pattern.split("*")
    if not rest:
        return subject == first
    if not subject.startswith(first):
        return False
    at = len(first)
    *middle, last = rest
    for piece in middle:
        # One character at least is the star's.
        at = subject.find(piece, at + 1)
        if at < 0:
            return False
        at += len(piece)
    return len(subject) - len(last) > at and subject.endswith(last)


def page_of(content: bytes, *, url: str, content_type: str | None) -> Tree | None:
    """
    Return *content* as a page, `None` where it is none.

    Raises:
        SourceError: as `extractors.sources.markup.read_text`.
    """
    text = read_text(content, content_type=content_type)
    if sniff(text.encode(), location=url).family != "html":
        return None
    if len(text) > _LONGEST or _unclosed(text) > _DEEPEST:
        raise SourceError(
            "too-large",
            f"It is no page of links: over {_LONGEST:,} characters, or nested too deep.",
        )
    return parse(text)


def _unclosed(text: str) -> int:
    """Return how many elements at most are open at once in *text*, by their names alone."""
    opened: Counter[str] = Counter()
    now = most = 0
    for is_end, name in _TAG.findall(text):
        name = name.lower()
        if not is_end:
            opened[name] += 1
            now += 1
            most = max(most, now)
        elif opened[name]:
            opened[name] -= 1
            now -= 1
    return most


def base_of(page: Tree, url: str) -> str:
    """Return the address that the *page*'s relative links begin at."""
    stated = next((node.get("href") for node in page.select("base[href]")), "")
    return link_of(stated, url) or url


def _links(page: Tree, url: str, base: str) -> Iterator[_Link]:
    headings = {"h1", "h2", "h3", "h4", "h5", "h6"}
    # A link around a whole card has its headline within.
    inner: dict[int, str] = {}
    for heading in page.select(", ".join(f"a[href] {name}" for name in sorted(headings))):
        above = next((one for one in islice(heading.parents(), _DEPTH) if one.tag == "a"), None)
        if above is not None:
            inner.setdefault(above.id, heading.line)
    own = canonicalize(url)
    for node in page.select("a[href]")[:_MOST_LINKS]:
        at = link_of(node.get("href"), base)
        if at is None or at == own or not same_site(at, url):
            continue
        title = inner.get(node.id) or node.line or node.get("title")
        yield _Link(url=at, title=title, is_content=_is_content(node))


def _is_content(node: Node) -> bool:
    in_edge = False
    for above in islice(node.parents(), _DEPTH):
        if above.tag in _AROUND or above.get("role").lower() in _ROLES:
            return False
        if above.tag in _EDGES:
            in_edge = True
        elif above.tag in _STORIES:
            in_edge = False
    return not in_edge


def _articles(links: list[_Link]) -> list[_Link]:
    """Return the *links* that look like articles, and every other to the same address."""
    headlines = {link.url for link in links if _letters(link.title) >= _HEADLINE}
    families = Counter(_family(url) for url in headlines)
    good = {
        url
        for url in headlines
        if urlsplit(url).path != "/"
        and not _FILE.search(urlsplit(url).path)
        and (_LONG_SLUG.search(_last_part(url)) or families[_family(url)] >= _FAMILY)
    }
    return [link for link in links if link.url in good]


def _best(links: list[_Link]) -> Iterator[_Link]:
    """Yield one of the *links* to each address, where the first stands, with the longest text: "Read more" is no title."""
    titles: dict[str, _Link] = {}
    for link in links:
        kept = titles.get(link.url)
        if kept is None or len(link.title) > len(kept.title):
            titles[link.url] = link
    yield from titles.values()


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text)) + 3 * len(_WIDE.findall(text))


def _family(url: str) -> tuple[str, int]:
    """Return the shape of an address: where its path begins, numbers alike, and how deep it goes."""
    parts = [part for part in urlsplit(url).path.split("/") if part]
    first = re.sub(r"\d+", "#", parts[0]) if len(parts) > 1 else ""
    return first, len(parts)


def _last_part(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path.rstrip('/').rpartition('/')[2]}?{parts.query}"
