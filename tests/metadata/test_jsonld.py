"""JSON-LD as pages write it, and what can be made of it when it is broken."""

from __future__ import annotations

import json

import pytest

from extractors.metadata.jsonld import is_salvaged, read_graph
from extractors.metadata.schema import Name, names, own_articles, plain, words

_ARTICLE = {"@type": "NewsArticle", "headline": "Bloc sends mission", "author": "Jane Doe"}


def _headlines(*blocks: str) -> list[str | None]:
    return [words(one.object.get("headline")) for one in read_graph(blocks).places]


@pytest.mark.parametrize(
    "block",
    [
        pytest.param("<!--//<![CDATA[\n" + json.dumps(_ARTICLE) + ";\n//]]>-->", id="wrapped"),
        pytest.param('{"@type":"Article","headline":"Bloc sends mission",}', id="last comma"),
        pytest.param('{"headline":"Bloc\tsends\n mission"}', id="raw line end"),
        pytest.param('{"url":"a"\n "headline":"Bloc sends mission"}', id="lost comma"),
        pytest.param('{\n// the headline\n"headline":"Bloc sends mission"}', id="comment"),
        pytest.param(r'{"headline":"Bloc sends mission", "a": "\x \u12"}', id="bad escape"),
        pytest.param("{&quot;headline&quot;:&quot;Bloc sends mission&quot;}", id="references"),
        pytest.param("\ufeff" + json.dumps(_ARTICLE), id="byte order mark"),
    ],
)
def test_templates_faults_are_mended(block):
    """What a template does to JSON is undone when the JSON can be read then."""
    assert _headlines(block) == ["Bloc sends mission"]


def test_values_in_a_row():
    """Objects one after another in a block are all read; a block that is there twice counts once."""
    block = '{"headline":"One"}\n{"headline":"Two"}'
    assert _headlines(block, block) == ["One", "Two"]


def test_plainest_facts_of_a_broken_block():
    """A quotation mark in the text breaks a block; headline, dates and author still come out, marked as salvaged."""
    block = """{"@type":"NewsArticle","headline":"Bloc "sends" mission","datePublished":"2025-03-12T10:15:00Z",
      "author":{"@type":"Person","name":"Jane Doe"},"isAccessibleForFree":false,"description":"a "b" c"}"""
    (place,) = read_graph([block]).places[:1]
    found = place.object
    assert is_salvaged(found)
    assert found["headline"] == 'Bloc "sends" mission'
    assert found["datePublished"] == "2025-03-12T10:15:00Z"
    assert found["isAccessibleForFree"] == "false"
    assert list(names(found["author"])) == [Name(text="Jane Doe", of="person")]


def test_broken_block_of_something_else():
    """Of a broken block that is no article nothing is kept."""
    assert read_graph(['{"@type":"Organization","name":"The "Courier""}']).places == ()


@pytest.mark.parametrize(
    ("value", "found"),
    [
        pytest.param("Jane Doe", [("Jane Doe", "unknown")], id="text"),
        pytest.param([["Jane Doe"], "Ann Lee"], [("Jane Doe", "unknown"), ("Ann Lee", "unknown")], id="lists"),
        pytest.param({"@type": "Person", "name": ["Jane Doe", "Ann Lee"]}, [("Jane Doe", "person"), ("Ann Lee", "person")], id="names"),
        pytest.param({"@type": "Person", "givenName": "Jane", "familyName": "Doe"}, [("Jane Doe", "person")], id="parts"),
        pytest.param({"@type": ["NewsMediaOrganization"], "name": "World Wire"}, [("World Wire", "organisation")], id="organisation"),
        pytest.param({"@type": "person", "name": {"@value": "Jane &amp;quot;J&amp;quot; Doe"}}, [('Jane "J" Doe', "person")], id="value"),
        pytest.param({"@list": [{"@type": "Person", "name": "Jane Doe"}]}, [("Jane Doe", "person")], id="list object"),
        pytest.param({"name": 3}, [], id="number"),
        pytest.param([[[[[[[[["Jane Doe"]]]]]]]]], [], id="bottomless"),
    ],
)  # fmt: skip
def test_names(value, found):
    """Authors come as text, objects and lists of these, with or without a type."""
    assert [(one.text, one.of) for one in names(value)] == found


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Bloc &amp;quot;sends&amp;quot; mission", 'Bloc "sends" mission'),
        ("Bloc <em>sends</em><br/> mission", "Bloc sends mission"),
        ("3 < 5 & 7 > 6", "3 < 5 & 7 > 6"),
    ],
)
def test_plain_text(written, text):
    """References and tags of HTML are no part of a headline; signs are."""
    assert plain(written) == text


def _own(*objects, titles=("Bloc sends mission",), urls=("https://courier.example/a/mission",)):
    places = read_graph([json.dumps(list(objects))]).places
    return [words(one.get("headline")) for one in own_articles(places, titles=titles, urls=urls)]


_TEASER = {
    "@type": "NewsArticle",
    "headline": "Potato prices rise",
    "url": "https://courier.example/a/potato",
}


@pytest.mark.parametrize(
    ("objects", "own"),
    [
        pytest.param([_TEASER, _ARTICLE], ["Bloc sends mission"], id="by headline"),
        pytest.param([_TEASER, {"@type": "Article", "headline": "Mission!", "mainEntityOfPage": {"@id": "http://www.courier.example/a/mission/"}}], ["Mission!"], id="by address"),
        pytest.param([{"@type": "Article", "headline": "Mission to the border"}], ["Mission to the border"], id="the only one"),
        pytest.param([_TEASER, {"@type": "Article", "headline": "Mission sent by the bloc"}], ["Mission sent by the bloc"], id="by words"),
        pytest.param([_TEASER, {**_TEASER, "headline": "Rain"}], [], id="teasers only"),
        pytest.param([{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": _TEASER}]}], [], id="listed"),
        pytest.param([{"@type": "Recipe", "headline": "Potato soup"}], [], id="another work"),
        pytest.param([{"@type": "Recipe", "name": "Bloc sends mission", "headline": None}], [None], id="a work by title"),
        pytest.param(
            [{"@type": "LiveBlogPosting", "headline": "Mission live", "url": "https://courier.example/a/mission",
              "liveBlogUpdate": [{"@type": "BlogPosting", "headline": "10:15", "url": "https://courier.example/a/mission#e1"}]}],
            ["Mission live"], id="entries of a live blog",
        ),
    ],
)  # fmt: skip
def test_own_article(objects, own):
    """Of many objects the page's article is told by address, headline, or being the only one."""
    assert _own(*objects) == own


def test_front_page_is_nobodys_address():
    """An article that names the front page as its address is not known by it."""
    teasers = [
        {**_TEASER, "url": "https://courier.example/"},
        {**_TEASER, "url": "https://courier.example"},
    ]
    assert _own(*teasers, urls=["https://courier.example/"]) == []
