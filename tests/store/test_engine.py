"""The embedded store: terms, errors, and what it keeps beside the engine protocol."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib.term import BNode, Identifier, Literal, URIRef

from kg import iris
from kg.errors import DataError, QueryError, StoreError
from kg.store import INTERPRETATIONS, Store, nquads_lines, read_quads

XSD = iris.PREFIXES["xsd"]
SUBJECT, PREDICATE, GRAPH = URIRef("urn:s"), URIRef("urn:p"), URIRef("urn:g")

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))
LITERALS = st.one_of(
    TEXTS.map(Literal),
    st.builds(Literal, TEXTS, lang=st.sampled_from(["en", "fa", "de-ch"])),
    # Characters that are no number are kept, and so are all days.
    st.sampled_from(["-1", "1", "0", "", "one", "٣"]).map(
        lambda text: Literal(text, datatype=URIRef(XSD + "integer"), normalize=False)
    ),
    st.sampled_from(["2031-05-03", "2031-05-03Z", "0622-01-01", "-0001-01-01"]).map(
        lambda text: Literal(text, datatype=URIRef(XSD + "date"), normalize=False)
    ),
    st.sampled_from(["true", "false", "TRUE"]).map(
        lambda text: Literal(text, datatype=URIRef(XSD + "boolean"), normalize=False)
    ),
    st.sampled_from(["198X", "[2031..2033]"]).map(
        lambda text: Literal(text, datatype=URIRef(iris.PREFIXES["edtf"] + "EDTF"))
    ),
)


def characters(term: Identifier | None) -> tuple[str, ...]:
    assert isinstance(term, Literal)
    return (str(term), str(term.language or ""), str(term.datatype or XSD + "string"))


@given(LITERALS)
def test_literals_come_back_as_they_were(literal: Literal) -> None:
    store = Store()
    store.add([(SUBJECT, PREDICATE, literal, GRAPH)])
    ((found,),) = store.select("SELECT ?o { ?s ?p ?o }").rows
    assert characters(found) == characters(literal)
    ((_, _, other, _),) = store.quads()
    assert characters(other) == characters(literal)
    again = Store()
    again.add_lines(store.lines())
    assert again.lines() == store.lines() == nquads_lines(store.quads())


@pytest.mark.parametrize(
    ("characters_in", "datatype", "characters_out"),
    [
        ("01", "integer", "1"),
        ("+1", "integer", "1"),
        ("1", "boolean", "true"),
        ("1.50", "decimal", "1.5"),
    ],
)
def test_the_engine_keeps_the_value_in_its_canonical_form(
    characters_in: str, datatype: str, characters_out: str
) -> None:
    """Why the encoding writes canonical forms only (docs/model.md): others would not come back."""
    store = Store()
    literal = Literal(characters_in, datatype=URIRef(XSD + datatype), normalize=False)
    store.add([(SUBJECT, PREDICATE, literal, GRAPH)])
    ((found,),) = store.select("SELECT ?o { ?s ?p ?o }").rows
    assert characters(found) == (characters_out, "", XSD + datatype)


@pytest.mark.parametrize(
    "term",
    [
        URIRef("not an IRI"),
        URIRef("relative"),
        Literal("x", lang="en_US") if False else Literal("\ud800"),
        Literal("x", datatype=URIRef("no iri")),
    ],
    ids=["space", "relative", "surrogate", "datatype"],
)
def test_what_is_no_term_is_refused(term: Identifier) -> None:
    with pytest.raises(StoreError, match="is not an RDF term"):
        Store().add([(SUBJECT, PREDICATE, term, GRAPH)])


QUERIES = {
    "not SPARQL": "SELECT WHERE",
    "nothing": "",
    "an update": "DELETE WHERE { ?s ?p ?o }",
    "an unknown prefix": "SELECT * { ?s nowhere:p ?o }",
    "a broken IRI": "SELECT * { <no iri> ?p ?o }",
    "a lone surrogate": 'SELECT * { ?s ?p "\\uD800" }',
    "an unknown function": "SELECT (<urn:f>(1) AS ?x) { }",
    "ungrouped": "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }",
}
METHODS: list[Callable[[Store, str], object]] = [
    Store.select,
    Store.ask,
    Store.construct,
    Store.kind,
    lambda store, query: store.answer(query, "json"),
]


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("ask", METHODS, ids=["select", "ask", "construct", "kind", "answer"])
def test_queries_that_are_refused(
    name: str, ask: Callable[[Store, str], object], small: Store
) -> None:
    with pytest.raises(QueryError) as caught:
        ask(small, QUERIES[name])
    assert caught.value.message.endswith(".")


def test_each_kind_of_question_its_method(small: Store) -> None:
    select, ask, construct = "SELECT * {}", "ASK {}", "CONSTRUCT WHERE { ?s ?p ?o }"
    assert [small.kind(query) for query in (select, ask, construct)] == [
        "select",
        "ask",
        "construct",
    ]
    for method, wrong in ((small.select, ask), (small.ask, construct), (small.construct, select)):
        with pytest.raises(QueryError, match=r"^This is not an? "):
            method(wrong)


@pytest.mark.parametrize(
    "sum_", ["1 - 0 - 1 = 0", "8 - 2 + 3 = 9", "12 / 2 * 3 = 18", "10 / 5 / 2 = 1"]
)
def test_sums_are_read_from_left_to_right(small: Store, sum_: str) -> None:
    """Before 0.5.12 the engine read them from right to left: ``pyproject.toml`` asks for it."""
    assert small.ask(f"ASK {{ FILTER ({sum_}) }}")


def test_unbound_is_none(small: Store) -> None:
    rows = small.select("SELECT ?s ?x { ?s ae:inspired|ae:place ?o OPTIONAL { ?s ae:none ?x } }")
    assert rows.variables == ("s", "x")
    assert [row[1] for row in rows.rows] == [None]


def test_answers_serialised(small: Store) -> None:
    query = "SELECT ?s { ?s ae:place ?o }"
    assert small.answer(query, "csv").splitlines()[1].endswith(b"/event/march")
    assert b'"bindings"' in small.answer(query, "json")
    assert small.answer("ASK { ?s ae:place ?o }", "xml").count(b"true") == 1
    assert small.answer("CONSTRUCT WHERE { ?s ae:place ?o }", "csv").count(b" .\n") == 1


def test_size_and_graphs(small: Store) -> None:
    assert len(small) == 10
    names = [iri.removeprefix(iris.ID + "graph/") for iri in small.graphs()]
    assert names == ["edges", "inferred", "interpretations", "reference"]
    assert len(small.lines(INTERPRETATIONS)) == 2
    assert len(small.lines()) == 10


@pytest.mark.parametrize("at_once", [1, 2, 1000])
def test_only_what_is_new_is_given_back(at_once: int, small: Store) -> None:
    small.add([(SUBJECT, PREDICATE, Literal(name), GRAPH) for name in "ab"])
    query = 'CONSTRUCT { ?s <urn:p> ?o } WHERE { ?s <urn:p> ?p VALUES ?o { "b" "c" "c" "d" } }'
    batches = list(small.add_derived(query, str(GRAPH), at_once))
    assert sorted(line for lines in batches for line in lines) == [
        f'{SUBJECT.n3()} <urn:p> "{name}" {GRAPH.n3()} .\n'.encode() for name in "cd"
    ]
    assert list(small.add_derived(query, str(GRAPH), at_once)) == []
    assert len(small.select("SELECT ?o { ?s <urn:p> ?o }")) == 4


def test_a_subset_has_its_own_default_graph(small: Store) -> None:
    part = small.subset(lambda s, p, o, g: p.endswith("#triggered"))
    assert len(part) == 2
    assert len(part.select("SELECT * { ?s ?p ?o }")) == 1
    assert len(small) == 10


def test_a_store_on_disk(tmp_path: Path, small: Store) -> None:
    disk = Store(tmp_path / "store")
    disk.add(small.quads())
    assert disk.lines() == small.lines()
    assert len(disk.select("SELECT * { ?s ae:inspired ?o }")) == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [("broken.nq", "<urn:s> <urn:p> ."), ("broken.ttl", "@prefix"), ("unknown.csv", "a,b")],
)
def test_files_that_are_no_rdf(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(DataError, match=name.replace(".", r"\.")):
        list(read_quads(tmp_path / name))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        list(read_quads(tmp_path / "nothing.nq"))
    with pytest.raises(DataError, match="Build the dataset first"):
        Store.load(tmp_path / "nothing.nq")


def test_blank_nodes_of_foreign_files(tmp_path: Path) -> None:
    (tmp_path / "foreign.ttl").write_text("[] <urn:p> [ <urn:q> 1 ] .")
    store = Store()
    store.add(read_quads(tmp_path / "foreign.ttl", "urn:g"))
    ((node,),) = store.select("SELECT ?s { ?s <urn:q> ?o }").rows
    assert isinstance(node, BNode)
    assert len(store) == 2
