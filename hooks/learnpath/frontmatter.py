"""Split a page into front matter and body, and parse the front matter with line numbers.

YAML is only parsed into events, never constructed into objects, so no tag can
run code, and each value keeps its line.  Scalars stay as they were typed: a date
is judged by `schema`, not by YAML's idea of a timestamp.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, cast

import yaml

from learnpath.problems import Problem

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

_TAG = "tag:yaml.org,2002:"
_QUOTE = "(quote text that contains ': ', '#' or brackets)"
#: `verified` needs one level, a list in a mapping two.
_DEEPEST = 8
_LONGEST = 20_000
_NOT_PRINTABLE = re.compile("[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_KINDS = {
    _TAG + "str": "text",
    _TAG + "int": "a number",
    _TAG + "float": "a number",
    _TAG + "bool": "a yes/no value",
    _TAG + "null": "empty",
    _TAG + "timestamp": "a date",
}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as typed. `kind` is its YAML type in words: text, a number, a date, …"""

    text: str
    kind: str
    line: int


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Value, ...]
    line: int
    kind: str = "a list"


@dataclass(frozen=True, slots=True)
class Mapping:
    items: dict[str, Value]
    line: int
    kind: str = "a mapping"


Value = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Document:
    """A file's two parts. `body_line` is the line of the file on which `body` begins."""

    fields: dict[str, Value] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1


def parse(path: str, text: str) -> tuple[Document, list[Problem]]:
    """Split `text` and parse its front matter; the body is returned even if that fails."""
    if not text.strip():
        return Document(), [Problem(path, 1, "file", "is empty (write front matter and a page, or delete it)")]
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return Document(body=text), [
            Problem(
                path,
                1,
                "front matter",
                "is missing (begin the file with '---', then status, maintainer, last_updated and tags, then '---')",
            )
        ]
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() in ("---", "..."):
            end = number
            break
    else:
        return Document(body=""), [Problem(path, 1, "front matter", "is not closed (end it with a line '---')")]
    body = "\n".join(lines[end:])
    fields, key_lines, problems = _parse_yaml(path, lines[1 : end - 1])
    return Document(fields, key_lines, body, end + 1), problems


def _parse_yaml(path: str, lines: list[str]) -> tuple[dict[str, Value], dict[str, int], list[Problem]]:
    """Parse the lines between the markers; the first of them is line 2 of the file."""
    text = "\n".join(lines) + "\n"
    if len(text) > _LONGEST:
        # The parser's time grows with the square of what nests in it.
        message = f"has {len(text):,} characters, more than {_LONGEST:,} (a page's text stands below it)"
        return {}, {}, [Problem(path, 1, "front matter", message)]
    for number, line in enumerate(lines, start=2):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return {}, {}, [Problem(path, number, "front matter", "a tab indents this line (use spaces)")]
    if control := _NOT_PRINTABLE.search(text):
        line_number = text.count("\n", 0, control.start()) + 2
        what = f"unacceptable character #x{ord(control[0]):04x}: control characters are not allowed"
        return {}, {}, [Problem(path, line_number, "front matter", f"is not valid YAML: {what} {_QUOTE}")]
    reader = _EventReader(path, text)
    try:
        value = reader.read()
    except yaml.YAMLError as error:
        return {}, {}, [_yaml_problem(path, text, error)]
    finally:
        reader.close()
    if value is None or (isinstance(value, Scalar) and value.kind == "empty" and not reader.problems):
        return {}, {}, reader.problems
    if not isinstance(value, Mapping):
        return {}, {}, reader.problems or [Problem(path, 2, "front matter", "must be lines of 'key: value'")]
    return value.items, reader.key_lines, reader.problems


def _yaml_problem(path: str, text: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    line = text.count("\n", 0, mark.index) + 2 if mark else 1
    return Problem(path, line, "front matter", f"is not valid YAML: {what} {_QUOTE}")


class _EventReader:
    """Turn YAML events into values, gathering what safe front matter does not allow.

    Events rather than nodes: an alias is seen where it stands and never followed, and
    nesting is bounded before anything recurses.
    """

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.problems: list[Problem] = []
        self.key_lines: dict[str, int] = {}
        self._anchors: set[str] = set()
        self._loader: Any = Loader(text)

    def close(self) -> None:
        self._loader.dispose()

    def read(self) -> Value | None:
        """Return the one document's value, or None if there is no document."""
        self._loader.get_event()
        if self._loader.check_event(yaml.StreamEndEvent):
            return None
        self._loader.get_event()
        value = self._value(0)
        self._loader.get_event()
        if not self._loader.check_event(yaml.StreamEndEvent):
            line = self._line(self._loader.peek_event())
            self.problems.append(Problem(self.path, line, "front matter", "holds a second document (keep one)"))
        return value

    def _line(self, event: yaml.Event) -> int:
        # By position: YAML's own count also breaks lines at U+2028, which no editor does.
        mark: Any = event.start_mark
        return self.text.count("\n", 0, mark.index) + 2

    def _value(self, depth: int) -> Value:
        event = self._loader.get_event()
        line = self._line(event)
        if depth > _DEEPEST:
            self._refuse(line, f"lists and mappings are nested more than {_DEEPEST} deep (write them flat)")
            self._skip(event)
            return Scalar("", "empty", line)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise yaml.MarkedYAMLError(problem="found undefined alias", problem_mark=cast(Any, event.start_mark))
            self._refuse(line, "repeats a value by an alias '*…' (write the value out)")
            return Scalar("", "empty", line)
        if event.anchor:
            self._anchors.add(event.anchor)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, self._kind(event, line), line)
        if isinstance(event, yaml.SequenceStartEvent):
            self._check_tag(event.tag, _TAG + "seq", line)
            items: list[Value] = []
            while not self._loader.check_event(yaml.SequenceEndEvent):
                items.append(self._value(depth + 1))
            self._loader.get_event()
            return Sequence(tuple(items), line)
        self._check_tag(event.tag, _TAG + "map", line)
        return self._mapping(depth, line)

    def _skip(self, event: yaml.Event) -> None:
        """Pass over what `event` begins, without recursion."""
        opened = int(isinstance(event, yaml.CollectionStartEvent))
        while opened:
            event = self._loader.get_event()
            opened += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)

    def _mapping(self, depth: int, line: int) -> Mapping:
        items: dict[str, Value] = {}
        while not self._loader.check_event(yaml.MappingEndEvent):
            event = self._loader.peek_event()
            key_line = self._line(event)
            key = self._value(depth + 1)
            value = self._value(depth + 1)
            if not isinstance(key, Scalar) or not isinstance(event, yaml.ScalarEvent) or key.text == "<<":
                if not isinstance(event, yaml.AliasEvent):
                    self._refuse(key_line, "a key must be plain text")
            elif key.text in items:
                self.problems.append(Problem(self.path, key_line, key.text, "is given twice (keep one of the two)"))
            else:
                items[key.text] = value
                if depth == 0:
                    self.key_lines[key.text] = key_line
        self._loader.get_event()
        return Mapping(items, line)

    def _kind(self, event: yaml.ScalarEvent, line: int) -> str:
        """Return the type of a scalar in words: its tag's, or what YAML makes of its text."""
        tag = event.tag
        if tag is None or tag == "!":
            tag = self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        kind = _KINDS.get(tag)
        if kind is None and tag not in (_TAG + "merge", _TAG + "value"):
            self._check_tag(tag, "", line)
        return kind or "text"

    def _check_tag(self, tag: str | None, allowed: str, line: int) -> None:
        if tag not in (None, "!", allowed):
            self._refuse(line, f"the tag '{str(tag).replace(_TAG, '!!')}' is not allowed (write a plain value)")

    def _refuse(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.path, line, "front matter", message))
