"""What the site knows of its pages: who sees what, and where a reader is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnpath.languages import CHINESE, ENGLISH

if TYPE_CHECKING:
    from tests.unit.conftest import Tree


def test_a_page_without_translation_is_shown_in_english(tree: Tree) -> None:
    tree.build({"docs/b.md": tree.page()})
    site = tree.site()
    shown = site.shown("b.md", CHINESE)
    assert shown is not None and shown.language is ENGLISH
    assert site.page("b.md", CHINESE) is None
    assert "b.md" in site.uris(CHINESE)


@pytest.mark.parametrize(
    ("uri", "nearest"),
    [
        ("blog/2026/meetup.md", "blog/README.md"),
        ("blog/2026/README.md", "blog/README.md"),
        ("blog/README.md", "blog/README.md"),
        ("nowhere/x.md", "README.md"),
        ("nowhere/README.md", "README.md"),
    ],
)
def test_the_switch_leads_to_the_nearest_front_page_that_exists(tree: Tree, uri: str, nearest: str) -> None:
    tree.build({"docs/blog/README.md": tree.page(), "docs_zh/blog/2026/meetup.md": tree.page()})
    assert tree.site().nearest(uri, ENGLISH) == nearest


def test_nearest_ends_even_without_a_home_page(tree: Tree) -> None:
    tree.build(
        {"docs/README.md": None, "docs/a.md": None, "docs_zh/README.md": None, "docs_zh/a.md": None}, nav="  []\n"
    )
    assert tree.site().nearest("x/y.md", ENGLISH) == "README.md"
