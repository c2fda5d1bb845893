"""Lenses over whole datasets: ``cases.yaml``, names in ``names.tsv``, and a second reading of the
definitions in docs/model.md, in plain Python, that must choose the same."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from rdflib.term import URIRef

from kg import iris, lenses, yamlfile
from kg.claims import Claim
from kg.errors import KgError, UsageError
from kg.explorer import choice, reading
from kg.graph import KnowledgeGraph

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = yamlfile.read(HERE / "cases.yaml", "cases.yaml").data
NAMES = [
    line.split("\t")
    for line in (HERE / "names.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
PROPOSITION = iris.PREFIXES["prop"]


def parse(graph: KnowledgeGraph, text: str) -> lenses.Lens:
    return lenses.parse(text, lambda name: graph.lookup.iri(name, ("actor",)))


def chosen(graph: KnowledgeGraph, lens: lenses.Lens, *, reporting: bool) -> list[str]:
    """Each claim with each proposition that stays, as people read them."""
    found = lenses.claims_under(graph.engine, lens)
    return sorted(
        f"{claim.attribution()}: {item}"
        for claim in graph.claims_by_iri(sorted(found))
        for item in claim.propositions
        if item.iri in found[claim.iri]
        and str(item.object).startswith(PROPOSITION) in (reporting, False)
    )


def edges(graph: KnowledgeGraph) -> list[str]:
    rows = graph.select("SELECT ?s ?p ?o { GRAPH graph:edges { ?s ?p ?o } }").rows
    label = graph.lookup.label
    return sorted(
        f"{label(str(s))} · {label(str(p))} · {label(str(o)) if isinstance(o, URIRef) else o}"
        for s, p, o in rows
        if not str(o).startswith(PROPOSITION)
    )


@pytest.mark.parametrize(
    ("dataset", "case"),
    [(case, case) for case in CASES],
    ids=[f"{case['lens']}: {case['why']}" for case in CASES],
    indirect=["dataset"],
)
def test_case(dataset: KnowledgeGraph, case: dict[str, Any]) -> None:
    lens = parse(dataset, case["lens"])
    reporting = case.get("reporting") == "true"
    assert chosen(dataset, lens, reporting=reporting) == case["chosen"]
    under = dataset.under(lens)
    assert edges(under) == sorted(case["edges"])
    # What was cut is gone from every graph: the claims are the chosen ones and no others.
    assert {claim.iri for claim in under.claims()} == set(lenses.claims_under(dataset.engine, lens))
    # The explorer, which reads some lenses off its columns, chooses the same.
    index = reading.of(dataset)
    assert {
        index.claims[at].iri: {index.propositions[number].iri for number in stays}
        for at, stays in choice.under(dataset, lens).items()
    } == lenses.claims_under(dataset.engine, lens)


def test_cases_of_each_lens_choose_something_and_nothing() -> None:
    for kind in lenses.KINDS:
        sizes = [len(case["chosen"]) for case in CASES if case["lens"].startswith(kind)]
        assert any(sizes)
        assert not all(sizes)


@pytest.mark.parametrize(("text", "expected"), NAMES, ids=[name[0] for name in NAMES])
def test_name(text: str, expected: str, sanda_graph: KnowledgeGraph) -> None:
    if not expected.startswith("!"):
        assert str(parse(sanda_graph, text)) == expected
        assert parse(sanda_graph, expected) == parse(sanda_graph, text)
        return
    with pytest.raises(KgError) as caught:
        parse(sanda_graph, text)
    assert expected.removeprefix("! ") in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "actors"),
    [("common", ("urn:a",)), ("disputed", ("urn:a",)), ("nothing", ()), ("according-to", ())],
)
def test_no_lens(kind: str, actors: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="is no lens"):
        lenses.Lens(kind, actors)


# --- a second reading of the definitions ----------------------------------------------------------

TELLING = {"Report", "Explanation", "Evaluation"}


def speaks(claim: Claim) -> bool:
    """Whether everybody who reports it affirms that it was said."""
    return all(outer.stance == "Affirms" for outer in claim.chain)


def kind(claim: Claim) -> str:
    return "telling" if claim.mode in TELLING else claim.mode


class Reading:
    """What the definitions say of a dataset, from its claims as records."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.claims = graph.claims()
        self.by_proposition: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            for item in claim.propositions:
                self.by_proposition[item.iri].append(claim)
        rows = graph.select("SELECT ?a ?b { ?a ae:contradicts ?b }").rows
        self.rivals: dict[str, set[str]] = defaultdict(set)
        for a, b in rows:
            self.rivals[str(a)].add(str(b))
        self.circle: dict[str, str] = {}
        for a, b in graph.select("SELECT ?a ?b { ?a ae:dependsOn ?b }").rows:
            one, other = self._circle(str(a)), self._circle(str(b))
            self.circle = {k: one if v == other else v for k, v in self.circle.items()}
            self.circle |= {str(a): one, str(b): one, other: one}

    def _circle(self, actor: str) -> str:
        return self.circle.get(actor, actor)

    def affirming(self, proposition: str) -> list[Claim]:
        return [c for c in self.by_proposition[proposition] if c.stance == "Affirms" and speaks(c)]

    def disputed(self) -> set[tuple[str, str]]:
        found = set()
        for iri, claims in self.by_proposition.items():
            against = [c for c in claims if c.stance == "Denies" and speaks(c)]
            against += [c for rival in self.rivals[iri] for c in self.affirming(rival)]
            if any(
                a.speaker != b.speaker and kind(a) == kind(b)
                for a in self.affirming(iri)
                for b in against
            ):
                found |= {(claim.iri, iri) for claim in claims}
        return found

    def independent(self, a: Claim, b: Claim) -> bool:
        voices = [{self._circle(c.speaker) for c in (claim, *claim.chain)} for claim in (a, b)]
        return not voices[0] & voices[1]

    def corroborated(self) -> set[tuple[str, str]]:
        found = set()
        for iri in self.by_proposition:
            checked = [c for c in self.affirming(iri) if not c.unchecked]
            for a, b in combinations(checked, 2):
                if kind(a) == kind(b) and self.independent(a, b):
                    same = [c for c in checked if kind(c) == kind(a)]
                    found |= {(claim.iri, iri) for claim in same}
        return found

    def common(self, left: str, right: str) -> set[tuple[str, str]]:
        found = set()
        for iri in self.by_proposition:
            claims = self.affirming(iri)
            kinds = [{kind(c) for c in claims if c.speaker == who} for who in (left, right)]
            found |= {(c.iri, iri) for c in claims if kind(c) in kinds[0] & kinds[1]}
        return found


DATASETS = ["sanda_graph", "seed"]


def pairs(graph: KnowledgeGraph, lens: lenses.Lens) -> set[tuple[str, str]]:
    found = lenses.claims_under(graph.engine, lens)
    return {(claim, prop) for claim, props in found.items() for prop in props}


@pytest.mark.parametrize("data", DATASETS)
def test_the_second_reading_chooses_the_same(data: str, request: pytest.FixtureRequest) -> None:
    graph: KnowledgeGraph = request.getfixturevalue(data)
    reading = Reading(graph)
    assert pairs(graph, lenses.Lens("disputed")) == reading.disputed() != set()
    assert pairs(graph, lenses.Lens("corroborated")) == reading.corroborated() != set()
    assert graph.disputed == {prop for _, prop in reading.disputed()}
    by_speaker: dict[str, int] = defaultdict(int)
    for claim in reading.claims:
        by_speaker[claim.speaker] += 1
    most = sorted(by_speaker, key=lambda who: -by_speaker[who])[:6]
    for left, right in combinations(most, 2):
        lens = lenses.Lens("common", (left, right))
        assert pairs(graph, lens) == reading.common(left, right)


@pytest.mark.parametrize("data", DATASETS)
@pytest.mark.parametrize("name", ["disputed", "corroborated", "according-to"])
def test_what_stays_under_a_lens(data: str, name: str, request: pytest.FixtureRequest) -> None:
    """Nothing of a claim that was not chosen stays, and all that belongs to a chosen one does."""
    graph: KnowledgeGraph = request.getfixturevalue(data)
    whole = {claim.iri: claim for claim in graph.claims()}
    speakers = sorted({claim.speaker for claim in whole.values()})
    lens = lenses.Lens(name, tuple(speakers[:1]) if name == "according-to" else ())
    choice = lenses.claims_under(graph.engine, lens)
    under = graph.under(lens)
    left = {claim.iri: claim for claim in under.claims()}
    assert left.keys() == choice.keys()
    for iri, claim in left.items():
        before = whole[iri]
        assert {item.iri for item in claim.propositions} == choice[iri]
        assert (claim.quotes, claim.resolutions) == (before.quotes, before.resolutions)
        assert (claim.stance, claim.mode, claim.speaker) == (
            before.stance,
            before.mode,
            before.speaker,
        )
        assert set(claim.contributes) <= set(before.contributes)
    evidence = {str(r[0]) for r in under.select("SELECT ?e { ?e a ae:Evidence }").rows}
    assert evidence == {quote.iri for claim in left.values() for quote in claim.quotes}
    # Each edge is carried by a chosen claim that contributes to it.
    carried = {
        (item.subject, item.predicate, str(item.object))
        for claim in left.values()
        if "edges" in claim.contributes
        for item in claim.propositions
    }
    rows = under.select("SELECT ?s ?p ?o { GRAPH graph:edges { ?s ?p ?o } }").rows
    assert {tuple(map(str, row)) for row in rows} == carried
    # What rules derive rests on what stays.
    rows = under.select("SELECT DISTINCT ?b { ?i a ae:Inference ; prov:wasDerivedFrom ?b }").rows
    bases = {str(row[0]) for row in rows}
    carriers = {item.iri for claim in left.values() for item in claim.propositions}
    assert {base for base in bases if base.startswith(PROPOSITION)} <= carriers
    assert under.under(None) is graph or under.under(None).lens is None


def test_a_lens_leaves_the_dataset_alone(sanda_graph: KnowledgeGraph) -> None:
    before = sanda_graph.store.lines()
    sanda_graph.under("disputed")
    assert sanda_graph.store.lines() == before


def test_what_others_deny_stays_disputed_under_a_lens(sanda_graph: KnowledgeGraph) -> None:
    under = sanda_graph.under("according-to:harbour_union")
    assert under.disputed == sanda_graph.disputed
    assert not lenses.disputed(under.engine), "the union alone disputes nothing"
