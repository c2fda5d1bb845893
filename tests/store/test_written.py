"""What others wrote comes out again as they wrote it, though the engine stores canonical forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.graph import KnowledgeGraph
from kg.store import Store

XSD = "http://www.w3.org/2001/XMLSchema#"
LITERALS = {
    "integer": f'"01"^^<{XSD}integer>',
    "int": f'"1"^^<{XSD}int>',
    "decimal": f'"0.90"^^<{XSD}decimal>',
    "boolean": f'"1"^^<{XSD}boolean>',
    "time zone": f'"2020-01-01T00:00:00+00:00"^^<{XSD}dateTime>',
    "duration": f'"PT60S"^^<{XSD}duration>',
    "ill-typed": f'"soon"^^<{XSD}date>',
    "string": '" a  b "',
    "language": '"x"@en',
    "date": f'"2020-01-01"^^<{XSD}date>',
}


@pytest.mark.parametrize("name", LITERALS)
def test_lines_give_what_was_written(name: str, tmp_path: Path) -> None:
    line = f"<urn:s> <urn:p> {LITERALS[name]} <urn:g> .\n"
    path = tmp_path / "foreign.nq"
    path.write_text(line, encoding="utf-8")
    assert Store.read(path).lines() == [line.encode()]


def test_the_engine_alone_would_change_some(tmp_path: Path) -> None:
    path = tmp_path / "foreign.nq"
    path.write_text(f"<urn:s> <urn:p> {LITERALS['integer']} <urn:g> .\n", encoding="utf-8")
    assert Store.load(path).lines() != Store.read(path).lines()


def test_two_spellings_of_one_value_both_come_out(tmp_path: Path) -> None:
    path = tmp_path / "foreign.ttl"
    path.write_text('<urn:s> <urn:p> 1, "01"^^<http://www.w3.org/2001/XMLSchema#integer>, 2 .')
    graph = KnowledgeGraph.open(path)
    values = [line.split(b'"')[1] for line in graph.store.lines()]
    assert sorted(values) == [b"01", b"1", b"2"]
    assert len(graph.store) == 2


def test_a_part_keeps_them(tmp_path: Path) -> None:
    path = tmp_path / "foreign.nq"
    path.write_text(
        f"<urn:s> <urn:p> {LITERALS['integer']} <urn:g> .\n<urn:t> <urn:p> 'x' <urn:g> .\n".replace(
            "'", '"'
        ),
        encoding="utf-8",
    )
    part = Store.read(path).subset(lambda s, p, o, g: s == "urn:s")
    assert part.lines() == [f"<urn:s> <urn:p> {LITERALS['integer']} <urn:g> .\n".encode()]
