"""The steps of a run, where they are stopped in the middle."""

from __future__ import annotations

import pytest

from flows import walk
from flows.workers import Workers
from storage import ledger
from storage.database import opened
from tests.flows_cli.newsroom import STRIKE, collected, new_beat, page, plain_run


class Interrupted(Workers):
    """Workers under Ctrl-C: the first result never comes."""

    def extract(self, jobs):
        raise KeyboardInterrupt


def test_interruption_is_no_attempt(tmp_path):
    """However often a run is stopped by hand, its copy is not set aside, and the next run stores it."""
    settings = new_beat(tmp_path / "beat")
    document = tmp_path / "strike.html"
    document.write_bytes(page("Dockers on strike", STRIKE))
    for number in range(ledger.MOST_ATTEMPTS + 1):
        _, ids = walk.discover_copy(settings, [str(document)], None, run=f"stopped {number}")
        waiting = collected(settings, ids)
        with (
            pytest.raises(KeyboardInterrupt),
            Interrupted(
                topics=settings.topics, most=1, page_seconds=30, page_megabytes=1000
            ) as workers,
        ):
            walk.extract_documents(settings, waiting, workers=workers)
        with opened(settings.data) as db:
            assert [one.attempts for one in ledger.deliveries(db, waiting)] == [0]
    report = plain_run(settings)
    assert [one.state for one in report.deliveries] == ["stored"]


def test_spooled_results_of_a_killed_run_are_cleared(tmp_path):
    """What was extracted and not stored is extracted again; nothing piles up."""
    settings = new_beat(tmp_path / "beat")
    document = tmp_path / "strike.html"
    document.write_bytes(page("Dockers on strike", STRIKE))
    _, ids = walk.discover_copy(settings, [str(document)], None, run="killed")
    waiting = collected(settings, ids)
    with walk.workers_for(settings, waiting) as workers:
        assert walk.extract_documents(settings, waiting, workers=workers).exists()
    report = plain_run(settings)
    assert [one.state for one in report.deliveries] == ["stored"]
    assert list(settings.data.spool.iterdir()) == []


def test_long_reading_says_how_far_it_is(tmp_path, monkeypatch, caplog):
    """A list of slow addresses is not silent for an hour: now and then it is said what is being read."""
    settings = new_beat(tmp_path / "beat")
    document = tmp_path / "strike.html"
    document.write_bytes(page("Dockers on strike", STRIKE))
    monkeypatch.setattr(walk, "REPORT_SECONDS", -1)
    with caplog.at_level("INFO", logger="topicwire"):
        plain_run(settings, inputs=[str(document)])
    assert f"Reading 1 of 1: {document}" in caplog.messages
