"""Two SPARQL engines with the same data, for rules and lenses that must mean the same in both.

The default graph is the union of *all* graphs, `interpretations` included: a rule that keeps
interpretations out of what it infers there keeps them out anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset, Graph
from rdflib.term import Identifier

ROOT = Path(__file__).resolve().parents[2]
ONTOLOGY = ROOT / "ontology"
CASES = ROOT / "tests" / "cases"
ONTOLOGY_GRAPH = "https://w3id.org/actors-events/id/graph/ontology"

#: A query's answer: the rows of a SELECT, or one row of three terms for each constructed triple.
Rows = set[tuple[str, ...]]


class Oxigraph:
    """pyoxigraph, an in-memory store."""

    def __init__(self, *trig: Path, ontology: bool = True) -> None:
        self.store = ox.Store()
        if ontology:
            self.store.load(
                path=str(ONTOLOGY / "actors-events.ttl"), to_graph=ox.NamedNode(ONTOLOGY_GRAPH)
            )
        for path in trig:
            self.store.load(path=str(path), format=ox.RdfFormat.TRIG)

    def construct(self, query: str) -> Graph:
        found = self.store.query(query, use_default_graph_as_union=True)
        assert isinstance(found, ox.QueryTriples)
        text = found.serialize(format=ox.RdfFormat.N_TRIPLES)
        assert text is not None
        return Graph().parse(data=text, format="nt")

    def select(self, query: str) -> Rows:
        found = self.store.query(query, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        return {tuple(getattr(term, "value", "") for term in row) for row in found}

    def add(self, triples: Graph, graph: str) -> None:
        self.store.load(
            input=triples.serialize(format="nt"),
            format=ox.RdfFormat.N_TRIPLES,
            to_graph=ox.NamedNode(graph),
        )


class RDFLib:
    """rdflib, pure Python."""

    def __init__(self, *trig: Path, ontology: bool = True) -> None:
        self.store = Dataset(default_union=True)
        if ontology:
            for triple in _ontology():
                self.store.graph(ONTOLOGY_GRAPH).add(triple)
        for path in trig:
            self.store.parse(path, format="trig")

    def construct(self, query: str) -> Graph:
        found = self.store.query(query).graph
        assert found is not None
        result = Graph()
        for triple in found:
            result.add(triple)
        return result

    def select(self, query: str) -> Rows:
        return {tuple(str(term) for term in row) for row in self.store.query(query)}  # type: ignore[union-attr]

    def add(self, triples: Graph, graph: str) -> None:
        for triple in triples:
            self.store.graph(graph).add(triple)


Engine = Oxigraph | RDFLib
ENGINES: dict[str, Callable[..., Engine]] = {"oxigraph": Oxigraph, "rdflib": RDFLib}

_CACHE: list[tuple[Identifier, Identifier, Identifier]] = []


def _ontology() -> list[tuple[Identifier, Identifier, Identifier]]:
    if not _CACHE:
        _CACHE.extend(Graph().parse(ONTOLOGY / "actors-events.ttl"))
    return _CACHE
