"""What a remote store holds: the version of the dataset, and its graphs.

``kg push`` writes it as triples of one graph, in the vocabulary of SPARQL 1.1 Service Description,
and writes it in the same update that makes a version visible. A store without it was filled by
other means; its default graph is then what the server says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg import iris

#: The graph that holds the manifest, and what it says it about.
MANIFEST = iris.graph("manifest")
#: The union of all graphs but the interpretations: what ``docs/model.md`` calls the default graph.
UNION = iris.graph("union")
#: Where a version is loaded before it becomes visible; ends with the version and a number.
STAGING = iris.ID + "staging/"

SD = "http://www.w3.org/ns/sparql-service-description#"
TRIPLES = iris.PREFIXES["void"] + "triples"
VERSION = iris.PREFIXES["dcat"] + "version"
CHECKSUM = iris.PREFIXES["dcterms"] + "identifier"


@dataclass(frozen=True)
class GraphState:
    """A graph's number of triples and the checksum of :mod:`kg.endpoint._lines`."""

    triples: int
    checksum: str


@dataclass(frozen=True)
class Manifest:
    """A version of the dataset in a remote store.

    :param graphs: named graphs of the dataset; the union is not among them.
    """

    version: str
    graphs: Mapping[str, GraphState]
    union: GraphState


#: Asks for the whole manifest.
QUERY = (
    f"""SELECT ?about ?predicate ?value {{ GRAPH <{MANIFEST}> {{ ?about ?predicate ?value }} }}"""
)
#: Asks for its version alone.
VERSION_QUERY = f"SELECT ?version {{ GRAPH <{MANIFEST}> {{ <{MANIFEST}> <{VERSION}> ?version }} }}"


def read(rows: list[tuple[str, str, str]]) -> Manifest | None:
    """The manifest from the triples of its graph; None where it is missing or not whole."""
    states: dict[str, dict[str, str]] = {}
    named: set[str] = set()
    for about, predicate, value in rows:
        if predicate == SD + "namedGraph":
            named.add(value)
        else:
            states.setdefault(about, {})[predicate] = value
    version = states.get(MANIFEST, {}).get(VERSION)
    graphs = {
        name: GraphState(int(state[TRIPLES]), state[CHECKSUM])
        for name, state in states.items()
        if state.keys() >= {TRIPLES, CHECKSUM} and state[TRIPLES].isdecimal()
    }
    union = graphs.pop(UNION, None)
    if version is None or union is None or graphs.keys() != named:
        return None
    return Manifest(version, graphs, union)


def triples(manifest: Manifest) -> str:
    """The manifest in N-Triples, which SPARQL reads as well."""
    me = f"<{MANIFEST}>"
    lines = [
        f"{me} <{iris.PREFIXES['rdf']}type> <{SD}Dataset> .",
        f'{me} <{VERSION}> "{manifest.version}" .',
        f"{me} <{SD}defaultGraph> <{UNION}> .",
    ]
    lines += [f"{me} <{SD}namedGraph> <{name}> ." for name in sorted(manifest.graphs)]
    for name, state in [*sorted(manifest.graphs.items()), (UNION, manifest.union)]:
        lines.append(f"<{name}> <{TRIPLES}> {state.triples} .")
        lines.append(f'<{name}> <{CHECKSUM}> "{state.checksum}" .')
    return "\n".join(lines)
