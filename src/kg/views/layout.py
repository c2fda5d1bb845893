"""Where the nodes stand: the most connected first and in the middle, no label over another.

Positions come from :func:`kg.network.positions` (seeded) for the backbone, the most connected part
that is shown at first sight. Boxes that overlap are pushed apart; every other node then takes the
free place nearest to its neighbours. The same network gives the same picture.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kg import network
from kg.network import Network

#: How many nodes are shown at first sight.
BACKBONE = 38

Name = TypeVar("Name", bound=Hashable)

# Places and dates are circumstances: they come after the actors and events they belong to.
_WEIGHTS = {"event": 1.0, "actor": 1.0, "series": 0.9, "prospect": 0.5, "place": 0.5, "date": 0.3}
_ASPECT = 1.62
_ROOM = 2.2
_GAP = 14.0
_CELL = 160.0


@dataclass(frozen=True)
class Box:
    """Room that a node takes around its point: half its width, and above and below the point."""

    half: float
    up: float
    down: float


def order(graph: Network) -> list[str]:
    """The nodes, the most connected first, each joined to one before it where it can be: so the
    first n are a connected part of the network, for any n."""
    beside: dict[str, set[str]] = {node: set() for node in graph}
    for s, o in graph.edges():
        beside[s].add(o)
        beside[o].add(s)
    score: dict[str, float] = {
        node: _WEIGHTS.get(data["kind"], 0.3) * graph.degree(node)
        for node, data in graph.nodes(data=True)
    }
    for node, data in graph.nodes(data=True):
        if data["kind"] in ("place", "date"):  # the "where" and "when" of what matters most
            score[node] += max(
                (_lent(graph, beside, other, data["kind"]) for other in beside[node]), default=0.0
            )
    rest = sorted(graph, key=lambda node: (-score[node], node))
    frontier: list[tuple[float, str]] = []
    chosen: dict[str, None] = {}
    for seed in rest:
        heapq.heappush(frontier, (-score[seed], seed))
        while frontier:
            _, node = heapq.heappop(frontier)
            if node not in chosen:
                chosen[node] = None
                for other in beside[node] - chosen.keys():
                    heapq.heappush(frontier, (-score[other], other))
    return list(chosen)


def _lent(graph: Network, beside: Mapping[str, set[str]], event: str, kind: str) -> float:
    """What an event lends to a place or date of it; little where it has many of them."""
    same = int(sum(graph.nodes[other]["kind"] == kind for other in beside[event]))
    return 0.2 * float(graph.degree(event)) * min(1.0, 2.0 / same)


def place(
    graph: Network, ranked: Sequence[str], boxes: Mapping[str, Box], backbone: int = BACKBONE
) -> dict[str, tuple[float, float]]:
    """Positions of all nodes.

    :param ranked: the nodes as :func:`order` gives them.
    :param boxes: the room each node takes.
    :param backbone: so many of the first are laid out by the spring layout, in the middle.
    """
    first = list(ranked[:backbone])
    start = _apart(_spread(network.positions(graph.subgraph(first).copy()), boxes), boxes)
    beside = {
        node: sorted({*graph.successors(node), *graph.predecessors(node)})
        for node in ranked[backbone:]
    }
    return place_beside(start, beside, boxes)


def place_beside(
    start: Mapping[Name, tuple[float, float]],
    beside: Mapping[Name, Iterable[Name]],
    boxes: Mapping[Name, Box],
) -> dict[Name, tuple[float, float]]:
    """Positions of nodes that come to a picture in which others stand already.

    :param start: where those stand.
    :param beside: the new nodes in their order, each with its neighbours; it takes the free place
        nearest to those that have one.
    :param boxes: the room that each node, old or new, takes.
    """
    taken: _Grid[Name] = _Grid(boxes)
    found = {node: taken.nearest(node, *point) for node, point in start.items()}
    for node, others in beside.items():
        near = [found[other] for other in others if other in found]
        found[node] = taken.nearest(node, *_anchor(near, found))
    return found


def _anchor(
    beside: Sequence[tuple[float, float]], found: Mapping[Name, tuple[float, float]]
) -> tuple[float, float]:
    if beside:
        return sum(x for x, _ in beside) / len(beside), sum(y for _, y in beside) / len(beside)
    return 0.0, max((y for _, y in found.values()), default=0.0) + 80.0


def _spiral(angle: float) -> Iterator[tuple[float, float]]:
    """Offsets ever farther away, beginning in one direction (outward), to both sides of it."""
    yield 0.0, 0.0
    radius = 0.0
    while True:
        radius += 34.0
        steps = max(8, int(radius / 14.0))
        for step in range(steps):
            turn = angle + (-1) ** step * math.pi * (step + 1) // 2 * 2 / steps
            yield radius * 1.25 * math.cos(turn), radius * math.sin(turn)


def _spread(
    raw: Mapping[str, tuple[float, float]], boxes: Mapping[str, Box]
) -> dict[str, tuple[float, float]]:
    """Turned so that it is widest from left to right, and spread over a landscape sheet of which
    the boxes fill about a third. Half of each coordinate is the rank among all, which fills the
    corners and keeps what stands left of or above what."""
    if not raw:
        return {}
    names = sorted(raw)
    x0 = sum(raw[node][0] for node in names) / len(names)
    y0 = sum(raw[node][1] for node in names) / len(names)
    xx = sum((raw[node][0] - x0) ** 2 for node in names)
    yy = sum((raw[node][1] - y0) ** 2 for node in names)
    xy = sum((raw[node][0] - x0) * (raw[node][1] - y0) for node in names)
    turn = -0.5 * math.atan2(2 * xy, xx - yy)
    cos, sin = math.cos(turn), math.sin(turn)
    turned = {
        node: (
            (raw[node][0] - x0) * cos - (raw[node][1] - y0) * sin,
            (raw[node][0] - x0) * sin + (raw[node][1] - y0) * cos,
        )
        for node in names
    }
    area = sum(2 * boxes[node].half * (boxes[node].up + boxes[node].down) for node in names)
    sheet = math.sqrt(area * _ROOM)
    xs = _evened({node: turned[node][0] for node in names}, sheet * math.sqrt(_ASPECT))
    ys = _evened({node: turned[node][1] for node in names}, sheet / math.sqrt(_ASPECT))
    return {node: (xs[node], ys[node]) for node in names}


def _evened(values: Mapping[str, float], size: float) -> dict[str, float]:
    low, high = min(values.values()), max(values.values())
    ranked = sorted(values, key=lambda node: (values[node], node))
    last = max(1, len(ranked) - 1)
    return {
        node: size * (((values[node] - low) / max(1e-9, high - low) + at / last) / 2 - 0.5)
        for at, node in enumerate(ranked)
    }


def _apart(
    start: Mapping[str, tuple[float, float]], boxes: Mapping[str, Box]
) -> dict[str, tuple[float, float]]:
    """Overlapping boxes pushed apart, each pair along the axis on which they overlap least."""
    points = {node: list(start[node]) for node in start}
    names = sorted(points)
    for _ in range(120):
        moved = False
        for at, a in enumerate(names):
            for b in names[at + 1 :]:
                moved = _push(points, boxes, a, b) or moved
        if not moved:
            break
    return {node: (round(x, 1), round(y, 1)) for node, (x, y) in points.items()}


def _push(points: dict[str, list[float]], boxes: Mapping[str, Box], a: str, b: str) -> bool:
    one, other, p, q = boxes[a], boxes[b], points[a], points[b]
    across = one.half + other.half + _GAP - abs(q[0] - p[0])
    if across <= 0:
        return False
    below = q[1] >= p[1]
    need = (one.down + other.up if below else one.up + other.down) + _GAP
    along = need - abs(q[1] - p[1])
    if along <= 0:
        return False
    if across < along:
        step = across / 2 if q[0] >= p[0] else -across / 2
        p[0] -= step
        q[0] += step
    else:
        step = along / 2 if below else -along / 2
        p[1] -= step
        q[1] += step
    return True


class _Grid(Generic[Name]):
    """Boxes by the cells they touch, to find overlaps without comparing all pairs."""

    def __init__(self, boxes: Mapping[Name, Box]) -> None:
        self._boxes = boxes
        self._cells: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}
        #: By point: boxes (half, up, down) for which so many places nearest to it are taken.
        self._full: dict[tuple[float, float], list[tuple[float, float, float, int]]] = {}

    def _rectangle(self, node: Name, x: float, y: float) -> tuple[float, float, float, float]:
        box = self._boxes[node]
        gap = _GAP / 2
        return x - box.half - gap, y - box.up - gap, x + box.half + gap, y + box.down + gap

    def _touched(self, r: tuple[float, float, float, float]) -> Iterator[tuple[int, int]]:
        for i in range(int(r[0] // _CELL), int(r[2] // _CELL) + 1):
            for j in range(int(r[1] // _CELL), int(r[3] // _CELL) + 1):
                yield i, j

    def nearest(self, node: Name, x: float, y: float) -> tuple[float, float]:
        """Take the free place nearest to a point."""
        box = self._boxes[node]
        before = self._full.setdefault((x, y), [])
        # Where a box found no room a larger one finds none: around a hub, that saves most looks.
        known = [n for half, up, down, n in before
                 if half <= box.half and up <= box.up and down <= box.down]  # fmt: skip
        skip = max(known, default=0)
        for number, (dx, dy) in enumerate(_spiral(math.atan2(y, x))):
            if number < skip:
                continue
            point = round(x + dx, 1), round(y + dy, 1)
            if self._free(node, *point):
                before.append((box.half, box.up, box.down, number))
                r = self._rectangle(node, *point)
                for cell in self._touched(r):
                    self._cells.setdefault(cell, []).append(r)
                return point
        raise AssertionError("a spiral has no end")

    def _free(self, node: Name, x: float, y: float) -> bool:
        a = self._rectangle(node, x, y)
        return not any(
            a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
            for cell in self._touched(a)
            for b in self._cells.get(cell, ())
        )
