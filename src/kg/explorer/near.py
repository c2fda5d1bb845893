"""What stands around an entity, counted before it is shown; and the chain between two entities."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg import iris
from kg.errors import UsageError
from kg.explorer import lines as networks
from kg.explorer.choice import Choice
from kg.explorer.lines import Line, Lines
from kg.explorer.records import Hop, HopLine, Near, NearGroup, Path
from kg.graph import KnowledgeGraph
from kg.network import PATH_KINDS
from kg.views.wording import clean

#: Neighbours that are named for each relation.
NAMED = 100


def near(graph: KnowledgeGraph, chosen: Choice, entity: int) -> Near:
    """The neighbours of an entity by relation and direction, the most connected first."""
    found = networks.of(graph, chosen)
    index, groups = found.index, dict[tuple[str, str, str], dict[int, int]]()
    for line in (found.lines[at] for at in found.at.get(entity, ())):
        out = line.start == entity
        other = line.end if out else line.start
        key = (line.predicate, "to" if out else "from", line.group)
        members = groups.setdefault(key, {})
        members[other] = members.get(other, 0) + len(line.claims)
    listed: list[NearGroup] = []
    for (predicate, direction, group), members in groups.items():
        ranked = sorted(members, key=lambda at: (-found.degrees[at], at))
        listed.append(
            NearGroup(
                relation=_local(predicate),
                label=clean(index.lookup.label(predicate)),
                direction=direction,
                group=group,
                total=len(ranked),
                entities=[
                    {
                        "id": clean(iris.compact(index.entities[at])),
                        "kind": index.kinds[at],
                        "label": clean(index.label(at)),
                        "degree": found.degrees[at],
                        "claims": members[at],
                    }
                    for at in ranked[:NAMED]
                ],
            )
        )
    listed.sort(key=lambda item: (-item["total"], item["label"], item["direction"]))
    total = len(found.beside.get(entity, ()))
    return Near(id=clean(iris.compact(index.entities[entity])), total=total, groups=listed)


def path(
    graph: KnowledgeGraph,
    chosen: Choice,
    start: int,
    end: int,
    kinds: Sequence[str] = PATH_KINDS,
) -> Path:
    """The shortest chain between two entities; among equals, the one with the most lines.

    :param kinds: kinds of entity that the chain may pass through.
    :raises UsageError: when nothing connects them.
    """
    found = networks.of(graph, chosen)
    index = found.index
    for at in (start, end):
        if at not in found.beside:
            raise UsageError(
                f"No line under this lens names {index.label(at)}.",
                cure="Choose another lens or mode, or another entity.",
            )
    chain = _shortest(found, start, end, frozenset(kinds))
    if not chain:
        raise UsageError(
            f"Nothing connects {index.label(start)} and {index.label(end)}.",
            cure="Let the chain pass through places or dates, or choose another lens.",
        )
    hops = [Hop(start=_id(found, a), end=_id(found, b), lines=_between(found, a, b))
            for a, b in pairwise(chain)]  # fmt: skip
    return Path(nodes=[_id(found, at) for at in chain], hops=hops)


def _shortest(found: Lines, start: int, end: int, kinds: frozenset[str]) -> list[int]:
    """By breadth, layer by layer; for each entity the way with the most lines, then the first."""
    best: dict[int, tuple[int, list[int]]] = {start: (0, [start])}
    layer = [start]
    while layer and end not in best:
        reached: dict[int, tuple[int, list[int]]] = {}
        for at in sorted(layer):
            weight, way = best[at]
            for other, count in sorted(found.beside[at].items()):
                if other in best or (other != end and found.index.kinds[other] not in kinds):
                    continue
                option = (weight - count, [*way, other])
                if other not in reached or option < reached[other]:
                    reached[other] = option
        best |= reached
        layer = list(reached)
    return best[end][1] if end in best else []


def _between(found: Lines, a: int, b: int) -> list[HopLine]:
    index = found.index
    both = [found.lines[at] for at in found.at[a] if {a, b} == _ends(found.lines[at])]
    return [
        HopLine(
            subject=_id(found, line.start),
            object=_id(found, line.end),
            relation=_local(line.predicate),
            label=clean(index.lookup.label(line.predicate)),
            group=line.group,
            disputed=line.disputed,
            claims=[
                {
                    "id": clean(iris.compact(index.claims[at].iri)),
                    "attribution": clean(
                        "".join(t for t, _ in index.record(at).voices(index.shorts))
                    ),
                    "quotes": [clean(q.text) for q in index.quotes.get(at, ())],
                    "kind": index.claims[at].kind,
                    "source": clean(index.lookup.label(index.sources[index.claims[at].source])),
                }
                for at in line.claims[:20]
            ],
            total=len(line.claims),
        )
        for line in both
    ]


def _ends(line: Line) -> set[int]:
    return {line.start, line.end}


def _id(found: Lines, at: int) -> str:
    return clean(iris.compact(found.index.entities[at]))


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
