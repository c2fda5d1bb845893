"""Cards: an entity, a source, a claim as plain values, for every output that shows them.

The command line prints them, the pages are made of them. Nothing here decides how they look.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg import iris

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.claims import Claim
    from kg.entities import Entity
    from kg.graph import KnowledgeGraph

#: Stands above the claims of a card.
REMARK = "These are the speakers' words. That something is listed here does not make it so."

COLUMNS = (
    "claim",
    "source",
    "speaker",
    "reported_by",
    "stance",
    "mode",
    "subject",
    "predicate",
    "object",
    "quote",
    "sentence",
    "locator",
)


def rows(claims: Iterable[Claim]) -> Iterator[tuple[str, ...]]:
    """One row for each proposition of each claim; see :data:`COLUMNS`."""
    for claim in claims:
        for item in claim.propositions:
            yield (
                iris.compact(claim.iri),
                claim.source_label,
                claim.speaker_label,
                " > ".join(outer.speaker_label for outer in claim.chain),
                claim.stance,
                claim.mode,
                item.subject_label,
                item.predicate_label,
                item.object_label,
                " […] ".join(quote.exact for quote in claim.quotes),
                ", ".join(str(quote.segment) for quote in claim.quotes),
                claim.locator,
            )


def record(claim: Claim) -> dict[str, Any]:
    """A claim as JSON has it: everything, IRIs with their labels."""
    return {
        "claim": claim.iri,
        "key": claim.key,
        "source": {"iri": claim.source, "label": claim.source_label},
        "speaker": {"iri": claim.speaker, "label": claim.speaker_label},
        "reported_by": [
            {"claim": outer.iri, "iri": outer.speaker, "label": outer.speaker_label,
             "stance": outer.stance, "mode": outer.mode}
            for outer in claim.chain
        ],
        "stance": claim.stance,
        "mode": claim.mode,
        "attribution": claim.attribution(),
        "propositions": [
            {"iri": p.iri, "subject": p.subject, "predicate": p.predicate, "object": str(p.object),
             "subject_label": p.subject_label, "predicate_label": p.predicate_label,
             "object_label": p.object_label}
            for p in claim.propositions
        ],
        "quotes": [
            {"exact": q.exact, "start": q.start, "end": q.end, "sentence": q.segment}
            for q in claim.quotes
        ],
        "cited": {
            "citation": claim.citation, "locator": claim.locator, "unchecked": claim.unchecked,
        } if claim.locator else None,
        "resolutions": [
            {"words": r.words, "to": r.to, "to_label": r.to_label, "kind": r.kind, "why": r.why}
            for r in claim.resolutions
        ],
        "contributes_to": list(claim.contributes),
        "note": claim.note or None,
    }  # fmt: skip


def place(claim: Claim) -> str:
    """Where a claim stands: the source and the sentences, or the work that is cited."""
    if claim.quotes:
        numbers = sorted({quote.segment for quote in claim.quotes})
        word = "sentence" if len(numbers) == 1 else "sentences"
        return f"{claim.source_label}, {word} {', '.join(map(str, numbers))}"
    return f"cited, {claim.basis}: {claim.source_label}, {claim.locator}"


def is_reporting(claim: Claim) -> bool:
    """True for a claim that only says what others say; their own claims stand within it."""
    return all(str(item.object).startswith(iris.PREFIXES["prop"]) for item in claim.propositions)


def by_speaker(claims: Iterable[Claim]) -> Iterator[tuple[str, str, list[Claim]]]:
    """Claims grouped by who makes them: IRI and label of the speaker, and the claims.

    :returns: in the order of the speakers' labels; within, the order given.
    """
    ordered = sorted(claims, key=lambda claim: (claim.speaker_label, claim.speaker))
    for (label, speaker), group in groupby(ordered, key=lambda c: (c.speaker_label, c.speaker)):
        yield speaker, label, list(group)


_POINT = "SELECT ?point { VALUES ?s { UNDEF } ?s geo:hasGeometry/geo:asWKT ?point }"


def point(graph: KnowledgeGraph, iri: str) -> str:
    """Coordinates of a place in Well-Known Text (longitude first); empty if it has none."""
    from rdflib.term import URIRef

    from kg import sparql

    return "; ".join(
        str(row[0]) for row in graph.select(sparql.bind(_POINT, {"s": URIRef(iri)})).rows
    )


def entity(found: Entity, point: str) -> dict[str, Any]:
    """An entity as JSON has it, without its claims."""
    return {
        "iri": found.iri,
        "kind": found.kind,
        "key": found.key,
        "label": found.label,
        "type": found.type,
        "definition": found.definition,
        "labels": dict(found.labels),
        "aliases": list(found.aliases),
        "matches": [{"match": match, "iri": iri} for match, iri in found.matches],
        "facts": [
            {
                "predicate": predicate,
                "object": point if predicate == "hasGeometry" else obj,
                "date": date,
                "citation": citation,
            }
            for predicate, obj, date, citation in found.facts
        ],
    }


_SOURCE = """SELECT ?p ?o { VALUES ?s { UNDEF } ?s ?p ?o
    FILTER(?p IN (schema:name, dcterms:title, dcterms:creator, dcterms:publisher, ae:published,
                  ae:publishedInferred, ae:reasoning, dcterms:bibliographicCitation,
                  dcterms:rights, schema:url, dcterms:language)) } ORDER BY ?p ?o"""


def source(graph: KnowledgeGraph, iri: str) -> dict[str, Any]:
    """A source as JSON has it, without its claims; its metadata as people read it."""
    from rdflib.term import URIRef

    from kg import sparql

    details: dict[str, list[str]] = {}
    for predicate, value in graph.select(sparql.bind(_SOURCE, {"s": URIRef(iri)})).rows:
        name = str(predicate).rsplit("#", 1)[-1].rsplit("/", 1)[-1]
        text = graph.lookup.label(str(value)) if isinstance(value, URIRef) else str(value)
        if name == "publishedInferred" and text == "false":
            continue
        if text not in details.setdefault(name, []):
            details[name].append(text)
    found = iris.split_id(iri)
    return {
        "iri": iri,
        "kind": "source",
        "key": found[1] if found else iri,
        "label": graph.lookup.label(iri),
        "details": details,
    }
