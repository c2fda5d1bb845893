"""Lenses as the explorer reads them off its columns, held against their queries; the whole map."""

from __future__ import annotations

import itertools
import json

import pytest

from kg import lenses
from kg.explorer import answer, choice, reading
from kg.graph import KnowledgeGraph
from kg.views import wording


def chosen(graph: KnowledgeGraph, lens: lenses.Lens) -> dict[str, set[str]]:
    """What the explorer takes a lens to choose, as IRIs."""
    index = reading.of(graph)
    return {
        index.claims[at].iri: {index.propositions[number].iri for number in stays}
        for at, stays in choice.under(graph, lens).items()
    }


@pytest.fixture(scope="module", params=["sanda", "published"])
def graph(request: pytest.FixtureRequest) -> KnowledgeGraph:
    """Each dataset."""
    return KnowledgeGraph.open(request.getfixturevalue(request.param))


def test_lenses_choose_what_their_queries_choose(graph: KnowledgeGraph) -> None:
    index = reading.of(graph)
    speakers = sorted(index.by_speaker, key=lambda at: -len(index.by_speaker[at]))
    actors = [index.entities[at] for at in speakers]
    wanted = [lenses.Lens("disputed"), lenses.Lens("corroborated")]
    wanted += [lenses.Lens("according-to", (actor,)) for actor in actors]
    wanted += [lenses.Lens("common", pair) for pair in itertools.permutations(actors[:6], 2)]
    wanted.append(lenses.Lens("common", (actors[0], actors[0])))
    some = 0
    for lens in wanted:
        found = chosen(graph, lens)
        assert found == lenses.claims_under(graph.engine, lens), str(lens)
        some += bool(found)
    assert some > len(actors)  # else nothing was compared


@pytest.mark.parametrize("mode", ["", *wording.KINDS])
def test_the_whole_map_has_a_place_for_what_any_mode_draws(
    graph: KnowledgeGraph, mode: str
) -> None:
    found = json.loads(answer(graph, "overview", {"mode": mode}))
    columns = ("ids", "labels", "kind", "x", "y", "degree", "community")
    assert len({len(found[column]) for column in columns}) == 1
    assert len(set(found["ids"])) == len(found["ids"])
    places = list(zip(found["x"], found["y"], strict=True))
    assert len(set(places)) == len(places)
    assert all(0 <= end < len(found["ids"]) for end in found["lines"])
