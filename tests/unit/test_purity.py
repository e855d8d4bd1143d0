"""The package knows its pages without MkDocs: nothing of MkDocs or Material is imported."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import importlib, pkgutil, sys
import learnpath
names = [module.name for module in pkgutil.walk_packages(learnpath.__path__, "learnpath.")]
assert {"learnpath.cli", "learnpath.checks", "learnpath.extensions.mermaid"} <= set(names), names
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
print(*(name for name in sorted(sys.modules) if name.split(".")[0] in ("mkdocs", "material", "mkdocs_static_i18n")))
print(*(name for name in names))
"""


def test_no_module_of_the_package_imports_mkdocs_or_material() -> None:
    ran = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    forbidden, imported = ran.stdout.splitlines()
    assert forbidden == ""
    assert len(imported.split()) > 15
