"""Reads an :class:`~kg.explorer.index.Index` out of an engine: some ten queries over everything."""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

from rdflib.term import Identifier, Literal

from kg import claims as claim_records
from kg import iris, sparql, terms
from kg.engine import Engine
from kg.explorer.index import Claim, Date, Index, Place, Proposition, Quantity, Quote
from kg.graph import KnowledgeGraph
from kg.network import NODE_KINDS
from kg.views import wording

_ROWS = """
SELECT ?claim ?key ?source ?speaker ?stance ?mode ?depth ?within ?locator {
  ?claim a ae:Claim ; ae:key ?key ; ae:source ?source ; ae:speaker ?speaker ; ae:stance ?stance ;
         ae:mode ?mode ; ae:depth ?depth .
  OPTIONAL { ?claim ae:within ?within } OPTIONAL { ?claim ae:locator ?locator } }"""
_GRAPHS = "SELECT ?claim ?graph { ?claim ae:contributesTo ?graph }"
_PROPS = """
SELECT ?claim ?prop ?s ?p ?o { ?claim a ae:Claim ; ae:proposition ?prop .
  ?prop rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"""
_QUOTES = """
SELECT ?claim ?start ?end ?exact ?number { ?claim a ae:Claim ; ae:evidence ?evidence .
  ?evidence oa:hasSelector ?quote , ?position ; ae:inSegment/ae:ordinal ?number .
  ?quote oa:exact ?exact . ?position oa:start ?start ; oa:end ?end }"""
_TYPES = """
SELECT ?s ?type { ?s ae:key ?key .
  { ?s ae:eventType ?type } UNION { ?s ae:placeType ?type }
  UNION { ?s a ?type . ?type rdfs:subClassOf ae:Actor } }"""
_DATES = """
SELECT ?s ?edtf ?a ?b ?c ?d ?approximate { ?s a ae:Date ; ae:edtf ?edtf .
  OPTIONAL { ?s sem:hasEarliestBeginTimeStamp ?a } OPTIONAL { ?s sem:hasLatestBeginTimeStamp ?b }
  OPTIONAL { ?s sem:hasEarliestEndTimeStamp ?c } OPTIONAL { ?s sem:hasLatestEndTimeStamp ?d }
  OPTIONAL { ?s ae:approximate ?approximate } }"""
_PLACES = """
SELECT ?s ?type ?wkt { ?s a ae:Place . OPTIONAL { ?s ae:placeType ?type }
  OPTIONAL { ?s geo:hasGeometry/geo:asWKT ?wkt } }"""
_WITHIN = "SELECT ?s ?o { GRAPH graph:reference { ?s ae:locatedIn ?o } }"
_QUANTITIES = """
SELECT ?s ?label ?counted ?name ?lower ?upper ?approximate {
  ?s a ae:Quantity ; rdfs:label ?label ; ae:counted ?counted .
  OPTIONAL { ?counted skos:prefLabel ?name }
  OPTIONAL { ?s ae:lowerBound ?lower } OPTIONAL { ?s ae:upperBound ?upper }
  OPTIONAL { ?s ae:approximate ?approximate } }"""
_AGAINST = "SELECT ?a ?b { ?a ae:contradicts ?b }"

_POINT = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_ACTORS = {local: name for name, local in terms.ACTOR_TYPES.items()}
_PLACE_TYPES = {local: name for name, local in terms.PLACE_TYPES.items()}

_KEPT: WeakKeyDictionary[KnowledgeGraph, Index] = WeakKeyDictionary()


def of(graph: KnowledgeGraph) -> Index:
    """The index of a graph, read at first use and kept as long as the graph is."""
    found = _KEPT.get(graph)
    if found is None:
        found = _KEPT[graph] = read(graph)
    return found


def read(graph: KnowledgeGraph) -> Index:
    """Read the columns of a whole dataset."""
    reader = _Reader(graph)
    reader.propositions()
    reader.claims()
    reader.quotes()
    reader.values()
    index = reader.index
    index.disputed = frozenset(
        index.proposition_at[iri] for iri in graph.disputed if iri in index.proposition_at
    )
    return index


class _Reader:
    def __init__(self, graph: KnowledgeGraph) -> None:
        self.engine: Engine = graph.engine
        self.lookup = graph.lookup
        self.index = Index(graph.lookup)
        self.of_claim: dict[str, list[int]] = {}
        self.texts: dict[str, str] = {}

    def rows(self, query: str) -> list[tuple[Identifier | None, ...]]:
        return self.engine.select(sparql.prologue() + query).rows

    def text(self, term: object) -> str:
        """A text, the same object for the same text: IRIs and modes recur with every claim, and a
        server holds the index for as long as it runs."""
        found = str(term)
        return self.texts.setdefault(found, found)

    def entity(self, iri: str) -> int:
        """The number of an entity, a new one if need be; -1 for what is none."""
        index = self.index
        if (number := index.at.get(iri)) is not None:
            return number
        kind = (iris.split_id(iri) or ("",))[0]
        if kind not in NODE_KINDS:
            return -1
        index.at[iri] = number = len(index.entities)
        index.entities.append(iri)
        index.kinds.append(kind)
        return number

    def propositions(self) -> None:
        index = self.index
        for row in sorted(self.rows(_PROPS), key=lambda row: (str(row[1]), str(row[0]))):
            claim, prop, s, p, o = row
            assert o is not None
            iri = self.text(prop)
            number = index.proposition_at.get(iri)
            if number is None:
                number = index.proposition_at[iri] = len(index.propositions)
                value = "" if isinstance(o, Literal) else self.text(o)
                subject = self.text(s)
                item = Proposition(
                    iri, self.entity(subject), self.text(p), self.entity(value) if value else -1,
                    subject, value, self.text(claim_records.object_label(o, self.lookup)),
                )  # fmt: skip
                index.propositions.append(item)
            self.of_claim.setdefault(self.text(claim), []).append(number)

    def claims(self) -> None:
        index = self.index
        graphs: dict[str, set[str]] = {}
        for claim, graph in self.rows(_GRAPHS):
            graphs.setdefault(str(claim), set()).add(_local(str(graph)))
        rows = sorted(self.rows(_ROWS), key=lambda row: (str(row[2]), str(row[0])))
        index.claim_at = {self.text(row[0]): number for number, row in enumerate(rows)}
        sources: dict[str, int] = {}
        for row in rows:
            iri, key, source, speaker, stance, mode, depth, within, locator = (
                "" if term is None else self.text(term) for term in row
            )
            number = sources.setdefault(source, len(sources))
            contributes = graphs.get(iri, set())
            stance, mode = self.text(_local(stance)), self.text(_local(mode))
            item = Claim(
                iri, key, number, self.entity(speaker), stance, mode,
                wording.kind(stance, mode, contributes), int(depth),
                index.claim_at.get(within, -1), tuple(self.of_claim.get(iri, ())), locator,
            )  # fmt: skip
            index.claims.append(item)
        index.sources = list(sources)

    def quotes(self) -> None:
        index = self.index
        for claim, start, end, exact, number in self.rows(_QUOTES):
            at = index.claim_at.get(str(claim))
            if at is not None:
                quote = Quote(int(str(start)), int(str(end)), str(exact), int(str(number)))
                index.quotes.setdefault(at, []).append(quote)
        for found in index.quotes.values():
            found.sort()

    def values(self) -> None:
        """Types, dates, places and quantities of what the claims name."""
        index = self.index
        for s, type_ in self.rows(_TYPES):
            if (at := index.at.get(str(s))) is not None:
                local = _local(str(type_))
                name = terms.EVENT_TYPES.get(local) or _ACTORS.get(local)
                index.types.setdefault(at, name or _PLACE_TYPES.get(local, local))
        for s, edtf, *bounds, approximate in self.rows(_DATES):
            if (at := index.at.get(str(s))) is not None:
                a, b, c, d = (str(bound or "") for bound in bounds)
                index.dates[at] = Date(str(edtf), (a, b, c, d), str(approximate) == "true")
        self.where()
        for s, label, counted, name, lower, upper, approximate in self.rows(_QUANTITIES):
            index.quantities[str(s)] = Quantity(
                str(label), _local(str(counted)), str(name or self.lookup.label(str(counted))),
                None if lower is None else int(str(lower)),
                None if upper is None else int(str(upper)), str(approximate) == "true",
            )  # fmt: skip
        against: dict[int, set[int]] = {}
        for a_, b_ in self.rows(_AGAINST):
            one, other = (index.proposition_at.get(str(term)) for term in (a_, b_))
            if one is not None and other is not None:
                against.setdefault(one, set()).add(other)
                against.setdefault(other, set()).add(one)
        index.against = {number: tuple(sorted(found)) for number, found in against.items()}

    def where(self) -> None:
        index = self.index
        within: dict[int, set[int]] = {}
        for s, o in self.rows(_WITHIN):  # first: what only contains others is a place too
            inner, outer = self.entity(str(s)), self.entity(str(o))
            within.setdefault(inner, set()).add(outer)
        index.within = {inner: tuple(sorted(outer)) for inner, outer in within.items()}
        for s, type_, wkt in self.rows(_PLACES):
            if (at := index.at.get(str(s))) is not None:
                local = _local(str(type_ or ""))
                point = _POINT.search(str(wkt or ""))
                x, y = (float(point[1]), float(point[2])) if point else (None, None)
                index.places[at] = Place(_PLACE_TYPES.get(local, local), x, y)


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
