"""An article is stored once, whatever happens to its address, its place and its words."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.models import Article, Evidence, Timestamp
from storage import articles
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
    """A new topics file changes why and when, never the text's history."""
    old = draft(evidence=(EVIDENCE,))
    save(db, old)
    other = replace(EVIDENCE, topic="harbours", rule="any")
    assert save(db, replace(old, evidence=(other,)), pack="p2", now=LATER) == ("stored", 1)
    new = articles.article(db, 1)
    assert (new.topics, new.evidence) == (("harbours",), (other,))
    assert (new.record.version, new.record.changed, new.record.tagged_with) == (1, LATER, "p2")
    assert versions(db, 1) == []


def test_other_evidence_for_the_same_topics_disturbs_no_reader(db):
    """The evidence is replaced, but `changed` stays: no feed would show a difference in topics."""
    old = draft(evidence=(EVIDENCE,))
    save(db, old)
    other = replace(EVIDENCE, rule="renamed")
    assert save(db, replace(old, evidence=(other,)), pack="p2", now=LATER) == ("unchanged", 1)
    assert articles.article(db, 1).evidence == (other,)
    assert articles.article(db, 1).record.changed == NOW


def test_changed_metadata_alone_makes_no_version(db):
    """A corrected byline is news to feeds, but the text is the one there was."""
    save(db, draft())
    assert save(db, draft(authors=("Ann Lee",)), now=LATER) == ("stored", 1)
    new = articles.article(db, 1)
    assert (new.authors, new.record.version, new.record.changed) == (("Ann Lee",), 1, LATER)


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
        assert all(
            one.record.copy_of is None or one.record.copy_of < one.record.id for one in stored
        )


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """One store for all of a law's examples: opening one takes longer than using it."""
    with opened(DataFolder(root=tmp_path_factory.mktemp("store"))) as database:
        yield database
