"""Each lens on each case of tests/cases/lenses/<lens>, on two engines.

A case is `<name>.trig` with the claims, its actors in a line `# bind: actor=actor:union`, and
`<name>.expected.txt` with the claims that the lens chooses, one a line.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import URIRef

from kg import sparql

from .engines import CASES, ENGINES, ONTOLOGY

ID = "https://w3id.org/actors-events/id/"
LENSES = {path.stem: path for path in sorted((ONTOLOGY / "lenses").glob("*.rq"))}
CASE_FILES = sorted((CASES / "lenses").glob("*/*.trig"))


def iri(name: str) -> str:
    """The IRI of `actor:union` or `claim:c1`."""
    kind, _, key = name.partition(":")
    return f"{ID}{kind}/{key}"


def expected(case: Path) -> list[str]:
    return case.with_suffix(".expected.txt").read_text(encoding="utf-8").split()


def query(case: Path) -> str:
    """The lens with the case's actors in the place of UNDEF."""
    text = LENSES[case.parent.name].read_text(encoding="utf-8")
    lines = case.read_text(encoding="utf-8").splitlines()
    bound = [line.removeprefix("# bind:") for line in lines if line.startswith("# bind:")]
    pairs = (pair.split("=") for line in bound for pair in line.split())
    return sparql.bind(text, {name: URIRef(iri(actor)) for name, actor in pairs})


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASE_FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(case: Path, engine: str) -> None:
    found = ENGINES[engine](case, ontology=False).select(query(case))
    assert {row[0] for row in found} == {iri(claim) for claim in expected(case)}


@pytest.mark.parametrize("lens", LENSES)
def test_cases_are_positive_and_negative(lens: str) -> None:
    sizes = [len(expected(case)) for case in CASE_FILES if case.parent.name == lens]
    assert any(sizes), "no case in which the lens chooses something"
    assert not all(sizes), "no case in which the lens chooses nothing"


@pytest.mark.parametrize("lens", ["according-to", "common"])
def test_runs_without_its_parameters(lens: str) -> None:
    """The files are valid queries as they stand: an actor not given is any actor."""
    case = CASES / "lenses" / "common" / "both_affirm.trig"
    text = LENSES[lens].read_text(encoding="utf-8")
    answers = [engine(case, ontology=False).select(text) for engine in ENGINES.values()]
    assert answers[0] == answers[1]
    assert answers[0]
