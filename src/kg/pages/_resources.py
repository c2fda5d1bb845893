"""Pages of everything else that has an IRI: dates, quantities, evidence, citations, graphs …"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rdflib.term import Identifier, Literal

from kg import iris
from kg.pages._asking import KINDS, Asking, kind_of, local
from kg.pages._entities import claims_table, named_in
from kg.pages._page import Page
from kg.pages._said import Teller, groups, marked, own, read

#: What a kind of resource is, in a sentence.
NOTES: dict[str, str] = {
    "date": "A date, with the first and the last days on which it may begin and end.",
    "quantity": "A number of people or things, as a range. Whoever gives the same range of the same"
    " thing gives the same quantity.",
    "evidence": "The exact words that claims rest on.",
    "segment": "A part of a source's text, and what rests on it.",
    "resolution": "How the encoders read certain words, and why.",
    "citation": "A work that the editors cite.",
    "reference": "What the editors know from a work that they cite. No speaker’s claim.",
    "inference": "What a rule derived, and from what. It is as good as what it was derived from.",
    "graph": "A part of the dataset, and what its triples mean.",
    "event-type": "A kind of event.",
    "counted": "A kind of people or things that quantities count.",
    "code": "A code of another coding scheme, for exchange.",
    "dataset": "The dataset.",
}

_TRIPLES = """SELECT DISTINCT ?p ?o { VALUES ?s { UNDEF } ?s ?p ?o } ORDER BY ?p ?o LIMIT 500"""
_PARTS = """SELECT DISTINCT ?s ?p ?o { %VALUES% ?s ?p ?o } ORDER BY ?s ?p ?o"""
_CITED = """SELECT DISTINCT ?thing { VALUES ?s { UNDEF } ?thing ae:citation ?s }
  ORDER BY ?thing LIMIT 500"""
_ON = """SELECT DISTINCT ?claim { VALUES ?s { UNDEF } ?claim ae:evidence ?s } ORDER BY ?claim"""
_IN = """SELECT DISTINCT ?claim { VALUES ?s { UNDEF } ?e ae:inSegment ?s . ?claim ae:evidence ?e }
  ORDER BY ?claim"""
_READ_SO = "SELECT DISTINCT ?claim { VALUES ?s { UNDEF } ?claim ae:resolution ?s } ORDER BY ?claim"
_OF_TYPE = """SELECT DISTINCT ?thing { VALUES ?s { UNDEF } ?thing ae:eventType|ae:counted ?s }
  ORDER BY ?thing LIMIT 500"""
_NARROWER = """SELECT DISTINCT ?thing { VALUES ?s { UNDEF } ?thing skos:broader|skos:inScheme ?s }
  ORDER BY ?thing LIMIT 500"""
_MATCHED = """SELECT DISTINCT ?thing { VALUES ?s { UNDEF }
  ?thing skos:exactMatch|skos:closeMatch|skos:broadMatch ?s } ORDER BY ?thing LIMIT 500"""
_DURING = """SELECT DISTINCT ?thing { VALUES ?s { UNDEF } ?thing ae:during ?s }
  ORDER BY ?thing LIMIT 500"""
_DERIVED = """SELECT DISTINCT ?thing { VALUES ?s { UNDEF } ?thing prov:wasDerivedFrom ?s }
  ORDER BY ?thing LIMIT 500"""
_CONTEXT = """SELECT ?source ?n ?start ?text ?skipped { VALUES ?s { UNDEF }
  ?s ae:source ?source ; ae:ordinal ?n ; ae:start ?start ; ae:text ?text .
  OPTIONAL { ?s ae:skipped ?skipped } }"""
_WHERE = """SELECT ?segment { VALUES ?s { UNDEF } ?s ae:inSegment ?segment } ORDER BY ?segment"""
_SPAN = """SELECT ?start ?end { VALUES ?s { UNDEF } ?s oa:hasSelector ?x .
  ?x oa:start ?start ; oa:end ?end }"""

#: Lists below a resource: heading, and the query for what is in it.
_LISTS: dict[str, tuple[tuple[str, str], ...]] = {
    "date": (("Dates within it", _DURING),),
    "citation": (("What rests on it", _CITED),),
    "reference": (("What follows from it by rules", _DERIVED),),
    "inference": (("What follows from it by rules", _DERIVED),),
    "event-type": (
        ("Events and series of this type", _OF_TYPE), ("Narrower types", _NARROWER),
        ("Concepts that match it", _MATCHED),
    ),
    "counted": (("Quantities of it", _OF_TYPE), ("Concepts in this scheme", _NARROWER)),
    "code": (("Codes in this scheme", _NARROWER), ("Event types that match it", _MATCHED)),
}  # fmt: skip
#: Claims below a resource: the query for them.
_CLAIMS = {"evidence": _ON, "segment": _IN, "resolution": _READ_SO}
#: Kinds that propositions name as their objects.
_VALUES = ("date", "quantity")


def page(asking: Asking, iri: str) -> Page:
    """The page of a resource that is neither an entity, a source, a claim nor a proposition."""
    kind = kind_of(iri) or local(iri)
    scheme = not kind_of(iri) or (kind == "code" and iri.count("/") == iris.ID.count("/") + 1)
    rows = asking.about(_TRIPLES, iri)
    data: dict[str, Any] = {
        "iri": iri,
        "kind": kind,
        "kind_label": "concept scheme" if scheme else KINDS.get(kind, kind),
        "label": _label(asking, iri, kind, rows),
        "note": "A list of concepts." if scheme else NOTES.get(kind, ""),
        "properties": _properties(asking, rows),
        "parts": _parts(asking, iri, rows),
        "statement": _statement(asking, rows),
        "passages": _passages(asking, iri, kind),
        "lists": [
            {"heading": heading, "items": found}
            for heading, body in _LISTS.get(kind, ())
            if (found := _refs(asking, body, iri))
        ],
        "relations": [],
        "relations_from": None,
        "claims": None,
    }
    table = None
    if kind in _VALUES:
        said, shown, _ = named_in(asking, iri)
        data.update(said)
        table = claims_table(shown)
    elif kind in _CLAIMS:
        resting = [str(row[0]) for row in asking.about(_CLAIMS[kind], iri)]
        first, last, paging = asking.span(len(resting))
        claims = read(asking, resting[first:last])
        claims = own(claims) or claims
        data["claims"] = {"paging": paging, "speakers": groups(claims, Teller(asking, claims))}
        table = claims_table(claims)
    return Page(data["label"], "resource", data, table, iri)


Row = tuple[Identifier | None, ...]


def _first(rows: list[Row], *names: str) -> str:
    for name in names:
        for predicate, value in rows:
            if local(str(predicate)) == name:
                return str(value)
    return ""


def _label(asking: Asking, iri: str, kind: str, rows: list[Row]) -> str:
    if kind == "citation":
        return _first(rows, "bibliographicCitation") or asking.label(iri)
    if kind in ("reference", "inference"):
        parts = [_first(rows, name) for name in ("subject", "predicate", "object")]
        return " · ".join(asking.label(part) if ":" in part else part for part in parts if part)
    if kind == "resolution":
        return f"“{_first(rows, 'words')}” is read as {asking.label(_first(rows, 'resolvesTo'))}"
    if kind in ("segment", "evidence"):
        source = _first(rows, "source", "hasSource")
        rest = iri.rsplit("/", 1)[-1]
        what = "Segment" if kind == "segment" else "Characters"
        return f"{what} {rest.replace('-', '–')} of {asking.label(source)}"
    if kind == "graph":
        return f"Graph: {_first(rows, 'label') or iri.removeprefix(iris.graph(''))}"
    return _first(rows, "prefLabel") or asking.label(iri)


# What stands elsewhere on the page.
_ELSEWHERE = {"hasSelector", "text", "policyNote"}


def _properties(asking: Asking, rows: list[Row]) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for predicate, value in rows:
        if value is not None and local(str(predicate)) not in _ELSEWHERE:
            found.setdefault(str(predicate), []).append(asking.value(value))
    return [
        {"predicate": {"iri": predicate, "label": asking.label(predicate)},
         "values": values}
        for predicate, values in found.items()
    ]  # fmt: skip


def _parts(asking: Asking, iri: str, rows: list[Row]) -> list[dict[str, Any]]:
    """Resources that belong to it, whose IRIs are its own with a fragment."""
    wanted = sorted(
        {str(value) for _, value in rows if str(value).startswith(f"{iri}#")}
        if not all(isinstance(value, Literal) for _, value in rows)
        else ()
    )
    found: dict[str, list[Row]] = {}
    for subject, predicate, value in asking.rows(_PARTS, wanted) if wanted else ():
        found.setdefault(str(subject), []).append((predicate, value))
    return [
        {"iri": part, "fragment": part.partition("#")[2],
         "properties": _properties(asking, found[part])}
        for part in wanted
        if part in found
    ]  # fmt: skip


def _statement(asking: Asking, rows: list[Row]) -> dict[str, Any] | None:
    """Subject, predicate and object of a reference statement or inference."""
    found = {
        local(str(predicate)): value
        for predicate, value in rows
        if str(predicate).startswith(iris.PREFIXES["rdf"]) and value is not None
    }
    if not {"subject", "predicate", "object"} <= found.keys():
        return None
    return {name: asking.value(found[name]) for name in ("subject", "predicate", "object")}


def _passages(asking: Asking, iri: str, kind: str) -> list[dict[str, Any]]:
    """The segment, or the segments with the words marked."""
    if kind == "evidence":
        spans = [(int(str(a)), int(str(b))) for a, b in asking.about(_SPAN, iri)]
        segments = [str(row[0]) for row in asking.about(_WHERE, iri)]
    elif kind == "segment":
        spans, segments = [], [iri]
    else:
        return []
    found = []
    for segment in segments:
        for source, n, start, text, skipped in asking.about(_CONTEXT, segment)[:1]:
            found.append(
                {
                    "source": asking.ref(str(source)),
                    "segment": int(str(n)),
                    "segment_iri": segment,
                    "skipped": str(skipped or ""),
                    "runs": marked(str(text), int(str(start)), spans),
                }
            )
    return found


def _refs(asking: Asking, body: str, iri: str) -> list[dict[str, Any]]:
    return [asking.ref(str(row[0])) for row in asking.about(body, iri)]


Maker = Callable[[Asking, str], Page]
