"""What an argument stands for, and that each piece of copy has one place whatever it is called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.discovery import ENDINGS, discover, listed, path_at, without_password


def places(*arguments):
    return [one.location for one in discover(map(str, arguments)).copy]


def names(discovery):
    return [Path(one.input).name for one in discovery.copy]


@pytest.fixture
def inbox(tmp_path, monkeypatch):
    """An empty folder `in`, below the current one."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    return Path("in")


def test_folder_gives_its_copy_in_order(inbox):
    """All kinds that are read, whatever their case, at any depth; the rest is named and left alone."""
    (inbox / "b").mkdir()
    kept = ["a.html", "b.HTM", "c.txt", "d.md", "e.html.gz", "f.TXT.GZ", "b/g.md.gz"]
    others = ["photo.jpg", "page.html.bak", "noending", "archive.gz", ".hidden.html"]
    for name in kept + others:
        (inbox / name).touch()
    found = discover(["in"])
    assert [one.input for one in found.copy] == [f"in/{name}" for name in kept]
    assert {one.source for one in found.copy} == {"in"}
    assert sorted(found.passed_over) == sorted(f"in/{name}" for name in others)


def test_hidden_folders_are_not_entered(inbox):
    """An inbox under version control is not read twice."""
    (inbox / ".git").mkdir()
    (inbox / ".git" / "description.txt").touch()
    assert discover(["in"]).copy == ()


def test_empty_folder_is_nothing(inbox):
    """No copy and no error."""
    assert discover(["in"]) == discover([])


@pytest.mark.parametrize("name", ["odd", "odd.jpg", "missing.html"])
def test_named_file_is_taken_whatever_its_name(inbox, name):
    """Naming a file is asking for it; reading it tells whether it is there."""
    (copy,) = discover([name]).copy
    assert (copy.source, copy.input) == (name, name)


def test_same_file_by_many_names_is_one_piece(inbox):
    """Relative, absolute, roundabout, through links, and with its folder."""
    (inbox / "a.html").touch()
    (inbox / "link.html").symlink_to("a.html")
    Path("other").symlink_to("in")
    spelled = ["in/a.html", "./in/a.html", "in/../in/a.html", inbox.absolute() / "a.html"]
    assert len(set(places(*spelled, "other/a.html", "in/link.html", "in"))) == 1
    assert len(discover(["in/a.html", "in"]).copy) == 1


def test_parent_of_a_linked_folder_is_where_the_system_says(inbox):
    """`link/..` is the parent of what the link points at, so another file must not be read."""
    Path("far/away").mkdir(parents=True)
    Path("far/a.html").touch()
    (inbox / "link").symlink_to(Path("far/away").absolute())
    assert places("in/link/../a.html") == places("far/a.html") != places("in/a.html")


def test_link_to_a_folder_is_named_and_not_followed(inbox):
    """It may lead in a circle; whoever wants it read names it."""
    (inbox / "again").symlink_to(".")
    found = discover(["in"])
    assert (found.copy, found.passed_over) == ((), ("in/again",))
    (inbox / "a.txt").touch()
    assert names(discover(["in/again"])) == ["a.txt"]


def test_folder_that_cannot_be_opened_is_written_down(inbox):
    """It is copy to be read, whose reading fails, and not silence."""
    if os.geteuid() == 0:
        pytest.skip("root may open any folder")
    (inbox / "closed").mkdir(mode=0)
    assert [one.input for one in discover(["in"]).copy] == ["in/closed"]


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ("HTTPS://Courier.example:443/a?utm_source=x#top", "https://courier.example/a"),
        ("https://courier.example/a?id=7", "https://courier.example/a?id=7"),
        ("ftp://courier.example/a", "ftp://courier.example/a"),
        ("http://", "http://"),
        ("http://a b/", "http://a b/"),
    ],
    ids=["spelled otherwise", "with a query", "no web address", "no host", "a space"],
)
def test_place_of_an_address(given, place):
    """One spelling for one page; what is no address is still a piece of copy with a place."""
    (copy,) = discover([given]).copy
    assert (copy.input, copy.location) == (given, place)


@pytest.mark.parametrize(
    "name",
    [
        b"caf\xe9.html",
        "кафе.html".encode(),
        b"two\nlines.html",
        b"100%.html",
        b"a#b?c.html",
        b" .html",
    ],
    ids=["latin-1", "UTF-8", "newline", "percent", "fragment", "space"],
)
def test_odd_file_names(inbox, name):
    """The place leads back to the very file, and the input can be stored and shown."""
    path = os.fsencode(inbox.absolute()) + b"/" + name
    Path(os.fsdecode(path)).touch()
    (copy,) = discover([os.fsdecode(path)]).copy
    assert os.fsencode(path_at(copy.location)) == os.path.realpath(path)
    assert copy.input.encode("utf-8") == path.decode("utf-8", "replace").encode("utf-8")
    assert discover(["in"]).copy[0].location == copy.location


@pytest.mark.parametrize(
    "given",
    ["x" * 300, "in/a.html/b", "nul\0byte", "http://courier.example/\udce9"],
    ids=["too long", "below a file", "null byte", "address not UTF-8"],
)
def test_impossible_names_are_copy_all_the_same(inbox, given):
    """They get their line in the ledger, which says what is wrong; nothing crashes."""
    (inbox / "a.html").touch()
    (copy,) = discover([given]).copy
    assert copy.location.encode("utf-8")


def test_file_address(inbox):
    """A `file://` URL is the file."""
    (inbox / "a.html").touch()
    (place,) = places("in/a.html")
    assert places(place) == [place]
    assert path_at(place) == (inbox / "a.html").resolve()
    assert path_at("https://courier.example/a") is None


def test_list_of_inputs():
    """One a line; blank lines and comments aside; spaces around do not count."""
    lines = [
        "a.html",
        "  https://courier.example/1  ",
        "",
        "   ",
        "# old",
        "\t# older",
        "b #2.html",
    ]
    assert listed(lines) == ["a.html", "https://courier.example/1", "b #2.html"]


def test_endings():
    """What the documentation names."""
    plain = {
        ".html", ".htm", ".xhtml", ".mhtml", ".mht", ".txt", ".md", ".eml", ".pdf",
        ".json", ".jsonl", ".ndjson", ".warc",
    }  # fmt: skip
    assert set(ENDINGS) == plain | {f"{ending}.gz" for ending in plain}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        pytest.param("https://ann:s3cret@desk.example/a", "https://***@desk.example/a", id="both"),
        pytest.param("HTTP://s3cret@desk.example", "HTTP://***@desk.example", id="one"),
        pytest.param("https://ann:s3@cret@desk.example/", "https://***@desk.example/", id="two @"),
        pytest.param(
            "ftp://ann:s3cret@desk.example/", "ftp://***@desk.example/", id="other scheme"
        ),
        pytest.param(
            "https://desk.example/@ann/1", "https://desk.example/@ann/1", id="@ in a path"
        ),
        pytest.param(
            "https://desk.example?to=a@b", "https://desk.example?to=a@b", id="@ in a query"
        ),
        pytest.param("in/ann@desk.txt", "in/ann@desk.txt", id="@ in a file name"),
    ],
)
def test_password_is_not_written_down(given, shown):
    """The ledger, the run's page and its parameters are there for everybody to read."""
    assert without_password(given) == shown
    (incoming,) = discover([given]).copy
    assert "s3cret" not in f"{incoming}"
    assert incoming.input == shown
