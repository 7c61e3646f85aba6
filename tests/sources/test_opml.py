"""Lists of subscriptions, in and out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import SourceError
from extractors.sources.models import Outline
from extractors.sources.opml import read_opml, write_opml

NESTED = """<?xml version="1.0"?><!-- exported --><opml version="1.0"><head><title>Mine</title></head><body>
<outline text="World"><outline title="Asia" text="">
  <outline type="rss" text="T" title="Title" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/>
  <outline type="RSS" text="Only &lt;text&gt;" xmlurl="https://b.example/feed"/></outline>
<outline TEXT="Odd" XMLURL="feed://c.example/feed"/></outline>
<outline text="u" type="atom" url="https://d.example/feed"/>
<outline text="again" xmlUrl="https://a.example/feed"/>
<outline text="page" type="link" url="https://e.example/"/>
<outline text="a note"/>
<outline text="bad" type="rss" xmlUrl="javascript:alert(1)"/>
</body></opml>"""


def test_folders_attributes_and_what_is_no_feed():
    """Feeds come with their folders, whatever the case of the attributes; the rest is counted."""
    found = read_opml(NESTED.encode())
    assert found.outlines == (
        Outline(
            url="https://a.example/feed",
            title="Title",
            folder=("World", "Asia"),
            site="https://a.example/",
        ),
        Outline(url="https://b.example/feed", title="Only <text>", folder=("World", "Asia")),
        Outline(url="http://c.example/feed", title="Odd", folder=("World",)),
        Outline(url="https://d.example/feed", title="u"),
    )
    assert found.left_out == 3


ONE = '<outline text="A" xmlUrl="https://a.example/feed?a=1&b=2"/>'


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"<opml><body>{ONE}", id="no end"),
        pytest.param(f"\ufeff\n<opml><body>{ONE}</body></opml>junk", id="mark and junk"),
        pytest.param(f"<opml>{ONE}</opml>", id="no body"),
        pytest.param(f"<OPML><BODY>{ONE}</BODY></OPML>", id="capitals"),
        pytest.param(f"<opml><body>\x00{ONE}<outline text='B & C'></body></opml>", id="malformed"),
        pytest.param(
            f'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body>{ONE}&x;</body></opml>',
            id="entity",
        ),
        pytest.param(f"<opml><body><a:b:c/><:/>{ONE}</body></opml>", id="names that are none"),
        pytest.param("<opml>" + "<outline text='x'>" * 90 + ONE, id="deep"),
    ],
)
def test_malformed_lists_are_read(content):
    """What feed readers and people get wrong in OPML loses no feed."""
    urls = [one.url for one in read_opml(content.encode()).outlines]
    assert urls == ["https://a.example/feed?a=1&b=2"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"<rss/>", "not-opml", id="feed"),
        pytest.param(b"https://a.example/feed", "not-opml", id="list of addresses"),
    ],
)
def test_what_is_no_opml_is_said(content, code):
    """Another file is refused with the reason."""
    with pytest.raises(SourceError) as caught:
        read_opml(content)
    assert caught.value.code == code


_NAME = st.text("abc <&>\"'é\x00\n ]", min_size=1, max_size=8).map(
    lambda text: " ".join(text.replace("\x00", "").split())
).filter(bool)  # fmt: skip
_OUTLINE = st.builds(
    Outline,
    url=st.integers(0, 99).map(lambda n: f"https://a.example/{n}?a=1&b=<"),
    title=st.none() | _NAME,
    folder=st.lists(_NAME, max_size=3).map(tuple),
    site=st.none() | st.just("https://a.example/"),
)


def _by_folder(outlines):
    return sorted(outlines, key=lambda one: (one.folder, one.url))


@settings(deadline=None)
@given(st.lists(_OUTLINE, max_size=8, unique_by=lambda one: one.url), _NAME)
def test_what_is_written_is_read_back(outlines, title):
    """Writing and reading a list loses nothing, and doing it again changes nothing."""
    written = write_opml(outlines, title=title)
    found = read_opml(written)
    assert _by_folder(found.outlines) == _by_folder(outlines)
    assert found.left_out == 0
    assert write_opml(found.outlines, title=title) == written


@settings(max_examples=50, deadline=None)
@given(
    st.floats(0, 1), st.integers(0, 9), st.text(max_size=5) | st.sampled_from(["<", '"', "&", ">"])
)
def test_no_damage_crashes_it(place, length, scrap):
    """A damaged list is a list or a reason why not."""
    at = int(place * len(NESTED))
    damaged = NESTED[:at] + scrap + NESTED[at + length :]
    try:
        found = read_opml(damaged.encode("utf-8", "replace"))
    except SourceError:
        return
    assert all(one.url.startswith("http") for one in found.outlines)
