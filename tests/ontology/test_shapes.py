"""Each shape on each case of tests/cases/shapes.

`<shape>_<case>_PASS.ttl` conforms, and holds a node that aes:<shape> targets, so it does not pass
for want of anything to check. `<shape>_<case>_FAIL.ttl` has a line for each expected result::

    # expect: <source shape, SPARQL constraint or constraint component> <focus node>

by their local names (`_:` for any blank focus node), and no other result may turn up.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, SH, BNode, Graph, Namespace, URIRef
from rdflib.term import Identifier

from .engines import CASES, ONTOLOGY

AES = Namespace("https://w3id.org/actors-events/ontology/shapes#")
PASSING = sorted((CASES / "shapes").glob("*_PASS.ttl"))
FAILING = sorted((CASES / "shapes").glob("*_FAIL.ttl"))


@cache
def shapes() -> Graph:
    return Graph().parse(ONTOLOGY / "shapes.ttl")


def shape_of(case: Path) -> URIRef:
    return AES[case.name.partition("_")[0]]


def targets(shape: URIRef, data: Graph) -> set[Identifier]:
    """The focus nodes of a shape (SHACL, section 2.1.3: class and subjects-of targets)."""
    found: set[Identifier] = set()
    for cls in shapes().objects(shape, SH.targetClass):
        found.update(data.subjects(RDF.type, cls))
    for path in shapes().objects(shape, SH.targetSubjectsOf):
        found.update(data.subjects(path))
    return found


def results(data: Graph) -> Iterator[tuple[set[str], str]]:
    """For each result: the names of its shape, constraint and component, and its focus node."""
    _, report, _ = validate(data, shacl_graph=shapes(), inference="none", advanced=False)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        sources = (SH.sourceShape, SH.sourceConstraint, SH.sourceConstraintComponent)
        names = {str(report.value(result, source)).partition("#")[2] for source in sources}
        focus = report.value(result, SH.focusNode)
        assert report.value(result, SH.resultMessage), "a result without a message"
        yield names, "_:" if isinstance(focus, BNode) else str(focus)


def expected(case: Path, data: Graph) -> set[tuple[str, str]]:
    lines = case.read_text(encoding="utf-8").splitlines()
    pairs = [line.split()[2:] for line in lines if line.startswith("# expect:")]
    return {(name, _iri(focus, data)) for name, focus in pairs}


def _iri(name: str, data: Graph) -> str:
    if name == "_:":
        return name
    if name.startswith("<"):
        return name[1:-1]
    return str(data.namespace_manager.expand_curie(name.replace("\\", "")))


@pytest.mark.parametrize("case", PASSING, ids=lambda path: path.stem)
def test_pass(case: Path) -> None:
    data = Graph().parse(case)
    assert targets(shape_of(case), data), "the shape targets nothing in this case"
    assert not list(results(data))


@pytest.mark.parametrize("case", FAILING, ids=lambda path: path.stem)
def test_fail(case: Path) -> None:
    data = Graph().parse(case)
    missing = expected(case, data)
    assert missing, "no line `# expect:`"
    wanted = set(missing)
    for names, focus in results(data):
        hits = {(name, node) for name, node in wanted if name in names and node == focus}
        assert hits, f"not expected: {names} {focus}"
        missing -= hits
    assert not missing


def checks() -> set[str]:
    """Local names of all that can fail: targeted shapes, their properties and constraints."""
    targeted = set(shapes().subjects(SH.targetClass)) | set(shapes().subjects(SH.targetSubjectsOf))
    found = {str(shape) for shape in targeted if (shape, SH.message) in _messages()}
    for shape in targeted:
        found.update(str(part) for part in shapes().objects(shape, SH.property))
        found.update(str(part) for part in shapes().objects(shape, SH.sparql))
    return {name.removeprefix(str(AES)) for name in found}


@cache
def _messages() -> set[tuple[Identifier, Identifier]]:
    return {(s, SH.message) for s in shapes().subjects(SH.message)}


#: Their only constraint of their own is that the node has an IRI: Named_blank and Claim_blank fail.
ONLY_NAMED = {
    "Citation", "Claim", "Date", "Described", "Geometry", "PositionSelector",
    "QuoteSelector", "Resolution", "Segment",
}  # fmt: skip


def test_every_check_has_a_failing_case() -> None:
    seen = {name for case in FAILING for name, _ in expected(case, Graph().parse(case))}
    assert checks() - seen - ONLY_NAMED == set()


def test_every_shape_has_a_passing_case() -> None:
    targeted = set(shapes().subjects(SH.targetClass)) | set(shapes().subjects(SH.targetSubjectsOf))
    assert {shape_of(case) for case in PASSING} == targeted


def test_every_check_has_one_message() -> None:
    for name in checks():
        assert len(list(shapes().objects(AES[name], SH.message))) == 1, name


def test_shapes_are_shacl() -> None:
    """The shapes conform to SHACL's own shapes, so a misused term is an error, not a no-op."""
    conforms, _, text = validate(
        Graph(), shacl_graph=shapes(), meta_shacl=True, inference="none", advanced=False
    )
    assert conforms, text
