"""Create a new page: both files from a template, and its line in the navigation."""

from __future__ import annotations

import datetime as dt
import json
import posixpath
import re
from dataclasses import dataclass

from learnpath import translation
from learnpath.languages import BY_FOLDER, CHINESE, ENGLISH, Language
from learnpath.navigation import pages_of
from learnpath.pages import Site, parse_page
from learnpath.schema import is_handle
from learnpath.settings import NavEntry
from learnpath.source import SourceText

_SLUG = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*[a-z0-9]+(?:-[a-z0-9]+)*")

_LONGEST = 100
_MARKDOWN = re.compile(r"([\\`*_{}\[\]#&])")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
#: Words that YAML takes for a truth value or for nothing.
_NOT_TEXT = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}

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
    if not site.settings.usable:
        raise ScaffoldError(f"{site.settings.path} cannot be read (see: learnpath check)")
    if max(len(part) for part in name.split("/")) > _LONGEST:
        raise ScaffoldError(f"a part of the name has more than {_LONGEST} characters")
    for code, title in titles.items():
        if not title.strip() or _CONTROL.search(title):
            raise ScaffoldError(f"the title in '{code}' must be one line of text")
    if posixpath.basename(name) in ("readme", "index"):
        raise ScaffoldError(f"'{name}' would be the front page of its folder (choose another name)")
    if name.split("/")[0] in BY_FOLDER:
        raise ScaffoldError(f"'{name.split('/')[0]}' is the address of a language (choose another name)")
    if not is_handle(maintainer):
        raise ScaffoldError(f"'{maintainer}' is not a handle (letters, digits and hyphens)")
    uri = name + ".md"
    root = site.settings.root
    if uri in site.settings.mounts:
        raise ScaffoldError(f"{uri} is read from {site.settings.mounts[uri]} (nothing was written)")
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
    config = (root / site.settings.path).read_bytes().decode("utf-8")
    english = _page_text(ENGLISH, titles, folder, maintainer, today)
    parsed = parse_page(SourceText(f"{ENGLISH.tree}/{uri}", english), uri, ENGLISH, today, [])
    chinese = _page_text(CHINESE, titles, folder, maintainer, today).replace(
        "\n---\n", f"\nsource_hash: {translation.stamp(parsed)}\n---\n", 1
    )
    creations = [Creation(f"{ENGLISH.tree}/{uri}", english, True), Creation(f"{CHINESE.tree}/{uri}", chinese, True)]
    if uri not in dict(pages_of(site.settings.nav)):
        changed = _with_nav_entry(config, site.settings.nav, folder, uri)
        creations.append(Creation(site.settings.path, changed, False))
    return creations


def _page_text(language: Language, titles: dict[str, str], folder: str, maintainer: str, today: dt.date) -> str:
    title = titles.get(language.code) or titles[ENGLISH.code]
    return _TEMPLATE.format(
        title=json.dumps(title, ensure_ascii=False),
        heading=_MARKDOWN.sub(r"\\\1", title).replace("<", "&lt;"),
        maintainer=_yaml_text(maintainer),
        today=today.isoformat(),
        tag=_yaml_text(posixpath.basename(folder) or "general"),
        **_WORDS[language.code],
    )


def _yaml_text(text: str) -> str:
    """Return text as YAML reads it as text: quoted where it would be a number, a yes or a tag."""
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9/-]*", text) and text.casefold() not in _NOT_TEXT
    return text if plain else json.dumps(text, ensure_ascii=False)


def _with_nav_entry(config: str, nav: tuple[NavEntry, ...], folder: str, uri: str) -> str:
    """Add the page as the last line of its folder in `nav:`, keeping the rest of the file.

    Raises ScaffoldError if the folder is not in the navigation.
    """
    lines = config.split("\n")
    if folder:
        entry = _find(nav, folder + "/")
        if entry is None:
            raise ScaffoldError(f"'{folder}/' is not in nav: of mkdocs.yml (add it first)")
        if entry.children and entry.children[0].line == entry.line:
            raise ScaffoldError(f"'{folder}/' is written on one line of mkdocs.yml (give each entry a line of its own)")
        siblings = entry.children
    else:
        siblings = nav
    if siblings:
        last = max(_last_line(sibling) for sibling in siblings)
        indent = _indent(lines[siblings[0].line - 1])
    elif folder:
        assert entry is not None
        last, line = entry.line, lines[entry.line - 1]
        head, mark, comment = line.rstrip("\r").partition(" #")
        lines[last - 1] = head.rstrip() + ":" + mark + comment + line[len(line.rstrip("\r")) :]
        indent = _indent(line) + "    "
    else:
        raise ScaffoldError("mkdocs.yml has no nav:")
    ending = "\r" if lines[last - 1].endswith("\r") else ""
    return "\n".join([*lines[:last], f"{indent}- {uri}{ending}", *lines[last:]])


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
