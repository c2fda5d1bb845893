"""Large results, page by page, where a server cuts them.

Rows are only skipped (OFFSET) in an order in which nothing but equal rows tie, so a page neither
repeats nor misses one; their number is compared with the engine's own count. Graphs are read by
subject, each page beginning after the last one's, which no engine has to sort whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from rdflib.term import BNode, Identifier, Literal, URIRef

from kg import iris, sparql
from kg.endpoint import _text
from kg.errors import StoreError

#: Rows asked for at once where a graph is read whole.
PAGE = 10_000

Row: TypeAlias = tuple[Identifier | None, ...]
#: Asks one query: names, rows, and the number at which the server has cut them, if it has.
Ask: TypeAlias = Callable[[str], tuple[tuple[str, ...], list[Row], int | None]]
Quad: TypeAlias = tuple[Identifier, Identifier, Identifier, URIRef]


def columns(ask: Ask, query: str) -> tuple[str, ...]:
    """The names of a SELECT query's columns, from an answer of no rows."""
    prologue, dataset, inner, _ = _split(query, ())
    return ask(f"{prologue}SELECT * {dataset}WHERE {{ {{ {inner} }} }} LIMIT 0")[0]


def all_rows(ask: Ask, query: str, names: tuple[str, ...], size: int) -> list[Row]:
    """All rows of a SELECT query, in its order, a number of them at a time.

    :raises StoreError: when it cannot be asked in pages, or they do not add up.
    """
    prologue, dataset, inner, (start, limit) = _split(query, names)
    variables = " ".join(f"?{name}" for name in names)
    rows: list[Row] = []
    while True:
        want = size if limit is None else min(size, limit - len(rows))
        if want <= 0:
            break
        page = ask(
            f"{prologue}SELECT {variables} {dataset}WHERE {{ {{ {inner} }} }}"
            f" LIMIT {want} OFFSET {start + len(rows)}"
        )[1]
        rows += page
        if len(page) < want:
            break
    count = f"{prologue}SELECT (COUNT(*) AS ?n) {dataset}WHERE {{ {{ %s }} }}"
    there = max(0, int(str(ask(count % inner)[1][0][0])) - start)
    whole_answer = limit is None and not start
    different = f"SELECT DISTINCT {variables} WHERE {{ {{ {inner} }} }}"
    if len(rows) != (there if limit is None else min(limit, there)) or (
        whole_answer and len(set(rows)) != int(str(ask(count % different)[1][0][0]))
    ):
        raise StoreError(
            f"{len(rows):,} rows came of {there:,}: the data changed meanwhile, or the server"
            " does not keep its order.",
            cure="Ask again, or for less.",
        )
    return rows


def _split(query: str, names: tuple[str, ...]) -> tuple[str, str, str, tuple[int, int | None]]:
    """Prologue, dataset clause, the query in a total order, and its OFFSET and LIMIT."""
    clause = sparql.dataset_clause(query)
    parts = None if clause is None else _text.parts(clause.rest)
    if clause is None or parts is None:
        raise StoreError(
            "The server cuts this answer, and the query cannot be asked in pages.",
            cure="Ask for less (LIMIT), or put VALUES inside WHERE.",
        )
    dataset = "".join(f"FROM <{iri}> " for iri in clause.default)
    dataset += "".join(f"FROM NAMED <{iri}> " for iri in clause.named)
    tail = _text.ordered(parts, names) if names else ""
    prologue = sparql.with_prefixes(query)[: -len(query)] + parts.prologue
    return prologue, dataset, parts.body + tail, (parts.offset, parts.limit)


def quads(
    ask: Ask, graphs: Sequence[str], progress: Callable[[int, int], None] | None
) -> list[Quad]:
    """All triples of these graphs; those of the default graph where there are none.

    :param progress: called with the number of triples so far and that of all.
    :raises StoreError: when a graph does not come whole.
    """
    report = progress or (lambda done, total: None)
    sizes = {name: _size(ask, f"GRAPH <{name}> {{ ?s ?p ?o }}") for name in graphs}
    homes = {name: f"GRAPH <{name}> {{ %s }}" for name in graphs}
    if not homes:
        name = iris.graph("imported")
        homes, sizes = {name: "%s"}, {name: _size(ask, "?s ?p ?o")}
    total = sum(sizes.values())
    found: list[Quad] = []
    for name, pattern in homes.items():
        home, before = URIRef(name), len(found)
        for triple in _triples(ask, pattern, sizes[name]):
            found.append((*triple, home))
            if len(found) % PAGE == 0:
                report(len(found), total)
        if len(found) - before != sizes[name]:
            raise StoreError(
                f"{len(found) - before:,} of {sizes[name]:,} triples of <{name}> came.",
                cure="The data may be changing; ask again.",
            )
        report(len(found), total)
    return found


def _size(ask: Ask, pattern: str) -> int:
    return int(str(ask(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")[1][0][0]))


def _triples(ask: Ask, pattern: str, size: int) -> list[tuple[Identifier, Identifier, Identifier]]:
    found: list[Row] = []
    last: Identifier | None = None
    while len(found) < size:
        after = "" if last is None else f"FILTER(STR(?s) > {sparql.term_text(Literal(str(last)))})"
        order = "" if size < PAGE and last is None else f"ORDER BY (STR(?s)) LIMIT {PAGE}"
        query = f"SELECT ?s ?p ?o {{ {pattern % '?s ?p ?o'} {after} }} {order}"
        _, rows, cut = ask(query)
        if cut is None and len(rows) < PAGE:
            return [whole(row) for row in (*found, *rows)]
        if not order:  # a server that cuts at less than a page
            rows.clear()
            size = max(size, PAGE)
            continue
        last = rows[-1][0]
        if isinstance(last, BNode):
            raise StoreError(
                "Blank nodes cannot be fetched in pages.", cure="Export the data at the server."
            )
        kept = [row for row in rows if row[0] != last]
        if not kept:  # one subject fills the page
            one = f"SELECT ?s ?p ?o {{ {pattern % '?s ?p ?o'} FILTER(?s = <{last}>) }}"
            kept = all_rows(ask, one, ("s", "p", "o"), len(rows))
        else:
            last = kept[-1][0]
        found += kept
    return [whole(row) for row in found]


def whole(row: Row) -> tuple[Identifier, Identifier, Identifier]:
    """A row of three columns as a triple.

    :raises StoreError: when one is unbound.
    """
    subject, predicate, obj = row
    if subject is None or predicate is None or obj is None:
        raise StoreError("The server sent a triple that is not whole.")
    return subject, predicate, obj
