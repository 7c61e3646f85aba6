"""Sources polled over HTTP: what comes in, what is left, what is tried again, and what is said of a source. Without Prefect."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from flows import polling, reading, walk
from flows.fetching import client_for
from flows.report import headline, lines
from flows.settings import load_settings
from storage import articles, ledger, sources
from storage.database import opened, writing
from tests.conftest import ROOT
from tests.flows_cli.newsroom import BRIDGE, STRIKE, new_beat, plain_run
from tests.flows_cli.outlet import outlet

PAGES = [(f"Notice {number}", f"/n{number}") for number in range(6)]


@pytest.fixture
def there():
    with outlet() as server:
        yield server


@pytest.fixture
def beat(tmp_path, there):
    """Give a function that makes a beat with sources (the text of their tables) which may ask that outlet."""

    def make(tables):
        settings = new_beat(tmp_path / "beat")
        path = settings.file
        written = path.read_text("utf-8").replace("[fetch]", f'[fetch]\nallow = ["{there.host}"]')
        path.write_text(written + tables, "utf-8")
        return load_settings(config=path, environ={})

    return make


def feed_of(there, more=""):
    return f'[sources.courier]\nurl = "{there.url("/feed.xml")}"\n{more}'


def poll(settings, name="courier"):
    """Poll one source, and return what that gave."""
    with client_for(settings) as client:
        return polling.poll(settings, settings.source(name), client, run="r", may_retry=False)


def inputs(settings, state=None):
    """Return the paths in the ledger, in the order they came."""
    with opened(settings.data) as db:
        return ["/" + one.input.split("/", 3)[3] for one in ledger.entries(db, state=state)]


def stored(settings):
    with opened(settings.data) as db:
        return list(articles.articles(db))


def test_first_poll_takes_the_newest(beat, there):
    """As many as backfill says; what was there before stays in the ledger with the reason, and is never new again."""
    settings = beat(feed_of(there, "backfill = 2\n"))
    there.feed("/feed.xml", PAGES)
    polled = poll(settings)
    assert (polled.outcome.found, polled.outcome.new) == (6, 6)
    assert inputs(settings, "seen") == ["/n1", "/n0"]
    assert inputs(settings, "rejected") == ["/n5", "/n4", "/n3", "/n2"]
    with opened(settings.data) as db:
        assert {one.code for one in ledger.entries(db, state="rejected")} == {"older"}
    there.feed("/feed.xml", [("Notice 9", "/n9"), *PAGES])
    assert poll(settings).outcome.new == 1
    assert inputs(settings, "seen") == ["/n1", "/n0", "/n9"]


def test_limit_leaves_the_rest_to_the_next_poll(beat, there):
    """The oldest come first, for they leave the feed next; the feed is read whole again until nothing is left."""
    settings = beat(feed_of(there, "backfill = 0\nlimit = 2\n"))
    there.feed("/feed.xml", [])
    poll(settings)
    there.feed("/feed.xml", PAGES[:5])
    for expected in (["/n4", "/n3"], ["/n2", "/n1"], ["/n0"]):
        before = inputs(settings)
        poll(settings)
        assert inputs(settings)[len(before) :] == expected
    assert there.saved["/feed.xml"] == 0
    poll(settings)
    assert there.saved["/feed.xml"] == 1, "now its validators are sent"


def test_same_article_under_another_address_is_not_fetched(beat, there):
    """AMP, a trailing slash, tracking parameters: one article, asked for once."""
    settings = beat(feed_of(there))
    there.feed("/feed.xml", [("One", "/news/strike"), ("One", "/news/strike/?utm_source=rss")])
    poll(settings)
    there.feed("/feed.xml", [("One", "/news/strike/amp")])
    assert poll(settings).outcome.new == 0
    assert inputs(settings) == ["/news/strike"]


def test_pages_are_fetched_once_and_facts_of_the_feed_fill_in(beat, there):
    """Date and language that the page does not state; the page's own words go before the feed's."""
    settings = beat(feed_of(there, 'language = "en"\noutlet = "Aldmouth Courier"\n'))
    there.article("/a", "Dockers on strike", STRIKE)
    there.feed("/feed.xml", [("Strike!", "/a")])
    report = plain_run(settings)
    assert headline(report).startswith("1 in: 1 stored; 1 source polled; ")
    (article,) = stored(settings)
    assert (article.title, article.site) == ("Dockers on strike", "Aldmouth Courier")
    assert article.published.at == datetime(2026, 5, 4, 23, tzinfo=UTC)
    assert article.published.found_in == "feed"
    assert article.origins["site"].found_in == "source"
    plain_run(settings, sources=["courier"])
    assert there.asked["/a"] == 1
    assert there.asked["/robots.txt"] == 1


@pytest.mark.parametrize(
    ("published", "updated", "known"),
    [
        (None, "2026-05-04T09:00:00+00:00", (None, "2026-05-04T09:00:00+00:00")),
        (
            "2026-05-04T08:00:00+00:00",
            "2026-05-04T08:00:00+00:00",
            ("2026-05-04T08:00:00+00:00", None),
        ),
        (
            "2026-05-04T08:00:00+00:00",
            "2026-05-05T08:00:00+00:00",
            ("2026-05-04T08:00:00+00:00", "2026-05-05T08:00:00+00:00"),
        ),
    ],
    ids=["no date but when it was last touched", "never touched", "both"],
)
def test_dates_of_the_feed(beat, there, published, updated, known):
    """When an entry was last touched is no date of publication."""
    settings = beat(feed_of(there))
    there.article("/a", "Dockers on strike", STRIKE)
    came = f"<published>{published}</published>" if published else ""
    there.put(
        "/feed.xml",
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Strike</title><link href="{there.url("/a")}"/>'
        f"{came}<updated>{updated}</updated></entry></feed>",
    )
    plain_run(settings)
    (article,) = stored(settings)
    dates = (article.published, article.modified)
    assert tuple(date and date.at.isoformat() for date in dates) == known
    assert {date.found_in for date in dates if date} == {"feed"}


def test_text_of_the_feed_alone(beat, there):
    """With text = "feed" no page is asked for; the article says that it is the feed's text."""
    settings = beat(feed_of(there, 'text = "feed"\n'))
    there.feed("/feed.xml", [("Dockers on strike", "/a")], text="<p>" + " ".join(STRIKE) + "</p>")
    plain_run(settings)
    (article,) = stored(settings)
    assert article.url == there.url("/a")
    assert "feed-text" in article.flags
    assert article.topics == ("port-strikes",)
    assert there.asked["/a"] == 0


def test_text_of_the_feed_where_the_page_refuses(beat, there):
    """What the feed has is better than nothing, and flagged; without any, the refusal is the reason."""
    settings = beat(feed_of(there))
    there.fail("/a", 403)
    there.feed("/feed.xml", [("Dockers on strike", "/a")], text=" ".join(STRIKE))
    plain_run(settings)
    (article,) = stored(settings)
    assert "feed-text" in article.flags
    there.feed("/feed.xml", [("Bridge", "/b")])
    report = plain_run(settings, sources=["courier"])
    assert [(one.state, one.code) for one in report.deliveries] == [("rejected", "http-404")]


def test_failure_that_may_pass_is_tried_five_times(beat, there):
    """Put off, for as long as the host asks; then given up, listed, and tried again on demand."""
    settings = beat(feed_of(there))
    there.fail("/a", 503, Retry_After="100")
    there.feed("/feed.xml", [("Strike", "/a")])
    report = plain_run(settings)
    (waiting,) = report.in_state("waiting")
    assert (waiting.next_attempt - datetime.now(UTC)).total_seconds() > 60
    assert any("put off" in line and "next try after" in line for line in lines(report))
    plain_run(settings)
    assert there.asked["/a"] == 1, "its time has not come"
    for _ in range(4):
        make_due(settings)
        report = plain_run(settings)
    assert [one.state for one in report.deliveries] == ["dead"]
    assert there.asked["/a"] == 5
    make_due(settings)
    plain_run(settings, sources=["courier"])
    assert there.asked["/a"] == 5, "being in the feed does not bring it back"
    there.article("/a", "Dockers on strike", STRIKE)
    with opened(settings.data) as db, writing(db):
        assert len(ledger.retry(db, None)) == 1
    plain_run(settings)
    assert [one.title for one in stored(settings)] == ["Dockers on strike"]


def make_due(settings):
    with opened(settings.data) as db, writing(db):
        db.execute(
            "UPDATE ledger SET next_attempt = '2026-01-01T00:00:00+00:00' WHERE state = 'waiting'"
        )


def test_problem_and_recovery(beat, there):
    """Said after the third failure and when it is over, once each, in the health feed; a 304 is no recovery."""
    settings = beat(feed_of(there))
    there.feed("/feed.xml", PAGES[:1])
    poll(settings)
    there.fail("/feed.xml", 500)
    events = [poll(settings).event for _ in range(4)]
    assert [event and event.kind for event in events] == [None, None, "problem", None]
    there.feed("/feed.xml", PAGES[:1])
    polled = poll(settings)
    assert there.saved["/feed.xml"] == 0, "asked whole: the same as before the failure says little"
    assert polled.event.kind == "recovery"
    walk.publish_feeds(settings)
    read = feedparser.parse((settings.data.www / "feeds" / "health.atom").read_bytes())
    assert not read.bozo
    assert [entry.title for entry in read.entries] == [
        "courier is well again",
        "courier is broken",
    ]
    assert "500" in read.entries[1].content[0].value
    assert len({entry.id for entry in read.entries}) == 2
    assert "health.atom" in (settings.data.www / "feeds.opml").read_text()


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        ((200, "text/html", b"<html><body><p>Welcome</p></body></html>"), "broken", "not-a-feed"),
        ((404, "text/plain", b""), "broken", "http-404"),
        ((403, "text/plain", b""), "blocked", "http-403"),
        ((429, "text/plain", b""), "blocked", "http-429"),
        ((200, "application/rss+xml", b'<rss version="2.0"><channel/></rss>'), "empty", None),
    ],
    ids=["page", "not found", "forbidden", "too often", "no entries"],
)
def test_what_one_poll_gave(beat, there, answer, kind, code):
    """Empty, broken and blocked are told apart, each with its reason."""
    settings = beat(feed_of(there))
    there.pages["/feed.xml"] = answer
    outcome = poll(settings).outcome
    assert (outcome.answer, outcome.code) == (kind, code)
    assert bool(outcome.reason) == (kind != "empty")


def test_robots_txt_is_obeyed(beat, there):
    """A source that may not be read is blocked; so are pages that may not."""
    settings = beat(feed_of(there))
    there.put("/robots.txt", "User-agent: topicwire\nDisallow: /private\nDisallow: /feed.xml\n")
    assert poll(settings).outcome.code == "robots"
    assert there.asked["/feed.xml"] == 0


def test_secrets_go_to_the_own_site_only(beat, there, monkeypatch):
    """From the environment into the request, and nowhere else; without the variable the source is broken and says so."""
    with outlet() as other:
        settings = beat(
            feed_of(there, 'headers = { X-Key = "COURIER_KEY" }\ncookies = "COURIER_COOKIE"\n')
        )
        settings = replace(
            settings, allow=settings.allow | {other.host.replace("127.0.0.1", "localhost")}
        )
        assert poll(settings).outcome.code == "no-secret"
        monkeypatch.setenv("COURIER_KEY", "s3cret")
        monkeypatch.setenv("COURIER_COOKIE", "abo=1")
        there.article("/a", "Dockers on strike", STRIKE)
        elsewhere = f"http://localhost:{other.port}/b"
        other.article("/b", "A footbridge", BRIDGE)
        there.put(
            "/feed.xml",
            f"<rss version='2.0'><channel><item><link>{there.url('/a')}</link></item>"
            f"<item><link>{elsewhere}</link></item></channel></rss>",
        )
        plain_run(settings, sources=["courier"])
        assert there.said["/a"]["X-Key"] == there.said["/feed.xml"]["X-Key"] == "s3cret"
        assert there.said["/a"]["Cookie"] == "abo=1"
        assert other.asked["/b"] == 1
        assert not {"X-Key", "Cookie"} & other.said["/b"].keys()
    for path in settings.data.root.rglob("*"):
        if path.is_file():
            assert b"s3cret" not in path.read_bytes()


def test_reservation_in_the_answers_header(beat, there):
    """The TDM Reservation Protocol's header is kept with the article, also when it is read anew."""
    settings = beat(feed_of(there))
    there.article("/a", "Dockers on strike", STRIKE)
    there.headers["/a"] = {"TDM-Reservation": "1"}
    there.feed("/feed.xml", [("Strike", "/a")])
    plain_run(settings)
    assert [one.tdm for one in stored(settings)] == ["reserved"]


def test_watched_page(beat, there):
    """It is the article: a change is a new version, else its validators spare the answer."""
    settings = beat(f'[sources.plan]\nurl = "{there.url("/plan")}"\nkind = "page"\n')
    there.article("/plan", "A footbridge", BRIDGE)
    plain_run(settings, sources=["plan"])
    plain_run(settings, sources=["plan"])
    assert there.saved["/plan"] == 1
    there.article("/plan", "A footbridge", [*BRIDGE, "Work on it begins in May, and ends in June."])
    assert plain_run(settings, sources=["plan"]).polls[0].outcome.new == 1
    (article,) = stored(settings)
    assert article.record.version == 2


def test_listing_sitemap_and_list(beat, there, tmp_path):
    """Links by pattern, a sitemap index, a list on the web and one in a file, a folder: each brings its articles."""
    there.put(
        "/news",
        "<html><body><main>"
        + "".join(f'<a href="/news/{n}">A long enough headline {n}</a>' for n in range(3))
        + '<a href="/about">About all of us here</a></main></body></html>',
    )
    there.put(
        "/sitemap.xml",
        f"<sitemapindex><sitemap><loc>{there.url('/news-map.xml')}</loc></sitemap></sitemapindex>",
        "application/xml",
    )
    there.put(
        "/news-map.xml",
        f"<urlset><url><loc>{there.url('/m1')}</loc></url><url><loc>{there.url('/m2')}</loc></url></urlset>",
        "application/xml",
    )
    there.put("/list.txt", f"# mine\n{there.url('/l1')}\n", "text/plain")
    (tmp_path / "beat").mkdir()
    (tmp_path / "beat" / "urls.txt").write_text(f"{there.url('/f1')}\n")
    (tmp_path / "beat" / "clips").mkdir()
    (tmp_path / "beat" / "clips" / "c.txt").write_text("x")
    settings = beat(
        f'[sources.listing]\nurl = "{there.url("/news")}"\nkind = "listing"\nlinks = "/news/*"\n'
        f'[sources.map]\nurl = "{there.url("/sitemap.xml")}"\nkind = "sitemap"\n'
        f'[sources.list]\nurl = "{there.url("/list.txt")}"\nkind = "list"\n'
        '[sources.file]\nurl = "urls.txt"\n[sources.clips]\nurl = "clips"\n'
    )
    found = {}
    for source in settings.sources:
        before = len(inputs(settings))
        assert poll(settings, source.name).outcome.answer == "ok"
        found[source.name] = sorted(one.rsplit("/", 1)[1] for one in inputs(settings)[before:])
    assert found == {
        "listing": ["0", "1", "2"],
        "map": ["m1", "m2"],
        "list": ["l1"],
        "file": ["f1"],
        "clips": ["c.txt"],
    }


def test_what_leads_nowhere_is_counted(beat, there):
    """An entry with a title alone, and a line that is no address: the others come in, and the note says how many did not."""
    there.put(
        "/feed.xml",
        f"<rss version='2.0'><channel><item><link>{there.url('/1')}</link></item>"
        "<item><title>A title alone</title></item></channel></rss>",
    )
    there.put("/list.txt", f"{there.url('/2')}\nnext week: more\n", "text/plain")
    settings = beat(
        feed_of(there) + f'[sources.list]\nurl = "{there.url("/list.txt")}"\nkind = "list"\n'
    )
    notes = [poll(settings, name).note for name in ("courier", "list")]
    assert len(inputs(settings)) == 2
    assert notes[0].startswith("1 of its entries")
    assert notes[1] == "1 of its lines are no addresses: next week: more"


def test_fault_of_our_own_stops_neither_poll_nor_run(beat, there, monkeypatch, caplog):
    """What should not happen is the source's failure, or the document's rejection, with a trace in the log; others go on."""

    def fail(*_, **__):
        raise RecursionError("too deep")

    there.put("/list.txt", there.url("/1"), "text/plain")
    settings = beat(
        feed_of(there) + f'[sources.list]\nurl = "{there.url("/list.txt")}"\nkind = "list"\n'
    )
    there.feed("/feed.xml", PAGES)
    monkeypatch.setattr(reading, "read_feed", fail)
    monkeypatch.setattr(walk, "collect", fail)
    report = plain_run(settings)
    (failed,) = report.failed_polls
    assert (failed.source, failed.outcome.code) == ("courier", "error")
    (rejected,) = report.rejected
    assert (rejected.input, rejected.code) == (there.url("/1"), "error")
    assert "RecursionError: too deep" in rejected.reason
    assert sum(record.exc_info is not None for record in caplog.records) == 2


def test_source_file_that_is_not_there(beat):
    """A list that was moved away is a broken source, and no broken run."""
    settings = beat('[sources.mine]\nurl = "gone.txt"\n')
    outcome = poll(settings, "mine").outcome
    assert (outcome.answer, outcome.code) == ("broken", "unreadable")


def test_entry_without_an_address(beat, there):
    """Its text is all there is: an article of its own, met again as the same."""
    settings = beat(feed_of(there))
    there.put(
        "/feed.xml",
        f"<rss version='2.0'><channel><item><guid isPermaLink='false'>x-1</guid><title>Dockers on strike</title>"
        f"<description>{' '.join(STRIKE)}</description></item></channel></rss>",
    )
    plain_run(settings)
    plain_run(settings, sources=["courier"])
    (article,) = stored(settings)
    assert (article.url, article.topics) == (None, ("port-strikes",))


def test_due_sources_only(beat, there):
    """A run polls those whose time has come, unless it is told which; a paused one never by itself."""
    settings = beat(
        feed_of(there, 'every = "2h"\n')
        + f'[sources.other]\nurl = "{there.url("/other.xml")}"\npaused = true\n'
    )
    there.feed("/feed.xml", [])
    assert [one.name for one in polling.due(settings, None)] == ["courier"]
    poll(settings)
    assert polling.due(settings, None) == []
    assert [one.name for one in polling.due(settings, ["other"])] == ["other"]
    with opened(settings.data) as db:
        known = sources.state_of(db, "courier")
    assert known.interval.total_seconds() == 7200


def test_killed_while_it_polls_and_fetches(beat, there):
    """SIGKILL in the middle, again and again: the next run ends with every article, each once."""
    settings = beat(feed_of(there))
    number = 12
    for n in range(number):
        there.article(f"/p{n}", f"Notice {n}", [f"{line} It is notice {n}." for line in STRIKE])
    there.feed("/feed.xml", [(f"Notice {n}", f"/p{n}") for n in range(number)])
    there.slow = 0.05
    code = (
        "import sys; from pathlib import Path\n"
        "from flows.settings import load_settings\n"
        "from tests.flows_cli.newsroom import plain_run\n"
        "plain_run(load_settings(config=Path(sys.argv[1]), environ={}), sources=['courier'])\n"
    )
    for asked in (2, 6, 11):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(settings.file)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": "."},
        )
        end = time.monotonic() + 60
        while sum(there.asked.values()) < asked and process.poll() is None:
            assert time.monotonic() < end
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
        while there.at_once:
            # The outlet does not notice that nobody waits for its answer any more.
            assert time.monotonic() < end
            time.sleep(0.005)
    there.slow = 0.0
    plain_run(settings, sources=["courier"])
    with opened(settings.data) as db:
        ends = [(one.input, one.state) for one in ledger.entries(db)]
    assert sorted(ends) == sorted((there.url(f"/p{n}"), "stored") for n in range(number))
    assert len(stored(settings)) == number
    fetched = sum(there.asked[f"/p{n}"] for n in range(number))
    # At each end one may be under way, and the one before it not written down yet.
    assert fetched <= number + 3 * 2
    assert there.most_at_once == 1
    assert Path(settings.data.spool).exists()
