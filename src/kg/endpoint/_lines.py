"""Triples as canonical lines, and checksums of sets of them that do not depend on their order.

Lines: RDF 1.1 N-Triples, canonical form (section 4), as the embedded store writes them. The
checksum of a set is the sum of the SHA-256 of its lines modulo 2^256, in hexadecimal digits; a set
holds a line once. It finds what got lost or mangled on the way. It is no signature: who can choose
the lines can make two sets with one sum.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from hashlib import sha256

from rdflib.term import Identifier, Literal, URIRef

from kg import iris
from kg.endpoint._manifest import MANIFEST, STAGING, UNION, GraphState
from kg.errors import DataError

_MODULUS = 1 << 256
_QUAD = re.compile(rb"((?:<[^<>]*>|_:\S+) <[^<>]*> .+) <([^<>]*)> \.\s*", re.DOTALL)
_BLANK = re.compile(rb"_:|<[^<>]*> <[^<>]*> _:")
_ESCAPES = {
    "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f",
}  # fmt: skip
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f]')
_STRING = iris.PREFIXES["xsd"] + "string"
#: Graphs that are ours to write beside the dataset's.
_RESERVED = (MANIFEST, UNION)


def by_graph(lines: Iterable[bytes]) -> dict[str, list[bytes]]:
    """Canonical N-Quads lines as lines of triples by graph, with the union.

    :raises DataError: for a line in no graph, a blank node, or a graph of a reserved name.
    """
    graphs: dict[str, set[bytes]] = {}
    for line in lines:
        match = _QUAD.fullmatch(line)
        if match is None:
            raise DataError("A quad stands in no named graph.", cure="Name a graph for it.")
        if _BLANK.match(line):
            raise DataError(
                "The data has blank nodes, which cannot be loaded in pieces.",
                cure="Give them IRIs (RDF 1.1 Concepts, section 3.5).",
            )
        graphs.setdefault(match[2].decode(), set()).add(match[1] + b" .")
    for name in graphs:
        if name in _RESERVED or name.startswith(STAGING):
            raise DataError(f"The graph <{name}> is reserved.", cure="Rename it.")
    union = set[bytes]().union(
        *(found for name, found in graphs.items() if name != iris.graph("interpretations"))
    )
    return {name: sorted(found) for name, found in (*sorted(graphs.items()), (UNION, union))}


def state(lines: Iterable[bytes], normal: Callable[[bytes], bytes]) -> GraphState:
    """Number and checksum of a set of lines.

    :param normal: the form in which an engine keeps a line.
    """
    count = total = 0
    for line in lines:
        count += 1
        total += int.from_bytes(sha256(normal(line)).digest(), "big")
    return GraphState(count, f"{total % _MODULUS:064x}")


def line(subject: Identifier, predicate: Identifier, obj: Identifier) -> bytes:
    """A triple as a canonical line."""
    return f"{_term(subject)} {_term(predicate)} {_term(obj)} .".encode()


def _term(term: Identifier) -> str:
    if isinstance(term, URIRef):
        return f"<{term}>"
    if not isinstance(term, Literal):
        return f"_:{term}"
    quoted = '"' + _ESCAPED.sub(_escape, str(term)) + '"'
    if term.language:
        return f"{quoted}@{term.language}"
    if term.datatype is None or str(term.datatype) == _STRING:
        return quoted
    return f"{quoted}^^<{term.datatype}>"


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"


_BACKSLASH = re.compile(rb"\\(\\([uU])|.)", re.DOTALL)


def for_update(line: bytes) -> str:
    """A line as SPARQL Update reads it.

    SPARQL undoes codepoint escapes before anything else (SPARQL 1.1, section 19.2), and some
    engines do so after any backslash: of an escaped backslash before a "u", which is text, they
    would make another character, even a quotation mark. So that letter is written as an escape.
    """

    def safe(match: re.Match[bytes]) -> bytes:
        letter = match[2]
        return match[0] if letter is None else b"\\\\\\u%04X" % ord(letter)

    return _BACKSLASH.sub(safe, line).decode()
