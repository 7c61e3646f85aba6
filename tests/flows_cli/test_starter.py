"""The starter files: right as they are, complete, and never written over another beat's."""

from __future__ import annotations

import re
import tomllib

import pytest

from extractors.models import Article
from extractors.topics.matcher import Tagger
from extractors.topics.packfile import load_pack
from flows.setting_table import SETTINGS
from flows.settings import load_settings
from flows.source_fields import FIELDS
from flows.starter import StarterError, write_starter
from tests.flows_cli.newsroom import BRIDGE, STRIKE


@pytest.fixture
def beat(tmp_path):
    """A folder with the starter files."""
    write_starter(tmp_path / "beat")
    return tmp_path / "beat"


def test_files_and_inbox(tmp_path):
    """Both files and an empty inbox, in a folder made for them."""
    folder = tmp_path / "new" / "beat"
    assert write_starter(folder) == [folder / "topicwire.toml", folder / "topics.toml"]
    assert sorted(path.name for path in folder.iterdir()) == [
        "inbox",
        "topics.toml",
        "topicwire.toml",
    ]
    assert list((folder / "inbox").iterdir()) == []


def test_settings_load(beat):
    """As they stand: the beat's own topics, inbox and data folder beside them."""
    settings = load_settings(config=beat / "topicwire.toml", environ={})
    assert settings.topics == (beat / "topics.toml").resolve()
    assert settings.inbox == (beat / "inbox").resolve()
    assert settings.data.root == (beat / "var").resolve()
    assert settings.sources == ()


def uncommented(source):
    """Return the settings file with every value in force that a comment shows."""
    return re.sub(r"^# (?=[a-z_]+ = |\[)", "", source, flags=re.MULTILINE)


def test_every_setting_is_shown(beat):
    """In its section, in force or in a comment: a setting nobody can find does not exist."""
    values = tomllib.loads(uncommented((beat / "topicwire.toml").read_text("utf-8")))
    source = values.pop("sources")["courier"]
    one_instead = {"cron", "timezone", "links"}
    assert source.keys() | one_instead == {setting.key for setting in FIELDS}
    shown = {
        f"{name}.{key}" if isinstance(value, dict) else name
        for name, value in values.items()
        for key in (value if isinstance(value, dict) else [""])
    }
    assert shown == {setting.key for setting in SETTINGS}


def test_comments_show_right_values(beat):
    """Whoever takes away a # gets settings that load, and the default where there is one."""
    path = beat / "topicwire.toml"
    path.write_text(uncommented(path.read_text("utf-8")), "utf-8")
    settings = load_settings(config=path, environ={})
    assert [source.name for source in settings.sources] == ["courier"]
    defaults = load_settings(environ={}, folder=beat.parent)
    for attribute in (
        "timeout_seconds",
        "max_megabytes",
        "page_seconds",
        "page_megabytes",
        "host",
        "port",
        "entries",
        "prefect_port",
        "cron",
        "timezone",
    ):
        assert getattr(settings, attribute) == getattr(defaults, attribute)


@pytest.mark.parametrize(
    ("paragraphs", "topics"),
    [(STRIKE, ("port-strikes",)), (BRIDGE, ())],
    ids=["a strike", "a bridge"],
)
def test_topics_tag(beat, paragraphs, topics):
    """The sample topic finds a strike in a port, with its words, and nothing in the council."""
    tagger = Tagger(load_pack(beat / "topics.toml"))
    article = tagger.tag(Article(title="News from Aldmouth", text="\n".join(paragraphs)))
    assert article.topics == topics
    if topics:
        assert {word.lower() for word in article.evidence[0].words} >= {"strike"}


def test_cancelled_phrase_is_no_strike(beat):
    """A file that shows `cancel` must show it working."""
    tagger = Tagger(load_pack(beat / "topics.toml"))
    text = "The port of Aldmouth and its tugs struck no bargain, but may strike a deal on Friday."
    assert tagger.tag(Article(title="Talks", text=text)).topics == ()


@pytest.mark.parametrize("name", ["topicwire.toml", "topics.toml"])
def test_nothing_is_written_over(tmp_path, name):
    """One file that exists, and nothing is written at all."""
    (tmp_path / name).write_text("mine")
    with pytest.raises(StarterError, match=f"{name} exists already"):
        write_starter(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("file/beat", "Not a directory"),
        ("x" * 300, "File name too long"),
        ("/proc/beat", "No such file"),
    ],
    ids=["below a file", "too long", "in /proc"],
)
def test_folder_that_cannot_be_made(tmp_path, place, reason):
    """A sentence with the path and the reason."""
    (tmp_path / "file").touch()
    with pytest.raises(StarterError, match=f"cannot be written: {reason}"):
        write_starter(tmp_path / place)
