"""SERVICE, carried out before the query: what is asked elsewhere, and its answer put in its place.

SPARQL 1.1 Federated Query (W3C Recommendation, 2013). The engine never makes a request: each
SERVICE clause of an allowed endpoint becomes a VALUES block that holds the endpoint's answer. The
clause is evaluated by itself, so its pattern should bind few solutions; a variable endpoint and a
SERVICE within a SERVICE are refused.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from rdflib.term import BNode, Identifier, Literal, URIRef

from kg import sparql
from kg.errors import LimitExceeded, QueryError, StoreError
from kg.search.tokens import Names, Token, tokens

#: Most SERVICE clauses of one query, and most solutions of one.
CLAUSES, SOLUTIONS = 4, 10_000


@dataclass(frozen=True)
class Clause:
    """One SERVICE clause.

    :param start: where it begins in the query, ``end`` exclusive.
    :param query: what to ask the endpoint.
    """

    start: int
    end: int
    silent: bool
    iri: str
    query: str


def clauses(query: str) -> list[Clause]:
    """The SERVICE clauses of a query, in their order.

    :raises QueryError: for a clause that cannot be carried out before the query.

    >>> clauses("SELECT * { SERVICE <https://example.org/sparql> { ?s ?p 1 } }")[0].query
    'SELECT * WHERE { ?s ?p 1 }'
    """
    items = list(tokens(query))
    names = Names({})
    found: list[Clause] = []
    prologue: list[str] = []
    at = 0
    while at < len(items):
        token = items[at]
        word = token.text.upper() if token.kind == "word" else ""
        if word == "PREFIX" and at + 2 < len(items):
            names.declare(items[at + 1], items[at + 2])
            prologue.append(f"PREFIX {items[at + 1].text} {items[at + 2].text} ")
            at += 3
            continue
        if word == "SERVICE":
            clause, at = _clause(query, items, at, names, "".join(prologue))
            found.append(clause)
            continue
        at += 1
    if len(found) > CLAUSES:
        raise QueryError(f"There are {len(found)} SERVICE clauses; {CLAUSES} are taken.")
    return found


def _clause(
    query: str, items: Sequence[Token], at: int, names: Names, prologue: str
) -> tuple[Clause, int]:
    start = items[at].start
    at += 1
    silent = at < len(items) and items[at].text.upper() == "SILENT"
    at += silent
    iri = names.iri(items[at]) if at < len(items) else None
    if iri is None or at + 1 >= len(items) or items[at + 1].text != "{":
        raise QueryError("SERVICE needs the address of an endpoint, and a group in braces.")
    opening = items[at + 1]
    level = 0
    for place in range(at + 1, len(items)):
        token = items[place]
        if token.kind == "word" and token.text.upper() == "SERVICE":
            raise QueryError("A SERVICE within a SERVICE is not carried out.")
        level += (token.text == "{") - (token.text == "}") if token.kind == "mark" else 0
        if level == 0:
            body = query[opening.start : token.end]
            asked = sparql.with_prefixes(f"{prologue}SELECT * WHERE {body}")
            return Clause(start, token.end, silent, iri, asked), place + 1
    raise QueryError("The group of a SERVICE clause does not end.")


def substituted(query: str, answers: Sequence[str | None]) -> str:
    """A query with each SERVICE clause replaced by what its endpoint answered.

    :param answers: SPARQL results in JSON, one for each clause; None where the endpoint failed and
        the clause is SILENT: it then binds nothing (section 4 of the recommendation).
    :raises StoreError: for an answer that is no SPARQL result in JSON.
    """
    parts, at = [], 0
    for clause, answer in zip(clauses(query), answers, strict=True):
        block = "{}" if answer is None else _values(answer, clause.iri)
        parts += [query[at : clause.start], block]
        at = clause.end
    return "".join([*parts, query[at:]])


def _values(answer: str, iri: str) -> str:
    try:
        found = json.loads(answer)
        names = [str(name) for name in found["head"]["vars"]]
        rows = found["results"]["bindings"]
        if len(rows) > SOLUTIONS:
            raise LimitExceeded(
                "answer", f"<{iri}> gave {len(rows):,} solutions; {SOLUTIONS:,} are taken."
            )
        if not all(name.isidentifier() for name in names):
            raise ValueError("a variable's name")
        lines = [
            "(" + " ".join(_text(row[name]) if name in row else "UNDEF" for name in names) + ")"
            for row in rows
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError(f"<{iri}> did not answer in SPARQL results JSON.") from error
    variables = " ".join(f"?{name}" for name in names)
    return f"{{ VALUES ({variables}) {{ {' '.join(lines)} }} }}"


def _text(value: dict[str, str]) -> str:
    term: Identifier
    if value["type"] == "uri":
        term = URIRef(value["value"])
    elif value["type"] == "bnode":
        term = BNode(value["value"])  # refused below: it means nothing here
    elif "xml:lang" in value:
        term = Literal(value["value"], lang=value["xml:lang"])
    elif "datatype" in value:
        term = Literal(value["value"], datatype=URIRef(value["datatype"]), normalize=False)
    else:
        term = Literal(value["value"])
    return sparql.term_text(term)
