"""The pages people see: the index of feeds. The only importer of Jinja."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from extractors.models import Article
from feeds.entry import address_of, day_of, headline, outlet, published_of
from feeds.models import FORMATS, MEDIA_TYPES, Channel, Feed

#: How many of its latest articles the index shows under each feed.
LATEST = 3

STYLE = files(__package__).joinpath("style.css").read_bytes()

_environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
_environment.filters.update(
    address=address_of, day=day_of, headline=headline, outlet=outlet, published=published_of
)
_index = _environment.from_string(files(__package__).joinpath("index.html").read_text("utf-8"))


def render_index(
    feeds: Sequence[Feed],
    *,
    channel: Channel,
    latest: Mapping[str, Sequence[Article]],
    counts: Mapping[str, int],
) -> bytes:
    """Return the page that lists the feeds, each with its count of articles and the latest of them."""
    page = _index.render(
        feeds=feeds,
        channel=channel,
        latest={name: list(found)[:LATEST] for name, found in latest.items()},
        counts=counts,
        formats=FORMATS,
        media_types=MEDIA_TYPES,
    )
    return page.encode()
