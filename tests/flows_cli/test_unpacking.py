"""A file of many documents on its way: each is an article of its own, nothing is lost and nothing read twice."""

from __future__ import annotations

import gzip
from collections import Counter

import pytest

from flows.collection import Container
from storage import articles, ledger
from storage.database import opened
from tests.fetch.servers import Server, response
from tests.flows_cli.newsroom import BRIDGE, STRIKE, new_beat, objects, page, plain_run, topicwire
from tests.formats.making import lines, warc

SITE = "https://courier.example"


def story(number: int) -> list[str]:
    return [
        *STRIKE,
        f"It was strike number {number} of the year, said the harbour master on Friday.",
    ]


def response_of(number: int, *, url: str | None = None, **more: object) -> dict:
    url = url or f"{SITE}/{number}"
    return {"url": url, "body": page(f"Dockers on strike {number}", story(number)), **more}


def records(numbers: range) -> bytes:
    return lines(
        {"url": f"{SITE}/{n}", "title": f"Dockers on strike {n}", "text": "\n".join(story(n))}
        for n in numbers
    )


def states(report) -> Counter:
    return Counter(delivery.state for delivery in report.deliveries)


def rows(settings, **which):
    with opened(settings.data) as db:
        return ledger.entries(db, **which)


def stored(settings):
    with opened(settings.data) as db:
        return list(articles.articles(db))


@pytest.fixture
def beat(tmp_path):
    return new_beat(tmp_path / "beat")


@pytest.fixture
def crawl(tmp_path):
    """A crawl with pages, a missing one, a paid one, and what goes with them."""
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(
        warc(
            [
                {"url": f"{SITE}/1", "type": "request", "body": b""},
                response_of(1),
                response_of(2, status="404 Not Found"),
                response_of(3, status="402 Payment Required"),
                {"url": f"{SITE}/a.png", "http": {"Content-Type": "image/png"}, "body": b"\x89PNG"},
                response_of(4),
            ]
        )
    )
    return path


def test_warc(beat, crawl):
    """Every response has its line: where it stood in the file, its address, when it was read, what became of it."""
    report = plain_run(beat, inputs=[str(crawl)])
    container, first, missing, paid, last = report.deliveries
    assert (container.state, container.input) == ("unpacked", str(crawl))
    assert container.reason == "2 documents, 2 rejected, 3 other records"
    assert [row.state for row in (first, missing, paid, last)] == ["stored", "rejected", "rejected", "stored"]  # fmt: skip
    assert [missing.code, paid.code] == ["http-404", "paywalled"]
    assert [row.input for row in (first, last)] == [f"{crawl}#3", f"{crawl}#7"]
    assert {row.source for row in report.deliveries} == {str(crawl)}
    assert (first.location, first.url) == (f"{SITE}/1", f"{SITE}/1")
    assert first.content_type == "text/html; charset=utf-8"
    assert first.read_at is not None
    assert first.read_at.isoformat() == "2025-03-12T10:00:00+00:00"
    assert [(found.title, found.url) for found in stored(beat)] == [
        ("Dockers on strike 1", f"{SITE}/1"),
        ("Dockers on strike 4", f"{SITE}/4"),
    ]


def test_same_file_again_is_not_read(beat, crawl, monkeypatch):
    """A file that was unpacked, and is the same, is one line that counts its times."""
    plain_run(beat, inputs=[str(crawl)])
    before = len(rows(beat))

    def untouched(*_, **__):
        raise AssertionError("it was unpacked again")

    monkeypatch.setattr(Container, "members", untouched)
    for _ in range(3):
        report = plain_run(beat, inputs=[str(crawl)])
        assert [row.state for row in report.deliveries] == ["unchanged"]
    assert len(rows(beat)) == before + 1
    assert rows(beat, state="unchanged")[0].times == 3


def test_new_topics_unpack_a_file_again(beat, crawl):
    """Its documents are tagged anew."""
    plain_run(beat, inputs=[str(crawl)])
    topics = beat.topics.read_text("utf-8")
    beat.topics.write_text(f"{topics}\n# another day\n", "utf-8")
    report = plain_run(beat, inputs=[str(crawl)])
    assert states(report) == {"unpacked": 1, "unchanged": 2, "rejected": 2}


def test_two_versions_in_one_file(beat, tmp_path):
    """Records of one address are versions of one article, the later one the newer."""
    path = tmp_path / "a.warc"
    path.write_bytes(warc([response_of(1), response_of(2, url=f"{SITE}/1")], gzip=False))
    plain_run(beat, inputs=[str(path)])
    (found,) = stored(beat)
    assert (found.title, found.record.version) == ("Dockers on strike 2", 2)


@pytest.mark.parametrize("form", ["warc", "jsonl"])
def test_file_that_grows(beat, tmp_path, form):
    """A crawler's file is read again as it grows: old versions stay old, old articles unchanged, new ones come."""
    path = tmp_path / f"a.{form}"
    first = [response_of(1), response_of(2, url=f"{SITE}/1"), response_of(3)]
    third = [*first, response_of(4)]
    if form == "warc":
        before, after = warc(first), warc(third)
    else:
        before = records(range(1, 2)) + records(range(2, 3)).replace(b"/2", b"/1") + records(range(3, 4))  # fmt: skip
        after = before + records(range(4, 5))
    path.write_bytes(before)
    plain_run(beat, inputs=[str(path)])
    path.write_bytes(after)
    report = plain_run(beat, inputs=[str(path)])
    assert states(report) == {"unpacked": 1, "unchanged": 3, "stored": 1}
    assert [(found.title[-1], found.record.version) for found in stored(beat)] == [("2", 2), ("3", 1), ("4", 1)]  # fmt: skip


def test_version_that_comes_back_behind_another(beat, tmp_path):
    """A file with a new text before the one that is stored ends with the stored one as the newest."""
    path = tmp_path / "a.jsonl"
    old = records(range(1, 2))
    path.write_bytes(old + records(range(9, 10)))
    plain_run(beat, inputs=[str(path)])
    new = records(range(2, 3)).replace(b"/2", b"/1")
    path.write_bytes(new + old + records(range(9, 10)))
    plain_run(beat, inputs=[str(path)])
    assert [found.title for found in stored(beat)] == ["Dockers on strike 1", "Dockers on strike 9"]


class Killed(Exception):
    """What ends a run in the middle."""


def kill_at(number: int, monkeypatch) -> None:
    """Let the file end the run when its member *number* is asked for."""
    members = Container.members

    def until(self, **limits):
        for member in members(self, **limits):
            if member.number == number:
                raise Killed
            yield member

    monkeypatch.setattr(Container, "members", until)


@pytest.mark.parametrize("number", [1, 4, 10])
def test_killed_in_the_middle(beat, tmp_path, monkeypatch, number):
    """The next run goes on where it was: each document has one line and one article, in the file's order."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(records(range(1, 11)))
    with monkeypatch.context() as patched:
        kill_at(number, patched)
        with pytest.raises(Killed):
            plain_run(beat, inputs=[str(path)])
    assert [row.state for row in rows(beat)] == ["seen"] + ["fetched"] * (number - 1)
    report = plain_run(beat, inputs=[str(path)])
    assert states(report) == {"unpacked": 1, "stored": 10}
    assert [row.input for row in report.deliveries[1:]] == [f"{path}#{n}" for n in range(1, 11)]
    assert report.deliveries[0].reason == "10 documents, 0 other records"
    assert [row.state for row in plain_run(beat, inputs=[str(path)]).deliveries] == ["unchanged"]


def test_killed_and_changed(beat, tmp_path, monkeypatch):
    """If the file is another one when the next run comes, it is read from its beginning."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(records(range(1, 11)))
    with monkeypatch.context() as patched:
        kill_at(5, patched)
        with pytest.raises(Killed):
            plain_run(beat, inputs=[str(path)])
    path.write_bytes(records(range(11, 21)))
    with monkeypatch.context() as patched:
        kill_at(3, patched)
        with pytest.raises(Killed):
            plain_run(beat)
    plain_run(beat)
    numbers = sorted(int(found.title.rpartition(" ")[2]) for found in stored(beat))
    assert numbers == [1, 2, 3, 4, *range(11, 21)]


def test_killed_between_two_versions(beat, tmp_path, monkeypatch):
    """The order of versions survives the run that was killed between them."""
    path = tmp_path / "a.warc"
    path.write_bytes(warc([response_of(1), response_of(2, url=f"{SITE}/1")], gzip=False))
    with monkeypatch.context() as patched:
        kill_at(3, patched)
        with pytest.raises(Killed):
            plain_run(beat, inputs=[str(path)])
    plain_run(beat)
    (found,) = stored(beat)
    assert found.title == "Dockers on strike 2"


def test_damaged_tail(beat, tmp_path):
    """What stands before the damage is stored; the file's line says what happened, and says it once."""
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(records(range(1, 40)))[:-40])
    report = plain_run(beat, inputs=[str(path)])
    container, *members = report.deliveries
    assert (container.state, container.code) == ("rejected", "truncated")
    assert container.reason is not None
    assert container.reason.startswith(f"{len(members)} documents were read before line ")
    assert len(stored(beat)) == len(members) > 20
    again = plain_run(beat, inputs=[str(path)])
    assert [(row.state, row.times) for row in again.deliveries] == [("rejected", 2)]


def test_limit_is_for_each_document(tmp_path):
    """A file may be larger than a document may; one that is too large costs only itself."""
    beat = new_beat(tmp_path / "small", environ={"TOPICWIRE_FETCH_MAX_MEGABYTES": "1"})
    path = tmp_path / "a.jsonl"
    huge = lines([{"url": f"{SITE}/huge", "text": "ab " * 500_000}])
    path.write_bytes(records(range(1, 3)) + huge + records(range(3, 5)) + huge)
    report = plain_run(beat, inputs=[str(path)])
    assert states(report) == {"unpacked": 1, "stored": 4, "rejected": 2}
    assert {row.code for row in report.rejected} == {"too-large"}


def test_file_of_other_records(beat, tmp_path):
    """A file in which nothing is a document is refused, whatever it is."""
    path = tmp_path / "log.jsonl"
    path.write_bytes(lines({"level": "info", "number": number} for number in range(5)))
    (row,) = plain_run(beat, inputs=[str(path)]).deliveries
    assert (row.state, row.code) == ("rejected", "not-an-article")
    assert row.reason == "None of its 5 records is a document."


def test_fetched_file(beat, tmp_path):
    """A file of many documents behind an address is unpacked like one on disk."""
    with Server({"/a.jsonl": response(records(range(1, 4)))}) as server:
        beat = new_beat(tmp_path / "net", environ={"TOPICWIRE_FETCH_ALLOW": server.host})
        report = plain_run(beat, inputs=[server.url("/a.jsonl")])
    assert states(report) == {"unpacked": 1, "stored": 3}


def test_folder_with_files_of_every_kind(beat, tmp_path, crawl):
    """Single documents and files of many go one way."""
    (tmp_path / "strike.html").write_bytes(page("Bridge", BRIDGE))
    (tmp_path / "a.ndjson").write_bytes(records(range(20, 23)))
    inputs = [str(tmp_path / name) for name in ("strike.html", "a.ndjson", "crawl.warc.gz")]
    assert states(plain_run(beat, inputs=inputs)) == {"stored": 6, "unpacked": 2, "rejected": 2}


def test_long_file_says_how_far_it_is(beat, tmp_path, monkeypatch, caplog):
    """A file of a day's crawl is not silent for an hour."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(records(range(1, 3)))
    monkeypatch.setattr("flows.intake.REPORT_SECONDS", -1)
    with caplog.at_level("INFO", logger="topicwire"):
        plain_run(beat, inputs=[str(path)])
    assert f"Unpacking {path}: 2 documents, 0 other records so far" in caplog.messages


def test_extract_prints_every_document(beat, crawl):
    """The command that keeps nothing prints one object for each document, and none for the file."""
    result = topicwire("--config", beat.file, "extract", crawl, "--json")
    found = objects(result)
    assert [(row["input"], row["ok"]) for row in found] == [
        (f"{crawl}#3", True),
        (f"{crawl}#4", False),
        (f"{crawl}#5", False),
        (f"{crawl}#7", True),
    ]
    assert [row.get("code") for row in found] == [None, "http-404", "paywalled", None]


def test_extract_says_what_is_wrong_with_the_file(beat, tmp_path):
    """After the documents that could be read comes why there are no more."""
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(records(range(1, 40)))[:-40])
    *documents, last = objects(topicwire("--config", beat.file, "extract", path, "--json"))
    assert all(row["ok"] for row in documents)
    assert (last["input"], last["code"]) == (str(path), "truncated")


def test_unpacked_documents_stay_in_the_archive(beat, crawl):
    """Each is kept by itself, so that it can be read again without the file."""
    plain_run(beat, inputs=[str(crawl)])
    crawl.unlink()
    kept = list(beat.data.archive.rglob("*.gz"))
    assert {path.stem for path in kept} == {
        row.document for row in rows(beat, state="stored") if row.document
    }
