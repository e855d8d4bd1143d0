from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tiny_site import TinySite


def new_site(folder: Path) -> TinySite:
    """Return a repository with nothing but a home page in both languages."""
    tiny = TinySite(folder)
    tiny.pair("README.md", "Home", "首页")
    return tiny


@pytest.fixture
def site(tmp_path: Path) -> TinySite:
    return new_site(tmp_path)


@pytest.fixture(scope="module")
def module_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], TinySite]:
    """Make repositories that several tests of a module read but do not change."""
    return lambda name: new_site(tmp_path_factory.mktemp(name))
