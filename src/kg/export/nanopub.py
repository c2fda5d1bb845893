"""Nanopublications: one for each claim, in TriG.

Nanopublication Guidelines, section 2: a head graph names an assertion, its provenance and its
publication info. Whoever collects nanopublications reads assertion graphs as asserted by somebody,
so the assertion holds

- what the claim says, as a direct triple, only if the claim contributes to the edges and nobody
  but its source reports it: its speaker affirms it as a report;
- otherwise that the speaker takes this stance, in this mode, towards a proposition that is
  described and not asserted, within the claims of whoever reports them. Nobody who merges
  assertions turns hearsay, a denial, a prediction, a demand or a judgement into something that is
  the case.

Provenance says who speaks, who reports it, where, and in which words. The nanopublications are not
signed and carry no trusty URI or time: whoever publishes them adds these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO

from rdflib import DCTERMS, PROV, RDF, RDFS
from rdflib.term import Identifier, Literal, URIRef

from kg import iris, sparql, store
from kg.description import DATASET
from kg.export import attribution
from kg.export.cleaning import Cleaner
from kg.export.registry import Options
from kg.literals import ae, boolean, integer, string

if TYPE_CHECKING:
    from kg.claims import Claim
    from kg.graph import KnowledgeGraph

NAMESPACE = "http://www.nanopub.org/nschema#"
_PREFIXES = {**iris.PREFIXES, "np": NAMESPACE, "nanopub": f"{iris.ID}nanopub/"}

Triple = tuple[Identifier, Identifier, Identifier]
_LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")
_OA = iris.PREFIXES["oa"]

_REPORTED = """SELECT ?prop ?s ?p ?o {
  ?prop a ae:Proposition ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"""
_VALUES = """SELECT DISTINCT ?value ?p ?o {
  { ?value a ae:Quantity } UNION { ?value a ae:Date } ?value ?p ?o } ORDER BY ?value ?p ?o"""
_SOURCES = """SELECT DISTINCT ?source ?p ?o {
  VALUES ?p { rdfs:label dcterms:bibliographicCitation dcterms:rights ae:published
              dcterms:contributor }
  ?source a ae:Source ; ?p ?o } ORDER BY ?source ?p ?o"""


def iri(claim: str) -> str:
    """IRI of a claim's nanopublication; its four graphs are fragments of it."""
    return f"{iris.ID}nanopub/{claim.rsplit('/', 1)[-1]}"


def write(
    graph: KnowledgeGraph, outs: Sequence[BinaryIO], options: Options, cleaner: Cleaner
) -> Mapping[str, int]:
    """The nanopublications in the order of the text."""
    maker = _Maker(graph)
    counts = {"nanopublications": 0, "direct": 0, "quads": 0}

    def lines() -> Iterator[bytes]:
        for claim in attribution.claims(graph):
            counts["nanopublications"] += 1
            counts["direct"] += _direct(claim)
            for name, triples in maker.graphs(claim):
                found = store.nquads_lines((*triple, URIRef(name)) for triple in triples)
                counts["quads"] += len(found)
                yield from found

    store.trig(lines(), outs[0], _PREFIXES)
    return counts


def _np(name: str) -> URIRef:
    return URIRef(NAMESPACE + name)


class _Maker:
    """Makes the graphs of nanopublications from the claims of one graph."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        rows = graph.select(sparql.prologue() + _REPORTED).rows
        self._said: dict[str, Triple] = {str(row[0]): _triple(row[1:]) for row in rows}
        self._values: dict[str, list[Triple]] = {}
        for row in graph.select(sparql.prologue() + _VALUES).rows:
            self._values.setdefault(str(row[0]), []).append(_triple(row))
        self._sources: dict[str, list[Triple]] = {}
        for row in graph.select(sparql.prologue() + _SOURCES).rows:
            self._sources.setdefault(str(row[0]), []).append(_triple(row))

    def graphs(self, claim: Claim) -> Iterator[tuple[str, list[Triple]]]:
        """Names and triples of the four graphs."""
        name = iri(claim.iri)
        head, assertion, provenance, info = (
            f"{name}#{part}" for part in ("head", "assertion", "provenance", "pubinfo")
        )
        this = URIRef(name)
        yield (
            head,
            [
                (this, RDF.type, _np("Nanopublication")),
                (this, _np("hasAssertion"), URIRef(assertion)),
                (this, _np("hasProvenance"), URIRef(provenance)),
                (this, _np("hasPublicationInfo"), URIRef(info)),
            ],
        )
        yield assertion, list(self._assertion(claim))
        yield provenance, list(self._provenance(URIRef(assertion), claim))
        yield info, list(self._info(this, claim))

    def _assertion(self, claim: Claim) -> Iterator[Triple]:
        """What is asserted: see the module."""
        if not _direct(claim):
            yield from _chain(claim)
        for item in claim.propositions:
            if _direct(claim):
                yield URIRef(item.subject), URIRef(item.predicate), item.object
                yield from self._described(item.object)
            else:
                yield URIRef(claim.iri), ae("proposition"), URIRef(item.iri)
                yield from self._described(URIRef(item.iri))

    def _described(self, term: Identifier) -> Iterator[Triple]:
        """A quantity or date with its bounds; a proposition, not asserted, to any depth."""
        for _ in range(32):
            yield from self._values.get(str(term), ())
            if isinstance(term, Literal) or str(term) not in self._said:
                return
            subject, predicate, obj = self._said[str(term)]
            yield term, RDF.type, ae("Proposition")
            yield term, RDF.type, RDF.Statement
            yield term, RDF.subject, subject
            yield term, RDF.predicate, predicate
            yield term, RDF.object, obj
            term = obj

    def _provenance(self, assertion: URIRef, claim: Claim) -> Iterator[Triple]:
        """Who says so, reported by whom, where and in which words."""
        source = URIRef(claim.source)
        yield assertion, PROV.wasDerivedFrom, URIRef(claim.iri)
        yield assertion, PROV.hadPrimarySource, source
        yield from _chain(claim)
        for triple in self._sources.get(claim.source, ()):
            if triple[1] != DCTERMS.contributor:
                yield triple
        node = URIRef(claim.iri)
        if claim.locator:
            yield node, ae("citation"), source
            yield node, ae("locator"), string(claim.locator)
        if claim.unchecked:
            yield node, ae("unchecked"), boolean(True)
        for quote in claim.quotes:
            span = URIRef(quote.iri)
            words, position = URIRef(f"{span}#quote"), URIRef(f"{span}#position")
            yield node, ae("evidence"), span
            yield span, RDF.type, URIRef(_OA + "SpecificResource")
            yield span, URIRef(_OA + "hasSource"), source
            yield span, URIRef(_OA + "hasSelector"), words
            yield span, URIRef(_OA + "hasSelector"), position
            yield words, RDF.type, URIRef(_OA + "TextQuoteSelector")
            yield words, URIRef(_OA + "exact"), string(quote.exact)
            yield position, RDF.type, URIRef(_OA + "TextPositionSelector")
            yield position, URIRef(_OA + "start"), integer(quote.start)
            yield position, URIRef(_OA + "end"), integer(quote.end)

    def _info(self, this: URIRef, claim: Claim) -> Iterator[Triple]:
        """Who made the nanopublication, and under which licence."""
        said = "; ".join(str(item) for item in claim.propositions)
        yield this, RDFS.label, string(f"{claim.attribution()}: {said}", "en")
        yield this, DCTERMS.license, _LICENCE
        yield this, DCTERMS.isPartOf, DATASET
        for _, predicate, name in self._sources.get(claim.source, ()):
            if predicate == DCTERMS.contributor:
                yield this, predicate, name


def _direct(claim: Claim) -> bool:
    """True when what a claim says may stand as a triple of its own: whoever merges assertions hears
    it from its source."""
    return "edges" in claim.contributes and not claim.depth


def _chain(claim: Claim) -> Iterator[Triple]:
    """The stance of a claim and of those that report it, and which is within which."""
    whole = (*claim.chain, claim)
    for item in whole:
        yield from _stance(item)
    for outer, inner in pairwise(whole):
        yield URIRef(inner.iri), ae("within"), URIRef(outer.iri)


def _stance(claim: Claim) -> Iterator[Triple]:
    """That a speaker takes a stance, without what it is towards."""
    node = URIRef(claim.iri)
    yield node, RDF.type, ae("Claim")
    yield node, ae("speaker"), URIRef(claim.speaker)
    yield node, ae("stance"), ae(claim.stance)
    yield node, ae("mode"), ae(claim.mode)
    yield node, ae("source"), URIRef(claim.source)
    yield node, ae("depth"), integer(claim.depth)


def _triple(row: Sequence[Identifier | None]) -> Triple:
    subject, predicate, obj = row
    if subject is None or predicate is None or obj is None:
        raise ValueError("An unbound variable in a triple pattern.")  # no engine may do this
    return subject, predicate, obj
