"""The network of entities as GEXF (Gephi) and GraphML (yEd, igraph, Cytoscape).

An edge is what somebody affirms, so its label says who: "perpetrator (says Harbour Union)". The
name of the relation alone is the attribute ``relation``. ``layer`` is ``edges`` for what is
reported, ``interpretations`` for what is explained or judged, ``reference`` for what the editors
state.

In GEXF, events have the days between which they are said to have taken place: one spell for each
date that somebody gives, overlapping ones joined. An edge of a dated event has its spells. What has
no date is always shown; prospects never have one. Both formats take plain values only: lists are
joined, missing values left out, and characters that XML 1.0 does not know become U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.etree.ElementTree import Element, SubElement

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from kg import iris, sparql
from kg.export.attribution import Voices, according_to
from kg.export.cleaning import Cleaner, joined, one_line
from kg.export.registry import Options

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph
    from kg.network import Network

#: First and last day; None where it is open.
Spell = tuple[str | None, str | None]

_DATE = iris.AE + "date"
_BOUNDS = """SELECT ?date ?begin ?end {
  ?date a ae:Date . OPTIONAL { ?date sem:hasEarliestBeginTimeStamp ?begin }
  OPTIONAL { ?date sem:hasLatestEndTimeStamp ?end } }"""
# XML 1.0, section 2.11: a reader gives these back as a line feed.
_LINE_ENDS = re.compile(r"\r\n?")
# What xsd:date writes for a day that a timeline can show.
_CLAIMS = "SELECT (COUNT(?claim) AS ?n) { ?claim a ae:Claim }"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def gexf(
    graph: KnowledgeGraph, outs: Sequence[BinaryIO], options: Options, cleaner: Cleaner
) -> Mapping[str, int]:
    """GEXF 1.2 (gexf.net/1.2draft), dynamic when anything is dated."""
    network = _plain(graph, options, cleaner, _spelled)
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(network)
    meta = writer.xml.find("meta")
    meta.clear()  # it holds the day of writing, so that the bytes would differ
    for name, text in (("creator", "actors-events"), ("description", _description(graph))):
        SubElement(meta, name).text = cleaner.xml(text)
    del writer.graph_element.attrib["name"]
    _remove_attribute(writer.graph_element, "networkx_key")  # the edge's id once more
    writer.write(outs[0])
    outs[0].write(b"\n")
    return _counts(graph, network)


def graphml(
    graph: KnowledgeGraph, outs: Sequence[BinaryIO], options: Options, cleaner: Cleaner
) -> Mapping[str, int]:
    """GraphML 1.0; ``start`` and ``end`` are the hull of the dates, as ``YYYY-MM-DD``."""
    network = _plain(graph, options, cleaner, _hulled)
    network.graph["description"] = cleaner.xml(_description(graph))
    writer = GraphMLWriter(network, encoding="utf-8", prettyprint=True)
    booleans = {key.get("id") for key in writer.xml.iter("key") if _is_boolean(key)}
    for data in writer.xml.iter("data"):
        if data.get("key") in booleans:  # xsd:boolean has no "True", which the writer writes
            data.text = data.text.lower()
    writer.dump(outs[0])
    outs[0].write(b"\n")
    return _counts(graph, network)


def _is_boolean(key: Element) -> bool:
    return key.get("attr.type") == "boolean"


def _remove_attribute(graph: Element, title: str) -> None:
    """Take an attribute out of a GEXF graph, with all its values."""
    for group in graph.iter("attributes"):
        for attribute in [item for item in group if item.get("title") == title]:
            group.remove(attribute)
            for values in graph.iter("attvalues"):
                for value in [item for item in values if item.get("for") == attribute.get("id")]:
                    values.remove(value)


def _description(graph: KnowledgeGraph) -> str:
    lens = f" Only what the lens {graph.lens} shows." if graph.lens else ""
    return one_line(
        "Who did what, where and when, and who says so. An edge is what the speakers named in it"
        f" affirm; it is not a fact.{lens}"
    )


def _counts(graph: KnowledgeGraph, network: Network) -> dict[str, int]:
    drawn = {
        name for *_, data in network.edges(data=True) for name in data.get("claims", "").split()
    }
    ((claims,),) = graph.select(sparql.prologue() + _CLAIMS).rows
    dated = sum(1 for _, data in network.nodes(data=True) if "spells" in data or "start" in data)
    return {
        "nodes": network.number_of_nodes(),
        "edges": network.number_of_edges(),
        "dated": dated,
        "claims without an edge": int(str(claims)) - len(drawn),
    }


@dataclass
class _When:
    """When something is said to have been.

    :param spells: sorted, none of them overlapping another.
    :param words: the dates as people read them, each with who gives it.
    """

    spells: list[Spell] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def _spelled(when: _When) -> dict[str, Any]:
    """Attributes by which the GEXF writer writes dates."""
    if len(when.spells) == 1:
        begin, end = when.spells[0]
        pairs = {"start": begin, "end": end}
        return {name: value for name, value in pairs.items() if value is not None}
    return {"spells": list(when.spells)} if when.spells else {}


def _hulled(when: _When) -> dict[str, Any]:
    """The first and the last day of all, where no date is open."""
    begins, ends = [spell[0] for spell in when.spells], [spell[1] for spell in when.spells]
    pairs = {
        "start": None if None in begins else min(map(str, begins), default=None),
        "end": None if None in ends else max(map(str, ends), default=None),
    }
    return {name: value for name, value in pairs.items() if value is not None}


def _plain(graph: KnowledgeGraph, options: Options, cleaner: Cleaner, dated: Any) -> Network:
    """The network with plain, clean attributes, nodes and edges in a fixed order."""
    network = graph.network(interpretations=options.interpretations, reference=options.reference)
    voices = Voices(graph)
    when = _dates(graph, network, voices)
    plain: Network = nx.MultiDiGraph()
    for node, data in sorted(network.nodes(data=True)):
        known = when.get(node, _When())
        prospect = data["kind"] == "prospect"  # or the drawing would show it as an event
        attributes = {
            "label": f"{data['label']} (prospect)" if prospect else data["label"],
            "kind": data["kind"],
            "entity_key": data["key"],
            "type": data["type"],
            "definition": data["definition"],
            "dates": joined(known.words),
        }
        plain.add_node(_id(node, cleaner), **_clean(attributes, cleaner), **dated(known))
    edges = sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3])
    for number, (start, end, _, data) in enumerate(edges):
        speakers = voices.names(data["claims"])
        said = "by the editors" if data["graph"] == "reference" else according_to(speakers)
        attributes = {
            "label": f"{data['label']} ({said})" if said else data["label"],
            "relation": data["label"],
            "predicate": data["predicate"],
            "layer": data["graph"],
            "according_to": joined(speakers),
            "speakers": joined(data["speakers"], " "),
            "claims": joined(data["claims"], " "),
            "weight": max(1, len(data["claims"])),
            "disputed": bool(data["disputed"]),
        }
        ends = [when[node] for node in (start, end) if node in when and _is_event(network, node)]
        known = ends[0] if len(ends) == 1 else _When()
        plain.add_edge(
            _id(start, cleaner), _id(end, cleaner), f"e{number}",
            **_clean(attributes, cleaner), **dated(known),
        )  # fmt: skip
    return plain


def _id(iri: str, cleaner: Cleaner) -> str:
    return cleaner.xml(iri)


def _clean(attributes: Mapping[str, Any], cleaner: Cleaner) -> dict[str, Any]:
    """Without empty values; texts as XML has them."""
    return {
        name: cleaner.xml(_LINE_ENDS.sub("\n", value)) if isinstance(value, str) else value
        for name, value in attributes.items()
        if value not in ("", None)
    }


def _is_event(network: Network, node: str) -> bool:
    return bool(network.nodes[node]["kind"] == "event")


def _dates(graph: KnowledgeGraph, network: Network, voices: Voices) -> dict[str, _When]:
    """When the date nodes and events of a network are said to have been."""
    label = graph.lookup.label
    bounds: dict[str, Spell] = {}
    for iri, begin, end in graph.select(sparql.prologue() + _BOUNDS).rows:
        days = tuple(str(day) if day and _DAY.fullmatch(str(day)) else None for day in (begin, end))
        bounds[str(iri)] = (days[0], days[1])
    found = {
        node: _When([bounds[node]], [])
        for node, data in network.nodes(data=True)
        if data["kind"] == "date" and bounds.get(node, (None, None)) != (None, None)
    }
    for event, day, _, data in sorted(
        network.edges(keys=True, data=True), key=lambda edge: edge[:3]
    ):
        if data["predicate"] != _DATE or day not in bounds or not _is_event(network, event):
            continue
        when = found.setdefault(event, _When())
        said = according_to(voices.names(data["claims"]))
        when.words.append(f"{label(day)} ({said})" if said else label(day))
        when.spells = _merged([*when.spells, bounds[day]])
    return {node: when for node, when in found.items() if when.spells}


def _merged(spells: Sequence[Spell]) -> list[Spell]:
    """Sorted spells, those that overlap or touch joined; an open side stays open.

    >>> _merged([("2020-06-20", "2020-06-20"), ("2020-06-01", "2020-06-19"), ("2021-01-01", None)])
    [('2020-06-01', '2020-06-20'), ('2021-01-01', None)]
    """
    done: list[Spell] = []
    for begin, end in sorted(set(spells), key=lambda spell: (spell[0] or "", spell[1] or "~")):
        if (begin, end) == (None, None):
            return []  # at any time at all: as if it had no date
        last = done[-1][1] if done else ""
        if done and (last is None or begin is None or begin <= _next_day(last)):
            done[-1] = (done[-1][0], None if None in (last, end) else max(str(last), str(end)))
        else:
            done.append((begin, end))
    return [] if (None, None) in done else done


def _next_day(day: str) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return day
