"""`mkdocs serve` follows every edit, and shows a problem on the page instead of stopping."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tiny_site import TinySite, page


@pytest.fixture
def served(site: TinySite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TinySite, str]]:
    site.pair("guide/README.md", "Guide", "指南")
    site.configure("  - README.md\n  - guide/\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path_factory.mktemp("log") / "serve.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
            cwd=site.root,
            env=site.env(),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield site, f"http://127.0.0.1:{port}/path/"
        finally:
            process.terminate()
            process.wait(20)
    if "Traceback" in log.read_text():
        pytest.fail(log.read_text())


def wait_for(url: str, wanted: Callable[[str], bool], what: str, seconds: float = 60) -> str:
    """Poll an address until its text is as wanted."""
    text, deadline = "", time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                text = str(answer.read(), "utf-8")
            if wanted(text):
                return text
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.3)
    raise AssertionError(f"{url} did not show {what}; last: {text[-2000:]}")


def test_serve_shows_problems_on_the_page_and_follows_edits(served: tuple[TinySite, str]) -> None:
    site, url = served
    wait_for(url + "guide/", lambda text: "Text." in text, "the page")

    site.write("docs/guide/README.md", page("Guide").replace("status: Active", "status: Actve"))
    broken = wait_for(url + "guide/", lambda text: "This page has problems" in text, "the problem")
    assert "docs/guide/README.md:4" in broken and "did you mean &#39;Active&#39;?" in broken

    site.write("docs/guide/README.md", b"\xff\xfe")
    wait_for(url + "guide/", lambda text: "byte 0xff is not UTF-8" in text, "the unreadable file")

    site.write("docs/guide/README.md", page("Guide", "Mended."))
    mended = wait_for(url + "guide/", lambda text: "Mended." in text, "the mended page")
    assert "This page has problems" not in mended

    site.translate("guide/README.md", "新指南", "改过的正文。")
    wait_for(url + "zh/guide/", lambda text: "改过的正文。" in text, "the edit in docs_zh/")
    assert "新指南" in wait_for(url + "zh/", lambda text: "新指南" in text, "the new label")

    # A problem of no page is shown on the home page.
    site.configure("  - README.md\n  - guide/\n  - nowhere.md\n")
    wait_for(url, lambda text: "nowhere.md" in text and "mkdocs.yml:" in text, "the problem of mkdocs.yml")


def test_every_watched_place_exists() -> None:
    """Live reload polls what `watch:` names: data, the Chinese tree, the templates, the root file."""
    root = Path(__file__).resolve().parents[2]
    line = next(line for line in (root / "mkdocs.yml").read_text("utf-8").splitlines() if line.startswith("watch:"))
    places = [place.strip() for place in line.removeprefix("watch:").strip(" []").split(",")]
    assert {"docs_zh", "overrides", "RoadMap.md"} <= set(places)
    assert all((root / place).exists() for place in places)
