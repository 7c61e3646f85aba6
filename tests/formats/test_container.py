"""Files of many documents: told by their content, read one record at a time."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from io import BytesIO
from urllib.parse import urlsplit

import pytest

from extractors.formats.container import form_of, members
from extractors.formats.member import Member
from extractors.models import RawDocument, Rejection
from tests.formats.making import NOW, TEXT, lines, page, warc

LIMIT = 10_000
RECORDS = [{"url": f"https://courier.example/{number}", "text": TEXT} for number in range(3)]


def taken_apart(content: bytes) -> list[Member | Rejection]:
    file = BytesIO(content)
    form = form_of(file, limit=LIMIT)
    assert form == "lines"
    return list(members(file, form, location="file:///in/a.jsonl", limit=LIMIT, now=NOW))


@pytest.mark.parametrize(
    ("content", "form"),
    [
        pytest.param(lines(RECORDS), "lines", id="lines"),
        pytest.param(b"\xef\xbb\xbf\n\n" + lines(RECORDS), "lines", id="mark and blank lines"),
        pytest.param(lines(RECORDS).replace(b"\n", b"\r\n"), "lines", id="windows"),
        pytest.param(gzip.compress(lines(RECORDS)), "lines", id="lines, gzip"),
        pytest.param(b'{"text": "brok\n' + lines(RECORDS), "lines", id="first line broken"),
        pytest.param(lines([{"text": "a" * LIMIT}, *RECORDS]), "lines", id="first line too long"),
        pytest.param(warc([{"url": "https://courier.example/"}]), "warc", id="warc, gzip"),
        pytest.param(warc([], gzip=False), "warc", id="warc"),
        pytest.param(lines(RECORDS[:1]), None, id="one object"),
        pytest.param(json.dumps(RECORDS[0], indent=2).encode(), None, id="one object, spread"),
        pytest.param(json.dumps(RECORDS).encode(), None, id="list"),
        pytest.param(b"{Photo: harbour}\n{Photo: lock}\n", None, id="braces"),
        pytest.param(page().encode(), None, id="page"),
        pytest.param(gzip.compress(page().encode()), None, id="page, gzip"),
        pytest.param(gzip.compress(lines(RECORDS))[:20], None, id="damaged at once"),
        pytest.param(b"", None, id="empty"),
    ],
)
def test_form(content, form):
    """A file's content says whether it holds many documents."""
    assert form_of(BytesIO(content), limit=LIMIT) == form


def test_lines():
    """Each line is a document as it stands, at the address it states, numbered as an editor does."""
    records = [RECORDS[0], {"text": TEXT}, RECORDS[2]]
    content = lines(records).replace(b"\n", b"\n\n", 1)
    found = taken_apart(content)
    assert [member.number for member in found] == [1, 3, 4]
    assert [member.location for member in found] == [
        "https://courier.example/0",
        "file:///in/a.jsonl#3",
        "https://courier.example/2",
    ]
    assert found[1].found == RawDocument(
        content=json.dumps(records[1]).encode(),
        location="file:///in/a.jsonl#3",
        content_type="application/json",
        read_at=NOW,
    )


def test_bad_lines_cost_themselves():
    """A broken line, one that is too long and one that is no object are refused, the rest is read."""
    content = b"\n".join(
        [
            lines(RECORDS[:1]).strip(),
            b'{"text": "cut of',
            b'{"text": "' + b"a" * 3 * LIMIT + b'"}',
            b"[1, 2]",
            b'{"url": "https://courier.example/", "status": 500}',
            lines(RECORDS[2:]).strip(),
        ]
    )
    found = taken_apart(content)
    codes = [member.found.code if isinstance(member.found, Rejection) else type(member.found) for member in found]  # fmt: skip
    assert codes == [
        RawDocument,
        "unreadable",
        "too-large",
        "not-an-article",
        type(None),
        RawDocument,
    ]
    assert "Line 2" in found[1].found.reason


def test_lines_cut_in_their_gzip():
    """What was read before the damage stays, and the last word says so."""
    content = gzip.compress(lines({**record, "n": n} for n, record in enumerate(RECORDS * 300)))
    *found, last = taken_apart(content[:-100])
    assert len(found) > 100
    assert isinstance(last, Rejection)
    assert last.code == "truncated"


class Endless(io.RawIOBase):
    """Ten thousand records made as they are read: a file that is never in memory as a whole."""

    def __init__(self, record, number):
        self.record, self.left, self.at = record, number, 0

    def readable(self):
        return True

    def readinto(self, buffer):
        if self.at == len(self.record):
            self.at, self.left = 0, self.left - 1
        if not self.left:
            return 0
        piece = self.record[self.at : self.at + len(buffer)]
        buffer[: len(piece)] = piece
        self.at += len(piece)
        return len(piece)

    def seekable(self):
        return True

    def seek(self, at, whence=0):
        return 0


def test_memory_is_that_of_one_record():
    """Ten thousand records of 9 kB, 90 MB, take less than 2 MB: none outlives the next."""
    record = lines([{"url": "https://courier.example/", "text": "ab " * 3000}])
    file = io.BufferedReader(Endless(record, 10_000))
    tracemalloc.start()
    try:
        found = members(file, "lines", location="file:///in/a.jsonl", limit=LIMIT, now=NOW)
        count = sum(isinstance(member.found, RawDocument) for member in found)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 10_000
    assert peak < 2_000_000


def test_memory_of_a_warc_is_bounded_too():
    """A film of 60 MB beside the page is passed by, and a page beyond the limit is not kept."""
    film = {"url": "https://courier.example/a.mp4", "http": {"Content-Type": "video/mp4"}, "body": bytes(60_000_000)}  # fmt: skip
    huge = {"url": "https://courier.example/a", "body": b"a" * 60_000_000}
    content = warc([film, huge, {"url": "https://courier.example/b"}])
    tracemalloc.start()
    try:
        found = list(members(BytesIO(content), "warc", location="x", limit=LIMIT, now=NOW))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [urlsplit(member.location).path for member in found[1:]] == ["/a.mp4", "/a", "/b"]
    assert peak < 3_000_000
