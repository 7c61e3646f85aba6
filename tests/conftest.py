"""What all tests share: where the labelled data lies, which programs are there, and a data folder of one's own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from storage.folder import DataFolder

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


#: What takes longest begins first, so that no process is left alone with it at the end.
_LONGEST = ("tests/flows/", "tests/test_docs.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(_LONGEST))


class _ByFile(LoadScopeScheduling):
    """Keeps the tests of a file in one process, and those around the one `up`: what they share is costly to start."""

    def _split_scope(self, nodeid: str) -> str:
        return "flows" if nodeid.startswith(_LONGEST[0]) else nodeid.split("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _ByFile:
    return _ByFile(config, log)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The labelled data beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("needs the labelled articles in ../shared, which are not part of the project")
    return SHARED


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """Find a program: a plain machine may skip the test, CI may not (`.ci/run` installs them)."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None and os.environ.get("CI"):
            pytest.fail(f"{name} is not installed; .ci/run should have installed it")
        if path is None:
            pytest.skip(f"needs the program {name}: apt-get install {name}")
        return path

    return find


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """An empty data folder."""
    return DataFolder(root=tmp_path / "var")
