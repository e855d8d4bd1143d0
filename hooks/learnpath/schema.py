"""The rules of the front matter: which keys exist and what each may hold."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from learnpath.frontmatter import Document, Mapping, Scalar, Sequence, Value
from learnpath.problems import Problem, did_you_mean

STATUSES = ("Active", "Draft", "Needs Update", "Archived")
LEVELS = ("beginner", "intermediate", "advanced")
REQUIRED = ("status", "maintainer", "last_updated", "tags")
LEARNING = ("description", "level", "minutes")

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE_AND_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]+\d")
_HANDLE = re.compile(r"@?[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:/[A-Za-z0-9-]+)?")


@dataclass(frozen=True)
class FrontMatter:
    """The checked front matter of a page; a key that is absent or wrong has its empty value.

    `lines` gives the line of each key, `wrong` the keys that break a rule.
    """

    title: str = ""
    description: str = ""
    status: str = ""
    maintainer: str = ""
    last_updated: dt.date | None = None
    tags: tuple[str, ...] = ()
    level: str = ""
    minutes: int = 0
    prerequisites: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    verified: dict[str, str] = field(default_factory=dict)
    source_hash: str = ""
    lines: dict[str, int] = field(default_factory=dict)
    wrong: frozenset[str] = frozenset()

    def line(self, key: str) -> int:
        """Return the line of the file on which `key` stands, or 1."""
        return self.lines.get(key, 1)


def is_handle(text: str) -> bool:
    """Whether `text` can be the handle of a person or, with a slash, of a team."""
    return _HANDLE.fullmatch(text) is not None


def _is_empty(value: Value) -> bool:
    return isinstance(value, Scalar) and (value.kind == "empty" or not value.text.strip())


class _Reader:
    """Reads one document's values, gathering problems instead of raising."""

    def __init__(self, path: str, today: dt.date) -> None:
        self.path = path
        self.today = today
        self.problems: list[Problem] = []

    def fail(self, line: int, key: str, message: str) -> None:
        self.problems.append(Problem(self.path, line, key, message))

    def text(self, key: str, value: Value, line: int) -> str:
        if _is_empty(value):
            self.fail(line, key, "is empty (write a value or remove the line)")
        elif not isinstance(value, Scalar) or value.kind != "text":
            self.fail(line, key, f"must be text, is {value.kind} (put it in quotes)")
        else:
            return value.text.strip()
        return ""

    def choice(self, key: str, value: Value, line: int, choices: tuple[str, ...]) -> str:
        if _is_empty(value):
            self.fail(line, key, f"is empty (write one of: {', '.join(choices)})")
        elif not isinstance(value, Scalar) or value.kind != "text":
            self.fail(line, key, f"must be text, is {value.kind} (write one of: {', '.join(choices)})")
        elif value.text not in choices:
            self.fail(line, key, f"'{value.text}' is not a {key} {did_you_mean(value.text, choices)}")
        else:
            return value.text
        return ""

    def date(self, key: str, value: Value, line: int) -> dt.date | None:
        if not isinstance(value, Scalar):
            self.fail(line, key, f"must be a date, is {value.kind} (YYYY-MM-DD)")
            return None
        if _is_empty(value):
            self.fail(line, key, "is empty (YYYY-MM-DD)")
            return None
        text = value.text.strip()
        if not _ISO_DATE.fullmatch(text):
            more = "has a time of day" if _DATE_AND_TIME.match(text) else "is not a date"
            self.fail(line, key, f"'{text}' {more} (YYYY-MM-DD)")
            return None
        try:
            date = dt.date.fromisoformat(text)
        except ValueError:
            self.fail(line, key, f"'{text}' is not a date (YYYY-MM-DD)")
            return None
        if date > self.today:
            self.fail(line, key, f"'{text}' is in the future (the day somebody checked the page)")
            return None
        return date

    def names(self, key: str, value: Value, line: int, *, commas: bool = False) -> tuple[str, ...]:
        """Read a list of texts; with `commas`, also the older form `a, b, c`."""
        form = "a list '[a, b]' or 'a, b, c'" if commas else "a list '[a, b]'"
        if isinstance(value, Scalar) and (value.kind == "empty" or not value.text.strip(", ")):
            self.fail(line, key, f"is empty (write {form})")
            return ()
        if commas and isinstance(value, Scalar) and value.kind == "text":
            parts = [part.strip() for part in value.text.split(",")]
            value = Sequence(tuple(Scalar(part, "text", line) for part in parts if part), line)
        if not isinstance(value, Sequence):
            self.fail(line, key, f"must be {form}, is {value.kind}")
            return ()
        names: list[str] = []
        for item in value.items:
            if isinstance(item, Scalar) and item.kind == "text" and item.text.strip():
                if item.text.strip() in names:
                    self.fail(item.line, key, f"'{item.text.strip()}' is listed twice (keep one)")
                names.append(item.text.strip())
            else:
                shown = f"'{item.text}' is {item.kind}" if isinstance(item, Scalar) else item.kind
                self.fail(item.line, key, f"each entry must be text, {shown} (put it in quotes)")
        return tuple(names)

    def minutes(self, key: str, value: Value, line: int) -> int:
        shown = f"'{value.text}'" if isinstance(value, Scalar) else value.kind
        if isinstance(value, Scalar) and value.kind == "a number" and re.fullmatch(r"[1-9]\d{0,2}", value.text):
            number = int(value.text)
            if number <= 600:
                return number
        self.fail(line, key, f"{shown} is not a whole number of minutes from 1 to 600")
        return 0

    def verified(self, key: str, value: Value, line: int) -> dict[str, str]:
        if not isinstance(value, Mapping):
            self.fail(line, key, f"must be '{{project: version}}', is {value.kind}")
            return {}
        versions: dict[str, str] = {}
        for name, version in value.items.items():
            if isinstance(version, Scalar) and version.kind == "text" and version.text.strip():
                versions[name] = version.text.strip()
            else:
                shown = f"'{version.text}' is {version.kind}" if isinstance(version, Scalar) else version.kind
                self.fail(
                    version.line,
                    key,
                    f"the version of {name} must be text, {shown} (put it in quotes: 1.30 would become 1.3)",
                )
        return versions

    def handle(self, key: str, value: Value, line: int) -> str:
        text = self.text(key, value, line)
        if text and not is_handle(text):
            self.fail(line, key, f"'{text}' is not a handle (letters, digits and hyphens)")
            return ""
        return text


def validate(path: str, document: Document, today: dt.date) -> tuple[FrontMatter, list[Problem]]:
    """Check a page's fields against the rules; `today` bounds `last_updated`."""
    reader = _Reader(path, today)
    readers: dict[str, Callable[[str, Value, int], object]] = {
        "title": reader.text,
        "description": reader.text,
        "status": lambda key, value, line: reader.choice(key, value, line, STATUSES),
        "maintainer": reader.handle,
        "last_updated": reader.date,
        "tags": lambda key, value, line: reader.names(key, value, line, commas=True),
        "level": lambda key, value, line: reader.choice(key, value, line, LEVELS),
        "minutes": reader.minutes,
        "prerequisites": reader.names,
        "projects": reader.names,
        "verified": reader.verified,
        "source_hash": reader.text,
    }
    values: dict[str, object] = {}
    for key, value in document.fields.items():
        line = document.key_lines.get(key, value.line)
        if key in readers:
            values[key] = readers[key](key, value, line)
        else:
            reader.fail(line, key, f"is not a known key {did_you_mean(key, readers)}")
    for key in REQUIRED:
        if key not in document.fields:
            reader.fail(1, key, f"is missing (add a line '{key}: …' to the front matter)")
    if any(key in document.fields for key in ("level", "minutes", "prerequisites")):
        for key in LEARNING:
            if key not in document.fields:
                reader.fail(1, key, "is missing (a learning page has description, level and minutes)")
    front = FrontMatter(**values, lines=document.key_lines, wrong=frozenset(p.key for p in reader.problems))  # type: ignore[arg-type]
    return front, reader.problems
