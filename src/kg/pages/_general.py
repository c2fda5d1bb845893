"""Pages that are not of one resource: home, search, about, the ontology."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from kg import iris, sparql
from kg.description import VERSION
from kg.errors import UsageError
from kg.pages import _structured
from kg.pages import ontology as _ontology
from kg.pages._asking import KINDS, Asking, flat, kind_of
from kg.pages._lists import ENTITIES, OWN, sources
from kg.pages._lists import claims as claim_list
from kg.pages._page import Page
from kg.pages._said import Teller, read
from kg.search import KINDS as search_kinds
from kg.store import Store

TITLE = "Actors and events: who says what"
DESCRIPTION = (
    "Claims of articles and cited works about actors and events, each with its speaker, stance,"
    " mode and the words or the citation it rests on."
)
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

#: Queries that the home page names.
_FIRST = (
    "speakers/about",
    "claims/disputed",
    "events/all",
    "figures/disputed",
    "names/who-calls-whom",
)

_COUNTED: tuple[tuple[str, str, str | None], ...] = (
    ("claims", f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x ae:proposition ?p . {OWN} }}", "/claims"),
    ("quotes", "SELECT (COUNT(*) AS ?n) { ?x a ae:Evidence }", None),
)


def home(asking: Asking) -> Page:
    """What this is, and the ways into it."""
    from kg import queries

    names = [name.iri for name in asking.g.lookup.names if name.main]
    kinds: dict[str, int] = {}
    for iri in dict.fromkeys(names):
        kinds[kind_of(iri)] = kinds.get(kind_of(iri), 0) + 1
    counts = [
        {"label": name, "count": _number(asking, query), "path": path}
        for name, query, path in _COUNTED
    ]
    counts += [
        {"label": title.lower(), "count": kinds.get(kind, 0), "path": path}
        for path, (kind, title, _) in ENTITIES.items()
    ]
    listed = sources(Asking(asking.g, asking.base, "/sources", {}))
    known = queries.catalogue()
    data: dict[str, Any] = {
        "title": TITLE,
        "description": DESCRIPTION,
        "counts": counts,
        "sources": sorted(
            listed.data["rows"],  # type: ignore[arg-type]
            key=lambda row: row["kind"] != "quoted",
        ),
        "sources_total": listed.data["paging"]["total"],  # type: ignore[index, call-overload]
        "queries": [
            {"name": name, "summary": known[name].summary} for name in _FIRST if name in known
        ],
        "endpoint": f"{asking.base}/sparql",
        "version": VERSION,
        "licence": LICENCE,
        "structured": _structured.dataset(TITLE, DESCRIPTION, asking.base, LICENCE),
    }
    return Page(TITLE, "home", data, None, None)


def _number(asking: Asking, query: str) -> int:
    rows = asking.g.select(sparql.prologue() + query).rows
    return int(str(rows[0][0])) if rows else 0


#: Hits of a search on its page.
_NAMES, _CLAIMS = 100, 20


def search(asking: Asking) -> Page:
    """Entities by their names, and claims by the words they rest on."""
    text = asking.parameters.get("q", "").strip()
    rows: list[dict[str, Any]] = []
    claims: list[str] = []
    problem = ""
    if text:
        try:
            rows, claims = _found(asking, text)
        except UsageError as error:  # the form is shown again, with what is wrong
            problem = str(error)
    said = read(asking, claims)
    teller = Teller(asking, said)
    order = {iri: at for at, iri in enumerate(claims)}
    columns = ["iri", "label", "name", "kind"]
    data: dict[str, Any] = {
        "title": f"Search: {text}" if text else "Search",
        "q": text,
        "problem": problem,
        "columns": columns,
        "rows": rows,
        "said": [teller.said(claim) for claim in sorted(said, key=lambda c: order[c.iri])],
        "more": len(claims) == _CLAIMS,
    }
    status = 400 if problem else 200
    return Page(data["title"], "search", data, (columns, flat(columns, rows)), None, status)


def _found(asking: Asking, text: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Rows for named resources, and IRIs of claims; by the index where the data is here."""
    if not isinstance(asking.g.engine, Store):
        listed = claim_list(Asking(asking.g, asking.base, "/claims", {"q": text}))
        assert listed.table is not None
        names = {name.iri: name.text for name in asking.g.find(text, _NAMES)}
        found = [str(row[0]) for row in listed.table[1][:_CLAIMS]]
        return [_row(asking, iri, kind_of(iri), name) for iri, name in names.items()], found
    kinds = [kind for kind in search_kinds if kind != "claim"]
    hits = asking.g.search(text, _NAMES, kinds)
    rows = [_row(asking, hit.iri, hit.kind, hit.text) for hit in hits]
    return rows, [hit.iri for hit in asking.g.search(text, _CLAIMS, ("claim",))]


def _row(asking: Asking, iri: str, kind: str, name: str) -> dict[str, Any]:
    return {"iri": iri, "label": asking.label(iri), "name": name, "kind": KINDS.get(kind, kind)}


_POLICIES = """SELECT ?graph ?label ?policy { ?graph ae:policy ?policy ; rdfs:label ?label
  FILTER(LANG(?policy) IN ("en", "")) } ORDER BY ?label"""
_ENCODERS = "SELECT DISTINCT ?who { ?source a ae:Source ; dcterms:contributor ?who } ORDER BY ?who"


def about(asking: Asking) -> Page:
    """How to read this, what its limits are, who wrote it down, under which licences."""
    data: dict[str, Any] = {
        "title": "About",
        "encoders": [str(row[0]) for row in asking.g.select(sparql.prologue() + _ENCODERS).rows],
        "policies": [
            {"iri": str(graph), "label": str(label), "policy": str(policy)}
            for graph, label, policy in asking.g.select(sparql.prologue() + _POLICIES).rows
        ],
        "licence": LICENCE,
        "version": VERSION,
        "base_iri": iris.BASE,
    }
    return Page("About", "about", data, None, None)


def ontology(asking: Asking) -> Page:
    """The ontology, with an anchor for each term."""
    found = list(_ontology.triples(asking.g.select))
    data = _ontology.document(found) if found else _packaged()
    columns = ["iri", "name", "label", "section", "definition"]
    rows = [
        [term["iri"], term["name"], term["label"], section["title"], term["definition"]]
        for section in data["sections"]
        for term in section["terms"]
    ]
    return Page(data["title"] or "Ontology", "ontology", data, (columns, rows), iris.ONTOLOGY)


@lru_cache(maxsize=1)
def _packaged() -> dict[str, Any]:
    return _ontology.document(_ontology.packaged())
