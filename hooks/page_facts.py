"""Give the templates what the reader is told about a page: status, date, state, problems."""

from __future__ import annotations

import posixpath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from build_state import built_languages, current_language, prefix, state, url_of
from learnpath import translation
from learnpath.languages import ENGLISH
from learnpath.pages import Page as Source
from learnpath.problems import Problem
from learnpath.strings import STRINGS


def on_env(env: Any, config: MkDocsConfig, files: Files) -> None:
    env.globals["t"] = STRINGS[current_language(config).code]
    env.globals["all_strings"] = STRINGS
    env.globals["languages"] = built_languages(config)
    env.globals["language"] = current_language(config)


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, **kwargs: Any) -> None:
    site = state.build.site
    language = current_language(config)
    source = site.shown(page.file.src_uri, language)
    assert source is not None
    context["source"] = source
    context["search_base"] = _search_base(context, config)
    context["prerequisites"] = [
        {"title": wanted.title, "url": url_of(uri, language, config)}
        for uri in source.front.prerequisites
        if (wanted := site.shown(uri, language)) is not None
    ]
    pair = translation.pair_of(site, source)
    if pair is not None and pair.state == "behind":
        context["changes"] = _changes(pair)
        if ENGLISH in built_languages(config):
            context["english_url"] = url_of(source.uri, ENGLISH, config)
    if site.settings.translating:
        uri, _, anchor = site.settings.translating.partition("#")
        if site.shown(uri, language):
            context["translating_url"] = url_of(uri, language, config) + (f"#{anchor}" if anchor else "")
    if state.serving:
        context["problems"] = _problems(source)


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> None:
    context["search_base"] = _search_base(context, config)


def _search_base(context: dict[str, Any], config: MkDocsConfig) -> str:
    """Return the address of the folder of the language: its search index stands below it."""
    return posixpath.join(context["base_url"], prefix(config, current_language(config)))


def _changes(pair: translation.Pair) -> list[dict[str, str]]:
    """Return what changed in the English, each section by its title there."""
    titles = {heading.id: heading.text for heading in pair.english.structure.headings}
    return [
        {"kind": change.kind, "id": change.section, "title": titles.get(change.section, "")} for change in pair.changes
    ]


def _problems(source: Source) -> list[Problem]:
    """Return the errors of a page; the home page also shows those of no page."""
    shown = {page.path for pages in state.build.site.pages.values() for page in pages.values()}
    errors = [problem for problem in state.build.problems if problem.severity == "error"]
    return [
        problem
        for problem in errors
        if problem.path == source.path or (source.uri == "README.md" and problem.path not in shown)
    ]
