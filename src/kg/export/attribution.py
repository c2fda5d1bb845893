"""Claims with the whole chain of who reports whom, also under a lens that cuts the chain."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg import sparql, verbs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.claims import Claim
    from kg.graph import KnowledgeGraph


def claims(graph: KnowledgeGraph) -> list[Claim]:
    """The claims of a graph in the order of the text.

    A lens shows the claims it chooses and not those that report them; that the officials' words are
    known from an article is part of the attribution all the same, so it is read from the whole.
    """
    found = graph.claims()
    if graph.lens is None:
        return found
    whole = {
        item.iri: item for item in graph.under(None).claims_by_iri([item.iri for item in found])
    }
    return [replace(item, chain=whole[item.iri].chain) for item in found]


_VOICES = """SELECT ?claim ?speaker ?outer {
  ?claim ae:speaker ?speaker OPTIONAL { ?claim ae:within ?outer } }"""


class Voices:
    """Who says what an edge rests on, and who reports that they do, out of the whole dataset."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        rows = graph.under(None).select(sparql.prologue() + _VOICES).rows
        self._of = {str(claim): (str(who), str(outer or "")) for claim, who, outer in rows}
        self._label, self._many = graph.lookup.label, graph.lookup.takes_plural

    def names(self, claims: Iterable[str]) -> list[str]:
        """The speakers of claims, each once, in the order of their names: ``Harbour Union``, or
        ``Harbour Union (as The Morning Post reports)`` of whom nothing is heard but through
        others."""
        found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for claim in claims:
            speaker, outer = self._of[claim]
            reporters: list[str] = []
            while outer and len(reporters) < 32:  # outermost last
                who, outer = self._of[outer]
                verb = verbs.plural("reports") if self._many(who) else "reports"
                reporters.append(f"as {self._label(who)} {verb}")
            found[self._label(speaker)].append(tuple(reporters))
        # The shortest way by which somebody is heard; none, where they speak for themselves.
        ways = (
            (who, min(chains, key=lambda way: (len(way), way))) for who, chains in found.items()
        )
        return [f"{who} ({', '.join(way)})" if way else who for who, way in sorted(ways)]


def according_to(names: Iterable[str], shown: int = 2) -> str:
    """Who says so, short enough for a label.

    >>> according_to(["Harbour Union"])
    'says Harbour Union'
    >>> according_to(["A", "B", "C"])
    'say A, B and 1 more'
    """
    speakers = list(dict.fromkeys(names))
    if not speakers:
        return ""
    verb = "says" if len(speakers) == 1 else "say"
    more = f" and {len(speakers) - shown} more" if len(speakers) > shown else ""
    return f"{verb} {', '.join(speakers[:shown])}{more}"
