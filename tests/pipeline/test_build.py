"""Builds: only what changed is encoded again, and the published folder is whole at any time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import (
    build,
    encoding,
    files,
    inference,
    loading,
    pipeline,
    resolving,
    resources,
    shapes,
)
from kg.errors import CheckFailed, DataError
from kg.graph import KnowledgeGraph
from kg.stamp import Stamp


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".triples")]


def quick(data: Path, out: Path | None = None, *, use_cache: bool = True) -> build.Report:
    return build.build(data, out, check_shapes=False, use_cache=use_cache)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# --- incremental --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def thirty(tmp_path_factory: pytest.TempPathFactory, write_corpus: Callable[..., Path]) -> Path:
    """A data folder with thirty sources, built once. Each test takes a copy of it."""
    data = write_corpus(tmp_path_factory.mktemp("thirty") / "data", 30)
    quick(data)
    return data


@pytest.fixture
def corpus(thirty: Path, tmp_path: Path) -> Path:
    subprocess.run(["cp", "-r", thirty, tmp_path / "data"], check=True)
    return tmp_path / "data"


def identities(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of the last change of the folder and of each file: the same if unwritten."""
    found = {".": folder.stat()}
    found |= {path.relative_to(folder).as_posix(): path.stat() for path in folder.rglob("*")}
    return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in found.items()}


def test_nothing_changed_and_nothing_is_done(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = quick(corpus)  # a copy elsewhere was never built into: from the cache, but written
    assert (first.sources, first.encoded, first.unchanged) == (30, [], False)
    before = identities(corpus / "triples")
    cached = identities(corpus / pipeline.CACHE)
    monkeypatch.setattr(pipeline, "Pipeline", None)
    monkeypatch.setattr(inference, "derive", None)
    again = quick(corpus)
    assert (again.sources, again.encoded, again.unchanged) == (30, [], True)
    assert again.graphs == first.graphs
    assert identities(corpus / "triples") == before
    assert identities(corpus / pipeline.CACHE) == cached
    assert left_over(corpus) == []


def append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"# by hand\n")


@pytest.mark.parametrize(
    "name", ["dataset.nq", "edges.ttl", "void.ttl", "sources/source-00003.ttl"]
)
@pytest.mark.parametrize("damage", [append, Path.unlink], ids=["changed", "lost"])
def test_a_published_file_that_is_not_as_it_was_is_made_again(
    name: str, damage: Callable[[Path], None], corpus: Path
) -> None:
    quick(corpus)
    before = snapshot(corpus / "triples")
    damage(corpus / "triples" / name)
    report = quick(corpus)
    assert (report.encoded, report.unchanged) == ([], False)
    assert snapshot(corpus / "triples") == before
    assert quick(corpus).unchanged


def test_a_file_that_no_longer_belongs_there_goes(corpus: Path) -> None:
    quick(corpus)
    (corpus / "triples" / "sources" / "of-old.ttl").write_text("")
    assert not quick(corpus).unchanged
    assert not (corpus / "triples" / "sources" / "of-old.ttl").exists()


def test_what_a_file_manager_leaves_is_no_change(corpus: Path) -> None:
    quick(corpus)
    (corpus / "triples" / ".DS_Store").write_text("")
    assert quick(corpus).unchanged


def test_another_folder_is_built_though_nothing_changed(corpus: Path, tmp_path: Path) -> None:
    quick(corpus)
    assert not quick(corpus, tmp_path / "elsewhere").unchanged
    assert snapshot(tmp_path / "elsewhere") == snapshot(corpus / "triples")
    assert quick(corpus).unchanged


def test_without_the_cache_everything_is_done(corpus: Path) -> None:
    quick(corpus)
    before = identities(corpus / "triples")
    report = quick(corpus, use_cache=False)
    assert (len(report.encoded), report.unchanged) == (30, False)
    assert identities(corpus / "triples") != before


@pytest.mark.parametrize("kind", ["rules/inverse.rq", "schemes/codes.ttl", "shapes.ttl"])
def test_another_rule_or_term_is_a_change(
    kind: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ontology = tmp_path / "ontology"
    subprocess.run(["cp", "-r", resources.ontology_dir(), ontology], check=True)
    monkeypatch.setattr(resources, "ontology_dir", lambda: ontology)
    pipeline.code_digest.cache_clear()
    quick(corpus)
    assert quick(corpus).unchanged
    append(ontology / kind)
    pipeline.code_digest.cache_clear()
    report = quick(corpus)
    assert (len(report.encoded), report.unchanged) == (30, False)
    monkeypatch.undo()
    pipeline.code_digest.cache_clear()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"inputs": 3}', "\x00"])
def test_a_damaged_stamp_is_not_believed(content: str, corpus: Path) -> None:
    quick(corpus)
    stamp_of(corpus).write_text(content)
    assert not quick(corpus).unchanged
    assert quick(corpus).unchanged


def stamp_of(corpus: Path) -> Path:
    return Stamp(corpus / pipeline.CACHE, (corpus / "triples").resolve()).path


@pytest.mark.parametrize("name", ["text.txt", "source.yaml", "claims.yaml"])
def test_one_source_edited(name: str, corpus: Path, tmp_path: Path) -> None:
    folder = corpus / "sources" / "source-00007"
    if name == "text.txt":
        replace(folder / name, "year 7.\n", "year 7.\n\n")
    elif name == "source.yaml":
        replace(folder / name, "Source 7", "Source seven")
    else:
        replace(folder / name, "organizer", "participant")

    assert quick(corpus).encoded == ["source-00007"]

    quick(corpus, tmp_path / "whole", use_cache=False)
    assert snapshot(corpus / "triples") == snapshot(tmp_path / "whole")


def test_the_others_are_neither_read_nor_encoded(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of any number of sources, an edit costs the reading, encoding and rules of one."""
    done: list[str] = []

    def counted(module: object, name: str) -> None:
        function = getattr(module, name)

        def counting(*arguments: object, **options: object) -> object:
            done.append(name)
            return function(*arguments, **options)

        monkeypatch.setattr(module, name, counting)

    counted(loading, "load_source")
    counted(resolving, "resolve")
    counted(encoding, "source_triples")
    replace(corpus / "sources" / "source-00007" / "source.yaml", "Source 7", "Source seven")
    quick(corpus)
    assert done == ["load_source", "resolve", "source_triples"]


def test_sources_added_and_removed(
    corpus: Path, tmp_path: Path, write_source: Callable[..., Path]
) -> None:
    write_source(corpus, 99)
    for path in (corpus / "sources" / "source-00003").iterdir():
        path.unlink()
    (corpus / "sources" / "source-00003").rmdir()

    assert quick(corpus).encoded == ["source-00099"]

    quick(corpus, tmp_path / "whole", use_cache=False)
    assert snapshot(corpus / "triples") == snapshot(tmp_path / "whole")


def test_another_label_of_an_entity_encodes_nothing(corpus: Path, tmp_path: Path) -> None:
    replace(corpus / "entities" / "all.yaml", "The Union", "The Dockers' Union")
    assert quick(corpus).encoded == []
    quick(corpus, tmp_path / "whole", use_cache=False)
    assert snapshot(corpus / "triples") == snapshot(tmp_path / "whole")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("march: {kind: event, type: protest", "march: {kind: series, type: protest"),
        ("union: {kind: actor, type: organization", "union: {kind: actor, type: group"),
    ],
    ids=["kind", "type"],
)
def test_another_kind_or_type_encodes_again(
    old: str, new: str, corpus: Path, tmp_path: Path
) -> None:
    replace(corpus / "entities" / "all.yaml", old, new)
    assert len(quick(corpus).encoded) == 30
    quick(corpus, tmp_path / "whole", use_cache=False)
    assert snapshot(corpus / "triples") == snapshot(tmp_path / "whole")


def test_an_entity_that_is_gone_is_found_out(corpus: Path) -> None:
    path = corpus / "entities" / "all.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("union")), "utf-8")
    with pytest.raises(CheckFailed, match="There is no entity 'union'"):
        quick(corpus)


def wrong_shape(path: Path) -> None:
    head, body = path.read_bytes().split(b"\n", 1)
    meta = {**json.loads(head), "entities": ["union"]}
    path.write_bytes(json.dumps(meta).encode() + b"\n" + body)


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-40]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"Source", b"Saurce")),
        lambda path: path.write_bytes(path.read_bytes().split(b"\n", 1)[1]),
        wrong_shape,
        lambda path: path.write_text("[]"),
        lambda path: path.write_text(""),
        Path.unlink,
    ],
    ids=["cut", "spoilt", "headless", "shape", "list", "empty", "lost"],
)
def test_a_damaged_cache_is_not_believed(damage: Callable[[Path], None], corpus: Path) -> None:
    before = snapshot(corpus / "triples")
    damage(corpus / pipeline.CACHE / "source-00011.part")
    assert quick(corpus).encoded == ["source-00011"]
    assert snapshot(corpus / "triples") == before
    stamp_of(corpus).unlink()
    assert quick(corpus).encoded == []


def test_the_cache_may_be_deleted(corpus: Path) -> None:
    before = snapshot(corpus / "triples")
    for path in (corpus / pipeline.CACHE).iterdir():
        path.unlink()
    assert len(quick(corpus).encoded) == 30
    assert snapshot(corpus / "triples") == before


def test_a_part_that_was_never_validated_is_not_taken_for_a_valid_one(sanda_copy: Path) -> None:
    replace(sanda_copy / "sources" / "morning-post" / "claims.yaml", "    mode: prediction\n", "")
    quick(sanda_copy)
    with pytest.raises(CheckFailed, match="An affirmed report says of a prospect"):
        build.build(sanda_copy)


def test_the_code_is_part_of_what_a_cached_part_rests_on() -> None:
    """Every module that the encoding of a source loads counts."""
    code = (
        "import sys, kg.pipeline, kg.validation\n"
        "print(*(m.__file__ for n, m in sys.modules.items() if n.split('.')[0] == 'kg'))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    loaded = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    ).stdout.split()
    hashed = {str(path) for path in pipeline.code_files()}
    assert loaded
    assert set(loaded) <= hashed


# --- the published folder -----------------------------------------------------------------------


def test_a_broken_reference_shape_is_told_at_the_entity(
    sanda_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    focus = "https://w3id.org/actors-events/id/place/sanda"
    found = [shapes.Violation(focus, "ae:placeType", "etype:strike", "A place has a place type.")]
    monkeypatch.setattr(shapes, "validate", lambda triples: found)
    with pytest.raises(CheckFailed) as raised:
        build.build(sanda_copy, use_cache=False)
    problem = raised.value.problems[0]
    line = (sanda_copy / "entities" / "all.yaml").read_text("utf-8").split("\nsanda:")[0]
    assert (problem.file, problem.line) == ("entities/all.yaml", line.count("\n") + 2)
    assert problem.message == "A place has a place type. (ae:placeType etype:strike)"


def test_where_the_build_goes_may_not_exist_yet(sanda_copy: Path, tmp_path: Path) -> None:
    out = tmp_path / "a" / "b" / "c"
    quick(sanda_copy, out)
    assert len(KnowledgeGraph.open(out / "dataset.nq")) > 0


def test_a_folder_of_something_else_is_not_replaced(sanda_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter-1.tex").write_text("Years of work.")
    with pytest.raises(DataError, match=r"holds 'chapter-1\.tex', which no build writes"):
        quick(sanda_copy, tmp_path / "thesis")
    assert (tmp_path / "thesis" / "chapter-1.tex").read_text() == "Years of work."
    (tmp_path / "file").write_text("x")
    with pytest.raises(DataError, match="is a file"):
        quick(sanda_copy, tmp_path / "file")


def test_a_source_that_is_gone_leaves_no_file(sanda_copy: Path) -> None:
    quick(sanda_copy)
    for path in sorted((sanda_copy / "sources" / "evening-courier").iterdir()):
        path.unlink()
    (sanda_copy / "sources" / "evening-courier").rmdir()
    quick(sanda_copy)
    names = sorted(path.name for path in (sanda_copy / "triples" / "sources").iterdir())
    assert names == ["morning-post.ttl", "state-gazette.ttl"]


@pytest.mark.parametrize("at_once", [True, False])
def test_the_folder_is_replaced(
    at_once: bool, sanda_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With and without a system that lets two folders change places in one step."""
    if not at_once:
        monkeypatch.setattr(files, "_exchange", lambda one, other: False)
    quick(sanda_copy)
    replace(sanda_copy / "sources" / "morning-post" / "source.yaml", "dock workers", "dockers")
    quick(sanda_copy)
    quick(sanda_copy, tmp_path / "whole", use_cache=False)
    assert snapshot(sanda_copy / "triples") == snapshot(tmp_path / "whole")
    assert left_over(sanda_copy) == []


@pytest.mark.skipif(sys.platform != "linux", reason="renameat2 is a call of Linux")
def test_folders_change_places_in_one_step(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "name").write_text(name)
    assert files._exchange(tmp_path / "one", tmp_path / "other")
    assert (tmp_path / "one" / "name").read_text() == "other"
    assert (tmp_path / "other" / "name").read_text() == "one"
    assert not files._exchange(tmp_path / "one", tmp_path / "nothing")


def test_a_link_to_the_folder_stays_a_link(sanda_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (sanda_copy / "triples").symlink_to(tmp_path / "elsewhere")
    quick(sanda_copy)
    assert (sanda_copy / "triples").is_symlink()
    assert (tmp_path / "elsewhere" / "dataset.nq").exists()


KILLED = """
import os, sys
from pathlib import Path
from kg import build, files
files._exchange = lambda one, other: False
rename, count = Path.rename, 0
def dying(self, target):
    global count
    count += 1
    if count == int(sys.argv[2]):
        os._exit(9)
    return rename(self, target)
Path.rename = dying
build.build(Path(sys.argv[1]), check_shapes=False)
"""


@pytest.mark.parametrize("step", [1, 2])
def test_a_killed_build_is_put_right_by_the_next(step: int, sanda_copy: Path) -> None:
    """Killed before the old folder is taken away, and between that and the new one's coming."""
    quick(sanda_copy)
    before = snapshot(sanda_copy / "triples")
    meta = sanda_copy / "sources" / "morning-post" / "source.yaml"
    replace(meta, "Fictional text", "Invented text")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    died = subprocess.run(
        [sys.executable, "-c", KILLED, str(sanda_copy), str(step)], env=environment, check=False
    )
    assert died.returncode == 9
    assert (sanda_copy / "triples").exists() == (step == 1)
    assert len(left_over(sanda_copy)) == 1

    # Even a build that finds problems first puts back what the killed one had taken away.
    replace(meta, "genre: news", "genre: gossip")
    with pytest.raises(CheckFailed):
        quick(sanda_copy)
    assert snapshot(sanda_copy / "triples") == before
    assert left_over(sanda_copy) == []

    replace(meta, "genre: gossip", "genre: news")
    quick(sanda_copy)
    assert b"Invented text" in (sanda_copy / "triples" / "dataset.nq").read_bytes()


def test_a_running_build_is_not_taken_for_a_killed_one(sanda_copy: Path) -> None:
    with files.workshop(sanda_copy / "triples") as other:
        (other / "old").mkdir()
        quick(sanda_copy)
        assert (other / "old").is_dir()
    assert left_over(sanda_copy) == []


def test_what_another_target_left_is_not_touched(tmp_path: Path) -> None:
    other = tmp_path / ".triples-new-x-new-abcdefgh.tmp"  # of a target called triples-new-x
    other.mkdir()
    with files.workshop(tmp_path / "triples"):
        pass
    assert other.is_dir()
