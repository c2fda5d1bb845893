"""Lenses: choices of claims, and the dataset that only these carry.

``docs/model.md`` defines the four lenses; each is a SELECT query for ``?claim`` in
``ontology/lenses``. Under a lens, the source graphs keep only its claims with what belongs to them,
``edges`` and ``interpretations`` hold only what those claims contribute, and the rules over the
corpus are run again, so every query, view and export works unchanged on the result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from typing import TypeAlias

from rdflib.term import URIRef

from kg import inference, iris, resources, sparql
from kg.engine import Engine
from kg.errors import UsageError
from kg.store import Quad, Store

#: Names of the lenses and how many actors each takes.
KINDS = {"according-to": 1, "corroborated": 0, "disputed": 0, "common": 2}
_VARIABLES = {"according-to": ("actor",), "common": ("left", "right")}


@dataclass(frozen=True)
class Lens:
    """A choice of claims.

    :param kind: a key of :data:`KINDS`.
    :param actors: IRIs of the speakers it names.
    """

    kind: str
    actors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS or len(self.actors) != KINDS[self.kind]:
            raise UsageError(f"{self} is no lens.", cure=USAGE)

    def __str__(self) -> str:
        keys = ",".join((iris.split_id(actor) or ("", actor))[1] for actor in self.actors)
        return f"{self.kind}:{keys}" if keys else self.kind

    @property
    def query(self) -> str:
        """The SELECT query for its claims."""
        text = (resources.ontology_dir() / "lenses" / f"{self.kind}.rq").read_text("utf-8")
        names = _VARIABLES.get(self.kind, ())
        return sparql.bind(
            text, {name: URIRef(iri) for name, iri in zip(names, self.actors, strict=True)}
        )


USAGE = "Lenses: according-to:ACTOR, corroborated, disputed, common:ACTOR,ACTOR."


def parse(text: str, resolve: Callable[[str], str]) -> Lens:
    """A lens from its short form, such as ``according-to:mek`` or ``common:mek,irgc``.

    :param resolve: gives the IRI of an actor's name; raises UnknownEntity.
    :raises UsageError: when there is no such lens.
    """
    kind, _, rest = text.strip().partition(":")
    names = [name.strip() for name in rest.split(",") if name.strip()]
    if kind not in KINDS or len(names) != KINDS[kind]:
        raise UsageError(f"{text!r} is no lens.", cure=USAGE)
    return Lens(kind, tuple(resolve(name) for name in names))


#: Claims that a lens chooses, each with the propositions of it that stay.
Choice: TypeAlias = Mapping[str, Set[str]]
NONE: Choice = {}


def claims_under(engine: Engine, lens: Lens) -> dict[str, set[str]]:
    """What a lens chooses: IRIs of claims, each with those of its propositions that stay.

    A lens whose query gives ``?claim`` alone keeps all propositions of a claim. One that chooses
    by the proposition gives ``?proposition`` beside it: what else the same words say does not ride
    along.
    """
    answer = engine.select(lens.query)
    chosen: dict[str, set[str]] = {str(row[0]): set() for row in answer.rows}
    if "proposition" in answer.variables:
        for claim, proposition in answer.rows:
            chosen[str(claim)].add(str(proposition))
        return chosen
    for claim, proposition in engine.select(_PROPOSITIONS).rows:
        if str(claim) in chosen:
            chosen[str(claim)].add(str(proposition))
    return chosen


def disputed(engine: Engine) -> frozenset[str]:
    """IRIs of the propositions that speakers dispute: those that the lens ``disputed`` chooses."""
    return frozenset().union(*claims_under(engine, Lens("disputed")).values())


def reporters(store: Store, claims: Choice) -> dict[str, set[str]]:
    """The claims that these stand within, at any depth, where they are not among them, each with
    its propositions: without them nobody is told who reports whom."""
    outer = {str(inner): str(claim) for inner, claim in store.select(_WITHIN).rows}
    found: dict[str, set[str]] = {}
    for claim in claims:
        while (claim := outer.get(claim, "")) and claim not in found:
            if claim not in claims:
                found[claim] = set()
    for name, proposition in store.select(_PROPOSITIONS).rows if found else ():
        if str(name) in found:
            found[str(name)].add(str(proposition))
    return found


def restrict(store: Store, claims: Choice, beside: Choice = NONE) -> Store:
    """The dataset that only these claims carry, and of each only these propositions.

    :param beside: claims that are told besides, with nothing that they would contribute.
    """
    told = {**claims, **beside}
    kept = set(told).union(*told.values())
    for claim, thing in store.select(_BELONGINGS).rows:
        if str(claim) in told:
            kept.add(str(thing))
    reported = {str(outer): str(inner) for outer, inner in store.select(_REPORTED).rows}
    for iri in list(kept):  # a kept "X says P" keeps P, to any depth
        while (inner := reported.get(iri)) and inner not in kept:
            kept.add(inner)
            iri = inner
    kept |= _values_of(store, kept)
    contributing = kept - beside.keys()

    def stays(subject: str, predicate: str, obj: str, graph: str) -> bool:
        if graph in _GENERATED:
            return graph == _INFERRED and predicate == _CONTRIBUTES and subject in contributing
        if subject.startswith(_CUT + _VALUES):
            if predicate == _PROPOSITION and obj not in told.get(subject, ()):
                return False
            return subject.partition("#")[0] in kept
        return True

    result = store.subset(stays)
    result.add(_contributed(store, claims))
    inference.consequences(result)
    return result


def _values_of(store: Store, kept: set[str]) -> set[str]:
    """IRIs of the dates and quantities that what stays names; a day keeps its month and year."""
    within: dict[str, list[str]] = {}
    todo: list[str] = []
    for thing, value in store.select(_NAMED).rows:
        name, iri = str(thing), str(value)
        if not iri.startswith(_VALUES) or name.startswith(_INFERENCE):
            continue
        if name.startswith(_VALUES):
            within.setdefault(name, []).append(iri)
        elif not name.startswith(_CUT) or name in kept:
            todo.append(iri)
    found: set[str] = set()
    while todo:
        iri = todo.pop()
        if iri not in found:
            found.add(iri)
            todo += within.get(iri, ())
    return found


_INFERRED = iris.graph("inferred")
_GENERATED = {iris.graph("edges"), iris.graph("interpretations"), _INFERRED}
_CONTRIBUTES = iris.AE + "contributesTo"
_PROPOSITION = iris.AE + "proposition"
#: Beginnings of the IRIs of what belongs to single claims.
_CUT = tuple(f"{iris.ID}{kind}/" for kind in ("claim", "proposition", "evidence", "resolution"))
#: Beginnings of the IRIs of values: they stay while something that stays names them.
_VALUES = tuple(f"{iris.ID}{kind}/" for kind in ("date", "quantity"))
_INFERENCE = iris.ID + "inference/"  # made anew under a lens
_NAMED = (
    sparql.prologue()
    + """SELECT DISTINCT ?thing ?value {
  ?thing rdf:object|ae:resolvesTo|ae:published|ae:date|ae:during ?value . FILTER(ISIRI(?value)) }"""
)
_BELONGINGS = (
    sparql.prologue()
    + "SELECT ?claim ?thing { ?claim a ae:Claim ; ae:evidence|ae:resolution ?thing }"
)
_WITHIN = sparql.prologue() + "SELECT ?claim ?outer { ?claim ae:within ?outer }"
_PROPOSITIONS = (
    sparql.prologue() + "SELECT ?claim ?proposition { ?claim ae:proposition ?proposition }"
)
_REPORTED = (
    sparql.prologue()
    + "SELECT ?outer ?inner { ?outer rdf:object ?inner . ?inner a ae:Proposition }"
)


def _contributed(store: Store, claims: Choice) -> list[Quad]:
    rows = store.select(
        sparql.prologue()
        + """SELECT ?claim ?prop ?s ?p ?o ?graph {
          ?claim ae:contributesTo ?graph ; ae:proposition ?prop .
          ?prop rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"""
    ).rows
    found: list[Quad] = []
    for claim, prop, s, p, o, graph in rows:
        if str(prop) in claims.get(str(claim), ()) and s and p and o is not None:
            found.append((s, p, o, URIRef(str(graph))))
    return found
