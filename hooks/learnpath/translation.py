"""Pair English pages with Chinese ones and tell what has changed since the translation.

A Chinese page carries `source_hash`: the hash of the normalised English body it was
written from, followed by a short hash for each section.  The first part says whether
the English has changed, the rest says where, and neither needs the history of git.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from learnpath.languages import CHINESE, ENGLISH
from learnpath.pages import Page, Site
from learnpath.problems import Problem

State = Literal["current", "behind", "missing", "unstamped"]

#: The key of what stands before the first level-2 heading; no heading can have it as its id.
INTRODUCTION = "."


_STAMP = re.compile(r"[0-9a-f]{12}(?: \S+:[0-9a-f]{6})*")


@dataclass(frozen=True, slots=True)
class Change:
    """A section of the English page that differs from what was translated."""

    kind: Literal["changed", "added", "removed"]
    section: str

    def __str__(self) -> str:
        return f"{self.kind}: {'introduction' if self.section == INTRODUCTION else self.section}"


@dataclass(frozen=True)
class Pair:
    """An English page and its translation, if there is one."""

    english: Page
    chinese: Page | None

    @property
    def state(self) -> State:
        if self.chinese is None:
            return "missing"
        if not self.chinese.front.source_hash:
            return "unstamped"
        return "current" if self._stamped[0] == self._now[0] else "behind"

    @cached_property
    def _now(self) -> list[str]:
        """The stamp that the English would give today, computed once for state and changes."""
        return stamp(self.english).split()

    @property
    def _stamped(self) -> list[str]:
        assert self.chinese is not None
        return self.chinese.front.source_hash.split() or [""]

    @property
    def changes(self) -> tuple[Change, ...]:
        """What changed in the English since the translation, by section, in reading order."""
        if self.state != "behind":
            return ()
        before = _sections(self._stamped[1:])
        now = _sections(self._now[1:])
        found: list[Change] = []
        for section, digest in now.items():
            if section not in before:
                found.append(Change("added", section))
            elif before[section] != digest:
                found.append(Change("changed", section))
        found += [Change("removed", section) for section in before if section not in now]
        return tuple(found)


def _sections(parts: list[str]) -> dict[str, str]:
    """Read `id:digest` parts; an id may itself contain a colon."""
    return {name: digest for part in parts for name, mark, digest in [part.rpartition(":")] if mark}


def pairs(site: Site) -> Iterator[Pair]:
    """Yield every English page, and the documents of the root, with its translation."""
    for uri, english in sorted(site.pages[ENGLISH.code].items()):
        yield Pair(english, site.page(uri, CHINESE))
    for english_document, chinese_document in site.documents:
        if english_document:
            yield Pair(english_document, chinese_document)


def pair_of(site: Site, page: Page) -> Pair | None:
    """Return the pair to which a Chinese page of the tree belongs."""
    english = site.page(page.uri, ENGLISH)
    return Pair(english, page) if english and page.language is CHINESE else None


def _normalise(text: str) -> str:
    """Drop what does not change the meaning: trailing blanks and the number of blank lines."""
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(_normalise(text).encode()).hexdigest()[:length]


def stamp(english: Page) -> str:
    """Return the `source_hash` of a translation made from `english` as it is now.

    It reads like `9f86d081884c .:60303a what-is-cached:fd61a0`.
    """
    lines = english.body.split("\n")
    starts = [(INTRODUCTION, 0)]
    starts += [(h.id, h.line - english.body_line) for h in english.structure.headings if h.level == 2]
    ends = [start for _, start in starts[1:]] + [len(lines)]
    sections = (
        name + ":" + _digest("\n".join(lines[start:end]), 6) for (name, start), end in zip(starts, ends, strict=True)
    )
    return " ".join([_digest(english.body, 12), *sections])


def check(site: Site) -> Iterator[Problem]:
    """Yield Chinese pages without an English one, unstamped ones, and current ones that differ."""
    english = site.pages[ENGLISH.code]
    by_folded = {uri.casefold(): uri for uri in english}
    for uri, page in site.pages[CHINESE.code].items():
        if uri in english or site.settings.is_untranslated(uri):
            continue
        if (twin := by_folded.get(uri.casefold())) is not None:
            yield Problem(
                page.path,
                1,
                "translation",
                f"differs from {ENGLISH.tree}/{twin} by letter case (rename it to '{twin}')",
            )
        else:
            allowed = ", ".join(site.settings.untranslated) or "no folder"
            yield Problem(
                page.path,
                1,
                "translation",
                f"has no English page {ENGLISH.tree}/{uri} (write it; Chinese alone is for {allowed})",
            )
    for pair in pairs(site):
        if "source_hash" in pair.english.front.lines:
            yield Problem(
                pair.english.path,
                pair.english.front.line("source_hash"),
                "source_hash",
                "belongs on the Chinese page (remove the line)",
            )
        if pair.chinese is not None and pair.english.parsed and pair.chinese.parsed:
            yield from _check_pair(pair, pair.chinese, site.settings.mounts)


def _check_pair(pair: Pair, chinese: Page, mounts: dict[str, str]) -> Iterator[Problem]:
    line = chinese.front.line("source_hash")
    if chinese.front.source_hash and not _STAMP.fullmatch(chinese.front.source_hash):
        accepting = f"learnpath translations accept {chinese.path}"
        yield Problem(chinese.path, line, "source_hash", f"is not what the tool writes ({accepting})")
        return
    match pair.state:
        case "unstamped":
            if "source_hash" not in chinese.front.lines:
                yield Problem(
                    chinese.path,
                    line,
                    "source_hash",
                    f"is missing (after translating: learnpath translations accept {chinese.path})",
                )
        case "behind":
            changed = "; ".join(map(str, pair.changes)) or "the whole page"
            yield Problem(
                chinese.path,
                line,
                "source_hash",
                f"is behind {pair.english.path} ({changed})",
                "warning",
            )
        case "current":
            for at, message in differences(pair, chinese, mounts):
                yield Problem(chinese.path, at, "translation", message)


def differences(pair: Pair, chinese: Page, mounts: dict[str, str]) -> list[tuple[int, str]]:
    """Compare front matter and structure: heading ids, code blocks, tables, links and images.

    `mounts` maps pages to the root files they are read from. Returns the line in the
    Chinese file and what differs.
    """
    english = pair.english
    found = _front_differences(english, chinese)
    found += _heading_differences(english, chinese)
    found += _code_differences(english, chinese)
    tables = [[(t.rows, t.columns) for t in p.structure.tables] for p in (english, chinese)]
    if len(tables[0]) != len(tables[1]):
        found.append((1, f"has {len(tables[1])} tables, the English {len(tables[0])}"))
    else:
        for table, ours, theirs in zip(chinese.structure.tables, tables[1], tables[0], strict=True):
            if ours != theirs:
                found.append(
                    (
                        table.line,
                        f"this table has {ours[0]} rows and {ours[1]} columns, the English {theirs[0]} and {theirs[1]}",
                    )
                )
    found += _link_differences(pair, chinese, mounts, image=False)
    found += _link_differences(pair, chinese, mounts, image=True)
    return found


#: What is the same in both languages; the rest is text, or belongs to the file.
_SHARED_KEYS = ("tags", "level", "minutes", "prerequisites", "projects", "verified")


def _front_differences(english: Page, chinese: Page) -> list[tuple[int, str]]:
    return [
        (chinese.front.line(key), f"the {key} of the front matter differ from the English ({english.path})")
        for key in _SHARED_KEYS
        if getattr(english.front, key) != getattr(chinese.front, key)
        # A value that is wrong in itself is reported there, not as a difference.
        and key not in english.front.wrong | chinese.front.wrong
    ]


def _heading_differences(english: Page, chinese: Page) -> list[tuple[int, str]]:
    def outline(page: Page) -> list[tuple[int, str, int]]:
        return [(h.level, h.id if h.explicit else "", h.line) for h in page.structure.headings if h.level > 1]

    ours, theirs = outline(chinese), outline(english)
    for (level, name, line), (their_level, their_name, _) in zip(ours, theirs, strict=False):
        if (level, name) != (their_level, their_name):
            wanted = f"level {their_level} with " + (f"id '{their_name}'" if their_name else "no explicit id")
            return [(line, f"this heading has level {level} and id '{name}', the English {wanted}")]
    if len(ours) != len(theirs):
        return [(1, f"has {len(ours)} headings below the title, the English {len(theirs)}")]
    return []


#: Diagrams carry words, so their text may differ; their number of lines may not.
_WORDED = {"mermaid"}


def _code_differences(english: Page, chinese: Page) -> list[tuple[int, str]]:
    ours, theirs = chinese.structure.code_blocks, english.structure.code_blocks
    if len(ours) != len(theirs):
        return [(1, f"has {len(ours)} code blocks, the English {len(theirs)}")]
    found = []
    for block, their in zip(ours, theirs, strict=True):
        if block.info != their.info:
            found.append((block.line, f"this code block is '{block.info}', the English '{their.info}'"))
        elif block.language in _WORDED:
            if block.code.count("\n") != their.code.count("\n"):
                found.append((block.line, "this diagram has another number of lines than the English"))
        elif _normalise(block.code) != _normalise(their.code):
            found.append((block.line, "the code of this block differs from the English"))
    return found


def _link_differences(pair: Pair, chinese: Page, mounts: dict[str, str], *, image: bool) -> list[tuple[int, str]]:
    def targets(page: Page) -> list[tuple[str, int]]:
        files = (pair.english.path, chinese.path)
        return [
            (_same_in_both(page, link.target, files, mounts), link.line)
            for link in page.structure.links
            if link.image is image
        ]

    ours, theirs = targets(chinese), targets(pair.english)
    counted, wanted = Counter(target for target, _ in ours), Counter(target for target, _ in theirs)
    what = "image" if image else "link"
    found = [(1, f"the English {what} to '{target}' is missing here") for target in wanted - counted]
    for extra in counted - wanted:
        line = next(line for target, line in ours if target == extra)
        found.append((line, f"this {what} to '{extra}' is not in the English"))
    return found


def _same_in_both(page: Page, target: str, files: tuple[str, str], mounts: dict[str, str]) -> str:
    """Return what a link means in either language.

    Pages of the trees have the same links.  The two READMEs of the root link to each other,
    and each to its own tree, in which a root file such as RoadMap.md is a page.
    """
    if page.path != page.uri:
        return target
    path, mark, anchor = target.removeprefix("./").partition("#")
    if path in files:
        path = "the other language"
    for uri, root_file in mounts.items():
        if path == root_file:
            path = f"{ENGLISH.tree}/{uri}"
    if path.startswith(f"{CHINESE.tree}/"):
        path = ENGLISH.tree + path.removeprefix(CHINESE.tree)
    return path + mark + anchor


def accept(site: Site, path: str) -> tuple[str, str] | Problem:
    """Return the Chinese file's path and its new text with `source_hash` stamped.

    `path` names either file of a pair, or the page below docs/.  A pair whose structure
    differs is refused: a stamp says that the translation is complete.
    """
    wanted = posixpath.normpath(path)
    listed = list(pairs(site))
    files = [{p.english.path, p.chinese.path if p.chinese else ""} for p in listed]
    # A file is meant before a page: README.md of the root before docs/README.md.
    pair = next((p for p, paths in zip(listed, files, strict=True) if wanted in paths), None)
    pair = pair or next((p for p in listed if p.english.uri == wanted), None)
    if pair is None or pair.chinese is None:
        return Problem(wanted, 1, "translation", "is no page with a translation (see: learnpath translations)")
    chinese = pair.chinese
    if not pair.english.parsed or not chinese.parsed:
        return Problem(wanted, 1, "translation", "cannot be read (see: learnpath check)")
    for line, message in differences(pair, chinese, site.settings.mounts):
        return Problem(chinese.path, line, "translation", f"{message} (make them alike, then accept)")
    # As bytes: reading as text would turn CRLF into LF and so change every line of the file.
    text = (site.settings.root / chinese.path).read_bytes().decode("utf-8")
    return chinese.path, _with_field(text, "source_hash", stamp(pair.english))


def _with_field(text: str, key: str, value: str) -> str:
    """Set one field of the front matter, leaving every other character as it is."""
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)
    ending = lines[0][len(lines[0].rstrip("\r\n")) :]
    end = next(index for index, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "..."))
    start = next((i for i in range(1, end) if re.match(rf"{re.escape(key)}\s*:", lines[i])), end)
    stop = start + (start < end)
    # A formatter may have folded the old value onto indented lines.
    while stop < end and (lines[stop][0] in " \t" or not lines[stop].strip()):
        stop += 1
    return "".join([*lines[:start], f"{key}: {value}{ending}", *lines[stop:]])


def summary(found: Iterable[Pair]) -> str:
    """Return a line a pair, behind and missing first, and a line of totals."""
    listed = sorted(found, key=lambda p: (("missing", "unstamped", "behind", "current").index(p.state), p.english.path))
    lines = []
    for pair in listed:
        changes = f"  ({'; '.join(map(str, pair.changes))})" if pair.changes else ""
        lines.append(f"{pair.state:<9}  {pair.chinese.path if pair.chinese else pair.english.path}{changes}")
    counts = Counter(pair.state for pair in listed)
    lines.append(", ".join(f"{counts[state]} {state}" for state in ("current", "behind", "unstamped", "missing")))
    return "\n".join(lines)
