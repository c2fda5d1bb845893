"""Claims with the whole chain of who reports whom, also under a lens that cuts the chain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

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
