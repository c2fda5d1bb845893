"""RDF files and streams, read and written by Oxigraph, the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

import pyoxigraph as ox
from rdflib.term import Identifier, URIRef

from kg import iris
from kg.errors import DataError
from kg.store._terms import Quad, from_ox, to_ox, to_ox_quads, uriref

#: Where triples of a foreign file go that stand in no graph.
IMPORTED = iris.graph("imported")

_TYPE = iris.PREFIXES["rdf"] + "type"

FORMATS: dict[str, ox.RdfFormat] = {
    "nq": ox.RdfFormat.N_QUADS,
    "nt": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "rdf": ox.RdfFormat.RDF_XML,
}


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


class CountedLines(io.RawIOBase):
    """Passes a file on and tells how many of its lines have been read, every 50,000 or more."""

    def __init__(self, file: BinaryIO, tell: Callable[[int], None]) -> None:
        self._file = file
        self._tell = tell
        self._lines = 0
        self._told = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._lines += data.count(b"\n")
        if self._lines >= self._told + 50_000:
            self._told = self._lines
            self._tell(self._lines)
        return len(data)


def read_lines(lines: Iterable[bytes]) -> Iterator[Quad]:
    """N-Quads lines as quads of rdflib terms, their characters unchanged.

    The graph of a line that names none is the empty IRI.
    """
    for quad in parse_lines(lines):
        home = quad.graph_name
        yield (
            from_ox(quad.subject),
            from_ox(quad.predicate),
            from_ox(quad.object),
            uriref(home.value if isinstance(home, ox.NamedNode) else ""),
        )


def parse_lines(lines: Iterable[bytes]) -> Iterator[ox.Quad]:
    return iter(ox.parse(as_file(lines), format=ox.RdfFormat.N_QUADS))


def as_file(lines: Iterable[bytes]) -> BinaryIO:
    return io.BufferedReader(_Lines(lines))


def turtle(lines: Iterable[bytes], out: BinaryIO, prefixes: dict[str, str]) -> None:
    """Write sorted N-Quads lines of one graph as Turtle, streaming.

    Subjects keep the order of the lines; of each subject, the types come first.
    """
    triples = (quad.triple for quad in _types_first(parse_lines(lines)))
    with SortedPrefixes(out) as writer:
        ox.serialize(triples, cast("BinaryIO", writer), ox.RdfFormat.TURTLE, prefixes=prefixes)


def trig(lines: Iterable[bytes], out: BinaryIO, prefixes: dict[str, str]) -> None:
    """Write N-Quads lines, graph after graph and sorted within each, as TriG, streaming."""
    quads = _types_first(parse_lines(lines))
    with SortedPrefixes(out) as writer:
        ox.serialize(quads, cast("BinaryIO", writer), ox.RdfFormat.TRIG, prefixes=prefixes)


def rdf_xml(
    lines: Iterable[bytes], out: BinaryIO, prefixes: dict[str, str], clean: Callable[[str], str]
) -> None:
    """Write sorted N-Quads lines of one graph as RDF/XML, streaming.

    :param clean: what to do with the text of a literal, since XML 1.0 knows fewer characters than
        RDF. Carriage returns need nothing: they are written as references.
    """

    def triples() -> Iterator[ox.Triple]:
        for quad in _types_first(parse_lines(lines)):
            obj = quad.object
            if isinstance(obj, ox.Literal) and (text := clean(obj.value)) != obj.value:
                if obj.language:
                    obj = ox.Literal(text, language=obj.language)
                else:
                    obj = ox.Literal(text, datatype=obj.datatype)
            yield ox.Triple(quad.subject, quad.predicate, obj)

    with XmlOutput(out) as writer:
        ox.serialize(triples(), cast("BinaryIO", writer), ox.RdfFormat.RDF_XML, prefixes=prefixes)


#: A triple whose object may be a triple term (RDF 1.2 Concepts, section 3.1).
Triple12: TypeAlias = "tuple[Identifier, Identifier, Identifier | Triple12]"


def turtle12(triples: Iterable[Triple12], out: BinaryIO, prefixes: dict[str, str]) -> None:
    """Write triples with triple terms as RDF 1.2 Turtle, in their order, streaming."""

    def term(value: Triple12) -> ox.Triple:
        subject, predicate, obj = value
        ended = term(obj) if isinstance(obj, tuple) else to_ox(obj)
        return ox.Triple(to_ox(subject), to_ox(predicate), ended)  # type: ignore[arg-type]

    with SortedPrefixes(out) as writer:
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


class SortedPrefixes(io.RawIOBase):
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


class XmlOutput(io.RawIOBase):
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
    for quad in parsed(path):
        home = quad.graph_name
        iri = graph if isinstance(home, ox.DefaultGraph) else home.value
        yield (
            from_ox(quad.subject),
            from_ox(quad.predicate),
            from_ox(quad.object),
            URIRef(iri),
        )


def parsed(path: Path) -> Iterator[ox.Quad]:
    """Quads of an RDF file as they were written.

    :raises DataError: as :func:`read_quads`.
    """
    suffix = path.suffix.lstrip(".")
    if suffix not in FORMATS:
        raise DataError(
            f"{path.name}: unknown RDF format.", cure=f"Suffixes: {', '.join(sorted(FORMATS))}."
        )
    try:
        yield from ox.parse(path=str(path), format=FORMATS[suffix])
    except (SyntaxError, ValueError) as error:
        raise DataError(f"{path.name} is not valid RDF: {error}.") from error
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}.") from error
