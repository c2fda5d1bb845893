"""Static pictures (SVG) of a graph, for a README or a paper."""

from __future__ import annotations

from kg.graph import KnowledgeGraph
from kg.views import layout, network_picture, payload, timeline_picture

#: So many entities are in the picture of a network: as many as stay readable in print.
MOST = layout.BACKBONE


def network(graph: KnowledgeGraph) -> str:
    """The most connected part of the network. The same graph gives the same characters."""
    return network_picture.draw(payload.build(graph, limit=MOST))


def timeline(graph: KnowledgeGraph) -> str:
    """All events that speakers date in their reports, with the uncertainty of each date."""
    return timeline_picture.draw(graph, payload.heading(graph))
