"""
Measures how many pages a second are fetched from 50 hosts on loopback, against bare httpx under the same limits.

    python -m tests.benchmarks.fetch [--pages N] [--rounds N]

The pause between requests is off, everything else as in a run: guard, robots.txt, one request per host at a time. The
server is a process of its own. The peer is a loop of its own over one `httpx.Client`: as many threads, the same timeout,
redirects and limits, no guard and no manners.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from unittest import mock

import httpx

from extractors.fetch import addresses
from extractors.fetch.client import Client, Manners
from extractors.fetch.message import host_of
from extractors.fetch.pace import Pace
from extractors.fetch.robots import Robots
from extractors.fetch.rounds import fetch_all
from tests.benchmarks.tables import target_table
from tests.benchmarks.targets import Target

_HOSTS = [f"127.0.0.{number}" for number in range(1, 51)]
_THREADS = 16
_TIMEOUT = 20.0
_MAX_BYTES = 10_000_000
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
#: 60 kB of HTML, sent as 9 kB of gzip.
_PAGE = b"".join(b"<p>Paragraph %d, %d.</p>\n" % (n, n * 7919 % 10007) for n in range(2000))
_RULES = b"User-agent: *\nDisallow: /private/\nDisallow: /*?print=\nAllow: /\n" * 10


@dataclass(frozen=True, kw_only=True)
class Speed:
    """What fetching some pages took."""

    pages: int
    wall: float
    cpu: float

    @property
    def a_second(self) -> float:
        return self.pages / self.wall


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=60, help="of each host")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many counts")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(_serve())
        return
    machine = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before"
    print(f"{len(_HOSTS)} hosts, {options.pages} pages of {len(_PAGE) / 1000:.0f} kB each")
    print(f"{machine}, Python {platform.python_version()}; best of {options.rounds} rounds\n")
    with _server() as port:
        kept = _compared("kept", port, options)
        closed = _compared("closed", port, options)
        shares = {kind: _guard_share(kind, port, options.pages) for kind in ("kept", "closed")}
    print(f"{'':34}{'pages/s':>9}{'CPU ms':>8}{'ratio':>7}")
    for name, (ours, polite, bare) in (("connections kept", kept), ("one for each page", closed)):
        for what, speed in (("with manners", polite), ("without", ours), ("bare httpx", bare)):
            print(
                f"{f'{name}, {what}':34}{speed.a_second:9,.0f}{1000 * speed.cpu / speed.pages:8.2f}"
                f"{speed.a_second / bare.a_second:7.2f}"
            )
    print("ratio: pages a second, to bare httpx's; CPU of the client's process alone\n")
    targets = [
        *(
            Target(name=f"CPU share of guard and robots, {kind}", measured=share, most=0.10)
            for kind, share in shares.items()
        ),
        Target(name="speed to bare httpx's, kept", measured=_ratio(*kept[1:]), least=1.0),
        Target(name="speed to bare httpx's, closed", measured=_ratio(*closed[1:]), least=1.0),
    ]
    print(target_table(targets))


def _ratio(ours: Speed, bare: Speed) -> float:
    return ours.a_second / bare.a_second


def _compared(kind: str, port: int, options: Any) -> tuple[Speed, Speed, Speed]:
    """Return the best of ours without manners, ours with them, and of bare httpx, taking turns."""
    urls = _urls(kind, port, options.pages)
    rounds = [
        (
            _timed(lambda: _ours(urls, None), len(urls)),
            _timed(lambda: _ours(urls, Manners(Pace(0), Robots())), len(urls)),
            _timed(lambda: _bare(urls), len(urls)),
        )
        for _ in range(options.rounds)
    ]
    ours, polite, bare = (
        min(column, key=lambda one: one.wall) for column in zip(*rounds, strict=True)
    )
    return ours, polite, bare


def _urls(kind: str, port: int, pages: int) -> list[str]:
    return [f"http://{host}:{port}/{kind}/{n}" for n in range(pages) for host in _HOSTS]


def _timed(work: Callable[[], int], pages: int) -> Speed:
    wall, cpu = time.monotonic(), time.process_time()
    size = work()
    assert size == pages * len(_PAGE)
    return Speed(pages=pages, wall=time.monotonic() - wall, cpu=time.process_time() - cpu)


def _ours(urls: list[str], manners: Manners | None) -> int:
    """Return the number of bytes fetched. The guard vets every address, then lets these pass."""
    vetted = addresses.is_public
    with (
        mock.patch.object(addresses, "is_public", lambda address: vetted(address) or True),
        Client(
            user_agent="topicwire/bench",
            timeout=_TIMEOUT,
            max_bytes=_MAX_BYTES,
            allow=frozenset(),
            manners=manners,
        ) as client,
    ):
        size = 0
        for _, found in fetch_all(
            urls, lambda url: client.fetch(url, now=_NOW), host=host_of, threads=_THREADS
        ):
            if isinstance(found, Exception):
                raise found
            size += len(found.content)
        return size


def _bare(urls: list[str]) -> int:
    with (
        httpx.Client(
            timeout=_TIMEOUT,
            follow_redirects=True,
            max_redirects=5,
            trust_env=False,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=100),
            headers={"User-Agent": "topicwire/bench", "Accept-Encoding": "gzip"},
        ) as client,
        ThreadPoolExecutor(_THREADS) as threads,
    ):

        def fetch(url: str) -> bytes:
            body: list[bytes] = []
            size = 0
            with client.stream("GET", url) as response:
                response.raise_for_status()
                for chunk in response.iter_bytes():
                    size += len(chunk)
                    if size > _MAX_BYTES:
                        raise ValueError("too large")
                    body.append(chunk)
            return b"".join(body)

        return sum(map(len, threads.map(fetch, urls)))


def _guard_share(kind: str, port: int, pages: int) -> float:
    """Return the share of CPU time that vetting addresses and heeding robots.txt takes, reading it included."""
    spent: list[float] = []

    def metered(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            started = time.thread_time()
            try:
                return function(*args, **kwargs)
            finally:
                spent.append(time.thread_time() - started)

        return call

    urls = _urls(kind, port, pages)
    with (
        # `lookup` runs in a thread of its own, which `resolve` starts.
        mock.patch.object(addresses, "lookup", metered(addresses.lookup)),
        mock.patch.object(addresses, "resolve", metered(addresses.resolve)),
        mock.patch.object(addresses, "is_public", metered(addresses.is_public)),
        mock.patch.object(Client, "_heed_robots", metered(Client._heed_robots)),
    ):
        speed = _timed(lambda: _ours(urls, Manners(Pace(0), Robots())), len(urls))
    return sum(spent) / speed.cpu


@contextmanager
def _server() -> Iterator[int]:
    """Yield the port of a server in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.fetch", "--serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Site, "0.0.0.0", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


class _Site(asyncio.Protocol):
    """One connection: a page, or the rules, for each request; closed after a page below `/closed/`."""

    _packed = gzip.compress(_PAGE)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._head = b""

    def data_received(self, data: bytes) -> None:
        self._head += data
        if not self._head.endswith(b"\r\n\r\n"):
            return
        path = self._head.split(b" ", 2)[1]
        self._head = b""
        body = _RULES if path == b"/robots.txt" else self._packed
        headers = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n" % len(
            body
        )
        if path != b"/robots.txt":
            headers += b"Content-Encoding: gzip\r\n"
        if is_last := path.startswith(b"/closed/"):
            headers += b"Connection: close\r\n"
        self._transport.write(headers + b"\r\n" + body)
        if is_last:
            self._transport.close()


if __name__ == "__main__":
    main()
