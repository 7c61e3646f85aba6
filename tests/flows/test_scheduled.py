"""The schedule really runs: by `topicwire up` alone, and by a Prefect worker as deploy/prefect.yaml sets it up."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.scheduler import RECHECKS
from storage import articles
from storage.database import opened
from tests.flows.conftest import INBOX, Up
from tests.flows.running import PATIENCE, ROOT, ask, deployment, ended, get, project, runs, until

PREFECT = Path(sys.executable).with_name("prefect")


@pytest.fixture(scope="module")
def deployed(up: Up, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The deployment that deploy/prefect.yaml makes on the running server, as its first lines say."""
    there = project(tmp_path_factory.mktemp("worker"), samples=INBOX[:1], cron="* * * * *")
    prefect(up, "work-pool", "create", "topicwire", "--type", "process")
    prefect(
        up, "deploy", "--prefect-file", "deploy/prefect.yaml", "--all", data=str(there.data.root)
    )
    return deployment(up.prefect, "worker")


def prefect(up: Up, *arguments: str, data: str = "") -> str:
    """Run Prefect's own command against the running server."""
    done = subprocess.run(
        [PREFECT, "--no-prompt", *arguments],
        cwd=ROOT,
        env=up.project.environment
        | {
            "PREFECT_API_URL": f"{up.prefect}/api",
            "PREFECT_HOME": str(up.project.root / "prefect"),
            "TOPICWIRE_DATA": data,
            "DO_NOT_TRACK": "1",
        },
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_deployment_file_can_be_applied(up: Up, deployed):
    """Schedule with time zone, one run at a time, later ones cancelled, data folder in the environment."""
    (schedule,) = deployed["schedules"]
    assert schedule["active"]
    assert schedule["schedule"]["cron"] == "*/15 * * * *"
    assert schedule["schedule"]["timezone"] == "UTC"
    assert only_one_at_a_time(deployed)
    assert deployed["work_pool_name"] == "topicwire"
    assert deployed["entrypoint"] == "flows/monitor.py:monitor"
    data = deployed["parameters"]["data"]
    assert Path(data).name == "var"
    assert deployed["job_variables"]["env"]["TOPICWIRE_DATA"] == data


@pytest.mark.parametrize("name", ["reextract", "retag"])
def test_deployment_file_has_flows_by_hand(up: Up, deployed, name):
    """Beside it `reextract/worker` and `retag/worker`: no schedule, the same pool and data folder, one at a time."""
    found = deployment(up.prefect, "worker", flow=name)
    assert found["schedules"] == []
    assert only_one_at_a_time(found)
    assert found["entrypoint"] == f"flows/{name}.py:{name}"
    for same in ("work_pool_name", "parameters", "job_variables"):
        assert found[same] == deployed[same]


def test_deployment_file_looks_at_pages_again(up: Up, deployed):
    """`recheck/worker` twice an hour, as `up` does it."""
    found = deployment(up.prefect, "worker", flow="recheck")
    (schedule,) = found["schedules"]
    assert (schedule["schedule"]["cron"], schedule["schedule"]["timezone"]) == (RECHECKS, "UTC")
    assert only_one_at_a_time(found)
    assert found["entrypoint"] == "flows/recheck.py:recheck"
    for same in ("work_pool_name", "parameters", "job_variables"):
        assert found[same] == deployed[same]


def test_scheduled_runs_come_from_the_deployment_file(up: Up, deployed):
    """The server creates runs at quarters of hours from it. (With a wrong SQLAlchemy it never does.)"""
    chosen = {
        "deployment_id": {"any_": [deployed["id"]]},
        "state": {"type": {"any_": ["SCHEDULED"]}},
    }
    found = until(lambda: runs(up.prefect, **chosen), every=0.5)
    times = [datetime.fromisoformat(run["expected_start_time"]) for run in found]
    assert {time.minute % 15 for time in times} == {0}
    assert min(times) < datetime.now(UTC) + timedelta(minutes=16)


def test_a_worker_runs_the_deployment(up: Up, deployed):
    """A process worker takes a run of it and completes it, in the data folder the file was given."""
    # Else, at a quarter of an hour, the worker takes the run of the schedule instead.
    ask(up.prefect, f"deployments/{deployed['id']}/pause_deployment", {})
    prefect(up, "deployment", "run", "monitor/worker", "--param", f'inputs=["samples/{INBOX[0]}"]')
    prefect(up, "worker", "start", "--pool", "topicwire", "--run-once")
    (found,) = ended(up.prefect, deployment_id={"any_": [deployed["id"]]})
    assert found["state_name"] == "Completed"
    assert found["state"]["message"].startswith("1 in: 1 stored; ")
    assert (Path(deployed["parameters"]["data"]) / "www" / "feeds.opml").exists()


def only_one_at_a_time(found: dict[str, Any]) -> bool:
    limit = found["global_concurrency_limit"]["limit"]
    return (limit, found["concurrency_options"]["collision_strategy"]) == (1, "CANCEL_NEW")


@pytest.fixture(scope="module")
def scheduled(up: Up) -> dict[str, Any]:
    """The first run that the server created by itself and that has ended."""
    chosen = {"deployment_id": {"any_": [deployment(up.prefect, "scheduled")["id"]]}}
    found = until(lambda: ended(up.prefect, **chosen), every=0.5)
    return found[-1]


def test_a_scheduled_run_completes(up: Up, scheduled):
    """Nobody asked for it: the server created it from the schedule, and it ended well and on time."""
    assert scheduled["auto_scheduled"] is True
    assert (scheduled["state_type"], scheduled["state_name"]) == (
        "COMPLETED",
        "Completed with rejections",
    )
    expected = datetime.fromisoformat(scheduled["expected_start_time"])
    assert expected.second == 0
    # Prefect rounds what is left to wait.
    early = expected - datetime.fromisoformat(scheduled["start_time"])
    assert early < timedelta(seconds=2)
    assert scheduled["name"] >= f"{expected:%Y-%m-%d %H:%M:%S} · configured sources"
    assert scheduled["state"]["message"].startswith("4 in: 3 stored, 1 rejected; ")


def test_its_articles_are_stored_and_served(up: Up, scheduled):
    """What lay in the inbox is in the store, and in the feeds at the address that `up` named."""
    with opened(up.project.data) as db:
        stored = {Path(one.record.input).name: one for one in articles.articles(db) if one.record}
    assert stored.keys() >= set(INBOX) - {"12-nothing.txt"}
    atom = get(f"{up.feeds}feeds/peacekeeping.atom")
    assert stored["03-ferry-patrol.html.gz"].title in atom
    assert stored["09-tihiy-brod.txt"].title in atom
    assert stored["01-door-open.html"].title not in atom
    assert f"{up.feeds}feeds/peacekeeping.atom" in atom
    assert f"{up.feeds}feeds/csto-expansion.atom" in get(f"{up.feeds}feeds.opml")


def test_the_schedule_is_the_settings_one(up: Up):
    """The deployment that `up` serves has the cron expression, the time zone, and one run at a time."""
    served = deployment(up.prefect, "scheduled")
    (schedule,) = served["schedules"]
    assert schedule["active"]
    assert schedule["schedule"]["cron"] == "* * * * *"
    assert schedule["schedule"]["timezone"] == "Europe/Berlin"
    assert not served["paused"]
    assert only_one_at_a_time(served)
