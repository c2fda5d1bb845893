"""Answers of SPARQL queries in the forms that the standards name.

Rows: SPARQL 1.1 Query Results JSON, XML, CSV and TSV Formats (W3C Recommendations), a table and
Markdown. ASK: JSON and XML as there, else ``true`` or ``false``. Graphs: Turtle, N-Triples,
RDF/XML, JSON-LD.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg import iris
from kg.cli import tables

if TYPE_CHECKING:
    from rdflib.term import Identifier

    from kg.graph import KnowledgeGraph
    from kg.solutions import Solutions

ROW_FORMATS = ("table", "csv", "tsv", "json", "xml", "md")
GRAPH_FORMATS = ("ttl", "nt", "rdf", "jsonld")
FORMATS = (*ROW_FORMATS, *GRAPH_FORMATS)

_RDFLIB = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}


def write(
    graph: KnowledgeGraph, query: str, title: str, results: str | None, out: str | None
) -> None:
    """Answer a query and write the answer.

    :param results: a format or media type; None: see :func:`kg.cli.tables.choose`.
    :raises kg.errors.QueryError: when the query cannot be parsed or evaluated.
    """
    query = graph.understood(query)
    kind = graph.kind(query)
    if kind == "construct":
        style = tables.choose(results, out, GRAPH_FORMATS)
        tables.emit(graph.construct(query).serialize(format=_RDFLIB[style]), out)
        return
    style = tables.choose(results, out, ROW_FORMATS)
    if kind == "ask":
        _write_truth(graph.ask(query), style, out)
    else:
        _write_rows(graph.select(query), title, style, out)


def _write_truth(value: bool, style: str, out: str | None) -> None:
    if style in ("json", "xml"):
        from rdflib.query import Result

        result = Result("ASK")
        result.askAnswer = value
        tables.emit(_serialized(result, style), out)
    else:
        tables.emit("true" if value else "false", out)


def _write_rows(solutions: Solutions, title: str, style: str, out: str | None) -> None:
    if style in ("json", "xml"):
        from rdflib.query import Result
        from rdflib.term import Variable

        result = Result("SELECT")
        result.vars = [Variable(name) for name in solutions.variables]
        result.bindings = [
            {
                Variable(name): term
                for name, term in zip(solutions.variables, row, strict=True)
                if term is not None
            }
            for row in solutions.rows
        ]
        tables.emit(_serialized(result, style), out)
        return
    if style == "tsv":
        head = "\t".join(f"?{name}" for name in solutions.variables)
        lines = ["\t".join(_turtle(term) for term in row) for row in solutions.rows]
        tables.emit("\n".join([head, *lines]) + "\n", out)
        return
    cell = _words if style in ("table", "md") else str
    rows = [
        tuple(None if term is None else _plain(term, cell) for term in row)
        for row in solutions.rows
    ]
    tables.write(tables.Table(solutions.variables, rows, title), style, out, exact=True)


def _serialized(result: Any, style: str) -> str:
    data: bytes = result.serialize(format=style)
    text = data.decode("utf-8")
    return text if text.endswith("\n") else text + "\n"


def _turtle(term: Identifier | None) -> str:
    """A term as TSV has it: Turtle syntax without its abbreviations; empty where unbound."""
    from kg import sparql

    return "" if term is None else sparql.term_text(term)


def _plain(term: Identifier, cell: Any) -> tables.Value:
    from rdflib.term import Literal

    if isinstance(term, Literal) and term.datatype == iris.expand("xsd:integer"):
        return int(str(term))
    text: str = cell(term)
    return text


def _words(term: Identifier) -> str:
    """A term for people: IRIs with their prefix, literals as their characters."""
    from rdflib.term import URIRef

    return iris.compact(str(term)) if isinstance(term, URIRef) else str(term)
