"""Filters, table, search and text: what is shown, and that all views agree on it."""

from __future__ import annotations

from typing import Any

import pytest

from kg import iris
from kg.graph import KnowledgeGraph
from kg.views.records import Payload

from .conftest import Opened, Opener

pytestmark = pytest.mark.browser

LENSES = ["corroborated", "disputed", "according-to:actor:morning_post",
          "according-to:actor:harbour_union", "according-to:actor:state_gazette"]  # fmt: skip


def _all_rows(view: Any) -> int:
    return int(view.locator("#lines tbody tr").count())


@pytest.mark.parametrize("lens", LENSES)
def test_a_lens_draws_what_the_lens_of_the_graph_draws(
    opened: Opened, graph: KnowledgeGraph, lens: str
) -> None:
    opened.go(f"#top=500&lens={lens}")
    under = graph.under(lens.replace("actor:", "")).network()
    wanted = {
        (iris.compact(s), data["label"], iris.compact(o), data["graph"])
        for s, o, data in under.edges(data=True)
    }
    shown = opened.script(
        """() => kgView.shown().edges.map((e) =>
             [kgView.graph.nodes[e.s].id, e.label, kgView.graph.nodes[e.o].id, e.graph])"""
    )
    assert {tuple(row) for row in shown} == wanted
    assert opened.drawn() == (len(under), len(wanted))
    assert opened.page.locator("#lens").input_value() == lens


FILTERS = [
    ("#top=500&kinds=place", "kind !== 'place'"),
    ("#top=500&kinds=actor&kinds=date", "kind !== 'actor' && kind !== 'date'"),
    ("#top=500&lines=interpretations", "graph !== 'interpretations'"),
    ("#top=500&lines=edges", "graph === 'interpretations'"),
    ("#top=500&relations=organizer&relations=date", "!['organizer', 'date'].includes(relation)"),
    ("#top=500&disputed=1", "contested"),
]
PASSING = """() => {
  const nodes = kgView.graph.nodes;
  const passes = (kind, graph, relation, contested) => CONDITION;
  return kgView.graph.edges.filter((edge) => {
    const ends = [nodes[edge.s], nodes[edge.o]];
    const contested = edge.disputed || ends.some((node) => node.disputed);
    return ends.every((node) => passes(node.kind, edge.graph, edge.relation, contested));
  }).length;
}"""


@pytest.mark.parametrize(("address", "condition"), FILTERS, ids=[item[0] for item in FILTERS])
def test_filters_and_counts(opened: Opened, records: Payload, address: str, condition: str) -> None:
    opened.go(address)
    wanted = opened.script(PASSING.replace("CONDITION", condition))
    total = len(records["edges"])
    assert 0 < wanted < total
    counts = opened.counts()
    assert counts["edges"] == wanted
    drawn = sum(node["rank"] >= 0 for node in records["nodes"])
    said = opened.page.locator("#shown").inner_text()
    assert said.startswith(
        f"Showing {counts['nodes']} of {drawn} entities, {wanted} of {total} lines"
    )
    opened.page.locator("#shown").get_by_role("button", name="Put all filters back").click()
    assert opened.counts()["edges"] == total


def test_the_slider_shows_the_most_connected(opened: Opened, records: Payload) -> None:
    opened.go("#top=5")
    assert opened.counts()["nodes"] == 5
    assert "Showing 5 of" in opened.page.locator("#shown").inner_text()
    opened.page.locator("#shown").get_by_role("button", name="Show all").click()
    drawn = sum(node["rank"] >= 0 for node in records["nodes"])
    assert opened.counts()["nodes"] == drawn


def test_a_neighbourhood_can_be_opened(opened: Opened) -> None:
    opened.go("#top=3&selected=n%3Aevent%3Adock_march")
    before = opened.counts()["nodes"]
    hint = opened.page.locator("#panel .hint").first
    assert "of them drawn" in hint.inner_text()
    hint.get_by_role("button", name="Show all").click()
    assert opened.counts()["nodes"] > before
    opened.page.locator("#panel .hint").first.get_by_role("button", name="Show fewer").click()
    assert opened.counts()["nodes"] == before


def _dated(records: Payload) -> Payload:
    """The records with two dated events far apart, and one open to the past."""
    nodes: list[Any] = [dict(node) for node in records["nodes"]]
    for node in nodes:
        if node["kind"] in ("event", "series", "date"):
            node["span"] = ("2031-05-03", "2031-05-03")
    series = next(node for node in nodes if node["id"] == "series:dock_strikes")
    series["span"] = ("", "1999-12-31")
    shooting = next(node for node in nodes if node["id"] == "event:shooting")
    shooting["span"] = None
    changed: Any = {**records, "nodes": nodes}
    return changed  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("address", "there", "gone"),
    [
        ("#top=500", ["event:dock_march", "series:dock_strikes", "event:shooting"], []),
        ("#top=500&from=2000", ["event:dock_march", "event:shooting"], ["series:dock_strikes"]),
        ("#top=500&from=2000&undated=0", ["event:dock_march"], ["event:shooting"]),
        ("#top=500&to=2001", ["event:shooting"], ["event:dock_march"]),
    ],
)
def test_time(
    open_page: Opener, records: Payload, address: str, there: list[str], gone: list[str]
) -> None:
    opened = open_page(_dated(records), address=address)
    shown = set(opened.script("[...kgView.shown().nodes].map((at) => kgView.graph.nodes[at].id)"))
    assert set(there) <= shown
    assert not set(gone) & shown
    assert opened.page.locator("#time input").count() == 2


def test_time_ends_do_not_cross(open_page: Opener, records: Payload) -> None:
    opened = open_page(_dated(records), address="#from=2010&to=2020")
    start = opened.page.locator("#time-from")
    start.fill("2030")
    assert opened.page.locator("#time-now").inner_text() == "2020"
    opened.page.locator("#time-to").fill("2001")
    assert opened.page.locator("#time-now").inner_text() == "2020"


def test_nothing_left_is_said(opened: Opened) -> None:
    opened.go("#lines=edges&lines=interpretations")
    assert opened.page.locator("#nothing").is_visible()
    assert opened.drawn() == (0, 0)


# --- table, search, text ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["", "top=500", "lens=disputed", "lens=according-to:actor:state_gazette",
                "kinds=date&top=500", "lines=interpretations", "top=4"],
)  # fmt: skip
def test_the_table_has_the_lines_of_the_network(opened: Opened, address: str) -> None:
    opened.go(f"#{address}")
    edges = opened.counts()["edges"]
    opened.page.get_by_role("tab", name="Table").click()
    assert _all_rows(opened.page) == edges


def test_what_is_not_drawn_is_in_the_table_with_its_mode(opened: Opened, records: Payload) -> None:
    opened.go("#view=table&top=500")
    rows = [
        " ".join(row.split()) for row in opened.page.locator("#others tbody tr").all_inner_texts()
    ]
    lines = {
        (at, prop) for edge in records["edges"] for at in edge["claims"] for prop in edge["props"]
    }
    wanted = sum(
        (at, prop) not in lines
        for at, claim in enumerate(records["claims"])
        if not claim["reporting"]
        for prop in claim["props"]
    )
    assert len(rows) == wanted
    assert any("victory of the union" in row and "predicted" in row for row in rows)
    assert any("denied" in row and "Interior Ministry of Sanda denies" in row for row in rows)


def test_the_table_can_be_sorted(opened: Opened) -> None:
    opened.go("#view=table&top=500")
    head = opened.page.locator("#lines-head th").nth(2)
    for direction in ("ascending", "descending"):
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == direction
        cells = opened.page.locator("#lines tbody td:nth-child(3)").all_inner_texts()
        folded = [cell.casefold() for cell in cells]
        assert folded == sorted(folded, reverse=direction == "descending")
    assert opened.script("document.activeElement.textContent") == "To whom or what"


@pytest.mark.parametrize(
    ("words", "first"),
    [("harbour union", "Harbour Union of Sanda"), ("the UNION", "Harbour Union of Sanda"),
     ("کارگران", "dock workers of Sanda"), ("victory", "victory of the union"),
     ("marched to the port", "On 3 May 2031")],
)  # fmt: skip
def test_search_as_you_type(opened: Opened, words: str, first: str) -> None:
    box = opened.page.get_by_role("combobox", name="Search names and quotes")
    box.press_sequentially(words)
    assert first in opened.page.locator("#found li").first.inner_text()
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "found-0"
    box.press("Enter")
    assert opened.page.locator("#found").is_hidden()
    assert opened.page.locator("#panel .close").is_visible()
    assert first in " ".join(opened.page.locator("#panel").inner_text().split())


def test_search_that_finds_nothing_says_so(opened: Opened) -> None:
    opened.page.locator("#search").press_sequentially("zzzz")
    assert "Nothing found" in opened.page.locator("#found").inner_text()
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#found").is_hidden()


def test_the_text_with_its_claims(opened: Opened, records: Payload) -> None:
    opened.go("#view=text")
    sentences = opened.page.locator("#view-text .sentence")
    assert sentences.count() == sum(len(source["segments"]) for source in records["sources"])
    source = next(s for s in records["sources"] if s["id"] == "source:morning-post")
    sentence = sentences.filter(has_text="The union will win").first
    sentence.click()
    panel = " ".join(opened.page.locator("#panel").inner_text().split())
    assert "The Morning Post predicts" in panel
    assert source["label"] in panel
    assert opened.page.locator(".sentence[aria-current]").count() == 1
