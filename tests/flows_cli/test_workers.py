"""Extraction in processes of its own: a document that hangs, crashes or is damaged costs only itself."""

from __future__ import annotations

import gzip
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest

from extractors.models import Article, RawDocument
from flows import workers
from flows.starter import write_starter
from storage import archive
from tests.flows_cli.newsroom import BRIDGE, STRIKE, note, page

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def topics(tmp_path_factory):
    """The starter's topics file."""
    return write_starter(tmp_path_factory.mktemp("beat"))[1]


def job(id, archived):
    return workers.Job(
        id=id,
        archived=archived,
        location=f"file:///in/{id}.html",
        url=None,
        content_type=None,
        read_at=NOW,
    )


def kept(folder, id, content):
    """Return the job for *content*, kept in an archive."""
    document = RawDocument(content=content, location="", read_at=NOW)
    return job(id, archive.keep(document, archive=folder))


def pool_of(topics, *, most=1, page_seconds=30, page_megabytes=1000):
    return workers.Workers(
        topics=topics, most=most, page_seconds=page_seconds, page_megabytes=page_megabytes
    )


def extracted(jobs, topics, **limits):
    with pool_of(topics, **limits) as pool:
        return list(pool.extract(jobs))


def test_batch_with_damage(tmp_path, topics, capfd):
    """Good documents become tagged articles, in order; each damaged one says what is wrong with it."""
    short = tmp_path / "short.gz"
    short.write_bytes(gzip.compress(b"cut off" * 99)[:-9])
    jobs = [
        kept(tmp_path, 11, page("Dockers on strike", STRIKE)),
        job(7, tmp_path / "gone.gz"),
        job(8, short),
        kept(tmp_path, 9, b"\x89PNG\r\n\x1a\n" + bytes(500)),
        kept(tmp_path, 5, note("A bridge for Aldmouth", BRIDGE)),
    ]
    (a, strike), (b, gone), (c, cut), (d, picture), (e, bridge) = extracted(jobs, topics, most=2)
    assert [a, b, c, d, e] == [11, 7, 8, 9, 5]
    assert (strike.title, strike.topics) == ("Dockers on strike", ("port-strikes",))
    assert strike.text == "\n".join(STRIKE)
    assert (bridge.title, bridge.topics) == ("A bridge for Aldmouth", ())
    assert (gone.code, cut.code, picture.code) == ("unreadable", "unreadable", "not-text")
    assert "gone.gz" in gone.reason
    assert "end-of-stream" in cut.reason
    assert "Traceback" not in capfd.readouterr().err


def test_hanging_document_is_killed(tmp_path, topics):
    """It is rejected after its time, by name; the one after it is extracted by a new worker."""
    pipe = tmp_path / "never-written.gz"
    os.mkfifo(pipe)  # reading it waits for ever, as a page that no parser comes to the end of
    jobs = [job(1, pipe), kept(tmp_path, 2, page("Dockers on strike", STRIKE))]
    (_, hanging), (_, good) = extracted(jobs, topics, page_seconds=3)
    assert (hanging.code, hanging.reason) == ("timeout", "It took more than 3 s to extract")
    assert isinstance(good, Article)
    assert multiprocessing.active_children() == []


def test_document_that_ends_its_process(tmp_path, topics):
    """As when the system runs out of memory and picks a worker: the rest of the batch goes on."""
    pipe = tmp_path / "deadly.gz"
    os.mkfifo(pipe)

    def kill_its_reader():
        with pipe.open("wb"):  # opens once a worker reads
            (worker,) = multiprocessing.active_children()
            os.kill(worker.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_its_reader)
    killer.start()
    jobs = [job(1, pipe), kept(tmp_path, 2, page("Dockers on strike", STRIKE))]
    (_, deadly), (_, good) = extracted(jobs, topics)
    killer.join()
    assert deadly.code == "crashed"
    assert "exit code -9" in deadly.reason
    assert isinstance(good, Article)


def test_document_that_needs_too_much_memory(tmp_path, topics):
    """It is rejected with the limit; the one after it is extracted by a new worker."""
    greedy = page("Dockers on strike", [*STRIKE, "<a href='/'>A harbour</a> " * 350_000])
    jobs = [kept(tmp_path, 1, greedy), kept(tmp_path, 2, page("Dockers on strike", STRIKE))]
    (_, large), (_, good) = extracted(jobs, topics, page_seconds=60, page_megabytes=300)
    assert large.code == "too-large"
    assert large.reason == "It needs more memory than a worker may take, 300 MB"
    assert isinstance(good, Article)


def test_workers_die_with_their_parent(tmp_path, topics):
    """A run that is killed leaves no process behind, whatever its workers were at."""
    pipe = tmp_path / "never-written.gz"
    os.mkfifo(pipe)
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from datetime import datetime, UTC; from pathlib import Path; from flows import workers\n"
            "one = workers.Job(id=1, archived=Path(sys.argv[1]), location='', url=None, content_type=None,"
            " read_at=datetime.now(UTC))\n"
            "list(workers.Workers(topics=Path(sys.argv[2]), most=1, page_seconds=60, page_megabytes=1000).extract([one]))",
            pipe,
            topics,
        ]
    )
    with pipe.open("wb", buffering=0) as end:  # opens once the worker reads
        parent.kill()
        parent.wait()
        with pytest.raises(BrokenPipeError):  # nobody is left to read
            end.write(b"\0" * 200_000_000)


def test_workers_stay_warm_between_batches(tmp_path, topics):
    """The second batch is done by the process of the first, and none is left at the end."""
    running = []
    with pool_of(topics) as pool:
        for number in (1, 2):
            assert list(pool.extract([kept(tmp_path, number, page("Strike", STRIKE))]))
            running.append([one.pid for one in multiprocessing.active_children()])
    assert len(running[0]) == 1
    assert running[0] == running[1]
    assert multiprocessing.active_children() == []


def test_interrupted_run_does_not_wait_for_its_workers(tmp_path, topics):
    """Ctrl-C ends a run at once, however much is queued."""
    pipe = tmp_path / "never-written.gz"
    os.mkfifo(pipe)
    jobs = [kept(tmp_path, 1, page("Dockers on strike", STRIKE)), job(2, pipe)]

    def interrupted():
        with pool_of(topics, page_seconds=300) as pool:
            for _ in pool.extract(jobs):
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert multiprocessing.active_children() == []


def test_workers_without_work_never_start(topics):
    """A run with nothing new costs no process."""
    with pool_of(topics):
        assert multiprocessing.active_children() == []


def test_workers_do_not_import_prefect():
    """Each would pay a second and 80 MB for it."""
    code = "import sys, flows.workers; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
