"""RDF 1.2 Turtle: what a proposition says as a triple term, unasserted.

RDF 1.2 Concepts, section 3.1, and RDF 1.2 Turtle, section 2.11: a reifier is a resource with
``rdf:reifies <<( s p o )>>``, and neither asserts the triple. Propositions, reference statements
and inferences are reifiers in place of their ``rdf:subject``, ``rdf:predicate`` and ``rdf:object``;
claims are reifiers of what their propositions say, beside ``ae:proposition``. So the RDF 1.1 form
can be made from it again. What Turtle leaves out (:mod:`kg.export.rdf`) is left out here too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO

from rdflib import RDF
from rdflib.term import Identifier, URIRef

from kg import iris, store
from kg.export import rdf
from kg.export.cleaning import Cleaner
from kg.export.registry import Options

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph

#: A triple that is a term.
_Term = tuple[Identifier, Identifier, Identifier]

_REIFIES = URIRef(iris.PREFIXES["rdf"] + "reifies")
_PARTS = (RDF.subject, RDF.predicate, RDF.object)
_SAYS = URIRef(iris.AE + "proposition")


def write(
    graph: KnowledgeGraph, outs: Sequence[BinaryIO], options: Options, cleaner: Cleaner
) -> Mapping[str, int]:
    """The claims as reifiers."""
    lines = rdf.statements(graph, direct=options.direct)
    terms = _terms(lines)
    counts = {"triples": 0, "reifiers": 0, "terms": len(set(terms.values()))}

    def triples() -> Iterator[store.Triple12]:
        for subject, group in groupby(store.read_lines(lines), key=lambda quad: quad[0]):
            for triple in _rewritten(subject, [(p, o) for _, p, o, _ in group], terms):
                counts["triples"] += 1
                counts["reifiers"] += triple[1] == _REIFIES
                yield triple

    store.turtle12(triples(), outs[0], iris.PREFIXES)
    return counts


def _terms(lines: Sequence[bytes]) -> dict[Identifier, _Term]:
    """What each statement says; only where subject, predicate and object are one each."""
    marks = tuple(f"<{part}>".encode() for part in _PARTS)
    found: dict[Identifier, dict[Identifier, list[Identifier]]] = {}
    wanted = (line for line in lines if line.split(b" ", 2)[1] in marks)
    for subject, predicate, obj, _ in store.read_lines(wanted):
        found.setdefault(subject, {}).setdefault(predicate, []).append(obj)
    return {
        subject: (parts[RDF.subject][0], parts[RDF.predicate][0], parts[RDF.object][0])
        for subject, parts in found.items()
        if all(len(parts.get(part, ())) == 1 for part in _PARTS)
        and isinstance(parts[RDF.predicate][0], URIRef)
        and not hasattr(parts[RDF.subject][0], "datatype")
    }


def _rewritten(
    subject: Identifier,
    pairs: Sequence[tuple[Identifier, Identifier]],
    terms: Mapping[Identifier, _Term],
) -> Iterator[store.Triple12]:
    """The triples of one subject, the types first, then what it reifies."""
    own = terms.get(subject)
    for predicate, obj in pairs:
        if predicate == RDF.type and not (own and obj == RDF.Statement):
            yield subject, predicate, obj
    said = [terms[obj] for predicate, obj in pairs if predicate == _SAYS and obj in terms]
    for term in ([own] if own else []) + said:
        yield subject, _REIFIES, term
    for predicate, obj in pairs:
        if predicate != RDF.type and not (own and predicate in _PARTS):
            yield subject, predicate, obj
