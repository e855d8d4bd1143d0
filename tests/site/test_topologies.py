"""Tiny sites, one a topology, really built."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tiny_site import REPO_URL, SITE_URL, TinySite, page

TWO_PAGES = "  - README.md\n  - guide/:\n      - guide/caching.md\n"


@pytest.fixture(scope="module")
def translated(module_site: Callable[[str], TinySite]) -> TinySite:
    site = module_site("translated")
    site.pair("guide/README.md", "Guide", "指南", "[next](caching.md#how)", "[下一页](caching.md#how)")
    site.pair(
        "guide/caching.md",
        "Caching",
        "缓存",
        "## How { #how }\n\nText.",
        "## 原理 { #how }\n\n正文。",
        more="prerequisites: [guide/README.md]\nlevel: beginner\nminutes: 5\n",
    )
    site.configure(TWO_PAGES)
    return site.build("--strict")


def alternates(html: object) -> dict[str, str]:
    return {link["hreflang"]: link["href"] for link in html.find_all("link", rel="alternate")}  # type: ignore[attr-defined]


def test_translated_pages_stand_in_both_languages(translated: TinySite) -> None:
    assert translated.status == 0, translated.output
    assert translated.built() == {"/", "guide/", "guide/caching/", "zh/", "zh/guide/", "zh/guide/caching/"}


@pytest.mark.parametrize(("path", "language"), [("guide/caching/", "en"), ("zh/guide/caching/", "zh")])
def test_translated_page_names_its_language_and_its_twin(translated: TinySite, path: str, language: str) -> None:
    html = translated.html(path + "index.html")
    assert html.html and html.html["lang"] == language
    assert html.find("link", rel="canonical")["href"] == SITE_URL + path  # type: ignore[index]
    assert alternates(html) == {
        "en": SITE_URL + "guide/caching/",
        "zh": SITE_URL + "zh/guide/caching/",
        "x-default": SITE_URL + "guide/caching/",
    }
    tree = "docs" if language == "en" else "docs_zh"
    edit = {link["href"] for link in html.find_all("a", rel="edit")}
    assert edit == {f"{REPO_URL}/edit/main/docs/guide/caching.md".replace("/docs/", f"/{tree}/")}


def test_switch_leads_to_the_same_page(translated: TinySite) -> None:
    for path, up in (("guide/caching/", "../.."), ("zh/guide/caching/", "../../..")):
        links = {a["hreflang"]: a["href"] for a in translated.html(path + "index.html").select(".md-select__link")}
        own = "zh" if path.startswith("zh/") else "en"
        expected = {"en": f"{up}/guide/caching/", "zh": f"{up}/zh/guide/caching/"}
        assert links == expected | {own: "./"}


def test_labels_come_from_the_titles_of_each_language(translated: TinySite) -> None:
    for path, labels in (("", {"Home", "Guide", "Caching"}), ("zh/", {"首页", "指南", "缓存"})):
        html = translated.html(path + "guide/caching/index.html")
        shown = {a.get_text(strip=True) for a in html.select(".md-tabs__link, .md-nav__link, .md-path__link")}
        assert labels <= shown
        assert ("Guide" in shown) is (path == "")
        assert html.select_one(".md-footer__link--prev .md-ellipsis").get_text(strip=True) in labels  # type: ignore[union-attr]


def test_page_shows_status_date_level_and_what_to_read_first(translated: TinySite) -> None:
    english = translated.html("guide/caching/index.html").select_one(".page-facts")
    chinese = translated.html("zh/guide/caching/index.html").select_one(".page-facts")
    assert english and english.get_text(" ", strip=True) == (
        "Status Active Checked on 2026-11-20 Level Beginner · 5 min read Read first Guide"
    )
    assert chinese and chinese.get_text(" ", strip=True) == (
        "状态 有效 核对于 2026-11-20 难度 入门 · 阅读约 5 分钟 先读 指南"
    )


def test_sitemap_lists_each_page_once_with_its_alternates(translated: TinySite) -> None:
    text = translated.text("sitemap.xml")
    places = re.findall(r"<loc>(.*?)</loc>", text)
    assert len(places) == len(set(places)) == 6
    assert text.count('hreflang="zh"') == text.count('hreflang="en"') == text.count('hreflang="x-default"') == 6
    assert "<lastmod>2026-11-20</lastmod>" in text


def test_each_language_has_a_search_index_with_its_own_pages_first(translated: TinySite) -> None:
    english, chinese = translated.search(), translated.search("zh/")
    assert {d["location"] for d in english if d.get("boost")} == {"", "guide/", "guide/caching/", "guide/caching/#how"}
    assert {d["location"] for d in chinese if d.get("boost")} == {"", "guide/", "guide/caching/", "guide/caching/#how"}
    assert {d["location"] for d in english if not d.get("boost")} == {
        "zh/",
        "zh/guide/",
        "zh/guide/caching/",
        "zh/guide/caching/#how",
    }
    assert "../guide/caching/" in {d["location"] for d in chinese if not d.get("boost")}


def test_each_language_has_its_404_page(translated: TinySite) -> None:
    english, chinese = translated.html("404.html"), translated.html("zh/404.html")
    assert english.html and english.html["lang"] == "en"
    assert chinese.html and chinese.html["lang"] == "zh"
    assert "Guide" in english.get_text() and "指南" not in english.select_one(".md-tabs").get_text()  # type: ignore[union-attr]
    assert "指南" in chinese.get_text()
    # A host that has one 404 page for all shows the English one: it speaks Chinese as well.
    assert "Page not found" in english.get_text() and "页面不存在" in english.get_text()


def test_nothing_is_loaded_from_another_host(translated: TinySite) -> None:
    loaded = re.compile(
        r"<(?:script|img|iframe|source|video)[^>]+src=\"(?:https?:)?//|<link[^>]+rel=\"(?:stylesheet|preconnect|preload|icon)\"[^>]+href=\"(?:https?:)?//"
    )
    for path in (translated.root / "site").rglob("*.html"):
        assert not loaded.search(path.read_text("utf-8")), path


# Fallback


@pytest.fixture(scope="module")
def fallback(module_site: Callable[[str], TinySite]) -> TinySite:
    site = module_site("fallback")
    site.pair("guide/README.md", "Guide", "指南")
    site.write("docs/guide/caching.md", page("Caching", "English only, about eviction."))
    site.pair("contributing.md", "Contributing", "参与", "## Translate { #translate }", "## 翻译 { #translate }")
    site.configure(TWO_PAGES + "  - contributing.md\n", "    translating: contributing.md#translate\n")
    return site.build("--strict")


def test_fallback_shows_the_english_text_with_a_chinese_notice(fallback: TinySite) -> None:
    assert fallback.status == 0, fallback.output
    html = fallback.html("zh/guide/caching/index.html")
    assert html.html and html.html["lang"] == "zh"
    body = html.select_one(".page-body")
    assert body and body["lang"] == "en" and "English only" in body.get_text()
    facts = body.select_one(".page-facts")
    assert facts and facts["lang"] == "zh"
    notice = html.select_one(".page-banner--fallback")
    assert notice and "还没有中文版" in notice.get_text()
    assert notice.a and notice.a["href"] == "../../contributing/#translate"


def test_fallback_is_no_page_of_its_own_for_search_engines(fallback: TinySite) -> None:
    html = fallback.html("zh/guide/caching/index.html")
    assert html.find("link", rel="canonical")["href"] == SITE_URL + "guide/caching/"  # type: ignore[index]
    assert alternates(html) == {}
    assert alternates(fallback.html("guide/caching/index.html")) == {
        "en": SITE_URL + "guide/caching/",
        "x-default": SITE_URL + "guide/caching/",
    }
    sitemap = fallback.text("sitemap.xml")
    assert "zh/guide/caching/" not in sitemap
    assert f"<loc>{SITE_URL}guide/caching/</loc>" in sitemap


def test_fallback_keeps_the_switch_and_edits_the_english_file(fallback: TinySite) -> None:
    html = fallback.html("zh/guide/caching/index.html")
    links = {a["hreflang"]: a["href"] for a in html.select(".md-select__link")}
    assert links["en"] == "../../../guide/caching/"
    assert {a["href"] for a in html.find_all("a", rel="edit")} == {f"{REPO_URL}/edit/main/docs/guide/caching.md"}


def test_fallback_is_found_once_in_each_language_and_after_its_own_pages(fallback: TinySite) -> None:
    english = [d for d in fallback.search() if "caching" in d["location"]]
    chinese = [d for d in fallback.search("zh/") if "caching" in d["location"]]
    assert [d["location"] for d in english] == ["guide/caching/"]
    assert [d["location"] for d in chinese] == ["guide/caching/"]
    assert "boost" in english[0] and "boost" not in chinese[0]


# Behind


def test_page_that_is_behind_says_what_changed(site: TinySite) -> None:
    site.pair("guide/README.md", "Guide", "指南")
    site.pair(
        "guide/caching.md",
        "Caching",
        "缓存",
        "## One { #one }\n\nA.\n\n## Two { #two }\n\nB.",
        "## 一 { #one }\n\n甲。\n\n## 二 { #two }\n\n乙。",
    )
    site.write(
        "docs/guide/caching.md",
        page("Caching", "## One { #one }\n\nA.\n\n## Two { #two }\n\nChanged.\n\n## Three { #three }\n\nC."),
    )
    site.configure(TWO_PAGES)
    site.build("--strict")
    assert site.status == 0, site.output
    banner = site.html("zh/guide/caching/index.html").select_one(".page-banner--behind")
    assert banner and [li.get_text(" ", strip=True) for li in banner.find_all("li")] == ["Two (有修改)", "Three (新增)"]
    assert banner.a and banner.a["href"] == "../../../guide/caching/"
    assert site.html("guide/caching/index.html").select_one(".page-banner--behind") is None


# Chinese only


@pytest.fixture(scope="module")
def chinese_only(module_site: Callable[[str], TinySite]) -> TinySite:
    site = module_site("chinese-only")
    site.pair("blog/README.md", "Blog", "博客")
    site.write("docs_zh/blog/meetup.md", page("上海聚会", "记录。"))
    site.configure("  - README.md\n  - blog/:\n      - blog/meetup.md\n")
    return site.build("--strict")


def test_chinese_only_page_stands_in_the_chinese_site_alone(chinese_only: TinySite) -> None:
    assert chinese_only.status == 0, chinese_only.output
    assert chinese_only.built() == {"/", "blog/", "zh/", "zh/blog/", "zh/blog/meetup/"}
    html = chinese_only.html("zh/blog/meetup/index.html")
    assert alternates(html) == {"zh": SITE_URL + "zh/blog/meetup/"}
    assert "上海聚会" in html.select_one(".md-nav--primary").get_text()  # type: ignore[union-attr]
    assert "上海聚会" not in chinese_only.text("blog/index.html")
    # There is no English page to switch to: the nearest is the folder's front page.
    assert {a["hreflang"]: a["href"] for a in html.select(".md-select__link")}["en"] == "../../../blog/"


# Asset override


def test_asset_of_the_chinese_tree_replaces_the_english_one_there_only(site: TinySite) -> None:
    site.write("docs/guide/map.svg", "<svg>english</svg>")
    site.write("docs_zh/guide/map.svg", "<svg>chinese</svg>")
    site.write("docs/guide/shared.svg", "<svg>shared</svg>")
    pictures = "![map](map.svg) ![shared](shared.svg)"
    site.pair("guide/README.md", "Guide", "指南", pictures, pictures)
    site.configure("  - README.md\n  - guide/\n")
    site.build("--strict")
    assert site.status == 0, site.output
    for path, text in (("", "english"), ("zh/", "chinese")):
        folder = site.root / "site" / path / "guide"
        sources = [str(img["src"]) for img in site.html(f"{path}guide/index.html").select(".page-body img")]
        assert [(folder / src).resolve().read_text() for src in sources] == [f"<svg>{text}</svg>", "<svg>shared</svg>"]


# Two-letter names


def test_two_letter_names_do_not_vanish(site: TinySite) -> None:
    site.pair(
        "ai/README.md",
        "AI",
        "人工智能",
        "[go](go/README.md) [dot](../llm.ai.md)",
        "[走](go/README.md) [点](../llm.ai.md)",
    )
    site.pair("ai/go/README.md", "Go", "走")
    site.pair("ai/io.md", "IO", "输入输出")
    site.pair("llm.ai.md", "LLM", "大模型")
    site.pair("en/README.md", "English", "英语")
    site.configure("  - README.md\n  - ai/:\n      - ai/io.md\n      - ai/go/\n  - llm.ai.md\n  - en/\n")
    site.build("--strict")
    assert site.status == 0, site.output
    sources = len([*(site.root / "docs").rglob("*.md")]) + len([*(site.root / "docs_zh").rglob("*.md")])
    assert len(site.built()) == sources == 12
    assert {"ai/", "ai/go/", "ai/io/", "llm.ai/", "en/", "zh/ai/", "zh/llm.ai/", "zh/en/"} <= site.built()


# One language alone


def test_english_alone(translated: TinySite, tmp_path: Path) -> None:
    alone = translated.clone(tmp_path / "alone").build("--strict", BUILD_LANGUAGE="en")
    assert alone.status == 0, alone.output
    assert alone.built() == {"/", "guide/", "guide/caching/"}
    html = alone.html("guide/caching/index.html")
    assert set(alternates(html)) == {"en", "x-default"}
    assert not html.select(".md-select__link[hreflang=zh]")
    assert all("zh/" not in d["location"] for d in alone.search())


def test_chinese_alone_stands_at_the_root(fallback: TinySite, tmp_path: Path) -> None:
    alone = fallback.clone(tmp_path / "alone").build("--strict", BUILD_LANGUAGE="zh")
    assert alone.status == 0, alone.output
    assert alone.built() == {"/", "guide/", "guide/caching/", "contributing/"}
    html = alone.html("guide/index.html")
    assert html.html and html.html["lang"] == "zh"
    assert alternates(html) == {"zh": SITE_URL + "guide/"}
    stand_in = alone.html("guide/caching/index.html")
    assert stand_in.select_one(".page-banner--fallback")
    # There is no English site to name as the original.
    assert stand_in.find("link", rel="canonical") is None
    assert alone.html("404.html").select_one("h1").get_text() == "页面不存在"  # type: ignore[union-attr]


def test_unknown_language_is_refused(translated: TinySite, tmp_path: Path) -> None:
    alone = translated.clone(tmp_path / "alone").build("--strict", BUILD_LANGUAGE="fr")
    assert alone.status != 0
    assert "BUILD_LANGUAGE is 'fr' (write one of: en, zh)" in alone.output


# A page read from a file of the root


def test_root_file_is_a_page_and_its_links_are_those_of_the_tree(site: TinySite) -> None:
    site.pair("guide/README.md", "Guide", "指南")
    site.write("RoadMap.md", page("Roadmap", "[guide](docs/guide/README.md)"))
    site.configure("  - README.md\n  - guide/\n  - roadmap.md\n", "    mounts: {roadmap.md: RoadMap.md}\n")
    site.build("--strict")
    assert site.status == 0, site.output
    html = site.html("roadmap/index.html")
    assert html.select_one(".page-body a[href='../guide/']")
    assert {a["href"] for a in html.find_all("a", rel="edit")} == {f"{REPO_URL}/edit/main/RoadMap.md"}
    assert site.html("zh/roadmap/index.html").select_one(".page-body a[href='../guide/']")


def test_without_the_address_of_the_repository_the_source_is_named(site: TinySite) -> None:
    site.configure("  - README.md\n")
    site.build("--strict", REPO_URL="")
    assert site.status == 0, site.output
    html = site.html("zh/index.html")
    assert html.find_all("a", rel="edit") == []
    assert html.select_one(".page-source").get_text(" ", strip=True).endswith("docs_zh/README.md")  # type: ignore[union-attr]


# The same sources give the same bytes


def test_output_is_deterministic(translated: TinySite, tmp_path: Path) -> None:
    again = translated.clone(tmp_path / "again").build("--strict")
    first, second = translated.root / "site", again.root / "site"
    names = sorted(p.relative_to(first) for p in first.rglob("*") if p.is_file())
    assert names == sorted(p.relative_to(second) for p in second.rglob("*") if p.is_file())
    differing = [str(name) for name in names if (first / name).read_bytes() != (second / name).read_bytes()]
    assert differing == []
