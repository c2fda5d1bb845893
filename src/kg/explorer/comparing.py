"""Two sources or speakers side by side, with every number that is said of what they count."""

from __future__ import annotations

from collections.abc import Iterable

from kg import compare as comparison
from kg import iris
from kg.claims import Claim
from kg.compare import Position
from kg.explorer import reading
from kg.explorer.answers import Comparison, Figure, Pair, Side
from kg.explorer.answers import Position as PositionRecord
from kg.explorer.index import Index
from kg.explorer.records import HopClaim, Quantity
from kg.graph import KnowledgeGraph
from kg.views import wording
from kg.views.wording import clean

_COUNT = iris.AE + "count"
_ATTITUDES = {"Affirms": "affirms", "AffirmsWithDoubt": "affirms with doubt"}
_DENIALS = {"Denies": "denies", "DeniesWithDoubt": "denies with doubt", "LeavesOpen": "leaves open"}


def build(graph: KnowledgeGraph, left: str, right: str) -> Comparison:
    """Compare two sides.

    :raises kg.errors.UnknownEntity: when there is none of that name.
    """
    found = comparison.compare(graph, left, right)
    index = reading.of(graph)
    every = [*found.only_left, *found.only_right]
    for shared in found.shared:
        every += [shared.left, shared.right]
    for opposed in found.opposed:
        every += [opposed.left, opposed.right]
    return Comparison(
        left=_side(found.left),
        right=_side(found.right),
        only_left=[_position(index, item) for item in found.only_left],
        only_right=[_position(index, item) for item in found.only_right],
        shared=[_pair(index, pair.left, pair.right, "") for pair in found.shared],
        opposed=[_pair(index, pair.left, pair.right, pair.why) for pair in found.opposed],
        figures=figures(index, [item.proposition.subject for item in every if _counts(item)]),
    )


def figures(index: Index, subjects: Iterable[str] = ()) -> list[Figure]:
    """Every number that anybody gives for these entities (IRIs), or for all: subject by subject,
    the smallest first."""
    wanted = set(subjects)
    found: list[Figure] = []
    for number, item in enumerate(index.propositions):
        quantity = index.quantities.get(item.value) if item.predicate == _COUNT else None
        if quantity is None or (wanted and item.subject_iri not in wanted):
            continue
        for at in index.by_proposition.get(number, ()):
            claim = index.claims[at]
            speaker = index.entities[claim.speaker]
            found.append(
                Figure(
                    subject=clean(index.lookup.label(item.subject_iri)),
                    subject_id=clean(iris.compact(item.subject_iri)),
                    quantity=_quantity(index, item.value),
                    speaker_id=clean(iris.compact(speaker)),
                    speaker=clean(index.shorts.get(speaker) or index.label(claim.speaker)),
                    attribution=clean("".join(t for t, _ in index.record(at).voices(index.shorts))),
                    attitude=_ATTITUDES.get(claim.stance) or _DENIALS[claim.stance],
                    kind=claim.kind,
                    claim=clean(iris.compact(claim.iri)),
                    words=" […] ".join(clean(quote.text) for quote in index.quotes.get(at, ())),
                    disputed=number in index.disputed,
                )
            )
    found.sort(key=_order)
    return found


def _order(item: Figure) -> tuple[str, str, int, int, str]:
    low, high = item["quantity"]["lower"], item["quantity"]["upper"]
    return (
        item["subject"], item["quantity"]["counted"], low if low is not None else high or 0,
        high if high is not None else 1 << 60, item["claim"],
    )  # fmt: skip


def _counts(item: Position) -> bool:
    return item.proposition.predicate == _COUNT


def _side(side: comparison.Side) -> Side:
    return Side(id=clean(iris.compact(side.iri)), label=clean(side.label), kind=side.kind)


def _pair(index: Index, left: Position, right: Position, why: str) -> Pair:
    return Pair(left=_position(index, left), right=_position(index, right), why=why)


def _position(index: Index, item: Position) -> PositionRecord:
    said = item.proposition
    value = str(said.object)
    return PositionRecord(
        proposition=clean(iris.compact(said.iri)), subject=clean(said.subject_label),
        subject_id=clean(iris.compact(said.subject)), relation=said.predicate.rsplit("#", 1)[-1],
        label=clean(said.relation), object=clean(said.object_label), mode=item.mode,
        attitude=item.attitude,
        quantity=_quantity(index, value) if value in index.quantities else None,
        claims=[_claim(index, claim) for claim in item.claims],
    )  # fmt: skip


def _claim(index: Index, claim: Claim) -> HopClaim:
    return HopClaim(
        id=clean(iris.compact(claim.iri)),
        attribution=clean("".join(text for text, _ in claim.voices(index.shorts))),
        quotes=[clean(quote.exact) for quote in claim.quotes], kind=wording.kind_of(claim),
        source=clean(claim.source_label),
    )  # fmt: skip


def _quantity(index: Index, iri: str) -> Quantity:
    found = index.quantities[iri]
    return Quantity(
        id=clean(iris.compact(iri)), label=clean(found.label), counted=clean(found.counted_label),
        lower=found.lower, upper=found.upper, approximate=found.approximate,
    )  # fmt: skip
