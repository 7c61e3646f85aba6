"""
Serves the flows `monitor` and `recheck` on their schedules, and `reextract` and `retag` for whoever starts them by hand.

Each is one deployment, one run at a time, overlapping ones cancelled.
"""

from __future__ import annotations

import argparse
import asyncio
from contextlib import suppress
from pathlib import Path

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import (
    ConcurrencyLimitConfig,
    ConcurrencyLimitStrategy,
    State,
    StateType,
)
from prefect.exceptions import TerminationSignal
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.states import Crashed

from flows.monitor import monitor
from flows.processes import die_with_parent
from flows.recheck import recheck
from flows.reextract import reextract
from flows.retag import retag
from flows.settings import load_settings

#: The deployments' names: `monitor/scheduled`, `recheck/scheduled`, `reextract/by-hand` and `retag/by-hand`.
SCHEDULED = "scheduled"
BY_HAND = "by-hand"

#: When pages are looked at again: often enough for the look that is due an hour after an article came, and not at the
#: minute at which most schedules of `monitor` begin.
RECHECKS = "7,37 * * * *"


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m flows.scheduler", description=main.__doc__)
    parser.add_argument("--config", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    arguments = parser.parse_args()
    settings = load_settings(config=arguments.config, data=arguments.data)
    end_lost_runs()
    parameters = {
        "config": str(settings.file) if settings.file else None,
        "data": str(settings.data.root),
    }
    # What was missed while the machine slept becomes one run, not one for each missed moment.
    alone = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    # Prefect would leave the deployments paused, and the next `up` would never run.
    runner = Runner(pause_on_shutdown=False)
    # Not prefect.serve: its runs are processes of Prefect's engine, which do not die with us (see the end of this file).
    runner.add_flow(
        monitor,
        name=SCHEDULED,
        description="Looks through the inbox and the sources, and publishes the feeds.",
        schedule=Cron(settings.cron, timezone=settings.timezone),
        parameters=parameters,
        concurrency_limit=alone,
    )
    runner.add_flow(
        recheck,
        name=SCHEDULED,
        description="Looks at the pages of published articles again, for what changed and what is gone.",
        schedule=Cron(RECHECKS, timezone=settings.timezone),
        parameters=parameters,
        concurrency_limit=alone,
    )
    runner.add_flow(
        reextract,
        name=BY_HAND,
        description="Reads stored articles anew from the archive; dry_run stores nothing.",
        parameters=parameters,
        concurrency_limit=alone,
    )
    runner.add_flow(
        retag,
        name=BY_HAND,
        description="Tags stored articles by the topics file of today; dry_run stores nothing.",
        parameters=parameters,
        concurrency_limit=alone,
    )
    with suppress(KeyboardInterrupt, TerminationSignal):
        asyncio.run(runner.start())


def end_lost_runs() -> None:
    """
    Mark the runs that ended with an earlier scheduler as crashed.

    To Prefect they run for ever, and every later run is cancelled because of them.
    """
    under_way = FlowRunFilterStateType(
        any_=[StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
    )
    with get_client(sync_client=True) as client:
        lost = client.read_flow_runs(
            deployment_filter=DeploymentFilter(
                name=DeploymentFilterName(any_=[SCHEDULED, BY_HAND])
            ),
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=under_way)),
        )
        for run in lost:
            ended: State[None] = Crashed(
                message="It was killed. The next run goes on with its copy."
            )
            client.set_flow_run_state(run.id, ended, force=True)


if __name__ == "__main__":
    main()
elif __name__ == "__mp_main__":
    # The process of one run, where Python imports its parent's main module: it must not write on without us.
    die_with_parent()
