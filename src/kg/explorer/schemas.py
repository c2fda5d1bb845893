"""JSON Schemas (draft 2020-12) of the answers, read off the records' types.

>>> made = document()["$defs"]["Near"]
>>> made["properties"]["groups"]
{'type': 'array', 'items': {'$ref': '#/$defs/NearGroup'}}
>>> made["required"]
['id', 'total', 'groups']
"""

from __future__ import annotations

import types
import typing
from functools import cache
from typing import Annotated, Any, NotRequired, TypeAlias, get_args, get_origin

from kg.explorer import answers, records

Json: TypeAlias = "dict[str, Any]"

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def record_types() -> dict[str, type]:
    """The records by name, in their order."""
    return {
        name: value
        for module in (records, answers)
        for name, value in vars(module).items()
        if typing.is_typeddict(value) and value.__module__ == module.__name__
    }


@cache
def document() -> Json:
    """One schema document: each record is in its ``$defs``.

    Members that it does not name may come in later releases; what it names stays.
    """
    return {
        "$schema": DIALECT,
        "title": "Answers of the explorer's API, version 1",
        "$defs": {name: _record(item) for name, item in record_types().items()},
    }


def under(place: str, prefix: str = "") -> Json:
    """The records for another document: their references begin with ``place``, their names with
    ``prefix``."""

    def moved(part: Any) -> Any:
        if isinstance(part, dict):
            return {
                key: f"{place}{prefix}{value.rpartition('/')[2]}" if key == "$ref" else moved(value)
                for key, value in part.items()
            }
        return [moved(item) for item in part] if isinstance(part, list) else part

    return {prefix + name: moved(item) for name, item in document()["$defs"].items()}


def _record(record: type) -> Json:
    hints = typing.get_type_hints(record, include_extras=True)
    return {
        "type": "object",
        "description": " ".join((record.__doc__ or "").split()),
        "properties": {
            name: _value(get_args(hint)[0] if get_origin(hint) is NotRequired else hint)
            for name, hint in hints.items()
        },
        "required": [name for name, hint in hints.items() if get_origin(hint) is not NotRequired],
    }


def _value(hint: Any) -> Json:
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    inner = get_args(hint)
    match get_origin(hint):
        case typing.Union | types.UnionType:
            return {"anyOf": [_value(item) for item in inner]}
        case origin if origin is Annotated:
            return {**_value(inner[0]), "enum": list(inner[1].values)}
        case origin if origin is list:
            return {"type": "array", "items": _value(inner[0])}
        case origin if origin is tuple:
            parts = [_value(item) for item in inner]
            return {"type": "array", "prefixItems": parts, "items": False, "minItems": len(parts)}
        case origin if origin is dict:
            return {"type": "object", "additionalProperties": _value(inner[1])}
    return {"$ref": f"#/$defs/{hint.__name__}"}
