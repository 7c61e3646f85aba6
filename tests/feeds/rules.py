"""
What RFC 4287, the RSS Advisory Board's profile and JSON Feed 1.1 demand of our feeds, as lists of complaints.

Nobody packages the W3C's feed validator: these are the rules of it that our output could break.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_URI = re.compile(r"[a-z][a-z0-9+.-]*:[!-~]+")
_WEB = re.compile(r"""https?://[^\s<>"{}|\\^`/]+[^\s<>"{}|\\^`]*""")
_LANGUAGE = re.compile(r"[a-z]{2,3}")

_FEED_CHILDREN = {
    **dict.fromkeys(("id", "title", "updated"), (1, 1)),
    **dict.fromkeys(("subtitle", "generator"), (0, 1)),
    **dict.fromkeys(("author", "link", "entry", f"{TOMBSTONE}deleted-entry"), (0, 10_000)),
}
_ENTRY_CHILDREN = {
    **dict.fromkeys(("id", "title", "updated"), (1, 1)),
    **dict.fromkeys(("content", "summary", "published", "source"), (0, 1)),
    **dict.fromkeys(("author", "link", "category"), (0, 10_000)),
}
_SOURCE_CHILDREN = dict.fromkeys(("id", "title", "updated", "link"), (1, 1))


def atom_faults(content: bytes) -> list[str]:
    """Return what is wrong with an Atom feed; raises XMLSyntaxError where it is not well-formed."""
    feed = etree.fromstring(content)
    entries = feed.findall(f"{ATOM}entry")
    faults = [*_count(feed, _FEED_CHILDREN), *_atom_values(feed)]
    for entry in entries:
        faults += [*_count(entry, _ENTRY_CHILDREN), *_atom_links(entry)]
        for source in entry.findall(f"{ATOM}source"):
            faults += _count(source, _SOURCE_CHILDREN)
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    for buried in feed.findall(f"{TOMBSTONE}deleted-entry"):
        faults += [*_tombstone(buried, ids)]
    if feed.find(f"{ATOM}author") is None:
        faults += ["no author" for entry in entries if entry.find(f"{ATOM}author") is None]
    if len(feed.findall(f"{ATOM}link[@rel='self']")) != 1:
        faults.append("no link to itself")
    for name in ("id", "updated"):
        faults += _repeated(name, [entry.findtext(f"{ATOM}{name}") for entry in entries])
    return faults


def _count(element: Any, allowed: dict[str, tuple[int, int]]) -> Iterator[str]:
    found = Counter(child.tag.removeprefix(ATOM) for child in element)
    yield from (f"{element.tag} has a {name}" for name in found.keys() - allowed.keys())
    for name, (least, most) in allowed.items():
        if not least <= found[name] <= most:
            yield f"{element.tag} has {found[name]} {name}"


def _tombstone(buried: Any, ids: list[Any]) -> Iterator[str]:
    if not _URI.fullmatch(buried.get("ref", "")) or buried.get("ref") in ids:
        yield f"deleted {buried.get('ref')!r}"
    if not _RFC3339.fullmatch(buried.get("when", "")):
        yield f"deleted at {buried.get('when')!r}"
    if [child.tag for child in buried] != [f"{TOMBSTONE}comment"]:
        yield "a tombstone with more than a comment"


def _atom_values(feed: Any) -> Iterator[str]:
    for element in feed.iter(f"{ATOM}updated", f"{ATOM}published"):
        if not _RFC3339.fullmatch(element.text or ""):
            yield f"date {element.text!r}"
    for element in feed.iter(f"{ATOM}id"):
        if not _URI.fullmatch(element.text or ""):
            yield f"id {element.text!r}"
    for element in feed.iter(f"{ATOM}name", f"{ATOM}title"):
        if not (element.text or "").strip():
            yield f"blank {element.tag}"
    for name in ("title", "subtitle", "summary", "content"):
        for element in feed.iter(f"{ATOM}{name}"):
            if element.get("type", "text") not in ("text", "html") or len(element):
                yield f"{name} of type {element.get('type')}"
    for element in feed.iter(f"{ATOM}category"):
        if not element.get("term") or not _URI.fullmatch(element.get("scheme", "x:y")):
            yield f"category {dict(element.attrib)}"
    for element in feed.iter(f"{ATOM}link"):
        if not _WEB.fullmatch(element.get("href", "")):
            yield f"address {element.get('href')!r}"
    for element in feed.iter():
        language = element.get("{http://www.w3.org/XML/1998/namespace}lang")
        if language is not None and not _LANGUAGE.fullmatch(language):
            yield f"language {language!r}"


def _atom_links(entry: Any) -> Iterator[str]:
    alternates = [
        (link.get("type"), link.get("hreflang"))
        for link in entry.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    ]
    yield from _repeated("alternate", alternates)
    if not alternates and entry.find(f"{ATOM}content") is None:
        yield "neither content nor an alternate"


def _repeated(name: str, values: Iterable[Any]) -> list[str]:
    return [f"{name} {value!r} twice" for value, times in Counter(values).items() if times > 1]


def rss_faults(content: bytes) -> list[str]:
    """Return what is wrong with an RSS feed; raises XMLSyntaxError where it is not well-formed."""
    feed = etree.fromstring(content)
    faults = [] if (feed.tag, feed.get("version")) == ("rss", "2.0") else ["not RSS 2.0"]
    (channel,) = feed
    faults += [
        f"channel without {name}"
        for name in ("title", "link", "description")
        if len(channel.findall(name)) != 1 or not channel.findtext(name)
    ]
    links = channel.findall(f"{ATOM}link")
    if [link.get("rel") for link in links] != ["self"] or links[0].get("href", "")[-4:] != ".rss":
        faults.append("no link to itself")
    for item in channel.findall("item"):
        faults += _item_faults(item)
    for element in channel.iter("pubDate", "lastBuildDate"):
        if not re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} [\d:]{8} [+-]\d{4}", element.text):
            faults.append(f"date {element.text!r}")
        parsedate_to_datetime(element.text)
    return faults + _repeated("guid", [item.findtext("guid") for item in channel.iter("item")])


def _item_faults(item: Any) -> Iterator[str]:
    names = [child.tag for child in item]
    once = {"title", "link", "description", "guid", "pubDate", "source", CONTENT}
    for name, times in Counter(names).items():
        if name not in {*once, "category", CREATOR} or (name in once and times > 1):
            yield f"item with {times} {name}"
    guid = item.find("guid")
    if guid is None or guid.get("isPermaLink") != "false" or not _URI.fullmatch(guid.text):
        yield "item without a guid that is no address"
    if not (item.findtext("title") or "").strip():
        yield "item without title"
    if "description" not in names[: names.index(CONTENT) if CONTENT in names else None]:
        yield "item without a description before its content"
    for address in (item.findtext("link"), *(found.get("url") for found in item.iter("source"))):
        if address is not None and not _WEB.fullmatch(address):
            yield f"address {address!r}"


def json_faults(content: bytes) -> list[str]:
    """Return what is wrong with a JSON feed; raises ValueError where it is not JSON in UTF-8."""
    feed = json.loads(content.decode())
    faults = []
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        faults.append(f"version {feed.get('version')!r}")
    if not isinstance(feed.get("title"), str) or not isinstance(feed.get("items"), list):
        faults.append("no title or no items")
    faults += [
        f"{name} {feed[name]!r}"
        for name in ("home_page_url", "feed_url")
        if not _WEB.fullmatch(feed[name])
    ]
    for item in feed["items"]:
        faults += _json_item_faults(item)
    return faults + _repeated("id", [item.get("id") for item in feed["items"]])


def _json_item_faults(item: dict[str, Any]) -> Iterator[str]:
    for name in ("id", "title", "content_html"):
        if not isinstance(item.get(name), str) or not item[name].strip():
            yield f"{name} {item.get(name)!r}"
    if not _WEB.fullmatch(item.get("url", "https://x")):
        yield f"address {item['url']!r}"
    for name in ("date_published", "date_modified"):
        if name in item and not _RFC3339.fullmatch(item[name]):
            yield f"{name} {item[name]!r}"
    for author in item.get("authors", []):
        if not author.get("name"):
            yield f"author {author!r}"
    if not all(isinstance(tag, str) for tag in item.get("tags", [])):
        yield f"tags {item['tags']!r}"
    if not _LANGUAGE.fullmatch(item.get("language", "en")):
        yield f"language {item['language']!r}"
