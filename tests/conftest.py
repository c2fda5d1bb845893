"""Fixtures that many tests share: the fictional dataset, the published one, a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.build import build
from kg.graph import KnowledgeGraph

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TESTS = Path(__file__).parent
SANDA = TESTS / "data" / "sanda"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PUBLISHED = TESTS.parent / "data" / "triples" / "dataset.nq"


def copy_data(folder: Path, to: Path) -> Path:
    """A copy of a data folder without what builds leave in it."""
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns("triples", ".kg-cache"))
    return to


@pytest.fixture(scope="session")
def sanda(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional data folder, copied and built. Not to be changed; see ``sanda_copy``."""
    data = copy_data(SANDA, tmp_path_factory.mktemp("sanda") / "data")
    build(data, check_shapes=False)
    return data


@pytest.fixture(scope="session")
def sanda_graph(sanda: Path) -> KnowledgeGraph:
    """The fictional dataset, opened."""
    return KnowledgeGraph.open(sanda)


@pytest.fixture
def sanda_copy(tmp_path: Path) -> Path:
    """A copy of the fictional data folder that a test may change."""
    return copy_data(SANDA, tmp_path / "data")


@pytest.fixture(scope="session")
def published() -> Path:
    """``dataset.nq`` of the published dataset."""
    if not PUBLISHED.exists():
        pytest.skip("data/triples is not built: run `kg build`")
    return PUBLISHED


@pytest.fixture(scope="session")
def seed(published: Path) -> KnowledgeGraph:
    """The published dataset, opened."""
    return KnowledgeGraph.open(published)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Where Chromium is."""
    found = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if found is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    return Path(found)


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """Chromium, without a network. One for all tests: Playwright allows one in a process."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(chromium), args=ARGUMENTS)
        yield started
        started.close()
