"""What GRAPH, FROM and the default graph mean: one query file each in ``cases``, on two engines.

The header of a case says what must come out, a line for each row; nothing if it has none.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib.term import Identifier, URIRef

from kg import iris
from kg.engine import Engine

CASES = sorted((Path(__file__).parent / "cases").glob("*.rq"))


def shown(term: Identifier | None) -> str:
    """A term as cases write it."""
    if isinstance(term, URIRef):
        return iris.compact(str(term))
    assert term is not None
    text = term.n3()
    return str(term) if text.endswith("XMLSchema#integer>") else text


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, engine: Engine) -> None:
    query = path.read_text(encoding="utf-8")
    header = [line for line in query.splitlines() if line.startswith("#+ ")]
    assert header[0].startswith("#+ summary: ")
    wanted = [line.removeprefix("#+ expect: ") for line in header[1:]]
    found = [" ".join(map(shown, row)) for row in engine.select(query).rows]
    assert sorted(found) == sorted(wanted)
