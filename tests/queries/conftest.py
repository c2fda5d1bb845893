"""Datasets for the catalogue's tests, in the embedded store and in plain rdflib."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rdflib import Dataset

from kg import iris
from kg.build import build
from kg.graph import KnowledgeGraph

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def vale(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The fictional dataset that the catalogue's cases are about."""
    data = tmp_path_factory.mktemp("vale") / "data"
    shutil.copytree(HERE / "vale", data)
    build(data, check_shapes=False)
    return KnowledgeGraph.open(data)


def plain_dataset(path: Path) -> Dataset:
    """A dataset in plain rdflib whose default graph is the union of all graphs but the
    interpretations, as the documentation asks of an engine."""
    dataset = Dataset(default_union=False)
    dataset.parse(path, format="nquads")
    default = dataset.default_graph
    for graph in list(dataset.graphs()):
        if graph != default and str(graph.identifier) != iris.graph("interpretations"):
            for triple in graph:
                default.add(triple)
    return dataset


@pytest.fixture(scope="session")
def plain_seed(published: Path) -> Dataset:
    """The published dataset in plain rdflib."""
    return plain_dataset(published)


@pytest.fixture(scope="session")
def plain_vale(vale: KnowledgeGraph) -> Dataset:
    """The fictional dataset in plain rdflib."""
    assert vale.folder is not None
    return plain_dataset(vale.folder / "triples" / "dataset.nq")
