"""One form for what is wrong, and its three printed shapes."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnpath.problems import Problem, did_you_mean, render, suggest

ERROR = Problem("docs/b.md", 2, "tags", "is empty")
WARNING = Problem("docs/a.md", 10, "source_hash", "is behind", "warning")


def test_a_problem_reads_like_that_of_a_compiler() -> None:
    assert str(ERROR) == "docs/b.md:2: tags: is empty"


def test_text_is_a_sorted_line_each_and_marks_warnings() -> None:
    assert render([ERROR, WARNING]) == "docs/a.md:10: warning: source_hash: is behind\ndocs/b.md:2: tags: is empty"


def test_lines_are_sorted_as_numbers() -> None:
    found = [Problem("a", 10, "k", "m"), Problem("a", 9, "k", "m"), Problem("a", 9, "j", "m")]
    assert render(found) == "a:9: j: m\na:9: k: m\na:10: k: m"


def test_github_annotations_have_a_level_a_place_and_a_title() -> None:
    assert render([ERROR, WARNING], "github").splitlines() == [
        "::warning file=docs/a.md,line=10,title=source_hash::is behind",
        "::error file=docs/b.md,line=2,title=tags::is empty",
    ]


@pytest.mark.parametrize(
    ("text", "in_property", "in_message"),
    [
        ("50%", "50%25", "50%25"),
        ("a\nb", "a%0Ab", "a%0Ab"),
        ("a\rb", "a%0Db", "a%0Db"),
        ("a,b", "a%2Cb", "a,b"),
        ("a:b", "a%3Ab", "a:b"),
        ("::error::x", "%3A%3Aerror%3A%3Ax", "::error::x"),
        ("%0A", "%250A", "%250A"),
    ],
)
def test_github_annotations_escape_what_would_end_a_field(text: str, in_property: str, in_message: str) -> None:
    assert render([Problem(text, 1, text, text)], "github") == (
        f"::error file={in_property},line=1,title={in_property}::{in_message}"
    )


def test_nothing_wrong_is_an_empty_text_and_an_empty_json_array() -> None:
    assert (render([]), render([], "github"), render([], "json")) == ("", "", "[]")


_PROBLEMS = st.lists(
    st.builds(Problem, st.text(), st.integers(1), st.text(), st.text(), st.sampled_from(["error", "warning"]))
)


@given(_PROBLEMS)
def test_json_round_trips(found: list[Problem]) -> None:
    read = json.loads(render(found, "json"))
    assert [Problem(**fields) for fields in read] == sorted(found)
    assert read == [asdict(problem) for problem in sorted(found)]


@given(_PROBLEMS)
def test_github_writes_one_line_for_each_problem(found: list[Problem]) -> None:
    rendered = render(found, "github")
    assert rendered.count("\n") == max(len(found) - 1, 0)
    assert "\r" not in rendered
    assert all(line.startswith(("::error file=", "::warning file=")) for line in rendered.split("\n") if found)


@pytest.mark.parametrize(
    ("word", "choices", "guess"),
    [
        ("Actve", ["Active", "Draft"], "Active"),
        ("ACTIVE", ["Active", "Draft"], "Active"),
        ("zzz", ["Active", "Draft"], None),
        ("", ["Active"], None),
        ("x", [], None),
    ],
)
def test_a_misspelt_word_is_guessed(word: str, choices: list[str], guess: str | None) -> None:
    assert suggest(word, choices) == guess


@pytest.mark.parametrize(
    ("word", "choices", "hint"),
    [
        ("Actve", ["Active", "Draft"], "(did you mean 'Active'?)"),
        ("zzz", ["Active", "Draft"], "(write one of: Active, Draft)"),
        ("zzz", list("abcdefghijklm"), "(no such name)"),
    ],
)
def test_a_word_outside_a_list_gets_a_guess_or_the_list(word: str, choices: list[str], hint: str) -> None:
    assert did_you_mean(word, choices) == hint
