"""Articles and ledger lines as text for a terminal; `flows.rows` has them as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.models import Article, Flag, Timestamp
from extractors.topics.pack import pack_label
from flows.rows import origins_of, written
from flows.source_table import Source
from storage.ledger import Delivery

#: What each flag says of an article.
FLAG_MEANINGS: dict[Flag, str] = {
    "too-short": "very little text was found; there may be more on the page",
    "paywalled": "the page says that it is not free to read; the text may be a part",
    "live-blog": "a page of many dated entries that goes on growing",
    "link-list": "most of the text is links to other pages",
    "not-an-article": "the page says that it is something else",
    "rescued": "the usual extraction found too little; the text is another extractor's",
    "date-guessed": "the date was taken from words that may mean something else",
    "feed-text": "the text is what its feed gives; the page was not read, there may be more on it",
}


def list_line(article: Article) -> str:
    """Return a stored article on one line: id, date, title, topics, flags after an exclamation mark."""
    record = article.record
    day = (written(article.published) or "undated")[:10]
    topics = ", ".join(article.topics) or "-"
    copy = f"  (copy of {record.copy_of})" if record and record.copy_of else ""
    flags = f"  ! {', '.join(article.flags)}" if article.flags else ""
    gone = "  (gone)" if record and record.gone else ""
    return f"{record.id if record else '':>5}  {day:<10}  {article.title}  [{topics}]{copy}{gone}{flags}"


def page(article: Article, *, source: Source | None = None) -> Iterator[str]:
    """Yield a stored article: title, what is known of it and where that was found, the *source* that brought it, text."""
    yield article.title + "\n"
    grade = f" (reliability {source.reliability})" if source and source.reliability else ""
    brought = [("source", source.name + grade)] if source else []
    for label, value in [*_facts(article), *brought]:
        if value:
            yield f"{label:<13} {value}"
    yield "\n" + article.text.replace("\n", "\n\n")


def explanation(article: Article) -> Iterator[str]:
    """Yield why a stored article has each of its topics: how much, and for each piece rule, words, place, sentence."""
    yield f"{article.title}\n"
    if not article.evidence:
        yield "It has no topic: no rule of the topics file held."
    levels = {tag.topic: f"{tag.level}, score {tag.score:g}" for tag in article.tags}
    said = ""
    for found in article.evidence:
        if found.topic != said:
            yield f"{found.topic}  ({levels.get(found.topic, 'score unknown')})"
            said = found.topic
        place = f"characters {found.start} to {found.end}"
        if found.field == "title":
            where = f"title, {place}"
        else:
            paragraph = article.text.count("\n", 0, found.start) + 1
            where = f"paragraph {paragraph}, {place} of the text"
        yield f"  by rule {found.rule!r}, {found.score:g}"
        yield f"  words  {', '.join(found.words)}"
        yield f"  place  {where}"
        yield f"  in     {found.sentence}\n"
    if record := article.record:
        yield f"Tagged by {pack_label(record.pack, record.pack_version, record.tagged_with)}."


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
    yield "topics", ", ".join(article.topics) or "none"
    for flag in article.flags:
        yield "look twice", f"{flag}: {FLAG_MEANINGS[flag]}"
    yield "title", _found(article, "title").strip()
    yield "published", _with_origin(article, "published", written(article.published) or "unknown")
    yield "modified", _with_origin(article, "modified", written(article.modified))
    for name in ("authors", "organisations"):
        yield name, _with_origin(article, name, ", ".join(getattr(article, name)))
    for name in ("site", "section", "language", "url", "image", "access", "licence", "tdm"):
        yield name, _with_origin(article, name, getattr(article, name))
    if record := article.record:
        yield "input", in_one_line(record.input)
        yield "copy of", str(record.copy_of) if record.copy_of else None
        yield "version", str(record.version)
        yield "first seen", record.first_seen.isoformat()
        yield (
            "gone",
            f"its page was noticed to be gone {record.gone.isoformat()}" if record.gone else None,
        )


def _with_origin(article: Article, field: str, value: str | None) -> str | None:
    return value + _found(article, field) if value else None


def _found(article: Article, field: str) -> str:
    """Return where *field* was found and how far to trust it, for a date how precise it is; or nothing."""
    origin = origins_of(article).get(field)
    if origin is None:
        return ""
    stamp = getattr(article, field)
    precision = [stamp.precision] if isinstance(stamp, Timestamp) else []
    return f" ({', '.join([*precision, origin.found_in, origin.confidence])})"
