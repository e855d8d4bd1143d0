"""What is wrong with a page stops a strict build, all of it at once; titles are escaped everywhere."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.tiny_site import TinySite, page

GOOD = page("Guide")

MUTATIONS: dict[str, tuple[str | bytes, str]] = {
    "status misspelt": (
        GOOD.replace("status: Active", "status: Actve"),
        ":4: status: 'Actve' is not a status (did you mean 'Active'?)",
    ),
    "status missing": (GOOD.replace("status: Active\n", ""), ":1: status: is missing"),
    "date impossible": (
        GOOD.replace("2026-11-20", "2026-13-01"),
        ":6: last_updated: '2026-13-01' is not a date (YYYY-MM-DD)",
    ),
    "date in the future": (GOOD.replace("2026-11-20", "2999-01-01"), ":6: last_updated: '2999-01-01' is in the future"),
    "a datetime": (
        GOOD.replace("2026-11-20", "2026-11-20T10:00:00"),
        ":6: last_updated: '2026-11-20T10:00:00' has a time of day",
    ),
    "front matter missing": ("# Guide\n\nText.\n", ":1: front matter: is missing"),
    "front matter unclosed": (GOOD.replace("tags: [test]\n---", "tags: [test]"), ":1: front matter: is not closed"),
    "YAML error": (GOOD.replace("tags: [test]", "tags: [test"), ":8: front matter: is not valid YAML"),
    "python tag": (GOOD.replace("status: Active", "status: !!python/name:os.system"), ":4: front matter: the tag"),
    "duplicate key": (GOOD.replace("status: Active", "status: Active\nstatus: Draft"), ":5: status: is given twice"),
    "unknown key": (
        GOOD.replace("status: Active", "status: Active\nstaus: x"),
        ":5: staus: is not a known key (did you mean 'status'?)",
    ),
    "tags of a wrong type": (GOOD.replace("tags: [test]", "tags: {a: b}"), ":7: tags: must be a list"),
    "not UTF-8": (GOOD.encode() + b"\xff\n", ":13: file: byte 0xff is not UTF-8"),
    "empty file": ("", ":1: file: is empty"),
    "five megabytes": (GOOD + "word " * 1_000_000, ":1: file: has 5.0 MB, more than 1 MB"),
    "broken link": (GOOD + "\n[x](nowhere.md)\n", ":14: link: 'nowhere.md' does not exist"),
    "broken diagram": (GOOD + '\n```mermaid\nflowchart LR\n  A["x\n```\n', ":14: diagram: does not parse"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_broken_page_never_passes_a_strict_build(site: TinySite, name: str) -> None:
    content, message = MUTATIONS[name]
    site.write("docs/guide/README.md", content)
    site.configure("  - README.md\n  - guide/\n")
    # One language is enough: the checks run once for both.
    site.build("--strict", "--quiet", BUILD_LANGUAGE="en")
    assert site.status != 0
    assert "docs/guide/README.md" + message in site.output
    assert "Traceback" not in site.output


def test_a_failed_strict_build_leaves_the_site_that_was_there(site: TinySite) -> None:
    site.configure("  - README.md\n")
    assert site.build("--strict").status == 0, site.output
    before = {path: path.read_bytes() for path in (site.root / "site").rglob("*") if path.is_file()}
    site.write("docs/README.md", page("Home").replace("status: Active", "status: Actve"))
    assert site.build("--strict").status != 0
    assert "nothing was written" in site.output
    assert {path: path.read_bytes() for path in (site.root / "site").rglob("*") if path.is_file()} == before


def test_a_hostile_tag_is_escaped_in_the_search_index(site: TinySite) -> None:
    site.pair("guide/README.md", "Guide", "指南")
    for tree in ("docs", "docs_zh"):
        path = site.root / tree / "guide/README.md"
        path.write_text(path.read_text("utf-8").replace("[test]", "['<img src=x onerror=alert(1)>']"), "utf-8")
    site.configure("  - README.md\n  - guide/\n")
    assert site.build("--strict").status == 0, site.output
    for prefix in ("", "zh/"):
        tags = {tag for entry in site.search(prefix) for tag in entry["tags"]}
        assert tags == {"test", "&lt;img src=x onerror=alert(1)&gt;"}


def test_all_problems_are_reported_at_once(site: TinySite) -> None:
    site.write("docs/guide/README.md", GOOD.replace("Active", "Actve").replace("2026-11-20", "soon"))
    site.write("docs_zh/guide/README.md", "---\nstatus: Active\n")
    site.write("docs/lost.md", GOOD)
    site.configure("  - README.md\n  - guide/\n  - nowhere.md\n")
    site.build("--quiet")
    assert site.status == 0, "without --strict the site is built all the same"
    for message in (
        "docs/guide/README.md:4: status:",
        "docs/guide/README.md:6: last_updated:",
        "docs_zh/guide/README.md:1: front matter:",
        "docs/lost.md:1: nav:",
        "mkdocs.yml:",
    ):
        assert message in site.output
    assert "Traceback" not in site.output
    assert "guide/" in site.built()


HOSTILE = """<script>alert(1)</script> "quoted" & 'single' <b>bold</b>"""


def test_hostile_title_is_escaped_everywhere(site: TinySite) -> None:
    quoted = HOSTILE.replace("'", "''")
    for tree, stamp in (("docs", ""), ("docs_zh", 'source_hash: "0123456789ab"\n')):
        content = page("X", "Text.", stamp, heading="Guide").replace("title: X", f"title: '{quoted}'")
        site.write(f"{tree}/guide/README.md", content.replace("About X.", f"'{quoted}'"))
        site.write(
            f"{tree}/guide/next.md",
            page("Next", "Text.", stamp + "prerequisites: [guide/README.md]\nlevel: beginner\nminutes: 1\n"),
        )
        # Without a heading of its own the page shows its title.
        bare = page("X", "", stamp).replace("title: X", f"title: '{quoted}'").replace("# X\n", "Text.\n")
        site.write(f"{tree}/guide/bare.md", bare)
    site.configure("  - README.md\n  - guide/:\n      - guide/next.md\n      - guide/bare.md\n")
    site.build("--strict")
    assert site.status == 0, site.output
    for path in (site.root / "site").rglob("*.html"):
        text = path.read_text("utf-8")
        assert "<script>alert(1)" not in text, path
        html = BeautifulSoup(text, "html.parser")
        assert not [s for s in html.find_all("script") if s.get_text().startswith("alert(1)")], path
        assert not html.select("title > *, .md-nav b, .md-tabs b, .md-footer b, h1 b"), path
    html = site.html("guide/index.html")
    assert html.title and html.title.get_text().startswith(HOSTILE)
    description = html.find("meta", attrs={"name": "description"})
    assert description and description["content"] == HOSTILE
    following = site.html("guide/next/index.html")
    assert following.select_one(".page-facts a").get_text() == HOSTILE  # type: ignore[union-attr]
    assert HOSTILE in following.select_one(".md-footer__link--prev")["aria-label"]  # type: ignore[index]
    assert site.html("guide/bare/index.html").h1.get_text() == HOSTILE  # type: ignore[union-attr]


def test_older_form_is_valid(site: TinySite) -> None:
    older = "---\nstatus: Active\nmaintainer: someone\nlast_updated: 2025-11-26\ntags: a, b, c\n---\n\n# From the heading\n\nText.\n"
    site.write("docs/guide/README.md", older)
    site.write(
        "docs/guide/no-heading.md", older.replace("# From the heading\n\n", "Note: this is text, not metadata.\n\n")
    )
    site.configure("  - README.md\n  - guide/:\n      - guide/no-heading.md\n")
    site.build("--strict")
    assert site.status == 0, site.output
    tabs = site.html("index.html").select_one(".md-tabs")
    assert tabs and "From the heading" in tabs.get_text()
    html = site.html("guide/no-heading/index.html")
    assert html.h1 and html.h1.get_text() == "No heading"
    assert "Note: this is text, not metadata." in html.get_text()
    tags = {tuple(d["tags"]) for d in site.search() if d["location"] == "guide/"}
    assert tags == {("a", "b", "c")}
