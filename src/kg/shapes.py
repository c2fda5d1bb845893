"""SHACL validation of encoded sources. The only module that imports pySHACL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from rdflib import Graph
from rdflib.namespace import RDF, SH
from rdflib.term import Identifier, URIRef

from kg import iris, resources


@dataclass(frozen=True)
class Violation:
    """One SHACL result: the node that fails, the path, and the shape's message."""

    focus: str
    path: str
    value: str
    message: str


@cache
def shapes_graph() -> Graph:
    """The shapes, read once."""
    return Graph().parse(resources.ontology_dir() / "shapes.ttl", format="turtle")


def _shown(value: object) -> str:
    return iris.compact(value) if isinstance(value, URIRef) else str(value)


def validate(triples: Iterable[tuple[Identifier, Identifier, Identifier]]) -> Sequence[Violation]:
    """Validate one graph against ``ontology/shapes.ttl``.

    :param triples: a source's graph with the reference types of the entities that it names.
    :returns: the violations, sorted; empty when the graph conforms.
    """
    from pyshacl import validate as pyshacl_validate

    data = Graph(bind_namespaces="none")
    for triple in triples:
        data.add(triple)
    conforms, report, _ = pyshacl_validate(
        data, shacl_graph=shapes_graph(), inference="none", do_owl_imports=False, advanced=False
    )
    if conforms:
        return []
    found: set[Violation] = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        message = report.value(result, SH.resultMessage)
        path = report.value(result, SH.resultPath)
        value = report.value(result, SH.value)
        focus = report.value(result, SH.focusNode)
        found.add(
            Violation(
                focus=str(focus),
                # A path of several steps is a blank node, which has no name.
                path=iris.compact(path) if isinstance(path, URIRef) else "",
                value="" if value in (None, focus) else _shown(value),
                message=str(message or "The node does not conform."),
            )
        )
    return sorted(found, key=lambda item: (item.focus, item.path, item.message, item.value))
