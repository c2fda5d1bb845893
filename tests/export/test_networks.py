"""GEXF and GraphML, read by networkx and as plain XML."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from kg import export, iris
from kg.export.networks import _merged
from kg.graph import KnowledgeGraph

from .conftest import CASES

GEXF = "{http://www.gexf.net/1.2draft}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
EVENT = iris.ID + "event/"
SPELLS = json.loads((CASES / "spells.json").read_text("utf-8"))["cases"]


def gexf(graph: KnowledgeGraph, tmp_path: Path, **options: bool) -> tuple[Any, Any]:
    """The file by networkx, and as XML."""
    path = tmp_path / "x.gexf"
    export.write(graph, "gexf", path, **options)
    return nx.read_gexf(path), ElementTree.parse(path).getroot()  # noqa: S314 - our own file


@pytest.mark.parametrize("name", ["gexf", "graphml"])
def test_nodes_and_edges_come_back(name: str, any_graph: KnowledgeGraph, tmp_path: Path) -> None:
    report = export.write(any_graph, name, tmp_path / "x")
    if name == "gexf":
        read = nx.read_gexf(tmp_path / "x")
    else:
        read = nx.read_graphml(tmp_path / "x", force_multigraph=True)
    network = any_graph.network()
    assert set(read.nodes) == set(network.nodes)
    assert sorted((s, o) for s, o in read.edges()) == sorted((s, o) for s, o in network.edges())
    assert report.counts["nodes"] == len(read)
    assert report.counts["edges"] == read.number_of_edges()
    for node, data in network.nodes(data=True):
        assert read.nodes[node]["kind"] == data["kind"]
    for _, _, data in read.edges(data=True):
        assert data["layer"] in ("edges", "interpretations")
        assert isinstance(data["disputed"], bool)
        assert data["according_to" if data["speakers"] else "label"]
        assert data["claims"].startswith(iris.ID + "claim/")


def test_an_edge_label_says_who_says_so(graph: KnowledgeGraph, tmp_path: Path) -> None:
    read, _ = gexf(graph, tmp_path)
    labels = {data["label"] for _, _, data in read.edges(data=True)}
    heard = "Harbour Union of Sanda (as The Morning Post reports)"
    assert f"perpetrator (say {heard}, The Morning Post)" in labels
    assert "inspired (says The State Gazette)" in labels
    assert all(" (say" in label for label in labels)


def test_what_is_not_affirmed_is_not_there(graph: KnowledgeGraph, tmp_path: Path) -> None:
    gexf(graph, tmp_path)
    text = (tmp_path / "x.gexf").read_text("utf-8")
    assert iris.ID + "prospect/" not in text
    export.write(graph, "graphml", tmp_path / "x.graphml")
    assert iris.ID + "prospect/" not in (tmp_path / "x.graphml").read_text("utf-8")


def test_layers_on_request(graph: KnowledgeGraph, tmp_path: Path) -> None:
    read, _ = gexf(graph, tmp_path, interpretations=False, reference=True)
    layers = {data["layer"] for _, _, data in read.edges(data=True)}
    assert layers == {"edges", "reference"}
    labels = {d["label"] for _, _, d in read.edges(data=True) if d["layer"] == "reference"}
    assert "located in (by the editors)" in labels


def test_gexf_is_dynamic_by_the_schema(graph: KnowledgeGraph, tmp_path: Path) -> None:
    _, root = gexf(graph, tmp_path)
    assert root.tag == f"{GEXF}gexf"
    assert root.get("version") == "1.2"
    (body,) = root.findall(f"{GEXF}graph")
    assert body.get("mode") == "dynamic"
    assert body.get("timeformat") == "date"
    assert body.get("defaultedgetype") == "directed"
    assert set(body.attrib) <= {"mode", "timeformat", "defaultedgetype", "start", "end"}
    ids = [node.get("id") for node in body.iter(f"{GEXF}node")]
    assert len(ids) == len(set(ids))
    edge_ids = [edge.get("id") for edge in body.iter(f"{GEXF}edge")]
    assert len(edge_ids) == len(set(edge_ids)) > 0
    for edge in body.iter(f"{GEXF}edge"):
        assert {edge.get("source"), edge.get("target")} <= set(ids)
    for group in body.findall(f"{GEXF}attributes"):
        assert group.get("class") in ("node", "edge")
        declared = {item.get("id") for item in group}
        used = {
            value.get("for")
            for value in body.iter(f"{GEXF}attvalue")
            if value.get("for") in declared
        }
        assert used == declared
        assert "networkx_key" not in {item.get("title") for item in group}
    known = {item.get("id") for item in body.iter(f"{GEXF}attribute")}
    assert {value.get("for") for value in body.iter(f"{GEXF}attvalue")} <= known
    assert root.find(f"{GEXF}meta").get("lastmodifieddate") is None
    assert "not a fact" in root.find(f"{GEXF}meta/{GEXF}description").text


def test_dates_are_those_that_are_said(graph: KnowledgeGraph, tmp_path: Path) -> None:
    _, root = gexf(graph, tmp_path)
    nodes = {node.get("id"): node for node in root.iter(f"{GEXF}node")}
    march = nodes[EVENT + "dock_march"]
    assert (march.get("start"), march.get("end")) == ("2031-05-03", "2031-05-03")
    shooting = nodes[EVENT + "shooting"]
    assert shooting.get("start") is None
    for edge in root.iter(f"{GEXF}edge"):
        if edge.get("source") == EVENT + "dock_march":
            assert (edge.get("start"), edge.get("end")) == ("2031-05-03", "2031-05-03")
        if edge.get("source") == EVENT + "shooting":
            assert edge.get("start") is None
    for item in root.iter():
        for name in ("start", "end"):
            assert item.get(name) is None or DAY.fullmatch(item.get(name))


def test_dates_that_differ_are_spells(dated: KnowledgeGraph, tmp_path: Path) -> None:
    _, root = gexf(dated, tmp_path)
    nodes = {node.get("id"): node for node in root.iter(f"{GEXF}node")}
    march = nodes[EVENT + "dock_march"]
    assert march.get("start") is None
    spells = [(item.get("start"), item.get("end")) for item in march.iter(f"{GEXF}spell")]
    assert spells == [("2031-05-03", "2031-05-03"), ("2031-06-01", None)]
    (dates,) = [
        value.get("value")
        for value in march.iter(f"{GEXF}attvalue")
        if "3 May 2031 (say" in (value.get("value") or "")
    ]
    assert "(says The Evening Courier)" in dates
    export.write(dated, "graphml", tmp_path / "x.graphml")
    data = nx.read_graphml(tmp_path / "x.graphml", force_multigraph=True).nodes[
        EVENT + "dock_march"
    ]
    assert data["start"] == "2031-05-03"
    assert "end" not in data


@pytest.mark.parametrize("name", ["gexf", "graphml"])
def test_a_prospect_is_called_one(name: str, dated: KnowledgeGraph, tmp_path: Path) -> None:
    export.write(dated, name, tmp_path / "x")
    read = (nx.read_gexf if name == "gexf" else nx.read_graphml)(tmp_path / "x")
    prospect = read.nodes[iris.ID + "prospect/inquiry"]
    assert prospect["label"] == "inquiry into the shooting (prospect)"
    assert prospect["kind"] == "prospect"
    assert not {"start", "end", "dates"} & prospect.keys()


@pytest.mark.parametrize("case", SPELLS, ids=lambda case: case["name"])
def test_spells_are_merged(case: dict[str, Any]) -> None:
    spells = [(begin, end) for begin, end in case["given"]]
    assert [list(spell) for spell in _merged(spells)] == case["wanted"]


def test_graphml_by_the_schema(graph: KnowledgeGraph, tmp_path: Path) -> None:
    export.write(graph, "graphml", tmp_path / "x.graphml")
    root = ElementTree.parse(tmp_path / "x.graphml").getroot()  # noqa: S314 - our own file
    assert root.tag == f"{GRAPHML}graphml"
    keys = {key.get("id"): key for key in root.findall(f"{GRAPHML}key")}
    assert len(keys) == len(root.findall(f"{GRAPHML}key"))
    for data in root.iter(f"{GRAPHML}data"):
        key = keys[data.get("key")]
        if key.get("attr.type") == "boolean":
            assert data.text in ("true", "false")
    edges = list(root.iter(f"{GRAPHML}edge"))
    assert len({edge.get("id") for edge in edges}) == len(edges) > 0
