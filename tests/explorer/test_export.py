"""What is shown, as a file: exactly its claims."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import networkx as nx
import pytest
from rdflib import Graph
from rdflib.namespace import RDF, RDFS
from rdflib.term import URIRef

from kg import explorer, iris
from kg.errors import UsageError
from kg.graph import KnowledgeGraph

from .conftest import Ask, asked


def exported(graph: KnowledgeGraph, name: str, claims: list[str], **given: str) -> bytes:
    body = json.dumps({"claims": claims, "title": "Part <of> it"}).encode()
    media, data = explorer.export(graph, {"format": name, **given}, body)
    assert media == explorer.FORMATS[name][0]
    return data


def picked(ask: Ask, **given: str) -> list[str]:
    """Claims of a view that lines stand on: not those that only report others'."""
    view = ask("view", limit="2000", **given)
    return [claim["id"] for claim in view["claims"] if not claim["reporting"]][:7]


def claims_in(data: bytes) -> set[str]:
    found = Graph().parse(data=data, format="turtle")
    return {
        iris.compact(str(claim)) for claim in found.subjects(RDF.type, URIRef(iris.AE + "Claim"))
    }


def reporting(graph: KnowledgeGraph, claims: list[str]) -> set[str]:
    """The claims that some claims stand within."""
    return {iris.compact(outer.iri) for claim in claims for outer in graph.claim(claim).chain}


def test_turtle_holds_these_claims_and_who_reports_them(graph: KnowledgeGraph, ask: Ask) -> None:
    claims = picked(ask)
    assert claims_in(exported(graph, "ttl", claims)) == {*claims, *reporting(graph, claims)}
    every = [claim["id"] for claim in ask("view", limit="2000")["claims"]]
    one = next(claim for claim in every if reporting(graph, [claim]))
    assert claims_in(exported(graph, "ttl", [one])) == {one, *reporting(graph, [one])}


def test_turtle_of_one_claim_is_a_small_file_that_stands_alone(
    graph: KnowledgeGraph, ask: Ask
) -> None:
    data = exported(graph, "ttl", picked(ask)[:1])
    found = Graph().parse(data=data, format="turtle")
    assert len(data) < len(exported(graph, "ttl", picked(ask))) < 200_000
    ours = {
        term
        for term in (*found.predicates(), *found.objects())
        if isinstance(term, URIRef) and term.startswith((iris.AE, iris.ID))
    }
    assert not [term for term in ours if not term.startswith(iris.ID + "graph/")
                and not found.value(term, RDF.type)]  # fmt: skip
    source = found.value(found.value(None, RDF.type, URIRef(iris.AE + "Claim")),
                         URIRef(iris.AE + "source"))  # fmt: skip
    assert found.value(source, RDFS.label)


@pytest.mark.parametrize("name", ["gexf", "graphml"])
def test_networks_hold_the_lines_of_these_claims(
    graph: KnowledgeGraph, ask: Ask, name: str
) -> None:
    view = ask("view", limit="2000")
    line = next(line for line in view["lines"] if line["group"] == "edges")
    claims = [view["claims"][at]["id"] for at in line["claims"]]
    read = {"gexf": nx.read_gexf, "graphml": nx.read_graphml}[name]
    found = read(io.BytesIO(exported(graph, name, claims)))
    drawn = graph.only(
        {c.iri: {p.iri for p in c.propositions} for c in graph.claims()
         if iris.compact(c.iri) in claims}
    ).network()  # fmt: skip
    assert found.number_of_edges() == drawn.number_of_edges() > 0
    assert found.number_of_nodes() == drawn.number_of_nodes()


def test_html_stands_alone(graph: KnowledgeGraph, ask: Ask) -> None:
    page = exported(graph, "html", picked(ask)).decode()
    assert "Part &lt;of&gt; it" in page or "Part \\u003cof\\u003e it" in page
    assert "Part <of>" not in page
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", page)
    assert "default-src 'none'" in page.replace("&#39;", "'")


def test_a_lens_exports_nothing_else(graph: KnowledgeGraph, ask: Ask) -> None:
    under = {claim["id"] for claim in ask("view", lens="disputed", limit="2000")["claims"]}
    other = next(claim for claim in picked(ask) if claim not in under)
    with pytest.raises(UsageError, match="no claim"):
        exported(graph, "ttl", [other], lens="disputed")
    one = sorted(under)[0]
    found = claims_in(exported(graph, "ttl", [one], lens="disputed"))
    assert found == {one, *reporting(graph, [one])}


BODIES: list[Any] = [
    b"", b"{", b"[]", b"null", b"7", b'{"claims": 3}', b'{"claims": [1]}', b'{"claims": [null]}',
    b'{"claims": "claim:x"}', b'{"claims": {"a": 1}}', b'{"claims": []}', b"\xff\xfe",
    b"[" * 100_000, b'{"claims": ["claim:none"]}', b'{"claims": ["\\ud800"]}',
    json.dumps({"claims": ["claim:x"] * 20_001}).encode(),
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=[str(body[:24]) for body in BODIES])
def test_bodies_that_do_not_fit(body: bytes, sanda_graph: KnowledgeGraph) -> None:
    with pytest.raises(UsageError):
        explorer.export(sanda_graph, {"format": "ttl"}, body)


@pytest.mark.parametrize(
    "given", [{}, {"format": "docx"}, {"format": ""}, {"format": "ttl", "to": "x"}, {"lens": "x"}]
)
def test_parameters_that_do_not_fit(given: dict[str, str], sanda_graph: KnowledgeGraph) -> None:
    claims = asked(sanda_graph, "view")["claims"][:1]
    body = json.dumps({"claims": [claims[0]["id"]]}).encode()
    with pytest.raises(UsageError):
        explorer.export(sanda_graph, given, body)
