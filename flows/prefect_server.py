"""
Prefect's own server, as `prefect server start` would run it, kept from calling outside.

Two calls have no setting: the server asks GitHub for its registry of integrations, and the UI makes the
viewer's browser ask for block logos there (and, in its second version, an analytics host on every page).
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from prefect.server.api import collections
from prefect.server.api.server import create_app
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class SameOriginOnly:
    """Tells the viewer's browser to ask nobody but this server."""

    def __init__(self, app: ASGIApp, *, api: str) -> None:
        self.app = app
        origin = urlsplit(api).netloc
        self.policy = (
            "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
            " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
            f" worker-src 'self' blob:; connect-src 'self' {api} ws://{origin} wss://{origin}"
        ).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message.get("headers", []),
                    (b"content-security-policy", self.policy),
                ]
            await send(message)

        await self.app(scope, receive, with_policy)


def keep_registry_local() -> None:
    """Make the registry's shipped copy its only one."""
    views = Path(collections.__file__).parent / "collections_data" / "views"
    shipped = {path.stem: json.loads(path.read_text("utf-8")) for path in views.glob("*.json")}
    collections.GLOBAL_COLLECTIONS_VIEW_CACHE = shipped  # type: ignore[assignment]
    collections.KNOWN_VIEWS = {}


def main() -> None:
    """Serve until interrupted, on loopback, on the port in PREFECT_SERVER_API_PORT."""
    app: ASGIApp = create_app(final=True)
    if os.environ.get("PREFECT_SERVER_ANALYTICS_ENABLED", "false").lower() in ("false", "0"):
        keep_registry_local()
        app = SameOriginOnly(app, api=os.environ["PREFECT_SERVER_UI_API_URL"].removesuffix("/api"))
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(os.environ["PREFECT_SERVER_API_PORT"]),
        log_level="warning",
        timeout_keep_alive=5,
    )


if __name__ == "__main__":
    main()
