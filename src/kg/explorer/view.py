"""One picture as records: entities, lines, claims, dates and places under a lens, in one answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from kg import iris
from kg.explorer import choice, placing
from kg.explorer import lines as networks
from kg.explorer.choice import Choice, Scope
from kg.explorer.index import Index
from kg.explorer.lines import Lines
from kg.explorer.records import (
    Claim,
    Date,
    Line,
    Node,
    Place,
    Proposition,
    Quantity,
    View,
    When,
    Where,
)
from kg.graph import KnowledgeGraph
from kg.views.wording import clean

#: Claims that come with it: the first in the order of the texts.
CLAIMS = 2_000
#: A part of the whole with at most so many entities is laid out by itself.
_OWN = 200

_PLACES = frozenset(iris.AE + name for name in ("place", "destination", "basedIn", "activeIn"))


def build(graph: KnowledgeGraph, chosen: Choice, scope: Scope) -> View:
    """The records of one picture."""
    found = networks.of(graph, chosen)
    return _Builder(graph, chosen, scope, found).view()


@dataclass
class _Builder:
    graph: KnowledgeGraph
    choice: Choice
    scope: Scope
    found: Lines
    props: list[Proposition] = field(default_factory=list)
    prop_at: dict[int, int] = field(default_factory=dict)
    dates: list[Date] = field(default_factory=list)
    date_at: dict[int, int] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    place_at: dict[int, int] = field(default_factory=dict)
    quantities: list[Quantity] = field(default_factory=list)
    quantity_at: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.index: Index = self.found.index
        self.chosen = choice.under(self.graph, self.choice.lens)
        self.depths: Mapping[int, int] = {}

    def view(self) -> View:
        drawn = self._drawn()
        about = self._claims_about(drawn)
        listed = self._listed(drawn, about)
        self.node_at = {at: number for number, at in enumerate(listed)}
        claims = self._in_order(about)
        self.claim_at = {at: number for number, at in enumerate(claims[:CLAIMS])}
        inside = self.node_at
        lines = [line for line in self.found.lines if line.start in inside and line.end in inside]
        written = [self._claim(at) for at in self.claim_at]
        self._oppose()
        nodes = self._nodes(listed, lines, about)
        kinds = self.index.counts
        if self.choice.lens is not None:
            kinds = Counter(map(self.index.kind_of.__getitem__, self.chosen))
        quoted = self.index.quoted
        return View(
            lens={"id": str(self.choice.lens or ""), "label": clean(self._lens())},
            mode=list(self.choice.kinds),
            around=self._id(self.scope.around) if self.scope.around >= 0 else None,
            counts={
                "nodes": {"shown": len(listed), "total": self._total()},
                "lines": {"shown": len(lines), "total": len(self.found.lines)},
                "claims": {"shown": len(written), "total": len(self.chosen)},
            },
            nodes=nodes,
            lines=[self._line(line) for line in lines],
            props=self.props,
            claims=written,
            dates=self.dates,
            places=self.places,
            quantities=self.quantities,
            sources=[
                {
                    "id": clean(iris.compact(iri)),
                    "label": clean(self.index.lookup.label(iri)),
                    "quoted": number in quoted,
                }
                for number, iri in enumerate(self.index.sources)
            ],
            kinds={kind: kinds[kind] for kind in sorted(kinds)},
        )

    # --- which ---------------------------------------------------------------------------------

    def _drawn(self) -> list[int]:
        scope, found = self.scope, self.found
        if scope.only:
            return list(scope.only)
        if scope.around < 0:
            first = list(found.first[: scope.limit] if scope.limit <= 2_000 else found.first)
        else:
            self.depths = found.around([scope.around], scope.hops)
            order = found.order(len(found.beside) + 1, [scope.around])
            first = [at for at in order if at in self.depths][: scope.limit]
        more = [at for at in scope.more if at not in set(first)]
        return [*first, *more]

    def _claims_about(self, drawn: Sequence[int]) -> set[int]:
        by_entity = self.index.by_entity
        if self.scope.around >= 0:
            wanted: Sequence[int] = (self.scope.around, *self.scope.more)
        elif len(self.found.beside) <= len(drawn) and not self.scope.only:
            return self._meant(self.chosen)
        else:
            wanted = drawn
        return self._meant(set().union(*(by_entity.get(entity, ()) for entity in wanted)))

    def _meant(self, claims: Mapping[int, object] | set[int]) -> set[int]:
        kinds, kind_of = self.choice.kinds, self.index.kind_of
        found = set(claims)
        if self.choice.lens is not None:
            found &= self.chosen.keys()
        return {at for at in found if kind_of[at] in kinds} if kinds else found

    def _listed(self, drawn: Sequence[int], about: set[int]) -> list[int]:
        """With the entities that no line names, as far as there is room: they are only listed."""
        room = self.scope.limit - len(drawn)
        if room <= 0 or self.scope.around >= 0 or self.scope.only:
            return list(drawn)
        kept = set(drawn)
        named: dict[int, int] = {}
        for at in about:
            for entity in self._named(at):
                if entity not in kept:
                    named[entity] = named.get(entity, 0) + 1
        rest = sorted(named, key=lambda entity: (-named[entity], entity))
        return [*drawn, *rest[:room]]

    def _named(self, claim: int) -> Collection[int]:
        """The entities that a claim names under the lens, and the one that makes it."""
        row, stays = self.index.claims[claim], self.chosen.get(claim, ())
        if len(stays) == len(row.propositions):
            return self.index.named[claim]
        return {row.speaker, *self.index.ends(stays)} - {-1}

    def _total(self) -> int:
        if self.scope.around >= 0:
            return len(self.depths)
        if not self.choice.kinds and self.choice.lens is None:
            return len(self.index.by_entity)
        return len(set().union(*map(self._named, self._meant(self.chosen))))

    def _in_order(self, claims: set[int]) -> list[int]:
        return sorted(claims, key=self.index.rank.__getitem__)

    # --- records -------------------------------------------------------------------------------

    def _id(self, entity: int) -> str:
        return clean(iris.compact(self.index.entities[entity]))

    def _lens(self) -> str:
        return choice.label(self.graph, self.choice.lens)

    def _nodes(
        self, listed: Sequence[int], lines: Sequence[networks.Line], about: set[int]
    ) -> list[Node]:
        index = self.index
        own = bool(self.choice.kinds) or self.scope.around >= 0 or bool(self.scope.only)
        points = placing.place(self.graph, self.found, listed, own=own and len(listed) <= _OWN)
        measured = networks.metrics(listed, lines) if self.scope.metrics else {}
        counts = Counter(chain.from_iterable(map(self._named, about)))
        contested = {index.propositions[at].subject for at in index.disputed}
        nodes: list[Node] = []
        for at in listed:
            iri, degree = index.entities[at], self.found.degrees.get(at, 0)
            drawing = placing.figure(index, at, degree)
            x, y = points[at]
            node = Node(
                id=self._id(at), kind=index.kinds[at], type=index.types.get(at, ""),
                label=clean(index.label(at)), short=clean(index.shorts.get(iri) or index.label(at)),
                lines=drawing.lines, names=[("", clean(n)) for n in index.aliases.get(iri, ())],
                x=x, y=y, size=drawing.size, degree=degree,
                near=len(self.found.beside.get(at, ())), claims=counts[at],
                disputed=at in contested, when=self._when(at), where=self._where(at),
            )  # fmt: skip
            if at in self.depths:
                node["depth"] = self.depths[at]
            if at in measured:
                node["betweenness"], node["community"] = measured[at]
            nodes.append(node)
        return nodes

    def _when(self, entity: int) -> list[When]:
        found: list[When] = []
        for line in (self.found.lines[at] for at in self.found.at.get(entity, ())):
            if (
                line.start == entity
                and line.predicate == networks.DATE
                and line.end in self.index.dates
            ):
                found.append(
                    When(
                        date=self._date(line.end),
                        relation=_local(line.predicate),
                        group=line.group,
                        claims=self._numbers(line.claims),
                    )
                )
        return found

    def _where(self, entity: int) -> list[Where]:
        found: list[Where] = []
        for line in (self.found.lines[at] for at in self.found.at.get(entity, ())):
            if line.start == entity and line.predicate in _PLACES and line.end in self.index.places:
                found.append(
                    Where(
                        place=self._place(line.end),
                        relation=_local(line.predicate),
                        group=line.group,
                        claims=self._numbers(line.claims),
                    )
                )
        if self.index.kinds[entity] == "place":
            self._place(entity)
        return found

    def _numbers(self, claims: Sequence[int]) -> list[int]:
        return [self.claim_at[at] for at in claims if at in self.claim_at]

    def _line(self, line: networks.Line) -> Line:
        relation = _local(line.predicate)
        ends = self._id(line.start), self._id(line.end)
        return Line(
            id=f"{ends[0]} {relation} {ends[1]} {line.group}",
            s=self.node_at[line.start], o=self.node_at[line.end], relation=relation,
            label=clean(self.index.lookup.label(line.predicate)), group=line.group,
            claims=self._numbers(line.claims), disputed=line.disputed,
        )  # fmt: skip

    def _claim(self, at: int) -> Claim:
        index = self.index
        row = index.claims[at]
        return Claim(
            id=clean(iris.compact(row.iri)),
            speaker=self._id(row.speaker) if row.speaker >= 0 else "",
            voices=[
                (clean(text), self.node_at.get(index.at.get(iri, -1), -1))
                for text, iri in index.record(at).voices(index.shorts)
            ],
            source=row.source, stance=row.stance, mode=row.mode, kind=row.kind,
            reporting=index.is_reporting(at),
            props=[self._prop(number) for number in self.chosen[at]],
            quotes=[(q.start, q.end, clean(q.text), q.segment) for q in index.quotes.get(at, ())],
            locator=clean(row.locator),
        )  # fmt: skip

    def _prop(self, number: int) -> int:
        if number not in self.prop_at:
            self.prop_at[number] = len(self.props)
            index, item = self.index, self.index.propositions[number]
            lookup = index.lookup
            self.props.append(
                Proposition(
                    id=clean(iris.compact(item.iri)),
                    s=self.node_at.get(item.subject, -1),
                    o=self.node_at.get(item.object, -1),
                    subject=clean(lookup.label(item.subject_iri)),
                    relation=_local(item.predicate),
                    label=clean(index.relation(number)),
                    object=clean(self._object(number)),
                    disputed=number in index.disputed,
                    against=[],
                    quantity=self._quantity(item.value),
                )
            )
        return self.prop_at[number]

    def _object(self, number: int, depth: int = 0) -> str:
        """An object in words; "X says P" has P's content."""
        index, item = self.index, self.index.propositions[number]
        inner = index.proposition_at.get(item.value) if item.value else None
        if inner is None or depth > 32:
            return item.text
        said = index.propositions[inner]
        subject = index.lookup.label(said.subject_iri)
        return f"“{subject} · {index.relation(inner)} · {self._object(inner, depth + 1)}”"

    def _oppose(self) -> None:
        for number, at in self.prop_at.items():
            self.props[at]["against"] = [
                self.prop_at[other]
                for other in self.index.against.get(number, ())
                if other in self.prop_at
            ]

    def _date(self, entity: int) -> int:
        if entity not in self.date_at:
            self.date_at[entity] = len(self.dates)
            found = self.index.dates[entity]
            self.dates.append(
                Date(
                    id=self._id(entity),
                    label=clean(self.index.label(entity)),
                    edtf=clean(found.edtf),
                    bounds=found.bounds,
                    approximate=found.approximate,
                )
            )
        return self.date_at[entity]

    def _place(self, entity: int) -> int:
        if entity not in self.place_at:
            self.place_at[entity] = len(self.places)
            index = self.index
            at, around = entity, self._around(entity)
            for outer in (entity, *around):
                if index.places.get(outer) and index.places[outer].longitude is not None:
                    at = outer
                    break
            point = index.places[at]
            self.places.append(
                Place(
                    id=self._id(entity),
                    label=clean(index.label(entity)),
                    precision=index.places[entity].type,
                    lon=point.longitude,
                    lat=point.latitude,
                    at="" if at == entity else clean(index.label(at)),
                    within=[self._id(outer) for outer in around],
                )
            )
        return self.place_at[entity]

    def _around(self, entity: int) -> list[int]:
        """The places that a place lies in, the nearest first."""
        found: list[int] = []
        edge = [entity]
        while edge and len(found) < 16:
            edge = [o for at in edge for o in self.index.within.get(at, ()) if o not in found]
            found += dict.fromkeys(edge)
        return found

    def _quantity(self, iri: str) -> int:
        found = self.index.quantities.get(iri)
        if found is None:
            return -1
        if iri not in self.quantity_at:
            self.quantity_at[iri] = len(self.quantities)
            self.quantities.append(
                Quantity(
                    id=clean(iris.compact(iri)),
                    label=clean(found.label),
                    counted=clean(found.counted_label),
                    lower=found.lower,
                    upper=found.upper,
                    approximate=found.approximate,
                )
            )
        return self.quantity_at[iri]


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
