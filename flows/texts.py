"""Articles and ledger lines as text for a terminal; `flows.rows` has them as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.models import Article
from flows.rows import written
from storage.ledger import Delivery


def list_line(article: Article) -> str:
    """Return a stored article on one line: id, date, title, topics."""
    record = article.record
    day = (written(article.published) or "undated")[:10]
    topics = ", ".join(article.topics) or "-"
    copy = f"  (copy of {record.copy_of})" if record and record.copy_of else ""
    return f"{record.id if record else '':>5}  {day:<10}  {article.title}  [{topics}]{copy}"


def page(article: Article) -> Iterator[str]:
    """Yield a stored article: title, what is known of it, text."""
    yield article.title + "\n"
    for label, value in _facts(article):
        if value:
            yield f"{label:<10} {value}"
    yield "\n" + article.text.replace("\n", "\n\n")


def explanation(article: Article) -> Iterator[str]:
    """Yield why a stored article has each of its topics: rule, words, place, sentence."""
    yield f"{article.title}\n"
    if not article.evidence:
        yield "It has no topic: no rule of the topics file held."
    for found in article.evidence:
        place = f"characters {found.start} to {found.end}"
        if found.field == "title":
            where = f"title, {place}"
        else:
            paragraph = article.text.count("\n", 0, found.start) + 1
            where = f"paragraph {paragraph}, {place} of the text"
        yield f"{found.topic}  by rule {found.rule!r}"
        yield f"  words  {', '.join(found.words)}"
        yield f"  place  {where}"
        yield f"  in     {found.sentence}\n"


def ledger_line(delivery: Delivery) -> str:
    """Return a line of the ledger: when, state, input, and what became of it."""
    times = f" (x{delivery.times})" if delivery.times > 1 else ""
    about = f": {delivery.reason}" if delivery.reason else ""
    article = f" -> article {delivery.article_id}" if delivery.article_id else ""
    given = in_one_line(delivery.input)
    return f"{delivery.seen:%Y-%m-%d %H:%M}  {delivery.state:<9} {given}{article}{about}{times}"


def in_one_line(given: str) -> str:
    """Return a path with what would move the cursor escaped: file names may hold newlines and worse."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in given
    )


def _facts(article: Article) -> Iterator[tuple[str, str | None]]:
    stamp, record = article.published, article.record
    how = f" ({stamp.precision}, from {stamp.found_in})" if stamp else ""
    yield "topics", ", ".join(article.topics) or "none"
    yield "published", (written(stamp) or "unknown") + how
    yield "authors", ", ".join(article.authors)
    yield "site", article.site
    yield "section", article.section
    yield "language", article.language
    yield "url", article.url
    if record:
        yield "input", in_one_line(record.input)
        yield "copy of", str(record.copy_of) if record.copy_of else None
        yield "version", str(record.version)
        yield "first seen", record.first_seen.isoformat()
