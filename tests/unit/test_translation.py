"""Stamps, states, what changed since, and where a current translation differs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnpath import translation
from learnpath.languages import ENGLISH
from learnpath.pages import Page
from learnpath.problems import Problem, render
from learnpath.schema import FrontMatter

if TYPE_CHECKING:
    from tests.unit.conftest import Tree

THREE_SECTIONS = "\n# Page\n\nIntro.\n\n## One { #one }\n\nText.\n\n### Below\n\n## Two { #two }\n\nText.\n"


def stamp(body: str) -> str:
    return translation.stamp(Page("x.md", "docs/x.md", ENGLISH, FrontMatter(), body, 8))


def test_a_stamp_is_a_hash_of_the_body_and_one_of_each_section() -> None:
    assert re.fullmatch(r"[0-9a-f]{12} \.:[0-9a-f]{6} one:[0-9a-f]{6} two:[0-9a-f]{6}", stamp(THREE_SECTIONS))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("Text.", "Text.  ", id="trailing blanks"),
        pytest.param("Text.", "Text.\t", id="trailing tab"),
        pytest.param("\n\n## Two", "\n\n\n\n\n## Two", id="more blank lines"),
        pytest.param("\n# Page", "# Page", id="no blank line at the start"),
        pytest.param("Text.\n", "Text.\n\n\n", id="blank lines at the end"),
    ],
)
def test_a_stamp_does_not_change_with_white_space_that_means_nothing(before: str, after: str) -> None:
    assert before in THREE_SECTIONS
    assert stamp(THREE_SECTIONS.replace(before, after)) == stamp(THREE_SECTIONS)


@pytest.mark.parametrize(
    ("before", "after", "sections"),
    [
        ("Intro.", "Intro!", {"."}),
        ("Text.\n\n###", "Texts.\n\n###", {"one"}),
        ("### Below", "#### Below", {"one"}),
        ("## Two", "## Zwei", {"two"}),
        ("Text.\n\n### Below", "  Text.\n\n### Below", {"one"}),
    ],
)
def test_a_stamp_changes_with_words_in_their_section_only(before: str, after: str, sections: set[str]) -> None:
    old, new = stamp(THREE_SECTIONS).split(), stamp(THREE_SECTIONS.replace(before, after, 1)).split()
    assert old[0] != new[0]
    assert {part.split(":")[0] for part in set(new[1:]) - set(old[1:])} == sections


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_a_translation_stays_current_when_the_line_endings_of_the_english_change(tree: Tree, ending: str) -> None:
    english = tree.page(THREE_SECTIONS)
    files = {"docs/a.md": english.replace("\n", ending), "docs_zh/a.md": tree.chinese(english)}
    assert tree(files) == []


@given(st.lists(st.sampled_from(["a", "b", "## h", "", "  ", "```", "x  "]), max_size=12))
def test_a_stamp_of_any_body_ignores_trailing_blanks(lines: list[str]) -> None:
    assert stamp("\n".join(line.rstrip() for line in lines)) == stamp(
        "\n".join(line.rstrip() + " \t" for line in lines)
    )


def behind(tree: Tree, old: str, new: str) -> list[str]:
    """Return the problems when the English was `old` at the time of the translation and is `new`."""
    return tree({"docs/a.md": tree.page(new), "docs_zh/a.md": tree.chinese(tree.page(old))})


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        pytest.param(THREE_SECTIONS, THREE_SECTIONS.replace("Intro", "X"), "changed: introduction", id="introduction"),
        pytest.param(THREE_SECTIONS, THREE_SECTIONS.replace("Below", "X"), "changed: one", id="changed"),
        pytest.param(THREE_SECTIONS, THREE_SECTIONS + "\n## Three { #three }\n", "added: three", id="added"),
        pytest.param(THREE_SECTIONS, THREE_SECTIONS.split("## Two")[0], "removed: two", id="removed"),
        pytest.param(
            THREE_SECTIONS,
            THREE_SECTIONS.replace("Intro", "X").replace("#two", "#new"),
            "changed: introduction; added: new; removed: two",
            id="several, in reading order",
        ),
        pytest.param(
            "\n## A { #fn:a }\n\n## B { #fn:b }\n",
            "\n## A { #fn:a }\n\nX\n\n## B { #fn:b }\n",
            "changed: fn:a",
            id="id with a colon",
        ),
        pytest.param("\n## 什么 { #what }\n", "\n## 什么 { #what }\n\nX\n", "changed: what", id="Chinese heading"),
        pytest.param("\n## 什么\n", "\n## 什么\n\nX\n", "changed: 什么", id="Chinese id"),
        pytest.param(
            "\n## A { #introduction }\n", "\n## A { #introduction }\n\nX\n", "changed: introduction", id="name"
        ),
    ],
)
def test_a_translation_that_is_behind_is_a_warning_with_the_sections(
    tree: Tree, old: str, new: str, changes: str
) -> None:
    assert behind(tree, old, new) == [f"docs_zh/a.md:7: warning: source_hash: is behind docs/a.md ({changes})"]


def test_a_translation_that_is_behind_is_not_compared(tree: Tree) -> None:
    english = tree.page("\n[x](a.md)\n\n## A { #a }\n")
    files = {"docs/a.md": english, "docs_zh/a.md": tree.chinese(tree.page("\nold\n"))}
    assert tree(files) == [
        "docs_zh/a.md:7: warning: source_hash: is behind docs/a.md (changed: introduction; added: a)"
    ]


def test_a_stamp_of_another_text_is_behind(tree: Tree) -> None:
    english = tree.page()
    found = tree({"docs/a.md": english, "docs_zh/a.md": tree.chinese(english, source_hash="0123456789ab")})
    assert [line.partition(" (")[0] for line in found] == ["docs_zh/a.md:7: warning: source_hash: is behind docs/a.md"]


@pytest.mark.parametrize("stamped", ["TODO", "x", "hello world", "0 a b:c", "0123456789abc", "0123456789ab a:b"])
def test_a_stamp_that_the_tool_did_not_write_is_named(tree: Tree, stamped: str) -> None:
    english = tree.page()
    assert tree({"docs/a.md": english, "docs_zh/a.md": tree.chinese(english, source_hash=stamped)}) == [
        "docs_zh/a.md:7: source_hash: is not what the tool writes (learnpath translations accept docs_zh/a.md)"
    ]


def test_a_stamp_on_the_english_page_is_named(tree: Tree) -> None:
    english = tree.page(source_hash="0123456789ab")
    assert tree({"docs/a.md": english, "docs_zh/a.md": tree.chinese(english)}) == [
        "docs/a.md:7: source_hash: belongs on the Chinese page (remove the line)"
    ]


def test_an_unstamped_translation_is_named_with_the_command(tree: Tree) -> None:
    files = {"docs/a.md": tree.page(), "docs_zh/a.md": tree.chinese(tree.page(), source_hash=None)}
    assert tree(files) == [
        "docs_zh/a.md:1: source_hash: is missing (after translating: learnpath translations accept docs_zh/a.md)"
    ]


def test_an_empty_stamp_is_named_with_its_line(tree: Tree) -> None:
    files = {"docs/a.md": tree.page(), "docs_zh/a.md": tree.chinese(tree.page(), source_hash="")}
    assert tree(files) == ["docs_zh/a.md:7: source_hash: is empty (write a value or remove the line)"]


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        pytest.param("", "docs_zh/a.md:1: file: is empty (write front matter and a page, or delete it)", id="empty"),
        pytest.param(
            "# Page\n",
            "docs_zh/a.md:1: front matter: is missing (begin the file with '---', then status, maintainer, "
            "last_updated and tags, then '---')",
            id="no front matter",
        ),
        pytest.param(
            "---\ntitle: x\n",
            "docs_zh/a.md:1: front matter: is not closed (end it with a line '---')",
            id="unclosed front matter",
        ),
        pytest.param(
            "---\ntitle: @x\n---\n# Page\n",
            "docs_zh/a.md:2: front matter: is not valid YAML: found character that cannot start any token "
            "(quote text that contains ': ', '#' or brackets)",
            id="broken front matter",
        ),
    ],
)
def test_a_translation_that_cannot_be_parsed_is_not_also_called_unstamped(
    tree: Tree, broken: str, problem: str
) -> None:
    assert tree({"docs/a.md": tree.page(), "docs_zh/a.md": broken}) == [problem]


@pytest.mark.parametrize(
    ("front", "problem"),
    [
        (
            {"title": "@x"},
            "docs/a.md:2: front matter: is not valid YAML: found character that cannot start any token "
            "(quote text that contains ': ', '#' or brackets)",
        ),
        ({"tags": "5"}, "docs/a.md:6: tags: must be a list '[a, b]' or 'a, b, c', is a number"),
    ],
)
def test_broken_english_front_matter_is_not_blamed_on_the_translation(
    tree: Tree, front: dict[str, str], problem: str
) -> None:
    files = {"docs/a.md": tree.page(**front), "docs_zh/a.md": tree.chinese(tree.page())}
    assert tree(files) == [problem]


def test_a_chinese_page_without_an_english_one_is_named(tree: Tree) -> None:
    assert tree({"docs_zh/b.md": tree.page(), "docs_zh/blogs.md": tree.page()}) == [
        f"docs_zh/{uri}:1: translation: has no English page docs/{uri} (write it; Chinese alone is for blog/)"
        for uri in ("b.md", "blogs.md")
    ]


def test_without_a_folder_for_chinese_alone_the_message_says_so(tree: Tree) -> None:
    assert tree({"docs_zh/b.md": tree.page()}, extra="") == [
        "docs_zh/b.md:1: translation: has no English page docs/b.md (write it; Chinese alone is for no folder)"
    ]


def test_a_chinese_page_in_the_blog_needs_no_english_one(tree: Tree) -> None:
    assert tree({"docs_zh/blog/README.md": tree.page(), "docs_zh/blog/2026/README.md": tree.page()}) == []
    assert "blog/README.md" in tree.site().pages["zh"]


@pytest.mark.parametrize(("english", "chinese"), [("Setup.md", "setup.md"), ("gpu/README.md", "GPU/README.md")])
def test_a_chinese_path_that_differs_by_letter_case_is_named(tree: Tree, english: str, chinese: str) -> None:
    assert tree({f"docs/{english}": tree.page(), f"docs_zh/{chinese}": tree.page()}) == [
        f"docs_zh/{chinese}:1: translation: differs from docs/{english} by letter case (rename it to '{english}')"
    ]


DIFFERENCES = [
    pytest.param(
        "## A { #a }",
        "## 甲 { #b }",
        10,
        "this heading has level 2 and id 'b', the English level 2 with id 'a'",
        id="heading id",
    ),
    pytest.param(
        "## A { #a }",
        "### 甲 { #a }",
        10,
        "this heading has level 3 and id 'a', the English level 2 with id 'a'",
        id="heading level",
    ),
    pytest.param(
        "## A { #a }",
        "## 甲",
        10,
        "this heading has level 2 and id '', the English level 2 with id 'a'",
        id="heading without id",
    ),
    pytest.param(
        "## A",
        "## 甲 { #a }",
        10,
        "this heading has level 2 and id 'a', the English level 2 with no explicit id",
        id="heading with id",
    ),
    pytest.param("## A\n\n## B", "## 甲", 1, "has 1 headings below the title, the English 2", id="fewer headings"),
    pytest.param(
        "```sh\nls\n```", "```sh\nls -l\n```", 10, "the code of this block differs from the English", id="code"
    ),
    pytest.param(
        "```sh\nls\n```", "```bash\nls\n```", 10, "this code block is 'bash', the English 'sh'", id="code language"
    ),
    pytest.param("```sh\nls\n```", "列", 1, "has 0 code blocks, the English 1", id="fewer code blocks"),
    pytest.param(
        "| A | B |\n| - | - |\n| 1 | 2 |",
        "| 甲 | 乙 |\n| - | - |",
        10,
        "this table has 0 rows and 2 columns, the English 1 and 2",
        id="table rows",
    ),
    pytest.param(
        "| A | B |\n| - | - |\n| 1 | 2 |",
        "| 甲 |\n| - |\n| 1 |",
        10,
        "this table has 1 rows and 1 columns, the English 1 and 2",
        id="table columns",
    ),
    pytest.param("| A |\n| - |\n| 1 |", "表", 1, "has 0 tables, the English 1", id="fewer tables"),
    pytest.param("[x](README.md)", "链接", 1, "the English link to 'README.md' is missing here", id="link missing"),
    pytest.param("x", "[x](README.md)", 10, "this link to 'README.md' is not in the English", id="link added"),
    pytest.param(
        "[x](README.md)",
        "[x](README.md) [x](README.md)",
        10,
        "this link to 'README.md' is not in the English",
        id="link twice",
    ),
    pytest.param("![x](logo.svg)", "图", 1, "the English image to 'logo.svg' is missing here", id="image missing"),
    pytest.param("x", "![x](logo.svg)", 10, "this image to 'logo.svg' is not in the English", id="image added"),
    pytest.param(
        "```mermaid\nflowchart TD\n  A --> B\n```",
        "```mermaid\nflowchart TD\n  A --> B\n  B --> C\n```",
        10,
        "this diagram has another number of lines than the English",
        id="diagram",
    ),
]


@pytest.mark.parametrize(("english", "chinese", "line", "message"), DIFFERENCES)
def test_a_current_translation_that_differs_is_named_with_its_line(
    tree: Tree, english: str, chinese: str, line: int, message: str
) -> None:
    files = tree.pair("a.md", f"\n\n{english}\n", f"\n{chinese}\n")
    assert tree(files | {"docs/logo.svg": "<svg/>"}) == [f"docs_zh/a.md:{line}: translation: {message}"]


def test_a_link_that_was_changed_is_named_on_both_sides(tree: Tree) -> None:
    assert tree(tree.pair("a.md", "\n[x](README.md)\n", "\n[x](a.md)\n")) == [
        "docs_zh/a.md:1: translation: the English link to 'README.md' is missing here",
        "docs_zh/a.md:10: translation: this link to 'a.md' is not in the English",
    ]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        pytest.param("# Page", "# 页", id="title"),
        pytest.param("## A { #a }\n\nWords.", "## 甲 { #a }\n\n词。\n\n词。", id="words"),
        pytest.param(
            '```mermaid\nflowchart TD\n  A["x"]\n```', '```mermaid\nflowchart TD\n  A["甲"]\n```', id="diagram"
        ),
        pytest.param("```sh\nls\n```", "```sh\nls  \n```", id="trailing blank in code"),
        pytest.param("| A |\n| - |\n| 1 |", "| 甲 |\n| :-: |\n| 一 |", id="table text"),
        pytest.param("[x](README.md) ![y](logo.svg)", "![乙](logo.svg) [甲](README.md)", id="links in another order"),
    ],
)
def test_what_may_differ_is_accepted(tree: Tree, english: str, chinese: str) -> None:
    files = tree.pair("a.md", f"\n{english}\n", f"\n{chinese}\n")
    assert tree(files | {"docs/logo.svg": "<svg/>"}) == []


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("tags", "[other]", 6),
        ("level", "advanced", 9),
        ("minutes", "11", 10),
        ("prerequisites", "[README.md]", 11),
        ("projects", "[other]", 12),
        ("verified", "{vllm: '2'}", 13),
    ],
)
def test_front_matter_that_both_languages_share_is_compared(tree: Tree, key: str, value: str, line: int) -> None:
    shared = {
        "description": "D",
        "level": "beginner",
        "minutes": "10",
        "prerequisites": "[]",
        "projects": "[vllm]",
        "verified": "{vllm: '1'}",
    }
    english = tree.page(**shared)
    chinese = tree.chinese(english, **(shared | {key: value}))
    assert tree({"docs/a.md": english, "docs_zh/a.md": chinese}) == [
        f"docs_zh/a.md:{line}: translation: the {key} of the front matter differ from the English (docs/a.md)"
    ]


def test_shared_front_matter_that_is_left_out_is_named(tree: Tree) -> None:
    english = tree.page(projects="[vllm]")
    assert tree({"docs/a.md": english, "docs_zh/a.md": tree.chinese(english)}) == [
        "docs_zh/a.md:1: translation: the projects of the front matter differ from the English (docs/a.md)"
    ]


DOCUMENTS = "extra:\n  learnpath:\n    documents: {README.md: README_zh.md}\n"


def test_the_two_readmes_of_the_root_answer_each_other(tree: Tree) -> None:
    english = tree.page("\n[中文](README_zh.md) [x](docs/a.md) [r](RoadMap.md)\n")
    plan = tree.page(title="Road map")
    files = {
        "README.md": english,
        "README_zh.md": tree.chinese(english, "\n[English](README.md) [x](docs_zh/a.md) [r](docs_zh/roadmap.md)\n"),
        "RoadMap.md": plan,
        "docs_zh/roadmap.md": tree.chinese(plan),
    }
    assert tree(files, extra=DOCUMENTS + "    mounts: {roadmap.md: RoadMap.md}\n") == []


def accept(tree: Tree, path: str) -> tuple[str, str]:
    result = translation.accept(tree.site(), path)
    assert not isinstance(result, Problem), str(result)
    return result


def refuse(tree: Tree, path: str) -> str:
    result = translation.accept(tree.site(), path)
    assert isinstance(result, Problem)
    return render([result])


@pytest.mark.parametrize("path", ["docs/a.md", "docs_zh/a.md", "a.md", "./docs/a.md"])
def test_accept_takes_either_file_of_a_pair(tree: Tree, path: str) -> None:
    english = tree.page()
    old = tree.chinese(tree.page("old"), english.split("---\n")[-1])
    tree.build({"docs/a.md": english, "docs_zh/a.md": old})
    assert accept(tree, path) == ("docs_zh/a.md", tree.chinese(english, "\n# Page\n\nText.\n"))


def test_accept_of_the_readme_of_the_root_stamps_its_own_twin(tree: Tree) -> None:
    english = tree.page("\nRoot.\n")
    tree.build({"README.md": english, "README_zh.md": tree.chinese(english, source_hash=None)}, extra=DOCUMENTS)
    assert accept(tree, "README_zh.md")[0] == "README_zh.md"
    assert accept(tree, "README.md")[0] == "README_zh.md"
    assert accept(tree, "docs/README.md")[0] == "docs_zh/README.md"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("stamped", ["old", None])
def test_accept_writes_one_line_and_keeps_every_other_byte(
    tree: Tree, ending: str, mark: str, stamped: str | None
) -> None:
    english = tree.page("\n# Page\n\n---\n\nText\n")
    body = "\n# 页\n\n---\n\nsource_hash: x  \n\u2028文字\t\n"
    before = mark + tree.chinese(english, body, source_hash=stamped).replace("\n", ending)
    tree.build({"docs/a.md": english, "docs_zh/a.md": before})
    _, after = accept(tree, "a.md")
    assert after == mark + tree.chinese(english, body).replace("\n", ending)


def test_accepting_makes_the_page_current(tree: Tree) -> None:
    english = tree.page(THREE_SECTIONS)
    tree.build({"docs/a.md": english, "docs_zh/a.md": tree.chinese(english, source_hash=None)})
    path, text = accept(tree, "a.md")
    tree.write(path, text)
    assert tree.problems() == []
    assert [pair.state for pair in translation.pairs(tree.site())] == ["current", "current"]


@pytest.mark.parametrize(
    "stamped", ['"old\n  more"', "old\n  more", ">-\n  old\n  more", "|\n  old", "\n  old:1 more:2", "'old' # comment"]
)
def test_accept_replaces_a_stamp_that_a_formatter_has_folded(tree: Tree, stamped: str) -> None:
    english = tree.page()
    tree.build({"docs/a.md": english, "docs_zh/a.md": tree.chinese(english, source_hash=stamped)})
    _, text = accept(tree, "a.md")
    tree.write("docs_zh/a.md", text)
    assert tree.problems() == []
    assert tree.site().pages["zh"]["a.md"].front.source_hash == translation.stamp(tree.site().pages["en"]["a.md"])


@pytest.mark.parametrize(("english", "chinese", "line", "message"), DIFFERENCES)
def test_accept_refuses_a_translation_that_differs(
    tree: Tree, english: str, chinese: str, line: int, message: str
) -> None:
    tree.build(tree.pair("a.md", f"\n\n{english}\n", f"\n{chinese}\n"))
    before = tree.snapshot()
    assert refuse(tree, "a.md") == f"docs_zh/a.md:{line}: translation: {message} (make them alike, then accept)"
    assert tree.snapshot() == before


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("none.md", "none.md:1: translation: is no page with a translation (see: learnpath translations)"),
        ("docs/only.md", "docs/only.md:1: translation: is no page with a translation (see: learnpath translations)"),
        ("../x.md", "../x.md:1: translation: is no page with a translation (see: learnpath translations)"),
        ("docs", "docs:1: translation: is no page with a translation (see: learnpath translations)"),
        ("b.md", "b.md:1: translation: cannot be read (see: learnpath check)"),
        ("c.md", "c.md:1: translation: cannot be read (see: learnpath check)"),
        ("d.md", "d.md:1: translation: cannot be read (see: learnpath check)"),
    ],
)
def test_accept_refuses_what_is_no_readable_pair(tree: Tree, path: str, message: str) -> None:
    files: dict[str, str | bytes | None] = {
        "docs/only.md": tree.page(),
        "docs/b.md": tree.page(),
        "docs_zh/b.md": b"\xff",
        "docs/c.md": "# Page\n",
        "docs_zh/c.md": "# Page\n\n---\n",
        "docs/d.md": tree.page(),
        "docs_zh/d.md": "---\ntitle: 'x\n---\n\n# Page\n\nText.\n",
    }
    tree.build(files)
    assert refuse(tree, path) == message


def test_the_summary_lists_what_needs_work_first(tree: Tree) -> None:
    english = tree.page(THREE_SECTIONS)
    files = {
        "docs/behind.md": english,
        "docs_zh/behind.md": tree.chinese(tree.page(THREE_SECTIONS.replace("Intro", "X"))),
        "docs/missing.md": english,
        "docs/unstamped.md": english,
        "docs_zh/unstamped.md": tree.chinese(english, source_hash=None),
    }
    tree.build(files)
    assert translation.summary(translation.pairs(tree.site())).splitlines() == [
        "missing    docs/missing.md",
        "unstamped  docs_zh/unstamped.md",
        "behind     docs_zh/behind.md  (changed: introduction)",
        "current    docs_zh/README.md",
        "current    docs_zh/a.md",
        "2 current, 1 behind, 1 unstamped, 1 missing",
    ]


def test_a_chinese_page_finds_its_pair(tree: Tree) -> None:
    tree.build({"docs_zh/blog/README.md": tree.page()})
    site = tree.site()
    pair = translation.pair_of(site, site.pages["zh"]["a.md"])
    assert pair is not None
    assert pair.english is site.pages["en"]["a.md"]
    assert translation.pair_of(site, site.pages["zh"]["blog/README.md"]) is None


ROOT_FILES = "extra:\n  learnpath:\n    documents: {README.md: README_zh.md}\n    mounts: {plan.md: Plan.md}\n"


def test_the_readmes_of_the_root_link_each_to_its_own_tree(tree: Tree) -> None:
    english = tree.page("\n# Page\n\n[zh](README_zh.md) [a](docs/a.md#page) [plan](Plan.md)\n")
    chinese = "\n# 页\n\n[en](README.md) [a](docs_zh/a.md#page) [plan](docs_zh/plan.md)\n"
    plan = tree.page()
    files = {
        "README.md": english,
        "README_zh.md": tree.chinese(english, chinese),
        "Plan.md": plan,
        "docs_zh/plan.md": tree.chinese(plan),
    }
    assert tree(files, extra=ROOT_FILES) == []
    other = tree.chinese(english, chinese.replace("docs_zh/plan.md", "docs_zh/README.md"))
    assert [line.partition(": ")[2] for line in tree(files | {"README_zh.md": other}, extra=ROOT_FILES)] == [
        "translation: the English link to 'docs/plan.md' is missing here",
        "translation: this link to 'docs/README.md' is not in the English",
    ]
