"""Every link, image and anchor leads somewhere, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnpath import links

if TYPE_CHECKING:
    from tests.unit.conftest import Tree

#: The pages that the tests link to, and an image.
TARGETS: dict[str, str | bytes | None] = {
    "docs/assets/logo.svg": "<svg/>",
    "docs/sub/README.md": "---\nstatus: Active\nmaintainer: m\nlast_updated: 2026-01-15\ntags: [t]\n---\n# Sub\n",
    "docs/sub/b.md": "---\nstatus: Active\nmaintainer: m\nlast_updated: 2026-01-15\ntags: [t]\n---\n# B\n\n## How { #how }\n",
}


@pytest.mark.parametrize(
    "link",
    [
        "[x](README.md)",
        "[x](sub/README.md)",
        "[x](sub/b.md)",
        "[x](./sub/b.md)",
        "[x](sub/../sub/b.md)",
        "[x](sub/b.md#how)",
        "[x](sub/b.md#b)",
        "[x](sub/b.md?query=1#how)",
        "[x](sub%2Fb.md)",
        "[x](<sub/b.md>)",
        "[x](#page)",
        "[x](#)",
        "![x](assets/logo.svg)",
        "![x](assets/logo.svg#icon)",
        "[x](https://example.org/missing.md)",
        "[x](//example.org/missing.md)",
        "[x](mailto:a@example.org)",
        "[r]: sub/b.md",
        "<a href='sub/b.md#how'>x</a>",
        "<img src='assets/logo.svg'>",
    ],
)
def test_a_link_that_leads_somewhere_is_accepted_in_both_languages(tree: Tree, link: str) -> None:
    body = f"\n# Page\n\n{link}\n"
    assert tree(TARGETS | tree.pair("a.md", body, body)) == []


BROKEN = [
    pytest.param("[x](missing.md)", "link", "'missing.md' does not exist (no such file)", id="page"),
    pytest.param("[x](sub/c.md)", "link", "'sub/c.md' does not exist (did you mean 'sub/b.md'?)", id="misspelt page"),
    pytest.param("[x](SUB/B.md)", "link", "'SUB/B.md' does not exist (did you mean 'sub/b.md'?)", id="letter case"),
    pytest.param(
        "![x](assets/lgo.svg)",
        "image",
        "'assets/lgo.svg' does not exist (did you mean 'assets/logo.svg'?)",
        id="image",
    ),
    pytest.param("![x](missing)", "image", "'missing' does not exist (no such file)", id="image without extension"),
    pytest.param(
        "[x](sub/b.md#hwo)",
        "link",
        "'sub/b.md#hwo': docs/sub/b.md has no anchor '#hwo' (did you mean '#how'?)",
        id="misspelt anchor",
    ),
    pytest.param(
        "[x](sub/b.md#nothing-near)",
        "link",
        "'sub/b.md#nothing-near': docs/sub/b.md has no anchor '#nothing-near' (see the headings of that page)",
        id="anchor",
    ),
    pytest.param(
        "[x](sub/)",
        "link",
        "'sub/' names no file (link to the Markdown file, such as 'sub/README.md')",
        id="folder",
    ),
    pytest.param(
        "[x](sub/b)",
        "link",
        "'sub/b' names no file (link to the Markdown file, such as 'sub/b/README.md')",
        id="address instead of file",
    ),
    pytest.param(
        "[x](/sub/b.md)",
        "link",
        "'/sub/b.md' is absolute (write it relative to this page: it must work under any address)",
        id="absolute link",
    ),
    pytest.param(
        "![x](/assets/logo.svg)",
        "image",
        "'/assets/logo.svg' is absolute (write it relative to this page: it must work under any address)",
        id="absolute image",
    ),
    pytest.param(
        "[x](../mkdocs.yml)",
        "link",
        "'../mkdocs.yml' leads outside the tree (link to a page of the site or to a full address)",
        id="out of the tree",
    ),
    pytest.param(
        "[x](sub/%2e%2e/../../etc/passwd)",
        "link",
        "'sub/%2e%2e/../../etc/passwd' leads outside the tree (link to a page of the site or to a full address)",
        id="out of the tree, encoded",
    ),
    pytest.param(
        "[x](..)", "link", "'..' leads outside the tree (link to a page of the site or to a full address)", id="parent"
    ),
    pytest.param("[x]()", "link", "is empty (write where it leads)", id="empty"),
    pytest.param("[r]: missing.md", "link", "'missing.md' does not exist (no such file)", id="definition"),
    pytest.param("<a href='missing.md'>x</a>", "link", "'missing.md' does not exist (no such file)", id="HTML link"),
    pytest.param("<img src='missing.png'>", "image", "'missing.png' does not exist (no such file)", id="HTML image"),
    pytest.param("[x](%00null-byte.md)", "link", "'%00null-byte.md' does not exist (no such file)", id="null byte"),
]


@pytest.mark.parametrize(("link", "key", "message"), BROKEN)
def test_a_broken_link_is_named_with_its_line(tree: Tree, link: str, key: str, message: str) -> None:
    assert tree(TARGETS | {"docs/a.md": tree.page(f"\n# Page\n\n{link}\n")}) == [f"docs/a.md:11: {key}: {message}"]


@pytest.mark.parametrize(("link", "key", "message"), BROKEN)
def test_a_broken_link_in_chinese_is_named_with_its_line(tree: Tree, link: str, key: str, message: str) -> None:
    english = tree.page(f"\n# Page\n\n{link}\n")
    found = tree(TARGETS | {"docs/a.md": english, "docs_zh/a.md": tree.chinese(english)})
    assert found == [f"docs/a.md:11: {key}: {message}", f"docs_zh/a.md:12: {key}: {message}"]


def test_an_anchor_of_the_page_itself_is_checked(tree: Tree) -> None:
    assert tree({"docs/a.md": tree.page("\n# Page\n\n[x](#pag)\n")}) == [
        "docs/a.md:11: link: '#pag': docs/a.md has no anchor '#pag' (did you mean '#page'?)"
    ]


def test_a_link_from_a_folder_is_resolved_there_and_the_guess_is_relative(tree: Tree) -> None:
    body = "\n[ok](../a.md) [ok](../sub/b.md) [x](../ab.md) [x](b.md)\n"
    assert tree(TARGETS | {"docs/sub/README.md": tree.page(body)}) == [
        "docs/sub/README.md:9: link: '../ab.md' does not exist (did you mean '../a.md'?)"
    ]


@pytest.mark.parametrize("link", ["./", "../", ".."])
def test_a_link_to_the_home_folder_names_no_file(tree: Tree, link: str) -> None:
    uri = "sub/README.md" if link.startswith("..") else "a.md"
    assert tree(TARGETS | {f"docs/{uri}": tree.page(f"\n[x]({link})\n")}) == [
        f"docs/{uri}:9: link: '{link}' names no file "
        f"(link to the Markdown file, such as '{link.rstrip('/')}/README.md')"
    ]


@pytest.mark.parametrize(
    "body",
    [
        "```\n[x](missing.md)\n```",
        "~~~ markdown\n![x](missing.png)\n~~~",
        "`[x](missing.md)`",
        "<!-- [x](missing.md) -->",
        "<!--\n[x](missing.md)\n<img src='missing.png'>\n-->",
    ],
)
def test_links_in_code_and_comments_are_ignored(tree: Tree, body: str) -> None:
    assert tree({"docs/a.md": tree.page(f"\n# Page\n\n{body}\n")}) == []


def test_a_chinese_page_may_link_to_a_page_that_is_not_translated(tree: Tree) -> None:
    body = "\n# Page\n\n[x](sub/b.md#how)\n"
    files = TARGETS | tree.pair("a.md", body, body)
    assert not any(path.startswith("docs_zh/sub") for path in files)
    assert tree(files) == []


def test_a_chinese_link_is_checked_against_the_chinese_headings(tree: Tree) -> None:
    english, chinese = "\n# One\n\n[x](#one)\n", "\n# 一\n\n[x](#one)\n"
    assert tree(tree.pair("a.md", english, chinese)) == [
        "docs_zh/a.md:12: link: '#one': docs_zh/a.md has no anchor '#one' (see the headings of that page)"
    ]


def test_an_english_page_may_not_link_to_a_page_that_is_only_in_chinese(tree: Tree) -> None:
    files = {
        "docs/blog/README.md": tree.page("\n[x](only-chinese.md)\n"),
        "docs_zh/blog/only-chinese.md": tree.page("\n[x](README.md)\n"),
    }
    assert tree(files) == ["docs/blog/README.md:9: link: 'only-chinese.md' does not exist (no such file)"]


def test_an_image_may_be_in_the_chinese_tree_or_in_the_english(tree: Tree) -> None:
    body = "\n# Page\n\n![x](assets/zh.svg)\n"
    files = tree.pair("a.md", body, body)
    assert tree(files | {"docs_zh/assets/zh.svg": "<svg/>"}) == [
        "docs/a.md:11: image: 'assets/zh.svg' does not exist (no such file)"
    ]


def test_an_anchor_of_an_unreadable_page_is_not_reported_a_second_time(tree: Tree) -> None:
    assert tree({"docs/a.md": tree.page("\n[x](b.md#how)\n"), "docs/b.md": b"\xff"}) == [
        "docs/b.md:1: file: byte 0xff is not UTF-8 (save the file as UTF-8)"
    ]


DOCUMENTS = "extra:\n  learnpath:\n    documents: {README.md: README_zh.md}\n"


def test_a_document_of_the_root_links_to_files_of_the_repository(tree: Tree) -> None:
    body = "\n# Page\n\n[x](docs/a.md#page) [x](mkdocs.yml) [x](docs/) [x](docs/b.md) [x](docs/a.md#pag)\n"
    assert tree({"README.md": tree.page(body)}, extra=DOCUMENTS) == [
        "README.md:11: link: 'docs/a.md#pag': docs/a.md has no anchor '#pag' (did you mean '#page'?)",
        "README.md:11: link: 'docs/b.md' does not exist (no such file in the repository)",
    ]


def test_a_document_of_the_root_with_a_link_longer_than_a_file_name_is_reported(tree: Tree) -> None:
    name = "x" * 5000
    assert tree({"README.md": tree.page(f"\n[x]({name})\n")}, extra=DOCUMENTS) == [
        f"README.md:9: link: '{name}' does not exist (no such file in the repository)"
    ]


MOUNTS = "extra:\n  learnpath:\n    mounts: {plan.md: Plan.md}\n"


@pytest.mark.parametrize(
    "link", ["[x](docs/a.md)", "[x](<docs/a.md>)", "[r]: docs/a.md", "<a href='docs/a.md#page'>x</a>"]
)
def test_a_link_of_a_mounted_file_is_that_of_a_page_in_the_tree(tree: Tree, link: str) -> None:
    nav = "  - README.md\n  - a.md\n  - plan.md\n"
    assert tree({"Plan.md": tree.page(f"\n# Plan\n\n{link}\n")}, nav=nav, extra=MOUNTS) == []
    assert tree.site().pages["en"]["plan.md"].body == f"\n# Plan\n\n{link.replace('docs/', '')}\n"


def test_a_broken_link_of_a_mounted_file_is_named_in_that_file(tree: Tree) -> None:
    body = "\n# Plan\n\n[x](docs/b.md) and `docs/c.md`\n\n[x](mkdocs.yml)\n"
    assert tree({"Plan.md": tree.page(body)}, nav="  - README.md\n  - a.md\n  - plan.md\n", extra=MOUNTS) == [
        "Plan.md:11: link: 'b.md' does not exist (did you mean 'a.md'?)",
        "Plan.md:13: link: 'mkdocs.yml' does not exist (no such file)",
    ]


@pytest.mark.parametrize(
    ("target", "external"),
    [
        ("https://example.org", True),
        ("HTTP://example.org", True),
        ("mailto:a@b.c", True),
        ("//example.org/a", True),
        ("a.md", False),
        ("/a.md", False),
        ("#a", False),
        ("a/b:c.md", False),
        ("./a:b.md", False),
        ("", False),
    ],
)
def test_a_target_with_a_scheme_or_a_host_is_external(target: str, external: bool) -> None:
    assert links.is_external(target) is external
