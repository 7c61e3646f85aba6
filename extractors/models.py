"""
What flows through topicwire: a document comes in, an article comes out.

Values only: nothing here reads, decides or stores. Every datetime is aware and in UTC; an unknown is `None`,
never a guess and never now().
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal, get_args

Precision = Literal["instant", "day", "month"]
#: `high`: stated for machines, or for readers where nothing else can stand; `medium`: read off a place that usually
#: holds it; `low`: taken from words that may mean something else.
Confidence = Literal["high", "medium", "low"]
#: How much of an article is its topic: it is what the article is about, or it comes up.
Level = Literal["about", "mentions"]
Access = Literal["free", "paywalled"]
#: Whether the rights to text and data mining are reserved (Directive (EU) 2019/790, article 4(3)).
Tdm = Literal["reserved", "unreserved"]
#: What a reader should know of how an article was come by. When each is set stands in `extractors.page.flags`.
Flag = Literal[
    "too-short",
    "paywalled",
    "live-blog",
    "link-list",
    "not-an-article",
    "rescued",
    "date-guessed",
    "feed-text",
]
FLAGS: tuple[Flag, ...] = get_args(Flag)


@dataclass(frozen=True, kw_only=True)
class Validators:
    """What an answer is to be asked for again with (RFC 9110, 8.8), verbatim; `None` where it was not sent."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, kw_only=True)
class Http:
    """What an answer says of itself beside its body."""

    status: int
    validators: Validators = Validators()
    #: Seconds that it may be taken for current (Cache-Control, Expires), at most a day; `None` where it does not say.
    fresh_seconds: float | None = None
    #: The address that answered, if each redirect on the way there was a permanent one; else `None`.
    moved_to: str | None = None
    #: As the answer's header reserves it (TDM Reservation Protocol).
    tdm: Tdm | None = None


@dataclass(frozen=True, kw_only=True)
class NotModified:
    """The answer (304) that a document is as it was when its validators were given out."""

    location: str
    url: str
    http: Http
    read_at: datetime


@dataclass(frozen=True, kw_only=True)
class RawDocument:
    """One page or file as it was read; nothing about it is decided yet."""

    #: The bytes as they came: a .gz file still compressed, an answer's Content-Encoding taken off.
    content: bytes
    #: What makes it the same piece of copy next time: the canonical URL asked for, or the `file://` URL of the path.
    location: str
    #: The address that answered, after redirects; `None` for a file.
    url: str | None = None
    #: The HTTP header as sent, charset and all; `None` for a file.
    content_type: str | None = None
    #: `None` for a file, and for a record of a crawl.
    http: Http | None = None
    #: When the bytes were read.
    read_at: datetime

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a field was found, and how far to trust it."""

    #: `json-ld`, `opengraph`, `meta`, `microdata`, `link`, `h1`, `title`, `html` (an attribute), `time`, `byline`,
    #: `caption`, `front-matter`, `header` (of a mail), `record` (a crawler's), `request`, `url`, `text`; `feed`, `http`
    #: and `source` for what the page does not say, and its feed, its answer's header or its source's settings do.
    found_in: str
    confidence: Confidence


@dataclass(frozen=True, kw_only=True)
class Timestamp:
    """A point in time as a page states it, and how far to trust it."""

    #: UTC. For precision `day` midnight of that day, for `month` midnight of its first day.
    at: datetime
    precision: Precision
    #: As in `Origin`.
    found_in: str
    #: The characters on the page, in one line.
    written: str

    @property
    def origin(self) -> Origin:
        """Where it was found; a date in a caption or in running text may be that of something else."""
        weak: dict[str, Confidence] = {
            "byline": "medium", "url": "medium", "caption": "low", "text": "low",
        }  # fmt: skip
        return Origin(found_in=self.found_in, confidence=weak.get(self.found_in, "high"))


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Why an article has a topic: one rule that held, and the words it held on."""

    topic: str
    rule: str
    #: Which part of the article the offsets count in.
    field: Literal["title", "text"]
    #: Code points, from the first matched word to the end of the last.
    start: int
    end: int
    #: The matched words, verbatim, in the order they stand.
    words: tuple[str, ...]
    #: The sentence or sentences around `start:end`, verbatim.
    sentence: str
    #: What it adds to the topic's score.
    score: float


@dataclass(frozen=True, kw_only=True)
class Tag:
    """A topic that an article covers, and how much."""

    topic: str
    level: Level
    #: Of the sentences its rules hold in, together; comparable within one topic only.
    score: float


@dataclass(frozen=True, kw_only=True)
class Record:
    """What the store knows of an article beyond the article itself."""

    id: int
    #: The entry's `tag:` URI (RFC 4151), minted when the article was first stored and never changed.
    guid: str
    #: The input as it was given when the article was first stored.
    input: str
    #: 1 for the first text seen, one more for each change.
    version: int
    #: Id of the article whose text this one repeats, `None` for an original.
    copy_of: int | None = None
    #: sha256 of the document that the current version came from.
    document: str
    #: sha256 of the topics file that the tags came from.
    tagged_with: str
    #: Its name, and its version as it counts; `None` where the store never kept it.
    pack: str | None = None
    pack_version: str | None = None
    first_seen: datetime
    #: The last change that a feed's reader should notice. No two articles of one store share it.
    changed: datetime
    #: When its page was noticed to be gone (404, 410), `None` while it is there as far as is known.
    gone: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article: clean text, what the page says about it, and the topics it covers."""

    #: Canonical URL, as far as one is known.
    url: str | None = None
    title: str
    #: The body without the title: one paragraph a line, lines parted by a single newline.
    text: str
    #: Persons only, in the page's order.
    authors: tuple[str, ...] = ()
    #: Organisations that the page names as its author: an agency, a desk.
    organisations: tuple[str, ...] = ()
    #: The outlet's name.
    site: str | None = None
    published: Timestamp | None = None
    modified: Timestamp | None = None
    #: BCP 47 primary subtag in lower case: `en`, `ru`, `hy`.
    language: str | None = None
    section: str | None = None
    description: str | None = None
    #: URL of the picture that the page gives for previews.
    image: str | None = None
    #: As the page declares it; `None` where it says nothing, which is no promise.
    access: Access | None = None
    #: URL or words, as declared.
    licence: str | None = None
    tdm: Tdm | None = None
    #: By the name of the field: where each that has a value was found. The dates carry their own.
    origins: Mapping[str, Origin] = field(default_factory=dict)
    #: In the order of `FLAGS`.
    flags: tuple[Flag, ...] = ()
    #: Sorted by topic. Empty until tagged.
    tags: tuple[Tag, ...] = ()
    #: By topic; of each, text before title, in reading order.
    evidence: tuple[Evidence, ...] = ()
    #: `None` until it is stored.
    record: Record | None = None

    @property
    def topics(self) -> tuple[str, ...]:
        """Names of the topics covered, sorted, each once."""
        return tuple(sorted({found.topic for found in self.evidence}))

    def proof(self, topic: str) -> Evidence:
        """
        Return the evidence to show first for *topic*: of the text before the title, on the most matched letters, and
        none that only stands beside another.

        Long words are specific words: "take in new members" says more than "applicants". Equals come in reading order.
        """
        found = [one for one in self.evidence if one.topic == topic]
        return max(
            found,
            key=lambda one: (one.score > 0, one.field == "text", len("".join(one.words))),
        )


@dataclass(frozen=True, kw_only=True)
class Rejection:
    """Why a document did not become an article. An expected outcome, hence a value and no exception."""

    #: A word to filter by: `empty`, `too-short`, `too-large`, `not-text`, `not-an-article`, `unreadable`, `timeout`...
    code: str
    #: A sentence for a person.
    reason: str
