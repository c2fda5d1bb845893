"""Quotes, neighbours, chains, speakers, comparison, figures: against the library's own answers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from rdflib.term import Literal

from kg import compare, iris, network, queries, sparql, yamlfile
from kg.errors import KgError, UsageError
from kg.graph import KnowledgeGraph

from .conftest import Ask, asked

ROOT = Path(__file__).parents[2]
PATHS: list[dict[str, Any]] = yamlfile.read(
    ROOT / "tests" / "network" / "paths.yaml", "paths.yaml"
).data


def texts(graph: KnowledgeGraph, sanda: Path) -> dict[str, str]:
    """The texts of a dataset's sources, as they lie in its folder."""
    folder = sanda if len(graph) < 10_000 else ROOT / "data"
    return {
        f"source:{path.parent.name}": path.read_text("utf-8")
        for path in sorted((folder / "sources").glob("*/text.txt"))
    }


def test_quotes_are_the_words_of_the_text(graph: KnowledgeGraph, ask: Ask, sanda: Path) -> None:
    view, held = ask("view", limit="2000"), texts(graph, sanda)
    assert {source["id"] for source in view["sources"] if source["id"] in held}
    seen = 0
    for claim in view["claims"]:
        source = view["sources"][claim["source"]]
        for start, end, words, sentence in claim["quotes"]:
            assert sentence >= 0
            if source["id"] in held:
                assert held[source["id"]][start:end] == words
                assert source["quoted"]
                seen += 1
    assert seen > 20


def test_dates_and_places_are_those_of_the_claims(graph: KnowledgeGraph, ask: Ask) -> None:
    view = ask("view", limit="2000")
    lines = {
        (view["nodes"][line["s"]]["id"], line["relation"], view["nodes"][line["o"]]["id"])
        for line in view["lines"]
    }
    dated = placed = 0
    for node in view["nodes"]:
        for when in node["when"]:
            date = view["dates"][when["date"]]
            assert (node["id"], when["relation"], date["id"]) in lines
            first, latest_first, first_last, last = date["bounds"]
            assert not (first and last) or first <= last
            assert not (first and latest_first) or first <= latest_first
            assert not (first_last and last) or first_last <= last
            dated += 1
        for where in node["where"]:
            place = view["places"][where["place"]]
            assert (node["id"], where["relation"], place["id"]) in lines
            assert (place["lon"] is None) == (place["lat"] is None)
            placed += 1
    assert dated
    assert placed


@pytest.mark.parametrize("hops", [1, 2, 3])
def test_an_ego_view_reaches_so_far(graph: KnowledgeGraph, ask: Ask, hops: int) -> None:
    simple = network.simple_graph(graph.network())
    centre = max(simple, key=lambda iri: (simple.degree(iri), iri))
    view = ask("view", around=iris.compact(centre), hops=str(hops), limit="2000")
    expected = nx.single_source_shortest_path_length(simple, centre, cutoff=hops)
    assert {node["id"]: node["depth"] for node in view["nodes"]} == {
        iris.compact(iri): depth for iri, depth in expected.items()
    }
    assert view["around"] == iris.compact(centre)
    assert view["counts"]["nodes"]["total"] == len(expected)


def test_only_and_with(graph: KnowledgeGraph, ask: Ask) -> None:
    first = [node["id"] for node in ask("view", limit="12")["nodes"]]
    some = [first[3], first[7], first[1], first[3]]
    only = ask("view", only=",".join(some))
    assert [node["id"] for node in only["nodes"]] == some[:3]
    more = ask("view", limit="3", with_=",".join(first[5:8]))
    assert [node["id"] for node in more["nodes"]][:6] == [*first[:3], *first[5:8]]


def test_places_stay_under_lenses(graph: KnowledgeGraph, ask: Ask) -> None:
    """The same entity stands in the same place, whoever is heard; twice asked, twice the same."""
    base = ask("view", limit="2000")
    at = {node["id"]: (node["x"], node["y"]) for node in base["nodes"] if node["degree"]}
    assert len(set(at.values())) == len(at)
    under = ask("view", lens="corroborated", limit="2000")
    kept = [node for node in under["nodes"] if node["degree"]]
    assert kept
    for node in kept:
        assert (node["x"], node["y"]) == at[node["id"]]
    assert ask("view", limit="2000") == base


def test_metrics_are_the_networks(graph: KnowledgeGraph, ask: Ask) -> None:
    view = ask("view", limit="2000", metrics="1")
    joined = network.joined(
        [node["id"] for node in view["nodes"]],
        [(view["nodes"][ln["s"]]["id"], view["nodes"][ln["o"]]["id"]) for ln in view["lines"]],
    )
    expected = nx.betweenness_centrality(network.simple_graph(joined))
    for node in view["nodes"]:
        assert node["betweenness"] == pytest.approx(expected[node["id"]], abs=1e-6)
    assert len({node["community"] for node in view["nodes"]}) > 1
    assert "betweenness" not in ask("view", limit="5")["nodes"][0]


def test_near_counts_neighbours(graph: KnowledgeGraph, ask: Ask) -> None:
    net = graph.network()
    ranked = sorted(net, key=lambda iri: (-net.degree(iri), iri))[:8]
    for centre in ranked:
        found = ask("near", of=iris.compact(centre))
        beside = (set(net.successors(centre)) | set(net.predecessors(centre))) - {centre}
        assert found["id"] == iris.compact(centre)
        assert found["total"] == len(beside)
        expected: dict[tuple[str, str, str], set[str]] = {}
        for s, o, data in [*net.out_edges(centre, data=True), *net.in_edges(centre, data=True)]:
            local = data["predicate"].rsplit("#", 1)[-1]
            direction, other = ("to", o) if s == centre else ("from", s)
            expected.setdefault((local, direction, data["graph"]), set()).add(iris.compact(other))
        got = {
            (group["relation"], group["direction"], group["group"]): {
                entity["id"] for entity in group["entities"]
            }
            for group in found["groups"]
        }
        assert got == expected
        for group in found["groups"]:
            assert group["total"] == len(group["entities"])


@pytest.mark.parametrize(
    "case", PATHS, ids=[f"{case['data']}: {case['why']}" for case in PATHS]
)  # the same cases as those of kg.network
def test_path(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    name = "sanda_graph" if case["data"] == "sanda" else case["data"]
    graph: KnowledgeGraph = request.getfixturevalue(name)
    given = {"from": case["from"], "to": case["to"], "via": ",".join(case.get("via", ()))}
    if "lens" in case:
        given["lens"] = case["lens"]
    if "error" in case:
        with pytest.raises(UsageError, match=r"No (line|claim)|Nothing connects"):
            asked(graph, "path", **given)
        return
    found = asked(graph, "path", **given)
    assert len(found["hops"]) == len(case["chain"])
    keys = {iris.compact(claim.iri): claim.key for claim in graph.claims()}
    hops = [
        sorted(keys[claim["id"]] for line in hop["lines"] for claim in line["claims"])
        for hop in found["hops"]
    ]
    assert hops == [sorted(claims) for claims in case["claims"]]
    for hop, (start, end) in zip(
        found["hops"], zip(found["nodes"], found["nodes"][1:], strict=False), strict=True
    ):
        assert (hop["start"], hop["end"]) == (start, end)
        for line in hop["lines"]:
            assert {line["subject"], line["object"]} == {start, end}
            for claim in line["claims"]:
                assert claim["quotes"]
                assert claim["attribution"]


def test_speakers_are_counted(graph: KnowledgeGraph, ask: Ask) -> None:
    expected = Counter(iris.compact(claim.speaker) for claim in graph.claims())
    found = ask("speakers", limit="1000")
    assert {item["id"]: item["claims"] for item in found["speakers"]} == dict(expected)
    assert found["total"] == len(expected)
    assert [item["claims"] for item in found["speakers"]] == sorted(expected.values(), reverse=True)
    short = ask("speakers", limit="2")
    assert short == {"total": len(expected), "speakers": found["speakers"][:2]}


def test_comparison_is_the_librarys(graph: KnowledgeGraph, ask: Ask) -> None:
    first, second = (item["id"] for item in ask("speakers", limit="2")["speakers"])
    for left, right in ((first, second), (second, first)):
        found, expected = (
            ask("compare", left=left, right=right),
            compare.compare(graph, left, right),
        )
        for side in ("only_left", "only_right"):
            assert [item["proposition"] for item in found[side]] == [
                iris.compact(item.proposition.iri) for item in getattr(expected, side)
            ]
        for pairs in ("shared", "opposed"):
            assert [
                (p["left"]["proposition"], p["right"]["proposition"]) for p in found[pairs]
            ] == [
                (iris.compact(p.left.proposition.iri), iris.compact(p.right.proposition.iri))
                for p in getattr(expected, pairs)
            ]
        assert found["only_left"] or found["only_right"]


def test_figures_are_all_numbers_with_who_gives_them(graph: KnowledgeGraph, ask: Ask) -> None:
    found = ask("figures")["figures"]
    expected = Counter(
        (iris.compact(claim.iri), iris.compact(str(item.object)))
        for claim in graph.claims()
        for item in claim.propositions
        if item.predicate == iris.AE + "count" and not isinstance(item.object, Literal)
    )
    assert Counter((item["claim"], item["quantity"]["id"]) for item in found) == expected
    assert expected
    speakers = {iris.compact(claim.iri): iris.compact(claim.speaker) for claim in graph.claims()}
    for item in found:
        assert item["speaker_id"] == speakers[item["claim"]]
        low, high = item["quantity"]["lower"], item["quantity"]["upper"]
        assert low is not None or high is not None
        assert low is None or high is None or low <= high
    subject = found[0]["subject_id"]
    part = ask("figures", about=subject)["figures"]
    assert part == [item for item in found if item["subject_id"] == subject]


def test_the_catalogue_and_the_terms(graph: KnowledgeGraph, ask: Ask) -> None:
    ready = {item["name"]: item for item in ask("catalogue")["queries"]}
    assert list(ready) == list(queries.catalogue())
    for name, query in queries.catalogue().items():
        assert ready[name]["query"] == query.text
        assert [p["name"] for p in ready[name]["parameters"]] == [p.name for p in query.parameters]
    found = ask("terms")
    names = {term["name"]: term for term in found["terms"]}
    assert {"ae:Claim", "ae:speaker", "ae:Prediction", "rdf:type"} <= set(names)
    # A term that is missing here would be called unknown where a query uses it.
    defined = graph.engine.select(
        f"{sparql.prologue()}SELECT DISTINCT ?term {{ GRAPH graph:ontology {{ ?term a ?type"
        f' FILTER (STRSTARTS(STR(?term), "{iris.AE}")) }} }}'
    )
    assert {str(term) for (term,) in defined.rows} <= {term["iri"] for term in names.values()}
    for name, term in names.items():
        assert iris.expand(name) == term["iri"]
    assert found["prefixes"] == dict(iris.PREFIXES)


HOSTILE: list[tuple[str, dict[str, str]]] = [
    ("view", {"lens": "nobody"}),
    ("view", {"lens": "according-to:"}),
    ("view", {"lens": "according-to:actor:nobody_at_all"}),
    ("view", {"lens": 'according-to:x> . } INSERT DATA { <a> <b> "c" } #'}),
    ("view", {"lens": "x" * 501}),
    ("view", {"mode": "lies"}),
    ("view", {"around": "actor:nobody_at_all"}),
    ("view", {"around": "\x00\ud800<script>"}),
    ("view", {"limit": "0"}),
    ("view", {"limit": "2001"}),
    ("view", {"limit": "-1"}),
    ("view", {"limit": "1e3"}),
    ("view", {"limit": "٣"}),
    ("view", {"limit": "9" * 400}),
    ("view", {"hops": "5"}),
    ("view", {"metrics": "perhaps"}),
    ("view", {"with": ",".join(f"actor:a{n}" for n in range(501))}),
    ("view", {"only": "actor:nobody_at_all"}),
    ("view", {"colour": "red"}),
    ("near", {}),
    ("near", {"of": ""}),
    ("near", {"of": "prop:0"}),
    ("path", {"from": "x"}),
    ("path", {"from": "x", "to": "y", "via": "roads"}),
    ("compare", {"left": "nobody_at_all", "right": "nobody_at_all"}),
    ("figures", {"about": "nobody_at_all"}),
    ("speakers", {"limit": "many"}),
    ("catalogue", {"lens": "disputed"}),
    ("export", {}),
    ("__class__", {}),
]


@pytest.mark.parametrize(("question", "given"), HOSTILE, ids=[f"{q} {g}"[:60] for q, g in HOSTILE])
def test_what_does_not_fit_is_refused(
    question: str, given: dict[str, str], sanda_graph: KnowledgeGraph
) -> None:
    with pytest.raises(KgError) as refused:
        asked(sanda_graph, question, **given)
    assert refused.value.message
    assert refused.value.exit_code != 1 or isinstance(refused.value, UsageError)


@pytest.mark.parametrize(
    ("question", "given", "cure"),
    [
        ("view", {"lens": "nobody"}, "according-to"),
        ("view", {"lens": "according-to:harbor_union"}, "harbour_union"),
        ("view", {"around": "actor:harbor_union"}, "harbour_union"),
        ("view", {"with": ",".join(f"a{n}" for n in range(501))}, "500"),
        ("view", {"limit": "2001"}, "from 1 to 2000"),
        ("view", {"mode": "lies"}, "prediction"),
        ("view", {"colour": "red"}, "lens, mode, around"),
        ("near", {}, "prefixed name"),
        ("sight", {}, "view, near, path"),
    ],
)
def test_errors_say_what_would_be_right(
    question: str, given: dict[str, str], cure: str, sanda_graph: KnowledgeGraph
) -> None:
    with pytest.raises(KgError) as refused:
        asked(sanda_graph, question, **given)
    assert cure in refused.value.cure
