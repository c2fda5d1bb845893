"""Where entities stand: the same place under every lens, so that a picture can be compared.

The first :data:`BASE` entities of the whole dataset are placed once (:mod:`kg.views.layout`,
seeded). Whatever else comes into a view takes a free place beside its neighbours; the same view
gives the same picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from weakref import WeakKeyDictionary

from kg import network
from kg.explorer import lines as networks
from kg.explorer.choice import Choice
from kg.explorer.index import Index
from kg.explorer.lines import Lines
from kg.graph import KnowledgeGraph
from kg.views import figures, layout, wording

#: Entities that are placed before anybody asks.
BASE = 500
#: And so many of them by the spring layout, in the middle.
_BACKBONE = 60

_KEPT: WeakKeyDictionary[KnowledgeGraph, Mapping[int, tuple[float, float]]] = WeakKeyDictionary()


def figure(index: Index, entity: int, degree: int) -> figures.Figure:
    """How large an entity is drawn, and its label in lines."""
    iri = index.entities[entity]
    label = index.shorts.get(iri) or index.label(entity)
    return figures.figure(index.kinds[entity], wording.clean(label), degree)


def base(graph: KnowledgeGraph) -> Mapping[int, tuple[float, float]]:
    """Positions of the first entities of the dataset."""
    if graph not in _KEPT:
        found = networks.of(graph, Choice(None))
        _KEPT[graph] = _laid_out(found, found.first[:BASE])
    return _KEPT[graph]


def _laid_out(found: Lines, shown: Sequence[int]) -> dict[int, tuple[float, float]]:
    names = {str(at): at for at in shown}
    held = frozenset(shown)
    pairs = [
        (str(line.start), str(line.end))
        for line in found.lines
        if line.start in held and line.end in held
    ]
    boxes = {
        name: figure(found.index, at, found.degrees.get(at, 0)).box for name, at in names.items()
    }
    placed = layout.place(network.joined(list(names), pairs), list(names), boxes, _BACKBONE)
    return {names[name]: point for name, point in placed.items()}


def place(
    graph: KnowledgeGraph, found: Lines, shown: Sequence[int], *, own: bool = False
) -> dict[int, tuple[float, float]]:
    """Positions of the entities of a view.

    :param own: laid out by itself, for a small part of the whole that would be all in one corner:
        what stands around one entity, or predictions alone.
    """
    if own:
        return _laid_out(found, shown)
    known = base(graph)
    start = {at: known[at] for at in shown if at in known}
    rest = [at for at in shown if at not in known]
    if not rest:
        return start
    whole = networks.of(graph, Choice(None))
    beside = {at: sorted({*found.beside.get(at, ()), *whole.beside.get(at, ())}) for at in rest}
    boxes = {at: figure(found.index, at, found.degrees.get(at, 0)).box for at in shown}
    new = layout.place_beside(start, beside, boxes)
    return {at: start.get(at, new[at]) for at in shown}
