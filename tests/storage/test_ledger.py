"""The ledger: each piece of copy is written down first, ends in one of four states, and is never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from extractors.models import Article, RawDocument, Rejection
from storage import articles, ledger
from storage.database import opened, writing
from storage.ledger import Incoming

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
GONE = Rejection(code="missing", reason="There is no such file or folder")


def incoming(name="a", source="inbox"):
    return Incoming(source=source, input=f"inbox/{name}.txt", location=f"file:///inbox/{name}.txt")


def document(name="a", content=b"copy"):
    return RawDocument(
        content=content,
        location=f"file:///inbox/{name}.txt",
        url="https://courier.example/1",
        content_type="text/html; charset=koi8-r",
        read_at=NOW + HOUR,
    )


def one(db, id):
    return ledger.deliveries(db, [id])[0]


def pass_over(db, *, run, now, end="unchanged", **settled):
    """Take `a` in once more, with *end* as its end."""
    (id,) = ledger.see(db, [incoming()], run=run, now=now)
    ledger.settle(db, id, end, now=now + HOUR, **settled)
    return id


@pytest.fixture
def article_id(db):
    article = Article(title="Dockers walk out", text="Dock workers walked out.")
    return articles.save(
        db,
        article,
        given="inbox/a.txt",
        location="file:///inbox/a.txt",
        document="d1",
        tagged_with="p1",
        now=NOW,
    )[1]


def test_states_are_those_of_the_table(db):
    """The names in code and the table's own check agree: each can be written, no other can."""
    (id,) = ledger.see(db, [incoming()], run="r1", now=NOW)
    for state in ledger.STATES:
        ledger.settle(db, id, state, now=NOW)
        assert one(db, id).state == state
    with pytest.raises(Exception, match="CHECK constraint"):
        ledger.settle(db, id, "forgotten", now=NOW)


def test_seen_before_anything_is_done(db):
    """A new row says where the copy came from and when, and nothing else yet."""
    ids = ledger.see(
        db, [incoming("a"), incoming("b", source="https://feed.example/")], run="r1", now=NOW
    )
    rows = ledger.deliveries(db, ids)
    assert [(row.state, row.run, row.source) for row in rows] == [
        ("seen", "r1", "inbox"),
        ("seen", "r1", "https://feed.example/"),
    ]
    assert (rows[0].input, rows[0].location) == ("inbox/a.txt", "file:///inbox/a.txt")
    assert (rows[0].seen, rows[0].settled, rows[0].document) == (NOW, None, None)
    assert (rows[0].attempts, rows[0].times) == (0, 1)


def test_fetched_says_what_came(db):
    """Everything extraction needs later, without the bytes, is in the row."""
    (id,) = ledger.see(db, [incoming()], run="r1", now=NOW)
    ledger.record_fetched(db, id, document())
    row = one(db, id)
    assert (row.state, row.document) == ("fetched", document().sha256)
    assert (row.url, row.content_type) == ("https://courier.example/1", "text/html; charset=koi8-r")
    assert (row.read_at, row.settled) == (NOW + HOUR, None)


@pytest.mark.parametrize("end", ["stored", "unchanged", "copy"])
def test_good_ends_name_the_article(db, article_id, end):
    """The row leads to what became of the copy, and when."""
    (id,) = ledger.see(db, [incoming()], run="r1", now=NOW)
    ledger.record_fetched(db, id, document())
    ledger.settle(db, id, end, now=NOW + 2 * HOUR, article_id=article_id)
    row = one(db, id)
    assert (row.state, row.article_id, row.settled) == (end, article_id, NOW + 2 * HOUR)
    assert (row.code, row.reason, row.document) == (None, None, document().sha256)


@pytest.mark.parametrize("fetched", [True, False], ids=["of a document", "of copy never read"])
def test_rejected_says_why(db, fetched):
    """A rejection keeps its word to filter by and its sentence, from either state."""
    (id,) = ledger.see(db, [incoming()], run="r1", now=NOW)
    if fetched:
        ledger.record_fetched(db, id, document())
    ledger.settle(db, id, "rejected", now=NOW, rejection=GONE)
    row = one(db, id)
    assert (row.state, row.code, row.reason) == ("rejected", GONE.code, GONE.reason)
    assert (row.article_id, row.settled) == (None, NOW)


def test_row_cannot_name_an_article_that_is_not_there(db):
    """Foreign keys are enforced: the ledger never points into nothing."""
    (id,) = ledger.see(db, [incoming()], run="r1", now=NOW)
    with pytest.raises(Exception, match="FOREIGN KEY"):
        ledger.settle(db, id, "stored", now=NOW, article_id=99)


@pytest.mark.parametrize("state", ["seen", "fetched"])
def test_copy_on_its_way_keeps_its_row(db, state):
    """What a killed run left is not written down twice when the next run finds it again."""
    (id,) = ledger.see(db, [incoming()], run="r1", now=NOW)
    if state == "fetched":
        ledger.record_fetched(db, id, document())
    assert ledger.see(db, [incoming(), incoming()], run="r2", now=NOW + HOUR) == [id]
    assert (one(db, id).state, one(db, id).seen) == (state, NOW)


def test_settled_copy_gets_a_new_row(db):
    """The next delivery at the same place is a new event, with its own line."""
    first = pass_over(db, run="r1", now=NOW, end="stored")
    (second,) = ledger.see(db, [incoming()], run="r2", now=NOW + HOUR)
    assert second != first
    assert [row.state for row in ledger.entries(db)] == ["stored", "seen"]


def test_take_up_gives_the_run_all_leftovers(db):
    """Seen or fetched, whoever left it, oldest first; what has its end is left alone."""
    left = ledger.see(db, [incoming("a"), incoming("b"), incoming("c")], run="r1", now=NOW)
    ledger.record_fetched(db, left[1], document("b"))
    ledger.settle(db, left[2], "stored", now=NOW)
    new = ledger.see(db, [incoming("d")], run="r2", now=NOW + HOUR)
    assert ledger.take_up(db, run="r2", now=NOW + HOUR) == [left[0], left[1], *new]
    assert [row.run for row in ledger.entries(db)] == ["r2", "r2", "r1", "r2"]
    assert [row.id for row in ledger.entries(db, run="r1")] == [left[2]]


def test_document_that_ends_every_run_is_set_aside(db):
    """After three attempts that never came back the row ends, with a reason; its neighbour goes on."""
    bad, good = ledger.see(db, [incoming("bad"), incoming("good")], run="r0", now=NOW)
    for number in range(ledger.MOST_ATTEMPTS):
        run = f"r{number + 1}"
        assert ledger.take_up(db, run=run, now=NOW) == [bad, good]
        ledger.count_attempt(db, [bad])
    assert ledger.take_up(db, run="last", now=NOW + HOUR) == [good]
    row = one(db, bad)
    assert (row.state, row.code, row.attempts) == ("rejected", "crash-loop", 3)
    assert "3 runs ended" in row.reason
    assert (row.run, row.settled) == ("last", NOW + HOUR)


def test_attempts_survive_the_run_that_dies(folder):
    """They are committed before the work: a run that never comes back has left its count."""
    with opened(folder) as db, writing(db):
        ids = ledger.see(db, [incoming()], run="r1", now=NOW)
        ledger.count_attempt(db, ids)
    with opened(folder) as db:
        assert one(db, ids[0]).attempts == 1


def test_unchanged_copy_is_one_line(db, article_id):
    """However often it comes, with the first time it was seen and the last run that saw it."""
    pass_over(db, run="r0", now=NOW, end="stored", article_id=article_id)
    for number in range(1, 5):
        id = pass_over(db, run=f"r{number}", now=NOW + number * HOUR, article_id=article_id)
    assert [row.state for row in ledger.entries(db)] == ["stored", "unchanged"]
    row = one(db, id)
    assert (row.times, row.run, row.article_id) == (4, "r4", article_id)
    assert (row.seen, row.settled) == (NOW + HOUR, NOW + 5 * HOUR)


def test_repeated_rejections_are_one_line(db):
    """A source that is down for a week is one line, as long as it says the same."""
    for number in range(3):
        pass_over(db, run=f"r{number}", now=NOW + number * HOUR, end="rejected", rejection=GONE)
    other = Rejection(code="unreadable", reason="It cannot be read: Permission denied")
    pass_over(db, run="r3", now=NOW + 3 * HOUR, end="rejected", rejection=other)
    rows = [(row.code, row.times) for row in ledger.entries(db)]
    assert rows == [("missing", 3), ("unreadable", 1)]


@pytest.mark.parametrize(
    ("ends", "folded"),
    [
        (["stored", "stored"], [1, 1]),
        (["copy", "copy"], [1, 1]),
        (["unchanged", "stored", "unchanged"], [1, 1, 1]),
        (["unchanged", "rejected", "rejected", "unchanged"], [1, 2, 1]),
    ],
    ids=["stored twice", "copied twice", "changed in between", "gone in between"],
)
def test_only_neighbours_that_say_the_same_are_folded(db, ends, folded):
    """The ledger stays the history it is."""
    for number, end in enumerate(ends):
        rejection = GONE if end == "rejected" else None
        pass_over(db, run="r", now=NOW + number * HOUR, end=end, rejection=rejection)
    assert [row.times for row in ledger.entries(db)] == folded


def test_rejections_of_different_documents_are_two_lines(db):
    """Copy that changed was looked at anew."""
    for content in (b"one", b"two"):
        (id,) = ledger.see(db, [incoming()], run="r", now=NOW)
        ledger.record_fetched(db, id, document(content=content))
        ledger.settle(db, id, "rejected", now=NOW, rejection=GONE)
    assert [row.times for row in ledger.entries(db)] == [1, 1]


def test_other_places_are_never_folded(db):
    """Two files that are missing are two lines."""
    for name in "ab":
        (id,) = ledger.see(db, [incoming(name)], run="r", now=NOW)
        ledger.settle(db, id, "rejected", now=NOW, rejection=GONE)
    assert [row.times for row in ledger.entries(db)] == [1, 1]


def test_entries_by_state_and_run(db):
    """Both filters narrow, in the order things came."""
    ids = ledger.see(db, [incoming(name) for name in "abc"], run="r1", now=NOW)
    ledger.settle(db, ids[1], "rejected", now=NOW, rejection=GONE)
    assert [row.id for row in ledger.entries(db, state="seen")] == [ids[0], ids[2]]
    assert [row.id for row in ledger.entries(db, state="rejected", run="r1")] == [ids[1]]
    assert ledger.entries(db, run="r2") == []


def test_entries_by_code(db):
    """What was rejected for one reason can be looked at alone."""
    ids = ledger.see(db, [incoming(name) for name in "abc"], run="r1", now=NOW)
    short = Rejection(code="too-short", reason="The text has 12 characters.")
    for id, rejection in zip(ids, [GONE, short, GONE], strict=True):
        ledger.settle(db, id, "rejected", now=NOW, rejection=rejection)
    assert [row.id for row in ledger.entries(db, code="missing")] == [ids[0], ids[2]]
    assert [row.id for row in ledger.entries(db, code="too-short", state="rejected")] == [ids[1]]
    assert ledger.entries(db, code="too-short", state="seen") == []


def test_row_before(db):
    """What became of the same place last time, and nothing of other places."""
    first = pass_over(db, run="r1", now=NOW, end="stored")
    ledger.see(db, [incoming("b")], run="r2", now=NOW)
    (second,) = ledger.see(db, [incoming()], run="r2", now=NOW)
    found = ledger.before(db, one(db, second))
    assert found is not None
    assert found.id == first
    assert ledger.before(db, found) is None


def test_deliveries_keep_the_order_asked_for(db):
    """Results are matched with rows by position."""
    ids = ledger.see(db, [incoming(name) for name in "abc"], run="r1", now=NOW)
    wanted = [ids[2], ids[0], ids[1]]
    assert [row.id for row in ledger.deliveries(db, wanted)] == wanted


LATE = Rejection(code="timeout", reason="No answer came within 20 seconds")


def put_off(db, id, *, now=NOW, wait=HOUR):
    return ledger.put_off(db, id, LATE, next_attempt=now + wait, now=now)


def test_a_failed_fetch_waits_for_its_time(db):
    """It is no leftover until then; then the run that is there takes it up, as seen."""
    (id,) = ledger.see(db, [incoming()], run="r1", now=NOW)
    assert put_off(db, id) == "waiting"
    row = one(db, id)
    assert (row.state, row.tries, row.next_attempt) == ("waiting", 1, NOW + HOUR)
    assert (row.code, row.reason, row.settled) == ("timeout", LATE.reason, None)
    assert ledger.take_up(db, run="r2", now=NOW + HOUR - timedelta(seconds=1)) == []
    assert ledger.take_up(db, run="r3", now=NOW + HOUR) == [id]
    row = one(db, id)
    assert (row.state, row.run, row.tries, row.next_attempt) == ("seen", "r3", 1, None)
    assert (row.code, row.reason) == (None, None)


def test_five_failures_are_the_end(db):
    """The address is given up, with its last reason and the time."""
    (id,) = ledger.see(db, [incoming()], run="r1", now=NOW)
    states = []
    for number in range(ledger.MOST_TRIES):
        now = NOW + number * HOUR
        assert ledger.take_up(db, run="r", now=now) == [id]
        states.append(put_off(db, id, now=now))
    assert states == ["waiting"] * 4 + ["dead"]
    row = one(db, id)
    assert (row.state, row.tries, row.next_attempt) == ("dead", 5, None)
    assert (row.code, row.reason, row.settled) == ("timeout", LATE.reason, NOW + 4 * HOUR)
    assert ledger.take_up(db, run="r", now=NOW + timedelta(days=99)) == []
    assert ledger.entries(db, state="dead", code="timeout") == [row]


@pytest.mark.parametrize("failures", [1, 5], ids=["waiting", "dead"])
def test_seen_again_it_stays_what_it_is(db, failures):
    """Neither is tried sooner because a feed still lists it, and there is no second row."""
    (id,) = ledger.see(db, [incoming()], run="r1", now=NOW)
    for _ in range(failures):
        put_off(db, id)
    before = one(db, id)
    assert ledger.see(db, [incoming()], run="r2", now=NOW) == [id]
    assert ledger.entries(db) == [before]


def test_the_dead_are_tried_again_on_demand(db):
    """All of them or some, from the beginning; nothing else is touched."""
    ids = ledger.see(db, [incoming(name) for name in "abcd"], run="r1", now=NOW)
    for id in ids[:3]:
        for _ in range(ledger.MOST_TRIES):
            put_off(db, id)
    put_off(db, ids[3])
    assert ledger.retry(db, [ids[1], ids[3], 999]) == [ids[1]]
    assert ledger.retry(db, None) == [ids[0], ids[2]]
    row = one(db, ids[0])
    assert (row.state, row.tries, row.code, row.reason, row.settled) == (
        "seen",
        0,
        None,
        None,
        None,
    )
    assert ledger.take_up(db, run="r2", now=NOW) == ids[:3]
    assert put_off(db, ids[0]) == "waiting"


def test_a_retry_that_succeeds_is_an_ordinary_end(db, article_id):
    """The row says how often it failed before, and no longer why."""
    (id,) = ledger.see(db, [incoming()], run="r1", now=NOW)
    put_off(db, id)
    ledger.take_up(db, run="r2", now=NOW + HOUR)
    ledger.record_fetched(db, id, document())
    ledger.settle(db, id, "stored", now=NOW + HOUR, article_id=article_id)
    row = one(db, id)
    assert (row.state, row.tries, row.code, row.next_attempt) == ("stored", 1, None, None)


def test_a_failure_in_between_is_not_folded_away(db, article_id):
    """Unchanged copy before and after an address that died is two lines around it."""
    pass_over(db, run="r1", now=NOW, article_id=article_id)
    (id,) = ledger.see(db, [incoming()], run="r2", now=NOW)
    for _ in range(ledger.MOST_TRIES):
        put_off(db, id)
    assert [(row.state, row.times) for row in ledger.entries(db)] == [
        ("unchanged", 1),
        ("dead", 1),
    ]
    ledger.retry(db, None)
    ledger.settle(db, id, "unchanged", now=NOW, article_id=article_id)
    assert [(row.state, row.times) for row in ledger.entries(db)] == [("unchanged", 2)]


def test_what_the_source_said_stays_with_the_row(db):
    """For the day on which the page itself cannot be had."""
    said = '{"title": "Докеры бастуют"}'
    (id,) = ledger.see(db, [replace(incoming(), item=said)], run="r1", now=NOW)
    put_off(db, id)
    assert one(db, id).item == said


PAGE = "https://courier.example/1"
MOBILE = "https://m.courier.example/1"
SAME = "https://courier.example/1 folded"


@pytest.mark.parametrize("end", ledger.STATES)
def test_an_address_in_the_ledger_is_known(db, end):
    """Whatever became of it, a poll does not bring it again; nor its mobile variant."""
    copy = Incoming(source="s", input=PAGE, location=PAGE, same=SAME)
    (id,) = ledger.see(db, [copy], run="r1", now=NOW)
    ledger.settle(db, id, end, now=NOW)
    assert ledger.is_known(db, PAGE, same=None)
    assert ledger.is_known(db, MOBILE, same=SAME)
    assert not ledger.is_known(db, MOBILE, same=None)
    assert not ledger.is_known(db, MOBILE, same="https://m.courier.example/1 folded")


def test_an_article_is_known_by_its_own_address(db):
    """The address it was found at, the one it states, and what folds to the same as that."""
    found = "https://go.example/r?1"
    articles.save(
        db,
        Article(url=PAGE, title="Dockers walk out", text="Dock workers walked out."),
        given=found,
        location=found,
        document="d1",
        tagged_with="p1",
        now=NOW,
        same=SAME,
    )
    assert ledger.is_known(db, found, same=None)
    assert ledger.is_known(db, PAGE, same=None)
    assert ledger.is_known(db, MOBILE, same=SAME)
    assert not ledger.is_known(db, MOBILE, same=MOBILE)


def test_look_ups_need_no_scan(db):
    """A poll asks for each item of each feed: every part of the question is in an index."""
    plan = db.execute(
        f"EXPLAIN QUERY PLAN {ledger.IS_KNOWN}", {"location": PAGE, "same": SAME}
    ).fetchall()
    assert not [row[3] for row in plan if row[3].startswith("SCAN ") and "CONSTANT" not in row[3]]
