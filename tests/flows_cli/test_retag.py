"""Stored articles tagged anew after an edit of the topics file: what moves, what is said, what stays. Without Prefect."""

from __future__ import annotations

import shutil
from dataclasses import replace

import feedparser
import pytest

from flows.retagging import Move, Moves, RetagReport, headline, lines, render_markdown, rows
from flows.settings import load_settings
from storage import articles, tags
from storage.database import opened
from tests.flows_cli.newsroom import (
    BRIDGE,
    STRIKE,
    new_beat,
    objects,
    page,
    plain_retag,
    plain_run,
    topicwire,
)

BRIDGES = """
[topics.bridges]
title = "Bridges"
description = "Where one may cross"
[[topics.bridges.rules]]
name = "a bridge"
when = "'footbridge*'"
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A folder with a beat after a run over a strike (1) and a bridge (2)."""
    root = tmp_path_factory.mktemp("filled")
    folder = root / "in"
    folder.mkdir()
    strike = page("Dockers on strike", STRIKE, url="https://courier.example/strike")
    (folder / "1-strike.html").write_bytes(strike)
    (folder / "2-bridge.html").write_bytes(page("A bridge for Aldmouth", BRIDGE))
    plain_run(new_beat(root / "beat"), inputs=[str(folder)])
    return root


@pytest.fixture
def settings(filled, tmp_path):
    """That beat, a copy for each test."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return load_settings(config=tmp_path / "beat" / "topicwire.toml", environ={})


@pytest.fixture
def ask(settings, monkeypatch):
    """Call a command on that beat; retagging goes without Prefect."""
    monkeypatch.setattr("flows.local_run.run_retag", plain_retag)
    return lambda *arguments: topicwire("--config", settings.file, *arguments)


def edit(settings, *, more: str = "", old: str = "", new: str = "") -> None:
    text = settings.topics.read_text("utf-8")
    settings.topics.write_text((text.replace(old, new) if old else text) + more, "utf-8")


def stored(settings):
    with opened(settings.data) as db:
        return list(articles.articles(db))


def test_new_topic_is_gained_with_its_proof(ask, settings):
    """Which article, by which rule, on which sentence; and the topic's feed has it."""
    edit(settings, more=BRIDGES)
    result = ask("retag")
    assert result.exit_code == 0
    assert "2 articles tagged anew by my-beat (" in result.output
    assert ": +1 bridges; " in result.output
    assert "+bridges                A bridge for Aldmouth  (article 2)" in result.output
    assert (
        "by 'a bridge': The council of Aldmouth voted on Tuesday to build a footb" in result.output
    )
    feed = feedparser.parse((settings.data.www / "feeds" / "bridges.atom").read_bytes())
    assert [entry.title for entry in feed.entries] == ["A bridge for Aldmouth"]


def test_nothing_but_tags_is_touched(ask, settings):
    """No version, no news, the same dates; the pack of the tags is today's, and yesterday's is kept word for word."""
    before = stored(settings)
    old = settings.topics.read_text("utf-8")
    edit(settings, more=BRIDGES)
    ask("retag")
    after = stored(settings)
    assert [one.topics for one in after] == [("port-strikes",), ("bridges",)]
    for was, now in zip(before, after, strict=True):
        assert replace(now.record, tagged_with="") == replace(was.record, tagged_with="")
        assert now.record.tagged_with != was.record.tagged_with
    with opened(settings.data) as db:
        first, second = tags.used_packs(db)
        assert (first.articles, second.articles) == (0, 2)
        assert tags.sources_of_packs(db, first.sha256) == [(first.sha256, old)]


def test_lost_topic_says_what_proved_it(ask, settings):
    """The rule and the sentence of before; the entry leaves its feed."""
    edit(settings, old="strike AND ANY", new="'nothing*' AND ANY")
    result = ask("retag")
    assert ": -1 port-strikes; " in result.output
    assert "was by 'strike at a port': Dock workers" in result.output
    feed = feedparser.parse((settings.data.www / "feeds" / "port-strikes.atom").read_bytes())
    assert feed.entries == []


def test_dry_run_stores_nothing(ask, settings):
    """The same report, no write: the store is the same, and so are the feeds."""
    before, feed = stored(settings), settings.data.www / "feeds" / "all.atom"
    content = feed.read_bytes()
    edit(settings, more=BRIDGES)
    result = ask("retag", "--dry-run")
    assert ": +1 bridges; nothing stored: a dry run" in result.output
    assert stored(settings) == before
    assert feed.read_bytes() == content
    with opened(settings.data) as db:
        assert len(tags.used_packs(db)) == 1


def test_second_time_there_is_nothing_to_do(ask, settings):
    """No topic gained or lost, no feed file written."""
    edit(settings, more=BRIDGES)
    ask("retag")
    assert "no topic gained or lost; 0 feed files changed" in ask("retag").output


def test_json(ask, settings):
    """One object a move with its evidence, and one with the numbers."""
    edit(settings, more=BRIDGES)
    move, numbers = objects(ask("retag", "--json"))
    assert (move["id"], move["topic"], move["gained"]) == (2, "bridges", True)
    assert move["evidence"]["words"] == ["footbridge"]
    assert (numbers["articles"], numbers["changed"], numbers["left_out"]) == (2, 1, 0)
    assert (numbers["topics_gained"], numbers["topics_lost"]) == ({"bridges": 1}, {})


def test_broken_topics_file_is_met_first(ask, settings):
    """The line and the column, and nothing is started."""
    edit(settings, old="strike AND ANY", new="strike AN ANY")
    result = ask("retag")
    assert result.exit_code == 1
    assert "has 'AN' right behind 'strike'" in result.output


def test_empty_store(tmp_path, monkeypatch):
    """There is nothing to tag, and how to begin is said."""
    monkeypatch.setattr("flows.local_run.run_retag", plain_retag)
    settings = new_beat(tmp_path / "beat")
    result = topicwire("--config", settings.file, "retag")
    assert (result.exit_code, "Start with: topicwire run" in result.output) == (1, True)


def test_long_report_has_the_numbers_of_all(settings):
    """Two hundred moves are told, the others counted."""
    (proof,) = stored(settings)[0].evidence[:1]
    move = Move(id=1, title="A *bold* title", topic="fleet", is_gain=True, proof=proof)
    moves = Moves(articles=300, changed=150, gained={"fleet": 150}, told=(move,) * 150)
    report = RetagReport(
        moves=moves + moves, pack="p (0)", dry_run=False, feeds_changed=("a",), seconds=1.0
    )
    assert headline(report) == "600 articles tagged anew by p (0): +300 fleet; 1 feed file changed"
    assert list(lines(report))[-1] == "  and 100 more"
    assert "\\*bold\\*" in render_markdown(report)
    assert list(rows(report))[-1]["left_out"] == 100
