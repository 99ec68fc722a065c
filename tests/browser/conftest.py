"""A browser, and pages of it that tell when something goes wrong in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ..chromium import CHROMIUM, FLAGS
from ..web.client import Client, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

# The extra browser is not there where the other tests are collected.
if find_spec("playwright") is None:
    collect_ignore_glob = ["test_*.py"]

#: Milliseconds to wait for what a page should show; a machine may be busy.
PATIENCE = 60_000


@pytest.fixture(scope="session")
def server(built: Path) -> Iterator[Client]:
    """A server of the five example reports; no test changes what it serves."""
    with serving("--store", built) as client:
        yield client


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    from playwright.sync_api import expect, sync_playwright

    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt install chromium)")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, server: Client) -> Iterator[Callable[..., Page]]:
    """Opens an empty window on the server, or another, with options of a window as Playwright has them.

    At the end of the test, no page may have asked another address, nor told an error: of a script, of the
    Content-Security-Policy, of something that is missing.
    """
    faults: list[str] = []

    def asked(request: Request, address: str) -> None:
        if not request.url.startswith((f"{address.rstrip('/')}/", "blob:", "data:")):
            faults.append(f"asked {request.url}")

    def told(message: ConsoleMessage) -> None:
        place = message.location["url"]
        # The browser tells it there, too, if a page has the status of an error, or a query is refused.
        own = re.search(r"status of 40[04]", message.text) and (
            place == message.page.url or place.endswith("/sparql")
        )
        if message.type in ("error", "warning") and not own:
            faults.append(f"{message.page.url}: {message.text}")

    def open_window(width: int = 1440, height: int = 900, at: Client = server, **options: Any) -> Page:
        options = {"locale": "zh-CN", "base_url": at.address, **options}
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: asked(request, at.address))
        context.on("console", told)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        windows.append(context)
        return context.new_page()

    windows: list[Any] = []
    yield open_window
    for context in windows:
        context.close()
    assert faults == []


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    """A window of a desk's size."""
    return visit()
