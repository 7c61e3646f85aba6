"""What programs write above bare copy: front matter and the head of a mail."""

from __future__ import annotations

import pytest

from extractors.plaintext.frontmatter import front_matter, mail_head


@pytest.mark.parametrize(
    ("matter", "fields"),
    [
        ("---\ntitle: 'Harbour: no vote'\ndate: 2024-05-08 # today\n---\n", {"title": "Harbour: no vote", "published": "2024-05-08"}),
        ("---\nauthors: [Ann Docker, \"Bo Hafen\"]\n---\n", {"author": "Ann Docker, Bo Hafen"}),
        ("---\nauthor:\n  name: Ann Docker\n  url: https://a.example\n---\n", {"author": "Ann Docker"}),
        ("---\nauthors:\n  - name: Ann Docker\n  - name: Bo Hafen\n---\n", {"author": "Ann Docker, Bo Hafen"}),
        ("---\nauthor: Portline News\n---\n", {"author": "", "organisation": "Portline News"}),
        ("---\nsummary: >\n  No vote\n  yet.\ntags:\n  - a\n---\n", {"description": "No vote yet."}),
        ("---\nsource: https://a.example/b\nfeatured_image: https://a.example/c.jpg\n---\n", {"url": "https://a.example/b", "image": "https://a.example/c.jpg"}),
        ("+++\ntitle = \"Harbour\"\nauthors = [\"Ann Docker\"]\n+++\n", {"title": "Harbour", "author": "Ann Docker"}),
    ],
)  # fmt: skip
def test_front_matter(matter, fields):
    """YAML and TOML give the fields of an article, and leave the text below."""
    assert front_matter(f"{matter}The text.\n") == (fields, "The text.\n")


def test_ruler_opens_no_front_matter():
    """Without a second one there is none."""
    assert front_matter("---\nThe text: no more.\n") == ({}, "---\nThe text: no more.\n")


def test_mail_head():
    """Subject, sender and date of a forwarded mail are read, marks of forwarding cut."""
    copy = (
        "---------- Forwarded message ---------\nFrom: Ann Docker <ann@herald.example>\nDate: Wed, 8 May 2024 10:15:00 +0200\n"
        "Subject: Fwd: Re: No vote\nTo: <desk@herald.example>\n\nThe text.\n"
    )
    fields, text = mail_head(copy)
    assert fields == {
        "title": "No vote", "author": "Ann Docker", "published": "Wed, 8 May 2024 10:15:00 +0200",
    }  # fmt: skip
    assert text == "\nThe text.\n"


@pytest.mark.parametrize(
    "copy", ["From: the mole\n\nText.", "Date: 8 May 2024\nTitle: No vote\nText.", ""]
)
def test_no_mail(copy):
    """A head has at least sender and subject."""
    assert mail_head(copy) == ({}, copy)
