"""The answers of the catalogue: as expected, the same on two engines, and in a fixed order."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from rdflib import Dataset
from rdflib.term import Identifier

from kg import queries, resources
from kg.graph import KnowledgeGraph
from kg.solutions import Solutions
from kg.store import Store

NAMES = list(queries.catalogue())


def expected(name: str) -> list[list[str]]:
    """The rows of a query's answer file, the names of the columns first."""
    path = resources.queries_dir() / f"{name}.expected.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def as_text(solutions: Solutions) -> list[list[str]]:
    """An answer as it stands in a file."""
    rows = [["" if term is None else str(term) for term in row] for row in solutions.rows]
    return [list(solutions.variables), *rows]


def on_rdflib(dataset: Dataset, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Columns and rows of a query on plain rdflib."""
    result = dataset.query(query)
    assert result.vars is not None
    return [str(variable) for variable in result.vars], [tuple(row) for row in result]  # type: ignore[arg-type]


def shown(rows: list[tuple[Identifier | None, ...]]) -> list[list[str | None]]:
    """Rows with every character of their terms: datatypes and languages too."""
    return [[None if term is None else term.n3() for term in row] for row in rows]


def test_there_are_at_least_forty() -> None:
    assert len(NAMES) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_answer_on_the_published_dataset_is_the_expected_one(
    name: str, seed: KnowledgeGraph
) -> None:
    found = as_text(seed.select(queries.get(name).text))
    assert found == expected(name), "python tools/query_answers.py, then read the difference"
    assert len(found) > 1, f"{name} says nothing about the published dataset as it stands"


@pytest.mark.parametrize("name", NAMES)
def test_plain_rdflib_gives_the_same_answer(
    name: str, seed: KnowledgeGraph, plain_seed: Dataset
) -> None:
    query = queries.get(name).text
    here = seed.select(query)
    columns, rows = on_rdflib(plain_seed, query)
    assert columns == list(here.variables)
    assert shown(rows) == shown(here.rows)


@pytest.mark.parametrize("name", NAMES)
def test_plain_rdflib_gives_the_same_answer_to_every_case(
    name: str, vale: KnowledgeGraph, plain_vale: Dataset
) -> None:
    """Here open parameters are bound and bound ones are opened."""
    query = queries.get(name)
    values = {
        parameter.name: None if parameter.default is not None else parameter.default
        for parameter in query.parameters
        if parameter.optional
    }
    bound = query.bound(values, vale.lookup)
    columns, rows = on_rdflib(plain_vale, bound)
    here = vale.select(bound)
    assert columns == list(here.variables)
    assert shown(rows) == shown(here.rows)


@pytest.fixture(scope="session")
def reversed_seed(published: Path) -> Store:
    """The published dataset, loaded in another order."""
    store = Store()
    store.add_lines(reversed(published.read_bytes().splitlines(keepends=True)))
    return store


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_the_rows_does_not_depend_on_the_order_of_the_data(
    name: str, seed: KnowledgeGraph, reversed_seed: Store
) -> None:
    query = queries.get(name).text
    assert reversed_seed.select(query).rows == seed.select(query).rows
