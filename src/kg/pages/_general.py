"""Pages that are not of one resource: home, search, about, the ontology."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from kg import iris, sparql
from kg.description import VERSION
from kg.lookup import fold
from kg.pages import _ontology, _structured
from kg.pages._asking import KINDS, PAGE_SIZE, Asking, flat, kind_of
from kg.pages._lists import ENTITIES, claims, sources
from kg.pages._page import Page
from kg.pages._said import Teller, read

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

_COUNT = "SELECT (COUNT(*) AS ?n) { ?s a %CLASS% }"
_CLASSES = (
    ("claims", "ae:Claim", "/claims"),
    ("propositions", "ae:Proposition", None),
    ("pieces of evidence", "ae:Evidence", None),
)


def home(asking: Asking) -> Page:
    """What this is, and the ways into it."""
    from kg import queries

    names = [name.iri for name in asking.g.lookup.names if name.main]
    kinds: dict[str, int] = {}
    for iri in dict.fromkeys(names):
        kinds[kind_of(iri)] = kinds.get(kind_of(iri), 0) + 1
    counts = [
        {"label": name, "count": _number(asking, cls), "path": path} for name, cls, path in _CLASSES
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
            key=lambda row: row["kind"] != "quoted",  # type: ignore[index, call-overload]
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


def _number(asking: Asking, cls: str) -> int:
    rows = asking.g.select(sparql.prologue() + _COUNT.replace("%CLASS%", cls)).rows
    return int(str(rows[0][0])) if rows else 0


def search(asking: Asking) -> Page:
    """Entities by their names, and claims by the words they rest on."""
    text = asking.parameters.get("q", "").strip()
    rows: list[dict[str, Any]] = []
    said: list[dict[str, Any]] = []
    total = 0
    if text:
        for name in asking.g.find(text, PAGE_SIZE):
            kind = kind_of(name.iri)
            row = {
                "iri": name.iri, "label": asking.label(name.iri), "name": name.text,
                "kind": KINDS.get(kind, kind),
            }  # fmt: skip
            if all(row["iri"] != other["iri"] for other in rows):
                rows.append(row)
        listed = claims(Asking(asking.g, asking.base, "/claims", {"q": text}))
        total = listed.data["paging"]["total"]  # type: ignore[index, call-overload, assignment]
        found = read(asking, [row["iri"] for row in listed.data["rows"][:20]])  # type: ignore
        teller = Teller(asking, found)
        said = [teller.said(claim) for claim in found]
    columns = ["iri", "label", "name", "kind"]
    data: dict[str, Any] = {
        "title": f"Search: {text}" if text else "Search",
        "q": text,
        "columns": columns,
        "rows": rows,
        "claims_total": total,
        "said": said,
        "folded": fold(text),
    }
    return Page(data["title"], "search", data, (columns, flat(columns, rows)), None)


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
