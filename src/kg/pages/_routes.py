"""From a path to a page."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from rdflib.term import URIRef

from kg import iris, sparql
from kg.errors import ParameterError, QueryError, UnknownQuery
from kg.graph import KnowledgeGraph
from kg.pages import _claims, _entities, _general, _lists, _queries, _resources, _sources, _sparql
from kg.pages._asking import Asking, kind_of
from kg.pages._links import PAGE, candidates, page_path
from kg.pages._page import NotFound, Page

_GENERAL = {
    "/": _general.home,
    "/index": _general.home,
    "/search": _general.search,
    "/about": _general.about,
    "/ontology": _general.ontology,
    "/sparql": _sparql.page,
}
_EXISTS = """ASK { VALUES ?s { UNDEF } { ?s ?p ?o } UNION { ?x ?q ?s } }"""


def find(g: KnowledgeGraph, path: str, parameters: Mapping[str, str], base: str) -> Page:
    """The page at a path.

    :param path: without suffix, percent-decoded or not.
    :param parameters: what stands after the question mark; ``lens`` in it is not read: the lens is
        that of the graph.
    :param base: address of the server.
    :raises NotFound: when there is none, with the paths of near ones.
    """
    given = {name: value for name, value in parameters.items() if name not in ("lens", "format")}
    if not path.startswith(PAGE):  # there, a slash at the end may belong to the IRI
        path = path.rstrip("/") or "/"
    asking = Asking(g, base.rstrip("/"), path, given)
    outside = False
    try:
        page = _page(asking)
    except NotFound:
        if g.lens is None or not path.startswith(PAGE):
            raise
        # What a lens leaves out has a page all the same, which says so: a link never ends nowhere.
        asking = Asking(g.under(None), asking.base, path, given)
        page, outside = _page(asking), True
    data: dict[str, Any] = {
        "page": _address(asking, page),
        "path": page_path(page.describes) if path.startswith(PAGE) and page.describes else path,
        "parameters": given,
        "lens": lens(g, outside=outside),
        "explorer": explored(g),
        **page.data,
    }
    return Page(page.title, page.template, data, page.table, page.describes, page.status)


def _address(asking: Asking, page: Page) -> str:
    if asking.path.startswith(PAGE) and page.describes:
        words = urlencode(asking.parameters)
        return f"{asking.base}{page_path(page.describes)}{'?' if words else ''}{words}"
    return asking.url()


_EXPLORED: WeakKeyDictionary[KnowledgeGraph, bool] = WeakKeyDictionary()


def explored(g: KnowledgeGraph) -> bool:
    """True when there is something for the explorer to show: claims."""
    whole = g.under(None)
    if whole not in _EXPLORED:
        _EXPLORED[whole] = whole.ask("ASK { ?claim a ae:Claim }")
    return _EXPLORED[whole]


def lens(g: KnowledgeGraph, *, outside: bool = False) -> dict[str, Any] | None:
    """The lens of a graph as a page shows it; None for the whole dataset.

    :param outside: True when what is shown is not under the lens.
    """
    if g.lens is None:
        return None
    label = g.under(None).lookup.label
    names = [label(actor) for actor in g.lens.actors]
    texts = {
        "according-to": "only what {} says",
        "common": "only what both {} and {} say",
        "corroborated": "only what two or more independent speakers affirm",
        "disputed": "only what speakers dispute",
    }
    return {
        "name": str(g.lens),
        "label": texts[g.lens.kind].format(*names),
        "outside": outside,
    }


def _page(asking: Asking) -> Page:
    path = asking.path
    if path in _GENERAL:
        return _GENERAL[path](asking)
    if path in _lists.LISTS:
        return _lists.LISTS[path](asking)
    if path == "/queries" or path.startswith("/queries/"):
        return _query(asking)
    if path.startswith(PAGE):
        return _resource(asking)
    raise NotFound(path, _near(path))


def _query(asking: Asking) -> Page:
    name = asking.path.removeprefix("/queries").strip("/")
    if "/" not in name:
        return _queries.catalogue(asking, name)
    try:
        return _queries.query(asking, name)
    except UnknownQuery as error:
        raise NotFound(asking.path, [f"/queries/{item}" for item in error.suggestions]) from error


_MAKERS = {
    **dict.fromkeys(iris.ENTITY_KINDS, _entities.page),
    "source": _sources.page,
    "claim": _claims.claim,
    "proposition": _claims.proposition,
}
# A page of one of these needs more than a mention: else it is shown as a resource.
_NEEDS = {
    **dict.fromkeys(iris.ENTITY_KINDS, "ae:key"),
    "source": "ae:key",
    "claim": "ae:speaker",
    "proposition": "rdf:predicate",
}


def _resource(asking: Asking) -> Page:
    for iri in candidates(asking.path):
        if exists(asking.g, iri):
            kind = kind_of(iri)
            if kind in _MAKERS and _has(asking, iri, _NEEDS[kind]):
                return _MAKERS[kind](asking, iri)
            return _resources.page(asking, iri)
    kind, _, name = asking.path.removeprefix(PAGE).partition("/")
    near = asking.g.lookup.suggest(name.replace("_", " "), (kind,)) if name else []
    raise NotFound(asking.path, [f"{PAGE}{kind}/{key}" for key in near] or _near(f"/{kind}"))


def exists(g: KnowledgeGraph, iri: str) -> bool:
    """True when the dataset describes or names the resource, or has a graph of this name."""
    try:
        named = g.ask(sparql.bind(_EXISTS, {"s": URIRef(iri)}))
    except (ParameterError, QueryError):  # what no engine takes for an IRI
        return False
    return named or (iri.startswith(iris.graph("")) and iri in g.engine.graphs())


def _has(asking: Asking, iri: str, predicate: str) -> bool:
    return asking.g.ask(
        sparql.bind(
            f"{sparql.prologue()}ASK {{ VALUES ?s {{ UNDEF }} ?s {predicate} ?o }}",
            {"s": URIRef(iri)},
        )
    )


def _near(path: str) -> list[str]:
    known = [*_GENERAL, *_lists.LISTS, "/queries"]
    return difflib.get_close_matches(path, known, 3, 0.5)
