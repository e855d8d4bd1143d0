"""Find the structure of a Markdown body without rendering it.

Headings, links, code blocks and tables with their line numbers, quickly enough to run
over the whole tree at each save.  Code is masked before links are looked for, so an
example of a link is not a link.  Every step takes time linear in the text: a page of
nothing but brackets must not stop the site.
"""

from __future__ import annotations

import bisect
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pymdownx.slugs import slugify

_FENCE = re.compile(r"^(?P<indent>[ \t>]*)(?P<mark>`{3,}|~{3,})(?P<info>[^\n]*)$")
_HEADING = re.compile(r"^(#{1,6})(.*)$")
_UNDERLINE = re.compile(r"^(=+|-+) *$")
_ATTRIBUTES = re.compile(r"\{:?([^{}]*)\}$")
_ID_ATTRIBUTE = re.compile(r"(?:^|\s)#([^\s#.}]+)")
_ANY_ATTRIBUTES = re.compile(r"\{:?([^{}\n]*)\}")
_TAG_ID = re.compile(r"<[a-zA-Z][^<>]*?\s(?:id|name)=[\"']([^\"'<>]+)[\"']")
_BACKTICKS = re.compile(r"`+|\n[ \t]*\n")
_BRACKETS = re.compile(r"\\.|[\[\]]|\n[ \t]*\n", re.DOTALL)
_TARGET = re.compile(r"<(?P<angled>[^<>\n]*)>|(?P<plain>[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)")
_TITLE = re.compile(r"\"[^\"\n]*\"[ \t]*(?=\))|'[^'\n]*'[ \t]*(?=\))|[\"'][^\n]{0,500}?[\"'](?=\))")
_BLANKS = re.compile(r"[ \t]{0,200}\n?[ \t]{0,200}")
_DEFINITION = re.compile(r"^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*(?P<target>\S+)", re.MULTILINE)
_ATTRIBUTE_LINK = re.compile(r"<(?P<tag>[a-zA-Z]+)\s[^<>]*?\b(?:href|src)=[\"'](?P<target>[^\"'<>]*)[\"']")
_TABLE_CELL = re.compile(r":?-+:?")
_LINK_TEXT = re.compile(r"!?\[([^\[\]]{0,1000})\]\([^()]{0,2000}\)")
_TAG = re.compile(r"<[^<>]{1,1000}>")
#: Emphasis; an underscore inside a word (`max_model_len`) is part of the word.
_EMPHASIS = re.compile(r"(?<!\s)\*+|\*+(?!\s)|`+|~~|(?<!\w)_+|_+(?!\w)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+.!&-])")
_COUNTED = re.compile(r"^(.*)_(\d+)$")

_slug = slugify(case="lower")


@dataclass(frozen=True, slots=True)
class Heading:
    """`id` is the anchor that the page will have; `explicit` if it was typed as `{ #id }`."""

    level: int
    text: str
    id: str
    explicit: bool
    line: int


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A fenced block. `language` is the first word of `info`; `code` is without indentation."""

    language: str
    info: str
    code: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image. `offset` is where its target begins in the body."""

    target: str
    image: bool
    line: int
    offset: int


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` counts the body rows, `columns` the cells of the header."""

    rows: int
    columns: int
    line: int


@dataclass(frozen=True, slots=True)
class Structure:
    """What a body is made of. `unclosed_fence` is the line of a fence without an end."""

    headings: tuple[Heading, ...]
    code_blocks: tuple[CodeBlock, ...]
    links: tuple[Link, ...]
    tables: tuple[Table, ...]
    anchors: frozenset[str]
    unclosed_fence: int | None

    @property
    def title(self) -> str:
        """The text of the first level-1 heading, or an empty string."""
        return next((h.text for h in self.headings if h.level == 1), "")


def scan(body: str, first_line: int = 1) -> Structure:
    """Return the structure of `body`, whose first line is line `first_line` of its file."""
    prose, blocks, unclosed = _split_code(body, first_line)
    masked = _mask_comments(_mask_code(prose))
    # Headings keep the text of inline code, which is part of their anchor.
    headings = tuple(_headings(prose, masked, first_line))
    anchors = {heading.id for heading in headings}
    anchors.update(
        found[1] for attributes in _ANY_ATTRIBUTES.findall(masked) if (found := _ID_ATTRIBUTE.search(attributes))
    )
    anchors.update(_TAG_ID.findall(masked))
    return Structure(
        headings, tuple(blocks), tuple(_links(masked, first_line)), tuple(_tables(masked, first_line)),
        frozenset(anchors), unclosed,
    )  # fmt: skip


def _spaces(text: str) -> str:
    """Return blanks of the same length, with the same line breaks."""
    return "\n".join(" " * len(line) for line in text.split("\n"))


def _split_code(body: str, first_line: int) -> tuple[str, list[CodeBlock], int | None]:
    """Return the body with its fenced blocks blanked, the blocks, and an unclosed fence's line."""
    prose: list[str] = []
    blocks: list[CodeBlock] = []
    opening: re.Match[str] | None = None
    start, code = 0, list[str]()
    for number, line in enumerate(body.split("\n"), start=first_line):
        if opening is None:
            match = _FENCE.match(line)
            # An info string with a backtick is inline code that begins a line.
            if match and not (match["mark"][0] == "`" and "`" in match["info"]):
                opening, start, code = match, number, []
                prose.append(" " * len(line))
            else:
                prose.append(line)
            continue
        prose.append(" " * len(line))
        stripped = line.strip(" \t>")
        mark = opening["mark"]
        if stripped and len(stripped) >= len(mark) and not stripped.strip(mark[0]):
            info = opening["info"].strip()
            language = re.split(r"[\s{]", info, maxsplit=1)[0] if info else ""
            blocks.append(CodeBlock(language, info, "\n".join(code), start))
            opening = None
        else:
            code.append(line.removeprefix(opening["indent"]))
    return "\n".join(prose), blocks, start if opening is not None else None


def _mask_code(text: str) -> str:
    """Blank inline code: from a run of backticks to the next run as long, in one paragraph."""
    runs: list[tuple[int, int, int]] = []
    paragraph = 0
    for match in _BACKTICKS.finditer(text):
        if match[0][0] == "`":
            runs.append((match.start(), match.end(), paragraph))
        else:
            paragraph += 1
    closing: dict[int, int] = {}
    latest: dict[tuple[int, int], int] = {}
    for index in range(len(runs) - 1, -1, -1):
        start, end, where = runs[index]
        if (found := latest.get((where, end - start))) is not None:
            closing[index] = found
        latest[where, end - start] = index
    pieces, position, index = [], 0, 0
    while index < len(runs):
        start = runs[index][0]
        escaped = start > 0 and text[start - 1] == "\\" and runs[index][1] - start == 1
        if index in closing and not escaped:
            end = runs[closing[index]][1]
            pieces += [text[position:start], _spaces(text[start:end])]
            position = end
            index = closing[index]
        index += 1
    return "".join([*pieces, text[position:]])


def _mask_comments(text: str) -> str:
    pieces, position = [], 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        pieces += [text[position:start], _spaces(text[start : end + 3])]
        position = end + 3
    return "".join([*pieces, text[position:]])


class _Ids:
    """Makes heading ids as Python-Markdown's `toc` does: a taken one gets `_1`, `_2`, …"""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._last: dict[str, str] = {}

    def make(self, text: str) -> str:
        slug = str(_slug(text, "-"))
        identifier = self._last.get(slug, slug)
        while not identifier or identifier in self._taken:
            match = _COUNTED.match(identifier)
            identifier = f"{match[1]}_{int(match[2]) + 1}" if match else f"{identifier}_1"
        self._taken.add(identifier)
        self._last[slug] = identifier
        return identifier


def _headings(prose: str, masked: str, first_line: int) -> Iterator[Heading]:
    found = list(_heading_lines(prose.split("\n"), masked.split("\n")))
    parsed = [(level, *_split_attributes(text), index) for level, text, index in found]
    # Ids that were typed are taken first, wherever they stand.
    ids = _Ids({explicit for _, _, explicit, _ in parsed if explicit})
    for level, text, explicit, index in parsed:
        plain = plain_text(text)
        yield Heading(level, plain, explicit or ids.make(plain), bool(explicit), index + first_line)


def _heading_lines(lines: list[str], masked: list[str]) -> Iterator[tuple[int, str, int]]:
    """Yield level, text and index of each heading, in both of Markdown's forms."""
    for index, line in enumerate(lines):
        if (match := _HEADING.match(line)) and masked[index].startswith("#"):
            text = match[2].strip().rstrip("#").strip()
            if text:
                yield len(match[1]), text, index
        elif (
            index + 1 < len(lines) and line.strip() and not line.startswith((" ", "\t", "|", ">", "-", "*", "#"))
            and _UNDERLINE.match(lines[index + 1]) and (index == 0 or not lines[index - 1].strip())
        ):  # fmt: skip
            yield 1 if lines[index + 1][0] == "=" else 2, line.strip(), index


def _split_attributes(text: str) -> tuple[str, str]:
    """Return a heading's text without its `{ #id }`, and the id."""
    match = _ATTRIBUTES.search(text)
    if not match:
        return text, ""
    found = _ID_ATTRIBUTE.search(match[1])
    return text[: match.start()].rstrip().rstrip("#").rstrip(), found[1] if found else ""


def plain_text(text: str) -> str:
    """Return a line of Markdown as it reads: without emphasis, code marks, tags and targets."""
    text = _ESCAPED.sub(lambda match: f"&#{ord(match[1])};", text)
    text = _LINK_TEXT.sub(lambda match: match[1], text)
    text = html.unescape(_EMPHASIS.sub("", _TAG.sub("", text)))
    return " ".join(text.split())


def _links(masked: str, first_line: int) -> Iterator[Link]:
    """Yield every link in reading order; an image inside a link follows it."""
    breaks = [match.start() for match in re.finditer("\n", masked)]
    found: list[tuple[int, str, bool, int]] = []
    opened: list[int] = []
    for token in _BRACKETS.finditer(masked):
        if token[0] == "[":
            opened.append(token.start())
        elif token[0] == "]" and opened:
            start = opened.pop()
            if (target := _inline_target(masked, token.end())) is not None:
                found.append((start, target[0], start > 0 and masked[start - 1] == "!", target[1]))
        elif token[0].startswith("\n"):
            opened.clear()
    for match in _DEFINITION.finditer(masked):
        found.append((match.start(), match["target"].strip("<>"), False, match.start("target")))
    for match in _ATTRIBUTE_LINK.finditer(masked):
        image = match["tag"].lower() in ("img", "source", "video")
        found.append((match.start(), match["target"], image, match.start("target")))
    for _, target_text, image, offset in sorted(found):
        yield Link(target_text, image, bisect.bisect_right(breaks, offset - 1) + first_line, offset)


def _inline_target(text: str, position: int) -> tuple[str, int] | None:
    """Return the target of `(target "title")` at `position`, and where it begins, or None."""
    if not text.startswith("(", position):
        return None
    position = _skip_blanks(text, position + 1)
    match = _TARGET.match(text, position)
    assert match is not None
    angled = match["angled"] is not None
    target, offset = (match["angled"], position + 1) if angled else (match["plain"], position)
    position = _skip_blanks(text, match.end())
    if title := _TITLE.match(text, position):
        position = _skip_blanks(text, title.end())
    return (target, offset) if text.startswith(")", position) else None


def _skip_blanks(text: str, position: int) -> int:
    match = _BLANKS.match(text, position)
    return match.end() if match else position


def _tables(masked: str, first_line: int) -> Iterator[Table]:
    lines = masked.split("\n")
    end = 0
    for index in range(1, len(lines)):
        header = lines[index - 1].strip()
        if index <= end or "|" not in header or not _is_table_rule(lines[index]):
            continue
        end = index
        while end + 1 < len(lines) and "|" in lines[end + 1]:
            end += 1
        columns = len(re.split(r"(?<!\\)\|", header.removeprefix("|").removesuffix("|")))
        yield Table(end - index, columns, index - 1 + first_line)


def _is_table_rule(line: str) -> bool:
    """Whether a line is the rule below a table's header: `| --- | :-: |`."""
    line = line.strip()
    cells = line.removeprefix("|").removesuffix("|").split("|")
    return "-" in line and not line.strip("|:- \t") and all(_TABLE_CELL.fullmatch(cell.strip()) for cell in cells)
