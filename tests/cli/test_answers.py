"""Answers in each format, read back by readers of others."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph
from rdflib.query import Result
from rdflib.term import Literal, URIRef, Variable

from kg.cli import tables

QUERY = """SELECT ?a ?b ?c ?d ?e ?f {
  VALUES (?a ?b ?c ?d ?e ?f) {
    (<https://example.org/x> "tab\\tline\\nquote\\"back\\\\slash, comma" "فارسی"@fa 7
     "2031-05-03"^^xsd:date UNDEF)
    (ae:Claim "=1+1" "" -3 true "|*_`<b>") } }"""
ROW = (
    URIRef("https://example.org/x"),
    Literal('tab\tline\nquote"back\\slash, comma'),
    Literal("فارسی", lang="fa"),
)


@pytest.mark.parametrize("style", ["json", "xml", "tsv"])
def test_exact_formats_keep_every_term(style: str, kg: Callable[..., Any]) -> None:
    text = kg("query", "-q", QUERY, "--results", style).out
    result = Result.parse(io.BytesIO(text.encode()), format=style)
    rows = list(result.bindings)
    assert len(rows) == 2
    first = {str(name): term for name, term in rows[0].items()}
    assert (first["a"], first["b"], first["c"]) == ROW
    assert int(first["d"]) == 7
    assert rows[0].get(Variable("f")) is None
    assert str(rows[1][Variable("f")]) == "|*_`<b>"


def test_csv_is_exact_for_queries(kg: Callable[..., Any]) -> None:
    rows = list(csv.reader(io.StringIO(kg("query", "-q", QUERY, "--results", "csv").out)))
    assert rows[0] == ["a", "b", "c", "d", "e", "f"]
    assert rows[1] == ["https://example.org/x", str(ROW[1]), "فارسی", "7", "2031-05-03", ""]
    assert rows[2][1] == "=1+1"


def test_markdown_holds_no_markup(kg: Callable[..., Any]) -> None:
    lines = kg("query", "-q", QUERY, "--results", "md").out.splitlines()
    assert len(lines) == 4
    assert lines[3].endswith(r"| \|\*\_\`\<b\> |")


@pytest.mark.parametrize(
    ("style", "reader"),
    [("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml"), ("jsonld", "json-ld")],
)
def test_graphs_are_equal(style: str, reader: str, kg: Callable[..., Any]) -> None:
    query = "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o }"
    text = kg("query", "-q", query, "--results", style).out
    expected = kg("query", "-q", query, "--results", "nt").out
    assert set(Graph().parse(data=text, format=reader)) == set(
        Graph().parse(data=expected, format="nt")
    )


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.json", "a.srj", "a.xml", "a.md", "a.txt"])
def test_suffix_tells_the_format(name: str, kg: Callable[..., Any], tmp_path: Any) -> None:
    answer = kg("query", "-q", QUERY, "-o", name)
    assert answer.code == 0
    assert answer.out == ""
    assert answer.err.endswith(f"Wrote {name}\n")
    start = {"csv": "a,b", "tsv": "?a\t", "json": "{", "srj": "{", "xml": "<?xml", "md": "| a"}
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert text.startswith(start.get(name.partition(".")[2], "a "))


@pytest.mark.parametrize("style", ["csv", "tsv", "json", "md"])
def test_only_csv_is_tamed_for_spreadsheets(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    tables.write(tables.Table(("text", "number"), [("=HYPERLINK(1)", -1)]), style)
    out = capsys.readouterr().out
    assert ("'=HYPERLINK" in out) == (style == "csv")
    assert "'-1" not in out


def test_a_file_is_no_question(kg: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "own.rq"
    file.write_text("ASK { ?event ae:organizer ?actor }", encoding="utf-8")
    answer = kg("query", str(file))
    assert answer.code == 2
    assert "is a file" in answer.err
    assert "--query-file" in answer.err
    assert kg("query", "--query-file", str(file)).out == "true\n"
