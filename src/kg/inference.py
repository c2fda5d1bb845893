"""Rules: SPARQL CONSTRUCT files that derive one graph from others.

A rule file lies in ``ontology/rules`` and starts with ``#+`` lines: ``summary``, ``graph`` (the
graph its triples go into) and ``scope``: how much must be seen together to find all that the rule
gives (:data:`SCOPES`). The smaller it is, the less a build holds, and the less it does again.
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

#: What a rule must see together, beside the ontology and the types of the entities concerned:
#: the claims of one source; one statement with the claims that make it; all statements with one
#: subject; everything. What claims contribute (``ae:contributesTo``) is known from "statement" on.
#: A rule of "subject" or "corpus" takes claims that say the same in the same way for one.
SCOPES = ("claims", "statement", "subject", "corpus")

#: Derived quads handed over at a time.
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

    :raises DataError: when its header lacks an entry, or names no scope.
    """
    text = path.read_text(encoding="utf-8")
    entries = header(text)
    for name in ("summary", "graph", "scope"):
        if name not in entries:
            raise DataError(f"{path.name}: the header lacks `#+ {name}:`.")
    if entries["scope"] not in SCOPES:
        raise DataError(
            f"{path.name}: {entries['scope']!r} is no scope.", cure=f"One of {', '.join(SCOPES)}."
        )
    return Rule(path.stem, entries["summary"], entries["graph"], entries["scope"], text)


@cache
def rules() -> Sequence[Rule]:
    """All rules, by their scope."""
    found = [read_rule(path) for path in sorted((resources.ontology_dir() / "rules").glob("*.rq"))]
    return sorted(found, key=lambda rule: (SCOPES.index(rule.scope), rule.name))


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


@cache
def read_in(*scopes: str) -> frozenset[str]:
    """The IRIs that rules of these scopes name where they read."""
    return frozenset(iri for rule in rules() if rule.scope in scopes for iri in read_by(rule))


def derive(store: Store, *scopes: str) -> Iterator[tuple[str, list[bytes]]]:
    """Run the rules of some scopes, one scope after the other; the store gains what they derive.

    :param store: holds what the rules read.
    :returns: short names of graphs, and N-Quads lines of theirs that the store did not hold yet,
        each once, in batches.
    """
    for scope in scopes:
        for rule in rules():
            if rule.scope == scope:
                for lines in store.add_derived(rule.query, iris.graph(rule.graph), _BATCH):
                    yield rule.graph, lines


def consequences(store: Store) -> None:
    """Add to a store all that follows from what its claims contribute and the reference holds.

    Only what the rules of scope "corpus" give can be new to others, and to those of scope
    "statement" alone.
    """
    for _ in derive(store, "statement", "subject", "corpus", "statement"):
        pass
