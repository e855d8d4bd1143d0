"""Build tiny sites with the project's own configuration, theme and hooks, in a process of their own."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from learnpath import pages, translation
from learnpath.languages import CHINESE, ENGLISH
from learnpath.source import SourceText

ROOT = Path(__file__).resolve().parent.parent
SITE_URL = "https://example.org/path/"
REPO_URL = "https://github.com/example/site"

#: The navigation in the project's mkdocs.yml.
NAV = re.compile(r"^nav:\n(?:[ #-].*\n|\n)*?(?=theme:)", re.MULTILINE)

FRONT = """\
---
title: {title}
description: About {title}.
status: Active
maintainer: maintainers
last_updated: 2026-11-20
tags: [test]
{more}---

"""


def page(title: str, body: str = "Text.", more: str = "", heading: str | None = None) -> str:
    """Return a valid page; `more` holds further lines of front matter, each with its newline."""
    return FRONT.format(title=title, more=more) + f"# {heading or title}\n\n{body}\n"


def configuration(nav: str, extra: str = "") -> str:
    """Return the project's mkdocs.yml with another navigation, for a folder anywhere."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    text = NAV.sub(f"nav:\n{nav}\n", text)
    text = re.sub(r"^watch:.*\n", "watch: [docs_zh]\n", text, flags=re.MULTILINE)
    text = text.replace("custom_dir: overrides", f"custom_dir: {ROOT / 'overrides'}")
    text = re.sub(r"^  - hooks/", f"  - {ROOT / 'hooks'}/", text, flags=re.MULTILINE)
    learnpath = text.index("  learnpath:\n")
    return text[:learnpath] + "  learnpath:\n    untranslated: [blog/]\n" + extra


@dataclass
class TinySite:
    """A repository in a folder, and what building it said."""

    root: Path
    output: str = ""
    status: int = 0
    environment: dict[str, str] = field(default_factory=dict)

    def write(self, path: str, content: str | bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            target.write_bytes(content)
        else:
            target.write_text(content, "utf-8")

    def pair(
        self, uri: str, title: str, title_zh: str, body: str = "Text.", body_zh: str = "正文。", more: str = ""
    ) -> None:
        """Write a page in both languages, the Chinese one stamped as current."""
        self.write(f"docs/{uri}", page(title, body, more))
        self.translate(uri, title_zh, body_zh, more)

    def translate(self, uri: str, title: str, body: str = "正文。", more: str = "") -> None:
        text = (self.root / ENGLISH.tree / uri).read_text("utf-8")
        english = pages.parse_page(SourceText(f"{ENGLISH.tree}/{uri}", text), uri, ENGLISH, dt.date.today(), [])
        stamp = f"source_hash: {translation.stamp(english)}\n"
        self.write(f"{CHINESE.tree}/{uri}", page(title, body, more + stamp))

    def configure(self, nav: str, extra: str = "") -> None:
        self.write("mkdocs.yml", configuration(nav, extra))

    def build(self, *arguments: str, **environment: str) -> TinySite:
        """Run `mkdocs build`; keeps the output and the exit status."""
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", *arguments],
            cwd=self.root,
            env=self.env(**environment),
            capture_output=True,
            text=True,
            timeout=120,
        )
        self.output, self.status = done.stdout + done.stderr, done.returncode
        return self

    def env(self, **environment: str) -> dict[str, str]:
        clean = {
            key: value for key, value in os.environ.items() if key not in ("BUILD_LANGUAGE", "SITE_URL", "REPO_URL")
        }
        defaults = {"SITE_URL": SITE_URL, "REPO_URL": REPO_URL, "NO_MKDOCS_2_WARNING": "1"}
        return clean | defaults | self.environment | environment

    def html(self, path: str) -> BeautifulSoup:
        return BeautifulSoup(self.text(path), "html.parser")

    def text(self, path: str) -> str:
        return (self.root / "site" / path).read_text("utf-8")

    def search(self, prefix: str = "") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.text(f"{prefix}search/search_index.json"))["docs"]
        return found

    def built(self) -> set[str]:
        """Return the addresses of the pages that were built, such as `zh/a/`."""
        site = self.root / "site"
        return {
            path.parent.relative_to(site).as_posix() + "/" if path.parent != site else "/"
            for path in site.rglob("index.html")
        }

    def clone(self, target: Path) -> TinySite:
        shutil.copytree(self.root, target, ignore=shutil.ignore_patterns("site"))
        return TinySite(target)
