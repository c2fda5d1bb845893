"""Files of the last build are taken over where they would be made again, and nowhere else."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import build, files, loading, validation


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory, write_corpus: Callable[..., Path]) -> Path:
    """A data folder with five sources. Each test takes a copy of it."""
    return write_corpus(tmp_path_factory.mktemp("five") / "data", 5, 2)


@pytest.fixture
def data(five: Path, tmp_path: Path) -> Path:
    subprocess.run(["cp", "-r", five, tmp_path / "data"], check=True)
    quick(tmp_path / "data")
    return tmp_path / "data"


def quick(data: Path, out: Path | None = None, *, use_cache: bool = True) -> build.Report:
    return build.build(data, out, check_shapes=False, use_cache=use_cache)


def inodes(data: Path) -> dict[str, int]:
    folder = data / "triples"
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("*.*")}


def edit(data: Path, number: int, name: str, old: str, new: str) -> None:
    path = data / "sources" / f"source-{number:05}" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def check_against_a_whole_build(data: Path, tmp_path: Path) -> None:
    quick(data, tmp_path / "whole", use_cache=False)
    assert not subprocess.run(["diff", "-r", data / "triples", tmp_path / "whole"]).returncode


def written(data: Path, before: dict[str, int]) -> set[str]:
    after = inodes(data)
    assert after.keys() == before.keys()
    return {name for name, inode in after.items() if inode != before[name]}


ALWAYS = {"dataset.nq", "void.ttl"}


def test_another_citation_concerns_the_files_that_hold_it(data: Path, tmp_path: Path) -> None:
    before = inodes(data)
    edit(data, 3, "source.yaml", "The Paper, 3.", "The Paper, three.")
    quick(data)
    assert written(data, before) == ALWAYS | {"sources/source-00003.ttl"}
    check_against_a_whole_build(data, tmp_path)


def test_another_claim_concerns_what_follows_from_it(data: Path, tmp_path: Path) -> None:
    before = inodes(data)
    edit(data, 3, "claims.yaml", "1 of 3", "one of three")
    quick(data)
    assert written(data, before) == ALWAYS | {
        "sources/source-00003.ttl",
        "edges.ttl",
        "inferred.ttl",
    }
    check_against_a_whole_build(data, tmp_path)


def test_a_file_changed_by_hand_is_not_taken_over(data: Path, tmp_path: Path) -> None:
    path = data / "triples" / "sources" / "source-00001.ttl"
    path.write_bytes(path.read_bytes() + b"# by hand\n")
    (data / "triples" / "reference.ttl").unlink()
    edit(data, 3, "source.yaml", "The Paper, 3.", "The Paper, three.")
    quick(data)
    check_against_a_whole_build(data, tmp_path)


def test_what_was_encoded_but_not_published_is_no_old_file(data: Path, tmp_path: Path) -> None:
    edit(data, 3, "source.yaml", "The Paper, 3.", "The Paper, three.")
    validation.check(data, check_shapes=False)
    assert quick(data).encoded == []
    check_against_a_whole_build(data, tmp_path)


def test_without_links_it_is_copied(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(self: Path, target: Path) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuses)
    before = inodes(data)
    edit(data, 3, "source.yaml", "The Paper, 3.", "The Paper, three.")
    quick(data)
    assert written(data, before) == set(before)
    check_against_a_whole_build(data, tmp_path)


def test_what_is_published_can_be_linked_again_and_again(data: Path, tmp_path: Path) -> None:
    for word in ("three", "drei", "trois"):
        edit(data, 3, "source.yaml", "citation: The Paper, ", f"citation: The Paper, {word} ")
        quick(data)
    path = data / "triples" / "sources" / "source-00001.ttl"
    assert path.stat().st_nlink == 1  # the folders before are gone
    check_against_a_whole_build(data, tmp_path)


def test_a_source_edited_during_a_build(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the cache nor the stamp then says of the old text what was made of the new one."""
    load = loading.load_registry

    def slow(data: Path) -> loading.Registry:
        edit(data, 3, "source.yaml", "The Paper, III.", "The Paper, three.")
        return load(data)

    edit(data, 3, "source.yaml", "The Paper, 3.", "The Paper, III.")
    with monkeypatch.context() as patched:
        patched.setattr(loading, "load_registry", slow)
        quick(data)
    assert b"The Paper, three." in (data / "triples" / "dataset.nq").read_bytes()
    edit(data, 3, "source.yaml", "The Paper, three.", "The Paper, III.")
    assert not quick(data).unchanged
    check_against_a_whole_build(data, tmp_path)


def test_names_below_a_folder(tmp_path: Path) -> None:
    for name in ("b/2", "b/1", "a", "c/d/e"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert [name for name, is_folder in files.below(tmp_path) if is_folder] == ["b", "c", "c/d"]
    assert [name for name, folder in files.below(tmp_path) if not folder] == [
        "a",
        "b/1",
        "b/2",
        "c/d/e",
    ]
