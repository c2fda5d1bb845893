"""What the server says of itself: read by rdflib, checked against the data, examples run."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import BNode, Identifier, Literal, Node, URIRef

from kg import iris, queries, sparql
from kg.graph import KnowledgeGraph
from kg.server import describing
from kg.server.statistics import statistics
from kg.workers import Limits

ROOT = Path(__file__).parent.parent.parent
LIMITS = {name: value for name, value, _ in Limits().described()}
BASE = "http://localhost:8000"
HERE = URIRef(f"{BASE}/sparql")
DATASET = URIRef(f"{iris.ID}dataset/actors-events")
SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
SPDX = "http://spdx.org/rdf/terms#"


def read(made: Graph) -> Graph:
    """Through N-Triples and back, so that only what can be written is seen."""
    return Graph().parse(data=made.serialize(format="nt"), format="nt")


@pytest.fixture(scope="module")
def published() -> KnowledgeGraph:
    return KnowledgeGraph.open(ROOT / "data")


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """A file of others, with a blank node and names that no prefix of ours knows."""
    path = tmp_path_factory.mktemp("foreign") / "a.ttl"
    path.write_text(
        "@prefix x: <http://x.example/ns#> . x:a a x:Thing ; x:knows x:b, [ a x:Thing ] ."
        ' x:b a x:Thing ; x:age "7"^^<http://www.w3.org/2001/XMLSchema#integer> .',
        encoding="utf-8",
    )
    return KnowledgeGraph.open(path)


@pytest.fixture(scope="module")
def service(published: KnowledgeGraph) -> Graph:
    return read(describing.service_description(published, BASE, LIMITS))


@pytest.fixture(scope="module")
def void(published: KnowledgeGraph) -> Graph:
    return read(describing.void(published, BASE))


def one(graph: Graph, subject: Identifier, predicate: str) -> Node:
    (found,) = graph.objects(subject, URIRef(predicate))
    return found


def test_no_blank_nodes(service: Graph, void: Graph) -> None:
    for graph in (service, void):
        assert not [term for triple in graph for term in triple if isinstance(term, BNode)]


# --- service description --------------------------------------------------------------------------


def test_endpoint_languages_and_formats(service: Graph) -> None:
    assert (HERE, RDF.type, URIRef(SD + "Service")) in service
    assert one(service, HERE, SD + "endpoint") == HERE
    assert one(service, HERE, SD + "supportedLanguage") == URIRef(SD + "SPARQL11Query")
    formats = {
        str(iri).rsplit("/", 1)[-1] for iri in service.objects(HERE, URIRef(SD + "resultFormat"))
    }
    assert {"SPARQL_Results_JSON", "SPARQL_Results_CSV", "Turtle", "JSON-LD"} <= formats


def test_update_is_named_only_where_writing_is_on(published: KnowledgeGraph) -> None:
    language, update = URIRef(SD + "supportedLanguage"), URIRef(SD + "SPARQL11Update")
    graph = read(describing.service_description(published, BASE, writable=True))
    assert list(graph.subjects(language, update)) == [URIRef(f"{BASE}/update")]
    graph = read(describing.service_description(published, BASE))
    assert list(graph.subjects(language, update)) == []


def test_named_graphs_are_those_of_the_dataset(service: Graph, published: KnowledgeGraph) -> None:
    dataset = one(service, HERE, SD + "defaultDataset")
    sizes = {}
    for named in service.objects(dataset, URIRef(SD + "namedGraph")):
        graph = one(service, named, SD + "graph")
        sizes[str(one(service, named, SD + "name"))] = int(
            str(one(service, graph, VOID + "triples"))
        )
    rows = published.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").rows
    assert sizes == {str(g): int(str(n)) for g, n in rows}
    default = one(service, dataset, SD + "defaultGraph")
    (row,) = published.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows
    assert str(one(service, default, VOID + "triples")) == str(row[0])


def test_the_union_without_interpretations_is_not_called_the_union_of_all(
    service: Graph, foreign: KnowledgeGraph
) -> None:
    """Section 3.2.8: sd:UnionDefaultGraph is the union of all named graphs in the dataset."""
    union = URIRef(SD + "UnionDefaultGraph")
    (feature,) = service.objects(HERE, URIRef(SD + "feature"))
    assert feature != union
    assert (feature, RDF.type, URIRef(SD + "Feature")) in service
    assert (feature, RDFS.seeAlso, union) in service
    other = read(describing.service_description(foreign, BASE))
    assert list(other.objects(HERE, URIRef(SD + "feature"))) == [union]


def test_lenses_are_services_and_templates(service: Graph) -> None:
    for lens in ("corroborated", "disputed"):
        place = URIRef(f"{BASE}/lens/{lens}/sparql")
        assert (place, RDF.type, URIRef(SD + "Service")) in service
        assert one(service, place, SD + "endpoint") == place
    hydra = "http://www.w3.org/ns/hydra/core#"
    templates = {str(text) for text in service.objects(None, URIRef(hydra + "template"))}
    assert templates == {
        f"{BASE}/lens/according-to:{{actor}}/sparql",
        f"{BASE}/lens/common:{{left}},{{right}}/sparql",
    }


def test_limits_are_told(service: Graph) -> None:
    node = URIRef(f"{BASE}/limits#nesting")
    assert (HERE, URIRef("https://schema.org/additionalProperty"), node) in service
    assert str(one(service, node, "https://schema.org/value")) == str(Limits().nesting)


# --- dataset --------------------------------------------------------------------------------------


def test_counts_and_partitions(void: Graph, published: KnowledgeGraph) -> None:
    assert one(void, DATASET, VOID + "sparqlEndpoint") == HERE
    claims = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{iris.AE}Claim> }}"
    (row,) = published.select(claims).rows
    parts = {
        str(one(void, part, VOID + "class")): part
        for part in void.objects(DATASET, URIRef(VOID + "classPartition"))
    }
    assert str(one(void, parts[f"{iris.AE}Claim"], VOID + "entities")) == str(row[0])


def test_which_class_uses_which_property(void: Graph, published: KnowledgeGraph) -> None:
    """The query that SPARQL editors of SIB send to learn the schema."""
    rows = void.query(
        """PREFIX void: <http://rdfs.org/ns/void#> PREFIX void-ext: <http://ldf.fi/void-ext#>
        SELECT DISTINCT ?class ?property ?objects ?datatype ?triples {
          ?part void:class ?class ; void:propertyPartition ?use .
          ?use void:property ?property ; void:triples ?triples .
          OPTIONAL { { ?use void:classPartition/void:class ?objects }
                     UNION { ?use void-ext:datatypePartition/void-ext:datatype ?datatype } }
        }"""
    )
    seen = {(str(c), str(p), str(o or d or "")): int(n) for c, p, o, d, n in rows}  # type: ignore[misc, union-attr]
    ae, xsd = iris.AE, iris.PREFIXES["xsd"]
    (row,) = published.select(
        f"SELECT (COUNT(*) AS ?n) {{ ?s a <{ae}Claim> ; <{ae}speaker> ?o }}"
    ).rows
    assert seen[f"{ae}Claim", f"{ae}speaker", f"{ae}Actor"] == int(str(row[0]))
    assert (f"{ae}Event", iris.PREFIXES["sem"] + "hasEarliestBeginTimeStamp", f"{xsd}date") in seen


def test_a_dataset_without_void_is_counted(foreign: KnowledgeGraph) -> None:
    graph = read(describing.void(foreign, BASE))
    dataset = URIRef(f"{BASE}/.well-known/void#dataset")
    assert str(one(graph, dataset, VOID + "triples")) == "6"
    (part,) = graph.objects(dataset, URIRef(VOID + "classPartition"))
    assert str(one(graph, part, VOID + "entities")) == "3"
    assert str(one(graph, part, VOID + "class")) == "http://x.example/ns#Thing"
    uses = set(graph.objects(part, URIRef(VOID + "propertyPartition")))
    assert {str(one(graph, use, VOID + "property")) for use in uses} == {
        "http://x.example/ns#knows", "http://x.example/ns#age", str(RDF.type),
    }  # fmt: skip
    assert DATASET not in set(graph.all_nodes())


def test_a_lens_is_counted_anew(published: KnowledgeGraph) -> None:
    under = published.under("corroborated")
    assert statistics(under).published == ()
    assert statistics(under).graphs != statistics(published).graphs
    assert statistics(published) is statistics(published)


def test_downloads_are_the_files(void: Graph) -> None:
    found = {}
    for node in void.objects(DATASET, URIRef(DCAT + "distribution")):
        place = str(one(void, node, DCAT + "downloadURL"))
        path = ROOT / "data" / "triples" / place.removeprefix(f"{BASE}/dumps/")
        found[path] = node
        assert int(str(one(void, node, DCAT + "byteSize"))) == path.stat().st_size
        checksum = one(void, node, SPDX + "checksum")
        assert isinstance(checksum, URIRef)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert str(one(void, checksum, SPDX + "checksumValue")) == digest
    assert ROOT / "data" / "triples" / "dataset.nq" in found
    assert one(void, DATASET, VOID + "dataDump") == URIRef(f"{BASE}/dumps/dataset.nq")


def test_prefixes_are_declared(void: Graph) -> None:
    declared = {
        str(one(void, node, str(SH.prefix))): str(one(void, node, str(SH.namespace)))
        for node in void.objects(URIRef(f"{BASE}/.well-known/void#prefixes"), SH.declare)
        if isinstance(node, URIRef)
    }
    assert declared == iris.PREFIXES


@pytest.mark.parametrize("name", list(queries.catalogue()))
def test_examples_run_as_they_stand(void: Graph, published: KnowledgeGraph, name: str) -> None:
    node = URIRef(f"{BASE}/queries/{name}")
    assert (node, RDF.type, SH.SPARQLExecutable) in void
    assert (node, RDF.type, SH.SPARQLSelectExecutable) in void
    assert one(void, node, "https://schema.org/target") == HERE
    assert one(void, node, str(RDFS.comment)) == Literal(queries.get(name).summary, lang="en")
    text = str(one(void, node, str(SH.select)))
    assert not text.startswith("#+")
    assert sparql.with_prefixes(text) == text, "a prefix is used that the text does not declare"
    assert published.select(text).rows == published.query(name).rows
