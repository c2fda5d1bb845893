"""Wholes and parts that run in a circle: what belongs to a thing cannot also hold that thing.

Speakers may disagree about what is part of what, so only what one speaker affirms as a report is
held against itself, and against the editors' own facts, which claims must not turn round.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg import terms
from kg.loading import Registry
from kg.resolving._things import EntityRef

#: Relations by which a thing belongs to a larger one.
_NESTING = tuple(
    name for name, item in terms.RELATIONS.items() if item.transitive and not item.only_inferred
)


class Nesting:
    """What belongs to what by one relation.

    :param given: what holds already, and is in no circle by itself.
    """

    def __init__(self, given: Mapping[str, Sequence[str]] | None = None) -> None:
        self._given = given or {}
        self._larger: dict[str, list[str]] = defaultdict(list)

    def add(self, part: str, whole: str) -> list[str]:
        """Add a pair, unless it closes a circle.

        :returns: the way from the whole back to the part and on to the whole, or nothing.
        """
        before: dict[str, str | None] = {whole: None}
        edge = [whole]
        while edge and part not in before:
            at = edge.pop()
            for larger in (*self._given.get(at, ()), *self._larger.get(at, ())):
                if larger not in before:
                    before[larger] = at
                    edge.append(larger)
        if part not in before:
            self._larger[part].append(whole)
            return []
        way: list[str] = []
        step: str | None = part
        while step is not None:
            way.append(step)
            step = before[step]
        return [part, *reversed(way)]


def check_facts(registry: Registry) -> None:
    """Add the circles in the editors' facts to the findings of their files."""
    for relation in _NESTING:
        nesting = Nesting()
        for key in registry.larger.get(relation, ()):
            for at, fact in enumerate(registry.entities[key].facts):
                if fact.predicate != relation or not isinstance(fact.object, str):
                    continue
                if way := nesting.add(key, fact.object):
                    registry.find(key).add((key, "facts", at), *_said(relation, way))


class Circles:
    """The circles in what the speakers of one source affirm."""

    def __init__(self, registry: Registry) -> None:
        self._given = registry.larger
        self._of: dict[tuple[str, EntityRef], Nesting] = {}

    def close(
        self, speaker: EntityRef, relation: str, part: EntityRef, whole: EntityRef
    ) -> tuple[str, str] | None:
        """What is wrong with a claim and what would be right, if it closes a circle."""
        if relation not in _NESTING:
            return None
        nesting = self._of.setdefault((relation, speaker), Nesting(self._given.get(relation)))
        way = nesting.add(part.key, whole.key)
        return _said(relation, way) if way else None


def _said(relation: str, way: list[str]) -> tuple[str, str]:
    return (
        f"`{relation}` runs in a circle: {f' {relation} '.join(way)}.",
        "Turn one of them round, or leave it out.",
    )
