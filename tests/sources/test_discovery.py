"""Where a site has its feeds, and what the bytes of a source are."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.sources.discovery import discover_feeds, sitemaps_in
from extractors.sources.kinds import kind_of
from extractors.sources.models import FeedLink
from tests.sources.making import atom, entry, item, rdf, rss

URL = "https://b.example/section/page.html"
PAGE = """<!doctype html><html><head><base href="https://b.example/base/">
<link rel="alternate" type="application/rss+xml" title="Comments on this" href="/comments/feed">
<link rel="alternate" type="application/json" title="Data" href="/wp-json/posts/1">
<link rel="ALTERNATE" type="application/RSS+xml; charset=utf-8" title="The&nbsp;Bell" href="rss?a=1&amp;b=2">
<link rel="alternate" type="application/atom+xml" href="feed:https://b.example/atom">
<link rel="alternate" type="application/feed+json" href="/feed.json">
<link rel="alternate" type="text/html" hreflang="de" href="/de/"><link rel="stylesheet" href="/feed.css">
<link rel="alternate" type="application/rss+xml" href="javascript:x()">
</head><body><a href="/feeds/world.xml">World</a> <a href="/x">RSS</a> <a href="/feedback">Feedback</a>
<a href="https://other.example/rss">Theirs</a> <a href="https://other.example/y">Our RSS explained</a>
<a href="/newsfeeder">x</a> <a href="/2026/what-feeds-are-good-for">Essay</a> <a href="/story?src=rss">Story</a>
<a href="/export/rss2/all">All</a> <a href="/?feed=atom">Also</a> <a href="https://share.example/feed?u=https%3A%2F%2Fb.example">Share</a>
<a href="rss?a=1&amp;b=2">again</a></body></html>"""


def test_what_a_page_says_comes_first():
    """Feeds stated by the head, then links like feeds, then doubtful ones, comments, and at last the usual paths."""
    found = discover_feeds(PAGE.encode(), url=URL)
    assert [(one.url, one.kind, one.found) for one in found] == [
        ("https://b.example/base/rss?a=1&b=2", "rss", "stated"),
        ("https://b.example/atom", "atom", "stated"),
        ("https://b.example/feed.json", "json", "stated"),
        ("https://b.example/feeds/world.xml", None, "linked"),
        ("https://b.example/x", None, "linked"),
        ("https://other.example/rss", None, "linked"),
        ("https://b.example/export/rss2/all", None, "linked"),
        ("https://b.example/?feed=atom", None, "linked"),
        ("https://b.example/wp-json/posts/1", None, "stated"),
        ("https://b.example/comments/feed", "rss", "stated"),
        ("https://b.example/feed", None, "usual"),
        ("https://b.example/rss", "rss", "usual"),
        ("https://b.example/rss.xml", "rss", "usual"),
        ("https://b.example/atom.xml", "atom", "usual"),
        ("https://b.example/feed.xml", None, "usual"),
        ("https://b.example/index.xml", None, "usual"),
    ]
    assert found[0].title == "The Bell"


@pytest.mark.parametrize("content", [b"", b"Not found", b"\x89PNG\r\n\x1a\n\x00\x00", b"\x1f\x8b"])
def test_the_usual_paths_are_always_worth_a_try(content):
    """What is no page says nothing of feeds."""
    found = discover_feeds(content, url=URL)
    assert len(found) == 7
    assert found[0] == FeedLink(url="https://b.example/feed", found="usual")


def test_sitemaps_of_a_robots_file():
    """Absolute addresses only, each once, news first; the host's own name says nothing."""
    robots = """User-agent: *\r\nDisallow: /x\r\nSitemap: https://news.example/sitemap.xml # all
 SITEMAP :https://news.example/news-sitemap.xml
Sitemap: /relative.xml\nSitemap: https://news.example/sitemap.xml\nSitemap:\n# Sitemap: https://c.example/"""
    assert sitemaps_in(robots) == (
        "https://news.example/news-sitemap.xml",
        "https://news.example/sitemap.xml",
    )
    assert sitemaps_in("") == ()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(rss(item()), "feed", id="rss"),
        pytest.param(atom(entry()), "feed", id="atom"),
        pytest.param(rdf(item()), "feed", id="rdf"),
        pytest.param("<br>\n<b>Warning</b>: x" + rss(item()), "feed", id="after a warning"),
        pytest.param(
            '{"version": "https://jsonfeed.org/version/1", "items": []}', "feed", id="json feed"
        ),
        pytest.param('{"items": []}', "other", id="json"),
        pytest.param("<?xml version='1.0'?><urlset></urlset>", "sitemap", id="sitemap"),
        pytest.param("https://b.example/a\nhttps://b.example/b\n", "sitemap", id="text sitemap"),
        pytest.param("<sitemapindex/>", "sitemap-index", id="sitemap index"),
        pytest.param("<opml version='2.0'></opml>", "opml", id="opml"),
        pytest.param(PAGE, "page", id="page"),
        pytest.param("<div><p>Hello</p></div>", "page", id="part of a page"),
        pytest.param('<?xml version="1.0"?><html xmlns="x"></html>', "page", id="xhtml"),
        pytest.param("<?xml version='1.0'?><report/>", "other", id="other xml"),
        pytest.param("Words.", "other", id="text"),
        pytest.param("", "empty", id="nothing"),
        pytest.param(" \n", "empty", id="blank"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_kinds(content, kind, packed):
    """The content says what it is, gzipped or not."""
    raw = content.encode()
    assert kind_of(gzip.compress(raw) if packed else raw, content_type="text/html") == kind


@pytest.mark.parametrize(
    "raw", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\x1f\x8b\x08", b"%PDF-1.4"]
)
def test_other_kinds(raw):
    """Pictures, PDFs and broken archives bring no items."""
    assert kind_of(raw) == "other"


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=80), st.sampled_from([b"", b"<html>", b"<a href=", b"<rss", b"{", b"<!"]))
def test_any_bytes_have_a_kind_and_feeds_to_try(content, start):
    """Neither ever raises."""
    assert kind_of(start + content)
    assert len(discover_feeds(start + content, url=URL)) >= 7
