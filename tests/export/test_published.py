"""The published dataset leaves whole in every format that loses nothing, and safely in the rest."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import export, iris, resources
from kg.graph import KnowledgeGraph

from . import readers

NQ = resources.root() / "data" / "triples" / "dataset.nq"


@pytest.fixture(scope="module")
def published() -> KnowledgeGraph:
    return KnowledgeGraph.open(NQ)


def test_n_quads_are_its_bytes(published: KnowledgeGraph, tmp_path: Path) -> None:
    export.write(published, "nq", tmp_path / "x.nq")
    assert (tmp_path / "x.nq").read_bytes() == NQ.read_bytes()


@pytest.mark.parametrize(
    ("name", "format_"), [("trig", ox.RdfFormat.TRIG), ("jsonld", ox.RdfFormat.JSON_LD)]
)
def test_nothing_is_lost(
    name: str, format_: ox.RdfFormat, published: KnowledgeGraph, tmp_path: Path
) -> None:
    export.write(published, name, tmp_path / "x")
    wanted = readers.ox_quads(NQ, ox.RdfFormat.N_QUADS)
    assert readers.ox_quads(tmp_path / "x", format_) == wanted


@pytest.mark.parametrize(
    ("name", "format_"),
    [("ttl", ox.RdfFormat.TURTLE), ("nt", ox.RdfFormat.N_TRIPLES), ("rdf", ox.RdfFormat.RDF_XML)],
)
def test_no_claim_stands_as_a_triple(
    name: str, format_: ox.RdfFormat, published: KnowledgeGraph, tmp_path: Path
) -> None:
    export.write(published, name, tmp_path / "x")
    read = readers.ox_triples(tmp_path / "x", format_)
    quads = readers.ox_quads(NQ, ox.RdfFormat.N_QUADS)
    own = readers.triples(quad for quad in quads if quad[3] == iris.graph("reference"))
    hidden = (iris.graph("edges"), iris.graph("interpretations"))
    said = readers.triples(quad for quad in quads if quad[3] in hidden)
    assert len(said - own) > 300
    assert not read & (said - own)
