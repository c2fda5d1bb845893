"""The page of the SPARQL endpoint: a form, and the answer for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg import iris
from kg.errors import KgError
from kg.pages._asking import Asking
from kg.pages._page import Page
from kg.pages._queries import _cell as cell

#: Formats that the answer is offered in, by the kind of query: value of ``format=`` and its name.
FORMATS = {
    "select": [("csv", "CSV"), ("json", "JSON"), ("xml", "XML"), ("tsv", "TSV")],
    "ask": [("json", "JSON"), ("xml", "XML"), ("csv", "CSV")],
    "construct": [
        ("ttl", "Turtle"),
        ("nt", "N-Triples"),
        ("jsonld", "JSON-LD"),
        ("rdf", "RDF/XML"),
    ],
}
EXAMPLE = """# Who says what about the People's Mojahedin, in which words
SELECT ?speaker ?quote {
  ?claim ae:proposition/(rdf:subject|rdf:object) actor:mek ;
         ae:speaker/rdfs:label ?speaker ;
         ae:evidence/oa:hasSelector/oa:exact ?quote
}
LIMIT 20
"""


def page(asking: Asking) -> Page:
    """The form, with the answer to ``query`` when one is given."""
    text = asking.parameters.get("query", "")
    problem, kind, truth, triples = "", "", None, 0
    variables: list[str] = []
    rows: Sequence[tuple[Any, ...]] = []
    if text.strip():
        try:
            kind = asking.g.kind(asking.g.understood(text))
            if kind == "select":
                answer = asking.g.select(text)
                variables, rows = list(answer.variables), answer.rows
            elif kind == "ask":
                truth = asking.g.ask(text)
            else:
                found = asking.g.construct(text)
                variables = ["subject", "predicate", "object"]
                rows = sorted(found, key=str)
                triples = len(rows)
        except KgError as error:
            problem, kind = str(error), ""
    first, last, paging = asking.span(len(rows))
    shown: list[dict[str, Any]] = [
        {
            name: None if term is None else cell(asking, term)
            for name, term in zip(variables, row, strict=True)
        }
        for row in rows[first:last]
    ]
    data: dict[str, Any] = {
        "title": "SPARQL",
        "query": text or EXAMPLE,
        "asked": bool(text.strip()),
        "kind": kind,
        "truth": truth,
        "problem": problem,
        "columns": variables,
        "rows": shown,
        "triples": triples,
        "paging": paging,
        "formats": [{"value": value, "name": name} for value, name in FORMATS.get(kind, [])],
        "prefixes": [{"prefix": name, "iri": iri} for name, iri in iris.PREFIXES.items()],
    }
    cells = [
        ["" if row[name] is None else str(row[name]["value"]) for name in variables]
        for row in shown
    ]
    return Page("SPARQL", "sparql", data, (variables, cells), None, 400 if problem else 200)
