"""Split a page into front matter and body, and parse the front matter with line numbers.

YAML is only composed into nodes, never constructed into objects, so no tag can
run code, and each value keeps its line.  Scalars stay as they were typed: a date
is judged by `schema`, not by YAML's idea of a timestamp.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from learnpath.problems import Problem

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

_TAG = "tag:yaml.org,2002:"
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
    for number, line in enumerate(lines, start=2):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return {}, {}, [Problem(path, number, "front matter", "a tab indents this line (use spaces)")]
    loader = Loader("\n".join(lines) + "\n")
    try:
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        return {}, {}, [_yaml_problem(path, error)]
    finally:
        loader.dispose()
    if node is None:
        return {}, {}, []
    if not isinstance(node, yaml.MappingNode):
        return {}, {}, [Problem(path, 2, "front matter", "must be lines of 'key: value'")]
    converter = _Converter(path)
    mapping = converter.convert(node)
    assert isinstance(mapping, Mapping)
    key_lines = {key.value: key.start_mark.line + 2 for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
    return mapping.items, key_lines, converter.problems


def _yaml_problem(path: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    line = mark.line + 2 if mark else 1
    return Problem(
        path,
        line,
        "front matter",
        f"is not valid YAML: {what} (quote text that contains ': ', '#' or brackets)",
    )


class _Converter:
    """Turn YAML nodes into values, gathering what safe front matter does not allow."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def convert(self, node: yaml.Node) -> Value:
        line = node.start_mark.line + 2
        if id(node) in self._seen:
            self._refuse(line, "repeats a value by an alias '*…' (write the value out)")
            return Scalar("", "empty", line)
        self._seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, line)
        if isinstance(node, yaml.SequenceNode):
            self._check_tag(node, _TAG + "seq", line)
            return Sequence(tuple(self.convert(item) for item in node.value), line)
        self._check_tag(node, _TAG + "map", line)
        return self._mapping(node, line)

    def _scalar(self, node: yaml.ScalarNode, line: int) -> Scalar:
        kind = _KINDS.get(node.tag)
        if kind is None:
            self._check_tag(node, "", line)
            kind = "text"
        return Scalar(node.value, kind, line)

    def _mapping(self, node: Any, line: int) -> Mapping:
        items: dict[str, Value] = {}
        for key_node, value_node in node.value:
            key_line = key_node.start_mark.line + 2
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag == _TAG + "merge":
                self._refuse(key_line, "a key must be plain text")
                continue
            key = key_node.value
            value = self.convert(value_node)
            if key in items:
                self.problems.append(Problem(self.path, key_line, key, "is given twice (keep one of the two)"))
                continue
            items[key] = value
        return Mapping(items, line)

    def _check_tag(self, node: yaml.Node, allowed: str, line: int) -> None:
        if node.tag != allowed:
            tag = node.tag.replace(_TAG, "!!")
            self._refuse(line, f"the tag '{tag}' is not allowed (write a plain value)")

    def _refuse(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.path, line, "front matter", message))
