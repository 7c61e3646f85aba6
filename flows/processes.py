"""Ties a process to its parent, so that a run or `up` that is killed leaves nothing behind."""

from __future__ import annotations

import ctypes
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """
    Kill this process when its parent ends, however that ends. Linux only.

    Killed, not asked: a run that is asked tells the server first, and tries for 30 s when that is gone too.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
