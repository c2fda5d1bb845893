"""Words for people: each line of ``cases/wording.json`` is one case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.claims import VERBS, Claim
from kg.views import wording

CASES: dict[str, list[Any]] = json.loads(
    (Path(__file__).parent / "cases" / "wording.json").read_text("utf-8")
)


def _claim(speaker: str, stance: str, mode: str, **rest: Any) -> Claim:
    return Claim(
        iri="urn:c", key="c", source="urn:s", source_label="", speaker=speaker,
        speaker_label=speaker, stance=stance, mode=mode, depth=0, **rest,
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES["attribution"], ids=lambda case: case["text"])
def test_attribution(case: dict[str, Any]) -> None:
    *outer, own = (_claim(*link) for link in case["chain"])
    claim = _claim(own.speaker, own.stance, own.mode, chain=tuple(outer))
    names = {link[0]: link[0] for link in case["chain"]}
    parts = wording.attribution(claim, names, case.get("groups", []))
    assert "".join(text for text, _ in parts) == case["text"]
    assert [iri for _, iri in parts if iri] == [link[0] for link in case["chain"]]


@pytest.mark.parametrize(("stance", "mode"), VERBS)
def test_every_verb_has_a_plural(stance: str, mode: str) -> None:
    one = "".join(t for t, _ in wording.attribution(_claim("X", stance, mode), {"X": "X"}, []))
    many = _claim("dock workers", stance, mode)
    parts = wording.attribution(many, {"dock workers": "dock workers"}, ["dock workers"])
    assert "".join(text for text, _ in parts).removeprefix("dock workers") != one.removeprefix("X")


@pytest.mark.parametrize("case", CASES["plural"], ids=str)
def test_plural(case: list[Any]) -> None:
    name, expected = case
    assert wording.is_plural(name) is expected


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
