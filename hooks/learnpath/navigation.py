"""Navigation from paths: labels come from the titles of the language being built."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from learnpath.languages import ENGLISH, LANGUAGES, Language
from learnpath.pages import Site
from learnpath.problems import Problem, suggest
from learnpath.settings import NavEntry


@dataclass(frozen=True, slots=True)
class NavItem:
    """A labelled node. A page has a `uri` and no children; a section the reverse."""

    label: str
    uri: str | None = None
    children: tuple[NavItem, ...] = ()


def build(site: Site, language: Language) -> tuple[NavItem, ...]:
    """Return the navigation tree as a reader of `language` sees it.

    An entry that has no page in that language or in English (a Chinese-only post in the
    English site) is left out; so is a folder in which nothing is left.
    """
    return tuple(_items(site, site.settings.nav, language))


def _items(site: Site, entries: tuple[NavEntry, ...], language: Language) -> Iterator[NavItem]:
    for entry in entries:
        if not entry.is_folder:
            if page := site.shown(entry.path, language):
                yield NavItem(page.title, entry.path)
            continue
        front = site.shown(entry.path + "README.md", language)
        children = list(_items(site, entry.children, language))
        if front:
            children.insert(0, NavItem(front.title, front.uri))
        if children:
            label = front.title if front else entry.path.rstrip("/")
            yield NavItem(label, children=tuple(children))


def pages_of(entries: tuple[NavEntry, ...]) -> Iterator[tuple[str, int]]:
    """Yield each page that the navigation names, a folder's README included, with its line."""
    for entry in entries:
        if entry.is_folder:
            yield entry.path + "README.md", entry.line
            yield from pages_of(entry.children)
        else:
            yield entry.path, entry.line


def check(site: Site) -> Iterator[Problem]:
    """Yield nav entries without a file, pages in no nav, and folders without README.md."""
    settings = site.settings
    if not settings.nav:
        return  # one problem, that of the missing `nav:`, rather than one for each page
    known = {uri for language in LANGUAGES for uri in site.pages[language.code]}
    named: dict[str, int] = {}
    for uri, line in pages_of(settings.nav):
        if uri in named:
            yield Problem(settings.path, line, "nav", f"'{uri}' is listed twice (first on line {named[uri]})")
        named.setdefault(uri, line)
        if uri not in known:
            guess = suggest(uri, known)
            hint = f"did you mean '{guess}'?" if guess else f"write {ENGLISH.tree}/{uri} or remove the line"
            yield Problem(settings.path, line, "nav", f"'{uri}' is not in {ENGLISH.tree}/ ({hint})")
    for language in LANGUAGES:
        for uri, page in site.pages[language.code].items():
            if uri not in named and (language is ENGLISH or uri not in site.pages[ENGLISH.code]):
                yield Problem(page.path, 1, "nav", f"is in no navigation (add '{uri}' to nav: in {settings.path})")
    for folder in sorted(_page_folders(site)):
        if f"{folder}/README.md" not in (known if settings.is_untranslated(f"{folder}/") else site.pages[ENGLISH.code]):
            yield Problem(
                f"{ENGLISH.tree}/{folder}/README.md",
                1,
                "nav",
                f"does not exist: the folder '{folder}/' has no front page and no label (create it)",
            )


def _page_folders(site: Site) -> set[str]:
    """Return the folders that need a front page: those of English pages, and of Chinese-only ones."""
    folders: set[str] = set()
    for language in LANGUAGES:
        for uri in site.pages[language.code]:
            if language is not ENGLISH and not site.settings.is_untranslated(uri):
                continue
            folder = posixpath.dirname(uri)
            while folder:
                folders.add(folder)
                folder = posixpath.dirname(folder)
    return folders
