"""Words for people: each line of ``cases/wording.json`` is one case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.claims import Claim
from kg.views import wording

CASES: dict[str, list[Any]] = json.loads(
    (Path(__file__).parent / "cases" / "wording.json").read_text("utf-8")
)


def _claim(speaker: str, stance: str, mode: str, **rest: Any) -> Claim:
    return Claim(
        iri="urn:c", key="c", source="urn:s", source_label="", speaker=speaker,
        speaker_label=speaker, stance=stance, mode=mode, depth=0, **rest,
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES["kind"], ids=str)
def test_kind_of_a_claim(case: list[Any]) -> None:
    stance, mode, contributes, expected = case
    claim = _claim("X", stance, mode, contributes=tuple(contributes))
    assert wording.kind_of(claim) == expected
    assert expected in wording.KINDS


@pytest.mark.parametrize("case", CASES["short_names"], ids=str)
def test_short_names(case: list[Any]) -> None:
    labels, aliases, expected = case
    assert wording.short_names(labels, aliases) == expected


@pytest.mark.parametrize("case", CASES["wrap"], ids=str)
def test_wrap(case: list[Any]) -> None:
    text, width, lines, expected = case
    assert wording.wrap(text, width, lines) == expected


@pytest.mark.parametrize("text", ["a\x00b", "\ud800\udc00"[:1], "\uffff", "\x85", "\x1f\x7f"])
def test_clean_keeps_positions(text: str) -> None:
    cleaned = wording.clean(f"x{text}y")
    assert len(cleaned) == len(text) + 2
    cleaned.encode()
    assert "\ufffd" in cleaned


@pytest.mark.parametrize("text", ["plain", "سازمان", "a\nb\tc", "\u202etxet", "𝕳"])
def test_clean_keeps_text(text: str) -> None:
    assert wording.clean(text) == text
