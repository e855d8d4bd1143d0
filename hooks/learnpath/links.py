"""Check that every relative link, image and anchor leads somewhere, in both languages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from learnpath.languages import ENGLISH
from learnpath.markdown import Link
from learnpath.pages import Page, Site
from learnpath.problems import Problem, suggest
from learnpath.source import exists, is_page

_EXTERNAL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def is_external(target: str) -> bool:
    """Whether the target has a scheme or a host (`https://…`, `mailto:…`, `//host/…`)."""
    return _EXTERNAL.match(target) is not None


def check(site: Site) -> Iterator[Problem]:
    """Yield every internal link of every page that leads nowhere."""
    documents = {page.path for pair in site.documents for page in pair if page}
    for page in site.all_pages():
        in_root = page.path in documents
        for link in page.structure.links:
            if not is_external(link.target) and (message := _broken(site, page, link, in_root)):
                yield Problem(page.path, link.line, "image" if link.image else "link", message)


def _broken(site: Site, page: Page, link: Link, in_root: bool) -> str | None:
    """Return what is wrong with a link, or None."""
    if not link.target:
        return "is empty (write where it leads)"
    parts = urlsplit(link.target)
    path, anchor = unquote(parts.path), unquote(parts.fragment)
    if path.startswith("/"):
        return f"'{link.target}' is absolute (write it relative to this page: it must work under any address)"
    uri = posixpath.normpath(posixpath.join(posixpath.dirname(page.uri), path)) if path else page.uri
    if uri.startswith("../") or uri == "..":
        return f"'{link.target}' leads outside the tree (link to a page of the site or to a full address)"
    if in_root:
        return _broken_in_root(site, page, path, uri, link)
    target = site.shown(uri, page.language)
    if target is None:
        if uri in site.assets[page.language.code] or uri in site.assets[ENGLISH.code]:
            return None
        is_folder = path.endswith(("/", "..")) or path in (".", "..")
        if not is_folder and (link.image or "." in posixpath.basename(uri)):
            known = site.uris(page.language) if is_page(uri) else site.assets[ENGLISH.code]
            guess = suggest(uri, known)
            hint = f"did you mean '{_relative(page.uri, guess)}'?" if guess else "no such file"
            return f"'{link.target}' does not exist ({hint})"
        return f"'{link.target}' names no file (link to the Markdown file, such as '{path.rstrip('/')}/README.md')"
    return _missing_anchor(target, anchor, link.target)


def _missing_anchor(target: Page, anchor: str, shown: str) -> str | None:
    if anchor and target.usable and anchor not in target.structure.anchors:
        guess = suggest(anchor, target.structure.anchors)
        hint = f" (did you mean '#{guess}'?)" if guess else " (see the headings of that page)"
        return f"'{shown}': {target.path} has no anchor '#{anchor}'{hint}"
    return None


def _broken_in_root(site: Site, page: Page, path: str, uri: str, link: Link) -> str | None:
    """A document of the root links to files of the repository, as GitHub resolves them."""
    if path and not exists(site.settings.root / uri):
        return f"'{link.target}' does not exist (no such file in the repository)"
    target = page if not path else next((p for p in site.all_pages() if p.path == uri), None)
    anchor = unquote(urlsplit(link.target).fragment)
    return _missing_anchor(target, anchor, link.target) if target else None


def _relative(page_uri: str, target_uri: str) -> str:
    return posixpath.relpath(target_uri, posixpath.dirname(page_uri) or ".")
