"""The RDF description of one resource, useful alone.

What only speakers say never stands in it as a triple of its own: the graphs that are generated
from claims (``edges``, ``interpretations``, ``inferred``) are left out, and the claims are given
instead, each with its speaker, stance, mode, source and words. So nobody who imports the file gets
an allegation as a statement.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import Graph
from rdflib.term import Literal, Node, URIRef

from kg import iris
from kg.errors import ParameterError, QueryError
from kg.graph import KnowledgeGraph
from kg.pages._asking import Asking, kind_of
from kg.pages._page import NotFound
from kg.pages.ontology import triples

#: Claims in one description.
MOST = 500
#: Triples of any one resource.
_TRIPLES = 2000

_GENERATED = tuple(iris.graph(name) for name in ("edges", "interpretations", "inferred"))
_OWN = """SELECT DISTINCT ?s ?p ?o ?g { %VALUES% GRAPH ?g { ?s ?p ?o } }"""
_REFERENCE = """SELECT DISTINCT ?statement { %VALUES%
  ?statement a ae:ReferenceStatement ; rdf:subject|rdf:object ?s } ORDER BY ?statement LIMIT 500"""
_CLAIMS = {
    "entity": """SELECT DISTINCT ?claim { %VALUES% { ?p rdf:subject|rdf:object ?s .
      ?claim ae:proposition ?p } UNION { ?claim ae:speaker ?s ; ae:proposition ?p } }
      ORDER BY ?claim""",
    "source": "SELECT DISTINCT ?claim { %VALUES% ?claim ae:source ?s } ORDER BY ?claim",
    "proposition": "SELECT DISTINCT ?claim { %VALUES% ?claim ae:proposition ?s } ORDER BY ?claim",
    "evidence": "SELECT DISTINCT ?claim { %VALUES% ?claim ae:evidence ?s } ORDER BY ?claim",
    "segment": """SELECT DISTINCT ?claim { %VALUES% ?e ae:inSegment ?s . ?claim ae:evidence ?e }
      ORDER BY ?claim""",
    "resolution": "SELECT DISTINCT ?claim { %VALUES% ?claim ae:resolution ?s } ORDER BY ?claim",
}
_KINDS = {**dict.fromkeys((*iris.ENTITY_KINDS, "date", "quantity"), "entity")}
_WITHIN = "SELECT DISTINCT ?outer { %VALUES% ?s ae:within ?outer }"
_PARTS = """SELECT DISTINCT ?part { %VALUES%
  ?s ae:proposition|ae:evidence|ae:resolution|ae:citation|oa:hasSelector|geo:hasGeometry ?part }"""
_LABELS = """SELECT DISTINCT ?s ?label { %VALUES% ?s rdfs:label ?label }"""

_LABEL = URIRef(iris.PREFIXES["rdfs"] + "label")
_COMMENT = URIRef(iris.PREFIXES["rdfs"] + "comment")


def rdf(g: KnowledgeGraph, iri: str) -> Graph:
    """The description of a resource.

    :param iri: one of the dataset; a fragment gives what belongs to the whole.
    :returns: its own triples; for an entity, date or quantity also reference statements about it
        and the claims that name it (at most 500, in the order of their IRIs), and for what belongs
        to claims these claims; each claim with its propositions, words, source, speaker and those
        it is reported in; and the labels of everything named.
    :raises NotFound: when the dataset knows nothing of it.
    """
    try:
        return _described(g, iri)
    except (ParameterError, QueryError) as error:  # what no engine takes for an IRI
        raise NotFound(iri) from error


def _described(g: KnowledgeGraph, iri: str) -> Graph:
    asking = Asking(g, "", "", {})
    kind = kind_of(iri)
    graph = Graph()
    if iri == iris.ONTOLOGY:
        for triple in triples(g.select):
            graph.add(triple)
    for prefix in ("ae", "rdf", "rdfs", "skos", "dcterms", "oa", "sem", "prov", "schema", "geo"):
        graph.bind(prefix, iris.PREFIXES[prefix])
    _add(graph, asking, [iri])
    belonging = [
        str(part) for part in graph.objects(URIRef(iri)) if str(part).startswith(f"{iri}#")
    ]
    _add(graph, asking, belonging)
    claims: list[str] = []
    if kind in _KINDS:
        statements = [str(row[0]) for row in asking.rows(_REFERENCE, [iri])]
        _add(graph, asking, statements)
        _add(graph, asking, _reached(asking, statements))
    body = _CLAIMS.get(_KINDS.get(kind, kind))
    if body:
        claims = [str(row[0]) for row in asking.rows(body, [iri])]
        if len(claims) > MOST:
            note = (
                f"This description holds {MOST} of the {len(claims)} claims about it;"
                " the SPARQL endpoint gives all."
            )
            graph.add((URIRef(iri), _COMMENT, Literal(note, lang="en")))
    if kind == "claim":
        claims = [iri]
    _add_claims(graph, asking, claims[:MOST])
    if not len(graph):
        raise NotFound(iri)
    _add_labels(graph, asking)
    return graph


def _add(graph: Graph, asking: Asking, wanted: Iterable[str]) -> None:
    """Add the triples of some resources, without those that only speakers vouch for."""
    rows = asking.rows(_OWN, wanted)
    for number, (s, p, o, name) in enumerate(rows):
        if number >= _TRIPLES * 50:
            break
        if str(name) in _GENERATED and not _traceable(str(s)):
            continue
        if s is not None and p is not None and o is not None:
            graph.add((s, p, o))


def _traceable(subject: str) -> bool:
    """True for what tells of claims and inferences; a generated triple of an entity is neither."""
    return kind_of(subject) in ("claim", "proposition", "inference")


def _add_claims(graph: Graph, asking: Asking, claims: Iterable[str]) -> None:
    todo = list(claims)
    seen: set[str] = set()
    while todo:  # and the claims in which they are reported, to any depth
        seen.update(todo)
        _add(graph, asking, todo)
        parts = _reached(asking, todo)
        _add(graph, asking, parts)
        _add(graph, asking, _reached(asking, parts))
        outer = {str(row[0]) for row in asking.rows(_WITHIN, todo)}
        todo = sorted(outer - seen)


def _reached(asking: Asking, wanted: Iterable[str]) -> list[str]:
    return [str(row[0]) for row in asking.rows(_PARTS, wanted)]


def _add_labels(graph: Graph, asking: Asking) -> None:
    """The labels of everything that is named but not described."""
    named: set[str] = set()
    for triple in graph:
        named.update(str(term) for term in triple if _labelled(term))
    for s, label in asking.rows(_LABELS, sorted(named)):
        if s is not None and label is not None:
            graph.add((s, _LABEL, label))


def _labelled(term: Node) -> bool:
    text = str(term)
    return isinstance(term, URIRef) and (
        text.startswith(iris.AE)
        or kind_of(text) in (*iris.ENTITY_KINDS, "source", "date", "quantity", "event-type")
    )
