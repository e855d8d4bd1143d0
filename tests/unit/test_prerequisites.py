"""Every prerequisite is a page, and no page has itself behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.conftest import Tree


def needs(tree: Tree, *wanted: str) -> str:
    """Return a page with prerequisites on line 10."""
    return tree.page(description="D", level="beginner", minutes="5", prerequisites=f"[{', '.join(wanted)}]")


def test_prerequisites_that_are_pages_are_accepted(tree: Tree) -> None:
    files = {"docs/b/README.md": needs(tree, "a.md"), "docs/b/c.md": needs(tree, "b/README.md", "a.md", "README.md")}
    assert tree(files) == []
    assert tree.site().pages["en"]["b/c.md"].front.prerequisites == ("b/README.md", "a.md", "README.md")


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("ab.md", "'ab.md' is not a page (did you mean 'a.md'?)"),
        ("readme.md", "'readme.md' is not a page (did you mean 'README.md'?)"),
        ("a", "'a' is not a page (write its path below docs/)"),
        ("docs/nothing/like/it.md", "'docs/nothing/like/it.md' is not a page (write its path below docs/)"),
        ("https://example.org", "'https://example.org' is not a page (write its path below docs/)"),
        ("zzz/", "'zzz/' is not a page (write its path below docs/)"),
    ],
)
def test_a_prerequisite_that_names_no_page_is_named(tree: Tree, wanted: str, message: str) -> None:
    assert tree({"docs/x.md": needs(tree, "a.md", wanted)}) == [f"docs/x.md:10: prerequisites: {message}"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("a.md", "must be a list '[a, b]', is text"),
        ("", "is empty (write a list '[a, b]')"),
        ("{a: b}", "must be a list '[a, b]', is a mapping"),
        ("[1]", "each entry must be text, '1' is a number (put it in quotes)"),
        ("[a.md, a.md]", "'a.md' is listed twice (keep one)"),
    ],
)
def test_prerequisites_of_a_wrong_type_are_named(tree: Tree, value: str, message: str) -> None:
    page = tree.page(description="D", level="beginner", minutes="5", prerequisites=value)
    assert tree({"docs/x.md": page}) == [f"docs/x.md:10: prerequisites: {message}"]


@pytest.mark.parametrize(
    ("wants", "circle"),
    [
        pytest.param({"b": ["b"]}, "b.md → b.md", id="1 page"),
        pytest.param({"b": ["c"], "c": ["b"]}, "b.md → c.md → b.md", id="2 pages"),
        pytest.param({"b": ["c"], "c": ["d"], "d": ["b"]}, "b.md → c.md → d.md → b.md", id="3 pages"),
        pytest.param({"d": ["c"], "c": ["b"], "b": ["d"]}, "b.md → d.md → c.md → b.md", id="3 pages, the other way"),
        pytest.param({"b": ["c"], "c": ["a", "d"], "d": ["c"]}, "c.md → d.md → c.md", id="entered from outside"),
    ],
)
def test_a_circle_is_named_once_at_its_first_page(tree: Tree, wants: dict[str, list[str]], circle: str) -> None:
    files = {f"docs/{name}.md": needs(tree, *(f"{w}.md" for w in wanted)) for name, wanted in wants.items()}
    assert tree(files) == [
        f"docs/{circle.split(' ')[0]}:10: prerequisites: form a circle: {circle} (remove one of them)"
    ]


def test_two_circles_are_both_named(tree: Tree) -> None:
    files = {
        "docs/b.md": needs(tree, "c.md", "d.md"),
        "docs/c.md": needs(tree, "b.md"),
        "docs/d.md": needs(tree, "b.md"),
    }
    assert tree(files) == [
        "docs/b.md:10: prerequisites: form a circle: b.md → c.md → b.md (remove one of them)",
        "docs/b.md:10: prerequisites: form a circle: b.md → d.md → b.md (remove one of them)",
    ]


def test_two_ways_to_the_same_page_are_no_circle(tree: Tree) -> None:
    files = {"docs/b.md": needs(tree, "c.md", "d.md"), "docs/c.md": needs(tree, "d.md"), "docs/d.md": needs(tree)}
    assert tree(files) == []


def test_circles_and_missing_pages_are_named_in_chinese_too(tree: Tree) -> None:
    learning = {"description": "D", "level": "beginner", "minutes": "5", "prerequisites": "[b.md, none/such.md]"}
    english = tree.page(**learning)
    assert tree({"docs/b.md": english, "docs_zh/b.md": tree.chinese(english, **learning)}) == [
        f"{path}: prerequisites: {message}"
        for path in ("docs/b.md:10", "docs_zh/b.md:11")
        for message in (
            "'none/such.md' is not a page (write its path below docs/)",
            "form a circle: b.md → b.md (remove one of them)",
        )
    ]


def test_a_chinese_prerequisite_may_be_a_page_that_is_not_translated(tree: Tree) -> None:
    learning = {"description": "D", "level": "beginner", "minutes": "5", "prerequisites": "[c.md]"}
    english = tree.page(**learning)
    files = {"docs/b.md": english, "docs_zh/b.md": tree.chinese(english, **learning), "docs/c.md": tree.page()}
    assert tree(files) == []


def test_a_chain_of_a_thousand_pages_is_no_circle(tree: Tree) -> None:
    files = {f"docs/p{i:04}.md": needs(tree, f"p{i + 1:04}.md") for i in range(1200)}
    assert tree(files | {"docs/p1200.md": tree.page()}) == []
