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
_BROADER = "SELECT ?type ?broader { ?type skos:broader ?broader } ORDER BY ?type ?broader"

_PLOVER, _ACLED = f"{iris.ID}code/plover", f"{iris.ID}code/acled"


class Codes:
    """Looks up the codes of event types.

    A type that matches no code of a scheme takes those of the next wider type that does, which are
    then no better than ``broad``.
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._matches: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        for row in graph.select(sparql.prologue() + _MATCHES).rows:
            event_type, kind, scheme, code, parent = (str(term or "") for term in row)
            name = kind.rpartition("#")[2].removesuffix("Match")
            self._matches.setdefault((event_type, scheme), []).append((name, code, parent))
        self._broader: dict[str, str] = {}
        for narrower, broader in graph.select(sparql.prologue() + _BROADER).rows:
            self._broader.setdefault(str(narrower), str(broader))

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
        seen: set[str] = set()
        at = event_type
        while at and at not in seen:
            seen.add(at)
            found = self._matches.get((at, scheme), [])
            if found:
                best = min((kind for kind, _, _ in found), key=KINDS.index)
                codes = [(code, parent) for kind, code, parent in found if kind == best]
                wider = at != event_type and KINDS.index(best) < KINDS.index("broad")
                return ("broad" if wider else best), codes
            at = self._broader.get(at, "")
        return "", []
