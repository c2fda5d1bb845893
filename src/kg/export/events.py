"""Event rows "as claimed by": what one speaker says about one event, in a row of a CSV file.

A row holds what the claims of one speaker, in one source, reported by the same others, with the
same stance and in the same mode, say about one event, so that several speakers give several rows of
one event: count ``event_iri``, not rows. ``content`` has it in words.

Only where ``affirmed_report`` is true (the claims contribute to the edges: the speaker affirms them
as a report, and so does everybody who reports them) is it also taken apart: dates, places, actors
by role, figures, type and codes. In rows of denials, doubts, predictions, demands, hypotheses and
judgements these cells are empty, so that nobody who groups by them counts what nobody reported.
Series and prospects are not events.

Columns that start with ``claimed_`` and the roles are this speaker's words. Those with ``all_`` are
what the edges hold, over all speakers that the lens shows. The type of an event and the codes of
PLOVER and ACLED that it matches are the editors', with the kind of match (``exact``, ``close``,
``broad`` …).

The file may be opened in a spreadsheet, so cells are made harmless
(:meth:`kg.export.cleaning.Cleaner.cell`); the format ``csv`` keeps every character.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, BinaryIO

from kg import iris, sparql, terms
from kg.export import attribution
from kg.export.cleaning import Cleaner, joined
from kg.export.codes import Codes
from kg.export.registry import Options

if TYPE_CHECKING:
    from kg.claims import Claim, Proposition
    from kg.graph import KnowledgeGraph

#: Roles that actors have in events, by local name.
ROLES = tuple(
    sorted(name for name, relation in terms.RELATIONS.items() if relation.group == "role")
)
_STAMPS = ("EarliestBegin", "LatestBegin", "EarliestEnd", "LatestEnd")
_STAMP_IRIS = {f"{iris.PREFIXES['sem']}has{name}TimeStamp": at for at, name in enumerate(_STAMPS)}

# Earliest begin, latest begin, earliest end, latest end; empty where open.
_NO_BOUNDS: Sequence[str] = ("", "", "", "")


def snake(name: str) -> str:
    """A local name as a column.

    >>> snake("foiledBy")
    'foiled_by'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


#: The columns, always all of them and in this order.
COLUMNS = (
    "says", "stance", "mode", "affirmed_report", "event", "event_iri", "content", "event_type",
    "claimed_date", "claimed_edtf", *(f"claimed_{snake(name)}" for name in _STAMPS),
    "claimed_places", "claimed_place_iris",
    *(column for role in ROLES for column in (snake(role), f"{snake(role)}_iris")),
    "claimed_occurs", "claimed_counts", "claimed_killed_lower", "claimed_killed_upper",
    "all_earliest_begin", "all_latest_end", "all_places",
    "plover", "plover_match", "acled_event_type", "acled_sub_event_type", "acled_match",
    "speaker", "speaker_iri", "reported_by", "source", "source_iri", "source_published",
    "evidence", "quotes", "locator", "claim_iris",
)  # fmt: skip

_BOUNDED = """SELECT ?thing ?edtf ?p ?day {
  VALUES ?p { sem:hasEarliestBeginTimeStamp sem:hasLatestBeginTimeStamp
              sem:hasEarliestEndTimeStamp sem:hasLatestEndTimeStamp }
  ?thing ?p ?day . OPTIONAL { ?thing ae:edtf ?edtf } }"""
_QUANTITIES = """SELECT ?quantity ?counted ?lower ?upper {
  ?quantity a ae:Quantity ; ae:counted ?counted .
  OPTIONAL { ?quantity ae:lowerBound ?lower } OPTIONAL { ?quantity ae:upperBound ?upper } }"""
_EVENTS = "SELECT ?event ?type { ?event a ae:Event ; ae:eventType ?type } ORDER BY ?event ?type"
_PLACES = """SELECT ?event ?place { GRAPH graph:edges { ?event ae:place ?place } }
  ORDER BY ?event ?place"""
_PUBLISHED = "SELECT ?source ?label { ?source ae:published/rdfs:label ?label }"


def write(
    graph: KnowledgeGraph, outs: Sequence[BinaryIO], options: Options, cleaner: Cleaner
) -> Mapping[str, int]:
    """The rows, sorted by event, source and speaker."""
    rows = list(_Rows(graph))
    lines = io.TextIOWrapper(outs[0], encoding="utf-8", newline="")
    table = csv.DictWriter(lines, COLUMNS, lineterminator="\r\n")  # RFC 4180, section 2
    table.writeheader()
    table.writerows({name: cleaner.cell(text) for name, text in row.items()} for row in rows)
    lines.detach()
    return {"rows": len(rows), "events": len({row["event_iri"] for row in rows})}


class _Rows:
    """Makes the rows of one graph."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._label = graph.lookup.label
        self._codes = Codes(graph)
        bounds: dict[str, list[str]] = {}
        self._edtf: dict[str, str] = {}
        for thing, edtf, stamp, day in self._table(_BOUNDED):
            bounds.setdefault(thing, list(_NO_BOUNDS))[_STAMP_IRIS[stamp]] = day
            self._edtf[thing] = edtf
        self._bounds: dict[str, Sequence[str]] = dict(bounds)
        self._quantities = {
            row[0]: (row[1].rpartition("/")[2], row[2], row[3]) for row in self._table(_QUANTITIES)
        }
        self._types = dict(reversed(list(self._pairs(_EVENTS))))
        self._published = dict(self._pairs(_PUBLISHED))
        self._places: dict[str, list[str]] = {}
        for event, place in self._pairs(_PLACES):
            self._places.setdefault(event, []).append(place)

    def _table(self, query: str) -> Iterator[list[str]]:
        for row in self._graph.select(sparql.prologue() + query).rows:
            yield ["" if term is None else str(term) for term in row]

    def _pairs(self, query: str) -> Iterator[tuple[str, str]]:
        yield from ((first, second) for first, second in self._table(query))

    def __iter__(self) -> Iterator[dict[str, str]]:
        groups: dict[tuple[str, ...], list[Claim]] = {}
        for claim in attribution.claims(self._graph):
            chain = " ".join(f"{item.speaker} {item.stance} {item.mode}" for item in claim.chain)
            for event in sorted({item.subject for item in claim.propositions}):
                if (iris.split_id(event) or ("",))[0] == "event":
                    who = (event, claim.source, chain, claim.speaker, claim.stance, claim.mode)
                    affirmed = str("edges" in claim.contributes)
                    groups.setdefault((*who, affirmed), []).append(claim)
        for key in sorted(groups):
            yield self._row(key[0], groups[key])

    def _row(self, event: str, claims: Sequence[Claim]) -> dict[str, str]:
        first = claims[0]
        said = [item for claim in claims for item in claim.propositions if item.subject == event]
        affirmed = "edges" in first.contributes
        row = dict.fromkeys(COLUMNS, "") | {
            "says": first.attribution(),
            "stance": first.stance,
            "mode": first.mode,
            "affirmed_report": str(affirmed).lower(),
            "event": self._label(event),
            "event_iri": event,
            "content": joined(f"{item.predicate_label}: {item.object_label}" for item in said),
            "speaker": first.speaker_label,
            "speaker_iri": first.speaker,
            "reported_by": joined(item.speaker_label for item in first.chain),
            "source": first.source_label,
            "source_iri": first.source,
            "source_published": self._published.get(first.source, ""),
            "evidence": "quoted" if first.quoted else "cited",
            "quotes": joined(quote.exact for claim in claims for quote in claim.quotes),
            "locator": joined(claim.locator for claim in claims),
            "claim_iris": joined((claim.iri for claim in claims), " "),
        }
        return row | self._parts(event, said) if affirmed else row

    def _parts(self, event: str, said: Sequence[Proposition]) -> dict[str, str]:
        """What is said, taken apart, and what all say."""
        by_name: dict[str, list[Proposition]] = {}
        for item in said:
            by_name.setdefault(item.predicate.removeprefix(iris.AE), []).append(item)
        type_ = self._types.get(event, "")
        known = self._bounds.get(event, _NO_BOUNDS)
        row = {
            "event_type": type_.rpartition("/")[2],
            "claimed_occurs": joined(str(item.object) for item in by_name.get("occurs", ())),
            "all_earliest_begin": known[0],
            "all_latest_end": known[3],
            "all_places": joined(map(self._label, self._places.get(event, ()))),
        }
        row |= self._codes.columns(type_)
        row |= self._when(by_name.get("date", ()))
        row |= self._counts(by_name.get("count", ()))
        for name, labels, names in (
            ("place", "claimed_places", "claimed_place_iris"),
            *((role, snake(role), f"{snake(role)}_iris") for role in ROLES),
        ):
            found = by_name.get(name, ())
            row[labels] = joined(item.object_label for item in found)
            row[names] = joined((str(item.object) for item in found), " ")
        return row

    def _when(self, said: Sequence[Proposition]) -> dict[str, str]:
        """The dates that are given, and the hull of their bounds."""
        dates = [str(item.object) for item in said]
        bounds = [self._bounds.get(item, _NO_BOUNDS) for item in dates]
        row = {
            "claimed_date": joined(item.object_label for item in said),
            "claimed_edtf": joined(self._edtf.get(item, "") for item in dates),
        }
        for at, name in enumerate(_STAMPS):
            days = [item[at] for item in bounds]
            pick = min if name.startswith("Earliest") else max
            row[f"claimed_{snake(name)}"] = pick(days) if days and all(days) else ""
        return row

    def _counts(self, said: Sequence[Proposition]) -> dict[str, str]:
        """What is counted in words, and the hull of the bounds of how many were killed."""
        killed = [
            self._quantities[str(item.object)][1:]
            for item in said
            if self._quantities.get(str(item.object), ("",))[0] == "killed"
        ]
        lower, upper = [item[0] for item in killed], [item[1] for item in killed]
        return {
            "claimed_counts": joined(item.object_label for item in said),
            "claimed_killed_lower": _extreme(min, lower),
            "claimed_killed_upper": _extreme(max, upper),
        }


def _extreme(pick: Callable[[Iterable[int]], int], numbers: Sequence[str]) -> str:
    """The least or greatest of some numbers; empty if one of them is open."""
    return str(pick([int(text) for text in numbers])) if numbers and all(numbers) else ""
