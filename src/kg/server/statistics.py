"""Counts of a dataset: graphs, classes, properties, and which go together.

They are counted by queries, so that a foreign file, a lens and a remote engine have them too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from rdflib.term import Identifier, URIRef

from kg.engine import Engine

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph

#: Triples above which it is left out which classes and properties go together: that joins the data
#: with itself, and took 90 ms at 20,000 triples, on one core.
PAIRS_UP_TO = 500_000


@dataclass
class Use:
    """How one class uses one property.

    :param triples: how many triples have a subject of the class and this property.
    :param classes: triples by the class of their object.
    :param datatypes: triples by the datatype of their object.
    """

    triples: int
    classes: dict[str, int] = field(default_factory=dict)
    datatypes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Statistics:
    """Counts of one dataset; all keys are IRIs.

    :param graphs: triples of each named graph.
    :param triples: triples of the default graph; ``subjects`` their distinct subjects.
    :param classes: instances of each class. :param properties: triples of each property.
    :param uses: by class and property; empty for a dataset beyond :data:`PAIRS_UP_TO`.
    :param published: triples of the dataset's own ``void.ttl``, if it has one.
    """

    graphs: Mapping[str, int]
    triples: int
    subjects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    uses: Mapping[tuple[str, str], Use]
    published: tuple[tuple[Identifier, Identifier, Identifier], ...]


_KNOWN: WeakKeyDictionary[KnowledgeGraph, Statistics] = WeakKeyDictionary()


def statistics(g: KnowledgeGraph) -> Statistics:
    """The counts of a dataset; counted when first asked for.

    :raises kg.errors.DataError: when its ``void.ttl`` cannot be read.
    """
    if g not in _KNOWN:
        _KNOWN[g] = _count(g)
    return _KNOWN[g]


def _count(g: KnowledgeGraph) -> Statistics:
    engine = g.engine
    triples = _one(engine, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    return Statistics(
        graphs=_table(engine, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"),
        triples=triples,
        subjects=_one(engine, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        classes=_table(engine, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c"),
        properties=_table(engine, "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"),
        uses=_uses(engine) if triples <= PAIRS_UP_TO else {},
        published=_published(g),
    )


def _one(engine: Engine, query: str) -> int:
    rows = engine.select(query).rows
    return int(str(rows[0][0])) if rows else 0


def _table(engine: Engine, query: str) -> dict[str, int]:
    """IRIs with their numbers, sorted; blank nodes have no name to be counted under."""
    rows = engine.select(query).rows
    return dict(sorted((str(key), int(str(n))) for key, n in rows if isinstance(key, URIRef)))


def _uses(engine: Engine) -> dict[tuple[str, str], Use]:
    uses: dict[tuple[str, str], Use] = {}
    rows = engine.select("SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p").rows
    for cls, prop, n in rows:
        if isinstance(cls, URIRef):
            uses[str(cls), str(prop)] = Use(int(str(n)))
    rows = engine.select(
        "SELECT ?c ?p ?d (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o . ?o a ?d } GROUP BY ?c ?p ?d"
    ).rows
    for cls, prop, other, n in rows:
        if isinstance(cls, URIRef) and isinstance(other, URIRef):
            uses[str(cls), str(prop)].classes[str(other)] = int(str(n))
    rows = engine.select(
        "SELECT ?c ?p ?d (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o FILTER (ISLITERAL(?o))"
        " BIND (DATATYPE(?o) AS ?d) } GROUP BY ?c ?p ?d"
    ).rows
    for cls, prop, datatype, n in rows:
        if isinstance(cls, URIRef) and isinstance(datatype, URIRef):
            uses[str(cls), str(prop)].datatypes[str(datatype)] = int(str(n))
    return dict(sorted(uses.items()))


def _published(g: KnowledgeGraph) -> tuple[tuple[Identifier, Identifier, Identifier], ...]:
    """What the dataset says of itself; a lens is another dataset, of which it says nothing."""
    if g.folder is None or g.lens is not None:
        return ()
    path = g.folder / "triples" / "void.ttl"
    if not path.is_file():
        return ()
    from kg.store import read_quads

    return tuple((s, p, o) for s, p, o, _ in read_quads(path))
