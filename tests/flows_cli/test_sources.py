"""`topicwire sources ...` and `retry`: what they find, write and say. Without Prefect."""

from __future__ import annotations

import tomllib

import pytest

from tests.flows_cli.newsroom import BRIDGE, STRIKE, new_beat, objects, plain_run, topicwire
from tests.flows_cli.outlet import outlet

OPML = """<opml version="2.0"><body><outline text="Ports">
<outline type="rss" text="Aldmouth Courier" xmlUrl="https://courier.example/feed.xml"/>
<outline type="rss" text="Herald" xmlUrl="https://herald.example/rss"/>
</outline><outline text="a note"/></body></opml>"""


@pytest.fixture
def there():
    """An outlet whose front page states its feed, with two articles in it."""
    with outlet() as server:
        server.article("/a", "Dockers on strike", STRIKE)
        server.article("/b", "A footbridge", BRIDGE)
        server.feed("/feed.xml", [("Dockers on strike", "/a"), ("A footbridge", "/b")])
        server.put(
            "/",
            '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml">'
            "</head><body><p>Welcome</p></body></html>",
        )
        yield server


@pytest.fixture
def beat(tmp_path, there, monkeypatch):
    """Give a function that calls a command on a beat which may ask that outlet."""
    monkeypatch.setattr("flows.local_run.run_monitor", plain_run)
    settings = new_beat(tmp_path / "beat")
    path = settings.file
    path.write_text(
        path.read_text("utf-8").replace("[fetch]", f'[fetch]\nallow = ["{there.host}"]')
    )

    def call(*arguments, **more):
        return topicwire("--config", path, *arguments, **more)

    call.file = path
    call.tables = lambda: tomllib.loads(path.read_text("utf-8")).get("sources", {})
    return call


def test_add_finds_the_feed_and_shows_what_is_there(beat, there):
    """The page's own feed, its articles as they would be stored; saved only once that was seen."""
    result = beat("sources", "add", there.url("/"), "--name", "courier", stdin="n\n")
    assert "The page states this feed." in result.stdout
    assert "Dockers on strike" in result.stdout
    assert "port-strikes" in result.stdout
    assert "Nothing was saved." in result.stdout
    assert beat.tables() == {}
    result = beat("sources", "add", there.url("/"), "--name", "courier", "--every", "2h", "--yes")
    assert result.exit_code == 0, result.stderr
    assert beat.tables() == {
        "courier": {
            "url": there.url("/feed.xml"),
            "kind": "feed",
            "outlet": "Aldmouth Courier",
            "every": "2h",
        }
    }
    again = beat("sources", "add", there.url("/"), "--yes")
    assert (again.exit_code, "called courier" in again.stderr) == (1, True)


@pytest.mark.parametrize(
    ("page", "kind", "said"),
    [
        ("<p>Nothing but words, and no link at all.</p>", "page", "the page itself is watched"),
        (
            "<main>"
            + "".join(
                f'<p><a href="/2026/05/story-number-{n}">Port council votes on pier number {n}</a></p>'
                for n in range(8)
            )
            + "</main>",
            "listing",
            "the links on it are followed",
        ),
    ],
    ids=["page", "listing"],
)
def test_add_where_there_is_no_feed(beat, there, page, kind, said):
    """The links of a page that has some, else the page itself."""
    there.put("/plain", f"<html><body>{page}</body></html>")
    for path in ("/feed.xml", "/a", "/b"):
        del there.pages[path]
    result = beat("sources", "add", there.url("/plain"), "--name", "plain", "--yes")
    assert said in result.stdout, result.stdout + result.stderr
    assert beat.tables()["plain"]["kind"] == kind


def test_add_folder_and_list(beat, there, tmp_path):
    """What lies on this machine is a source, too: a folder, and a file of addresses."""
    clips = tmp_path / "clips"
    clips.mkdir()
    (clips / "one.txt").write_text("x")
    urls = tmp_path / "urls.txt"
    urls.write_text(there.url("/a"))
    for path in (clips, urls):
        result = beat("sources", "add", path, "--yes")
        assert "  1 entry there now." in result.stdout, result.stdout + result.stderr
    assert beat.tables() == {
        "clips": {"url": str(clips), "kind": "folder"},
        "urls": {"url": str(urls), "kind": "list"},
    }


def test_add_what_cannot_be_one(beat, there):
    """A page that is not there, a picture: one line that says so, and nothing is saved."""
    refused = beat("sources", "add", "http://127.0.0.1:9/", "--yes")
    assert "list it as host:port under fetch.allow: http://127.0.0.1:9/" in refused.stderr
    there.put("/photo", b"\x89PNG\r\n\x1a\n" + bytes(100), "image/png")
    for path, said in (("/gone", "404"), ("/photo", "neither a feed nor a page")):
        result = beat("sources", "add", there.url(path), "--yes")
        assert result.exit_code == 1
        assert said in result.stderr
    assert beat.tables() == {}


def test_import_and_export(beat, tmp_path):
    """Every feed of an OPML file, each once; what comes out can be read by any reader, and by us."""
    file = tmp_path / "mine.opml"
    file.write_text(OPML)
    result = beat("sources", "import", file)
    assert "2 added" in result.stdout
    assert beat.tables() == {
        "aldmouth-courier": {
            "url": "https://courier.example/feed.xml",
            "kind": "feed",
            "outlet": "Aldmouth Courier",
        },
        "herald": {"url": "https://herald.example/rss", "kind": "feed", "outlet": "Herald"},
    }
    assert "0 added" in beat("sources", "import", file).stdout
    exported = beat("sources", "export").stdout
    assert 'xmlUrl="https://herald.example/rss"' in exported


def test_import_of_something_else(beat, tmp_path):
    """One line on stderr."""
    file = tmp_path / "mine.opml"
    file.write_text("hello")
    result = beat("sources", "import", file)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert beat("sources", "import", tmp_path / "none").exit_code == 1


def test_list_says_how_each_is(beat, there):
    """New, then healthy with its times; a failure with its reason; --json has all of it."""
    assert "no sources yet" in beat("sources", "list").stdout
    beat("sources", "add", there.url("/"), "--name", "courier", "--yes")
    (row,) = objects(beat("sources", "list", "--json"))
    assert (row["state"], row["last_poll"]) == ("new", None)
    beat("run")
    (row,) = objects(beat("sources", "list", "--json"))
    assert (row["state"], row["failures"]) == ("healthy", 0)
    assert row["last_new"] == row["last_answer"] == row["last_poll"]
    there.fail("/feed.xml", 500)
    beat("run", "--source", "courier")
    shown = beat("sources", "list").stdout
    assert "healthy" in shown, "one failure is a blip"
    assert "answered 500" in shown


def test_check_stores_nothing(beat, there):
    """What the source has now, as it would be stored; exit code 1 where it cannot be read."""
    beat("sources", "add", there.url("/"), "--name", "courier", "--yes")
    result = beat("sources", "check", "courier")
    assert (result.exit_code, "A footbridge" in result.stdout) == (0, True)
    assert beat("sources", "check", "herald").exit_code == 1
    there.fail("/feed.xml", 410)
    gone = beat("sources", "check", "courier")
    assert (gone.exit_code, "410" in gone.stderr) == (1, True)
    assert not any((beat.file.parent / "var").glob("**/*.gz"))


def test_pause_and_resume(beat, there):
    """A paused source is not polled until it is resumed."""
    beat("sources", "add", there.url("/"), "--name", "courier", "--yes")
    beat("sources", "pause", "courier")
    before = there.asked["/feed.xml"]
    assert beat("run").exit_code == 0
    assert there.asked["/feed.xml"] == before
    assert "paused" in beat("sources", "list").stdout
    beat("sources", "resume", "courier")
    beat("run")
    assert there.asked["/feed.xml"] == before + 1
    assert beat("sources", "pause", "nobody").exit_code == 1


def test_coverage(beat, there):
    """An hour in which every poll failed could not be seen."""
    beat("sources", "add", there.url("/"), "--name", "courier", "--yes")
    assert "could be seen all the time" in beat("sources", "coverage").stdout
    there.fail("/feed.xml", 503)
    beat("run", "--source", "courier")
    assert "1 of 1 polls failed" in beat("sources", "coverage").stdout
    (row,) = objects(beat("sources", "coverage", "courier", "--since", "2h", "--json"))
    assert (row["source"], row["state"], row["failed"]) == ("courier", "broken", 1)


def test_retry(beat, there):
    """Nothing given up is said; a line that is not, is an error."""
    beat("sources", "add", there.url("/"), "--name", "courier", "--yes")
    beat("run")
    assert beat("retry").stdout == "0 addresses will be fetched again by the next run.\n"
    result = beat("retry", "1")
    assert (result.exit_code, "ledger --state dead" in result.stderr) == (1, True)


def test_run_with_an_unknown_source(beat):
    """Its name is said, with those that there are."""
    result = beat("run", "--source", "nobody")
    assert (result.exit_code, "no source nobody" in result.stderr) == (1, True)


def test_help_is_complete():
    """Every command of the group, and of each every option with a sentence."""
    shown = topicwire("sources", "--help").stdout
    for command in ("add", "import", "export", "list", "check", "pause", "resume", "coverage"):
        assert f"\n  {command} " in shown
        assert topicwire("sources", command, "--help").exit_code == 0
