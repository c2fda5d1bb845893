"""The records of answers that are no picture, as JSON has them: speakers, comparisons, figures, the
catalogue, the terms. As in :mod:`kg.explorer.records`, entities are named by their prefixed names.
"""

from __future__ import annotations

from typing import TypedDict

from kg.explorer.records import ClaimKind, HopClaim, Quantity, Speaker


class Speakers(TypedDict):
    """Everybody who makes claims, those with the most claims first; ``total`` of them."""

    total: int
    speakers: list[Speaker]


class Position(TypedDict):
    """A proposition as one side takes it, with the claims by which it does."""

    proposition: str
    subject: str
    subject_id: str
    relation: str
    label: str
    object: str
    mode: str
    attitude: str
    quantity: Quantity | None
    claims: list[HopClaim]


class Pair(TypedDict):
    """Positions of both sides; ``why`` is how they are opposed, empty where they are shared."""

    left: Position
    right: Position
    why: str


class Side(TypedDict):
    """A source or a speaker."""

    id: str
    label: str
    kind: str


class Figure(TypedDict):
    """So many of something, as one speaker says: ``attitude`` tells whether it is affirmed.

    ``words`` are those that the number was read from, empty where the claim rests on no quote.
    """

    subject: str
    subject_id: str
    quantity: Quantity
    speaker: str
    speaker_id: str
    attribution: str
    attitude: str
    kind: ClaimKind
    claim: str
    words: str
    disputed: bool


class Figures(TypedDict):
    """Numbers, subject by subject, the smallest first."""

    figures: list[Figure]


class Comparison(TypedDict):
    """Two sides beside each other. ``figures`` are all speakers' numbers for what either side
    counts, so that each can be seen among the others."""

    left: Side
    right: Side
    only_left: list[Position]
    only_right: list[Position]
    shared: list[Pair]
    opposed: list[Pair]
    figures: list[Figure]


class Value(TypedDict):
    """A value that a parameter may have, and what it is called."""

    value: str
    label: str


class QueryParameter(TypedDict):
    """A parameter of a ready question; ``label`` is what its default is called, ``choices`` are its
    values where the dataset knows few."""

    name: str
    type: str
    default: str
    label: str
    description: str
    required: bool
    choices: list[Value]


class ReadyQuery(TypedDict):
    """A question of the catalogue; ``view`` is how its answer is best shown."""

    name: str
    topic: str
    summary: str
    description: str
    view: str
    query: str
    parameters: list[QueryParameter]


class Catalogue(TypedDict):
    """All ready questions."""

    queries: list[ReadyQuery]


class Term(TypedDict):
    """A class, a property or a value of the dataset, for completion."""

    iri: str
    name: str
    kind: str
    label: str
    definition: str


class Terms(TypedDict):
    """What queries are written with: terms and prefixes."""

    terms: list[Term]
    prefixes: dict[str, str]
