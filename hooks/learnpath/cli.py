"""The `learnpath` command: thin arguments around the functions of the package."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from learnpath import checks, problems, scaffold, translation
from learnpath.pages import load
from learnpath.problems import Problem
from learnpath.settings import CONFIG
from learnpath.source import exists

USAGE_ERROR = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0, 1 for errors found, 2 for wrong usage."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a character shows it escaped; it is no reason to fail.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    root = _find_root(options.root)
    if root is None:
        print(f"learnpath: no {CONFIG} here or above (run it inside the repository, or give --root)", file=sys.stderr)
        return USAGE_ERROR
    try:
        return int(options.run(root, options))
    except BrokenPipeError:
        # The reader of a pipe has seen enough (`learnpath check | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="learnpath", description="Check and extend the site's pages.")
    parser.add_argument("--root", type=Path, help="the repository (default: here or above)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="print every problem of every file")
    check.add_argument("paths", nargs="*", metavar="PATH", help="report only these files and folders")
    check.add_argument("--format", choices=("text", "github", "json"), default="text")
    check.set_defaults(run=_check)

    new = commands.add_parser("new", help="create a page in both languages and place it in the navigation")
    new.add_argument("name", metavar="FOLDER/NAME", help="such as inference/kv-cache-offload")
    new.add_argument("--title", required=True, help="the English title")
    new.add_argument("--title-zh", help="the Chinese title (default: the English one, to be translated)")
    new.add_argument("--maintainer", default="maintainers", help="the handle of whoever looks after the page")
    new.add_argument("--dry-run", action="store_true", help="show what would be written, write nothing")
    new.set_defaults(run=_new)

    listing = commands.add_parser("translations", help="list each page as current, behind or missing")
    listing.set_defaults(run=_translations)
    actions = listing.add_subparsers(metavar="ACTION")
    accept = actions.add_parser("accept", help="stamp a finished translation with the hash of its source")
    accept.add_argument("paths", nargs="+", metavar="PATH")
    accept.set_defaults(run=_accept)
    return parser


def _find_root(given: Path | None) -> Path | None:
    candidates = [given] if given else [Path.cwd(), *Path.cwd().parents]
    return next((path.resolve() for path in candidates if (path / CONFIG).is_file()), None)


def _check(root: Path, options: argparse.Namespace) -> int:
    wanted = [_relative(root, path) for path in options.paths]
    for given, path in zip(options.paths, wanted, strict=True):
        if not exists(root / path):
            print(f"learnpath: no such file: {given}", file=sys.stderr)
            return USAGE_ERROR
        if path.startswith(".."):
            print(f"learnpath: outside the repository: {given}", file=sys.stderr)
            return USAGE_ERROR
    found = [p for p in checks.run(load(root)) if not wanted or any(_is_below(p.path, path) for path in wanted)]
    if found or options.format == "json":
        print(problems.render(found, options.format))
    errors = sum(problem.severity == "error" for problem in found)
    print(f"{_count(errors, 'error')}, {_count(len(found) - errors, 'warning')}", file=sys.stderr)
    return 1 if errors else 0


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _relative(root: Path, path: str) -> str:
    """Return a path given on the command line relative to the root, in POSIX style.

    It is looked for in the current folder first, as a shell completes it, then in the root.
    """
    for here in (Path(path).absolute(), root / path):
        # Resolved, since either may be reached through a symbolic link; its last part is kept as named.
        resolved = here.parent.resolve() / here.name if here.name not in ("", "..") else here.resolve()
        if exists(here) and resolved.is_relative_to(root):
            return resolved.relative_to(root).as_posix()
    return Path(os.path.relpath(Path(path).absolute(), root)).as_posix()


def _is_below(path: str, wanted: str) -> bool:
    return wanted == "." or path == wanted or path.startswith(wanted + "/")


def _new(root: Path, options: argparse.Namespace) -> int:
    titles = {"en": options.title}
    if options.title_zh is not None:
        titles["zh"] = options.title_zh
    site = load(root)
    try:
        creations = scaffold.plan(site, options.name, titles, options.maintainer, dt.date.today())
    except scaffold.ScaffoldError as error:
        print(f"learnpath: {error}", file=sys.stderr)
        return 1
    for creation in creations:
        verb = "create" if creation.is_new else "change"
        print(f"{'would ' if options.dry_run else ''}{verb} {creation.path}")
        if not options.dry_run:
            path = root / creation.path
            path.parent.mkdir(parents=True, exist_ok=True)
            # "x" refuses a file that came into being since the plan was made.
            with path.open("x" if creation.is_new else "w", encoding="utf-8", newline="\n") as file:
                file.write(creation.text)
    return 0


def _translations(root: Path, options: argparse.Namespace) -> int:
    print(translation.summary(translation.pairs(load(root))))
    return 0


def _accept(root: Path, options: argparse.Namespace) -> int:
    site = load(root)
    results = [translation.accept(site, _relative(root, path)) for path in options.paths]
    refused = [result for result in results if isinstance(result, Problem)]
    if refused:
        print(problems.render(refused), file=sys.stderr)
        print("nothing was written", file=sys.stderr)
        return 1
    for result in results:
        assert not isinstance(result, Problem)
        path, text = result
        with (root / path).open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        print(f"stamped {path}")
    return 0
