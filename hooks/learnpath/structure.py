"""Check what a page is made of: names that would vanish, fences, and heading ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from learnpath.languages import BY_FOLDER, ENGLISH, LANGUAGES, Language
from learnpath.pages import Site
from learnpath.problems import Problem


def check(site: Site) -> Iterator[Problem]:
    """Yield pages that another would overwrite, unclosed fences, and ids used twice."""
    for language in LANGUAGES:
        addresses: dict[str, str] = {}
        for uri, page in site.pages[language.code].items():
            first = uri.split("/", 1)[0].removesuffix(".md")
            if language is ENGLISH and first in BY_FOLDER:
                yield Problem(
                    page.path,
                    1,
                    "file",
                    f"'{first}' is the address of the {BY_FOLDER[first].name} site (choose another name)",
                )
            address = _address(uri)
            if address in addresses:
                yield Problem(
                    page.path,
                    1,
                    "file",
                    f"has the same address as {language.tree}/{addresses[address]} (keep one of the two)",
                )
            addresses.setdefault(address, uri)
        yield from _hidden_assets(site, language)
    for page in site.all_pages():
        if page.structure.unclosed_fence is not None:
            yield Problem(
                page.path,
                page.structure.unclosed_fence,
                "code",
                "this fence is not closed (end it with a line of the same marks)",
            )
        first_lines: dict[str, int] = {}
        for heading in page.structure.headings:
            if heading.explicit and heading.id in first_lines:
                yield Problem(
                    page.path,
                    heading.line,
                    "heading",
                    f"the id '{heading.id}' is already that of line {first_lines[heading.id]} (choose another)",
                )
            first_lines.setdefault(heading.id, heading.line)


def _hidden_assets(site: Site, language: Language) -> Iterator[Problem]:
    """Yield files that would overwrite what the build writes, or be overwritten by it."""
    written = {"404.html", "sitemap.xml", "sitemap.xml.gz", "search/search_index.json"}
    written |= {f"{_address(uri)}/index.html".lstrip("/") for uri in site.uris(language)}
    for uri in site.assets[language.code]:
        if uri in written or (language is ENGLISH and uri.split("/", 1)[0] in BY_FOLDER):
            yield Problem(f"{language.tree}/{uri}", 1, "file", "stands where the site writes its own file (rename it)")


def _address(uri: str) -> str:
    """Return where a page stands: `a/README.md` and `a.md` both at `a`."""
    return re.sub(r"(?:(?:^|/)(?:README|index))?\.(?:md|markdown)$", "", uri, flags=re.IGNORECASE)
