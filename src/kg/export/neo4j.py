"""``nodes.csv`` and ``edges.csv`` for Neo4j's importer, claims and all.

Neo4j Operations Manual, "Import": ``:ID`` and ``:LABEL`` of nodes, ``:START_ID``, ``:END_ID`` and
``:TYPE`` of relationships, types of properties after a colon, arrays parted by ``;``. Load with::

    neo4j-admin database import full neo4j --nodes=nodes.csv --relationships=edges.csv \\
        --multiline-fields=true

Claims, propositions and sources are nodes, so denials and predictions are there too, and only
there. A relationship between entities is what somebody affirms. A Cypher pattern sees nothing but
its type, so the type says it: ``SAID_PERPETRATOR`` for what is reported, ``INTERPRETED_CAUSED`` for
what is explained or judged; ``LOCATED_IN`` without either is the editors' own. ``according_to``
names the speakers. Every character is kept but NUL and lone surrogates, which no CSV reader takes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, BinaryIO

from rdflib.term import Literal

from kg import iris, sparql
from kg.claims import object_label
from kg.export import attribution
from kg.export.cleaning import Cleaner, joined
from kg.export.events import snake
from kg.export.registry import Options

if TYPE_CHECKING:
    from kg.claims import Claim
    from kg.graph import KnowledgeGraph

NODES = (
    "iri:ID", ":LABEL", "key", "label", "type", "definition",
    "edtf", "earliest_begin:date", "latest_begin:date", "earliest_end:date", "latest_end:date",
    "counted", "lower:long", "upper:long", "approximate:boolean",
    "predicate", "words", "attribution", "stance", "mode", "depth:int", "quotes", "locator",
    "citation",
)  # fmt: skip
EDGES = (
    ":START_ID", ":END_ID", ":TYPE", "label", "layer", "according_to", "speakers:string[]",
    "claims:string[]", "disputed:boolean",
)  # fmt: skip

_LAYERS = {"edges": "SAID_", "interpretations": "INTERPRETED_", "reference": ""}
_CLASSES = {
    "actor": "Actor", "event": "Event", "series": "Series", "place": "Place",
    "prospect": "Prospect",
}  # fmt: skip
_ENTITIES = """SELECT ?s ?key ?class ?event ?place ?definition {
  ?s ae:key ?key ; skos:definition ?definition .
  OPTIONAL { ?s a ?class . ?class rdfs:subClassOf ae:Actor }
  OPTIONAL { ?s ae:eventType ?event } OPTIONAL { ?s ae:placeType ?place } }
ORDER BY ?s ?class ?event ?place"""
_DATES = """SELECT ?s ?edtf ?a ?b ?c ?d {
  ?s a ae:Date ; ae:edtf ?edtf .
  OPTIONAL { ?s sem:hasEarliestBeginTimeStamp ?a } OPTIONAL { ?s sem:hasLatestBeginTimeStamp ?b }
  OPTIONAL { ?s sem:hasEarliestEndTimeStamp ?c } OPTIONAL { ?s sem:hasLatestEndTimeStamp ?d } }
ORDER BY ?s"""
_QUANTITIES = """SELECT ?s ?counted ?lower ?upper ?approximate {
  ?s a ae:Quantity ; ae:counted ?counted ; ae:approximate ?approximate .
  OPTIONAL { ?s ae:lowerBound ?lower } OPTIONAL { ?s ae:upperBound ?upper } } ORDER BY ?s"""
_PROPOSITIONS = """SELECT ?prop ?s ?p ?o {
  ?prop a ae:Proposition ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } ORDER BY ?prop"""
_SOURCES = """SELECT ?s ?p ?o {
  VALUES ?p { ae:key dcterms:bibliographicCitation dcterms:creator dcterms:publisher ae:published }
  ?s a ae:Source ; ?p ?o } ORDER BY ?s ?p ?o"""
_SOURCE_EDGES = {
    iris.PREFIXES["dcterms"] + "creator": "AUTHOR",
    iris.PREFIXES["dcterms"] + "publisher": "PUBLISHER",
    iris.AE + "published": "PUBLISHED",
}

Row = dict[str, str]


def write(
    graph: KnowledgeGraph, outs: Sequence[BinaryIO], options: Options, cleaner: Cleaner
) -> Mapping[str, int]:
    """Two tables; every end of a relationship is a node."""
    tables = _Tables(graph, options)
    nodes = sorted(tables.nodes.values(), key=lambda row: row["iri:ID"])
    edges = [
        row
        for row in tables.edges
        if row[":START_ID"] in tables.nodes and row[":END_ID"] in tables.nodes
    ]
    for out, columns, rows in ((outs[0], NODES, nodes), (outs[1], EDGES, edges)):
        lines = io.TextIOWrapper(out, encoding="utf-8", newline="")
        # With "\n" alone the writer would leave a carriage return in a text unquoted.
        table = csv.DictWriter(lines, columns, restval="", lineterminator="\r\n")
        table.writeheader()
        table.writerows({name: cleaner.csv(text) for name, text in row.items()} for row in rows)
        lines.detach()
    return {"nodes": len(nodes), "edges": len(edges)}


class _Tables:
    """The rows of one graph: nodes by IRI, relationships in order."""

    def __init__(self, graph: KnowledgeGraph, options: Options) -> None:
        self._graph = graph
        self._label = graph.lookup.label
        self.nodes: dict[str, Row] = {}
        self.edges: list[Row] = []
        self._entities()
        self._values()
        self._sources()
        self._propositions()
        for claim in attribution.claims(graph):
            self._claim(claim)
        self._direct(options)

    def _table(self, query: str) -> Iterator[list[str]]:
        for row in self._graph.select(sparql.prologue() + query).rows:
            yield ["" if term is None else str(term) for term in row]

    def _node(self, iri: str, labels: str, **values: str) -> Row:
        return self.nodes.setdefault(iri, {"iri:ID": iri, ":LABEL": labels, **values})

    def _link(self, start: str, end: str, type_: str) -> None:
        self.edges.append({":START_ID": start, ":END_ID": end, ":TYPE": type_, "layer": "claims"})

    def _entities(self) -> None:
        for iri, key, class_, event, place, definition in self._table(_ENTITIES):
            kind = (iris.split_id(iri) or ("",))[0]
            if kind not in _CLASSES:
                continue
            type_ = (event or place or class_).rpartition("/")[2].rpartition("#")[2]
            labels = ["Entity", _CLASSES[kind], type_ if class_ else ""]
            row = self._node(
                iri, joined(labels, ";"),
                key=key, label=self._label(iri), type=type_, definition=definition,
            )  # fmt: skip
            if class_ and type_ not in row[":LABEL"].split(";"):
                row[":LABEL"] += f";{type_}"

    def _values(self) -> None:
        for iri, edtf, *bounds in self._table(_DATES):
            row = self._node(iri, "Date", label=self._label(iri), edtf=edtf)
            row.update(zip(NODES[7:11], bounds, strict=True))
        for iri, counted, lower, upper, approximate in self._table(_QUANTITIES):
            row = self._node(iri, "Quantity", label=self._label(iri))
            row["counted"] = counted.rpartition("/")[2]
            row["lower:long"], row["upper:long"] = lower, upper
            row["approximate:boolean"] = approximate

    def _sources(self) -> None:
        for iri, predicate, value in self._table(_SOURCES):
            row = self._node(iri, "Source", label=self._label(iri))
            if predicate in _SOURCE_EDGES:
                self._link(iri, value, _SOURCE_EDGES[predicate])
            else:
                row["key" if predicate == iris.AE + "key" else "citation"] = value

    def _claim(self, claim: Claim) -> None:
        row = self._node(
            claim.iri, "Claim",
            key=claim.key, attribution=claim.attribution(), stance=claim.stance, mode=claim.mode,
            locator=claim.locator, citation=claim.citation,
        )  # fmt: skip
        said = "; ".join(str(item) for item in claim.propositions)
        row["label"] = f"{claim.attribution()}: {said}"
        row["depth:int"] = str(claim.depth)
        row["quotes"] = joined(quote.exact for quote in claim.quotes)
        self._link(claim.iri, claim.speaker, "SPEAKER")
        self._link(claim.iri, claim.source, "IN_SOURCE")
        if claim.within:
            self._link(claim.iri, claim.within, "WITHIN")
        for item in claim.propositions:
            if item.iri in self.nodes:  # the claim's label has what is reported in words, too
                self.nodes[item.iri]["label"] = f"(proposition) {item}"
            self._link(claim.iri, item.iri, "PROPOSITION")

    def _propositions(self) -> None:
        """Also those that a lens shows only as what somebody is reported to say."""
        for row in self._graph.select(sparql.prologue() + _PROPOSITIONS).rows:
            prop, subject, predicate, obj = row
            if obj is None:
                continue
            iri = str(prop)
            said = object_label(obj, self._graph.lookup)
            label = f"{self._label(str(subject))} · {self._label(str(predicate))} · {said}"
            node = self._node(iri, "Proposition", label=f"(proposition) {label}")
            node["predicate"] = str(predicate).removeprefix(iris.AE)
            self._link(iri, str(subject), "SUBJECT")
            if isinstance(obj, Literal):
                node["words"] = str(obj)
            else:
                self._link(iri, str(obj), "OBJECT")

    def _direct(self, options: Options) -> None:
        network = self._graph.network(
            interpretations=options.interpretations, reference=options.reference
        )
        voices = attribution.Voices(self._graph)
        for start, end, _, data in sorted(network.edges(keys=True, data=True), key=_order):
            name = snake(data["predicate"].rpartition("#")[2].rpartition("/")[2]).upper()
            self.edges.append(
                {
                    ":START_ID": start,
                    ":END_ID": end,
                    ":TYPE": _LAYERS[data["graph"]] + name,
                    "label": data["label"],
                    "layer": data["graph"],
                    "according_to": joined(voices.names(data["claims"])),
                    "speakers:string[]": _array(data["speakers"]),
                    "claims:string[]": _array(data["claims"]),
                    "disputed:boolean": str(data["disputed"]).lower(),
                }
            )


def _order(edge: tuple[str, str, str, object]) -> tuple[str, str, str]:
    return edge[:3]


def _array(values: Iterable[str]) -> str:
    """IRIs as an array; a semicolon in one is percent-encoded (RFC 3986, section 2.1)."""
    return ";".join(value.replace(";", "%3B") for value in values)
