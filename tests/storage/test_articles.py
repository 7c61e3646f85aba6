"""An article is stored once, whatever happens to its address, its place and its words."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.models import FLAGS, Article, Evidence, Origin, RawDocument, Timestamp
from storage import articles, ledger
from storage.database import opened, writing
from storage.folder import DataFolder

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
TEXT = "Dock workers at Aldmouth walked out on Monday.\nThe port stayed shut."
OTHER = "The council of Aldmouth voted for a new footbridge on Tuesday."
EVIDENCE = Evidence(
    topic="port-strikes",
    rule="strike at a port",
    field="text",
    start=0,
    end=27,
    words=("Dock workers", "walked out"),
    sentence="Dock workers at Aldmouth walked out on Monday.",
    score=1.5,
)


def draft(text=TEXT, **fields):
    return Article(**{"title": "Dockers walk out", "text": text, **fields})


def save(db, article, location="file:///in/a.html", *, document="d1", pack="p1", now=NOW):
    return articles.save(
        db,
        article,
        given=location.removeprefix("file://"),
        location=location,
        document=document,
        tagged_with=pack,
        now=now,
    )


def versions(db, id):
    rows = db.query(
        "SELECT number, title, text, document FROM article_version WHERE article_id = ? ORDER BY number",
        [id],
    )
    return [tuple(row.values()) for row in rows]


def kept_metadata(db, number):
    row = db.execute(
        "SELECT metadata FROM article_version WHERE article_id = 1 AND number = ?", [number]
    ).fetchone()
    return json.loads(row[0])


def stamp(day, precision="instant", found_in="meta"):
    at = datetime(2026, 5, day, tzinfo=UTC)
    return Timestamp(at=at, precision=precision, found_in=found_in, written=f"{day} May 2026")


def found(db, words):
    rows = db.execute(
        "SELECT rowid FROM article_fts WHERE article_fts MATCH ? ORDER BY rowid", [words]
    )
    return [row[0] for row in rows]


def test_new_article_is_stored_with_its_record(db):
    """The first delivery makes version 1, an original, with the input as it was given."""
    assert save(db, draft(url="https://courier.example/1", evidence=(EVIDENCE,))) == ("stored", 1)
    record = articles.article(db, 1).record
    assert (record.version, record.copy_of, record.input) == (1, None, "/in/a.html")
    assert (record.document, record.tagged_with) == ("d1", "p1")
    assert record.first_seen == record.changed == NOW


def test_unknown_id_is_none(db):
    """Asking for an article that is not there is no error."""
    assert articles.article(db, 7) is None


def test_same_article_again_is_unchanged(db):
    """Nothing about an article moves when it comes again as it was, but for the document it came as."""
    article = draft(url="https://courier.example/1", evidence=(EVIDENCE,))
    save(db, article)
    before = articles.article(db, 1)
    assert save(db, article, document="d2", now=LATER) == ("unchanged", 1)
    after = articles.article(db, 1)
    assert after == replace(before, record=replace(before.record, document="d2"))
    assert versions(db, 1) == []


@pytest.mark.parametrize(
    "change", [{"text": OTHER}, {"title": "Dockers go back"}], ids=["text", "title"]
)
@pytest.mark.parametrize(
    ("url", "second"),
    [
        (None, "file:///in/a.html"),
        ("https://courier.example/1", "https://courier.example/1?page=all"),
    ],
    ids=["a file changed in place", "a page found at another address"],
)
def test_changed_words_make_a_version(db, change, url, second):
    """The article stays one, its old title and text are kept, and feeds learn of the change."""
    old = draft(url=url)
    save(db, old)
    guid = articles.article(db, 1).record.guid
    assert save(db, replace(old, **change), second, document="d2", now=LATER) == ("stored", 1)
    assert [stored.record.id for stored in articles.articles(db)] == [1]
    new = articles.article(db, 1)
    assert (new.title, new.text) == (change.get("title", old.title), change.get("text", old.text))
    assert (new.record.version, new.record.guid, new.record.document) == (2, guid, "d2")
    assert (new.record.first_seen, new.record.changed) == (NOW, LATER)
    assert new.record.input == "/in/a.html"
    assert versions(db, 1) == [(1, old.title, old.text, "d1")]


def test_versions_pile_up(db):
    """Every earlier text stays readable, in order, also one that comes back."""
    for number, text in enumerate([TEXT, OTHER, TEXT], start=1):
        save(db, draft(text), document=f"d{number}")
    assert articles.article(db, 1).record.version == 3
    assert [(row[0], row[2]) for row in versions(db, 1)] == [(1, TEXT), (2, OTHER)]


def test_changed_topics_alone_make_no_version(db):
    """A new topics file changes the topics: not the text's history, and no reader is told of news."""
    old = draft(evidence=(EVIDENCE,))
    save(db, old)
    other = replace(EVIDENCE, topic="harbours", rule="any")
    assert save(db, replace(old, evidence=(other,)), pack="p2", now=LATER) == ("stored", 1)
    new = articles.article(db, 1)
    assert (new.topics, new.evidence) == (("harbours",), (other,))
    assert (new.record.version, new.record.changed, new.record.tagged_with) == (1, NOW, "p2")
    assert versions(db, 1) == []


def test_other_evidence_for_the_same_topics_disturbs_no_reader(db):
    """The evidence is replaced, but `changed` stays: no feed would show a difference in topics."""
    old = draft(evidence=(EVIDENCE,))
    save(db, old)
    other = replace(EVIDENCE, rule="renamed")
    assert save(db, replace(old, evidence=(other,)), pack="p2", now=LATER) == ("unchanged", 1)
    assert articles.article(db, 1).evidence == (other,)
    assert articles.article(db, 1).record.changed == NOW


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("authors", (), ("Ann Lee",)),
        ("organisations", ("Harbour Wire",), ()),
        ("site", None, "Aldmouth Courier"),
        ("url", None, "https://courier.example/1"),
        ("published", stamp(1), stamp(2)),
        ("published", stamp(1, "day"), stamp(1, "instant")),
        ("language", "en", "fr"),
        ("section", "News", None),
        ("description", None, "The port is shut."),
        ("image", None, "https://courier.example/1.jpg"),
        ("access", "free", "paywalled"),
        ("licence", None, "CC BY 4.0"),
        ("tdm", None, "reserved"),
    ],
)
def test_changed_metadata_makes_a_version(db, field, before, after):
    """A corrected byline is news to feeds, and what stood there is kept beside the words it stood with."""
    save(db, draft(**{field: before}))
    assert save(db, draft(**{field: after}), document="d2", now=LATER) == ("stored", 1)
    new = articles.article(db, 1)
    assert (getattr(new, field), new.record.version, new.record.changed) == (after, 2, LATER)
    assert versions(db, 1) == [(1, new.title, new.text, "d1")]
    kept = kept_metadata(db, 1)
    if field == "published":
        assert (kept["published_at"], kept["published_precision"]) == (
            before.at.isoformat(),
            before.precision,
        )
    else:
        assert kept[field] == (list(before) if isinstance(before, tuple) else before)


@pytest.mark.parametrize(
    "facts",
    [
        {"modified": stamp(3)},
        {"flags": ("rescued",)},
        {"origins": {"title": Origin(found_in="h1", confidence="high")}},
        {"published": stamp(1, found_in="json-ld")},
    ],
    ids=["modified", "flags", "origins", "place of a date"],
)
def test_facts_of_extraction_are_written_over_in_place(db, facts):
    """Neither a page that stamps itself anew on each visit nor another place for the same date is a new version."""
    save(db, draft(published=stamp(1), modified=stamp(2)))
    new = draft(**{"published": stamp(1), "modified": stamp(2), **facts})
    assert save(db, new, document="d2", now=LATER) == ("unchanged", 1)
    stored = articles.article(db, 1)
    assert replace(stored, record=None) == new
    assert (stored.record.version, stored.record.changed) == (1, NOW)
    assert versions(db, 1) == []


def test_a_version_keeps_everything_and_says_why(db):
    """Each earlier version has all its metadata, and whether the copy changed or the way to read it."""
    save(db, draft(authors=("Ann Lee",), modified=stamp(1), flags=("rescued",)))
    save(db, draft(OTHER, authors=("Bo Lind",)), document="d2")
    articles.renew(db, 1, draft(TEXT), tagged_with="p1", now=LATER)
    rows = list(db.query("SELECT number, cause, text FROM article_version ORDER BY number"))
    assert [tuple(row.values()) for row in rows] == [(1, "source", TEXT), (2, "extraction", OTHER)]
    first, second = kept_metadata(db, 1), kept_metadata(db, 2)
    assert (first["authors"], first["flags"]) == (["Ann Lee"], ["rescued"])
    assert first["modified_at"] == stamp(1).at.isoformat()
    assert second["authors"] == ["Bo Lind"]
    assert not {"title", "text", "text_hash"} & first.keys()


def test_copy_is_told_and_inherits_nothing(db):
    """The very words elsewhere make a copy, with the topics of its own page only: it may be cut."""
    save(db, draft(evidence=(EVIDENCE,)))
    reprint = draft(TEXT.upper().replace("\n", "  "), title="Reprinted")
    assert save(db, reprint, "file:///in/b.html") == ("copy", 2)
    stored = articles.article(db, 2)
    assert (stored.record.copy_of, stored.topics, stored.evidence) == (1, (), ())
    assert articles.article(db, 1).evidence == (EVIDENCE,)
    assert [
        original.record.id for original in articles.newest_originals(db, topic=None, limit=9)
    ] == [1]
    assert articles.count_originals(db, topic=None) == 1


def test_copy_of_a_copy_names_the_original(db):
    """Copies never form chains."""
    for name in "abc":
        save(db, draft(), f"file:///in/{name}.html")
    assert [stored.record.copy_of for stored in articles.articles(db)] == [None, 1, 1]


def test_copy_of_an_earlier_version_names_the_original(db):
    """The words that an article no longer has are still its words, and not those of its first copy."""
    save(db, draft(), "file:///in/a.html")
    save(db, draft(), "file:///in/b.html")
    save(db, draft(OTHER), "file:///in/a.html")
    assert save(db, draft(), "file:///in/c.html") == ("copy", 3)
    assert [stored.record.copy_of for stored in articles.articles(db)] == [None, 1, 1]


def test_copy_that_says_something_else_becomes_an_original(db):
    """And the other way round: an article that takes on another's words becomes its copy, and says so."""
    save(db, draft(), "file:///in/a.html")
    save(db, draft(), "file:///in/b.html")
    assert save(db, draft(OTHER), "file:///in/b.html") == ("stored", 2)
    assert articles.article(db, 2).record.copy_of is None
    assert save(db, draft(), "file:///in/b.html") == ("copy", 2)
    assert articles.article(db, 2).record.copy_of == 1


def test_retagged_copy_is_still_a_copy(db):
    """Its new topics do not make it an article of its own."""
    save(db, draft(), "file:///in/a.html")
    save(db, draft(), "file:///in/b.html")
    assert save(db, draft(evidence=(EVIDENCE,)), "file:///in/b.html", pack="p2") == ("copy", 2)
    assert articles.article(db, 2).record.copy_of == 1


def test_first_article_never_becomes_a_copy_of_a_later_one(db):
    """Its own copy is no original for it, so `copy_of` cannot go in a circle."""
    save(db, draft(), "file:///in/a.html")
    save(db, draft(), "file:///in/b.html")
    save(db, draft(title="Corrected"), "file:///in/a.html")
    assert articles.article(db, 1).record.copy_of is None


def test_moved_page_stays_the_article_it_was(db):
    """A page that begins to state another URL keeps id, guid and history."""
    save(db, draft(url="https://courier.example/draft"))
    guid = articles.article(db, 1).record.guid
    assert save(db, draft(url="https://courier.example/final"), document="d2") == ("stored", 1)
    moved = articles.article(db, 1)
    assert (moved.url, moved.record.guid) == ("https://courier.example/final", guid)
    assert save(db, replace(moved, record=None), "file:///in/other.html") == ("unchanged", 1)
    assert save(db, draft(url="https://courier.example/draft"), "file:///in/third.html")[1] == 1


def test_swapped_files_change_no_article(db):
    """Two files that change places: the URL they state says which is which, and nothing is new."""
    one = draft(url="https://courier.example/1")
    two = draft(OTHER, url="https://courier.example/2")
    save(db, one, "file:///in/a.html", document="d1")
    save(db, two, "file:///in/b.html", document="d2")
    assert save(db, two, "file:///in/a.html", document="d2") == ("unchanged", 2)
    assert save(db, one, "file:///in/b.html", document="d1") == ("unchanged", 1)
    assert articles.unchanged_at(db, "file:///in/a.html", document="d2", tagged_with="p1") == 2
    assert [stored.text for stored in articles.articles(db)] == [TEXT, OTHER]


def test_swapped_urls_do_not_end_the_run(db):
    """Two pages that swap their URLs: each URL is one article still, with a new version."""
    save(db, draft(url="https://courier.example/1"), "file:///in/a.html")
    save(db, draft(OTHER, url="https://courier.example/2"), "file:///in/b.html")
    save(db, draft(url="https://courier.example/2"), "file:///in/a.html")
    save(db, draft(OTHER, url="https://courier.example/1"), "file:///in/b.html")
    stored = [(one.url, one.text, one.record.version) for one in articles.articles(db)]
    assert stored == [
        ("https://courier.example/1", OTHER, 2),
        ("https://courier.example/2", TEXT, 2),
    ]


def test_place_may_be_another_articles_first_address(db):
    """A page without a URL of its own, at the address that a file once stated, is that article."""
    save(db, draft(url="https://courier.example/1"), "file:///in/a.html")
    assert save(db, draft(url=None), "https://courier.example/1")[1] == 1


def test_unchanged_needs_the_same_bytes_and_the_same_topics_file(db):
    """Only then is there nothing to do."""
    save(db, draft())
    place = "file:///in/a.html"
    assert articles.unchanged_at(db, place, document="d1", tagged_with="p1") == 1
    assert articles.unchanged_at(db, place, document="d2", tagged_with="p1") is None
    assert articles.unchanged_at(db, place, document="d1", tagged_with="p2") is None
    assert articles.unchanged_at(db, "file:///in/b", document="d1", tagged_with="p1") is None


def test_guid_depends_on_nothing_but_the_key(db, tmp_path):
    """A store rebuilt elsewhere gives its readers the entries they know."""
    article = draft(url="https://courier.example/1")
    save(db, article)
    with opened(DataFolder(root=tmp_path / "rebuilt")) as rebuilt:
        save(rebuilt, draft(OTHER), "file:///in/first.html")
        save(rebuilt, article, "file:///elsewhere.html", now=LATER)
        assert articles.article(rebuilt, 2).record.guid == articles.article(db, 1).record.guid
    assert articles.guid_of("https://courier.example/1") == (
        "tag:topicwire.localhost,2026:article/e7a28580-6772-58f2-ac49-4d64ec68aea0"
    )


@pytest.mark.parametrize(
    "step", [timedelta(0), timedelta(microseconds=300), timedelta(hours=-1)], ids=str
)
def test_every_change_has_a_moment_of_its_own(db, step):
    """`changed` grows strictly, also when the clock stands still, ticks finely or goes back."""
    moments = []
    for number in range(6):
        id = save(db, draft(f"{TEXT} {number}"), f"file:///{number % 3}", now=NOW + step * number)[
            1
        ]
        moments.append(articles.article(db, id).record.changed)
    assert moments == sorted(set(moments))


def test_search_follows_the_text(db):
    """A stored word is found, whatever its case and accents; after an update the new one and not the old."""
    save(db, draft("Докеры Ньёльска объявили забастовку.", title="Café strike"))
    assert found(db, "НЬЁЛЬСКА") == found(db, "CAFE") == [1]
    save(db, draft(OTHER, title="Bridge"), document="d2")
    assert found(db, "footbridge") == found(db, "bridge") == [1]
    assert found(db, "ньёльска") == found(db, "cafe") == []


def test_articles_of_a_topic(db):
    """A topic's articles come in the order they came; its feed has the newest first, no copies, and a limit."""
    for number in range(4):
        topics = (EVIDENCE,) if number % 2 else ()
        save(db, draft(f"{TEXT} {number}", evidence=topics), f"file:///{number}")
    save(db, draft(f"{TEXT} 3", evidence=(EVIDENCE,)), "file:///copy")
    assert [one.record.id for one in articles.articles(db, topic="port-strikes")] == [2, 4, 5]
    newest = articles.newest_originals(db, topic="port-strikes", limit=1)
    assert [one.record.id for one in newest] == [4]
    assert articles.count_originals(db, topic="port-strikes") == 2
    assert list(articles.articles(db, topic="no-such")) == []


def test_articles_by_flag(db):
    """With one of some flags, without all of some others, and both with a topic."""
    flagged = [(), ("rescued",), ("rescued", "date-guessed"), ("link-list",)]
    for number, flags in enumerate(flagged):
        evidence = (EVIDENCE,) if number else ()
        save(db, draft(f"{TEXT} {number}", flags=flags, evidence=evidence), f"file:///{number}")

    def listed(**chosen):
        return [one.record.id for one in articles.articles(db, **chosen)]

    assert listed(flag=["rescued"]) == [2, 3]
    assert listed(flag=["date-guessed", "link-list"]) == [3, 4]
    assert listed(without_flag=["date-guessed", "link-list"]) == [1, 2]
    assert listed(flag=["rescued"], without_flag=["date-guessed"]) == [2]
    assert listed(topic="port-strikes", without_flag=["rescued"]) == [4]
    assert articles.ids(db) == [1, 2, 3, 4]
    assert articles.ids(db, topic="port-strikes", flag=["rescued"]) == [2, 3]


def renew(db, id, article, *, pack="p1", now=LATER):
    return articles.renew(db, id, article, tagged_with=pack, now=now)


def test_article_read_anew_keeps_its_identity(db):
    """Words, metadata, topics and what they were tagged with are new; id, guid, places and document stay."""
    save(db, draft(f"{TEXT}\nRead more: ferries", url="https://courier.example/1"))
    before = articles.article(db, 1).record
    new = draft(url="https://courier.example/2", authors=("Ann Lee",), evidence=(EVIDENCE,))
    assert renew(db, 1, new, pack="p2") == "stored"
    stored = articles.article(db, 1)
    assert replace(stored, record=None) == new
    assert stored.record == replace(before, version=2, tagged_with="p2", changed=LATER)
    assert articles.unchanged_at(db, "file:///in/a.html", document="d1", tagged_with="p2") == 1
    assert renew(db, 1, new, pack="p2") == "unchanged"
    assert articles.article(db, 1) == stored


def test_url_of_another_article_is_left_to_it(db):
    """Two articles never have one URL; the one that is read anew keeps what it had, and all else of it is new."""
    save(db, draft(OTHER, url="https://courier.example/1"), "file:///in/a.html")
    save(db, draft(url="https://courier.example/2"), "file:///in/b.html")
    found_in = {"url": Origin(found_in="link", confidence="high")}
    new = draft(url="https://courier.example/1", authors=("Ann Lee",), origins=found_in)
    assert renew(db, 2, new) == "stored"
    stored = articles.article(db, 2)
    assert (stored.url, stored.authors, stored.origins) == (
        "https://courier.example/2",
        ("Ann Lee",),
        {},
    )
    assert articles.article(db, 1).record.version == 1


def test_copies_are_found_again_when_all_is_read_anew(db):
    """Furniture made two of one text: without it the later one is a copy, whichever is read first."""
    for order in [(1, 2, 3), (3, 2, 1)]:
        start = len(articles.ids(db))
        words = f"{TEXT} {order}"
        for number in (1, 2, 3):
            save(db, draft(f"{words}\nfurniture {number}"), f"file:///{order}/{number}")
        for number in order:
            renew(db, start + number, draft(words))
        copies = [articles.article(db, start + number).record.copy_of for number in (1, 2, 3)]
        assert copies == [None, start + 1, start + 1]


def test_copies_of_a_new_copy_do_not_hang_on_it(db):
    """Those with the words it has now go to its original, others are looked at by their own words."""
    save(db, draft(TEXT), "file:///1")
    for number in (2, 3, 4):
        save(db, draft(OTHER), f"file:///{number}")
    assert save(db, draft(TEXT), "file:///2", document="d2") == ("copy", 2)
    found = [one.record.copy_of for one in articles.articles(db)]
    assert found == [None, 1, None, 3]
    renew(db, 3, draft(TEXT))
    assert [one.record.copy_of for one in articles.articles(db)] == [None, 1, 1, None]
    moments = [one.record.changed for one in articles.articles(db)]
    assert len(set(moments)) == 4


def test_copy_by_misreading_becomes_an_original(db):
    """Its original only seemed to have its words; had the original's page changed, it were a copy still."""
    save(db, draft(TEXT), "file:///1")
    save(db, draft(TEXT), "file:///2")
    renew(db, 1, draft(f"{TEXT}\nAnd there is more."))
    assert articles.article(db, 2).record.copy_of == 1
    assert renew(db, 2, draft(TEXT)) == "stored"
    assert articles.article(db, 2).record.copy_of is None

    save(db, draft(OTHER), "file:///3")
    save(db, draft(OTHER), "file:///4")
    save(db, draft("The footbridge is open."), "file:///3", document="d2")
    assert renew(db, 4, draft(OTHER)) == "unchanged"
    assert articles.article(db, 4).record.copy_of == 3


def test_provenance_is_what_the_ledger_last_says_of_the_document(db):
    """Address, type and moment as they were when these bytes came, and not those of an earlier document."""
    for hour, name in enumerate(("first", "second", "second")):
        (row,) = ledger.see(
            db,
            [ledger.Incoming(source="s", input="i", location="https://courier.example/a")],
            run="r",
            now=NOW,
        )
        document = RawDocument(
            content=name.encode(),
            location="https://courier.example/a",
            url=f"https://courier.example/{name}",
            content_type=f"text/html; n={hour}",
            read_at=NOW + timedelta(hours=hour),
        )
        ledger.record_fetched(db, row, document)
        outcome, id = save(db, draft(f"{TEXT} {name}"), document.location, document=document.sha256)
        ledger.settle(db, row, outcome, now=NOW, article_id=id)
    assert articles.provenance(db, 1) == articles.Provenance(
        document=document.sha256,
        location="https://courier.example/a",
        url="https://courier.example/second",
        content_type="text/html; n=2",
        read_at=NOW + timedelta(hours=2),
    )


@pytest.mark.parametrize(
    ("place", "url"),
    [
        ("file:///in/a.html", None),
        ("https://courier.example/a", "https://courier.example/a"),
    ],
)
def test_provenance_without_a_line_in_the_ledger(db, place, url):
    """The place the document was last found at is known in any case; a page's place is its address."""
    save(db, draft(url="https://courier.example/1"), place, document="d7")
    assert articles.provenance(db, 1) == articles.Provenance(
        document="d7", location=place, url=url, content_type=None, read_at=NOW
    )


def test_broken_transaction_leaves_nothing(db):
    """What a batch stored before it failed is gone: article, evidence, place and search row."""

    def batch():
        with writing(db):
            save(db, draft(evidence=(EVIDENCE,)))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        batch()
    assert [db.table(name).count for name in ("article", "evidence", "location")] == [0, 0, 0]
    assert found(db, "dock") == []


# What an extracted article may hold: any Unicode but the surrogates, which no UTF-8 can write.
_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
_maybe = st.none() | _text
_score = st.floats(allow_nan=False, allow_infinity=False)
_moment = st.datetimes(timezones=st.just(UTC))
_stamp = st.none() | st.builds(
    Timestamp,
    at=_moment,
    precision=st.sampled_from(["instant", "day", "month"]),
    found_in=_text,
    written=_text,
)
_evidence = st.builds(
    Evidence,
    topic=_text,
    rule=_text,
    field=st.sampled_from(["title", "text"]),
    start=st.integers(0, 10**6),
    end=st.integers(0, 10**6),
    words=st.lists(_text, max_size=3).map(tuple),
    sentence=_text,
    score=_score,
)
_article = st.builds(
    Article,
    url=_maybe,
    title=_text,
    text=_text,
    authors=st.lists(_text, max_size=3).map(tuple),
    site=_maybe,
    published=_stamp,
    modified=_stamp,
    language=_maybe,
    section=_maybe,
    description=_maybe,
    organisations=st.lists(_text, max_size=2).map(tuple),
    image=_maybe,
    access=st.sampled_from([None, "free", "paywalled"]),
    licence=_maybe,
    tdm=st.sampled_from([None, "reserved", "unreserved"]),
    origins=st.dictionaries(
        st.sampled_from(["title", "authors", "url"]),
        st.builds(Origin, found_in=_text, confidence=st.sampled_from(["high", "medium", "low"])),
    ),
    flags=st.lists(st.sampled_from(FLAGS), unique=True).map(tuple),
    evidence=st.lists(_evidence, max_size=3).map(tuple),
    record=st.none(),
)
_numbers = itertools.count()


@settings(max_examples=300, deadline=None)
@given(article=_article)
def test_what_goes_in_comes_out(store, article):
    """Every field of an article is the same after the store, to the last character and digit."""
    place = f"file:///{next(_numbers)}"
    with writing(store):
        _, id = save(store, article, place)
    assert replace(articles.article(store, id), record=None) == article


_place = st.sampled_from(["file:///1", "file:///2", "https://courier.example/a"])
_url = st.sampled_from([None, "https://courier.example/a", "https://courier.example/b"])
_delivery = st.tuples(_place, _url, st.sampled_from([TEXT, OTHER]), st.booleans())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(deliveries=st.lists(_delivery, max_size=12))
def test_no_order_of_deliveries_breaks_the_store(deliveries):
    """However pages move and change: one article a URL, every text kept, copies of originals that came before."""
    with TemporaryDirectory() as name, opened(DataFolder(root=Path(name))) as db:
        db.execute("PRAGMA synchronous = OFF")
        for place, url, text, tagged in deliveries:
            article = draft(text, url=url, evidence=(EVIDENCE,) if tagged else ())
            _, id = save(db, article, place)
            assert replace(articles.article(db, id), record=None) == article
        stored = list(articles.articles(db))
        urls = [one.url for one in stored if one.url]
        assert len(urls) == len(set(urls))
        assert len({one.record.changed for one in stored}) == len(stored)
        kept = {one.text for one in stored} | {
            row[2] for one in stored for row in versions(db, one.record.id)
        }
        assert kept == {text for _, _, text, _ in deliveries}
        copies = {one.record.id: one.record.copy_of for one in stored if one.record.copy_of}
        assert all(copy_of < id and copy_of not in copies for id, copy_of in copies.items())


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """One store for all of a law's examples: opening one takes longer than using it."""
    with opened(DataFolder(root=tmp_path_factory.mktemp("store"))) as database:
        yield database
