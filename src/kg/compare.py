"""Two sources or speakers side by side: only here, only there, shared, opposed.

What is compared are *positions*: a proposition, taken in one mode, affirmed, denied or left open.
The mode belongs to it, so that one side's prediction never counts as the other side's report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from kg import iris, sparql, verbs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.claims import Claim, Proposition
    from kg.graph import KnowledgeGraph

Attitude: TypeAlias = Literal["affirms", "denies", "leaves open"]

_ATTITUDES: dict[str, Attitude] = {
    "Affirms": "affirms",
    "AffirmsWithDoubt": "affirms",
    "LeavesOpen": "leaves open",
    "DeniesWithDoubt": "denies",
    "Denies": "denies",
}
#: Modes that hold something to be so. Between them, a denial opposes an affirmation; a denial in
#: any other mode opposes only an affirmation in the same mode.
_ASSERTING = frozenset({"Report", "Evaluation", "Explanation"})
_CONTRADICTS = "SELECT DISTINCT ?a ?b { ?a ae:contradicts ?b }"


@dataclass(frozen=True)
class Side:
    """One of the two: a source (everything in it, by whomever) or a speaker (in all sources)."""

    iri: str
    label: str
    kind: Literal["source", "actor"]


@dataclass(frozen=True)
class Position:
    """A proposition as one side takes it, with the claims by which it does.

    :param claims: at least one, in the order of the text.
    """

    proposition: Proposition
    mode: str
    attitude: Attitude
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Shared:
    """The same position on both sides."""

    left: Position
    right: Position


@dataclass(frozen=True)
class Opposed:
    """Positions that cannot both hold.

    :param why: one side denies what the other affirms, or both affirm what excludes each other
        (numbers or dates that have nothing in common).
    """

    left: Position
    right: Position
    why: Literal["denies", "contradicts"]


@dataclass(frozen=True)
class Comparison:
    """The result of :func:`compare`, every list in the order of the left side's, then the right
    side's texts.

    A position can be shared and yet opposed, when one side carries a denial of it as well.
    """

    left: Side
    right: Side
    only_left: tuple[Position, ...]
    only_right: tuple[Position, ...]
    shared: tuple[Shared, ...]
    opposed: tuple[Opposed, ...]


_Key: TypeAlias = tuple[str, str, Attitude]


def compare(graph: KnowledgeGraph, left: str, right: str) -> Comparison:
    """Compare two sources, two speakers, or a source and a speaker.

    :param left: key, IRI, label or alias of a source or actor; ``right`` likewise.
    :raises kg.errors.UnknownEntity: when there is none of that name, with the nearest names.
    """
    sides = (_side(graph, left), _side(graph, right))
    # Of a source, "X says P" is left out: the claim of X itself is in the source as well. A speaker
    # who quotes X does not thereby take X's position, so between speakers the quoting is compared.
    quoting = all(side.kind == "actor" for side in sides)
    here = _positions(_claims(graph, sides[0]), quoting=quoting)
    there = _positions(_claims(graph, sides[1]), quoting=quoting)
    opposed = _opposed(graph, here, there)
    settled = {_key(item.left) for item in opposed} | {_key(item.right) for item in opposed}
    return Comparison(
        left=sides[0],
        right=sides[1],
        only_left=tuple(p for k, p in here.items() if k not in there and k not in settled),
        only_right=tuple(p for k, p in there.items() if k not in here and k not in settled),
        shared=tuple(Shared(p, there[k]) for k, p in here.items() if k in there),
        opposed=opposed,
    )


def _side(graph: KnowledgeGraph, name: str) -> Side:
    iri = graph.lookup.iri(name, ("source", "actor"))
    kind = iris.split_id(iri)
    is_source = kind is not None and kind[0] == "source"
    return Side(iri, graph.lookup.label(iri), "source" if is_source else "actor")


def _claims(graph: KnowledgeGraph, side: Side) -> list[Claim]:
    return (
        graph.claims(source=side.iri) if side.kind == "source" else graph.claims(speaker=side.iri)
    )


def _key(position: Position) -> _Key:
    return position.proposition.iri, position.mode, position.attitude


def _positions(claims: Iterable[Claim], *, quoting: bool) -> dict[_Key, Position]:
    grouped: dict[_Key, tuple[Proposition, list[Claim]]] = {}
    for claim in claims:
        for item in claim.propositions:
            if item.predicate in verbs.REPORTING and not quoting:
                continue
            key: _Key = (item.iri, claim.mode, _ATTITUDES[claim.stance])
            grouped.setdefault(key, (item, []))[1].append(claim)
    return {
        key: Position(item, key[1], key[2], tuple(found)) for key, (item, found) in grouped.items()
    }


def _opposed(
    graph: KnowledgeGraph, here: dict[_Key, Position], there: dict[_Key, Position]
) -> tuple[Opposed, ...]:
    excludes: dict[str, set[str]] = {}
    for a, b in graph.select(sparql.prologue() + _CONTRADICTS).rows:
        excludes.setdefault(str(a), set()).add(str(b))
        excludes.setdefault(str(b), set()).add(str(a))
    by_proposition: dict[str, list[Position]] = {}
    for position in there.values():
        by_proposition.setdefault(position.proposition.iri, []).append(position)
    found: list[Opposed] = []
    for position in here.values():
        iri = position.proposition.iri
        for other in by_proposition.get(iri, ()):
            if _denies(position, other):
                found.append(Opposed(position, other, "denies"))
        for excluded in sorted(excludes.get(iri, ())):
            for other in by_proposition.get(excluded, ()):
                if _both_assert(position, other):
                    found.append(Opposed(position, other, "contradicts"))
    return tuple(found)


def _denies(left: Position, right: Position) -> bool:
    if {left.attitude, right.attitude} != {"affirms", "denies"}:
        return False
    return left.mode == right.mode or {left.mode, right.mode} <= _ASSERTING


def _both_assert(left: Position, right: Position) -> bool:
    return left.attitude == right.attitude == "affirms" and {left.mode, right.mode} <= _ASSERTING
