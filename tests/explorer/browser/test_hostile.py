"""Attacks in every label, quote, name, address, speaker and source: they are shown as they are, in
every view, panel, search, tour and export, and nothing of them runs.

The strings are lines of ``tests/cases/hostile``; add one there and it is tried everywhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.views.wording import clean

from ...views.conftest import hostile_iris, hostile_texts
from .conftest import Opener
from .pages import Explorer
from .steps import Steps

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

VIEWS = ["Network", "Timeline", "Map", "Text", "Claims", "Ask", "Compare"]
#: What the page is made of; any other element came out of a string.
TAGS = {
    "html", "head", "meta", "title", "link", "script", "noscript", "body", "a", "div", "header",
    "p", "label", "input", "ul", "ol", "li", "strong", "span", "bdi", "button", "nav", "select",
    "option", "main", "aside", "section", "article", "h1", "h2", "h3", "h4", "small", "q", "mark",
    "blockquote", "details",
    "summary", "dialog", "form", "kbd", "code", "pre", "em", "table", "caption", "thead",
    "tbody", "tr", "th", "td", "canvas", "textarea", "svg", "g", "path", "rect", "circle", "line",
    "text", "defs", "lineargradient", "stop", "clippath", "br", "mask",
}  # fmt: skip


def unharmed(opened: Explorer) -> None:
    """Fail if something ran, a string became markup, or a link leads anywhere but the web."""
    opened.quiet(["404"])
    found = opened.script(
        """() => {
          const all = [...document.querySelectorAll('*')];
          const bad = all.flatMap((element) => [...element.attributes].filter(({ name, value }) =>
            name.startsWith('on') || name === 'srcdoc'
            || (['href', 'src', 'action', 'xlink:href', 'formaction', 'data'].includes(name)
              && !/^(?:\\/(?!\\/)|[?#]|https?:\\/\\/|data:,$)/.test(value)))
            .map(({ name, value }) => `${element.tagName} ${name}=${value}`));
          return { tags: [...new Set(all.map((element) => element.tagName.toLowerCase()))], bad };
        }"""
    )
    assert set(found["tags"]) <= TAGS, set(found["tags"]) - TAGS
    assert found["bad"] == []


def test_there_are_enough_of_them() -> None:
    assert len(hostile_texts(rdf=True)) + len(hostile_iris()) >= 60


@pytest.mark.parametrize("width", [1440, 390])
def test_every_view(width: int, visit: Opener) -> None:
    opened = visit("", data="hostile", width=width)
    steps = Steps(opened)
    for view in VIEWS:
        steps.run([{"click": f'tab "{view}"'}, {"ready": True}, {"open_all": "body"}])
        unharmed(opened)
        trouble = opened.call("narrow") if width == 390 else []
        assert trouble == [], view
    if width == 1440:
        steps.run([{"click": "#lens"}, {"count": {".popup .choice": ">3"}}])
        unharmed(opened)
        steps.run([{"press": "Escape"}, {"click": "#mode"}])
        unharmed(opened)


def test_every_panel(visit: Opener) -> None:
    """Each entity, line and claim; with the cards of what can be done with it."""
    opened = visit("view=table", data="hostile", allow=["404"])
    data = opened.api("view")
    ids = [node["id"] for node in data["nodes"]]
    ids += [f"line:{line['id']}" for line in data["lines"]]
    ids += [claim["id"] for claim in data["claims"]]
    assert len(ids) > 50
    shown = 0
    for id_ in ids:
        opened.script(
            """(id) => { const words = new URLSearchParams({ view: 'table', sel: id });
                 history.pushState(null, '', `?${words}`);
                 dispatchEvent(new PopStateEvent('popstate')); }""",
            id_,
        )
        opened.ready()
        shown += opened.page.locator("#panel h2").inner_text() != "Not found"
        Steps(opened).do_open_all("#panel")
        unharmed(opened)
    assert shown == len(ids), "a card could not be shown"


def test_a_name_reads_as_it_is_written(visit: Opener) -> None:
    opened = visit("view=table", data="hostile")
    for node in opened.api("view")["nodes"]:
        opened.open({"view": "table", "sel": node["id"]})
        shown = opened.script("document.querySelector('#panel h2 bdi').textContent")
        assert clean(shown) in (node["label"], node["short"])


def test_search_choice_and_dialogs(visit: Opener) -> None:
    opened = visit("view=table", data="hostile")
    steps = Steps(opened)
    for words in ("script", "onerror", "hacked", "__proto__", "<", "javascript:", "سازمان"):
        steps.do_search(words)
        unharmed(opened)
    steps.run([{"search": "<img src=x onerror=window.hacked=99>"}])
    unharmed(opened)
    entity = opened.api("view")["nodes"][0]["id"]
    opened.open({"view": "table", "sel": entity})
    for key in ("e", "c", "x", "t"):
        opened.page.keyboard.press(key)
        opened.page.locator("dialog[open], .tour").first.wait_for()
        steps.do_open_all("dialog")
        unharmed(opened)
        opened.page.keyboard.press("Escape")
        # Chromium closes a dialog after the key has been taken: the next key must not meet it.
        opened.page.wait_for_selector("dialog[open], .tour", state="detached")


def test_an_address_is_as_hostile_as_data(visit: Opener) -> None:
    for text in hostile_texts(rdf=True)[::6]:
        keys = ("view", "second", "sel", "find", "source", "left", "right", "size", "color", "at")
        words = {**dict.fromkeys(keys, text), "ask": f"sparql:{text}"}
        opened = visit(words, data="hostile", wait=False, allow=["status of 4"])
        opened.page.wait_for_selector("#main[data-ready]")
        opened.settled()
        for view in ("table", "text", "compare", "ask"):
            opened.open({**words, "view": view}, wait=False)
            opened.page.wait_for_function(
                "() => document.querySelector('.body')?.getAttribute('aria-busy') === 'false'"
            )
            opened.settled()
            opened.quiet(["status of 4"])


def test_links_lead_to_the_web_only(visit: Opener) -> None:
    """Addresses that the data names become links only where they are http(s), and leave no trace of
    where the reader came from."""
    opened = visit("view=table", data="hostile")
    entity = next(n["id"] for n in opened.api("view")["nodes"] if n["kind"] == "actor")
    opened.open({"view": "table", "sel": entity})
    links = opened.script(
        """[...document.querySelectorAll('#panel a')]
             .map((link) => [link.getAttribute('href'), link.rel])"""
    )
    outside = [(href, rel) for href, rel in links if href and href.startswith("http")]
    for _, rel in outside:
        assert "noreferrer" in rel
    shown = opened.page.locator("#panel").inner_text()
    assert "javascript:window.hacked=40" in shown or not outside


def test_every_export(visit: Opener, browser: Browser, tmp_path: Path) -> None:
    opened = visit("", data="hostile")
    for label in ("PNG", "SVG", "CSV", "GEXF", "GraphML", "Turtle", "HTML"):
        data = opened.exported(label)
        assert data
        (tmp_path / f"file.{label.lower()}").write_bytes(data)
    context = browser.new_context(offline=True)
    asked: list[str] = []
    try:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        for name in ("file.svg", "file.html"):
            path = tmp_path / name
            page.goto(path.as_uri())
            page.wait_for_load_state()
            assert page.evaluate("window.hacked") is None
            assert [url for url in asked if not url.startswith((path.as_uri(), "data:,"))] == []
            asked.clear()
    finally:
        context.close()
    for row in (tmp_path / "file.csv").read_text("utf-8-sig").split('"'):
        assert not row.lstrip().startswith("=HYPERLINK")
