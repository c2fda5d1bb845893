"""The OpenAPI document: valid, complete, and true of the catalogue's headers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg import queries
from kg.graph import KnowledgeGraph
from kg.parameters import term
from kg.queries import Query
from kg.server import openapi

# Not in the environment of the oldest releases: it needs newer ones of what the package uses.
validator = pytest.importorskip("openapi_spec_validator")
ROOT = Path(__file__).parent.parent.parent
BASE = "http://localhost:8000"
NAMES = list(queries.catalogue())


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi.document(queries.catalogue(), BASE, "1.0.0")


@pytest.fixture(scope="module")
def published() -> KnowledgeGraph:
    return KnowledgeGraph.open(ROOT / "data")


def test_it_is_valid_openapi(document: dict[str, Any]) -> None:
    validator.OpenAPIV31SpecValidator(json.loads(json.dumps(document))).validate()


def test_operations_have_names_of_their_own(document: dict[str, Any]) -> None:
    operations = [
        operation["operationId"]
        for path in document["paths"].values()
        for method, operation in path.items()
        if method != "parameters"
    ]
    assert len(set(operations)) == len(operations)
    used = {
        tag
        for path in document["paths"].values()
        for method, operation in path.items()
        if method != "parameters"
        for tag in operation["tags"]
    }
    assert used == {tag["name"] for tag in document["tags"]}


@pytest.mark.parametrize("name", NAMES)
def test_every_query_is_a_path_with_its_parameters(document: dict[str, Any], name: str) -> None:
    operation = document["paths"][f"/queries/{name}"]["get"]
    query = queries.get(name)
    assert operation["summary"] == query.summary
    given = {item["name"]: item for item in operation["parameters"]}
    assert set(given) == {item.name for item in query.parameters} | {"format", "lens"}
    for parameter in query.parameters:
        described = given[parameter.name]
        assert described["description"].startswith(parameter.description)
        default = described["schema"]["default"]
        assert (default == "any") == (parameter.default is None)
        if "enum" in described["schema"]:
            assert default in described["schema"]["enum"]


@pytest.mark.parametrize("name", NAMES)
def test_what_the_document_offers_is_taken(
    document: dict[str, Any], published: KnowledgeGraph, name: str
) -> None:
    """Every default, example and choice of a list becomes a term of the dataset."""
    query: Query = queries.get(name)
    operation = document["paths"][f"/queries/{name}"]["get"]
    given = {item["name"]: item for item in operation["parameters"]}
    for parameter in query.parameters:
        schema = given[parameter.name]["schema"]
        values = [schema["default"], *schema.get("enum", ())]
        values += [item["value"] for item in given[parameter.name].get("examples", {}).values()]
        for value in values:
            made = term(parameter, value, published.lookup)
            assert (made is None) == (value == "any")
        if parameter.default is not None:
            assert term(parameter, schema["default"], published.lookup) == term(
                parameter, parameter.default, published.lookup
            )


def test_statuses_and_problems(document: dict[str, Any]) -> None:
    for path in ("/sparql", "/queries/speakers/about"):
        responses = document["paths"][path]["get"]["responses"]
        assert {"200", "400", "406", "413", "429", "503", "504"} <= set(responses)
    for name, response in document["components"]["responses"].items():
        assert "application/problem+json" in response["content"], name
    retry = document["components"]["responses"]["TooManyRequests"]["headers"]
    assert "Retry-After" in retry


def test_examples_are_held_by_the_dataset(
    published: KnowledgeGraph, sanda_graph: KnowledgeGraph
) -> None:
    assert openapi.examples(published.lookup) == {}
    found = openapi.examples(sanda_graph.lookup)
    assert {"actor", "event", "place", "source"} <= set(found)
    for kind, name in found.items():
        assert sanda_graph.lookup.iri(name, (kind,)).endswith(name.partition(":")[2])


def test_examples_of_another_dataset_take_the_place_of_ours() -> None:
    made = openapi.document(
        {"speakers/about": queries.get("speakers/about")}, BASE, "1", {"actor": "actor:reed_league"}
    )
    parameter = made["paths"]["/queries/speakers/about"]["get"]["parameters"][0]
    assert parameter["examples"]["example"]["value"] == "actor:reed_league"
    kind, slug = made["paths"]["/id/{kind}/{slug}"]["parameters"]
    assert kind["examples"]["example"]["value"] == "actor"
    assert slug["examples"]["example"]["value"] == "reed_league"
