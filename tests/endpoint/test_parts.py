"""The parts of the remote engine that need no server: text, types, order, lines, dialects."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.term import BNode, Identifier, Literal, URIRef

from kg import iris, queries, yamlfile
from kg.endpoint import DIALECTS, _lines, _manifest, _order, _text
from kg.endpoint._types import boolean_columns
from kg.store import Store, nquads_lines

CASES: list[dict[str, Any]] = yamlfile.read(Path(__file__).parent / "cases.yaml", "cases.yaml").data
XSD = iris.PREFIXES["xsd"]
WKT = iris.PREFIXES["geo"] + "wktLiteral"


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_text(case: dict[str, Any]) -> None:
    query = case["query"]
    assert (_text.form(query) or "") == case["form"]
    assert _text.guarded(query) == case.get("guarded", query)
    assert len(_text.blanked(query)) == len(query)
    parts = _text.parts(query)
    if case.get("parts") == "none":
        assert parts is None
        return
    assert parts is not None
    assert (parts.limit, parts.offset) == (
        int(case["limit"]) if "limit" in case else None,
        int(case.get("offset", 0)),
    )
    found = _text.sort_keys(parts)
    shown = None if found is None else [f"{'-' if down else ''}{name}" for name, down in found]
    assert shown == case.get("keys")


@pytest.mark.parametrize("name", queries.catalogue())
def test_every_question_of_the_catalogue_can_be_asked_in_pages(name: str) -> None:
    query = queries.get(name).text
    parts = _text.parts(query)
    assert parts is not None
    assert parts.prologue + parts.body + parts.tail == query or parts.limit is not None
    assert _text.sort_keys(parts)


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT (BOUND(?a) AS ?b) (?a = 1 AS ?c) (!BOUND(?a) AS ?d) { }", {"b", "c", "d"}),
        (
            "SELECT (IF(BOUND(?a), true, false) AS ?b) (COALESCE(?a < 1, false) AS ?c) { }",
            {"b", "c"},
        ),
        ("SELECT (EXISTS { ?s ?p ?o } AS ?b) (?a IN (1, 2) AS ?c) { }", {"b", "c"}),
        ("SELECT (COUNT(*) AS ?b) (?a + 1 AS ?c) (IF(?a, 1, 0) AS ?d) { } GROUP BY ?a", set()),
        ("SELECT * { { BIND(true AS ?b) } UNION { BIND(false AS ?b) } }", {"b"}),
        ("SELECT * { { BIND(true AS ?b) } UNION { BIND(1 AS ?b) } }", set()),
        ("SELECT * { { BIND(true AS ?b) } UNION { ?s ?p ?b } }", set()),
        ("SELECT * { { BIND(true AS ?b) } UNION { VALUES ?b { 1 0 } } }", set()),
        ("SELECT * { { SELECT (ISIRI(?s) AS ?b) { ?s ?p ?o } } }", {"b"}),
        ("SELECT (STRSTARTS(?a, 'x') && REGEX(?a, 'y') AS ?b) { }", {"b"}),
        ("SELECT nonsense", set()),
    ],
)
def test_columns_of_truth_values(query: str, columns: set[str]) -> None:
    assert boolean_columns(query) == columns


def literal(text: str, kind: str) -> Literal:
    return Literal(text, datatype=URIRef(XSD + kind), normalize=False)


#: In the order of SPARQL 1.1, section 15.1.
SORTED: tuple[Identifier | None, ...] = (
    None, BNode("a"), URIRef("urn:a"), URIRef("urn:b"),
    literal("-3", "integer"), literal("1", "integer"), literal("1.5", "decimal"),
    literal("2", "integer"), literal("10", "integer"), literal("1e2", "double"),
    literal("-0044-03-15", "date"), literal("1988-06-20", "date"), literal("10001-01-01", "date"),
    literal("false", "boolean"), literal("true", "boolean"),
    Literal("Supporters from the EU"), Literal("Supporters from the UK", lang="en"),
    Literal("Supporters from the US"), Literal("a"), Literal("é"), Literal("سلام", lang="fa"),
)  # fmt: skip


@settings(deadline=None)
@given(st.permutations(SORTED), st.booleans())
def test_order(terms: list[Identifier | None], descending: bool) -> None:
    rows: _order.Rows = [(term, Literal("x")) for term in terms]
    found = [row[0] for row in _order.in_order(rows, ("a", "b"), [("a", descending)])]
    assert found == list(reversed(SORTED) if descending else SORTED)


def test_rows_that_tie_keep_their_order() -> None:
    rows: _order.Rows = [(Literal(word), Literal("same")) for word in "cab"]
    assert _order.in_order(rows, ("a", "b"), [("b", True)]) == rows
    assert [str(row[0]) for row in _order.in_order(rows, ("a", "b"), [("b", False), ("a", True)])] \
        == ["c", "b", "a"]  # fmt: skip


# --- lines ----------------------------------------------------------------------------------------

TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\0") | st.sampled_from('\\"uU\n\r\t\b\f\x7f'),
    max_size=30,
)
TERMS = st.one_of(
    TEXT.map(Literal),
    st.tuples(TEXT, st.sampled_from(["en", "fa"])).map(lambda pair: Literal(pair[0], lang=pair[1])),
    TEXT.map(lambda text: Literal(text, datatype=URIRef("urn:kind"), normalize=False)),
)


@settings(deadline=None)
@given(TERMS)
def test_lines_are_those_of_the_embedded_store(term: Literal) -> None:
    quad = (URIRef("urn:a"), URIRef("urn:p"), term, URIRef("urn:g"))
    (expected,) = nquads_lines([quad])
    assert _lines.line(*quad[:3]) == expected.replace(b" <urn:g> .\n", b" .")


@settings(deadline=None)
@given(TERMS)
def test_lines_mean_the_same_in_an_update(term: Literal) -> None:
    """Also to an engine that undoes codepoint escapes after any backslash, before it parses."""
    text = _lines.for_update(_lines.line(URIRef("urn:a"), URIRef("urn:p"), term))
    naive = re.sub(r"\\u([0-9A-F]{4})", lambda m: chr(int(m[1], 16)), text)
    wanted = Store()
    wanted.add([(URIRef("urn:a"), URIRef("urn:p"), term, URIRef("urn:g"))])
    values = {}
    for name, written in (("careful", text), ("naive", naive)):
        if name == "naive" and re.search(r"[\x00-\x1f\x7f]", naive):
            continue  # characters that such an engine would take in any case
        obj = written.removeprefix("<urn:a> <urn:p> ").removesuffix(" .")
        rows = Store().select(f"SELECT ?o {{ VALUES ?o {{ {obj} }} }}").rows
        values[name] = rows[0][0]
    assert set(values.values()) <= {wanted.select("SELECT ?o { ?s ?p ?o }").rows[0][0]}


def test_checksums_do_not_depend_on_order() -> None:
    lines = [b"<urn:a> <urn:p> <urn:b> .", b"<urn:a> <urn:p> <urn:c> ."]
    state = _lines.state(lines, bytes)
    assert state == _lines.state(reversed(lines), bytes)
    assert state.triples == 2
    assert state != _lines.state([lines[0], lines[0]], bytes)
    # Whoever compares with a stored checksum relies on this number.
    assert state.checksum == CHECKSUM


CHECKSUM = "ad87c21e0398a08768dd552574224afb7a74f06bb6dbfe40f40c3d560a3be2c4"


def test_the_union_leaves_the_interpretations_out() -> None:
    quads = [
        b"<urn:a> <urn:p> <urn:b> <%s> .\n" % iris.graph(name).encode()
        for name in ("edges", "inferred", "interpretations")
    ]
    quads.append(b"<urn:x> <urn:p> <urn:y> <%s> .\n" % iris.graph("interpretations").encode())
    found = _lines.by_graph(quads)
    assert found[_manifest.UNION] == [b"<urn:a> <urn:p> <urn:b> ."]
    assert len(found[iris.graph("interpretations")]) == 2


# --- manifest -------------------------------------------------------------------------------------


def test_manifest() -> None:
    states = {"urn:g": _manifest.GraphState(3, "ab"), "urn:h": _manifest.GraphState(0, "00")}
    manifest = _manifest.Manifest("sha256:1", states, _manifest.GraphState(3, "cd"))
    store = Store()
    data = _manifest.triples(manifest).replace(" .", f" <{_manifest.MANIFEST}> .")
    # Whole numbers are written as SPARQL and Turtle write them.
    data = re.sub(r"> (\d+) <", rf'> "\1"^^<{XSD}integer> <', data)
    store.add_lines(line.encode() + b"\n" for line in data.splitlines())
    rows = [(str(s), str(p), str(o)) for s, p, o in store.select(_manifest.QUERY).rows]
    assert _manifest.read(rows) == manifest
    for at in range(len(rows)):  # what is not whole is no manifest
        less = _manifest.read(rows[:at] + rows[at + 1 :])
        assert less is None or less == manifest


# --- dialects -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "sent", "kept"),
    [
        ("POINT(51.42 -35.7)", "POINT (51.42 -35.7)", "POINT(51.42 -35.7)"),
        ("POINT (51.42 -35.7)", "POINT (51.42 -35.7)", "POINT(51.42 -35.7)"),
        ("POINT(1.0 2)", "POINT (1.0 2)", "POINT(1 2)"),
        ("POLYGON((1 2, 3 4))", "POLYGON((1 2, 3 4))", "POLYGON((1 2, 3 4))"),
    ],
)
def test_points(given: str, sent: str, kept: str) -> None:
    virtuoso = DIALECTS["virtuoso"]

    def line(text: str) -> bytes:
        return f'<urn:a> <urn:p> "{text}"^^<{WKT}> .'.encode()

    assert virtuoso.sent(line(given)) == line(sent)
    assert virtuoso.line(line(given)) == line(kept)
    plain = f'<urn:a> <urn:p> "{given}" .'.encode()
    assert virtuoso.sent(plain) == virtuoso.line(plain) == plain
    assert DIALECTS["standard"].sent(line(given)) == line(given)


def test_truth_values_of_virtuoso() -> None:
    virtuoso = DIALECTS["virtuoso"]
    assert virtuoso.term(literal("1", "boolean")) == literal("true", "boolean")
    assert virtuoso.term(literal("1", "integer")) == literal("1", "integer")
    one, zero = literal("1", "integer"), literal("0", "integer")
    query = "SELECT (BOUND(?x) AS ?a) (COUNT(*) AS ?b) { } GROUP BY ?x"
    assert virtuoso.rows(query, ("a", "b"), [(one, one), (None, zero)]) == [
        (literal("true", "boolean"), one),
        (None, zero),
    ]
