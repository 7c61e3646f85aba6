"""Serves the flow `monitor` on its schedule: one deployment, one run at a time, overlapping ones cancelled."""

from __future__ import annotations

import argparse
from pathlib import Path

from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.schedules import Cron

from flows.monitor import monitor
from flows.settings import load_settings

#: The deployment's name: `monitor/scheduled`.
NAME = "scheduled"


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m flows.scheduler", description=main.__doc__)
    parser.add_argument("--config", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    arguments = parser.parse_args()
    settings = load_settings(config=arguments.config, data=arguments.data)
    monitor.serve(
        name=NAME,
        description="Looks through the inbox and the sources, and publishes the feeds.",
        schedule=Cron(settings.cron, timezone=settings.timezone),
        parameters={
            "config": str(settings.file) if settings.file else None,
            "data": str(settings.data.root),
        },
        # What was missed while the machine slept becomes one run, not one for each missed moment.
        global_limit=ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
        # Prefect would leave the deployment paused, and the next `up` would never run.
        pause_on_shutdown=False,
        print_starting_message=False,
    )


if __name__ == "__main__":
    main()
