"""
One article as a feed entry: the Atom and RSS elements made by feedgen, the JSON Feed item, the same HTML in all.

feedgen 1.0.0 is the last release and has faults that readers feel; each cure below names its fault.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import quote, urlsplit

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from extractors.models import Article, Evidence, Record, Timestamp
from extractors.word_diff import Piece
from feeds.models import WordChange
from feeds.tombstone import gone_note, render_tombstone

#: Names our topics among other people's categories. An identifier, not an address: it outlives a move.
SCHEME = "tag:topicwire.localhost,2026:topics"

#: Headline and a short excerpt: what case law on news alerts leaves safe to republish.
EXCERPT_CHARACTERS = 280

#: Where articles' own pages lie below the feeds folder.
ARTICLES = "articles/"

_ILLEGAL_IN_XML = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u007f-\u009f]"
)
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """One entry, ready to be joined into feeds."""

    #: An `<entry>` without namespace declarations, which goes into a `<feed>` of the Atom namespace; of an article
    #: whose page is gone an `<at:deleted-entry>`.
    atom: bytes
    #: An `<item>`; its channel declares the prefixes `content` and `dc`.
    rss: bytes
    #: A JSON Feed 1.1 item.
    json: dict[str, Any]


class _Entry(FeedEntry):  # type: ignore[misc]
    """A feedgen entry whose Atom links keep their attributes, with a complete source and a language."""

    def __init__(self, article: Article, record: Record) -> None:
        super().__init__()
        self._article = article
        self._record = record

    def atom_entry(self, extensions: bool = True) -> Any:
        entry = super().atom_entry(extensions)
        # A loop variable shadowed in feedgen 1.0.0: every link loses its rel and type.
        for element, link in zip(entry.findall("link"), self.link() or [], strict=True):
            for name in ("rel", "type"):
                if link.get(name):
                    element.set(name, link[name])
        source = entry.find("source")
        if source is not None:
            # feedgen knows only title and link; without id and updated, validators warn.
            etree.SubElement(source, "id").text = source.find("link").get("href")
            etree.SubElement(source, "updated").text = self._record.changed.isoformat()
        if self._article.language:
            entry.set(_XML_LANG, self._article.language)
        return entry


def render_entry(
    article: Article,
    *,
    titles: Mapping[str, str],
    base_url: str | None = None,
    change: WordChange | None = None,
) -> Fragment:
    """
    Return *article*, which must have been stored, as an entry; *titles* are the topics' titles by name.

    With a *base_url* it links to the article's page with all the evidence, below it; with a *change* it shows that.
    """
    record = cast(Record, article.record)
    title = headline(article)
    page = base_url + page_path(article) if base_url else None
    content = _content(article, record, titles, page, change)
    summary = _summary(article, record)
    entry = _Entry(article, record)
    entry.id(record.guid)
    entry.guid(record.guid, permalink=False)
    entry.title(title)
    entry.updated(record.changed)
    # Never type CDATA (invalid Atom), never plain text: RSS readers take a description for HTML.
    entry.content(content, type="html")
    entry.summary(_escaped(summary), type="html")
    if published := published_of(article):
        entry.published(published.at)
    if address := address_of(article):
        entry.link(href=address, rel="alternate", type="text/html")
        if site := outlet(article):
            entry.source(url=_origin(address), title=site)
    creators = _creators(article)
    for name in creators:
        entry.author(name=name)
    for topic in article.topics:
        entry.category(term=topic, scheme=SCHEME, label=legal(titles.get(topic, topic)))
    elements = _elements(entry, creators)
    if record.gone:
        comment = f"{title}: {gone_note(record.gone)}" + (f" {page}" if page else "")
        elements["atom"] = render_tombstone(record.guid, since=record.gone, comment=comment)
    item = _item(article, record, content=content, summary=summary, creators=creators, page=page)
    return Fragment(**elements, json=item)


def render_notice(
    *, guid: str, title: str, text: str, at: datetime, address: str, term: str
) -> Fragment:
    """Return an entry that is no article: a word of our own, *text* plain, said at *at* and about *address*."""
    title, text = legal(title), legal(text)
    entry = FeedEntry()
    entry.id(guid)
    entry.guid(guid, permalink=False)
    entry.title(title)
    entry.published(at)
    entry.updated(at)
    entry.content(f"<p>{_escaped(text)}</p>", type="html")
    entry.link(href=address, rel="alternate")
    entry.category(term=term, scheme=SCHEME, label=term)
    return Fragment(
        **_elements(entry, []),
        json={
            "id": guid,
            "url": address,
            "title": title,
            "content_html": f"<p>{_escaped(text)}</p>",
            "date_published": at.isoformat(),
            "tags": [term],
        },
    )


def excerpt(text: str, *, limit: int = EXCERPT_CHARACTERS) -> str:
    """Return the beginning of *text*, at most *limit* characters, cut at a word and then ended by an ellipsis."""
    flat = " ".join(legal(text).split())
    if len(flat) <= limit:
        return flat
    return flat[:limit].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def legal(text: str) -> str:
    """Return *text* without the characters that XML 1.0 forbids or discourages: one would lose the whole feed."""
    return _ILLEGAL_IN_XML.sub("", text)


def page_path(article: Article) -> str:
    """Return where the page of a stored *article* lies below the feeds folder, and so below the base URL."""
    return f"{ARTICLES}{cast(Record, article.record).id}.html"


def marked_in(article: Article, evidence: Evidence) -> list[tuple[str, bool]]:
    """Return the sentence of *article* that *evidence* is in, in pieces, each with whether it is a matched word."""
    return marked(evidence, text=article.title if evidence.field == "title" else article.text)


def marked(evidence: Evidence, *, text: str) -> list[tuple[str, bool]]:
    """Return the evidence's sentence in pieces, each with whether it is one of the matched words."""
    sentence = evidence.sentence
    begin = text.find(sentence, max(0, evidence.end - len(sentence)))
    at = evidence.start - begin
    pieces: list[tuple[str, bool]] = [(sentence[:at], False)]
    for word in evidence.words:
        start = sentence.find(word, at)
        if start < 0:
            continue
        pieces += [(sentence[at:start], False), (word, True)]
        at = start + len(word)
    return [piece for piece in [*pieces, (sentence[at:], False)] if piece[0]]


def _summary(article: Article, record: Record) -> str:
    note = [gone_note(record.gone)] if record.gone else []
    return " ".join([excerpt(article.text), *note])


def _content(
    article: Article,
    record: Record,
    titles: Mapping[str, str],
    page: str | None,
    change: WordChange | None,
) -> str:
    source = outlet(article) or "Outlet not stated"
    published = published_of(article)
    day = f", {day_of(published)}" if published else ""
    parts = [
        f"<p><strong>{_escaped(source)}</strong>{_escaped(day)}</p>",
        f"<p>{_escaped(excerpt(article.text))}</p>",
    ]
    if record.gone:
        parts.append(f"<p><strong>{_escaped(gone_note(record.gone))}</strong></p>")
    if change:
        parts.append(f"<p>Changed {change.at:%Y-%m-%d %H:%M UTC}:</p>")
        both = filter(None, (change.title, change.text))
        parts += [f"<p>{''.join(map(_marked_up, pieces))}</p>" for pieces in both]
    for topic in article.topics:
        sentence = "".join(
            f"<mark>{_escaped(piece)}</mark>" if is_match else _escaped(piece)
            for piece, is_match in marked_in(article, article.proof(topic))
        )
        parts.append(f"<p><em>{_escaped(titles.get(topic, topic))}</em>: <q>{sentence}</q></p>")
    if page and article.topics:
        parts.append(f'<p><a href="{html.escape(page)}">All evidence</a></p>')
    return "".join(parts)


def _marked_up(piece: Piece) -> str:
    text = _escaped(piece.text)
    element = {"same": None, "gone": "del", "added": "ins"}[piece.kind]
    return f"<{element}>{text}</{element}>" if element else text


def day_of(stamp: Timestamp) -> str:
    """Return the date as precisely as it is known: `2026-11-22 09:30 UTC`, `2026-11-22` or `2026-11`."""
    forms = {"instant": "%Y-%m-%d %H:%M UTC", "day": "%Y-%m-%d", "month": "%Y-%m"}
    return stamp.at.strftime(forms[stamp.precision])


def headline(article: Article) -> str:
    """Return the title of a stored *article*, never empty: both formats demand one."""
    return legal(article.title).strip() or "Untitled"


def outlet(article: Article) -> str | None:
    """Return the site's name, `None` where nothing of it can be shown: a blank source is invalid."""
    return legal(article.site or "").strip() or None


def published_of(article: Article) -> Timestamp | None:
    """Return when *article* was published unless that lies in the future of the day we saw it first."""
    stamp, record = article.published, cast(Record, article.record)
    return stamp if stamp and stamp.at <= record.first_seen + timedelta(days=1) else None


def address_of(article: Article) -> str | None:
    """Return the URL with what no URL may hold percent-encoded, `None` unless it is http or https."""
    try:
        parts = urlsplit(legal(article.url or "").strip())
    except ValueError:  # as in http://[2026]/
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    # Put together again: splitting dropped tabs and line breaks, as browsers do.
    return quote(parts.geturl(), safe="%/:=&?~#+!$,;'@()*[]")


def _creators(article: Article) -> list[str]:
    """Return who is named as author: the persons, else the outlet, and never the feed's own author."""
    names = [legal(name).strip() for name in article.authors] or [outlet(article) or ""]
    return [name for name in names if name]


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/"


def _escaped(text: str) -> str:
    return html.escape(legal(text), quote=False)


def _elements(entry: FeedEntry, creators: list[str]) -> dict[str, bytes]:
    """Return the two XML elements, cut out of a feed with this one entry: namespaces are the feed's business."""
    feed = FeedGenerator()
    feed.load_extension("dc")
    feed.id("x")
    feed.title("x")
    feed.description("x")
    feed.link(href="x", rel="alternate")
    feed.add_entry(entry)
    # RSS wants an address with every author; a name alone goes into dc:creator.
    entry.dc.dc_creator(creators)
    rss = _cut(feed.rss_str(), b"item")
    entry.dc.dc_creator([], replace=True)
    return {"atom": _cut(feed.atom_str(), b"entry"), "rss": rss}


def _cut(feed: bytes, element: bytes) -> bytes:
    end = b"</" + element + b">"
    return feed[feed.index(b"<" + element) : feed.rindex(end) + len(end)]


def _item(
    article: Article,
    record: Record,
    *,
    content: str,
    summary: str,
    creators: list[str],
    page: str | None,
) -> dict[str, Any]:
    published = published_of(article)
    item: dict[str, Any] = {
        "id": record.guid,
        "url": address_of(article),
        "title": headline(article),
        "content_html": content,
        "summary": summary,
        "date_published": published.at.isoformat() if published else None,
        "date_modified": record.changed.isoformat(),
        "authors": [{"name": name} for name in creators] or None,
        "tags": list(article.topics) or None,
        "language": article.language,
        "_topicwire": {
            "site": outlet(article),
            "date_published_precision": published.precision if published else None,
            "page": page,
            **({"gone": record.gone.isoformat()} if record.gone else {}),
            "pack": {
                "name": record.pack,
                "version": record.pack_version,
                "sha256": record.tagged_with,
            },
            "topics": [
                {"topic": tag.topic, "level": tag.level, "score": tag.score} for tag in article.tags
            ],
            "evidence": [
                {
                    "topic": found.topic,
                    "rule": found.rule,
                    "score": found.score,
                    "field": found.field,
                    "start": found.start,
                    "end": found.end,
                    "words": [legal(word) for word in found.words],
                    "sentence": legal(found.sentence),
                }
                for found in article.evidence
            ],
        },
    }
    return {name: value for name, value in item.items() if value is not None}
