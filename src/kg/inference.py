"""Rules: SPARQL CONSTRUCT files that derive one graph from others.

A rule file lies in ``ontology/rules`` and starts with ``#+`` lines: ``summary``, ``graph`` (the
graph its triples go into) and ``scope``: ``source`` when a source's own claims are enough, which
keeps a rebuild to the sources that changed, or ``corpus`` when it joins several sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from rdflib.term import URIRef

from kg import iris, resources
from kg.errors import DataError
from kg.store import Quad, Store

#: Derived quads held at a time, so that memory does not grow with what is derived.
_BATCH = 10_000


@dataclass(frozen=True)
class Rule:
    """One rule: its name, target graph, scope and query."""

    name: str
    summary: str
    graph: str
    scope: str
    query: str


def header(text: str) -> dict[str, str]:
    """The one-line entries of a ``#+`` header.

    >>> header("#+ summary: All of it\\n#+ graph: edges\\nSELECT * {}")
    {'summary': 'All of it', 'graph': 'edges'}
    """
    entries: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("#+"):
            break
        name, colon, value = line[2:].partition(":")
        if colon:
            entries[name.strip()] = value.strip()
    return entries


def read_rule(path: Path) -> Rule:
    """Read a rule file.

    :raises DataError: when its header lacks an entry.
    """
    text = path.read_text(encoding="utf-8")
    entries = header(text)
    for name in ("summary", "graph", "scope"):
        if name not in entries:
            raise DataError(f"{path.name}: the header lacks `#+ {name}:`.")
    return Rule(path.stem, entries["summary"], entries["graph"], entries["scope"], text)


@cache
def rules() -> Sequence[Rule]:
    """All rules, in the order in which they may use each other's results."""
    found = [read_rule(path) for path in sorted((resources.ontology_dir() / "rules").glob("*.rq"))]
    order = {"edges": 0, "interpretations": 1, "inferred": 2}
    return sorted(found, key=lambda rule: (rule.scope != "source", order[rule.graph], rule.name))


def derive(store: Store, scope: str) -> Iterator[Quad]:
    """Run all rules of a scope to their fixed point; the store gains what they derive.

    :param store: holds what the rules read.
    :returns: the derived quads, each once, those left out that the store holds already.
    """
    todo = [rule for rule in rules() if rule.scope == scope]
    while todo:
        again: list[Rule] = []
        for rule in todo:
            graph = URIRef(iris.graph(rule.graph))
            found = ((*triple, graph) for triple in store.triples(rule.query))
            # The query sees the store as it was when it began, so the store may grow meanwhile.
            while batch := list(islice(found, _BATCH)):
                fresh = store.add_new(batch)
                if fresh:
                    again = todo
                    yield from fresh
        todo = again if scope == "corpus" else []
