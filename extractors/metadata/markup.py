"""Finds the places of a parsed page where facts about its article stand; reads the text, does not judge it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from extractors.metadata.persons import opens_byline
from extractors.page.characters import bare
from extractors.page.tree import Node, Tree

#: One walk of the tree finds what nearly every page has.
_FACTS = "html, body, title, meta, link[rel], script[type*='ld+json'], h1, time, article, [itemprop], [itemscope], [property]"

_ELSEWHERE_TAGS = frozenset(("aside", "footer", "nav"))
#: Boxes of other stories, of readers' words, of what is written about the author.
_ELSEWHERE = re.compile(
    r"comment|related|sidebar|widget|recommend|teaser|popular|trending|footer|newsletter|most-?read|latest|more-?(?:news|from)"
    r"|promo|bio(?:graphy)?(?:\s|$|[_-])|about-?(?:the-?)?author|carousel|ticker",
    re.IGNORECASE,
)
#: "no-sidebar", "has-related": a class of the whole page says what it may hold.
_WHOLE_PAGE = frozenset(("html", "body", "main"))

_AUTHOR_WORDS = "byline|by-line|authors?|autor(?:en|es|a)?|auteurs?|autore|verfasser|writers?|journalists?|reporters?|contributors?|creator|yazar|avtor|fn"
#: A byline by its class; "author-bio" or "author-image" is none, and "meta" only when it says "By".
_BYLINE_CLASS = re.compile(
    rf"(?:^|[\s_-])(?:{_AUTHOR_WORDS})(?:[_-]+(?:name|names|link|text|title|list|item|wrapper|info|content|\d+))*(?:\s|$)",
    re.IGNORECASE,
)
#: Parts of words, so that one finds "author" and "Author"; each costs .02 ms a page.
_BYLINES = ", ".join(
    ["[rel='author']", "[href*='/author']", "[href*='/autor']"]
    + [f"[class*='{part}']" for part in (
        "yline", "uthor", "utor", "uteur", "writer", "yazar", "eporter", "ournalist", "meta", "vcard",
    )]
)  # fmt: skip
_AUTHOR_PAGE = re.compile(r"/(?:authors?|autor(?:en|es|a)?)/[^/]+")
_DATELINES = ", ".join(
    f"[class*='{word}']"
    for word in ("date", "Date", "time", "Time", "ublish", "yline", "meta", "datum", "fecha", "tarih")
)  # fmt: skip
#: The moment of a change or of a comment, not of the publication.
_CHANGED = re.compile(r"updat|modif|comment|expire|duration", re.IGNORECASE)
_MARKED = re.compile(r"publish|entry-date|post-date|dt-published|pubdate", re.IGNORECASE)

_ANNOUNCED = re.compile(
    r"입력|등록|게재|公開|投稿|发布|發布|\b(?:publish|post(?:ed|é)|publi(?:é|ée|cado|cada|cation|ziert|kuje)|pubblicat|veröffentlicht|erschienen|gepubliceerd|geplaatst"
    r"|publicerad|publisert|udgivet|julkaistu|opublikowano|дата|опубликован|размещен|опубліковано|հրապարակ|yayın|tarih|δημοσι)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\W*(?:by|authors?|autor(?:in|en|es|a)?|auteurs?|autore|автор\w*|текст|հեղինակ\w*|yazan|haber|muhabir|ავტორი)\s?[:՝]\s",
    re.IGNORECASE,
)
#: A byline or dateline is a line; more text is a box that holds other stories too.
_LONGEST_LINE = 120
#: Elements with a class like "date" on one page: a listing has thousands, and the article's is early.
_MOST_LINES = 20
#: Old templates know no better than bold.
_HEADINGS = "h2, h3, b, strong, [itemprop='headline'], [class*='title'], [class*='headline'], [class*='heading']"
#: Headline, section, byline, share buttons, date: then the text begins.
_LINES_BELOW = 8
_MOST_BELOW = 12
_LONGEST_BELOW = 60
_MOST_ANNOUNCING = 1000
_MOST_LABELLED = 300
#: Far more than pages have; what has more is a listing or an attack.
_MOST_FACTS = 5000
_MOST_SEEN = 200
_FARTHEST = 40
_LONGEST_LABEL = 500


@dataclass(frozen=True, kw_only=True)
class Markup:
    """What one walk of a page gathers, in the page's order."""

    #: By property, name or http-equiv in lower case; those with itemprop are among `items`.
    metas: Mapping[str, Sequence[str]]
    #: `rel` in lower case, and the target as written.
    links: Sequence[tuple[str, str]]
    #: The texts of the JSON-LD scripts.
    blocks: Sequence[str]
    title: str | None
    #: With their text in one line.
    h1s: Sequence[tuple[Node, str]]
    #: Of html, then of body.
    languages: Sequence[str]
    times: Sequence[Node]
    articles: Sequence[Node]
    #: Those with itemprop, itemscope or property.
    items: Sequence[Node]

    def every_meta(self, *names: str) -> Iterator[str]:
        """Yield the contents of the first of *names* that the page has, then of the next."""
        for name in names:
            yield from self.metas.get(name, ())

    def targets(self, relation: str) -> list[str]:
        """Return where the links of a *relation* point, as written."""
        return [target for stated, target in self.links if relation in stated.split()]


def read_markup(tree: Tree) -> Markup:
    """Return what *tree* states, unjudged."""
    metas: dict[str, list[str]] = {}
    languages: list[str] = []
    links, blocks, titles, h1s, times, articles, items = [], [], [], [], [], [], []
    for node in islice(tree.select(_FACTS), _MOST_FACTS):
        match node.tag:
            case "meta":
                _add_meta(metas, node)
            case "link":
                links.append((node.get("rel").lower(), node.get("href").strip()))
            case "script":
                blocks.append(node.text)
            case "h1" if line := node.line:
                h1s.append((node, line))
            case "title" if not node.is_inside("svg"):
                titles.append(node.line)
            case "html" | "body":
                languages += filter(None, (node.get("lang"), node.get("xml:lang")))
            case "time":
                times.append(node)
            case "article":
                articles.append(node)
        if node.has("itemprop") or (
            node.tag != "meta" and (node.has("itemscope") or node.has("property"))
        ):
            items.append(node)
    return Markup(
        metas=metas, links=links, blocks=blocks, title=titles[0] if titles else None, h1s=h1s,
        languages=languages, times=times, articles=articles, items=items,
    )  # fmt: skip


def _add_meta(metas: dict[str, list[str]], node: Node) -> None:
    content = " ".join(node.get("content").split())
    if content:
        for key in ("property", "name", "http-equiv"):
            if name := node.get(key):
                # RDFa writes several names of one fact.
                for one in name.lower().split() if key == "property" else [name.strip().lower()]:
                    metas.setdefault(one, []).append(content)


def moments(markup: Markup, head: Node | None) -> tuple[list[str], list[str]]:
    """
    Return what `<time>` states: those marked as the publication and the one nearest to the headline; then those that
    are marked as a change, which some themes write for both.
    """
    marked, changed, others = [], [], []
    for node in _own(markup.times[:_MOST_SEEN], markup, head):
        label = f"{node.get('class')} {node.get('itemprop')}"
        if node.has("pubdate") or _MARKED.search(label):
            marked.append(node)
        elif _CHANGED.search(label):
            changed.append(node)
        else:
            others.append(node)
    return [_moment(node) for node in (*marked[:1], *others[:1])], [
        _moment(node) for node in changed[:1]
    ]


def _moment(node: Node) -> str:
    return node.get("datetime") or node.line


def bylines(tree: Tree, markup: Markup, head: Node | None) -> Iterator[list[str]]:
    """Yield, by their lines, the boxes marked as naming the author, or among marked ones those that begin with "By"."""
    for node in _near(tree, markup, head, _BYLINES):
        lines = list(islice(node.lines(), _MOST_BELOW))
        if not 0 < sum(map(len, lines)) <= _LONGEST_LINE:
            continue
        marked = _has_word("author", node.get("rel")) or _AUTHOR_PAGE.search(node.get("href"))
        if marked or _BYLINE_CLASS.search(node.get("class")) or opens_byline(lines[0]):
            yield lines


def _has_word(word: str, written: str) -> bool:
    return word in written.lower().split()


def labelled_authors(head: Node | None) -> Iterator[str]:
    """Yield the short lines below the headline that say "Author:" or its like."""
    lines = () if head is None else islice(head.lines_after(), _MOST_LABELLED)
    return (line for line in lines if len(line) <= _LONGEST_BELOW and _LABELLED.match(line))


def datelines(tree: Tree, markup: Markup, head: Node | None) -> Iterator[str]:
    """Yield the short lines that may hold the date: right below the headline, then those classed as dates."""
    if head is not None:
        below = islice(head.lines_after(), _LINES_BELOW)
        yield from (line for line in below if len(line) <= _LONGEST_BELOW)
    for node in _near(tree, markup, head, _DATELINES):
        if 0 < len(line := node.line) <= _LONGEST_LINE and not _CHANGED.search(node.get("class")):
            yield line


def announced(tree: Tree) -> Iterator[str]:
    """Yield the short lines anywhere on the page that hold "published on" or its like."""
    lines = (
        line for body in tree.select("body") for line in islice(body.lines(), _MOST_ANNOUNCING)
    )
    return (line for line in lines if len(line) <= _LONGEST_BELOW and _ANNOUNCED.search(line))


def headline_node(tree: Tree, markup: Markup, title: str | None) -> Node | None:
    """Return the element that shows *title*: an h1, else what is marked as a heading, `None` if nothing is."""
    wanted = bare(title or "")
    if not wanted:
        return None
    for node, line in markup.h1s:
        if wanted in bare(line):
            return node
    headings = islice(tree.select(_HEADINGS), _MOST_SEEN)
    return next((node for node in headings if bare(node.line) == wanted), None)


def _near(tree: Tree, markup: Markup, head: Node | None, selector: str) -> list[Node]:
    """Return what *selector* finds for this story, what stands nearest to *head* first."""
    found = islice(tree.select(selector), _MOST_SEEN)
    return _own(found, markup, head)[:_MOST_LINES]


def _own(nodes: Iterable[Node], markup: Markup, head: Node | None) -> list[Node]:
    """
    Return those of *nodes* that stand in no box of other stories, by how small a box they share with *head*.

    Boxes are told by their tags, classes and ids. One that holds the headline, too, is this story's whatever its class says
    ("with-sidebar"); and each of several articles that the headline does not stand in is another story's card.
    """
    boxes = () if head is None else islice(head.parents(), _FARTHEST)
    ranks: dict[int, int | None] = {box.id: rank for rank, box in enumerate(boxes)}
    cards = {one.id for one in markup.articles[:_MOST_SEEN]} - set(ranks)
    if len(cards) < 2 or head is None:
        cards = set()

    def rank(node: Node) -> int | None:
        found: int | None = _FARTHEST
        path = []
        for one in islice(chain([node], node.parents()), _FARTHEST):
            if one.id in ranks:
                found = ranks[one.id]
                break
            path.append(one.id)
            if one.tag in _WHOLE_PAGE:
                break
            if one.tag in _ELSEWHERE_TAGS or one.id in cards or _ELSEWHERE.search(_label(one)):
                found = None
                break
        ranks.update(dict.fromkeys(path, found))
        return found

    ranked = [(found, node) for node in nodes if (found := rank(node)) is not None]
    return [node for _, node in sorted(ranked, key=lambda pair: pair[0])]


def _label(node: Node) -> str:
    return f"{node.get('class')} {node.get('id')}"[:_LONGEST_LABEL]
