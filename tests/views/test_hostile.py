"""Hostile labels, quotes and addresses: they are shown as they are, and nothing of them runs.

The strings are lines of ``tests/cases/hostile``; add one there and it is tried everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kg.graph import KnowledgeGraph
from kg.views import payload, wording
from kg.views.records import Payload

from .conftest import Opened, Opener, hostile_iris, hostile_texts, open_file

pytestmark = pytest.mark.browser

TAGS = {
    "HTML", "HEAD", "META", "TITLE", "LINK", "STYLE", "BODY", "A", "HEADER", "P", "H1", "BDI",
    "DIV", "BUTTON", "INPUT", "UL", "LI", "LABEL", "SPAN", "SELECT", "OPTION", "OPTGROUP", "MAIN",
    "SECTION", "ASIDE", "NOSCRIPT", "SCRIPT", "STRONG", "CANVAS", "FIELDSET", "LEGEND", "OUTPUT",
    "H2", "H3", "H4", "OL", "DETAILS", "SUMMARY", "Q", "BLOCKQUOTE", "MARK", "DL", "DT", "DD",
    "TABLE", "CAPTION", "THEAD", "TBODY", "TR", "TH", "TD", "ARTICLE",
}  # fmt: skip


def test_there_are_enough_of_them() -> None:
    assert len(hostile_texts(rdf=False)) + len(hostile_iris()) >= 60
    assert len(hostile_texts(rdf=True)) >= 30


def _look_everywhere(opened: Opened) -> None:
    """Open every card, line, sentence and detail; search; hover; then see what happened."""
    view = opened.page
    ids = opened.script(
        """() => {
          const { nodes, edges, sources } = kgView.graph;
          return [...nodes.map((n) => `n:${n.id}`), ...edges.map((e) => `e:${e.id}`),
            ...sources.flatMap((s, at) => s.segments.map((g) => `s:${at}:${g.n}`))];
        }"""
    )
    for selected in ids:
        opened.go(selected=selected, top="500")
        opened.script(
            "document.querySelectorAll('#panel details').forEach((d) => { d.open = true })"
        )
    for tab in ("Table", "Text", "Network"):
        view.get_by_role("tab", name=tab).click()
        view.wait_for_timeout(50)
    view.locator("#filters-open").click()
    for word in ("script", "onerror", "<", "a"):
        view.locator("#search").fill(word)
        view.wait_for_timeout(30)
    view.locator("#search").press("ArrowDown")
    view.locator("#search").press("Enter")
    view.keyboard.press("Escape")
    view.keyboard.press("Escape")
    view.keyboard.press("Escape")
    opened.script("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    box = view.locator("#canvas").bounding_box()
    assert box
    for x in range(6):
        for y in range(4):
            view.mouse.move(
                box["x"] + box["width"] * (x + 0.5) / 6, box["y"] + box["height"] * (y + 0.5) / 4
            )
    view.wait_for_timeout(300)


def _unharmed(opened: Opened) -> None:
    opened.quiet()
    tags = set(
        opened.script("[...new Set([...document.querySelectorAll('*')].map((e) => e.tagName))]")
    )
    assert tags <= TAGS, tags - TAGS
    handlers = opened.script(
        """() => {
          const bad = (a) => a.name.startsWith("on")
            || (a.name === "href" && !/^(#|data:,|https?:)/.test(a.value));
          const all = [...document.querySelectorAll("*")].flatMap((e) => [...e.attributes]);
          return all.filter(bad).map((a) => `${a.name}=${a.value}`);
        }"""
    )
    assert handlers == []


def test_a_graph_of_hostile_texts_and_names(
    open_page: Opener, hostile_graph: KnowledgeGraph
) -> None:
    records = payload.build(hostile_graph)
    assert len(records["nodes"]) > 10
    opened = open_page(records)
    _look_everywhere(opened)
    _unharmed(opened)


@pytest.mark.parametrize("width", [1280, 390])
def test_hostile_records(open_page: Opener, hostile_records: Payload, width: int) -> None:
    opened = open_page(hostile_records, width=width)
    if width == 1280:
        _look_everywhere(opened)
    else:
        assert opened.script("document.documentElement.scrollWidth") <= width
    _unharmed(opened)


@pytest.mark.parametrize("at", range(0, len(hostile_texts(rdf=False)), 1))
def test_a_hostile_label_is_shown_as_it_is(at: int, hostile_view: Opened) -> None:
    """Each text is the label of one entity, and its card's heading reads exactly so."""
    text = hostile_texts(rdf=False)[at]
    hostile_view.go(selected=f"n:x{at}")
    shown = hostile_view.script("document.querySelector('#panel h2').textContent")
    assert shown == wording.clean(text)
    assert hostile_view.script("window.hacked") is None


@pytest.mark.parametrize("address", hostile_iris())
def test_only_plain_web_addresses_become_links(address: str, hostile_view: Opened) -> None:
    at = hostile_iris().index(address)
    hostile_view.go(selected=f"n:x{at}")
    item = hostile_view.page.locator("#panel .references li", has_text=address)
    href = item.locator("a").get_attribute("href") if item.locator("a").count() else None
    plain = address.startswith(("https://", "http://")) and "@" not in address
    assert (href is not None) is plain
    if href is not None:
        assert href.startswith(("https://", "http://"))
        assert "noopener" in (item.locator("a").get_attribute("rel") or "")


@pytest.fixture(scope="session")
def hostile_view(
    browser: Any, records: Payload, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    """A page with one entity for each hostile text, whose link is a hostile address."""
    nodes = []
    addresses = hostile_iris()
    for at, text in enumerate(hostile_texts(rdf=False)):
        node = {**records["nodes"][0], "id": f"x{at}", "label": wording.clean(text), "rank": -1}
        node["links"] = [("exact", addresses[at % len(addresses)])]
        nodes.append(node)
    changed: Any = {**records, "nodes": [*records["nodes"], *nodes]}
    path = tmp_path_factory.mktemp("hostile") / "page.html"
    opened = open_file(browser, path, changed)
    yield opened
    opened.page.context.close()
