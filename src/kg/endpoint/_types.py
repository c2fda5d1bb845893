"""Which columns of a query hold truth values, by rdflib's parser."""

from __future__ import annotations

from typing import Any

from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Literal, Variable

from kg import iris, sparql

#: Expressions that give true or false (SPARQL 1.1, sections 17.2 to 17.4).
_GIVE_BOOLEANS = frozenset(
    {
        "relationalexpression", "conditionalorexpression", "conditionalandexpression", "unarynot",
        "builtin_bound", "builtin_exists", "builtin_notexists", "builtin_sameterm",
        "builtin_isiri", "builtin_isuri", "builtin_isblank", "builtin_isliteral",
        "builtin_isnumeric", "builtin_langmatches", "builtin_regex", "builtin_strstarts",
        "builtin_strends", "builtin_contains",
    }
)  # fmt: skip


def boolean_columns(query: str) -> set[str]:
    """Variables that the query binds to truth values and to nothing else.

    A query that rdflib cannot parse has none: what the engine sent then stays as it is.
    """
    try:
        algebra = translateQuery(parseQuery(sparql.with_prefixes(query))).algebra
    except Exception:  # noqa: BLE001 - the parser raises many kinds
        return set()
    bound: dict[str, list[Any]] = {}
    stored: set[str] = set()
    _walk(algebra, bound, stored)
    return {
        name for name, found in bound.items() if name not in stored and all(map(_boolean, found))
    }


def _walk(node: Any, bound: dict[str, list[Any]], stored: set[str]) -> None:
    if isinstance(node, CompValue):
        if node.name == "Extend":
            bound.setdefault(str(node.var), []).append(node.expr)
        if node.name in ("BGP", "values"):
            stored.update(_variables(node))
        for value in node.values():
            _walk(value, bound, stored)
    elif isinstance(node, (list, tuple)):
        for value in node:
            _walk(value, bound, stored)


def _variables(node: Any) -> set[str]:
    if isinstance(node, Variable):
        return {str(node)}
    if isinstance(node, CompValue):
        return set().union(*map(_variables, node.values()))
    if isinstance(node, dict):
        return set().union(*map(_variables, (*node.keys(), *node.values())))
    if isinstance(node, (list, tuple, set)):
        return set().union(*map(_variables, node))
    return set()


def _boolean(expression: Any) -> bool:
    if isinstance(expression, Literal):
        return str(expression.datatype) == iris.PREFIXES["xsd"] + "boolean"
    if not isinstance(expression, CompValue):
        return False
    name = expression.name.lower()
    if name == "builtin_if":
        return _boolean(expression.arg2) and _boolean(expression.arg3)
    if name == "builtin_coalesce":
        return all(map(_boolean, expression.arg))
    return name in _GIVE_BOOLEANS
