"""The embedded store, Oxigraph. The only module that imports pyoxigraph.

Layout: every quad stands in its named graph; the native default graph holds a copy of every triple
but those of ``graph:interpretations``. A union computed for each query from a list of graphs was
130 times slower at 2,000 graphs (``docs/decisions/0003-default-graph.md``).
"""

from __future__ import annotations

from kg.store._answers import ROWS, TRIPLES, Shape, respond, serialized
from kg.store._engine import INTERPRETATIONS, Store
from kg.store._files import (
    FORMATS,
    IMPORTED,
    Triple12,
    nquads_lines,
    rdf_xml,
    read_lines,
    read_quads,
    trig,
    turtle,
    turtle12,
)
from kg.store._terms import Quad
from kg.store._updates import changed, updated, with_graph

__all__ = [
    "FORMATS",
    "IMPORTED",
    "INTERPRETATIONS",
    "ROWS",
    "TRIPLES",
    "Quad",
    "Shape",
    "Store",
    "Triple12",
    "changed",
    "nquads_lines",
    "rdf_xml",
    "read_lines",
    "read_quads",
    "respond",
    "serialized",
    "trig",
    "turtle",
    "turtle12",
    "updated",
    "with_graph",
]
