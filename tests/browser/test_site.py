"""The real site, opened by a real browser as a reader would."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

ROOT = Path(__file__).resolve().parents[2]

LEARNING_PAGE = "inference/kv-cache-memory/"
SECTION_PAGE = "scheduling/"
FIVE_PAGES = ["", SECTION_PAGE, LEARNING_PAGE, "roadmap/", "contributing/"]
LANGUAGES = ["", "zh/"]


def every_address() -> list[str]:
    """Return the address of every page of docs/, and of the page read from RoadMap.md."""
    uris = [path.relative_to(ROOT / "docs").as_posix() for path in sorted((ROOT / "docs").rglob("*.md"))]
    return [re.sub(r"(README)?\.md$", "/", uri).replace("//", "/").lstrip("/") for uri in [*uris, "roadmap.md"]]


def settle(page: Page) -> None:
    """Wait as a reader does: Material closes the search 125 ms after a page or an anchor is opened."""
    page.wait_for_timeout(1_000)


@pytest.mark.parametrize("path", FIVE_PAGES)
def test_language_switch_leads_to_the_same_page_and_back(visitor: Visitor, path: str) -> None:
    page = visitor.open(path).page
    for language, target in (("zh", "zh/" + path), ("en", path)):
        page.get_by_role("button", name=re.compile("language|语言", re.IGNORECASE)).hover()
        page.locator(f".md-select__link[hreflang={language}]").click()
        page.wait_for_url(visitor.url + target)
        expect(page.locator("html")).to_have_attribute("lang", language)


def test_navigation_is_chinese_in_the_chinese_site(visitor: Visitor) -> None:
    page = visitor.open("zh/").page
    tabs = [text.strip() for text in page.locator(".md-tabs__link").all_inner_texts()]
    assert tabs == [
        "首页",
        "基础",
        "内核与运行时",
        "调度与工作负载",
        "推理",
        "网关与智能体",
        "训练",
        "可观测性",
        "生态",
        "参与贡献",
    ]
    page.locator(".md-tabs__link", has_text="推理").click()
    page.wait_for_url("**/zh/inference/")
    page.locator(".md-nav--primary a", has_text="KV 缓存与显存").first.click()
    page.wait_for_url("**/zh/inference/kv-cache-memory/")
    expect(page.locator(".md-path")).to_contain_text("推理")
    expect(page.locator(".md-footer")).to_contain_text("网关与智能体")


def test_navigation_is_english_in_the_english_site(visitor: Visitor) -> None:
    page = visitor.open("").page
    assert [text.strip() for text in page.locator(".md-tabs__link").all_inner_texts()] == [
        "Home",
        "Foundations",
        "Kernel & runtime",
        "Scheduling & workloads",
        "Inference",
        "Gateway & agents",
        "Training",
        "Observability",
        "Ecosystem",
        "Contributing",
    ]


def test_fallback_page_tells_the_chinese_reader(fallback_visitor: Visitor) -> None:
    visit = fallback_visitor.open("zh/references/")
    banner = visit.page.locator(".page-banner--fallback")
    expect(banner).to_contain_text("这一页还没有中文版")
    expect(visit.page.locator(".page-body")).to_have_attribute("lang", "en")
    banner.get_by_role("link").click()
    visit.page.wait_for_url("**/zh/contributing/#translate")
    expect(visit.page.locator("#translate")).to_be_in_viewport()
    assert visit.errors == [] and visit.foreign == []


@pytest.mark.parametrize(
    ("path", "title", "home"), [("no/such/page/", "Page not found", ""), ("zh/no/such/page/", "页面不存在", "zh/")]
)
def test_404_speaks_the_language_of_the_address(visitor: Visitor, path: str, title: str, home: str) -> None:
    page = visitor.open(path).page
    expect(page.locator("article h1")).to_have_count(1)
    expect(page.locator("article h1")).to_have_text(title)
    expect(page).to_have_title(title)
    expect(page.locator("html")).to_have_attribute("lang", "zh" if home else "en")
    page.locator("article a.md-button").click()
    page.wait_for_url(visitor.url + home)


def test_every_page_is_quiet_and_asks_no_other_host(visitor: Visitor) -> None:
    problems: dict[str, list[str]] = {}
    for prefix in LANGUAGES:
        for path in every_address():
            visit = visitor.open(prefix + path)
            visit.page.wait_for_timeout(150)
            if visit.errors or visit.foreign:
                problems[prefix + path] = visit.errors + visit.foreign
            visitor.close()
    assert problems == {}


def test_a_request_to_another_host_would_be_noticed(visitor: Visitor) -> None:
    visit = visitor.open("")
    visit.page.evaluate("() => fetch('https://example.com/x').catch(() => null)")
    assert visit.foreign == ["https://example.com/x"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [prefix + page for prefix in LANGUAGES for page in ("", SECTION_PAGE, LEARNING_PAGE)])
def test_axe_finds_no_violation(visitor: Visitor, path: str, scheme: str) -> None:
    page = visitor.open(path, scheme=scheme).page
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate" if scheme == "dark" else "default")
    if path.endswith(LEARNING_PAGE):
        # Copy buttons come with Material's script.
        expect(page.locator(".md-code__nav").first).to_be_attached()
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("path", ["404.html", "zh/404.html"])
def test_axe_finds_no_violation_on_404(visitor: Visitor, path: str) -> None:
    results = Axe().run(visitor.open(path).page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("推理优化", {"": "zh/inference/", "zh/": "zh/inference/"}),
        ("gang scheduling", {"": "scheduling/", "zh/": "zh/scheduling/"}),
    ],
)
def test_search_finds_and_opens_the_first_hit(visitor: Visitor, prefix: str, query: str, first: dict[str, str]) -> None:
    visit = visitor.open(prefix)
    page = visit.page
    settle(page)
    page.locator(".md-search__input").click()
    page.keyboard.type(query)
    hit = page.locator(".md-search-result__item > a").first
    expect(hit).to_be_visible(timeout=15_000)
    hit.click()
    page.wait_for_url(re.compile(re.escape(visitor.url + first[prefix]) + r"(\?.*)?$"))
    assert visit.errors == [] and visit.foreign == []


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_search_shows_the_language_of_the_reader_before_the_other(visitor: Visitor, prefix: str) -> None:
    page = visitor.open(prefix).page
    settle(page)
    page.locator(".md-search__input").click()
    page.keyboard.type("vLLM")
    results = page.locator(".md-search-result__item > a")
    expect(results.first).to_be_visible(timeout=15_000)
    meta = page.locator(".md-search-result__meta")
    expect(meta).to_contain_text(re.compile(r"\d"))
    for _ in range(40):  # results are added as the list is scrolled
        page.locator(".md-search__scrollwrap").evaluate("wrap => wrap.scrollTo(0, wrap.scrollHeight)")
        page.wait_for_timeout(30)
    own = [("/zh/" in str(link.get_attribute("href"))) is (prefix == "zh/") for link in results.all()]
    assert own.count(True) >= 3 and own.count(False) >= 3
    assert own == sorted(own, reverse=True)


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_no_page_scrolls_sideways_on_a_phone(visitor: Visitor, prefix: str) -> None:
    wide = {}
    for path in every_address():
        page = visitor.open(prefix + path, width=390).page
        width = page.evaluate("() => document.documentElement.scrollWidth")
        if width > 390:
            wide[path] = width
        visitor.close()
    assert wide == {}


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_page_is_readable_without_scripts(visitor: Visitor, prefix: str) -> None:
    page = visitor.open(prefix + LEARNING_PAGE, scripts=False).page
    expect(page.locator("article h1")).to_be_visible()
    expect(page.locator("svg.diagram").first).to_be_visible()
    expect(page.locator(".page-facts")).to_contain_text("vllm")
    question = page.locator("details").first
    question.locator("summary").click()
    expect(question.locator("p, pre").first).to_be_visible()


def test_keyboard_reaches_content_and_search(visitor: Visitor) -> None:
    page = visitor.open(LEARNING_PAGE).page
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/kv-cache-memory/#*")
    settle(page)
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).to_be_focused()
    # Escape means "close" once the search is open, a moment after its field has the focus.
    expect(page.locator("#__search")).to_be_checked()
    page.keyboard.press("Escape")
    expect(page.locator(".md-search__input")).not_to_be_focused()
    page.locator(".diagram-scroll").first.focus()
    expect(page.locator(".diagram-scroll").first).to_be_focused()


def test_edit_links_name_the_file_of_the_language(visitor: Visitor) -> None:
    for path, file in (
        (SECTION_PAGE, "docs/scheduling/README.md"),
        ("zh/" + SECTION_PAGE, "docs_zh/scheduling/README.md"),
        ("roadmap/", "RoadMap.md"),
        ("zh/roadmap/", "docs_zh/roadmap.md"),
    ):
        links = visitor.open(path).page.locator("a[rel=edit]").evaluate_all("all => all.map(one => one.href)")
        assert set(links) == {f"https://github.com/example/site/edit/main/{file}"}


def test_every_source_page_is_built_in_both_languages(visitor: Visitor) -> None:
    request = visitor.open("").page.request
    for prefix in LANGUAGES:
        for path in every_address():
            assert request.get(visitor.url + prefix + path).status == 200, prefix + path
