"""What every page needs of a graph: its own addresses, labels, and rows about some resources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from rdflib.term import Identifier, Literal, URIRef

from kg import iris, sparql, terms
from kg.graph import KnowledgeGraph

#: Rows of a list on one page.
PAGE_SIZE = 100
#: Rows of a list when all are asked for.
ALL = 100_000

_CHUNK = 300
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

#: What people call the kinds of resource that have pages.
KINDS: dict[str, str] = {
    "actor": "actor",
    "event": "event",
    "series": "series of events",
    "place": "place",
    "prospect": "prospect",
    "date": "date",
    "source": "source",
    "claim": "claim",
    "proposition": "proposition",
    "evidence": "evidence",
    "segment": "segment of a text",
    "quantity": "quantity",
    "resolution": "reading of wording",
    "citation": "citation",
    "reference": "reference statement",
    "inference": "inference",
    "graph": "graph",
    "event-type": "event type",
    "counted": "what is counted",
    "code": "code of another scheme",
    "dataset": "dataset",
}

# Properties of other vocabularies, as people read them.
_PROPERTIES = {
    "type": "is a", "label": "label", "prefLabel": "label", "altLabel": "other names",
    "definition": "definition", "notation": "notation", "example": "example",
    "broader": "broader", "narrower": "narrower", "inScheme": "in the scheme",
    "hasTopConcept": "concepts at the top", "exactMatch": "exact match",
    "closeMatch": "close match", "broadMatch": "broader match",
    "bibliographicCitation": "citation", "identifier": "key", "subject": "subject",
    "predicate": "predicate", "object": "object", "wasDerivedFrom": "derived from",
    "hasGeometry": "point (longitude, latitude)", "asWKT": "well-known text",
    "hasSource": "source", "exact": "words", "prefix": "before", "suffix": "after",
    "start": "from character", "end": "to character", "triples": "triples",
    "hasEarliestBeginTimeStamp": "earliest first day",
    "hasLatestBeginTimeStamp": "latest first day",
    "hasEarliestEndTimeStamp": "earliest last day",
    "hasLatestEndTimeStamp": "latest last day",
}  # fmt: skip
# Concepts have a skos:prefLabel, which the look-up of names leaves alone.
_CONCEPTS: Mapping[str, Mapping[str, str]] = {
    "event-type": terms.EVENT_TYPES, "counted": terms.COUNTED,
}  # fmt: skip


@dataclass
class Asking:
    """One question for a page.

    :param g: the graph, possibly under a lens.
    :param base: address of the server, without a slash at the end.
    :param path: path of the page.
    :param parameters: what the address says after the question mark.
    """

    g: KnowledgeGraph
    base: str
    path: str
    parameters: Mapping[str, str]

    # --- addresses -----------------------------------------------------------------------------

    def url(self, **changes: str | None) -> str:
        """This page's address, with some parameters changed or (None) left out."""
        kept = {**self.parameters, **changes}
        words = urlencode([(name, value) for name, value in kept.items() if value is not None])
        return f"{self.base}{self.path}{'?' if words else ''}{words}"

    # --- labels --------------------------------------------------------------------------------

    def label(self, iri: str) -> str:
        """What people call a resource; its kind and the end of its IRI where it has no label."""
        found = self.g.lookup.label(iri)
        last = local(iri)
        own = iris.split_id(iri)
        if found != last or (own and own[0] in (*iris.ENTITY_KINDS, "source")):
            return found
        if own is not None:
            kind, rest = own
            if kind in _CONCEPTS:
                return _CONCEPTS[kind].get(rest, rest)
            if kind == "code":
                scheme, _, code = rest.partition("/")
                return f"{scheme.upper()} {code}".strip()
            return f"{KINDS.get(kind, kind)} {rest}"
        if iri.startswith(iris.ID):
            return f"{KINDS.get(last, last)} (scheme)"
        if last in _PROPERTIES:
            return _PROPERTIES[last]
        if iri.startswith(iris.AE):
            return words(last)
        short = iris.compact(iri)
        return iri if short.startswith("<") else short

    def ref(self, iri: str) -> dict[str, Any]:
        """A resource with its label."""
        return {"iri": iri, "label": self.label(iri)}

    def value(self, term: Identifier) -> dict[str, Any]:
        """A term: a resource with its label, or a text with its language."""
        if isinstance(term, Literal):
            return {"text": str(term), "lang": term.language or ""}
        return self.ref(str(term))

    # --- rows ----------------------------------------------------------------------------------

    def about(self, body: str, iri: str) -> list[tuple[Identifier | None, ...]]:
        """Rows of a query whose ``VALUES ?s { UNDEF }`` is bound to a resource."""
        return self.g.select(sparql.bind(sparql.prologue() + body, {"s": URIRef(iri)})).rows

    def rows(self, body: str, wanted: Iterable[str]) -> list[tuple[Identifier | None, ...]]:
        """Rows of a query whose ``%VALUES%`` stands for ``?s`` being one of these resources."""
        todo = list(dict.fromkeys(wanted))
        found: list[tuple[Identifier | None, ...]] = []
        for at in range(0, len(todo), _CHUNK):
            values = " ".join(sparql.term_text(URIRef(iri)) for iri in todo[at : at + _CHUNK])
            text = body.replace("%VALUES%", f"VALUES ?s {{ {values} }}")
            found += self.g.select(sparql.prologue() + text).rows
        return found

    # --- paging --------------------------------------------------------------------------------

    def span(self, total: int) -> tuple[int, int, dict[str, Any]]:
        """The part of a list that this page shows.

        :returns: first row, row after the last, and what the page says of it.
        """
        asked = self.parameters.get("page", "1")
        if asked == "all":
            return 0, min(total, ALL), {
                "number": 1, "pages": 1, "first": min(1, total), "last": min(total, ALL),
                "total": total, "all": True, "previous": None, "next": None,
            }  # fmt: skip
        pages = max(1, -(-total // PAGE_SIZE))
        number = min(max(1, int(asked)), pages) if re.fullmatch("[0-9]{1,7}", asked) else 1
        start, end = (number - 1) * PAGE_SIZE, min(number * PAGE_SIZE, total)
        return start, end, {
            "number": number, "pages": pages, "first": min(start + 1, total), "last": end,
            "total": total, "all": False,
            "previous": self.url(page=str(number - 1)) if number > 1 else None,
            "next": self.url(page=str(number + 1)) if number < pages else None,
        }  # fmt: skip


def words(name: str) -> str:
    """A local name as words.

    >>> words("wasDerivedFrom")
    'was derived from'
    """
    return _CAPITAL.sub(" ", name).lower()


def local(iri: str) -> str:
    """The last part of an IRI."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def kind_of(iri: str) -> str:
    """The kind of a resource of ours; empty for others."""
    found = iris.split_id(iri)
    return found[0] if found else ""


def flat(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    """Rows of a list as cells of text, for CSV."""
    return [["" if row[name] is None else str(row[name]) for name in columns] for row in rows]
