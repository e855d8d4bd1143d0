"""What a page is made of: its file, its name, its fences and its heading ids."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from learnpath import checks, source

if TYPE_CHECKING:
    from tests.unit.conftest import Tree

LINK = "is a symbolic link (put the file itself in the tree)"


@pytest.mark.parametrize(
    "uri", ["ai/README.md", "llm.ai.md", "zh-cn.md", "en/README.md", "en.md", "x/zh.md", "re/a.b.c.md"]
)
def test_names_that_look_like_a_language_load_and_do_not_vanish(tree: Tree, uri: str) -> None:
    folder = uri.rpartition("/")[0]
    files = {f"docs/{uri}": tree.page(title="Mine"), f"docs_zh/{uri}": tree.chinese(tree.page(), title="我的")}
    if folder and not uri.endswith("README.md"):
        files[f"docs/{folder}/README.md"] = tree.page()
    assert tree(files) == []
    site = tree.site()
    assert (site.pages["en"][uri].title, site.pages["zh"][uri].title) == ("Mine", "我的")


@pytest.mark.parametrize("uri", ["zh/README.md", "zh.md"])
def test_the_address_of_the_chinese_site_is_reserved(tree: Tree, uri: str) -> None:
    assert tree({f"docs/{uri}": tree.page()}) == [
        f"docs/{uri}:1: file: 'zh' is the address of the 简体中文 site (choose another name)"
    ]


def test_every_page_of_a_reserved_folder_is_named(tree: Tree) -> None:
    assert tree({"docs/zh/README.md": tree.page(), "docs/zh/a.md": tree.page()}) == [
        f"docs/zh/{name}.md:1: file: 'zh' is the address of the 简体中文 site (choose another name)"
        for name in ("README", "a")
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [("b.md", "b/README.md"), ("b/README.md", "b/index.md"), ("README.md", "index.md"), ("b.md", "b/index.md")],
)
def test_two_pages_of_one_address_are_named(tree: Tree, first: str, second: str) -> None:
    nav = "  - a.md\n" + "".join(f"  - {uri}\n" for uri in sorted({"README.md", first, second}))
    problem = f"docs/{second}:1: file: has the same address as docs/{first} (keep one of the two)"
    assert problem in tree({f"docs/{first}": tree.page(), f"docs/{second}": tree.page()}, nav=nav)


def test_a_name_that_ends_in_index_or_readme_is_a_name_of_its_own(tree: Tree) -> None:
    assert tree({f"docs/{name}.md": tree.page() for name in ("re", "reindex", "my", "myREADME")}) == []


def test_a_mounted_file_in_the_place_of_a_page_is_named(tree: Tree) -> None:
    extra = "extra:\n  learnpath:\n    mounts: {a.md: Plan.md}\n"
    assert tree({"Plan.md": tree.page(), "docs/a.md": tree.page()}, extra=extra) == [
        "docs/a.md:1: file: stands in the place of Plan.md (delete one of the two)"
    ]


@pytest.mark.parametrize("path", ["Plan.md", "no/such/Plan.md"])
def test_a_mounted_file_that_is_missing_is_named(tree: Tree, path: str) -> None:
    extra = f"extra:\n  learnpath:\n    mounts: {{plan.md: {path}}}\n"
    assert tree(extra=extra) == [f"mkdocs.yml:1: extra.learnpath.mounts: '{path}' does not exist"]


@pytest.mark.parametrize("target", ["a.md", "../outside.md", "/etc/passwd", "missing.md", "evil.md"])
def test_a_symlinked_page_is_refused_and_not_read(tree: Tree, target: str) -> None:
    tree.build(nav="  - README.md\n  - a.md\n")
    (tree.root.parent / "outside.md").write_text("---\ntitle: secret\n---\n")
    (tree.root / "docs/evil.md").symlink_to(target)
    assert tree.problems() == [f"docs/evil.md:1: file: {LINK}"]
    assert "evil.md" not in tree.site().pages["en"]


@pytest.mark.parametrize("target", ["assets", "..", "../..", "/etc"])
def test_a_symlinked_folder_is_refused_and_not_entered(tree: Tree, target: str) -> None:
    tree.build({"docs/assets/logo.svg": "<svg/>"}, nav="  - README.md\n  - a.md\n")
    (tree.root / "docs/evil").symlink_to(target, target_is_directory=True)
    assert tree.problems() == [f"docs/evil:1: file: {LINK}"]
    assert tree.site().assets["en"] == ("assets/logo.svg",)


def test_a_symlinked_image_is_refused_and_a_link_to_it_is_broken(tree: Tree) -> None:
    tree.build({"docs/a.md": tree.page("\n![x](logo.svg)\n"), "secret.svg": "<svg/>"})
    (tree.root / "docs/logo.svg").symlink_to("../secret.svg")
    assert tree.problems() == [
        "docs/a.md:9: image: 'logo.svg' does not exist (no such file)",
        f"docs/logo.svg:1: file: {LINK}",
    ]


@pytest.mark.parametrize("path", ["../outside.md", "docs/../../outside.md"])
def test_a_path_that_leads_outside_the_repository_is_refused_and_not_read(tree: Tree, path: str) -> None:
    (tree.root.parent / "outside.md").write_text("---\ntitle: secret\n---\n")
    extra = f"extra:\n  learnpath:\n    mounts: {{plan.md: {path}}}\n"
    assert tree(nav="  - README.md\n  - a.md\n  - plan.md\n", extra=extra) == [
        f"{path}:1: file: leads outside the repository (put the file itself in the tree)"
    ]
    page = tree.site().pages["en"]["plan.md"]
    assert (page.usable, page.body, page.front.title) == (False, "", "")


def test_a_mounted_symlink_is_refused(tree: Tree) -> None:
    tree.build(
        nav="  - README.md\n  - a.md\n  - plan.md\n", extra="extra:\n  learnpath:\n    mounts: {plan.md: Plan.md}\n"
    )
    (tree.root / "Plan.md").symlink_to("docs/a.md")
    assert tree.problems() == [f"Plan.md:1: file: {LINK}"]


def test_a_tree_that_is_itself_a_link_out_of_the_repository_is_refused(tree: Tree) -> None:
    tree.build()
    outside = tree.root.parent / "outside"
    (tree.root / "docs").rename(outside)
    (tree.root / "docs").symlink_to(outside, target_is_directory=True)
    assert any(line.startswith("docs") and ": file: " in line for line in tree.problems())
    assert not any(page.usable for page in tree.site().pages["en"].values())


def test_a_repository_below_a_symlink_is_read(tree: Tree) -> None:
    tree.build()
    linked = tree.root.parent / "linked"
    linked.symlink_to(tree.root, target_is_directory=True)
    tree.root = linked
    assert tree.problems() == []


def test_hidden_files_and_folders_are_passed_over(tree: Tree) -> None:
    assert (
        tree({"docs/.draft.md": "x", "docs/.git/x.md": "x", "docs/.logo.svg": "x"}, nav="  - README.md\n  - a.md\n")
        == []
    )
    assert tree.site().assets["en"] == ()


@pytest.mark.parametrize(
    ("size", "message"),
    [
        (5_000_000, "has 5.0 MB, more than 1 MB (split the page)"),
        (1_000_001, "has 1.0 MB, more than 1 MB (split the page)"),
    ],
)
def test_a_page_that_is_too_large_is_refused(tree: Tree, size: int, message: str) -> None:
    assert tree({"docs/a.md": tree.page().ljust(size, "x")}) == [f"docs/a.md:1: file: {message}"]
    assert not tree.site().pages["en"]["a.md"].usable


def test_a_page_of_the_largest_size_is_read(tree: Tree) -> None:
    text = tree.page() + "x" * 99 + "\n"
    text += ("x" * 99 + "\n") * ((source.MAX_PAGE_BYTES - len(text)) // 100)
    assert tree({"docs/a.md": text.ljust(source.MAX_PAGE_BYTES, "x")}) == []


def test_a_line_that_would_stop_the_renderer_is_refused(tree: Tree) -> None:
    assert tree({"docs/a.md": tree.page("\n# Page\n\n" + "[" * 200_000 + "\n")}) == [
        "docs/a.md:11: file: this line has 200,000 characters, more than 20,000 (break it)"
    ]


def test_what_is_no_regular_file_is_refused_without_waiting_for_it(tree: Tree) -> None:
    tree.build()
    os.mkfifo(tree.root / "docs/b.md")
    os.mkfifo(tree.root / "docs/b.png")
    assert tree.problems() == [
        "docs/b.md:1: file: is neither a file nor a folder (remove it)",
        "docs/b.png:1: file: is neither a file nor a folder (remove it)",
    ]


def test_a_tree_that_is_a_symlink_is_one_problem(tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> None:
    tree.build({"docs_zh/README.md": None, "docs_zh/a.md": None})
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "x.md").write_text("x", "utf-8")
    (tree.root / "docs_zh").symlink_to(elsewhere)
    assert tree.problems() == ["docs_zh:1: file: is a symbolic link (put the file itself in the tree)"]


@pytest.mark.parametrize("name", ["a/index.html", "404.html", "sitemap.xml", "zh/x.png", "search/search_index.json"])
def test_a_file_in_the_place_of_a_built_one_is_refused(tree: Tree, name: str) -> None:
    assert tree({f"docs/{name}": "HIJACK"}) == [
        f"docs/{name}:1: file: stands where the site writes its own file (rename it)"
    ]


def test_a_file_name_with_a_line_break_is_one_line_of_output(tree: Tree) -> None:
    tree.build({"docs/b\nc.md": tree.page()}, nav="  - README.md\n  - a.md\n")
    assert tree.problems() == ["docs/b\\nc.md:1: file: has a name that is not printable UTF-8 text (rename it)"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads every file")
def test_a_page_without_permission_is_named(tree: Tree) -> None:
    tree.build()
    (tree.root / "docs/a.md").chmod(0)
    assert tree.problems() == ["docs/a.md:1: file: cannot be read: Permission denied (check its permissions)"]


def test_a_folder_named_like_a_page_is_a_folder(tree: Tree) -> None:
    assert tree({"docs/x.md/README.md": tree.page()}, nav="  - README.md\n  - a.md\n  - x.md/\n") == []


def test_a_file_whose_name_is_not_utf8_raises_nothing_and_can_be_printed(tree: Tree) -> None:
    tree.build(nav="  - README.md\n  - a.md\n")
    try:
        Path(os.fsdecode(os.fsencode(tree.root) + b"/docs/\xff.md")).write_text(tree.page("\n[x](none.md)\n"))
    except OSError:
        pytest.skip("this file system takes only UTF-8")
    found = checks.run(tree.site())
    assert found
    assert "\n".join(map(str, found)).encode()


@pytest.mark.parametrize(
    ("body", "line"), [("\n```\ncode\n", 9), ("\ntext\n\n~~~ yaml\n```\n", 11), ("\n````\n```\n```\n", 9)]
)
def test_an_unclosed_fence_is_named_with_its_line(tree: Tree, body: str, line: int) -> None:
    assert tree({"docs/a.md": tree.page(body)}) == [
        f"docs/a.md:{line}: code: this fence is not closed (end it with a line of the same marks)"
    ]


def test_an_unclosed_fence_in_chinese_is_named_with_its_line(tree: Tree) -> None:
    assert tree({"docs_zh/blog/README.md": tree.page("\n```\n")}) == [
        "docs_zh/blog/README.md:9: code: this fence is not closed (end it with a line of the same marks)"
    ]


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        pytest.param(
            "\n## A { #x }\n\n## B { #x }\n\n## C { #x }\n", [(11, "x", 9), (13, "x", 9)], id="three explicit ids"
        ),
        pytest.param("\n## Setup\n\n### Other {: #setup }\n", [], id="a generated id gives way"),
        pytest.param("\n## Setup\n\n## Setup\n", [], id="generated ids"),
        pytest.param("\n## A { #x }\n\n## X\n", [], id="a generated id after an explicit one"),
    ],
)
def test_a_heading_id_used_twice_is_named(tree: Tree, body: str, problems: list[tuple[int, str, int]]) -> None:
    assert tree({"docs/a.md": tree.page(body)}) == [
        f"docs/a.md:{line}: heading: the id '{name}' is already that of line {first} (choose another)"
        for line, name, first in problems
    ]


def test_the_problems_of_several_broken_files_are_reported_at_once_and_sorted(tree: Tree) -> None:
    files: dict[str, str | bytes | None] = {
        "docs/a.md": tree.page("\n```mermaid\nnonsense\n```\n\n[x](none.txt)\n", status="Actve", last_updated="soon"),
        "docs/b.md": "",
        "docs/c.md": b"---\n\xff",
        "docs/d.md": "no front matter\n",
        "docs_zh/blog/README.md": tree.page("\n```\n"),
        "docs_zh/e.md": tree.page(tags="[1]"),
    }
    nav = "  - README.md\n  - a.md\n  - b.md\n  - c.md\n  - d.md\n  - e.md\n  - blog/\n  - Home: a.md\n"
    found = tree(files, nav=nav)
    assert found == [
        "docs/a.md:3: status: 'Actve' is not a status (did you mean 'Active'?)",
        "docs/a.md:5: last_updated: 'soon' is not a date (YYYY-MM-DD)",
        "docs/a.md:9: diagram: does not parse: No Mermaid diagram type detected (mend the text of this fence)",
        "docs/a.md:13: link: 'none.txt' does not exist (no such file)",
        "docs/b.md:1: file: is empty (write front matter and a page, or delete it)",
        "docs/c.md:2: file: byte 0xff is not UTF-8 (save the file as UTF-8)",
        "docs/d.md:1: front matter: is missing (begin the file with '---', then status, maintainer, last_updated and "
        "tags, then '---')",
        "docs_zh/blog/README.md:9: code: this fence is not closed (end it with a line of the same marks)",
        "docs_zh/e.md:1: translation: has no English page docs/e.md (write it; Chinese alone is for blog/)",
        "docs_zh/e.md:6: tags: each entry must be text, '1' is a number (put it in quotes)",
        "mkdocs.yml:10: nav: 'Home' is a label (write the path alone: labels come from the pages' titles)",
    ]
    assert checks.run(tree.site()) == checks.run(tree.site())


def test_loading_twice_finds_the_same_problems_in_the_same_order(tree: Tree) -> None:
    files = {f"docs/{name}.md": tree.page("\n[x](no)\n![x](no.png)\n", status=name) for name in "cba"}
    assert tree(files) == tree.problems()
