"""Writes the types of the explorer's records for its JavaScript, out of ``kg.explorer.records``
and ``kg.explorer.answers``.

``python tools/explorer_types.py`` after a change of the records; ``make test`` finds a run that
was forgotten.
"""

from __future__ import annotations

import sys
import types
import typing
from pathlib import Path
from typing import Annotated, Any, NotRequired, get_args, get_origin

from kg.explorer.schemas import record_types

TARGET = Path(__file__).parents[1] / "src/kg/explorer/static/js/records.d.ts"
_PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


def text() -> str:
    """The whole file."""
    head = "// Generated from src/kg/explorer by `python tools/explorer_types.py`.\n"
    return head + "".join(_interface(item) for item in record_types().values())


def _interface(record: type) -> str:
    hints = typing.get_type_hints(record, include_extras=True)
    lines = [f"  {name}{_member(hint)};\n" for name, hint in hints.items()]
    says = " ".join((record.__doc__ or "").split())
    return f"\n/** {says} */\nexport interface {record.__name__} {{\n{''.join(lines)}}}\n"


def _member(hint: Any) -> str:
    if get_origin(hint) is NotRequired:
        return f"?: {_type(get_args(hint)[0])}"
    return f": {_type(hint)}"


def _type(hint: Any) -> str:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if get_origin(hint) is Annotated:
        return _type(get_args(hint)[0])
    inner = [_type(item) for item in get_args(hint)]
    match get_origin(hint):
        case typing.Union | types.UnionType:
            return " | ".join(inner)
        case origin if origin is list:
            return f"{inner[0]}[]" if inner[0].isalnum() else f"({inner[0]})[]"
        case origin if origin is tuple:
            return f"[{', '.join(inner)}]"
        case origin if origin is dict:
            return f"Record<{inner[0]}, {inner[1]}>"
    return str(hint.__name__)


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        sys.exit(TARGET.read_text(encoding="utf-8") != text())
    TARGET.write_text(text(), encoding="utf-8")
