"""The export formats as data: adding one is an entry here and a function in a module beside it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, cast

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.export.cleaning import Cleaner
    from kg.graph import KnowledgeGraph


@dataclass(frozen=True)
class Options:
    """What an export may be asked to hold.

    :param direct: in RDF formats without graphs, also the direct triples of ``graph:edges`` and
        ``graph:inferred``. Left out unless asked for: nothing in such a file tells them from what
        is the case.
    :param interpretations: in networks, also what caused, inspired or resembles what.
    :param reference: in networks, also the editors' own statements.
    :param reached: in Turtle, only what the claims lead to (:mod:`kg.export.reaching`), not the
        whole reference and ontology: a file of a few claims stays a small one.
    """

    direct: bool = False
    interpretations: bool = True
    reference: bool = False
    reached: bool = False


#: Writes a graph to the files of a format and returns what it wrote, by name.
Writer: TypeAlias = Callable[
    ["KnowledgeGraph", Sequence[BinaryIO], Options, "Cleaner"], Mapping[str, int]
]


@dataclass(frozen=True)
class Format:
    """One way to leave.

    :param name: as in ``kg export --format NAME``.
    :param function: the writer, as ``module:name`` within this package; imported when used, so
        that listing the formats costs nothing.
    :param suffix: of the file; of the folder, empty.
    :param media_type: IANA name where there is one.
    :param description: one line for lists.
    :param loses: what a reader of the output cannot get back; empty if nothing.
    :param files: names of the files in the folder, for a format that is a folder.
    :param chain: who reports a claim is told by the claims that it stands within, which therefore
        come along where a lens leaves them out; the others name the reporters themselves.
    """

    name: str
    function: str
    suffix: str
    media_type: str
    description: str
    loses: str = ""
    files: tuple[str, ...] = ()
    chain: bool = False

    def of(self, graph: KnowledgeGraph) -> KnowledgeGraph:
        """What of a graph it is written from."""
        return graph.reported() if self.chain else graph

    def writer(self) -> Writer:
        """The function that writes it."""
        module, _, name = self.function.partition(":")
        return cast("Writer", getattr(import_module(f"kg.export.{module}"), name))


_NO_GRAPHS = (
    "the names of the graphs; the direct triples of edges, interpretations and inferred, which"
    " without their graphs would read as facts (each still stands there as a proposition or"
    " inference)"
)
_NETWORK = (
    "claims that do not affirm (denials, doubts, predictions, demands, hypotheses, what is left"
    " open), words and figures as objects, evidence, the ontology"
)

#: All formats by name, in the order in which they are listed.
FORMATS: dict[str, Format] = {
    entry.name: entry
    for entry in (
        Format(
            "ttl", "rdf:turtle", ".ttl", "text/turtle", "Turtle: the claims in one graph",
            _NO_GRAPHS, chain=True,
        ),
        Format(
            "trig", "rdf:trig", ".trig", "application/trig", "TriG: all graphs, for people",
            chain=True,
        ),
        Format(
            "nt", "rdf:n_triples", ".nt", "application/n-triples",
            "N-Triples: the claims in one graph", _NO_GRAPHS,
            chain=True,
        ),
        Format(
            "nq", "rdf:n_quads", ".nq", "application/n-quads",
            "N-Quads: all graphs, canonical, for machines",
            chain=True,
        ),
        Format(
            "rdf", "rdf:rdf_xml", ".rdf", "application/rdf+xml",
            "RDF/XML: the claims in one graph",
            _NO_GRAPHS + "; characters that XML 1.0 does not know, which become U+FFFD",
            chain=True,
        ),
        Format(
            "jsonld", "jsonld:write", ".jsonld", "application/ld+json",
            "JSON-LD 1.1: all graphs, compacted, the published context inside",
            chain=True,
        ),
        Format(
            "ttl12", "rdf12:write", ".rdf12.ttl", "text/turtle; version=1.2",
            "RDF 1.2 Turtle: claims and propositions as reifiers of triple terms",
            _NO_GRAPHS,
            chain=True,
        ),
        Format(
            "nanopub", "nanopub:write", ".nanopub.trig", "application/trig",
            "Nanopublications (TriG): one for each claim",
            "segments and coverage, reference knowledge, inferences, resolutions and notes; they"
            " are neither signed nor dated",
        ),
        Format(
            "edges", "rdf:edges", ".edges.ttl", "text/turtle",
            "The direct triples alone (Turtle)",
            "who says so, stance, mode and evidence: every triple is one that at least one speaker"
            " affirms as a report, and none is more than that; the labels, the bounds of dates and"
            " quantities, and the content of reported propositions, which Turtle and TriG have",
        ),
        Format(
            "gexf", "networks:gexf", ".gexf", "application/gexf+xml",
            "GEXF 1.2 with dates, for Gephi and its timeline", _NETWORK,
        ),
        Format(
            "graphml", "networks:graphml", ".graphml", "application/graphml+xml",
            "GraphML, for yEd, igraph, Cytoscape", _NETWORK,
        ),
        Format(
            "csv", "neo4j:write", "", "text/csv",
            "nodes.csv and edges.csv, for Neo4j's importer",
            "the graphs, text segments, positions in the text, resolutions and notes, inferences,"
            " the ontology",
            ("nodes.csv", "edges.csv"),
        ),
        Format(
            "events", "events:write", ".events.csv", "text/csv",
            "Event rows as claimed by each speaker, with PLOVER and ACLED codes",
            "claims that are about no event (about actors, series or prospects), positions in the"
            " text, resolutions and notes; cells that a spreadsheet would run get a leading"
            " apostrophe",
        ),
    )
}  # fmt: skip


def get(name: str) -> Format:
    """A format by its name.

    :raises UsageError: with the nearest names.
    """
    if name in FORMATS:
        return FORMATS[name]
    near = difflib.get_close_matches(name, FORMATS, 2, 0.5)
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    raise UsageError(
        f"There is no export format {name!r}.", cure=f"{hint}Formats: {', '.join(FORMATS)}."
    )


def by_file_name(name: str) -> Format | None:
    """The format that a file name asks for, by its longest known suffix.

    >>> by_file_name("out/graph.nanopub.trig").name
    'nanopub'
    >>> by_file_name("graph.trig").name
    'trig'
    """
    matching = [item for item in FORMATS.values() if item.suffix and name.endswith(item.suffix)]
    return max(matching, key=lambda item: len(item.suffix), default=None)
