"""RDF 1.1 as it is: Turtle, TriG, N-Triples, N-Quads, RDF/XML, and the direct triples alone.

TriG and N-Quads hold every graph. Turtle, N-Triples and RDF/XML cannot name graphs, and a direct
triple without its graph would read as a fact: they hold the ontology, the reference and the claims
with their propositions, but not what was generated from them. Literals are written as the store
holds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, BinaryIO

from rdflib.term import URIRef

from kg import iris, sparql, store
from kg.errors import ExportError
from kg.export import reaching
from kg.export.cleaning import Cleaner, one_line
from kg.export.registry import Options

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph

EDGES, INTERPRETATIONS = iris.graph("edges"), iris.graph("interpretations")
INFERRED = iris.graph("inferred")

# Subjects in graph:inferred that are records about statements, not statements about the world.
_RECORDS = tuple(f"<{iris.ID}{kind}/".encode() for kind in ("claim", "proposition", "inference"))

_POLICY = (
    "Each triple is what at least one speaker affirms as a report, every enclosing claim being an"
    " affirmed report itself."
)

# Namespaces in XML 1.0, section 3: what may follow the namespace in an element's name. Letters of
# other scripts may too, which the letters here stand for.
_LOCAL_NAME = re.compile(r"[A-Za-z_\u00c0-\ud7ff][\w.\-\u00b7]*$")


def turtle(
    graph: KnowledgeGraph, outs: Sequence[BinaryIO], options: Options, cleaner: Cleaner
) -> Mapping[str, int]:
    """Turtle. See the module for what it leaves out."""
    lines = statements(graph, direct=options.direct)
    if options.reached:
        lines = reaching.reached(lines)
    store.turtle(lines, outs[0], iris.PREFIXES)
    return {"triples": len(lines)}


def trig(
    graph: KnowledgeGraph, outs: Sequence[BinaryIO], options: Options, cleaner: Cleaner
) -> Mapping[str, int]:
    """TriG, graph after graph."""
    names = graph.store.graphs()
    counts = {"quads": 0, "graphs": len(names)}

    def lines() -> Iterator[bytes]:
        for name in names:
            found = graph.store.lines(name)
            counts["quads"] += len(found)
            yield from found

    store.trig(lines(), outs[0], iris.PREFIXES)
    return counts


def n_triples(
    graph: KnowledgeGraph, outs: Sequence[BinaryIO], options: Options, cleaner: Cleaner
) -> Mapping[str, int]:
    """Canonical N-Triples. See the module for what it leaves out."""
    lines = statements(graph, direct=options.direct)
    outs[0].writelines(lines)
    return {"triples": len(lines)}


def n_quads(
    graph: KnowledgeGraph, outs: Sequence[BinaryIO], options: Options, cleaner: Cleaner
) -> Mapping[str, int]:
    """Canonical N-Quads: of a whole dataset, the bytes of its ``dataset.nq``."""
    lines = graph.store.lines()
    outs[0].writelines(lines)
    return {"quads": len(lines), "graphs": len(graph.store.graphs())}


def rdf_xml(
    graph: KnowledgeGraph, outs: Sequence[BinaryIO], options: Options, cleaner: Cleaner
) -> Mapping[str, int]:
    """RDF/XML. See the module for what it leaves out.

    :raises ExportError: for a property or class whose IRI ends in no XML name.
    """
    lines = statements(graph, direct=options.direct)
    _check_names(lines)
    store.rdf_xml(lines, outs[0], iris.PREFIXES, cleaner.xml)
    return {"triples": len(lines)}


def edges(
    graph: KnowledgeGraph, outs: Sequence[BinaryIO], options: Options, cleaner: Cleaner
) -> Mapping[str, int]:
    """The triples of ``graph:edges`` alone, as Turtle whose first lines say what they are."""
    lines = [_triple(line) for line in graph.store.lines(EDGES)]
    header = [
        "Direct triples between actors, events, places, dates and quantities: claims, not facts.",
        _policy(graph),
        *([f"Only what the lens {graph.lens} shows."] if graph.lens else []),
        "Who says each, and in which words, is in the dataset (TriG, N-Quads, Turtle).",
    ]
    outs[0].write("".join(f"# {one_line(text)}\n" for text in header).encode("utf-8", "replace"))
    store.turtle(lines, outs[0], iris.PREFIXES)
    return {"triples": len(lines)}


def statements(graph: KnowledgeGraph, *, direct: bool) -> list[bytes]:
    """What a format without graphs holds, as sorted N-Triples lines.

    :param direct: also the direct triples, so that it is the dataset's default graph.
    """
    kept: set[bytes] = set()
    for name in graph.store.graphs():
        if name == INTERPRETATIONS or (name == EDGES and not direct):
            continue
        lines = graph.store.lines(name)
        if name == INFERRED and not direct:
            lines = [line for line in lines if line.startswith(_RECORDS)]
        kept.update(map(_triple, lines))
    return sorted(kept)


def _triple(line: bytes) -> bytes:
    """An N-Quads line without its graph; a graph's IRI holds no white space."""
    return line[: line.rindex(b" <")] + b" .\n"


def _policy(graph: KnowledgeGraph) -> str:
    """The policy of the edges, as the dataset states it."""
    query = "SELECT ?policy { VALUES ?graph { UNDEF } ?graph ae:policy ?policy } ORDER BY ?policy"
    rows = graph.select(sparql.bind(sparql.prologue() + query, {"graph": URIRef(EDGES)})).rows
    return f"Policy: {' '.join(str(row[0]) for row in rows) or _POLICY}"


def _check_names(lines: Sequence[bytes]) -> None:
    """Properties and classes become names of XML elements, so they must end in one."""
    types = f"<{iris.PREFIXES['rdf']}type>".encode()
    names: set[bytes] = set()
    for line in lines:
        _, predicate, obj = line.split(b" ", 2)
        names.add(predicate)
        if predicate == types and obj.startswith(b"<"):
            names.add(obj[: obj.index(b">") + 1])
    for name in sorted(names):
        iri = name.decode()[1:-1]
        if not _LOCAL_NAME.search(iri):
            raise ExportError(
                f"RDF/XML cannot name {iri!r}: it ends in no XML name.",
                cure="Use another format, such as ttl or jsonld.",
            )
