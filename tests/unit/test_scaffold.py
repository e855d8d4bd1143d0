"""`learnpath new`: two files and one line of the navigation, all good from the start."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnpath import scaffold
from learnpath.languages import ENGLISH
from learnpath.navigation import pages_of
from learnpath.pages import parse_page
from learnpath.problems import Problem
from learnpath.source import SourceText

if TYPE_CHECKING:
    from tests.unit.conftest import Tree


def create(tree: Tree, name: str, title: str = "New page", *, maintainer: str = "octocat", **titles: str) -> list[str]:
    """Write what `learnpath new` would write, and return the paths."""
    creations = scaffold.plan(tree.site(), name, {"en": title, **titles}, maintainer, tree.today)
    for creation in creations:
        assert creation.is_new != (tree.root / creation.path).exists()
        tree.write(creation.path, creation.text)
    return [creation.path for creation in creations]


def refusal(tree: Tree, name: str, title: str = "New page", maintainer: str = "octocat") -> str:
    before = tree.snapshot()
    with pytest.raises(scaffold.ScaffoldError) as refused:
        scaffold.plan(tree.site(), name, {"en": title}, maintainer, tree.today)
    assert tree.snapshot() == before
    return str(refused.value)


#: A configuration with all that must be kept, and a place for each kind of new page.
NAV = """\
  # first comment
  - README.md
  - a.md   # the page
  - gpu/  # a folder without children
  - 'net/'
  - serving/:  # a folder with children
      - serving/b.md
      # a comment below the last child
  - training/:
    - training/deep/:
      - training/deep/c.md
    - training/d.md
"""
FOLDERS = ("gpu", "net", "serving", "training", "training/deep")


def build(tree: Tree) -> None:
    files = {f"docs/{folder}/README.md": tree.page() for folder in FOLDERS}
    files |= {f"docs/{uri}.md": tree.page() for uri in ("serving/b", "training/deep/c", "training/d")}
    assert tree(files, nav=NAV) == []


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        pytest.param("new", "    - training/d.md\n", "    - training/d.md\n  - new.md\n", id="no folder"),
        pytest.param(
            "gpu/new",
            "  - gpu/  # a folder without children\n",
            "  - gpu/: # a folder without children\n      - gpu/new.md\n",
            id="folder without children",
        ),
        pytest.param("net/new", "  - 'net/'\n", "  - 'net/':\n      - net/new.md\n", id="folder in quotes"),
        pytest.param(
            "serving/new",
            "      - serving/b.md\n",
            "      - serving/b.md\n      - serving/new.md\n",
            id="folder with children",
        ),
        pytest.param(
            "training/new",
            "    - training/d.md\n",
            "    - training/d.md\n    - training/new.md\n",
            id="nested children",
        ),
        pytest.param(
            "training/deep/new",
            "      - training/deep/c.md\n",
            "      - training/deep/c.md\n      - training/deep/new.md\n",
            id="nested folder",
        ),
    ],
)
def test_a_new_page_gets_both_files_and_its_nav_line_in_place(tree: Tree, name: str, before: str, after: str) -> None:
    build(tree)
    config = tree.read("mkdocs.yml")
    assert create(tree, name) == [f"docs/{name}.md", f"docs_zh/{name}.md", "mkdocs.yml"]
    assert before in config
    assert tree.read("mkdocs.yml") == config.replace(before, after)
    assert tree.problems() == []


def test_several_new_pages_follow_each_other(tree: Tree) -> None:
    build(tree)
    names = ["gpu/x", "gpu/y", "serving/x", "z", "training/deep/x"]
    for name in names:
        create(tree, name)
    assert tree.problems() == []
    listed = [uri for uri, _ in pages_of(tree.site().settings.nav)]
    assert listed.index("gpu/x.md") + 1 == listed.index("gpu/y.md")
    assert {f"{name}.md" for name in names} <= set(listed)


def test_the_first_page_of_a_folder_written_in_one_line_lands_in_that_folder(tree: Tree) -> None:
    nav = "  - README.md\n  - a.md\n  - gpu/: [gpu/b.md]\n  - net/\n"
    files = {f"docs/{uri}": tree.page() for uri in ("gpu/README.md", "gpu/b.md", "net/README.md")}
    assert tree(files, nav=nav) == []
    try:
        create(tree, "gpu/new")
    except scaffold.ScaffoldError:
        return  # saying that the form is not understood is as good
    folder = next(entry for entry in tree.site().settings.nav if entry.path == "gpu/")
    assert [child.path for child in folder.children] == ["gpu/b.md", "gpu/new.md"]


def test_a_page_that_the_navigation_already_names_is_not_listed_twice(tree: Tree) -> None:
    assert tree(nav="  - README.md\n  - a.md\n  - planned.md\n") == [
        "mkdocs.yml:5: nav: 'planned.md' is not in docs/ (write docs/planned.md or remove the line)"
    ]
    create(tree, "planned")
    assert tree.problems() == []


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_configuration_keeps_its_line_endings(tree: Tree, ending: str) -> None:
    build(tree)
    config = tree.read("mkdocs.yml")
    tree.write("mkdocs.yml", config.replace("\n", ending))
    create(tree, "serving/new")
    added = config.replace("      - serving/b.md\n", "      - serving/b.md\n      - serving/new.md\n")
    assert tree.read("mkdocs.yml") == added.replace("\n", ending)


def test_the_new_files_say_what_they_are(tree: Tree) -> None:
    build(tree)
    create(tree, "serving/new", "New page", zh="新页", maintainer="my-org/my-team")
    site = tree.site()
    english, chinese = site.pages["en"]["serving/new.md"], site.pages["zh"]["serving/new.md"]
    assert (english.title, english.structure.title) == ("New page", "New page")
    assert (chinese.title, chinese.structure.title) == ("新页", "新页")
    for page in (english, chinese):
        assert page.front.status == "Draft"
        assert page.front.maintainer == "my-org/my-team"
        assert page.front.last_updated == tree.today
        assert page.front.tags == ("serving",)
        assert all(heading.explicit for heading in page.structure.headings if heading.level > 1)


def test_without_a_chinese_title_the_english_one_stands_there(tree: Tree) -> None:
    build(tree)
    create(tree, "new", "Only English")
    assert tree.site().pages["zh"]["new.md"].title == "Only English"


TITLES = [
    'Say "hi"',
    "It's",
    "a: b # c",
    "- [x] {y} & *z*",
    "100% \\ back\\slash",
    "{title} {0} {{x}}",
    "@at `code`",
    "中文：标题",
    "yes",
    "2026",
    "\u00a0x",
    "trailing \\",
]


@pytest.mark.parametrize("title", TITLES)
def test_any_title_becomes_valid_yaml(tree: Tree, title: str) -> None:
    build(tree)
    create(tree, "serving/new", title, zh=title)
    assert tree.problems() == []
    site = tree.site()
    assert [site.pages[code]["serving/new.md"].front.title for code in ("en", "zh")] == [title.strip()] * 2


_PLAIN = st.characters(exclude_categories=["C", "Zl", "Zp"])


@given(st.text(_PLAIN, min_size=1).filter(str.strip))
def test_the_title_is_read_back_as_it_was_given(title: str) -> None:
    today = dt.date(2026, 11, 21)
    text = scaffold._page_text(ENGLISH, {"en": title}, "serving", "octocat", today)
    problems: list[Problem] = []
    page = parse_page(SourceText("docs/x.md", text), "x.md", ENGLISH, today, problems)
    assert problems == []
    assert page.front.title == title.strip()


@pytest.mark.parametrize("title", ["", " ", "\t", "two\nlines", "two\rlines", "bell \x07"])
def test_a_title_that_is_not_one_line_of_text_is_refused(tree: Tree, title: str) -> None:
    build(tree)
    assert refusal(tree, "new", title) == "the title in 'en' must be one line of text"


@pytest.mark.parametrize("name", ["serving/new", "/serving/new", "serving/new.md", "serving/new/"])
def test_the_name_may_be_typed_as_a_path(tree: Tree, name: str) -> None:
    build(tree)
    assert create(tree, name)[0] == "docs/serving/new.md"


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../new",
        "serving/../new",
        "serving/../../../etc/new",
        "serving//new",
        "Serving/new",
        "serving/New",
        "two words",
        "under_score",
        "-new",
        "new-",
        "a--b",
        "new.txt",
        "serving\\new",
        "新",
        "new\n",
        "new\nx",
        "new\x00",
        "~/new",
        "C:/new",
    ],
)
def test_a_name_that_is_no_slug_is_refused(tree: Tree, name: str) -> None:
    build(tree)
    shown = name.removesuffix(".md").strip("/")
    assert refusal(tree, name) == (
        f"'{shown}' is not a page name (lower-case words joined by hyphens: inference/kv-cache-offload)"
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a", "docs/a.md exists already (nothing was written)"),
        ("serving/b.md", "docs/serving/b.md exists already (nothing was written)"),
        ("only-chinese", "docs_zh/only-chinese.md exists already (nothing was written)"),
        ("serving", "docs/serving/README.md has the same address (nothing was written)"),
        ("nowhere/new", "the folder 'nowhere/' has no front page (create docs/nowhere/README.md first)"),
        ("serving/no/new", "the folder 'serving/no/' has no front page (create docs/serving/no/README.md first)"),
        ("index", "'index' would be the front page of its folder (choose another name)"),
        ("serving/readme", "'serving/readme' would be the front page of its folder (choose another name)"),
        ("zh", "'zh' is the address of a language (choose another name)"),
        ("zh/new", "'zh' is the address of a language (choose another name)"),
    ],
)
def test_a_page_that_could_not_stand_there_is_refused(tree: Tree, name: str, message: str) -> None:
    build(tree)
    tree.write("docs_zh/only-chinese.md", tree.page())
    assert refusal(tree, name) == message


def test_a_dangling_link_in_the_place_of_the_page_is_refused(tree: Tree) -> None:
    build(tree)
    (tree.root / "docs/new.md").symlink_to("nowhere")
    with pytest.raises(scaffold.ScaffoldError, match=re.escape("docs/new.md exists already (nothing was written)")):
        scaffold.plan(tree.site(), "new", {"en": "T"}, "octocat", tree.today)


def test_a_page_in_the_place_of_a_mounted_file_is_refused(tree: Tree) -> None:
    extra = "extra:\n  learnpath:\n    mounts: {plan.md: Plan.md}\n"
    nav = "  - README.md\n  - a.md\n  - plan.md\n"
    assert tree({"Plan.md": tree.page()}, nav=nav, extra=extra) == []
    assert "plan.md" in refusal(tree, "plan")


def test_a_folder_that_is_not_in_the_navigation_is_refused(tree: Tree) -> None:
    tree.build({"docs/lost/README.md": tree.page()}, nav="  - README.md\n  - a.md\n")
    assert refusal(tree, "lost/new") == "'lost/' is not in nav: of mkdocs.yml (add it first)"


@pytest.mark.parametrize("nav", ["", "  []\n"])
def test_without_a_navigation_a_page_is_refused(tree: Tree, nav: str) -> None:
    tree.build(nav=nav)
    assert refusal(tree, "new") == "mkdocs.yml has no nav:"


@pytest.mark.parametrize("name", ["n" * 300, "serving/" + "n" * 300])
def test_a_name_longer_than_a_file_name_is_refused(tree: Tree, name: str) -> None:
    build(tree)
    assert refusal(tree, name)


@pytest.mark.parametrize("maintainer", ["octocat", "@octocat", "my-org/my-team", "12345", "yes", "null", "1e5"])
def test_any_handle_gives_pages_that_pass(tree: Tree, maintainer: str) -> None:
    build(tree)
    create(tree, "new", maintainer=maintainer)
    assert tree.problems() == []
    assert tree.site().pages["en"]["new.md"].front.maintainer == maintainer


@pytest.mark.parametrize("maintainer", ["", "two words", "a: b", "a\nb", "<b>", "octocat\n"])
def test_what_is_no_handle_is_refused(tree: Tree, maintainer: str) -> None:
    build(tree)
    assert refusal(tree, "new", maintainer=maintainer) == (
        f"'{maintainer}' is not a handle (letters, digits and hyphens)"
    )


@pytest.mark.parametrize("folder", ["2026", "no", "1e3", "null"])
def test_a_folder_whose_name_is_no_text_for_yaml_gives_pages_that_pass(tree: Tree, folder: str) -> None:
    assert tree({f"docs/{folder}/README.md": tree.page()}) == []
    create(tree, f"{folder}/new")
    assert tree.problems() == []
