"""The `learnpath` command: arguments, output and exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from learnpath import cli

if TYPE_CHECKING:
    from tests.unit.conftest import Tree

STATUS = "docs/a.md:3: status: 'Actve' is not a status (did you mean 'Active'?)"
LINK = "docs/b/README.md:9: link: 'zzzz.txt' does not exist (no such file)"


@pytest.fixture
def broken(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """Return a repository with two errors and one warning; the current folder is its root."""
    tree.build(
        {
            "docs/a.md": tree.page(status="Actve"),
            "docs_zh/a.md": tree.chinese(tree.page("old")),
            "docs/b/README.md": tree.page("\n[x](zzzz.txt)\n"),
        }
    )
    monkeypatch.chdir(tree.root)
    return tree


@pytest.fixture
def good(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """Return a repository without problems; the current folder is its root."""
    tree.build({"docs/b/README.md": tree.page()})
    monkeypatch.chdir(tree.root)
    return tree


WARNING = "docs_zh/a.md:7: warning: source_hash: is behind docs/a.md (changed: introduction)"


def test_check_without_problems_prints_nothing_but_the_totals(good: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check"]) == 0
    assert capsys.readouterr() == ("", "0 errors, 0 warnings\n")


def test_check_prints_every_problem_and_fails(broken: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check"]) == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [STATUS, LINK, WARNING]
    assert printed.err == "2 errors, 1 warning\n"


@pytest.mark.parametrize(
    ("paths", "printed", "status"),
    [
        (["docs/a.md"], [STATUS], 1),
        (["docs"], [STATUS, LINK], 1),
        (["docs/"], [STATUS, LINK], 1),
        (["docs/b"], [LINK], 1),
        (["./docs/../docs/a.md"], [STATUS], 1),
        (["."], [STATUS, LINK, WARNING], 1),
        (["docs/a.md", "docs_zh"], [STATUS, WARNING], 1),
        (["docs_zh"], [WARNING], 0),
        (["docs/README.md"], [], 0),
        (["mkdocs.yml"], [], 0),
    ],
)
def test_check_reports_only_the_paths_that_were_given(
    broken: Tree, capsys: pytest.CaptureFixture[str], paths: list[str], printed: list[str], status: int
) -> None:
    assert cli.main(["check", *paths]) == status
    assert capsys.readouterr().out.splitlines() == printed


def test_a_path_is_relative_to_the_current_folder(
    broken: Tree, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(broken.root / "docs" / "b")
    assert cli.main(["check", "README.md"]) == 1
    assert cli.main(["check", "../a.md"]) == 1
    assert cli.main(["check", str(broken.root / "docs")]) == 1
    assert capsys.readouterr().out.splitlines() == [LINK, STATUS, STATUS, LINK]


def test_a_path_may_lead_through_a_symlink_to_the_repository(broken: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    linked = broken.root.parent / "linked"
    linked.symlink_to(broken.root, target_is_directory=True)
    assert cli.main(["--root", str(linked), "check", str(linked / "docs/a.md")]) == 1
    assert capsys.readouterr().out.splitlines() == [STATUS]


@pytest.mark.parametrize("path", ["none.md", "docs/none", "../none.md", "docs/a.md/x", "n" * 300])
def test_an_unknown_path_is_wrong_usage(broken: Tree, capsys: pytest.CaptureFixture[str], path: str) -> None:
    assert cli.main(["check", "docs/a.md", path]) == 2
    assert capsys.readouterr() == ("", f"learnpath: no such file: {path}\n")


def test_check_for_github_prints_annotations(broken: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--format", "github"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "::error file=docs/a.md,line=3,title=status::'Actve' is not a status (did you mean 'Active'?)",
        "::error file=docs/b/README.md,line=9,title=link::'zzzz.txt' does not exist (no such file)",
        "::warning file=docs_zh/a.md,line=7,title=source_hash::is behind docs/a.md (changed: introduction)",
    ]


def test_check_for_github_escapes_what_a_file_contains(good: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    good.write("docs/a.md", good.page("\n# A,b:c%\n", status='"50%\\n::error::x, y"'))
    assert cli.main(["check", "docs/a.md", "--format", "github"]) == 1
    assert capsys.readouterr().out == (
        "::error file=docs/a.md,line=3,title=status::'50%25%0A::error::x, y' is not a status "
        "(write one of: Active, Draft, Needs Update, Archived)\n"
    )


def test_check_as_json_can_be_parsed(broken: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found[0] == {
        "path": "docs/a.md",
        "line": 3,
        "key": "status",
        "message": "'Actve' is not a status (did you mean 'Active'?)",
        "severity": "error",
    }
    assert [problem["severity"] for problem in found] == ["error", "error", "warning"]


def test_check_as_json_without_problems_is_an_empty_array(good: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_the_root_is_found_from_below(broken: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(broken.root / "docs" / "b")
    assert cli.main(["check"]) == 1


def test_the_root_can_be_given(good: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["--root", "repository", "check"]) == 0


@pytest.mark.parametrize("command", [["check"], ["new", "x", "--title", "X"], ["translations"]])
@pytest.mark.parametrize("root", [[], ["--root", "."], ["--root", "no/such"]])
def test_outside_a_repository_the_usage_is_wrong(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    root: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main([*root, *command]) == 2
    assert capsys.readouterr() == (
        "",
        "learnpath: no mkdocs.yml here or above (run it inside the repository, or give --root)\n",
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [[], ["nonsense"], ["check", "--format", "xml"], ["new"], ["new", "x"], ["translations", "accept"], ["--nonsense"]],
)
def test_wrong_arguments_exit_with_2(good: Tree, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("usage: learnpath")


def test_new_creates_a_page_that_passes(good: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        cli.main(["new", "b/kv-cache", "--title", 'The "KV" cache', "--title-zh", "KV 缓存", "--maintainer", "me"]) == 0
    )
    assert capsys.readouterr().out.splitlines() == [
        "create docs/b/kv-cache.md",
        "create docs_zh/b/kv-cache.md",
        "change mkdocs.yml",
    ]
    assert cli.main(["check"]) == 0
    site = good.site()
    assert site.pages["en"]["b/kv-cache.md"].title == 'The "KV" cache'
    assert site.pages["zh"]["b/kv-cache.md"].title == "KV 缓存"
    assert site.pages["en"]["b/kv-cache.md"].front.maintainer == "me"


def test_a_dry_run_writes_nothing(good: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    before = good.snapshot()
    assert cli.main(["new", "b/kv-cache", "--title", "KV", "--dry-run"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "would create docs/b/kv-cache.md",
        "would create docs_zh/b/kv-cache.md",
        "would change mkdocs.yml",
    ]
    assert good.snapshot() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a", "--title", "A"], "docs/a.md exists already (nothing was written)"),
        (["none/x", "--title", "A"], "the folder 'none/' has no front page (create docs/none/README.md first)"),
        (
            ["../x", "--title", "A"],
            "'../x' is not a page name (lower-case words joined by hyphens: inference/kv-cache-offload)",
        ),
        (["x", "--title", " "], "the title in 'en' must be one line of text"),
        (["x", "--title", "A", "--title-zh", ""], "the title in 'zh' must be one line of text"),
        (["x", "--title", "A", "--maintainer", "a b"], "'a b' is not a handle (letters, digits and hyphens)"),
    ],
)
def test_new_refuses_with_a_reason_and_writes_nothing(
    good: Tree, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    before = good.snapshot()
    assert cli.main(["new", *arguments]) == 1
    assert capsys.readouterr() == ("", f"learnpath: {message}\n")
    assert good.snapshot() == before


def test_new_keeps_the_line_endings_of_the_configuration(good: Tree) -> None:
    good.write("mkdocs.yml", good.read("mkdocs.yml").replace("\n", "\r\n"))
    assert cli.main(["new", "b/x", "--title", "X"]) == 0
    lines = good.read("mkdocs.yml").split("\n")
    assert all(line.endswith("\r") for line in lines[:-1])


def test_new_in_a_broken_configuration_is_refused(good: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    good.write("mkdocs.yml", b"nav:\n  - \xff\n")
    before = good.snapshot()
    assert cli.main(["new", "x", "--title", "X"]) == 1
    assert capsys.readouterr().err.startswith("learnpath: ")
    assert good.snapshot() == before


def test_translations_lists_the_states(broken: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["translations"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "missing    docs/b/README.md",
        "behind     docs_zh/a.md  (changed: introduction)",
        "current    docs_zh/README.md",
        "1 current, 1 behind, 0 unstamped, 1 missing",
    ]


@pytest.mark.parametrize("path", ["docs/a.md", "docs_zh/a.md", "a.md"])
def test_accept_stamps_one_line(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    english = tree.page()
    unstamped = tree.chinese(english, source_hash=None).replace("\n", "\r\n")
    tree.build({"docs/a.md": english, "docs_zh/a.md": unstamped})
    before = tree.snapshot()
    monkeypatch.chdir(tree.root)
    assert cli.main(["translations", "accept", path]) == 0
    assert capsys.readouterr().out == "stamped docs_zh/a.md\n"
    after = tree.snapshot()
    assert after.pop("docs_zh/a.md").decode() == tree.chinese(english).replace("\n", "\r\n")
    before.pop("docs_zh/a.md")
    assert after == before
    assert cli.main(["check"]) == 0


def test_accept_works_from_within_a_tree(good: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(good.root / "docs_zh")
    assert cli.main(["translations", "accept", "a.md"]) == 0


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (
            ["a.md", "c.md"],
            "docs_zh/c.md:1: translation: has 0 headings below the title, the English 1 (make them alike, then accept)",
        ),
        (
            ["a.md", "b/README.md"],
            "b/README.md:1: translation: is no page with a translation (see: learnpath translations)",
        ),
        (["a.md", "../x.md"], "../x.md:1: translation: is no page with a translation (see: learnpath translations)"),
    ],
)
def test_if_one_translation_is_refused_none_is_stamped(
    good: Tree, capsys: pytest.CaptureFixture[str], paths: list[str], message: str
) -> None:
    good.write("docs_zh/a.md", good.chinese(good.page(), source_hash=None))
    good.write("docs/c.md", good.page("\n## C { #c }\n"))
    good.write("docs_zh/c.md", good.chinese(good.page()))
    before = good.snapshot()
    assert cli.main(["translations", "accept", *paths]) == 1
    assert capsys.readouterr() == ("", f"{message}\nnothing was written\n")
    assert good.snapshot() == before


def run(arguments: list[str], root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "learnpath", *arguments],
        cwd=root,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_the_module_runs_as_the_command(broken: Tree) -> None:
    ran = run(["check"], broken.root, PYTHONUTF8="1")
    assert (ran.returncode, ran.stdout.splitlines()) == (1, [STATUS, LINK, WARNING])


def test_a_terminal_that_lacks_a_character_is_no_reason_to_fail(good: Tree) -> None:
    # A Windows console, or LANG=C with an older code page: the message holds '…' and Chinese.
    good.write("docs/a.md", good.page(tags=None, status="有效"))
    ran = run(["check"], good.root, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "Traceback" not in ran.stderr
    assert ran.returncode == 1
    assert "docs/a.md:1: tags: is missing" in ran.stdout


def test_a_reader_that_has_seen_enough_is_no_error(broken: Tree) -> None:
    command = f"'{sys.executable}' -u -m learnpath check | true"
    ran = subprocess.run(["sh", "-c", command], cwd=broken.root, capture_output=True, text=True)
    assert "Traceback" not in ran.stderr
    assert "Exception ignored" not in ran.stderr
