"""Create a new page: both files from a template, and its line in the navigation."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from dataclasses import dataclass

from learnpath import translation
from learnpath.languages import CHINESE, ENGLISH, LANGUAGES, Language
from learnpath.pages import Site, parse_page
from learnpath.schema import is_handle
from learnpath.settings import NavEntry
from learnpath.source import SourceText

_SLUG = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*[a-z0-9]+(?:-[a-z0-9]+)*")

_TEMPLATE = """\
---
title: {title}
description: {description}
status: Draft
maintainer: {maintainer}
last_updated: {today}
tags: [{tag}]
level: beginner
minutes: 10
---

# {heading}

{lead}

## {objectives} {{ #objectives }}

## {mechanism} {{ #mechanism }}

## {choices} {{ #choices }}

## {practice} {{ #try-it }}

## {production} {{ #production }}

## {quiz} {{ #check }}

## {sources} {{ #sources }}
"""

_WORDS = {
    "en": {
        "description": "One sentence for search results and link previews.",
        "lead": "Two or three sentences: what problem this solves and when you need it.",
        "objectives": "What you will be able to do",
        "mechanism": "How it works",
        "choices": "Choices and trade-offs",
        "practice": "Try it",
        "production": "In production",
        "quiz": "Check yourself",
        "sources": "Sources",
    },
    "zh": {
        "description": "一句话简介，用于搜索结果和链接预览。",
        "lead": "用两三句话说明：它解决什么问题，什么时候需要它。",
        "objectives": "读完你能够",
        "mechanism": "原理",
        "choices": "选择与取舍",
        "practice": "动手试试",
        "production": "上生产以后",
        "quiz": "自测",
        "sources": "参考来源",
    },
}


class ScaffoldError(ValueError):
    """The page cannot be created; nothing has been written."""


@dataclass(frozen=True, slots=True)
class Creation:
    """A file to write, and whether it is new."""

    path: str
    text: str
    is_new: bool


def plan(site: Site, name: str, titles: dict[str, str], maintainer: str, today: dt.date) -> list[Creation]:
    """Return what creating page `name` (`inference/kv-cache-offload`) would write.

    `titles` maps language codes to titles. Raises ScaffoldError, before anything is
    written, for a bad name, an existing file or a folder without a front page.
    """
    name = name.removesuffix(".md").strip("/")
    if not _SLUG.fullmatch(name):
        raise ScaffoldError(
            f"'{name}' is not a page name (lower-case words joined by hyphens: inference/kv-cache-offload)"
        )
    for code, title in titles.items():
        if not title.strip() or "\n" in title:
            raise ScaffoldError(f"the title in '{code}' must be one line of text")
    if posixpath.basename(name) in ("readme", "index"):
        raise ScaffoldError(f"'{name}' would be the front page of its folder (choose another name)")
    if name.split("/")[0] in {language.prefix.rstrip("/") for language in LANGUAGES}:
        raise ScaffoldError(f"'{name.split('/')[0]}' is the address of a language (choose another name)")
    if not is_handle(maintainer):
        raise ScaffoldError(f"'{maintainer}' is not a handle (letters, digits and hyphens)")
    uri = name + ".md"
    root = site.settings.root
    for language in (ENGLISH, CHINESE):
        path = root / language.tree / uri
        if path.exists() or path.is_symlink():
            raise ScaffoldError(f"{language.tree}/{uri} exists already (nothing was written)")
        if (root / language.tree / name / "README.md").exists():
            raise ScaffoldError(f"{language.tree}/{name}/README.md has the same address (nothing was written)")
    folder = posixpath.dirname(uri)
    if folder and f"{folder}/README.md" not in site.pages[ENGLISH.code]:
        raise ScaffoldError(
            f"the folder '{folder}/' has no front page (create {ENGLISH.tree}/{folder}/README.md first)"
        )
    config = (root / site.settings.path).read_text("utf-8")
    english = _page_text(ENGLISH, titles, folder, maintainer, today)
    parsed = parse_page(SourceText(f"{ENGLISH.tree}/{uri}", english), uri, ENGLISH, today, [])
    chinese = _page_text(CHINESE, titles, folder, maintainer, today).replace(
        "\n---\n", f"\nsource_hash: {translation.stamp(parsed)}\n---\n", 1
    )
    return [
        Creation(f"{ENGLISH.tree}/{uri}", english, True),
        Creation(f"{CHINESE.tree}/{uri}", chinese, True),
        Creation(site.settings.path, _with_nav_entry(config, site.settings.nav, folder, uri), False),
    ]


def _page_text(language: Language, titles: dict[str, str], folder: str, maintainer: str, today: dt.date) -> str:
    title = titles.get(language.code) or titles[ENGLISH.code]
    quoted = '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _TEMPLATE.format(
        title=quoted,
        heading=title,
        maintainer=maintainer,
        today=today.isoformat(),
        tag=posixpath.basename(folder) or "general",
        **_WORDS[language.code],
    )


def _with_nav_entry(config: str, nav: tuple[NavEntry, ...], folder: str, uri: str) -> str:
    """Add the page as the last line of its folder in `nav:`, keeping the rest of the file.

    Raises ScaffoldError if the folder is not in the navigation.
    """
    lines = config.split("\n")
    if not folder:
        last = _last_line(nav[-1]) if nav else None
        if last is None:
            raise ScaffoldError("mkdocs.yml has no nav:")
        indent = _indent(lines[nav[0].line - 1])
        return "\n".join([*lines[:last], f"{indent}- {uri}", *lines[last:]])
    entry = _find(nav, folder + "/")
    if entry is None:
        raise ScaffoldError(f"'{folder}/' is not in nav: of mkdocs.yml (add it first)")
    line = lines[entry.line - 1]
    if entry.children:
        indent, last = _indent(lines[entry.children[0].line - 1]), _last_line(entry)
        return "\n".join([*lines[:last], f"{indent}- {uri}", *lines[last:]])
    head, hash_mark, comment = line.partition(" #")
    opened = head.rstrip() + ":" + (hash_mark + comment)
    return "\n".join([*lines[: entry.line - 1], opened, f"{_indent(line)}    - {uri}", *lines[entry.line :]])


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _find(entries: tuple[NavEntry, ...], folder: str) -> NavEntry | None:
    for entry in entries:
        if entry.path == folder:
            return entry
        if found := _find(entry.children, folder):
            return found
    return None


def _last_line(entry: NavEntry) -> int:
    return max([entry.line, *(_last_line(child) for child in entry.children)])
