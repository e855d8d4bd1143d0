"""The structure of a body: headings, links, code and tables, each on its line."""

from __future__ import annotations

import re
import subprocess
import sys

import markdown as python_markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymdownx.slugs import slugify

from learnpath import markdown


def links(body: str) -> list[str]:
    return [link.target for link in markdown.scan(body).links]


def heading_ids(body: str) -> list[str]:
    return [heading.id for heading in markdown.scan(body).headings]


def rendered_ids(body: str) -> list[str]:
    """Return the heading ids that the site's own Markdown engine gives."""
    engine = python_markdown.Markdown(
        extensions=["attr_list", "tables", "toc", "pymdownx.superfences"],
        extension_configs={"toc": {"slugify": slugify(case="lower")}},
    )
    return re.findall(r'<h[1-6][^>]*? id="([^"]*)"', engine.convert(body))


@pytest.mark.parametrize(
    "heading",
    [
        "Plain words",
        "1. Numbers 2.0",
        "什么是 KV 缓存？",
        "`code` and *em* and **strong**",
        "max_model_len",
        "The `gpu_memory_utilization` flag",
        "_em_ and __strong__",
        "a * b and c_d",
        "C++ / C#",
        "Don't stop",
        "A & B",
        "A &amp; B",
        "A  b",
        "3 < 4",
        "???",
        "[link](a.md) text",
        "Html <b>bold</b>",
        "Trailing #",
        "Trailing ##",
        "Explicit { #mine }",
        "Explicit {#mine}",
        "Explicit {: #mine .other }",
        "Class only { .other }",
    ],
)
def test_a_heading_gets_the_id_that_the_site_gives_it(heading: str) -> None:
    assert heading_ids(f"## {heading}\n") == rendered_ids(f"## {heading}\n")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("## Same\n\n## Same\n\n### Same\n", id="equal headings are numbered"),
        pytest.param("## Setup { #setup }\n\n## Setup\n", id="explicit id first"),
        pytest.param("## Setup\n\n## Other { #setup }\n", id="explicit id later"),
        pytest.param("# A\n## B\n###### F\n", id="levels without blank lines"),
        pytest.param("##Close\n", id="no blank after the marks"),
        pytest.param("Title\n=====\n\nSection\n-------\n", id="underlined"),
        pytest.param("Text\n\n---\n\nText\n", id="a rule is no heading"),
        pytest.param("| a |\n| --- |\n| b |\n", id="a table is no heading"),
        pytest.param("    # code\n", id="indented code"),
        pytest.param("```\n# code\n```\n\n# Real\n", id="fenced code"),
        pytest.param("<!--\n# hidden\n-->\n\n# Real\n", id="comment"),
    ],
)
def test_a_body_has_the_heading_ids_that_the_site_gives_it(body: str) -> None:
    assert heading_ids(body) == rendered_ids(body)


_WORDS = st.text(st.sampled_from("abcXYZ012 -._`*中文é!?&()"), min_size=1, max_size=12)


@given(st.lists(st.tuples(_WORDS, st.booleans()), min_size=1, max_size=5))
def test_generated_ids_are_unique_and_explicit_ones_kept(headings: list[tuple[str, bool]]) -> None:
    body = "\n\n".join(f"## x{word}{f' {{ #id-{i} }}' if own else ''}" for i, (word, own) in enumerate(headings))
    found = heading_ids(body)
    assert len(found) == len(set(found)) == len(headings)
    assert all(found[i] == f"id-{i}" for i, (_, own) in enumerate(headings) if own)


def test_a_heading_knows_its_level_text_and_line() -> None:
    found = markdown.scan("\n## A `b` *c* { #d }\n\n### E ###\n", first_line=8).headings
    assert found == (
        markdown.Heading(2, "A b c", "d", True, 9),
        markdown.Heading(3, "E", "e", False, 11),
    )


def test_the_title_is_the_first_heading_of_level_one() -> None:
    assert markdown.scan("## Two\n# One\n# Other\n").title == "One"
    assert markdown.scan("## Two\n").title == ""


@pytest.mark.parametrize(
    ("body", "targets"),
    [
        ("[x](a.md)", ["a.md"]),
        ("![x](a.png)", ["a.png"]),
        ("[x](a.md 'title')", ["a.md"]),
        ('[x](a.md "title")', ["a.md"]),
        ('[x](a.md\n"title")', ["a.md"]),
        ('[x](a.md "it\'s")', ["a.md"]),
        ("[x](a.md 'it's')", ["a.md"]),
        ("[x]( a.md )", ["a.md"]),
        ("[x](<a b.md>)", ["a b.md"]),
        ("[x](a(b).md)", ["a(b).md"]),
        ("[a [b] c](d.md)", ["d.md"]),
        ("[two\nlines](a.md)", ["a.md"]),
        ("[![i](i.png)](a.md)", ["a.md", "i.png"]),
        ("[x](a.md){ .button }", ["a.md"]),
        ("[x](a.md)[y](b.md)", ["a.md", "b.md"]),
        ("| [x](a.md) | [y](b.md) |", ["a.md", "b.md"]),
        ("[x]()", [""]),
        ("[`code`](a.md)", ["a.md"]),
        ("*[x](a.md)*", ["a.md"]),
        ("```x``` [y](b.md)", ["b.md"]),
        ("[r]: a.md", ["a.md"]),
        ("   [r]: <a b.md> 'title'".replace(" b", "-b"), ["a-b.md"]),
        ('<a href="a.md">x</a>', ["a.md"]),
        ("<a\n  class='x'\n  href='a.md'>x</a>", ["a.md"]),
        ('<img src="a.png" alt="x">', ["a.png"]),
        ('<video controls><source src="a.mp4"></video>', ["a.mp4"]),
    ],
)
def test_links_are_found(body: str, targets: list[str]) -> None:
    assert links(body) == targets


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("```\n[x](a.md)\n```\n", id="fence"),
        pytest.param("~~~ text\n[x](a.md)\n~~~\n", id="tilde fence"),
        pytest.param("````\n```\n[x](a.md)\n```\n````\n", id="fence in a longer fence"),
        pytest.param("- item\n\n    ```\n    [x](a.md)\n    ```\n", id="fence in a list"),
        pytest.param("> ```\n> [x](a.md)\n> ```\n", id="fence in a quotation"),
        pytest.param("```\n[x](a.md)\n", id="unclosed fence"),
        pytest.param("`[x](a.md)`", id="inline code"),
        pytest.param("``[x](a.md) ` ``", id="inline code with a backtick"),
        pytest.param("`two\nlines [x](a.md)`", id="inline code over two lines"),
        pytest.param("<!-- [x](a.md) -->", id="comment"),
        pytest.param("<!--\n[x](a.md)\n[r]: a.md\n-->", id="comment of several lines"),
        pytest.param("\\[x](a.md)", id="escaped"),
        pytest.param("[x] and (a.md)", id="words in brackets"),
        pytest.param("[^1]: a.md", id="footnote"),
        pytest.param("*[HTML]: a.md", id="abbreviation"),
        pytest.param("- [ ] task (a.md)", id="task"),
        pytest.param("```html\n<a href='a.md'>\n```\n", id="HTML in a fence"),
        pytest.param("`<img src='a.png'>`", id="HTML in inline code"),
        pytest.param("<b>a.md</b>", id="HTML without a link"),
    ],
)
def test_what_is_no_link_is_not_found(body: str) -> None:
    assert links(body) == []


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("one ` backtick\n\n[x](a.md)\n\nanother ` backtick", id="a backtick in two paragraphs"),
        pytest.param("`<!--` [x](a.md) `-->`", id="the marks of a comment as code"),
        pytest.param("<!-- [no](b.md) --> [x](a.md) <!-- [no](b.md) -->", id="between two comments"),
        pytest.param("```\ncode\n```\n[x](a.md)\n```\ncode\n```\n", id="between two fences"),
        pytest.param("``` not ` a fence\n[x](a.md)\n", id="three backticks within a line"),
    ],
)
def test_a_link_beside_code_is_still_found(body: str) -> None:
    assert links(body) == ["a.md"]


def test_links_know_their_line_and_whether_they_are_images() -> None:
    found = markdown.scan("\n[a](a.md)\n\ntext ![b](b.png)\n[c]: c.md\n<img src='d.png'>\n", first_line=8).links
    assert [(link.target, link.image, link.line) for link in found] == [
        ("a.md", False, 9),
        ("b.png", True, 11),
        ("c.md", False, 12),
        ("d.png", True, 13),
    ]


@pytest.mark.parametrize(
    "body", ["x [a](b.md)", "```\n```\n中 [a](b.md)", "[![i](i.png)](b.md)", '<a href="b.md">', "[a](<b.md>)"]
)
def test_the_offset_of_a_link_is_that_of_its_target(body: str) -> None:
    assert all(body[link.offset :].startswith(link.target) for link in markdown.scan(body).links)


def test_a_code_block_knows_its_language_info_and_code() -> None:
    body = '- x\n\n    ```python title="a.py" hl_lines="1"\n    a\n      b\n    ```\n\n~~~\nplain\n~~~\n```{ .yaml }\n```\n'
    assert markdown.scan(body, first_line=5).code_blocks == (
        markdown.CodeBlock("python", 'python title="a.py" hl_lines="1"', "a\n  b", 7),
        markdown.CodeBlock("", "", "plain", 12),
        markdown.CodeBlock("", "{ .yaml }", "", 15),
    )


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("```\ncode\n", 1),
        ("text\n\n~~~ yaml\ncode\n```\n", 3),
        ("````\ncode\n```\n", 1),
        ("```\na\n```\n\n```\nb\n", 5),
        ("```\na\n``` text\n", 1),
        ("```\ncode\n```\n", None),
        ("```\ncode\n`````\n", None),
        ("> ```\n> code\n> ```\n", None),
        ("``` a ` b\n", None),
        ("``\n", None),
    ],
)
def test_an_unclosed_fence_is_named_with_its_line(body: str, line: int | None) -> None:
    assert markdown.scan(body).unclosed_fence == line


@pytest.mark.parametrize(
    ("body", "tables"),
    [
        ("| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |\n", [(2, 2, 1)]),
        ("a | b\n:-- | --:\n1 | 2\n", [(1, 2, 1)]),
        ("text\n\n| a |\n|:-:|\n", [(0, 1, 3)]),
        ("| a \\| b | c |\n|---|---|\n| `x|y` | 2 |\n", [(1, 2, 1)]),
        ("| a |\n|---|\n| 1 |\n\n| b | c |\n|---|---|\n| 2 | 3 |\n", [(1, 1, 1), (1, 2, 5)]),
        ("```\n| a |\n|---|\n```\n", []),
        ("text\n---\n", []),
        ("a | b\ntext\n", []),
        ("- list\n- list\n", []),
    ],
)
def test_tables_are_counted_by_rows_and_columns(body: str, tables: list[tuple[int, int, int]]) -> None:
    assert [(table.rows, table.columns, table.line) for table in markdown.scan(body).tables] == tables


@pytest.mark.parametrize(
    ("body", "anchors"),
    [
        ("## A\n\n## B { #c }\n", {"a", "c"}),
        ("[](){ #d }\n", {"d"}),
        ("Text.\n{: #e .f }\n", {"e"}),
        ('<a id="g"></a><a name="h"></a>', {"g", "h"}),
        ("<div class='x' id='i'>", {"i"}),
        ("`<a id='no'></a>` and `{ #no }`", set()),
        ("```\n<a id='no'></a>\n```\n", set()),
    ],
)
def test_anchors_are_heading_ids_and_ids_that_were_typed(body: str, anchors: set[str]) -> None:
    assert markdown.scan(body).anchors == anchors


_MARKS = [
    "`",
    "``",
    "```",
    "~~~",
    "[",
    "]",
    "(",
    ")",
    "](",
    "![",
    "<!--",
    "-->",
    "<a_href='",
    "'>",
    "{_#",
    "}",
    "|",
    "\\",
    "<",
    ">",
    '"',
    "#",
    "a",
    "中",
    "[r]:_",
    "#_",
    "_",
]
_PIECES = st.lists(
    st.sampled_from([*(mark.replace("_", " ") for mark in _MARKS), "\n", "\n\n", "\n|-|\n"]), max_size=40
).map("".join)


@given(body=st.text() | _PIECES, first_line=st.integers(1, 50))
def test_scan_never_raises_and_keeps_within_the_body(body: str, first_line: int) -> None:
    found = markdown.scan(body, first_line)
    lines = range(first_line, first_line + body.count("\n") + 1)
    assert all(heading.line in lines for heading in found.headings)
    assert all(block.line in lines for block in found.code_blocks)
    assert all(link.line in lines for link in found.links)
    assert all(table.line in lines for table in found.tables)
    assert found.unclosed_fence is None or found.unclosed_fence in lines
    assert all(0 <= link.offset <= len(body) for link in found.links)


@given(body=st.text() | _PIECES)
def test_a_code_block_hides_everything_in_it(body: str) -> None:
    fence = "`" * (max(map(len, re.findall("`+", body)), default=0) + 3)
    found = markdown.scan(f"{fence}\n{body}\n{fence}\n")
    assert (found.headings, found.links, found.tables, found.unclosed_fence) == ((), (), (), None)
    assert [block.code for block in found.code_blocks] == [body]


def test_scan_is_done_with_a_page_of_any_repetition() -> None:
    """A page of 200 kB (a fifth of what is accepted) that repeats one mark must not stop the build.

    The process is ended after a time that is far more than a scan needs.
    """
    script = (
        "from learnpath import markdown\n"
        "for mark in ('<a ', '<a href=\\'', '<!--', '[a](', '[', ']', '`', '` `` ', '{#a', '{ #', '# a ', '*', '|', '<'):\n"
        "    markdown.scan(mark * (200_000 // len(mark)))\n"
        "for start in ('[a](', '# a', '{', 'a|b\\n', '[a]: ', '<a '):\n"
        "    for filling in (' ', 'a', '#a', '(', '\\''):\n"
        "        markdown.scan(start + filling * (200_000 // len(filling)) + 'b')\n"
    )
    try:
        ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=10)
    except subprocess.TimeoutExpired:
        pytest.fail("markdown.scan is still at work on 200 kB of one repeated mark")
    assert ran.returncode == 0, ran.stderr[-300:]
