"""Mermaid text becomes a drawing when the site is built, or a problem with its line."""

from __future__ import annotations

import importlib.util
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from learnpath import diagrams

if TYPE_CHECKING:
    from tests.unit.conftest import Tree

pytestmark = pytest.mark.skipif(importlib.util.find_spec("mmdr") is None, reason="no wheel of mmdr for this platform")

FLOW = 'flowchart TD\n  A["Client"] -->|"token"| B["Cache:<br/>blocks"]\n'
MEND = "(mend the text of this fence)"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param(
            "flowchart TD\n  A -->",
            "Diagram parse error (flowchart-v2): unexpected end of input; expected node identifier, edge label",
            id="edge to nowhere",
        ),
        pytest.param(
            "flowchart TD\n  A[x --> B",
            "Diagram parse error (flowchart-v2): Unterminated node label (missing `]`)",
            id="open label",
        ),
        pytest.param("flowhart TD\n  A --> B", "No Mermaid diagram type detected", id="misspelt type"),
        pytest.param("", "No Mermaid diagram type detected", id="empty"),
    ],
)
def test_a_broken_diagram_is_named_with_the_line_of_its_fence(tree: Tree, text: str, error: str) -> None:
    body = f"\n# Page\n\n```mermaid\n{FLOW}```\n\n```mermaid\n{text}\n```\n"
    assert tree({"docs/a.md": tree.page(body)}) == [f"docs/a.md:16: diagram: does not parse: {error} {MEND}"]


def test_a_broken_diagram_is_named_in_both_languages(tree: Tree) -> None:
    body = "\n```mermaid\nnonsense\n```\n"
    assert tree(tree.pair("a.md", body, body)) == [
        f"docs/a.md:9: diagram: does not parse: No Mermaid diagram type detected {MEND}",
        f"docs_zh/a.md:10: diagram: does not parse: No Mermaid diagram type detected {MEND}",
    ]


@pytest.mark.parametrize(
    "body",
    [
        f"\n```mermaid\n{FLOW}```\n",
        "\n- item\n\n    ```mermaid\n    flowchart TD\n      A --> B\n    ```\n",
        "\n```mermaid\nsequenceDiagram\n  A->>B: hi\n```\n",
        "\n````text\n```mermaid\nnonsense\n```\n````\n",
        "\n```text\nnonsense\n```\n",
    ],
)
def test_a_good_diagram_and_other_code_are_accepted(tree: Tree, body: str) -> None:
    assert tree({"docs/a.md": tree.page(body)}) == []


def test_without_the_renderer_a_warning_says_so(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagrams, "mmdr", None)
    diagrams.render.cache_clear()
    with pytest.raises(diagrams.DiagramError, match="the renderer 'mmdr' is not installed"):
        diagrams.render(FLOW, "label")
    assert tree({"docs/a.md": tree.page("\n```mermaid\nnonsense\n```\n")}) == [
        "docs/a.md:9: warning: diagram: was not drawn: the renderer 'mmdr' is not installed (its text is shown)"
    ]


def test_a_drawing_is_one_svg_element_named_by_its_words() -> None:
    svg = diagrams.render(FLOW, 'say "<hi>" & more')
    drawing = ElementTree.fromstring(svg.replace("<br/>", ""))
    assert drawing.tag == "svg"
    title = drawing.find("title")
    assert title is not None
    assert title.text == 'say "<hi>" & more'
    assert drawing.get("aria-labelledby") == title.get("id")
    assert drawing.get("role") == "img"
    assert "Client" in "".join(drawing.itertext())


def test_a_drawing_leaves_colours_and_fonts_to_the_stylesheet() -> None:
    svg = diagrams.render(FLOW, "label")
    assert "<style" not in svg
    assert not re.search(r'\s(?:fill|stroke|font-family|data-[\w-]+)="', svg)
    assert "merman" not in svg


def test_two_drawings_share_no_id_and_refer_only_to_their_own() -> None:
    first, second = diagrams.render(FLOW, "x"), diagrams.render(FLOW.replace("Client", "Server"), "x")
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (first, second)]
    assert not ids[0] & ids[1]
    assert set(re.findall(r"url\(#([^)]+)\)", first)) <= ids[0]


def test_a_drawing_is_the_same_each_time() -> None:
    first = diagrams.render(FLOW, "x")
    diagrams.render.cache_clear()
    assert diagrams.render(FLOW, "x") == first


@pytest.mark.parametrize(
    "text",
    [
        'flowchart TD\n  A["<script>alert(1)</script>"]\n',
        'flowchart TD\n  A["<img src=x onerror=alert(1)>"]\n',
        'flowchart TD\n  A[x]\n  click A href "javascript:alert(1)"\n',
        "flowchart TD\n  A[x]\n  click A call alert(1)\n",
        '%%{init: {"securityLevel": "loose"}}%%\nflowchart TD\n  A["<b onclick=alert(1)>x</b>"]\n',
    ],
)
def test_a_diagram_brings_no_script(text: str) -> None:
    try:
        svg = diagrams.render(text, "x")
    except diagrams.DiagramError:
        return
    assert not re.search(r"<script|<img|<foreignObject|javascript:|<[^>]*\son\w+=", svg, re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FLOW, "Client; token; Cache: blocks"),
        ("flowchart TD\n  A -->|plain| B\n", "plain"),
        ('flowchart TD\n  A["一"] --> B["二"]\n', "一; 二"),
        ("flowchart TD\n  A --> B\n", ""),
        ("", ""),
    ],
)
def test_the_words_of_a_diagram_are_its_labels_in_order(text: str, words: str) -> None:
    assert diagrams.words(text) == words
