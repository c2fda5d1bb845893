"""What claims lead to: their own statements, whom and what they name, and the words for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from rdflib.namespace import RDF, RDFS, SKOS

from kg import iris

#: Statements by the term that they are about, as N-Triples lines without graphs.
_About: TypeAlias = dict[bytes, list[bytes]]

_CLAIM = f"<{iris.ID}claim/".encode()
# What carries claims is followed as far as it leads.
_FOLLOWED = tuple(
    f"<{iris.ID}{kind}/".encode()
    for kind in ("claim", "proposition", "evidence", "resolution", "segment", "source",
                 "citation", "reference", "date", "quantity")
)  # fmt: skip
_ENTITY = tuple(
    f"<{iris.ID}{kind}/".encode() for kind in ("actor", "event", "series", "place", "prospect")
)
_REFERENCE = f"<{iris.ID}reference/".encode()
_SUBJECT = f"<{RDF.subject}>".encode()
# What tells a reader what a term means.
_WORDS = tuple(
    f"<{term}>".encode()
    for term in (RDF.type, RDFS.label, SKOS.prefLabel, SKOS.definition, SKOS.altLabel)
)


def reached(lines: Iterable[bytes]) -> list[bytes]:
    """Of statements, those that claims lead to.

    What belongs to a claim comes along whole, and what claims name with all that the editors know
    of it; of what is named only there, and of classes, properties and concepts, what they are and
    how they are called.

    :param lines: N-Triples lines.
    :returns: those of them, sorted.
    """
    about: _About = {}
    known: _About = {}
    for line in lines:
        subject, predicate, thing = _terms(line)
        about.setdefault(subject, []).append(line)
        if predicate == _SUBJECT and subject.startswith(_REFERENCE):
            known.setdefault(thing, []).append(subject)
    kept: set[bytes] = set()
    seen: set[bytes] = set()
    todo = [(subject, True) for subject in about if subject.startswith(_CLAIM)]
    while todo:
        term, whole = todo.pop()
        if term in seen or not term.startswith(b"<"):
            continue
        if not whole or not term.startswith((*_FOLLOWED, *_ENTITY)):
            words = [line for line in about.get(term, ()) if _terms(line)[1] in _WORDS]
            todo += [(_terms(line)[2], False) for line in words if not kept.issuperset(words)]
            kept.update(words)
            continue
        seen.add(term)
        # entities that only the editors name, and not the claims, are not gone on from
        followed = (*_FOLLOWED, term[:-1] + b"#")
        claimed = not term.startswith((*_ENTITY, _REFERENCE))
        for line in about.get(term, ()):
            kept.add(line)
            todo += [(o, claimed or o.startswith(followed)) for o in _terms(line)[1:]]
        todo += [(statement, True) for statement in known.get(term, ())]
    return sorted(kept)


def _terms(line: bytes) -> list[bytes]:
    """Subject, predicate and object of a line as they are written."""
    return line.rstrip(b" .\n").split(b" ", 2)
