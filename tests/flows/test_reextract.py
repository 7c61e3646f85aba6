"""The flow `reextract` on a real server: its states, its tasks, its artifact, and who else can start it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_HOME,
    temporary_settings,
)
from prefect.states import State

from flows.reextract import reextract
from flows.renewals import headline
from flows.settings import Settings, load_settings
from storage import articles
from storage.database import opened, writing
from tests.flows.conftest import Up
from tests.flows.running import SAMPLES, ask, deployment, runs, until
from tests.flows_cli.newsroom import plain_run

FURNITURE = "Subscribe to our evening letter"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A store with two samples, the first of them as an extractor of another time would have left it."""
    config = tmp_path / "topicwire.toml"
    config.write_text("[extract]\nworkers = 1\n")
    settings = load_settings(config=config, data=tmp_path / "var", environ={})
    given = [str(SAMPLES / "01-door-open.html"), str(SAMPLES / "02-empty-seat.html")]
    plain_run(settings, inputs=given)
    with opened(settings.data) as db, writing(db):
        db.execute("UPDATE article SET text = text || ? WHERE id = 1", [f"\n{FURNITURE}"])
    return settings


@pytest.fixture
def run(up: Up, settings: Settings, tmp_path: Path) -> Iterator[Callable[..., State[Any]]]:
    """Run the flow here, shown by the running server."""

    def run(**parameters: Any) -> State[Any]:
        where = {"data": str(settings.data.root), "config": str(settings.file)}
        return reextract(**{**where, **parameters}, return_state=True)

    there = {PREFECT_API_URL: f"{up.prefect}/api", PREFECT_HOME: tmp_path / "prefect"}
    with temporary_settings({**there, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield run
        APILogWorker.drain_all()
        EventsWorker.drain_all()


def test_a_run_stores_publishes_and_reports(up: Up, run, settings):
    """One task a batch and step, a name that says what was chosen, and what changed as the artifact."""
    state = run(topic="csto-expansion")
    assert state.name == "Completed"
    assert state.message == headline(state.result())
    assert state.message.startswith("1 article read anew: 1 changed (1 new version), 0 unchanged; ")
    with opened(settings.data) as db:
        assert FURNITURE not in articles.article(db, 1).text
        causes = db.execute("SELECT cause FROM article_version").fetchall()
    assert causes == [("extraction",)]

    id = str(state.state_details.flow_run_id)
    (found,) = runs(up.prefect, id={"any_": [id]})
    assert found["name"].endswith(" · all articles with topic csto-expansion")
    chosen = {"task_runs": {"flow_run_id": {"any_": [id]}}, "sort": "END_TIME_DESC"}
    names = [task["name"] for task in ask(up.prefect, "task_runs/filter", chosen)]
    assert names[::-1] == ["read batch 1", "store batch 1", "publish", "report"]
    (artifact,) = ask(
        up.prefect, "artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [id]}}}
    )
    assert (artifact["key"], artifact["description"]) == ("reextract-report", state.message)
    assert f"gone: {FURNITURE}" in artifact["data"]


def test_a_run_that_leaves_articles_as_they_were_says_so(run, settings):
    """The state's name says whether there is anything to look at; a dry run publishes nothing."""
    for path in settings.data.archive.rglob("*.gz"):
        path.unlink()
    state = run(dry_run=True)
    assert state.is_completed()
    assert state.name == "Completed with articles left as they were"
    assert "2 unreadable; nothing stored: a dry run" in state.message
    assert not settings.data.lock("run").is_locked


def test_what_cannot_work_fails_with_a_message(run):
    """An article that is not there ends the run as Failed, in one sentence."""
    state = run(ids=[1, 99])
    assert (state.name, state.is_failed()) == ("Failed", True)
    assert state.message == "There is no article 99. `topicwire list` shows what there is."


def test_up_serves_it_to_be_started_by_hand(up: Up):
    """It stands in Prefect's UI with its parameters, no schedule, one at a time; and a run of it is done."""
    served = deployment(up.prefect, "by-hand", flow="reextract")
    assert served["schedules"] == []
    assert served["global_concurrency_limit"]["limit"] == 1
    assert served["parameters"]["data"] == str(up.project.data.root)
    asked = {"parameters": {"dry_run": True}, "state": {"type": "SCHEDULED"}}
    id = ask(up.prefect, f"deployments/{served['id']}/create_flow_run", asked)["id"]

    def ended() -> dict[str, Any] | None:
        found: dict[str, Any] = ask(up.prefect, f"flow_runs/{id}")
        return found if found["state_type"] in ("COMPLETED", "FAILED", "CRASHED") else None

    found = until(ended)
    assert found["state_name"] == "Completed"
    assert "; nothing stored: a dry run" in found["state"]["message"]
    assert found["name"].endswith(" · all articles (dry run)")
