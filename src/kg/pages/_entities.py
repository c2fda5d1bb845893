"""Pages of actors, events, series, places and prospects."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from typing import Any

from rdflib.term import Literal, URIRef

from kg import cards, iris, terms
from kg.claims import Claim, Proposition
from kg.entities import Entity
from kg.pages import _structured
from kg.pages._asking import KINDS, Asking, kind_of, local
from kg.pages._page import Page
from kg.pages._said import Teller, groups, own, read

#: Claims of which the overview of relations is made, and a speaker's claims shown on its own page.
MOST = 300
_SPOKEN = 12
#: Events shown before an event, and after it.
_NEAR = 2

_ABOUT = (
    """
SELECT DISTINCT ?claim ?speaker ?source { VALUES ?s { UNDEF }
  ?p rdf:subject ?s ; rdf:object ?o . ?claim ae:proposition ?p ; ae:speaker ?speaker ;
  ae:source ?source . FILTER(!STRSTARTS(STR(?o), \""""
    + iris.PREFIXES["prop"]
    + '"))}',
    """
SELECT DISTINCT ?claim ?speaker ?source { VALUES ?s { UNDEF }
  ?p rdf:object ?s . ?claim ae:proposition ?p ; ae:speaker ?speaker ; ae:source ?source }""",
)
_SPEAKS = (
    """
SELECT DISTINCT ?claim ?source { VALUES ?s { UNDEF }
  ?claim ae:speaker ?s ; ae:source ?source ; ae:proposition ?p . ?p rdf:object ?o .
  FILTER(!STRSTARTS(STR(?o), \""""
    + iris.PREFIXES["prop"]
    + '")) } ORDER BY ?source ?claim'
)
_LABELS = """SELECT DISTINCT ?p ?o { VALUES ?s { UNDEF } ?s ?p ?o
  FILTER(?p IN (rdfs:label, skos:altLabel)) } ORDER BY ?p ?o"""
_TYPES = """SELECT DISTINCT ?type { VALUES ?s { UNDEF }
  { ?s ae:eventType ?type } UNION { ?s ae:placeType ?type }
  UNION { ?s a ?type . ?type rdfs:subClassOf ae:Actor } } ORDER BY ?type"""
_REFERENCE = """
SELECT ?statement ?p ?o ?date ?citation ?text { VALUES ?s { UNDEF }
  ?statement a ae:ReferenceStatement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
             ae:citation ?citation .
  ?citation dcterms:bibliographicCitation ?text .
  OPTIONAL { ?statement ae:date ?date } } ORDER BY ?p ?o ?text LIMIT 200"""
_NAMED = """
SELECT ?statement ?p ?o ?date ?citation ?text { VALUES ?s { UNDEF }
  ?statement a ae:ReferenceStatement ; rdf:object ?s ; rdf:predicate ?p ; rdf:subject ?o ;
             ae:citation ?citation .
  ?citation dcterms:bibliographicCitation ?text .
  OPTIONAL { ?statement ae:date ?date } } ORDER BY ?p ?o ?text LIMIT 200"""
_POINT = "SELECT ?point { VALUES ?s { UNDEF } ?s geo:hasGeometry/geo:asWKT ?point }"
_CALLED = """
SELECT DISTINCT ?words ?claim { VALUES ?s { UNDEF }
  ?r ae:resolvesTo ?s ; ae:resolutionKind ae:PartisanName ; ae:words ?words .
  ?claim ae:resolution ?r } ORDER BY ?words ?claim LIMIT 200"""
_SPAN = """SELECT ?first ?last { VALUES ?s { UNDEF }
  OPTIONAL { ?s sem:hasEarliestBeginTimeStamp ?first }
  OPTIONAL { ?s sem:hasLatestEndTimeStamp ?last } }"""
_NEIGHBOURS = """SELECT ?e ?first ?last { ?e a ae:Event ; sem:hasEarliestBeginTimeStamp ?first .
  OPTIONAL { ?e sem:hasLatestEndTimeStamp ?last }
  FILTER(%SIDE%) } ORDER BY %ORDER% LIMIT %LIMIT%"""

#: Groups of relations in the order of a page, with what their section is called.
_SECTIONS = {
    "role": "In which role, according to whom",
    "circumstance": "When, where and how many, according to whom",
    "event relation": "Connections between events, as speakers see them",
    "actor relation": "Relations, as speakers tell them",
    "naming": "Called and judged, by whom",
}


def page(asking: Asking, iri: str) -> Page:
    """The page of an entity."""
    entity = asking.g.entity(iri)
    said, shown, contested = named_in(asking, iri)
    data: dict[str, Any] = {
        **_described(asking, entity),
        "notices": _notices(entity, contested),
        "time": _time(asking, iri) if entity.kind == "event" else None,
        "partisan": _partisan(asking, iri),
        **said,
        "spoken": _spoken(asking, entity),
        **_reference(asking, iri),
    }
    data["structured"] = _structured.entity(data, shown)
    return Page(entity.label, "entity", data, claims_table(shown), iri)


def named_in(asking: Asking, iri: str) -> tuple[dict[str, Any], list[Claim], bool]:
    """What is said of a resource: its relations, and the claims that name it, by speaker.

    :returns: what the page shows, the claims of its list, and whether something is disputed.
    """
    rows = {
        str(claim): (asking.label(str(speaker)), str(speaker), str(source), str(claim))
        for body in _ABOUT
        for claim, speaker, source in asking.about(body, iri)
    }
    about = sorted(rows, key=lambda claim: rows[claim])
    first, last, paging = asking.span(len(about))
    listed = set(about[first:last])
    leading = set(about[:MOST] if paging["number"] == 1 else ())
    claims = own(read(asking, sorted(leading | listed)))
    teller = Teller(asking, claims)
    shown = [claim for claim in claims if claim.iri in listed]
    overview = [claim for claim in claims if claim.iri in leading]
    contested = any(
        item.iri in teller.disputed and iri in (item.subject, str(item.object))
        for claim in overview
        for item in claim.propositions
    )
    data = {
        "relations": _relations(iri, overview, teller),
        "relations_from": MOST if len(about) > MOST else None,
        "claims": {"paging": paging, "speakers": groups(shown, teller)},
    }
    return data, shown, contested


def _described(asking: Asking, entity: Entity) -> dict[str, Any]:
    labels: list[dict[str, str]] = []
    aliases: list[dict[str, str]] = []
    for predicate, text in asking.about(_LABELS, entity.iri):
        lang = (text.language if isinstance(text, Literal) else "") or ""
        item = {"text": str(text), "lang": lang}
        (labels if local(str(predicate)) == "label" else aliases).append(item)
    return {
        "iri": entity.iri,
        "kind": entity.kind,
        "kind_label": KINDS[entity.kind],
        "key": entity.key,
        "label": entity.label,
        "types": [asking.ref(str(row[0])) for row in asking.about(_TYPES, entity.iri)],
        "definition": entity.definition,
        "labels": labels,
        "aliases": aliases,
    }


def _notices(entity: Entity, contested: bool) -> list[dict[str, str]]:
    found = []
    if entity.kind == "prospect":
        text = (
            "Something that speakers predict, demand, intend or imagine. Nobody in the sources"
            " reports that it has happened."
        )
        found.append({"kind": "prospect", "text": text})
    if contested:
        text = "Speakers contradict each other about this; what is contested is marked below."
        found.append({"kind": "disputed", "text": text})
    return found


# --- time -----------------------------------------------------------------------------------------


def _time(asking: Asking, iri: str) -> dict[str, Any] | None:
    """What comes before and after an event, by the days that speakers give."""
    days = [(str(first), str(last or "")) for first, last in asking.about(_SPAN, iri) if first]
    if not days:
        return None
    first, last = min(days)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", first):
        return None
    day, own_iri = f'"{first}"^^xsd:date', f"<{iri}>"
    before = f"?first < {day} || (?first = {day} && STR(?e) < STR({own_iri}))"
    after = f"?first > {day} || (?first = {day} && STR(?e) > STR({own_iri}))"
    return {
        "first": first,
        "last": last,
        "when": span(first, last),
        "before": _near(asking, before, "DESC(?first) DESC(?e)")[::-1],
        "after": _near(asking, after, "?first ?e"),
    }


def _near(asking: Asking, side: str, order: str) -> list[dict[str, Any]]:
    text = _NEIGHBOURS.replace("%SIDE%", side).replace("%ORDER%", order)
    rows = asking.g.select(text.replace("%LIMIT%", str(_NEAR))).rows
    return [
        {
            **asking.ref(str(event)),
            "first": str(first),
            "last": str(last or ""),
            "when": span(str(first), str(last or "")),
        }
        for event, first, last in rows
    ]


def span(first: str, last: str) -> str:
    """Two days as no more than they say: a whole year is a year, not its first of January.

    :param last: empty for an open end.

    >>> span("2019-01-01", "2019-12-31"), span("2019-11-01", "2019-11-30"), span("1979-02-11", "")
    ('2019', '2019-11', 'from 1979-02-11, end open')
    """
    if not last:
        return f"from {first}, end open"
    if first == last:
        return first
    year, month, day = first.split("-")
    if (month, day) == ("01", "01") and last == f"{year}-12-31":
        return year
    if day == "01" and last == f"{year}-{month}-{monthrange(int(year), int(month))[1]:02}":
        return f"{year}-{month}"
    return f"{first} to {last}"


# --- names ----------------------------------------------------------------------------------------


def _partisan(asking: Asking, iri: str) -> list[dict[str, Any]]:
    """Names in partisan use, each with the claims whose speakers use it."""
    users: dict[str, list[str]] = {}
    for text, claim in asking.about(_CALLED, iri):
        users.setdefault(str(text), []).append(str(claim))
    claims = own(read(asking, sorted({claim for found in users.values() for claim in found})))
    told = Teller(asking, claims)
    by_iri = {claim.iri: claim for claim in claims}
    return [
        {"words": text, "by": [told.voice(by_iri[item]) for item in found if item in by_iri]}
        for text, found in users.items()
        if any(item in by_iri for item in found)
    ]


# --- relations ------------------------------------------------------------------------------------


def _relations(iri: str, claims: Iterable[Claim], teller: Teller) -> list[dict[str, Any]]:
    """What speakers relate the entity to, grouped, each relation with everybody who says or denies
    it. ``drawn`` names the graph it is an edge of, if any: what nobody reports is no edge."""
    rows: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    for claim in claims:
        for item in claim.propositions:
            for side in _sides(iri, item):
                row = _row(rows, item, side, teller)
                row["by"].append(teller.voice(claim))
                for graph in claim.contributes:
                    if graph not in row["drawn"]:
                        row["drawn"].append(graph)
    sections = []
    for group, heading in _SECTIONS.items():
        found = [row for key, row in sorted(rows.items()) if key[0] == group]
        if found:
            sections.append({"group": group, "heading": heading, "rows": found})
    return sections


def _sides(iri: str, item: Proposition) -> list[str]:
    sides = ["from"] if item.subject == iri else []
    return [*sides, "to"] if str(item.object) == iri and isinstance(item.object, URIRef) else sides


def _row(
    rows: dict[tuple[str, str, str, str], dict[str, Any]],
    item: Proposition,
    side: str,
    teller: Teller,
) -> dict[str, Any]:
    known = terms.RELATIONS.get(local(item.predicate))
    proposition = teller.proposition(item)
    other = proposition["object"] if side == "from" else proposition["subject"]
    label = other.get("label") or other["text"]
    key = (known.group if known else "actor relation", item.predicate, side, label)
    if key not in rows:
        rows[key] = {
            "relation": proposition["predicate"], "direction": side, "other": other,
            "kind": kind_of(other.get("iri", "")), "proposition": item.iri,
            "disputed": proposition["disputed"], "drawn": [], "by": [],
        }  # fmt: skip
    return rows[key]


# --- the entity as a speaker ----------------------------------------------------------------------


def _spoken(asking: Asking, entity: Entity) -> dict[str, Any] | None:
    """What an actor is reported to say: how much, and the first of it."""
    if entity.kind != "actor":
        return None
    found = [str(row[0]) for row in asking.about(_SPEAKS, entity.iri)]
    if not found:
        return None
    claims = read(asking, found[:_SPOKEN])
    teller = Teller(asking, claims)
    return {
        "total": len(found),
        "list": f"/claims?speaker={entity.key}",
        "lens": f"according-to:{entity.key}",
        "claims": [teller.said(claim) for claim in claims],
    }


# --- reference knowledge --------------------------------------------------------------------------


def _reference(asking: Asking, iri: str) -> dict[str, Any]:
    """What the editors know from elsewhere, each with its citation, apart from all claims."""
    facts, matches = [], []
    point = "; ".join(str(row[0]) for row in asking.about(_POINT, iri))
    for statement, p, o, date, citation, text in asking.about(_REFERENCE, iri):
        assert o is not None
        name = local(str(p))
        item = {
            "statement": str(statement),
            "predicate": asking.ref(str(p)),
            "object": {"text": point, "lang": ""} if name == "hasGeometry" else asking.value(o),
            "date": asking.ref(str(date)) if date else None,
            "citation": {"iri": str(citation), "label": str(text)},
        }
        if name.endswith("Match"):
            item["object"] = {"iri": str(o), "label": str(o)}
            matches.append({**item, "match": name.removesuffix("Match")})
        else:
            facts.append(item)
    named = [
        {
            "statement": str(statement),
            "subject": asking.ref(str(s)),
            "predicate": asking.ref(str(p)),
            "date": asking.ref(str(date)) if date else None,
            "citation": {"iri": str(citation), "label": str(text)},
        }
        for statement, p, s, date, citation, text in asking.about(_NAMED, iri)
    ]
    return {"facts": facts, "named_by_facts": named, "matches": matches, "point": point}


def claims_table(claims: Sequence[Claim]) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """The claims of a page as a table, a row for each proposition."""
    return cards.COLUMNS, [list(row) for row in cards.rows(claims)]
