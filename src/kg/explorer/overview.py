"""All entities at once, as columns: a map of communities for datasets too large for one picture.

Communities are found once for the whole dataset; each takes a disc whose area grows with its
members, its hubs in the middle, so that the same entity stands in the same place under every lens.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import TypeAlias
from weakref import WeakKeyDictionary

from kg import iris, network
from kg.explorer import choice, placing
from kg.explorer import lines as networks
from kg.explorer.choice import Choice
from kg.explorer.index import Date
from kg.explorer.lines import Lines
from kg.explorer.records import Overview
from kg.graph import KnowledgeGraph
from kg.network import NODE_KINDS
from kg.views.wording import clean

#: Distance of neighbours in a disc.
_STEP = 30.0
#: The angle that fills a disc evenly (Vogel 1979).
_GOLDEN = math.pi * (3 - math.sqrt(5))
#: Entities whose names come along: the others tell theirs when they are pointed at.
_NAMED = 5_000


def build(graph: KnowledgeGraph, chosen: Choice) -> Overview:
    """The columns under a choice."""
    found = networks.of(graph, chosen)
    index = found.index
    points = _with_others(positions(graph), found)
    listed = [at for at in points if at in found.beside]
    number = {at: place for place, at in enumerate(listed)}
    pairs: list[int] = []
    disputed: list[int] = []
    seen: dict[tuple[int, int], int] = {}
    for line in found.lines:
        a, b = sorted((number[line.start], number[line.end]))
        if a != b and (a, b) not in seen:
            seen[a, b] = len(pairs) // 2
            pairs += (a, b)
        if line.disputed and a != b:
            disputed.append(seen[a, b])
    return Overview(
        lens={"id": str(chosen.lens or ""), "label": clean(choice.label(graph, chosen.lens))},
        counts={
            "nodes": {"shown": len(listed), "total": len(listed)},
            "lines": {"shown": len(pairs) // 2, "total": len(found.lines)},
            "claims": {"shown": 0, "total": len(choice.under(graph, chosen.lens))},
        },
        kinds=list(NODE_KINDS),
        ids=[clean(iris.compact(index.entities[at])) for at in listed],
        labels=[clean(index.label(at)) if n < _NAMED else "" for n, at in enumerate(listed)],
        kind=[NODE_KINDS.index(index.kinds[at]) for at in listed],
        x=[points[at][0] for at in listed],
        y=[points[at][1] for at in listed],
        degree=[found.degrees[at] for at in listed],
        community=[points[at][2] for at in listed],
        lines=pairs,
        disputed=sorted(set(disputed)),
        dated=_dated(found, number),
    )


def _dated(found: Lines, number: Mapping[int, int]) -> list[int | None]:
    """Triples for each date that lines give: see :class:`kg.explorer.records.Overview`."""
    dates = found.index.dates
    triples: list[int | None] = []
    for line in found.lines:
        if line.predicate == networks.DATE and line.end in dates:
            first, last = _span(dates[line.end])
            triples += (number[line.start], _day(first), _day(last))
    return triples


def _span(found: Date) -> tuple[str, str]:
    """First and last day that a date may touch, as ``span`` of the page's ``model.js`` has them: an
    end that is open on purpose (``1988/..``) reaches on, one that nobody states (``1988-07/``) ends
    with the latest day on which it may have begun."""
    first, begun, ending, last = found.bounds
    return (
        first or ("" if found.edtf.startswith("../") else ending),
        last or ("" if found.edtf.endswith("/..") else begun),
    )


def _day(text: str) -> int | None:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days if text else None


#: Position and community by entity.
Points: TypeAlias = Mapping[int, tuple[float, float, int]]

_KEPT: WeakKeyDictionary[KnowledgeGraph, Points] = WeakKeyDictionary()


def positions(graph: KnowledgeGraph) -> Points:
    """Position and community of every entity that lines name, the most connected first."""
    if graph not in _KEPT:
        found = networks.of(graph, Choice(None))
        if len(found.beside) <= placing.BASE:  # small enough for the usual picture
            base = placing.base(graph)
            member = _communities(found)
            _KEPT[graph] = {at: (*point, member[at]) for at, point in base.items()}
        else:
            _KEPT[graph] = _discs(found)
    return _KEPT[graph]


def _with_others(points: Points, found: Lines) -> Points:
    """With what only lines of other kinds name (predictions, demands …): beside a neighbour that
    has a place, or else below everything."""
    others = [at for at in sorted(found.beside) if at not in points]
    if not others:
        return points
    below = 4 * _STEP + max((y for _, y, _ in points.values()), default=0.0)
    apart = 1 + max((community for _, _, community in points.values()), default=-1)
    placed: dict[int, tuple[float, float, int]] = {}
    for place, at in enumerate(others):
        near = min((o for o in found.beside[at] if o in points), default=-1)
        x, y, community = points[near] if near >= 0 else (0.0, below, apart)
        r, angle = _STEP * (0.5 if near >= 0 else math.sqrt(place)), place * _GOLDEN
        placed[at] = (
            round(x + r * math.cos(angle), 1), round(y + abs(r * math.sin(angle)), 1), community,
        )  # fmt: skip
    return {**points, **placed}


def _communities(found: Lines) -> Mapping[int, int]:
    joined = network.joined(
        [str(at) for at in sorted(found.beside)],
        [(str(line.start), str(line.end)) for line in found.lines],
    )
    large = len(found.beside) > _LOUVAIN
    members = network.labelled(joined) if large else network.communities(joined)
    return {int(name): number for name, number in members.items()}


#: Beyond so many entities, communities are found by label propagation, in a twentieth of the time.
_LOUVAIN = 5_000


def _discs(found: Lines) -> Points:
    member = _communities(found)
    groups: dict[int, list[int]] = {}
    for at in sorted(found.beside, key=lambda at: (-found.degrees[at], at)):
        groups.setdefault(member[at], []).append(at)
    radius = {name: _STEP * math.sqrt(len(group)) + 2 * _STEP for name, group in groups.items()}
    centres = _packed([(name, radius[name]) for name in sorted(groups)])
    points: dict[int, tuple[float, float, int]] = {}
    for name, group in groups.items():
        x, y = centres[name]
        for place, at in enumerate(group):
            r, angle = _STEP * math.sqrt(place), place * _GOLDEN
            points[at] = (
                round(x + r * math.cos(angle), 1), round(y + r * math.sin(angle), 1), name,
            )  # fmt: skip
    ranked = sorted(points, key=lambda at: (-found.degrees[at], at))
    return {at: points[at] for at in ranked}


def _packed(discs: list[tuple[int, float]]) -> dict[int, tuple[float, float]]:
    """Centres of discs, the largest in the middle, row by row around it in rings that never meet:
    simple, quick, and no disc over another."""
    placed: dict[int, tuple[float, float]] = {}
    ring, angle, width = 0.0, 0.0, 0.0
    for name, radius in discs:
        if not placed:
            placed[name] = (0.0, 0.0)
            ring = radius
            continue
        if width == 0.0:
            width = radius
        turn = 2 * math.asin(min(1.0, (radius + _STEP) / (ring + width + radius)))
        if angle + turn > 2 * math.pi:
            ring, angle, width = ring + 2 * width, 0.0, radius
            turn = 2 * math.asin(min(1.0, (radius + _STEP) / (ring + width + radius)))
        middle = angle + turn / 2
        distance = ring + width
        placed[name] = (distance * math.cos(middle) * 1.3, distance * math.sin(middle))
        angle += turn
    return placed
