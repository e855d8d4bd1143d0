"""Load the pages once, check them all, and hand them to MkDocs."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page

from build_state import Build, current_language, i18n, is_inner_build, state
from learnpath import checks, pages
from learnpath.languages import BY_CODE

# A logger below `mkdocs.` makes a problem count for `--strict`.
log = logging.getLogger("mkdocs.hooks.learnpath")

#: Builds one language alone, at the root of the site: `BUILD_LANGUAGE=zh mkdocs build`.
LANGUAGE_VARIABLE = "BUILD_LANGUAGE"


def on_startup(*, command: str, dirty: bool) -> None:
    state.serving = command == "serve"


@event_priority(100)  # before static-i18n (-100) chooses its first language
def on_config(config: MkDocsConfig) -> None:
    if is_inner_build(config):
        return
    _choose_language(config)
    if not config.repo_url:
        # Without an address of the repository MkDocs would make edit links relative to the page.
        config.edit_uri = None
    assert config.config_file_path is not None
    site = pages.load(Path(config.config_file_path).parent)
    state.build = Build(site, checks.run(site))
    for problem in state.build.problems:
        # Errors are shown even by `--quiet`, which hides warnings.
        log.log(logging.ERROR if problem.severity == "error" else logging.INFO, "%s", problem)
    errors = sum(problem.severity == "error" for problem in state.build.problems)
    if errors and config.strict and not state.serving:
        # Now, before MkDocs empties the site folder: what was built before stays.
        raise Abort(f"Aborted with {errors} problem{'' if errors == 1 else 's'} in strict mode; nothing was written")


def _choose_language(config: MkDocsConfig) -> None:
    code = os.environ.get(LANGUAGE_VARIABLE, "")
    if not code:
        return
    if code not in BY_CODE:
        raise Abort(f"{LANGUAGE_VARIABLE} is '{code}' (write one of: {', '.join(BY_CODE)})")
    for language in i18n(config).config.languages:
        language.build = language.default = language.locale == code
        language.link = "/"


def on_page_read_source(page: Page, config: MkDocsConfig) -> str:
    """Give MkDocs the body that was read already; front matter comes by `on_page_markdown`."""
    source = state.build.site.shown(page.file.src_uri, current_language(config))
    # A body that begins 'Note: …' would be taken for MultiMarkdown metadata but for the blank line.
    return "\n" + (source.body if source and source.usable else "")


@event_priority(100)  # before whatever reads the metadata
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **kwargs: Any) -> None:
    source = state.build.site.shown(page.file.src_uri, current_language(config))
    if source is None:
        return
    # Only what Material understands in our sense: its `status` and `title` mean something else,
    # and its templates do not escape.
    page.meta = {"tags": [str(escape(tag)) for tag in source.front.tags]}
    if source.front.description:
        page.meta["description"] = escape(source.front.description)
    if source.front.last_updated:
        page.update_date = source.front.last_updated.isoformat()
