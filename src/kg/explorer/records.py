"""The records of a picture, as JSON has them: what a view, its parts and ways through it are.

Those of the other answers stand in :mod:`kg.explorer.answers`; ``docs/explorer-api.md`` is checked
against both.

Entities are named by their prefixed names (``actor:mek``). Inside one answer, records name each
other by their place in its lists; -1 stands for one that the answer does not hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, NotRequired, TypeAlias, TypedDict

from kg import terms
from kg.network import NODE_KINDS
from kg.views import wording


@dataclass(frozen=True)
class OneOf:
    """The values that a text may have."""

    values: tuple[str, ...]


#: Kinds of entity, and of claim: how it is meant.
EntityKind: TypeAlias = Annotated[str, OneOf(NODE_KINDS)]
ClaimKind: TypeAlias = Annotated[str, OneOf(tuple(wording.KINDS))]
#: Local names of the ontology's stances and modes.
Stance: TypeAlias = Annotated[str, OneOf(tuple(terms.STANCES.values()))]
Mode: TypeAlias = Annotated[str, OneOf(tuple(terms.MODES.values()))]
#: What a line is: drawn by the dataset's policies, or a kind of claim that was asked for.
Group: TypeAlias = Annotated[
    str, OneOf(("edges", "interpretations", *(kind for kind in wording.KINDS if kind not in
                                              ("report", "interpretation"))))
]  # fmt: skip


class Count(TypedDict):
    """So many of so many."""

    shown: int
    total: int


class When(TypedDict):
    """A date that claims give an entity: ``date`` is its place in ``dates``; ``group`` as that of
    a line."""

    date: int
    relation: str
    group: Group
    claims: list[int]


class Where(TypedDict):
    """A place that claims give an entity: ``place`` is its place in ``places``."""

    place: int
    relation: str
    group: Group
    claims: list[int]


class Node(TypedDict):
    """An entity.

    ``lines`` is its label, broken for a picture; ``degree`` the number of lines at it under the
    lens, also those that are not shown, and ``near`` that of its neighbours. ``when`` and ``where``
    hold every date and place that claims give it under the lens. ``disputed`` tells that speakers
    contradict each other about it. ``depth`` is its distance from the centre of an ego view.
    """

    id: str
    kind: EntityKind
    type: str
    label: str
    short: str
    lines: list[str]
    names: list[tuple[str, str]]
    x: float
    y: float
    size: float
    degree: int
    near: int
    claims: int
    disputed: bool
    when: list[When]
    where: list[Where]
    depth: NotRequired[int]
    betweenness: NotRequired[float]
    community: NotRequired[int]


class Line(TypedDict):
    """A line from node ``s`` to node ``o``; it stands on ``claims``. ``group`` is ``edges``
    (affirmed as a report), ``interpretations``, or, where those were asked for, the kind of claim
    that it is: ``prediction``, ``demand``, ``hypothesis``, ``denial``, ``doubt``, ``open``."""

    id: str
    s: int
    o: int
    relation: str
    label: str
    group: Group
    claims: list[int]
    disputed: bool


class Proposition(TypedDict):
    """What claims are about; says nothing by itself. ``against`` are propositions that cannot hold
    with it, ``quantity`` its place in ``quantities`` or -1."""

    id: str
    s: int
    o: int
    subject: str
    relation: str
    label: str
    object: str
    disputed: bool
    against: list[int]
    quantity: int


class Claim(TypedDict):
    """A claim. ``voices`` is who says so, outermost first, as texts with the speaker's node, or
    -1; ``kind`` says how it is meant; ``quotes`` are start, end, words and number of the
    sentence."""

    id: str
    speaker: str
    voices: list[tuple[str, int]]
    source: int
    stance: Stance
    mode: Mode
    kind: ClaimKind
    reporting: bool
    props: list[int]
    quotes: list[tuple[int, int, str, int]]
    locator: str


class Date(TypedDict):
    """A date with SEM's four bounds: earliest and latest first day, earliest and latest last day;
    empty where open."""

    id: str
    label: str
    edtf: str
    bounds: tuple[str, str, str, str]
    approximate: bool


class Place(TypedDict):
    """A place; ``precision`` is its type (city, country …). One without a point of its own has that
    of the nearest place around it, whose name is then in ``at``."""

    id: str
    label: str
    precision: str
    lon: float | None
    lat: float | None
    at: str
    within: list[str]


class Quantity(TypedDict):
    """So many of something; a bound is null where open."""

    id: str
    label: str
    counted: str
    lower: int | None
    upper: int | None
    approximate: bool


class Source(TypedDict):
    """A source; ``quoted`` tells whether its text is held."""

    id: str
    label: str
    quoted: bool


class Speaker(TypedDict):
    """Somebody who makes claims."""

    id: str
    label: str
    claims: int


class Lens(TypedDict):
    """A lens: its written form, empty for none, and in words."""

    id: str
    label: str


class Counts(TypedDict):
    """What is shown of how many."""

    nodes: Count
    lines: Count
    claims: Count


class View(TypedDict):
    """One picture: the entities that come first under a lens, or around one of them."""

    lens: Lens
    mode: list[str]
    around: str | None
    counts: Counts
    nodes: list[Node]
    lines: list[Line]
    props: list[Proposition]
    claims: list[Claim]
    dates: list[Date]
    places: list[Place]
    quantities: list[Quantity]
    sources: list[Source]
    kinds: dict[str, int]


class NearEntity(TypedDict):
    """A neighbour; ``claims`` is how many claims the lines of this relation stand on."""

    id: str
    kind: EntityKind
    label: str
    degree: int
    claims: int


class NearGroup(TypedDict):
    """Neighbours by one relation in one direction, seen from the entity."""

    relation: str
    label: str
    direction: Annotated[str, OneOf(("to", "from"))]
    group: Group
    total: int
    entities: list[NearEntity]


class Near(TypedDict):
    """What stands around an entity: ``total`` neighbours."""

    id: str
    total: int
    groups: list[NearGroup]


class HopClaim(TypedDict):
    """A claim that a line of a chain stands on."""

    id: str
    attribution: str
    quotes: list[str]
    kind: ClaimKind
    source: str


class HopLine(TypedDict):
    """A line of a chain, with the first of the ``total`` claims that it stands on."""

    subject: str
    object: str
    relation: str
    label: str
    group: Group
    disputed: bool
    claims: list[HopClaim]
    total: int


class Hop(TypedDict):
    """One step of a chain: all lines between two neighbours, in both directions."""

    start: str
    end: str
    lines: list[HopLine]


class Path(TypedDict):
    """A chain between two entities."""

    nodes: list[str]
    hops: list[Hop]


class Overview(TypedDict):
    """Every entity and line under a lens, as columns: the n-th values belong together.

    ``kind`` is a place in ``kinds``; ``community`` the number of a community, the same under every
    lens. ``labels`` are empty where names would be too many to send. ``lines`` holds pairs of
    places of nodes, one pair for each two that lines join; ``disputed`` places of pairs. ``dated``
    holds triples: the place of a node, and the first and the last day that a date of it may touch,
    as days since 1970-01-01, null where open on purpose (``1988/..``); an end that nobody states
    (``1988-07/``) is the latest day on which it may have begun, and such a beginning the earliest
    day on which it may have ended.
    """

    lens: Lens
    counts: Counts
    kinds: list[str]
    ids: list[str]
    labels: list[str]
    kind: list[int]
    x: list[float]
    y: list[float]
    degree: list[int]
    community: list[int]
    lines: list[int]
    disputed: list[int]
    dated: list[int | None]
