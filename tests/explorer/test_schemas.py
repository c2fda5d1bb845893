"""Every answer fits its schema, also from data that is not ours; the page documents all of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kg import explorer
from kg.explorer.schemas import record_types
from kg.graph import KnowledgeGraph
from kg.views import wording

from .conftest import Ask, asked

PAGE = Path(__file__).parents[2] / "docs" / "explorer-api.md"
FOREIGN = """\
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://example.org/ann> a foaf:Person ; foaf:name "Ann" , "آن"@fa ; foaf:knows <http://example.org/b> .
<http://example.org/b> foaf:age 7 ; foaf:birthday "2000-01-01"^^xsd:date ; foaf:knows [] .
"""  # noqa: E501


def closed(schema: Any) -> Any:
    """The schemas with no room for members that they do not name."""
    if isinstance(schema, dict):
        found = {key: closed(value) for key, value in schema.items()}
        if "required" in found and "properties" in found:
            found["additionalProperties"] = False
        return found
    return [closed(item) for item in schema] if isinstance(schema, list) else schema


def fits(question: str, answer: Any) -> None:
    record = explorer.QUESTIONS[question].answer.__name__
    schema = {**closed(explorer.schema()), "$ref": f"#/$defs/{record}"}
    jsonschema.Draft202012Validator(schema).validate(answer)


@pytest.fixture
def foreign(tmp_path: Path) -> KnowledgeGraph:
    """A dataset of other people, without a claim."""
    path = tmp_path / "people.ttl"
    path.write_text(FOREIGN, "utf-8")
    return KnowledgeGraph.open(path)


def test_the_schemas_are_schemas() -> None:
    jsonschema.Draft202012Validator.check_schema(explorer.schema())
    assert explorer.schema()["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]


def test_answers_fit(graph: KnowledgeGraph, ask: Ask) -> None:
    first, second = (item["id"] for item in ask("speakers", limit="2")["speakers"])
    view = ask("view")
    line = view["lines"][0]
    ends = view["nodes"][line["s"]]["id"], view["nodes"][line["o"]]["id"]
    fits("view", view)
    fits("view", ask("view", around=ends[0], hops="2", metrics="true"))
    fits("view", ask("view", mode=",".join(wording.KINDS), lens="disputed"))
    fits("near", ask("near", of=ends[0]))
    fits("path", ask("path", from_=ends[0], to=ends[1], via="actor,event,place,date,series"))
    fits("overview", ask("overview", mode="prediction,demand,denial,hypothesis"))
    fits("speakers", ask("speakers"))
    fits("compare", ask("compare", left=first, right=second))
    for question in ("figures", "catalogue", "terms", "overview"):
        fits(question, ask(question))


def test_a_schema_is_wrong_of_something_else(graph: KnowledgeGraph, ask: Ask) -> None:
    view = ask("view", limit="3")
    view["nodes"][0]["kind"] = "rumour"
    with pytest.raises(jsonschema.ValidationError):
        fits("view", view)
    with pytest.raises(jsonschema.ValidationError):
        fits("near", view)


def test_data_of_others_gives_empty_answers(foreign: KnowledgeGraph) -> None:
    explorer.prepare(foreign)
    view = asked(foreign, "view")
    fits("view", view)
    assert view["nodes"] == view["lines"] == view["claims"] == []
    assert view["counts"]["nodes"] == {"shown": 0, "total": 0}
    for given in ({"lens": "disputed"}, {"lens": "corroborated"}, {"mode": "denial"}):
        assert asked(foreign, "view", **given)["claims"] == []
    for question in ("overview", "speakers", "figures", "catalogue", "terms"):
        fits(question, asked(foreign, question))
    assert asked(foreign, "speakers") == {"total": 0, "speakers": []}
    assert asked(foreign, "figures") == {"figures": []}
    assert asked(foreign, "overview")["ids"] == []


def test_every_example_of_the_declaration_is_answered(seed: KnowledgeGraph) -> None:
    for question in explorer.QUESTIONS.values():
        given = {item.name: item.example for item in question.parameters if item.required}
        fits(question.name, asked(seed, question.name, **given))
        for item in question.parameters:
            # Not every lens connects the ends of a path.
            if item.example and not (question.name == "path" and item.name in ("lens", "mode")):
                more = {**given, item.name: item.example}
                fits(question.name, asked(seed, question.name, **more))


# --- the page for people -------------------------------------------------------------------------


def sections() -> dict[str, str]:
    """The page's sections by their headings."""
    parts = re.split(r"^#+ (.+)$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def first_cells(text: str) -> list[str]:
    return re.findall(r"^\| `([^`]+)`", text, re.MULTILINE)


@pytest.mark.parametrize("question", explorer.QUESTIONS.values(), ids=lambda item: item.name)
def test_the_page_documents_the_question(question: Any) -> None:
    text = sections()[f"`{question.name}`"]
    assert first_cells(text) == [item.name for item in question.parameters]
    assert f"`{question.answer.__name__}`" in text
    for item in question.parameters:
        row = next(line for line in text.splitlines() if line.startswith(f"| `{item.name}`"))
        assert ("required" in row) == item.required
        for bound in ("minimum", "maximum", "default"):
            if bound in item.schema and not isinstance(item.schema[bound], bool):
                assert f"{item.schema[bound]:,}" in row, f"{item.name}: {bound}"


def test_the_page_documents_the_export() -> None:
    text = sections()["`export`"]
    assert [name for name in first_cells(text) if name in ("format", "lens", "mode")]
    for name in explorer.FORMATS:
        assert f"`{name}`" in text


def test_the_page_documents_every_record_and_no_other() -> None:
    """A table of the records: a row each, with its members in their order."""
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \|", sections()["Records"], re.MULTILINE)
    given = {name: re.findall(r"`(\w+)`", members) for name, members in rows}
    assert given == {name: list(made.__annotations__) for name, made in record_types().items()}


def test_the_index_is_json() -> None:
    index = json.loads(json.dumps(explorer.index()))
    assert [item["name"] for item in index["questions"]] == list(explorer.QUESTIONS)
    defined = explorer.schema()["$defs"]
    for item in index["questions"]:
        assert item["answer"].rpartition("/")[2] in defined
        for parameter in item["parameters"]:
            jsonschema.Draft202012Validator.check_schema(parameter["schema"])
