"""Stored articles read anew: what changes, what stays, and what is said of it. The steps, without Prefect."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.changes import Change
from flows import walk
from flows.reextraction import ChoiceError, choose
from flows.renewals import (
    MOST_RENEWALS,
    Renewal,
    RenewalReport,
    Tally,
    headline,
    lines,
    render_markdown,
    rows,
    tally,
)
from storage import archive, articles
from storage.database import opened, writing
from tests.flows_cli.newsroom import (
    BRIDGE,
    STRIKE,
    new_beat,
    objects,
    page,
    plain_reextract,
    plain_run,
    topicwire,
)

TEASER = "Read more: Ten things to do in a harbour without ships"


@pytest.fixture
def settings(tmp_path):
    """A beat with a strike (1), a bridge (2) and a reprint of the strike (3)."""
    folder = tmp_path / "in"
    folder.mkdir()
    strike = page("Dockers on strike", STRIKE, url="https://courier.example/strike")
    (folder / "1-strike.html").write_bytes(strike)
    (folder / "2-bridge.html").write_bytes(page("A bridge for Aldmouth", BRIDGE))
    (folder / "3-reprint.html").write_bytes(page("Reprinted: dockers", STRIKE))
    settings = replace(new_beat(tmp_path / "beat"), inbox=folder)
    plain_run(settings, inputs=[str(folder)])
    return settings


@pytest.fixture
def ask(settings, monkeypatch):
    """Call a command on that beat; re-extraction goes without Prefect."""
    monkeypatch.setattr("flows.local_run.run_reextract", plain_reextract)
    return lambda *arguments: topicwire("--config", settings.file, *arguments)


def alter(settings, statement, *values):
    """Change the store by hand, as an extractor of another time would have left it."""
    with opened(settings.data) as db, writing(db):
        db.execute(statement, values)


def add_teaser(settings, id=1):
    alter(settings, "UPDATE article SET text = text || ? WHERE id = ?", f"\n{TEASER}", id)


def stored(settings):
    with opened(settings.data) as db:
        return {one.record.id: one for one in articles.articles(db)}


def everything(settings):
    """Return every row of the store and every byte that is served."""
    with opened(settings.data) as db:
        tables = {
            table: db.execute(f"SELECT * FROM {table}").fetchall()
            for table in (
                "article",
                "article_version",
                "evidence",
                "location",
                "ledger",
                "article_fts",
            )
        }
    served = {path: path.read_bytes() for path in settings.data.www.rglob("*") if path.is_file()}
    return tables, served


def document_of(settings, id):
    with opened(settings.data) as db:
        document = articles.provenance(db, id).document
    return archive.path_of(document, archive=settings.data.archive)


def test_better_extraction_makes_a_version(settings):
    """The text is the page's again, the old one is kept with the cause, and the feeds tell their readers."""
    before = stored(settings)[1]
    feed = settings.data.www / "feeds" / "port-strikes.json"
    entry = json.loads(feed.read_bytes())["items"][0]
    add_teaser(settings)
    alter(settings, "UPDATE article SET authors = ? WHERE id = 1", '["View all posts"]')

    report = plain_reextract(settings)
    assert headline(report).startswith(
        "3 articles read anew: 1 changed (1 new version), 2 unchanged; "
    )
    # Not so surely its RSS: that counts in whole seconds.
    assert {"feeds/port-strikes.atom", "feeds/port-strikes.json"} <= set(report.feeds_changed)
    after = stored(settings)[1]
    assert (after.text, after.authors) == ("\n".join(STRIKE), before.authors)
    assert (after.record.version, after.record.guid) == (2, before.record.guid)
    assert after.record.document == before.record.document
    with opened(settings.data) as db:
        (version,) = db.query("SELECT * FROM article_version")
    assert version["cause"] == "extraction"
    assert version["text"].endswith(TEASER)
    assert json.loads(version["metadata"])["authors"] == ["View all posts"]
    new_entry = json.loads(feed.read_bytes())["items"][0]
    assert new_entry["id"] == entry["id"]
    assert new_entry["date_modified"] > entry["date_modified"]


def test_it_says_what_changed(settings):
    """Field by field, the text by its lines."""
    add_teaser(settings)
    alter(settings, "UPDATE article SET title = 'Strike' WHERE id = 2")
    said = list(lines(plain_reextract(settings)))
    assert said == [
        "  changed    Dockers on strike  (article 1)",
        "             text: 1 line gone, 0 new",
        f"               gone: {TEASER}",
        "  changed    A bridge for Aldmouth  (article 2)",
        "             title: Strike -> A bridge for Aldmouth",
    ]


def test_again_nothing_changes(settings):
    """The second time there is nothing to do: no row moves but the spool's, no feed file is touched."""
    add_teaser(settings)
    plain_reextract(settings)
    before = everything(settings)
    report = plain_reextract(settings)
    assert headline(report) == (
        "3 articles read anew: 0 changed, 3 unchanged; 0 feed files changed"
    )
    assert list(lines(report)) == []
    assert everything(settings) == before
    assert list(settings.data.spool.iterdir()) == []


def test_dry_run_stores_nothing(settings):
    """It says what would change, and not a row and not a byte is another afterwards."""
    add_teaser(settings)
    before = everything(settings)
    report = plain_reextract(settings, dry_run=True)
    assert headline(report) == (
        "3 articles read anew: 1 would be changed (1 new version), 2 unchanged;"
        " nothing stored: a dry run"
    )
    assert everything(settings) == before
    assert list(lines(report)) == list(lines(plain_reextract(settings)))


def test_new_topics_reach_what_is_stored(settings):
    """Another topics file gives and takes topics, without a version, and the next run has nothing to do."""
    topics = settings.topics
    text = topics.read_text("utf-8").replace("port-strikes", "strikes")
    bridges = """
[concepts.bridge]
words = ["footbridge*"]
[topics.bridges]
title = "Bridges"
description = "Where one may cross"
[[topics.bridges.rules]]
name = "a bridge"
when = "bridge"
"""
    topics.write_text(text + bridges, "utf-8")
    report = plain_reextract(settings)
    assert report.tally.topics_gained == {"strikes": 2, "bridges": 1}
    assert report.tally.topics_lost == {"port-strikes": 2}
    assert "             topics: +strikes, -port-strikes" in list(lines(report))
    assert list(lines(report))[-1] == "  topics     +2 strikes, +1 bridges, -2 port-strikes"
    assert {id: one.topics for id, one in stored(settings).items()} == {
        1: ("strikes",),
        2: ("bridges",),
        3: ("strikes",),
    }
    assert {one.record.version for one in stored(settings).values()} == {1}
    again = plain_run(settings, inputs=[str(settings.inbox)])
    assert {one.state for one in again.deliveries} == {"unchanged"}


def test_what_would_be_rejected_now_stays(settings):
    """An article that is there is not lost to stricter rules; the reason is told."""
    before = stored(settings)[2]
    document_of(settings, 2).write_bytes(gzip.compress(b"<html><body>404</body></html>"))
    report = plain_reextract(settings, ids=[2])
    (told,) = report.tally.renewals
    assert (told.outcome, told.id) == ("refused", 2)
    assert "has no article" in told.reason
    assert ", 1 would be rejected now; " in headline(report)
    assert stored(settings)[2] == before


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_what_the_archive_lost_stays(settings, harm):
    """It is told with the file and the input that brings it back; the others of its batch are read."""
    before = stored(settings)[2]
    path = document_of(settings, 2)
    path.unlink() if harm == "missing" else path.write_bytes(path.read_bytes()[:40])
    add_teaser(settings)
    report = plain_reextract(settings)
    assert [(one.id, one.outcome) for one in report.tally.renewals] == [
        (1, "changed"),
        (2, "unreadable"),
    ]
    reason = report.tally.renewals[1].reason
    assert reason.startswith(f"{path} cannot be read")
    assert reason.endswith(f"it came as {settings.inbox / '2-bridge.html'}")
    assert stored(settings)[2] == before
    if harm == "missing":
        plain_run(settings, inputs=[str(settings.inbox)])
        assert plain_reextract(settings, ids=[2]).tally.count("unchanged") == 1


def test_url_of_another_article_is_told(settings):
    """The page's URL is another article's by now: it keeps the one it had, and nothing breaks."""
    alter(settings, "UPDATE article SET url = 'https://courier.example/old' WHERE id = 1")
    alter(settings, "UPDATE article SET url = 'https://courier.example/strike' WHERE id = 2")
    report = plain_reextract(settings, ids=[1])
    assert list(lines(report)) == [
        "  unchanged  Dockers on strike  (article 1)",
        "             url: left as it was, for another article has https://courier.example/strike",
    ]
    assert stored(settings)[1].url == "https://courier.example/old"


def test_copies_are_told(settings):
    """A reprint that furniture hid is found to be a copy, and leaves the feeds."""
    alter(
        settings,
        "UPDATE article SET text_hash = 'other', text = 'Other.', copy_of = NULL WHERE id = 3",
    )
    assert stored(settings)[3].record.copy_of is None
    report = plain_reextract(settings)
    (told,) = report.tally.renewals
    assert told.changes[-1] == Change(field="copy of", after=("article 1",), added=1)
    assert "             copy of: none -> article 1" in list(lines(report))
    assert stored(settings)[3].record.copy_of == 1


def test_document_is_read_as_it_came(settings):
    """With the address and the type of the answer, which the ledger has: here they give a page its URL."""
    alter(
        settings,
        "UPDATE ledger SET url = 'https://courier.example/bridge?utm_source=x' WHERE article_id = 2",
    )
    plain_reextract(settings, ids=[2])
    assert stored(settings)[2].url == "https://courier.example/bridge"


def test_only_the_current_document_counts(settings):
    """An article whose page was changed since is read from the page as it is now."""
    path = settings.inbox / "2-bridge.html"
    path.write_bytes(page("A bridge for Aldmouth", [*BRIDGE, "The lamps will be lit."]))
    plain_run(settings, inputs=[str(path)])
    report = plain_reextract(settings, ids=[2])
    assert report.tally.count("unchanged") == 1
    assert stored(settings)[2].text.endswith("The lamps will be lit.")


def test_articles_are_chosen(settings):
    """By id, by topic, by flag, and by all at once."""
    alter(settings, "UPDATE article SET flags = '[\"rescued\"]' WHERE id IN (2, 3)")

    def chosen(ids=(), *, topic=None, flag=()):
        return choose(settings, ids, topic=topic, flag=flag)

    assert chosen() == [1, 2, 3]
    assert chosen([2, 1]) == [1, 2]
    assert chosen(topic="port-strikes") == [1, 3]
    assert chosen(flag=["rescued", "link-list"]) == [2, 3]
    assert chosen(topic="port-strikes", flag=["rescued"]) == [3]
    assert chosen([1], flag=["rescued"]) == []
    with pytest.raises(ChoiceError, match="no article 7"):
        chosen([1, 7])
    with pytest.raises(ChoiceError, match=r"no flag 'boring'.*rescued"):
        chosen(flag=["boring"])


def test_batches_are_stored_one_by_one(settings, monkeypatch):
    """However many there are, only a batch is in memory; the numbers are of all."""
    monkeypatch.setattr(walk, "BATCH", 2)
    add_teaser(settings, 1)
    add_teaser(settings, 2)
    report = plain_reextract(settings)
    assert (report.tally.count("changed"), report.tally.versions) == (2, 2)
    assert {one.record.version for one in stored(settings).values()} == {1, 2}


def test_command(ask, settings):
    """The headline, what became of each, and where the feeds are."""
    add_teaser(settings)
    result = ask("reextract")
    assert result.exit_code == 0
    head, *told = result.stdout.splitlines()
    assert head.startswith("3 articles read anew: 1 changed (1 new version), 2 unchanged; ")
    assert told[0] == "  changed    Dockers on strike  (article 1)"
    assert told[-1].startswith(f"Feeds: {settings.data.www / 'index.html'}")


def test_dry_run_command_ends_with_what_to_do(ask, settings):
    """And the exit code says that nothing is wrong."""
    add_teaser(settings)
    result = ask("reextract", "1", "--dry-run")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (
        0,
        "Nothing was stored. The same command without --dry-run stores it.",
    )
    assert stored(settings)[1].text.endswith(TEASER)


def test_command_for_programs(ask, settings):
    """An object for each article that is not merely unchanged, and one with the numbers at the end."""
    add_teaser(settings)
    told, numbers = objects(ask("reextract", "--json", "--topic", "port-strikes"))
    assert (told["id"], told["outcome"], told["new_version"]) == (1, "changed", True)
    assert told["changes"] == [
        {"field": "text", "before": [TEASER], "after": [], "gone": 1, "added": 0}
    ]
    assert {name: numbers[name] for name in ("changed", "unchanged", "refused", "unreadable")} == {
        "changed": 1,
        "unchanged": 1,
        "refused": 0,
        "unreadable": 0,
    }
    assert (numbers["new_versions"], numbers["left_out"], numbers["dry_run"]) == (1, 0, False)


def test_command_that_can_read_nothing(ask, settings):
    """Exit code 1, and how the document comes back."""
    document_of(settings, 2).unlink()
    result = ask("reextract", "2")
    assert result.exit_code == 1
    assert "  unreadable A bridge for Aldmouth  (article 2)" in result.stdout
    assert "topicwire run PATH|URL" in result.stdout.splitlines()[-1]
    assert ask("reextract").exit_code == 0, "the others were read"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["7"], 1, "There is no article 7. `topicwire list` shows what there is."),
        (["--topic", "port-strike"], 2, "There are: port-strikes"),
        (["--flag", "boring"], 2, "'rescued'"),
        (["one"], 2, "'one' is not a valid integer"),
    ],
)
def test_command_that_is_not_understood(ask, arguments, code, said):
    """It says what there is instead, before anything is started."""
    result = ask("reextract", *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr


def renewal(id, outcome="changed", **known):
    return Renewal(id=id, title=f"Article {id}", outcome=outcome, **known)


def test_ten_thousand_articles_make_a_short_report():
    """The numbers are of all, the first hundreds are told one by one, and the rest is counted."""
    found = Tally()
    for batch in range(50):
        found += tally(
            renewal(200 * batch + number, "changed" if number % 2 else "unchanged")
            for number in range(200)
        )
    assert (found.count("changed"), found.count("unchanged")) == (5000, 5000)
    assert [one.id for one in found.renewals[:2]] == [1, 3]
    assert (len(found.renewals), found.left_out) == (MOST_RENEWALS, 5000 - MOST_RENEWALS)
    report = RenewalReport(tally=found, dry_run=False, feeds_changed=(), seconds=1.0)
    assert list(lines(report))[-1] == f"  and {5000 - MOST_RENEWALS} more"
    assert render_markdown(report).endswith("\n\nand 4900 more\n")
    assert list(rows(report))[-1]["left_out"] == 5000 - MOST_RENEWALS


def test_markdown_has_a_section_for_each_outcome():
    """Topics first, then what changed and how, what would be refused and why, and what is lost."""
    change = Change(field="text", before=("<b>Read more</b>",), gone=1)
    found = tally(
        [
            renewal(1, changes=(change,), topics_gained=("fleet",), is_version=True),
            renewal(2, "refused", reason="It is empty."),
            renewal(3, "unreadable", reason="a.gz cannot be read"),
            renewal(4, "unchanged", url_of_another="https://courier.example/1"),
            renewal(5, "unchanged"),
        ]
    )
    report = RenewalReport(tally=found, dry_run=True, feeds_changed=(), seconds=1.25)
    assert (
        render_markdown(report)
        == """\
Took 1.2\N{NO-BREAK SPACE}s.

## Topics gained and lost

- +1 fleet

## Would change

- **Article 1** (article 1)
  - text: 1 line gone, 0 new
  - gone: &lt;b&gt;Read more&lt;/b&gt;
  - topics: +fleet

## Would be rejected now, left as they were

- **Article 2** (article 2)
  - It is empty.

## Documents that cannot be read

- **Article 3** (article 3)
  - a.gz cannot be read

## With the URL of another article

- **Article 4** (article 4)
  - url: left as it was, for another article has https://courier.example/1
"""
    )


def test_input_named_in_a_reason_is_on_one_line(settings):
    """A file name may hold a newline; the terminal's cursor stays where it is."""
    alter(settings, "UPDATE article SET input = ? WHERE id = 2", "two\nlines.html")
    Path(document_of(settings, 2)).unlink()
    (told,) = plain_reextract(settings, ids=[2]).tally.renewals
    assert told.reason.endswith("it came as two\\nlines.html")
