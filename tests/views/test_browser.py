"""The page in a browser: what it shows, and that it asks for nothing."""

from __future__ import annotations

from typing import Any

import pytest

from kg.views.records import Payload

from .conftest import Opened, Opener

pytestmark = pytest.mark.browser


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
