"""
Says which addresses belong to the public internet, and asks the resolver for those of a host.

Decides by number only: which host is meant, and whether it is excused, is the client's business.
"""

from __future__ import annotations

import queue
import socket
import threading
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

# Our own tables from IANA's special-purpose registries: `ipaddress.is_global` calls multicast, NAT64, 6to4 and
# `::127.0.0.1` global, and its answers changed between patch releases of Python 3.11.
_NOT_PUBLIC_V4 = [
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's host agent: public by number, answered by the machine's own host
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]

# Everything public in IPv6 is in here: outside are loopback, unique local (fc00::/7), link- and site-local, multicast,
# NAT64 (64:ff9b::/96, 64:ff9b:1::/48) and all forms that carry an IPv4 address in ::/8.
_UNICAST_V6 = IPv6Network("2000::/3")
_NOT_PUBLIC_V6 = [
    IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo, benchmarking, ORCHID
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3ffe::/16",
        "3fff::/20",
    )
]


# Polled hosts are vetted over and over.
@lru_cache(maxsize=4096)
def is_public(address: str) -> bool:
    """
    Return whether *address*, in the notation of `getaddrinfo`, is public unicast.

    Raises:
        ValueError: it is not an IP address.
    """
    ip = ip_address(address)
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _NOT_PUBLIC_V4)
    return (
        ip.scope_id is None
        and ip in _UNICAST_V6
        and not any(ip in network for network in _NOT_PUBLIC_V6)
    )


def lookup(host: str, port: int) -> list[str]:
    """
    Return the addresses of *host*, each once, in the resolver's order.

    The one place where a name becomes a number: tests replace this function to play a hostile resolver.

    Raises:
        socket.gaierror: the host is not known, or the resolver does not answer.
    """
    # As bytes, because Python's own IDNA codec raises UnicodeError on labels that are empty or over 63 characters.
    answers = socket.getaddrinfo(host.encode("ascii"), port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in answers))


def resolve(host: str, port: int, *, seconds: float) -> list[str]:
    """
    Return what `lookup` returns, waiting for at most *seconds*.

    Raises:
        socket.gaierror: as `lookup`.
        TimeoutError: the resolver took longer. `getaddrinfo` knows no limit and cannot be stopped, so its
            thread is left to it; it is free again at the end of the resolver's own patience (10 to 30 s).
    """
    try:
        asker = _idle.pop()
    except IndexError:
        asker = _Asker()
    try:
        found = asker.ask(host, port).get(timeout=seconds)
    except queue.Empty as error:
        raise TimeoutError(f"no answer for {host} within {seconds:.1f} s") from error
    if isinstance(found, Exception):
        raise found
    return found


_Found = list[str] | Exception


class _Asker:
    """A thread that asks the resolver, again and again: to start one takes longer than most questions."""

    def __init__(self) -> None:
        self._questions: queue.SimpleQueue[tuple[str, int, queue.SimpleQueue[_Found]]] = (
            queue.SimpleQueue()
        )
        threading.Thread(target=self._work, name="resolver", daemon=True).start()

    def ask(self, host: str, port: int) -> queue.SimpleQueue[_Found]:
        """Return where the answer will come."""
        answers: queue.SimpleQueue[_Found] = queue.SimpleQueue()
        self._questions.put((host, port, answers))
        return answers

    def _work(self) -> None:
        while True:
            host, port, answers = self._questions.get()
            found: _Found
            try:
                found = lookup(host, port)
            except Exception as error:  # noqa: BLE001 - any kind, a bug too: it is raised where it was asked
                found = error
            _idle.append(self)
            answers.put(found)


#: Those that wait for a question: as many as were ever busy at once.
_idle: list[_Asker] = []
