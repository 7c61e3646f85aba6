"""WARC files: each response a document, without the encodings of its way; the rest counted."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime
from io import BytesIO

import brotli
import pytest

from extractors.formats.container import form_of, members
from extractors.formats.member import Member
from extractors.models import RawDocument, Rejection
from tests.formats.making import NOW, page, rejection, warc

LIMIT = 100_000
PAGE = page().encode()
URL = "https://courier.example/dredged"


def taken_apart(content: bytes, *, limit: int = LIMIT) -> list[Member | Rejection]:
    file = BytesIO(content)
    form = form_of(file, limit=limit)
    assert form == "warc"
    return list(members(file, form, location="file:///in/a.warc", limit=limit, now=NOW))


def one(record: dict, **more) -> Member:
    """Return the member that a record becomes, between the file's own header and nothing."""
    info, member = taken_apart(warc([record], **more))
    assert isinstance(info, Member)
    assert info.found is None
    assert isinstance(member, Member)
    return member


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_response(packed):
    """A response is a document: its body, where and when it was read, and what the server said it is."""
    member = one({"url": URL}, gzip=packed)
    assert (member.number, member.location) == (2, URL)
    assert member.found == RawDocument(
        content=PAGE,
        location=URL,
        url=URL,
        content_type="text/html; charset=utf-8",
        read_at=datetime(2025, 3, 12, 10, tzinfo=UTC),
    )


def test_file_packed_as_a_whole():
    """A WARC that somebody packed with gzip, as one piece, is read like one packed by record."""
    content = gzip.compress(warc([{"url": URL}, {"url": f"{URL}/2"}], gzip=False))
    assert [member.location for member in taken_apart(content)[1:]] == [URL, f"{URL}/2"]


def test_resource():
    """A resource has no HTTP header; its type is the record's."""
    member = one({"url": URL, "type": "resource"})
    assert isinstance(member.found, Rejection) is False
    assert isinstance(member.found, RawDocument)
    assert (member.found.content, member.found.content_type) == (PAGE, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    "record",
    [
        {"url": URL, "type": "request", "body": b""},
        {"url": URL, "type": "metadata"},
        {"url": URL, "type": "revisit", "body": b""},
        {"url": URL, "type": "conversion", "http": {"Content-Type": "text/plain"}},
        {"url": "dns:courier.example", "type": "resource", "http": {"Content-Type": "text/dns"}},
        {"url": "urn:text:https://courier.example/", "type": "resource"},
        {"url": "https://courier.example/robots.txt", "http": {"Content-Type": "text/plain"}},
        {"url": f"{URL}.png", "http": {"Content-Type": "image/png"}},
        {"url": f"{URL}.css", "http": {"Content-Type": "text/css"}},
        {"url": f"{URL}.png", "http": {"Content-Type": "image/png"}, "status": "404 Not Found"},
        {"url": f"{URL}.bin", "http": {}, "body": b"\x00\x01\x02" * 50},
        {"url": URL, "status": "301 Moved Permanently", "body": b""},
    ],
    ids=["request", "metadata", "revisit", "conversion", "dns", "urn", "robots", "picture", "css", "no picture", "no type", "redirect"],
)  # fmt: skip
def test_other_records(record):
    """What is not meant to be copy is no document, and no failure."""
    assert one(record).found is None


def test_type_is_sniffed_where_none_is_said():
    """A page without Content-Type is a page."""
    assert isinstance(one({"url": URL, "http": {}}).found, RawDocument)


def chunked(body: bytes, *, size: int = 700) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;ext=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        pytest.param({"Transfer-Encoding": "chunked"}, chunked(PAGE), id="chunked"),
        pytest.param({"Transfer-Encoding": "chunked"}, PAGE, id="chunked in name only"),
        pytest.param({"Content-Encoding": "gzip"}, gzip.compress(PAGE), id="gzip"),
        pytest.param({"Content-Encoding": "deflate"}, zlib.compress(PAGE), id="deflate"),
        pytest.param({"Content-Encoding": "gzip"}, PAGE, id="gzip in name only"),
        pytest.param({"Content-Encoding": "br"}, brotli.compress(PAGE), id="br"),
        pytest.param({"Content-Encoding": "br"}, PAGE, id="br in name only"),
        pytest.param(
            {"Transfer-Encoding": "Chunked", "Content-Encoding": "GZIP"},
            chunked(gzip.compress(PAGE)),
            id="both",
        ),
    ],
)
def test_encodings_are_taken_off(headers, body):
    """What is kept is the page, however it travelled, and whatever the crawler took off before."""
    member = one({"url": URL, "body": body, "http": {"Content-Type": "text/html", **headers}})
    assert isinstance(member.found, RawDocument), member.found
    assert member.found.content == PAGE


BOMB = gzip.compress(b" " * 50_000_000)
GZIP = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
CHUNKED = {"Content-Type": "text/html", "Transfer-Encoding": "chunked"}


@pytest.mark.parametrize(
    ("record", "code", "word"),
    [
        pytest.param({"status": "402 Payment Required"}, "paywalled", "courier.example answered 402", id="402"),
        pytest.param({"status": "404 Not Found"}, "http-404", "answered 404 (Not Found)", id="404"),
        pytest.param({"status": "206 Partial Content"}, "http-206", "answered 206", id="206"),
        pytest.param({"status": "fine"}, "unreadable", "status", id="no status"),
        pytest.param({"body": b"x" * (LIMIT + 1)}, "too-large", "0 MB", id="too large"),
        pytest.param({"body": BOMB, "http": GZIP}, "too-large", "100,000 bytes", id="bomb"),
        pytest.param({"body": gzip.compress(PAGE)[:200], "http": GZIP}, "encoding", "ends too early", id="cut gzip"),
        pytest.param({"body": chunked(PAGE)[:-300], "http": CHUNKED}, "truncated", "last chunk", id="cut chunks"),
        pytest.param({"body": chunked(PAGE, size=200)[:212] + b"zz\r\nx", "http": CHUNKED}, "unreadable", "chunks", id="bad chunks"),
        pytest.param({"body": bytes(range(128, 256)) + b"\0\1\2\3\4\5", "http": {**GZIP, "Content-Encoding": "compress"}}, "encoding", "'compress'", id="compress"),
        pytest.param({"warc": {"WARC-Truncated": "length"}}, "truncated", "length", id="cut by the crawler"),
    ],
)  # fmt: skip
def test_records_that_should_have_been_documents(record, code, word):
    """They are refused with the reason, and what follows is read."""
    found = taken_apart(warc([{"url": URL, **record}, {"url": f"{URL}/2"}]))
    assert [member.location for member in found] == ["file:///in/a.warc#1", URL, f"{URL}/2"]
    refused = found[1].found
    assert isinstance(refused, Rejection)
    assert refused.code == code
    assert word in refused.reason
    assert isinstance(found[2].found, RawDocument)


def test_header_that_is_none():
    """A response that does not begin like one is refused, the next one read."""
    good, bad = warc([{"url": URL}], gzip=False), warc([{"url": f"{URL}/bad"}], gzip=False)
    bad = bad.replace(b"HTTP/1.1 200 OK", b"HXXP/1.1 200 OK")
    _, broken, _, response = taken_apart(bad + good)
    assert isinstance(broken.found, Rejection)
    assert broken.found.code == "unreadable"
    assert isinstance(response.found, RawDocument)


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("https://Courier.example/a?utm_source=x#top", "https://courier.example/a"),
        ("https://user@courier.example/", "file:///in/a.warc#2"),
        ("http://[courier/", "file:///in/a.warc#2"),
        ("", "file:///in/a.warc#2"),
    ],
)
def test_location(url, location):
    """The canonical address, or the file's with the record's number where the address is none."""
    member = one({"url": url})
    assert member.location == location
    assert isinstance(member.found, RawDocument)


def test_date_that_is_none():
    """A record without a date was read now, as far as anybody knows."""
    member = one({"url": URL, "warc": {"WARC-Date": "yesterday"}})
    assert isinstance(member.found, RawDocument)
    assert member.found.read_at == NOW


WHOLE = [{"url": f"{URL}/{number}"} for number in range(3)]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(warc(WHOLE)[:-100], id="gzip"),
        pytest.param(warc(WHOLE, gzip=False)[:-100], id="plain"),
        pytest.param(gzip.compress(warc(WHOLE, gzip=False))[:-30], id="gzip as a whole"),
        pytest.param(warc(WHOLE) + b"\x1f\x8b\x08\0garbage", id="gzip and garbage"),
        pytest.param(warc(WHOLE, gzip=False) + b"garbage\r\n" * 9, id="plain and garbage"),
        pytest.param(warc(WHOLE, gzip=False) + b"WARC/1.1\r\nContent-Length: 99999999999\r\n\r\nx", id="longer than the file"),
        pytest.param(warc(WHOLE, gzip=False) + b"WARC/1.1\r\nWARC-Type: response\r\n\r\nx", id="no length"),
        pytest.param(warc(WHOLE, gzip=False) + b"WARC/1.1\r\nContent-Length: -5\r\n\r\nx", id="negative length"),
        pytest.param(warc(WHOLE, gzip=False).replace(b"Content-Length: ", b"Content-Length: 1", 3), id="wrong lengths"),
        pytest.param(gzip.compress(warc(WHOLE, gzip=False) + b"WARC/1.1\r\n" + b"X" * 50_000_000), id="endless header"),
    ],
)  # fmt: skip
def test_damage_ends_a_file_with_a_word(content, capfd):
    """What was read before stays; the last word says that there was more; nothing is printed."""
    *found, last = taken_apart(content)
    assert isinstance(last, Rejection)
    assert last.code == "truncated"
    assert last.reason.startswith("record ")
    assert all(isinstance(member, Member) for member in found)
    assert capfd.readouterr() == ("", "")


def test_whole_file_has_no_last_word():
    """A file that ends where it should is members only."""
    assert all(isinstance(member, Member) for member in taken_apart(warc(WHOLE)))


def test_warc_is_no_article():
    """One WARC in the place of one document is refused."""
    assert rejection(warc(WHOLE, gzip=False)).code == "not-an-article"
