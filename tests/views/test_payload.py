"""What is in the records of a page, and what may never be drawn."""

from __future__ import annotations

import json

import pytest
from rdflib.term import Literal, URIRef

from kg import iris
from kg.errors import UsageError
from kg.graph import KnowledgeGraph
from kg.store import Quad, Store
from kg.views import entities, payload
from kg.views.records import Payload

LENSES = ["corroborated", "disputed", "according-to:morning_post", "according-to:harbour_union"]


def _edges(graph: KnowledgeGraph) -> set[tuple[str, str, str, str]]:
    return {
        (iris.compact(s), data["predicate"].rsplit("#")[-1], iris.compact(o), data["graph"])
        for s, o, data in graph.network().edges(data=True)
    }


def _drawn(records: Payload) -> set[tuple[str, str, str, str]]:
    nodes = records["nodes"]
    return {
        (nodes[e["s"]]["id"], e["relation"], nodes[e["o"]]["id"], e["graph"])
        for e in records["edges"]
    }


def test_lines_are_the_edges_of_the_network(graph: KnowledgeGraph, records: Payload) -> None:
    assert _drawn(records) == _edges(graph)
    assert len(records["edges"]) == len(_edges(graph)) > 5


@pytest.mark.parametrize("lens", LENSES)
def test_lines_under_a_lens(graph: KnowledgeGraph, lens: str) -> None:
    chosen = graph.under(lens)
    found = payload.build(graph, lens=chosen.lens)
    assert _drawn(found) == _edges(chosen)
    assert found["lens"]
    assert payload.build(chosen) == found


def test_every_line_stands_on_reports_or_interpretations(records: Payload) -> None:
    for edge in records["edges"]:
        wanted = {"edges": "report", "interpretations": "interpretation"}[edge["graph"]]
        assert edge["claims"]
        for at in edge["claims"]:
            claim = records["claims"][at]
            assert claim["kind"] == wanted
            assert claim["stance"] == "Affirms"
            assert set(claim["props"]) & set(edge["props"])


def test_what_is_predicted_demanded_or_denied_is_in_the_records_and_not_in_lines(
    records: Payload,
) -> None:
    kinds = {claim["kind"] for claim in records["claims"]}
    assert {"prediction", "demand", "denial", "open", "report", "interpretation"} <= kinds
    drawn = {at for edge in records["edges"] for at in edge["claims"]}
    for at, claim in enumerate(records["claims"]):
        if claim["kind"] not in ("report", "interpretation"):
            assert at not in drawn
    ranks = {node["id"]: node["rank"] for node in records["nodes"]}
    assert ranks["prospect:union_victory"] == ranks["prospect:inquiry"] == -1


def test_disputed_statements_are_those_of_the_lens(records: Payload) -> None:
    said = [
        f"{prop['subject']} | {prop['label']} | {prop['object']}"
        for prop in records["props"]
        if prop["disputed"]
    ]
    assert sorted(said) == [
        "Shooting at the port office | count | 0 killed",
        "Shooting at the port office | count | 7 killed",
        "Shooting at the port office | count | at least 12 killed",
        "Shooting at the port office | occurs | yes",
    ]
    disputed = {node["id"] for node in records["nodes"] if node["disputed"]}
    assert disputed == {"event:shooting"}
    chosen = {name: pairs for name, _, pairs in records["lenses"]}["disputed"]
    for claim, props in chosen:
        assert set(props) <= set(records["claims"][claim]["props"])
        assert all(records["props"][at]["disputed"] for at in props)


def test_entities_without_lines_are_listed(graph: KnowledgeGraph, records: Payload) -> None:
    listed = {node["id"] for node in records["nodes"]}
    named = entities.named(graph.engine, ("actor", "event", "series", "place", "date", "prospect"))
    assert listed == {iris.compact(iri) for iri in named}
    assert records["held"] == records["total"] == len(listed)


def test_ranks_are_the_first_places(records: Payload) -> None:
    ranks = [node["rank"] for node in records["nodes"] if node["rank"] >= 0]
    assert ranks == list(range(len(ranks)))


@pytest.mark.parametrize("limit", [1, 3, 7])
def test_limit_keeps_the_most_connected_and_says_how_many_there_are(
    graph: KnowledgeGraph, records: Payload, limit: int
) -> None:
    found = payload.build(graph, limit=limit)
    assert (found["held"], found["total"]) == (limit, records["total"])
    assert [node["id"] for node in found["nodes"]] == [
        node["id"] for node in records["nodes"][:limit]
    ]
    places = range(-1, len(found["nodes"]))
    for edge in found["edges"]:
        assert edge["s"] in places
        assert edge["o"] in places
        assert edge["claims"]
    for claim in found["claims"]:
        assert claim["speaker"] in places
        assert all(at in range(len(found["props"])) for at in claim["props"])
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize("limit", [0, -1])
def test_limit_below_one_is_an_error(graph: KnowledgeGraph, limit: int) -> None:
    with pytest.raises(UsageError, match="limit of 1 or more"):
        payload.build(graph, limit=limit)


def test_quotes_lie_in_their_segments(records: Payload) -> None:
    checked = 0
    for claim in records["claims"]:
        source = records["sources"][claim["source"]]
        for start, end, exact in claim["quotes"]:
            for segment in source["segments"]:
                if segment["start"] <= start < segment["start"] + len(segment["text"]):
                    at = start - segment["start"]
                    assert segment["text"][at : at + end - start] == exact
                    checked += 1
    assert checked >= len(records["claims"]) * 0.9


def test_attribution_names_the_whole_chain(records: Payload) -> None:
    said = {"".join(text for text, _ in claim["by"]) for claim in records["claims"]}
    assert (
        "The State Gazette reports that The Morning Post reports that Harbour Union of Sanda says"
        in said
    )
    assert "The Morning Post reports that Interior Ministry of Sanda denies" in said
    assert "The Morning Post predicts" in said


def test_an_empty_graph_is_a_page_too() -> None:
    found = payload.build(KnowledgeGraph(Store()))
    assert found["nodes"] == found["edges"] == found["claims"] == []
    assert found["title"] == "An empty graph"


def test_many_sources_leave_out_sentences_far_from_quotes(graph: KnowledgeGraph) -> None:
    source = URIRef(iris.source("morning-post"))
    home = URIRef(iris.graph("source/morning-post"))
    store = Store()
    store.add(graph.store.quads())
    added: list[Quad] = []
    for number in range(90, 96):
        segment = URIRef(iris.segment("morning-post", number))
        pairs = (
            ("source", source), ("ordinal", _integer(number)), ("start", _integer(number * 100)),
            ("segmentKind", _ae("Sentence")), ("text", Literal("Far from all quotes.")),
        )  # fmt: skip
        added.append((segment, URIRef(iris.PREFIXES["rdf"] + "type"), _ae("Segment"), home))
        added += [(segment, _ae(name), value, home) for name, value in pairs]
    store.add(added)
    wide = KnowledgeGraph(store)
    before = _segments(payload.build(wide))
    assert before >= 90
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(payload, "WHOLE_TEXTS", 1)
        assert _segments(payload.build(wide)) < 30


def test_many_sources_keep_the_paragraphs_of_quotes(
    graph: KnowledgeGraph, records: Payload, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payload, "WHOLE_TEXTS", 1)
    cut = payload.build(graph)
    for whole, part in zip(records["sources"], cut["sources"], strict=True):
        at = records["sources"].index(whole)
        starts = [q[0] for c in records["claims"] if c["source"] == at for q in c["quotes"]]
        quoted = {
            segment["p"]
            for segment in whole["segments"]
            for start in starts
            if segment["start"] <= start < segment["start"] + len(segment["text"])
        }
        assert quoted
        assert part["segments"] == [s for s in whole["segments"] if s["p"] in quoted]


def _segments(records: Payload) -> int:
    return max(segment["n"] for source in records["sources"] for segment in source["segments"])


def _integer(value: int) -> Literal:
    return Literal(str(value), datatype=URIRef(iris.PREFIXES["xsd"] + "integer"), normalize=False)


def _ae(name: str) -> URIRef:
    return URIRef(iris.AE + name)
