"""Check what a page is made of: names that would vanish, fences, and heading ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from learnpath.languages import ENGLISH, LANGUAGES
from learnpath.pages import Site
from learnpath.problems import Problem


def check(site: Site) -> Iterator[Problem]:
    """Yield pages that another would overwrite, unclosed fences, and ids used twice."""
    reserved = {language.prefix.rstrip("/"): language for language in LANGUAGES if language.prefix}
    for language in LANGUAGES:
        addresses: dict[str, str] = {}
        for uri, page in site.pages[language.code].items():
            first = uri.split("/", 1)[0].removesuffix(".md")
            if language is ENGLISH and first in reserved:
                yield Problem(
                    page.path,
                    1,
                    "file",
                    f"'{first}' is the address of the {reserved[first].name} site (choose another name)",
                )
            address = re.sub(r"(?:(?:^|/)(?:README|index))?\.(?:md|markdown)$", "", uri, flags=re.IGNORECASE)
            if address in addresses:
                yield Problem(
                    page.path,
                    1,
                    "file",
                    f"has the same address as {language.tree}/{addresses[address]} (keep one of the two)",
                )
            addresses.setdefault(address, uri)
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
