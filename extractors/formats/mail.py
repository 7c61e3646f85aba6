"""
Reads mails (EML) and the pages that browsers save as mails (MHTML), with the standard library's parser.

Its older interface (`compat32`): the newer one raises for headers that real mails have. Attachments and mailing-list
headers are left alone.
"""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from extractors.formats.wrapped import Body, Wrapped
from extractors.metadata.address import clean_url
from extractors.metadata.dates import parse_date
from extractors.metadata.persons import persons
from extractors.models import Origin, Rejection
from extractors.page.characters import bare, clean_label
from extractors.page.charset import decode
from extractors.page.reading import Reading

#: A digest of thirty mails has about as many; with hundreds nested the parser needs minutes.
_MOST_MULTIPARTS = 100
_MOST_PARTS = 1000
#: A mail with fewer letters of its own, and a whole mail attached, only hands that one on.
_LETTERS_OF_A_COVER = 400
_MOST_FORWARDS = 5

_HIGH = Origin(found_in="header", confidence="high")
_MEDIUM = Origin(found_in="header", confidence="medium")

#: "Re:", "Fwd:" and their like in German, French and Spanish.
_REPLY = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv)\s*:\s*)+", re.IGNORECASE)
_COMMENT = re.compile(r"\s*\([^()]*\)\s*$")
_SURNAME_FIRST = re.compile(r"([^\W\d_][\w'’-]+), ([^\W\d_][\w'’ .-]+)")
_ENCRYPTED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}


def unwrap(content: bytes) -> Wrapped | Rejection:
    """
    Return the page or text in a mail, and what its header says; `leads` unless a browser saved it.

    The sender is an author if a person, else organisation and site. Codes: `empty`, `unreadable`.
    """
    if content.lower().count(b"boundary=") > _MOST_MULTIPARTS:
        reason = f"The mail has more than {_MOST_MULTIPARTS} nested parts."
        return Rejection(code="unreadable", reason=reason)
    try:
        return _unwrapped(_without_covers(message_from_bytes(content)))
    except (RecursionError, MessageError, ValueError, LookupError, TypeError) as error:
        # The parser's own answers to hostile headers, by fuzzing: it promises none.
        return Rejection(code="unreadable", reason=f"The mail is damaged: {error}.")


def _unwrapped(message: Message) -> Wrapped | Rejection:
    if message.get_content_type() in _ENCRYPTED:
        return Rejection(code="unreadable", reason="The mail is encrypted.")
    is_page = _is_saved_page(message)
    parts = list(_texts(message))
    pages = [part for part in parts if part.get_content_type() != "text/plain"]
    texts = [part for part in parts if part.get_content_type() == "text/plain"]
    # A saved page comes first and its frames after it; a mail's longest part is the mail.
    pages = pages[:1] if is_page else sorted(pages, key=_size)[-1:]
    bodies = tuple(map(_body, [*pages, *sorted(texts, key=_size)[-1:]]))
    if not bodies:
        return Rejection(code="empty", reason="The mail holds neither a page nor a text.")
    stated = _page_stated(message, pages) if is_page else _mail_stated(message)
    return Wrapped(bodies=bodies, stated=stated, leads=not is_page)


def _is_saved_page(message: Message) -> bool:
    """Tell a browser's MHTML from a mail: a mail comes from an address."""
    return "Snapshot-Content-Location" in message or "@" not in _raw(message, "From")


def _without_covers(message: Message) -> Message:
    """Return the mail that *message* forwards as an attachment, if it says next to nothing itself."""
    for _ in range(_MOST_FORWARDS):
        inner = next((part for part in _parts(message) if _holds_mail(part)), None)
        if inner is None or any(_letters(part) > _LETTERS_OF_A_COVER for part in _texts(message)):
            break
        message = _inside(inner)[0]
    return message


def _letters(part: Message) -> int:
    """Return how many characters but tags and spaces *part* has, as far as it matters."""
    return len(re.sub(rb"<[^<>]*>|\s+", b"", _payload(part)[:20_000]))


def _holds_mail(part: Message) -> bool:
    return part.get_content_type() == "message/rfc822" and bool(_inside(part))


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts of *message* in their order, without what is inside attached mails."""
    waiting = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        yield part
        if part.is_multipart() and not _holds_mail(part):
            waiting += reversed(_inside(part))


def _inside(part: Message) -> list[Message]:
    """Return the parts of a multipart, the mail in an attached one."""
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _texts(message: Message) -> Iterator[Message]:
    for part in _parts(message):
        named = part is not message and (part.get_filename() or _is_attached(part))
        is_text = part.get_content_type() in ("text/html", "application/xhtml+xml", "text/plain")
        if is_text and not named and not part.is_multipart() and _payload(part).strip():
            yield part


def _is_attached(part: Message) -> bool:
    return _raw(part, "Content-Disposition").lower().startswith("attachment")


def _size(part: Message) -> int:
    return len(part.get_payload())


def _payload(part: Message) -> bytes:
    if part.is_multipart():
        return b""
    try:
        payload = part.get_payload(decode=True)
    except Base64Error:
        return b""
    return payload if isinstance(payload, bytes) else b""


def _body(part: Message) -> Body:
    content = _payload(part)
    if part.get_content_type() != "text/plain":
        return Body(content=content, content_type=_raw(part, "Content-Type"), family="html")
    # The line that RFC 3676 puts above a signature.
    text = re.split(rb"\n-- \r?\n", content, maxsplit=1)[0]
    if str(part.get_param("format")).lower() == "flowed":
        text = re.sub(rb" \r?\n(?=[^>\s])", b" ", text)
    return Body(content=text, content_type=_raw(part, "Content-Type"), family="text")


def _mail_stated(message: Message) -> Reading:
    title = _REPLY.sub("", _label(message, "Subject") or "") or None
    # "Wed, 12 Mar 2025 09:30:00 +0300 (MSK)"
    written = _COMMENT.sub("", _raw(message, "Date"))
    name, address = parseaddr(_raw(message, "From"))
    sender = clean_label(_words(name)) or ""
    authors = _person(sender, address)
    site = sender if sender and not authors else None
    language = _label(message, "Content-Language")
    found = {"title": title, "authors": authors, "organisations": site, "language": language}
    return Reading(
        title=title,
        authors=authors,
        organisations=(site,) if site else (),
        site=site,
        published=parse_date(written, found_in="header"),
        language=language,
        origins={name: _HIGH for name, value in found.items() if value}
        | ({"site": _MEDIUM} if site else {}),
    )


def _page_stated(message: Message, pages: list[Message]) -> Reading:
    """Return what a browser notes of the page it saves. Its date is that of saving."""
    title = _label(message, "Subject")
    places = [_raw(part, "Content-Location") for part in pages]
    url = next(
        filter(None, map(clean_url, [_raw(message, "Snapshot-Content-Location"), *places])), None
    )
    found = {"title": title, "url": url}
    return Reading(
        title=title, url=url, origins={name: _HIGH for name, value in found.items() if value}
    )


def _person(sender: str, address: str) -> tuple[str, ...]:
    """Return the person that the sender is, none where the name is that of its domain: an outlet's."""
    local, _, domain = address.rpartition("@")
    label = domain.split(".")[-2:-1]
    is_outlet = bare(sender) in map(bare, label)
    if is_outlet and not any(bare(word) in bare(local) for word in sender.split()):
        return ()
    return persons([_SURNAME_FIRST.sub(r"\2 \1", sender)])


def _label(message: Message, name: str) -> str | None:
    return clean_label(_words(_raw(message, name)))


def _raw(message: Message, name: str) -> str:
    """Return the first header *name*, unfolded, its bytes beyond ASCII read as what they look like."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            text = decode(str(value).encode("utf-8", "surrogateescape"), content_type=None)
            return " ".join(text.split())
    return ""


def _words(text: str) -> str:
    """Return *text* with its encoded words (RFC 2047) decoded, as far as they can be."""
    try:
        parts = decode_header(text)
    except MessageError:
        return text
    return "".join(map(_decoded, parts))


def _decoded(part: tuple[bytes | str, str | None]) -> str:
    word, charset = part
    if isinstance(word, str):
        return word
    try:
        return word.decode(charset or "raw-unicode-escape", errors="replace")
    except LookupError:
        return decode(word, content_type=None)
