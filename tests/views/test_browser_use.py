"""The page by keyboard, by address, on a phone; the saved picture; pages with little in them."""

from __future__ import annotations

import base64
import copy
from typing import Any

import pytest

from kg.graph import KnowledgeGraph
from kg.views import payload
from kg.views.records import Payload

from .conftest import Opened, Opener

pytestmark = pytest.mark.browser


def _all_rows(view: Any) -> int:
    return int(view.locator("#lines tbody tr").count())


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


def test_on_a_phone_another_view_is_not_under_the_card(open_page: Opener, records: Payload) -> None:
    opened = open_page(records, width=390, height=844)
    view = opened.page
    view.locator("#lines button.relation").first.click()
    assert view.locator("#panel .close").is_visible()
    view.get_by_role("tab", name="Text").click()
    assert view.locator("#view-text").is_visible()
    assert not view.locator("#panel").is_visible()
    view.get_by_role("tab", name="Table").click()
    view.locator("#lines button.relation").first.click()
    view.get_by_role("tab", name="Network").click()
    assert view.locator("#panel .close").is_visible()
    opened.quiet()


def test_the_table_has_all_the_words_of_a_claim(open_page: Opener, records: Payload) -> None:
    several = copy.deepcopy(records)
    claim = several["claims"][several["edges"][0]["claims"][0]]
    first, second = "the first words", "and the rest of them"
    claim["quotes"] = [(0, 5, first), (8, 12, second)]
    opened = open_page(several, address="#view=table")
    shown = opened.page.locator("#lines tbody").inner_text()
    assert f"{first} … {second}" in shown
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
