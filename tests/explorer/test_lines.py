"""What is drawn, under every lens and mode: the lines that :mod:`kg.network` has, and no others.

A second reading: lenses from the dataset that :meth:`KnowledgeGraph.under` makes, modes from the
claims' records. Nothing here looks at the explorer's own index.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import combinations
from typing import Any, TypeAlias

import pytest

from kg import dates, iris
from kg.claims import Claim
from kg.explorer import overview
from kg.explorer.index import Date
from kg.graph import KnowledgeGraph
from kg.network import NODE_KINDS
from kg.views import wording

from .conftest import Ask, asked

#: Subject, relation, object, group -> claims, and whether it is disputed.
Drawn: TypeAlias = dict[tuple[str, str, str, str], tuple[frozenset[str], bool]]

NEVER_BY_DEFAULT = {"prediction", "demand", "hypothesis", "denial", "doubt", "open", "aside"}


def drawn(view: dict[str, Any]) -> Drawn:
    """The lines of a view; no two are alike."""
    nodes, claims = view["nodes"], view["claims"]
    found: Drawn = {}
    for line in view["lines"]:
        key = (nodes[line["s"]]["id"], line["relation"], nodes[line["o"]]["id"], line["group"])
        assert key not in found
        assert line["claims"], "a line without a claim"
        assert len(set(line["claims"])) == len(line["claims"])
        found[key] = frozenset(claims[at]["id"] for at in line["claims"]), line["disputed"]
    return found


def published(graph: KnowledgeGraph) -> Drawn:
    """What the dataset's own policies draw."""
    return {
        (iris.compact(s), local(data["predicate"]), iris.compact(o), data["graph"]): (
            frozenset(map(iris.compact, data["claims"])),
            data["disputed"],
        )
        for s, o, data in graph.network().edges(data=True)
    }


def meant(graph: KnowledgeGraph, kind: str) -> Drawn:
    """What the claims of one kind say of entities."""
    group = {"report": "edges", "interpretation": "interpretations"}.get(kind, kind)
    claims: dict[tuple[str, str, str, str], set[str]] = {}
    disputed: set[tuple[str, str, str, str]] = set()
    for claim in graph.claims():
        for item in claim.propositions if wording.kind_of(claim) == kind else ():
            ends = str(item.subject), str(item.object)
            if item.predicate == iris.AE + "count" or not all(map(is_entity, ends)):
                continue
            key = (iris.compact(ends[0]), local(item.predicate), iris.compact(ends[1]), group)
            claims.setdefault(key, set()).add(iris.compact(claim.iri))
            if item.iri in graph.disputed:
                disputed.add(key)
    return {key: (frozenset(found), key in disputed) for key, found in claims.items()}


def is_entity(iri: str) -> bool:
    return (iris.split_id(iri) or ("",))[0] in NODE_KINDS


def local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def speakers(graph: KnowledgeGraph, most: int) -> list[str]:
    counted = Counter(claim.speaker for claim in graph.claims())
    keys = [(iris.split_id(iri) or ("", ""))[1] for iri, _ in counted.most_common(most)]
    return [key for key in keys if key]


def lenses_of(graph: KnowledgeGraph) -> list[str]:
    """Every lens of the fictional dataset; of the published one those that choose the most."""
    some = speakers(graph, 100 if len(graph) < 10_000 else 4)
    pairs = [f"common:{a},{b}" for a, b in list(combinations(some, 2))[:6]]
    return ["corroborated", "disputed", *(f"according-to:{key}" for key in some), *pairs]


def test_every_lens_and_mode(graph: KnowledgeGraph, ask: Ask) -> None:
    sizes: Counter[str] = Counter()
    for lens in ("", *lenses_of(graph)):
        under = graph.under(lens or None)
        plain = drawn(ask("view", lens=lens, limit="2000"))
        assert plain == published(under), f"lens {lens!r}"
        sizes["lens"] += bool(lens and plain)
        for kind in wording.KINDS:
            found = drawn(ask("view", lens=lens, mode=kind, limit="2000"))
            assert found == meant(under, kind), f"lens {lens!r}, mode {kind!r}"
            sizes[kind] += len(found)
    # Each of them was tried on something: else the comparison says nothing.
    assert sizes["lens"] > 2
    drawn_kinds = {kind for kind in wording.KINDS if sizes[kind]}
    assert {"report", "interpretation"} < drawn_kinds
    assert len(drawn_kinds & NEVER_BY_DEFAULT) > 1


def test_modes_together_are_each_drawn_as_themselves(graph: KnowledgeGraph, ask: Ask) -> None:
    every = drawn(ask("view", mode=",".join(wording.KINDS), limit="2000"))
    apart: Drawn = {}
    for kind in wording.KINDS:
        apart |= meant(graph, kind)
    assert every == apart


def test_by_default_only_what_is_affirmed_as_a_report_or_an_interpretation(
    graph: KnowledgeGraph, ask: Ask
) -> None:
    kinds = {iris.compact(claim.iri): wording.kind_of(claim) for claim in graph.claims()}
    assert NEVER_BY_DEFAULT & set(kinds.values()), (
        "the dataset has nothing that could be drawn wrong"
    )
    view = ask("view", limit="2000")
    for (_, _, _, group), (claims, _) in drawn(view).items():
        assert group in ("edges", "interpretations")
        assert not NEVER_BY_DEFAULT & {kinds[claim] for claim in claims}
    for node in view["nodes"]:
        for part in (*node["when"], *node["where"]):
            assert part["group"] in ("edges", "interpretations")
    overview = ask("overview")
    assert len(overview["ids"]) == len({end for s, _, o, _ in drawn(view) for end in (s, o)})
    around = {
        item["group"]
        for node in view["nodes"] if node["degree"]
        for item in ask("near", of=node["id"])["groups"]
    }  # fmt: skip
    assert around <= {"edges", "interpretations"}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("1988-07", ("1988-07-01", "1988-07-31")),
        ("1988-07/", ("1988-07-01", "1988-07-31")),
        ("/1988-07", ("1988-07-01", "1988-07-31")),
        ("1988-07/..", ("1988-07-01", "")),
        ("../1988-07", ("", "1988-07-31")),
    ],
)
def test_only_an_end_that_is_open_on_purpose_reaches_on(text: str, span: tuple[str, str]) -> None:
    bounds = (str(day or "") for day in dates.parse(text).bounds)
    assert overview._span(Date(text, tuple(bounds), False)) == span  # type: ignore[arg-type]


def test_the_overview_dates_nothing_after_an_end_that_nobody_states(seed: KnowledgeGraph) -> None:
    found = asked(seed, "overview")
    at = found["ids"].index("event:executions_1988")
    triples = zip(*[iter(found["dated"])] * 3, strict=True)
    years = {date.fromordinal(last + date(1970, 1, 1).toordinal()).year
             for node, _, last in triples if node == at}  # fmt: skip
    assert years == {1988}


def test_the_overview_joins_what_lines_join(graph: KnowledgeGraph, ask: Ask) -> None:
    for given in ({}, {"lens": "disputed"}, {"mode": "prediction,demand"}, {"mode": "denial"}):
        lines = drawn(ask("view", limit="2000", **given))
        pairs = {frozenset((s, o)) for s, _, o, _ in lines if s != o}
        disputed = {frozenset((s, o)) for (s, _, o, _), (_, is_) in lines.items() if is_ and s != o}
        found = ask("overview", **given)
        flat = found["lines"]
        drawn_pairs = [
            frozenset((found["ids"][a], found["ids"][b]))
            for a, b in zip(flat[::2], flat[1::2], strict=True)
        ]
        assert len(set(drawn_pairs)) == len(drawn_pairs)
        assert set(drawn_pairs) == pairs
        assert {drawn_pairs[at] for at in found["disputed"]} == disputed
        assert {
            len(found[name]) for name in ("labels", "kind", "x", "y", "degree", "community")
        } == {len(found["ids"])}
        assert len(set(zip(found["x"], found["y"], strict=True))) == len(found["ids"])


def test_claims_of_a_view(graph: KnowledgeGraph, ask: Ask) -> None:
    """All that a lens shows are there, each told as its record tells it."""
    shorts_differ = 0
    for lens in ("", *lenses_of(graph)[:5]):
        view = ask("view", lens=lens, limit="2000")
        records: dict[str, Claim] = {
            iris.compact(claim.iri): claim for claim in graph.under(lens or None).claims()
        }
        assert {claim["id"] for claim in view["claims"]} == set(records)
        for claim in view["claims"]:
            record = records[claim["id"]]
            assert claim["speaker"] == iris.compact(record.speaker)
            assert (claim["stance"], claim["mode"]) == (record.stance, record.mode)
            assert claim["kind"] == wording.kind_of(record)
            assert [words for _, _, words, _ in claim["quotes"]] == [q.exact for q in record.quotes]
            # The chain of speakers, outermost first.
            chain = [*(outer.speaker for outer in record.chain), record.speaker]
            assert len(claim["voices"]) == 2 * len(chain)
            for speaker, (name, at) in zip(chain, claim["voices"][::2], strict=True):
                assert graph.lookup.label(speaker).startswith(name.partition(" (")[0])
                if at >= 0:  # a lens can leave out who reports it: then there is but the name
                    assert view["nodes"][at]["id"] == iris.compact(speaker)
                else:
                    assert iris.compact(speaker) not in {node["id"] for node in view["nodes"]}
            said = [text for text, _ in claim["voices"][1::2]]
            assert said == [text for text, iri in record.voices() if not iri]
            shorts_differ += len(chain) > 1
            assert {view["props"][at]["id"] for at in claim["props"]} == {
                iris.compact(item.iri) for item in record.propositions
            }
            for at in claim["props"]:
                prop = view["props"][at]
                full = iris.expand(prop["id"])
                assert prop["disputed"] == (full in graph.disputed)
    assert shorts_differ, "no claim within another was looked at"


@pytest.mark.parametrize("limit", [1, 5, 40])
def test_shown_of_total(graph: KnowledgeGraph, ask: Ask, limit: int) -> None:
    network = graph.network()
    named = {iris.compact(claim.speaker) for claim in graph.claims()}
    for claim in graph.claims():
        for item in claim.propositions:
            named |= {
                iris.compact(end) for end in map(str, (item.subject, item.object)) if is_entity(end)
            }
    view = ask("view", limit=str(limit))
    counts = view["counts"]
    assert counts["nodes"] == {"shown": min(limit, len(named)), "total": len(named)}
    assert counts["lines"] == {"shown": len(view["lines"]), "total": network.number_of_edges()}
    assert counts["claims"] == {"shown": len(view["claims"]), "total": len(graph.claims())}
    ids = [node["id"] for node in view["nodes"]]
    assert len(set(ids)) == len(ids) <= limit
    # Claims that come along are those about what is shown, and each says so.
    for claim in view["claims"]:
        ends = {claim["speaker"]}
        for at in claim["props"]:
            prop = view["props"][at]
            ends |= {view["nodes"][end]["id"] for end in (prop["s"], prop["o"]) if end >= 0}
        assert ends & set(ids)
    whole = ask("view", limit="2000")
    first = {node["id"]: node for node in whole["nodes"]}
    for node in view["nodes"]:
        assert node["degree"] == first[node["id"]]["degree"]
    assert Counter(c["kind"] for c in whole["claims"]) == Counter(whole["kinds"])
