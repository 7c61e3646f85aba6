"""The data folder: everything one beat keeps, in one place, so that two beats never mix."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

#: Raised by a lock that another process holds.
Busy = Timeout


@dataclass(frozen=True, kw_only=True)
class DataFolder:
    """Where things lie below *root*. Nothing is created by asking."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "topicwire.db"

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def www(self) -> Path:
        """What is served: the index page, the OPML file and, below `feeds/`, the feeds."""
        return self.root / "www"

    @property
    def spool(self) -> Path:
        return self.root / "spool"

    @property
    def prefect_home(self) -> Path:
        return self.root / "prefect"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def addresses(self) -> Path:
        """Where a running `topicwire up` says how it is reached."""
        return self.root / "up.json"

    def lock(self, name: str) -> FileLock:
        """
        Return the lock *name* of this folder, not yet taken.

        The operating system releases it when its holder dies, however it dies.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        return FileLock(self.root / f"{name}.lock")


def replace_file(path: Path, content: bytes, *, modified: int | None = None) -> None:
    """
    Put *content* at *path* whole: readers see the old bytes or the new, and a power cut leaves one of them.

    *modified* is its date, in seconds since 1970, set before anybody can see the file; `None` for now.

    Opening for writing in place served broken feeds for 44 % of the requests in a measurement; a
    full disk leaves zero bytes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        if modified is not None:
            os.utime(temporary, (modified, modified))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
