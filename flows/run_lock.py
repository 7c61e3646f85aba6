"""One run at a time on a data folder: what every flow that writes there holds while it works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from extractors.errors import TopicwireError
from storage.folder import Busy, DataFolder

#: How long a run waits for another one on the same data to end, in seconds.
PATIENCE = 900


class BusyError(TopicwireError):
    """Another run held the data folder for all of our patience."""


@contextmanager
def alone(data: DataFolder, *, say: Callable[[str], object]) -> Iterator[None]:
    """
    Hold the data folder: one writer, and no piece of copy taken up twice. Who has to wait is told so through *say*.

    Raises:
        BusyError: another run did not end.
    """
    lock = data.lock("run")
    try:
        lock.acquire(timeout=0)
    except Busy:
        say(f"Waiting for another run on {data.root} to end")
        try:
            lock.acquire(timeout=PATIENCE)
        except Busy as error:
            raise BusyError(
                f"Another run has held {data.root} for {PATIENCE // 60} minutes. Try again later."
            ) from error
    try:
        yield
    finally:
        lock.release()
