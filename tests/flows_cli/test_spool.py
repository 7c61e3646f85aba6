"""The spool: what one task extracted, the next one reads, equal in every field."""

from __future__ import annotations

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from extractors.models import Article, Evidence, Record, Rejection, Timestamp
from flows import spool
from flows.spool import Result

_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_maybe = st.none() | _text
_moment = st.datetimes(timezones=st.just(UTC))
_number = st.integers(1, 10**6)
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
    start=_number,
    end=_number,
    words=st.lists(_text, max_size=3).map(tuple),
    sentence=_text,
    score=st.floats(allow_nan=False, allow_infinity=False),
)
_record = st.none() | st.builds(
    Record,
    id=_number,
    guid=_text,
    input=_text,
    version=_number,
    copy_of=st.none() | _number,
    document=_text,
    tagged_with=_text,
    first_seen=_moment,
    changed=_moment,
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
    evidence=st.lists(_evidence, max_size=2).map(tuple),
    record=_record,
)
_found = _article | st.builds(Rejection, code=_text, reason=_text)


@given(results=st.lists(st.tuples(_number, _found), max_size=4))
def test_round_trip(tmp_path_factory, results):
    """Articles and rejections, each with its ledger row, in order."""
    path = tmp_path_factory.getbasetemp() / "spool" / "batch.json"
    spool.write(path, results)
    assert spool.read(path) == [
        Result(id=id, article=found)
        if isinstance(found, Article)
        else Result(id=id, rejection=found)
        for id, found in results
    ]


def test_article_that_no_file_can_hold_costs_only_itself(tmp_path):
    """Half a surrogate pair in one page's JSON must not lose the batch it came with."""
    good = Article(title="Dockers walk out", text="Dock workers walked out.")
    bad = Article(title="Half a \ud83d smile", text="Text.")
    spool.write(tmp_path / "batch.json", [(1, good), (2, bad), (3, good)])
    results = spool.read(tmp_path / "batch.json")
    assert [result.id for result in results] == [1, 2, 3]
    assert [result.article for result in results] == [good, None, good]
    assert results[1].rejection.code == "error"
    assert "surrogates not allowed" in results[1].rejection.reason
