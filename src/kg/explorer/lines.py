"""The network under a choice: lines between entities, each standing on claims; what comes first.

As :mod:`kg.network` builds it, from the columns of an index: the same lines, in milliseconds.
A line of predictions, demands, hypotheses, denials or doubts is there only when its kind is asked
for by name, and says so in its ``group``; no two kinds ever share a line.
"""

from __future__ import annotations

import heapq
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

from kg import iris, network
from kg.explorer import choice, reading
from kg.explorer.choice import Choice
from kg.explorer.index import Index
from kg.graph import KnowledgeGraph

_COUNT = iris.AE + "count"
#: Names of the graphs that hold what is drawn by the dataset's policies.
_GROUPS = {"report": "edges", "interpretation": "interpretations"}
# As in kg.views.layout: places and dates are circumstances.
_WEIGHTS = {"event": 1.0, "actor": 1.0, "series": 0.9, "prospect": 0.5, "place": 0.5, "date": 0.3}
_KEEP = 8


#: The relation that gives an event its dates.
DATE = iris.AE + "date"


@dataclass
class Line:
    """A line from ``start`` to ``end`` (numbers of entities) with one relation and one group:
    ``edges``, ``interpretations``, or the kind of claim that it stands on."""

    start: int
    end: int
    predicate: str
    group: str
    claims: list[int] = field(default_factory=list)
    propositions: list[int] = field(default_factory=list)
    disputed: bool = False


@dataclass(eq=False)
class Lines:
    """All lines under a choice."""

    index: Index
    lines: list[Line]

    @cached_property
    def beside(self) -> dict[int, dict[int, int]]:
        """For each entity the others that lines join it to, with the number of lines."""
        found: dict[int, dict[int, int]] = {}
        for line in self.lines:
            for one, other in ((line.start, line.end), (line.end, line.start)):
                near = found.setdefault(one, {})
                near[other] = near.get(other, 0) + 1
        return found

    @cached_property
    def degrees(self) -> dict[int, int]:
        """Number of lines at each entity."""
        return {entity: sum(near.values()) for entity, near in self.beside.items()}

    @cached_property
    def at(self) -> dict[int, list[int]]:
        """Numbers of the lines at each entity."""
        found: dict[int, list[int]] = {}
        for number, line in enumerate(self.lines):
            found.setdefault(line.start, []).append(number)
            if line.end != line.start:
                found.setdefault(line.end, []).append(number)
        return found

    @cached_property
    def _scores(self) -> dict[int, float]:
        kinds, degrees = self.index.kinds, self.degrees
        score = {at: _WEIGHTS[kinds[at]] * degrees[at] for at in self.beside}
        for at, near in self.beside.items():  # the "where" and "when" of what matters most
            if kinds[at] in ("place", "date"):
                score[at] += max((0.2 * degrees[other] for other in near), default=0.0)
        return score

    @cached_property
    def first(self) -> tuple[int, ...]:
        """The 2,000 entities that come first (or all)."""
        return tuple(self.order(2_000))

    def order(self, limit: int, seeds: Sequence[int] = ()) -> Iterator[int]:
        """Entities, the most connected first, each joined to one before it where it can be: so
        the first n are a connected part, for any n.

        :param seeds: begin with these, and go on from them before anywhere else.
        """
        score, beside = self._scores, self.beside
        chosen: set[int] = set()
        frontier: list[tuple[float, int]] = []
        rest = iter(sorted(score, key=lambda at: (-score[at], at)))
        todo = list(seeds)
        while len(chosen) < limit:
            if todo:
                at = todo.pop(0)
            elif frontier:
                at = heapq.heappop(frontier)[1]
            else:
                at = next(rest, -1)
                if at < 0:
                    return
            if at in chosen:
                continue
            chosen.add(at)
            yield at
            for other in beside.get(at, ()):
                if other not in chosen:
                    heapq.heappush(frontier, (-score[other], other))

    def around(self, centre: Sequence[int], hops: int) -> dict[int, int]:
        """Entities within some steps of others, with their distance: an ego network."""
        found = dict.fromkeys(centre, 0)
        edge = list(found)
        for distance in range(1, hops + 1):
            edge = [o for at in edge for o in self.beside.get(at, ()) if o not in found]
            found |= {at: distance for at in edge if at not in found}
            edge = list(dict.fromkeys(edge))
        return found


_KEPT: WeakKeyDictionary[KnowledgeGraph, OrderedDict[Choice, Lines]] = WeakKeyDictionary()


def of(graph: KnowledgeGraph, chosen: Choice) -> Lines:
    """The lines under a choice, kept for the next time."""
    kept = _KEPT.setdefault(graph, OrderedDict())
    if chosen in kept:
        kept.move_to_end(chosen)
        return kept[chosen]
    kept[chosen] = found = _build(graph, chosen)
    if len(kept) > _KEEP:
        kept.popitem(last=False)
    return found


def _build(graph: KnowledgeGraph, chosen: Choice) -> Lines:
    index = reading.of(graph)
    found: dict[tuple[int, int, str, str], Line] = {}
    drawn = frozenset(chosen.drawn)
    for at, propositions in choice.under(graph, chosen.lens).items():
        kind = index.claims[at].kind
        if kind not in drawn:
            continue
        group = _GROUPS.get(kind, kind)
        for number in propositions:
            item = index.propositions[number]
            if item.subject < 0 or item.object < 0 or item.predicate == _COUNT:
                continue
            key = (item.subject, item.object, item.predicate, group)
            line = found.get(key)
            if line is None:
                line = found[key] = Line(*key)
                line.propositions.append(number)
            elif number not in line.propositions:
                line.propositions.append(number)
            line.claims.append(at)
            line.disputed = line.disputed or number in index.disputed
    return Lines(index, list(found.values()))


def metrics(listed: Sequence[int], lines: Sequence[Line]) -> dict[int, tuple[float, int]]:
    """Betweenness and community in the network that is shown.

    :param listed: numbers of its entities.
    """
    joined = network.joined(
        [str(at) for at in listed], [(str(line.start), str(line.end)) for line in lines]
    )
    for name in joined:
        joined.nodes[name].update(label=name, kind="")
    return {
        int(row.iri): (round(row.betweenness, 6), row.community) for row in network.metrics(joined)
    }
