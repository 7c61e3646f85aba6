"""A real `topicwire up` to test against: a project folder on free ports, its processes, and Prefect's API."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from storage.folder import DataFolder

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
TOPICWIRE = Path(sys.executable).with_name("topicwire")

#: Nothing here takes that long; a machine that does ten other things may.
PATIENCE = 120

_Found = TypeVar("_Found")


@dataclass(frozen=True, kw_only=True)
class Project:
    """A folder with a settings file and an inbox, and two free ports."""

    root: Path
    feeds_port: int
    prefect_port: int

    @property
    def data(self) -> DataFolder:
        return DataFolder(root=self.root / "var")

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def feeds(self) -> str:
        return f"http://127.0.0.1:{self.feeds_port}/"

    @property
    def prefect(self) -> str:
        return f"http://127.0.0.1:{self.prefect_port}"

    @property
    def environment(self) -> dict[str, str]:
        ours = ("PREFECT_", "TOPICWIRE_")
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith(ours)},
            "TOPICWIRE_FEEDS_PORT": str(self.feeds_port),
            "TOPICWIRE_PREFECT_PORT": str(self.prefect_port),
            # Seconds between looks for a run that is due; Prefect looks every ten.
            "PREFECT_RUNNER_POLL_FREQUENCY": "2",
        }

    def topicwire(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end in this folder."""
        return subprocess.run(
            [TOPICWIRE, *arguments],
            cwd=self.root,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def start(self, *, in_background: bool = False) -> subprocess.Popen[str]:
        """
        Start `topicwire up`, with what it says in up.out and up.err.

        *in_background* means as a script does with &: Ctrl-C is not for it.
        """
        interrupt = signal.SIG_IGN if in_background else signal.SIG_DFL
        with self.said.open("w") as out, (self.root / "up.err").open("w") as err:
            return subprocess.Popen(
                [TOPICWIRE, "up"],
                cwd=self.root,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                text=True,
                # pytest itself may have been started with SIGINT ignored.
                preexec_fn=lambda: signal.signal(signal.SIGINT, interrupt),
            )

    @property
    def said(self) -> Path:
        return self.root / "up.out"

    def await_up(self, process: subprocess.Popen[str]) -> None:
        """Wait until it has said that everything answers."""
        until(lambda: "Ctrl-C ends it all" in self.said.read_text() or process.poll() is not None)
        assert process.poll() is None, (self.root / "up.err").read_text()


def project(root: Path, *, samples: list[str], cron: str, more: str = "") -> Project:
    """Write a project whose inbox holds some of the sample articles; *more* ends the settings file."""
    (root / "inbox").mkdir(parents=True)
    for name in samples:
        shutil.copy(SAMPLES / name, root / "inbox")
    (root / "topicwire.toml").write_text(
        f'[schedule]\ncron = "{cron}"\ntimezone = "Europe/Berlin"\n[extract]\npage_seconds = 60\n'
        f'[intake]\ninbox = "inbox"\n{more}'
    )
    return Project(root=root, feeds_port=free_port(), prefect_port=free_port())


@contextmanager
def running(there: Project, *, in_background: bool = False) -> Iterator[subprocess.Popen[str]]:
    """Run `up` there for as long as the block lasts, and leave no process behind, whatever happens in it."""
    process = there.start(in_background=in_background)
    try:
        there.await_up(process)
        yield process
    finally:
        left = [process.pid, *descendants(process.pid)]
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(PATIENCE)
        finally:
            for pid in filter(is_alive, left):
                os.kill(pid, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(look: Callable[[], _Found], *, seconds: float = PATIENCE, every: float = 0.2) -> _Found:
    """Return what *look* finds, once it is something; fail when the time is over."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(every)
    return found


def answers(address: str) -> bool:
    try:
        request = urllib.request.Request(address, headers={"Accept": "text/html, */*"})
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return str(answer.read().decode())


def ask(prefect: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """Return what Prefect's API says; with a *body* it is POSTed."""
    request = urllib.request.Request(
        f"{prefect}/api/{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )

    def look() -> list[Any]:
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return [json.load(answer)]
        except urllib.error.HTTPError as error:
            # It says so while its database is busy, and its own client asks again too.
            if error.code != 503:
                raise
            return []

    return until(look)[0]


def deployment(prefect: str, name: str, *, flow: str = "monitor") -> dict[str, Any]:
    """Return the deployment `{flow}/{name}`, once it is there."""
    chosen = {"deployments": {"name": {"any_": [name]}}, "flows": {"name": {"any_": [flow]}}}

    def look() -> list[dict[str, Any]]:
        return list(ask(prefect, "deployments/filter", chosen))

    return until(look)[0]


def runs(prefect: str, **chosen: Any) -> list[dict[str, Any]]:
    """Return the runs that *chosen* (a flow run filter) selects, the latest first."""
    body = {"flow_runs": chosen, "sort": "EXPECTED_START_TIME_DESC"}
    return list(ask(prefect, "flow_runs/filter", body))


def ended(prefect: str, **chosen: Any) -> list[dict[str, Any]]:
    """Return the runs that have completed, failed or crashed."""
    return runs(prefect, state={"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}, **chosen)


def descendants(pid: int) -> dict[int, str]:
    """Return every process below *pid*, with its command line."""
    parents: dict[int, list[int]] = {}
    for other in [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]:
        parents.setdefault(_parent(other), []).append(other)
    found, todo = dict[int, str](), [pid]
    while todo:
        for child in parents.get(todo.pop(), []):
            found[child] = _command(child)
            todo.append(child)
    return found


def is_alive(pid: int) -> bool:
    """Whether there is such a process and it is no zombie."""
    return _state(pid)[0] not in ("", "Z")


def _parent(pid: int) -> int:
    return int(_state(pid)[1])


def _state(pid: int) -> tuple[str, str]:
    try:
        state, parent, *_ = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return "", "0"
    return state, parent


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""
