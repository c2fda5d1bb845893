"""Folding: ``folding.tsv`` holds the cases."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.search import fold, folded


def cases() -> list[tuple[str, str]]:
    text = (Path(__file__).parent / "folding.tsv").read_text(encoding="utf-8")
    found = []
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            original, wanted = line.split("\t")
            plain = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), original)
            found.append((plain, wanted))
    return found


@pytest.mark.parametrize(("text", "wanted"), cases())
def test_case(text: str, wanted: str) -> None:
    assert fold(text) == wanted


@settings(deadline=None)
@given(st.text())
def test_places_lead_back(text: str) -> None:
    found = folded(text)
    assert found.text == fold(text)
    assert len(found.places) == len(found.text)
    assert list(found.places) == sorted(found.places)
    if found.text:
        start, end = found.span(0, len(found.text))
        assert 0 <= start < end <= len(text)
        assert fold(text[start:end]) == found.text


@settings(deadline=None)
@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(st.text(), st.text())
def test_a_part_folds_to_a_part(text: str, more: str) -> None:
    assert fold(text) in fold(f"{more} {text}")


def test_a_long_run_of_marks_costs_little() -> None:
    assert fold("e" + "\u0301" * 1_000_000) == "e"
