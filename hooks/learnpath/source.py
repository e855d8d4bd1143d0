"""Read source files safely: nothing outside the tree, only UTF-8, bounded size."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from learnpath.problems import Problem

#: A page longer than this is refused rather than rendered: a book's chapter has about 0.1 MB.
MAX_PAGE_BYTES = 1_000_000
#: Python-Markdown's time grows with the square of what is nested in one line.
MAX_LINE_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one file, newlines normalised to LF and without a byte-order mark."""

    path: str
    text: str


def read_text(root: Path, path: str) -> SourceText | Problem:
    """Read `path` (relative to `root`, POSIX style) or say why it cannot be used."""
    absolute = root / path
    if escape := leaves_tree(root, absolute):
        return Problem(path, 1, "file", escape)
    try:
        size = absolute.stat().st_size
        if size > MAX_PAGE_BYTES:
            return Problem(
                path,
                1,
                "file",
                f"has {size / 1e6:.1f} MB, more than {MAX_PAGE_BYTES / 1e6:.0f} MB (split the page)",
            )
        data = absolute.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Problem(path, 1, "file", f"cannot be read: {reason} (check its permissions)")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        return Problem(
            path,
            number,
            "file",
            f"byte 0x{data[error.start]:02x} is not UTF-8 (save the file as UTF-8)",
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE_CHARACTERS:
            message = f"this line has {len(line):,} characters, more than {MAX_LINE_CHARACTERS:,} (break it)"
            return Problem(path, number, "file", message)
    return SourceText(path, text)


def is_page(path: str) -> bool:
    """Whether a file of this name is a page, by its ending."""
    return path.lower().endswith((".md", ".markdown"))


def exists(path: Path) -> bool:
    """Whether something is at `path`; a name too long for the file system names nothing."""
    try:
        return path.exists() or path.is_symlink()
    except OSError:
        return False


def _is_text(name: str) -> bool:
    return name.isprintable() and not any("\udc80" <= character <= "\udcff" for character in name)


def leaves_tree(root: Path, absolute: Path) -> str | None:
    """Return a message if `absolute` is a symlink or resolves to a place outside `root`."""
    if absolute.is_symlink():
        return "is a symbolic link (put the file itself in the tree)"
    if not absolute.resolve().is_relative_to(root.resolve()):
        return "leads outside the repository (put the file itself in the tree)"
    if absolute.exists() and not absolute.is_file() and not absolute.is_dir():
        return "is neither a file nor a folder (remove it)"
    return None


def walk(root: Path, tree: str) -> Iterator[str | Problem]:
    """Yield each file below `root/tree`, relative to the tree, sorted; a Problem for a symlink.

    Names that begin with a dot are skipped, as MkDocs skips them.
    """
    base = root / tree
    if message := leaves_tree(root, base):
        yield Problem(tree, 1, "file", message)
        return
    for folder, folders, names in os.walk(base):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in list(folders):
            if message := leaves_tree(root, here / name):
                folders.remove(name)
                yield Problem((here / name).relative_to(root).as_posix(), 1, "file", message)
        for name in sorted(names):
            if name.startswith("."):
                continue
            if not _is_text(name):
                shown = (here / name).relative_to(root).as_posix().encode("unicode_escape", "surrogateescape").decode()
                yield Problem(shown, 1, "file", "has a name that is not printable UTF-8 text (rename it)")
                continue
            if message := leaves_tree(root, here / name):
                yield Problem((here / name).relative_to(root).as_posix(), 1, "file", message)
            else:
                yield (here / name).relative_to(base).as_posix()
