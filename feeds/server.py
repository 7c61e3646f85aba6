"""
Serves the feeds folder over HTTP: conditional requests, precompressed gzip, exact media types, nothing else.

It only reads files, so it needs neither the store nor a restart after a run.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from feeds.models import FORMATS, MEDIA_TYPES

#: A poll a quarter of an hour is plenty: runs are rarely closer together.
MAX_AGE_SECONDS = 900

_MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "opml": "text/x-opml; charset=utf-8",
    "atom": f"{MEDIA_TYPES['atom']}; charset=utf-8",
    "rss": f"{MEDIA_TYPES['rss']}; charset=utf-8",
    "json": MEDIA_TYPES["json"],
}

_FEED_NAME = re.compile(r"[a-z0-9-]{1,64}")
_NEVER = re.compile(r"q=0(\.0{0,3})?")

_SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True, kw_only=True)
class _Representation:
    content: bytes
    #: Strong: of these very bytes, so the gzip variant has its own.
    etag: str
    #: Seconds since 1970, moved on by the publisher with every change.
    modified: int


def application(folder: Path) -> Starlette:
    """Return the ASGI application that serves *folder*: GET and HEAD only."""

    async def page(request: Request) -> Response:
        # Not `request.url.path`: that is parsed together with the Host header, the client's to choose.
        return _answer(request, folder / (request.scope["path"].strip("/") or "index.html"))

    async def feed(request: Request) -> Response:
        name, _, format = request.path_params["file"].rpartition(".")
        if format not in FORMATS or not _FEED_NAME.fullmatch(name):
            return _not_found(request, None)
        return _answer(request, folder / "feeds" / f"{name}.{format}")

    async def article(request: Request) -> Response:
        return _answer(request, folder / "articles" / f"{request.path_params['id']}.html")

    async def health(request: Request) -> Response:
        return PlainTextResponse("ok\n")

    return Starlette(
        routes=[
            Route("/", page),
            *(Route(f"/{name}", page) for name in ("index.html", "style.css", "feeds.opml")),
            Route("/feeds/{file}", feed),
            Route("/articles/{id:int}.html", article),
            Route("/health", health),
        ],
        exception_handlers={404: _not_found},
    )


def main() -> None:
    """Serve a feeds folder until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m feeds.server", description=main.__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    uvicorn.run(
        application(arguments.folder),
        host=arguments.host,
        port=arguments.port,
        log_level="warning",
        server_header=False,
    )


def _answer(request: Request, path: Path) -> Response:
    found = _find(path, gzipped=_accepts_gzip(request))
    if found is None:
        return _not_found(request, None)
    representation, is_gzipped = found
    headers = {
        "ETag": representation.etag,
        "Last-Modified": formatdate(representation.modified, usegmt=True),
        "Cache-Control": f"public, max-age={MAX_AGE_SECONDS}",
        "Vary": "Accept-Encoding",
        **_SECURITY,
    }
    if _is_fresh(request, representation):
        return Response(status_code=304, headers=headers)
    if is_gzipped:
        headers["Content-Encoding"] = "gzip"
    headers["Content-Type"] = _MEDIA_TYPES[path.suffix[1:]]
    return Response(representation.content, headers=headers)


def _find(path: Path, *, gzipped: bool) -> tuple[_Representation, bool] | None:
    packed = path.with_name(path.name + ".gz")
    for candidate, is_packed in ((packed, True), (path, False)):
        if is_packed and not gzipped:
            continue
        try:
            state = candidate.stat()
        except FileNotFoundError:
            continue
        return _read(candidate, state.st_mtime_ns, state.st_ino, state.st_size), is_packed
    return None


@lru_cache(maxsize=256)
def _read(path: Path, mtime_ns: int, inode: int, size: int) -> _Representation:
    """Return the file, read once for as long as its state on disk (the cache's key) stays the same."""
    with path.open("rb") as file:
        content = file.read()
        modified = int(os.fstat(file.fileno()).st_mtime)
    digest = hashlib.sha256(content).hexdigest()[:32]
    return _Representation(content=content, etag=f'"{digest}"', modified=modified)


def _is_fresh(request: Request, representation: _Representation) -> bool:
    """Answer conditional requests as RFC 9110, section 13.2.2, orders: If-None-Match beats If-Modified-Since."""
    if (tags := request.headers.get("if-none-match")) is not None:
        given = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in given or representation.etag in given
    if since := request.headers.get("if-modified-since"):
        try:
            return representation.modified <= parsedate_to_datetime(since).timestamp()
        except (ValueError, OverflowError):  # OverflowError: a year of twenty digits
            return False
    return False


def _accepts_gzip(request: Request) -> bool:
    """Return what the header says of gzip by name, or else of `*`: that order is RFC 9110's, not the list's."""
    weights: dict[str, str] = {}
    for coding in request.headers.get("accept-encoding", "").lower().split(","):
        name, _, parameter = coding.partition(";")
        weights[name.strip()] = "".join(parameter.split())
    weight = weights.get("gzip", weights.get("*"))
    return weight is not None and not _NEVER.fullmatch(weight)


def _not_found(request: Request, error: Exception | None) -> Response:
    return PlainTextResponse("Not found. The feeds are listed at /\n", 404, headers=_SECURITY)


if __name__ == "__main__":
    main()
