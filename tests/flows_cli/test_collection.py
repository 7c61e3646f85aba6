"""Reading one piece of copy: its bytes as they are, or one reason why there are none."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.fetch.client import Client
from extractors.models import Http, RawDocument, Rejection
from flows.collection import collect
from flows.discovery import discover
from storage.ledger import Delivery
from tests.fetch.servers import Server, redirect, response

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
LIMIT = 1000


def collected(given, *, allow=()):
    """Return what comes of one argument, with a limit of 1000 bytes."""
    (copy,) = discover([str(given)]).copy
    delivery = Delivery(
        id=1,
        run="r",
        source=copy.source,
        input=copy.input,
        location=copy.location,
        state="seen",
        seen=NOW,
    )
    client = Client(user_agent="test", timeout=5, max_bytes=LIMIT, allow=frozenset(allow))
    return collect(delivery, client=client, max_bytes=LIMIT, now=NOW)


def open_descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("size", [0, 1, LIMIT], ids=["empty", "a byte", "the limit"])
def test_file_as_it_is(tmp_path, size):
    """The bytes are untouched, the place is the file's, and there is no HTTP about it."""
    path = tmp_path / "a.html"
    path.write_bytes(b"\xff" * size)
    assert collected(path) == RawDocument(
        content=b"\xff" * size, location=path.resolve().as_uri(), read_at=NOW
    )


def test_gzip_stays_packed(tmp_path):
    """Unpacking is extraction's business: the archive keeps what came."""
    path = tmp_path / "a.html.gz"
    path.write_bytes(b"\x1f\x8b not even gzip")
    assert collected(path).content == b"\x1f\x8b not even gzip"


def test_file_beyond_the_limit(tmp_path):
    """Both sizes are said; a huge file is not read to its end, nor a small one that grew."""
    path = tmp_path / "a.html"
    with path.open("wb") as file:
        file.truncate(30_000_000_000)
    rejection = collected(path)
    assert rejection.code == "too-large"
    assert "30000.0 MB" in rejection.reason


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


@pytest.mark.parametrize(
    ("make", "code", "reason"),
    [
        (lambda path: None, "missing", "There is no such file or folder"),
        (lambda path: path.symlink_to("nowhere"), "missing", "There is no such file or folder"),
        (
            lambda path: path.symlink_to(path.name),
            "unreadable",
            "Too many levels of symbolic links",
        ),
        (os.mkfifo, "unreadable", "not a regular file"),
        (make_socket, "unreadable", "No such device or address"),
        (lambda path: path.symlink_to("/dev/zero"), "unreadable", "not a regular file"),
    ],
    ids=["missing", "dangling link", "link to itself", "named pipe", "socket", "device"],
)
def test_what_is_no_file(tmp_path, monkeypatch, make, code, reason):
    """A sentence each, at once, and nothing stays open."""
    monkeypatch.chdir(tmp_path)
    make(Path("a.html"))
    before = open_descriptors()
    rejection = collected("a.html")
    assert isinstance(rejection, Rejection)
    assert rejection.code == code
    assert reason in rejection.reason
    assert open_descriptors() == before


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("x" * 300, "File name too long"),
        ("a.html/b", "Not a directory"),
        ("nul\0byte", "null byte"),
        ("file://{here}", "Is a directory"),
    ],
    ids=["too long", "below a file", "null byte", "a folder's URL"],
)
def test_impossible_names(tmp_path, monkeypatch, given, reason):
    """Lists and URLs can name what no file system has."""
    monkeypatch.chdir(tmp_path)
    Path("a.html").touch()
    before = open_descriptors()
    rejection = collected(given.replace("{here}", str(tmp_path)))
    assert rejection.code == "unreadable"
    assert reason in rejection.reason
    assert open_descriptors() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read any file")
@pytest.mark.parametrize("folder", [False, True], ids=["file", "folder"])
def test_no_permission(tmp_path, folder):
    """The system's word for it."""
    path = tmp_path / "a.html"
    path.mkdir() if folder else path.touch()
    path.chmod(0)
    assert collected(path) == Rejection(
        code="unreadable", reason="It cannot be read: Permission denied"
    )


def test_page_from_an_allowed_host():
    """The place is the address asked for; where the answer came from and its header are kept."""
    html = response(b"<p>copy</p>", "Content-Type: text/html; charset=koi8-r")
    with Server({"/a?utm_source=x": redirect("/b"), "/b": html}) as server:
        document = collected(server.url("/a?utm_source=x"), allow=[server.host])
        assert document == RawDocument(
            content=b"<p>copy</p>",
            location=server.url("/a"),
            url=server.url("/b"),
            content_type="text/html; charset=koi8-r",
            http=Http(status=200),
            read_at=NOW,
        )


def test_page_that_is_not_there():
    """The status is the word to filter by."""
    with Server({"/a": response(status="404 Not Found")}) as server:
        rejection = collected(server.url("/a"), allow=[server.host])
    assert rejection == Rejection(code="http-404", reason="127.0.0.1 answered 404 (Not Found)")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("ftp://courier.example/a", "bad-url"),
        ("mailto://desk", "bad-url"),
        ("http://", "bad-url"),
        ("http://desk:secret@courier.example/", "bad-url"),
        ("http://10.0.0.1/", "blocked-address"),
        ("http://[::1]/", "blocked-address"),
        ("http://169.254.169.254/latest/meta-data", "blocked-address"),
    ],
)
def test_address_that_is_not_fetched(given, code):
    """Refused before a connection is opened."""
    rejection = collected(given)
    assert rejection.code == code
    assert rejection.reason


def test_private_server_is_not_even_asked():
    """Without leave in the settings nobody knocks."""
    with Server({"/": response(b"secret")}) as server:
        assert collected(server.url("/")).code == "blocked-address"
        assert server.connects == 0
