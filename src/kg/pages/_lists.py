"""List pages: entities, sources, dates and claims, with a filter by text and paging."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rdflib.term import Literal

from kg import iris, sparql, terms
from kg.errors import KgError
from kg.lookup import fold
from kg.pages._asking import Asking, flat, kind_of
from kg.pages._page import Page
from kg.pages._said import Teller, read
from kg.parameters import Parameter, term

#: Lists by path: kind of resource, heading, and what stands below it.
ENTITIES: dict[str, tuple[str, str, str]] = {
    "/actors": ("actor", "Actors", "Organizations, persons, groups, governments and offices that"
                " speakers name, or that speak."),
    "/events": ("event", "Events", "What speakers tell of. The days are those that they give it."),
    "/series": ("series", "Series of events", "Recurring events; their editions are events."),
    "/places": ("place", "Places", "Places that speakers name."),
    "/prospects": ("prospect", "Prospects", "What speakers predict, demand, intend or imagine."
                   " Nobody in the sources reports that any of it has happened."),
}  # fmt: skip

# "X says P" is not counted: the claim that P is X's own.
OWN = f'?p rdf:object ?o . FILTER(!STRSTARTS(STR(?o), "{iris.PREFIXES["prop"]}"))'
# What is counted once for each claim, whichever side of its propositions names the resource.
_COUNTS = (
    "SELECT ?s (COUNT(DISTINCT ?claim) AS ?n) { %VALUES%"
    f" ?p rdf:subject|rdf:object ?s . ?claim ae:proposition ?p . {OWN} }} GROUP BY ?s"
)
_TYPES = """SELECT DISTINCT ?s ?type { %VALUES%
  { ?s ae:eventType ?type } UNION { ?s ae:placeType ?type }
  UNION { ?s a ?type . ?type rdfs:subClassOf ae:Actor } } ORDER BY ?s ?type"""
_SPANS = """SELECT DISTINCT ?s ?first ?last { %VALUES%
  OPTIONAL { ?s sem:hasEarliestBeginTimeStamp ?first }
  OPTIONAL { ?s sem:hasLatestEndTimeStamp ?last } }"""
_SPEAKS = (
    "SELECT ?s (COUNT(DISTINCT ?claim) AS ?n) { %VALUES%"
    f" ?claim ae:speaker ?s ; ae:proposition ?p . {OWN} }} GROUP BY ?s"
)
_DATES = """SELECT DISTINCT ?s ?label ?edtf ?first ?last { ?s a ae:Date ; ae:edtf ?edtf .
  OPTIONAL { ?s rdfs:label ?label FILTER(LANG(?label) IN ("en", "")) }
  OPTIONAL { ?s sem:hasEarliestBeginTimeStamp ?first }
  OPTIONAL { ?s sem:hasLatestEndTimeStamp ?last } }"""
_HELD = (
    "SELECT ?s (COUNT(DISTINCT ?claim) AS ?n) { %VALUES%"
    f" ?claim ae:source ?s ; ae:proposition ?p . {OWN} }} GROUP BY ?s"
)
_QUOTED = "SELECT DISTINCT ?s { %VALUES% ?s a ae:QuotedSource }"
_META = """SELECT DISTINCT ?s ?publisher ?published { %VALUES%
  OPTIONAL { ?s dcterms:publisher ?publisher } OPTIONAL { ?s ae:published ?published } }
  ORDER BY ?s"""

Rows = list[dict[str, Any]]


def entities(asking: Asking) -> Page:
    """The list of all entities of a kind."""
    kind, title, lead = ENTITIES[asking.path]
    names = _names(asking, kind)
    first, last, paging = asking.span(len(names))
    shown = names[first:last]
    counts = _numbers(asking, _COUNTS, shown)
    kinds: dict[str, list[str]] = {}
    for subject, type_ in asking.rows(_TYPES, shown):
        kinds.setdefault(str(subject), []).append(asking.label(str(type_)))
    columns = ["iri", "label", "type", "claims"]
    spans: dict[str, tuple[str, str]] = {}
    if kind == "event":
        columns[3:3] = ["first", "last"]
        for subject, first_day, last_day in asking.rows(_SPANS, shown):
            spans[str(subject)] = (str(first_day or ""), str(last_day or ""))
    spoken = _numbers(asking, _SPEAKS, shown) if kind == "actor" else {}
    if kind == "actor":
        columns.append("claims made")
    rows: Rows = []
    for iri in shown:
        start, end = spans.get(iri, ("", ""))
        row = {
            "iri": iri, "label": asking.label(iri), "type": ", ".join(kinds.get(iri, ())),
            "first": start, "last": end, "claims": counts.get(iri, 0),
            "claims made": spoken.get(iri, 0),
        }  # fmt: skip
        rows.append({name: row[name] for name in columns})
    return _page(asking, title, lead, columns, rows, paging)


def sources(asking: Asking) -> Page:
    """The list of sources."""
    names = _names(asking, "source")
    first, last, paging = asking.span(len(names))
    shown = names[first:last]
    counts = _numbers(asking, _HELD, shown)
    quoted = {str(row[0]) for row in asking.rows(_QUOTED, shown)}
    meta: dict[str, tuple[str, str]] = {}
    for subject, publisher, published in asking.rows(_META, shown):
        label = asking.label
        meta.setdefault(str(subject), (label(str(publisher)) if publisher else "",
                                   label(str(published)) if published else ""))  # fmt: skip
    rows: Rows = [
        {
            "iri": iri, "label": asking.label(iri),
            "kind": "quoted" if iri in quoted else "cited",
            "publisher": meta.get(iri, ("", ""))[0], "published": meta.get(iri, ("", ""))[1],
            "claims": counts.get(iri, 0),
        }
        for iri in shown
    ]  # fmt: skip
    lead = (
        "Texts and works that claims were read from. Of a quoted source the text is here, and every"
        " claim shows its words in it; of a cited one, claims name the place in the work."
    )
    columns = ["iri", "label", "kind", "publisher", "published", "claims"]
    return _page(asking, "Sources", lead, columns, rows, paging)


def dates(asking: Asking) -> Page:
    """The list of dates, in the order of time."""
    wanted = fold(asking.parameters.get("q", ""))
    found: dict[str, tuple[str, str, str, str]] = {}
    for subject, label, edtf, start, end in asking.g.select(sparql.prologue() + _DATES).rows:
        row = (str(label or edtf), str(edtf), str(start or ""), str(end or ""))
        if not wanted or wanted in fold(row[0]) or wanted in fold(row[1]):
            found.setdefault(str(subject), row)
    names = sorted(found, key=lambda iri: (found[iri][2] or "9", found[iri][3], iri))
    first, last, paging = asking.span(len(names))
    counts = _numbers(asking, _COUNTS, names[first:last])
    rows: Rows = []
    for iri in names[first:last]:
        name, edtf_, start_, end_ = found[iri]
        rows.append({"iri": iri, "label": name, "edtf": edtf_, "first": start_, "last": end_,
                     "claims": counts.get(iri, 0)})  # fmt: skip
    lead = (
        "Dates as speakers and editors give them, in EDTF (ISO 8601-2), each with the first and"
        " the last day that it may touch."
    )
    columns = ["iri", "label", "edtf", "first", "last", "claims"]
    return _page(asking, "Dates", lead, columns, rows, paging)


# --- claims ---------------------------------------------------------------------------------------

#: What claims are chosen by beside text.
CHOICES = ("speaker", "source", "stance", "mode")

_COLUMNS = ["iri", "says", "claim", "stance", "mode", "source", "quote"]


def claims(asking: Asking) -> Page:
    """The list of claims, in the order of their sources, chosen by a form."""
    problem = ""
    try:
        found = _chosen_claims(asking)
    except KgError as error:  # the form is shown again, with what is wrong
        problem, found = str(error), []
    first, last, paging = asking.span(len(found))
    shown = read(asking, found[first:last])
    teller = Teller(asking, shown)
    rows: Rows = [
        {
            "iri": claim.iri,
            "says": claim.attribution(),
            "claim": "; ".join(map(str, claim.propositions)),
            "stance": asking.g.lookup.label(iris.AE + claim.stance),
            "mode": asking.g.lookup.label(iris.AE + claim.mode),
            "source": claim.source_label,
            "quote": " […] ".join(quote.exact for quote in claim.quotes),
        }
        for claim in shown
    ]
    data: dict[str, Any] = {
        "title": "Claims",
        "lead": "What speakers say, in which words. That something is listed here does not make it"
        " so.",
        "columns": _COLUMNS,
        "rows": rows,
        "paging": paging,
        "filter": {"q": asking.parameters.get("q", ""), **_chosen(asking)},
        "problem": problem,
        "options": {
            "stance": _options(terms.STANCES, asking),
            "mode": _options(terms.MODES, asking),
        },
        "said": [teller.said(claim) for claim in shown],
    }
    table = (_COLUMNS, flat(_COLUMNS, rows))
    return Page("Claims", "claims", data, table, None, 400 if problem else 200)


def _options(listed: Mapping[str, str], asking: Asking) -> list[dict[str, str]]:
    return [
        {"value": name, "label": asking.g.lookup.label(iris.AE + local_name)}
        for name, local_name in listed.items()
    ]


def _chosen(asking: Asking) -> dict[str, str]:
    return {name: asking.parameters.get(name, "") for name in CHOICES}


# A claim that only tells what another says is left out: the other's own claim is in the list.
_CLAIMS = (
    "SELECT DISTINCT ?claim ?source { %CHOICE%"
    f" ?claim ae:source ?source ; ae:proposition ?p . {OWN} }}"
)
_STARTS = """SELECT ?claim (MIN(?start) AS ?at) {
  ?claim ae:evidence ?e . ?e oa:hasSelector ?position . ?position oa:start ?start }
  GROUP BY ?claim"""
#: Texts that hold the wanted one: quotes, names of what a claim is about, words it tells.
_TEXTS = (
    "?claim ae:evidence ?e . ?e oa:hasSelector ?q . ?q oa:exact ?found",
    "?claim ae:proposition ?p . ?p rdf:subject|rdf:object ?n . ?n rdfs:label ?found",
    "?claim ae:proposition ?p . ?p rdf:object ?found . FILTER(ISLITERAL(?found))",
)


def _chosen_claims(asking: Asking) -> list[str]:
    """IRIs of the chosen claims, in the order of the text; every value reaches a query as a term.

    :raises KgError: for a value that nothing has.
    """
    chosen = []
    types = {"speaker": "actor", "source": "source", "stance": "stance", "mode": "mode"}
    for name, value in _chosen(asking).items():
        if value.strip():
            wanted = term(Parameter(name, types[name], None, name, True), value, asking.g.lookup)
            if wanted is not None:
                chosen.append(f"?claim ae:{name} {sparql.term_text(wanted)} .")
    body = _CLAIMS.replace("%CHOICE%", "\n  ".join(chosen))
    found = {str(c): str(source) for c, source in asking.g.select(sparql.prologue() + body).rows}
    if text := asking.parameters.get("q", "").strip():
        held = _holding(asking, text)
        found = {claim: source for claim, source in found.items() if claim in held}
    rows = asking.g.select(sparql.prologue() + _STARTS).rows
    starts = {str(claim): int(str(at)) for claim, at in rows if claim is not None}
    return sorted(found, key=lambda claim: (found[claim], starts.get(claim, 0), claim))


def _holding(asking: Asking, text: str) -> set[str]:
    """IRIs of the claims with the text in their quotes, or in the names of what they are about."""
    wanted = sparql.term_text(Literal(text.lower()))
    condition = f"FILTER(CONTAINS(LCASE(STR(?found)), {wanted}))"
    bodies = (f"SELECT DISTINCT ?claim {{ {body} {condition} }}" for body in _TEXTS)
    return {
        str(row[0]) for body in bodies for row in asking.g.select(sparql.prologue() + body).rows
    }


# --- parts ----------------------------------------------------------------------------------------


def _names(asking: Asking, kind: str) -> list[str]:
    """IRIs of all entities of a kind whose names hold the wanted text, by label."""
    wanted = fold(asking.parameters.get("q", ""))
    found: dict[str, None] = {}
    for name in asking.g.lookup.names:
        if kind_of(name.iri) == kind and (
            not wanted or wanted in fold(name.text) or wanted in fold(name.key)
        ):
            found[name.iri] = None
    return sorted(found, key=lambda iri: (fold(asking.label(iri)), iri))


def _numbers(asking: Asking, body: str, wanted: Iterable[str]) -> dict[str, int]:
    return {str(iri): int(str(n)) for iri, n in asking.rows(body, wanted) if iri is not None}


def _page(
    asking: Asking,
    title: str,
    lead: str,
    columns: Sequence[str],
    rows: Rows,
    paging: Mapping[str, Any],
) -> Page:
    data: dict[str, Any] = {
        "title": title,
        "lead": lead,
        "columns": list(columns),
        "rows": rows,
        "paging": paging,
        "filter": {"q": asking.parameters.get("q", "")},
    }
    return Page(title, "list", data, (columns, flat(columns, rows)), None)


#: Pages of lists by path.
LISTS: dict[str, Callable[[Asking], Page]] = {
    **dict.fromkeys(ENTITIES, entities),
    "/sources": sources,
    "/dates": dates,
    "/claims": claims,
}

#: Lists that a resource belongs to, by its kind.
LIST_OF: dict[str, str] = {
    **{kind: path for path, (kind, _, _) in ENTITIES.items()},
    "source": "/sources",
    "date": "/dates",
    "claim": "/claims",
}
