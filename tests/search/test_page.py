"""docs/search.md: its examples run on the published dataset and find something."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.graph import KnowledgeGraph
from kg.search.pattern import PROPERTIES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("query", blocks("sparql"))
def test_sparql(query: str, seed: KnowledgeGraph) -> None:
    assert seed.select(query).rows


@pytest.mark.parametrize("code", blocks("python"))
def test_python(code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120,
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "قتل" in done.stdout
    assert "Hamid Enayat (author of the CDN article) says | " in done.stdout


def test_every_property_is_described() -> None:
    for name in PROPERTIES:
        assert f"| `search:{name}` |" in PAGE
