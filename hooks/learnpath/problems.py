"""One form for everything that is wrong with a file, and its printed shapes."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a file.

    `path` is relative to the repository root, `line` counts from 1, `key` names the
    front-matter key or the check, `message` says what is wrong and, in parentheses,
    what to write instead.
    """

    path: str
    line: int
    key: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.key}: {self.message}"


def suggest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that `word` most likely misspells, or None.

    >>> suggest("Actve", ["Active", "Draft"])
    'Active'
    """
    by_folded = {choice.casefold(): choice for choice in choices}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return the parenthesis that ends a message about a word outside a closed list."""
    listed = list(choices)
    if (guess := suggest(word, listed)) is not None:
        return f"(did you mean '{guess}'?)"
    return f"(write one of: {', '.join(listed)})" if len(listed) <= 12 else "(no such name)"


def _github_escape(text: str, *, in_property: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if in_property else text


def render(problems: Iterable[Problem], style: Literal["text", "github", "json"] = "text") -> str:
    """Return the problems as compiler-style lines, GitHub annotations or a JSON array."""
    ordered = sorted(problems)
    if style == "json":
        return json.dumps([asdict(p) for p in ordered], ensure_ascii=False, indent=2)
    if style == "github":
        return "\n".join(
            f"::{p.severity} file={_github_escape(p.path, in_property=True)},line={p.line},"
            f"title={_github_escape(p.key, in_property=True)}::{_github_escape(p.message)}"
            for p in ordered
        )
    return "\n".join(
        str(p) if p.severity == "error" else f"{p.path}:{p.line}: warning: {p.key}: {p.message}" for p in ordered
    )
