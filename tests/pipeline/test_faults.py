"""Planted faults: each file in ``tests/cases/faults`` spoils a copy of the fictional data.

A case names its ``edits`` and what must be found (``expect``), no more and no less::

    summary: what is wrong, in a sentence
    edits:
      - {file: sources/…/claims.yaml, replace: [old, new]}   # `old` stands there once
      - {file: …, write: the whole new file}
      - {file: …, copy: a file to copy from}
      - {file: …, delete: true}
      # `encoding: latin-1` writes the file in that encoding
    expect:
      - file: sources/…/claims.yaml
        at: characters that begin on the line, once in the file after the edits; or `line: 7`
        key: claims[3].quote
        message: a regular expression
        cure: a regular expression; left out where no cure can be said
    shapes: true      # the finding is one of the shapes (SHACL)
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kg import build, validation, yamlfile
from kg.errors import CheckFailed, Problem

CASES = sorted((Path(__file__).parents[1] / "cases" / "faults").glob("*.yaml"))


def read(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = yamlfile.read(path, path.name).data
    unknown = case.keys() - {"summary", "edits", "expect", "shapes"}
    assert not unknown, f"unknown keys in {path.name}: {unknown}"
    return case


def spoil(data: Path, edits: list[dict[str, Any]]) -> None:
    for edit in edits:
        path = data / edit["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        if "delete" in edit:
            path.unlink()
            continue
        if "copy" in edit:
            path.write_bytes((data / edit["copy"]).read_bytes())
            continue
        if "write" in edit:
            text = edit["write"]
        else:
            old, new = edit["replace"]
            text = path.read_bytes().decode()
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
            text = text.replace(old, new)
        encoding = edit.get("encoding", "utf-8")
        # A character that the other encoding lacks is of no matter to the case.
        path.write_bytes(text.encode(encoding, "replace"))


def expected_line(data: Path, item: dict[str, str]) -> int:
    if "line" in item:
        return int(item["line"])
    if "at" not in item:
        return 0
    text = (data / item["file"]).read_bytes().decode("utf-8", "surrogateescape")
    assert text.count(item["at"]) == 1, f"{item['at']!r} stands {text.count(item['at'])} times"
    return text.count("\n", 0, text.index(item["at"])) + 1


def place(problem: Problem) -> tuple[str, int, str]:
    return problem.file, problem.line, problem.key


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_there_are_cases() -> None:
    assert len(CASES) >= 25


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_fault(path: Path, sanda_copy: Path, tmp_path: Path) -> None:
    case = read(path)
    spoil(sanda_copy, case["edits"])
    shapes = case.get("shapes") == "true"

    found = validation.check(sanda_copy, check_shapes=shapes, use_cache=False).problems

    wanted = {
        (item["file"], expected_line(sanda_copy, item), item.get("key") or ""): item
        for item in case["expect"]
    }
    assert sorted(wanted) == sorted(map(place, found)), "\n".join(map(str, found))
    for problem in found:
        item = wanted[place(problem)]
        assert re.search(item["message"], problem.message), problem
        if "cure" in item:
            assert re.search(item["cure"], problem.cure), problem
        else:
            assert problem.cure == "", problem

    out = tmp_path / "out"
    with pytest.raises(CheckFailed) as raised:
        build.build(sanda_copy, out, check_shapes=shapes, use_cache=False)
    assert raised.value.problems == tuple(found)
    assert not out.exists()


@pytest.mark.parametrize("name", ["many_at_once", "prediction_as_fact", "yaml_tab"])
def test_a_failed_build_changes_nothing(name: str, sanda_copy: Path) -> None:
    build.build(sanda_copy, check_shapes=False, use_cache=False)
    before = snapshot(sanda_copy / "triples")
    case = read(CASES[0].with_name(f"{name}.yaml"))
    spoil(sanda_copy, case["edits"])
    sources = snapshot(sanda_copy)

    with pytest.raises(CheckFailed):
        build.build(sanda_copy, check_shapes="shapes" in case, use_cache=False)

    assert snapshot(sanda_copy / "triples") == before
    assert snapshot(sanda_copy) == sources


def test_the_sound_data_has_no_fault(sanda_copy: Path) -> None:
    assert validation.check(sanda_copy, use_cache=False).problems == []
