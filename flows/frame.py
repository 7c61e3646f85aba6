"""The frame of a flow that works on a whole store: settings, the run lock, and one sentence for what went wrong outside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from prefect import get_run_logger
from prefect.client.schemas.objects import State
from prefect.states import Failed

from extractors.errors import TopicwireError
from extractors.topics.packfile import load_pack
from flows.run_lock import alone
from flows.settings import Settings, load_settings


def framed(
    work: Callable[[Settings], State[Any]], *, config: str | None, data: str | None
) -> State[Any]:
    """
    Return the state that *work* ends in, alone on its data folder; a failed one if the outside world prevents it.

    *config* is the settings file (None: TOPICWIRE_CONFIG, or topicwire.toml in the current folder), *data* the data
    folder (None: TOPICWIRE_DATA, or what the settings say).
    """
    try:
        settings = load_settings(
            config=Path(config) if config else None, data=Path(data) if data else None
        )
        with alone(settings.data, say=get_run_logger().info):
            # Met here and not in the first task: Prefect would add a stack trace to it.
            load_pack(settings.topics)
            return work(settings)
    except TopicwireError as error:
        get_run_logger().error("%s", error)
        return Failed(message=str(error), data=error)
