"""The first files of another beat: commented settings and topics to start from."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from extractors.errors import TopicwireError

_NAMES = ("topicwire.toml", "topics.toml")


class StarterError(TopicwireError):
    """The starter files cannot be written."""


def write_starter(folder: Path) -> list[Path]:
    """
    Write the starter files and an empty inbox into *folder*, and return the files' paths.

    Raises:
        StarterError: one of them exists, and nothing was written; or they cannot be written.
    """
    paths = [folder / name for name in _NAMES]
    try:
        for path in paths:
            if path.exists():
                raise StarterError(f"{path} exists already. Name another folder, or move it away")
        (folder / "inbox").mkdir(parents=True, exist_ok=True)
        for path in paths:
            path.write_text(_content(path.name), "utf-8")
    except OSError as error:
        raise StarterError(f"{error.filename} cannot be written: {error.strerror}") from error
    return paths


def _content(name: str) -> str:
    return files("flows").joinpath("starter_files", name).read_text("utf-8")
