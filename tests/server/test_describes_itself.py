"""The endpoint tells of itself where editors look for it: in its own default graph."""

from __future__ import annotations

from pathlib import Path

from kg import queries
from kg.server import opening

ROOT = Path(__file__).parents[2]
EXAMPLES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?example ?comment ?query {
  ?example a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct ?query }"""
PREFIXES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?prefix ?namespace { [] sh:declare [ sh:prefix ?prefix ; sh:namespace ?namespace ] }"""


def test_examples_and_prefixes_can_be_asked() -> None:
    source = {"path": str(ROOT / "data"), "base": "http://127.0.0.1:7878"}
    graph, told = opening.prepare(source)
    assert len(graph.select(EXAMPLES)) >= len(queries.catalogue())
    assert "ae" in graph.select(PREFIXES).column("prefix")
    assert not graph.ask("ASK { GRAPH ?g { ?s a <http://www.w3.org/ns/shacl#SPARQLExecutable> } }")
    assert told["quads"] == len(graph.store)
    lensed, _ = opening.under(graph, {"lens": "disputed"})
    assert not len(lensed.select(EXAMPLES))


def test_nothing_is_added_where_updates_are_taken(tmp_path: Path) -> None:
    source = {"path": str(ROOT / "data"), "base": "http://x", "writable": str(tmp_path)}
    graph, _ = opening.prepare(source)
    assert not len(graph.select(EXAMPLES))


def test_every_question_has_the_answer_that_it_has_without() -> None:
    alone, _ = opening.prepare({"path": str(ROOT / "data")})
    served, _ = opening.prepare({"path": str(ROOT / "data"), "base": "http://127.0.0.1:7878"})
    for name, query in queries.catalogue().items():
        text = query.bound({}, alone.lookup)
        assert served.select(text).rows == alone.select(text).rows, name
