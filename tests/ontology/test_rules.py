"""Each rule on each case of tests/cases/rules/<rule>, on two engines.

A case is `<name>.trig` with what the rule reads and `<name>.expected.ttl` with what it gives. An
inference stands there as a blank node with what it was derived from; its IRI, type and rule are
checked for all alike.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from rdflib import RDF, BNode, Graph, Namespace, URIRef
from rdflib.compare import graph_diff, isomorphic
from rdflib.term import Identifier

from kg import inference

from .engines import CASES, ENGINES, ONTOLOGY, Engine

AE = Namespace("https://w3id.org/actors-events/ontology#")
ID = "https://w3id.org/actors-events/id/"
RULES_IRI = "https://w3id.org/actors-events/ontology/rules/"

RULES = {path.stem: path for path in sorted((ONTOLOGY / "rules").glob("*.rq"))}
CASE_FILES = sorted((CASES / "rules").glob("*/*.trig"))
#: These name what they rest on themselves, so no inference stands beside them.
WITHOUT_INFERENCE = {"edges", "interpretations", "contributions", "contradicts"}


def header(path: Path) -> dict[str, str]:
    """The `#+` lines at the head of a rule or lens."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line[2:].split(":", 1) for line in lines if line.startswith("#+"))
    return {name.strip(): value.strip() for name, value in pairs}


def query(rule: str) -> str:
    return RULES[rule].read_text(encoding="utf-8")


def anonymous(graph: Graph) -> Graph:
    """The graph with a blank node for each inference, without its type and rule."""
    inferences = set(graph.subjects(RDF.type, AE.Inference))
    names: dict[Identifier, Identifier] = {node: BNode() for node in inferences}
    result = Graph()
    for s, p, o in graph:
        if s not in inferences or p not in (RDF.type, AE.rule):
            result.add((names.get(s, s), p, o))
    return result


def check_inferences(graph: Graph, rules: set[str]) -> None:
    """Every inference is whole, has the IRI of its content, and stands beside what it infers."""
    for node in graph.subjects(RDF.type, AE.Inference):
        assert (node, RDF.type, RDF.Statement) in graph
        parts = [graph.value(node, part) for part in (RDF.subject, RDF.predicate, RDF.object)]
        rule = str(graph.value(node, AE.rule)).removeprefix(RULES_IRI)
        assert rule in rules
        digest = sha256(" ".join([*map(str, parts), rule]).encode()).hexdigest()[:20]
        assert node == URIRef(f"{ID}inference/{digest}")
        assert tuple(parts) in graph


def assert_same(found: Graph, expected: Graph) -> None:
    if not isomorphic(found, expected):
        _, only_found, only_expected = graph_diff(found, expected)
        pytest.fail(
            f"derived, not expected:\n{only_found.serialize(format='nt')}\n"
            f"expected, not derived:\n{only_expected.serialize(format='nt')}"
        )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASE_FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(case: Path, engine: str) -> None:
    rule = case.parent.name
    store = ENGINES[engine](case)
    if rule == "all":
        found, rules = fixed_point(store), set(RULES)
    else:
        found, rules = store.construct(query(rule)), {rule}
    check_inferences(found, rules)
    expected = Graph().parse(case.with_suffix(".expected.ttl"))
    assert_same(anonymous(found), expected)


def fixed_point(store: Engine) -> Graph:
    """What all rules give together: those about claims first, then the others."""
    derived = Graph()
    claims = [rule for rule, path in RULES.items() if header(path)["scope"] == "claims"]
    for rules in (claims, [rule for rule in RULES if rule not in claims]):
        before = -1
        while len(derived) > before:
            before = len(derived)
            for rule in rules:
                found = store.construct(query(rule))
                store.add(found, f"{ID}graph/{header(RULES[rule])['graph']}")
                derived += found
    return derived


@pytest.mark.parametrize("rule", RULES)
def test_cases_are_positive_and_negative(rule: str) -> None:
    cases = list((CASES / "rules" / rule).glob("*.expected.ttl"))
    sizes = [len(Graph().parse(case)) for case in cases]
    assert any(sizes), "no case in which the rule gives something"
    assert not all(sizes), "no case in which the rule gives nothing"


@pytest.mark.parametrize("rule", RULES)
def test_header(rule: str) -> None:
    lines = header(RULES[rule])
    assert lines["summary"]
    assert lines["graph"] in ("edges", "interpretations", "inferred")
    assert lines["scope"] in inference.SCOPES


@pytest.mark.parametrize("rule", RULES)
def test_inferences_are_recorded(rule: str) -> None:
    assert ("a ae:Inference ," in query(rule)) == (rule not in WITHOUT_INFERENCE)


@pytest.mark.parametrize(
    "case", sorted((CASES / "rules" / "contributions").glob("*.trig")), ids=lambda path: path.stem
)
def test_contributions_agree_with_graphs(case: Path) -> None:
    """The policy stands in three files: what claims contribute is what the graphs hold."""
    store = ENGINES["oxigraph"](case)
    store.add(store.construct(query("contributions")), f"{ID}graph/inferred")
    for graph in ("edges", "interpretations"):
        contributed = store.construct(
            f"""PREFIX ae: <{AE}> PREFIX rdf: <{RDF}>
            CONSTRUCT {{ ?s ?p ?o }} WHERE {{
                ?claim ae:contributesTo <{ID}graph/{graph}> ; ae:proposition ?proposition .
                ?proposition rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }}"""
        )
        assert_same(store.construct(query(graph)), contributed)
