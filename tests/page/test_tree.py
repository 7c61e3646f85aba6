"""The parsed page answers alike, whichever parser read it."""

from __future__ import annotations

import pytest

from extractors.page import tree
from extractors.page.tree import Lexbor, Libxml

_PAGE = """<!DOCTYPE html><html lang="hy"><head><title>Bloc &amp; mission</title>
<script type="application/ld+json">{"a": "<b>"}</script></head><body>
<header><h1 class="big">Bloc<br>sends <b>mis</b>sion<script>let x = 1</script></h1></header>
<p>Published   <i>to</i>day</p><!-- no text --><aside><p>Potato prices</p></aside>
<div itemscope>Ann<style>p{}</style> Lee<div>Editor</div></div><footer>Imprint</footer>
</body></html>"""


@pytest.fixture(params=[Lexbor, Libxml], ids=["lexbor", "libxml"])
def page(request):
    return request.param(_PAGE)


def test_line_is_what_readers_see(page):
    """A line break parts words, an inline tag does not, and a script is no text."""
    (h1,) = page.select("h1")
    assert (h1.tag, h1.line) == ("h1", "Bloc sends mission")


def test_text_is_all_there_is(page):
    """Data in a script comes as it is written."""
    (script,) = page.select("script[type]")
    assert script.text == '{"a": "<b>"}'


def test_lines_end_where_blocks_end(page):
    """Text on both sides of a style is one line, an inner block another."""
    (box,) = page.select("div[itemscope]")
    assert list(box.lines()) == ["Ann Lee", "Editor"]


def test_lines_after_leave_other_stories_out(page):
    """Below the headline come the story's own lines, without asides and the imprint."""
    (h1,) = page.select("h1")
    assert list(h1.lines_after()) == ["Published today", "Ann Lee", "Editor"]


def test_attributes(page):
    """An attribute without a value is there, one that is not there is empty."""
    (box,) = page.select("div[itemscope]")
    assert (box.has("itemscope"), box.get("itemscope")) == (True, "")
    assert (box.has("itemtype"), box.get("itemtype")) == (False, "")


def test_an_element_is_found_once(page):
    """A list of selectors finds in the page's order, and nothing twice."""
    assert [node.tag for node in page.select("p, .big, h1, [class], i")] == ["h1", "p", "i", "p"]


def test_elements_know_their_place(page):
    """The same element has the same number however it was come by; the nearest parent comes first."""
    (h1,) = page.select("h1")
    (header,) = page.select("header")
    parents = list(h1.parents())
    assert [node.tag for node in parents] == ["header", "body", "html"]
    assert parents[0].id == header.id != h1.id
    assert h1.is_inside("header", "nav")
    assert not h1.is_inside("aside")


def test_stripped_page_has_no_scripts(page):
    """What goes on to the extractor of the body holds text only."""
    kept = page.stripped()
    assert "Bloc" in kept
    assert not any(tag in kept for tag in ("<script", "<style"))


@pytest.mark.parametrize("parser", [Lexbor, Libxml])
def test_depth_is_no_recursion(parser):
    """A page may be deeper than the interpreter's stack."""
    deep = parser("<body><h1>Top</h1>" + "<div>" * 1500 + "bottom" + "</div>" * 1500)
    (h1,) = deep.select("h1")
    assert list(h1.lines_after()) == ["bottom"]


def test_lxml_steps_in(monkeypatch):
    """Without selectolax pages are still parsed; a page of comments only is none."""
    monkeypatch.setattr(tree, "LexborHTMLParser", None)
    page = tree.parse(_PAGE)
    assert isinstance(page, Libxml)
    assert tree.parse("<!-- only a comment -->") is None
