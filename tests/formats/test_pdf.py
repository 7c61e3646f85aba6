"""PDF files: their text, and little of what they say of themselves."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.formats.making import LINES, TEXT, article, pdf, rejection

#: As a word processor would break them.
WRAPPED = [
    "The harbour board of Aldmouth said on Tuesday that it would dredge the northern",
    "channel in June.",
    "Fishing boats will have to use the old lock for six weeks, and the ferry will not run",
    "at night.",
    "Two members of the board had asked for a later date, because the herring comes in at",
    "that time.",
    "The work is to cost four million crowns, half of which the province has promised to",
    "pay back.",
]


def test_text():
    """Title and paragraphs, wrapped lines joined."""
    found = article(pdf([["Channel to be dredged", *WRAPPED]]))
    assert (found.title, found.text) == ("Channel to be dredged", TEXT)
    assert found.published is None


def test_word_divided_at_the_end_of_a_line():
    """A hyphen that only the line's end made is gone."""
    lines = [line.replace("northern", "north-") for line in WRAPPED]
    lines[1] = "ern " + lines[1]
    assert article(pdf([["Channel to be dredged", *lines]])).text == TEXT


@pytest.mark.parametrize(
    ("info", "title", "authors"),
    [
        (
            "/Title (Channel to be dredged) /Author (Jane Doe)",
            "Channel to be dredged",
            ("Jane Doe",),
        ),
        ("/Title (Microsoft Word - channel-final2.doc) /Author (Acer Aspire)", None, ()),
        ("/Title (Channel) /Author (jdoe)", None, ()),
        ("/CreationDate (D:20240301120000Z)", None, ()),
    ],
    ids=["shown", "junk", "short", "date"],
)
def test_document_information(info, title, authors):
    """Title and author of the file are believed where the page shows them; its date is not that of publication."""
    found = article(pdf([["CHANNEL TO BE DREDGED", "By Jane Doe", *WRAPPED]], info=info))
    assert found.authors == (authors or ("Jane Doe",)), "the byline is read in any case"
    if title:
        assert (found.title, found.origins["title"].found_in) == (title, "meta")
    assert found.published is None
    assert found.text == TEXT


def test_running_heads_are_no_text():
    """The outlet's name and the page's number on each page do not stand in the article."""
    pages = [["The Aldmouth Gazette", *WRAPPED[at : at + 2], f"Page {at}"] for at in (0, 2, 4, 6)]
    found = article(pdf(pages))
    assert "Gazette" not in found.text
    assert "Page" not in found.text
    assert found.text.split() == " ".join(LINES).split()


@pytest.mark.parametrize(
    ("content", "code", "word"),
    [
        pytest.param(pdf([WRAPPED])[:300], "unreadable", "damaged", id="cut"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "unreadable", "damaged", id="head only"),
        pytest.param(pdf([[], []]), "empty", "2 pages", id="scanned"),
        pytest.param(pdf([WRAPPED], encrypted=True), "unreadable", "encrypted", id="encrypted"),
        pytest.param(pdf([["x"]] * 201), "too-large", "201 pages", id="book"),
    ],
)
def test_no_article(content, code, word):
    """A PDF that gives no text says why."""
    found = rejection(content)
    assert found.code == code
    assert word in found.reason


def test_without_the_library(tmp_path):
    """The rejection names the command that installs what is missing."""
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([WRAPPED]))
    code = (
        "import sys, pathlib; sys.modules['pypdfium2'] = None\n"
        "from extractors.formats.pdf import unwrap\n"
        "found = unwrap(pathlib.Path(sys.argv[1]).read_bytes())\n"
        "print(found.code, found.reason)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("not-text ")
    assert "pip install 'topicwire[pdf]'" in done.stdout


def test_printed_page_begins_with_its_headline():
    """Menus above a headline go, though it stands in two lines and the file's title bears the outlet's name."""
    menu = ["Aldmouth Courier", "HOME POLITICS HARBOUR", "Rain expected in Brackley"]
    found = article(
        pdf(
            [[*menu, "Channel to", "be dredged", *WRAPPED]],
            info="/Title (Channel to be dredged - Courier)",
        )
    )
    assert (found.title, found.text) == ("Channel to be dredged", TEXT)
