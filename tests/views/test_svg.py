"""Static pictures: well-formed whatever the data; nothing undated or imagined on the timeline."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from rdflib.term import Literal, URIRef

from kg import iris
from kg.graph import KnowledgeGraph
from kg.store import Store
from kg.views import svg, timeline_picture
from kg.views.drawing import COLOURS, SVG

PICTURES = {"network": svg.network, "timeline": svg.timeline}
SAFE = {
    "svg", "title", "desc", "rect", "line", "text", "circle", "polygon", "marker", "path",
}  # fmt: skip


def _texts(picture: str) -> list[str]:
    root = ElementTree.fromstring(picture)  # noqa: S314 - written by us
    return [element.text or "" for element in root.iter(f"{{{SVG}}}text")]


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("which", ["graph", "hostile_graph"])
def test_well_formed_and_without_anything_active(
    name: str, which: str, request: pytest.FixtureRequest
) -> None:
    picture = PICTURES[name](request.getfixturevalue(which))
    root = ElementTree.fromstring(picture)  # noqa: S314 - written by us
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= SAFE
    for element in root.iter():
        for key, value in element.attrib.items():
            assert not key.startswith("on")
            assert "href" not in key
            assert "javascript" not in value
    outside = set(
        re.findall(r"url\(([^)]*)\)", "".join(e.get("marker-end", "") for e in root.iter()))
    )
    assert all(target.startswith("#head-") for target in outside)


@pytest.mark.parametrize("name", PICTURES)
def test_same_graph_same_picture(name: str, graph: KnowledgeGraph) -> None:
    assert PICTURES[name](graph) == PICTURES[name](graph)


@pytest.mark.parametrize("name", PICTURES)
def test_of_an_empty_graph(name: str) -> None:
    assert _texts(PICTURES[name](KnowledgeGraph(Store())))[0] == "An empty graph"


def test_network_names_what_it_draws(graph: KnowledgeGraph) -> None:
    texts = " ".join(_texts(svg.network(graph)))
    for words in ("March of the dock", "Harbour Union", "organizer", "3 May 2031"):
        assert words in texts
    assert "victory of the union" not in texts
    root = ElementTree.fromstring(svg.network(graph))  # noqa: S314 - written by us
    lines = [e for e in root.iter(f"{{{SVG}}}line") if e.get("marker-end")]
    edges = list(graph.network().edges())
    assert len(lines) == len(edges)
    dashed = [line for line in lines if line.get("stroke-dasharray")]
    found = graph.network().edges(data="graph")
    assert len(dashed) == sum(name == "interpretations" for *_, name in found)


def test_nothing_of_a_small_network_is_cut_off(graph: KnowledgeGraph) -> None:
    root = ElementTree.fromstring(svg.network(graph))  # noqa: S314 - written by us
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    texts = list(root.iter(f"{{{SVG}}}text"))
    assert any(text.text == "interpreted by a speaker" for text in texts)
    for text in texts:
        letters = len(text.text or "") * float(text.get("font-size", 0)) * 0.5
        middle = text.get("text-anchor") == "middle"
        assert float(text.get("x", 0)) + (letters / 2 if middle else letters) <= width
        assert float(text.get("y", 0)) < height


def test_timeline_has_dated_events_only(graph: KnowledgeGraph) -> None:
    rows = timeline_picture.read(graph)
    assert [(row.label, [span.label for span in row.spans]) for row in rows] == [
        ("March of the dock workers", ["3 May 2031"])
    ]
    texts = _texts(svg.timeline(graph))
    assert "March of the dock workers" in texts
    assert any("3 May 2031" in text and "on Saturday" in text for text in texts)
    assert not any("Shooting" in text or "victory" in text or "inquiry" in text for text in texts)
    assert any(text.endswith("events that no speaker dates are left out.") for text in texts)


def _dated(graph: KnowledgeGraph, subject: str, bounds: list[str | None], mode: str) -> Store:
    """The graph with one more claim that gives a date of the subject."""
    store = Store()
    store.add(graph.store.quads())
    home = URIRef(iris.graph("source/morning-post"))
    day, prop, claim = (
        URIRef(f"{iris.ID}{name}") for name in ("date/x", "proposition/x", "claim/x")
    )
    rdf, ae, sem = iris.PREFIXES["rdf"], iris.AE, iris.PREFIXES["sem"]
    store.add([
        (day, URIRef(iris.PREFIXES["rdfs"] + "label"), Literal("day X", lang="en"), home),
        (prop, URIRef(rdf + "subject"), URIRef(subject), home),
        (prop, URIRef(rdf + "predicate"), URIRef(ae + "date"), home),
        (prop, URIRef(rdf + "object"), day, home),
        (claim, URIRef(ae + "proposition"), prop, home),
    ])  # fmt: skip
    stamps = ("EarliestBegin", "LatestBegin", "EarliestEnd", "LatestEnd")
    xsd = URIRef(iris.PREFIXES["xsd"] + "date")
    store.add(
        (
            day,
            URIRef(f"{sem}has{name}TimeStamp"),
            Literal(bound, datatype=xsd, normalize=False),
            home,
        )
        for name, bound in zip(stamps, bounds, strict=True)
        if bound
    )
    if mode == "report":
        inferred = URIRef(iris.graph("inferred"))
        store.add([(claim, URIRef(ae + "contributesTo"), URIRef(iris.graph("edges")), inferred)])
    return store


DAY = ["2030-01-01", "2030-01-01", "2030-01-01", "2030-01-01"]
SHOOTING = iris.entity("event", "shooting")


@pytest.mark.parametrize(
    ("subject", "bounds", "mode", "shown"),
    [
        (SHOOTING, DAY, "report", True),
        (SHOOTING, DAY, "prediction", False),
        (iris.entity("prospect", "inquiry"), DAY, "report", False),
        (SHOOTING, [None, None, None, None], "report", False),
        (SHOOTING, ["2030-01-01", "2030-12-31", None, None], "report", True),
        (SHOOTING, [None, None, "2030-01-01", "2030-12-31"], "report", True),
        (SHOOTING, ["0001-01-01", "0001-01-01", "9999-12-31", "9999-12-31"], "report", True),
        (SHOOTING, ["-0044-03-15", "-0044-03-15", "-0044-03-15", "-0044-03-15"], "report", False),
        (SHOOTING, ["2030-01-01", "2031-12-31", "2030-01-01", "2031-12-31"], "report", True),
    ],
)
def test_what_gets_a_row(
    graph: KnowledgeGraph, subject: str, bounds: list[str | None], mode: str, shown: bool
) -> None:
    changed = KnowledgeGraph(_dated(graph, subject, bounds, mode))
    rows = timeline_picture.read(changed)
    assert (subject in {row.iri for row in rows}) is shown
    assert any("day X" in text for text in _texts(svg.timeline(changed))) is shown


def test_bars_lie_between_the_bounds(graph: KnowledgeGraph) -> None:
    bounds: list[str | None] = ["2030-01-01", "2030-03-31", "2031-06-01", "2031-12-31"]
    changed = KnowledgeGraph(_dated(graph, SHOOTING, bounds, "report"))
    axis = timeline_picture.Axis.of(timeline_picture.read(changed))
    root = ElementTree.fromstring(svg.timeline(changed))  # noqa: S314 - written by us
    bars = [
        (float(e.get("x", 0)), float(e.get("width", 0)), e.get("fill-opacity"))
        for e in root.iter(f"{{{SVG}}}rect")
        if e.get("height") == "6" and e.get("rx") == "2.5"
    ]
    days = [timeline_picture._day(bound or "") for bound in bounds]
    at = [axis.at(day) for day in days if day]
    assert [at[0], at[1], at[2], at[3]] == sorted(at)
    light = [bar for bar in bars if bar[2] and abs(bar[0] - at[0]) < 0.2]
    dark = [bar for bar in bars if not bar[2] and abs(bar[0] - at[1]) < 0.2]
    assert light
    assert dark
    assert abs(light[0][0] + light[0][1] - at[3]) < 3
    assert abs(dark[0][0] + dark[0][1] - at[2]) < 3


def test_every_kind_that_is_drawn_is_in_the_legend(graph: KnowledgeGraph) -> None:
    root = ElementTree.fromstring(svg.network(graph))  # noqa: S314 - written by us
    kinds = {data["kind"] for _, data in graph.network().nodes(data=True)}
    legend = {text.text for text in root.iter(f"{{{SVG}}}text")}
    assert "date" in kinds
    for kind in kinds:
        assert any(words and words.partition(" ")[0] == kind for words in legend), kind
    frames = {e.get("stroke") for e in root.iter(f"{{{SVG}}}rect")}
    assert COLOURS["date"] in frames
