"""The command line, as its users and their scripts see it."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click
import pytest

from flows.cli import main
from storage.database import opened, writing
from storage.ledger import STATES
from tests.flows_cli.newsroom import (
    BRIDGE,
    STRIKE,
    gzipped,
    new_beat,
    note,
    objects,
    page,
    plain_run,
    topicwire,
)

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = json.loads((ROOT / "tests" / "samples.json").read_text("utf-8"))
COMMANDS = [
    "run",
    "up",
    "extract",
    "reextract",
    "retag",
    "recheck",
    "list",
    "show",
    "explain",
    "diff",
    "ledger",
    "retry",
    "feeds",
    "topics",
    "sources",
    "init",
]

DATED = '<meta property="article:published_time" content="2026-05-04T11:30:00+02:00">'
BYLINE = '<meta name="author" content="Ann Lee"><meta property="og:site_name" content="Aldmouth Courier">'
URL = "https://courier.example/strike"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A beat after a run over five files: a strike, its copy, its note in gzip, a bridge and nothing."""
    root = tmp_path_factory.mktemp("filled")
    folder = root / "in"
    folder.mkdir()
    strike = page("Dockers on strike", STRIKE, url=URL, head=DATED + BYLINE)
    (folder / "1-strike.html").write_bytes(strike)
    (folder / "2-reprint.html").write_bytes(page("Reprinted: dockers", STRIKE))
    (folder / "3-bridge.txt.gz").write_bytes(gzipped(note("A bridge for Aldmouth", BRIDGE)))
    (folder / "4-empty.txt").touch()
    settings = new_beat(root / "beat")
    plain_run(settings, inputs=[str(folder)])
    plain_run(settings, inputs=[str(folder)])
    return replace(settings, inbox=folder)


@pytest.fixture
def ask(filled):
    """Call a command on that beat."""
    return lambda *arguments: topicwire("--config", filled.file, *arguments)


@pytest.fixture
def beat(tmp_path, monkeypatch):
    """The settings file of a new beat; runs go without Prefect."""
    monkeypatch.setattr("flows.local_run.run_monitor", plain_run)
    monkeypatch.chdir(tmp_path)
    for name, lines in {"strike": STRIKE, "bridge": BRIDGE}.items():
        Path(f"{name}.html").write_bytes(page(name, lines))
    return new_beat(tmp_path / "beat").file


def test_list(ask):
    """One line each, in the order they came: id, day, title, topics, and of what it is a copy."""
    result = ask("list")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "    1  2026-05-04  Dockers on strike  [port-strikes]",
        "    2  undated     Reprinted: dockers  [port-strikes]  (copy of 1)",
        "    3  undated     A bridge for Aldmouth  [-]",
    ]


def test_list_for_programs(ask, filled):
    """One object a line with everything known; what is unknown is null."""
    first, second, third = objects(ask("list", "--json"))
    assert first == {
        "id": 1,
        "input": str(filled.inbox / "1-strike.html"),
        "title": "Dockers on strike",
        "text": "\n".join(STRIKE),
        "topics": ["port-strikes"],
        "published": "2026-05-04T09:30:00Z",
        "published_precision": "instant",
        "published_written": "2026-05-04T11:30:00+02:00",
        "modified": None,
        "authors": ["Ann Lee"],
        "organisations": [],
        "site": "Aldmouth Courier",
        "language": "en",
        "url": URL,
        "section": None,
        "description": None,
        "image": None,
        "access": None,
        "licence": None,
        "tdm": None,
        "flags": [],
        "origins": first["origins"],
        "tags": [{"topic": "port-strikes", "level": "about", "score": 4.0}],
        "evidence": first["evidence"],
        "pack": {"name": "my-beat", "version": None, "sha256": first["pack"]["sha256"]},
        "copy_of": None,
        "version": 1,
        "guid": first["guid"],
        "first_seen": first["first_seen"],
        "changed": first["changed"],
        "gone": None,
        "source": None,
    }
    assert first["origins"]["published"] == {"found_in": "opengraph", "confidence": "high"}
    assert (second["id"], second["copy_of"], second["url"]) == (2, 1, None)
    assert (third["topics"], third["published"], third["authors"]) == ([], None, [])
    assert third["input"].endswith("3-bridge.txt.gz")


def test_list_of_a_topic(ask):
    """Only the articles that have it."""
    assert [row["id"] for row in objects(ask("list", "--topic", "port-strikes", "--json"))] == [
        1,
        2,
    ]
    assert len(ask("list", "--topic", "port-strikes").stdout.splitlines()) == 2


def test_unknown_topic_names_those_there_are(ask):
    """It is a word that is not understood, so exit code 2."""
    result = ask("list", "--topic", "port-strike")
    assert result.exit_code == 2
    assert "no topic 'port-strike'" in result.stderr
    assert "There are: port-strikes" in result.stderr
    assert result.stdout == ""


def test_show(ask, filled):
    """The title, the facts that are known, and the text in paragraphs."""
    result = ask("show", "1")
    assert result.exit_code == 0
    head, *paragraphs = result.stdout.rstrip("\n").split("\n\n")
    assert head == "Dockers on strike"
    facts = dict(line.split(maxsplit=1) for line in paragraphs[0].splitlines())
    assert facts["topics"] == "port-strikes"
    assert facts["published"] == "2026-05-04T09:30:00Z (instant, opengraph, high)"
    for fact, value in {"authors": "Ann Lee", "site": "Aldmouth Courier", "url": URL}.items():
        assert facts[fact].startswith(value)
    assert facts["input"] == str(filled.inbox / "1-strike.html")
    assert paragraphs[1:] == list(STRIKE)
    assert "\npublished     unknown\n" in ask("show", "2").stdout
    assert "\ncopy of       1\n" in ask("show", "2").stdout


def test_show_for_programs(ask):
    """The same object as in the list."""
    assert objects(ask("show", "1", "--json")) == objects(ask("list", "--json"))[:1]


def test_explain(ask):
    """For each topic the rule, the words as they stand, their place and their sentence."""
    result = ask("explain", "1")
    assert result.exit_code == 0
    assert "port-strikes  (about, score 4)\n  by rule 'strike at a port', 1.5" in result.stdout
    assert f"in     {STRIKE[0]}" in result.stdout
    found = next(row for row in objects(ask("explain", "1", "--json")) if row["field"] == "text")
    place = f"paragraph 1, characters {found['start']} to {found['end']} of the text"
    assert f"  words  {', '.join(found['words'])}\n  place  {place}\n" in result.stdout
    assert "It has no topic" in ask("explain", "3").stdout


def test_explain_for_programs(ask):
    """Offsets count code points of the field: they cut out the words."""
    article = objects(ask("show", "1", "--json"))[0]
    evidence = objects(ask("explain", "1", "--json"))
    assert evidence == article["evidence"] != []
    for found in evidence:
        assert set(found) == {
            "topic",
            "rule",
            "field",
            "start",
            "end",
            "words",
            "sentence",
            "score",
        }
        span = article[found["field"]][found["start"] : found["end"]]
        assert span.startswith(found["words"][0])
        assert span.endswith(found["words"][-1])
        assert found["sentence"] in article[found["field"]]
    assert objects(ask("explain", "3", "--json")) == []


@pytest.mark.parametrize("command", ["show", "explain"])
@pytest.mark.parametrize("id", ["4", "0", str(2**63 - 1)])
def test_unknown_article(ask, command, id):
    """Exit code 1, and where the ids are."""
    result = ask(command, id)
    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: There is no article {id}. `topicwire list` shows what there is.\n"
    )


@pytest.mark.parametrize("id", ["one", "1.5", str(2**63)])
def test_id_that_is_none(ask, id):
    """Not understood."""
    assert ask("show", id).exit_code == 2


def test_ledger(ask, filled):
    """Each delivery on a line: when, what became of it, which article, why, how often."""
    lines = ask("ledger").stdout.splitlines()
    assert len(lines) == 7
    words = [line[18:].replace(str(filled.inbox) + "/", "") for line in lines]
    assert words[:3] == [
        "stored    1-strike.html -> article 1",
        "copy      2-reprint.html -> article 2",
        "stored    3-bridge.txt.gz -> article 3",
    ]
    assert "rejected  4-empty.txt: The document is empty. (x2)" in words
    assert "unchanged 1-strike.html -> article 1" in words


def test_ledger_for_programs(ask):
    """The same, complete; and only a state, if only that is asked for."""
    rows = objects(ask("ledger", "--json"))
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    (rejected,) = objects(ask("ledger", "--json", "--state", "rejected"))
    assert rejected == next(row for row in rows if row["state"] == "rejected")
    assert (rejected["code"], rejected["times"], rejected["article_id"]) == ("empty", 2, None)
    unchanged = [row for row in rows if row["state"] == "unchanged"]
    assert {row["article_id"] for row in unchanged} == {1, 2, 3}
    assert {row["attempts"] for row in unchanged} == {0}, "it need not be extracted again"
    assert {row["attempts"] for row in rows if row["state"] == "stored"} == {1}
    assert objects(ask("ledger", "--json", "--code", "empty")) == [rejected]
    assert ask("ledger", "--code", "too-large").stdout == ""
    assert ask("ledger", "--state", "lost").exit_code == 2
    assert all(ask("ledger", "--state", state).exit_code == 0 for state in STATES)


def test_feeds(ask, filled):
    """Each feed's address in each format, and how many articles it has, copies aside."""
    assert ask("feeds").stdout.splitlines()[:2] == [
        "     1  Port strikes",
        "        http://127.0.0.1:4280/feeds/port-strikes.atom",
    ]
    first, everything = objects(ask("feeds", "--json"))
    assert first == {
        "name": "port-strikes",
        "title": "Port strikes",
        "items": 1,
        "atom": "http://127.0.0.1:4280/feeds/port-strikes.atom",
        "rss": "http://127.0.0.1:4280/feeds/port-strikes.rss",
        "json": "http://127.0.0.1:4280/feeds/port-strikes.json",
    }
    assert (everything["title"], everything["items"]) == ("Everything", 2)
    for address in (first["atom"], everything["json"]):
        assert (filled.data.www / address.removeprefix(filled.base_url)).is_file()


def test_list_by_flag(ask, filled):
    """Flagged articles are marked, and listed or left out by their flags; a flag that is none is not understood."""
    with opened(filled.data) as db, writing(db):
        db.execute('UPDATE article SET flags = \'["rescued", "date-guessed"]\' WHERE id = 3')
    try:
        marked = ask("list", "--flag", "rescued").stdout
        assert marked == (
            "    3  undated     A bridge for Aldmouth  [-]  ! rescued, date-guessed\n"
        )
        assert ask("list", "--flag", "link-list", "--flag", "rescued").stdout == marked
        rest = objects(ask("list", "--json", "--without-flag", "rescued"))
        assert [row["id"] for row in rest] == [1, 2]
        (row,) = objects(ask("list", "--json", "--flag", "date-guessed"))
        assert row["flags"] == ["rescued", "date-guessed"]
        assert ask("list", "--flag", "boring").exit_code == 2
    finally:
        with opened(filled.data) as db, writing(db):
            db.execute("UPDATE article SET flags = '[]'")


@pytest.mark.parametrize("command", ["reextract", "list", "show 1", "explain 1", "ledger", "feeds"])
def test_nothing_stored_yet(tmp_path, command):
    """Exit code 1, how to start, and no store made by looking."""
    result = topicwire("--data", tmp_path / "new", *command.split())
    assert result.exit_code == 1
    assert "Nothing is stored in" in result.stderr
    assert "topicwire run PATH" in result.stderr
    assert not (tmp_path / "new").exists()


def test_data_folder_from_everywhere(filled, tmp_path, monkeypatch):
    """Before the command, after it, from the environment; the nearest wins."""
    monkeypatch.chdir(tmp_path)
    data, none = filled.data.root, tmp_path / "none"

    def listed(*arguments, **environ):
        return topicwire(*arguments, environ=environ).exit_code == 0

    assert listed("--data", data, "list")
    assert listed("list", "--data", data)
    assert listed("list", TOPICWIRE_DATA=str(data))
    assert listed("list", "--data", data, TOPICWIRE_DATA=str(none))
    assert listed("--data", none, "list", "--data", data)
    assert not listed("list", "--data", none, TOPICWIRE_DATA=str(data))
    assert not listed("list")


def test_settings_file_from_everywhere(filled, tmp_path, monkeypatch):
    """As the data folder; and topicwire.toml of the current folder without being named."""
    monkeypatch.chdir(tmp_path)
    assert topicwire("list", "--config", filled.file).exit_code == 0
    assert topicwire("--config", filled.file, "list").exit_code == 0
    assert topicwire("list", environ={"TOPICWIRE_CONFIG": str(filled.file)}).exit_code == 0
    assert topicwire("list").exit_code == 1
    monkeypatch.chdir(filled.file.parent)
    assert topicwire("list").exit_code == 0


def test_extract(beat, tmp_path):
    """One object for each input, articles and reasons alike; nothing is stored anywhere."""
    Path("empty.txt").touch()
    before = sorted(tmp_path.rglob("*"))
    given = ["strike.html", "empty.txt", "missing.html"]
    result = topicwire("--config", beat, "extract", *given, environ={"TMPDIR": str(tmp_path)})
    assert result.exit_code == 0
    strike, empty, missing = objects(result)
    assert (strike["input"], strike["ok"], strike["title"]) == ("strike.html", True, "strike")
    assert (strike["text"], strike["topics"]) == ("\n".join(STRIKE), ["port-strikes"])
    assert not set(strike) & {"id", "guid", "copy_of"}
    assert empty == {
        "input": "empty.txt",
        "ok": False,
        "code": "empty",
        "reason": "The document is empty.",
    }
    assert (missing["input"], missing["ok"], missing["code"]) == ("missing.html", False, "missing")
    assert sorted(tmp_path.rglob("*")) == before


def test_extract_without_an_article(beat):
    """Exit code 1 when nothing came of it; the reason is still printed."""
    result = topicwire("--config", beat, "extract", "missing.html", "--json")
    assert result.exit_code == 1
    assert [row["code"] for row in objects(result)] == ["missing"]
    assert topicwire("extract").exit_code == 2


def test_run(beat):
    """The headline, what came of each with its proof, and where the feeds are."""
    result = topicwire("run", "strike.html", "bridge.html", "--config", beat)
    assert result.exit_code == 0
    head, *lines = result.stdout.splitlines()
    assert head == "2 in: 2 stored; 9 feed files changed"
    assert "  stored     strike  (strike.html)" in lines
    assert any(line.lstrip().startswith("port-strikes: ") for line in lines)
    assert lines[-1].startswith(f"Feeds: {beat.parent.resolve() / 'var' / 'www' / 'index.html'}")


def test_run_for_programs(beat):
    """The ledger's lines of this run, and nothing else on standard output."""
    rows = objects(topicwire("run", "strike.html", "missing.html", "--json", "--config", beat))
    assert [(row["input"], row["state"]) for row in rows] == [
        ("strike.html", "stored"),
        ("missing.html", "rejected"),
    ]


@pytest.mark.parametrize(
    ("arguments", "stdin", "expected"),
    [
        (["--from-list", "list.txt"], None, ["strike.html", "bridge.html"]),
        (
            ["--from-list", "list.txt", "third.html"],
            None,
            ["bridge.html", "strike.html", "third.html"],
        ),
        (["-"], "strike.html\n\n# no\n", ["strike.html"]),
        (["--from-list", "-"], b"\xef\xbb\xbfstrike.html\r\n", ["strike.html"]),
        (["third.html", "--from-list", "-"], "strike.html\n", ["strike.html", "third.html"]),
    ],
    ids=["list", "list and path", "dash", "list is a dash", "dash and path"],
)
def test_inputs_from_a_list(beat, arguments, stdin, expected):
    """A file, or standard input; what is named beside it is read too."""
    Path("list.txt").write_text("# today\nstrike.html\n\n  bridge.html  \n")
    Path("third.html").write_bytes(page("third", [*STRIKE, "A third one."]))
    result = topicwire("run", *arguments, "--json", "--config", beat, stdin=stdin)
    assert result.exit_code == 0, result.stderr
    assert sorted(row["input"] for row in objects(result)) == sorted(expected)


def test_run_over_the_inbox_and_the_sources(beat):
    """Without arguments it is the settings file that says what to read."""
    (beat.parent / "inbox" / "one.html").write_bytes(page("one", STRIKE))
    (beat.parent / "two.html").write_bytes(page("two", BRIDGE))
    (beat.parent / "urls.txt").write_text(str(beat.parent / "two.html"))
    with beat.open("a", encoding="utf-8") as file:
        file.write('[sources.mine]\nurl = "urls.txt"\n')
    rows = objects(topicwire("run", "--json", "--config", beat))
    assert [Path(row["input"]).name for row in rows] == ["two.html", "one.html"]
    assert {row["state"] for row in rows} == {"stored"}


def test_changed_file_is_a_new_version(beat):
    """In place: one article still, told as stored; the old text is no longer listed."""
    topicwire("run", "strike.html", "--config", beat)
    Path("strike.html").write_bytes(page("strike", [*STRIKE, "By Friday it was over."]))
    assert topicwire("run", "strike.html", "--config", beat).stdout.startswith("1 in: 1 stored;")
    (article,) = objects(topicwire("list", "--json", "--config", beat))
    assert (article["version"], article["text"].splitlines()[-1]) == (2, "By Friday it was over.")


def test_changed_topics_tag_what_is_there(beat):
    """The next run over the same files gives them their new topics."""
    topicwire("run", "strike.html", "bridge.html", "--config", beat)
    topics = beat.with_name("topics.toml")
    more = """
[concepts.bridge]
words = ["footbridge*"]
[topics.bridges]
title = "Bridges"
description = "Where one may cross"
[[topics.bridges.rules]]
name = "a bridge"
when = "bridge"
"""
    topics.write_text(topics.read_text("utf-8") + more, "utf-8")
    rows = objects(topicwire("run", "strike.html", "bridge.html", "--json", "--config", beat))
    assert {row["input"]: row["state"] for row in rows} == {
        "strike.html": "unchanged",
        "bridge.html": "stored",
    }
    listed = objects(topicwire("list", "--json", "--config", beat))
    assert [(row["topics"], row["version"]) for row in listed] == [
        (["port-strikes"], 1),
        (["bridges"], 1),
    ]


def test_init(tmp_path):
    """What was written, what to do next, and a beat that works as it is."""
    result = topicwire("init", tmp_path / "beat")
    assert result.exit_code == 0
    assert f"wrote {tmp_path / 'beat' / 'topics.toml'}" in result.stdout
    assert f"topicwire run --config {tmp_path / 'beat' / 'topicwire.toml'}" in result.stdout
    again = topicwire("init", tmp_path / "beat")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "exists already" in again.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command(command):
    """What it does, and each of its options with a sentence."""
    result = topicwire(command, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")
    options = [line for line in result.stdout.splitlines() if line.startswith("  -")]
    assert options
    assert main.commands[command].help.splitlines()[0] in " ".join(result.stdout.split())
    for option in main.commands[command].params:
        if isinstance(option, click.Option):
            assert option.help, option.name


def test_help_names_every_command():
    """A command that is added gets its test above."""
    assert list(main.commands) == COMMANDS
    shown = topicwire("-h").stdout
    assert all(f"\n  {command} " in shown for command in COMMANDS)


def test_version():
    """The program's name and number."""
    assert topicwire("--version").stdout.split()[-1] == "0.1.0"


def python(*arguments, **options):
    """Run Python, and return the CPU seconds it took with its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, **options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_help_imports_nothing_heavy():
    """Prefect alone takes a second: a command line that is asked for help must not wait for it."""
    heavy = (
        "prefect",
        "trafilatura",
        "sqlite_utils",
        "lxml",
        "httpx",
        "pydantic",
        "feedgen",
        "rich",
    )
    code = (
        f"import sys, flows.cli; sys.exit(' '.join(sorted(set({heavy}) & set(sys.modules))) or 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")


def test_help_is_cheap():
    """CPU time, not the clock: less than half a second more than Python itself."""
    bare = min(python("-c", "pass") for _ in range(3))
    help = min(python("-m", "flows.cli", "--help", cwd=ROOT) for _ in range(3))
    assert help - bare < 0.5


# From here on Prefect runs it.


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """The samples, run twice as a user would: the data folder and both results."""
    data = tmp_path_factory.mktemp("samples") / "var"
    environ = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TOPICWIRE_", "PREFECT_"))
    }
    results = []
    for arguments in (["run", "samples/"], ["run", "samples/"]):
        before = feed_files(data)
        result = subprocess.run(
            [sys.executable, "-m", "flows.cli", *arguments],
            cwd=ROOT,
            env={**environ, "TOPICWIRE_DATA": str(data)},
            capture_output=True,
            text=True,
        )
        results.append((result, before))
    return data, results


def feed_files(data):
    """Return each feed file with its bytes and the moment it was written."""
    return {
        path: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in (data / "www").rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def by_name(samples):
    """The ledger's first line and the article, if there is one, for each sample."""
    data, _ = samples
    listed = {row["id"]: row for row in objects(topicwire("list", "--json", "--data", data))}
    lines = {}
    for row in objects(topicwire("ledger", "--json", "--data", data)):
        lines.setdefault(Path(row["input"]).name, (row, listed.get(row["article_id"])))
    return lines


def test_samples_run(samples):
    """Exit code 0, nothing but progress on stderr, every file accounted for."""
    result, _ = samples[1][0]
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout.startswith(f"{len(EXPECTED)} in: ")


@pytest.mark.parametrize("name", EXPECTED)
def test_sample(by_name, name):
    """What `samples.json` says should come of it, to the last topic, date and author."""
    wanted = EXPECTED[name]
    row, article = by_name[name]
    assert (row["state"], row["code"]) == (wanted["outcome"], wanted.get("code")), row["reason"]
    if wanted["outcome"] == "rejected":
        assert article is None
        return
    fields = ("title", "topics", "language", "authors", "site")
    assert {field: article[field] for field in fields} == {field: wanted[field] for field in fields}
    assert moment(article["published"]) == moment(wanted["published"])
    text = " ".join(article["text"].split())
    assert [words for words in wanted["must_contain"] if words not in text] == []
    assert [words for words in wanted["must_not_contain"] if words in text] == []
    original = wanted.get("copy_of")
    assert article["copy_of"] == (by_name[original][1]["id"] if original else None)


def moment(written):
    """Return a date with a clock as a moment, any other as it is written."""
    return datetime.fromisoformat(written) if written and "T" in written else written


def test_samples_again(samples, by_name):
    """Nothing new: all unchanged or rejected as before, no feed file touched, exit code 0."""
    data, (_, (result, before)) = samples
    assert result.returncode == 0, result.stderr
    rejected = sum(wanted["outcome"] == "rejected" for wanted in EXPECTED.values())
    assert result.stdout.splitlines()[0] == (
        f"{len(EXPECTED)} in: {len(EXPECTED) - rejected} unchanged, {rejected} rejected;"
        " 0 feed files changed"
    )
    assert feed_files(data) == before != {}
    assert {article["version"] for _, article in by_name.values() if article} == {1}
