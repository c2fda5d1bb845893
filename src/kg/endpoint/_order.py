"""The order of SPARQL 1.1, section 15.1, for rows of an engine that sorts otherwise.

Unbound comes first, then blank nodes, IRIs and literals. Numbers, dates, truth values and strings
are compared by value. Between literals of different kinds, which the standard leaves open, the
order is fixed here: numbers, dates, truth values, strings, others.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from rdflib.term import BNode, Identifier, Literal

from kg import iris

_XSD = iris.PREFIXES["xsd"]
_NUMBERS = frozenset(
    _XSD + name
    for name in (
        "integer", "decimal", "double", "float", "int", "long", "short", "byte",
        "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger",
        "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip

#: Rows of terms.
Rows = list[tuple[Identifier | None, ...]]


def in_order(rows: Rows, names: Sequence[str], keys: Sequence[tuple[str, bool]]) -> Rows:
    """The rows sorted; those that tie keep their order.

    :param keys: names of columns, and True where the order is descending.
    """
    found = list(rows)
    for name, descending in reversed(keys):
        at = names.index(name)
        found.sort(key=lambda row, at=at: _key(row[at]), reverse=descending)  # type: ignore[misc]
    return found


def _key(term: Identifier | None) -> tuple[Any, ...]:
    if term is None:
        return (0,)
    if isinstance(term, BNode):
        return (1, str(term))
    if not isinstance(term, Literal):
        return (2, str(term))
    text, datatype = str(term), str(term.datatype or "")
    if datatype in _NUMBERS:
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_nan():
            return (3, number)
    if datatype in (_XSD + "date", _XSD + "dateTime"):
        return (4, _signed(text))
    if datatype == _XSD + "boolean":
        return (5, text in ("true", "1"))
    if datatype in ("", _XSD + "string"):
        return (6, text, term.language or "")
    return (7, datatype, text)


def _signed(date: str) -> tuple[int, str]:
    """A date so that longer years and those before our era sort as they should."""
    sign = -1 if date.startswith("-") else 1
    year = date.lstrip("-").partition("-")[0]
    return (sign * int(year) if year.isdecimal() else 0, date)
