"""Entities and sources read in bulk: a handful of queries for a page, not two for each entity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rdflib.term import Identifier, Literal, URIRef

from kg import claims, iris, sparql, terms
from kg.engine import Engine
from kg.lookup import Lookup

_CHUNK = 300

_DESCRIBED = """
SELECT DISTINCT ?s ?p ?o {
  %VALUES% ?s ?p ?o
  FILTER(?p IN (rdfs:label, skos:altLabel, skos:definition, skos:exactMatch, skos:closeMatch,
                skos:broadMatch, rdf:type, ae:eventType, ae:placeType,
                sem:hasEarliestBeginTimeStamp, sem:hasLatestEndTimeStamp))
} ORDER BY ?s ?p ?o"""
_FACTS = """
SELECT DISTINCT ?s ?p ?o ?date ?text {
  %VALUES%
  ?statement a ae:ReferenceStatement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
             ae:citation/dcterms:bibliographicCitation ?text .
  ?p ae:relationGroup ?group .
  OPTIONAL { ?statement ae:date/rdfs:label ?date }
} ORDER BY ?s ?p ?o ?text"""
_SOURCES = """
SELECT DISTINCT ?s ?p ?o {
  %VALUES% ?s ?p ?o
  FILTER(?p IN (rdf:type, rdfs:label, dcterms:title, dcterms:creator, dcterms:publisher,
                ae:published, ae:publishedInferred, ae:reasoning, dcterms:rights, schema:url,
                dcterms:bibliographicCitation))
} ORDER BY ?s ?p ?o"""
_SEGMENTS = """
SELECT DISTINCT ?s ?n ?paragraph ?kind ?start ?text ?skipped {
  %VALUES%
  ?segment a ae:Segment ; ae:source ?s ; ae:ordinal ?n ; ae:segmentKind ?kind ; ae:start ?start ;
           ae:text ?text .
  OPTIONAL { ?segment ae:paragraph ?paragraph }
  OPTIONAL { ?segment ae:skipped ?skipped }
} ORDER BY ?s ?n"""

_ACTORS = {local: name for name, local in terms.ACTOR_TYPES.items()}
_PLACES = {local: name for name, local in terms.PLACE_TYPES.items()}
_FIRST, _LAST = "hasEarliestBeginTimeStamp", "hasLatestEndTimeStamp"


@dataclass
class Described:
    """What the dataset tells of an entity: ``type`` as people read it, ``links`` as pairs of the
    kind of match and an IRI, ``facts`` as relation, object, date and citation."""

    labels: list[tuple[str, str]] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    definition: str = ""
    type: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    facts: list[tuple[str, str, str, str]] = field(default_factory=list)
    first: str = ""
    last: str = ""


class Segment(NamedTuple):
    """A sentence, heading or caption; without a paragraph in the data it is one by itself, with a
    negative number."""

    number: int
    paragraph: int
    kind: str
    start: int
    text: str
    skipped: str


@dataclass
class SourceInfo:
    """What the dataset tells of a source; its segments in their order."""

    values: dict[str, list[Identifier]] = field(default_factory=dict)
    segments: list[Segment] = field(default_factory=list)

    def text(self, name: str) -> str:
        """The first value of a property, by its local name."""
        return str(next(iter(self.values.get(name, ())), ""))


def describe(engine: Engine, lookup: Lookup, entities: Iterable[str]) -> dict[str, Described]:
    """Everything about these entities (IRIs) that is not a claim."""
    wanted = sorted(set(entities))
    found = {iri: Described() for iri in wanted}
    for row in _rows(engine, _DESCRIBED, wanted):
        subject, predicate, obj = row[0], row[1], row[2]
        if obj is not None:
            _put(found[str(subject)], _local(str(predicate)), obj)
    for s, p, o, date, text in _rows(engine, _FACTS, wanted):
        assert o is not None
        fact = (
            lookup.label(str(p)), claims.object_label(o, lookup), str(date or ""), str(text or ""),
        )  # fmt: skip
        found[str(s)].facts.append(fact)
    return found


def _put(item: Described, name: str, obj: Identifier) -> None:
    text, local = str(obj), _local(str(obj))
    if name == "label":
        item.labels.append(((isinstance(obj, Literal) and obj.language) or "", text))
    elif name == "altLabel":
        item.aliases.append(text)
    elif name == "definition":
        item.definition = item.definition or text
    elif name.endswith("Match"):
        item.links.append((name.removesuffix("Match"), text))
    elif name == "eventType":
        item.type = terms.EVENT_TYPES.get(local, local)
    elif name == "placeType":
        item.type = _PLACES.get(local, local)
    elif name == "type" and text.startswith(iris.AE) and local in _ACTORS:
        item.type = _ACTORS[local]
    elif name == _FIRST:
        item.first = min(item.first, text) if item.first else text
    elif name == _LAST:
        item.last = max(item.last, text)


def sources(engine: Engine, wanted: Iterable[str]) -> dict[str, SourceInfo]:
    """Metadata and segments of these sources (IRIs)."""
    iris_ = sorted(set(wanted))
    found = {iri: SourceInfo() for iri in iris_}
    for subject, predicate, obj in _rows(engine, _SOURCES, iris_):
        if obj is not None:
            found[str(subject)].values.setdefault(_local(str(predicate)), []).append(obj)
    for s, n, paragraph, kind, start, text, skipped in _rows(engine, _SEGMENTS, iris_):
        number = int(str(n))
        lies_in = int(str(paragraph)) if paragraph is not None else -number
        words = str(text), str(skipped or "")
        found[str(s)].segments.append(
            Segment(number, lies_in, _local(str(kind)), int(str(start)), *words)
        )
    return found


def about(engine: Engine, entities: Sequence[str]) -> list[str]:
    """IRIs of the claims whose propositions name one of these entities, or which they make."""
    # Three queries that each start at the entities: as one with UNION, all claims are joined first.
    bodies = (
        "SELECT DISTINCT ?claim { %VALUES% ?prop rdf:subject ?s . ?claim ae:proposition ?prop }",
        "SELECT DISTINCT ?claim { %VALUES% ?prop rdf:object ?s . ?claim ae:proposition ?prop }",
        "SELECT DISTINCT ?claim { %VALUES% ?claim ae:speaker ?s }",
    )
    found = (row[0] for body in bodies for row in _rows(engine, body, entities))
    return list(dict.fromkeys(str(claim) for claim in found))


def named(engine: Engine, kinds: Iterable[str]) -> list[str]:
    """IRIs of all entities of these kinds that claims name or that make claims, sorted."""
    allowed = set(kinds)
    body = """SELECT DISTINCT ?e {
      { ?claim ae:proposition ?p . ?p rdf:subject ?e }
      UNION { ?claim ae:proposition ?p . ?p rdf:object ?e FILTER(ISIRI(?e)) }
      UNION { ?claim a ae:Claim ; ae:speaker ?e } }"""
    found = (str(row[0]) for row in engine.select(sparql.prologue() + body).rows)
    return sorted(iri for iri in found if (iris.split_id(iri) or ("",))[0] in allowed)


def contradictions(engine: Engine) -> list[tuple[str, str]]:
    """Pairs of propositions (IRIs) that cannot both be right, found by the dataset's rules."""
    rows = engine.select(sparql.prologue() + "SELECT ?a ?b { ?a ae:contradicts ?b }").rows
    return sorted((str(a), str(b)) for a, b in rows)


def _rows(
    engine: Engine, body: str, wanted: Sequence[str]
) -> Iterator[tuple[Identifier | None, ...]]:
    for at in range(0, len(wanted), _CHUNK):
        values = " ".join(sparql.term_text(URIRef(iri)) for iri in wanted[at : at + _CHUNK])
        text = body.replace("%VALUES%", f"VALUES ?s {{ {values} }}")
        yield from engine.select(sparql.prologue() + text).rows


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
