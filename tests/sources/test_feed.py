"""Feeds of all kinds, and the odd ones."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import SourceError
from extractors.sources import fast
from extractors.sources.feed import read_feed
from extractors.sources.models import Found
from tests.sources.making import NOW, URL, atom, entry, item, rdf, rss

TWO = item(n=1) + item(n=2)
NAMES = ["Story 1", "Story 2"]


def read(content: bytes | str, **more: str) -> Found:
    """Read *content* as if it came from `URL`."""
    raw = content.encode() if isinstance(content, str) else content
    return read_feed(raw, url=URL, now=NOW, **more)


def titles(found: Found) -> list[str | None]:
    return [one.title for one in found.items]


def json_feed(*items: object, **head: object) -> str:
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "The Bell", "items": items, **head}
    )


OLD = "<rss version='0.91'><channel><title>The Bell</title>{}</channel></rss>"
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://b.example/dtd">'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 10))
    + "]>"
)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(rss(TWO), id="rss 2.0"),
        pytest.param(OLD.format(TWO), id="rss 0.91"),
        pytest.param(DOCTYPE + OLD.format(TWO), id="rss 0.91 with its doctype"),
        pytest.param(OLD.format("") .replace("</channel>", "</channel>" + TWO), id="items beside the channel"),
        pytest.param(rdf(TWO), id="rss 1.0"),
        pytest.param(rdf(TWO).replace("rss/1.0/", "../my.netscape.com/rdf/simple/0.9/", 1).replace("http://purl.org/../", "http://"), id="rss 0.90"),
        pytest.param(atom(entry(n=1) + entry(n=2)), id="atom 1.0"),
        pytest.param(atom(entry(n=1) + entry(n=2)).replace("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"), id="atom 0.3"),
        pytest.param(atom(entry(n=1) + entry(n=2)).replace(' xmlns="http://www.w3.org/2005/Atom"', ""), id="atom without namespace"),
        pytest.param(
            atom(entry(n=1) + entry(n=2)).replace("xmlns=", "xmlns:a=").replace("</", "</a:").replace("<", "<a:")
            .replace("<a:/a:", "</a:").replace("<a:?", "<?"),
            id="atom under a prefix",
        ),
        pytest.param(json_feed({"id": "1", "url": "/1", "title": "Story 1"}, {"id": "2", "url": "/2", "title": "Story 2"}), id="json feed 1.1"),
        pytest.param(
            json_feed({"id": 1, "external_url": "/1", "title": "Story 1"}, {"id": 2, "title": "Story 2"}, version="https://jsonfeed.org/version/1"),
            id="json feed 1.0",
        ),
        pytest.param("\ufeff" + rss(TWO), id="byte order mark"),
        pytest.param(b"\xef\xbb\xbf\xef\xbb\xbf" + rss(TWO).encode(), id="two byte order marks"),
        pytest.param(rss(TWO).encode("utf-16"), id="utf-16"),
        pytest.param(rss(TWO).encode("utf-16-be"), id="utf-16 without mark"),
        pytest.param(rss(TWO, start='<?xml version="1.0" encoding="utf-16"?>'), id="utf-8 that says it is utf-16"),
        pytest.param("\n\n  " + rss(TWO), id="blank lines before"),
        pytest.param("<br />\n<b>Warning</b>: a < b in <b>/www/x.php</b> on line <b>7</b><br />\n" + rss(TWO), id="php's warning before"),
        pytest.param("<!-- <rss><item> -->" + rss(TWO, start="") , id="a comment before"),
        pytest.param(rss(TWO) + "<script>track()</script>\n<!-- cached -->", id="junk after"),
        pytest.param(rss(TWO)[: -len("</channel></rss>")], id="no end"),
        pytest.param(rss(TWO) [: -len("</channel></rss>")] + "<item><title>Story 3</title><link>https://b.exa", id="cut off"),
        pytest.param(rss(TWO).replace("Story 1", "Story\x00\x08 \x1b1"), id="control characters"),
        pytest.param(rss(TWO).replace("Story 1", "Story&#1; 1&#xFFFF;"), id="references to them"),
        pytest.param(rss("<x y='<![CDATA[&#xD800;]]>'/>" + TWO), id="half a surrogate pair"),
        pytest.param(rss(TWO).replace("</item>", ""), id="items without end"),
        pytest.param(rss(TWO).replace("</title><link>", "</titel><link>", 1), id="wrong end tag"),
        pytest.param(rss(TWO).replace(' xmlns:dc="http://purl.org/dc/elements/1.1/"', "").replace("<item>", "<item><dc:date>2026-11-01</dc:date>"), id="undeclared namespace"),
        pytest.param(rss(TWO).replace("<item>", "<item><x:y z:w='1'>?</x:y>"), id="unknown prefixes"),
        pytest.param(rss(TWO).upper().replace("STORY", "Story").replace("VERSION=", "version="), id="in capitals"),
        pytest.param(rss(TWO).replace("Story 1", "<![CDATA[Story 1]]>"), id="cdata"),
        pytest.param(LAUGHS + rss(item("<description>&a9;</description>") + item(n=2), start=""), id="billion laughs"),
        pytest.param(
            '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            + rss(item("<description>&x;</description>") + item(n=2), start=""),
            id="external entity",
        ),
        pytest.param(rss("<item/>" + TWO + "<item></item>"), id="empty items"),
        pytest.param(rss(item(n=1) + "<x>" * 300 + "</x>" * 300 + item(n=2)), id="deep nesting"),
    ],
)  # fmt: skip
def test_every_kind_of_feed_is_read(content):
    """Whatever is wrong with a feed, its whole items are found, in their order."""
    found = read(content)
    assert titles(found) == NAMES
    assert "passwd" not in repr(found)
    assert "root:" not in repr(found)
    assert "hahaha" not in repr(found)


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        pytest.param("", "empty", "no content", id="nothing"),
        pytest.param(" \n\ufeff\x00 ", "empty", "no content", id="blank"),
        pytest.param("<!doctype html><html><body><item>", "not-a-feed", "HTML page", id="page"),
        pytest.param("<div>Not found</div>", "not-a-feed", "HTML page", id="part of a page"),
        pytest.param("Not found", "not-a-feed", "no markup", id="words"),
        pytest.param("<p>Not found</p>", "not-a-feed", "<p>", id="paragraph"),
        pytest.param("<urlset></urlset>", "not-a-feed", "sitemap", id="sitemap"),
        pytest.param("<opml version='2.0'/>", "not-a-feed", "OPML", id="opml"),
        pytest.param('{"items": []}', "not-a-feed", "JSON", id="other json"),
        pytest.param('{"version": "https://jsonf', "not-a-feed", "cut off", id="cut json"),
        pytest.param("[" * 100_000, "not-a-feed", "JSON", id="deep json"),
        pytest.param(b"\x1f\x8b\x08\x00", "unreadable", "gzip", id="broken gzip"),
    ],
)
def test_what_is_no_feed_is_said(content, code, says):
    """An error page or a wrong address is broken, and the reason says what came instead."""
    with pytest.raises(SourceError, match=says) as caught:
        read(content)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(rss(""), id="rss"),
        pytest.param("<rss version='2.0'/>", id="nothing but a root"),
        pytest.param(atom(""), id="atom"),
        pytest.param(rdf(""), id="rdf"),
        pytest.param(json_feed(), id="json"),
    ],
)
def test_a_feed_without_entries_is_a_feed(content):
    """Empty is not broken."""
    assert read(content).items == ()


def test_half_an_item_is_none():
    """A feed that breaks off in its first item has none, and says so: half an address is another's."""
    found = read(rss("")[: -len("</channel></rss>")] + "<item><link>https://b.example/2026/an-art")
    assert found.items == ()
    assert found.note == "it is cut off, and what follows its last whole entry was not taken"


def one(inside: str, *, head: str = "") -> object:
    """The only item of a feed whose item holds *inside*."""
    (found,) = read(rss(f"<item>{inside}</item>", head=head)).items
    return found


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        pytest.param("<link> https://b.example/a#x </link>", "https://b.example/a", id="blanks, fragment"),
        pytest.param("<link>/a</link>", "https://b.example/a", id="from the root"),
        pytest.param("<link>a?b=1&amp;c=2</link>", "https://b.example/feeds/a?b=1&c=2", id="relative"),
        pytest.param("<link>https://b.example/a?b=1&c=2</link>", "https://b.example/a?b=1&c=2", id="bare ampersand"),
        pytest.param("<link>https://b.example/a?b=1&amp;amp;c=2</link>", "https://b.example/a?b=1&c=2", id="escaped twice"),
        pytest.param("<link>https://b.example/a?utm_source=rss</link>", "https://b.example/a", id="tracker"),
        pytest.param("<link>https://b.example/a b\n</link>", "https://b.example/a%20b", id="space"),
        pytest.param("<link><![CDATA[https://b.example/a]]></link>", "https://b.example/a", id="cdata"),
        pytest.param('<link xml:base="https://c.example/x/">a</link>', "https://c.example/x/a", id="xml:base"),
        pytest.param('<atom:link rel="self" href="/s"/><atom:link href="/a"/>', "https://b.example/a", id="atom:link"),
        pytest.param("<guid>https://b.example/g</guid>", "https://b.example/g", id="guid"),
        pytest.param('<guid isPermaLink="true">https://b.example/g</guid>', "https://b.example/g", id="guid, permalink"),
        pytest.param('<guid isPermaLink="false">https://b.example/g</guid>', None, id="guid, no permalink"),
        pytest.param("<guid>17</guid>", None, id="guid, a number"),
        pytest.param("<link>/a</link><guid>https://b.example/g</guid>", "https://b.example/a", id="link before guid"),
        pytest.param("<link>javascript:x()</link><guid>https://b.example/g</guid>", "https://b.example/g", id="guid after a script"),
        pytest.param('<enclosure url="https://b.example/a.mp3" type="audio/mpeg"/>', None, id="enclosure"),
        pytest.param('<media:content url="https://b.example/a.jpg"/>', None, id="picture"),
        pytest.param("<link>javascript:alert(1)</link>", None, id="script"),
        pytest.param("<link>data:text/html,x</link>", None, id="data"),
        pytest.param("<link>mailto:jo@b.example</link>", None, id="mail"),
        pytest.param("<link>https://jo:secret@b.example/</link>", None, id="password"),
        pytest.param("<link>feed://b.example/a</link>", "http://b.example/a", id="feed:"),
        pytest.param("<link/>", None, id="empty"),
    ],
)  # fmt: skip
def test_address_of_an_item(inside, url):
    """An item's address is its link, else its permalink, on the web and in canonical spelling."""
    assert one(f"<title>T</title>{inside}").url == url


@pytest.mark.parametrize(
    ("written", "title"),
    [
        pytest.param("Plain", "Plain", id="plain"),
        pytest.param("  two\n lines ", "two lines", id="lines"),
        pytest.param("A &lt;b&gt;bold&lt;/b&gt; claim", "A bold claim", id="tags"),
        pytest.param("<![CDATA[A <em>bold</em><br/>claim]]>", "A bold claim", id="tags in cdata"),
        pytest.param("A <b>bold</b> claim", "A bold claim", id="tags as elements"),
        pytest.param("AT&amp;T", "AT&T", id="entity"),
        pytest.param("AT&amp;amp;T &amp;#8211; x", "AT&T – x", id="escaped twice"),
        pytest.param("Caf&eacute; &nbsp;&copy; &bogus;", "Café © &bogus;", id="html's entities"),
        pytest.param("Q & A", "Q & A", id="bare ampersand"),
        pytest.param("5 &lt; 6 and x&lt;y", "5 < 6 and x<y", id="less than"),
        pytest.param("Mind the &lt;gap&gt;", "Mind the <gap>", id="no tag"),
        pytest.param("&lt;script&gt;alert(1)&lt;/script&gt;News", "News", id="script"),
        pytest.param("\u202enews\u200b", "news", id="direction marks"),
        pytest.param("", None, id="empty"),
    ],
)
def test_titles_are_plain(written, title):
    """A title is text, whatever markup it was written in."""
    assert one(f"<title>{written}</title><link>/a</link>").title == title


@pytest.mark.parametrize(
    ("written", "published", "precision"),
    [
        pytest.param("Sat, 21 Nov 2026 10:00:00 +0300", datetime(2026, 11, 21, 7, tzinfo=UTC), "instant", id="rfc 822"),
        pytest.param("Sat, 21 Nov 26 10:00 GMT", datetime(2026, 11, 21, 10, tzinfo=UTC), "instant", id="short year"),
        pytest.param("Sat, 21 Nov 2026 10:00:00 EST", datetime(2026, 11, 21, 15, tzinfo=UTC), "instant", id="zone's name"),
        pytest.param("Saturday, 21 November 2026 10:00:00 Z", datetime(2026, 11, 21, 10, tzinfo=UTC), "instant", id="long names"),
        pytest.param("Mon, 21 Nov 2026 10:00:00 GMT", datetime(2026, 11, 21, 10, tzinfo=UTC), "instant", id="wrong weekday"),
        pytest.param("2026-11-21T10:00:00.5Z", datetime(2026, 11, 21, 10, tzinfo=UTC), "instant", id="iso"),
        pytest.param("2026-11-21", datetime(2026, 11, 21, tzinfo=UTC), "day", id="day"),
        pytest.param("2026-11-21 23:30:00", datetime(2026, 11, 21, tzinfo=UTC), "day", id="no zone"),
        pytest.param("Thu, 26 Nov 2026 09:00:00 GMT", datetime(2026, 11, 26, 9, tzinfo=UTC), "instant", id="fast clock"),
        pytest.param("Fri, 27 Nov 2026 09:00:00 GMT", None, "instant", id="future"),
        pytest.param("0000-00-00T00:00:00Z", None, "instant", id="zeros"),
        pytest.param("Thu, 01 Jan 1970 00:00:00 GMT", None, "instant", id="epoch"),
        pytest.param("31 Feb 2026", None, "instant", id="no such day"),
        pytest.param("12 March", None, "instant", id="no year"),
        pytest.param("yesterday", None, "instant", id="words"),
        pytest.param("", None, "instant", id="empty"),
    ],
)  # fmt: skip
def test_dates_are_as_stated_or_none(written, published, precision):
    """Nothing is filled in from today, and what lies ahead is no date of publication."""
    found = one(f"<title>T</title><pubDate>{written}</pubDate>")
    assert (found.published, found.precision) == (published, precision)


def test_dates_in_the_future_are_counted():
    """A date that was not taken is said."""
    found = read(rss(item("<pubDate>2027-01-01T00:00:00Z</pubDate>") + item(n=2)))
    assert found.note == "1 of its dates lie in the future and were not taken"


BY_DC = "<dc:creator>Jane Doe</dc:creator><dc:creator>John Roe</dc:creator>"


@pytest.mark.parametrize(
    ("inside", "authors"),
    [
        pytest.param(BY_DC, ("Jane Doe", "John Roe"), id="two creators"),
        pytest.param("<author>jane@b.example (Jane Doe)</author>", ("Jane Doe",), id="mail and name"),
        pytest.param("<author>Jane Doe &lt;jane@b.example&gt;</author>", ("Jane Doe",), id="name and mail"),
        pytest.param("<author>jane@b.example</author>", (), id="mail alone"),
        pytest.param("<atom:author><atom:name>Jane Doe</atom:name></atom:author>", ("Jane Doe",), id="atom's"),
    ],
)  # fmt: skip
def test_authors(inside, authors):
    """Persons are named without their mail addresses."""
    assert one(f"<title>T</title>{inside}").authors == authors


def test_the_real_publisher_is_kept():
    """A feed that passes on others' articles says whose they are."""
    found = one('<title>T</title><source url="https://s.example/feed">S &amp;amp; Co</source>')
    assert (found.publisher, found.publisher_url) == ("S & Co", "https://s.example/feed")
    source = "<source><title>S</title><link href='/'/><link rel='self' href='/f'/></source>"
    (found,) = read(atom(entry(source), attributes='xml:base="https://s.example/x"')).items
    assert (found.publisher, found.publisher_url) == ("S", "https://s.example/")


def test_summary_and_content_are_kept_apart():
    """A feed's full text is not its teaser, and none is made of the other."""
    both = "<description>Short.</description><content:encoded><![CDATA[<p>Long.</p>]]></content:encoded>"
    found = one(f"<title>T</title>{both}")
    assert (found.summary_html, found.content_html) == ("Short.", "<p>Long.</p>")
    (found,) = read(atom(entry('<content type="html">&lt;p>Long.&lt;/p></content>'))).items
    assert (found.summary_html, found.content_html) == (None, "<p>Long.</p>")
    (found,) = read(atom(entry("<summary>5 &lt; 6</summary><content>6 &lt; 7</content>"))).items
    assert (found.summary_html, found.content_html) == ("5 &lt; 6", "6 &lt; 7")
    inner = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Long.</p></div>'
    (found,) = read(atom(entry(f'<content type="xhtml">{inner}</content>'))).items
    assert found.content_html == inner


def test_bases_nest():
    """Each xml:base is relative to the one around it."""
    inside = '<entry xml:base="y/"><title>T</title><link href="a"/><id>1</id></entry>'
    (found,) = read(atom(inside, attributes='xml:base="/x/"')).items
    assert found.url == "https://b.example/x/y/a"


def test_of_several_alternates_the_page_is_the_link():
    """A PDF of the article is not its address."""
    links = (
        '<link type="application/pdf" href="/p"/><link rel="alternate" type="text/html" href="/a"/>'
    )
    (found,) = read(atom(f"<entry><title>T</title>{links}</entry>")).items
    assert found.url == "https://b.example/a"


def test_each_item_comes_once():
    """The same guid or address is the same item, and the first wins."""
    items = [
        "<item><title>1</title><guid>g1</guid><link>/a</link></item>",
        "<item><title>2</title><guid>g1</guid><link>/b</link></item>",
        "<item><title>3</title><guid>g3</guid><link>/a?utm_medium=rss</link></item>",
        "<item><title>4</title></item><item><title>5</title></item>",
    ]
    assert titles(read(rss("".join(items)))) == ["1", "4", "5"]


def test_a_guid_that_all_items_share_parts_none():
    """Software that writes one guid everywhere does not lose all items but one."""
    items = "".join(item("<guid isPermaLink='false'>0</guid>", n=n) for n in (1, 2, 3))
    assert titles(read(rss(items))) == ["Story 1", "Story 2", "Story 3"]


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        pytest.param("<ttl>90</ttl>", 5400, id="ttl"),
        pytest.param("<sy:updatePeriod>hourly</sy:updatePeriod>", 3600, id="period"),
        pytest.param(
            "<sy:updatePeriod>\ndaily\t</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            21600,
            id="frequency",
        ),
        pytest.param("<ttl>soon</ttl>", None, id="words"),
        pytest.param(f"<ttl>{'9' * 5000}</ttl>", None, id="endless"),
        pytest.param("<ttl>0</ttl>", None, id="zero"),
        pytest.param("", None, id="nothing"),
    ],
)
@pytest.mark.parametrize("broken", [False, True])
def test_what_a_feed_says_of_itself(head, seconds, broken):
    """Title, language and pace are read by both parsers."""
    content = rss(TWO, head=f"<language>en-GB</language>{head}")
    found = read(content.replace("</item>", "") if broken else content)
    assert (found.title, found.language, found.ttl_seconds) == ("The Bell", "en", seconds)
    assert found.note == ("read by the tolerant parser" if broken else None)


def test_an_items_language_is_its_own():
    """A feed in two languages says so item by item."""
    items = '<item xml:lang="hy"><title>T</title></item><item><title>U</title></item>'
    found = read(rss(items, head="<language>ru</language>"))
    assert [one.language for one in found.items] == ["hy", "ru"]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        pytest.param("cp1252", "utf-8", id="latin-1 that says utf-8"),
        pytest.param("cp1252", "windows-1252", id="cp1252"),
        pytest.param("cp1252", "iso-8859-1", id="cp1252 that says latin-1"),
        pytest.param("utf-8", "iso-8859-1", id="utf-8 that says latin-1"),
        pytest.param("utf-16", "utf-8", id="utf-16 that says utf-8"),
    ],
)
def test_letters_survive_a_wrong_charset(encoding, declared):
    """The bytes are believed before what is said of them."""
    title = "“Élève” naïve à Besançon – où l’été a été très agréable"
    start = f'<?xml version="1.0" encoding="{declared}"?>'
    content = rss(f"<item><title>{title}</title></item>", start=start).encode(encoding)
    assert titles(read(content)) == [title]


def test_of_a_huge_broken_feed_the_beginning_is_read(monkeypatch):
    """The tolerant parser takes its time, so it gets the newest entries only, and that is said."""

    def fail(*_args: object, **_more: object) -> None:
        raise fast.Unread

    monkeypatch.setattr(fast, "read_entries", fail)
    text = "word " * 40_000
    found = read(rss("".join(item(f"<description>{text}</description>", n=n) for n in range(1, 8))))
    assert titles(found)[:2] == NAMES
    assert 4 <= len(found.items) < 7
    assert (
        found.note == "read by the tolerant parser; only its first 1,000,000 characters were read"
    )


def test_the_header_names_the_charset():
    """What HTTP says counts where the feed says nothing."""
    content = rss("<item><title>Новости одного дня</title></item>").encode("cp1251")
    found = read(content, content_type="text/xml; charset=windows-1251")
    assert titles(found) == ["Новости одного дня"]


def test_json_feed_in_full():
    """JSON Feed says the same things in its own words."""
    content = json_feed(
        {
            "id": "1", "url": "a", "title": "5 < 6 &", "content_text": "x < y", "summary": "s", "language": "de",
            "date_published": "2026-11-21T10:00:00+01:00", "authors": [{"name": "Jane Doe"}, 7],
            "attachments": [{"url": "/a.mp3"}],
        },
        "no item", None,
        language="en",
    )  # fmt: skip
    (found,) = read(content).items
    assert found.url == "https://b.example/feeds/a"
    assert (found.title, found.content_html, found.summary_html) == ("5 < 6 &", "x &lt; y", "s")
    assert found.published == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert (found.language, found.authors) == ("de", ("Jane Doe",))


FULL = (
    "<description>Short.</description><content:encoded><![CDATA[<p>Long.</p>]]></content:encoded>"
    "<pubDate>Sat, 21 Nov 2026 10:00:00 +0300</pubDate><guid isPermaLink='false'>x1</guid>" + BY_DC
    + "<source url='https://s.example/feed'>S</source>"
)  # fmt: skip
FULL_ATOM = (
    "<summary>5 &lt; 6</summary><content type='html'>&lt;p>Long.&lt;/p></content><published>2026-11-21</published>"
    "<updated>2026-11-22T10:00:00Z</updated><author><name>Jane Doe</name></author><author><name>John Roe</name></author>"
    "<source><title>S</title><link href='https://s.example/'/></source>"
)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(rss(item(FULL) + item("<guid>https://b.example/2</guid>", n=2)), id="rss"),
        pytest.param(rss("<item><guid>https://b.example/g</guid><title>T</title></item>"), id="permalink"),
        pytest.param(rss("<item><guid isPermaLink='false'>https://b.example/g</guid><title>T</title></item>"), id="no permalink"),
        pytest.param(rdf(item("<dc:date>2026-11-21T10:00:00Z</dc:date><dc:creator>Jane Doe</dc:creator>")), id="rdf"),
        pytest.param(atom(entry(FULL_ATOM), attributes='xml:base="https://b.example/x/" xml:lang="de"'), id="atom"),
        pytest.param(atom('<entry><title>T</title><link href="a"/><id>tag:1</id></entry>', attributes='xml:base="/x/"'), id="base"),
    ],
)  # fmt: skip
def test_both_parsers_say_the_same(content, monkeypatch):
    """Whichever parser reads a feed, its items are the same: no item is new because the other one read it."""
    quick = read(content)

    def fail(*_args: object, **_more: object) -> None:
        raise fast.Unread

    monkeypatch.setattr(fast, "read_entries", fail)
    tolerant = read(content)
    assert tolerant.note == "read by the tolerant parser"
    assert tolerant.items == quick.items


WHOLE = [
    rss(item("<pubDate>Sat, 21 Nov 2026 10:00:00 GMT</pubDate><guid>x</guid>") + item(n=2)),
    atom(entry("<updated>2026-11-21T10:00:00Z</updated><content type='xhtml'><p>x</p></content>")),
    rdf(item("<dc:date>2026-11-21</dc:date>")),
    json_feed({"id": "1", "url": "/1", "title": "Story"}),
    LAUGHS + rss(TWO, start=""),
]
_SCRAPS = st.sampled_from(
    ["<", ">", "&", "]]>", "<![CDATA[", "<!--", "<!DOCTYPE [", "</item>", "<item>", "<entry>", '"', "\x00", "&#1;", "{", "xml:base='//['", "é", "\ud800"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"<rss>", b"<feed>", b"{", b"\x1f\x8b"]))
def test_no_bytes_crash_it(content, start):
    """Any bytes are a feed or a reason why not."""
    try:
        found = read(start + content)
    except SourceError:
        return
    assert isinstance(found, Found)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), _SCRAPS), min_size=1, max_size=4),
)
def test_no_damage_crashes_it(content, damages):
    """A feed damaged anywhere is a feed or a reason why not, with addresses on the web only."""
    for place, length, scrap in damages:
        at = int(place * len(content))
        content = content[:at] + scrap + content[at + length :]
    try:
        found = read(content.encode("utf-8", "surrogatepass"))
    except SourceError:
        return
    assert all(one.url is None or one.url.startswith("http") for one in found.items)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("<rss>" + "<!--" * 50_000, id="open comments"),
        pytest.param("<![" * 15_000 + "> " * 5_000 + rss(""), id="open declarations"),
        pytest.param("<rss>" + "<![CDATA[" * 50_000, id="open cdata"),
        pytest.param("<rss>" + "<item>" * 5_000, id="open items"),
        pytest.param("<rss><item><title>" + "<!--" * 50_000, id="comments in a title"),
        pytest.param("<rss>" + "&" * 200_000 + "</rss>", id="ampersands"),
        pytest.param("<rss>" + "</rss " * 50_000, id="open ends"),
        pytest.param(rss("<item><author>" + "a@" * 50_000 + "</author></item>"), id="mails"),
    ],
)
def test_hostile_text_takes_no_time(content):
    """No pattern runs over a text again and again: each of these takes half a second, and minutes if one did."""
    begun = time.process_time()
    read(content)
    assert time.process_time() - begun < 20
