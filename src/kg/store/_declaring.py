"""An answer declares the prefixes that it uses, and no others.

The engine writes the declarations first, when nobody knows yet which will be used; so they are
taken out of the finished text.
"""

from __future__ import annotations

import re

# Turtle: IRIs, strings, labels of blank nodes, and prefixed names with their local part.
_TURTLE = re.compile(
    rb"""<[^<>]*> | "(?:[^"\\]|\\.)*+" | _:[^\s;,\])]*+
      | ([A-Za-z][\w.-]*)?:(?:[^\s;,\])\\]|\\.)*+""",
    re.VERBOSE | re.DOTALL,
)
_PREFIX = re.compile(rb"@prefix ([^:]*):")
_XML_HEAD = re.compile(rb"<rdf:RDF[^>]*>")
_XMLNS = re.compile(rb"""\s+xmlns:([\w.-]+)=(?:"[^"]*"|'[^']*')""")


def turtle(data: bytes) -> bytes:
    """Turtle, TriG or N3 as the engine writes it, with its declarations at the beginning.

    >>> turtle(b'@prefix a: <urn:a> .\\n@prefix b: <urn:b> .\\n\\n<urn:x> a:y "b:z" .\\n')
    b'@prefix a: <urn:a> .\\n\\n<urn:x> a:y "b:z" .\\n'
    """
    head: list[bytes] = []
    at = 0
    while data.startswith(b"@prefix ", at):
        end = data.find(b"\n", at) + 1 or len(data)
        head.append(data[at:end])
        at = end
    wanted = {match[1]: line for line in head if (match := _PREFIX.match(line))}
    used: set[bytes] = set()
    for match in _TURTLE.finditer(data, at):
        if match[1] in wanted and match[1] not in used:
            used.add(match[1])
            if len(used) == len(wanted):
                return data
    kept = [line for name, line in wanted.items() if name in used]
    body = data[at:] if kept else data[at:].lstrip(b"\n")
    return b"".join(kept) + body


def rdf_xml(data: bytes) -> bytes:
    """RDF/XML: namespaces of no element go, but that of RDF, whose attributes carry IRIs."""
    head = _XML_HEAD.search(data)
    if head is None:
        return data

    def kept(match: re.Match[bytes]) -> bytes:
        used = match[1] == b"rdf" or b"<" + match[1] + b":" in data[head.end() :]
        return match[0] if used else b""

    return data[: head.start()] + _XMLNS.sub(kept, head[0]) + data[head.end() :]
