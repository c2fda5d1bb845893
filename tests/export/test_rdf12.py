"""RDF 1.2 Turtle, read back by Oxigraph."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg import export, iris
from kg.graph import KnowledgeGraph

from . import readers
from .test_rdf import claims_alone

RDF = iris.PREFIXES["rdf"]
PARTS = tuple(("iri", RDF + name) for name in ("subject", "predicate", "object"))
TYPE, STATEMENT = ("iri", RDF + "type"), ("iri", RDF + "Statement")
SAYS = ("iri", iris.AE + "proposition")


def read(path: Path) -> tuple[set[readers.Triple], set[tuple[readers.Term, readers.Triple]]]:
    """Plain triples, and pairs of a reifier and its triple term."""
    plain: set[readers.Triple] = set()
    reifiers: set[tuple[readers.Term, readers.Triple]] = set()
    for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        subject, predicate = readers.from_ox(triple.subject), readers.from_ox(triple.predicate)
        if isinstance(triple.object, ox.Triple):
            assert predicate == ("iri", RDF + "reifies")
            inner = triple.object
            reifiers.add(
                (subject, (readers.from_ox(inner.subject), readers.from_ox(inner.predicate),
                           readers.from_ox(inner.object)))
            )  # fmt: skip
        else:
            plain.add((subject, predicate, readers.from_ox(triple.object)))
    return plain, reifiers


def test_the_rdf_1_1_form_can_be_made_again(any_graph: KnowledgeGraph, tmp_path: Path) -> None:
    report = export.write(any_graph, "ttl12", tmp_path / "x.ttl")
    plain, reifiers = read(tmp_path / "x.ttl")
    wanted = claims_alone(any_graph)
    claims = {subject for subject, predicate, _ in plain if predicate == SAYS}
    back = set(plain)
    for reifier, term in reifiers:
        if reifier not in claims:
            back.add((reifier, TYPE, STATEMENT))
            back |= {(reifier, part, value) for part, value in zip(PARTS, term, strict=True)}
    assert back == wanted
    assert report.counts["reifiers"] == len(reifiers)
    assert report.counts["triples"] == len(plain) + len(reifiers)
    assert report.counts["terms"] == len({term for _, term in reifiers})


def test_claims_reify_what_their_propositions_say(graph: KnowledgeGraph, tmp_path: Path) -> None:
    export.write(graph, "ttl12", tmp_path / "x.ttl")
    plain, reifiers = read(tmp_path / "x.ttl")
    said = {(claim, prop) for claim, predicate, prop in plain if predicate == SAYS}
    terms = {reifier: term for reifier, term in reifiers if "/proposition/" in reifier[1]}
    assert len(said) > 30
    for claim, prop in said:
        assert (claim, terms[prop]) in reifiers


def test_no_triple_term_is_asserted(graph: KnowledgeGraph, tmp_path: Path) -> None:
    export.write(graph, "ttl12", tmp_path / "x.ttl")
    plain, reifiers = read(tmp_path / "x.ttl")
    reference = {
        term for reifier, term in reifiers if reifier[1].startswith(iris.ID + "reference/")
    }
    assert len({term for _, term in reifiers}) > 50
    assert plain & {term for _, term in reifiers} == reference  # the editors' own, with citation
