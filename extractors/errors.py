"""
What can go wrong outside this program.

    TopicwireError
    ├── ConfigError      a settings or topics file says something it must not
    ├── FetchError       a URL could not be fetched
    ├── SourceError      what a source brought is not what it should be
    └── StorageError     the database cannot be used

Bugs are not translated: they crash.
"""

from __future__ import annotations

from pathlib import Path


class TopicwireError(Exception):
    """Base of all; its text is a whole sentence for a person."""


class ConfigError(TopicwireError):
    """
    A settings or topics file says something it must not.

    *problem* names the wrong value, *remedy* a right one; *line* and *column* count from 1.
    """

    def __init__(
        self,
        file: Path,
        line: int | None,
        problem: str,
        remedy: str,
        *,
        column: int | None = None,
    ) -> None:
        where = ":".join(str(part) for part in (file, line, column) if part)
        super().__init__(f"{where}: {problem}. {remedy}")
        self.file = file
        self.line = line
        self.column = column
        self.problem = problem
        self.remedy = remedy


class FetchError(TopicwireError):
    """
    A URL could not be fetched.

    *code* is a word to filter by (`http-404`, `timeout`, `blocked-address`, `too-large`, ...); *retryable* says
    whether another try may end otherwise; *retry_after*, how many seconds the host asks to wait before it, at most a day.
    """

    def __init__(
        self,
        url: str,
        code: str,
        reason: str,
        *,
        retryable: bool,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{reason}: {url}")
        self.url = url
        self.code = code
        self.reason = reason
        self.retryable = retryable
        self.retry_after = retry_after


class SourceError(TopicwireError):
    """
    What a source brought is not what it should be.

    *code* is a word to filter by (`empty`, `not-a-feed`, `not-a-sitemap`, `not-a-page`, `not-opml`, `unreadable`,
    `too-large`); *hint*, a sentence on what may help.
    """

    def __init__(self, code: str, reason: str, hint: str = "") -> None:
        super().__init__(f"{reason} {hint}".strip())
        self.code = code
        self.reason = reason
        self.hint = hint


class StorageError(TopicwireError):
    """The database cannot be used: not a database, not ours, or from a newer topicwire."""
