"""The JSON Schemas for editors accept every file that the check accepts, and help with mistakes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "data", ROOT / "tests" / "data" / "sanda"]
KINDS = {"source.yaml": "source", "claims.yaml": "claims", "citations.yaml": "citations"}
FILES = sorted(
    path
    for folder in FOLDERS
    for pattern in ("entities/*.yaml", "reference/*.yaml", "sources/*/*.yaml")
    for path in folder.glob(pattern)
)


class Core(yaml.SafeLoader):
    """YAML 1.2 core schema, as editors read it: dates are strings, and so are ``no`` and ``on``."""


Core.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != "tag:yaml.org,2002:timestamp"
        and not (tag == "tag:yaml.org,2002:bool" and first not in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def texts(value: Any) -> Any:
    """Numbers that are keys of a mapping as JSON has them: strings."""
    if isinstance(value, dict):
        return {str(key): texts(item) for key, item in value.items()}
    return [texts(item) for item in value] if isinstance(value, list) else value


@pytest.fixture
def schema(kg: Callable[..., Any]) -> Callable[[str], Draft202012Validator]:
    def get(kind: str) -> Draft202012Validator:
        found = json.loads(kg("schema", kind).out)
        Draft202012Validator.check_schema(found)
        return Draft202012Validator(found)

    return get


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_fits(path: Path, schema: Callable[[str], Draft202012Validator]) -> None:
    data = texts(yaml.load(path.read_text(encoding="utf-8"), Core))  # noqa: S506 - a safe loader
    errors = list(schema(KINDS.get(path.name, "entities")).iter_errors(data))
    assert not errors, [f"{error.json_path}: {error.message}" for error in errors[:3]]


CLAIM = {"id": "a", "says": [["x", "organizer", "y"]], "quote": "words"}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"stanze": "denies"}, "$.claims[0]"),
        ({"stance": "rejects"}, "$.claims[0].stance"),
        ({"says": [["x", "organiser", "y"]]}, "$.claims[0].says[0][1]"),
        ({"says": [["x", "organizer"]]}, "$.claims[0].says[0]"),
        ({"says": []}, "$.claims[0].says"),
        ({"resolves": [{"words": "x", "to": "y", "how": "irony"}]}, "$.claims[0].resolves[0].how"),
    ],
    ids=str,
)
def test_mistakes_are_marked(
    change: dict[str, Any], place: str, schema: Callable[[str], Draft202012Validator]
) -> None:
    validator = schema("claims")
    assert not list(validator.iter_errors({"claims": [CLAIM]}))
    errors = list(validator.iter_errors({"claims": [{**CLAIM, **change}]}))
    assert place in {error.json_path for error in errors}


def test_all_definitions(kg: Callable[..., Any]) -> None:
    found = json.loads(kg("schema").out)
    assert {"Entity", "CitationEntry", "SourceFile", "ClaimsFile"} <= set(found["$defs"])
