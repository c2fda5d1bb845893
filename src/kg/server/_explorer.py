"""The explorer's API in the OpenAPI document, made from :mod:`kg.explorer`'s own declaration."""

from __future__ import annotations

from collections.abc import Iterable

from kg import explorer
from kg.server._schemas import Json, errors

_PREFIX = "Explorer"
_PLACE = "#/components/schemas/"
_BUSY = ("429", "503", "504")
_ETAG: Json = {
    "ETag": {
        "description": "Of these bytes (RFC 9110, section 8.8.3).",
        "schema": {"type": "string"},
    }
}
_ANSWER_HEADERS: Json = {
    **_ETAG,
    "Data-Version": {
        "description": "The version of the data that is answered from, as `/health` names it;"
        " answers of two versions do not belong together.",
        "schema": {"type": "string"},
    },
    "Link": {"description": "The schema of the answer.", "schema": {"type": "string"}},
}


def schemas() -> Json:
    """The records, for the document's components."""
    return explorer.schemas_under(_PLACE, _PREFIX)


def paths() -> Json:
    """A path for each question, the index, the schemas, and files."""
    return {
        "/api/v1/": _about(
            "explorer_index", "The questions with their parameters.", "application/json"
        ),
        "/api/v1/schema.json": _about(
            "explorer_schema",
            "JSON Schemas (draft 2020-12) of the answers.",
            "application/schema+json",
        ),
        **{
            f"/api/v1/{question.name}": {
                "get": {
                    "operationId": f"explorer_{question.name}",
                    "tags": ["explorer"],
                    "summary": question.says,
                    "parameters": _parameters(question.parameters),
                    "responses": {
                        "200": {
                            "description": question.says,
                            "headers": _ANSWER_HEADERS,
                            "content": {
                                "application/json": {
                                    "schema": {
                                        "$ref": f"{_PLACE}{_PREFIX}{question.answer.__name__}"
                                    }
                                }
                            },
                        },
                        **errors("400", "404", "413", *_BUSY),
                    },
                }
            }
            for question in explorer.QUESTIONS.values()
        },
        "/api/v1/export": _export(),
    }


def _about(operation: str, says: str, media: str) -> Json:
    content = {media: {"schema": {"type": "object"}}}
    return {
        "get": {
            "operationId": operation,
            "tags": ["explorer"],
            "summary": says,
            "responses": {"200": {"description": says, "headers": _ETAG, "content": content}},
        }
    }


def _parameters(listed: Iterable[explorer.Parameter]) -> list[Json]:
    found = []
    for item in listed:
        made: Json = {
            "name": item.name,
            "in": "query",
            "required": item.required,
            "description": item.says,
            "schema": dict(item.schema),
        }
        if item.example:
            made["examples"] = {"example": {"value": item.example}}
        found.append(made)
    return found


def _export() -> Json:
    content: Json = {
        media.partition(";")[0]: {"schema": {"type": "string"}}
        for media, _ in explorer.FORMATS.values()
    }
    says = "What is shown, as a file."
    return {
        "post": {
            "operationId": "explorer_export",
            "tags": ["explorer"],
            "summary": says,
            "parameters": _parameters(explorer.EXPORT),
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": explorer.EXPORT_BODY}},
            },
            "responses": {
                "200": {"description": says, "content": content},
                **errors("400", "404", "408", "413", *_BUSY),
            },
        }
    }
