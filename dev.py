#!/usr/bin/env python3
"""One command for each thing a contributor does; needs Python 3.11 and pip, nothing else.

    python3 dev.py serve      the site at http://127.0.0.1:8000/, live on every edit
    python3 dev.py test       every test, the real site in a real browser included
    python3 dev.py build      the site as it is published, in site/
    python3 dev.py check      every problem of every page (same as: learnpath check)
    python3 dev.py lock       pin the dependencies of pyproject.toml anew

The first run makes a virtual environment in .venv from the locked dependencies.
Arguments after the name are passed on: `python3 dev.py test -k links`.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "installed.sha256"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> int:
    """Prepare the environment and run the command that was named."""
    if sys.version_info < (3, 11):  # noqa: UP036 - run before anything is installed
        print(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}", file=sys.stderr)
        return 2
    name, *rest = sys.argv[1:] or [""]
    commands = {
        "serve": lambda: serve(rest),
        "build": lambda: run_tool("mkdocs", "build", "--strict", *rest),
        "check": lambda: run_tool("learnpath", "--root", str(ROOT), "check", *rest),
        "test": lambda: test(rest),
        "lock": lambda: lock(rest),
    }
    if name not in commands:
        print(__doc__)
        return 0 if name in ("-h", "--help", "help") else 2
    install()
    if name != "check":  # its arguments are paths, relative to where the reader stands
        os.chdir(ROOT)
    try:
        return commands[name]()
    except KeyboardInterrupt:
        return 130


def install() -> None:
    """Make .venv from the lock file, once for each state of the lock."""
    state = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    wanted = f"{state}\n{ROOT}\n"
    stamped = STAMP.read_text("utf-8") if STAMP.exists() else ""
    if PYTHON.exists() and stamped == wanted:
        return
    if stamped and not stamped.endswith(f"\n{ROOT}\n"):
        # Its commands name the folder in which it was made: a moved or copied one is made anew.
        shutil.rmtree(VENV)
    if not PYTHON.exists():
        print("Making .venv (once) …", flush=True)
        # Some systems ship Python without ensurepip: then this Python's pip fills the environment.
        made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True)
        if made.returncode:
            subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV], check=True)
    print("Installing the locked dependencies (once) …", flush=True)
    pip = [sys.executable, "-m", "pip", "--python", str(PYTHON), "--disable-pip-version-check", "install", "--quiet"]
    has_pip = subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0
    if has_pip:
        pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    # What comes as source is built by the locked setuptools, not by whatever is newest today.
    first = VENV / "build-tool.lock"
    first.write_text("".join(re.findall(r"^setuptools==.*\n(?:[ ].*\n)+", LOCK.read_text("utf-8"), re.MULTILINE)))
    subprocess.run([*pip, "--require-hashes", "-r", first], check=True)
    subprocess.run([*pip, "--require-hashes", "--no-build-isolation", "--use-pep517", "-r", LOCK], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT], check=True)
    STAMP.write_text(wanted, "utf-8")


def serve(arguments: list[str]) -> int:
    """Serve the site; say so in one line if another program has the port."""
    address = "127.0.0.1:8000"
    for index, argument in enumerate(arguments):
        if argument in ("-a", "--dev-addr") and index + 1 < len(arguments):
            address = arguments[index + 1]
        elif argument.startswith("--dev-addr="):
            address = argument.partition("=")[2]
    host, _, port = address.rpartition(":")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except (OSError, ValueError) as error:
            print(f"{address} cannot be served: {error} (try: serve --dev-addr 127.0.0.1:8001)", file=sys.stderr)
            return 1
    return run_tool("mkdocs", "serve", *arguments)


def run_tool(tool: str, *arguments: str) -> int:
    """Run a console command of the environment, in this process where the system can."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    if os.name != "nt":
        os.execve(BIN / tool, [str(BIN / tool), *arguments], environment)
    return subprocess.run([BIN / tool, *arguments], env=environment).returncode


def test(arguments: list[str]) -> int:
    """Run the tests; those in a browser need Chromium, which is installed where it can be."""
    if not find_browser():
        install_browser()
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run([PYTHON, "-m", "pytest", *arguments], env=environment).returncode


def find_browser() -> str | None:
    """Return a Chromium: that of CHROMIUM, of the system, or Playwright's own."""
    if given := os.environ.get("CHROMIUM"):
        return given
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    script = "from playwright.sync_api import sync_playwright as p\nwith p() as b: print(b.chromium.executable_path)"
    path = subprocess.run([PYTHON, "-c", script], capture_output=True, text=True).stdout.strip()
    return path if path and Path(path).exists() else None


def install_browser() -> None:
    """Install Chromium and Chinese fonts; if that fails, say how, and let the tests decide."""
    print("Chromium is needed for the browser tests; installing it …", flush=True)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"])
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"])
    if not find_browser():
        subprocess.run([PYTHON, "-m", "playwright", "install", "chromium"])
    if not find_browser():
        print(
            "Chromium could not be installed: the browser tests are skipped here and fail in CI.\n"
            "Debian, Ubuntu: sudo apt-get install chromium fonts-noto-cjk",
            file=sys.stderr,
        )


def lock(arguments: list[str]) -> int:
    """Resolve pyproject.toml for every platform and write the lock file with hashes."""
    uv = ROOT / ".venv" / "lock-tool"
    subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "--target", uv, "uv==0.13.8"], check=True)
    # No index address is written: whoever installs uses the index of their own configuration.
    return subprocess.run(
        [
            uv / "bin" / "uv",
            "pip",
            "compile",
            "pyproject.toml",
            "--extra",
            "dev",
            "--universal",
            "--python-version",
            "3.11",
            "--generate-hashes",
            "--no-emit-index-url",
            "--no-emit-find-links",
            "--custom-compile-command",
            "python3 dev.py lock",
            "--output-file",
            LOCK,
            *arguments,
        ],
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
