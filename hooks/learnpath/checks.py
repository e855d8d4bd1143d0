"""The one list of checks. Each is a function from the site to problems.

`mkdocs build`, `mkdocs serve`, `learnpath check`, the pre-commit hook and CI all
run this list; a new check is one more line of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from learnpath import diagrams, links, navigation, prerequisites, structure, translation
from learnpath.pages import Site
from learnpath.problems import Problem

CHECKS: tuple[Callable[[Site], Iterable[Problem]], ...] = (
    structure.check,
    navigation.check,
    prerequisites.check,
    links.check,
    translation.check,
    diagrams.check,
)


def run(site: Site) -> list[Problem]:
    """Return all problems of the site at once: those of loading and those of every check."""

    def everything() -> Iterator[Problem]:
        yield from site.problems
        if not site.settings.usable:
            return  # without mkdocs.yml every page would seem to be lost
        for check in CHECKS:
            yield from check(site)

    return sorted(set(everything()))
