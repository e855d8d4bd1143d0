"""Load the site: each source file is read once and becomes one immutable page."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from learnpath import frontmatter, markdown, schema
from learnpath.languages import CHINESE, ENGLISH, LANGUAGES, Language
from learnpath.problems import Problem
from learnpath.settings import Settings
from learnpath.source import SourceText, exists, is_page, read_text, walk


@dataclass(frozen=True)
class Page:
    """One page in one language.

    `uri` is its path in the tree (shared by both languages), `path` its file relative
    to the repository root, `body` the Markdown after the front matter, `body_line` the
    line of the file on which the body begins.  `usable` is false if the file could not be
    read, `parsed` if its front matter could not.
    """

    uri: str
    path: str
    language: Language
    front: schema.FrontMatter
    body: str
    body_line: int
    usable: bool = True
    parsed: bool = True

    @cached_property
    def structure(self) -> markdown.Structure:
        return markdown.scan(self.body, self.body_line)

    @property
    def title(self) -> str:
        """The label of the page: its `title`, else its level-1 heading, else its file's name."""
        return self.front.title or self.structure.title or self._name

    @property
    def _name(self) -> str:
        stem = posixpath.splitext(posixpath.basename(self.uri))[0]
        if stem in ("README", "index"):
            stem = posixpath.basename(posixpath.dirname(self.uri)) or "Home"
        return stem.replace("-", " ").replace("_", " ").capitalize()


@dataclass(frozen=True)
class Site:
    """Everything that was read: pages and assets by language, and what was wrong with them."""

    settings: Settings
    pages: dict[str, dict[str, Page]]
    documents: tuple[tuple[Page | None, Page | None], ...]
    assets: dict[str, tuple[str, ...]]
    today: dt.date
    problems: tuple[Problem, ...] = ()

    def page(self, uri: str, language: Language) -> Page | None:
        """Return the page in that language, or None if it is not written in it."""
        return self.pages[language.code].get(uri)

    def shown(self, uri: str, language: Language) -> Page | None:
        """Return the page that a reader of `language` gets at `uri`: their own, or the English."""
        return self.page(uri, language) or self.page(uri, ENGLISH)

    def nearest(self, uri: str, language: Language) -> str:
        """Return `uri`, or the front page of the nearest folder above it that the language has."""
        while self.shown(uri, language) is None and uri != "README.md":
            folder = posixpath.dirname(uri)
            if posixpath.basename(uri) == "README.md":
                folder = posixpath.dirname(folder)
            uri = posixpath.join(folder, "README.md")
        return uri

    def uris(self, language: Language) -> list[str]:
        """Return the pages that exist under the language's address, fallbacks included."""
        return sorted(set(self.pages[ENGLISH.code]) | set(self.pages[language.code]))

    def all_pages(self) -> Iterable[Page]:
        """Yield every page that was read, the documents of the root included."""
        for language in LANGUAGES:
            yield from self.pages[language.code].values()
        for pair in self.documents:
            yield from (page for page in pair if page is not None)


def load(root: Path, today: dt.date | None = None) -> Site:
    """Read the site below `root`. Never raises for what a file contains.

    `today` bounds the dates of pages; by default the latest date anywhere on Earth.
    """
    settings, problems = Settings.read(root)
    # A writer in Shanghai dates a page while the builder's clock, in UTC, still shows yesterday.
    latest_on_earth = dt.datetime.now(dt.timezone(dt.timedelta(hours=14))).date()
    loader = _Loader(root, today or latest_on_earth, problems)
    pages: dict[str, dict[str, Page]] = {}
    assets: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        pages[language.code], assets[language.code] = loader.tree(language)
    for uri, path in settings.mounts.items():
        if uri in pages[ENGLISH.code]:
            problems.append(
                Problem(f"{ENGLISH.tree}/{uri}", 1, "file", f"stands in the place of {path} (delete one of the two)")
            )
        if page := loader.page(uri, path, ENGLISH, mounted=True):
            pages[ENGLISH.code][uri] = page
        else:
            problems.append(Problem(settings.path, 1, "extra.learnpath.mounts", f"'{path}' does not exist"))
    documents = tuple(
        (loader.page(english, english, ENGLISH), loader.page(chinese, chinese, CHINESE))
        for english, chinese in settings.documents.items()
    )
    return Site(settings, pages, documents, assets, loader.today, tuple(problems))


@dataclass(frozen=True)
class _Loader:
    """Reads files below `root`, adding what is wrong with them to `problems`."""

    root: Path
    today: dt.date
    problems: list[Problem]

    def tree(self, language: Language) -> tuple[dict[str, Page], tuple[str, ...]]:
        """Return the pages of a language's tree by uri, and its other files."""
        pages: dict[str, Page] = {}
        others: list[str] = []
        for entry in walk(self.root, language.tree):
            if isinstance(entry, Problem):
                self.problems.append(entry)
            elif not is_page(entry):
                others.append(entry)
            elif page := self.page(entry, f"{language.tree}/{entry}", language):
                pages[entry] = page
        return pages, tuple(others)

    def page(self, uri: str, path: str, language: Language, *, mounted: bool = False) -> Page | None:
        """Return the page that a file holds, or None if there is no such file."""
        if not exists(self.root / path):
            return None
        source = read_text(self.root, path)
        if isinstance(source, Problem):
            self.problems.append(source)
            return Page(uri, path, language, schema.FrontMatter(), "", 1, usable=False, parsed=False)
        return parse_page(source, uri, language, self.today, self.problems, mounted=mounted)


def parse_page(
    source: SourceText,
    uri: str,
    language: Language,
    today: dt.date,
    problems: list[Problem],
    *,
    mounted: bool = False,
) -> Page:
    """Turn a file's text into a page; `mounted` if a file of the root stands in the tree."""
    document, found = frontmatter.parse(source.path, source.text)
    problems.extend(found)
    front = schema.FrontMatter()
    # What could not be parsed has one cause: do not also report each key as missing.
    if document.fields or not found:
        front, wrong = schema.validate(source.path, document, today)
        problems.extend(wrong)
    body = document.body
    if mounted:
        body = _relocate(body)
    return Page(uri, source.path, language, front, body, document.body_line, parsed=bool(document.fields or not found))


def _relocate(body: str) -> str:
    """Make a root file's links (`docs/a.md`) those of a page in the tree (`a.md`).

    Other links of the root are left alone; the link check names them if they lead nowhere.
    """
    pieces, position = [], 0
    tree = ENGLISH.tree + "/"
    for link in sorted(markdown.scan(body).links, key=lambda link: link.offset):
        if link.target.startswith(tree):
            pieces.append(body[position : link.offset])
            position = link.offset + len(tree)
    return "".join(pieces) + body[position:]
