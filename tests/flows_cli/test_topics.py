"""`topicwire topics ...`: the workbench, as a person and as a program use it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flows.settings import load_settings
from flows.workbench import moment_of
from storage import articles
from storage.database import opened
from tests.flows_cli.newsroom import (
    BRIDGE,
    STRIKE,
    new_beat,
    note,
    objects,
    page,
    plain_retag,
    plain_run,
    topicwire,
)

URL = "https://courier.example/strike"
NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
LATE = '<meta property="article:published_time" content="2026-05-01T08:00:00Z">'
EARLY = '<meta property="article:published_time" content="2020-05-01T08:00:00Z">'
WALKOUT = (
    "Crane drivers in the port of Aldmouth downed tools on Monday over the length of their night shifts.",
    *STRIKE[1:],
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A folder with a beat after a run over a strike (1), a bridge (2), and a strike in other words (3)."""
    root = tmp_path_factory.mktemp("filled")
    folder = root / "in"
    folder.mkdir()
    (folder / "1-strike.html").write_bytes(page("Dockers on strike", STRIKE, url=URL, head=LATE))
    (folder / "2-bridge.html").write_bytes(page("A bridge for Aldmouth", BRIDGE, head=EARLY))
    (folder / "3-walkout.html").write_bytes(page("Cranes stand still", WALKOUT, head=LATE))
    plain_run(new_beat(root / "beat"), inputs=[str(folder)])
    return root


@pytest.fixture
def settings(filled, tmp_path):
    """That beat, a copy for each test."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    settings = load_settings(config=tmp_path / "beat" / "topicwire.toml", environ={})
    return replace(settings, inbox=tmp_path / "in")


@pytest.fixture
def ask(settings):
    return lambda *arguments: topicwire("--config", settings.file, "topics", *arguments)


def edit(settings, old: str, new: str) -> None:
    text = settings.topics.read_text("utf-8")
    assert old in text
    settings.topics.write_text(text.replace(old, new), "utf-8")


def test_check_of_a_good_file(ask):
    """How much there is, in which languages, and that nothing is wrong."""
    result = ask("check")
    assert result.exit_code == 0
    assert "1 topic, 3 concepts" in result.output
    assert "Words: " in result.output
    assert result.output.endswith("0 errors, 0 warnings\n")


def test_check_fails_on_an_error_and_not_on_a_warning(ask, settings):
    """Each with file and line on standard output; --json has the same, and the numbers last."""
    edit(settings, '"dock", "docks"', '"dock", "docks", "dock"')
    result = ask("check")
    assert result.exit_code == 0
    assert "topics.toml:15: warning: 'dock' stands 2 times" in result.output
    edit(settings, "strike AND ANY(port, dockers)", "strike AND ANY(port, dockers) AND NOT strike")
    result = ask("check", "--json")
    assert result.exit_code == 1
    *findings, numbers = objects(result)
    assert {one["level"] for one in findings} == {"warning", "error"}
    assert (numbers["errors"], numbers["topics"]) == (
        sum(one["level"] == "error" for one in findings),
        ["port-strikes"],
    )


def test_check_without_a_store(tmp_path):
    """The file alone is enough to check it, and no store is made."""
    settings = new_beat(tmp_path / "beat")
    assert topicwire("--config", settings.file, "topics", "check").exit_code == 0
    assert not settings.data.database.exists()


def test_check_of_a_broken_file(ask, settings):
    """One line on stderr, with the column."""
    edit(settings, "strike AND ANY", "strike & ANY")
    result = ask("check")
    assert result.exit_code == 1
    assert "topics.toml:36:16: the rule has '&'" in result.stderr


def test_try_a_topic(ask, settings):
    """What an edit would bring, with evidence, before anything is stored."""
    edit(settings, '"walkout*"', '"downed tools", "walkout*"')
    result = ask("try", "port-strikes")
    assert "Of 3 articles 1 would gain it and 0 would lose it." in result.output
    assert "+port-strikes           Cranes stand still  (article 3)" in result.output
    assert "by 'strike at a port': Crane drivers" in result.output
    with opened(settings.data) as db:
        assert articles.article(db, 3).topics == ()


def test_try_a_rule(ask):
    """By itself, or as one more of a topic; words of its own in quotes."""
    alone = ask("try", "port AND 'downed tools'")
    assert "Of 3 articles 1 would gain it" in alone.output
    assert "Of 3 articles 2 would gain it" in ask("try", "SENTENCE(port)").output
    moves, numbers = objects(ask("try", "port", "--topic", "port-strikes", "--json"))
    assert (moves["id"], moves["evidence"]["rule"]) == (3, "tried")
    assert numbers == {
        "articles": 3, "topics_gained": {"port-strikes": 1}, "topics_lost": {}, "left_out": 0,
    }  # fmt: skip


def test_try_only_since(ask):
    """By the date of publication."""
    assert "Of 2 articles 2 would" in ask("try", "port", "--since", "2026-01-01").output
    assert "Of 3 articles 2 would" in ask("try", "port", "--since", "2019-01-01").output


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("prot AND strike", "there is no concept 'prot'. Did you mean 'port'?"),
        ("port AND", "ends too early"),
        ("prot", "There is no topic and no concept 'prot'"),
    ],
)
def test_try_what_cannot_be(ask, asked, said):
    """The mistake, and under the rule a mark where it is."""
    result = ask("try", asked)
    assert result.exit_code == 1
    assert said in result.stderr
    if " " in asked:
        assert f"\n  {asked}\n" in result.stderr
        assert result.stderr.rstrip().endswith("^")


def test_try_a_topic_as_a_rule_of_a_topic(ask):
    """What cannot be meant is said, not passed over."""
    result = ask("try", "port-strikes", "--topic", "port-strikes")
    assert (result.exit_code, "leave --topic out" in result.stderr) == (1, True)


def test_misses(ask):
    """The article in other words, the rule, what it lacked, and the sentence to take the word from."""
    result = ask("misses", "port-strikes")
    assert "Cranes stand still  (article 3)" in result.output
    assert "strike at a port: no word of strike in the paragraph" in result.output
    assert "in: Crane drivers in the port of Aldmouth downed tools" in result.output
    assert "1 near miss. " in result.output
    (row,) = objects(ask("misses", "port-strikes", "--json"))
    assert (row["id"], row["lack"]) == (3, "word")


def test_suggest(ask, settings, tmp_path):
    """Words of the tagged articles; too few of them, and that is said."""
    result = ask("suggest", "port-strikes")
    assert result.exit_code == 1
    assert "1 of 3 articles have the topic 'port-strikes': too few" in result.stderr
    folder = tmp_path / "more"
    folder.mkdir()
    for number in range(8):
        about = [f"{line} Case {number}." for line in STRIKE]
        (folder / f"{number}.txt").write_bytes(note(f"Dockers {number} on strike", about))
        other = [f"{line} Case {number}." for line in BRIDGE]
        (folder / f"b{number}.txt").write_bytes(note(f"Bridge {number} opens", other))
    plain_run(settings, inputs=[str(folder)])
    result = ask("suggest", "port-strikes", "--limit", "5")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 7
    words = [row["words"] for row in objects(ask("suggest", "port-strikes", "--json"))]
    assert "cargo" in " ".join(words)
    assert "strike" not in words


def test_label_and_score(ask, settings):
    """A verdict is kept with the text it was given on, and the file is measured against all of them."""
    assert "port-strikes" in ask("label", "3", "+port-strikes").output
    ask("label", "1", "+port-strikes")
    ask("label", "2", "-port-strikes")
    assert len(ask("label").output.splitlines()) == 3
    result = ask("score")
    assert result.exit_code == 0
    assert "against 3 judged articles" in result.output
    assert "1.00    0.50  0.67" in result.output
    assert "missed  port-strikes            Cranes stand still  (article 3)" in result.output
    edit(settings, '"walkout*"', '"downed tools", "walkout*"')
    rows = objects(ask("score", "--json"))
    total = next(row for row in rows if (row.get("topic"), row.get("language")) == ("all", "all"))
    assert (total["precision"], total["recall"], total["f1"], total["clear"]) == (1.0, 1.0, 1.0, 1)


def test_verdict_outlives_the_text(ask, settings):
    """The page says something else today; what was judged is what it said then."""
    ask("label", "1", "+port-strikes")
    path = settings.inbox / "1-strike.html"
    path.write_bytes(page("Dockers at work", BRIDGE, url=URL, head=LATE))
    plain_run(settings, inputs=[str(path)])
    with opened(settings.data) as db:
        assert articles.article(db, 1).record.version == 2
    rows = objects(ask("score", "--json"))
    assert rows[0]["right"] == 1
    (judged,) = objects(ask("label", "1", "--json"))
    assert (judged["title"], judged["verdicts"]) == ("Dockers on strike", {"port-strikes": True})


def test_later_verdict_replaces_an_earlier_one(ask):
    """One opinion a topic."""
    ask("label", "1", "-port-strikes")
    (judged,) = objects(ask("label", "1", "+port-strikes", "--json"))
    assert judged["verdicts"] == {"port-strikes": True}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("1", "port-strikes"), "'port-strikes' has no sign. Write +port-strikes"),
        (("1", "+harbours"), "There is no topic 'harbours'. There are: port-strikes"),
        (("1", "-harbours"), "There is no topic 'harbours'. There are: port-strikes"),
        (("99", "+port-strikes"), "There is no article 99"),
    ],
)
def test_label_what_cannot_be(ask, arguments, said):
    """Nothing is kept."""
    result = ask("label", *arguments)
    assert (result.exit_code, said in result.stderr) == (1, True)
    assert "Nothing was judged yet" in ask("label").output


def test_score_without_a_verdict(ask):
    """How to begin."""
    result = ask("score")
    assert (result.exit_code, "topicwire topics label ID" in result.stderr) == (1, True)


def test_history(ask, settings):
    """Each file that articles were tagged with, and any of them word for word, found by the hash's beginning."""
    first = settings.topics.read_text("utf-8")
    settings.topics.write_text(first + "# more\n", "utf-8")
    plain_retag(settings)
    assert "3 articles tagged with it now" in ask("history").output
    old, new = objects(ask("history", "--json"))
    assert (old["articles"], new["articles"]) == (0, 3)
    assert ask("history", old["sha256"][:12]).stdout == first
    result = ask("history", "zz")
    assert (result.exit_code, "begins with 'zz'" in result.stderr) == (1, True)


@pytest.mark.parametrize("command", ["misses", "suggest"])
def test_unknown_topic(ask, command):
    """Usage, with those there are."""
    result = ask(command, "harbours")
    assert result.exit_code == 2
    assert "There are: port-strikes" in result.stderr


def test_explain_says_how_much_and_by_which_file(settings):
    """The level, the score, what each sentence adds, and the topics file by its hash."""
    output = topicwire("--config", settings.file, "explain", "1").output
    assert "port-strikes  (about, score 4)" in output
    assert "by rule 'strike at a port', 2.5" in output
    assert "Tagged by my-beat (" in output
    (row, *_) = objects(topicwire("--config", settings.file, "list", "--json"))
    assert row["tags"] == [{"topic": "port-strikes", "level": "about", "score": 4.0}]
    assert row["pack"]["name"] == "my-beat"


MOMENTS = {
    "90d": NOW - timedelta(days=90),
    "2w": NOW - timedelta(weeks=2),
    "12h": NOW - timedelta(hours=12),
    "2026-01-31": datetime(2026, 1, 31, tzinfo=UTC),
    "2026-01-31T10:00+02:00": datetime(2026, 1, 31, 8, tzinfo=UTC),
}


@pytest.mark.parametrize(("written", "moment"), MOMENTS.items())
def test_points_in_time(written, moment):
    """Ago, or a date; without a zone in UTC."""
    assert moment_of(written, now=NOW) == moment


@pytest.mark.parametrize("written", ["90", "d", "yesterday", "2026-13-01", "00-00"])
def test_no_point_in_time(ask, written):
    """Usage, with how to write it."""
    result = ask("misses", "port-strikes", "--since", written)
    assert (result.exit_code, "Write 90d, 2w, 12h or 2026-01-31" in result.stderr) == (2, True)
