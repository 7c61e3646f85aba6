"""The data folder: where things lie, and files that change whole or not at all."""

from __future__ import annotations

import stat
import subprocess
import sys
import threading

import pytest
from filelock import Timeout

from storage.folder import DataFolder, replace_file


def test_everything_lies_below_the_root(folder):
    """So two beats never mix; and asking makes nothing."""
    places = [
        folder.database,
        folder.archive,
        folder.www,
        folder.spool,
        folder.prefect_home,
        folder.logs,
        folder.addresses,
    ]
    assert all(place.parent == folder.root for place in places)
    assert len(set(places)) == len(places)
    assert not folder.root.exists()


def test_lock_keeps_others_out_until_its_holder_dies(folder):
    """Another process has to wait, and need not clean up after one that was killed."""
    script = (
        "import sys; from pathlib import Path; from storage.folder import DataFolder\n"
        "lock = DataFolder(root=Path(sys.argv[1])).lock('run'); lock.acquire(); print('held', flush=True)\n"
        "sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, folder.root], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Timeout):
            folder.lock("run").acquire(timeout=0)
        folder.lock("other").acquire(timeout=0).lock.release()
        holder.kill()
    folder.lock("run").acquire(timeout=0).lock.release()


def test_file_is_replaced_whole(tmp_path):
    """Whoever reads while it is written sees the old bytes or the new, never a part."""
    path = tmp_path / "feeds" / "all.xml"
    versions = [bytes([letter]) * 200_000 for letter in b"ab"]
    replace_file(path, versions[0])
    done = threading.Event()
    seen = set()

    def read():
        while not done.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(40):
        replace_file(path, versions[number % 2])
    done.set()
    reader.join()
    assert seen <= set(versions)
    assert [one.name for one in path.parent.iterdir()] == ["all.xml"]


def test_file_may_be_read_by_other_users(tmp_path):
    """A web server under another name serves it; temporary files are private by default."""
    replace_file(tmp_path / "a", b"")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o644


def test_failed_replacement_leaves_the_old_file(tmp_path):
    """And no litter beside it."""
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "inside").touch()
    with pytest.raises(OSError, match="taken"):
        replace_file(tmp_path / "taken", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_two_beats_do_not_share_a_lock(tmp_path):
    """A run on one data folder never waits for a run on another."""
    with DataFolder(root=tmp_path / "one").lock("run").acquire(timeout=0):
        DataFolder(root=tmp_path / "two").lock("run").acquire(timeout=0).lock.release()
