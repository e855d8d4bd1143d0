"""Measure what our hooks, extensions and checks cost; nothing is asserted.

    python -m tests.bench [--pages 40] [--runs 5]

Two sites are made from the same Markdown: one with the project's configuration, one with
stock MkDocs, Material and static-i18n in its own layout (`a.md`, `a.zh.md`), with the same
theme features, Markdown extensions and search options.  They are built in turn, each in a
process of its own, and the medians are compared.  Then `learnpath check` runs over 160 pages.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.tiny_site import NAV, ROOT, configuration

SAMPLES = ("inference/kv-cache-memory.md", "scheduling/README.md", "inference/README.md", "training/README.md")
_LINK = re.compile(r"\]\((?![a-z]+:|#)[^)]*\)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=40, help="pairs of pages in the two sites")
    parser.add_argument("--runs", type=int, default=5, help="builds of each")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours, stock, large = Path(folder, "ours"), Path(folder, "stock"), Path(folder, "large")
        make_ours(ours, options.pages)
        make_stock(stock, options.pages)
        compare_builds(ours, stock, options.runs)
        make_ours(large, 80)
        time_check(large, options.runs)


def sample(tree: str, index: int) -> tuple[str, str]:
    """Return the front matter and the body of one of the real pages, without its internal links."""
    text = (ROOT / tree / SAMPLES[index % len(SAMPLES)]).read_text("utf-8")
    _, front, body = text.split("---\n", 2)
    front = re.sub(r"^(title|prerequisites):.*\n", "", front, flags=re.MULTILINE)
    return front + f"title: Page {index}\n", _LINK.sub("](#)", body)


def names(pages: int) -> list[str]:
    return [f"part-{index % 8}/page-{index}.md" for index in range(pages)]


def write(path: Path, front: str, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{front}---\n{body}", "utf-8")


def write_pages(folder: Path, tree: str, pages: int, ending: str) -> None:
    """Write samples of `tree` as the pages of a site, each name with the ending of its layout."""
    for index, name in enumerate(names(pages)):
        write(folder / name.replace(".md", ending), *sample(tree, index))
    for part in range(8):
        write(folder / f"part-{part}/README{ending}", *sample(tree, 1))
    write(folder / f"README{ending}", *sample(tree, 1))


def make_ours(root: Path, pages: int) -> None:
    """Write a site with the project's mkdocs.yml, hooks and templates."""
    nav = ["  - README.md"]
    for part in range(8):
        nav += [f"  - part-{part}/:"]
        nav += [f"      - {name}" for name in names(pages) if name.startswith(f"part-{part}/")]
    text = configuration("\n".join(nav))
    root.mkdir()
    (root / "mkdocs.yml").write_text(text, "utf-8")
    for tree in ("docs", "docs_zh"):
        write_pages(root / tree, tree, pages, ".md")
    subprocess.run(  # the sampled stamps belong to the unchanged bodies
        [
            sys.executable,
            "-m",
            "learnpath",
            "--root",
            str(root),
            "translations",
            "accept",
            *[str(path.relative_to(root)) for path in (root / "docs_zh").rglob("*.md")],
        ],
        check=True,
        capture_output=True,
    )


def make_stock(root: Path, pages: int) -> None:
    """Write the same pages for stock MkDocs: no hooks, no templates, no diagram renderer."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    text = NAV.sub("", text)
    text = re.sub(r"^(?:watch|  custom_dir):.*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^hooks:\n(?:  .*\n|\n)*", "", text, flags=re.MULTILINE)
    text = re.sub(r"^      custom_fences:\n(?:        .*\n)*", "", text, flags=re.MULTILINE)
    text = text.replace("docs_structure: folder", "docs_structure: suffix")
    text = re.sub(r"^      reconfigure_search: false\n", "", text, flags=re.MULTILINE)
    text = text.replace('repo_url: !ENV [REPO_URL, ""]\n', "").replace("edit_uri: edit/main/docs/\n", "")
    text = text[: text.index("extra:\n")]
    root.mkdir()
    (root / "mkdocs.yml").write_text(text, "utf-8")
    for tree, ending in (("docs", ".md"), ("docs_zh", ".zh.md")):
        write_pages(root / "docs", tree, pages, ending)


def compare_builds(ours: Path, stock: Path, runs: int) -> None:
    times: dict[Path, list[float]] = {ours: [], stock: []}
    for _ in range(runs):
        for root in (stock, ours):
            times[root].append(build(root))
    medians = {root: statistics.median(found) for root, found in times.items()}
    count = {root: sum(1 for _ in (root / "site").rglob("index.html")) for root in times}
    print(f"build, {runs} runs each, medians")
    print(f"  stock  {medians[stock]:6.2f} s   {count[stock]} pages   {spread(times[stock])}")
    print(f"  ours   {medians[ours]:6.2f} s   {count[ours]} pages   {spread(times[ours])}")
    print(f"  ratio  {medians[ours] / medians[stock]:6.2f}")


def spread(times: list[float]) -> str:
    return f"({min(times):.2f} to {max(times):.2f})"


def build(root: Path) -> float:
    """Build a site from nothing and return the seconds it took, the start of Python included."""
    shutil.rmtree(root / "site", ignore_errors=True)
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": "http://127.0.0.1/"}
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=root, env=environment, capture_output=True, text=True
    )
    seconds = time.perf_counter() - begin
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return seconds


def time_check(root: Path, runs: int) -> None:
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "learnpath", "--root", str(root), "check"], capture_output=True)
        times.append(time.perf_counter() - begin)
        if done.returncode:
            raise SystemExit(done.stdout.decode()[:2000])
    pages = sum(1 for tree in ("docs", "docs_zh") for _ in (root / tree).rglob("*.md"))
    size = sum(path.stat().st_size for tree in ("docs", "docs_zh") for path in (root / tree).rglob("*.md"))
    print(f"learnpath check, {pages} files of {size / pages / 1000:.0f} KB on average, {runs} runs")
    print(f"  median {statistics.median(times):6.2f} s   {spread(times)}")


if __name__ == "__main__":
    main()
