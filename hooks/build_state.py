"""What the hooks share during one build: the loaded site, its problems, the language.

static-i18n runs a whole build for each further language inside the first, so the
state is made anew only in the outermost build.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from learnpath.languages import BY_CODE, Language
from learnpath.pages import Site
from learnpath.problems import Problem


@dataclass
class Build:
    """One run over all languages. `fallbacks` holds the addresses that show English text."""

    site: Site
    problems: list[Problem]
    fallbacks: set[str] = field(default_factory=set)
    not_found_page: str = ""


class State:
    """The build in progress, and whether `mkdocs serve` runs it."""

    serving: bool = False
    build: Build


state = State()


def i18n(config: MkDocsConfig) -> Any:
    """Return the static-i18n plugin."""
    return config.plugins["i18n"]


def is_inner_build(config: MkDocsConfig) -> bool:
    """Whether static-i18n runs this build, for a language after the first."""
    return bool(i18n(config).building)


def current_language(config: MkDocsConfig) -> Language:
    """Return the language that is being built."""
    plugin = i18n(config)
    return BY_CODE[plugin.current_language or plugin.default_language]


def built_languages(config: MkDocsConfig) -> list[Language]:
    """Return the languages of this site, the default first."""
    plugin = i18n(config)
    codes = sorted(plugin.build_languages, key=lambda code: code != plugin.default_language)
    return [BY_CODE[code] for code in codes]


def prefix(config: MkDocsConfig, language: Language) -> str:
    """Return the folder of a language in the built site: empty for the default one."""
    return "" if language.code == i18n(config).default_language else language.prefix


def url_of(uri: str, language: Language, config: MkDocsConfig) -> str:
    """Return the address of a page in a language, relative to the root of the site."""
    file = File(uri, None, config.site_dir, config.use_directory_urls)
    file.dest_uri = prefix(config, language) + file.dest_uri
    return "" if file.url == "./" else file.url
