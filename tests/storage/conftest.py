"""A real store on disk, open, for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlite_utils import Database

from storage.database import opened
from storage.folder import DataFolder


@pytest.fixture
def db(folder: DataFolder) -> Iterator[Database]:
    """The database of an empty data folder."""
    with opened(folder) as database:
        yield database
