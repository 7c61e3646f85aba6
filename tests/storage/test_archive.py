"""The archive: the bytes that come out are those that went in, each kept once and whole."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.errors import StorageError
from extractors.models import RawDocument
from storage import archive


def document(content, location="file:///in/a.html"):
    return RawDocument(content=content, location=location, read_at=datetime(2026, 5, 4, tzinfo=UTC))


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """One archive for all of a law's examples."""
    return tmp_path_factory.mktemp("archive")


@given(content=st.binary(max_size=3000))
def test_round_trip(shelf, content):
    """Whatever the bytes, gzip in gzip among them."""
    kept = archive.keep(document(content), archive=shelf)
    assert archive.content_at(kept) == content
    assert kept == archive.path_of(hashlib.sha256(content).hexdigest(), archive=shelf)


def test_named_by_content(tmp_path):
    """The path says the sha256, below its first two digits."""
    sha256 = hashlib.sha256(b"page").hexdigest()
    kept = archive.keep(document(b"page"), archive=tmp_path)
    assert kept.relative_to(tmp_path).parts == (sha256[:2], f"{sha256}.gz")


def test_identical_bytes_are_kept_once(tmp_path):
    """The same page from two places is one file, not even written again."""
    first = archive.keep(document(b"page"), archive=tmp_path)
    os.utime(first, (1, 1))
    assert archive.keep(document(b"page", "https://courier.example/1"), archive=tmp_path) == first
    assert first.stat().st_mtime == 1
    assert files(tmp_path) == [first]
    assert archive.keep(document(b"page."), archive=tmp_path) != first
    assert len(files(tmp_path)) == 2


def test_same_bytes_make_the_same_file(tmp_path):
    """No time stamp inside: archives of two machines can be compared and merged."""
    one = archive.keep(document(b"page" * 99), archive=tmp_path / "one")
    two = archive.keep(document(b"page" * 99), archive=tmp_path / "two")
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes()[4:8] == bytes(4)  # where gzip puts the time


def test_nothing_else_is_left(tmp_path):
    """Neither temporary files nor half a document after a write that failed."""
    archive.keep(document(b"page"), archive=tmp_path)
    assert all(path.suffix == ".gz" and path.name[0] != "." for path in files(tmp_path))
    sha256 = document(b"other").sha256
    (tmp_path / sha256[:2]).write_bytes(b"a file where the folder should be")
    with pytest.raises(FileExistsError):
        archive.keep(document(b"other"), archive=tmp_path)
    assert not archive.path_of(sha256, archive=tmp_path).exists()
    assert len(files(tmp_path)) == 2


def test_damage_is_said(tmp_path):
    """Bytes that are gone, cut or changed on disk are never passed on as a document."""
    kept = archive.keep(document(b"page" * 999), archive=tmp_path)
    whole = kept.read_bytes()
    for damaged in (whole[:-9], whole[:20] + b"\0" + whole[21:], b"not gzip"):
        kept.write_bytes(damaged)
        with pytest.raises(StorageError, match=kept.name):
            archive.content_at(kept)
    kept.unlink()
    with pytest.raises(StorageError, match=kept.name):
        archive.content_at(kept)
