"""What rules over several sources read, taken out of one source, and gone through group by group.

No rule over several sources is given the corpus. Each source gives the lines that such a rule
reads, under a key: lines of one key must be seen together, those of different keys need not. Sorted
by key, they are gone through in batches of whole groups (:func:`batches`), so that what is held is
one batch, or one group if that is larger.

Claims that say the same of the statements of a group, in the same way, are one here (none of these
rules gives a claim, or counts them). So a group grows with what is said, not with how often.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from kg import inference, iris
from kg.store import Store

#: A batch ends with the group that makes it this many lines.
BATCH = 10_000

_RDF = iris.PREFIXES["rdf"]
_TYPE, _SUBJECT, _PREDICATE, _OBJECT = (
    f"<{_RDF}{name}>".encode() for name in ("type", "subject", "predicate", "object")
)
_PROPOSITION = f"<{iris.AE}proposition>".encode()
_ENTITIES = tuple(f"<{iris.ID}{kind}/".encode() for kind in iris.ENTITY_KINDS)
_INFERENCE = f"<{iris.ID}inference/".encode()


@dataclass(frozen=True)
class Shared:
    """What rules over several sources read of one: sorted lines, each a key and a triple.

    :param subjects: for rules of scope "subject"; the key is the subject of the statements.
    :param corpus: for rules of scope "corpus"; the key only serves to drop what several sources
        say alike.
    """

    subjects: list[bytes]
    corpus: list[bytes]


def premises(lines: Iterable[bytes], *scopes: str) -> list[bytes]:
    """Of N-Quads lines those that rules of these scopes read, as N-Triples."""
    wanted = _wanted(*scopes)
    found: list[bytes] = []
    for line in lines:
        triple = line[: line.rindex(b" <")]
        _, predicate, obj = triple.split(b" ", 2)
        if (obj if predicate == _TYPE else predicate) in wanted:
            found.append(triple + b" .\n")
    return found


@cache
def _wanted(*scopes: str) -> frozenset[bytes]:
    return frozenset(f"<{iri}>".encode() for iri in inference.read_in(*scopes))


def derived(
    ontology: Iterable[bytes], batch: Iterable[bytes], *scopes: str
) -> Iterator[tuple[str, list[bytes]]]:
    """What rules give over some premises: short names of graphs and N-Quads lines, in batches."""
    work = Store()
    work.add_premises(ontology)
    work.add_premises(batch)
    yield from inference.derive(work, *scopes)


def shared(lines: Iterable[bytes], inferred: Iterable[bytes]) -> Shared:
    """What rules over several sources read of one source.

    :param lines: N-Quads lines of its graph.
    :param inferred: what it gives to the inferred graph.
    """
    about = _About()
    for line in premises(lines, "subject", "corpus"):
        about.add(line)
    for line in premises(inferred, "subject", "corpus"):
        if not line.startswith(_INFERENCE):  # what is inferred is no premise, but what follows is
            about.add(line)
    return Shared(about.of_scope("subject"), about.of_scope("corpus"))


class _About:
    """Triples by their subject."""

    def __init__(self) -> None:
        self._said: dict[bytes, list[tuple[bytes, bytes]]] = {}
        self._claims: dict[bytes, list[bytes]] = {}

    def add(self, line: bytes) -> None:
        subject, predicate, obj = line[:-3].split(b" ", 2)
        self._said.setdefault(subject, []).append((predicate, obj))
        if predicate == _PROPOSITION:
            self._claims.setdefault(obj, []).append(subject)

    def of_scope(self, scope: str) -> list[bytes]:
        """Lines for the rules of a scope: statements whose predicates a rule names, with what they
        are about and who makes them; and what is known of entities."""
        wanted = _wanted(scope)
        groups: dict[bytes, set[bytes]] = {}
        found: set[bytes] = set()
        for node, said in self._said.items():
            if node.startswith(_ENTITIES):
                found.update(b"%b %b" % (node, line) for line in self._lines(node, wanted))
            for predicate, obj in said:
                if predicate == _PREDICATE and obj in wanted:
                    key = node if scope == "corpus" else dict(said)[_SUBJECT]
                    groups.setdefault(key, set()).add(node)
        for key, statements in groups.items():
            found.update(b"%b %b" % (key, line) for line in self._of_group(statements, wanted))
        return sorted(found)

    def _of_group(self, statements: set[bytes], wanted: frozenset[bytes]) -> Iterator[bytes]:
        for node in statements:
            yield from self._lines(node, wanted)
            yield from self._lines(dict(self._said[node])[_OBJECT], wanted)
        for claim in {claim for node in statements for claim in self._claims.get(node, ())}:
            ends = sorted(
                b"%b %b .\n" % (predicate, obj)
                for predicate, obj in self._said[claim]
                if predicate in wanted and (predicate != _PROPOSITION or obj in statements)
            )
            alias = b"<urn:claim:%b>" % sha256(b"".join(ends)).hexdigest()[:32].encode()
            yield from (b"%b %b" % (alias, end) for end in ends)

    def _lines(self, node: bytes, wanted: frozenset[bytes]) -> Iterator[bytes]:
        for predicate, obj in self._said.get(node, ()):
            if (obj if predicate == _TYPE else predicate) in wanted:
                yield b"%b %b %b .\n" % (node, predicate, obj)


def batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Triples of whole groups, so many groups at a time that they have :data:`BATCH` lines.

    :param lines: sorted lines, each a key and a triple.

    >>> [len(batch) for batch in batches([b"<a> 1\\n", b"<a> 2\\n", b"<b> 1\\n"])]
    [3]
    """
    batch: list[bytes] = []
    last = b""
    for line in lines:
        key, triple = line.split(b" ", 1)
        if key != last:
            if len(batch) >= BATCH:
                yield batch
                batch = []
            last = key
        batch.append(triple)
    if batch:
        yield batch
