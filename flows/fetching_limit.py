"""The limit on polls at once, over all runs and machines that share a Prefect server."""

from __future__ import annotations

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
from prefect.exceptions import ObjectNotFound

#: Its name in Prefect, where an operator may change it: `prefect gcl update topicwire-fetch --limit 4`.
FETCHING = "topicwire-fetch"


def limit_fetching(most: int) -> None:
    """See to it that there is a limit; one that an operator has set stays as it is."""
    with get_client(sync_client=True) as client:
        try:
            client.read_global_concurrency_limit_by_name(FETCHING)
        except ObjectNotFound:
            client.create_global_concurrency_limit(
                GlobalConcurrencyLimitCreate(name=FETCHING, limit=most)
            )
