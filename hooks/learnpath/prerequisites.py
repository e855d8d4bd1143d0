"""What has to be read before what: every prerequisite exists, and there is no circle."""

from __future__ import annotations

from collections.abc import Iterator

from learnpath.languages import LANGUAGES
from learnpath.pages import Site
from learnpath.problems import Problem, suggest


def check(site: Site) -> Iterator[Problem]:
    """Yield prerequisites that name no page, and one problem for each circle."""
    for language in LANGUAGES:
        pages = site.pages[language.code]
        known = site.uris(language)
        graph: dict[str, list[str]] = {}
        for uri, page in pages.items():
            graph[uri] = []
            for wanted in page.front.prerequisites:
                if site.shown(wanted, language):
                    graph[uri].append(wanted)
                else:
                    guess = suggest(wanted, known)
                    hint = f"did you mean '{guess}'?" if guess else "write its path below docs/"
                    yield Problem(
                        page.path,
                        page.front.line("prerequisites"),
                        "prerequisites",
                        f"'{wanted}' is not a page ({hint})",
                    )
        for circle in _circles(graph):
            page = pages[circle[0]]
            yield Problem(
                page.path,
                page.front.line("prerequisites"),
                "prerequisites",
                f"form a circle: {' → '.join([*circle, circle[0]])} (remove one of them)",
            )


def _circles(graph: dict[str, list[str]]) -> Iterator[list[str]]:
    """Yield each circle once, beginning with its first page in alphabetical order."""
    done: set[str] = set()
    reported: set[frozenset[str]] = set()
    for start in sorted(graph):
        trail: list[str] = []
        stack: list[tuple[str, Iterator[str]]] = []
        if start in done:
            continue
        stack.append((start, iter(graph[start])))
        trail.append(start)
        while stack:
            for following in stack[-1][1]:
                if following in trail:
                    circle = trail[trail.index(following) :]
                    if frozenset(circle) not in reported:
                        reported.add(frozenset(circle))
                        first = circle.index(min(circle))
                        yield circle[first:] + circle[:first]
                elif following not in done and following in graph:
                    stack.append((following, iter(graph[following])))
                    trail.append(following)
                    break
            else:
                done.add(trail.pop())
                stack.pop()
