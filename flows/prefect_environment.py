"""
What Prefect must find in the environment before it is imported: where it keeps things, and that it calls nobody.

Whoever sets one of these variables himself keeps his value.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, MutableMapping
from urllib.parse import urlsplit

from flows.settings import Settings
from storage.folder import Busy

#: The lock that a running `topicwire up` holds in its data folder.
UP = "up"

_QUIET = {
    # The server's heartbeat to its maker, every ten minutes.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # The client's usage milestones.
    "DO_NOT_TRACK": "1",
    # The newer UI makes the viewer's browser ask an analytics host on every page, analytics off or on.
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_CLI_PROMPT": "false",
    # How far a step is goes to the run's page, too.
    "PREFECT_LOGGING_EXTRA_LOGGERS": "topicwire",
    # Flow runs are never removed by default; 5,000 task runs are 113 MB. 30 days, in seconds.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "2592000",
    # The embedded server takes 11 s with a new database, more on a busy machine; Prefect gives it 20.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
}


def prepare(environ: MutableMapping[str, str], settings: Settings) -> str | None:
    """
    Set what is not set yet, and return the address of the server that runs will be shown by.

    That is the one configured in PREFECT_API_URL, else that of a running `topicwire up` on the same data,
    else `None`: Prefect's embedded server, whose history the next `up` shows.
    """
    if there := running(settings):
        environ.setdefault("PREFECT_API_URL", f"{there['prefect']}/api")
        # Ports given to `up` on its command line: the feeds must name the address they are served at.
        environ.setdefault("TOPICWIRE_FEEDS_PORT", str(urlsplit(there["feeds"]).port))
    # Prefect's own messages go to its server; the terminal is ours.
    environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    for name, value in _variables(settings).items():
        environ.setdefault(name, value)
    return environ.get("PREFECT_API_URL")


def server_variables(environ: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """Return a whole environment for what `up` starts."""
    port = settings.prefect_port
    return {
        **_variables(settings),
        **environ,
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        # The scheduled runs must know the ports that were given on the command line.
        "TOPICWIRE_FEEDS_PORT": str(settings.port),
        "TOPICWIRE_PREFECT_PORT": str(port),
        # Without both, a server on another port serves a UI that asks port 4200.
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_UI_API_URL": f"http://127.0.0.1:{port}/api",
    }


def running(settings: Settings) -> dict[str, str]:
    """Return the addresses of the `topicwire up` on this data folder, nothing when none runs."""
    lock = settings.data.lock(UP)
    try:
        lock.acquire(timeout=0)
    except Busy:
        try:
            return dict(json.loads(settings.data.addresses.read_text("utf-8")))
        except FileNotFoundError:
            return {}  # it is starting
    lock.release()
    return {}


def _variables(settings: Settings) -> dict[str, str]:
    return {**_QUIET, "PREFECT_HOME": str(settings.data.prefect_home)}
