"""Which claims are looked at: a lens, and how they are meant.

The lenses are the dataset's own (:mod:`kg.lenses`, SPARQL files in ``ontology/lenses``); here
their answers become numbers of claims and propositions.
"""

from __future__ import annotations

from collections import OrderedDict
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
#: Lenses whose answers are kept for the next time.
_KEEP = 24

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


_KEPT: WeakKeyDictionary[KnowledgeGraph, OrderedDict[lenses.Lens, Chosen]] = WeakKeyDictionary()


def under(graph: KnowledgeGraph, lens: lenses.Lens | None) -> Chosen:
    """The claims that a lens chooses; all without one. In the order of the index."""
    index = reading.of(graph)
    if lens is None:
        return _everything(index)
    kept = _KEPT.setdefault(graph, OrderedDict())
    if lens in kept:
        kept.move_to_end(lens)
        return kept[lens]
    if lens.kind == "disputed":
        # What the lens says, asked already for `KnowledgeGraph.disputed`: every claim of each
        # disputed proposition.
        return _of_propositions(index, index.disputed)
    answer = graph.engine.select(lens.query)
    found: dict[int, list[int]] = {}
    several = "proposition" in answer.variables
    for row in answer.rows:
        at = index.claim_at.get(str(row[0]))
        if at is None:
            continue
        if several:
            found.setdefault(at, []).append(index.proposition_at[str(row[1])])
        else:
            found[at] = list(index.claims[at].propositions)
    kept[lens] = chosen = {at: tuple(sorted(found[at])) for at in sorted(found)}
    if len(kept) > _KEEP:
        kept.popitem(last=False)
    return chosen


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
