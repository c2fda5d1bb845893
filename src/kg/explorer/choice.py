"""What is looked at: which claims, by a lens and how they are meant, and which entities.

The lenses are the dataset's own (:mod:`kg.lenses`, SPARQL files in ``ontology/lenses``). What two
of those queries answer is asked once for the whole dataset; the two that name speakers are read off
the columns here, in milliseconds, and a test holds them against their queries. So a lens that
nobody has asked for yet is as quick as any, in each worker of a server.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from weakref import WeakKeyDictionary

from kg import lenses
from kg.errors import UsageError
from kg.explorer import reading
from kg.explorer.index import Index
from kg.graph import KnowledgeGraph
from kg.views import wording

#: Numbers of claims, each with those of its propositions that stay.
Chosen: TypeAlias = Mapping[int, Sequence[int]]

#: What is drawn unless somebody asks for more.
DRAWN = ("report", "interpretation")

#: Entities of a view, unless asked for more, and at most.
NODES, MOST_NODES = 300, 2_000
MOST_HOPS = 4

LABELS = {
    "": "Everyone",
    "corroborated": "Affirmed by independent speakers",
    "disputed": "Disputed between speakers",
}


@dataclass(frozen=True)
class Choice:
    """A lens and a choice of kinds over one dataset.

    :param kinds: kinds of claim (keys of :data:`kg.views.wording.KINDS`) in their order; empty for
        all, of which :data:`DRAWN` are drawn.
    """

    lens: lenses.Lens | None
    kinds: tuple[str, ...] = ()

    @property
    def drawn(self) -> tuple[str, ...]:
        """The kinds that are drawn as lines."""
        return self.kinds or DRAWN


@dataclass(frozen=True)
class Scope:
    """Which entities a view holds.

    :param around: number of the entity in the middle, for an ego view.
    :param more: numbers of entities to have besides.
    :param only: numbers of the entities to have, and no others.
    :param metrics: with betweenness and communities.
    """

    limit: int = NODES
    around: int = -1
    hops: int = 1
    more: tuple[int, ...] = ()
    only: tuple[int, ...] = ()
    metrics: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= MOST_NODES:
            raise UsageError(f"A view holds 1 to {MOST_NODES} entities, not {self.limit}.")
        if not 1 <= self.hops <= MOST_HOPS:
            raise UsageError(f"A view reaches 1 to {MOST_HOPS} steps, not {self.hops}.")


def parse(graph: KnowledgeGraph, lens: str, kinds: str) -> Choice:
    """A choice from its written form: ``disputed``, and ``prediction,demand``.

    :raises UsageError: for a lens or a kind that does not exist.
    :raises kg.errors.UnknownEntity: when the lens names nobody.
    """
    chosen = None
    if lens and lens != "everyone":
        chosen = lenses.parse(lens, lambda name: graph.lookup.iri(name, ("actor",)))
    wanted = [part for part in (kinds or "").split(",") if part and part != "all"]
    for kind in wanted:
        if kind not in wording.KINDS:
            raise UsageError(f"{kind!r} is no mode.", cure=f"all, {', '.join(wording.KINDS)}.")
    return Choice(chosen, tuple(kind for kind in wording.KINDS if kind in wanted))


#: What the lens ``corroborated`` chooses, the one whose answer takes time.
_KEPT: WeakKeyDictionary[KnowledgeGraph, Chosen] = WeakKeyDictionary()


def under(graph: KnowledgeGraph, lens: lenses.Lens | None) -> Chosen:
    """The claims that a lens chooses; all without one. In the order of the index."""
    index = reading.of(graph)
    if lens is None:
        return _everything(index)
    if lens.kind == "according-to":
        return _by_speaker(index, index.at.get(lens.actors[0], -1))
    if lens.kind == "common":
        return _common(index, *(index.at.get(actor, -1) for actor in lens.actors))
    if lens.kind == "disputed":
        # What the lens says, asked already for `KnowledgeGraph.disputed`: every claim of each
        # disputed proposition.
        return _of_propositions(index, index.disputed)
    if graph not in _KEPT:
        _KEPT[graph] = _asked(graph, index, lens)
    return _KEPT[graph]


def _asked(graph: KnowledgeGraph, index: Index, lens: lenses.Lens) -> Chosen:
    """What the query of a lens answers."""
    found: dict[int, list[int]] = {}
    for claim, proposition in graph.engine.select(lens.query).rows:
        at = index.claim_at.get(str(claim))
        if at is not None:
            found.setdefault(at, []).append(index.proposition_at[str(proposition)])
    return {at: tuple(sorted(found[at])) for at in sorted(found)}


def _by_speaker(index: Index, speaker: int) -> Chosen:
    """As ``ontology/lenses/according-to.rq``."""
    claims = index.claims
    return {at: claims[at].propositions for at in index.by_speaker.get(speaker, ())}


def _common(index: Index, left: int, right: int) -> Chosen:
    """As ``ontology/lenses/common.rq``."""
    if left == right:
        return {}
    both = _affirmed(index, left) & _affirmed(index, right)
    found: dict[int, list[int]] = {}
    for number, told in both:
        for at in index.by_proposition.get(number, ()):
            if index.affirms[at] and _told(index.claims[at].mode) == told:
                found.setdefault(at, []).append(number)
    return {at: tuple(sorted(found[at])) for at in sorted(found)}


def _affirmed(index: Index, speaker: int) -> set[tuple[int, str]]:
    """What a speaker affirms, each with how it is told."""
    return {
        (number, _told(index.claims[at].mode))
        for at in index.by_speaker.get(speaker, ())
        if index.affirms[at]
        for number in index.claims[at].propositions
    }


def _told(mode: str) -> str:
    """Two claims agree when both tell (report, explain, evaluate) or both do the same."""
    return "Report" if mode in ("Explanation", "Evaluation") else mode


def _of_propositions(index: Index, propositions: Iterable[int]) -> Chosen:
    found: dict[int, list[int]] = {}
    for number in sorted(propositions):
        for at in index.by_proposition.get(number, ()):
            found.setdefault(at, []).append(number)
    return {at: tuple(found[at]) for at in sorted(found)}


_ALL: WeakKeyDictionary[Index, Chosen] = WeakKeyDictionary()


def _everything(index: Index) -> Chosen:
    if index not in _ALL:
        _ALL[index] = {at: claim.propositions for at, claim in enumerate(index.claims)}
    return _ALL[index]


def label(graph: KnowledgeGraph, lens: lenses.Lens | None) -> str:
    """A lens in words: "According to Amnesty International"."""
    if lens is None:
        return LABELS[""]
    names = [wording.clean(graph.lookup.label(actor)) for actor in lens.actors]
    if lens.kind == "according-to":
        return f"According to {names[0]}"
    if lens.kind == "common":
        return f"What {names[0]} and {names[1]} both say"
    return LABELS[lens.kind]
