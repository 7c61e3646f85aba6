"""Small feeds of invented outlets, as software writes them."""

from __future__ import annotations

from datetime import UTC, datetime

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
URL = "https://b.example/feeds/all.xml"

_SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    ' xmlns:media="http://search.yahoo.com/mrss/"'
)


def item(inside: str = "", *, n: int = 1) -> str:
    """One item with a title and an address of its own."""
    return f"<item><title>Story {n}</title><link>https://b.example/{n}</link>{inside}</item>"


def rss(items: str, *, head: str = "", start: str = '<?xml version="1.0"?>') -> str:
    """RSS 2.0 with the usual namespaces."""
    channel = (
        f"<channel><title>The Bell</title><link>https://b.example/</link>{head}{items}</channel>"
    )
    return f'{start}<rss version="2.0" {_SPACES}>{channel}</rss>'


def entry(inside: str = "", *, n: int = 1) -> str:
    """One Atom entry with a title and an address of its own."""
    link = f'<link href="https://b.example/{n}"/><id>tag:b.example,2026:{n}</id>'
    return f"<entry><title>Story {n}</title>{link}{inside}</entry>"


def atom(entries: str, *, head: str = "", attributes: str = "") -> str:
    """Atom 1.0."""
    return (
        f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" {attributes}>'
        f"<title>The Bell</title>{head}{entries}</feed>"
    )


def rdf(items: str) -> str:
    """RSS 1.0: items beside the channel, which lists them."""
    return (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="https://b.example/"><title>The Bell</title><link>https://b.example/</link>'
        '<items><rdf:Seq><rdf:li rdf:resource="https://b.example/1"/></rdf:Seq></items></channel>'
        f"{items}</rdf:RDF>"
    )
