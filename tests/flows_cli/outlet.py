"""An outlet on loopback: pages and feeds that a test changes while it runs, and what was asked for."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.flows_cli.newsroom import page


@dataclass
class Outlet:
    """What stands at each path, and how often it was asked for."""

    port: int = 0
    pages: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)
    #: More headers by path.
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    #: Of these, answered with 304.
    saved: Counter[str] = field(default_factory=Counter)
    #: The headers of the last request for each path.
    said: dict[str, dict[str, str]] = field(default_factory=dict)
    #: How many requests were under way at once, at most.
    most_at_once: int = 0
    at_once: int = 0
    #: By path: how many requests are answered with 503 before it is as it should be.
    failing_first: dict[str, int] = field(default_factory=dict)
    #: Seconds that each answer takes.
    slow: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def put(self, path: str, body: bytes | str, kind: str = "text/html; charset=utf-8") -> str:
        """Let *body* stand at *path*, and return its address."""
        self.pages[path] = (200, kind, body.encode() if isinstance(body, str) else body)
        return self.url(path)

    def fail(self, path: str, status: int, **headers: str) -> None:
        self.pages[path] = (status, "text/plain", b"no")
        self.headers[path] = {name.replace("_", "-"): value for name, value in headers.items()}

    def article(self, path: str, title: str, paragraphs: Sequence[str]) -> str:
        return self.put(path, page(title, paragraphs, url=self.url(path)))

    def feed(self, path: str, entries: Sequence[tuple[str, str]], *, text: str = "") -> str:
        """Let an RSS feed stand at *path*, with titles and paths, newest first; *text* is every entry's own."""
        items = "".join(
            f"<item><title>{title}</title><link>{self.url(to)}</link><guid>{self.url(to)}</guid>"
            f"<pubDate>Mon, 04 May 2026 {23 - number:02}:00:00 GMT</pubDate>"
            + (f"<description><![CDATA[{text}]]></description>" if text else "")
            + "</item>"
            for number, (title, to) in enumerate(entries)
        )
        return self.put(
            path,
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>Aldmouth Courier</title>{items}</channel></rss>',
            "application/rss+xml",
        )


@contextmanager
def outlet() -> Iterator[Outlet]:
    """Run one until the end of the block."""
    there = Outlet()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with there.lock:
                there.asked[self.path] += 1
                there.said[self.path] = dict(self.headers.items())
                there.at_once += 1
                there.most_at_once = max(there.most_at_once, there.at_once)
            status, kind, body = there.pages.get(self.path, (404, "text/plain", b"nothing here"))
            if there.failing_first.get(self.path, 0) > 0:
                there.failing_first[self.path] -= 1
                status, kind, body = 503, "text/plain", b"busy"
            tag = f'"{hashlib.sha256(body).hexdigest()[:8]}"'
            if status == 200 and self.headers.get("If-None-Match") == tag:
                status, body = 304, b""
                there.saved[self.path] += 1
            time.sleep(there.slow)
            with there.lock:
                there.at_once -= 1
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("ETag", tag)
            for name, value in there.headers.get(self.path, {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
