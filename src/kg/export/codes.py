"""Codes of PLOVER and ACLED that an event type matches, by the concept schemes of the ontology."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import iris, sparql
from kg.export.cleaning import joined

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph

#: Kinds of match of SKOS, the nearest first.
KINDS = ("exact", "close", "narrow", "broad", "related")

_MATCHES = """SELECT ?type ?kind ?scheme ?code ?parent {
  VALUES ?kind { skos:exactMatch skos:closeMatch skos:narrowMatch skos:broadMatch
                 skos:relatedMatch }
  ?type ?kind ?concept . ?concept skos:inScheme ?scheme ; skos:notation ?code .
  OPTIONAL { ?concept skos:broader/skos:notation ?parent } }
ORDER BY ?type ?scheme ?code"""
_PLOVER, _ACLED = f"{iris.ID}code/plover", f"{iris.ID}code/acled"


class Codes:
    """Looks up the codes of event types.

    A type without a match has no code: none is taken from a wider type, since the editors left it
    out on purpose (ACLED files an armed attack by who was attacked, which the type does not say).
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._matches: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        for row in graph.select(sparql.prologue() + _MATCHES).rows:
            event_type, kind, scheme, code, parent = (str(term or "") for term in row)
            name = kind.rpartition("#")[2].removesuffix("Match")
            self._matches.setdefault((event_type, scheme), []).append((name, code, parent))

    def columns(self, event_type: str) -> dict[str, str]:
        """The cells of a row.

        ACLED's sub-event types name their event type; a match to an event type leaves the
        sub-event type empty.
        """
        plover_kind, plover = self._nearest(event_type, _PLOVER)
        acled_kind, acled = self._nearest(event_type, _ACLED)
        return {
            "plover": joined(code for code, _ in plover),
            "plover_match": plover_kind,
            "acled_event_type": joined(parent or code for code, parent in acled),
            "acled_sub_event_type": joined(code for code, parent in acled if parent),
            "acled_match": acled_kind,
        }

    def _nearest(self, event_type: str, scheme: str) -> tuple[str, list[tuple[str, str]]]:
        """The nearest kind of match, and the codes that match so, each with its parent."""
        found = self._matches.get((event_type, scheme), [])
        if not found:
            return "", []
        best = min((kind for kind, _, _ in found), key=KINDS.index)
        return best, [(code, parent) for kind, code, parent in found if kind == best]
