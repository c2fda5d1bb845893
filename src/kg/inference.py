"""Rules: SPARQL CONSTRUCT files that derive one graph from others.

A rule file lies in ``ontology/rules`` and starts with ``#+`` lines: ``summary``, ``graph`` (the
graph its triples go into) and ``scope``: ``source`` when a source's own claims are enough, which
keeps a rebuild to the sources that changed, or ``corpus`` when it joins several sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg import iris, resources
from kg.errors import DataError
from kg.store import Store

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


_PREFIX = re.compile(r"^PREFIX\s+([\w-]*):\s*<([^<>]*)>", re.MULTILINE)
_IRI = re.compile(r"<([^<>\s]*)>|(?<![\w:?$])([\w-]+):([A-Za-z_][\w-]*)")


def read_by(rule: Rule) -> frozenset[str]:
    """The IRIs that a rule names in its WHERE clause: no statement without them concerns it.

    >>> query = "PREFIX a: <urn:> CONSTRUCT { ?s a:x ?o } WHERE { ?s a:p ?o }"
    >>> sorted(read_by(Rule("example", "", "edges", "corpus", query)))
    ['urn:p']
    """
    head, _, body = rule.query.partition("WHERE")
    body = re.sub(r"^\s*#.*$", "", body, flags=re.MULTILINE)
    prefixes = {**iris.PREFIXES, **dict(_PREFIX.findall(head))}
    return frozenset(
        match[1] if match[1] is not None else prefixes.get(match[2], "") + match[3]
        for match in _IRI.finditer(body)
    )


def derive(store: Store, scope: str) -> Iterator[bytes]:
    """Run all rules of a scope to their fixed point; the store gains what they derive.

    :param store: holds what the rules read.
    :returns: the derived quads as N-Quads lines, each once, those left out that the store holds
        already.
    """
    todo = [rule for rule in rules() if rule.scope == scope]
    while todo:
        again: list[Rule] = []
        for rule in todo:
            for lines in store.add_derived(rule.query, iris.graph(rule.graph), _BATCH):
                again = todo
                yield from lines
        todo = again if scope == "corpus" else []
