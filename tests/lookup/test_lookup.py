"""Names: what they find (``names.yaml``), and what a search gives (``search.yaml``)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import iris, yamlfile
from kg.build import build
from kg.errors import UnknownEntity
from kg.graph import KnowledgeGraph
from kg.lookup import Lookup, fold

HERE = Path(__file__).parent
NAMES: list[dict[str, Any]] = yamlfile.read(HERE / "names.yaml", "names.yaml").data
SEARCHES: list[dict[str, Any]] = yamlfile.read(HERE / "search.yaml", "search.yaml").data


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """A dataset in which names are shared."""
    data = tmp_path_factory.mktemp("town") / "data"
    shutil.copytree(HERE / "town", data)
    build(data, check_shapes=False)
    return KnowledgeGraph.open(data)


@pytest.fixture
def lookup(request: pytest.FixtureRequest) -> Lookup:
    """The names of the case's dataset."""
    name = request.param
    graph: KnowledgeGraph = request.getfixturevalue("sanda_graph" if name == "sanda" else name)
    return graph.lookup


@pytest.mark.parametrize(
    ("lookup", "case"),
    [(case["data"], case) for case in NAMES],
    ids=[f"{case['why']}: {case['name']}" for case in NAMES],
    indirect=["lookup"],
)
def test_name(lookup: Lookup, case: dict[str, Any]) -> None:
    kinds = tuple(case.get("kinds", ()))
    if "finds" in case:
        assert iris.compact(lookup.iri(case["name"], kinds)) == case["finds"]
        return
    with pytest.raises(UnknownEntity) as caught:
        lookup.iri(case["name"], kinds)
    assert list(caught.value.suggestions) == case["suggests"]
    shared = len(case["suggests"]) > 1 and ":" in case["suggests"][0]
    assert str(caught.value).startswith("Several entities are" if shared else "No entity is")
    for suggestion in case["suggests"]:
        assert suggestion in str(caught.value)
        lookup.iri(suggestion)  # what is offered can be asked for


@pytest.mark.parametrize(
    ("lookup", "case"),
    [(case["data"], case) for case in SEARCHES],
    ids=[case["text"] for case in SEARCHES],
    indirect=["lookup"],
)
def test_search(lookup: Lookup, case: dict[str, Any]) -> None:
    found = [iris.compact(name.iri) for name in lookup.search(case["text"])]
    first = case["finds"]
    assert found[: len(first)] == first
    assert set(case["before"]) <= set(found[len(first) :])
    assert len(found) == len(set(found)), "each entity once"
    wanted = fold(case["text"])
    for name in lookup.search(case["text"]):
        assert wanted in fold(name.text)
    assert len(lookup.search(case["text"], 1)) == min(1, len(found))


def offered(lookup: Lookup, name: str) -> list[str]:
    """What a name finds, or what it offers instead."""
    try:
        return [iris.compact(lookup.iri(name))]
    except UnknownEntity as error:
        return list(error.suggestions)


def test_every_name_finds_its_entity_or_offers_it(seed: KnowledgeGraph) -> None:
    """Whatever stands in the dataset as a name leads to what it names."""
    lookup = seed.lookup
    for name in lookup.names:
        assert iris.compact(name.iri) in offered(lookup, name.text)
        assert lookup.iri(name.iri) == name.iri
        assert lookup.iri(iris.compact(name.iri)) == name.iri


def test_labels(seed: KnowledgeGraph) -> None:
    lookup = seed.lookup
    assert lookup.label(iris.entity("actor", "mek")) == "People's Mojahedin Organization of Iran"
    assert lookup.label(iris.AE + "organizer") == "organizer"
    assert lookup.label("https://example.org/a/unknown_one") == "unknown_one"
    assert lookup.label("https://example.org/a#part") == "part"


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_name_is_found_or_refused(sanda_graph: KnowledgeGraph, text: str) -> None:
    lookup = sanda_graph.lookup
    known = {name.key for name in lookup.names} | {iris.compact(n.iri) for n in lookup.names}
    assert set(offered(lookup, text)) <= known
