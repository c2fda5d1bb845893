"""The pipeline: data folder to published dataset.

``<data>/triples`` then holds ``dataset.nq`` (canonical: every line once, in code point order, no
blank nodes), one Turtle file for each graph, and ``void.ttl``. The same input gives the same bytes
on any machine. Everything is written beside the old folder and put in its place at the end; when
neither what a build reads nor what it wrote has changed, nothing is written.
"""

from __future__ import annotations

import heapq
import itertools
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kg import description, files, inference, iris, loading, store
from kg.errors import CheckFailed, DataError, Problem
from kg.pipeline import CACHE, SOURCE_FILES, Part, Pipeline, code_digest, ontology_lines
from kg.stamp import Stamp, digest

#: More lines than this are joined on disk. What the engine holds while it evaluates a rule still
#: grows with them (docs/benchmarks.md).
IN_MEMORY_LINES = 1_000_000

#: Derived lines that are sorted at a time.
_SORTED_LINES = 100_000

#: Lines that Oxigraph loads at a time: it takes 2 kB of memory for each while it does.
_AT_ONCE = 50_000

#: Sorted files merged at a time (each is an open file).
_FAN_IN = 200

Progress = Callable[[str, int, int], None]


@dataclass
class Report:
    """What a build did.

    :param sources: number of sources; ``encoded`` of them anew, the others from the cache.
    :param graphs: number of quads of each graph, by the graph's short name.
    :param unchanged: nothing had changed since the last build, so nothing was written.
    """

    folder: Path
    sources: int = 0
    encoded: list[str] = field(default_factory=list)
    graphs: dict[str, int] = field(default_factory=dict)
    unchanged: bool = False

    @property
    def quads(self) -> int:
        """Number of quads of the dataset."""
        return sum(self.graphs.values())


def build(
    data: Path,
    out: Path | None = None,
    *,
    use_cache: bool = True,
    check_shapes: bool = True,
    progress: Progress | None = None,
) -> Report:
    """Build the dataset.

    :param data: the data folder.
    :param out: where to write; ``<data>/triples`` if not given.
    :param use_cache: take what did not change from the cache, and do nothing if nothing did.
    :param progress: called with the step's name, what is done, and how much there is.
    :raises CheckFailed: with all problems of all files; nothing is written then.
    :raises DataError: when there is nothing to build.
    """
    target = (out or data / "triples").resolve()
    _check_target(target)
    names = loading.slugs(data)
    report = Report(out or data / "triples", sources=len(names))
    stamp, inputs = Stamp(data / CACHE, target), ""
    if use_cache:
        inputs = _inputs(data, names, check_shapes)
        if graphs := stamp.holds(inputs, _IGNORED):
            report.graphs, report.unchanged = graphs, True
            return report
    pipeline = Pipeline(data, use_cache=use_cache, check_shapes=check_shapes)
    if not names:
        raise DataError(f"{str(data)!r} holds no sources.", cure="Add one under sources/.")
    problems: list[Problem] = list(pipeline.registry.problems)
    with files.workshop(target) as work:
        pieces = work / "pieces"
        folder = work / "triples"
        pieces.mkdir()
        (folder / "sources").mkdir(parents=True)
        joiner = _Joiner(work / "store")
        for at, slug in enumerate(names):
            if progress:
                progress("encode", at, len(names))
            part = pipeline.part(slug)
            if isinstance(part, list):
                problems += part
                continue
            if not problems:
                _write_part(part, pieces, folder, report)
                joiner.add(part)
        if progress:
            progress("encode", len(names), len(names))
        if problems:
            raise CheckFailed(problems)
        _write_common(pipeline, joiner, pieces, folder, report, progress)
        if progress:
            progress("write", 1, 2)
        with files.atomic_file(folder / "dataset.nq") as nq:
            for line in _merged(sorted(pieces.glob("*.nq")), work):
                nq.write(line)
        description.write(folder, report.graphs)
        for path in folder.rglob("*"):
            if path.is_dir():
                path.chmod(0o755)
        folder.chmod(0o755)
        files.put_folder(folder, target, work)
        if use_cache:
            stamp.keep(inputs, report.graphs, _IGNORED)
        if progress:
            progress("write", 2, 2)
    return report


def _inputs(data: Path, names: Iterable[str], check_shapes: bool) -> str:
    """One hash over all that a build reads."""
    paths = [*sorted((data / "entities").glob("*.y*ml")), data / loading.CITATIONS]
    paths += [data / "sources" / slug / name for slug in names for name in SOURCE_FILES]
    return digest(data, paths, code_digest(), "shapes" if check_shapes else "-")


class _Joiner:
    """Collects what corpus-wide rules read; moves to disk when it grows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lines: list[bytes] = []
        self._on_disk: store.Store | None = None

    def add(self, part: Part) -> None:
        self.add_lines(line for line in part.lines if _joins(line))
        self.add_lines(part.derived)

    def add_lines(self, lines: Iterable[bytes]) -> None:
        self._lines.extend(lines)
        if len(self._lines) > IN_MEMORY_LINES:
            if self._on_disk is None:
                self._on_disk = store.Store(self._folder)
            self._flush(self._on_disk)

    def _flush(self, target: store.Store) -> None:
        for at in range(0, len(self._lines), _AT_ONCE):
            target.add_premises(self._lines[at : at + _AT_ONCE])
        self._lines = []

    def joined(self) -> store.Store:
        """All of it; nothing can be added afterwards."""
        target = store.Store() if self._on_disk is None else self._on_disk
        self._flush(target)
        return target


def _joins(line: bytes) -> bool:
    """True for the lines of a source that rules over the corpus read."""
    _, predicate, rest = line.split(b" ", 2)
    if predicate == _TYPE:
        return rest.split(b" ", 1)[0] in _read_by_rules()
    return predicate in _read_by_rules()


@cache
def _read_by_rules() -> frozenset[bytes]:
    """The properties and classes that rules over the corpus name where they read."""
    return frozenset(
        f"<{iri}>".encode()
        for rule in inference.rules()
        if rule.scope == "corpus"
        for iri in inference.read_by(rule)
    )


_TYPE = f"<{iris.PREFIXES['rdf']}type>".encode()


def _write_part(part: Part, pieces: Path, folder: Path, report: Report) -> None:
    (pieces / f"source-{part.slug}.nq").write_bytes(b"".join(part.lines))
    (pieces / f"derived-{part.slug}.nq").write_bytes(b"".join(part.derived))
    if part.fresh:
        report.encoded.append(part.slug)
    report.graphs[f"source/{part.slug}"] = len(part.lines)
    with (folder / "sources" / f"{part.slug}.ttl").open("wb") as out:
        store.turtle(part.lines, out, _prefixes())


def _write_common(
    pipeline: Pipeline,
    joiner: _Joiner,
    pieces: Path,
    folder: Path,
    report: Report,
    progress: Progress | None,
) -> None:
    ontology = ontology_lines()
    for name, lines in (("reference", pipeline.reference), ("ontology", ontology)):
        (pieces / f"common-{name}.nq").write_bytes(b"".join(lines))
        report.graphs[name] = len(lines)
        with (folder / f"{name}.ttl").open("wb") as out:
            store.turtle(lines, out, _prefixes())
        joiner.add_lines(lines)
    if progress:
        progress("infer", 0, 1)
    derived = inference.derive(joiner.joined(), "corpus")
    for number in itertools.count():
        run = sorted(itertools.islice(derived, _SORTED_LINES))
        if not run:
            break
        (pieces / f"derived--corpus-{number:06}.nq").write_bytes(b"".join(run))
    if progress:
        progress("infer", 1, 1)
    for name in ("edges", "interpretations", "inferred"):
        graph = f"<{iris.graph(name)}> .\n".encode()
        report.graphs[name] = 0
        with (folder / f"{name}.ttl").open("wb") as out:
            store.turtle(_of_graph(graph, name, pieces, report), out, _prefixes())


def _of_graph(graph: bytes, name: str, pieces: Path, report: Report) -> Iterator[bytes]:
    for line in _merged(sorted(pieces.glob("derived-*.nq")), pieces.parent):
        if line.endswith(graph):
            report.graphs[name] += 1
            yield line


def _prefixes() -> dict[str, str]:
    return dict(iris.PREFIXES)


def _merged(paths: list[Path], work: Path) -> Iterator[bytes]:
    """The lines of sorted files in one sorted stream, each line once."""
    while len(paths) > _FAN_IN:
        merged: list[Path] = []
        for at in range(0, len(paths), _FAN_IN):
            handle, name = tempfile.mkstemp(dir=work, suffix=".merge")
            with os.fdopen(handle, "wb") as out:
                out.writelines(_merge_once(paths[at : at + _FAN_IN]))
            merged.append(Path(name))
        paths = merged
    yield from _merge_once(paths)


def _merge_once(paths: Iterable[Path]) -> Iterator[bytes]:
    with ExitStack() as stack:
        last = b""
        for line in heapq.merge(*(stack.enter_context(path.open("rb")) for path in paths)):
            if line != last:
                yield line
            last = line


def _check_target(target: Path) -> None:
    """The folder is replaced as a whole, so it must hold nothing but what a build writes."""
    if not target.exists():
        return
    if not target.is_dir():
        raise DataError(f"{str(target)!r} is a file.", cure="Name a folder to build into.")
    for path in sorted(target.rglob("*")):
        name = path.relative_to(target).as_posix()
        ours = path.is_dir() if name == "sources" else _OURS.fullmatch(name) is not None
        if not ours and path.name not in _IGNORED:
            raise DataError(
                f"{str(target)!r} holds {name!r}, which no build writes.",
                cure="The whole folder is replaced: move that away, or build into another folder.",
            )


_OURS = re.compile(r"dataset\.nq|[^/]+\.ttl|sources/[^/]+\.ttl")
#: What file managers leave behind.
_IGNORED = (".DS_Store", "Thumbs.db", "desktop.ini")


def cache_folder(data: Path) -> Path:
    """Where the parts of a data folder are cached."""
    return data / CACHE
