"""The `tree` fixture: a tiny repository in `tmp_path`, and what is wrong with it."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from learnpath import checks, pages, problems, translation
from learnpath.languages import ENGLISH
from learnpath.source import SourceText

# No clock decides whether a test passes, and every run tries the same examples.
settings.register_profile("unit", deadline=None, derandomize=True)
settings.load_profile("unit")

#: The day on which every test reads its site.
TODAY = dt.date(2026, 11, 21)

#: The front matter of a good page, in this order: `title` is on line 2, `status` on line 3 …
FRONT = {
    "title": "Page",
    "status": "Active",
    "maintainer": "octocat",
    "last_updated": "2026-01-15",
    "tags": "[test]",
}

BODY = "\n# Page\n\nText.\n"

EXTRA = "extra:\n  learnpath:\n    untranslated: [blog/]\n"

Files = Mapping[str, str | bytes | None]


class Tree:
    """A repository with `README.md` and `a.md` in both languages, current and without problems.

    `tree({"docs/a.md": …})` puts files in their place (None leaves one out), writes the
    rest, and returns the problems as text lines.  A Chinese page that is not given
    follows its English page only where the English page is not given either.
    """

    today = TODAY

    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(self, files: Files | None = None, *, nav: str | None = None, extra: str = EXTRA) -> list[str]:
        self.build(files, nav=nav, extra=extra)
        return self.problems()

    def build(self, files: Files | None = None, *, nav: str | None = None, extra: str = EXTRA) -> None:
        """Write the repository. `nav` is the text below `nav:`; by default it lists every page."""
        given = dict(files or {})
        wanted: dict[str, str | bytes | None] = {}
        for uri in ("README.md", "a.md"):
            if f"docs/{uri}" not in given:
                wanted[f"docs/{uri}"] = self.page()
                wanted[f"docs_zh/{uri}"] = self.chinese(self.page())
        wanted |= given
        if "mkdocs.yml" not in given:
            entries = self._every_page(wanted) if nav is None else nav
            wanted["mkdocs.yml"] = f"site_name: Test\nnav:\n{entries}{extra}"
        for path, content in wanted.items():
            if content is not None:
                self.write(path, content)

    @staticmethod
    def _every_page(files: Files) -> str:
        uris = {
            path.split("/", 1)[1]
            for path in files
            if files[path] is not None and path.startswith(("docs/", "docs_zh/"))
        }
        entries = (re.sub(r"/README\.md$", "/", uri) for uri in sorted(uris) if uri.endswith(".md"))
        return "".join(f"  - {entry}\n" for entry in entries)

    def write(self, path: str, content: str | bytes) -> Path:
        """Write one file exactly as given, whatever the platform's line ending."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def read(self, path: str) -> str:
        """Return one file with its line endings as they are."""
        return (self.root / path).read_bytes().decode()

    def snapshot(self) -> dict[str, bytes]:
        """Return every file of the repository, to prove that nothing was written."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }

    def site(self) -> pages.Site:
        """Load what has been written."""
        return pages.load(self.root, today=self.today)

    def problems(self) -> list[str]:
        """Return every problem of what has been written."""
        return problems.render(checks.run(self.site())).splitlines()

    @staticmethod
    def page(body: str = BODY, /, **front: str | None) -> str:
        """Return a page. A key is YAML as typed; None leaves it out; new keys follow on line 7.

        The front matter of a page without new keys ends on line 7 and `body` begins on line 8.
        """
        fields = FRONT | front
        lines = [f"{key}: {value}".rstrip() for key, value in fields.items() if value is not None]
        return "\n".join(["---", *lines, "---", body])

    @classmethod
    def chinese(cls, english: str, body: str | None = None, /, **front: str | None) -> str:
        """Return a translation with the stamp of `english` on line 7; its body begins on line 9."""
        page = pages.parse_page(SourceText("docs/x.md", english), "x.md", ENGLISH, TODAY, [])
        stamped: dict[str, str | None] = {"source_hash": translation.stamp(page)}
        return cls.page(page.body if body is None else body, **(stamped | front))

    @classmethod
    def pair(cls, uri: str, english_body: str, chinese_body: str) -> dict[str, str]:
        """Return both files of a page, the Chinese one stamped as current."""
        english = cls.page(english_body)
        return {
            posixpath.join("docs", uri): english,
            posixpath.join("docs_zh", uri): cls.chinese(english, chinese_body),
        }


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Return the builder of a tiny repository."""
    root = tmp_path / "repository"
    root.mkdir()
    return Tree(root)
