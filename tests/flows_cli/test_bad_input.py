"""Whatever comes in: a clear word, the right exit code, a line in the ledger, and everything else still done."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from flows import walk
from storage import articles, ledger
from storage.database import opened
from storage.folder import DataFolder
from tests.fetch.servers import Server, response
from tests.flows_cli.newsroom import (
    BRIDGE,
    STRIKE,
    collected,
    gzipped,
    new_beat,
    objects,
    page,
    plain_run,
    topicwire,
)

RUSSIAN = (
    "Докеры порта Тихий Брод объявили в понедельник забастовку из-за ночных смен.",
    "К полудню на рейде стояли двенадцать судов, и диспетчеры попросили ещё три сбавить ход.",
    "Компания обещала встретиться с рабочими в четверг и отправила фрукты в соседний город.",
)
DECLARED = '<meta http-equiv="Content-Type" content="text/html; charset={}">'

GOOD = page("Dockers on strike", [*STRIKE, "The mayor said nothing."])
PACKED = gzipped(
    page("Packed", [f"{line} Again, {number}." for number in range(300) for line in BRIDGE])
)


def russian(*, declared: str, written: str) -> bytes:
    html = page("Забастовка в порту", RUSSIAN, head=DECLARED.format(declared)).decode()
    return html.replace('<meta charset="utf-8">', "").encode(written)


#: name: its bytes; what becomes of it; a word of the reason
FILES = {
    "good.html": (GOOD, "stored", None),
    "picture.html": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "not-text", "a PNG image"),
    "empty.html": (b"", "empty", "empty"),
    "blank.txt": (b" \r\n\t\n", "empty", "empty"),
    "short.txt": (b"Strike over.", "too-short", "12 characters"),
    "menu.html": (page("Menu", ["Home", "World"]), "not-an-article", "no article"),
    "feed.html": (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "feed", "feed"),
    "huge.html": (GOOD + b" " * 30_000_000, "too-large", "30.0 MB"),
    "packed.html.gz": (PACKED, "stored", None),
    "damaged.html.gz": (PACKED[:200] + bytes(50) + PACKED[250:], "unreadable", "gzip"),
    "cut.html.gz": (PACKED[:-200], "truncated", "ends early"),
    "bomb.html.gz": (gzipped(bytes(60_000_000)), "too-large", "when unpacked"),
    "not-gzip.html.gz": (page("No gzip", BRIDGE), "stored", None),
    "says-utf-8.html": (russian(declared="utf-8", written="cp1251"), "copy", None),
    "says-koi8-r.html": (russian(declared="koi8-r", written="utf-8"), "stored", None),
    "says-nonsense.html": (russian(declared="x-nonsense", written="utf-8"), "copy", None),
    "control.html": (page("Con\x1btrol \x00strike", STRIKE), "stored", None),
    "surrogates.html": (
        page(
            "Half a pair",
            BRIDGE,
            head='<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Half \\ud83d a pair",'
            ' "datePublished": "2026-05-04T09:00:00Z \\ud83d", "author": {"name": "Ann \\udc00 Lee"}}</script>',
        ),
        None,  # an article or a rejection, but no end of the run
        None,
    ),
    "caf\udce9.html": (page("A name in Latin-1", [*BRIDGE, "One more line."]), "stored", None),
    "two\nlines.html": (page("A name of two lines", [*BRIDGE, "And a last one."]), "stored", None),
}

#: what is no file, made in a folder that is read
ODD = {
    "dangling.html": (lambda path: path.symlink_to("nowhere"), "missing", "no such file"),
    "loop.html": (lambda path: path.symlink_to("loop.html"), "unreadable", "symbolic links"),
    "pipe.html": (os.mkfifo, "unreadable", "not a regular file"),
    "device.html": (lambda path: path.symlink_to("/dev/zero"), "unreadable", "not a regular file"),
}

#: what is given by name; HOST may be fetched, OTHER may not
GIVEN = {
    "nowhere/at/all.html": ("missing", "no such file"),
    "ftp://courier.example/a.html": ("bad-url", "Only http and https"),
    "http://desk:secret@courier.example/": ("bad-url", "user name"),
    "http://": ("bad-url", "URL"),
    "http://10.0.0.1/a.html": ("blocked-address", "10.0.0.1"),
    "http://OTHER/good": ("blocked-address", "127.0.0.1"),
    "http://HOST/gone": ("http-404", "404 (Not Found)"),
    "http://HOST/broken": ("http-500", "500"),
    "http://HOST/good": ("stored", None),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """One run over all of it: its settings, its report, and the ledger's line for each name."""
    root = tmp_path_factory.mktemp("bad")
    folder = root / "in"
    folder.mkdir()
    for name, (content, _, _) in FILES.items():
        (folder / name).write_bytes(content)
    for name, (make, _, _) in ODD.items():
        make(folder / name)
    for name in ("photo.jpg", "notes.docx", ".hidden.html"):
        (folder / name).write_bytes(b"x")
    answers = {
        "/good": response(
            page("From the web", [*STRIKE, "The web adds a line."]), "Content-Type: text/html"
        ),
        "/gone": response(status="404 Not Found"),
        "/broken": response(status="500 Internal Server Error"),
    }
    with Server(answers) as allowed, Server({"/good": response(GOOD)}) as other:
        settings = new_beat(root / "beat", environ={"TOPICWIRE_FETCH_ALLOW": allowed.host})
        given = {
            name.replace("HOST", allowed.host).replace("OTHER", other.host): name for name in GIVEN
        }
        report = plain_run(settings, inputs=[str(folder), *given])
        assert other.connects == 0
    lines = {
        # The ledger has no passwords.
        given.get(line.input.replace("***", "desk:secret"))
        or os.path.relpath(line.input, folder): line
        for line in report.deliveries
    }
    return settings, report, lines


@pytest.mark.parametrize(
    ("name", "end", "reason"),
    [
        *((name, end, reason) for name, (_, end, reason) in FILES.items()),
        *((name, end, reason) for name, (_, end, reason) in ODD.items()),
        *((name, end, reason) for name, (end, reason) in GIVEN.items()),
    ],
    ids=lambda value: ascii(value) if isinstance(value, str) else None,
)
def test_end_of_each(run, name, end, reason):
    """Stored, or put off or rejected under a word to filter by and with a sentence that says what is wrong."""
    line = run[2][name.replace("\udce9", "\ufffd")]
    if line.state in ("rejected", "waiting"):
        assert line.code
        assert line.reason
    else:
        assert line.article_id
        assert not line.reason
    if end:
        assert end == (line.code or line.state)
    if reason:
        assert reason in line.reason


def test_nothing_is_lost(run):
    """Every piece has its line with an end; what was left alone is named."""
    settings, report, lines = run
    assert len(lines) == len(FILES) + len(ODD) + len(GIVEN) == len(report.deliveries)
    assert {line.state for line in lines.values()} <= {"stored", "copy", "rejected", "waiting"}
    assert [Path(name).name for name in report.passed_over] == [
        ".hidden.html",
        "notes.docx",
        "photo.jpg",
    ]
    assert list(settings.data.spool.iterdir()) == []


@pytest.mark.parametrize("name", ["says-utf-8.html", "says-koi8-r.html", "says-nonsense.html"])
def test_wrong_charset_is_read_all_the_same(run, name):
    """What the bytes are counts more than what the page says they are."""
    settings, _, lines = run
    with opened(settings.data) as db:
        article = articles.article(db, lines[name].article_id)
    assert article.title == "Забастовка в порту"
    assert article.text == "\n".join(RUSSIAN)
    assert article.topics == ("port-strikes",)


def test_nothing_stored_breaks_a_terminal_or_a_feed(run):
    """No control character gets as far as the store."""
    settings, _, lines = run
    with opened(settings.data) as db:
        article = articles.article(db, lines["control.html"].article_id)
    assert article.title == "Control strike"
    written = [path for path in settings.data.www.rglob("*") if path.suffix in (".atom", ".rss")]
    assert written
    for path in written:
        assert not set(path.read_bytes()) & (set(range(32)) - {9, 10, 13})


def test_ledger_is_one_line_for_each(run):
    """On a terminal too: a file name cannot write lines of its own. `--json` has it as it is."""
    settings = run[0]
    shown = topicwire("ledger", "--data", settings.data.root)
    assert len(shown.stdout.splitlines()) == len(run[2])
    assert "two\\nlines.html" in shown.stdout
    rows = objects(topicwire("ledger", "--json", "--data", settings.data.root))
    assert any(row["input"].endswith("two\nlines.html") for row in rows)
    rejected = objects(
        topicwire("ledger", "--json", "--state", "rejected", "--data", settings.data.root)
    )
    assert Counter(row["state"] for row in rejected) == {"rejected": len(run[1].rejected)}
    assert all(row["code"] and row["reason"] for row in rejected)


@pytest.fixture
def beat(tmp_path, monkeypatch):
    """The settings file of a new beat; runs go without Prefect."""
    monkeypatch.setattr("flows.local_run.run_monitor", plain_run)
    return new_beat(tmp_path / "beat").file


def test_password_in_an_address_goes_nowhere(tmp_path, monkeypatch):
    """It is refused, and stands neither in the flow's parameters nor in the store nor on the terminal."""
    parameters = []

    def run_monitor(settings, **options):
        parameters.append(options)
        return plain_run(settings, **options)

    monkeypatch.setattr("flows.local_run.run_monitor", run_monitor)
    settings = new_beat(tmp_path / "beat")
    given = "https://ann:s3cret@desk.example/a"
    result = topicwire("run", given, "--config", settings.file)
    assert result.exit_code == 1
    assert "https://***@desk.example/a: The URL has a user name or a password" in result.stdout
    assert "s3cret" not in f"{parameters}{result.output}{result.stderr}"
    stored = settings.data.database.read_bytes()
    wal = settings.data.database.with_name("topicwire.db-wal")
    assert b"s3cret" not in stored + (wal.read_bytes() if wal.exists() else b"")


def test_missing_path_does_not_stop_the_others(beat, tmp_path):
    """Exit code 1 and the path on stderr, after everything else was done."""
    (tmp_path / "good.html").write_bytes(GOOD)
    result = topicwire("run", tmp_path / "missing.html", tmp_path / "good.html", "--config", beat)
    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: {tmp_path / 'missing.html'}: There is no such file or folder\n"
    )
    assert result.stdout.startswith("2 in: 1 stored, 1 rejected;")


@pytest.mark.parametrize("name", ["caf\udce9.html", "two\nlines.html"], ids=["latin-1", "newline"])
def test_missing_path_with_an_odd_name(beat, tmp_path, name):
    """It is missing too, and told on one line."""
    (tmp_path / "good.html").write_bytes(GOOD)
    result = topicwire("run", tmp_path / name, tmp_path / "good.html", "--config", beat)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "There is no such file" in result.stderr


def test_rejected_among_others_is_no_failure(beat, tmp_path):
    """The run did its work: exit code 0, and the reason in the report. The second time as well."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.html").write_bytes(GOOD)
    (tmp_path / "in" / "empty.html").touch()
    for _ in range(2):
        result = topicwire("run", tmp_path / "in", "--config", beat)
        assert (result.exit_code, result.stderr) == (0, "")
        assert "empty.html: The document is empty." in result.stdout
    rows = objects(topicwire("ledger", "--json", "--config", beat))
    assert sorted((row["state"], row["times"]) for row in rows) == [
        ("rejected", 2),
        ("stored", 1),
        ("unchanged", 1),
    ]


@pytest.mark.parametrize(
    "given", ["ftp://courier.example/a", "http://127.0.0.1:9/", "empty.html"], ids=str
)
def test_everything_rejected_is_a_failure(beat, tmp_path, monkeypatch, given):
    """A run that was asked for one thing and could not do it says so with its exit code."""
    monkeypatch.chdir(tmp_path)
    Path("empty.html").touch()
    result = topicwire("run", given, "--config", beat)
    assert result.exit_code == 1
    assert result.stdout.startswith("1 in: 1 rejected;")


def test_folder_without_anything(beat, tmp_path):
    """An empty inbox is an ordinary morning."""
    result = topicwire("run", tmp_path / "beat" / "inbox", "--config", beat)
    assert result.exit_code == 0
    assert result.stdout.startswith("0 in: nothing to read;")


def test_folder_of_other_endings(beat, tmp_path):
    """Nothing to read, and which files that were."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "photo.jpg").touch()
    result = topicwire("run", tmp_path / "in", "--config", beat)
    assert result.exit_code == 0
    assert "left alone 1 file with other endings:" in result.stdout
    assert "photo.jpg" in result.stdout


def test_nothing_to_read_is_not_understood(tmp_path, monkeypatch):
    """No argument, no list, no inbox: exit code 2, and how to say what is meant."""
    monkeypatch.chdir(tmp_path)
    result = topicwire("run")
    assert result.exit_code == 2
    assert "Nothing to read: name files, folders or URLs" in result.stderr


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (None, 2, "'list.txt' does not exist"),
        (b"a.html\ncaf\xe9.html\n", 1, "list.txt: the list is not UTF-8 (byte 10)"),
        (b"# nothing\n\n", 0, None),
        (b"nul\0byte.html\n", 1, None),
    ],
    ids=["missing", "not UTF-8", "empty", "null byte"],
)
def test_list_that_is_wrong(beat, tmp_path, monkeypatch, content, code, said):
    """Told before anything is started; a list of nothing is nothing to read."""
    monkeypatch.chdir(tmp_path)
    if content is not None:
        Path("list.txt").write_bytes(content)
    result = topicwire("run", "--from-list", "list.txt", "--config", beat)
    assert result.exit_code == code
    if said:
        assert said in result.stderr


#: what stands in topicwire.toml; the line; what must be said
BROKEN = {
    "broken TOML": ("name = \n", 1, "name ="),
    "unknown key": ("[feeds]\nprot = 1\n", 2, "Did you mean feeds.port?"),
    "wrong type": ('[feeds]\nport = "80"\n', 2, "port = 4280"),
    "wrong value": ("[feeds]\nport = 0\n", 2, "between 1 and 65535"),
    "bad cron": ('[schedule]\ncron = "daily"\n', 2, 'cron = "*/15 * * * *"'),
    "bad time zone": ('[schedule]\ntimezone = "Moon"\n', 2, 'timezone = "Europe/Berlin"'),
    "unknown pack": ('topics = "natto"\n', 1, 'topics = "csto"'),
}


@pytest.mark.parametrize(("source", "line", "said"), BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("command", [("run", "a.html"), ("list",), ("up",)], ids=" ".join)
def test_broken_settings(tmp_path, monkeypatch, source, line, said, command):
    """Every command says file, line and a right value on one line, exit code 1, and makes nothing."""
    monkeypatch.chdir(tmp_path)
    Path("topicwire.toml").write_text(source)
    result = topicwire(*command)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {tmp_path.resolve() / 'topicwire.toml'}:{line}: ")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["topicwire.toml"]


def test_broken_environment(tmp_path, monkeypatch):
    """The variable is named instead of a file."""
    monkeypatch.chdir(tmp_path)
    result = topicwire("list", environ={"TOPICWIRE_FEEDS_PORT": "eighty"})
    assert result.exit_code == 1
    assert result.stderr.startswith(
        "Error: $TOPICWIRE_FEEDS_PORT: 'eighty': it must be a whole number"
    )


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_text("name = \n"), "topics.toml:1: not valid TOML"),
        (lambda path: path.write_text('name = "x"\n'), "topics.toml: the file has no topics"),
        (
            lambda path: path.write_text(
                path.read_text("utf-8").replace('when = "strike', 'when = "strke'), "utf-8"
            ),
            "there is no concept 'strke'",
        ),
        (lambda path: path.unlink(), "topics.toml: there is no such file"),
    ],
    ids=["broken TOML", "no topics", "unknown concept", "missing"],
)
@pytest.mark.parametrize(
    "command", [("run", "a.html"), ("up",), ("extract", "a.html")], ids=" ".join
)
def test_broken_topics(beat, spoil, said, command):
    """The file and the line, before anything is started."""
    spoil(beat.with_name("topics.toml"))
    result = topicwire(*command, "--config", beat)
    assert result.exit_code == 1
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def not_a_database(path):
    path.write_bytes(b"Dear diary, " * 500)


def other_program(path):
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    db.close()


def newer(path):
    with opened(DataFolder(root=path.parent)) as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('topicwire', 'm999', '')"
        )


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (not_a_database, "is not an SQLite database"),
        (other_program, "is a database of another program"),
        (newer, "was written by a newer topicwire (it has m999)"),
        (Path.mkdir, "cannot be opened"),
    ],
    ids=["no database", "another program's", "newer", "a folder"],
)
@pytest.mark.parametrize(
    "command", [("run", "a.html"), ("list",), ("show", "1"), ("up",)], ids=" ".join
)
def test_database_that_is_not_ours(tmp_path, make, said, command):
    """Exit code 1 and one line with the file and what to do; nothing is started."""
    make(tmp_path / "topicwire.db")
    result = topicwire("--data", tmp_path, *command)
    assert result.exit_code == 1
    assert said in result.stderr
    assert str(tmp_path / "topicwire.db") in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_data_folder_that_cannot_be(tmp_path):
    """Below a file there is no room for a folder."""
    (tmp_path / "file").touch()
    result = topicwire("run", "a.html", environ={"TOPICWIRE_DATA": str(tmp_path / "file" / "var")})
    assert result.exit_code == 1
    assert "cannot be used as a data folder (Not a directory)" in result.stderr


def test_slow_page_is_rejected_and_told(tmp_path):
    """A page that takes longer than it may is in the ledger as that, and the run goes on to its end."""
    settings = new_beat(tmp_path / "beat", more="page_seconds = 0.1\n")
    slow = page(
        "Slow", [f"Sentence number {number} of a very long page." for number in range(60_000)]
    )
    (tmp_path / "slow.html").write_bytes(slow)
    report = plain_run(settings, inputs=[str(tmp_path / "slow.html")])
    assert [(line.code, line.reason) for line in report.rejected] == [
        ("timeout", "It took more than 0.1 s to extract")
    ]


def test_killed_run_is_taken_up(tmp_path):
    """What was seen or fetched and no more is finished by the next run, whatever that one was asked for."""
    settings = new_beat(tmp_path / "beat")
    for name in ("fetched", "seen", "new"):
        (tmp_path / f"{name}.html").write_bytes(page(name, [*STRIKE, f"This one was {name}."]))
    _, ids = walk.discover_copy(settings, [str(tmp_path / "fetched.html")], None, run="killed")
    collected(settings, ids)
    (tmp_path / "fetched.html").unlink()
    walk.discover_copy(settings, [str(tmp_path / "seen.html")], None, run="killed too")
    report = plain_run(settings, inputs=[str(tmp_path / "new.html")])
    assert [line.state for line in report.deliveries] == ["stored"] * 3
    with opened(settings.data) as db:
        assert {one.title for one in articles.articles(db)} == {"fetched", "seen", "new"}
        assert ledger.entries(db, state="seen") == ledger.entries(db, state="fetched") == []
