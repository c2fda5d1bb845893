"""What each query finds and what it does not, by the files of ``tests/cases/queries``.

A file is named after its query, ``<topic>-<name>.yaml``, and holds a list of cases::

    - why: what the case shows
      data: vale                    # or sanda, both fictional, or seed, the published one
      parameters: {speaker: council}
      has: [{column: value}]        # rows that the answer has, by some of their columns
      lacks: [{column: value}]      # rows that it must not have
      empty: true                   # or nothing at all

IRIs are written with their prefix; an unbound cell is "".
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rdflib.term import URIRef

from kg import iris, queries, yamlfile
from kg.graph import KnowledgeGraph
from kg.solutions import Solutions

FOLDER = Path(__file__).parents[1] / "cases" / "queries"
FILES = sorted(FOLDER.glob("*.yaml"))
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}-{at}")
    for path in FILES
    for at, case in enumerate(yamlfile.read(path, path.name).data)
]


def query_of(stem: str) -> queries.Query:
    """The query that a file of cases is about."""
    topic, _, name = stem.partition("-")
    return queries.catalogue()[f"{topic}/{name}"]


def cells(solutions: Solutions) -> list[dict[str, str]]:
    """Rows as they are written in the cases."""

    def text(term: object) -> str:
        if term is None:
            return ""
        return iris.compact(str(term)) if isinstance(term, URIRef) else str(term)

    return [
        {name: text(term) for name, term in zip(solutions.variables, row, strict=True)}
        for row in solutions.rows
    ]


@pytest.mark.parametrize(("stem", "case"), CASES)
def test_case(stem: str, case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    assert case.keys() <= {"why", "data", "parameters", "has", "lacks", "empty"}, case.keys()
    fixture = {"vale": "vale", "sanda": "sanda_graph", "seed": "seed"}[case.get("data", "vale")]
    graph: KnowledgeGraph = request.getfixturevalue(fixture)
    bound = query_of(stem).bound(case.get("parameters") or {}, graph.lookup)
    solutions = graph.select(bound)
    rows = cells(solutions)
    if case.get("empty") == "true":
        assert rows == []
    for wanted in [*case.get("has", []), *case.get("lacks", [])]:
        assert wanted.keys() <= set(solutions.variables), solutions.variables
    for wanted in case.get("has", []):
        assert any(wanted.items() <= row.items() for row in rows), wanted
    for unwanted in case.get("lacks", []):
        assert not any(unwanted.items() <= row.items() for row in rows), unwanted


def test_every_query_has_a_positive_and_a_negative_case() -> None:
    cases: dict[str, list[dict[str, Any]]] = {}
    for path in FILES:
        cases[query_of(path.stem).name] = yamlfile.read(path, path.name).data
    assert cases.keys() == set(queries.catalogue())
    for name, found in cases.items():
        assert any("has" in case for case in found), name
        assert any("lacks" in case or "empty" in case for case in found), name
