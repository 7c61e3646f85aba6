"""Beats of one's own, and their feeds behind HTTP."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.feeds.beat import Beat, Served, draft, new_beat, serving, strike, tariff


@pytest.fixture
def beat(tmp_path: Path) -> Beat:
    """An empty beat with the topics `strikes` and `tariffs`."""
    return new_beat(tmp_path)


@pytest.fixture(scope="session")
def filled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a beat with two strikes, a tariff and an article without topic, published."""
    folder = tmp_path_factory.mktemp("filled")
    beat = new_beat(folder)
    for article in (strike(1), tariff(2, published=None), draft(3), strike(4, authors=())):
        beat.take_in(article)
    beat.publish()
    return folder


@pytest.fixture
def filled(filled_folder: Path, tmp_path: Path) -> Beat:
    """A copy of that beat: filling a new one for each test would be a thousand fsyncs."""
    shutil.copytree(filled_folder, tmp_path, dirs_exist_ok=True)
    return new_beat(tmp_path)


@pytest.fixture
def served(beat: Beat) -> Iterator[Served]:
    """A server for the feeds folder of `beat`."""
    with serving(beat.feeds) as served:
        yield served
