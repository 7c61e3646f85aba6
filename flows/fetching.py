"""The one client of a run: its manners come out of the settings, and what it learnt of robots.txt goes into the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from extractors.errors import FetchError
from extractors.fetch.client import Client, Manners
from extractors.fetch.pace import Pace
from extractors.fetch.robots import Robots
from extractors.urls import same_site
from flows.settings import Settings
from flows.source_table import MissingSecretError
from storage import visits
from storage.database import opened, writing

#: Hosts that are asked at once. More would wait for this machine, not for them.
THREADS = 8

#: What the reader can do about it, by the error's code.
_ADVICE = {"blocked-address": "; if it is yours, list it as host:port under fetch.allow"}


def advised(error: FetchError) -> str:
    """Return why a fetch failed, with what can be done about it."""
    return error.reason + _ADVICE.get(error.code, "")


@contextmanager
def client_for(settings: Settings, *, pace: Pace | None = None) -> Iterator[Client]:
    """Give the client of one run, closed at its end; threads may share it. *pace* is that of who wants to ask it, too."""
    with opened(settings.data) as db:
        robots = Robots(visits.robots_records(db), user_agent=settings.user_agent)
    pace = pace or Pace(settings.delay_seconds)
    with Client(
        user_agent=settings.user_agent,
        timeout=settings.timeout_seconds,
        max_bytes=settings.max_bytes,
        allow=settings.allow,
        manners=Manners(pace, robots),
    ) as client:
        try:
            yield client
        finally:
            with opened(settings.data) as db, writing(db):
                visits.keep_robots(db, robots.records(), now=datetime.now(UTC))


def headers_for(settings: Settings, source: str | None, url: str) -> dict[str, str]:
    """
    Return what the source called *source* is configured to send, where *url* is one of its own site.

    Raises:
        FetchError: with code `no-secret`, retryable: the environment does not hold a value.
    """
    found = settings.source(source)
    if found is None or not (found.headers or found.cookies) or not same_site(found.url, url):
        return {}
    try:
        return found.secrets()
    except MissingSecretError as error:
        raise FetchError(url, "no-secret", str(error), retryable=True) from error
