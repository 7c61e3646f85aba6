"""Many jobs over many hosts: never two of one host at once, and nobody waits for another's host."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from datetime import UTC, datetime

import pytest

from extractors.errors import FetchError
from extractors.fetch.client import Client, Manners
from extractors.fetch.message import host_of
from extractors.fetch.pace import Pace
from extractors.fetch.robots import Robots
from extractors.fetch.rounds import fetch_all
from tests.fetch.servers import Server, kept, redirect

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


class Jobs:
    """Counts what is done at the same time; a job is a host and a number."""

    def __init__(self, *, takes: float = 0.0) -> None:
        self.started: list[tuple[str, int]] = []
        self.most: Counter[str] = Counter()
        self.most_of_all = 0
        self._takes = takes
        self._now: Counter[str] = Counter()
        self._lock = threading.Lock()

    def do(self, job: tuple[str, int]) -> int:
        host, number = job
        with self._lock:
            self.started.append(job)
            self._now[host] += 1
            self.most[host] = max(self.most[host], self._now[host])
            self.most_of_all = max(self.most_of_all, self._now.total())
        time.sleep(self._takes)
        with self._lock:
            self._now[host] -= 1
        return number


def host(job: tuple[str, int]) -> str:
    return job[0]


def jobs_of(hosts: int, each: int) -> list[tuple[str, int]]:
    return [(f"{name}.example", number) for name in range(hosts) for number in range(each)]


def test_one_at_a_time_for_each_host():
    """All is done, each host by itself, as many hosts at once as there are threads."""
    work = Jobs(takes=0.005)
    given = jobs_of(20, 10)
    found = dict(fetch_all(given, work.do, host=host, threads=8))
    assert found == {job: job[1] for job in given}
    assert set(work.most.values()) == {1}
    assert 2 <= work.most_of_all <= 8


def test_hosts_take_turns():
    """A host with many jobs does not keep the others waiting; its own are done in their order."""
    work = Jobs()
    list(fetch_all([*jobs_of(1, 50), ("small.example", 0)], work.do, host=host, threads=1))
    assert ("small.example", 0) in work.started[:3]
    assert [number for name, number in work.started if name == "0.example"] == list(range(50))


def test_no_jobs():
    """Nothing to do is done at once."""
    assert list(fetch_all([], Jobs().do, host=host)) == []


def test_failure_is_a_result():
    """What one job raises comes back as its result; the others go on."""

    def fetch(job: tuple[str, int]) -> int:
        if job[1] == 3:
            raise ZeroDivisionError
        return job[1]

    found = dict(fetch_all(jobs_of(3, 5), fetch, host=host, threads=2))
    assert len(found) == 15
    assert [type(found["1.example", number]) for number in (2, 3)] == [int, ZeroDivisionError]


def test_paused_host_holds_nobody_up():
    """While some hosts are to be left alone, one thread does all that is to be done elsewhere."""
    pace = Pace(0.05, chance=random.Random(1))
    for number in range(3):
        pace.pause(f"{number}.example", 0.6)
    work = Jobs()

    def fetch(job: tuple[str, int]) -> int:
        with pace.turn(host(job)):
            return work.do(job)

    started = time.monotonic()
    list(fetch_all(jobs_of(20, 1), fetch, host=host, wait=pace.wait, threads=1))
    assert {name for name, _ in work.started[-3:]} == {"0.example", "1.example", "2.example"}
    assert time.monotonic() - started >= 0.55


def test_thread_that_waits_lends_its_place():
    """A turn that is waited for in the middle of a job leaves its thread's place to another host's."""
    pace = Pace(0.3, chance=random.Random(1))
    done = []

    def fetch(job: tuple[str, int]) -> None:
        for _ in range(2):
            with pace.turn(host(job)):
                done.append(host(job))

    started = time.monotonic()
    list(fetch_all(jobs_of(6, 1), fetch, host=host, wait=pace.wait, threads=1))
    took = time.monotonic() - started
    assert sorted(done[:6]) == [f"{name}.example" for name in range(6)]
    assert took < 6 * 0.3 * 0.75


def test_results_come_as_they_are_done():
    """Nobody waits for the slowest."""
    last = threading.Event()

    def fetch(job: tuple[str, int]) -> int:
        if job[0] == "0.example":
            last.wait(5)
        return job[1]

    for job, _ in fetch_all(jobs_of(3, 2), fetch, host=host, threads=3):
        if job == ("2.example", 1):
            last.set()
    assert last.is_set()


def test_slow_taker_is_not_flooded():
    """No more results pile up than three for each thread: every one may be of megabytes."""
    work = Jobs()
    results = fetch_all(jobs_of(100, 1), work.do, host=host, threads=4)
    next(results)
    time.sleep(0.1)
    assert len(work.started) <= 1 + 3 * 4 + 1
    assert len(list(results)) == 99


@pytest.mark.parametrize("end", [GeneratorExit, KeyboardInterrupt])
def test_end_is_prompt(end):
    """Whoever stops taking results, by Ctrl-C or otherwise, waits for nothing, and nothing else is started."""
    block = threading.Event()
    work = Jobs()

    def fetch(job: tuple[str, int]) -> int:
        work.do(job)
        if job[0] != "0.example":
            block.wait(10)
        return 0

    results = fetch_all(jobs_of(30, 5), fetch, host=host, threads=4)
    next(results)
    started = time.monotonic()
    if end is GeneratorExit:
        results.close()
    else:
        with pytest.raises(KeyboardInterrupt):
            results.throw(KeyboardInterrupt)
    assert time.monotonic() - started < 5
    at_the_end = len(work.started)
    block.set()
    time.sleep(0.1)
    # Those that were being started at that moment may be among them.
    assert len(work.started) <= at_the_end + 4


def test_thousand_pages_of_fifty_hosts(names):
    """
    A whole round, with robots.txt and redirects between the hosts: no host is ever asked two things at once, each is
    asked for its rules once, and over few connections.
    """
    hosts = [f"{number}.example" for number in range(50)]
    pages = {f"/{number}": kept(b"%d" % number) for number in range(20)}
    with Server(pages | {"/robots.txt": kept(b"User-agent: *\nDisallow: /7")}) as server:
        server.takes = 0.001
        server.answers["/3"] = redirect(server.url("/4", host="0.example"))
        client = Client(
            user_agent="topicwire/test",
            timeout=20,
            max_bytes=1000,
            allow=frozenset(f"{host}:{server.port}" for host in hosts),
            manners=Manners(Pace(0), Robots()),
        )
        urls = [server.url(f"/{number}", host=host) for number in range(20) for host in hosts]
        with client:
            found = dict(fetch_all(urls, lambda url: client.fetch(url, now=NOW), host=host_of))
    assert set(found) == set(urls)
    failed = {url: result for url, result in found.items() if isinstance(result, Exception)}
    assert {url.rsplit("/", 1)[1] for url in failed} == {"7"}
    assert {error.code for error in failed.values() if isinstance(error, FetchError)} == {"robots"}
    assert len(server.most) == 50
    assert set(server.most.values()) == {1}
    asked = Counter(request.split()[1] for request in server.requests)
    assert asked["/robots.txt"] == 50
    assert asked["/7"] == 0
    assert server.connects < 300
