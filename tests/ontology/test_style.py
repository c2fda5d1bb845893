"""How the ontology is written: complete, without blank nodes, without misspelt terms, fresh."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from rdflib import (
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SH,
    SKOS,
    TIME,
    VANN,
    XSD,
    BNode,
    Graph,
    Literal,
    Namespace,
    URIRef,
)  # fmt: skip
from rdflib.term import Node

from kg import terms

from .engines import ONTOLOGY, ROOT

AE = Namespace(terms.NAMESPACE)
ID = "https://w3id.org/actors-events/id/"
IRI = URIRef(terms.NAMESPACE.rstrip("#"))
PAGE = ROOT / "docs" / "ontology.html"

#: What is published; shapes.ttl is only checked against, and its lists need blank nodes.
PUBLISHED = [
    ONTOLOGY / "actors-events.ttl",
    ONTOLOGY / "alignments.ttl",
    *sorted((ONTOLOGY / "schemes").glob("*.ttl")),
]
ALL = [*PUBLISHED, ONTOLOGY / "shapes.ttl"]
QUERIES = sorted(ONTOLOGY.glob("*/*.rq"))

CORE = Graph().parse(ONTOLOGY / "actors-events.ttl")
DECLARED = sorted({s for s in CORE.subjects(RDF.type) if str(s).startswith(terms.NAMESPACE)})

#: Closed vocabularies, with rdflib's lists of their terms.
VOCABULARIES = [DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, TIME, VANN, XSD]

#: The terms of SEM, http://semanticweb.cs.vu.nl/2009/11/sem/, that are in use here.
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
SEM_TERMS = {
    *("Actor", "Event", "Place", "Time", "eventProperty", "eventType", "placeType"),
    *("hasActor", "hasPlace", "hasTime", "hasSubEvent", "subEventOf"),
    *("hasEarliestBeginTimeStamp", "hasLatestBeginTimeStamp"),
    *("hasEarliestEndTimeStamp", "hasLatestEndTimeStamp"),
}


def name(term: Node) -> str:
    return str(term).removeprefix(terms.NAMESPACE)


def tool(script: str) -> ModuleType:
    """A script of tools/ as a module."""
    spec = importlib.util.spec_from_file_location(script, ROOT / "tools" / f"{script}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- terms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("term", DECLARED, ids=name)
def test_term_is_described(term: URIRef) -> None:
    for predicate in (RDFS.label, SKOS.definition, SKOS.example):
        values = list(CORE.objects(term, predicate))
        assert len(values) == 1, predicate
        assert isinstance(values[0], Literal)
        assert values[0].language == "en"
        assert str(values[0]) == str(values[0]).strip() != ""
    definition = str(CORE.value(term, SKOS.definition))
    assert definition.endswith(".")
    assert ". " not in definition, "a definition is one sentence"
    assert list(CORE.objects(term, RDFS.isDefinedBy)) == [IRI]


def test_every_ae_subject_is_declared() -> None:
    subjects = {s for s in CORE.subjects() if str(s).startswith(terms.NAMESPACE)}
    assert subjects == set(DECLARED)
    assert {name(term) for term in DECLARED} == terms.TERMS


def test_labels_of_relations_differ() -> None:
    labels = [relation.label for relation in terms.RELATIONS.values()]
    assert len(labels) == len(set(labels))


def test_relations_are_in_the_ontology() -> None:
    assert {name(s) for s in CORE.subjects(AE.relationGroup)} == set(terms.RELATIONS)
    for key, relation in terms.RELATIONS.items():
        assert key == relation.name
        assert relation.domain
        assert relation.range
        if relation.inverse:
            assert terms.RELATIONS[relation.inverse].inverse == key
        assert relation.only_inferred <= (relation.inverse is not None)


CLASS_OF = {
    "actor": AE.Actor, "event": AE.Event, "series": AE.Series, "place": AE.Place, "date": AE.Date,
    "quantity": AE.Quantity, "prospect": AE.Prospect, "proposition": AE.Proposition,
    "text": RDFS.Literal, "value": XSD.boolean,
}  # fmt: skip


@pytest.mark.parametrize("relation", terms.RELATIONS.values(), ids=lambda relation: relation.name)
def test_domain_and_range_say_what_the_kinds_say(relation: terms.Relation) -> None:
    """RDFS would read two domains as "both", so they are given only where there is one kind."""
    term = AE[relation.name]
    for predicate, kinds in ((RDFS.domain, relation.domain), (RDFS.range, relation.range)):
        expected = {CLASS_OF[kind] for kind in kinds} if len(kinds) == 1 else set()
        assert set(CORE.objects(term, predicate)) == expected
    words = {"text", "value"}
    types = set(CORE.objects(term, RDF.type))
    if relation.range <= words:
        assert OWL.DatatypeProperty in types
    elif not relation.range & words:
        assert OWL.ObjectProperty in types
    else:
        assert types == {RDF.Property}


def test_closed_lists() -> None:
    assert list(terms.STANCES) == [
        "affirms", "affirms_with_doubt", "leaves_open", "denies_with_doubt", "denies",
    ]  # fmt: skip
    assert set(terms.MODES) == {
        "report", "evaluation", "explanation", "prediction", "demand", "hypothesis",
    }  # fmt: skip
    for constant in (terms.STANCES, terms.MODES, terms.SEGMENT_KINDS, terms.RESOLUTION_KINDS):
        assert set(constant.values()) <= terms.TERMS


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_no_blank_nodes(path: Path) -> None:
    assert not [term for triple in Graph().parse(path) for term in triple if _is_blank(term)]


def _is_blank(term: Node) -> bool:
    return isinstance(term, BNode)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_version(path: Path) -> None:
    graph = Graph().parse(path)
    (ontology,) = graph.subjects(RDF.type, OWL.Ontology)
    version = str(graph.value(ontology, OWL.versionInfo))
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert list(graph.objects(ontology, OWL.versionIRI)) == [URIRef(f"{ontology}/{version}")]
    assert graph.value(ontology, DCTERMS.title)


def test_version_constant() -> None:
    assert str(CORE.value(IRI, OWL.versionInfo)) == terms.VERSION


def misspelt(graph: Graph) -> set[str]:
    """Terms of well-known vocabularies that these do not have, and undeclared terms of ours."""
    found = set()
    for term in {part for triple in graph for part in triple if isinstance(part, URIRef)}:
        iri = str(term)
        for vocabulary in VOCABULARIES:
            base = str(vocabulary)
            if iri.startswith(base) and iri != base and term not in vocabulary:
                found.add(iri)
        if iri.startswith(SEM) and iri.removeprefix(SEM) not in SEM_TERMS:
            found.add(iri)
        if iri.startswith(terms.NAMESPACE) and name(term) not in {*terms.TERMS, ""}:
            found.add(iri)
    return found


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_no_misspelt_terms(path: Path) -> None:
    assert not misspelt(Graph().parse(path))


@pytest.mark.parametrize(
    "term",
    [
        f"{OWL}SymetricProperty",
        f"{SH}minCuont",
        f"{SKOS}preflabel",
        f"{RDFS}subclassOf",
        f"{PROV}wasDerivedfrom",
        f"{SEM}hasActors",
        f"{AE}organiser",
    ],
)
@pytest.mark.parametrize("position", [0, 1, 2])
def test_detector_fires(term: str, position: int) -> None:
    triple = [URIRef("urn:s"), URIRef("urn:p"), URIRef("urn:o")]
    triple[position] = URIRef(term)
    graph = Graph()
    graph.add((triple[0], triple[1], triple[2]))
    assert misspelt(graph) == {term}


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_queries_use_declared_terms(path: Path) -> None:
    text = "\n".join(
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith(("#", "PREFIX"))
    )
    assert set(re.findall(r"\bae:(\w+)", text)) <= terms.TERMS
    assert set(re.findall(r"\bsem:(\w+)", text)) <= SEM_TERMS
    declared = set(re.findall(r"^PREFIX (\w+):", path.read_text(encoding="utf-8"), re.MULTILINE))
    used = set(re.findall(r"(?<![\w/<:])([a-z]+):\w", text))
    assert used == declared, "every prefix is declared, and none without use"


# --- schemes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scheme", "constant"), [("event-type", terms.EVENT_TYPES), ("counted", terms.COUNTED)]
)
def test_scheme(scheme: str, constant: dict[str, str]) -> None:
    graph = Graph().parse(ONTOLOGY / "schemes" / f"{scheme}.ttl")
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert {str(c).removeprefix(f"{ID}{scheme}/") for c in concepts} == set(constant)
    top = URIRef(f"{ID}{scheme}")
    for concept in concepts:
        for predicate in (SKOS.prefLabel, SKOS.definition, SKOS.example, SKOS.notation):
            assert len(list(graph.objects(concept, predicate))) == 1, (concept, predicate)
        assert str(graph.value(concept, SKOS.notation)) == str(concept).rpartition("/")[2]
        assert (concept, SKOS.inScheme, top) in graph
        broader = set(graph.objects(concept, SKOS.broader))
        assert broader <= concepts
        assert bool(broader) != ((concept, SKOS.topConceptOf, top) in graph)
        assert ((top, SKOS.hasTopConcept, concept) in graph) == (not broader)
        for parent in broader:
            assert concept not in graph.transitive_objects(parent, SKOS.broader)


def test_codes() -> None:
    """Event types match codes that there are; of the codes we hold no descriptions."""
    codes = Graph().parse(ONTOLOGY / "schemes" / "codes.ttl")
    known = set(codes.subjects(RDF.type, SKOS.Concept))
    types = Graph().parse(ONTOLOGY / "schemes" / "event-type.ttl")
    matches = [(s, p, o) for s, p, o in types if p in (SKOS.exactMatch, SKOS.closeMatch)]
    matches += list(types.triples((None, SKOS.broadMatch, None)))
    assert matches
    assert {o for _, _, o in matches} <= known
    assert len({(s, o) for s, _, o in matches}) == len(matches), "one relation to one code"
    for described in (SKOS.definition, SKOS.scopeNote, RDFS.comment, DCTERMS.description):
        assert not list(codes.subject_objects(described))
    counts = {s: len(list(codes.subjects(SKOS.inScheme, URIRef(f"{ID}code/{s}")))) for s in SCHEMES}
    assert counts == SCHEMES
    for concept in known:
        assert len(list(codes.objects(concept, SKOS.notation))) == 1


#: PLOVER's categories, ACLED's event and sub-event types and UCDP's types whole; CAMEO as needed.
SCHEMES = {"plover": 16, "acled": 6 + 25, "ucdp": 3, "cameo": 48}


# --- what is generated ----------------------------------------------------------------------------


@pytest.mark.parametrize("script", ["generate_terms", "ontology_page"])
def test_generated_files_are_fresh(script: str) -> None:
    assert tool(script).main(["--check"]) == 0


def test_staleness_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tool("generate_terms")
    stale = tmp_path / "terms.py"
    stale.write_text(module.TERMS.read_text(encoding="utf-8").replace("organizer", "organiser"))
    monkeypatch.setattr(module, "TERMS", stale)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "SHAPES", tmp_path / "absent.ttl")
    assert module.main(["--check"]) == 1
    assert module.main([]) == 0
    assert module.main(["--check"]) == 0


def test_a_lost_marker_is_noticed() -> None:
    module = tool("generate_terms")
    shapes = module.SHAPES.read_text(encoding="utf-8").replace("# generated: stance\n", "")
    with pytest.raises(ValueError, match="generated: stance"):
        module.render_shapes(shapes, CORE)


def test_terms_import_nothing_heavy() -> None:
    tree = ast.parse((ROOT / "src" / "kg" / "terms.py").read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules == {"__future__", "typing"}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import)]


def test_page_has_every_term() -> None:
    html = PAGE.read_text(encoding="utf-8")
    anchors = re.findall(r'<section class="[^"]*" id="([^"]+)">', html)
    assert sorted(anchors) == sorted(terms.TERMS)
    for term in DECLARED:
        assert f"ae:{name(term)}</code>" in html
    for key in (*terms.EVENT_TYPES, *terms.COUNTED):
        assert f"<td><code>{key}</code></td>" in html
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r'id="([^"]+)"', html))


def test_page_loads_nothing() -> None:
    html = PAGE.read_text(encoding="utf-8")
    assert not re.search(r"<(script|link|img|iframe|object|embed)\b|\bsrc=|@import|url\(", html)
