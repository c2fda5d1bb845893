"""Who says what an edge rests on, with those who report them: as exports name them."""

from __future__ import annotations

from typing import Any

import pytest

from kg.export.attribution import Voices
from kg.graph import KnowledgeGraph


def paper(*chain: str) -> dict[str, Any]:
    says = [["shooting", "occurs", {"value": True}]]
    return {
        "papers": [{"author": "morning_post", "claims": [{"speaker": list(chain), "says": says}]}]
    }


@pytest.mark.parametrize(
    ("dataset", "name"),
    [
        (paper("harbour_union"), "Harbour Union of Sanda (as The Morning Post reports)"),
        (
            paper("dock_workers", "harbour_union"),
            "Harbour Union of Sanda (as dock workers of Sanda report, as The Morning Post reports)",
        ),
        (paper("morning_post"), "The Morning Post"),
    ],
    indirect=["dataset"],
)
def test_speakers_are_named_with_those_who_report_them(dataset: KnowledgeGraph, name: str) -> None:
    claim = max(dataset.claims(), key=lambda item: item.depth)
    assert Voices(dataset).names([claim.iri]) == [name]
