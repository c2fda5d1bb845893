"""nodes.csv and edges.csv, read by the csv module and judged by the importer's rules."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from kg import export, iris
from kg.errors import UsageError
from kg.graph import KnowledgeGraph

from .conftest import CASES

Table = list[dict[str, str]]
TYPED = {
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "long": re.compile(r"-?\d+"),
    "int": re.compile(r"-?\d+"),
    "boolean": re.compile("true|false"),
}


def tables(graph: KnowledgeGraph, tmp_path: Path, **options: bool) -> tuple[Table, Table]:
    report = export.write(graph, "csv", tmp_path / "neo4j", **options)
    read = []
    for path in report.files:
        with path.open(encoding="utf-8", newline="") as lines:
            read.append(list(csv.DictReader(lines, strict=True)))
    nodes, edges = read
    assert report.counts == {"nodes": len(nodes), "edges": len(edges)}
    return nodes, edges


def test_the_importer_takes_it(any_graph: KnowledgeGraph, tmp_path: Path) -> None:
    nodes, edges = tables(any_graph, tmp_path)
    ids = [row["iri:ID"] for row in nodes]
    assert len(ids) == len(set(ids)) > 20
    assert all(row[":LABEL"] for row in nodes)
    for row in edges:
        assert {row[":START_ID"], row[":END_ID"]} <= set(ids)
        assert re.fullmatch("[A-Z][A-Z_]*", row[":TYPE"])
    for row in (*nodes, *edges):
        assert None not in row
        for name, text in row.items():
            pattern = TYPED.get(name.partition(":")[2])
            assert not pattern or not text or pattern.fullmatch(text)


def test_relationships_say_that_they_are_claims(graph: KnowledgeGraph, tmp_path: Path) -> None:
    _, edges = tables(graph, tmp_path, reference=True)
    layers = {(row["layer"], row[":TYPE"].partition("_")[0]) for row in edges}
    assert ("edges", "SAID") in layers
    assert ("interpretations", "INTERPRETED") in layers
    for row in edges:
        said = row[":TYPE"].startswith("SAID_")
        assert said == (row["layer"] == "edges")
        if said:
            assert row["according_to"]
            assert row["claims:string[]"]
    (blamed,) = [row for row in edges if row[":TYPE"] == "SAID_PERPETRATOR"]
    assert blamed["according_to"] == (
        "Harbour Union of Sanda (as The Morning Post reports) | The Morning Post"
    )
    assert [row for row in edges if row[":TYPE"] == "LOCATED_IN" and row["layer"] == "reference"]


def test_denials_and_predictions_are_claims_only(graph: KnowledgeGraph, tmp_path: Path) -> None:
    nodes, edges = tables(graph, tmp_path)
    by_id = {row["iri:ID"]: row for row in nodes}
    claims = {row["key"]: row for row in nodes if row[":LABEL"] == "Claim"}
    assert len([row for row in nodes if row[":LABEL"] == "Claim"]) == len(graph.claims())
    assert (claims["denial"]["stance"], claims["win"]["mode"]) == ("Denies", "Prediction")
    assert claims["denial"]["attribution"].endswith("Interior Ministry of Sanda denies")
    for key in ("win", "inquiry"):
        (prop,) = [row[":END_ID"] for row in edges if row[":START_ID"] == claims[key]["iri:ID"]
                   and row[":TYPE"] == "PROPOSITION"]  # fmt: skip
        assert by_id[prop]["label"].startswith("(proposition) ")
        (about,) = [row[":END_ID"] for row in edges
                    if row[":START_ID"] == prop and row[":TYPE"] == "SUBJECT"]  # fmt: skip
        assert by_id[about][":LABEL"] == "Entity;Prospect"
        assert not [row for row in edges if about in (row[":START_ID"], row[":END_ID"])
                    and row["layer"] != "claims"]  # fmt: skip


def test_the_chain_of_reporters_can_be_followed(graph: KnowledgeGraph, tmp_path: Path) -> None:
    nodes, edges = tables(graph, tmp_path)
    within = {row[":START_ID"]: row[":END_ID"] for row in edges if row[":TYPE"] == "WITHIN"}
    speaker = {row[":START_ID"]: row[":END_ID"] for row in edges if row[":TYPE"] == "SPEAKER"}
    (deepest,) = [row["iri:ID"] for row in nodes if row["depth:int"] == "2"]
    chain = [deepest, within[deepest], within[within[deepest]]]
    assert [speaker[iri].removeprefix(iris.ID) for iri in chain] == [
        "actor/harbour_union", "actor/morning_post", "actor/state_gazette",
    ]  # fmt: skip


def test_texts_are_exact(hostile: KnowledgeGraph, tmp_path: Path) -> None:
    nodes, _ = tables(hostile, tmp_path)
    texts = json.loads((CASES / "hostile.json").read_text("utf-8"))["texts"]
    written = {text for row in nodes for text in row.values()}
    labels = {hostile.lookup.label(row["iri:ID"]) for row in nodes if row[":LABEL"] == "Date"}
    assert labels <= {text.replace("\0", "\ufffd") for text in written} | {""}
    wanted = {text.replace("\0", "\ufffd") for text in texts if text}
    assert len(wanted & written) > 25


def test_a_file_is_refused(graph: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="folder"):
        export.write(graph, "csv", tmp_path / "nodes.csv")
