"""The page in a browser: what it shows, how it is used, and that it asks for nothing."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from kg import iris
from kg.graph import KnowledgeGraph
from kg.views import payload
from kg.views.records import Payload

from .conftest import Opened, Opener

pytestmark = pytest.mark.browser

LENSES = ["corroborated", "disputed", "according-to:actor:morning_post",
          "according-to:actor:harbour_union", "according-to:actor:state_gazette"]  # fmt: skip


def _all_rows(view: Any) -> int:
    return int(view.locator("#lines tbody tr").count())


def test_opens_from_a_file_without_a_network(open_page: Opener, records: Payload) -> None:
    opened = open_page(records)
    drawn = [node for node in records["nodes"] if node["rank"] >= 0]
    assert opened.drawn() == (len(drawn), len(records["edges"]))
    assert opened.page.locator("#canvas canvas").count() == 1
    assert opened.page.locator(".tagline").inner_text().startswith("Who did what")
    said = opened.page.locator("#sentence").inner_text()
    assert f"{len(records['claims'])} claims" in said
    opened.page.mouse.move(500, 400)
    opened.page.mouse.wheel(0, -600)
    opened.page.wait_for_timeout(150)
    opened.quiet()


def test_something_is_drawn_in_the_colours_of_the_kinds(opened: Opened) -> None:
    opened.page.wait_for_timeout(200)
    colours: set[str] = set(
        opened.script(
            """() => {
              const canvas = document.querySelector("#canvas canvas");
              const pen = canvas.getContext("2d");
              const pixels = pen.getImageData(0, 0, canvas.width, canvas.height).data;
              const found = new Set();
              for (let at = 0; at < pixels.length; at += 4) {
                if (pixels[at + 3] === 255) found.add([...pixels.slice(at, at + 3)].join());
              }
              return [...found];
            }"""
        )
    )
    for colour in ("36,99,168", "168,72,28", "44,122,75", "192,21,48"):
        assert colour in colours, colour


@pytest.mark.parametrize("dark", [False, True])
def test_colours_follow_the_system(open_page: Opener, records: Payload, dark: bool) -> None:
    opened = open_page(records, dark=dark)
    paper = opened.script("getComputedStyle(document.body).backgroundColor")
    light = sum(int(part) for part in paper[4:-1].split(",")) > 380
    assert light is not dark
    opened.quiet()


def test_an_entity_card(opened: Opened) -> None:
    opened.go("#selected=n%3Aactor%3Adock_workers")
    panel = opened.page.locator("#panel")
    text = panel.inner_text()
    assert "dock workers of Sanda" in text
    assert "editors' description" in text
    persian = panel.locator(".other-name")
    assert persian.inner_text() == "کارگران بندر"
    assert persian.get_attribute("dir") == "auto"
    headings = panel.locator(".said h4").all_inner_texts()
    assert "The Morning Post says:" in [" ".join(heading.split()) for heading in headings]


def test_a_prediction_is_in_the_card_under_its_mode_and_no_line(opened: Opened) -> None:
    opened.go("#selected=n%3Aprospect%3Aunion_victory")
    panel = opened.page.locator("#panel")
    section = panel.locator(".said.kind-prediction")
    assert "The Morning Post predicts" in " ".join(section.locator("h4").inner_text().split())
    assert section.locator(".chip.mode-prediction").inner_text() == "prediction"
    assert "predict, demand, intend or imagine" in panel.inner_text()
    assert "No line is drawn to it" in panel.inner_text()
    assert (
        opened.script(
            "kgView.shown().nodes.has(kgView.graph.nodes.findIndex(n => n.kind === 'prospect'))"
        )
        is False
    )


def test_a_line_shows_its_claims_with_the_quote_marked_in_its_passage(
    opened: Opened, records: Payload
) -> None:
    for edge in records["edges"]:
        opened.go(selected=f"e:{edge['id']}")
        claims = opened.page.locator("#panel article.claim")
        assert claims.count() >= len(edge["claims"])
        shown = claims.all()[: len(edge["claims"])]
        for at, article in zip(edge["claims"], shown, strict=True):
            claim = records["claims"][at]
            by = " ".join(article.locator(".by").inner_text().split())
            assert by == " ".join("".join(text for text, _ in claim["by"]).split())
            marks = "".join(article.locator("mark").all_inner_texts())
            assert marks == "".join(exact for _, _, exact in claim["quotes"])
            passage = article.locator("blockquote").first.inner_text()
            assert claim["quotes"][0][2] in passage
            assert len(passage) >= len(claim["quotes"][0][2])


def test_quotes_are_marked_by_code_points(open_page: Opener, records: Payload) -> None:
    """Letters outside the basic plane take two places in JavaScript and one in the data."""
    source = records["sources"][0]
    text = "𝕳𝖔𝖘𝖙 👩‍👩‍👧 before the quoted words after"
    at = text.index("quoted words")
    segment = {**source["segments"][0], "start": 10, "text": text}
    claim = {
        **records["claims"][0],
        "source": 0,
        "quotes": [(10 + at, 10 + at + 12, "quoted words")],
    }
    changed: Any = {
        **records,
        "sources": [{**source, "segments": [segment]}, *records["sources"][1:]],
        "claims": [claim, *records["claims"][1:]],
    }
    opened = open_page(changed, address="#view=text")
    assert "quoted words" in opened.page.locator("#view-text mark").all_inner_texts()


def _point(opened: Opened, name: str) -> tuple[float, float]:
    """Where on the screen an entity stands."""
    at = opened.script("(id) => kgView.graph.nodes.findIndex((node) => node.id === id)", name)
    place = opened.script("(at) => kgView.place(at)", at)
    box = opened.page.locator("#canvas").bounding_box()
    assert box
    return box["x"] + place["x"], box["y"] + place["y"]


def test_hovering_shows_a_card_and_a_click_keeps_it(open_page: Opener, records: Payload) -> None:
    opened = open_page(records)
    panel, mouse = opened.page.locator("#panel h2"), opened.page.mouse
    opened.page.wait_for_timeout(300)
    mouse.move(*_point(opened, "actor:harbour_union"))
    opened.page.locator("#tip").wait_for()
    assert "Harbour Union of Sanda" in opened.page.locator("#tip").inner_text()
    opened.page.wait_for_function(
        "() => document.querySelector('#panel h2').textContent === 'Harbour Union of Sanda'"
    )
    mouse.move(*_point(opened, "place:sanda"))
    opened.page.wait_for_function(
        "() => document.querySelector('#panel h2').textContent === 'Sanda'"
    )
    mouse.move(5, 300)
    opened.page.wait_for_function(
        "() => document.querySelector('#panel h2').textContent === 'At a glance'"
    )
    mouse.click(*_point(opened, "actor:harbour_union"))
    opened.page.wait_for_function("() => location.hash.includes('harbour_union')")
    mouse.move(5, 300)
    opened.page.wait_for_timeout(700)
    assert panel.inner_text() == "Harbour Union of Sanda"
    opened.quiet()


def test_a_click_on_a_line_opens_its_claims(open_page: Opener, records: Payload) -> None:
    opened = open_page(records)
    opened.page.wait_for_timeout(300)
    for edge in records["edges"]:
        ends = [records["nodes"][edge[end]]["id"] for end in ("s", "o")]
        a, b = (_point(opened, end) for end in ends)
        opened.page.mouse.click((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        opened.page.wait_for_timeout(60)
        if "Who says so" in opened.page.locator("#panel").inner_text():
            assert opened.script("location.hash").startswith("#selected=e")
            return
    raise AssertionError("no click on a line was answered")


def test_all_lines_are_labelled_from_some_zoom_on(open_page: Opener, records: Payload) -> None:
    opened = open_page(records, width=700 + 340, height=420)
    disputed = sum(edge["disputed"] for edge in records["edges"])
    assert opened.counts()["labels"] == disputed
    for _ in range(4):
        opened.page.get_by_role("button", name="Zoom in").click()
        opened.page.wait_for_timeout(300)
    assert opened.counts()["labels"] == len(records["edges"])


def test_denials_stand_beside_what_they_deny(opened: Opened) -> None:
    opened.go("#selected=n%3Aevent%3Ashooting")
    text = " ".join(opened.page.locator("#panel").inner_text().split())
    assert "Contested" in text
    assert "The Morning Post reports that Interior Ministry of Sanda denies" in text
    assert "Speakers contradict each other" in text


# --- filters ------------------------------------------------------------------------------------


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


# --- keyboard, address, sizes -------------------------------------------------------------------


def test_a_walk_with_the_keyboard(open_page: Opener, records: Payload) -> None:
    opened = open_page(records)
    view = opened.page
    view.keyboard.press("Tab")
    assert view.evaluate("document.activeElement.id") == "skip"
    view.keyboard.press("Enter")
    assert view.locator("#view-table").is_visible()
    assert view.evaluate("document.activeElement.closest('#view-table') !== null")
    seen = set()
    for _ in range(12):
        view.keyboard.press("Tab")
        seen.add(view.evaluate("document.activeElement.textContent"))
    assert len(seen) > 5
    view.locator("#lines tbody button.relation").first.focus()
    view.keyboard.press("Enter")
    assert "Who says so" in view.locator("#panel").inner_text()
    view.keyboard.press("Escape")
    assert "At a glance" in view.locator("#panel").inner_text()
    view.keyboard.press("/")
    assert view.evaluate("document.activeElement.id") == "search"
    view.get_by_role("tab", name="Table").focus()
    view.keyboard.press("ArrowRight")
    assert view.locator("#view-text").is_visible()
    opened.quiet()


def test_every_control_has_a_name(opened: Opened) -> None:
    opened.page.locator("#filters-open").click()
    unnamed = opened.script(
        """() => {
          const named = (e) => e.textContent.trim() || e.ariaLabel || e.labels?.length;
          const controls = document.querySelectorAll("button, input, select, [role=button]");
          return [...controls].filter((e) => !named(e)).map((e) => e.outerHTML);
        }"""
    )
    assert unnamed == []


STATES = [
    "#view=table&lens=disputed",
    "#lens=according-to%3Aactor%3Amorning_post&top=4&kinds=place",
    "#top=500&selected=n%3Aactor%3Aharbour_union&relations=date&relations=place",
    "#view=text&selected=s%3A1%3A2",
    "#lines=interpretations&open=event%3Adock_march",
]


@pytest.mark.parametrize("address", STATES)
def test_a_state_is_found_again_by_its_address(
    open_page: Opener, records: Payload, address: str
) -> None:
    first = open_page(records, address=address)
    written = first.script("location.hash")
    shown = first.script("kgView.shown().edges.length")
    text = first.page.locator("#panel").inner_text()
    second = open_page(records, address=written)
    assert second.script("location.hash") == written
    assert second.script("kgView.shown().edges.length") == shown
    assert second.page.locator("#panel").inner_text() == text
    assert written != ""


def test_choices_are_written_into_the_address(open_page: Opener, records: Payload) -> None:
    opened = open_page(records)
    assert opened.script("location.hash") == ""
    opened.page.locator("#lens").select_option("disputed")
    assert opened.script("location.hash") == "#lens=disputed"
    opened.page.locator("#legend button", has_text="places").click()
    assert "kinds=place" in opened.script("location.hash")


@pytest.mark.parametrize(
    "address",
    ["#view=evil&lens=nobody&top=-4&from=99999&to=abc&kinds=x&selected=n:none",
     "#selected=e%3A", "#selected=s%3A99%3A1", "#top=1e9", "#%", "#__proto__=1&open=__proto__",
     "#selected=%3Cscript%3Ewindow.hacked%3D1%3C%2Fscript%3E", "#from=2031&to=2030"],
)  # fmt: skip
def test_a_strange_address_does_no_harm(open_page: Opener, records: Payload, address: str) -> None:
    opened = open_page(records, address=address)
    assert opened.counts()["nodes"] > 0
    opened.quiet()


def test_on_a_phone_the_list_comes_first(open_page: Opener, records: Payload) -> None:
    opened = open_page(records, width=390, height=844)
    view = opened.page
    assert view.locator("#view-table").is_visible()
    assert view.evaluate("document.documentElement.scrollWidth") <= 390
    assert _all_rows(view) == len(records["edges"])
    view.locator("#lines button.relation").first.click()
    sheet = view.locator("#panel").bounding_box()
    assert sheet
    assert sheet["width"] == 390
    assert abs(sheet["y"] + sheet["height"] - 844) < 2
    view.locator("#panel .close").click()
    view.get_by_role("tab", name="Network").click()
    assert opened.counts()["nodes"] > 0
    assert view.evaluate("document.documentElement.scrollWidth") <= 390
    opened.quiet()


def test_a_picture_can_be_saved(opened: Opened) -> None:
    with opened.page.expect_download() as waiting:
        opened.page.get_by_role("button", name="Save picture").click()
    path = waiting.value.path()
    assert waiting.value.suggested_filename == "actors-and-events.png"
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    canvas = opened.page.locator("#canvas canvas").bounding_box()
    assert canvas
    assert width == round(canvas["width"])
    assert height > canvas["height"]
    assert len(base64.b64encode(data)) > 10_000


def test_a_limited_page_says_what_it_leaves_out(open_page: Opener, graph: KnowledgeGraph) -> None:
    found = payload.build(graph, limit=4)
    opened = open_page(found)
    said = opened.page.locator("#shown").inner_text()
    assert f"This page holds the 4 most connected of {found['total']} entities." in said
    opened.quiet()


def test_an_empty_graph(open_page: Opener, records: Payload) -> None:
    empty: Any = {
        **records, "nodes": [], "edges": [], "props": [], "claims": [], "sources": [],
        "lenses": [], "relations": [], "held": 0, "total": 0, "backbone": 0,
    }  # fmt: skip
    opened = open_page(empty)
    for tab in ("Table", "Text", "Network"):
        opened.page.get_by_role("tab", name=tab).click()
    opened.quiet()
