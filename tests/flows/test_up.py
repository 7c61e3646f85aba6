"""`topicwire up` as a program: what it says, what it keeps alive, what it refuses, and that nothing survives it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.prefect_environment import prepare, server_variables
from flows.settings import load_settings
from tests.flows.conftest import Up
from tests.flows.running import (
    SAMPLES,
    Project,
    answers,
    ask,
    deployment,
    descendants,
    free_port,
    get,
    is_alive,
    project,
    running,
    runs,
    until,
)


def test_says_where_everything_is(up: Up):
    """The three addresses that a person needs answer, and other programs find them in the data folder."""
    said = up.project.said.read_text()
    named = re.findall(r"http://\S+", said)
    assert named == [f"{up.prefect}/runs", up.feeds, f"{up.feeds}feeds.opml"]
    assert all(map(answers, named))
    assert "* * * * * (Europe/Berlin)" in said
    assert json.loads(up.project.data.addresses.read_text()) == {
        "pid": str(up.process.pid),
        "prefect": up.prefect,
        "feeds": up.feeds,
    }


def test_a_second_one_on_the_same_data_is_refused(up: Up):
    """It names the addresses of the first, ends with 1, and leaves the first as it was."""
    done = up.project.topicwire("up")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(
        f"Error: `topicwire up` runs already on {up.project.data.root}."
        f" Prefect: {up.prefect}  feeds: {up.feeds}"
    )
    assert "--data" in done.stderr
    assert answers(f"{up.prefect}/api/health")
    assert up.project.data.addresses.exists()


@pytest.mark.parametrize(
    ("setting", "option"), [("feeds.port", "--port"), ("prefect.port", "--prefect-port")]
)
def test_a_port_in_use_is_named(tmp_path, setting, option):
    """The message has the port, the setting and the option; nothing was started, and nothing is held."""
    there = project(tmp_path / "p", samples=[], cron="* * * * *")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = there.topicwire("up", option, str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Error: Port {port} on 127.0.0.1 cannot be had (Address already in use)."
        f" End what uses it, set {setting} in topicwire.toml, or use {option}.\n"
    )
    assert not there.data.addresses.exists()
    assert not there.data.logs.exists()
    assert not there.data.prefect_home.exists()
    assert not processes_naming(there)
    with there.data.lock("up").acquire(timeout=0):
        pass


def processes_naming(there: Project) -> list[str]:
    return [command for command in descendants(1).values() if str(there.data.root) in command]


def test_a_run_by_hand_goes_to_the_running_server(up: Up):
    """`topicwire run` on the same data is shown by the server of `up`, and starts none of its own."""
    done = up.project.topicwire(
        "run",
        str(SAMPLES / "10-climate-fund.md"),
        # With it, a server of its own would be an error.
        PREFECT_SERVER_ALLOW_EPHEMERAL_MODE="false",
    )
    assert done.returncode == 0, done.stderr
    assert f"Asking Prefect at {up.prefect}/api" in done.stderr
    assert "embedded" not in done.stderr
    assert done.stdout.endswith(f"Feeds: {up.feeds}\nRuns:  {up.prefect}\n")
    (found,) = [run for run in runs(up.prefect) if "10-climate-fund.md" in run["name"]]
    assert (found["state_name"], found["deployment_id"]) == ("Completed", None)
    assert "Climate talks end with a longer table" in get(f"{up.feeds}feeds/all.atom")


def test_a_server_that_does_not_answer_is_named(tmp_path: Path):
    """A run that is sent to a server which is not there says so in one line."""
    nowhere = f"http://127.0.0.1:{free_port()}/api"
    there = project(tmp_path / "p", samples=[], cron="* * * * *")
    done = there.topicwire("run", str(SAMPLES / "10-climate-fund.md"), PREFECT_API_URL=nowhere)
    assert done.returncode == 1
    assert f"Error: Prefect's server at {nowhere} does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_ports_of_the_command_line_reach_the_runs(tmp_path: Path):
    """A feed names the address it is served at, whether `up`'s own run or one by hand publishes it."""
    settings = load_settings(environ={}, folder=tmp_path)
    given = settings.on_ports(feeds=5001, prefect=5002)
    scheduled = server_variables({"TOPICWIRE_FEEDS_PORT": "5003"}, given)
    assert load_settings(environ=scheduled, folder=tmp_path).base_url == "http://127.0.0.1:5001/"

    by_hand: dict[str, str] = {}
    addresses = {"prefect": "http://127.0.0.1:5002", "feeds": "http://127.0.0.1:5001/"}
    with settings.data.lock("up").acquire():
        settings.data.addresses.write_text(json.dumps(addresses))
        assert prepare(by_hand, settings) == "http://127.0.0.1:5002/api"
    assert load_settings(environ=by_hand, folder=tmp_path).base_url == "http://127.0.0.1:5001/"
    assert prepare({}, settings) is None, "what a killed `up` left counts for nothing"


def child(up: Up, module: str) -> int:
    """Return the process that `up` started for *module*, once there is one."""
    found = until(
        lambda: [pid for pid, said in descendants(up.process.pid).items() if f"-m {module}" in said]
    )
    return found[0]


def kill(up: Up, module: str) -> None:
    killed = child(up, module)
    os.kill(killed, signal.SIGKILL)
    until(lambda: not is_alive(killed))
    until(lambda: child(up, module) != killed)


def test_a_killed_feed_server_comes_back(up: Up):
    """The feeds are served again at the same address, and `up` says what happened."""
    kill(up, "feeds.server")
    until(lambda: answers(f"{up.feeds}feeds/all.atom"))
    until(lambda: "feeds is running again." in up.project.said.read_text())
    log = up.project.data.logs / "feeds.log"
    assert f"feeds ended; starting it again in 0.5 s. Its log: {log}" in up.project.said.read_text()


def test_a_killed_scheduler_comes_back(up: Up):
    """Runs that are due are started again, here one that is asked for."""
    kill(up, "flows.scheduler")
    asked_for = start_run(up.prefect)
    state = until(lambda: state_of(up.prefect, asked_for, "COMPLETED", "FAILED", "CRASHED"))
    assert state.startswith("Completed")


def start_run(prefect: str) -> str:
    """Ask for a run of the scheduled deployment, and return its id."""
    at = f"deployments/{deployment(prefect, 'scheduled')['id']}/create_flow_run"
    return str(ask(prefect, at, {"state": {"type": "SCHEDULED"}})["id"])


def state_of(prefect: str, run: str, *types: str) -> str:
    """Return the name of the run's state, empty while that is of none of these *types*."""
    found: dict[str, Any] = ask(prefect, f"flow_runs/{run}")
    assert "CANCELLED" in types or found["state_type"] != "CANCELLED", found["state"]["message"]
    return str(found["state_name"]) if found["state_type"] in types else ""


def test_feeds_are_served_while_prefect_restarts(up: Up):
    """Killing Prefect's server costs subscribers nothing, and it is there again with its history."""
    before = {run["id"] for run in runs(up.prefect, state={"type": {"any_": ["COMPLETED"]}})}
    kill(up, "flows.prefect_server")

    def look() -> bool:
        assert answers(f"{up.feeds}feeds/all.atom")
        return answers(f"{up.prefect}/api/health")

    until(look)
    until(lambda: "prefect is running again." in up.project.said.read_text())
    after = {run["id"] for run in runs(up.prefect, state={"type": {"any_": ["COMPLETED"]}})}
    assert before <= after


def test_a_run_waits_for_prefect_to_come_back(up: Up):
    """A run that comes while the server is being started again is not lost."""
    kill(up, "flows.prefect_server")
    done = up.project.topicwire("run", str(SAMPLES / "11-telescopes.txt"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 in: 1 stored; ")


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A site that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        yield server


def test_nothing_survives_its_end(tmp_path: Path, silent: socket.socket):
    """
    Killed or asked to end in the middle of a run, no process of it is left; and the run does not stay in the way.

    Prefect takes a run whose process is gone for running, and with one at a time would cancel all later ones.
    """
    host = f"127.0.0.1:{silent.getsockname()[1]}"
    there = project(
        tmp_path / "p",
        samples=["01-door-open.html"],
        cron="0 0 1 1 *",
        more=f'[sources.silent]\nurl = "http://{host}/"\nkind = "page"\n'
        f'[fetch]\nallow = ["{host}"]\ntimeout_seconds = 300\n',
    )
    with running(there) as process:
        lost = start_run(there.prefect)
        silent.accept()
        family = descendants(process.pid)
        assert len(family) >= 4
        process.kill()
        process.wait()
        until(lambda: not any(map(is_alive, family)), seconds=10)

    with running(there, in_background=True) as process:
        assert until(lambda: state_of(there.prefect, lost, "CRASHED")) == "Crashed"
        start_run(there.prefect)
        silent.accept()
        family = descendants(process.pid)
        # Started deaf to it, as by & in a script, it listens all the same.
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert not any(map(is_alive, family))
    # Ended in order, not killed after a wait: the run had time to tell the server.
    assert "Finished in state Crashed(" in (there.data.logs / "scheduler.log").read_text()
    assert not there.data.addresses.exists()
