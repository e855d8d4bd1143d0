"""A real Chromium and the real site in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

import dev
from tests import real_site

# A busy machine is slow, not wrong.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.browser)


@dataclass
class Visit:
    """An open page, and what it did that it should not."""

    page: Page
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Visitor:
    """Opens pages of the site; requests to any other host are refused and remembered."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.contexts: list[BrowserContext] = []

    def open(self, path: str = "", *, width: int = 1440, scheme: str = "light", scripts: bool = True) -> Visit:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=scripts,
        )
        self.contexts.append(context)
        page = context.new_page()
        visit = Visit(page)
        own = urlsplit(self.url).netloc

        def guard(route: Route) -> None:
            if urlsplit(route.request.url).netloc == own:
                route.continue_()
            else:
                visit.foreign.append(route.request.url)
                route.abort()

        page.route("**/*", guard)
        page.on("console", lambda message: visit.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: visit.errors.append(str(error)))
        page.goto(self.url + path, wait_until="load")
        return visit

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = dev.find_browser()
    if executable is None:
        message = "Chromium was not found (Debian: apt-get install chromium fonts-noto-cjk)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=executable,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def site_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real site."""
    folder, port = tmp_path_factory.mktemp("site"), real_site.free_port()
    url = real_site.build(real_site.ROOT, folder, port)
    with real_site.serve(folder, port):
        yield url


@pytest.fixture(scope="session")
def fallback_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real site without the Chinese page of references.md."""
    sources, folder, port = tmp_path_factory.mktemp("src"), tmp_path_factory.mktemp("site"), real_site.free_port()
    real_site.copy_sources(sources)
    Path(sources, "docs_zh", "references.md").unlink()
    url = real_site.build(sources, folder, port)
    with real_site.serve(folder, port):
        yield url


@pytest.fixture
def visitor(browser: Browser, site_url: str) -> Iterator[Visitor]:
    made = Visitor(browser, site_url)
    yield made
    made.close()


@pytest.fixture
def fallback_visitor(browser: Browser, fallback_url: str) -> Iterator[Visitor]:
    made = Visitor(browser, fallback_url)
    yield made
    made.close()
