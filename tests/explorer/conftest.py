"""The datasets that the explorer is tested on, and how it is asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from kg import explorer
from kg.graph import KnowledgeGraph

Ask: TypeAlias = Callable[..., Any]

DATASETS = ("sanda", "seed")


def asked(graph: KnowledgeGraph, question: str, **given: str) -> Any:
    """An answer as a client gets it; ``from_`` stands for ``from``."""
    written = {name.rstrip("_"): value for name, value in given.items()}
    return json.loads(explorer.answer(graph, question, written))


@pytest.fixture(params=DATASETS)
def graph(request: pytest.FixtureRequest) -> KnowledgeGraph:
    """The fictional dataset, whose papers contradict each other, and the published one."""
    name = "sanda_graph" if request.param == "sanda" else request.param
    found: KnowledgeGraph = request.getfixturevalue(name)
    return found


@pytest.fixture
def ask(graph: KnowledgeGraph) -> Ask:
    """Ask the dataset of the test."""
    return lambda question, **given: asked(graph, question, **given)
