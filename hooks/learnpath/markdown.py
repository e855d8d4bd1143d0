"""Find the structure of a Markdown body without rendering it.

Headings, links, code blocks and tables with their line numbers, quickly enough
to run over the whole tree at each save.  Code is masked before links are looked
for, so an example of a link is not a link.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown.extensions.toc import unique
from pymdownx.slugs import slugify

_FENCE = re.compile(r"^(?P<indent>[ \t>]*)(?P<mark>`{3,}|~{3,})(?P<info>[^\n]*)$")
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*$")
_ATTRIBUTES = re.compile(r"\s*\{:?\s*([^{}\n]*?)\s*\}\s*$")
_ID_ATTRIBUTE = re.compile(r"(?:^|\s)#([^\s#.}]+)")
_ANY_ID = re.compile(r"\{:?[^{}\n]*?#([^\s#.}]+)[^{}\n]*\}|<[a-zA-Z][^>]*?\s(?:id|name)=[\"']([^\"']+)[\"']")
_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LABEL = r"(?:[^\[\]\\]|\\.|\[[^\[\]]*\](?:\([^()]*\))?)*"
_TARGET = r"(?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)"
_LINK = re.compile(
    rf"(?P<bang>!?)(?<!\\)\[(?P<label>{_LABEL})\]\(\s*(?P<target>{_TARGET})"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)
_DEFINITION = re.compile(r"^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*(?P<target>\S+)", re.MULTILINE)
_ATTRIBUTE_LINK = re.compile(r"<(?P<tag>[a-zA-Z]+)\s[^>]*?\b(?:href|src)=[\"'](?P<target>[^\"']*)[\"']")
_TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_MARKUP = re.compile(r"[*_`~]|!?\[([^\]]*)\]\([^)]*\)|<[^>]+>")

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
    prose = _blank(_COMMENT, prose)
    headings = tuple(_headings(prose, first_line))
    masked = _blank(_INLINE_CODE, prose)
    anchors = {heading.id for heading in headings}
    anchors.update(a or b for a, b in _ANY_ID.findall(masked))
    return Structure(
        headings,
        tuple(blocks),
        tuple(_links(masked, first_line)),
        tuple(_tables(masked, first_line)),
        frozenset(anchors),
        unclosed,
    )


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """Replace what `pattern` matches by spaces, keeping line breaks and offsets."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


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


def _headings(prose: str, first_line: int) -> Iterator[Heading]:
    used: set[str] = set()
    for number, line in enumerate(prose.split("\n"), start=first_line):
        match = _HEADING.match(line)
        if not match:
            continue
        text, explicit = match[2], ""
        if attributes := _ATTRIBUTES.search(text):
            text = text[: attributes.start()]
            if found := _ID_ATTRIBUTE.search(attributes[1]):
                explicit = found[1]
        text = re.sub(r"\s+#+$", "", text).strip()
        plain = _MARKUP.sub(lambda m: m[1] or "", text)
        if explicit:
            used.add(explicit)
        identifier = explicit or unique(_slug(plain, "-"), used)
        yield Heading(len(match[1]), plain.strip(), identifier, bool(explicit), number)


def _links(masked: str, first_line: int) -> Iterator[Link]:
    breaks = [match.start() for match in re.finditer("\n", masked)]

    def place(offset: int) -> int:
        return bisect.bisect_right(breaks, offset - 1) + first_line

    def links_in(text: str, shift: int) -> Iterator[Link]:
        for match in _LINK.finditer(text):
            target = match["target"].strip("<>")
            start = shift + match.start("target")
            yield Link(target, bool(match["bang"]), place(start), start)
            if not match["bang"] and "](" in match["label"]:
                yield from links_in(match["label"], shift + match.start("label"))

    yield from links_in(masked, 0)
    for match in _DEFINITION.finditer(masked):
        yield Link(match["target"].strip("<>"), False, place(match.start("target")), match.start("target"))
    for match in _ATTRIBUTE_LINK.finditer(masked):
        image = match["tag"].lower() in ("img", "source", "video")
        yield Link(match["target"], image, place(match.start("target")), match.start("target"))


def _tables(masked: str, first_line: int) -> Iterator[Table]:
    lines = masked.split("\n")
    for index in range(1, len(lines)):
        header, rule = lines[index - 1].strip(), lines[index]
        if "|" not in header or "-" not in rule or not _TABLE_RULE.match(rule):
            continue
        rows = 0
        while index + 1 + rows < len(lines) and "|" in lines[index + 1 + rows]:
            rows += 1
        columns = len(re.split(r"(?<!\\)\|", header.strip("|")))
        yield Table(rows, columns, index - 1 + first_line)
