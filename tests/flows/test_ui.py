"""What a person sees: Prefect's pages of a run and its report, and the feeds' own page, in a real browser."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Request, expect, sync_playwright

from tests.flows.conftest import Up
from tests.flows.running import SAMPLES, ask, runs

#: A browser that asks nobody anything of its own accord.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: How long a page may take to show something, in milliseconds.
PATIENCE = 60_000

#: How long a page is watched for what it asks for after it is there, in milliseconds.
AFTERWARDS = 4_000

PAGES = [
    "dashboard",
    "deployments",
    "blocks/catalog",
    "v2/dashboard",
    "v2/artifacts",
    "v2/blocks/catalog",
]


@pytest.fixture(scope="module")
def browser(program: Callable[[str], str]) -> Iterator[Browser]:
    path = program("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def tabs(browser: Browser) -> Iterator[BrowserContext]:
    """Tabs that must ask this machine alone, from the first request to the last."""
    opened = browser.new_context(viewport={"width": 1400, "height": 1000})
    opened.set_default_timeout(PATIENCE)
    asked: list[Request] = []
    sockets: list[str] = []
    opened.on("request", lambda request: asked.append(request))
    opened.on("page", lambda page: page.on("websocket", lambda socket: sockets.append(socket.url)))
    yield opened
    # What the page's own policy forbids does not leave the browser.
    left = sockets + [request.url for request in asked if request.failure != "csp"]
    opened.close()
    assert left
    assert not [url for url in left if not is_here(url)]


def is_here(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob") or parts.hostname in ("127.0.0.1", "localhost")


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where the pictures go that a person may want to look at."""
    folder = Path(os.environ.get("TOPICWIRE_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def run(up: Up) -> dict[str, Any]:
    """The run that was given two files by hand."""
    return next(one for one in runs(up.prefect) if "02-empty-seat.html" in one["name"])


def test_run_page_shows_name_state_and_steps(up, tabs, pictures, run):
    """The page of a run has its name, the name of its state, how many tasks, and what they logged."""
    page = tabs.new_page()
    page.goto(f"{up.prefect}/runs/flow-run/{run['id']}")
    expect(page.get_by_text(run["name"]).first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Completed with rejections").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("6 Task runs").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Extracting batch 1 of 1 (2 articles)")).to_be_visible(timeout=PATIENCE)
    page.wait_for_timeout(AFTERWARDS)
    page.screenshot(path=pictures / "run.png")


def test_artifact_page_shows_the_report(up, tabs, pictures, run):
    """A reader sees what came in, on which words it was tagged, and what was refused and why, without scrolling aside."""
    chosen = {"artifacts": {"flow_run_id": {"any_": [run["id"]]}}}
    (artifact,) = ask(up.prefect, "artifacts/filter", chosen)
    page = tabs.new_page()
    page.goto(f"{up.prefect}/artifacts/artifact/{artifact['id']}")
    expect(page.get_by_text("2 in: 1 stored, 1 rejected; ").first).to_be_visible(timeout=PATIENCE)
    refused = f"{SAMPLES / '06-not-a-page.html'}: It looks like a PNG image, not like text."
    stored = "Armenia keeps its CSTO seat, and keeps it empty, committee told"
    for shown in (stored, re.compile("^armenia-membership: .*dues"), refused):
        item = page.locator("li").get_by_text(shown).first
        expect(item).to_be_visible(timeout=PATIENCE)
        box = item.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 1400
    page.screenshot(path=pictures / "report.png", full_page=True)


def test_no_page_asks_another_host(up, tabs, pictures):
    """Both of Prefect's interfaces work, block catalogs and all, and only with this server."""
    pages = {path: tabs.new_page() for path in PAGES}
    for path, page in pages.items():
        page.goto(f"{up.prefect}/{path}", wait_until="commit")
    for page in pages.values():
        expect(page.get_by_text("Deployments").first).to_be_visible(timeout=PATIENCE)
    pages["dashboard"].wait_for_timeout(AFTERWARDS)
    for path, page in pages.items():
        page.screenshot(path=pictures / f"{path.replace('/', '-')}.png")


def test_feed_page_lists_every_feed(up, tabs, pictures):
    """The page at the feeds' address names each topic, and links each format of its feed to where it is served."""
    page = tabs.new_page()
    page.goto(up.feeds)
    assert page.locator("h1").inner_text() == "topicwire"
    headings = page.locator("section h2").all_inner_texts()
    assert [re.sub(r"\s*\d+ articles?$", "", text) for text in headings] == [
        "CSTO expansion",
        "Armenia in the CSTO",
        "Peacekeeping",
        "Everything",
    ]
    for name in ("csto-expansion", "armenia-membership", "peacekeeping", "all"):
        for format in ("atom", "rss", "json"):
            link = page.locator(f"a[href$='feeds/{name}.{format}']").first
            assert tabs.request.get(str(link.evaluate("link => link.href"))).ok
    picture = page.screenshot(path=pictures / "feeds.png", full_page=True)
    # A blank page of this size makes 10 kB.
    assert len(picture) > 40_000
