"""The flow `retag` on a real server: its tasks, its artifact, and who else can start it."""

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

from flows.retag import retag
from flows.retagging import headline
from tests.flows.conftest import Up
from tests.flows.running import SAMPLES, ask, deployment, runs
from tests.flows_cli.newsroom import new_beat, plain_run

TOPICS = """
name = "p"
[topics.seats]
title = "Seats"
description = "Chairs and those who sit on them"
[[topics.seats.rules]]
name = "a seat"
when = "ANY('seat*', 'chair*')"
"""


def test_a_run_stores_publishes_and_reports(up: Up, tmp_path: Path):
    """One task a batch, and what was gained with its evidence as the artifact; a broken file fails in one sentence."""
    settings = new_beat(tmp_path / "beat")
    plain_run(settings, inputs=[str(SAMPLES / "02-empty-seat.html")])
    settings.topics.write_text(TOPICS)
    where: dict[str, Any] = {"config": str(settings.file)}
    there = {PREFECT_API_URL: f"{up.prefect}/api", PREFECT_HOME: tmp_path / "prefect"}
    with temporary_settings({**there, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        state = retag(**where, return_state=True)
        settings.topics.write_text(TOPICS.replace("ANY(", "ANY ANY("))
        failed = retag(**where, return_state=True)
        APILogWorker.drain_all()
        EventsWorker.drain_all()
    assert state.name == "Completed"
    assert state.message == headline(state.result())
    assert state.message.startswith("1 article tagged anew by p (")
    assert "+1 seats; " in state.message
    assert failed.is_failed()
    assert "topics.toml:8:13: the rule has" in failed.message

    id = str(state.state_details.flow_run_id)
    (found,) = runs(up.prefect, id={"any_": [id]})
    assert found["name"].endswith(" · all articles")
    chosen = {"task_runs": {"flow_run_id": {"any_": [id]}}, "sort": "END_TIME_DESC"}
    names = [task["name"] for task in ask(up.prefect, "task_runs/filter", chosen)]
    assert names[::-1] == ["tag batch 1", "publish", "report"]
    (artifact,) = ask(
        up.prefect, "artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [id]}}}
    )
    assert (artifact["key"], artifact["description"]) == ("retag-report", state.message)
    assert "a seat: " in artifact["data"]


def test_up_serves_it_to_be_started_by_hand(up: Up):
    """It stands in Prefect's UI, no schedule, one at a time, on the data of `up`."""
    served = deployment(up.prefect, "by-hand", flow="retag")
    assert served["schedules"] == []
    assert served["global_concurrency_limit"]["limit"] == 1
    assert served["parameters"]["data"] == str(up.project.data.root)
