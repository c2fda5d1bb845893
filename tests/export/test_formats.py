"""What all formats have in common: names, lenses, the same bytes, whole files, clear errors."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from kg import export, resources
from kg.errors import ExportError, UsageError
from kg.export import registry
from kg.export.cleaning import Cleaner, one_line
from kg.graph import KnowledgeGraph

from .conftest import CASES

CELLS = json.loads((CASES / "cells.json").read_text("utf-8"))["cases"]
ONE_FILE = [name for name, item in export.FORMATS.items() if not item.files]


def target(name: str, folder: Path) -> Path:
    return folder / f"graph{export.get(name).suffix}"


@pytest.mark.parametrize("name", export.FORMATS)
def test_the_same_bytes_twice(name: str, dataset: Path, tmp_path: Path) -> None:
    written: list[list[bytes]] = []
    for turn in ("first", "second"):
        report = export.write(KnowledgeGraph.open(dataset), name, target(name, tmp_path / turn))
        written.append([path.read_bytes() for path in report.files])
    assert written[0] == written[1]
    assert all(written[0])


@pytest.mark.parametrize("name", export.FORMATS)
def test_a_report_says_what_was_written(
    name: str, any_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    report = export.write(any_graph, name, target(name, tmp_path))
    assert report.format is export.FORMATS[name]
    assert report.lens == (None if any_graph.lens is None else str(any_graph.lens))
    assert report.counts
    assert set(report.files) == {path for path in tmp_path.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ONE_FILE)
def test_a_stream_gets_the_same(name: str, graph: KnowledgeGraph, tmp_path: Path) -> None:
    export.write(graph, name, target(name, tmp_path))
    out = io.BytesIO()
    export.write_to(graph, name, out)
    assert out.getvalue() == target(name, tmp_path).read_bytes()


@pytest.mark.parametrize("name", export.FORMATS)
def test_foreign_rdf_leaves_too(name: str, tmp_path: Path) -> None:
    (tmp_path / "in.ttl").write_text(
        "@prefix x: <http://x.example/> . x:a x:b 1.5, true, 'c'@en ; x:d [ x:e x:f ] ; a x:T .\n"
        "x:s <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> 'not a resource' ."
    )
    graph = KnowledgeGraph.open(tmp_path / "in.ttl")
    assert export.write(graph, name, target(name, tmp_path / "out")).files


@pytest.mark.parametrize("name", export.FORMATS)
def test_a_failure_leaves_the_old_file(
    name: str, graph: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = export.write(graph, name, target(name, tmp_path))
    before = [path.read_bytes() for path in report.files]

    def fail(graph: KnowledgeGraph, outs: Sequence[BinaryIO], *rest: object) -> Mapping[str, int]:
        outs[-1].write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(registry.Format, "writer", lambda self: fail)
    with pytest.raises(ExportError, match="No space left on device"):
        export.write(graph, name, target(name, tmp_path))
    assert [path.read_bytes() for path in report.files] == before
    assert set(report.files) == {path for path in tmp_path.rglob("*") if path.is_file()}


def test_a_folder_in_the_way(graph: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        export.write(graph, "ttl", tmp_path)


def test_a_file_where_a_folder_should_be(graph: KnowledgeGraph, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match="cannot be written"):
        export.write(graph, "ttl", tmp_path / "file" / "x.ttl")


def test_a_folder_of_files_is_no_stream(graph: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="folder of files"):
        export.write_to(graph, "csv", io.BytesIO())


@pytest.mark.parametrize(
    ("name", "near"), [("turtle", "ttl"), ("json-ld", "jsonld"), ("xlsx", "Formats: ttl")]
)
def test_an_unknown_format(name: str, near: str, graph: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=near):
        export.write(graph, name, tmp_path / "x")


@pytest.mark.parametrize("entry", export.FORMATS.values(), ids=lambda entry: entry.name)
def test_a_format_is_found_by_its_suffix(entry: export.Format) -> None:
    if entry.suffix:
        assert export.by_file_name(f"some.dataset{entry.suffix}") is entry
    assert export.by_file_name("graph.xlsx") is None


def test_the_docs_name_each_format_and_its_losses() -> None:
    text = (resources.root() / "docs" / "exports.md").read_text("utf-8")
    table = text.partition("## The formats")[2].partition("## ")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \|(.*)\|$", table, re.MULTILINE))
    assert rows.keys() == export.FORMATS.keys()
    for name, entry in export.FORMATS.items():
        assert entry.media_type in rows[name]
        assert (entry.suffix or "folder") in rows[name]
        assert bool(entry.loses) == ("nothing" not in rows[name].rsplit("|", 1)[1])


@pytest.mark.parametrize("case", CELLS, ids=lambda case: ascii(case["text"])[:20])
def test_texts_are_cleaned(case: dict[str, Any]) -> None:
    cleaner = Cleaner()
    text = case["text"]
    assert cleaner.cell(text) == case.get("cell", text)
    assert cleaner.xml(text) == case.get("xml", text)
    assert cleaner.csv(text) == case.get("csv", text)
    assert cleaner.replaced == case.get("replaced", 0)


def test_a_comment_is_one_line() -> None:
    assert one_line("a\r\n<urn:x> <urn:y>\u2028\u0085\x00 b") == "a <urn:x> <urn:y> b"
