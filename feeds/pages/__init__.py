"""The pages people see: the index of feeds, and why an article has its topics. The only importer of Jinja."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import cast

from jinja2 import Environment, StrictUndefined, Template

from extractors.models import Article, Record
from extractors.topics.pack import pack_label
from feeds.entry import (
    address_of,
    day_of,
    excerpt,
    headline,
    legal,
    marked_in,
    outlet,
    page_path,
    published_of,
)
from feeds.models import FORMATS, MEDIA_TYPES, Channel, Feed, WordChange
from feeds.tombstone import gone_note

#: How many of its latest articles the index shows under each feed.
LATEST = 3

_STYLE = files(__package__).joinpath("style.css").read_text("utf-8")

_environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
_environment.filters.update(
    address=address_of,
    day=day_of,
    excerpt=excerpt,
    gone=gone_note,
    headline=headline,
    marked=marked_in,
    outlet=outlet,
    page=page_path,
    published=published_of,
)


def _template(name: str) -> Template:
    return _environment.from_string(files(__package__).joinpath(name).read_text("utf-8"))


_index, _article = _template("index.html"), _template("article.html")


def render_style(channel: Channel) -> bytes:
    """Return the style sheet of all pages, with the topics' colours."""
    colours = [
        f".topic-{topic} {{ border-color: {colour}; }}\n"
        for topic, colour in channel.colours.items()
    ]
    return "".join([_STYLE, *colours]).encode()


def render_article(
    article: Article, *, channel: Channel, change: WordChange | None = None
) -> bytes:
    """
    Return the page of a stored *article*: each topic with all its evidence, the words marked, and the pack.

    With a *change* it shows that.
    """
    record = cast(Record, article.record)
    known = {tag.topic: tag for tag in article.tags}
    page = _article.render(
        article=article,
        record=record,
        channel=channel,
        change=change,
        tags=[known[topic] for topic in article.topics if topic in known],
        pack=pack_label(record.pack, record.pack_version, record.tagged_with),
    )
    return legal(page).encode()


def render_index(
    feeds: Sequence[Feed],
    *,
    channel: Channel,
    latest: Mapping[str, Sequence[Article]],
    counts: Mapping[str, int],
) -> bytes:
    """
    Return the page that lists the feeds, each with its count of articles and the latest of them.

    A feed without a count is none of articles.
    """
    page = _index.render(
        feeds=feeds,
        channel=channel,
        latest={name: list(found)[:LATEST] for name, found in latest.items()},
        counts=counts,
        formats=FORMATS,
        media_types=MEDIA_TYPES,
    )
    return page.encode()
