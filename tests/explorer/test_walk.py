"""The walk that docs/explorer.md tells still leads where the page says, by mouse and by key."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ..server.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DOCS = Path(__file__).parents[2] / "docs"


def _load() -> Any:
    spec = importlib.util.spec_from_file_location("recorded_walk", DOCS / "walk" / "walk.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


recorded = _load()
TASKS = recorded.tasks((DOCS / "explorer.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def base(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(published, tmp_path_factory.mktemp("walk")) as server:
        yield server.url


def test_the_page_tells_five_tasks_with_their_pictures() -> None:
    assert len(TASKS) == 5
    pictures = {task.picture for task in TASKS} | set(recorded.VIEWS)
    assert {path.stem for path in (DOCS / "walk").glob("*.png")} == pictures


@pytest.mark.browser
@pytest.mark.parametrize("way", ["Mouse", "Keyboard"])
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.title[0])
def test_walk(browser: Browser, base: str, task: Any, way: str) -> None:
    page = browser.new_page(
        viewport={"width": recorded.WIDTH, "height": recorded.HEIGHT}, reduced_motion="reduce"
    )
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    try:
        recorded.walk(page, base, task, way)
    finally:
        page.close()
    assert not wrong


def test_a_task_that_is_not_told_whole_is_refused() -> None:
    with pytest.raises(ValueError, match=r"“1\. Half” needs steps"):
        recorded.tasks("### 1. Half\n\n*Mouse*\n\n1. Click **x**.\n\n## Next\n")
