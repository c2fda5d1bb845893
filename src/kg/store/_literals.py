"""Literals as they were written, beside the canonical forms that Oxigraph stores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

import pyoxigraph as ox

from kg.store._files import IMPORTED

_PLACE = ox.NamedNode("urn:x")


class Written:
    """Notes quads whose literal the engine will store in another form than it was written in."""

    def __init__(self) -> None:
        self._canonical: dict[ox.Literal, ox.Literal] = {}
        self._noted: dict[ox.Quad, set[ox.Quad]] = {}

    def note(self, quad: ox.Quad) -> None:
        """Look at a quad that is about to be stored."""
        literal = quad.object
        if not isinstance(literal, ox.Literal):
            return
        stored = self._canonical.get(literal)
        if stored is None:
            stored = self._canonical[literal] = _stored(literal)
        if stored != literal:
            place = _at_home(quad, stored)
            self._noted.setdefault(place, set()).add(_at_home(quad, literal))

    def note_canonical(self, quads: Iterable[ox.Quad]) -> None:
        """Look at all quads again: where one was noted, the canonical form may stand too."""
        if self._noted:
            for quad in quads:
                same = _at_home(quad, quad.object)
                if same in self._noted:
                    self._noted[same].add(same)

    def lines(self) -> Mapping[bytes, Set[bytes]]:
        """For each line that the engine would give, those that were written."""
        return {
            _line(stored): {_line(quad) for quad in written}
            for stored, written in self._noted.items()
        }


def _stored(literal: ox.Literal) -> ox.Literal:
    """The form in which the engine stores a literal; plain strings are stored as they are."""
    if literal.language is None and literal.datatype.value.endswith("#string"):
        return literal
    store = ox.Store()
    store.add(ox.Quad(_PLACE, _PLACE, literal))
    (quad,) = store
    assert isinstance(quad.object, ox.Literal)
    return quad.object


def _at_home(quad: ox.Quad, obj: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.Quad:
    """A quad with another object, in the graph that the store puts it into."""
    home = quad.graph_name
    if home == ox.DefaultGraph():
        home = ox.NamedNode(IMPORTED)
    return ox.Quad(quad.subject, quad.predicate, obj, home)


def _line(quad: ox.Quad) -> bytes:
    return ox.serialize([quad], format=ox.RdfFormat.N_QUADS) or b""
