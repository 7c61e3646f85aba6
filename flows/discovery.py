"""What an argument stands for: the files of a folder, the lines of a list, one file, one address."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from extractors.urls import canonicalize
from storage.ledger import Incoming

#: What is taken from a folder. A file named by itself is read whatever its name says.
ENDINGS = tuple(
    ending + packed
    for ending in (
        ".html", ".htm", ".xhtml", ".mhtml", ".mht", ".txt", ".md", ".eml", ".pdf",
        ".json", ".jsonl", ".ndjson", ".warc",
    )
    for packed in ("", ".gz")
)  # fmt: skip


#: Up to the last @ before the path, as browsers read it.
_USERINFO = re.compile(r"^(\s*[a-z][a-z0-9+.-]*:[/\\]{2,})[^/?#\\]*@", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Discovery:
    """The copy found, and the files of folders that were left alone."""

    copy: tuple[Incoming, ...]
    #: Paths, as given.
    passed_over: tuple[str, ...]


def discover(arguments: Iterable[str]) -> Discovery:
    """Return the copy that *arguments* (files, folders, addresses) stand for, each location once."""
    copy: dict[str, Incoming] = {}
    passed_over: list[str] = []
    for argument in arguments:
        # Path.is_dir raises for a name that is too long, or below a folder that is closed to us.
        if "://" in argument or not os.path.isdir(argument):  # noqa: PTH112
            found = [_incoming(argument, source=argument)]
        else:
            found, others = _in_folder(argument)
            passed_over += others
        for one in found:
            copy.setdefault(one.location, one)
    return Discovery(copy=tuple(copy.values()), passed_over=tuple(passed_over))


def listed(lines: Iterable[str]) -> list[str]:
    """Return the arguments in a list: one a line, blank lines and lines that begin with # aside."""
    stripped = (line.strip() for line in lines)
    return [line for line in stripped if line and not line.startswith("#")]


def path_at(location: str) -> Path | None:
    """Return the path behind a `file://` location, `None` for any other."""
    if not location.startswith("file://"):
        return None
    return Path(os.fsdecode(unquote_to_bytes(location.removeprefix("file://"))))


def without_password(given: str) -> str:
    """Return an address without the user and password before its host; anything else as it is."""
    return _USERINFO.sub(r"\1***@", given)


def _incoming(given: str, *, source: str) -> Incoming:
    # It will be refused, but its line in the ledger, the run's page and its parameters stay.
    given, source = without_password(given), without_password(source)
    return Incoming(source=readable(source), input=readable(given), location=_location(given))


def _location(given: str) -> str:
    if "://" not in given:
        return _resolved(given).as_uri()
    try:
        return canonicalize(given)
    except ValueError:
        # Not an address to fetch; it still gets its line in the ledger, which says so.
        return readable(given)


def _resolved(given: str) -> Path:
    """Return the file itself: `news/../a.html`, or a link to it, is a.html and no second article."""
    try:
        return Path(os.path.realpath(given))
    except ValueError:  # a null byte; reading it fails later, and says so
        return Path(given).absolute()


def _in_folder(folder: str) -> tuple[list[Incoming], list[str]]:
    found, others, unreadable = [], [], list[str]()
    walk = os.walk(folder, onerror=lambda error: unreadable.append(str(error.filename)))
    for path in _sorted_files(walk):
        is_copy = path.name.lower().endswith(ENDINGS) and not path.name.startswith(".")
        if is_copy:
            found.append(_incoming(str(path), source=folder))
        else:
            others.append(readable(str(path)))
    # A folder that cannot be opened is read like a file, fails, and so is written down.
    found += [_incoming(path, source=folder) for path in unreadable]
    return found, others


def _sorted_files(walk: Iterator[tuple[str, list[str], list[str]]]) -> Iterator[Path]:
    for parent, folders, names in walk:
        # Links to folders are not followed, for they may lead in circles, but named like any other file.
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent) / name for name in sorted(names + links))


def readable(given: str) -> str:
    """Return *given* as storable text: a file name need not be UTF-8."""
    return os.fsencode(given).decode("utf-8", "replace")
