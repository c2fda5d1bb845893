"""A built copy of the fictional sources, and one whose texts and keys are hostile."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.term import Literal, URIRef

from kg import build, iris
from kg.graph import KnowledgeGraph
from kg.store import Quad, Store

TESTS = Path(__file__).parents[1]
CASES = TESTS / "cases" / "export"
SANDA = TESTS / "data" / "sanda"


@pytest.fixture(autouse=True)
def _literals_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """rdflib would otherwise change the characters of typed literals that it reads."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``dataset.nq`` of the fictional sources."""
    folder = tmp_path_factory.mktemp("export") / "triples"
    build.build(SANDA, folder, use_cache=False)
    return folder / "dataset.nq"


@pytest.fixture(scope="session")
def graph(dataset: Path) -> KnowledgeGraph:
    """The fictional sources."""
    return KnowledgeGraph.open(dataset)


@pytest.fixture(scope="session")
def hostile(graph: KnowledgeGraph) -> KnowledgeGraph:
    """The fictional sources with hostile texts and keys in place of their own."""
    cases: dict[str, Any] = json.loads((CASES / "hostile.json").read_text("utf-8"))
    store = Store()
    store.add(_spoilt(graph, cases["texts"], cases["keys"]))
    return KnowledgeGraph(store)


def _spoilt(graph: KnowledgeGraph, texts: list[str], keys: list[str]) -> Iterator[Quad]:
    """Every text outside the ontology replaced; actors and places renamed, as far as keys go."""
    fresh = cycle(texts)
    named = {
        str(s)
        for s, p, _, _ in graph.store.quads()
        if str(p) == iris.AE + "key" and (iris.split_id(s) or ("",))[0] in ("actor", "place")
    }
    renamed = {
        iri: f"{iri.rsplit('/', 1)[0]}/{key}" for iri, key in zip(sorted(named), keys, strict=False)
    }

    def changed(term: Any) -> Any:
        return URIRef(renamed[str(term)]) if str(term) in renamed else term

    for s, p, o, name in sorted(graph.store.quads(), key=lambda quad: [t.n3() for t in quad]):
        text = isinstance(o, Literal) and (o.datatype is None) and name != iris.graph("ontology")
        if text and str(p) != iris.AE + "key":
            o = Literal(next(fresh), lang=getattr(o, "language", None))
        yield changed(s), p, changed(o), name


LENSES = ("according-to:harbour_union", "corroborated", "disputed",
          "common:evening_courier,state_gazette")  # fmt: skip


@pytest.fixture(scope="session", params=["whole", "hostile", *LENSES])
def any_graph(
    request: pytest.FixtureRequest, graph: KnowledgeGraph, hostile: KnowledgeGraph
) -> KnowledgeGraph:
    """The fictional sources: whole, spoilt, and under each lens."""
    if request.param == "hostile":
        return hostile
    return graph if request.param == "whole" else graph.under(request.param)


@pytest.fixture(scope="session")
def dated(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The fictional sources, the courier giving the march another date, without an end, and
    reporting a demand."""
    folder = tmp_path_factory.mktemp("dated")
    shutil.copytree(SANDA, folder / "data", ignore=shutil.ignore_patterns("triples", ".kg-cache"))
    claims = folder / "data" / "sources" / "evening-courier" / "claims.yaml"
    text = claims.read_text("utf-8")
    at = text.index("      - [dock_march, organizer, harbour_union]\n")
    added = '      - [dock_march, date, {edtf: "2031-06-01/.."}]\n'
    added += "      - [harbour_union, demands, inquiry]\n"
    claims.write_text(text[:at] + added + text[at:], "utf-8")
    build.build(folder / "data", folder / "triples", use_cache=False)
    return KnowledgeGraph.open(folder / "triples" / "dataset.nq")
