"""Pages of the query catalogue: the list, a topic, and a query with its form and its result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from rdflib.term import Literal, URIRef

from kg import iris, queries, terms
from kg.errors import KgError
from kg.pages._asking import Asking, flat
from kg.pages._page import NotFound, Page
from kg.parameters import ANY, TYPES, Parameter
from kg.queries import Query

#: Words of the address that are never parameters of a query.
RESERVED = frozenset({"page", "lens", "format"})

_COLUMNS = ["name", "summary", "parameters", "view"]


def catalogue(asking: Asking, topic: str = "") -> Page:
    """All queries, or those of a topic.

    :raises NotFound: when there is no such topic.
    """
    wanted = asking.parameters.get("q", "").casefold().strip()
    found = [query for query in queries.catalogue().values() if topic in ("", query.topic)]
    if not found:
        raise NotFound(asking.path, ["/queries", *near_topics(topic)])
    rows = [
        {
            "name": query.name, "summary": query.summary,
            "parameters": ", ".join(item.name for item in query.parameters), "view": query.view,
        }
        for query in found
        if not wanted or wanted in f"{query.name} {query.summary} {query.description}".casefold()
    ]  # fmt: skip
    title = f"Queries: {topic}" if topic else "Queries"
    data: dict[str, Any] = {
        "title": title,
        "topic": topic,
        "topics": sorted({query.topic for query in queries.catalogue().values()}),
        "columns": _COLUMNS,
        "rows": rows,
        "filter": {"q": asking.parameters.get("q", "")},
    }
    return Page(title, "catalogue", data, (_COLUMNS, flat(_COLUMNS, rows)), None)


def near_topics(topic: str) -> list[str]:
    """Paths of the topics that are spelt alike."""
    import difflib

    topics = {query.topic for query in queries.catalogue().values()}
    return [f"/queries/{name}" for name in difflib.get_close_matches(topic, topics, 3, 0.5)]


def query(asking: Asking, name: str) -> Page:
    """A query: what it answers, its form, its text and its result.

    :raises kg.errors.UnknownQuery: with the nearest names.
    """
    found = queries.get(name)
    given = {
        key: value.strip()
        for key, value in asking.parameters.items()
        if key not in RESERVED and value.strip()
    }
    problem, variables, rows = "", [], []
    try:
        text = found.bound(given, asking.g.lookup)
        answer = asking.g.select(text)
        variables, rows = list(answer.variables), answer.rows
    except KgError as error:  # the form is shown again, with what is wrong
        problem, text = str(error), found.text
    first, last, paging = asking.span(len(rows))
    shown: list[dict[str, Any]] = [
        {
            name: None if term is None else _cell(asking, term)
            for name, term in zip(variables, row, strict=True)
        }
        for row in rows[first:last]
    ]
    data: dict[str, Any] = {
        "title": found.summary,
        "name": found.name,
        "topic": found.topic,
        "summary": found.summary,
        "description": found.description,
        "view": found.view,
        "fields": [_field(item, given.get(item.name, ""), asking) for item in found.parameters],
        "given": given,
        "ask": f"{found.name}?{urlencode(given)}" if given else found.name,
        "problem": problem,
        "sparql": _without_header(text),
        "columns": variables,
        "rows": shown,
        "paging": paging,
    }
    cells = [
        ["" if row[name] is None else str(row[name]["value"]) for name in variables]
        for row in shown
    ]
    return Page(found.summary, "query", data, (variables, cells), None, 400 if problem else 200)


def _cell(asking: Asking, term: Any) -> dict[str, Any]:
    if isinstance(term, URIRef):
        return {"value": str(term), "label": asking.label(str(term)), "type": "iri"}
    lang = term.language if isinstance(term, Literal) else None
    return {"value": str(term), "type": "literal", "lang": lang or ""}


def _without_header(text: str) -> str:
    return re.sub(r"\A(?:#\+[^\n]*\n)+\s*", "", text).rstrip() + "\n"


# --- forms ----------------------------------------------------------------------------------------


def _field(item: Parameter, value: str, asking: Asking) -> dict[str, Any]:
    """A field of the form: an input, or a list to choose from where the type has one."""
    options = _options(item.type, asking)
    kinds = item.type.split("|")
    return {
        "name": item.name,
        "type": item.type,
        "help": " or ".join(TYPES.get(kind, kind) for kind in kinds).replace("`", ""),
        "description": item.description,
        "default": _shown(item.default),
        "any": item.optional,
        "value": value,
        "options": options,
        "input": "number" if item.type == "integer" else "text",
    }


def _shown(default: str | None) -> str:
    return ANY if default is None else default


def _options(type_name: str, asking: Asking) -> list[dict[str, str]]:
    """Values of a type that is a closed list."""
    if type_name == "boolean":
        return [{"value": word, "label": word} for word in ("true", "false")]
    if type_name == "relation":
        return [
            {"value": name, "label": relation.label} for name, relation in terms.RELATIONS.items()
        ]
    concepts: Mapping[str, Mapping[str, str]] = {
        "event_type": terms.EVENT_TYPES, "counted": terms.COUNTED,
    }  # fmt: skip
    if type_name in concepts:
        return [{"value": key, "label": label} for key, label in concepts[type_name].items()]
    lists: Mapping[str, Mapping[str, str]] = {
        "stance": terms.STANCES, "mode": terms.MODES, "resolution_kind": terms.RESOLUTION_KINDS,
    }  # fmt: skip
    return [
        {"value": key, "label": asking.g.lookup.label(iris.AE + name)}
        for key, name in lists.get(type_name, {}).items()
    ]


__all__ = ["RESERVED", "Query", "catalogue", "near_topics", "query"]
