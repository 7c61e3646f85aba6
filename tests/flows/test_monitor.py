"""The flow: its states and names, what a killed run leaves to the next, and the report of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_HOME,
    temporary_settings,
)
from prefect.states import State

from extractors.models import Article, Evidence, Record
from flows import run_lock, walk
from flows.artifact import MOST_ROWS
from flows.monitor import monitor
from flows.report import Report, headline, lines, render_markdown
from flows.settings import Settings, load_settings
from flows.texts import FLAG_MEANINGS
from storage import ledger
from storage.database import opened
from storage.ledger import Delivery
from tests.flows.conftest import Up
from tests.flows.running import SAMPLES, ask, runs
from tests.flows_cli.newsroom import collected

NOW = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)


@pytest.fixture
def run(up: Up, tmp_path: Path) -> Iterator[Callable[..., State[Any]]]:
    """Run the flow here, shown by the running server, on a data folder of the test's own."""

    def run(**parameters: Any) -> State[Any]:
        data = {"data": str(tmp_path / "var"), "config": str(config)}
        return monitor(**{**data, **parameters}, return_state=True)

    config = tmp_path / "topicwire.toml"
    config.write_text("[extract]\nworkers = 1\n")
    there = {PREFECT_API_URL: f"{up.prefect}/api", PREFECT_HOME: tmp_path / "prefect"}
    # The thread that sends heartbeats makes each flow wait a second for its end.
    with temporary_settings({**there, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield run
        # What is still to be sent would wait at the end of all tests for a server that is gone.
        APILogWorker.drain_all()
        EventsWorker.drain_all()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(load_settings(data=tmp_path / "var", environ={}, folder=tmp_path), workers=1)


def copy_of(name: str, folder: Path) -> Path:
    path = folder / name
    path.write_bytes((SAMPLES / name).read_bytes())
    return path


def test_a_run_without_a_server_is_in_the_history_of_the_next_one(up: Up):
    """What `topicwire run` did with Prefect's embedded server is there when `up` starts on the same data."""
    said = up.first_run
    assert said.returncode == 0, said.stderr
    assert "Starting Prefect's embedded server" in said.stderr
    (found,) = [one for one in runs(up.prefect) if "02-empty-seat.html" in one["name"]]
    assert found["name"].endswith("02-empty-seat.html, " + str(SAMPLES / "06-not-a-page.html"))
    assert (found["state_type"], found["state_name"]) == ("COMPLETED", "Completed with rejections")
    assert found["state"]["message"] == said.stdout.splitlines()[0]
    assert found["state"]["message"].startswith("2 in: 1 stored, 1 rejected; ")


def test_its_report_is_an_artifact(up: Up):
    """The artifact of the run says what came in, with the evidence, and what was refused and why."""
    (found,) = [one for one in runs(up.prefect) if "02-empty-seat.html" in one["name"]]
    chosen = {"artifacts": {"flow_run_id": {"any_": [found["id"]]}}}
    (artifact,) = ask(up.prefect, "artifacts/filter", chosen)
    assert artifact["key"] == "monitor-report"
    assert artifact["description"] == found["state"]["message"]
    assert "Armenia keeps its CSTO seat, and keeps it empty, committee told" in artifact["data"]
    assert "armenia-membership" in artifact["data"]
    assert "It looks like a PNG image, not like text." in artifact["data"]


def test_tasks_are_few_and_named(up: Up):
    """A task is a step of the run, never an article, and its name says which."""
    (found,) = [one for one in runs(up.prefect) if "02-empty-seat.html" in one["name"]]
    chosen = {"task_runs": {"flow_run_id": {"any_": [found["id"]]}}, "sort": "END_TIME_DESC"}
    names = [task["name"] for task in ask(up.prefect, "task_runs/filter", chosen)]
    steps = ["discover", "collect", "extract batch 1", "store batch 1", "publish", "report"]
    assert names[::-1] == steps


def test_a_run_without_rejections_is_completed(run, tmp_path):
    """The state's name says whether there is anything to look at."""
    state = run(inputs=[str(copy_of("01-door-open.html", tmp_path))])
    assert state.is_completed()
    assert state.name == "Completed"
    assert state.message == headline(state.result())


def broken_topics(tmp_path: Path) -> list[str]:
    (tmp_path / "topicwire.toml").write_text('topics = "topics.toml"\n')
    (tmp_path / "topics.toml").write_text('[topic.fleet]\ntitle = "Fleet\n')
    return [f"{tmp_path / 'topics.toml'}:2: not valid TOML"]


def broken_settings(tmp_path: Path) -> list[str]:
    (tmp_path / "topicwire.toml").write_text("[extract]\nworkers = 'two'\n")
    return [f"{tmp_path / 'topicwire.toml'}:2: ", "'two'", "Write it like this: workers = 2"]


def no_database(tmp_path: Path) -> list[str]:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "topicwire.db").write_bytes(b"Dear diary, today I was a text file. " * 200)
    return [str(tmp_path / "var" / "topicwire.db")]


def no_list(tmp_path: Path) -> list[str]:
    return [str(tmp_path / "missing.txt"), "No such file"]


@pytest.mark.parametrize("broken", [broken_topics, broken_settings, no_database, no_list])
def test_what_cannot_work_fails_with_a_message(up, run, tmp_path, broken):
    """A run that meets a broken file ends as Failed, says which and why, and shows no stack trace."""
    expected = broken(tmp_path)
    listed = str(tmp_path / "missing.txt") if broken is no_list else None
    state = run(inputs=[str(SAMPLES / "01-door-open.html")], from_list=listed)
    assert (state.name, state.is_failed()) == ("Failed", True)
    for part in expected:
        assert part in state.message
    chosen = {"logs": {"flow_run_id": {"any_": [str(state.state_details.flow_run_id)]}}}
    APILogWorker.drain_all()
    said = [log["message"] for log in ask(up.prefect, "logs/filter", chosen)]
    assert state.message in said
    assert not [message for message in said if "Traceback" in message]


def test_another_run_is_waited_for_then_left_alone(run, settings, tmp_path, monkeypatch, caplog):
    """Two runs never work on one data folder; the one that waited in vain says so."""
    monkeypatch.setattr(run_lock, "PATIENCE", 0.1)
    with settings.data.lock("run").acquire():
        state = run(inputs=[str(copy_of("01-door-open.html", tmp_path))])
    assert state.is_failed()
    assert f"Another run has held {settings.data.root}" in state.message
    assert f"Waiting for another run on {settings.data.root} to end" in caplog.messages
    assert not settings.data.database.exists()


def test_the_next_run_takes_up_what_a_killed_one_left(run, settings, tmp_path):
    """Copy that was fetched and not stored is stored by the next run, though its file is gone."""
    fetched = copy_of("01-door-open.html", tmp_path)
    _, ids = walk.discover_copy(settings, [str(fetched)], None, run="killed after fetching")
    assert collected(settings, ids) == ids
    fetched.unlink()
    only_seen = copy_of("09-tihiy-brod.txt", tmp_path)
    walk.discover_copy(settings, [str(only_seen)], None, run="killed before fetching")

    state = run(inputs=[str(copy_of("11-telescopes.txt", tmp_path))])
    report = state.result()
    assert [one.state for one in report.deliveries] == ["stored"] * 3
    assert {Path(one.input) for one in report.deliveries} >= {fetched, only_seen}
    assert {one.run for one in report.deliveries} == {report.run}
    again = run(inputs=[str(tmp_path / "11-telescopes.txt")]).result()
    assert headline(again) == "1 in: 1 unchanged; 0 feed files changed"


def test_a_document_that_ends_every_run_is_set_aside(run, settings, tmp_path):
    """After three runs that did not come back from extracting it, it is rejected and said to be a crash loop."""
    document = copy_of("01-door-open.html", tmp_path)
    for number in range(ledger.MOST_ATTEMPTS):
        _, ids = walk.discover_copy(settings, [str(document)], None, run=f"killed {number}")
        with opened(settings.data) as db:
            assert [one.attempts for one in ledger.deliveries(db, ids)] == [number]
        waiting = collected(settings, ids)
        with walk.workers_for(settings, waiting) as workers:
            walk.extract_documents(settings, waiting, workers=workers)

    report = run(inputs=[str(copy_of("11-telescopes.txt", tmp_path))]).result()
    assert [one.code for one in report.rejected] == ["crash-loop"]
    assert report.rejected[0].reason == "3 runs ended while this document was worked on"
    assert [Path(one.input).name for one in report.in_state("stored")] == ["11-telescopes.txt"]


HOSTILE = "1. | <script>alert(1)</script> [x](javascript:y) `z` **b** _i_ # h\n\n---\n![i](u) &lt;b&gt; ~~s~~ \\"


def article(id: int, title: str, *, copy_of: int | None = None) -> Article:
    found = Evidence(
        topic="fleet",
        rule="ships",
        field="title",
        start=0,
        end=1,
        words=("ship",),
        sentence=title,
        score=1.0,
    )
    record = Record(
        id=id,
        guid=f"tag:feeds.example,2026:{id}",
        input=f"{id}.txt",
        version=1,
        copy_of=copy_of,
        document="d",
        tagged_with="t",
        first_seen=NOW,
        changed=NOW,
    )
    return Article(title=title, text=title, evidence=(found,), record=record)


def delivery(id: int, state: ledger.State, **known: Any) -> Delivery:
    return Delivery(
        id=id,
        run="a run",
        source=known.pop("source", "inbox"),
        input=known.pop("input", f"inbox/{id}.txt"),
        location=f"file:///inbox/{id}.txt",
        state=state,
        seen=NOW,
        **known,
    )


def report_of(*deliveries: Delivery, **known: Any) -> Report:
    chosen = {
        "articles": {},
        "passed_over": (),
        "feeds_changed": (),
        "base_url": "https://feeds.example/",
        "seconds": 1.25,
    }
    return Report(run="r1", deliveries=deliveries, **{**chosen, **known})


@pytest.mark.parametrize(
    ("states", "said"),
    [
        pytest.param([], "0 in: nothing to read; 0 feed files changed", id="nothing"),
        pytest.param(["stored"], "1 in: 1 stored; 0 feed files changed", id="one"),
        pytest.param(
            ["rejected", "copy", "stored", "unchanged", "stored"],
            "5 in: 2 stored, 1 copied, 1 unchanged, 1 rejected; 0 feed files changed",
            id="all",
        ),
        pytest.param(
            ["unpacked", "stored", "stored"],
            "2 in: 2 stored; 1 file unpacked; 0 feed files changed",
            id="a file of two documents",
        ),
    ],
)
def test_headline_counts_each_outcome(states, said):
    """The run in one line, with what did not happen left out."""
    assert headline(report_of(*(delivery(1, state) for state in states))) == said


def test_markdown_has_a_section_for_each_outcome():
    """What came in, stored with its evidence, copied, rejected with the reason, and the feeds with links."""
    markdown = render_markdown(
        report_of(
            delivery(1, "stored", article_id=1),
            delivery(2, "copy", article_id=2),
            delivery(3, "rejected", code="empty", reason="The document is empty."),
            articles={1: article(1, "A ship comes in"), 2: article(2, "The ship again", copy_of=1)},
            passed_over=("inbox/photo.jpg",),
            feeds_changed=("feeds.opml", "feeds/fleet.atom", "feeds/fleet.rss"),
        )
    )
    assert (
        markdown
        == """\
Took 1.2\N{NO-BREAK SPACE}s.

## What came in

| Source | In | stored | copied | unchanged | rejected |
| --- | --- | --- | --- | --- | --- |
| inbox | 3 | 1 | 1 | 0 | 1 |

## Stored and tagged

- **A ship comes in** (inbox/1.txt, article 1)
  - fleet: A ship comes in

## Copies

- **The ship again** (inbox/2.txt), same text as article 1

## Rejected

- inbox/3.txt: The document is empty. (empty)

## Feeds changed

- Pages: [feeds.opml](https://feeds.example/feeds.opml)
- fleet: [atom](https://feeds.example/feeds/fleet.atom), [rss](https://feeds.example/feeds/fleet.rss)

## Files with other endings, left alone

- inbox/photo.jpg
"""
    )


def test_report_says_what_to_look_at_twice():
    """Flagged articles are named with what each flag means, on the terminal and in the artifact."""
    flagged = replace(article(1, "A ship comes in"), flags=("paywalled", "rescued"))
    report = report_of(
        delivery(1, "stored", article_id=1),
        delivery(2, "stored", article_id=2),
        articles={1: flagged, 2: article(2, "Another ship")},
    )
    assert list(lines(report))[4:] == [
        "  look twice A ship comes in  (article 1): paywalled, rescued",
        f"             paywalled: {FLAG_MEANINGS['paywalled']}",
        f"             rescued: {FLAG_MEANINGS['rescued']}",
    ]
    assert f"""
## Look twice at these

- **A ship comes in** (article 1)
  - paywalled: {FLAG_MEANINGS["paywalled"]}
  - rescued: {FLAG_MEANINGS["rescued"]}

## Stored""" in render_markdown(report)


def test_unpacked_files_are_no_copy_of_their_own():
    """A file of many documents has its own section and line, and the table counts what came out of it."""
    report = report_of(
        delivery(1, "unpacked", reason="2 documents"),
        delivery(2, "rejected", code="empty", reason="The document is empty."),
    )
    assert "  unpacked   inbox/1.txt: 2 documents" in list(lines(report))
    markdown = render_markdown(report)
    assert "| inbox | 1 | 0 | 0 | 0 | 1 |" in markdown
    assert "## Unpacked\n\n- inbox/1.txt: 2 documents\n" in markdown


@pytest.mark.parametrize("where", ["title", "input", "reason", "source", "passed over"])
def test_nothing_in_a_report_is_taken_for_markup(where):
    """A title, a file name or a reason is shown letter by letter, whatever it is made of."""
    given = {name: HOSTILE for name in ("source", "input") if name == where}
    title = HOSTILE if where == "title" else "A ship comes in"
    reason = HOSTILE if where == "reason" else "empty"
    report = report_of(
        delivery(1, "stored", article_id=1, **given),
        delivery(2, "copy", article_id=2, **given),
        delivery(3, "rejected", code="empty", reason=reason, **given),
        articles={1: article(1, title), 2: article(2, title, copy_of=1)},
        passed_over=(HOSTILE if where == "passed over" else "inbox/photo.jpg",),
    )
    tokens = (
        MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(render_markdown(report))
    )
    inline = [token for token in tokens if token.type == "inline"]
    marks = {part.type for token in inline for part in token.children or []}
    assert marks == {"text", "strong_open", "strong_close"}
    assert not {token.type for token in tokens} & {"html_block", "code_block", "fence", "hr"}
    assert "ordered_list_open" not in {token.type for token in tokens}
    shown = ["".join(part.content for part in token.children or []) for token in inline]
    assert any(" ".join(HOSTILE.split()) in text for text in shown)


def test_a_long_report_is_cut_and_says_where_the_rest_is():
    """The artifact stays readable; the ledger has everything."""
    many = [
        delivery(id, "rejected", code="empty", reason="empty") for id in range(1, MOST_ROWS + 8)
    ]
    names = tuple(f"inbox/{number}.jpg" for number in range(MOST_ROWS + 3))
    markdown = render_markdown(report_of(*many, passed_over=names))
    assert markdown.count(": empty (empty)") == MOST_ROWS
    assert "\n\nand 7 more: `topicwire ledger --state rejected`\n" in markdown
    assert "\n\nand 3 more\n" in markdown


def test_terminal_lines_name_the_evidence_and_the_reason():
    """The same report as plain lines, for a terminal or a log."""
    said = list(
        lines(
            report_of(
                delivery(1, "stored", article_id=1),
                delivery(2, "copy", article_id=2),
                delivery(3, "unchanged", article_id=1),
                delivery(4, "rejected", code="empty", reason="The document is empty."),
                articles={
                    1: article(1, "A ship comes in"),
                    2: article(2, "The ship again", copy_of=1),
                },
                passed_over=("inbox/photo.jpg",),
            )
        )
    )
    assert said == [
        "  stored     A ship comes in  (inbox/1.txt)",
        "             fleet: ship  (ships; title)",
        "  copy       The ship again  (inbox/2.txt, same text as article 1)",
        "  rejected   inbox/4.txt: The document is empty.",
        "  unchanged  1 piece of copy as before",
        "  left alone 1 file with other endings: inbox/photo.jpg",
    ]
