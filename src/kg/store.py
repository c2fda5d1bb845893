"""The embedded store, Oxigraph. The only module that imports pyoxigraph.

Layout: every quad stands in its named graph; the native default graph holds a copy of every triple
but those of ``graph:interpretations``. A union computed for each query from a list of graphs was
130 times slower at 2,000 graphs (``docs/decisions/0003-default-graph.md``).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

import pyoxigraph as ox
from rdflib import Graph
from rdflib.term import BNode, Identifier, Literal, URIRef

from kg import iris, sparql
from kg.errors import DataError, QueryError, StoreError
from kg.solutions import Solutions

#: Subject, predicate, object and graph.
Quad: TypeAlias = tuple[Identifier, Identifier, Identifier, URIRef]

INTERPRETATIONS = iris.graph("interpretations")

#: Where triples of a foreign file go that stand in no graph.
IMPORTED = iris.graph("imported")

_STRING = iris.PREFIXES["xsd"] + "string"
_TYPE = iris.PREFIXES["rdf"] + "type"

FORMATS: dict[str, ox.RdfFormat] = {
    "nq": ox.RdfFormat.N_QUADS,
    "nt": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "rdf": ox.RdfFormat.RDF_XML,
}

_RESULTS: dict[str, ox.QueryResultsFormat] = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}


# --- terms --------------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def _named(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


@lru_cache(maxsize=65536)
def _uriref(iri: str) -> URIRef:
    return URIRef(iri)  # rdflib checks each anew, which took half the time of reading terms


def to_ox(term: Identifier) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """An rdflib term as an Oxigraph term.

    :raises StoreError: for a term that RDF does not allow.
    """
    try:
        if isinstance(term, URIRef):
            return _named(term)
        if isinstance(term, Literal):
            if term.language:
                return ox.Literal(str(term), language=term.language)
            if term.datatype:
                return ox.Literal(str(term), datatype=_named(term.datatype))
            return ox.Literal(str(term))
        if isinstance(term, BNode):
            return ox.BlankNode(str(term))
    except ValueError as error:
        raise StoreError(f"{term!r} is not an RDF term: {error}.") from error
    raise StoreError(f"{term!r} is not an RDF term.")


def from_ox(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Identifier:
    """An Oxigraph term as an rdflib term, its characters unchanged."""
    if isinstance(term, ox.NamedNode):
        return _uriref(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        if term.datatype.value == _STRING:
            return Literal(term.value)
        return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    raise StoreError("A triple term cannot be a value here.")


def to_ox_quads(quads: Iterable[Quad]) -> Iterator[ox.Quad]:
    """Quads of rdflib terms as Oxigraph quads."""
    for subject, predicate, obj, graph in quads:
        yield ox.Quad(to_ox(subject), to_ox(predicate), to_ox(obj), to_ox(graph))  # type: ignore[arg-type]


# --- files --------------------------------------------------------------------------------------


def nquads_lines(quads: Iterable[Quad]) -> list[bytes]:
    """Canonical N-Quads (RDF 1.1 N-Quads, canonical form): sorted lines, each once."""
    data = ox.serialize(to_ox_quads(quads), format=ox.RdfFormat.N_QUADS)
    return sorted(set((data or b"").splitlines(keepends=True)))


class _Lines(io.RawIOBase):
    """Lines as a file that a parser can read, so that nothing is joined in memory."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while len(self._rest) < len(buffer):
            more = next(self._lines, None)
            if more is None:
                break
            self._rest += more
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def read_lines(lines: Iterable[bytes]) -> Iterator[Quad]:
    """N-Quads lines as quads of rdflib terms, their characters unchanged.

    The graph of a line that names none is the empty IRI.
    """
    for quad in _parse_lines(lines):
        home = quad.graph_name
        yield (
            from_ox(quad.subject),
            from_ox(quad.predicate),
            from_ox(quad.object),
            _uriref(home.value if isinstance(home, ox.NamedNode) else ""),
        )


def _parse_lines(lines: Iterable[bytes]) -> Iterator[ox.Quad]:
    return iter(ox.parse(io.BufferedReader(_Lines(lines)), format=ox.RdfFormat.N_QUADS))


def turtle(lines: Iterable[bytes], out: BinaryIO, prefixes: dict[str, str]) -> None:
    """Write sorted N-Quads lines of one graph as Turtle, streaming.

    Subjects keep the order of the lines; of each subject, the types come first.
    """
    triples = (quad.triple for quad in _types_first(_parse_lines(lines)))
    with _SortedPrefixes(out) as writer:
        ox.serialize(triples, cast("BinaryIO", writer), ox.RdfFormat.TURTLE, prefixes=prefixes)


def trig(lines: Iterable[bytes], out: BinaryIO, prefixes: dict[str, str]) -> None:
    """Write N-Quads lines, graph after graph and sorted within each, as TriG, streaming."""
    quads = _types_first(_parse_lines(lines))
    with _SortedPrefixes(out) as writer:
        ox.serialize(quads, cast("BinaryIO", writer), ox.RdfFormat.TRIG, prefixes=prefixes)


def rdf_xml(
    lines: Iterable[bytes], out: BinaryIO, prefixes: dict[str, str], clean: Callable[[str], str]
) -> None:
    """Write sorted N-Quads lines of one graph as RDF/XML, streaming.

    :param clean: what to do with the text of a literal, since XML 1.0 knows fewer characters than
        RDF. Carriage returns need nothing: they are written as references.
    """

    def triples() -> Iterator[ox.Triple]:
        for quad in _types_first(_parse_lines(lines)):
            obj = quad.object
            if isinstance(obj, ox.Literal) and (text := clean(obj.value)) != obj.value:
                if obj.language:
                    obj = ox.Literal(text, language=obj.language)
                else:
                    obj = ox.Literal(text, datatype=obj.datatype)
            yield ox.Triple(quad.subject, quad.predicate, obj)

    with _XmlOutput(out) as writer:
        ox.serialize(triples(), cast("BinaryIO", writer), ox.RdfFormat.RDF_XML, prefixes=prefixes)


#: A triple whose object may be a triple term (RDF 1.2 Concepts, section 3.1).
Triple12: TypeAlias = "tuple[Identifier, Identifier, Identifier | Triple12]"


def turtle12(triples: Iterable[Triple12], out: BinaryIO, prefixes: dict[str, str]) -> None:
    """Write triples with triple terms as RDF 1.2 Turtle, in their order, streaming."""

    def term(value: Triple12) -> ox.Triple:
        subject, predicate, obj = value
        ended = term(obj) if isinstance(obj, tuple) else to_ox(obj)
        return ox.Triple(to_ox(subject), to_ox(predicate), ended)  # type: ignore[arg-type]

    with _SortedPrefixes(out) as writer:
        ox.serialize(
            map(term, triples), cast("BinaryIO", writer), ox.RdfFormat.TURTLE, prefixes=prefixes
        )


def _types_first(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Of each subject in each graph, the types first."""
    place: object = None
    types: list[ox.Quad] = []
    others: list[ox.Quad] = []
    for quad in quads:
        if (quad.graph_name, quad.subject) != place:
            yield from types
            yield from others
            types, others = [], []
            place = quad.graph_name, quad.subject
        (types if quad.predicate.value == _TYPE else others).append(quad)
    yield from types
    yield from others


class _SortedPrefixes(io.RawIOBase):
    """Passes Turtle on with its prefixes sorted: Oxigraph writes them in random order."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._held: list[bytes] | None = []
        self._rest = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if self._held is None:
            self._out.write(data)
            return len(data)
        *lines, self._rest = (self._rest + bytes(data)).split(b"\n")
        for at, line in enumerate(lines):
            if line.startswith(b"@prefix "):
                self._held.append(line)
                continue
            self._rest = b"\n".join([*lines[at:], self._rest])
            self._release()
            break
        return len(data)

    def _release(self) -> None:
        if self._held is not None:
            self._out.write(b"".join(line + b"\n" for line in sorted(self._held)) + b"\n")
            self._out.write(self._rest)
        self._held = None

    def close(self) -> None:
        if not self.closed:
            self._release()
        super().close()


class _XmlOutput(io.RawIOBase):
    """Passes RDF/XML on with its namespaces sorted, since Oxigraph writes them in random order,
    and with carriage returns as references, since an XML reader turns bare ones into line feeds."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._head: bytes | None = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        text = bytes(data).replace(b"\r", b"&#13;")
        if self._head is None:
            self._out.write(text)
            return len(data)
        self._head += text
        start = self._head.find(b"<rdf:RDF")
        end = self._head.find(b">", start)
        if start >= 0 and end >= 0:
            names = sorted(self._head[start:end].split(b" ")[1:])
            root = b"\n\t".join([b"<rdf:RDF", *names])
            self._out.write(self._head[:start] + root + self._head[end:])
            self._head = None
        return len(data)


def read_quads(path: Path, graph: str = IMPORTED) -> Iterator[Quad]:
    """Quads of an RDF file.

    :param graph: where triples go that the file puts into no graph.

    :raises DataError: naming the file and the place, when it is not the RDF its suffix says.
    """
    suffix = path.suffix.lstrip(".")
    if suffix not in FORMATS:
        raise DataError(
            f"{path.name}: unknown RDF format.", cure=f"Suffixes: {', '.join(sorted(FORMATS))}."
        )
    try:
        for quad in ox.parse(path=str(path), format=FORMATS[suffix]):
            home = quad.graph_name
            iri = graph if home == ox.DefaultGraph() else home.value
            yield (
                from_ox(quad.subject),
                from_ox(quad.predicate),
                from_ox(quad.object),
                URIRef(iri),
            )
    except (SyntaxError, ValueError) as error:
        raise DataError(f"{path.name} is not valid RDF: {error}.") from error
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}.") from error


# --- the store ----------------------------------------------------------------------------------


class Store:
    """An Oxigraph store that satisfies :class:`kg.engine.Engine`."""

    def __init__(self, folder: Path | None = None) -> None:
        """:param folder: where to keep the data on disk; in memory if not given."""
        self._store = ox.Store() if folder is None else ox.Store(str(folder))

    def __len__(self) -> int:
        """Number of quads in named graphs."""
        return sum(1 for _ in self._store.quads_for_pattern(None, None, None, None)) - sum(
            1 for _ in self._store.quads_for_pattern(None, None, None, ox.DefaultGraph())
        )

    @classmethod
    def load(cls, path: Path, progress: Callable[[int], None] | None = None) -> Store:
        """Load an N-Quads file.

        :param progress: called with the number of quads read so far, every 50,000.
        :raises DataError: when the file cannot be read.
        """
        store = cls()
        store._bulk(_parsed(path, progress))
        return store

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads; the default graph follows."""
        self._bulk(to_ox_quads(quads))

    def add_lines(self, lines: Iterable[bytes]) -> None:
        """Add N-Quads lines; the default graph follows."""
        self._bulk(_parse_lines(lines))

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
        name = None if graph is None else _named(graph)
        quads = (
            quad
            for quad in self._store.quads_for_pattern(None, None, None, name)
            if quad.graph_name != ox.DefaultGraph()
        )
        data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
        return sorted(set((data or b"").splitlines(keepends=True)))

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
        result = self._query(query)
        if not isinstance(result, ox.QueryTriples):
            raise QueryError("This is not a CONSTRUCT or DESCRIBE query.")
        for triple in result:
            yield from_ox(triple.subject), from_ox(triple.predicate), from_ox(triple.object)

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
        harmless = sparql.without_service(query)
        try:
            return self._store.query(harmless, prefixes=iris.PREFIXES)
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


def _with_default(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    default, imported = ox.DefaultGraph(), _named(IMPORTED)
    for quad in quads:
        name = quad.graph_name
        if name == default:  # so that a foreign file's default graph is a graph like the others
            yield ox.Quad(quad.subject, quad.predicate, quad.object, imported)
            yield quad
            continue
        yield quad
        if name.value != INTERPRETATIONS:  # type: ignore[union-attr]
            yield ox.Quad(quad.subject, quad.predicate, quad.object, default)


def _parsed(path: Path, progress: Callable[[int], None] | None) -> Iterator[ox.Quad]:
    try:
        for count, quad in enumerate(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS), 1):
            if progress and count % 50_000 == 0:
                progress(count)
            yield quad
    except (SyntaxError, ValueError) as error:
        raise DataError(f"{path.name} is not valid N-Quads: {error}.") from error
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror or error}.",
            cure="Build the dataset first: `kg build`.",
        ) from error
