"""The records that the page reads: plain values, ready for JSON.

Entities, claims, propositions and sources name each other by their place in their list; -1 stands
for one that the page does not hold. ``assets/data.js`` reads exactly these.
"""

from __future__ import annotations

from typing import TypedDict


class Node(TypedDict):
    """An entity.

    ``rank`` is its place among the drawn ones, the most connected first; -1 when no edge names it,
    so that it is listed and never drawn. ``size`` is half the height of its mark,
    ``font`` the size of its letters. ``span`` holds the first and the last day that an event or
    a date may touch (``YYYY-MM-DD``, empty where open). ``disputed`` tells that speakers contradict
    each other about it.
    """

    id: str
    kind: str
    label: str
    short: str
    lines: list[str]
    type: str
    labels: list[tuple[str, str]]
    aliases: list[str]
    definition: str
    links: list[tuple[str, str]]
    facts: list[tuple[str, str, str, str]]
    span: tuple[str, str] | None
    rank: int
    font: int
    size: float
    x: float
    y: float
    disputed: bool


class Edge(TypedDict):
    """A line of the network: the claims in ``claims`` carry it."""

    id: str
    s: int
    o: int
    relation: str
    label: str
    graph: str
    claims: list[int]
    props: list[int]
    disputed: bool


class Proposition(TypedDict):
    """Subject, relation and object as people read them."""

    s: int
    o: int
    subject: str
    relation: str
    label: str
    object: str
    disputed: bool
    against: list[int]


class Claim(TypedDict):
    """A claim. ``by`` is the chain of speakers with what each does, as text and entity; ``kind``
    tells how it is drawn or why not (:data:`kg.views.wording.KINDS`)."""

    id: str
    key: str
    source: int
    speaker: int
    by: list[tuple[str, int]]
    stance: str
    mode: str
    kind: str
    reporting: bool
    props: list[int]
    quotes: list[tuple[int, int, str]]
    citation: str
    locator: str
    unchecked: bool
    note: str
    resolutions: list[tuple[str, str, str, str]]


class Segment(TypedDict):
    """A sentence, heading or caption with its place in the source's text: ``n`` is its number,
    ``p`` that of its paragraph."""

    n: int
    p: int
    kind: str
    start: int
    text: str
    skipped: str


class Source(TypedDict):
    """A source; ``segments`` is empty for a work that is only cited."""

    id: str
    label: str
    title: str
    by: list[str]
    publisher: str
    published: str
    inferred: str
    citation: str
    rights: str
    url: str
    quoted: bool
    segments: list[Segment]


class Payload(TypedDict):
    """Everything that the page shows.

    ``relations`` names each relation, its label and its group. ``lenses`` holds, for each lens that
    the page offers beside one for each speaker, the claims it chooses, each with those of its
    propositions that stay. ``held`` and ``total`` count
    entities: those in the page, and those that claims name. ``backbone`` is how many are drawn at
    first sight.
    """

    title: str
    lens: str
    nodes: list[Node]
    edges: list[Edge]
    props: list[Proposition]
    claims: list[Claim]
    sources: list[Source]
    lenses: list[tuple[str, str, list[tuple[int, list[int]]]]]
    relations: list[tuple[str, str, str]]
    held: int
    total: int
    backbone: int
