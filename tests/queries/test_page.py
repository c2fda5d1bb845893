"""docs/queries.md and the answers are fresh."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg import parameters, queries

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("tool", ["query_index", "query_answers"])
def test_generated_files_are_fresh(tool: str, published: Path) -> None:
    script = ROOT / "tools" / f"{tool}.py"
    command = [sys.executable, str(script), "--check"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, f"{answer.stdout}{answer.stderr}python tools/{tool}.py"


def test_the_page_lists_every_query_and_every_type() -> None:
    text = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    for name, query in queries.catalogue().items():
        assert f"#### {name}\n" in text
        assert query.summary in text
        assert (ROOT / "docs" / f"../queries/{name}.rq").resolve().is_file()
    for kind in parameters.TYPES:
        assert f"* `{kind}`:" in text
