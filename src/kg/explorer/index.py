"""All claims of a dataset as columns of numbers: what every view is cut out of.

A view has to be ready while somebody waits, also over a hundred thousand claims, so claims,
propositions and entities are read once and then name each other by number. The index is immutable;
a server reads it before it forks its workers, which then share it.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from kg import claims as claim_records
from kg import iris, verbs
from kg.lookup import Lookup
from kg.views import wording

_PROPOSITION = iris.PREFIXES["prop"]


class Claim(NamedTuple):
    """A claim. ``speaker`` and ``source`` are numbers of entities and sources, ``within`` that of
    the enclosing claim or -1, ``kind`` a key of :data:`kg.views.wording.KINDS`."""

    iri: str
    key: str
    source: int
    speaker: int
    stance: str
    mode: str
    kind: str
    depth: int
    within: int
    propositions: tuple[int, ...]
    locator: str


class Proposition(NamedTuple):
    """An unasserted subject, relation and object.

    ``subject`` and ``object`` are numbers of entities, or -1 where a part is none; ``subject_iri``
    and ``value`` their IRIs (empty for a literal), ``text`` the object as people read it."""

    iri: str
    subject: int
    predicate: str
    object: int
    subject_iri: str
    value: str
    text: str


class Quote(NamedTuple):
    """Words that a claim rests on, with their place in the source's text (code points)."""

    start: int
    end: int
    text: str
    segment: int


class Date(NamedTuple):
    """A date: EDTF, and SEM's four bounds as ``YYYY-MM-DD``, empty where open."""

    edtf: str
    bounds: tuple[str, str, str, str]
    approximate: bool


class Place(NamedTuple):
    """A place: its type, and its point where the editors know one."""

    type: str
    longitude: float | None
    latitude: float | None


class Quantity(NamedTuple):
    """So many of something: bounds are None where open."""

    label: str
    counted: str
    counted_label: str
    lower: int | None
    upper: int | None
    approximate: bool


@dataclass(eq=False)
class Index:
    """The columns. ``entities`` are IRIs of actors, events, series, places, dates and prospects
    that claims name or that make claims; ``at`` gives their numbers."""

    lookup: Lookup
    entities: list[str] = field(default_factory=list)
    at: dict[str, int] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    claim_at: dict[str, int] = field(default_factory=dict)
    propositions: list[Proposition] = field(default_factory=list)
    proposition_at: dict[str, int] = field(default_factory=dict)
    quotes: dict[int, list[Quote]] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    types: dict[int, str] = field(default_factory=dict)
    dates: dict[int, Date] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    within: dict[int, tuple[int, ...]] = field(default_factory=dict)
    quantities: dict[str, Quantity] = field(default_factory=dict)
    against: dict[int, tuple[int, ...]] = field(default_factory=dict)
    disputed: frozenset[int] = frozenset()

    def label(self, number: int) -> str:
        """The label of an entity; empty for -1."""
        return self.lookup.label(self.entities[number]) if number >= 0 else ""

    @cached_property
    def shorts(self) -> dict[str, str]:
        """Names of actors, short enough for a picture and an attribution, by IRI."""
        label = self.lookup.label
        actors = {
            iri: label(iri)
            for iri, kind in zip(self.entities, self.kinds, strict=True)
            if kind == "actor"
        }
        return wording.short_names(actors, {iri: self.aliases.get(iri, []) for iri in actors})

    @cached_property
    def aliases(self) -> dict[str, list[str]]:
        """Other names of entities, by IRI."""
        found: dict[str, list[str]] = {}
        for name in self.lookup.names:
            if not name.main:
                found.setdefault(name.iri, []).append(name.text)
        return found

    @cached_property
    def kind_of(self) -> Sequence[str]:
        """The kind of each claim."""
        return [claim.kind for claim in self.claims]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """The number of claims of each kind."""
        return Counter(self.kind_of)

    @cached_property
    def named(self) -> Sequence[tuple[int, ...]]:
        """The entities that each claim names or that make it, each once."""
        return [
            tuple({claim.speaker, *self.ends(claim.propositions)} - {-1}) for claim in self.claims
        ]

    @cached_property
    def rank(self) -> Sequence[int]:
        """The place of each claim in the order of the texts."""

        def key(at: int) -> tuple[int, int, int, int]:
            quotes = self.quotes.get(at)
            claim = self.claims[at]
            return claim.source, quotes[0].start if quotes else 0, claim.depth, at

        ranks = array("l", bytes(array("l").itemsize * len(self.claims)))
        for place, at in enumerate(sorted(range(len(self.claims)), key=key)):
            ranks[at] = place
        return ranks

    @cached_property
    def affirms(self) -> Sequence[bool]:
        """Whether each claim affirms, and stands within nothing but claims that affirm: only then
        it speaks for its speaker (``ontology/lenses``)."""
        return [
            claim.stance == "Affirms"
            and all(self.claims[outer].stance == "Affirms" for outer in self.chain(number))
            for number, claim in enumerate(self.claims)
        ]

    @cached_property
    def quoted(self) -> frozenset[int]:
        """Numbers of the sources whose words are held."""
        return frozenset(self.claims[at].source for at in self.quotes)

    def ends(self, propositions: Iterable[int]) -> Iterator[int]:
        """Subjects and objects of propositions; -1 for what is none."""
        for at in propositions:
            item = self.propositions[at]
            yield item.subject
            yield item.object

    @cached_property
    def by_entity(self) -> Mapping[int, Sequence[int]]:
        """Claims by the entities that their propositions name or that make them."""
        found: dict[int, list[int]] = {}
        for number, named in enumerate(self.named):
            for entity in named:
                found.setdefault(entity, []).append(number)
        return found

    @cached_property
    def by_speaker(self) -> Mapping[int, Sequence[int]]:
        """Claims by who makes them."""
        found: dict[int, list[int]] = {}
        for number, claim in enumerate(self.claims):
            found.setdefault(claim.speaker, []).append(number)
        return found

    @cached_property
    def by_proposition(self) -> Mapping[int, Sequence[int]]:
        """Claims by their propositions."""
        found: dict[int, list[int]] = {}
        for number, claim in enumerate(self.claims):
            for at in claim.propositions:
                found.setdefault(at, []).append(number)
        return found

    def chain(self, number: int) -> list[int]:
        """The claims around a claim, outermost first: who reports whom."""
        found: list[int] = []
        outer = self.claims[number].within
        while outer >= 0 and len(found) < 32:
            found.insert(0, outer)
            outer = self.claims[outer].within
        return found

    def record(self, number: int) -> claim_records.Claim:
        """A claim as :mod:`kg.claims` has it, with what an attribution needs and nothing else."""
        chain = tuple(self._bare(at) for at in self.chain(number))
        return self._bare(number, chain)

    def _bare(
        self, number: int, chain: tuple[claim_records.Claim, ...] = ()
    ) -> claim_records.Claim:
        row, lookup = self.claims[number], self.lookup
        speaker = self.entities[row.speaker] if row.speaker >= 0 else ""
        return claim_records.Claim(
            iri=row.iri, key=row.key, source=self.sources[row.source],
            source_label=lookup.label(self.sources[row.source]), speaker=speaker,
            speaker_label=lookup.label(speaker), stance=row.stance, mode=row.mode,
            depth=row.depth, chain=chain, many=lookup.takes_plural(speaker),
        )  # fmt: skip

    def is_reporting(self, number: int) -> bool:
        """True for a claim that only tells what others say; theirs stand within it."""
        return all(
            self.propositions[at].value.startswith(_PROPOSITION)
            for at in self.claims[number].propositions
        )

    def relation(self, number: int) -> str:
        """A proposition's relation as people read it."""
        item = self.propositions[number]
        label = self.lookup.label(item.predicate)
        subject = self.entities[item.subject] if item.subject >= 0 else ""
        many = item.predicate in verbs.REPORTING and self.lookup.takes_plural(subject)
        return verbs.plural(label) if many else label
