"""
Lets requests to one host follow each other one by one, with a pause between; hosts do not wait for each other.

Knows hosts by name only. What is asked there, and whether it may be, is the client's business.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar

from extractors.fetch.refusal import Refusal

#: Who asks for longer pauses (Crawl-delay) gets this one: at a minute each, a front page takes an hour as it is.
MAX_CRAWL_DELAY = 60.0

#: How far a pause may be off, either way: sources polled together should not stay in step.
_JITTER = 0.25
#: A turn further away than this is refused, and the thread free for other hosts: Retry-After may say a day.
_PATIENCE = 120.0

#: What a thread is in while it waits for its turn; `fetch_all` lets another one work meanwhile.
resting: ContextVar[Callable[[], AbstractContextManager[None]]] = ContextVar(
    "resting", default=nullcontext
)


class Pace:
    """The turns of every host, shared by all threads and sources of a process."""

    def __init__(self, delay_seconds: float = 2.0, *, chance: random.Random | None = None) -> None:
        """
        *delay_seconds* pass between the end of one request to a host and the start of the next, a quarter more or
        less as *chance* has it. With 0 the only pauses are those that hosts ask for.
        """
        self._delay = delay_seconds
        self._chance = chance or random.Random()  # noqa: S311 - no secret
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """
        Wait until *host* may be asked something, and keep others from it inside.

        Raises:
            Refusal: with code `paused`, retryable: the host asked to be left alone for longer than two minutes.
        """
        state = self._host(host)
        if not state.turn.acquire(blocking=False):
            with resting.get()():
                state.turn.acquire()
        try:
            if (left := self._asked_for(state)) > _PATIENCE:
                why = f"{host} asked to be left alone for another {left:.0f} seconds"
                raise Refusal("paused", why, retryable=True, retry_after=left)
            if (wait := self._wait(state)) > 0:
                with resting.get()():
                    time.sleep(wait)
            try:
                yield
            finally:
                state.gap = self._delay * (1 + self._chance.uniform(-_JITTER, _JITTER))
                state.ended = time.monotonic()
        finally:
            state.turn.release()

    def slow(self, host: str, seconds: float) -> None:
        """Put at least *seconds*, at most 60, between any two requests to *host* from now on; 0 takes that back."""
        self._host(host).crawl_delay = min(seconds, MAX_CRAWL_DELAY)

    def pause(self, host: str, seconds: float) -> None:
        """Ask nothing of *host* for *seconds* (Retry-After)."""
        state = self._host(host)
        state.resumes = max(state.resumes, time.monotonic() + seconds)

    def wait(self, host: str) -> float:
        """Return how many seconds a turn of *host* would have to wait now; 0 also where it would be refused."""
        state = self._host(host)
        return 0.0 if self._asked_for(state) > _PATIENCE else max(self._wait(state), 0.0)

    def _asked_for(self, state: _Host) -> float:
        return state.resumes - time.monotonic()

    def _wait(self, state: _Host) -> float:
        due = state.ended + max(state.gap, state.crawl_delay)
        return max(due, state.resumes) - time.monotonic()

    def _host(self, host: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host.lower(), _Host())


class _Host:
    """What is remembered of one host. Times are of the monotonic clock."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.ended = float("-inf")
        self.gap = 0.0
        self.crawl_delay = 0.0
        self.resumes = float("-inf")
