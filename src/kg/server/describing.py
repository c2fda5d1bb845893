"""What the server says about itself and its dataset, as triples without blank nodes.

:func:`service_description` follows *SPARQL 1.1 Service Description*. :func:`void` follows
*Describing Linked Datasets with the VoID Vocabulary*, DCAT 3, and the conventions of SIB for
prefixes (``sh:declare``), for example queries (``sh:SPARQLExecutable``) and for which class uses
which property, which SPARQL editors and importers read.

Both count the dataset when they are first asked (:func:`kg.server.statistics.statistics`): call
that once after loading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote

from rdflib import Graph
from rdflib.term import Identifier, Literal, URIRef

from kg import description, iris, lenses, queries
from kg.server.statistics import Statistics, statistics
from kg.workers import Limits

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph

Triple: TypeAlias = "tuple[Identifier, Identifier, Identifier]"

_FORMATS = "http://www.w3.org/ns/formats/"
#: Prefixes for writing these triples.
PREFIXES = {
    **iris.PREFIXES,
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void-ext": "http://ldf.fi/void-ext#",
}
# Names of W3C's *Unique URIs for File Formats*.
_GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads")
_RESULTS = tuple(f"SPARQL_Results_{name}" for name in ("JSON", "XML", "CSV", "TSV"))


def _term(curie: str) -> URIRef:
    prefix, _, local = curie.partition(":")
    return URIRef(PREFIXES[prefix] + local)


_A = _term("rdf:type")


def _text(text: str) -> Literal:
    return Literal(text, lang="en")


def _plain(text: str) -> Literal:
    return Literal(text)


def _number(value: float) -> Literal:
    kind = "integer" if float(value).is_integer() else "decimal"
    text = str(int(value)) if kind == "integer" else str(value)
    return Literal(text, datatype=_term(f"xsd:{kind}"), normalize=False)


def _graph(triples: Iterable[Triple]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for triple in triples:
        graph.add(triple)
    return graph


def _about(subject: URIRef, *pairs: tuple[str, Identifier]) -> Iterator[Triple]:
    for predicate, obj in pairs:
        yield subject, _A if predicate == "a" else _term(predicate), obj


# --- service --------------------------------------------------------------------------------------


def service_description(
    g: KnowledgeGraph,
    base: str,
    limits: Mapping[str, float] | None = None,
    *,
    writable: bool = False,
) -> Graph:
    """The endpoint, its languages and formats, its datasets.

    Each lens is a dataset of its own, so each is described as a service of its own, at an address
    of its own. Lenses that name actors are told as a template (Hydra).

    The feature ``sd:UnionDefaultGraph`` says that the default graph is the union of *all* named
    graphs. Where the dataset holds ``graph:interpretations``, that is not so: what somebody holds
    to have caused what is kept out of the default graph. The service then has a feature of its own.

    :param base: address of the server, without a slash at its end.
    :param limits: values of :class:`kg.workers.Limits` by name.
    :param writable: whether the server takes updates.
    """
    return _graph(_service_triples(statistics(g), base, limits or {}, writable))


def _service_triples(
    counts: Statistics, base: str, limits: Mapping[str, float], writable: bool
) -> Iterator[Triple]:
    here = f"{base}/sparql"
    yield from _service(here, "Claims with their speakers and words.")
    if writable:
        yield from _updates(here, base)
    feature = URIRef(f"{here}#feature-default-graph")
    if iris.graph("interpretations") in counts.graphs:
        yield URIRef(here), _term("sd:feature"), feature
        yield from _about(
            feature,
            ("a", _term("sd:Feature")),
            ("rdfs:label", _text("union default graph without interpretations")),
            ("rdfs:comment", _text(
                "The default graph is the union of all named graphs but graph:interpretations,"
                " which queries read with GRAPH or FROM.")),
            ("rdfs:seeAlso", _term("sd:UnionDefaultGraph")),
        )  # fmt: skip
    else:
        yield URIRef(here), _term("sd:feature"), _term("sd:UnionDefaultGraph")
    yield from _dataset(here, base, counts)
    for kind, actors in lenses.KINDS.items():
        if not actors:
            place = f"{base}/lens/{kind}/sparql"
            yield from _service(place, f"The same under the lens {kind}.")
            yield URIRef(here), _term("rdfs:seeAlso"), URIRef(place)
            node = URIRef(f"{here}#dataset-{kind}")
            yield URIRef(place), _term("sd:defaultDataset"), node
            yield from _about(
                node,
                ("a", _term("sd:Dataset")),
                ("dcterms:isVersionOf", _dataset_iri(base, counts)),
                ("dcterms:description", _text(f"What the claims carry that {kind} chooses.")),
            )
    yield from _templates(here, base)
    yield URIRef(here), _term("rdfs:seeAlso"), URIRef(f"{base}/limits")
    yield from _limits(here, base, limits)


def _service(place: str, says: str) -> Iterator[Triple]:
    node = URIRef(place)
    yield from _about(
        node,
        ("a", _term("sd:Service")),
        ("rdfs:comment", _text(says)),
        ("sd:endpoint", node),
        ("sd:supportedLanguage", _term("sd:SPARQL11Query")),
        *(("sd:resultFormat", URIRef(_FORMATS + name)) for name in (*_RESULTS, *_GRAPHS)),
    )


def _updates(here: str, base: str) -> Iterator[Triple]:
    """Updates have an endpoint of their own, which needs a token."""
    node = URIRef(f"{base}/update")
    yield URIRef(here), _term("rdfs:seeAlso"), node
    yield from _about(
        node,
        ("a", _term("sd:Service")),
        ("rdfs:comment", _text("Updates of the dataset, with a token.")),
        ("sd:endpoint", node),
        ("sd:supportedLanguage", _term("sd:SPARQL11Update")),
        ("sd:defaultDataset", URIRef(f"{here}#dataset")),
    )


def _dataset(here: str, base: str, counts: Statistics) -> Iterator[Triple]:
    node, default = URIRef(f"{here}#dataset"), URIRef(f"{here}#default-graph")
    graphs = URIRef(f"{here}#graphs")
    yield URIRef(here), _term("sd:defaultDataset"), node
    yield URIRef(here), _term("sd:availableGraphs"), graphs
    yield from _about(
        node,
        ("a", _term("sd:Dataset")),
        ("sd:defaultGraph", default),
        ("rdfs:seeAlso", _dataset_iri(base, counts)),
    )
    yield from _about(default, ("a", _term("sd:Graph")), ("void:triples", _number(counts.triples)))
    yield graphs, _A, _term("sd:GraphCollection")
    for iri, triples in counts.graphs.items():
        named = URIRef(f"{here}#named-{_slug(iri)}")
        graph = URIRef(f"{here}#graph-{_slug(iri)}")
        yield node, _term("sd:namedGraph"), named
        yield graphs, _term("sd:namedGraph"), named
        yield from _about(
            named,
            ("a", _term("sd:NamedGraph")),
            ("sd:name", URIRef(iri)),
            ("sd:graph", graph),
        )
        yield from _about(graph, ("a", _term("sd:Graph")), ("void:triples", _number(triples)))


def _templates(here: str, base: str) -> Iterator[Triple]:
    for kind, actors in lenses.KINDS.items():
        if not actors:
            continue
        names = ["actor"] if actors == 1 else ["left", "right"]
        node = URIRef(f"{here}#lens-{kind}")
        variables = ",".join(f"{{{name}}}" for name in names)
        yield URIRef(here), _term("hydra:search"), node
        yield from _about(
            node,
            ("a", _term("hydra:IriTemplate")),
            ("rdfs:comment", _text(f"Endpoint under the lens {kind}; an actor by its key.")),
            ("hydra:template", _plain(f"{base}/lens/{kind}:{variables}/sparql")),
        )
        for name in names:
            mapping = URIRef(f"{node}-{name}")
            yield node, _term("hydra:mapping"), mapping
            yield from _about(
                mapping,
                ("a", _term("hydra:IriTemplateMapping")),
                ("hydra:variable", _plain(name)),
                ("hydra:property", _term("ae:speaker")),
                ("hydra:required", Literal("true", datatype=_term("xsd:boolean"))),
            )


def _limits(here: str, base: str, limits: Mapping[str, float]) -> Iterator[Triple]:
    says = {item.name: str(item.metadata["says"]) for item in fields(Limits)}
    for name, value in limits.items():
        node = URIRef(f"{base}/limits#{name}")
        yield URIRef(here), _term("schema:additionalProperty"), node
        yield from _about(
            node,
            ("a", _term("schema:PropertyValue")),
            ("schema:name", _plain(name)),
            ("schema:value", _number(value)),
            ("schema:description", _text(says.get(name, name))),
        )


# --- dataset --------------------------------------------------------------------------------------


def void(g: KnowledgeGraph, base: str) -> Graph:
    """The dataset: counts, partitions, prefixes, example queries, downloads.

    What the dataset's own ``void.ttl`` says is given unchanged; a dataset without one is counted.

    :param base: address of the server, without a slash at its end.
    """
    return _graph(_void_triples(statistics(g), base))


def _void_triples(counts: Statistics, base: str) -> Iterator[Triple]:
    dataset = _dataset_iri(base, counts)
    page = URIRef(f"{base}/.well-known/void")
    yield from _about(
        page,
        ("a", _term("void:DatasetDescription")),
        ("foaf:primaryTopic", dataset),
    )
    yield from counts.published or _counted(dataset, counts)
    yield dataset, _term("void:sparqlEndpoint"), URIRef(f"{base}/sparql")
    yield from _about(
        URIRef(f"{base}/sparql"),
        ("a", _term("dcat:DataService")),
        ("dcterms:title", _text("SPARQL endpoint")),
        ("dcterms:conformsTo", URIRef("https://www.w3.org/TR/sparql11-protocol/")),
        ("dcat:endpointURL", URIRef(f"{base}/sparql")),
        ("dcat:endpointDescription", URIRef(f"{base}/openapi.json")),
        ("dcat:servesDataset", dataset),
    )
    yield from _downloads(base, dataset, counts)
    yield from _uses(dataset, counts)
    prefixes = URIRef(f"{page}#prefixes")
    yield from _prefixes(dataset, prefixes)
    for query in queries.catalogue().values():
        yield from _example(base, query, prefixes)


def _dataset_iri(base: str, counts: Statistics) -> URIRef:
    """Ours has a name for ever; any other is named by where it is described."""
    return description.DATASET if counts.published else URIRef(f"{base}/.well-known/void#dataset")


def _slug(iri: str) -> str:
    """A part of an IRI for what an IRI of anybody's names: readable, and one for each."""
    known = iris.compact(iri)
    if known.startswith("<"):
        return sha256(iri.encode()).hexdigest()[:12]
    return quote(known.replace(":", "-").replace("/", "-").replace("#", "-"), safe="")


def _counted(dataset: URIRef, counts: Statistics) -> Iterator[Triple]:
    yield from _about(
        dataset,
        ("a", _term("void:Dataset")),
        ("a", _term("dcat:Dataset")),
        ("void:triples", _number(counts.triples)),
        ("void:distinctSubjects", _number(counts.subjects)),
        ("void:classes", _number(len(counts.classes))),
        ("void:properties", _number(len(counts.properties))),
    )
    for iri, number in counts.classes.items():
        node = URIRef(f"{dataset}-class-{_slug(iri)}")
        yield dataset, _term("void:classPartition"), node
        yield from _about(node, ("void:class", URIRef(iri)), ("void:entities", _number(number)))
    for iri, number in counts.properties.items():
        node = URIRef(f"{dataset}-property-{_slug(iri)}")
        yield dataset, _term("void:propertyPartition"), node
        yield from _about(node, ("void:property", URIRef(iri)), ("void:triples", _number(number)))
    for iri, number in counts.graphs.items():
        yield dataset, _term("void:subset"), URIRef(iri)
        yield from _about(
            URIRef(iri), ("a", _term("void:Dataset")), ("void:triples", _number(number))
        )


def _downloads(base: str, dataset: URIRef, counts: Statistics) -> Iterator[Triple]:
    """Where each published file can be fetched; its size and checksum are in ``void.ttl``."""
    title, distribution = _term("dcterms:title"), _term("dcat:distribution")
    files = {o for s, p, o in counts.published if s == dataset and p == distribution}
    for node, predicate, name in counts.published:
        if predicate == title and node in files:
            place = URIRef(f"{base}/dumps/{quote(str(name))}")
            yield node, _term("dcat:downloadURL"), place
            yield node, _term("dcat:accessURL"), place
            if str(name) == "dataset.nq":
                yield dataset, _term("void:dataDump"), place


def _uses(dataset: URIRef, counts: Statistics) -> Iterator[Triple]:
    """Which class uses which property, with what for objects: partitions of partitions."""
    partitions = {str(iri): node for node, p, iri in counts.published if p == _term("void:class")}
    join = "#" if counts.published else "-"
    for (cls, prop), use in counts.uses.items():
        parent = partitions.get(cls) or URIRef(f"{dataset}{join}class-{_slug(cls)}")
        node = URIRef(f"{parent}--{_slug(prop)}")
        yield parent, _term("void:propertyPartition"), node
        yield from _about(
            node, ("void:property", URIRef(prop)), ("void:triples", _number(use.triples))
        )
        for other, number in sorted(use.classes.items()):
            part = URIRef(f"{node}--{_slug(other)}")
            yield node, _term("void:classPartition"), part
            yield from _about(
                part, ("void:class", URIRef(other)), ("void:triples", _number(number))
            )
        for datatype, number in sorted(use.datatypes.items()):
            part = URIRef(f"{node}--{_slug(datatype)}")
            yield node, _term("void-ext:datatypePartition"), part
            yield from _about(
                part,
                ("void-ext:datatype", URIRef(datatype)),
                ("void:triples", _number(number)),
            )


def _prefixes(dataset: URIRef, node: URIRef) -> Iterator[Triple]:
    yield from _about(node, ("a", _term("owl:Ontology")), ("dcterms:isPartOf", dataset))
    for prefix, namespace in iris.PREFIXES.items():
        declared = URIRef(f"{node}-{prefix}")
        yield node, _term("sh:declare"), declared
        yield from _about(
            declared,
            ("a", _term("sh:PrefixDeclaration")),
            ("sh:prefix", _plain(prefix)),
            ("sh:namespace", Literal(namespace, datatype=_term("xsd:anyURI"))),
        )


_FORMS = {"SELECT": "Select", "ASK": "Ask", "CONSTRUCT": "Construct", "DESCRIBE": "Describe"}


def _example(base: str, query: queries.Query, prefixes: URIRef) -> Iterator[Triple]:
    """A catalogue query; its text runs as it stands, at its defaults."""
    node = URIRef(f"{base}/queries/{query.name}")
    text = "\n".join(line for line in query.text.splitlines() if not line.startswith("#+")).strip()
    form = next(
        (word for line in text.splitlines() for word in line.split()[:1] if word in _FORMS),
        "SELECT",
    )
    yield from _about(
        node,
        ("a", _term("sh:SPARQLExecutable")),
        ("a", _term(f"sh:SPARQL{_FORMS[form]}Executable")),
        ("rdfs:label", _text(query.name)),
        ("rdfs:comment", _text(query.summary)),
        ("dcterms:description", _text(query.description)),
        (f"sh:{form.lower()}", _plain(text)),
        ("sh:prefixes", prefixes),
        ("schema:target", URIRef(f"{base}/sparql")),
        ("schema:keywords", _plain(query.topic)),
        ("schema:keywords", _plain(query.view)),
        *(
            ("schema:keywords", _plain(word))
            for word in dict.fromkeys(parameter.type for parameter in query.parameters)
        ),
    )
