"""Write one search index for each language, the reader's own language first.

Material reads `search/search_index.json` below the `base` that a page names, and the
templates name the folder of the page's language.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jieba
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

from build_state import built_languages, i18n, is_inner_build, prefix, state
from learnpath.languages import Language

#: Lunr multiplies a page's score by its boost. Material's own weights span 1 (text) to 10^6
#: (tags), so this puts every hit in the reader's language before every other.
OWN_LANGUAGE_BOOST = 1e12

#: Terms that jieba's dictionary of general Chinese would cut in two.
DOMAIN_WORDS = (
    "预填充",
    "解码",
    "显存",
    "智能体",
    "可观测性",
    "工作负载",
    "成组调度",
    "检查点",
    "推测解码",
    "张量并行",
    "流水线并行",
    "专家并行",
    "数据并行",
    "键值缓存",
    "命名空间",
    "弹性伸缩",
    "自动扩缩",
    "准入",
    "抢占",
    "吞吐",
)


def on_startup(*, command: str, dirty: bool) -> None:
    # Its "Building prefix dict" on every build looks like a fault of the site.
    jieba.setLogLevel(logging.WARNING)
    for word in DOMAIN_WORDS:
        jieba.add_word(word)


@event_priority(-200)  # after static-i18n (-100) has built and gathered every language
def on_post_build(config: MkDocsConfig) -> None:
    plugin = config.plugins.get("material/search") or config.plugins.get("search")
    if plugin is None or is_inner_build(config):
        return
    entries = i18n(config).search_entries
    options = {key: plugin.search_index.config[key] for key in ("lang", "separator", "pipeline", "fields")}
    for language in built_languages(config):
        docs = list(_documents(entries, language, config))
        path = Path(config.site_dir, prefix(config, language), "search", "search_index.json")
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"config": options, "docs": docs}, ensure_ascii=False, separators=(",", ":"), default=str)
        path.write_text(text, "utf-8")


def _documents(entries: Iterable[dict[str, Any]], reader: Language, config: MkDocsConfig) -> Iterable[dict[str, Any]]:
    """Yield the entries for readers of one language, with locations relative to its folder.

    English text that stands in for a missing translation is found once: in the reader's
    own site.
    """
    fallbacks = state.build.fallbacks
    folders = {language: prefix(config, language) for language in built_languages(config)}
    home = folders[reader]
    for entry in entries:
        address = entry["location"].partition("#")[0]
        owner = next((lang for lang, folder in folders.items() if folder and address.startswith(folder)), None)
        owner = owner or next(lang for lang, folder in folders.items() if not folder)
        if owner is reader:
            location = entry["location"].removeprefix(home)
            boost = {} if address in fallbacks else {"boost": OWN_LANGUAGE_BOOST}
            yield {**entry, "location": location, **boost}
        elif address not in fallbacks and home + address not in fallbacks:
            yield {**entry, "location": "../" * home.count("/") + entry["location"]}
