"""A real ``kg serve`` for each dataset, started once, and the explorer's page on it.

``seed`` is the published dataset, ``sanda`` the three fictional papers, ``hostile`` the same with
every text and every name replaced by an attack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kg import export
from kg.graph import KnowledgeGraph
from kg.store import Store

from ...server.serving import Serving, serving
from ...views.conftest import _spoilt
from .pages import Explorer, explorer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests" / "cases" / "explorer"
#: Screenshots of the last run; git ignores it.
KEPT = ROOT / "test-results" / "explorer"
#: A busy machine makes a request slow and nothing else.
UNHURRIED = [
    "--workers",
    "2",
    "--seconds",
    "600",
    "--limit",
    "wait=600",
    "--limit",
    "lens_seconds=600",
]
Opener = Callable[..., Explorer]


@dataclass(frozen=True)
class Case:
    """One file of ``tests/cases/explorer``; its README says what the keys mean."""

    name: str
    do: list[dict[str, Any]]
    says: str = ""
    data: str = "seed"
    open: str = ""
    width: int = 1440
    height: int = 900
    dark: bool = False
    allow: list[str] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)


@cache
def cases(check: str) -> list[Case]:
    """The cases of a check, by name."""
    found = [
        Case(path.stem, **yaml.safe_load(path.read_text("utf-8")))
        for path in sorted((CASES / check).glob("*.yaml"))
    ]
    assert found, f"no case in {CASES / check}"
    return found


@pytest.fixture(scope="session")
def servers(
    published: Path, sanda: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Serving]]:
    """The server of a dataset by name, started when it is first asked for."""
    started: dict[str, Any] = {}

    def data(name: str, folder: Path) -> Path:
        if name == "seed":
            return published
        if name == "sanda":
            return sanda
        store = Store()
        store.add(_spoilt(KnowledgeGraph.open(sanda)))
        path = folder / "hostile.nq"
        with path.open("wb") as out:
            export.write_to(KnowledgeGraph(store), "nq", out)
        return path

    def of(name: str) -> Serving:
        if name not in started:
            folder = tmp_path_factory.mktemp(f"explorer-{name}")
            context = serving(data(name, folder), folder, options=UNHURRIED)
            started[name] = (context, context.__enter__())
        found: Serving = started[name][1]
        return found

    yield of
    for context, _ in started.values():
        context.__exit__(None, None, None)


@pytest.fixture(scope="session")
def _pages(
    browser: Browser, servers: Callable[[str], Serving]
) -> Iterator[Callable[[str], Explorer]]:
    opened: dict[str, Any] = {}

    def of(name: str) -> Explorer:
        if name not in opened:
            context = explorer(browser, servers(name).url)
            opened[name] = (context, context.__enter__())
        found: Explorer = opened[name][1]
        return found

    yield of
    for context, _ in opened.values():
        context.__exit__(None, None, None)


@pytest.fixture
def visit(_pages: Callable[[str], Explorer]) -> Iterator[Opener]:
    """Open an address of the explorer on a dataset: ``visit("view=map", data="sanda")``. One page
    serves all tests; it must have stayed quiet."""
    used: list[tuple[Explorer, list[str]]] = []

    def open_(
        address: str | dict[str, str] = "", *, data: str = "seed", allow: list[str] | None = None,
        **options: Any,
    ) -> Explorer:  # fmt: skip
        found = _pages(data)
        found.forget()
        found.open(address, **options)
        used.append((found, allow or []))
        return found

    yield open_
    for found, allowed in used:
        found.page.context.set_offline(False)
        found.quiet(allowed)


@pytest.fixture
def fresh(browser: Browser, servers: Callable[[str], Serving]) -> Iterator[Opener]:
    """A page of its own: ``fresh(first_visit=True)``; not opened yet."""
    contexts: list[Any] = []

    def open_(data: str = "seed", **options: Any) -> Explorer:
        context = explorer(browser, servers(data).url, **options)
        contexts.append(context)
        found: Explorer = context.__enter__()
        return found

    yield open_
    for context in contexts:
        context.__exit__(None, None, None)


@pytest.fixture(scope="session")
def kept() -> Path:
    """The folder of the screenshots."""
    KEPT.mkdir(parents=True, exist_ok=True)
    return KEPT
