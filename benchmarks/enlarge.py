"""Indexes of the explorer that are larger than any dataset at hand, for measuring what it does with
them: nothing is asked of a store, so none has to be built and loaded.

``copies`` holds the claims of a corpus several times over, each time with sources, events, places
and dates of its own and the same actors, so that a speaker makes so many times more claims;
``network`` holds nothing but entities and lines, each of one claim.
"""

from __future__ import annotations

import random

from kg import iris
from kg.explorer import answering, choice, overview, reading
from kg.explorer.index import Claim, Index, Proposition
from kg.graph import KnowledgeGraph
from kg.lenses import Lens
from kg.lookup import Lookup

_BETWEEN = "~"
_KINDS = ("event", "event", "event", "actor", "actor", "actor", "date", "date", "place", "series")


class Names:
    """The names of a lookup, also for copies."""

    names: tuple[()] = ()

    def __init__(self, lookup: Lookup | None) -> None:
        self._lookup = lookup

    def label(self, iri: str) -> str:
        """The label of what it is a copy of, or the key."""
        bare = iri.partition(_BETWEEN)[0]
        return self._lookup.label(bare) if self._lookup else bare.rsplit("/", 1)[-1]

    def takes_plural(self, iri: str) -> bool:
        """As :meth:`kg.lookup.Lookup.takes_plural`."""
        return bool(self._lookup) and self._lookup.takes_plural(iri.partition(_BETWEEN)[0])

    def iri(self, name: str, kinds: tuple[str, ...] = ()) -> str:
        """As :meth:`kg.lookup.Lookup.iri`; keys only, where there is no lookup."""
        return self._lookup.iri(name, kinds) if self._lookup else f"{iris.ID}actor/{name}"


class Planted:
    """A graph that has an index and no store."""

    engine = None

    def __init__(self, index: Index) -> None:
        self.lookup = index.lookup
        reading._KEPT[self] = index  # type: ignore[index]


def copies(graph: KnowledgeGraph, times: int) -> Planted:
    """The index of a graph so many times over."""
    one = reading.of(graph)
    whole = Index(Names(graph.lookup))  # type: ignore[arg-type]
    corroborated: dict[int, tuple[int, ...]] = {}
    chosen = choice.under(graph, Lens("corroborated"))
    disputed: set[int] = set()
    for time in range(times):
        end = f"{_BETWEEN}{time}" if time else ""
        claim = len(whole.claims)
        prop, source = len(whole.propositions), len(whole.sources)

        entity = {-1: -1}
        for at, (iri, kind) in enumerate(zip(one.entities, one.kinds, strict=True)):
            if time and kind == "actor":
                entity[at] = whole.at[iri]
                continue
            entity[at] = whole.at[iri + end] = len(whole.entities)
            whole.entities.append(iri + end)
            whole.kinds.append(kind)
        whole.sources += [iri + end for iri in one.sources]
        for row in one.claims:
            whole.claims.append(row._replace(
                iri=row.iri + end, source=row.source + source, speaker=entity[row.speaker],
                within=row.within + claim if row.within >= 0 else -1,
                propositions=tuple(at + prop for at in row.propositions),
            ))  # fmt: skip
        for item in one.propositions:
            value = item.value + end if item.value in one.proposition_at else item.value
            whole.propositions.append(item._replace(
                iri=item.iri + end, subject=entity[item.subject], object=entity[item.object],
                subject_iri=item.subject_iri + end, value=value,
            ))  # fmt: skip
        whole.quotes |= {at + claim: quotes for at, quotes in one.quotes.items()}
        for name in ("types", "dates", "places"):
            getattr(whole, name).update(
                {entity[at]: value for at, value in getattr(one, name).items()}
            )
        whole.within |= {
            entity[inner]: tuple(entity[outer] for outer in around)
            for inner, around in one.within.items()
        }
        whole.against |= {
            at + prop: tuple(other + prop for other in others) for at, others in one.against.items()
        }
        disputed |= {at + prop for at in one.disputed}
        corroborated |= {
            at + claim: tuple(stays + prop for stays in props) for at, props in chosen.items()
        }
    whole.quantities = one.quantities
    whole.disputed = frozenset(disputed)
    graph_of_copies = _planted(whole, corroborated)
    answering.prepare(graph_of_copies)  # type: ignore[arg-type]
    return graph_of_copies


def network(entities: int, seed: int = 1) -> Planted:
    """So many entities and twice as many lines, by preferential attachment (Barabási and Albert
    1999): a few have many lines, most have few."""
    rng = random.Random(seed)
    index = Index(Names(None))  # type: ignore[arg-type]
    index.sources = [f"{iris.ID}source/made-up"]
    for at in range(entities):
        kind = _KINDS[at % len(_KINDS)]
        index.entities.append(f"{iris.ID}{kind}/{kind}_{at}")
        index.kinds.append(kind)
    ends = [0]
    for at in range(1, entities):
        for _ in range(2):
            other = rng.choice(ends)
            number = len(index.propositions)
            iri = f"{iris.PREFIXES['prop']}{number}"
            subject, value = index.entities[at], index.entities[other]
            index.propositions.append(
                Proposition(iri, at, f"{iris.AE}participant", other, subject, value, value)
            )
            index.claims.append(Claim(
                f"{iris.ID}claim/{number}", str(number), 0, 3, "Affirms", "Report", "report", 0, -1,
                (number,), "",
            ))  # fmt: skip
            ends += (at, other)
    made = _planted(index, {})
    overview.positions(made)  # type: ignore[arg-type]
    return made


def _planted(index: Index, corroborated: dict[int, tuple[int, ...]]) -> Planted:
    index.at = {iri: at for at, iri in enumerate(index.entities)}
    index.claim_at = {row.iri: at for at, row in enumerate(index.claims)}
    index.proposition_at = {item.iri: at for at, item in enumerate(index.propositions)}
    graph = Planted(index)
    choice._KEPT[graph] = corroborated  # type: ignore[index]
    return graph
