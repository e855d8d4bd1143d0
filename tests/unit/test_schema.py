"""The rules of the front matter, each with the message that a contributor reads."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.conftest import Tree

STATUSES = "Active, Draft, Needs Update, Archived"
LEVELS = "beginner, intermediate, advanced"
TAGS = "a list '[a, b]' or 'a, b, c'"
KEYS = (
    "title, description, status, maintainer, last_updated, tags, level, minutes, prerequisites, projects, "
    "verified, source_hash"
)


@pytest.mark.parametrize("status", ["Active", "Draft", "Needs Update", "Archived", "'Active'"])
def test_every_status_is_accepted(tree: Tree, status: str) -> None:
    assert tree({"docs/a.md": tree.page(status=status)}) == []
    page = tree.site().pages["en"]["a.md"]
    assert page.front.status == status.strip("'")


@pytest.mark.parametrize(
    ("status", "message"),
    [
        pytest.param("Actve", "'Actve' is not a status (did you mean 'Active'?)", id="misspelt"),
        pytest.param("active", "'active' is not a status (did you mean 'Active'?)", id="lower case"),
        pytest.param("needs-update", "'needs-update' is not a status (did you mean 'Needs Update'?)", id="hyphen"),
        pytest.param("xyz", f"'xyz' is not a status (write one of: {STATUSES})", id="nothing near"),
        pytest.param("", f"is empty (write one of: {STATUSES})", id="empty"),
        pytest.param("''", f"is empty (write one of: {STATUSES})", id="empty text"),
        pytest.param("~", f"is empty (write one of: {STATUSES})", id="null"),
        pytest.param("[Active]", f"must be text, is a list (write one of: {STATUSES})", id="list"),
        pytest.param("{a: b}", f"must be text, is a mapping (write one of: {STATUSES})", id="mapping"),
        pytest.param("1", f"must be text, is a number (write one of: {STATUSES})", id="integer"),
        pytest.param("1.5", f"must be text, is a number (write one of: {STATUSES})", id="float"),
        pytest.param("true", f"must be text, is a yes/no value (write one of: {STATUSES})", id="bool"),
        pytest.param("on", f"must be text, is a yes/no value (write one of: {STATUSES})", id="YAML 1.1 bool"),
        pytest.param("2026-11-21", f"must be text, is a date (write one of: {STATUSES})", id="date"),
    ],
)
def test_a_wrong_status_is_named_with_its_line(tree: Tree, status: str, message: str) -> None:
    assert tree({"docs/a.md": tree.page(status=status)}) == [f"docs/a.md:3: status: {message}"]


@pytest.mark.parametrize("date", ["2026-11-21", "2020-02-29", "'2026-11-21'"])
def test_a_date_up_to_today_is_accepted(tree: Tree, date: str) -> None:
    assert tree({"docs/a.md": tree.page(last_updated=date)}) == []
    assert tree.site().pages["en"]["a.md"].front.last_updated == dt.date.fromisoformat(date.strip("'"))


@pytest.mark.parametrize(
    ("date", "message"),
    [
        pytest.param("2026-13-01", "'2026-13-01' is not a date (YYYY-MM-DD)", id="month 13"),
        pytest.param("2026-02-30", "'2026-02-30' is not a date (YYYY-MM-DD)", id="30 February"),
        pytest.param("2025-02-29", "'2025-02-29' is not a date (YYYY-MM-DD)", id="no leap year"),
        pytest.param("0000-01-01", "'0000-01-01' is not a date (YYYY-MM-DD)", id="year 0"),
        pytest.param("20/11/2026", "'20/11/2026' is not a date (YYYY-MM-DD)", id="not ISO"),
        pytest.param("20261121", "'20261121' is not a date (YYYY-MM-DD)", id="no hyphens"),
        pytest.param("2026-1-5", "'2026-1-5' is not a date (YYYY-MM-DD)", id="one digit"),
        pytest.param("2026-W47-6", "'2026-W47-6' is not a date (YYYY-MM-DD)", id="ISO week"),
        pytest.param("today", "'today' is not a date (YYYY-MM-DD)", id="word"),
        pytest.param("2026-11-211", "'2026-11-211' is not a date (YYYY-MM-DD)", id="one digit too many"),
        pytest.param("2026-11-21 10:00:00", "'2026-11-21 10:00:00' has a time of day (YYYY-MM-DD)", id="datetime"),
        pytest.param("2026-11-21T10:00:00Z", "'2026-11-21T10:00:00Z' has a time of day (YYYY-MM-DD)", id="datetime T"),
        pytest.param("2026-11-22", "'2026-11-22' is in the future (the day somebody checked the page)", id="tomorrow"),
        pytest.param(
            "9999-12-31", "'9999-12-31' is in the future (the day somebody checked the page)", id="far future"
        ),
        pytest.param("", "is empty (YYYY-MM-DD)", id="empty"),
        pytest.param("''", "is empty (YYYY-MM-DD)", id="empty text"),
        pytest.param("~", "is empty (YYYY-MM-DD)", id="null"),
        pytest.param("[2026-11-21]", "must be a date, is a list (YYYY-MM-DD)", id="list"),
        pytest.param("{year: 2026}", "must be a date, is a mapping (YYYY-MM-DD)", id="mapping"),
    ],
)
def test_a_wrong_date_is_named_with_its_line(tree: Tree, date: str, message: str) -> None:
    assert tree({"docs/a.md": tree.page(last_updated=date)}) == [f"docs/a.md:5: last_updated: {message}"]


@pytest.mark.parametrize(
    ("tags", "read"),
    [
        ("[a, b c]", ("a", "b c")),
        ("[]", ()),
        ("a, b, c", ("a", "b", "c")),
        ("one", ("one",)),
        ("a, , b,", ("a", "b")),
        ("'1.30, x'", ("1.30", "x")),
        ('["2026"]', ("2026",)),
        ("[中文, 'a,b']", ("中文", "a,b")),
        ("\n  - a\n  - b", ("a", "b")),
    ],
)
def test_tags_are_read_as_a_list_and_in_the_older_form(tree: Tree, tags: str, read: tuple[str, ...]) -> None:
    assert tree({"docs/a.md": tree.page(tags=tags)}) == []
    assert tree.site().pages["en"]["a.md"].front.tags == read


@pytest.mark.parametrize(
    ("tags", "line", "message"),
    [
        pytest.param("{a: b}", 6, f"must be {TAGS}, is a mapping", id="mapping"),
        pytest.param("5", 6, f"must be {TAGS}, is a number", id="number"),
        pytest.param("true", 6, f"must be {TAGS}, is a yes/no value", id="bool"),
        pytest.param("2026-11-21", 6, f"must be {TAGS}, is a date", id="date"),
        pytest.param("", 6, f"is empty (write {TAGS})", id="empty"),
        pytest.param("''", 6, f"is empty (write {TAGS})", id="empty text"),
        pytest.param("[a, '']", 6, "each entry must be text, '' is text (put it in quotes)", id="empty entry"),
        pytest.param("[a, a]", 6, "'a' is listed twice (keep one)", id="twice in a list"),
        pytest.param("a, b, a", 6, "'a' is listed twice (keep one)", id="twice in the older form"),
        pytest.param("[a, [b]]", 6, "each entry must be text, a list (put it in quotes)", id="list of lists"),
        pytest.param("[a, {b: c}]", 6, "each entry must be text, a mapping (put it in quotes)", id="list of mappings"),
        pytest.param("\n  - a\n  - 7", 8, "each entry must be text, '7' is a number (put it in quotes)", id="block"),
    ],
)
def test_wrong_tags_are_named_with_their_line(tree: Tree, tags: str, line: int, message: str) -> None:
    assert tree({"docs/a.md": tree.page(tags=tags)}) == [f"docs/a.md:{line}: tags: {message}"]


def test_each_number_in_a_list_of_tags_is_named(tree: Tree) -> None:
    assert tree({"docs/a.md": tree.page(tags="[1, x, 2.5]")}) == [
        "docs/a.md:6: tags: each entry must be text, '1' is a number (put it in quotes)",
        "docs/a.md:6: tags: each entry must be text, '2.5' is a number (put it in quotes)",
    ]


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        ("0", "'0'"),
        ("601", "'601'"),
        ("-5", "'-5'"),
        ("1.5", "'1.5'"),
        ("ten", "'ten'"),
        ("'10'", "'10'"),
        ("10 min", "'10 min'"),
        ("1_0", "'1_0'"),
        ("0x10", "'0x10'"),
        ("1e2", "'1e2'"),
        ("", "''"),
        ("true", "'true'"),
        ("[10]", "a list"),
        ("{a: 10}", "a mapping"),
        pytest.param("9" * 5000, f"'{'9' * 5000}'", id="more digits than Python converts"),
    ],
)
def test_wrong_minutes_are_named_with_their_line(tree: Tree, minutes: str, shown: str) -> None:
    assert tree({"docs/a.md": tree.page(description="D", level="beginner", minutes=minutes)}) == [
        f"docs/a.md:9: minutes: {shown} is not a whole number of minutes from 1 to 600"
    ]


@pytest.mark.parametrize("minutes", ["1", "10", "600"])
def test_minutes_from_1_to_600_are_accepted(tree: Tree, minutes: str) -> None:
    assert tree({"docs/a.md": tree.page(description="D", level="beginner", minutes=minutes)}) == []
    assert tree.site().pages["en"]["a.md"].front.minutes == int(minutes)


@pytest.mark.parametrize(
    ("level", "message"),
    [
        ("beginer", "'beginer' is not a level (did you mean 'beginner'?)"),
        ("Beginner", "'Beginner' is not a level (did you mean 'beginner'?)"),
        ("hard", f"'hard' is not a level (write one of: {LEVELS})"),
        ("", f"is empty (write one of: {LEVELS})"),
        ("1", f"must be text, is a number (write one of: {LEVELS})"),
        ("[beginner]", f"must be text, is a list (write one of: {LEVELS})"),
    ],
)
def test_a_wrong_level_is_named_with_its_line(tree: Tree, level: str, message: str) -> None:
    assert tree({"docs/a.md": tree.page(description="D", level=level, minutes="10")}) == [
        f"docs/a.md:8: level: {message}"
    ]


@pytest.mark.parametrize("verified", ['{vllm: "0.33.0"}', "{vllm: 0.33.0, k8s: '1.30'}", "{}", "\n  vllm: v1"])
def test_versions_as_text_are_accepted(tree: Tree, verified: str) -> None:
    assert tree({"docs/a.md": tree.page(verified=verified)}) == []


@pytest.mark.parametrize(
    ("verified", "line", "message"),
    [
        pytest.param(
            "{k8s: 1.30}",
            7,
            "the version of k8s must be text, '1.30' is a number (put it in quotes: 1.30 would become 1.3)",
            id="number",
        ),
        pytest.param(
            "{k8s: 2026-11-21}",
            7,
            "the version of k8s must be text, '2026-11-21' is a date (put it in quotes: 1.30 would become 1.3)",
            id="date",
        ),
        pytest.param(
            "\n  vllm: '1'\n  k8s:",
            9,
            "the version of k8s must be text, '' is empty (put it in quotes: 1.30 would become 1.3)",
            id="empty version",
        ),
        pytest.param(
            "{k8s: [a]}",
            7,
            "the version of k8s must be text, a list (put it in quotes: 1.30 would become 1.3)",
            id="list of versions",
        ),
        pytest.param("vllm 0.33", 7, "must be '{project: version}', is text", id="text"),
        pytest.param("[vllm]", 7, "must be '{project: version}', is a list", id="list"),
        pytest.param("1.3", 7, "must be '{project: version}', is a number", id="one number"),
        pytest.param("", 7, "must be '{project: version}', is empty", id="empty"),
    ],
)
def test_wrong_versions_are_named_with_their_line(tree: Tree, verified: str, line: int, message: str) -> None:
    assert tree({"docs/a.md": tree.page(verified=verified)}) == [f"docs/a.md:{line}: verified: {message}"]


@pytest.mark.parametrize("maintainer", ["octocat", "'@octocat'", "a", "my-org/my-team", "maintainers"])
def test_a_handle_is_accepted(tree: Tree, maintainer: str) -> None:
    assert tree({"docs/a.md": tree.page(maintainer=maintainer)}) == []


@pytest.mark.parametrize(
    ("maintainer", "message"),
    [
        ("two words", "'two words' is not a handle (letters, digits and hyphens)"),
        ("-a", "'-a' is not a handle (letters, digits and hyphens)"),
        ("me@example.org", "'me@example.org' is not a handle (letters, digits and hyphens)"),
        ("<b>x</b>", "'<b>x</b>' is not a handle (letters, digits and hyphens)"),
        ("名字", "'名字' is not a handle (letters, digits and hyphens)"),
        ("a" * 40, f"'{'a' * 40}' is not a handle (letters, digits and hyphens)"),
        ("", "is empty (write a value or remove the line)"),
        ("'  '", "is empty (write a value or remove the line)"),
        ("12345", "must be text, is a number (put it in quotes)"),
        ("yes", "must be text, is a yes/no value (put it in quotes)"),
        ("[octocat]", "must be text, is a list (put it in quotes)"),
    ],
)
def test_a_wrong_maintainer_is_named_with_its_line(tree: Tree, maintainer: str, message: str) -> None:
    assert tree({"docs/a.md": tree.page(maintainer=maintainer)}) == [f"docs/a.md:4: maintainer: {message}"]


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("statu", "x", "is not a known key (did you mean 'status'?)"),
        ("Title", "x", "is not a known key (did you mean 'title'?)"),
        ("last-updated", "x", "is not a known key (did you mean 'last_updated'?)"),
        ("prerequisite", "x", "is not a known key (did you mean 'prerequisites'?)"),
        ("zzz", "x", f"is not a known key (write one of: {KEYS})"),
        ("1", "x", f"is not a known key (write one of: {KEYS})"),
        ("hide", "[toc]", f"is not a known key (write one of: {KEYS})"),
    ],
)
def test_an_unknown_key_is_named_with_its_line(tree: Tree, key: str, value: str, message: str) -> None:
    assert tree({"docs/a.md": tree.page(**{key: value})}) == [f"docs/a.md:7: {key}: {message}"]


@pytest.mark.parametrize("key", ["status", "maintainer", "last_updated", "tags"])
def test_a_missing_required_key_is_named(tree: Tree, key: str) -> None:
    assert tree({"docs/a.md": tree.page(**{key: None})}) == [
        f"docs/a.md:1: {key}: is missing (add a line '{key}: …' to the front matter)"
    ]


@pytest.mark.parametrize("key", ["description", "level", "minutes"])
def test_a_learning_page_needs_description_level_and_minutes(tree: Tree, key: str) -> None:
    learning: dict[str, str | None] = {"description": "D", "level": "beginner", "minutes": "10", "prerequisites": "[]"}
    assert tree({"docs/a.md": tree.page(**(learning | {key: None}))}) == [
        f"docs/a.md:1: {key}: is missing (a learning page has description, level and minutes)"
    ]


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("title", "", "is empty (write a value or remove the line)"),
        ("title", "2026", "must be text, is a number (put it in quotes)"),
        ("title", "no", "must be text, is a yes/no value (put it in quotes)"),
        ("title", "[a]", "must be text, is a list (put it in quotes)"),
    ],
)
def test_a_wrong_title_is_named_with_its_line(tree: Tree, key: str, value: str, message: str) -> None:
    assert tree({"docs/a.md": tree.page(**{key: value})}) == [f"docs/a.md:2: {key}: {message}"]


@pytest.mark.parametrize(
    ("front", "body", "title"),
    [
        pytest.param("Front", "\n# Heading\n", "Front", id="title"),
        pytest.param(None, "\n## Two\n\n# Heading `code` *em*\n", "Heading code em", id="heading"),
        pytest.param(None, "\nText.\n", "Kv cache memory", id="file name"),
    ],
)
def test_the_label_of_a_page_is_its_title_else_its_heading_else_its_name(
    tree: Tree, front: str | None, body: str, title: str
) -> None:
    assert tree({"docs/kv-cache_memory.md": tree.page(body, title=front)}) == []
    assert tree.site().pages["en"]["kv-cache_memory.md"].title == title


@pytest.mark.parametrize(("uri", "title"), [("gpu-nodes/README.md", "Gpu nodes"), ("README.md", "Home")])
def test_a_front_page_without_title_and_heading_is_named_after_its_folder(tree: Tree, uri: str, title: str) -> None:
    assert tree({f"docs/{uri}": tree.page("", title=None)}) == []
    assert tree.site().pages["en"][uri].title == title


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("'say \"hi\"'", 'say "hi"'),
        ("it's", "it's"),
        ("A & B &amp; C", "A & B &amp; C"),
        ('"a: b # c"', "a: b # c"),
        ('"{{ x }} {% y %}"', "{{ x }} {% y %}"),
        ("'  spaces  '", "spaces"),
    ],
)
def test_a_title_with_html_or_quotes_is_kept_verbatim(tree: Tree, typed: str, title: str) -> None:
    assert tree({"docs/a.md": tree.page(title=typed)}) == []
    assert tree.site().pages["en"]["a.md"].title == title
