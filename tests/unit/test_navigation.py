"""`nav:` is made of paths; labels come from the titles of the language being built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnpath import navigation
from learnpath.languages import CHINESE, ENGLISH
from learnpath.navigation import NavItem

if TYPE_CHECKING:
    from tests.unit.conftest import Tree

LABEL = "(write the path alone: labels come from the pages' titles)"
NEITHER = "(write 'folder/page.md' or 'folder/')"


def test_the_default_tree_has_no_problems(tree: Tree) -> None:
    assert tree() == []


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        pytest.param("b.md", "'b.md' is not in docs/ (did you mean 'a.md'?)", id="page, misspelt"),
        pytest.param(
            "glossary.md",
            "'glossary.md' is not in docs/ (write docs/glossary.md or remove the line)",
            id="page, to be written",
        ),
        pytest.param("../a.md", "'../a.md' is not in docs/ (did you mean 'a.md'?)", id="page outside the tree"),
        pytest.param("Home", f"'Home' is neither a page nor a folder {NEITHER}", id="word"),
        pytest.param(
            "https://example.org", f"'https://example.org' is neither a page nor a folder {NEITHER}", id="address"
        ),
        pytest.param("[a.md]", f"'this entry' is neither a page nor a folder {NEITHER}", id="list"),
        pytest.param("Home: a.md", f"'Home' is a label {LABEL}", id="label"),
        pytest.param("Home: [a.md]", f"'Home' is a label {LABEL}", id="label of a section"),
        pytest.param("a.md: b.md", f"'a.md' is a label {LABEL}", id="page as a label"),
        pytest.param("b/: a.md", f"'b/' is a label {LABEL}", id="folder as a label"),
    ],
)
def test_a_wrong_nav_entry_is_named_with_its_line(tree: Tree, entry: str, message: str) -> None:
    assert tree(nav=f"  - README.md\n  - a.md\n  - {entry}\n") == [f"mkdocs.yml:5: nav: {message}"]


def test_a_nav_folder_without_a_front_page_is_named(tree: Tree) -> None:
    assert tree(nav="  - README.md\n  - a.md\n  - quantization/\n") == [
        "mkdocs.yml:5: nav: 'quantization/README.md' is not in docs/ "
        "(write docs/quantization/README.md or remove the line)"
    ]


def test_a_folder_with_a_colon_and_no_entries_is_named(tree: Tree) -> None:
    nav = "  - README.md\n  - a.md\n  - b/:\n"
    assert tree({"docs/b/README.md": tree.page()}, nav=nav) == [
        "mkdocs.yml:5: nav: 'b/' has no entries (remove the colon)"
    ]


def test_a_wrong_entry_in_a_folder_is_named_with_its_line(tree: Tree) -> None:
    nav = "  - README.md\n  # a comment\n  - a/:\n      - a/b.md\n      - B: a/c.md\n  - a.md\n"
    files = {"docs/a/README.md": tree.page(title="A"), "docs/a.md": None, "docs/a/c.md": tree.page()}
    assert tree(files, nav=nav) == [
        "docs/a/c.md:1: nav: is in no navigation (add 'a/c.md' to nav: in mkdocs.yml)",
        "mkdocs.yml:6: nav: 'a/b.md' is not in docs/ (did you mean 'a/c.md'?)",
        f"mkdocs.yml:7: nav: 'B' is a label {LABEL}",
        "mkdocs.yml:8: nav: 'a.md' is not in docs/ (did you mean 'a/c.md'?)",
    ]


def test_a_page_in_no_navigation_is_named(tree: Tree) -> None:
    assert tree(nav="  - README.md\n") == ["docs/a.md:1: nav: is in no navigation (add 'a.md' to nav: in mkdocs.yml)"]


def test_a_chinese_post_in_no_navigation_is_named(tree: Tree) -> None:
    nav = "  - README.md\n  - a.md\n  - blog/\n"
    files = {"docs/blog/README.md": tree.page(), "docs_zh/blog/post.md": tree.page()}
    assert tree(files, nav=nav) == [
        "docs_zh/blog/post.md:1: nav: is in no navigation (add 'blog/post.md' to nav: in mkdocs.yml)"
    ]


def test_a_folder_without_front_page_is_named(tree: Tree) -> None:
    assert tree({"docs/gpu/nodes/x.md": tree.page()}) == [
        f"docs/{folder}/README.md:1: nav: does not exist: the folder '{folder}/' has no front page and no label "
        "(create it)"
        for folder in ("gpu", "gpu/nodes")
    ]


@pytest.mark.parametrize(
    ("nav", "line", "uri", "first"),
    [
        ("  - README.md\n  - a.md\n  - a.md\n", 5, "a.md", 4),
        ("  - README.md\n  - b/\n  - a.md\n  - b/README.md\n", 6, "b/README.md", 4),
        ("  - README.md\n  - b/:\n      - a.md\n      - b/README.md\n", 6, "b/README.md", 4),
    ],
)
def test_an_entry_listed_twice_is_named_on_its_second_line(
    tree: Tree, nav: str, line: int, uri: str, first: int
) -> None:
    files = {"docs/b/README.md": tree.page()} if "b/" in nav else {}
    assert tree(files, nav=nav) == [f"mkdocs.yml:{line}: nav: '{uri}' is listed twice (first on line {first})"]


@pytest.mark.parametrize("extension", [".markdown", ".MD"])
def test_advice_for_a_page_with_a_rare_extension_can_be_followed(tree: Tree, extension: str) -> None:
    """Whatever is advised for such a page, it is not to add an entry that is then refused."""
    files = {f"docs/b{extension}": tree.page()}
    advised = tree(files, nav="  - README.md\n  - a.md\n")
    if any("is in no navigation" in line for line in advised):
        assert tree(files, nav=f"  - README.md\n  - a.md\n  - b{extension}\n") == []


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("site_name: x\n", "mkdocs.yml:1: nav: is missing (list the pages and folders of the site)"),
        ("nav: {a: b}\n", "mkdocs.yml:1: nav: is missing (list the pages and folders of the site)"),
        ("- nav\n", "mkdocs.yml:1: nav: is missing (list the pages and folders of the site)"),
        ("", "mkdocs.yml:1: nav: is missing (list the pages and folders of the site)"),
        ("nav:\n  - a.md\n  - 'b\n", "mkdocs.yml:4: yaml: found unexpected end of stream"),
        (b"nav:\n  - \xff.md\n", "mkdocs.yml:1: file: is not UTF-8 (save the file as UTF-8)"),
        (None, "mkdocs.yml:1: file: cannot be read: No such file or directory"),
    ],
)
def test_a_broken_configuration_is_a_problem_and_no_exception(
    tree: Tree, config: str | bytes | None, message: str
) -> None:
    assert tree({"mkdocs.yml": config})[-1] == message


def test_without_a_configuration_no_page_is_said_to_be_lost(tree: Tree) -> None:
    # What only mkdocs.yml can tell is not guessed: the configuration is the one cause.
    assert tree({"mkdocs.yml": "nav: ["}) == ["mkdocs.yml:1: yaml: expected the node content, but found '<stream end>'"]


@pytest.mark.parametrize(
    "options",
    [
        "mounts: {plan.md: 5}",
        "mounts: {1: 2}",
        "mounts: [a]",
        "documents: {README.md: [x]}",
        "documents: {README.md: }",
        "untranslated: 5",
        "untranslated: blog/",
        "untranslated: [1]",
        "translating: [a]",
    ],
)
def test_a_wrong_option_of_the_site_raises_nothing(tree: Tree, options: str) -> None:
    files = {"docs_zh/b.md": tree.page()}
    tree(files, extra=f"extra:\n  learnpath:\n    {options}\n")


@pytest.mark.parametrize("nav", ["  - {[a]: b}\n", "  - ? {a: b}\n    : c\n", "  -\n", "  - 5\n", "  - true\n"])
def test_a_strange_nav_entry_raises_nothing(tree: Tree, nav: str) -> None:
    assert any(line.startswith("mkdocs.yml:3: ") for line in tree(nav=nav))


def test_labels_are_the_titles_of_each_language(tree: Tree) -> None:
    page, chinese = tree.page, tree.chinese
    english_front, english_b = page(title="Serving"), page(title="Batching")
    files = {
        "docs/serving/README.md": english_front,
        "docs_zh/serving/README.md": chinese(english_front, title="推理"),
        "docs/serving/b.md": english_b,
        "docs_zh/serving/b.md": chinese(english_b, title="批处理"),
        "docs/serving/c.md": page(title="Not translated"),
        "docs_zh/blog/README.md": page(title="博客"),
        "docs_zh/blog/p.md": page(title="文章"),
    }
    nav = (
        "  - README.md\n  - a.md\n"
        "  - serving/:\n      - serving/b.md\n      - serving/c.md\n"
        "  - blog/:\n      - blog/p.md\n"
    )
    assert tree(files, nav=nav) == []
    site = tree.site()
    home = (NavItem("Page", "README.md"), NavItem("Page", "a.md"))
    assert navigation.build(site, ENGLISH) == (
        *home,
        NavItem(
            "Serving",
            children=(
                NavItem("Serving", "serving/README.md"),
                NavItem("Batching", "serving/b.md"),
                NavItem("Not translated", "serving/c.md"),
            ),
        ),
    )
    assert navigation.build(site, CHINESE) == (
        *home,
        NavItem(
            "推理",
            children=(
                NavItem("推理", "serving/README.md"),
                NavItem("批处理", "serving/b.md"),
                NavItem("Not translated", "serving/c.md"),
            ),
        ),
        NavItem("博客", children=(NavItem("博客", "blog/README.md"), NavItem("文章", "blog/p.md"))),
    )


def test_a_folder_without_front_page_is_labelled_by_its_path(tree: Tree) -> None:
    tree.build({"docs/gpu/x.md": tree.page(title="X")}, nav="  - gpu/:\n      - gpu/x.md\n")
    assert navigation.build(tree.site(), ENGLISH) == (NavItem("gpu", children=(NavItem("X", "gpu/x.md"),)),)
