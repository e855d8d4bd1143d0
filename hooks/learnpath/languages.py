"""The languages of the site: where their sources are and where their pages go."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the site.

    `code` is the value of the `lang` attribute, `tree` the source folder below the
    repository root, `prefix` the folder of the built site (empty for the default).
    """

    code: str
    tree: str
    prefix: str
    name: str


ENGLISH = Language("en", "docs", "", "English")
CHINESE = Language("zh", "docs_zh", "zh/", "简体中文")
LANGUAGES = (ENGLISH, CHINESE)
#: The languages that stand in a folder of the built site, by that folder's name.
BY_FOLDER = {language.prefix.rstrip("/"): language for language in LANGUAGES if language.prefix}
BY_CODE = {language.code: language for language in LANGUAGES}
