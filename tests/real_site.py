"""The project's own site, built once and served on this machine, and a browser to open it."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REPO_URL = "https://github.com/example/site"
#: Where the site stands below its host, as on a project's page: links must not assume the root.
MOUNT = "/learning-path/"


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder below MOUNT, with its 404.html, as a static host does."""

    def log_message(self, format: str, *arguments: Any) -> None:
        pass

    def translate_path(self, path: str) -> str:
        below = path.removeprefix(MOUNT) if path.startswith(MOUNT) else "nothing-here"
        return super().translate_path("/" + below)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != 404 or not page.exists():
            return super().send_error(code, message, explain)
        content = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None


@contextmanager
def serve(folder: Path, port: int) -> Iterator[None]:
    """Serve a folder on a port of this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), functools.partial(_Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def build(root: Path, target: Path, port: int) -> str:
    """Build the site below `root` for its address on this machine and return that address."""
    url = f"http://127.0.0.1:{port}{MOUNT}"
    environment = os.environ | {"SITE_URL": url, "REPO_URL": REPO_URL, "NO_MKDOCS_2_WARNING": "1"}
    environment.pop("BUILD_LANGUAGE", None)
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target)],
        cwd=root,
        env=environment,
        check=True,
    )
    return url


def copy_sources(target: Path) -> None:
    """Copy what the site is built from, so that a test may change it."""
    for name in ("docs", "docs_zh", "hooks", "overrides"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("mkdocs.yml", "RoadMap.md", "README.md", "README_zh.md", "LICENSE", "dev.py"):
        shutil.copy(ROOT / name, target / name)
