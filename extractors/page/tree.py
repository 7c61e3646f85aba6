"""
The parsed page: the only importer of selectolax.

Lexbor parses as browsers do: no depth at which the rest of a page is lost, no open svg that swallows it, no character
reference that ends it. It parses in .5 ms and answers a selector in .1 ms. Where it is not installed lxml answers the
same questions, slower and as libxml2 understands broken markup.

Over 250 lines because two parsers answer the same questions, side by side.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any, Protocol

from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement, HTMLParser, document_fromstring

try:
    from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError
except ImportError:
    LexborHTMLParser = None  # type: ignore[assignment,misc]

#: Never text of the page.
_NOT_TEXT = ("script", "style", "svg", "noscript", "iframe", "template")
#: Never the article; trafilatura would drop them as well, after copying and searching them: it takes a fifth longer.
_NOT_ARTICLE = (
    "nav", "footer", "aside", "menu", "dialog", "button", "select", "option", "input", "textarea", "label", "datalist",
    "audio", "video", "canvas", "object", "embed", "map", "area", "source", "track", "picture", "img", "link", "meta",
)  # fmt: skip
#: Besides, what stands around a story.
_NOT_STORY = frozenset((*_NOT_TEXT, "aside", "footer", "nav"))
#: Readers see a gap before and after these, so no word goes on across them.
_GAPS = frozenset((
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "section", "table", "td", "th", "tr", "ul",
))  # fmt: skip
#: Where readers see a line end. No text of a page is a lone one: parsers keep no form feed apart.
_GAP = "\f"
#: More is no line; where it stops, `line` ends.
_LONGEST_LINE = 2000


class Node(Protocol):
    """One element of a page."""

    @property
    def tag(self) -> str:
        """The name, in lower case."""

    def get(self, name: str) -> str:
        """Return the attribute's value, empty where there is none."""

    def has(self, name: str) -> bool:
        """Tell whether the element has the attribute, be it empty."""

    @property
    def text(self) -> str:
        """The text inside, scripts and all, white space as it stands."""

    @property
    def line(self) -> str:
        """The text inside in one line, without scripts, a space where readers see a line end."""

    def lines(self) -> Iterator[str]:
        """Yield the text inside as readers see it, line by line, without scripts and empty lines."""

    @property
    def id(self) -> int:
        """The same number for the same element, another for any other of the page."""

    def parents(self) -> Iterator[Node]:
        """Yield the elements around this one, the nearest first."""

    def is_inside(self, *tags: str) -> bool:
        """Tell whether the element is one of *tags* or stands within one."""

    def lines_after(self) -> Iterator[str]:
        """Yield the lines after the element as `lines` does, without those in aside, footer and nav."""


class Tree(Protocol):
    """A parsed page."""

    def select(self, selector: str) -> list[Node]:
        """Return the elements that a CSS *selector* finds, in the page's order."""

    def stripped(self) -> str:
        """Return the page as HTML without what is never its article. The tree loses it, too."""


def parse(source: str) -> Tree | None:
    """Return *source* as a tree, `None` when there is no element in it."""
    if LexborHTMLParser is not None:
        return Lexbor(source)
    try:
        return Libxml(source)
    except etree.ParserError:
        # "Document is empty": comments or declarations only.
        return None


class Lexbor:
    """A page parsed by Lexbor."""

    def __init__(self, source: str) -> None:
        try:
            # Bytes: half a surrogate pair has none.
            self._parser = LexborHTMLParser(source.encode("utf-8", "replace"))
        except SelectolaxError as error:
            # All that a browser's parser can fail for.
            raise MemoryError("the page does not fit into memory") from error

    def select(self, selector: str) -> list[Node]:
        found: list[Node] = []
        last = 0
        for node in self._parser.css(selector):
            # What several of the selector's parts find comes once for each.
            if node.mem_id != last:
                last = node.mem_id
                found.append(_LexborElement(node))
        return found

    def stripped(self) -> str:
        self._parser.strip_tags([*_NOT_TEXT, *_NOT_ARTICLE])
        return self._parser.html or ""


class _LexborElement:
    __slots__ = ("_attributes", "_node", "tag")

    def __init__(self, node: LexborNode) -> None:
        self._node = node
        self._attributes: dict[str, str | None] | None = None
        self.tag: str = node.tag or ""

    def get(self, name: str) -> str:
        if self._attributes is None:
            self._attributes = self._node.attributes
        return self._attributes.get(name) or ""

    def has(self, name: str) -> bool:
        if self._attributes is None:
            self._attributes = self._node.attributes
        return name in self._attributes

    @property
    def text(self) -> str:
        return self._node.text()

    @property
    def line(self) -> str:
        only = self._node.first_child
        if only is not None and only.is_text_node and only.next is None:
            return _one_line(iter((only.text_content or "",)))
        return _one_line(_lexbor_texts(self._node))

    def lines(self) -> Iterator[str]:
        return _lines(_lexbor_texts(self._node))

    @property
    def id(self) -> int:
        return self._node.mem_id

    def parents(self) -> Iterator[Node]:
        parent = self._node.parent
        while parent is not None and parent.is_element_node:
            yield _LexborElement(parent)
            parent = parent.parent

    def is_inside(self, *tags: str) -> bool:
        node: LexborNode | None = self._node
        while node is not None:
            if node.tag in tags:
                return True
            node = node.parent
        return False

    def lines_after(self) -> Iterator[str]:
        return _lines(_lexbor_texts_after(self._node))


def _lexbor_texts_after(node: LexborNode) -> Iterator[str]:
    around: LexborNode | None = node
    while around is not None:
        after = around.next
        while after is not None:
            yield from _lexbor_texts(after, without=_NOT_STORY)
            after = after.next
        yield _GAP if around.tag in _GAPS else ""
        around = around.parent


def _lexbor_texts(top: LexborNode, *, without: Collection[str] = _NOT_TEXT) -> Iterator[str]:
    # `None` stands for the end of a block. Not recursive: a page may be deeper than the interpreter's stack.
    stack: list[LexborNode | None] = [top]
    while stack:
        node = stack.pop()
        if node is None:
            yield _GAP
            continue
        if node is not top and (after := node.next) is not None:
            stack.append(after)
        if node.is_text_node:
            yield node.text_content or ""
        elif node.tag not in without:
            if node.tag in _GAPS:
                yield _GAP
                stack.append(None)
            if (child := node.first_child) is not None:
                stack.append(child)


class Libxml:
    """A page parsed by libxml2."""

    def __init__(self, source: str) -> None:
        parser = HTMLParser(huge_tree=True, encoding="utf-8")
        self._root: HtmlElement = document_fromstring(
            source.encode("utf-8", "replace"), parser=parser
        )
        # Held, because lxml gives an element that nobody holds a new object, with a new number, each time.
        self._elements = list(self._root.iter())

    def select(self, selector: str) -> list[Node]:
        return [_LibxmlElement(node) for node in _compiled(selector)(self._root)]

    def stripped(self) -> str:
        etree.strip_elements(self._root, *_NOT_TEXT, *_NOT_ARTICLE, with_tail=False)
        return str(etree.tostring(self._root, encoding="unicode", method="html"))


class _LibxmlElement:
    __slots__ = ("_node", "tag")

    def __init__(self, node: Any) -> None:
        self._node = node
        self.tag: str = node.tag

    def get(self, name: str) -> str:
        return self._node.get(name) or ""

    def has(self, name: str) -> bool:
        return self._node.get(name) is not None

    @property
    def text(self) -> str:
        return str(self._node.text_content())

    @property
    def line(self) -> str:
        return _one_line(_libxml_texts(self._node))

    def lines(self) -> Iterator[str]:
        return _lines(_libxml_texts(self._node))

    @property
    def id(self) -> int:
        return id(self._node)

    def parents(self) -> Iterator[Node]:
        return map(_LibxmlElement, self._node.iterancestors())

    def is_inside(self, *tags: str) -> bool:
        return self.tag in tags or any(above.tag in tags for above in self._node.iterancestors())

    def lines_after(self) -> Iterator[str]:
        return _lines(_libxml_texts_after(self._node))


def _libxml_texts_after(node: Any) -> Iterator[str]:
    while node is not None:
        yield node.tail or ""
        for after in node.itersiblings():
            yield from _libxml_texts(after, without=_NOT_STORY)
            yield after.tail or ""
        yield _GAP if node.tag in _GAPS else ""
        node = node.getparent()


@lru_cache(maxsize=64)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def _libxml_texts(top: Any, *, without: Collection[str] = _NOT_TEXT) -> Iterator[str]:
    if not isinstance(top.tag, str) or top.tag in without:
        return
    # Comments and instructions among the events only for the text behind them.
    walk = etree.iterwalk(top, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        block = node.tag in _GAPS
        if event == "start":
            if node.tag in without:
                walk.skip_subtree()
            else:
                yield _GAP if block else ""
                yield node.text or ""
        else:
            yield _GAP if block else ""
            yield (node.tail or "") if node is not top else ""


def _lines(texts: Iterator[str]) -> Iterator[str]:
    line: list[str] = []
    for text in texts:
        if text != _GAP:
            line.append(text)
        elif line:
            whole = " ".join("".join(line).split())
            line = []
            if whole:
                yield whole
    if whole := " ".join("".join(line).split()):
        yield whole


def _one_line(texts: Iterator[str]) -> str:
    kept, length = [], 0
    for text in texts:
        kept.append(text)
        length += len(text)
        if length > _LONGEST_LINE:
            break
    return " ".join("".join(kept).split())
