"""What each kind of page shows, case by case; and that its formats say the same."""

from __future__ import annotations

import csv
import io
import json

import pytest

from kg import pages
from kg.graph import KnowledgeGraph

from .conftest import BASE, Case, cases, elements, shown

EACH = pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)


@EACH
def test_case(case: Case, graph: KnowledgeGraph, generated: dict[str, str]) -> None:
    found = shown(graph, case, generated)
    assert (found.page.template, found.page.status) == (case.template, case.status)
    text = found.text
    for wanted in case.shows:
        assert wanted in text
    for unwanted in case.hides:
        assert unwanted not in text
    for markup in case.markup:
        assert markup in found.html.replace("&#34;", '"')
    links = {attributes.get("href") for _, attributes in elements(found.document)}
    for link in case.links:
        assert link in links


@EACH
def test_formats_say_the_same(case: Case, graph: KnowledgeGraph, generated: dict[str, str]) -> None:
    """The JSON is the page's data; the CSV holds the rows of the JSON."""
    page = shown(graph, case, generated).page
    data = json.loads(pages.render(page, "application/json", BASE, None))
    assert data == json.loads(json.dumps(page.data))
    if page.table is None:
        return
    text = pages.render(page, "text/csv", BASE, None).decode()
    columns, *rows = csv.reader(io.StringIO(text, newline=""))
    assert columns == list(page.table[0])
    assert rows == [list(row) for row in page.table[1]]
    if "rows" in data:
        kept = [[_cell(row[name]) for name in data["columns"]] for row in data["rows"]]
        assert (columns, rows) == (data["columns"], kept)


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return str(value["value"])
    return "" if value is None else str(value)


@EACH
def test_the_page_has_what_every_page_has(
    case: Case, graph: KnowledgeGraph, generated: dict[str, str]
) -> None:
    found = shown(graph, case, generated)
    tags = [name for name, _ in elements(found.document)]
    assert tags.count("main") == tags.count("h1") == tags.count("title") == 1
    every = list(elements(found.document))
    ids = [attributes["id"] for _, attributes in every if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert all("style" not in a and not any(n.startswith("on") for n in a) for _, a in every)
    scripts = [a for name, a in every if name == "script"]
    assert all(a == {"type": "application/ld+json"} for a in scripts)
    sheets = [a["href"] for name, a in every if name == "link" and a["rel"] == "stylesheet"]
    assert [sheet.removeprefix("/static/") for sheet in sheets] == list(pages.static())


def test_every_template_has_a_case() -> None:
    folder = pages.__path__[0]
    from pathlib import Path

    names = {path.stem for path in Path(folder, "templates").glob("*.html")}
    assert names - {"base", "macros", "problem"} == {case.template for case in cases()}
