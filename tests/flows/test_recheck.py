"""The flow `recheck` on a real server: its tasks, its artifact, its events, and when it is run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_HOME,
    temporary_settings,
)

from flows.looks import headline
from flows.recheck import recheck
from flows.scheduler import RECHECKS
from flows.settings import load_settings
from storage import articles
from storage.database import opened
from tests.fetch.servers import Server, response
from tests.flows.conftest import Up
from tests.flows.running import ask, deployment, runs, until
from tests.flows_cli.newsroom import STRIKE, new_beat, page, plain_run


def test_a_run_looks_publishes_and_tells(up: Up, tmp_path: Path):
    """A changed page is read and stored, a gone one needs no reading; each is an event; what cannot be is one sentence."""
    strike = page("Dockers on strike", STRIKE)
    with Server({"/strike": response(strike), "/robots.txt": response()}) as server:
        file = new_beat(tmp_path / "beat").file
        assert file
        file.write_text(file.read_text().replace("[fetch]", f'[fetch]\nallow = ["{server.host}"]'))
        settings = load_settings(config=file, environ={})
        plain_run(settings, inputs=[server.url("/strike")])
        where: dict[str, Any] = {"config": str(file)}
        there = {PREFECT_API_URL: f"{up.prefect}/api", PREFECT_HOME: tmp_path / "prefect"}
        with temporary_settings({**there, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            nothing = recheck(**where, return_state=True)
            server.answers["/strike"] = response(strike.replace(b"three more", b"four more"))
            changed = recheck(ids=[1], **where, return_state=True)
            server.answers["/strike"] = response(status="410 Gone")
            gone = recheck(ids=[1], **where, return_state=True)
            failed = recheck(ids=[7], **where, return_state=True)
            APILogWorker.drain_all()
            EventsWorker.drain_all()
    assert nothing.message == "No page is due to be looked at again"
    assert changed.message == headline(changed.result())
    assert changed.message.startswith("1 page looked at: 1 changed; ")
    assert gone.message.startswith("1 page looked at: 1 gone; ")
    assert failed.is_failed()
    assert failed.message == "There is no article 7. `topicwire list` shows what there is."
    with opened(settings.data) as db:
        stored = articles.article(db, 1)
    assert stored
    assert stored.record
    assert stored.record.gone

    id = str(changed.state_details.flow_run_id)
    (found,) = runs(up.prefect, id={"any_": [id]})
    assert found["name"].endswith(" · articles 1")
    chosen = {"task_runs": {"flow_run_id": {"any_": [id]}}, "sort": "END_TIME_DESC"}
    names = [task["name"] for task in ask(up.prefect, "task_runs/filter", chosen)]
    assert names[::-1] == ["look at pages", "read pages", "store pages", "publish", "report"]
    (artifact,) = ask(
        up.prefect, "artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [id]}}}
    )
    assert (artifact["key"], artifact["description"]) == ("recheck-report", changed.message)
    assert "**Dockers on strike** (article 1)" in artifact["data"]

    def told() -> list[tuple[str, str]]:
        wanted = {"filter": {"event": {"prefix": ["topicwire.article."]}}}
        found = ask(up.prefect, "events/filter", wanted)["events"]
        return sorted((one["event"], one["resource"]["prefect.resource.id"]) for one in found)

    until(lambda: len(told()) == 2)
    guid = stored.record.guid
    assert told() == [("topicwire.article.changed", guid), ("topicwire.article.gone", guid)]


def test_up_serves_it_on_a_schedule_of_its_own(up: Up):
    """Twice an hour, one at a time, on the data of `up`."""
    served = deployment(up.prefect, "scheduled", flow="recheck")
    (schedule,) = served["schedules"]
    assert (schedule["active"], schedule["schedule"]["cron"]) == (True, RECHECKS)
    assert served["global_concurrency_limit"]["limit"] == 1
    assert served["parameters"]["data"] == str(up.project.data.root)
