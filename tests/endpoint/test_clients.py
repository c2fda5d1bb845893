"""SPARQL clients ask our endpoint: rdflib's SPARQLStore, SPARQLWrapper, Comunica, ourselves."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, SPARQLWrapper

from kg import queries
from kg.graph import KnowledgeGraph

COMMAND = [sys.executable, "-c", "from kg.cli import main; main()"]
#: Questions of the catalogue, one of each topic.
NAMES = sorted({name.partition("/")[0]: name for name in queries.catalogue()}.values())


@pytest.fixture(scope="module")
def endpoint(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `kg serve` with the published dataset."""
    folder = tmp_path_factory.mktemp("clients")
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [*COMMAND, "serve", str(published), "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name != "CI"},
        )
    try:
        assert process.stdout is not None
        found = re.search(r"http://[\d.]+:\d+", process.stdout.readline().decode())
        assert found is not None, (folder / "server.log").read_text("utf-8")
        yield f"{found[0]}/sparql"
    finally:
        process.terminate()
        process.communicate(timeout=60)


def texts(rows: Any) -> list[list[str]]:
    return [["" if term is None else str(term) for term in row] for row in rows]


@pytest.mark.parametrize("name", NAMES)
def test_rdflib(name: str, endpoint: str, seed: KnowledgeGraph) -> None:
    query = queries.get(name).text
    store = SPARQLStore(endpoint, method="POST_FORM")
    found = Graph(store).query(query)
    assert texts(found) == texts(seed.select(query).rows)


@pytest.mark.parametrize("name", NAMES)
def test_sparqlwrapper(name: str, endpoint: str, seed: KnowledgeGraph) -> None:
    query = queries.get(name).text
    client = SPARQLWrapper(endpoint)
    client.setReturnFormat(JSON)
    client.setMethod(POST)
    client.setQuery(query)
    answer: Any = client.queryAndConvert()
    names = answer["head"]["vars"]
    rows = [
        [row[name]["value"] if name in row else None for name in names]
        for row in answer["results"]["bindings"]
    ]
    assert texts(rows) == texts(seed.select(query).rows)


@pytest.mark.parametrize("name", NAMES)
def test_ourselves(name: str, endpoint: str, seed: KnowledgeGraph) -> None:
    query = queries.get(name).text
    remote = KnowledgeGraph.connect(endpoint)
    assert remote.select(query) == seed.select(query)


def test_the_dataset_comes_back_whole(endpoint: str, seed: KnowledgeGraph) -> None:
    remote = KnowledgeGraph.connect(endpoint)
    assert remote.store.lines() == seed.store.lines()


def _comunica() -> list[str]:
    """The command of Comunica, a SPARQL engine in JavaScript, told by $COMUNICA or found."""
    told = os.environ.get("COMUNICA") or shutil.which("comunica-sparql")
    if not told:
        pytest.skip(
            "no Comunica here (npm install -g @comunica/query-sparql; or name it: $COMUNICA)"
        )
    return [told]


COMUNICA = (
    "SELECT ?claim ?speaker { ?claim ae:speaker ?speaker ; ae:stance ae:Denies }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s a ?o } } GROUP BY ?g",
    'SELECT ?s ?label { ?s rdfs:label ?label FILTER(LANG(?label) = "fa") }',
)


@pytest.mark.parametrize("query", COMUNICA)
def test_comunica(query: str, endpoint: str, seed: KnowledgeGraph) -> None:
    from kg import sparql

    command = [
        *_comunica(),
        f"sparql@{endpoint}",
        "-t",
        "application/sparql-results+json",
    ]
    answer = subprocess.run(
        [*command, "-q", sparql.with_prefixes(query)],
        capture_output=True,
        check=True,
        timeout=120,
    )
    document = json.loads(answer.stdout)
    names = document["head"]["vars"]
    rows = [
        [row[name]["value"] if name in row else None for name in names]
        for row in document["results"]["bindings"]
    ]
    here = seed.select(query)
    order = [names.index(name) for name in here.variables]
    found = [[row[at] for at in order] for row in rows]
    assert sorted(texts(found)) == sorted(texts(here.rows))
    assert found
