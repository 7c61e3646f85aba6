"""README's promises: every command in it is run here, every command and setting is in it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.topics.checks import check
from extractors.topics.packfile import read_pack, read_pack_files
from flows.cli import main
from flows.prefect_environment import server_variables
from flows.setting_table import SETTINGS
from flows.settings import load_settings
from flows.source_fields import FIELDS
from flows.sources_cli import sources
from flows.texts import FLAG_MEANINGS
from flows.topics_cli import topics
from tests.conftest import ROOT
from tests.flows.running import answers, until
from tests.flows_cli.newsroom import BRIDGE, STRIKE
from tests.flows_cli.outlet import Outlet, outlet

README = (ROOT / "README.md").read_text("utf-8")
BIN = Path(sys.executable).parent


def _commands() -> list[str]:
    """The command lines of README's shell blocks, comments cut off."""
    blocks = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    lines = [re.sub(r"\s+#.*", "", line).strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a newcomer has it: the samples, and a list of two of them."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "samples", folder / "samples")
    (folder / "subscriptions.opml").write_text(
        '<opml version="2.0"><body><outline type="rss" text="Herald" xmlUrl="https://herald.example/rss"/>'
        "</body></opml>"
    )
    (folder / "urls.txt").write_text(
        "# two of ours\nsamples/01-door-open.html\n\nsamples/11-telescopes.txt\n"
    )
    return folder


@pytest.fixture(scope="module")
def courier() -> Iterator[Outlet]:
    """The outlet that README calls courier.example: a front page, its feed, two articles."""
    with outlet() as there:
        there.article("/1", "Dockers on strike", STRIKE)
        there.article("/2", "A footbridge", BRIDGE)
        there.feed("/feed.xml", [("Dockers on strike", "/1"), ("A footbridge", "/2")])
        there.put(
            "/",
            '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml">'
            "</head><body><p>Welcome</p></body></html>",
        )
        yield there


@pytest.fixture(scope="module")
def environment(courier: Outlet) -> dict[str, str]:
    settings = {
        "TOPICWIRE_FEEDS_PORT": _free_port(),
        "TOPICWIRE_PREFECT_PORT": _free_port(),
        "TOPICWIRE_FETCH_ALLOW": courier.host,
        "TOPICWIRE_FETCH_DELAY_SECONDS": "0",
    }
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TOPICWIRE_")}
    return {**clean, **settings, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture(scope="module")
def prefect(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Prefect server, so that not each of many runs has to start its own."""
    settings = load_settings(
        data=tmp_path_factory.mktemp("prefect"), environ={}, folder=ROOT
    ).on_ports(feeds=None, prefect=int(_free_port()))
    clean = {k: v for k, v in environment.items() if not k.startswith(("TOPICWIRE_", "PREFECT_"))}
    command = [sys.executable, "-m", "flows.prefect_server"]
    with subprocess.Popen(command, cwd=ROOT, env=server_variables(clean, settings)) as process:
        address = f"http://127.0.0.1:{settings.prefect_port}"
        try:
            until(lambda: answers(f"{address}/api/health"))
            yield f"{address}/api"
        finally:
            process.terminate()


def _end_when_up(command: list[str], desk: Path, environment: dict[str, str]) -> None:
    process = subprocess.Popen(
        command,
        cwd=desk,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = []
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            # As a service manager ends it; the other tests press Ctrl-C.
            process.send_signal(signal.SIGTERM)
    assert process.wait() == 0, said
    assert "nothing to read" in "".join(said), "no settings file is there"
    assert len(re.findall(r"http://127\.0\.0\.1:\d+/", "".join(said))) == 3


@pytest.mark.parametrize("command", [line for line in _commands() if line.startswith("topicwire")])
def test_every_command_works_as_written(
    command: str, desk: Path, environment: dict[str, str], courier: Outlet, prefect: str
) -> None:
    """Pasted one after another, all of them do their work; courier.example is on this machine."""
    words = shlex.split(command.replace("https://courier.example/", courier.url("/")))
    if words == ["topicwire", "up"]:
        _end_when_up(words, desk, environment)
        return
    done = subprocess.run(
        words,
        cwd=desk,
        env={**environment, "PREFECT_API_URL": prefect},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.strip()


def test_make_run_does_the_main_job(tmp_path: Path, environment: dict[str, str]) -> None:
    """`make run` takes in the samples, with the Prefect server that a run brings itself."""
    done = subprocess.run(
        ["make", "--no-print-directory", "run"],
        cwd=ROOT,
        env={**environment, "TOPICWIRE_DATA": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "12 in: " in done.stdout
    assert str(tmp_path / "var" / "www" / "index.html") in done.stdout
    assert (tmp_path / "var" / "www" / "feeds" / "peacekeeping.atom").exists()


def test_ci_runs_the_readmes_test_command() -> None:
    """What CI calls is what README says, and nothing hidden."""
    assert "make test" in _commands()
    assert (ROOT / ".ci" / "run").read_text("utf-8").splitlines()[-1] == "make test"


def test_every_command_and_setting_is_in_the_readme() -> None:
    """A command or a setting that nobody can find does not exist."""
    written = " ".join(_commands())
    assert [name for name in main.commands if f"topicwire {name}" not in written] == []
    assert [name for name in topics.commands if f"topicwire topics {name}" not in README] == []
    assert [
        name for name in sources.commands if not re.search(rf"`?(sources )?{name}\b", README)
    ] == []
    assert [field.key for field in FIELDS if f"`{field.key}`" not in README] == []
    assert [setting.key for setting in SETTINGS if f"`{setting.key}`" not in README] == []


def test_every_flag_is_in_the_readme_with_its_meaning() -> None:
    """In the very phrase that the program shows."""
    rows = [f"| `{flag}` | {meaning} |" for flag, meaning in FLAG_MEANINGS.items()]
    assert [row for row in rows if row not in README] == []


def test_the_source_in_the_readme_is_a_right_one(tmp_path: Path) -> None:
    """It loads."""
    block, _ = re.findall(r"^```toml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    path = tmp_path / "topicwire.toml"
    path.write_text(block, "utf-8")
    (source,) = load_settings(config=path, environ={}).sources
    assert (source.name, source.every) == ("courier", 1800)


def test_the_topics_file_in_the_readme_is_a_right_one(tmp_path: Path) -> None:
    """It loads, its examples hold, and there is nothing to warn of."""
    _, block = re.findall(r"^```toml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    path = tmp_path / "topics.toml"
    path.write_text(block, "utf-8")
    files = read_pack_files(path)
    assert [str(finding) for finding in check(read_pack(files), files)] == []
