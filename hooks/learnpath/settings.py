"""What `mkdocs.yml` says of the site, read without MkDocs and with line numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from learnpath.problems import Problem
from learnpath.source import is_page

CONFIG = "mkdocs.yml"


class _Loader(yaml.SafeLoader):
    """A safe loader that passes over the tags that only MkDocs understands (`!ENV`, …)."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One line of `nav:`. `path` is a page, or a folder if it ends in a slash."""

    path: str
    line: int
    children: tuple[NavEntry, ...] = ()

    @property
    def is_folder(self) -> bool:
        return self.path.endswith("/")


@dataclass(frozen=True, slots=True)
class Settings:
    """The part of the configuration that concerns the pages.

    `mounts` maps a page's uri to the root file it is read from, `documents` an English
    file of the root to its Chinese twin, `untranslated` lists folders whose Chinese
    pages need no English one, `translating` is the page that tells how to translate.
    """

    root: Path
    nav: tuple[NavEntry, ...] = ()
    mounts: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    untranslated: tuple[str, ...] = ()
    translating: str = ""
    path: str = CONFIG
    usable: bool = True

    def is_untranslated(self, path: str) -> bool:
        """Whether a Chinese page, or the pages of a folder (`blog/`), need no English one."""
        return path.startswith(self.untranslated)

    @classmethod
    def read(cls, root: Path) -> tuple[Settings, list[Problem]]:
        """Read `mkdocs.yml` below `root`; problems in place of exceptions."""
        try:
            text = (root / CONFIG).read_text("utf-8")
            loader = _Loader(text)
            try:
                node = loader.get_single_node()
                # Only our own part is made into objects; the rest is for MkDocs to judge.
                part = _descend(node, "extra", "learnpath")
                options: Any = loader.construct_document(part) if part else {}
            finally:
                loader.dispose()
        except OSError as error:
            return cls(root, usable=False), [Problem(CONFIG, 1, "file", f"cannot be read: {error.strerror}")]
        except UnicodeDecodeError:
            return cls(root, usable=False), [Problem(CONFIG, 1, "file", "is not UTF-8 (save the file as UTF-8)")]
        except (RecursionError, ValueError) as error:
            what = "is nested too deep" if isinstance(error, RecursionError) else str(error)
            return cls(root, usable=False), [Problem(CONFIG, 1, "yaml", f"{what} (mend the file)")]
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            return cls(root, usable=False), [Problem(CONFIG, line, "yaml", str(getattr(error, "problem", error)))]
        problems: list[Problem] = []
        nav = _nav(node, problems)
        options = options if isinstance(options, dict) else {}
        mounts, documents = (_paths(options, key, problems) for key in ("mounts", "documents"))
        folders = options.get("untranslated") or []
        if not isinstance(folders, list) or not all(isinstance(folder, str) and folder for folder in folders):
            problems.append(
                Problem(CONFIG, 1, "extra.learnpath.untranslated", "must be a list of folders (write [blog/])")
            )
            folders = []
        translating = str(options.get("translating") or "")
        return cls(root, nav, mounts, documents, tuple(folders), translating), problems


def _descend(node: yaml.Node | None, *keys: str) -> yaml.Node | None:
    """Return the node below `keys`, or None."""
    for wanted in keys:
        if not isinstance(node, yaml.MappingNode):
            return None
        node = next((value for key, value in node.value if key.value == wanted), None)
    return node


def _mapping(data: dict[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _paths(options: dict[str, Any], key: str, problems: list[Problem]) -> dict[str, str]:
    """Return a mapping of paths to paths; other entries are problems."""
    found = {}
    for one, other in _mapping(options, key).items():
        if isinstance(one, str) and isinstance(other, str) and one and other:
            found[one] = other
        else:
            problems.append(Problem(CONFIG, 1, f"extra.learnpath.{key}", f"'{one}: {other}' must name two files"))
    return found


def _nav(node: yaml.Node | None, problems: list[Problem]) -> tuple[NavEntry, ...]:
    value = _descend(node, "nav")
    if isinstance(value, yaml.SequenceNode):
        return tuple(_entries(value, problems))
    problems.append(Problem(CONFIG, 1, "nav", "is missing (list the pages and folders of the site)"))
    return ()


def _entries(node: yaml.SequenceNode, problems: list[Problem]) -> list[NavEntry]:
    entries = []
    for item in node.value:
        line = item.start_mark.line + 1
        if isinstance(item, yaml.ScalarNode) and (item.value.endswith("/") or is_page(item.value)):
            entries.append(NavEntry(item.value, line))
        elif isinstance(item, yaml.MappingNode) and len(item.value) == 1:
            key, value = item.value[0]
            if not isinstance(key, yaml.ScalarNode):
                problems.append(Problem(CONFIG, line, "nav", "this entry is neither a page nor a folder"))
            elif key.value.endswith("/") and isinstance(value, yaml.SequenceNode):
                entries.append(NavEntry(key.value, line, tuple(_entries(value, problems))))
            elif key.value.endswith("/") and isinstance(value, yaml.ScalarNode) and not value.value:
                problems.append(Problem(CONFIG, line, "nav", f"'{key.value}' has no entries (remove the colon)"))
                entries.append(NavEntry(key.value, line))
            else:
                problems.append(
                    Problem(
                        CONFIG,
                        line,
                        "nav",
                        f"'{key.value}' is a label (write the path alone: labels come from the pages' titles)",
                    )
                )
        else:
            shown = item.value if isinstance(item, yaml.ScalarNode) else "this entry"
            problems.append(
                Problem(
                    CONFIG,
                    line,
                    "nav",
                    f"'{shown}' is neither a page nor a folder (write 'folder/page.md' or 'folder/')",
                )
            )
    return entries
