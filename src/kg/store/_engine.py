"""The embedded engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

import pyoxigraph as ox
from rdflib import Graph
from rdflib.term import Identifier, URIRef

from kg import iris, sparql
from kg.errors import DataError, QueryError, StoreError
from kg.solutions import Solutions
from kg.store._files import IMPORTED, CountedLines, as_file, parse_lines, parsed
from kg.store._literals import Written
from kg.store._terms import Quad, from_ox, named, to_ox, to_ox_quads

INTERPRETATIONS = iris.graph("interpretations")

_RESULTS: dict[str, ox.QueryResultsFormat] = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}


#: A foreign file's default graph is a graph like the others; then the default graph gets a copy of
#: every triple, but for the interpretations.
_UNION = f"""INSERT {{ ?s ?p ?o }}
WHERE {{ GRAPH ?graph {{ ?s ?p ?o }} FILTER (?graph != <{INTERPRETATIONS}>) }}
"""
_FILL_DEFAULT = f"""
INSERT {{ GRAPH <{IMPORTED}> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }} ;
{_UNION}"""

#: Lines that the engine loads at a time: it takes 2 kB of memory for each while it does.
_AT_ONCE = 50_000


class Store:
    """An Oxigraph store that satisfies :class:`kg.engine.Engine`."""

    def __init__(self, folder: Path | None = None) -> None:
        """:param folder: where to keep the data on disk; in memory if not given."""
        self._store = ox.Store() if folder is None else ox.Store(str(folder))
        #: Lines as they were written, by the line that the engine would give (:meth:`read`).
        self._written: Mapping[bytes, Set[bytes]] = {}

    def __len__(self) -> int:
        """Number of quads in named graphs."""
        return sum(1 for _ in self._store.quads_for_pattern(None, None, None, None)) - sum(
            1 for _ in self._store.quads_for_pattern(None, None, None, ox.DefaultGraph())
        )

    @classmethod
    def load(cls, path: Path, progress: Callable[[int], None] | None = None) -> Store:
        """Load an N-Quads file.

        The engine itself parses it and fills the default graph, which takes a third of the time of
        doing so from Python.

        :param progress: called with the number of lines read so far, every 50,000 or more.
        :raises DataError: when the file cannot be read.
        """
        store = cls()
        try:
            with path.open("rb") as file:
                lines = cast("BinaryIO", CountedLines(file, progress)) if progress else file
                store._store.bulk_load(lines, ox.RdfFormat.N_QUADS)
        except (SyntaxError, ValueError) as error:
            raise DataError(f"{path.name} is not valid N-Quads: {error}.") from error
        except OSError as error:
            raise DataError(
                f"{path} cannot be read: {error.strerror or error}.",
                cure="Build the dataset first: `kg build`.",
            ) from error
        store._store.update(_FILL_DEFAULT)
        return store

    @classmethod
    def read(cls, path: Path, progress: Callable[[int], None] | None = None) -> Store:
        """Read an RDF file of any syntax, as others wrote it.

        Oxigraph holds numbers, times and language tags in a canonical form (``"01"`` becomes
        ``1``). What was written is kept beside it, and :meth:`lines` gives it back. Slower than
        :meth:`load`.

        :raises DataError: when the file cannot be read.
        """
        store = cls()
        written = Written()

        def watched() -> Iterator[ox.Quad]:
            for count, quad in enumerate(parsed(path), 1):
                written.note(quad)
                if progress and count % 50_000 == 0:
                    progress(count)
                yield quad

        store._bulk(watched())
        written.note_canonical(parsed(path))
        store._written = written.lines()
        return store

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads; the default graph follows."""
        self._bulk(to_ox_quads(quads))

    def add_to_default(self, triples: Iterable[tuple[Identifier, Identifier, Identifier]]) -> None:
        """Add triples to the default graph alone: what a server says of the data, which is no part
        of it, so that no named graph, dump or export has it."""
        home = ox.DefaultGraph()
        self._store.bulk_extend(
            ox.Quad(to_ox(s), to_ox(p), to_ox(o), home)  # type: ignore[arg-type]
            for s, p, o in triples
        )

    def refill_default(self) -> None:
        """Make the default graph the union of the named graphs anew, and forget empty graphs."""
        for name in list(self._store.named_graphs()):
            if next(self._store.quads_for_pattern(None, None, None, name), None) is None:
                self._store.remove_graph(name)
        self._store.update(f"CLEAR DEFAULT ;\n{_UNION}")

    def add_derived(self, query: str, graph: str, at_once: int) -> Iterator[list[bytes]]:
        """Add what a CONSTRUCT query gives to a named graph; the default graph follows.

        The query sees the store as it was when it began.

        :param at_once: how many triples to hold at a time.
        :returns: the N-Quads lines of those that were not there yet, each once, in batches.
        """
        home = named(graph)
        found = (ox.Quad(t.subject, t.predicate, t.object, home) for t in self._constructed(query))
        while batch := list(islice(found, at_once)):
            if fresh := [quad for quad in dict.fromkeys(batch) if quad not in self._store]:
                self._bulk(fresh)
                data = ox.serialize(fresh, format=ox.RdfFormat.N_QUADS)
                yield (data or b"").splitlines(keepends=True)

    def add_lines(self, lines: Iterable[bytes]) -> None:
        """Add N-Quads lines; the default graph follows."""
        self._bulk(parse_lines(lines))

    def add_premises(self, lines: Iterable[bytes]) -> None:
        """Add N-Triples lines to the default graph alone: what rules read, in half the memory."""
        rest = iter(lines)
        while batch := list(islice(rest, _AT_ONCE)):
            self._store.bulk_load(as_file(batch), ox.RdfFormat.N_TRIPLES)

    def _bulk(self, quads: Iterable[ox.Quad]) -> None:
        self._store.bulk_extend(_with_default(quads))

    def graphs(self) -> Sequence[str]:
        """IRIs of the named graphs, sorted."""
        return sorted(
            name.value for name in self._store.named_graphs() if isinstance(name, ox.NamedNode)
        )

    def quads(self) -> Iterator[Quad]:
        """All quads of the named graphs."""
        for quad in self._store:
            if isinstance(quad.graph_name, ox.NamedNode):
                yield (
                    from_ox(quad.subject),
                    from_ox(quad.predicate),
                    from_ox(quad.object),
                    URIRef(quad.graph_name.value),
                )

    def subset(self, keep: Callable[[str, str, str, str], bool]) -> Store:
        """A new store with the quads of named graphs that a function keeps.

        :param keep: called with the characters of subject, predicate, object and graph.
        """
        result = Store()
        result._written = self._written
        result._bulk(
            quad
            for quad in self._store
            if isinstance(quad.graph_name, ox.NamedNode)
            and keep(
                quad.subject.value, quad.predicate.value, quad.object.value, quad.graph_name.value
            )
        )
        return result

    def lines(self, graph: str | None = None) -> list[bytes]:
        """Canonical N-Quads lines of one named graph, or of all."""
        name = None if graph is None else named(graph)
        quads = (
            quad
            for quad in self._store.quads_for_pattern(None, None, None, name)
            if quad.graph_name != ox.DefaultGraph()
        )
        data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
        lines = set((data or b"").splitlines(keepends=True))
        for line in self._written.keys() & lines:
            lines.remove(line)
            lines |= self._written[line]
        return sorted(lines)

    def select(self, query: str) -> Solutions:
        """See :meth:`kg.engine.Engine.select`."""
        result = self._query(query)
        if not isinstance(result, ox.QuerySolutions):
            raise QueryError("This is not a SELECT query.")
        names = tuple(variable.value for variable in result.variables)
        try:
            rows = [
                tuple(None if term is None else from_ox(term) for term in row) for row in result
            ]
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryError(f"The query failed: {error}.") from error
        return Solutions(names, rows)

    def ask(self, query: str) -> bool:
        """See :meth:`kg.engine.Engine.ask`."""
        result = self._query(query)
        if not isinstance(result, ox.QueryBoolean):
            raise QueryError("This is not an ASK query.")
        return bool(result)

    def construct(self, query: str) -> Graph:
        """See :meth:`kg.engine.Engine.construct`."""
        graph = Graph(bind_namespaces="none")
        for prefix, iri in iris.PREFIXES.items():
            graph.bind(prefix, iri)
        for subject, predicate, obj in self.triples(query):
            graph.add((subject, predicate, obj))
        return graph

    def triples(self, query: str) -> Iterator[tuple[Identifier, Identifier, Identifier]]:
        """The triples that a CONSTRUCT or DESCRIBE query gives, one by one."""
        for triple in self._constructed(query):
            yield from_ox(triple.subject), from_ox(triple.predicate), from_ox(triple.object)

    def _constructed(self, query: str) -> Iterator[ox.Triple]:
        result = self._query(query)
        if not isinstance(result, ox.QueryTriples):
            raise QueryError("This is not a CONSTRUCT or DESCRIBE query.")
        yield from result

    def answer(self, query: str, results: str) -> bytes:
        """The answer serialised by the engine: ``csv``, ``tsv``, ``json`` or ``xml`` for rows and
        ASK, N-Triples for graphs."""
        result = self._query(query)
        if isinstance(result, ox.QueryTriples):
            return ox.serialize(result, format=ox.RdfFormat.N_TRIPLES) or b""
        return result.serialize(format=_RESULTS[results]) or b""

    def kind(self, query: str) -> str:
        """``select``, ``ask`` or ``construct``.

        :raises QueryError: when the query cannot be parsed.
        """
        result = self._query(query)
        if isinstance(result, ox.QuerySolutions):
            return "select"
        return "ask" if isinstance(result, ox.QueryBoolean) else "construct"

    def _query(self, query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        text, clause = _prepared(query)
        store = self._store
        try:
            if clause is not None and len(set(clause.default)) > 1:
                return self._merged(clause).query(clause.rest, prefixes=iris.PREFIXES)
            try:
                return store.query(text)
            except SyntaxError:  # once more, so that it names the place in the query as written
                return store.query(sparql.without_service(query), prefixes=iris.PREFIXES)
        except SyntaxError as error:
            if sparql.uses_service(query):
                raise QueryError(
                    "SERVICE is switched off: the embedded store makes no requests.",
                    cure="Ask that endpoint by itself, or load its data.",
                ) from error
            raise QueryError(f"The query cannot be parsed: {error}.") from error
        except (ValueError, RuntimeError) as error:
            raise QueryError(f"The query was refused: {error}.") from error
        except OSError as error:
            raise StoreError(f"The store failed: {error}.") from error

    def _merged(self, clause: sparql.DatasetClause) -> ox.Store:
        """A store whose default graph is the merge of several (SPARQL 1.1, section 13.2).

        Oxigraph itself would give a triple of two of them twice, and count it twice. Only the
        graphs that the query names are copied.
        """
        merged = ox.Store()
        for names, is_default in ((set(clause.default), True), (set(clause.named), False)):
            for name in sorted(names):
                quads = self._store.quads_for_pattern(None, None, None, named(name))
                home = ox.DefaultGraph() if is_default else named(name)
                merged.bulk_extend(
                    ox.Quad(quad.subject, quad.predicate, quad.object, home) for quad in quads
                )
        return merged


@lru_cache(maxsize=2048)
def _prepared(query: str) -> tuple[str, sparql.DatasetClause | None]:
    """A query with the prefixes that it uses and without SERVICE, and its dataset clause.

    Declaring all prefixes took longer than most look-ups.
    """
    harmless = sparql.without_service(query)
    return sparql.with_prefixes(harmless), sparql.dataset_clause(harmless)


def _with_default(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    default, imported = ox.DefaultGraph(), named(IMPORTED)
    for quad in quads:
        name = quad.graph_name
        if name == default:  # so that a foreign file's default graph is a graph like the others
            yield ox.Quad(quad.subject, quad.predicate, quad.object, imported)
            yield quad
            continue
        yield quad
        if name.value != INTERPRETATIONS:  # type: ignore[union-attr]
            yield ox.Quad(quad.subject, quad.predicate, quad.object, default)
