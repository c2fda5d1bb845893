"""Model to RDF terms: the only mapping.

Each function yields the triples of one thing; the caller says into which graph they go
(``docs/model.md`` shows the result). The input has been resolved (:mod:`kg.resolving`), so nothing
here can fail. Terms are rdflib's; lexical forms are canonical, so that no engine rewrites them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from rdflib.term import Identifier, Literal, URIRef

from kg import dates, iris, model, quantities, resolving, terms, text
from kg.iris import PREFIXES
from kg.literals import ae, boolean, day, integer, n_triples, string

Triple: TypeAlias = tuple[URIRef, URIRef, Identifier]

_EDTF = URIRef(PREFIXES["edtf"] + "EDTF")
_WKT = URIRef(PREFIXES["geo"] + "wktLiteral")


def _term(curie: str) -> URIRef:
    iri = iris.expand(curie)
    assert iri is not None, curie
    return URIRef(iri)


_TYPE = _term("rdf:type")
_SUBJECT, _PREDICATE, _OBJECT = _term("rdf:subject"), _term("rdf:predicate"), _term("rdf:object")
_STATEMENT = _term("rdf:Statement")
_LABEL = _term("rdfs:label")
_ALT = _term("skos:altLabel")
_DEFINITION = _term("skos:definition")
_BIBLIOGRAPHIC = _term("dcterms:bibliographicCitation")
_MATCHES = {
    "exact": _term("skos:exactMatch"),
    "close": _term("skos:closeMatch"),
    "broad": _term("skos:broadMatch"),
}
_BOUNDS = tuple(
    _term(f"sem:has{name}TimeStamp")
    for name in ("EarliestBegin", "LatestBegin", "EarliestEnd", "LatestEnd")
)
_KIND_CLASSES = {
    "actor": "Actor",
    "event": "Event",
    "series": "Series",
    "place": "Place",
    "prospect": "Prospect",
}
_GENRES = {
    "opinion": "OpinionNewsArticle",
    "news": "NewsArticle",
    "report": "Report",
    "statement": "Statement",
    "book": "Book",
    "webpage": "WebPage",
}
_SELECTS = _term("oa:hasSelector")
_OA_SOURCE = _term("oa:hasSource")
_OA_RESOURCE = _term("oa:SpecificResource")
_OA_QUOTE, _OA_POSITION = _term("oa:TextQuoteSelector"), _term("oa:TextPositionSelector")
_EXACT, _PREFIX, _SUFFIX = _term("oa:exact"), _term("oa:prefix"), _term("oa:suffix")
_START, _END = _term("oa:start"), _term("oa:end")


_AE = {name: ae(name) for name in terms.TERMS}


def entity_iri(ref: resolving.EntityRef) -> URIRef:
    """IRI of an entity."""
    return URIRef(iris.entity(ref.kind, ref.key))


def date_iri(value: dates.EdtfDate) -> URIRef:
    """IRI of a date."""
    return URIRef(iris.date(value.text))


def quantity_iri(value: quantities.Quantity) -> URIRef:
    """IRI of a quantity."""
    return URIRef(iris.quantity(value.counted, value.lower, value.upper, value.approximate))


def object_term(value: resolving.Object) -> Identifier:
    """The RDF term of a proposition's object."""
    if isinstance(value, resolving.EntityRef):
        return entity_iri(value)
    if isinstance(value, bool):
        return boolean(value)
    if isinstance(value, resolving.Words):
        return string(value.text, value.lang)
    if isinstance(value, dates.EdtfDate):
        return date_iri(value)
    if isinstance(value, quantities.Quantity):
        return quantity_iri(value)
    return proposition_iri(value)


def proposition_iri(value: resolving.Proposition) -> URIRef:
    """IRI of a proposition: a function of its subject, predicate and object."""
    obj = object_term(value.object)
    return URIRef(
        iris.proposition(entity_iri(value.subject), iris.AE + value.predicate, n_triples(obj))
    )


def claim_iri(slug: str, claim: resolving.Claim) -> URIRef:
    """IRI of a claim: a function of its content."""
    return URIRef(
        iris.claim(
            slug,
            entity_iri(claim.speaker),
            claim_iri(slug, claim.within) if claim.within else None,
            claim.stance,
            claim.mode,
            [proposition_iri(item) for item in claim.says],
        )
    )


# --- values -------------------------------------------------------------------------------------


def date_triples(value: dates.EdtfDate) -> Iterator[Triple]:
    """A date with its bounds, and the dates that it lies in."""
    node = date_iri(value)
    yield node, _TYPE, _AE["Date"]
    yield node, _AE["edtf"], Literal(value.text, datatype=_EDTF)
    yield node, _LABEL, string(value.label, "en")
    for predicate, bound in zip(_BOUNDS, value.bounds, strict=True):
        if bound is not None:
            yield node, predicate, day(bound)
    if value.approximate or value.uncertain:
        yield node, _AE["approximate"], boolean(True)
    if value.parent is not None:
        parent = dates.parse(value.parent)
        yield node, _AE["during"], date_iri(parent)
        yield from date_triples(parent)


def quantity_triples(value: quantities.Quantity) -> Iterator[Triple]:
    """A quantity with its bounds."""
    node = quantity_iri(value)
    yield node, _TYPE, _AE["Quantity"]
    yield node, _AE["counted"], URIRef(f"{iris.ID}counted/{value.counted}")
    if value.lower is not None:
        yield node, _AE["lowerBound"], integer(value.lower)
    if value.upper is not None:
        yield node, _AE["upperBound"], integer(value.upper)
    yield node, _AE["approximate"], boolean(value.approximate)
    label = quantities.label(value, terms.COUNTED[value.counted])
    yield node, _LABEL, string(label, "en")


def value_triples(value: resolving.Object) -> Iterator[Triple]:
    """The description of an object that is not an entity of the registry."""
    if isinstance(value, dates.EdtfDate):
        yield from date_triples(value)
    elif isinstance(value, quantities.Quantity):
        yield from quantity_triples(value)
    elif isinstance(value, resolving.Proposition):
        yield from proposition_triples(value)


def proposition_triples(value: resolving.Proposition) -> Iterator[Triple]:
    """A proposition, unasserted, and the values that it names."""
    node = proposition_iri(value)
    yield node, _TYPE, _AE["Proposition"]
    yield node, _TYPE, _STATEMENT
    yield node, _SUBJECT, entity_iri(value.subject)
    yield node, _PREDICATE, ae(value.predicate)
    yield node, _OBJECT, object_term(value.object)
    yield from value_triples(value.object)


# --- reference ----------------------------------------------------------------------------------


def entity_triples(
    key: str, entity: model.Entity, facts: Iterable[resolving.Fact]
) -> Iterator[Triple]:
    """An entity as the editors know it; every fact with its citation."""
    node = URIRef(iris.entity(entity.kind, key))
    yield node, _TYPE, _AE[_KIND_CLASSES[entity.kind]]
    yield node, _AE["key"], string(key)
    if entity.kind == "actor" and entity.type:
        yield node, _TYPE, _AE[terms.ACTOR_TYPES[entity.type]]
    elif entity.kind == "place" and entity.type:
        yield node, _AE["placeType"], _AE[terms.PLACE_TYPES[entity.type]]
    elif entity.type:
        yield node, _AE["eventType"], URIRef(f"{iris.ID}event-type/{entity.type}")
    for lang, label in entity.label.items():
        yield node, _LABEL, string(label, lang)
    for lang, names in entity.aliases.items():
        for name in names:
            yield node, _ALT, string(name, lang)
    yield node, _DEFINITION, string(entity.definition, "en")
    for match in entity.matches:
        target = URIRef(iris.external(match.id))
        yield from _reference(node, _MATCHES[match.match], target, match.citation)
    if entity.coordinates:
        point = entity.coordinates
        geometry = URIRef(f"{node}#geometry")
        yield geometry, _TYPE, _term("sf:Point")
        wkt = f"POINT({_degrees(point.long)} {_degrees(point.lat)})"
        yield geometry, _term("geo:asWKT"), Literal(wkt, datatype=_WKT)
        yield from _reference(node, _term("geo:hasGeometry"), geometry, point.citation)
    for fact in facts:
        yield from value_triples(fact.object)
        if fact.date is not None:
            yield from date_triples(fact.date)
        obj = object_term(fact.object)
        yield from _reference(node, ae(fact.predicate), obj, fact.citation, fact.date)


def _degrees(value: float) -> str:
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _reference(
    subject: URIRef,
    predicate: URIRef,
    obj: Identifier,
    citation: str,
    when: dates.EdtfDate | None = None,
) -> Iterator[Triple]:
    node = URIRef(iris.reference(subject, predicate, n_triples(obj), citation))
    yield subject, predicate, obj
    yield node, _TYPE, _AE["ReferenceStatement"]
    yield node, _TYPE, _STATEMENT
    yield node, _SUBJECT, subject
    yield node, _PREDICATE, predicate
    yield node, _OBJECT, obj
    yield node, _AE["citation"], URIRef(iris.citation(citation))
    if when is not None:
        yield node, _AE["date"], date_iri(when)


def citation_triples(key: str, entry: model.CitationEntry) -> Iterator[Triple]:
    """A work that reference statements rest on."""
    node = URIRef(iris.citation(key))
    yield node, _TYPE, _AE["Citation"]
    yield node, _term("dcterms:identifier"), string(key)
    yield node, _BIBLIOGRAPHIC, string(entry.text)
    if entry.url:
        yield node, _term("schema:url"), URIRef(entry.url)


# --- sources ------------------------------------------------------------------------------------


def source_triples(source: resolving.Source) -> Iterator[Triple]:
    """Everything of one source: metadata, segments, claims, evidence."""
    yield from _metadata(source)
    slug = source.slug
    lines = sorted({segment.line for segment in source.segments})  # each line is a paragraph
    paragraphs = {line: number for number, line in enumerate(lines, 1)}
    for segment in source.segments:
        yield from _segment(slug, segment, paragraphs[segment.line])
    for claim in source.claims:
        yield from _claim(slug, claim)


def _metadata(source: resolving.Source) -> Iterator[Triple]:
    node = URIRef(iris.source(source.slug))
    meta = source.meta
    held = source.text is not None
    yield node, _TYPE, _AE["Source"]
    yield node, _TYPE, _AE["QuotedSource" if held else "CitedSource"]
    yield node, _TYPE, _term(f"schema:{_GENRES[meta.genre]}")
    yield node, _AE["key"], string(source.slug)
    yield node, _LABEL, string(meta.label, "en")
    if meta.title:
        yield node, _term("dcterms:title"), string(meta.title, meta.language)
    for author in source.authors:
        yield node, _term("dcterms:creator"), entity_iri(author)
    if source.publisher:
        yield node, _term("dcterms:publisher"), entity_iri(source.publisher)
    yield node, _term("dcterms:language"), string(meta.language)
    yield node, _AE["published"], date_iri(source.published)
    yield from date_triples(source.published)
    yield node, _AE["publishedInferred"], boolean(meta.published.inferred)
    if meta.published.why:
        yield node, _AE["reasoning"], string(meta.published.why, "en")
    if source.dateline:
        yield node, _AE["dateline"], entity_iri(source.dateline)
    if meta.url:
        yield node, _term("schema:url"), URIRef(meta.url)
    yield node, _BIBLIOGRAPHIC, string(meta.citation)
    yield node, _term("dcterms:rights"), string(meta.licence, "en")
    for credit in meta.credits:
        yield node, _AE["credit"], string(f"{credit.words} ({credit.of})")
    for encoder in meta.encoders:
        yield node, _term("dcterms:contributor"), string(encoder)
    if meta.note:
        yield node, _AE["note"], string(meta.note, "en")
    if source.text is not None:
        yield node, _AE["textDigest"], string(f"sha256:{text.digest(source.text)}")


def _segment(slug: str, segment: resolving.Segment, paragraph: int) -> Iterator[Triple]:
    node = URIRef(iris.segment(slug, segment.number))
    yield node, _TYPE, _AE["Segment"]
    yield node, _AE["source"], URIRef(iris.source(slug))
    yield node, _AE["ordinal"], integer(segment.number)
    yield node, _AE["paragraph"], integer(paragraph)
    yield node, _AE["segmentKind"], _AE[terms.SEGMENT_KINDS[segment.kind]]
    yield node, _AE["start"], integer(segment.start)
    yield node, _AE["end"], integer(segment.end)
    yield node, _AE["text"], string(segment.text)
    if segment.skipped:
        yield node, _AE["skipped"], string(segment.skipped, "en")


def _claim(slug: str, claim: resolving.Claim) -> Iterator[Triple]:
    node = claim_iri(slug, claim)
    yield node, _TYPE, _AE["Claim"]
    yield node, _AE["source"], URIRef(iris.source(slug))
    yield node, _AE["key"], string(claim.id)
    yield node, _AE["speaker"], entity_iri(claim.speaker)
    yield node, _AE["stance"], _AE[terms.STANCES[claim.stance]]
    yield node, _AE["mode"], _AE[terms.MODES[claim.mode]]
    yield node, _AE["depth"], integer(claim.depth)
    if claim.within is not None:
        yield node, _AE["within"], claim_iri(slug, claim.within)
    for item in claim.says:
        yield node, _AE["proposition"], proposition_iri(item)
        yield from proposition_triples(item)
    for evidence in claim.evidence:
        yield node, _AE["evidence"], URIRef(iris.evidence(slug, evidence.start, evidence.end))
        yield from _evidence(slug, evidence)
    if claim.cited is not None:
        yield node, _AE["citation"], URIRef(iris.source(slug))
        yield node, _AE["locator"], string(claim.cited.locator)
        if claim.cited.why:
            yield node, _AE["reasoning"], string(claim.cited.why, "en")
        if claim.cited.unchecked:
            yield node, _AE["unchecked"], boolean(True)
    for resolution in claim.resolutions:
        target = object_term(resolution.to)
        parts = [resolution.words, n_triples(target), resolution.how, resolution.why or ""]
        other = URIRef(iris.resolution(slug, parts))
        yield node, _AE["resolution"], other
        yield other, _TYPE, _AE["Resolution"]
        yield other, _AE["words"], string(resolution.words)
        yield other, _AE["resolvesTo"], target
        yield other, _AE["resolutionKind"], _AE[terms.RESOLUTION_KINDS[resolution.how]]
        if resolution.why:
            yield other, _AE["reasoning"], string(resolution.why, "en")
        yield from value_triples(resolution.to)
    if claim.note:
        yield node, _AE["note"], string(claim.note, "en")


def _evidence(slug: str, evidence: resolving.Evidence) -> Iterator[Triple]:
    node = URIRef(iris.evidence(slug, evidence.start, evidence.end))
    yield node, _TYPE, _AE["Evidence"]
    yield node, _TYPE, _OA_RESOURCE
    yield node, _OA_SOURCE, URIRef(iris.source(slug))
    yield node, _AE["inSegment"], URIRef(iris.segment(slug, evidence.segment))
    quote, position = URIRef(f"{node}#quote"), URIRef(f"{node}#position")
    yield node, _SELECTS, quote
    yield node, _SELECTS, position
    yield quote, _TYPE, _OA_QUOTE
    yield quote, _EXACT, string(evidence.exact)
    yield quote, _PREFIX, string(evidence.prefix)
    yield quote, _SUFFIX, string(evidence.suffix)
    yield position, _TYPE, _OA_POSITION
    yield position, _START, integer(evidence.start)
    yield position, _END, integer(evidence.end)
