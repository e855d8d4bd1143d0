"""Mermaid text to SVG at build time: no browser, no script, no third party.

The renderer's output is reduced to shapes and text.  Colours, fonts and line widths
are left to the site's stylesheet, so one drawing serves light, dark and print.
"""

from __future__ import annotations

import functools
import hashlib
import html
import re
from collections.abc import Iterator

from learnpath.pages import Site
from learnpath.problems import Problem

try:
    import mmdr
except ImportError:  # a platform without a wheel: the page then shows the diagram's text
    mmdr = None  # type: ignore[assignment]

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_FILTERS = re.compile(r"<defs><filter.*?</filter></defs>", re.DOTALL)
_MARKER = re.compile(r"<marker id=\"([^\"]+)\".*?</marker>", re.DOTALL)
_DROPPED = re.compile(
    r"\s(?:style|fill|stroke|data-[\w-]+|xml:space|alignment-baseline|role|aria-roledescription|xmlns(?::\w+)?)"
    r"=\"[^\"]*\""
)
_EMPTY_LABEL = re.compile(r"<g class=\"(?:label|edgeLabel|cluster-label)\"[^>]*></g>")
_ID = re.compile(r"(\bid=\"|url\(#)merman")
_NUMBER = re.compile(r"(\d+\.\d{2})\d+")
#: How far a drawing may shrink to fit its column before it scrolls: 14 px of text become 10.5 px.
_SMALLEST = 0.75
_VIEW_BOX = re.compile(r"viewBox=\"[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)\"")
_TEXT_CLASS = re.compile(r" class=\"merman-foreignobject-fallback(?:-text)?\"")


class DiagramError(ValueError):
    """The text of a diagram cannot be read."""


@functools.lru_cache(maxsize=1024)
def render(source: str, label: str) -> str:
    """Return the diagram as one `<svg>` element, named for assistive technology by `label`.

    Raises DiagramError if the text does not parse. The result is kept by content.
    """
    if mmdr is None:
        raise DiagramError("the renderer 'mmdr' is not installed")
    try:
        drawn = mmdr.render(source).svg()
    except ValueError as error:
        raise DiagramError(str(error)) from error
    return _reduce(drawn, "d" + hashlib.sha256(source.encode()).hexdigest()[:8], label)


def _reduce(svg: str, identifier: str, label: str) -> str:
    svg = _FILTERS.sub("", _STYLE.sub("", svg))
    used = set(re.findall(r"url\(#([^)]+)\)", svg))
    svg = _MARKER.sub(lambda match: match[0] if match[1] in used else "", svg)
    svg = _DROPPED.sub("", svg)
    svg = _EMPTY_LABEL.sub("", svg)
    svg = _TEXT_CLASS.sub(' class="diagram-text"', svg)
    svg = _ID.sub(lambda match: match[1] + identifier, svg)
    svg = _NUMBER.sub(r"\1", svg)
    box = _VIEW_BOX.search(svg)
    if box is None:
        raise DiagramError("the renderer gave no picture")
    opening = (
        f'<svg class="diagram" id="{identifier}" role="img" aria-labelledby="{identifier}-title" '
        f'{box[0]} width="{float(box[1]):.0f}" height="{float(box[2]):.0f}" '
        f'style="min-width:{_SMALLEST * float(box[1]):.0f}px">'
        f'<title id="{identifier}-title">{html.escape(label)}</title>'
    )
    return opening + svg[svg.index(">") + 1 :]


def words(source: str) -> str:
    """Return the words of a diagram, for those who do not see it: its labels in order."""
    labels = re.findall(r"\"([^\"]+)\"|\|([^|\"]+)\|", source)
    return "; ".join(re.sub(r"<br\s*/?>", " ", a or b).strip() for a, b in labels)


def check(site: Site) -> Iterator[Problem]:
    """Yield every diagram that does not parse, with the line of its fence."""
    for page in site.all_pages():
        for block in page.structure.code_blocks:
            if block.language == "mermaid" and mmdr is None:
                message = "was not drawn: the renderer 'mmdr' is not installed (its text is shown)"
                yield Problem(page.path, block.line, "diagram", message, "warning")
            elif block.language == "mermaid":
                try:
                    render(block.code.rstrip() + "\n", words(block.code))
                except DiagramError as error:
                    yield Problem(
                        page.path, block.line, "diagram", f"does not parse: {error} (mend the text of this fence)"
                    )
