"""Plain rdflib as the second engine: default graph as documented, FROM as SPARQL says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib import Dataset, Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.term import Identifier, URIRef

from kg import iris
from kg.solutions import Solutions
from kg.store import Store, read_quads

CASES = Path(__file__).parent / "cases"


class PlainRdflib:
    """An engine whose meaning of FROM and FROM NAMED is that of SPARQL 1.1, section 13.2.

    rdflib itself adds what FROM names to the default graph that is there already.
    """

    def __init__(self, data: Path) -> None:
        self.data = Dataset(default_union=False)
        self.data.parse(data, format="trig")

    def _dataset(self, query: Query) -> Dataset:
        clauses = query.algebra.datasetClause or []
        names = [graph.identifier for graph in self.data.graphs()]
        named = [name for name in names if name != rdflib.graph.DATASET_DEFAULT_GRAPH_ID]
        default = [name for name in named if str(name) != iris.graph("interpretations")]
        if clauses:
            default = [clause.default for clause in clauses if clause.default]
            named = [clause.named for clause in clauses if clause.named]
        query.algebra.datasetClause = None
        chosen = Dataset(default_union=False)
        for name in default:
            for triple in self.data.get_context(name):
                chosen.default_graph.add(triple)
        for name in named:
            for triple in self.data.get_context(name):
                chosen.graph(name).add(triple)
        return chosen

    def select(self, query: str) -> Solutions:
        prepared = prepareQuery(query, initNs=iris.PREFIXES)
        answer = self._dataset(prepared).query(prepared)
        names = tuple(str(name) for name in answer.vars or [])
        rows = [tuple(row[name] for name in names) for row in answer]  # type: ignore[index,call-overload]
        return Solutions(names, rows)


def embedded(data: Path) -> Store:
    store = Store()
    store.add(read_quads(data))
    return store


ENGINES: dict[str, Callable[[Path], Store | PlainRdflib]] = {
    "embedded": embedded,
    "rdflib": PlainRdflib,
}


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Store | PlainRdflib:
    """Each engine with the data of the cases."""
    return ENGINES[request.param](CASES / "data.trig")


@pytest.fixture
def small() -> Store:
    """A new embedded store with the data of the cases."""
    return embedded(CASES / "data.trig")


def shown(term: Identifier | None) -> str:
    """A term as cases write it."""
    if term is None:
        return "UNDEF"
    if isinstance(term, URIRef):
        return iris.compact(str(term))
    text = term.n3()
    return str(term) if text.endswith("XMLSchema#integer>") or text.isdecimal() else text


__all__ = ["Graph"]
