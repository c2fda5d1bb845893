"""Changed copies of a store: SPARQL 1.1 Update, and Graph Store operations.

A store is changed in place by :func:`changed`, for a process that holds it for itself; the others
give a copy.

The default graph is a copy of the union of the named graphs (but interpretations). An update sees
it so, and means it so: what it takes from the default graph goes from every graph, and what it puts
into the default graph goes to ``graph:imported``.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

import pyoxigraph as ox

from kg import iris, sparql
from kg.errors import DataError, QueryError, StoreError, UnknownGraph
from kg.store._answers import TRIPLES
from kg.store._engine import Store
from kg.store._files import IMPORTED
from kg.store._terms import named
from kg.store._touching import inserts_data, only_named

_DEFAULT = ox.DefaultGraph()


def updated(
    store: Store, update: str, using: Sequence[str] = (), using_named: Sequence[str] = ()
) -> Store:
    """A copy of a store, changed by a SPARQL update.

    :param using: IRIs given as ``using-graph-uri`` (SPARQL 1.1 Protocol, section 2.2.3), with
        ``using_named``; they take the place of USING.
    :raises QueryError: when the update cannot be parsed or evaluated; also for LOAD and
        SERVICE, which would make requests, and for USING where ``using`` is given.
    """
    work = Store()
    work._store.bulk_extend(store._store)
    return changed(work, update, using, using_named)


def changed(
    work: Store, update: str, using: Sequence[str] = (), using_named: Sequence[str] = ()
) -> Store:
    """What a SPARQL update makes of a store, which is spent.

    INSERT DATA costs what it inserts. Where operations touch named graphs alone, the engine fills
    the default graph once behind them. Any other operation costs several passes in Python.

    :raises QueryError: as :func:`updated`.
    """
    harmless = sparql.without_load(sparql.without_service(update))
    if using or using_named:
        harmless = sparql.with_using(harmless, using, using_named)
    stale = False
    for operation in sparql.update_operations(harmless):
        named_only = only_named(operation)
        if stale and not named_only:
            work.refill_default()
            stale = False
        if inserts_data(operation) and not stale:
            _insert(work, operation, update)
        elif named_only:
            _run(work, operation, update)
            stale = True
        else:
            work = _after(work, operation, update)
    if stale:
        work.refill_default()
    return work


def _insert(work: Store, operation: str, update: str) -> None:
    """INSERT DATA (SPARQL 1.1 Update, section 3.1.1): its quads are those that it makes of an
    empty store."""
    empty = Store()
    _run(empty, operation, update)
    work._bulk(quad for quad in empty._store if quad.graph_name != _DEFAULT)
    imported = named(IMPORTED)
    work._bulk(
        [
            ox.Quad(t.subject, t.predicate, t.object, imported)
            for t in _triples(empty, _DEFAULT)
            if ox.Quad(t.subject, t.predicate, t.object, _DEFAULT) not in work._store
        ]
    )


def _after(work: Store, operation: str, update: str) -> Store:
    """A store after one operation of an update; the store itself is spent."""
    before = set(_triples(work, _DEFAULT))
    _run(work, operation, update)
    after = set(_triples(work, _DEFAULT))
    gone, new = before - after, after - before
    result = Store()
    result._bulk(
        quad for quad in work._store if quad.graph_name != _DEFAULT and quad.triple not in gone
    )
    held = set(_triples(result, _DEFAULT))
    imported = named(IMPORTED)
    result._bulk(ox.Quad(t.subject, t.predicate, t.object, imported) for t in new if t not in held)
    return result


def _run(work: Store, operation: str, update: str) -> None:
    """Have the engine carry out one operation of an update."""
    try:
        work._store.update(operation, prefixes=iris.PREFIXES)
    except SyntaxError as error:
        cure = ""
        if sparql.without_load(update) != update or sparql.uses_service(update):
            cure = "LOAD and SERVICE are switched off: nothing is fetched."
        raise QueryError(f"The update cannot be parsed: {error}.", cure=cure) from error
    except (ValueError, RuntimeError) as error:
        raise QueryError(f"The update was refused: {error}.") from error
    except OSError as error:
        raise StoreError(f"The store failed: {error}.") from error


def with_graph(store: Store, graph: str, method: str, media: str, data: str) -> Store:
    """A copy of a store with one graph replaced, extended or deleted (SPARQL 1.1 Graph Store HTTP
    Protocol, sections 5.3 to 5.5).

    :param graph: its IRI; empty for the default graph, which is ``graph:imported`` here.
    :param method: ``PUT``, ``POST`` or ``DELETE``.
    :param media: media type of the data.
    :param data: RDF, in base64.
    :raises UnknownGraph: when a graph is to be deleted that does not exist.
    :raises DataError: when the data is not the RDF that its media type says.
    """
    home = named(graph or IMPORTED)
    if method == "DELETE" and home.value not in store.graphs():
        raise UnknownGraph(home.value)
    fresh: list[ox.Quad] = []
    if method != "DELETE":
        if media not in TRIPLES:
            raise DataError(f"RDF is not sent as {media!r}.", cure=f"One of {', '.join(TRIPLES)}.")
        try:
            for quad in ox.parse(
                base64.b64decode(data), format=TRIPLES[media], base_iri=home.value
            ):
                if quad.graph_name != _DEFAULT:
                    raise DataError("The data names a graph of its own; send triples.")
                fresh.append(ox.Quad(quad.subject, quad.predicate, quad.object, home))
        except (SyntaxError, ValueError) as error:
            raise DataError(f"The data is not valid {media}: {error}.") from error
    keep = method == "POST"
    result = Store()
    result._bulk(
        quad
        for quad in store._store
        if quad.graph_name != _DEFAULT and (keep or quad.graph_name != home)
    )
    result._bulk(fresh)
    return result


def _triples(store: Store, graph: ox.DefaultGraph) -> list[ox.Triple]:
    return [quad.triple for quad in store._store.quads_for_pattern(None, None, None, graph)]
