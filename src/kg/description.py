"""Description of the published dataset: VoID and DCAT 3, with counts and checksums.

The counts are taken from the lines as they are written; there is no time of building in it, so
that the same input gives the same bytes. Vocabularies: W3C Interest Group Note *Describing Linked
Datasets with the VoID Vocabulary*, sections 2 and 4; *Data Catalog Vocabulary 3*; SPDX checksums.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from rdflib.term import Literal, URIRef

from kg import files, iris, sorting, store
from kg.literals import integer, string

DATASET = URIRef(f"{iris.ID}dataset/actors-events")
VERSION = "1.0.0"
_SPDX = "http://spdx.org/rdf/terms#"
_MEDIA = {".nq": "application/n-quads", ".ttl": "text/turtle"}
_LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")


@dataclass
class Counts:
    """Partitions of a dataset, over its distinct triples.

    :param classes: instances of each class. :param properties: triples of each property.
    """

    triples: int = 0
    subjects: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    _last: tuple[bytes, bytes] = (b"", b"")

    def add(self, lines: Iterable[bytes]) -> None:
        """Count the next lines of a canonical N-Quads file: its order makes one pass enough, and
        no set of what was there before is needed."""
        last_subject, last_triple = self._last
        properties: Counter[bytes] = Counter()
        classes: Counter[bytes] = Counter()
        for line in lines:
            triple = line[: line.rindex(b" <")]
            if triple == last_triple:
                continue
            last_triple = triple
            subject, predicate, obj = triple.split(b" ", 2)
            properties[predicate] += 1
            if predicate == _TYPE:
                classes[obj] += 1
            if subject != last_subject:
                self.subjects += 1
                last_subject = subject
        self._last = last_subject, last_triple
        self.triples += properties.total()
        for found, counts in ((properties, self.properties), (classes, self.classes)):
            counts.update({iri[1:-1].decode(): number for iri, number in found.items()})


_TYPE = f"<{iris.PREFIXES['rdf']}type>".encode()

#: Lines of the description that are made at a time.
_AT_ONCE = 10_000


def write(
    folder: Path, graphs: Mapping[str, int], counts: Counts, digests: Mapping[str, str], work: Path
) -> None:
    """Write ``void.ttl`` for a folder of dataset files.

    :param graphs: quads of each graph, by short name.
    :param counts: of all lines of ``dataset.nq``.
    :param digests: SHA-256 of each file, by its name in the folder.
    :param work: a folder for files that are needed meanwhile.
    """
    home = URIRef(iris.graph("description"))
    sorter = sorting.Sorter(work)
    triples = _triples(folder, graphs, counts, digests)
    while batch := list(islice(triples, _AT_ONCE)):
        sorter.add(store.nquads_lines((*triple, home) for triple in batch))
    with files.atomic_file(folder / "void.ttl") as out:
        store.turtle(sorter.lines(), out, {**iris.PREFIXES, "spdx": _SPDX})


def _triples(
    folder: Path, graphs: Mapping[str, int], counts: Counts, digests: Mapping[str, str]
) -> Iterator[tuple[URIRef, URIRef, URIRef | Literal]]:
    def term(curie: str) -> URIRef:
        return URIRef(iris.expand(curie) or curie)

    a = term("rdf:type")
    yield DATASET, a, term("void:Dataset")
    yield DATASET, a, term("dcat:Dataset")
    yield DATASET, term("dcterms:title"), string("Actors and events: who says what", "en")
    yield (
        DATASET,
        term("dcterms:description"),
        string(
            "Claims of articles and cited works about actors and events, each with its speaker,"
            " stance, mode and the words or the citation it rests on. Direct triples between"
            " actors and events are generated from these claims under the policy that their"
            " graph states; none is the publisher's own statement.",
            "en",
        ),
    )
    yield DATASET, term("dcterms:license"), _LICENCE
    yield DATASET, term("dcat:version"), string(VERSION)
    yield DATASET, term("void:uriSpace"), string(iris.ID)
    yield DATASET, term("void:triples"), integer(counts.triples)
    yield DATASET, term("void:distinctSubjects"), integer(counts.subjects)
    yield DATASET, term("void:classes"), integer(len(counts.classes))
    yield DATASET, term("void:properties"), integer(len(counts.properties))
    for name in ("ae", "sem", "oa", "prov", "schema", "org", "foaf", "skos", "geo"):
        yield DATASET, term("void:vocabulary"), URIRef(iris.PREFIXES[name])
    for iri, number in sorted(counts.classes.items()):
        node = URIRef(f"{DATASET}#class-{_slug(iri)}")
        yield DATASET, term("void:classPartition"), node
        yield node, term("void:class"), URIRef(iri)
        yield node, term("void:entities"), integer(number)
    for iri, number in sorted(counts.properties.items()):
        node = URIRef(f"{DATASET}#property-{_slug(iri)}")
        yield DATASET, term("void:propertyPartition"), node
        yield node, term("void:property"), URIRef(iri)
        yield node, term("void:triples"), integer(number)
    for name, number in sorted(graphs.items()):
        node = URIRef(iris.graph(name))
        yield DATASET, term("void:subset"), node
        yield node, a, term("void:Dataset")
        yield node, term("void:triples"), integer(number)
    for name, digest in sorted(digests.items()):
        path = folder / name
        node = URIRef(f"{DATASET}#file-{name.replace('/', '-')}")
        check = URIRef(f"{node}-checksum")
        yield DATASET, term("dcat:distribution"), node
        yield node, a, term("dcat:Distribution")
        yield node, term("dcterms:title"), string(name)
        yield (
            node,
            term("dcat:mediaType"),
            URIRef(f"https://www.iana.org/assignments/media-types/{_MEDIA[path.suffix]}"),
        )
        yield (
            node,
            term("dcat:byteSize"),
            Literal(
                str(path.stat().st_size),
                datatype=term("xsd:nonNegativeInteger"),
                normalize=False,
            ),
        )
        yield node, URIRef(_SPDX + "checksum"), check
        yield check, a, URIRef(_SPDX + "Checksum")
        yield check, URIRef(_SPDX + "algorithm"), URIRef(_SPDX + "checksumAlgorithm_sha256")
        yield check, URIRef(_SPDX + "checksumValue"), string(digest)


def _slug(iri: str) -> str:
    return iris.compact(iri).strip("<>").replace(":", "-").replace("/", "-").replace("#", "-")
