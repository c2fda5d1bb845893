"""What every SPARQL engine offers us: the protocol that local and remote stores satisfy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rdflib import Graph

from kg.solutions import Solutions


class Engine(Protocol):
    """A SPARQL 1.1 engine over one dataset.

    The default graph is the union of all graphs but ``graph:interpretations``; queries with
    ``FROM`` choose their own. Parameters are bound before (:func:`kg.sparql.bind`). The prefixes of
    :data:`kg.iris.PREFIXES` need not be declared.

    All methods raise :class:`kg.errors.QueryError` for SPARQL that cannot be parsed or evaluated
    and :class:`kg.errors.StoreError` when the engine itself fails.
    """

    def select(self, query: str) -> Solutions:
        """Answer a SELECT query."""
        ...

    def ask(self, query: str) -> bool:
        """Answer an ASK query."""
        ...

    def construct(self, query: str) -> Graph:
        """Answer a CONSTRUCT or DESCRIBE query."""
        ...

    def graphs(self) -> Sequence[str]:
        """IRIs of the named graphs, sorted."""
        ...
