"""Write a 404 page for each language; without this the language built last would own it."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from build_state import current_language, i18n, prefix, state


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str | None:
    if template_name != "404.html":
        return None
    language = current_language(config)
    if language.code == i18n(config).default_language:
        state.build.not_found_page = output_content
        return output_content
    # MkDocs always writes to /404.html: give it the default language's page again.
    path = Path(config.site_dir, prefix(config, language), template_name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(output_content, "utf-8")
    return state.build.not_found_page
