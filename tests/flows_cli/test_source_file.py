"""The program writes into a settings file that a person wrote."""

from __future__ import annotations

import tomllib

import pytest

from extractors.errors import ConfigError
from flows.source_file import add_sources, free_name, set_paused

OWN = """# our beat
name = "Harbours"   # as readers see it

[sources.courier]
url = "https://courier.example/feed.xml"  # the good one

[fetch]
# who we are
contact = "desk@a.example"
"""


@pytest.fixture
def path(tmp_path):
    there = tmp_path / "topicwire.toml"
    there.write_text(OWN, "utf-8")
    return there


def test_added_source_leaves_all_else(path):
    """Every line that was there is there, in its order; the new table can be read."""
    add_sources(path, {"b": {"url": "https://b.example/f", "headers": {"X-Key": "B_KEY"}}})
    written = path.read_text("utf-8")
    lines = iter(written.splitlines())
    assert all(line in lines for line in OWN.splitlines())
    assert tomllib.loads(written)["sources"]["b"] == {
        "url": "https://b.example/f",
        "headers": {"X-Key": "B_KEY"},
    }


def test_new_file(tmp_path):
    """Where there is none, there is one now."""
    path = tmp_path / "topicwire.toml"
    add_sources(path, {"a": {"url": "https://a.example/f"}, "b": {"url": "https://b.example/f"}})
    assert list(tomllib.loads(path.read_text("utf-8"))["sources"]) == ["a", "b"]


def test_pause_and_resume(path):
    """Paused is one line in its table; resumed, the file is what it was."""
    set_paused(path, "courier", paused=True)
    assert tomllib.loads(path.read_text("utf-8"))["sources"]["courier"]["paused"] is True
    set_paused(path, "courier", paused=False)
    assert path.read_text("utf-8") == OWN


def test_what_could_not_be_read_is_not_written(path):
    """A source that no run would accept leaves the file as it is, and nothing beside it."""
    with pytest.raises(ConfigError, match="often"):
        add_sources(path, {"b": {"url": "https://b.example/f", "every": "often"}})
    assert path.read_text("utf-8") == OWN
    assert [one.name for one in path.parent.iterdir()] == ["topicwire.toml"]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        (["Daily Courier!"], "daily-courier"),
        (["courier"], "courier-3"),
        (["Café Olé"], "cafe-ole"),
        (["Курьер 24", "kurier.example"], "kurier-example"),
        (["", "www.news.example"], "www-news-example"),
        (["Курьер"], "source"),
    ],
)
def test_free_name(wanted, name):
    """The first that Latin letters can spell, and a number where it is taken."""
    assert free_name(*wanted, taken={"courier", "courier-2"}) == name
