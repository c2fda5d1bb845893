"""The event table, read by the csv module: who claims what, and what counts as nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from kg import export, iris, terms
from kg.export.codes import Codes
from kg.export.events import COLUMNS
from kg.graph import KnowledgeGraph

from .conftest import CASES

CASE = json.loads((CASES / "events-sanda.json").read_text("utf-8"))
CODES = json.loads((CASES / "codes.json").read_text("utf-8"))["cases"]

#: Columns that may be filled in a row that tells of no event: who says what, and where.
ALWAYS = {
    "says", "stance", "mode", "affirmed_report", "event", "event_iri", "content", "speaker",
    "speaker_iri", "reported_by", "source", "source_iri", "source_published", "evidence", "quotes",
    "locator", "claim_iris",
}  # fmt: skip


def rows(graph: KnowledgeGraph, tmp_path: Path) -> list[dict[str, str]]:
    report = export.write(graph, "events", tmp_path / "x.events.csv")
    with (tmp_path / "x.events.csv").open(encoding="utf-8", newline="") as lines:
        read = list(csv.DictReader(lines, strict=True))
    assert report.counts["rows"] == len(read)
    assert report.counts["events"] == len({row["event_iri"] for row in read})
    return read


def has(row: dict[str, str], cells: dict[str, str]) -> bool:
    return all(row[name] == text for name, text in cells.items())


@pytest.mark.parametrize("case", CASE["rows"], ids=lambda case: case["name"])
def test_a_row_says(case: dict[str, Any], graph: KnowledgeGraph, tmp_path: Path) -> None:
    (row,) = [row for row in rows(graph, tmp_path) if has(row, case["where"])]
    assert {name: row[name] for name in case["has"]} == case["has"]
    assert [name for name in case["empty"] if row[name]] == []


@pytest.mark.parametrize("cells", CASE["absent"], ids=str)
def test_no_row_says(cells: dict[str, str], graph: KnowledgeGraph, tmp_path: Path) -> None:
    assert not [row for row in rows(graph, tmp_path) if has(row, cells)]


def test_columns_are_fixed(any_graph: KnowledgeGraph, tmp_path: Path) -> None:
    for row in rows(any_graph, tmp_path):
        assert tuple(row) == COLUMNS
    assert {name for name, item in terms.RELATIONS.items() if item.group == "role"} <= {
        "".join(part.title() if at else part for at, part in enumerate(name.split("_")))
        for name in COLUMNS
    }


def test_only_affirmed_reports_are_taken_apart(any_graph: KnowledgeGraph, tmp_path: Path) -> None:
    claims = {item.iri: item for item in any_graph.claims()}
    for row in rows(any_graph, tmp_path):
        found = [claims[iri] for iri in row["claim_iris"].split()]
        affirmed = row["affirmed_report"] == "true"
        assert all(("edges" in item.contributes) is affirmed for item in found)
        assert all(item.speaker == row["speaker_iri"] for item in found)
        assert all(item.source == row["source_iri"] for item in found)
        if affirmed:
            assert (row["stance"], row["mode"]) == ("Affirms", "Report")
        else:
            assert {name for name, text in row.items() if text} <= ALWAYS


def test_every_claim_about_an_event_is_in_a_row(graph: KnowledgeGraph, tmp_path: Path) -> None:
    listed = {(row["event_iri"], iri) for row in rows(graph, tmp_path)
              for iri in row["claim_iris"].split()}  # fmt: skip
    wanted = {
        (item.subject, claim.iri)
        for claim in graph.claims()
        for item in claim.propositions
        if item.subject.startswith(iris.ID + "event/")
    }
    assert listed == wanted


def test_a_lens_keeps_the_reporters(graph: KnowledgeGraph, tmp_path: Path) -> None:
    found = rows(graph.under("according-to:harbour_union"), tmp_path)
    assert {row["speaker"] for row in found} == {"Harbour Union of Sanda"}
    assert all(row["reported_by"] for row in found)


def test_no_cell_is_a_formula(hostile: KnowledgeGraph, tmp_path: Path) -> None:
    cells = [text for row in rows(hostile, tmp_path) for text in row.values()]
    assert any(text.startswith("'=") for text in cells)
    for text in cells:
        assert not text.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
        assert not any(ord(c) < 32 and c not in "\t\r\n" for c in text)


@pytest.mark.parametrize("case", CODES, ids=lambda case: case["type"])
def test_codes_of_a_type(case: dict[str, str], graph: KnowledgeGraph) -> None:
    wanted = dict(case)
    assert Codes(graph).columns(f"{iris.ID}event-type/{wanted.pop('type')}") == wanted
