"""A Virtuoso for the tests that need one, started when the first of them runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.build import build
from kg.graph import KnowledgeGraph

from . import virtuoso as server

VALE = Path(__file__).parents[1] / "queries" / "vale"


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Virtuoso]:
    """A running Virtuoso; at most one for each process of the tests."""
    if server.PROGRAM is None:
        pytest.skip("no Virtuoso on this machine (Debian: apt install virtuoso-opensource-7)")
    with server.running(tmp_path_factory.mktemp("virtuoso")) as found:
        yield found


@pytest.fixture(scope="session")
def vale(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The fictional dataset that the catalogue's cases are about."""
    data = tmp_path_factory.mktemp("vale") / "data"
    shutil.copytree(VALE, data)
    build(data, check_shapes=False)
    return KnowledgeGraph.open(data)
