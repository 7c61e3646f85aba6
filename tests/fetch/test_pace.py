"""Turns of one host: one at a time, and a pause between."""

from __future__ import annotations

import random
import threading
import time
from itertools import pairwise

import pytest

from extractors.fetch.pace import Pace
from extractors.fetch.refusal import Refusal


def turns(pace: Pace, host: str, *, threads: int, each: float = 0.0) -> list[tuple[float, float]]:
    """Return when the turns of so many *threads* began and ended, in order; every one takes *each* seconds."""
    taken = []

    def work() -> None:
        with pace.turn(host):
            started = time.monotonic()
            time.sleep(each)
            taken.append((started, time.monotonic()))

    working = [threading.Thread(target=work) for _ in range(threads)]
    for thread in working:
        thread.start()
    for thread in working:
        thread.join()
    return sorted(taken)


def pauses(taken: list[tuple[float, float]]) -> list[float]:
    return [after[0] - before[1] for before, after in pairwise(taken)]


def test_pause_is_between_end_and_start():
    """However many threads, each request starts a good while after the end of the one before, not after its start."""
    found = pauses(turns(Pace(0.04, chance=random.Random(3)), "a.example", threads=8, each=0.02))
    assert min(found) >= 0.03


def test_pauses_differ():
    """The delay is what pauses are on average: a quarter shorter or longer, and no two are alike."""
    pace = Pace(100, chance=random.Random(5))
    waits = []
    for number in range(100):
        with pace.turn(f"{number}.example"):
            pass
        waits.append(pace.wait(f"{number}.example"))
    assert 74 < min(waits) < 85
    assert 115 < max(waits) <= 125


def test_no_delay_is_still_one_at_a_time():
    """With the delay switched off nobody waits for the clock; turns do not overlap."""
    pace = Pace(0)
    started = time.monotonic()
    assert min(pauses(turns(pace, "a.example", threads=8, each=0.01))) >= 0
    assert time.monotonic() - started < 20


def test_what_hosts_ask_for_holds_without_a_delay_of_ours():
    """Crawl-delay and Retry-After are theirs to set."""
    pace = Pace(0)
    pace.slow("a.example", 60)
    with pace.turn("a.example"):
        pass
    assert 58 < pace.wait("a.example") <= 60
    pace.pause("b.example", 60)
    assert 58 < pace.wait("b.example") <= 60


def test_hosts_do_not_wait_for_each_other():
    """A host being asked keeps nobody from another, and how a name is spelled makes no second host."""
    pace = Pace(0)
    with pace.turn("a.example"):
        assert len(turns(pace, "b.example", threads=1)) == 1
        thread = threading.Thread(target=turns, args=[pace, "A.EXAMPLE"], kwargs={"threads": 1})
        thread.start()
        thread.join(0.05)
        assert thread.is_alive()
    thread.join(5)
    assert not thread.is_alive()


def test_crawl_delay_has_a_limit_and_can_be_taken_back():
    """A host that asks for an hour gets a minute; one that asks no more is as others are."""
    pace = Pace(1)
    with pace.turn("a.example"):
        pass
    pace.slow("a.example", 3600)
    assert 58 < pace.wait("a.example") <= 60
    pace.slow("a.example", 0)
    assert pace.wait("a.example") <= 1.25


def test_long_pause_is_refused_at_once():
    """Nobody sits out an hour: the turn is refused, with the time that is left; a short pause is waited for."""
    pace = Pace(0.01)
    pace.pause("a.example", 3600)
    pace.pause("a.example", 1)
    assert pace.wait("a.example") == 0
    with pytest.raises(Refusal) as caught, pace.turn("a.example"):
        pass
    assert (caught.value.code, caught.value.retryable) == ("paused", True)
    assert caught.value.retry_after is not None
    assert 3500 < caught.value.retry_after <= 3600
    pace.pause("b.example", 0.1)
    started = time.monotonic()
    with pace.turn("b.example"):
        assert time.monotonic() - started >= 0.1


def test_turn_ends_with_an_exception():
    """A request that fails gives its turn back."""
    pace = Pace(0)
    with pytest.raises(ZeroDivisionError), pace.turn("a.example"):
        raise ZeroDivisionError
    assert len(turns(pace, "a.example", threads=1)) == 1
