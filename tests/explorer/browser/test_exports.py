"""What leaves the page: each file holds exactly what is shown, and names who says it.

Pictures are looked at as pictures; the formats are read by networkx and rdflib; the one page for a
colleague without the software is opened without a network.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from rdflib import Graph
from rdflib.namespace import RDF
from rdflib.term import URIRef

from kg import iris

from .conftest import Opener
from .pages import Explorer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

AE = iris.AE
#: States that are exported: everything, a lens, a mode, a span of time.
STATES = [
    "view=table",
    "view=table&lens=according-to:amnesty",
    "view=table&lens=disputed",
    "view=table&mode=prediction",
    "view=table&from=2019-01-01&to=2019-12-31",
]
LAYERS = {"edges", "interpretations"}


def _shown(opened: Explorer) -> dict[str, dict[str, Any]]:
    """The claims that are shown, by id, as the page's own model has them."""
    state = opened.state()
    data = opened.api(
        "view", limit=300, lens=state["lens"], mode=",".join(state["mode"]),
        **{"with": ",".join(state["with"])},
    )  # fmt: skip
    kept = opened.script(
        """async ([data, state]) => {
          const main = document.querySelector('script[type=module]').src;
          const { Model } = await import(main.replace('main.js', 'model.js'));
          const model = new Model(data);
          return [...model.visible(state).claims].map((at) => model.data.claims[at].id);
        }""",
        [data, state],
    )
    claims = {claim["id"]: claim for claim in data["claims"]}
    for claim in claims.values():
        claim["said"] = "".join(words for words, _ in claim["voices"])
        claim["props"] = [data["props"][at] for at in claim["props"]]
    said = opened.page.locator(".showing").inner_text()
    assert f"{len(kept):,} of {data['counts']['claims']['total']:,} claims" in said
    return {claim: claims[claim] for claim in kept}


def _told(prop: dict[str, Any], kind: str) -> tuple[str, str]:
    """Relation and object in words: what is not said to be so does not read as if it were."""
    if prop["relation"] != "occurs":
        return prop["label"], prop["object"]
    word = {"prediction": "would", "hypothesis": "would", "demand": "should"}.get(kind)
    word = word or ("may" if kind in ("doubt", "open") else "")
    if word:
        return f"{word} {'' if prop['object'] == 'yes' else 'not '}take place", ""
    return ("takes place" if prop["object"] == "yes" else "does not take place"), ""


def _rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("address", STATES)
def test_csv_and_turtle_hold_what_is_shown(address: str, visit: Opener) -> None:
    opened = visit(address)
    shown = _shown(opened)
    rows = _rows(opened.exported("CSV"))
    own = {claim: found for claim, found in shown.items() if not found["reporting"]}
    assert {row["claim"] for row in rows} == set(own)
    assert len(rows) == sum(len(claim["props"]) for claim in own.values())
    for row in rows:
        assert row["speaker"] == own[row["claim"]]["said"]
        kind = own[row["claim"]]["kind"]
        assert (row["subject"], row["relation"], row["object"]) in [
            (prop["subject"], *_told(prop, kind)) for prop in own[row["claim"]]["props"]
        ]
    turtle = Graph().parse(data=opened.exported("Turtle"), format="turtle")
    claims = {str(claim) for claim in turtle.subjects(RDF.type, URIRef(AE + "Claim"))}
    wanted = {iris.expand(claim) for claim in shown}
    assert wanted <= claims
    # What encloses a claim that is shown comes along, so that no speaker is lost.
    within = {str(claim) for claim in turtle.objects(None, URIRef(AE + "within"))}
    assert claims - wanted <= within
    for claim in claims:
        assert list(turtle.objects(URIRef(claim), URIRef(AE + "speaker")))


@pytest.mark.parametrize("address", STATES)
@pytest.mark.parametrize("label", ["GEXF", "GraphML"])
def test_networks_hold_what_is_shown(
    label: str, address: str, visit: Opener, tmp_path: Path
) -> None:
    opened = visit(address)
    shown = _shown(opened)
    path = tmp_path / "file"
    path.write_bytes(opened.exported(label))
    network: Any = nx.read_gexf(path) if label == "GEXF" else nx.read_graphml(path)
    edges = [data for *_, data in network.edges(data=True)]
    assert edges or "according-to" in address or "prediction" in address
    speakers = {claim["said"].partition(" says")[0] for claim in shown.values()}
    for data in edges:
        assert data["layer"] in LAYERS, "what the editors know is not what is shown"
        assert re.search(r"\((?:.*; )?says |\(.+\)$", data["label"])
        assert data["speakers"]
    assert speakers
    # Every edge rests on a claim that is shown.
    pairs = {
        (iris.expand(prop["relation"]) or prop["relation"]) for claim in shown.values()
        for prop in claim["props"]
    }  # fmt: skip
    assert {data["relation"] for data in edges} <= {
        prop["label"] for claim in shown.values() for prop in claim["props"]
    } | pairs


@pytest.mark.parametrize("address", STATES)
def test_one_page_for_a_colleague(
    address: str, visit: Opener, browser: Browser, tmp_path: Path
) -> None:
    """It opens from a file, without a network, asks for nothing, and holds what was shown."""
    opened = visit(address)
    shown = _shown(opened)
    path = tmp_path / "page.html"
    path.write_bytes(opened.exported("HTML"))
    context = browser.new_context(offline=True, reduced_motion="reduce")
    asked: list[str] = []
    troubles: list[str] = []
    try:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(path.as_uri())
        page.wait_for_function("() => window.kgView")
        claims = page.evaluate(
            "kgView.graph.claims.map((claim) => [claim.id, claim.by, claim.quotes.length])"
        )
    finally:
        context.close()
    assert troubles == []
    assert [url for url in asked if url not in (path.as_uri(), "data:,")] == []
    assert {f"claim:{claim.removeprefix('claim:')}" for claim, *_ in claims} >= set(shown)
    assert all(by for _, by, _ in claims)
    assert len(claims) <= len(shown) * 1.5 + 5


@pytest.mark.parametrize(
    "address", ["", "lens=disputed", "view=timeline", "view=map", "view=compare"]
)
def test_pictures(address: str, visit: Opener, kept: Path) -> None:
    """PNG and SVG of every view that is a picture; the SVG holds names as text and no script."""
    opened = visit(address)
    name = (address or "network").replace("view=", "").replace("=", "-")
    png = opened.exported("PNG")
    (kept / f"export-{name}.png").write_bytes(png)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    assert width > 300
    assert height > 40
    assert len(opened.colours(png, step=7)) > 8, "the picture is empty"
    svg = opened.exported("SVG")
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own file
    space = "{http://www.w3.org/2000/svg}"
    assert root.tag == f"{space}svg"
    texts = ["".join(element.itertext()) for element in root.iter(f"{space}text")]
    assert len(texts) > 2
    for element in root.iter():
        assert element.tag not in (f"{space}script", f"{space}foreignObject", f"{space}image")
        assert not [key for key in element.attrib if key.startswith("on") or "href" in key]
    # Who passes it on passes on through whose eyes it is seen.
    lens = "Disputed between speakers" if "disputed" in address else "Everyone"
    said = f"{lens}: what speakers say, not what is so"
    assert root.findtext(f"{space}title") == said
    assert said in texts
    assert opened.page.url in texts


@pytest.mark.parametrize("view", ["text", "table", "ask"])
def test_a_view_of_text_says_that_it_is_no_picture(view: str, visit: Opener) -> None:
    opened = visit(f"view={view}")
    opened.page.keyboard.press("x")
    opened.find('button "PNG" in dialog.exporting').click()
    opened.page.locator("dialog.exporting [role=status]", has_text="PNG: this").wait_for()


def test_nothing_to_export_is_said(visit: Opener) -> None:
    opened = visit("view=table&from=1700-01-01&to=1700-12-31")
    opened.page.keyboard.press("x")
    opened.find('button "Turtle" in dialog.exporting').click()
    opened.page.locator("dialog.exporting [role=status]", has_text="nothing is shown").wait_for()


def test_names_of_files_tell_what_is_in_them(visit: Opener) -> None:
    opened = visit("view=table&lens=disputed")
    opened.page.keyboard.press("x")
    with opened.page.expect_download() as waiting:
        opened.find('button "CSV" in dialog.exporting').click()
    assert waiting.value.suggested_filename == "actors-events-table-disputed.csv"


def test_files_hold_what_the_table_is_filtered_to(visit: Opener) -> None:
    opened = visit("view=table&find=Tehran")
    listed = opened.page.locator(".claims tbody tr").count()
    rows = _rows(opened.exported("CSV"))
    assert len(rows) > 5
    found = {row["claim"] for row in rows}
    assert set(opened.page.locator(".claims tbody tr").evaluate_all(
        "rows => rows.map((row) => row.dataset.id)")) == found  # fmt: skip
    assert listed <= len(rows)
    claims = Graph().parse(data=opened.exported("Turtle"), format="turtle")
    told = {iris.compact(str(claim)) for claim in claims.subjects(RDF.type, URIRef(AE + "Claim"))}
    assert found <= told
    whole = opened.api("view", limit=300)["claims"]
    assert len(told) < len(whole) / 2


def test_an_svg_has_the_signs_of_the_screen(visit: Opener) -> None:
    opened = visit("")
    root = ElementTree.fromstring(opened.exported("SVG"))  # noqa: S314 - written by the page
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts.count("≠") >= 5
    assert {"actors", "events", "disputed or denied", "interpreted by somebody"} <= set(texts)
    lines = list(root.iter("{http://www.w3.org/2000/svg}line"))
    heads = [path for path in root.iter("{http://www.w3.org/2000/svg}path")
             if re.fullmatch(r"M[^MLz]+L[^MLz]+L[^MLz]+z", path.get("d", ""))]  # fmt: skip
    assert len(heads) >= len(lines) > 50
