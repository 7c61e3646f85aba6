"""What all tests share: where the labelled data lies, which programs are there, and a data folder of one's own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.folder import DataFolder

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


#: What waits longest begins first, so that no process is left alone with it at the end.
_LONGEST = ("up", "test_docs.py")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file in one process, and those of the one `up`: what they share is costly to start."""
    groups = {item: "up" if "up" in item.fixturenames else item.path.name for item in items}
    for item, group in groups.items():
        item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: groups[item] not in _LONGEST)


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
