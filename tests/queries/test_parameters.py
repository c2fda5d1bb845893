"""Values of parameters: each becomes a term of the declared type, or is refused with a cure."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.term import BNode, Literal, URIRef

from kg import iris, queries, sparql, yamlfile
from kg.errors import ParameterError, UnknownEntity, UnknownQuery, UsageError
from kg.graph import KnowledgeGraph
from kg.parameters import Parameter, Value, term
from kg.queries import Query
from kg.store import Store

CASES: list[dict[str, Any]] = yamlfile.read(
    Path(__file__).with_name("parameters.yaml"), "parameters.yaml"
).data


def parameter(kind: str, optional: bool = True) -> Parameter:
    """A parameter of a type."""
    return Parameter("x", kind, None if optional else "-", "", optional)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['type']}-{case['value']}")
def test_case(case: dict[str, Any], vale: KnowledgeGraph) -> None:
    def convert() -> str:
        found = term(parameter(case["type"]), case["value"], vale.lookup)
        return found.n3() if found is not None else "any"

    if "error" in case:
        with pytest.raises(UsageError, match=re.escape(case["error"])):
            convert()
    else:
        assert convert() == case["term"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", True),
        ("boolean", 3),
        ("since", 1981.5),
        ("actor", Literal("mek")),
        ("string", URIRef("urn:a")),
        ("string", Literal("a", lang="en")),
        ("integer", Literal("1")),
        ("iri", BNode("b")),
        ("iri", Literal("urn:a")),
    ],
)
def test_another_sort_of_value_is_refused(kind: str, value: Any, vale: KnowledgeGraph) -> None:
    with pytest.raises(ParameterError, match="x"):
        term(parameter(kind), value, vale.lookup)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("actor", URIRef(iris.entity("actor", "nobody"))),
        ("string", Literal("a")),
        ("since", Literal("1981-06-20", datatype=URIRef(iris.PREFIXES["xsd"] + "date"))),
        ("integer", Literal("1", datatype=URIRef(iris.PREFIXES["xsd"] + "integer"))),
    ],
)
def test_a_term_of_the_right_sort_is_taken_as_it_is(
    kind: str, value: Any, vale: KnowledgeGraph
) -> None:
    assert term(parameter(kind), value, vale.lookup) is value


@pytest.mark.parametrize("value", [None, "any"])
def test_any_is_refused_where_a_value_is_needed(value: Value, vale: KnowledgeGraph) -> None:
    with pytest.raises(ParameterError, match="needs a value"):
        term(parameter("actor", optional=False), value, vale.lookup)


def test_an_unknown_parameter_is_refused_with_those_there_are(vale: KnowledgeGraph) -> None:
    with pytest.raises(ParameterError, match=r"no parameter 'actr'.*actor, relation"):
        queries.get("actors/roles").bound({"actr": "mek"}, vale.lookup)


def test_an_unknown_entity_comes_with_the_nearest_names(vale: KnowledgeGraph) -> None:
    with pytest.raises(UnknownEntity, match="council"):
        vale.query("speakers/about", entity="councli")


def test_an_entity_of_another_kind_is_not_found(vale: KnowledgeGraph) -> None:
    with pytest.raises(UnknownEntity):
        vale.query("actors/roles", actor="long_walk")


def test_an_unknown_query_comes_with_the_nearest_names() -> None:
    with pytest.raises(UnknownQuery) as error:
        queries.get("figure/disputd")
    assert "figures/disputed" in error.value.suggestions


def test_the_topic_may_be_left_out_where_the_name_is_unique() -> None:
    assert queries.get("blame").name == "speakers/blame"
    with pytest.raises(UnknownQuery) as error:
        queries.get("disputed")
    assert set(error.value.suggestions) >= {"claims/disputed", "figures/disputed"}


@pytest.mark.parametrize("name", ["../secrets", "/etc/passwd", "", "actors", "actors/"])
def test_a_name_that_is_no_query_reads_no_file(name: str) -> None:
    with pytest.raises(UnknownQuery):
        queries.get(name)


ATTACKS = [
    '" } } ; DROP ALL #',
    "mek> } UNION { ?s ?p ?o } #",
    "actor:mek } #",
    "} VALUES ?speaker { UNDEF",
    "\\u0022 } SELECT * { ?s ?p ?o",
    "<urn:a> <urn:b>",
    "urn:a> <urn:b",
    "a\u202eb> }",
    "?speaker",
    "actor:mek\n} #",
    "\ud800",
    "any\x00",
    "'''\"\"\"\\",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("name", list(queries.catalogue()))
def test_an_attack_is_refused_or_stays_one_literal(
    name: str, attack: str, vale: KnowledgeGraph
) -> None:
    query = queries.get(name)
    for item in query.parameters:
        try:
            bound = query.bound({item.name: attack}, vale.lookup)
        except (ParameterError, UnknownEntity):
            continue
        assert item.type == "string", (name, item.name)
        block = f"VALUES ?{item.name} {{ {sparql.values_blocks(query.text)[item.name]} }}"
        literal = sparql.term_text(Literal(attack))
        assert bound == query.text.replace(block, f"VALUES ?{item.name} {{ {literal} }}")
        vale.select(bound)


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_stays_one_literal_on_both_engines(text: str) -> None:
    words = (parameter("string", optional=False),)
    query = Query("t/n", "", "", words, "table", "SELECT ?x { VALUES ?x { UNDEF } }")
    try:
        bound = query.bound({"x": text}, None)  # type: ignore[arg-type]
    except ParameterError:
        assert "\0" in text or any("\ud800" <= c <= "\udfff" for c in text)
        return
    assert Store().select(bound).rows == [(Literal(text),)]
    assert [tuple(row) for row in Graph().query(bound)] == [(Literal(text),)]  # type: ignore[arg-type]
