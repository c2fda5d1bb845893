"""Pages of sources: the text as it was written, with all evidence highlighted."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rdflib.term import Identifier, URIRef

from kg import iris
from kg.pages import _structured, _texts
from kg.pages._asking import Asking
from kg.pages._entities import claims_table
from kg.pages._page import Page
from kg.pages._said import Teller, groups, own, read

_META = """SELECT DISTINCT ?p ?o { VALUES ?s { UNDEF } ?s ?p ?o
  FILTER(?p IN (rdf:type, dcterms:title, dcterms:creator, dcterms:publisher, ae:published,
    ae:publishedInferred, ae:reasoning, dcterms:bibliographicCitation, dcterms:rights, schema:url,
    dcterms:language, dcterms:contributor, ae:dateline, ae:credit, ae:note)) } ORDER BY ?p ?o"""
_CLAIMS = (
    """SELECT DISTINCT ?claim ?speaker { VALUES ?s { UNDEF }
  ?claim ae:source ?s ; ae:speaker ?speaker ; ae:proposition ?p . ?p rdf:object ?o .
  FILTER(!STRSTARTS(STR(?o), \""""
    + iris.PREFIXES["prop"]
    + '")) } ORDER BY ?claim'
)


def page(asking: Asking, iri: str) -> Page:
    """The page of a source."""
    meta: dict[str, list[Identifier]] = {}
    for predicate, value in asking.about(_META, iri):
        assert value is not None
        meta.setdefault(iris.compact(str(predicate)), []).append(value)
    rows = asking.about(_CLAIMS, iri)
    found = [str(row[0]) for row in rows]
    first, last, paging = asking.span(len(found))
    claims = own(read(asking, found[first:last]))
    text = _texts.read(asking, iri, spans=True)
    speakers = Counter(str(row[1]) for row in rows)
    data: dict[str, Any] = {
        "iri": iri,
        "kind": "source",
        "kind_label": "source" if text else "source that is cited, not quoted",
        "key": (iris.split_id(iri) or ("", ""))[1],
        "label": asking.label(iri),
        **_details(asking, meta),
        "speakers": [
            {**asking.ref(speaker), "count": count} for speaker, count in speakers.most_common()
        ],
        "coverage": _coverage(text) if text else None,
        "exact": text.exact if text else None,
        "text": _text(text) if text else [],
        "claims": {"paging": paging, "speakers": groups(claims, Teller(asking, claims))},
    }
    data["structured"] = _structured.source(data)
    return Page(data["label"], "source", data, claims_table(claims), iri)


def _details(asking: Asking, meta: dict[str, list[Identifier]]) -> dict[str, Any]:
    def texts(name: str) -> list[str]:
        return [str(value) for value in meta.get(name, ())]

    def refs(name: str) -> list[dict[str, Any]]:
        return [asking.ref(str(value)) for value in meta.get(name, ()) if isinstance(value, URIRef)]

    def text(name: str) -> str:
        return next(iter(texts(name)), "")

    return {
        "types": refs("rdf:type"),
        "title": text("dcterms:title"),
        "authors": refs("dcterms:creator"),
        "publishers": refs("dcterms:publisher"),
        "published": refs("ae:published"),
        "published_inferred": text("ae:publishedInferred") == "true",
        "reasoning": texts("ae:reasoning"),
        "dateline": refs("ae:dateline"),
        "language": text("dcterms:language"),
        "url": text("schema:url"),
        "citation": text("dcterms:bibliographicCitation"),
        "rights": texts("dcterms:rights"),
        "credits": texts("ae:credit"),
        "encoders": texts("dcterms:contributor"),
        "notes": texts("ae:note"),
    }


def _coverage(text: _texts.Text) -> dict[str, Any]:
    """How much of the text carries claims, and what was left out."""
    kinds = Counter(segment.kind for segment in text.segments)
    evidence = [segment for segment in text.segments if segment.spans]
    skipped = [segment for segment in text.segments if not segment.spans and segment.skipped]
    return {
        "segments": len(text.segments),
        "kinds": [{"kind": kind.lower(), "count": count} for kind, count in sorted(kinds.items())],
        "evidence": len(evidence),
        "skipped": len(skipped),
        "unaccounted": len(text.segments) - len(evidence) - len(skipped),
        "claims": len({span.claim for segment in evidence for span in segment.spans}),
    }


def _text(text: _texts.Text) -> list[dict[str, Any]]:
    return [
        {
            "kind": paragraph[0].kind,
            "segments": [
                {
                    "iri": segment.iri,
                    "number": segment.number,
                    "kind": segment.kind,
                    "before": segment.before,
                    "skipped": segment.skipped,
                    "runs": segment.runs(),
                }
                for segment in paragraph
            ],
        }
        for paragraph in text.paragraphs()
    ]
