"""IRIs of everything in the graph: one function for each kind, all pure.

The base is one constant. Hashes are the first 20 hexadecimal digits (80 bits) of SHA-256 over the
parts, joined by U+001F, which no part may contain, so two different lists of parts never give the
same string. ``docs/encoding.md`` says which edits change an IRI.

>>> proposition("https://example.org/s", "https://example.org/p", "<https://example.org/o>")
'https://w3id.org/actors-events/id/proposition/186ba569d20caf15f799'
>>> date("1981-06-20")
'https://w3id.org/actors-events/id/date/1981-06-20'
>>> date("[2020-06-22..2020-06-26]")
'https://w3id.org/actors-events/id/date/%5B2020-06-22..2020-06-26%5D'
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote, unquote

BASE = "https://w3id.org/actors-events/"
ONTOLOGY = BASE + "ontology"
AE = ONTOLOGY + "#"
ID = BASE + "id/"
RULES = BASE + "ontology/rules/"

#: Kinds of entity that people write in ``data/entities``.
ENTITY_KINDS = ("actor", "event", "series", "place", "prospect")

#: Separates the parts of a hash. Texts and keys that contain it are refused when they are read.
SEPARATOR = "\x1f"

_OPEN_END = re.compile(r"^\.\.(?=/)|(?<=/)\.\.$")

EXTERNAL = {
    "wikidata": "http://www.wikidata.org/entity/",
    "geonames": "https://sws.geonames.org/",
}

#: Prefixes of the published Turtle, of query results and of the JSON-LD context.
PREFIXES: dict[str, str] = {
    "ae": AE,
    **{kind: f"{ID}{kind}/" for kind in ENTITY_KINDS},
    "date": ID + "date/",
    "quantity": ID + "quantity/",
    "prop": ID + "proposition/",
    "claim": ID + "claim/",
    "evidence": ID + "evidence/",
    "segment": ID + "segment/",
    "source": ID + "source/",
    "citation": ID + "citation/",
    "inference": ID + "inference/",
    "graph": ID + "graph/",
    "etype": ID + "event-type/",
    "counted": ID + "counted/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "time": "http://www.w3.org/2006/time#",
    "org": "http://www.w3.org/ns/org#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "sf": "http://www.opengis.net/ont/sf#",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "wd": EXTERNAL["wikidata"],
    "gn": EXTERNAL["geonames"],
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def digest(parts: Iterable[str]) -> str:
    """Hash of a list of strings: 20 hexadecimal digits.

    :raises ValueError: when a part contains the separator.

    >>> digest(["a.b", "c"]) == digest(["a", "b.c"])
    False
    """
    items = list(parts)
    for item in items:
        if SEPARATOR in item:
            raise ValueError(f"U+001F in {item!r}")
    return sha256(SEPARATOR.join(items).encode()).hexdigest()[:20]


def entity(kind: str, key: str) -> str:
    """IRI of an entity by its kind and key."""
    return f"{ID}{kind}/{key}"


def date(edtf: str) -> str:
    """IRI of a date by its EDTF; an open end is written ``open``.

    A Turtle name that ends in an escaped dot is valid, but rdflib 7.6 refuses it.

    >>> date("1989/..")
    'https://w3id.org/actors-events/id/date/1989%2Fopen'
    """
    return f"{ID}date/{quote(_OPEN_END.sub('open', edtf), safe='')}"


def quantity(counted: str, lower: int | None, upper: int | None, approximate: bool) -> str:
    """IRI of a quantity: the same bounds of the same thing are the same quantity."""
    parts = [counted, _bound(lower), _bound(upper), str(approximate).lower()]
    return f"{ID}quantity/{digest(parts)}"


def _bound(value: int | None) -> str:
    return "" if value is None else str(value)


def proposition(subject: str, predicate: str, obj: str) -> str:
    """IRI of a proposition.

    :param obj: the object in N-Triples syntax (``<iri>`` or a literal), so that an IRI and a
        literal of the same characters differ.
    """
    return f"{ID}proposition/{digest([subject, predicate, obj])}"


def claim(
    source_slug: str,
    speaker: str,
    within: str | None,
    stance: str,
    mode: str,
    propositions: Iterable[str],
) -> str:
    """IRI of a claim; the order of its propositions does not matter."""
    parts = [source_slug, speaker, within or "", stance, mode, *sorted(set(propositions))]
    return f"{ID}claim/{source_slug}-{digest(parts)}"


def evidence(source_slug: str, start: int, end: int) -> str:
    """IRI of a span of a source's text (offsets in code points)."""
    return f"{ID}evidence/{source_slug}/{start}-{end}"


def segment(source_slug: str, number: int) -> str:
    """IRI of a sentence, heading or caption, counted from 1."""
    return f"{ID}segment/{source_slug}/{number}"


def resolution(source_slug: str, parts: Iterable[str]) -> str:
    """IRI of a resolution of wording in one source."""
    return f"{ID}resolution/{source_slug}/{digest(parts)}"


def source(slug: str) -> str:
    """IRI of a source."""
    return f"{ID}source/{slug}"


def citation(key: str) -> str:
    """IRI of a work that a reference statement or a cited claim rests on."""
    return f"{ID}citation/{key}"


def reference(subject: str, predicate: str, obj: str, citation_key: str) -> str:
    """IRI of a reference statement (object in N-Triples syntax)."""
    return f"{ID}reference/{digest([subject, predicate, obj, citation_key])}"


def graph(name: str) -> str:
    """IRI of a graph of the dataset: ``reference``, ``edges``, ``source/<slug>`` …"""
    return f"{ID}graph/{name}"


def external(curie: str) -> str:
    """IRI of an external identifier such as ``wikidata:Q794``.

    :raises KeyError: for a prefix that is not in :data:`EXTERNAL`.
    """
    prefix, _, local = curie.partition(":")
    return EXTERNAL[prefix] + quote(local, safe="") + ("/" if prefix == "geonames" else "")


@lru_cache(maxsize=1 << 16)
def compact(iri: str) -> str:
    """The IRI with a known prefix, or in angle brackets.

    >>> compact(AE + "organizer")
    'ae:organizer'
    >>> compact("urn:x")
    '<urn:x>'
    """
    best = ""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(namespace) > len(PREFIXES.get(best, "")):
            best = prefix
    if not best:
        return f"<{iri}>"
    return f"{best}:{iri[len(PREFIXES[best]) :]}"


def expand(curie: str) -> str | None:
    """The IRI of a prefixed name, or None when its prefix is unknown.

    >>> expand("actor:mek")
    'https://w3id.org/actors-events/id/actor/mek'
    """
    prefix, colon, local = curie.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else None


def split_id(iri: str) -> tuple[str, str] | None:
    """Kind and rest of a resource of ours, percent-decoded; None for other IRIs.

    >>> split_id(date("198X"))
    ('date', '198X')
    """
    if not iri.startswith(ID):
        return None
    kind, slash, rest = iri[len(ID) :].partition("/")
    return (kind, unquote(rest)) if slash and rest else None
