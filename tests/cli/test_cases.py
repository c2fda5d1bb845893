"""Command lines with what they must print: one file each in ``tests/cases/cli``.

A case has ``run`` (a command line on the fictional data of Sanda), and any of ``exit`` (0 if not
given), ``out`` and ``err`` (pieces that stdout and stderr must hold, in this order), ``absent``
(pieces that neither may hold), ``stdin``.
"""

from __future__ import annotations

import io
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg import yamlfile

CASES = sorted((Path(__file__).parents[1] / "cases" / "cli").glob("*.yaml"))
KEYS = {"run", "exit", "out", "err", "absent", "stdin"}


def listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def assert_in_order(pieces: list[str], text: str) -> None:
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        assert found >= 0, f"{piece!r} is not in what follows position {at} of:\n{text}"
        at = found + len(piece)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, kg: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    case = yamlfile.read(path, path.name).data
    assert set(case) <= KEYS
    words = shlex.split(case["run"])
    assert words[0] == "kg"
    if "stdin" in case:
        data = io.BytesIO(case["stdin"].encode())
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data, "utf-8"))
    answer = kg(*words[1:])
    assert answer.code == int(case.get("exit", "0")), answer.err or answer.out
    assert case.keys() & {"out", "err", "absent"}, "the case asserts nothing"
    assert_in_order(listed(case.get("out", [])), answer.out)
    assert_in_order(listed(case.get("err", [])), answer.err)
    for piece in listed(case.get("absent", [])):
        assert piece not in answer.out
        assert piece not in answer.err
    assert "Traceback" not in answer.err
