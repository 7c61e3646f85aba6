"""
Fetches from many hosts at once, and never twice at once from one. Knows nothing of HTTP: what a job is, is the caller's.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Generic, TypeVar

from extractors.fetch.pace import resting

Job = TypeVar("Job")
Result = TypeVar("Result")

#: Threads for each one that may be at work: the others wait for a turn, as after a redirect within one host.
_RESTING = 8


def fetch_all(
    jobs: Iterable[Job],
    fetch: Callable[[Job], Result],
    *,
    host: Callable[[Job], str],
    wait: Callable[[str], float] = lambda host: 0.0,
    threads: int = 16,
) -> Iterator[tuple[Job, Result | Exception]]:
    """
    Yield each of *jobs* with what `fetch(job)` returns, or raises, as they are done.

    So many *threads* work at the same time. Hosts, as *host* names them, take turns; *wait* (`Pace.wait`) says for how
    many seconds a host is to be left alone. Who stops taking results ends the round: no other job is started, and
    those under way are left to end by themselves.
    """
    work = _Round(jobs, fetch, host=host, wait=wait, threads=threads)
    try:
        yield from work.results()
    finally:
        work.stop()


class _Round(Generic[Job, Result]):
    """The jobs still to do, by host. Everything in it is changed under its one condition."""

    def __init__(
        self,
        jobs: Iterable[Job],
        fetch: Callable[[Job], Result],
        *,
        host: Callable[[Job], str],
        wait: Callable[[str], float],
        threads: int,
    ) -> None:
        self._fetch = fetch
        self._wait = wait
        self._jobs: dict[str, deque[Job]] = {}
        for job in jobs:
            self._jobs.setdefault(host(job), deque()).append(job)
        self._undone = sum(map(len, self._jobs.values()))
        self._order = count()
        #: Hosts that nobody is at: when to look at them again, in turn, which.
        self._idle = [(0.0, next(self._order), name) for name in self._jobs]
        self._threads = threads
        self._awake = 0
        self._started = 0
        self._done: deque[tuple[Job, Result | Exception]] = deque()
        self._stopped = False
        self._changed = threading.Condition()

    def results(self) -> Iterator[tuple[Job, Result | Exception]]:
        """Start the threads and yield what they bring, until nothing is left."""
        with self._changed:
            for _ in range(min(self._threads, len(self._jobs))):
                self._start()
        while self._undone:
            with self._changed:
                while not self._done:
                    self._changed.wait()
                result = self._done.popleft()
                self._undone -= 1
                self._changed.notify_all()
            yield result

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _start(self) -> None:
        self._awake += 1
        self._started += 1
        # Daemons: the end of the process does not wait for a server that drips.
        threading.Thread(target=self._work, name="fetch_all", daemon=True).start()

    def _work(self) -> None:
        resting.set(self._resting)
        while taken := self._take():
            name, job = taken
            result: Result | Exception
            try:
                result = self._fetch(job)
            except Exception as error:  # noqa: BLE001 - any kind: it is the job's result
                result = error
            self._put(name, job, result)

    def _take(self) -> tuple[str, Job] | None:
        """Return the next job and its host, waiting until one may be asked; `None` where the thread is not needed."""
        with self._changed:
            while not self._stopped and self._awake <= self._threads:
                if not self._idle:
                    if not any(self._jobs.values()):
                        break
                    # Somebody is at every host that has jobs left.
                    self._changed.wait()
                    continue
                until = self._idle[0][0] - time.monotonic()
                if until > 0:
                    self._changed.wait(until)
                    continue
                _, _, name = heapq.heappop(self._idle)
                wait = self._wait(name)
                if wait > 0:
                    self._rest(name, wait)
                    continue
                return name, self._jobs[name].popleft()
            self._awake -= 1
            self._started -= 1
            return None

    def _put(self, name: str, job: Job, result: Result | Exception) -> None:
        with self._changed:
            if self._jobs[name]:
                self._rest(name, self._wait(name))
            self._done.append((job, result))
            self._changed.notify_all()
            # Whoever takes the results may be slow, and each may be of megabytes.
            while len(self._done) > 2 * self._threads and not self._stopped:
                self._changed.wait()

    def _rest(self, name: str, seconds: float) -> None:
        heapq.heappush(self._idle, (time.monotonic() + seconds, next(self._order), name))

    @contextmanager
    def _resting(self) -> Iterator[None]:
        """Let another thread work while this one waits for its turn."""
        with self._changed:
            self._awake -= 1
            if self._idle and not self._stopped and self._started < self._threads * _RESTING:
                self._start()
        try:
            yield
        finally:
            with self._changed:
                self._awake += 1
