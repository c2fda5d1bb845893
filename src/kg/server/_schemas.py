"""Schemas, errors and media types of the OpenAPI document."""

from __future__ import annotations

from typing import Any, TypeAlias

from kg import lenses

Json: TypeAlias = "dict[str, Any]"

#: Formats of rows by their short name, and of graphs by their suffix.
ROWS = {
    "json": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
}
GRAPHS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "trig": "application/trig",
    "nq": "application/n-quads",
}
_PROBLEM = "application/problem+json"
QUERY, FORM = "application/sparql-query", "application/x-www-form-urlencoded"

#: Errors by status: what each says to a client.
ERRORS = {
    "400": ("BadRequest", "The request is not understood: its query, or the value of a parameter."),
    "404": ("NotFound", "There is no such thing; the problem names the nearest there is."),
    "406": ("NotAcceptable", "No format that `Accept` or `format` allows."),
    "408": ("TooLate", "The body did not arrive within the time that `/limits` allows."),
    "413": ("TooLarge", "The query, the body or the answer is larger than `/limits` allows."),
    "415": ("UnsupportedMediaType", "The body's media type is none of those listed."),
    "429": ("TooManyRequests", "This client asks too much at once; see `Retry-After`."),
    "503": ("Unavailable", "The server is full, or the query needs too much memory."),
    "504": ("TimedOut", "The query ran longer than `/limits` allows and was ended."),
}
RUNS = ("400", "404", "406", "413", "429", "503", "504")


SCHEMAS: Json = {
    "Problem": {
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string"},
            "instance": {"type": "string", "format": "uri-reference"},
        },
        "required": ["title", "status"],
    },
    "Rows": {
        "type": "object",
        "description": "SPARQL 1.1 Query Results JSON Format.",
        "properties": {
            "head": {
                "type": "object",
                "properties": {"vars": {"type": "array", "items": {"type": "string"}}},
            },
            "results": {
                "type": "object",
                "properties": {
                    "bindings": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": {"$ref": "#/components/schemas/Term"},
                        },
                    }
                },
                "required": ["bindings"],
            },
            "boolean": {"type": "boolean"},
        },
        "required": ["head"],
    },
    "Term": {
        "type": "object",
        "properties": {
            "type": {"enum": ["uri", "literal", "bnode", "triple"]},
            "value": {},
            "xml:lang": {"type": "string"},
            "datatype": {"type": "string"},
        },
        "required": ["type", "value"],
    },
}


def error(name: str, text: str) -> Json:
    schema = {"$ref": "#/components/schemas/Problem"}
    response: Json = {
        "description": text,
        "content": {_PROBLEM: {"schema": schema}, "text/html": {"schema": {"type": "string"}}},
    }
    if name in ("TooManyRequests", "Unavailable"):
        response["headers"] = {
            "Retry-After": {
                "description": "Seconds to wait (RFC 9110, section 10.2.3).",
                "schema": {"type": "integer", "minimum": 0},
            }
        }
    return response


def errors(*statuses: str) -> Json:
    return {status: {"$ref": f"#/components/responses/{ERRORS[status][0]}"} for status in statuses}


def contents(*media: str) -> Json:
    made: Json = {name: {"schema": {"type": "string"}} for name in media}
    if ROWS["json"] in made:
        made[ROWS["json"]] = {"schema": {"$ref": "#/components/schemas/Rows"}}
    if "application/json" in made:
        made["application/json"] = {"schema": {}}
    if GRAPHS["jsonld"] in made:
        made[GRAPHS["jsonld"]] = {"schema": {"type": ["object", "array"]}}
    return made


LENS: Json = {
    "name": "lens",
    "in": "query",
    "description": f"Ask only what a choice of claims carries. {lenses.USAGE}",
    "required": False,
    "schema": {
        "type": "string",
        "pattern": "^(according-to:[^,]+|corroborated|disputed|common:[^,]+,[^,]+)$",
    },
    "examples": {"corroborated": {"value": "corroborated"}},
}
