"""Which claims are wanted, as a query: what they are about, who speaks, how it is meant, when.

:meth:`kg.graph.KnowledgeGraph.claims` documents the filters; each narrows what the others leave.
"""

from __future__ import annotations

import difflib

from rdflib.term import URIRef

from kg import dates, iris, sparql, terms
from kg.errors import UsageError
from kg.lookup import Lookup


def query(
    lookup: Lookup,
    *,
    about: str | None,
    speaker: str | None,
    source: str | None,
    stance: str | None,
    mode: str | None,
    predicate: str | None,
    since: str | None,
    until: str | None,
) -> str:
    """A SELECT query with one column, the claims' IRIs.

    :raises UsageError: for a stance, mode or relation that does not exist, or a date that is none.
    :raises kg.errors.UnknownEntity: for a name that nothing has.
    """
    iri = lookup.iri
    pattern = ["?claim a ae:Claim ."]
    if about is not None:
        term = sparql.term_text(URIRef(iri(about)))
        pattern.append(f"?claim ae:proposition ?p1 . ?p1 rdf:subject|rdf:object {term} .")
    for name, value, kinds in (
        ("speaker", speaker, ("actor",)),
        ("source", source, ("source",)),
    ):
        if value is not None:
            term = sparql.term_text(URIRef(iri(value, kinds)))
            pattern.append(f"?claim ae:{name} {term} .")
    for name, value in (("stance", stance), ("mode", mode)):
        if value is not None:
            pattern.append(f"?claim ae:{name} {_choice(name, value)} .")
    if predicate is not None:
        pattern.append(f"?claim ae:proposition ?p2 . ?p2 rdf:predicate {_relation(predicate)} .")
    if since is not None or until is not None:
        pattern.append(_between(since, until))
    return f"{sparql.prologue()}SELECT DISTINCT ?claim {{ {' '.join(pattern)} }}"


def _choice(name: str, value: str) -> str:
    options = terms.STANCES if name == "stance" else terms.MODES
    local = options.get(value.replace("-", "_").lower()) or value
    if local not in options.values():
        raise UsageError(f"{value!r} is no {name}.", cure=f"One of {', '.join(options)}.")
    return f"ae:{local}"


def _relation(name: str) -> str:
    local = name.removeprefix("ae:").removeprefix(iris.AE)
    if local not in terms.RELATIONS:
        near = difflib.get_close_matches(local, terms.RELATIONS, 3)
        cure = f"Did you mean {', '.join(near)}?" if near else "docs/ontology.html lists them."
        raise UsageError(f"{name!r} is no relation of the ontology.", cure=cure)
    return f"ae:{local}"


def _between(since: str | None, until: str | None) -> str:
    """A pattern for claims that name a date, or what has a date, that may lie in a span of days.

    A bound that is not known reaches as far as needed, as in the question ``time/between``.
    """
    filters = []
    first = dates.parse(since).bounds.earliest_begin if since is not None else None
    last = dates.parse(until).bounds.latest_end if until is not None else None
    if first and last and first > last:
        raise UsageError(f"The span ends ({until}) before it begins ({since}).", cure="Swap them.")
    if first:
        filters.append(f'FILTER (!BOUND(?last) || ?last >= "{first.isoformat()}"^^xsd:date)')
    if last:
        filters.append(f'FILTER (!BOUND(?first) || ?first <= "{last.isoformat()}"^^xsd:date)')
    return (
        "?claim ae:proposition ?p3 . { ?p3 rdf:subject ?dated } UNION { ?p3 rdf:object ?dated }"
        " { ?dated ae:date ?when } UNION { ?dated a ae:Date . BIND (?dated AS ?when) }"
        " OPTIONAL { ?when sem:hasEarliestBeginTimeStamp ?first }"
        f" OPTIONAL {{ ?when sem:hasLatestEndTimeStamp ?last }} {' '.join(filters)}"
    )
