"""Front matter: what is refused, on which line, and that nothing in it ever runs."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from learnpath import frontmatter

if TYPE_CHECKING:
    from tests.unit.conftest import Tree

MISSING = "is missing (begin the file with '---', then status, maintainer, last_updated and tags, then '---')"
QUOTE = "(quote text that contains ': ', '#' or brackets)"


def refused(front: str) -> list[str]:
    """Return the problems of a front matter whose first line is line 2."""
    _, problems = frontmatter.parse("docs/a.md", f"---\n{front}\n---\n# Page\n")
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# Page\n", id="only a body"),
        pytest.param("\n---\nstatus: Active\n---\n", id="a line before it"),
        pytest.param(" ---\nstatus: Active\n---\n", id="indented"),
        pytest.param("----\nstatus: Active\n----\n", id="four hyphens"),
    ],
)
def test_missing_front_matter_is_one_problem(tree: Tree, text: str) -> None:
    assert tree({"docs/a.md": text}) == [f"docs/a.md:1: front matter: {MISSING}"]


@pytest.mark.parametrize("text", ["---\nstatus: Active\n", "---\nstatus: Active\n\n# Page\n ---\n", "---"])
def test_unclosed_front_matter_is_one_problem(tree: Tree, text: str) -> None:
    assert tree({"docs/a.md": text}) == ["docs/a.md:1: front matter: is not closed (end it with a line '---')"]


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n", "\ufeff"])
def test_an_empty_file_is_one_problem(tree: Tree, text: str) -> None:
    assert tree({"docs/a.md": text}) == ["docs/a.md:1: file: is empty (write front matter and a page, or delete it)"]


@pytest.mark.parametrize("front", ["", "\n", "# a comment\n"])
def test_empty_front_matter_lacks_every_required_key(tree: Tree, front: str) -> None:
    assert tree({"docs/a.md": f"---\n{front}---\n# Page\n"}) == [
        f"docs/a.md:1: {key}: is missing (add a line '{key}: …' to the front matter)"
        for key in ("last_updated", "maintainer", "status", "tags")
    ]


@pytest.mark.parametrize(
    ("front", "line", "message"),
    [
        pytest.param(
            "title: a: b", 2, f"is not valid YAML: mapping values are not allowed in this context {QUOTE}", id="colon"
        ),
        pytest.param(
            "status: Active\ntags: [a, b",
            4,
            f"is not valid YAML: did not find expected ',' or ']' {QUOTE}",
            id="open list",
        ),
        pytest.param(
            'status: Active\ntitle: "a',
            4,
            f"is not valid YAML: found unexpected end of stream {QUOTE}",
            id="open quote",
        ),
        pytest.param(
            "title: @me", 2, f"is not valid YAML: found character that cannot start any token {QUOTE}", id="at sign"
        ),
        pytest.param(
            "status: Active\ntitle: *nowhere",
            3,
            f"is not valid YAML: found undefined alias {QUOTE}",
            id="alias of nothing",
        ),
        pytest.param(
            "status: Active\ntitle: a\x07b",
            3,
            f"is not valid YAML: unacceptable character #x0007: control characters are not allowed {QUOTE}",
            id="control character",
        ),
        pytest.param("status: Active\n\ttitle: x", 3, "a tab indents this line (use spaces)", id="tab"),
        pytest.param("tags:\n  \t- a", 3, "a tab indents this line (use spaces)", id="tab after spaces"),
        pytest.param("- status\n- tags", 2, "must be lines of 'key: value'", id="list"),
        pytest.param("status", 2, "must be lines of 'key: value'", id="text"),
        pytest.param("status: Active\n? [a, b]\n: c", 3, "a key must be plain text", id="list as key"),
        pytest.param("verified:\n  <<: {a: '1'}", 3, "a key must be plain text", id="merge key"),
    ],
)
def test_what_is_not_plain_yaml_is_named_with_its_line(front: str, line: int, message: str) -> None:
    assert refused(front) == [f"docs/a.md:{line}: front matter: {message}"]


def test_a_syntax_error_does_not_also_report_every_key_as_missing(tree: Tree) -> None:
    assert tree({"docs/a.md": tree.page(title="a: b")}) == [
        f"docs/a.md:2: front matter: is not valid YAML: mapping values are not allowed in this context {QUOTE}"
    ]


def test_a_tab_after_a_colon_is_plain_yaml(tree: Tree) -> None:
    assert tree({"docs/a.md": tree.page(status="\tActive")}) == []


def test_a_key_given_twice_is_named_on_its_second_line(tree: Tree) -> None:
    assert tree({"docs/a.md": tree.page(tags="[a]\nstatus: Draft")}) == [
        "docs/a.md:7: status: is given twice (keep one of the two)"
    ]


def test_the_first_of_two_equal_keys_keeps_its_own_line(tree: Tree) -> None:
    assert tree({"docs/a.md": tree.page(status="Actve", tags="[a]\nstatus: Draft")}) == [
        "docs/a.md:3: status: 'Actve' is not a status (did you mean 'Active'?)",
        "docs/a.md:7: status: is given twice (keep one of the two)",
    ]


def test_a_nested_key_given_twice_is_named(tree: Tree) -> None:
    assert tree({"docs/a.md": tree.page(verified="\n  vllm: '1'\n  vllm: '2'")}) == [
        "docs/a.md:9: vllm: is given twice (keep one of the two)"
    ]


TAGS = [
    pytest.param("!!python/object/apply:os.system ['touch pwned']", "!!python/object/apply:os.system", id="apply"),
    pytest.param("!!python/object/new:os.system ['touch pwned']", "!!python/object/new:os.system", id="new"),
    pytest.param("!!python/name:os.system", "!!python/name:os.system", id="name"),
    pytest.param("!!python/module:antigravity", "!!python/module:antigravity", id="module"),
    pytest.param("!ENV HOME", "!ENV", id="environment"),
    pytest.param("!!binary R0lGODlh", "!!binary", id="binary"),
    pytest.param("!!set {a, b}", "!!set", id="set"),
]


@pytest.mark.parametrize(("value", "tag"), TAGS)
def test_a_tag_is_refused(value: str, tag: str) -> None:
    assert refused(f"status: Active\ntitle: {value}") == [
        f"docs/a.md:3: front matter: the tag '{tag}' is not allowed (write a plain value)"
    ]


def test_a_tag_on_a_key_is_refused() -> None:
    assert refused("status: Active\n!!python/name:os.system title: x") == [
        "docs/a.md:3: front matter: the tag '!!python/name:os.system' is not allowed (write a plain value)"
    ]


def test_a_tag_that_calls_the_shell_runs_nothing(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree.root)
    ran: list[object] = []
    monkeypatch.setattr("os.system", ran.append)
    assert tree({"docs/a.md": tree.page(title="!!python/object/apply:os.system ['touch pwned']")}) == [
        "docs/a.md:2: front matter: the tag '!!python/object/apply:os.system' is not allowed (write a plain value)",
        "docs/a.md:2: title: must be text, is a list (put it in quotes)",
    ]
    assert ran == []
    assert not (tree.root / "pwned").exists()


def test_the_same_tag_in_the_configuration_runs_nothing(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[object] = []
    monkeypatch.setattr("os.system", ran.append)
    assert tree(extra="evil: !!python/object/apply:os.system ['touch pwned']\n") == []
    assert ran == []


def test_an_alias_is_refused_on_its_own_line(tree: Tree) -> None:
    assert tree({"docs/a.md": tree.page(title="&x Hello", description="*x")}) == [
        "docs/a.md:7: description: is empty (write a value or remove the line)",
        "docs/a.md:7: front matter: repeats a value by an alias '*…' (write the value out)",
    ]


def test_an_anchor_that_nothing_repeats_is_harmless(tree: Tree) -> None:
    assert tree({"docs/a.md": tree.page(title="&x Hello")}) == []
    assert tree.site().pages["en"]["a.md"].title == "Hello"


@pytest.mark.parametrize(
    "front",
    [
        pytest.param("tags: &a [*a]", id="a list that contains itself"),
        pytest.param(
            "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]", id="a list that doubles with each line"
        ),
    ],
)
def test_aliases_that_would_grow_without_end_are_refused(front: str) -> None:
    found = refused(front)
    assert found
    assert all(line.endswith("front matter: repeats a value by an alias '*…' (write the value out)") for line in found)


@pytest.mark.parametrize("depth", [100, 400, 900, 9_000])
def test_deep_nesting_is_a_problem_and_no_crash(depth: int) -> None:
    """In a process of its own: the parser may overflow the stack of this one."""
    script = (
        "import sys; from learnpath import frontmatter, schema; import datetime\n"
        f"depth = {depth}\n"
        "text = '---\\ntags: ' + '[' * depth + ']' * depth + '\\n---\\n'\n"
        "document, found = frontmatter.parse('docs/a.md', text)\n"
        "found += schema.validate('docs/a.md', document, datetime.date(2026, 11, 21))[1]\n"
        "print(min(problem.line for problem in found if problem.key in ('tags', 'front matter')))\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (0, "2\n"), ran.stderr[-300:]


def test_front_matter_of_a_book_is_refused(tree: Tree) -> None:
    (line,) = tree({"docs/a.md": tree.page(tags=("[" * 10_000 + "\n  ") * 10)})
    assert re.fullmatch(
        r"docs/a\.md:1: front matter: has 100,1\d\d characters, more than 20,000 "
        r"\(a page's text stands below it\)",
        line,
    )


@pytest.mark.parametrize("front", ["title: a: b", "title: a\x07b", "tags: [a", "title: *nowhere"])
def test_pyyaml_without_libyaml_reports_the_same_line(monkeypatch: pytest.MonkeyPatch, front: str) -> None:
    with_libyaml = refused(front)
    monkeypatch.setattr(frontmatter, "Loader", yaml.SafeLoader)
    assert [line.split(" ")[0] for line in refused(front)] == [line.split(" ")[0] for line in with_libyaml]


@pytest.mark.parametrize(
    ("data", "line", "byte"),
    [
        pytest.param(b"---\nstatus: Active\ntitle: caf\xe9\n---\n", 3, "e9", id="Latin-1"),
        pytest.param(b"---\n---\n\n# \xd6\xd0\xce\xc4\n", 4, "d6", id="GBK"),
        pytest.param("---\n".encode("utf-16"), 1, "ff", id="UTF-16"),
        pytest.param(b"\xef\xbb\xbf---\ntitle: \xe9\n---\n", 2, "e9", id="after a byte-order mark"),
        pytest.param(b"---\r\nstatus: Active\r\ntitle: \xe9\r\n", 3, "e9", id="CRLF"),
        pytest.param(b"---\n---\ncut \xe4\xb8", 3, "e4", id="cut in the middle of a character"),
        pytest.param(b"---\n\xed\xa0\x80\n", 2, "ed", id="surrogate"),
    ],
)
def test_bytes_that_are_not_utf8_are_named_with_their_line(tree: Tree, data: bytes, line: int, byte: str) -> None:
    assert tree({"docs/a.md": data}) == [f"docs/a.md:{line}: file: byte 0x{byte} is not UTF-8 (save the file as UTF-8)"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_byte_order_mark_and_line_endings_are_normalised(tree: Tree, mark: str, ending: str) -> None:
    text = tree.page("\n# Page\n\n```text\na\nb\n```\n")
    assert tree({"docs/a.md": mark + text.replace("\n", ending)}) == []
    page = tree.site().pages["en"]["a.md"]
    assert page.front.status == "Active"
    assert page.body == "\n# Page\n\n```text\na\nb\n```\n"
    assert page.body_line == 8


def test_trailing_blanks_after_the_markers_and_three_dots_are_accepted() -> None:
    document, problems = frontmatter.parse("docs/a.md", "---  \nstatus: Active\n...  \nText\n")
    assert (problems, list(document.fields), document.body, document.body_line) == ([], ["status"], "Text\n", 4)


def test_a_line_separator_inside_a_value_does_not_shift_the_lines(tree: Tree) -> None:
    # U+2028 comes with text pasted from the web; YAML takes it for a line break, an editor does not.
    assert tree({"docs/a.md": tree.page(title='"a\u2028 b"', status="Actve")}) == [
        "docs/a.md:3: status: 'Actve' is not a status (did you mean 'Active'?)"
    ]


def test_a_rule_in_the_body_does_not_end_the_page(tree: Tree) -> None:
    assert tree({"docs/a.md": tree.page("\n# Page\n\n---\n\nstatus: nonsense\n\n---\n")}) == []


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("text", "text"),
        ("'1'", "text"),
        ("1", "a number"),
        ("1.5", "a number"),
        ("true", "a yes/no value"),
        ("", "empty"),
        ("2026-11-21", "a date"),
        ("[a]", "a list"),
        ("{a: b}", "a mapping"),
    ],
)
def test_each_value_knows_its_kind_and_line(value: str, kind: str) -> None:
    document, problems = frontmatter.parse("docs/a.md", f"---\ntitle: x\nkey: {value}\n---\n")
    assert problems == []
    assert (document.fields["key"].kind, document.fields["key"].line) == (kind, 3)
    assert document.key_lines == {"title": 2, "key": 3}


_FRAGMENTS = st.lists(
    st.sampled_from(
        ["---", "\n", "a", ": ", "- ", "[", "]", "{", "}", "&x ", "*x", "!!", "'", '"', "|", ">", "#", " "]
    ),
    max_size=40,
).map("".join)


@given(text=st.text() | _FRAGMENTS | _FRAGMENTS.map("---\n{}\n---\nbody".format))
def test_parse_never_raises(text: str) -> None:
    document, problems = frontmatter.parse("docs/a.md", text)
    assert "\n".join(text.split("\n")[document.body_line - 1 :]) == document.body or document.body == ""
    assert all(problem.path == "docs/a.md" and problem.line >= 1 for problem in problems)


@given(body=st.text())
def test_the_body_is_returned_untouched(body: str) -> None:
    document, problems = frontmatter.parse("docs/a.md", "---\nstatus: Active\n---\n" + body)
    assert (document.body, document.body_line, problems) == (body, 4, [])
