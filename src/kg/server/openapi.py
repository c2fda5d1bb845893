"""The OpenAPI document of the server, made from the headers of the query catalogue.

One path for each query, with one typed parameter for each that its header declares, so that a
client generator knows the same as ``kg queries``. OpenAPI Specification 3.1.1; errors as RFC 9457.

>>> from kg import queries
>>> asked = {"speakers/about": queries.get("speakers/about")}
>>> made = document(asked, "http://localhost:8000", "1.0.0")
>>> [part["name"] for part in made["paths"]["/queries/speakers/about"]["get"]["parameters"]]
['entity', 'speaker', 'format', 'lens']
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kg import iris, terms
from kg.lookup import Lookup
from kg.parameters import ANY, TYPES, Parameter
from kg.queries import Query
from kg.server import _explorer
from kg.server._paths import fixed, format_parameter
from kg.server._schemas import (
    ERRORS,
    LENS,
    ROWS,
    RUNS,
    SCHEMAS,
    Json,
    contents,
    error,
    errors,
)


def document(
    queries: Mapping[str, Query],
    base: str,
    version: str,
    examples: Mapping[str, str] | None = None,
) -> Json:
    """The whole document.

    :param queries: by name, as :func:`kg.queries.catalogue` gives them.
    :param base: address of the server, without a slash at its end.
    :param version: version of the dataset that is served.
    :param examples: what :func:`examples` gives; the defaults of the headers without it.
    """
    catalogue = list(queries.values())
    paths: Json = {
        f"/queries/{query.name}": {"get": _operation(query, examples or {})} for query in catalogue
    }
    topics = dict.fromkeys(query.topic for query in catalogue)
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Actors and events: who says what",
            "version": version,
            "summary": "Claims about actors and events, each with its speaker and its words.",
            "description": "SPARQL, linked data and the query catalogue over one dataset. Speakers"
            " say things; nothing here is the publisher's own statement.",
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": base}],
        "tags": [
            *(
                {"name": topic, "description": f"Catalogue queries about {topic}."}
                for topic in topics
            ),
            *({"name": name, "description": text} for name, text in _TAGS.items()),
        ],
        "paths": {**fixed(examples or {}), **_explorer.paths(), **paths},
        "components": {
            "schemas": {**SCHEMAS, **_explorer.schemas()},
            "responses": {name: error(name, text) for name, text in ERRORS.values()},
        },
    }


def examples(lookup: Lookup) -> dict[str, str]:
    """For each kind of entity (``actor`` …) one that the served dataset holds.

    Empty for a dataset that holds what the headers name: their defaults are better examples.
    """
    held = {name.iri for name in lookup.names}
    if not held or iris.entity("actor", "mek") in held:
        return {}
    found: dict[str, str] = {}
    for name in lookup.names:
        kind, key = iris.split_id(name.iri) or ("", "")
        found.setdefault(kind, f"{kind}:{key}")
    return found


_TAGS = {
    "SPARQL": "SPARQL 1.1 Protocol.",
    "linked data": "What the IRIs of the dataset answer.",
    "explorer": "What the explorer asks: pictures of claims, each with its speakers and words.",
    "server": "What the server is, may do and does.",
}

# --- parameters -----------------------------------------------------------------------------------

_ANY: Json = {"const": ANY}


def _options(type_name: str) -> list[str]:
    """What a parameter of a closed list may be, as callers best write it."""
    return {
        "stance": list(terms.STANCES),
        "mode": list(terms.MODES),
        "resolution_kind": list(terms.RESOLUTION_KINDS),
        "relation": list(terms.RELATIONS),
        "event_type": list(terms.EVENT_TYPES),
        "counted": list(terms.COUNTED),
    }.get(type_name, [])


def _plain_default(parameter: Parameter) -> str:
    """The header's default as its list of options writes it."""
    default = parameter.default or ANY
    local = default.partition(":")[2] or default
    for table in (terms.STANCES, terms.MODES, terms.RESOLUTION_KINDS):
        for key, name in table.items():
            if name == local:
                return key
    return local


_SHAPES: dict[str, Json] = {
    "integer": {"type": "integer", "minimum": -(10**18) + 1, "maximum": 10**18 - 1},
    "boolean": {"type": "boolean"},
    "language": {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"},
}


def _parameter(parameter: Parameter, examples: Mapping[str, str]) -> Json:
    """One parameter of a query, with a schema that says what its type allows."""
    options = _options(parameter.type)
    default: Any = parameter.default
    if options:
        schema: Json = {"type": "string", "enum": options}
        default = _plain_default(parameter)
        if parameter.optional:
            schema["enum"] = [*options, ANY]
    else:
        schema = dict(_SHAPES.get(parameter.type, {"type": "string", "minLength": 1}))
        if parameter.type == "integer" and default is not None:
            default = int(default)
        if parameter.optional and (schema.get("type") != "string" or parameter.type in _SHAPES):
            schema = {"anyOf": [schema, _ANY]}
    schema["default"] = ANY if default is None else default
    kinds = parameter.type.split("|")
    wider = iris.ENTITY_KINDS if parameter.type == "entity" else kinds
    made = next((examples[kind] for kind in wider if kind in examples), None)
    example = made or (None if schema["default"] == ANY else schema["default"])
    allowed = " or ".join(re.sub("`", "", TYPES[kind]) for kind in kinds)
    result: Json = {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": f"{parameter.description}: {allowed}"
        + (f", or {ANY}." if parameter.optional else "."),
        "schema": schema,
    }
    if example is not None:
        result["examples"] = {"example": {"value": example}}
    return result


def _operation(query: Query, examples: Mapping[str, str]) -> Json:
    parameters = [_parameter(parameter, examples) for parameter in query.parameters]
    named = [part["name"] for part in parameters]
    return {
        "operationId": "query_" + re.sub(r"\W", "_", query.name),
        "tags": [query.topic],
        "summary": query.summary,
        "description": query.description,
        "parameters": [
            *parameters,
            *([] if "format" in named else [format_parameter(ROWS)]),
            *([] if "lens" in named else [LENS]),
        ],
        "responses": {
            "200": {
                "description": f"The answer, best looked at as a {query.view}.",
                "content": contents(*ROWS.values(), "text/html"),
            },
            **errors(*RUNS),
        },
    }
