"""What a document is shows in its bytes."""

from __future__ import annotations

import gzip
import zlib

import pytest

from extractors.page.sniff import sniff

_NOISE = zlib.compress(bytes(range(256)) * 40)
_PAGE = "<html><body><p>Text</p></body></html>"
_MAIL = b"Received: from a.example\r\n\tby b.example\r\nSubject: x\r\n\r\n<html><p>Text</p></html>"
_MARKDOWN = (
    "# Title\n\nSome *text* with <br> a [link](https://n.example/).\n\n<p>One paragraph.</p>\n"
)


@pytest.mark.parametrize(
    ("content", "family"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"\xef\xbb\xbf \r\n\t", "empty", id="mark and blanks"),
        pytest.param(_PAGE.encode(), "html", id="page"),
        pytest.param(b"\n<!-- c -->\n<!DOCTYPE html>" + _PAGE.encode(), "html", id="comment first"),
        pytest.param(b"<?xml version='1.0'?><!DOCTYPE html><html/>", "html", id="xhtml"),
        pytest.param(_PAGE.encode("utf-16"), "html", id="utf-16"),
        pytest.param(_PAGE.encode("utf-16-be"), "html", id="utf-16 without mark"),
        pytest.param(b"Menu " + b"<p>A paragraph.</p>" * 12, "html", id="tags without start"),
        pytest.param(b"Plain words, nothing else.", "text", id="text"),
        pytest.param("Только слова.".encode("cp1251"), "text", id="cyrillic text"),
        pytest.param(_MARKDOWN.encode(), "text", id="markdown with html"),
        pytest.param(b"<!-- note -->\n# Title\n\nText.", "text", id="markdown with comment"),
        pytest.param(
            b"A text with one \x00 stray and \x1b[1mcolour\x1b[0m.", "text", id="stray nul"
        ),
        pytest.param(b"MZ is how some names begin. ID3 too.", "text", id="words like magic"),
        pytest.param(gzip.compress(b"x"), "gzip", id="gzip"),
        pytest.param(b"<?xml version='1.0'?>\n<rss version='2.0'/>", "feed", id="rss"),
        pytest.param(b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "feed", id="atom"),
        pytest.param(b"<?xml version='1.0'?><rdf:RDF/>", "feed", id="rss 1.0"),
        pytest.param(b"<?xml version='1.0'?><urlset/>", "xml", id="sitemap"),
        pytest.param(b"%PDF-1.7\nplain beginning", "pdf", id="pdf"),
        pytest.param(b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", "warc", id="warc"),
        pytest.param(_MAIL, "mail", id="mail"),
        pytest.param(b"From jane@b.example Wed Mar 12\n" + _MAIL, "mail", id="mail of a mailbox"),
        pytest.param(b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n\r\n", "mail", id="mhtml"),
        pytest.param(b"From: Jane <j@b.example>\nSubject: x\n\nText.", "mail", id="mail by hand"),
        pytest.param(
            b"Subject: Dredging\nDate: Tuesday\n\nText.", "text", id="headings like a mail"
        ),
        pytest.param(b"From: Aldmouth\nDate: Tuesday\n\nText.", "text", id="dateline like a mail"),
        pytest.param(
            b"Message-ID: is what a mail has. So the text goes on.\nMore.",
            "text",
            id="text about mail",
        ),
        pytest.param(b'\n{"url": "https://n.example/", "text": "a"}', "json", id="json object"),
        pytest.param(b'[{"url": "https://n.example/"}]', "json", id="json list"),
        pytest.param(b"[Editor's note] Text.", "text", id="bracket"),
        pytest.param(b'{"Dredge now," said the mayor}', "text", id="brace"),
    ],
)
def test_family(content, family):
    """The family of a document is found without a name."""
    assert sniff(content).family == family


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x89PNG\r\n\x1a\n" + _NOISE, "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + _NOISE, "a JPEG image"),
        (b"PK\x03\x04\x14\x00\x00\x00" + _NOISE, "a ZIP archive (or a .docx, .xlsx, .epub)"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 200, "an ELF program"),
        (b"\x00\x00\x00\x20ftypisom" + _NOISE, "an MP4 film"),
        (b"page.html".ljust(257, b"\x00") + b"ustar\x00" + b"\x00" * 200, "a tar archive"),
        (_NOISE, "binary data"),
    ],
)
def test_binary_kinds_are_named(content, name):
    """A binary file is no text whatever it is called, and a person reads what it is."""
    kind = sniff(content, location="file:///in/page.html")
    assert (kind.family, kind.name) == ("binary", name)


@pytest.mark.parametrize(
    ("location", "family"), [("file:///a.html", "html"), ("file:///a.md", "text")]
)
def test_ending_breaks_ties_only(location, family):
    """A few tags may be a page or a text: there, and only there, the name decides."""
    assert sniff(_MARKDOWN.encode(), location=location).family == family
    assert sniff(b"No tags here.", location=location).family == "text"
    assert sniff(_PAGE.encode(), location=location).family == "html"
