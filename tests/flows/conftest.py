"""One `topicwire up` for the tests of the running half, on a data folder where a run without it has been before."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.flows.running import SAMPLES, Project, descendants, is_alive, project, running

#: What the inbox of that `up` holds, and what becomes of it.
INBOX = ["01-door-open.html", "03-ferry-patrol.html.gz", "09-tihiy-brod.txt", "12-nothing.txt"]

#: What the run before it was given.
BY_HAND = ["02-empty-seat.html", "06-not-a-page.html"]


@dataclass(frozen=True, kw_only=True)
class Up:
    """The running `up`, and the run with Prefect's embedded server that was there first."""

    project: Project
    process: subprocess.Popen[str]
    first_run: subprocess.CompletedProcess[str]

    @property
    def prefect(self) -> str:
        return self.project.prefect

    @property
    def feeds(self) -> str:
        return self.project.feeds


@pytest.fixture(scope="package")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A `topicwire up` that runs every minute, ended with Ctrl-C after the last test."""
    there = project(tmp_path_factory.mktemp("up"), samples=INBOX, cron="* * * * *")
    first_run = there.topicwire("run", *(str(SAMPLES / name) for name in BY_HAND))
    with running(there) as process:
        yield Up(project=there, process=process, first_run=first_run)
        children = descendants(process.pid)
        assert len(children) >= 3
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert not [command for pid, command in children.items() if is_alive(pid)]
        assert not there.data.addresses.exists()
