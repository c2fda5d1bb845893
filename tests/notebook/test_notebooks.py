"""Every notebook runs in a fresh kernel and gives the outputs that are stored in it."""

from __future__ import annotations

import difflib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

pytest.importorskip("nbclient", reason="the test extra is not installed")
pytest.importorskip("ipykernel", reason="the test extra is not installed")


def read(path: Path) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return cells


def text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)


def shown(cell: dict[str, Any]) -> str:
    """What a reader sees below a cell, as plain text."""
    parts = []
    for output in cell.get("outputs", []):
        assert output["output_type"] in ("stream", "execute_result", "display_data"), output
        parts.append(text(output["text"] if "text" in output else output["data"]["text/plain"]))
    return "\n".join(parts)


def test_there_is_one() -> None:
    assert ROOT / "notebooks" / "start.ipynb" in NOTEBOOKS


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_are_those_of_a_fresh_run(path: Path, tmp_path: Path) -> None:
    out = tmp_path / path.name
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "notebook.py", path, "--out", out],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:]
    for stored, fresh in zip(read(path), read(out), strict=True):
        assert text(stored["source"]) == text(fresh["source"])
        difference = "\n".join(
            difflib.unified_diff(shown(stored).split("\n"), shown(fresh).split("\n"), lineterm="")
        )
        assert not difference, f"Run: python tools/notebook.py\n{difference}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_fit_to_be_published(path: Path) -> None:
    whole = path.read_text(encoding="utf-8")
    assert not re.search(r"/(home|tmp|root|work|Users)/", whole)
    cells = read(path)
    assert cells[0]["cell_type"] == "markdown"
    codes = [cell for cell in cells if cell["cell_type"] == "code"]
    for number, cell in enumerate(codes, 1):
        source = text(cell["source"])
        only_comments = all(line.startswith("#") for line in source.split("\n"))
        assert cell["execution_count"] in (number, None)
        assert shown(cell) or only_comments, source


def test_tables_of_claims_name_their_speakers() -> None:
    """Wherever a claim's content is shown, who says so stands before it."""
    checked = 0
    for cell in read(ROOT / "notebooks" / "start.ipynb"):
        if cell["cell_type"] == "code" and "table(" in text(cell["source"]):
            lines = shown(cell).split("\n")
            heads = [line for line in lines if " · " in line]
            assert heads
            assert all(
                re.match(
                    r"\d+ +\S.* (says?|judges?|explains?|denies|deny|doubts?|predicts?)\b", line
                )
                for line in heads
            )
            checked += 1
    assert checked >= 3
