"""Sources in Prefect: a task each, with its name, tags, retries and a limit on how many at once; what broke is an event."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from prefect.client.orchestration import get_client
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_HOME,
    temporary_settings,
)

import flows.monitor
from flows.fetching_limit import FETCHING
from flows.monitor import monitor
from flows.settings import load_settings
from tests.flows.conftest import Up
from tests.flows.running import ask, until
from tests.flows_cli.newsroom import STRIKE, new_beat
from tests.flows_cli.outlet import Outlet, outlet


@pytest.fixture
def there() -> Iterator[Outlet]:
    with outlet() as server:
        yield server


def test_poll_is_a_task(up: Up, tmp_path, there: Outlet, monkeypatch) -> None:
    """One poll succeeds at its second try, one never: the run does its work and says which, in every place."""
    there.article("/a", "Dockers on strike", STRIKE)
    there.feed("/feed.xml", [("Dockers on strike", "/a")])
    there.fail("/down.xml", 503)
    there.failing_first["/feed.xml"] = 1
    settings = new_beat(tmp_path / "beat")
    written = settings.file.read_text("utf-8").replace(
        "[fetch]", f'[fetch]\nallow = ["{there.host}"]'
    )
    tables = "".join(
        f'[sources.{name}]\nurl = "{there.url(f"/{path}.xml")}"\n'
        for name, path in (("courier", "feed"), ("herald", "down"))
    )
    settings.file.write_text(written + tables)
    quick = flows.monitor.poll.with_options(retry_delay_seconds=[0.1, 0.1])
    monkeypatch.setattr(flows.monitor, "poll", quick)
    places = {
        PREFECT_API_URL: f"{up.prefect}/api",
        PREFECT_HOME: tmp_path / "prefect",
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
    }
    with temporary_settings(places):
        # The third failure of a source is a problem: two of this run's own tries count as one.
        for _ in range(3):
            state = monitor(
                sources=["courier", "herald"], config=str(settings.file), return_state=True
            )
        with get_client(sync_client=True) as client:
            assert client.read_global_concurrency_limit_by_name(FETCHING).limit == 8
        APILogWorker.drain_all()
        EventsWorker.drain_all()
    assert state.is_completed()
    assert "2 sources polled, 1 failed" in state.message
    assert there.asked["/down.xml"] == 9, "three tries a run"
    assert there.asked["/a"] == 1
    runs = ask(
        up.prefect,
        "task_runs/filter",
        {"flow_runs": {"id": {"any_": [str(state.state_details.flow_run_id)]}}},
    )
    polls = {run["name"]: run for run in runs if run["name"].startswith("poll ")}
    assert sorted(polls) == ["poll courier", "poll herald"]
    assert set(polls["poll herald"]["tags"]) >= {"fetch", "source:herald"}
    assert polls["poll herald"]["run_count"] == 3
    assert load_settings(config=settings.file).source("herald")

    def problems() -> list[dict]:
        found = ask(
            up.prefect,
            "events/filter",
            {"filter": {"event": {"name": ["topicwire.source.problem"]}}, "limit": 5},
        )
        return list(found["events"])

    (event,) = until(problems)
    assert event["resource"]["prefect.resource.id"] == "topicwire.source.herald"
    assert "503" in event["payload"]["reason"]
