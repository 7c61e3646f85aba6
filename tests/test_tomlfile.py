"""A TOML file knows on which line each value stands: errors send the reader there."""

from __future__ import annotations

import pytest

from extractors.errors import ConfigError
from extractors.tomlfile import read_toml

SOURCE = """\
# a beat, no '''quotation
name = "harbours"

[concepts.port]
words = [
    "port",
    "harbour*",
]

[feeds]
port = 1
"base_url" = "x"
server.host = "y"

[topics.strikes]
title = "Strikes"

[[topics.strikes.rules]]
name = "one"

[[topics.strikes.rules]] # the second
name = "two"
when = "port"
"""


@pytest.fixture
def file(tmp_path):
    """Write *source*, give it read."""

    def read(source, encoding="utf-8"):
        path = tmp_path / "beat.toml"
        path.write_bytes(source if isinstance(source, bytes) else source.encode(encoding))
        return read_toml(path)

    return read


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("name",), 2),
        (("concepts", "port"), 4),
        (("concepts", "port", "words"), 5),
        (("feeds", "port"), 11),
        (("feeds", "base_url"), 12),
        (("feeds", "server", "host"), 13),
        (("topics", "strikes", "title"), 16),
        (("topics", "strikes", "rules", 0), 18),
        (("topics", "strikes", "rules", 0, "name"), 19),
        (("topics", "strikes", "rules", 1), 21),
        (("topics", "strikes", "rules", 1, "when"), 23),
        (("topics", "strikes", "rules", 1, "missing"), 21),
        (("topics", "strikes", "missing"), 15),
        (("nowhere",), None),
    ],
    ids=str,
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_line_of_a_key(file, keys, line, ending):
    """A key's own line, or that of the table where it should be."""
    assert file(SOURCE.replace("\n", ending)).line(*keys) == line


def test_line_of_a_value_in_a_list(file):
    """A long list's wrong word is shown where it is, not where the list begins."""
    read = file(SOURCE)
    assert read.line("concepts", "port", "words", value="harbour*") == 7
    assert read.line("concepts", "port", "words", value="nowhere") == 5


def test_values_and_error(file):
    """The error names file, line, problem and remedy, and carries them."""
    read = file(SOURCE)
    assert read.values["feeds"] == {"port": 1, "base_url": "x", "server": {"host": "y"}}
    error = read.error("port = 1 is too low", "Write port = 4280", "feeds", "port")
    assert str(error) == f"{read.path}:11: port = 1 is too low. Write port = 4280"
    assert (error.file, error.line) == (read.path, 11)


def test_byte_order_mark_is_no_error(file):
    """Notepad writes one."""
    assert file("name = 'x'\n", "utf-8-sig").values == {"name": "x"}


@pytest.mark.parametrize(
    ("source", "line", "wrong"),
    [
        ("a = 1\nport = \n", 2, "port ="),
        ("a = 1\n\nname = harbours\n", 3, "name = harbours"),
        ("a = 1\na = 2\n", 2, "a = 2"),
        ("[feeds\nport = 1\n", 1, "[feeds"),
        ("a = 1\nname = 'open", 2, "name = 'open"),
        ("a = [1,\n", 1, "a = [1,"),
    ],
    ids=["no value", "no quotes", "twice", "open header", "open text", "open list"],
)
def test_broken_syntax(file, source, line, wrong):
    """The line, the words on it, and how a right one looks."""
    with pytest.raises(ConfigError) as caught:
        file(source)
    assert caught.value.line == line
    assert wrong in caught.value.problem
    assert caught.value.remedy == 'Write it as: name = "value"'


def test_empty_file_is_an_empty_table(file):
    """No line to show, none asked for."""
    assert file("").values == {}


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda path: None, "there is no such file"),
        (lambda path: path.mkdir(), "it cannot be read (Is a directory)"),
        (lambda path: path.symlink_to(path), "it cannot be read (Too many levels"),
        (
            lambda path: path.write_bytes('name = "Häfen"'.encode("latin-1")),
            "it is not UTF-8 (byte 9)",
        ),
    ],
    ids=["missing", "a folder", "a link to itself", "latin-1"],
)
def test_file_that_cannot_be_read(tmp_path, make, problem):
    """Each reason is named with the file."""
    path = tmp_path / "beat.toml"
    make(path)
    with pytest.raises(ConfigError, match=r"beat\.toml") as caught:
        read_toml(path)
    assert caught.value.problem.startswith(problem)
    assert caught.value.line is None


def test_lines_inside_a_text_are_no_keys(file):
    """A key is where it is set, whatever a text over several lines says before it."""
    source = 'a = """\nport = 1\n"""\nport = 2\n'
    assert file(source).line("port") == 4


def test_only_a_newline_ends_a_line(file):
    """A line separator inside a value moves no line number."""
    assert file('a = "x\u2028y"\nport = 2\n').line("port") == 2
    with pytest.raises(ConfigError) as caught:
        file('a = "x\u2028y"\nport = \n')
    assert caught.value.line == 2
