"""What the tools do, run in the workers: the program of the pool (:mod:`kg.workers.image`).

Each operation takes a graph and arguments and gives JSON; :mod:`kg.mcp.answers` has the shapes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from math import isfinite
from typing import TYPE_CHECKING, Any

from rdflib.term import URIRef

from kg import cards, iris, queries, sparql
from kg.errors import UsageError
from kg.search.tokens import Names, tokens
from kg.server import opening
from kg.server import operations as server
from kg.server.hints import hints
from kg.workers import Answer

if TYPE_CHECKING:
    from kg.claims import Claim
    from kg.graph import KnowledgeGraph

#: Bytes of claims in one answer; what is beyond is counted, not given.
CLAIM_BYTES = 60_000
#: Bytes of rows in one answer.
ROW_BYTES = 60_000
#: Claims that are attached to the rows of a query.
EVIDENCE = 25
#: Rows that are looked at for evidence.
_LOOKED_AT = 50
#: Speakers named beside an entity that was found.
_SPEAKERS = 3
#: Characters of a single text; longer ones are cut, with a mark.
_LONG = 4_000

_ACCEPT = "application/sparql-results+json, text/turtle"


def find_entities(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """Arguments: ``text``, ``kinds``, ``limit``."""
    kinds = arguments["kinds"] or [
        "entity", "source", "date", "concept", "term", "resource"
    ]  # fmt: skip
    if "claim" in kinds:
        raise UsageError("Claims are no entities.", cure="Use the tool `claims` with `words`.")
    hits = g.search(arguments["text"], arguments["limit"], kinds)
    speakers = _speakers(g, [hit.iri for hit in hits])
    found = []
    for hit in hits:
        count: Counter[str] = speakers.get(hit.iri, Counter())
        found.append(
            {
                "iri": iris.compact(hit.iri), "kind": hit.kind, "label": _cut(hit.label),
                "matched": _cut(hit.text), "field": hit.field, "claims": count.total(),
                "speakers": [_named(g, iri) for iri, _ in count.most_common(_SPEAKERS)],
            }
        )  # fmt: skip
    quoted = [hit.iri for hit in g.search(arguments["text"], 3, ["claim"])]
    return _json({"entities": found, "quoted": _records(g.claims_by_iri(quoted))})


def entity_card(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """Arguments: ``name``, ``limit``."""
    iri = g.lookup.iri(arguments["name"])
    limit = arguments["limit"]
    if iri.startswith(iris.PREFIXES["source"]):
        card = cards.source(g, iri)
        details = "; ".join(
            f"{name}: {', '.join(texts)}" for name, texts in card["details"].items()
        )
        shown: dict[str, Any] = {
            "kind": "source", "type": "", "names": [], "description": _cut(details),
            "matches": [], "facts": [],
        }  # fmt: skip
        about, by = g.claims(source=iri), None
    else:
        card = cards.entity(g.entity(iri), cards.point(g, iri))
        others = [text for language, text in card["labels"].items() if language != "en"]
        shown = {
            "kind": card["kind"], "type": card["type"], "names": [*others, *card["aliases"]],
            "description": _cut(card["definition"]),
            "matches": [f"{item['match']} {item['iri']}" for item in card["matches"]],
            "facts": [
                {"relation": fact["predicate"], "object": _cut(fact["object"]),
                 "date": fact["date"], "citation": _cut(fact["citation"])}
                for fact in card["facts"]
            ],
        }  # fmt: skip
        about = g.claims(about=iri)
        by = g.claims(speaker=iri) if card["kind"] == "actor" else None
    return _json(
        {
            "iri": iris.compact(iri), "label": card["label"], **shown,
            "about": _claims(about, 0, limit),
            "by": None if by is None else _claims(by, 0, limit),
        }
    )  # fmt: skip


def claims(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """Arguments: the filters of :meth:`KnowledgeGraph.claims`, ``words``, ``offset``, ``limit``."""
    filters = {
        name: arguments[name]
        for name in ("about", "speaker", "source", "stance", "mode", "predicate", "since", "until")
        if arguments.get(name)
    }
    words = arguments.get("words")
    if words and not filters:
        found = g.claims_by_iri([hit.iri for hit in g.search(words, 10_000, ["claim"])])
    else:
        found = g.claims(**filters)
        if words:
            wanted = set(g.search_index.iris(words, 10_000, "quotes"))
            found = [claim for claim in found if claim.iri in wanted]
    return _json(_claims(found, arguments["offset"], arguments["limit"]))


def run_query(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """Arguments: ``limit``, ``bytes``, ``nesting``; the query is the body."""
    answer = server.sparql_query(
        g, {"accept": _ACCEPT, "nesting": arguments["nesting"], "limit": arguments["bytes"]}, body
    )
    text = body.decode("utf-8")
    return _json(_table(g, answer, text, arguments["limit"]) | {"hints": list(hints(text))})


def run_catalogue_query(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """Arguments: ``name``, ``parameters`` (pairs), ``limit``, ``bytes``."""
    answer = server.catalogue(
        g,
        {"name": arguments["name"], "parameters": arguments["parameters"], "accept": _ACCEPT,
         "limit": arguments["bytes"]},
        b"",
    )  # fmt: skip
    asked = queries.get(arguments["name"]).bound(dict(arguments["parameters"]), g.lookup)
    return _json(_table(g, answer, asked, arguments["limit"]) | {"hints": []})


def counts(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """How much there is, and which graphs."""
    patterns = {
        "claims": "?x a ae:Claim", "speakers": "?claim ae:speaker ?x", "sources": "?x a ae:Source",
        "actors": "?x a ae:Actor", "events": "?x a ae:Event", "places": "?x a ae:Place",
    }  # fmt: skip
    found = {
        name: len(g.select(f"SELECT DISTINCT ?x {{ {pattern} }}"))
        for name, pattern in patterns.items()
    }
    graphs = [iris.compact(iri) for iri in g.engine.graphs()]
    return _json({"counts": found, "graphs": graphs})


# --- claims ---------------------------------------------------------------------------------------


def _claims(found: list[Claim], offset: int, limit: int) -> dict[str, Any]:
    shown = _records(found[offset : offset + limit])
    return {"total": len(found), "offset": offset, "claims": shown}


def _records(found: list[Claim]) -> list[dict[str, Any]]:
    """Claims as the answers have them, as many as fit."""
    records: list[dict[str, Any]] = []
    left = CLAIM_BYTES
    for claim in found:
        record = _record(claim)
        left -= len(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace"))
        if left < 0 and records:
            break
        records.append(record)
    return records


def _record(claim: Claim) -> dict[str, Any]:
    statements = [
        {
            "subject": {"iri": iris.compact(item.subject), "label": item.subject_label},
            "relation": item.relation,
            "object": _cut(item.object_label),
            "object_iri": iris.compact(str(item.object))
            if isinstance(item.object, URIRef)
            else None,
        }
        for item in claim.propositions
    ]
    says = f"{claim.attribution()}: {'; '.join(str(item) for item in claim.propositions)}"
    return {
        "claim": iris.compact(claim.iri),
        "says": _cut(says),
        "speaker": {"iri": iris.compact(claim.speaker), "label": claim.speaker_label},
        "reported_by": [
            {"iri": iris.compact(outer.speaker), "label": outer.speaker_label}
            for outer in claim.chain
        ],
        "stance": claim.stance,
        "mode": claim.mode,
        "statements": statements,
        "quotes": [
            {"exact": _cut(q.exact), "sentence": _cut(q.segment_text), "number": q.segment}
            for q in claim.quotes
        ],
        "cited": _cut(
            f"{claim.locator} ({claim.citation}){'; not checked' if claim.unchecked else ''}"
        )
        if claim.locator
        else None,
        "source": {"iri": iris.compact(claim.source), "label": claim.source_label},
    }


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]} […]"


def _named(g: KnowledgeGraph, iri: str) -> dict[str, str]:
    return {"iri": iris.compact(iri), "label": g.lookup.label(iri)}


_WHO = """SELECT ?thing ?speaker (COUNT(DISTINCT ?claim) AS ?n) {
  VALUES ?thing { %s }
  { ?p rdf:subject ?thing } UNION { ?p rdf:object ?thing } UNION { ?claim ae:source ?thing }
  ?claim ae:proposition ?p ; ae:speaker ?speaker .
} GROUP BY ?thing ?speaker ORDER BY ?thing DESC(?n) ?speaker"""


def _speakers(g: KnowledgeGraph, found: list[str]) -> dict[str, Counter[str]]:
    """How many claims each speaker makes about each thing."""
    terms = " ".join(_term(iri) for iri in found)
    result: dict[str, Counter[str]] = {}
    for thing, speaker, number in g.select(sparql.prologue() + _WHO % terms).rows:
        result.setdefault(str(thing), Counter())[str(speaker)] = int(str(number))
    return result


def _term(iri: str) -> str:
    return sparql.term_text(URIRef(iri))


# --- rows -----------------------------------------------------------------------------------------

_ROWS_CAUTION = (
    "Rows show what the query asks for, and some properties hold because a single speaker affirms"
    " them. Take nothing in them for a fact: `evidence` has claims behind the rows, with speakers"
    " and quotes; the tool `claims` gives more. Attribute what you tell."
)


def _table(g: KnowledgeGraph, answer: Answer, query: str, limit: int) -> dict[str, Any]:
    base: dict[str, Any] = {
        "caution": _ROWS_CAUTION, "columns": [], "rows": [], "more": False, "turtle": None
    }  # fmt: skip
    if not answer.media_type.startswith("application/sparql-results+json"):
        turtle = answer.body.decode("utf-8")
        cut = turtle[:ROW_BYTES]
        return base | {"turtle": cut, "more": cut != turtle} | _evidence(g, [], f"{query} {cut}")
    found = json.loads(answer.body)
    if "boolean" in found:
        return (
            base | {"columns": ["answer"], "rows": [[found["boolean"]]]} | _evidence(g, [], query)
        )
    columns = found["head"].get("vars", [])
    bindings = found["results"]["bindings"]
    rows: list[list[Any]] = []
    left = ROW_BYTES
    for binding in bindings[:limit]:
        row = [_value(binding.get(name)) for name in columns]
        left -= len(json.dumps(row, ensure_ascii=False))
        if left < 0:
            break
        rows.append(row)
    resources = [
        {term["value"] for term in binding.values() if term["type"] == "uri"}
        for binding in bindings[: min(len(rows), _LOOKED_AT)]
    ]
    shown = base | {"columns": columns, "rows": rows, "more": len(rows) < len(bindings)}
    return shown | _evidence(g, resources, query)


_NUMBERS = {"integer": int, "decimal": float, "double": float}


def _value(term: Mapping[str, str] | None) -> Any:
    if term is None:
        return None
    text = term["value"]
    if term["type"] == "uri":
        short = iris.compact(text)
        return text if short.startswith("<") else short
    datatype = term.get("datatype", "")
    local = datatype.removeprefix(iris.PREFIXES["xsd"])
    if local == "boolean":
        return text in ("true", "1")
    if local in _NUMBERS and datatype != local:
        with suppress(ValueError):  # not of the datatype that it says
            number = _NUMBERS[local](text)
            if isfinite(number) and abs(number) < 2**53:
                return number
    return _cut(text)


_JOINING = """SELECT DISTINCT ?claim ?s ?o {
  VALUES ?s { %s } VALUES ?o { %s }
  ?prop rdf:subject ?s ; rdf:object ?o . ?claim ae:proposition ?prop .
} ORDER BY ?claim"""
#: Resources of the rows and the query that are looked up for evidence.
_MOST = 150


def _evidence(g: KnowledgeGraph, rows: list[set[str]], query: str) -> dict[str, Any]:
    """Claims that the rows name, or that join two things of one row or of the query."""
    constants = _constants(query)
    prefix = iris.PREFIXES["claim"]
    named = [iri for row in rows for iri in sorted(row) if iri.startswith(prefix)]
    named += sorted(iri for iri in constants if iri.startswith(prefix))
    things = [
        {iri for iri in row if iri.startswith(iris.ID)} for row in rows or [set()]
    ]  # fmt: skip
    fixed = sorted(constants)[:_MOST]
    every = list(dict.fromkeys([*fixed, *(iri for row in things for iri in sorted(row))]))[:_MOST]
    if len(every) > 1:
        terms = " ".join(_term(iri) for iri in every)
        joined = g.select(sparql.prologue() + _JOINING % (terms, terms)).rows
        together = [row | set(fixed) for row in things]
        named += [
            str(claim)
            for claim, s, o in joined
            if any(str(s) in row and str(o) in row for row in together)
        ]
    wanted = list(dict.fromkeys(named))
    records = _records(g.claims_by_iri(wanted[:EVIDENCE])) if wanted else []
    return {"evidence": records, "evidence_total": len(wanted)}


def _constants(query: str) -> set[str]:
    """IRIs that a query names."""
    names = Names({})
    found = {iri for token in tokens(query) if (iri := names.iri(token))}
    return {iri for iri in found if iri.startswith(iris.ID) and not _NO_IRI.search(iri)}


#: What an IRI must not contain (SPARQL 1.1, rule IRIREF).
_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


def _json(found: Any) -> Answer:
    data = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return Answer(200, "application/json", data.encode("utf-8", "replace"))


OPERATIONS = {
    "find_entities": find_entities,
    "entity_card": entity_card,
    "claims": claims,
    "run_query": run_query,
    "run_catalogue_query": run_catalogue_query,
    "counts": counts,
}
DERIVATIONS = {"lens": opening.under}
prepare = opening.prepare
