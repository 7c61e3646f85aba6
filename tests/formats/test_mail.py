"""Mails and pages saved as mails: the copy inside, and what the header says of it."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from extractors.models import Origin
from extractors.page.article import MAX_BYTES
from tests.formats.making import LINES, TEXT, article, page, rejection

HIGH = Origin(found_in="header", confidence="high")


def mail(
    *,
    text: str | None = None,
    html: str | None = None,
    sender: str = "Jane Doe <jane@courier.example>",
    subject: str = "Channel to be dredged",
    date: str = "Wed, 12 Mar 2025 09:30:00 +0300",
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = sender, "desk@aldmouth.example"
    message["Subject"], message["Date"] = subject, date
    message["List-Id"] = "Harbour news <harbour.lists.example>"
    if text is not None:
        message.set_content(text)
    if html is not None and text is not None:
        message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    return message


def paragraphs() -> str:
    return "\n\n".join(LINES)


def mhtml(html: bytes, *, header: str = "", charset: str = "", more: str = "") -> bytes:
    return (
        "From: <Saved by Blink>\r\n"
        f"{header}"
        "Subject: =?utf-8?Q?Channel=20to=20be=20dredged?=\r\n"
        "Date: Fri, 1 May 2026 08:00:00 -0000\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----b"\r\n\r\n'
        f"\r\n------b\r\nContent-Type: text/html{charset}\r\nContent-ID: <frame-1@mhtml.blink>\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        "Content-Location: https://courier.example/dredged\r\n\r\n"
    ).encode() + base64.encodebytes(html) + (
        f"\r\n{more}------b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        "Content-Location: https://courier.example/a.png\r\n\r\niVBORw0KGgo=\r\n------b--\r\n"
    ).encode()  # fmt: skip


def test_text_mail():
    """Subject, sender and date of sending are those of the article, and say where they are from."""
    found = article(mail(text=paragraphs()).as_bytes())
    assert (found.title, found.text, found.authors) == (
        "Channel to be dredged",
        TEXT,
        ("Jane Doe",),
    )
    assert (found.site, found.organisations, found.url) == (None, (), None)
    assert found.published is not None
    assert found.published.at == datetime(2025, 3, 12, 6, 30, tzinfo=UTC)
    assert (found.published.precision, found.published.origin) == ("instant", HIGH)
    assert (found.origins["title"], found.origins["authors"]) == (HIGH, HIGH)


def test_newsletter_is_read_as_its_page():
    """Of the two forms of one letter the page is taken; the header's title and date go before the page's."""
    html = page("The Aldmouth Courier", head="<meta name='date' content='2020-01-01T00:00:00Z'>")
    found = article(mail(text="See it in a browser.", html=html).as_bytes())
    assert (found.title, found.text) == ("Channel to be dredged", TEXT)
    assert found.published is not None
    assert found.published.at.year == 2025


def test_empty_page_gives_way_to_the_text():
    """A letter whose HTML form holds nothing is read as text."""
    found = article(mail(text=paragraphs(), html="<html><body><img src='a.png'></body></html>").as_bytes())  # fmt: skip
    assert found.text == TEXT


@pytest.mark.parametrize(
    ("sender", "authors", "organisations"),
    [
        ("Jane Doe <jane@courier.example>", ("Jane Doe",), ()),
        ('"Doe, Jane" <jane@courier.example>', ("Jane Doe",), ()),
        ("=?utf-8?B?0JDQvdC90LAg0JzQuNGA0L7QvdC+0LLQsA==?= <a@b.example>", ("Анна Миронова",), ()),
        ("=?koi8-r?B?4c7OwSDtydLPzs/XwQ==?= <a@b.example>", ("Анна Миронова",), ()),
        ("Aldmouth News <hello@courier.example>", (), ("Aldmouth News",)),
        ("Harbour Notes <letters@harbournotes.example>", (), ("Harbour Notes",)),
        ("Jane Doe <jane@janedoe.example>", ("Jane Doe",), ()),
        ("news@courier.example", (), ()),
    ],
)
def test_sender(sender, authors, organisations):
    """A person is an author; a sender called like a desk, or like its own domain, is an outlet."""
    content = mail(text=paragraphs()).as_string()
    content = content.replace("Jane Doe <jane@courier.example>", sender)
    found = article(content.encode())
    assert (found.authors, found.organisations) == (authors, organisations)
    assert found.site == (organisations[0] if organisations else None)


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Channel to be dredged", "Channel to be dredged"),
        ("Fwd: RE: Channel to be dredged", "Channel to be dredged"),
        ("=?utf-8?Q?Caf=C3=A9_on?=\n =?utf-8?Q?_the_quay?=", "Café on the quay"),
        ("=?utf-8?B?0J/QvtGA0Y?=\n =?utf-8?B?IA?= is closed", "closed"),
        ("=?klingon?Q?Channel=20dredged?=", "Channel dredged"),
        ("Канал углубят", "Канал углубят"),
    ],
    ids=["plain", "forwarded", "folded", "damaged", "unknown charset", "raw utf-8"],
)
def test_subject(subject, title):
    """Encoded words are decoded as far as they can be, and nothing about them raises."""
    content = mail(text=paragraphs()).as_string().replace("Channel to be dredged", subject)
    assert title in article(content.encode()).title


@pytest.mark.parametrize("encoding", ["7bit", "quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "koi8-r"])
def test_encodings_of_a_body(encoding, charset):
    """However the letters were packed for the way, they come out."""
    lines = [
        "Портовое управление Тихого Брода объявило во вторник, что углубит северный канал в июне.",
        "Рыбакам придётся шесть недель ходить через старый шлюз, паром ночью ходить не будет.",
    ]
    text = "\n\n".join(lines)
    if encoding == "7bit":
        text = text.encode("ascii", "xmlcharrefreplace").decode()
        message = MIMEText(page("x", lines=text.split("\n\n")), "html", "us-ascii")
        message["From"], message["Date"] = "Анна Миронова <a@b.example>", "Wed, 12 Mar 2025 09:30:00 +0300"  # fmt: skip
        assert article(message.as_bytes()).text == "\n".join(lines)
        return
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.example", "x"
    message.set_content(text, charset=charset, cte=encoding)
    assert article(message.as_bytes()).text == "\n".join(lines)


def test_flowed_lines_are_joined():
    """Lines that a mail program broke with a space at their end (RFC 3676) are paragraphs again; a signature goes."""
    flowed = "\n\n".join(line.replace(" the ", " \nthe ") for line in LINES) + "\n-- \nJane\n"
    message = MIMEText(flowed)
    message.set_param("format", "flowed")
    message["From"], message["Subject"] = "Jane Doe <jane@b.example>", "Channel to be dredged"
    assert article(message.as_bytes()).text == TEXT


def test_attachments_are_left_alone():
    """A page that is attached, and not shown, is not the article."""
    message = mail(text=paragraphs())
    message.add_attachment(page("Contract", lines=["A clause of the contract." * 60]).encode(), maintype="text", subtype="html", filename="contract.html")  # fmt: skip
    assert article(message.as_bytes()).text == TEXT


def test_forwarded_mail_is_the_article():
    """A mail that only hands on another is taken for the one it carries, author and date with it."""
    outer = MIMEMultipart()
    outer["From"], outer["Subject"] = "Desk <desk@aldmouth.example>", "Fwd: look at this"
    outer["Date"] = "Sat, 15 Mar 2025 09:30:00 +0300"
    outer.attach(MIMEText("For tomorrow?"))
    outer.attach(MIMEMessage(mail(text=paragraphs())))
    found = article(outer.as_bytes())
    assert (found.title, found.authors, found.text) == ("Channel to be dredged", ("Jane Doe",), TEXT)  # fmt: skip
    assert found.published is not None
    assert found.published.at.day == 12


def test_mailed_text_keeps_a_first_line_that_is_not_the_subject():
    """What looks like a headline in the text, and is not the subject, stays text."""
    found = article(mail(text="Northern channel closes in June\n\n" + paragraphs()).as_bytes())
    assert found.title == "Channel to be dredged"
    assert found.text == "Northern channel closes in June\n" + TEXT


def test_subject_repeated_in_the_text_is_not():
    """A text that begins with its subject has it once, as title."""
    found = article(mail(text="Channel to be dredged\n\n" + paragraphs()).as_bytes())
    assert (found.title, found.text) == ("Channel to be dredged", TEXT)


def test_saved_page():
    """It is the page that was saved: its address, its own title, and not the day of saving."""
    header = "Snapshot-Content-Location: https://courier.example/dredged?utm_source=x\r\n"
    found = article(mhtml(page().encode(), header=header))
    assert (found.title, found.text) == ("Channel to be dredged", TEXT)
    assert (found.url, found.origins["url"]) == ("https://courier.example/dredged", HIGH)
    assert (found.published, found.authors) == (None, ())


def test_saved_page_states_more_than_its_wrapper():
    """What the page says of itself goes before what the browser noted."""
    head = '<link rel="canonical" href="https://courier.example/2025/dredged"><meta property="article:published_time" content="2025-03-12T10:00:00Z">'  # fmt: skip
    found = article(mhtml(page("Northern channel to be dredged", head=head).encode()))
    assert found.title == "Northern channel to be dredged"
    assert found.url == "https://courier.example/2025/dredged"
    assert found.published is not None
    assert found.published.at == datetime(2025, 3, 12, 10, tzinfo=UTC)


def test_saved_page_without_words_about_itself():
    """Where the page has no title and the part an address, the wrapper fills the gap."""
    found = article(mhtml(page(None).encode()))
    assert (found.title, found.url) == ("Channel to be dredged", "https://courier.example/dredged")
    assert found.origins["title"] == HIGH


def test_frames_of_a_saved_page_are_not_the_page():
    """The first part is the page, however long its frames are."""
    frame = page("Advertisement", lines=["Buy the very best boots of Aldmouth today."] * 200)
    more = f"------b\r\nContent-Type: text/html\r\nContent-ID: <frame-2@mhtml.blink>\r\n\r\n{frame}\r\n"
    assert article(mhtml(page().encode(), more=more)).text == TEXT


def test_charset_of_a_part():
    """The part's own header says its charset."""
    html = page().replace('<meta charset="utf-8">', "").replace("herring", "маслюк")
    found = article(mhtml(html.encode("koi8-r"), charset="; charset=koi8-r"))
    assert "маслюк" in found.text


def test_bad_address_is_left_out():
    """An address that no two parsers would agree on is no identity."""
    header = "Snapshot-Content-Location: https://a@b.example\\c/\r\n"
    content = mhtml(page().encode(), header=header).replace(b"https://courier.example/dredged", b"cid:frame")  # fmt: skip
    assert article(content).url is None


def nested(depth: int) -> bytes:
    head = b"From: a@b.example\nMIME-Version: 1.0\n"
    parts = (f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return head + "".join(parts).encode() + b"Content-Type: text/plain\n\nhello\n"


def forwarded(depth: int) -> bytes:
    return b"From: a@b.example\nContent-Type: message/rfc822\n\n" * depth + b"From: a@b.example\nSubject: x\n\nhello\n"  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code", "word"),
    [
        pytest.param(nested(90), "too-short", "5 characters", id="nested"),
        pytest.param(nested(5000), "unreadable", "nested", id="nested deeply"),
        pytest.param(forwarded(3000), "unreadable", "damaged", id="forwarded for ever"),
        pytest.param(
            b"From: a@b.example\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(b"a " * (MAX_BYTES // 2 + 9)),
            "too-large", "10 MB", id="huge body",
        ),
        pytest.param(
            b"From: a@b.example\nContent-Type: image/png\nMIME-Version: 1.0\n\nxyz", "empty", "neither", id="picture"
        ),
        pytest.param(b"From: a@b.example\nMIME-Version: 1.0\n", "empty", "neither", id="header only"),
        pytest.param(
            b"From: a@b.example\nContent-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--\n",
            "unreadable", "encrypted", id="encrypted",
        ),
        pytest.param(
            b"From: a@b.example\nContent-Type: multipart/mixed\n\nno boundary at all", "empty", "neither", id="no boundary"
        ),
    ],
)  # fmt: skip
def test_hostile_mail(content, code, word):
    """Whatever a mail is made of, it ends with a reason."""
    found = rejection(content)
    assert found.code == code
    assert word in found.reason
