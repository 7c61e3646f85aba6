"""Pages of stored articles looked at again over HTTP, what is said of each, and versions shown. Without Prefect."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import feedparser
import pytest

from flows import rechecking, walk
from flows.looks import Look, RecheckReport, headline, render_markdown
from flows.reextraction import ChoiceError
from flows.settings import load_settings
from storage import articles, ledger, rechecks
from storage.database import opened, writing
from tests.fetch.servers import Server, redirect, response
from tests.flows_cli.newsroom import (
    BRIDGE,
    STRIKE,
    new_beat,
    note,
    objects,
    page,
    plain_recheck,
    plain_run,
    topicwire,
)

ETAG = 'ETag: "one"'
CHANGED = (STRIKE[0].replace("over night shifts", "over day shifts"), *STRIKE[1:])
ROBOTS = response(status="404 Not Found")


def strike(paragraphs=STRIKE, *headers, title="Dockers on strike", head=""):
    body = page(title, paragraphs, head=head)
    return response(body, "Content-Type: text/html", *headers)


@pytest.fixture(scope="module")
def server():
    """One site for all tests: each sets what stands there."""
    with Server({}) as server:
        yield server


@pytest.fixture(scope="module")
def filled(tmp_path_factory, server):
    """A folder with a beat that fetched a strike (1) and a bridge without topic (2), and read a strike from a file (3)."""
    root = tmp_path_factory.mktemp("filled")
    server.answers = {
        "/strike": strike(STRIKE, ETAG),
        "/bridge": response(page("A bridge for Aldmouth", BRIDGE)),
    }
    file = root / "strike.txt"
    file.write_bytes(note("Port strike in Brackley", [f"{STRIKE[0]} In Brackley.", *STRIKE[1:]]))
    settings = new_beat(root / "beat")
    path = root / "beat" / "topicwire.toml"
    path.write_text(path.read_text().replace("[fetch]", f'[fetch]\nallow = ["{server.host}"]'))
    settings = load_settings(config=path, environ={})
    plain_run(settings, inputs=[server.url("/strike"), server.url("/bridge"), str(file)])
    return root


@pytest.fixture(scope="module")
def recheck(filled):
    """A recheck by worker processes that are started once."""
    settings = load_settings(config=filled / "beat" / "topicwire.toml", environ={})
    with walk.workers_for(settings, [1]) as workers:
        yield partial(plain_recheck, workers=workers)


@pytest.fixture
def settings(filled, tmp_path, server):
    """That beat, a copy for each test; the site is as it was."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    server.answers = {"/strike": strike(STRIKE, ETAG), "/robots.txt": ROBOTS}
    server.requests.clear()
    return load_settings(config=tmp_path / "beat" / "topicwire.toml", environ={})


@pytest.fixture
def ask(settings, recheck, monkeypatch):
    """Call a command on that beat; rechecks go without Prefect."""
    monkeypatch.setattr("flows.local_run.run_recheck", recheck)
    return lambda *arguments: topicwire("--config", settings.file, *arguments)


@pytest.fixture
def look(settings, recheck):
    """Look at article 1 now, or, so long *after* now, at all that is due; return what came of it."""

    def look(*, after=None):
        ids = () if after else (1,)
        now = datetime.now(UTC) + (after or timedelta())
        (found,) = recheck(settings, ids=ids, now=now).looks
        return found

    return look


def article(settings, id=1):
    with opened(settings.data) as db:
        return articles.article(db, id)


def history(settings, id=1):
    with opened(settings.data) as db:
        return [(one.outcome, one.code) for one in rechecks.history(db, id)]


def atom(settings):
    return (settings.data.www / "feeds" / "all.atom").read_bytes()


def test_what_is_due(settings):
    """An hour after it came the article with a topic that was fetched, and no other; right away none."""
    assert rechecking.choose(settings, now=datetime.now(UTC)) == []
    (due,) = rechecking.choose(settings, now=datetime.now(UTC) + timedelta(hours=2))
    assert due.article_id == 1
    assert article(settings, 3).topics == ("port-strikes",)


def test_unchanged_page(look, settings, server):
    """The same bytes are not read; its validators are sent, and a 304 says enough."""
    assert look(after=timedelta(hours=2)).outcome == "unchanged"
    server.answers["/strike"] = response(status="304 Not Modified")
    assert look().outcome == "unchanged"
    first, second = (one for one in server.requests if "GET /strike" in one)
    assert 'If-None-Match: "one"' in first
    assert 'If-None-Match: "one"' in second
    assert article(settings).record.version == 1
    assert not [one for one in server.requests if "/robots.txt" in one], "known since the run"


def test_other_bytes_with_the_same_words(look, settings, server):
    """A token in the page is no version: it is read, and found to be as it was."""
    server.answers["/strike"] = strike(STRIKE, head='<meta name="csrf" content="8f3">')
    assert look().outcome == "unchanged"
    assert article(settings).record.version == 1


def test_changed_page(look, settings, server):
    """The same article in a new version, by way of the ledger; its entry keeps the id and shows the words."""
    before = article(settings)
    server.answers["/strike"] = strike(CHANGED, 'ETag: "two"')
    found = look()
    assert (found.outcome, [one.field for one in found.changes]) == ("changed", ["text"])
    after = article(settings)
    assert after.text == before.text.replace("night", "day")
    assert (after.record.version, after.record.guid) == (2, before.record.guid)
    with opened(settings.data) as db:
        (row,) = [one for one in ledger.entries(db) if one.source == "recheck"]
    assert (row.state, row.article_id) == ("stored", 1)
    entries = {one.id: one for one in feedparser.parse(atom(settings)).entries}
    assert (
        "over <del>night</del><ins>day</ins> shifts" in entries[before.record.guid].content[0].value
    )
    server.answers["/strike"] = response(status="304 Not Modified")
    assert look().outcome == "unchanged"
    assert 'If-None-Match: "two"' in server.requests[-1]


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_gone_page_and_its_return(look, settings, server, status):
    """A tombstone in Atom, our copy kept; back again it is the entry with the same id."""
    guid = article(settings).record.guid
    server.answers["/strike"] = response(status=status)
    found = look()
    assert (found.outcome, found.code) == ("gone", f"http-{status[:3]}")
    stored = article(settings)
    assert (stored.record.gone is not None, stored.record.version) == (True, 1)
    assert f'ref="{guid}"' in atom(settings).decode()
    assert guid not in [one.id for one in feedparser.parse(atom(settings)).entries]
    server.answers["/strike"] = strike(STRIKE, ETAG)
    back = look(after=timedelta(hours=2))
    assert (back.outcome, back.recovered) == ("unchanged", True)
    assert guid in [one.id for one in feedparser.parse(atom(settings)).entries]
    assert b"deleted-entry" not in atom(settings)
    assert article(settings).record.gone is None


def test_gone_page_that_returns_changed(look, settings, server):
    """It is there again and it is a new version."""
    server.answers["/strike"] = response(status="404 Not Found")
    look()
    server.answers["/strike"] = strike(CHANGED)
    back = look()
    assert (back.outcome, back.recovered) == ("changed", True)
    assert (article(settings).record.gone, article(settings).record.version) == (None, 2)


SHORT = STRIKE[:2]
PAYWALL = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",'
    ' "headline": "Dockers on strike", "isAccessibleForFree": false}</script>'
)


@pytest.mark.parametrize(
    ("answer", "expected", "code"),
    [
        *[
            pytest.param(response(status=f"{status} X"), "blocked", code, id=f"{status}")
            for status, code in {
                401: "http-401", 402: "paywalled", 403: "http-403", 429: "http-429", 451: "http-451",
            }.items()
        ],
        pytest.param(response(status="503 Down"), "unknown", "http-503", id="503"),
        pytest.param(response(b"\0\1\2" * 99), "unknown", None, id="no article"),
        pytest.param(response(b""), "unknown", "empty", id="empty"),
        pytest.param(strike(SHORT, head=PAYWALL), "blocked", "paywalled", id="cut by a paywall"),
        pytest.param(redirect("/"), "unknown", "front-page", id="sent to the front page"),
        pytest.param(redirect("/bridge"), "unknown", "another-article", id="another article"),
    ],
)  # fmt: skip
def test_failure_is_no_disappearance(look, settings, server, answer, expected, code):
    """The article stays as it is, so do its feeds, and the page is due again."""
    before, feed = article(settings), atom(settings)
    server.answers |= {"/strike": answer, "/": response(page("Aldmouth Courier", ["News."]))}
    bridge = page("A bridge for Aldmouth", BRIDGE, url=server.url("/bridge"))
    server.answers["/bridge"] = response(bridge)
    with opened(settings.data) as db, writing(db):
        db.execute("UPDATE article SET url = ? WHERE id = 2", [server.url("/bridge")])
    found = look()
    assert found.outcome == expected
    assert code is None or found.code == code
    assert found.reason
    assert article(settings) == before
    assert atom(settings) == feed
    assert history(settings) == [(expected, found.code)]
    (due,) = rechecking.choose(settings, now=datetime.now(UTC) + timedelta(hours=2))
    assert due.article_id == 1


def test_site_that_may_not_be_asked(look, settings, server):
    """By its robots.txt, or because its name leads to an inner network by now: neither page is gone."""
    server.answers["/robots.txt"] = response(b"User-agent: *\nDisallow: /")
    with opened(settings.data) as db, writing(db):
        db.execute("DELETE FROM robots")  # a day has gone by
    found = look()
    assert (found.outcome, found.code) == ("blocked", "robots")
    with opened(settings.data) as db, writing(db):
        db.execute(
            "UPDATE location SET location = 'http://127.0.0.1:1/strike' WHERE article_id = 1"
        )
    found = look()
    assert (found.outcome, found.code) == ("unknown", "blocked-address")


def test_fault_of_our_own_is_no_disappearance(look, monkeypatch, caplog):
    """The page's state is unknown, the reason says why, and the trace is in the log."""

    def fail(*_, **__):
        raise RecursionError("too deep")

    monkeypatch.setattr("extractors.fetch.client.Client.fetch", fail)
    found = look()
    assert (found.outcome, found.code) == ("unknown", "error")
    assert "RecursionError: too deep" in found.reason
    assert [record.exc_info is not None for record in caplog.records] == [True]


def test_after_a_refused_answer_a_304_is_not_asked_for(look, settings, server):
    """What was not stored must not be said to be as it was."""
    server.answers["/strike"] = response(b"\0\1\2" * 99, 'ETag: "three"')
    look()
    server.answers["/strike"] = strike(CHANGED)
    assert look().outcome == "changed"
    assert '"three"' not in "".join(server.requests)


def test_choice_that_cannot_be_made(settings):
    """An article that is not there, and one that came from a file."""
    with pytest.raises(ChoiceError, match="There is no article 9"):
        rechecking.choose(settings, [1, 9], now=datetime.now(UTC))
    with pytest.raises(ChoiceError, match="Article 3 was not fetched"):
        rechecking.choose(settings, [3], now=datetime.now(UTC))


def test_command_with_nothing_due(ask):
    """It says so, where the feeds are, and that is no failure."""
    result = ask("recheck")
    assert result.exit_code == 0
    assert result.output.startswith("No page is due to be looked at again\nFeeds: ")


def test_commands_tell_what_changed(ask, settings, server):
    """The recheck names the article, `diff` shows its words and why, `show` and `list` say when it is gone."""
    server.answers["/strike"] = strike(CHANGED, title="Dockers still on strike")
    result = ask("recheck", "1")
    assert "1 page looked at: 1 changed; " in result.output
    assert "changed    Dockers still on strike  (article 1)" in result.output
    shown = ask("diff", "1").output
    assert "    1  " in shown
    assert "first read" in shown
    assert "the page or file changed" in shown
    assert "title: Dockers {+still+} on strike" in shown
    assert "over [-night-]{+day+} shifts" in shown
    assert "(2 paragraphs unchanged)" in shown
    server.answers["/strike"] = response(status="404 Not Found")
    result = ask("recheck", "1")
    assert "gone       Dockers still on strike" in result.output
    assert "its page was noticed to be gone" in ask("show", "1").output
    assert "(gone)" in ask("list").output
    assert "Looked at again 2 times, last " in ask("diff", "1").output
    assert objects(ask("show", "1", "--json"))[0]["gone"]


def test_recheck_as_json(ask, server):
    """One object a page, and the numbers."""
    server.answers["/strike"] = strike(CHANGED)
    one, numbers = objects(ask("recheck", "1", "--json"))
    assert (one["id"], one["outcome"], one["changed_fields"]) == (1, "changed", ["text"])
    assert (numbers["changed"], numbers["gone"], numbers["recovered"]) == (1, 0, 0)


def test_diff_of_chosen_versions(look, ask, settings, server):
    """Any two, in any order, as JSON whole; a version that is not there is said to be none."""
    for paragraphs in (
        CHANGED,
        (*CHANGED, "A third ship came in on Wednesday and waits in the bay."),
    ):
        server.answers["/strike"] = strike(paragraphs)
        look()
    assert "{+A third ship" in ask("diff", "1").output
    both = ask("diff", "1", "--from", "1", "--to", "3").output
    assert "[-night-]{+day+}" in both
    assert "{+A third ship" in both
    assert "[-day-]{+night+}" in ask("diff", "1", "--from", "2", "--to", "1").output
    assert "Version 1 -> 2" in ask("diff", "1", "--to", "2").output
    assert "No difference." in ask("diff", "1", "--from", "2", "--to", "2").output
    result = ask("diff", "1", "--to", "7")
    assert (result.exit_code, "no version 7" in result.output) == (1, True)
    (found,) = objects(ask("diff", "1", "--json"))
    assert [one["version"] for one in found["versions"]] == [1, 2, 3]
    assert [one["cause"] for one in found["versions"]] == [None, "source", "source"]
    assert (found["from"], found["to"], found["checks"][0]["outcome"]) == (2, 3, "changed")
    pieces = found["text"]
    whole = "".join(one["text"] for one in pieces if one["kind"] != "gone")
    assert whole == article(settings).text


def test_diff_of_a_single_version(ask):
    """It is listed, and there is nothing to compare."""
    result = ask("diff", "2")
    assert result.exit_code == 0
    assert "first read" in result.output
    assert "Version" not in result.output
    (found,) = objects(ask("diff", "2", "--json"))
    assert (found["from"], found["text"]) == (None, [])


def test_report_is_no_markup(settings):
    """Titles and reasons of the outside world stand in it as words."""
    (due,) = rechecking.choose(settings, [1], now=datetime.now(UTC))
    gone = Look(
        page=due, outcome="gone", title="A *bold* title", code="http-404", reason="<b>404</b>"
    )
    back = replace(gone, outcome="unchanged", recovered=True)
    report = RecheckReport(looks=(gone, back), feeds_changed=("a", "b"), seconds=1.0)
    assert headline(report) == (
        "2 pages looked at: 1 gone, 1 unchanged, 1 there again; 2 feed files changed"
    )
    written = render_markdown(report)
    assert "\\*bold\\*" in written
    assert "&lt;b&gt;404" in written
    assert "## There again" in written
