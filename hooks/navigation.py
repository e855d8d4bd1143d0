"""Give MkDocs a navigation whose labels are the pages' titles in the language being built."""

from __future__ import annotations

from typing import Any

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

from build_state import current_language, state
from learnpath.navigation import NavItem, build


@event_priority(-200)  # after static-i18n (-100) has set the language
def on_config(config: MkDocsConfig) -> None:
    config.nav = [_entry(item) for item in build(state.build.site, current_language(config))]


def _entry(item: NavItem) -> dict[str, Any]:
    # Material prints titles as HTML: an escaped string that knows it is escaped is right in
    # text and in attributes.
    label = escape(item.label)
    if item.uri is not None:
        return {label: item.uri}
    return {label: [_entry(child) for child in item.children]}
