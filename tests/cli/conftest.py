"""`kg`, run in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.cli import run


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def kg(
    sanda: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Callable[..., Answer]:
    """Run ``kg`` with these words on the fictional data, in an empty folder."""
    monkeypatch.setenv("KG_DATA", str(sanda))
    monkeypatch.setenv("COLUMNS", "240")
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> Answer:
        capsys.readouterr()
        code = run(words)
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return call
