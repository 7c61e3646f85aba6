"""
Says what a site's robots.txt allows us (RFC 9309), asking for it once a day. The only importer of protego.

Makes no requests: how a robots.txt is read over the network, and at what pace, is the client's business.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from protego import Protego

from extractors.fetch.refusal import Refusal

#: How much of a robots.txt is read: RFC 9309 wants at least 500 KiB; protego takes 560 MB for 30 MB of rules.
MAX_BYTES = 512 << 10

_KEPT = timedelta(hours=24)
#: How long a failure stands: a site's robots.txt is not asked for by each of its pages while it is down.
_KEPT_UNKNOWN = timedelta(minutes=5)
_TOKEN = re.compile(r"[A-Za-z_-]+")


@dataclass(frozen=True, kw_only=True)
class RobotsRecord:
    """What came of asking an origin for its robots.txt."""

    #: Scheme, host, and port where it is not the scheme's own: `https://news.example`.
    origin: str
    #: Of the last answer; `None` if none came: the name, the connection or the encryption failed.
    status: int | None
    #: As decoded, at most 512 KiB; empty unless the status is 2xx.
    body: bytes
    fetched: datetime
    #: Why no answer came, for a person; not worth keeping.
    reason: str | None = None

    @property
    def is_unknown(self) -> bool:
        """Whether it cannot be said what is allowed: no answer, 429 or 5xx."""
        return self.status is None or self.status == 429 or self.status >= 500


class Robots:
    """The rules of every origin met so far, for one crawler; threads may share it."""

    def __init__(
        self, records: Iterable[RobotsRecord] = (), *, user_agent: str = "topicwire"
    ) -> None:
        """*records* are those of earlier processes; the product token of *user_agent* is who the rules are for."""
        found = _TOKEN.match(user_agent)
        self._agent = found[0] if found else "*"
        self._lock = threading.Lock()
        self._origins = {record.origin: _Rules(record=record) for record in records}

    def records(self) -> tuple[RobotsRecord, ...]:
        """Return what is known of every origin, to be given to the next process."""
        with self._lock:
            return tuple(rules.record for rules in self._origins.values() if rules.record)

    def crawl_delay(
        self, origin: str, target: str, *, now: datetime, ask: Callable[[], RobotsRecord]
    ) -> float:
        """
        Return how many seconds the site wants between two requests, 0 if it does not say, where *target* (path and
        query) may be fetched.

        *ask* is called where nothing is known of *origin* or it is too old: once, however many threads want it.

        Raises:
            Refusal: with code `robots` if it may not be fetched; `robots-unknown`, retryable, if that cannot be said.
        """
        with self._lock:
            rules = self._origins.setdefault(origin, _Rules())
        with rules.lock:
            if rules.is_due(now):
                rules.learn(ask())
            record, parsed = rules.record, rules.parsed()
        if record is None or record.is_unknown:
            why = "no answer came"
            if record:
                why = record.reason or (f"status {record.status}" if record.status else why)
            reason = f"The robots.txt of {origin} could not be read ({why}), so nothing is fetched"
            raise Refusal("robots-unknown", reason, retryable=True)
        if parsed is None:
            return 0.0
        if not parsed.can_fetch(origin + target, self._agent):
            raise Refusal("robots", f"The robots.txt of {origin} forbids it")
        return parsed.crawl_delay(self._agent) or 0.0


@dataclass(kw_only=True)
class _Rules:
    """The rules of one origin, parsed when they are first needed. All but `record` under its lock."""

    record: RobotsRecord | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)
    _parsed: Protego | None = None

    def is_due(self, now: datetime) -> bool:
        if self.record is None:
            return True
        kept = _KEPT_UNKNOWN if self.record.is_unknown else _KEPT
        return now - self.record.fetched >= kept

    def learn(self, record: RobotsRecord) -> None:
        self.record, self._parsed = record, None

    def parsed(self) -> Protego | None:
        """Return the rules, `None` where there are none: 3xx without end and 4xx allow everything."""
        record = self.record
        if record is None or record.status is None or not 200 <= record.status < 300:
            return None
        if self._parsed is None:
            self._parsed = Protego.parse(record.body.decode("utf-8-sig", "replace"))
        return self._parsed
