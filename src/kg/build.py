"""The pipeline: data folder to published dataset.

``<data>/triples`` then holds ``dataset.nq`` (canonical: every line once, in code point order, no
blank nodes), one Turtle file for each graph, and ``void.ttl``. The same input gives the same bytes
on any machine. Everything is written beside the old folder and put in its place at the end; when
neither what a build reads nor what it wrote has changed, nothing is written.

What is held at a time does not grow with the corpus: one source while it is encoded, the lines that
a sorter holds, one group of statements of rules over several sources (:mod:`kg.joining`). What all
sources share is held throughout: the entities and the reference graph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg import description, files, joining, loading
from kg.errors import CheckFailed, DataError, Problem
from kg.pipeline import CACHE, DERIVED, Part, Pipeline, code_digest, source_key
from kg.publishing import Publisher, write_lines
from kg.sorting import Sorter, merged
from kg.stamp import Stamp, digest

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
    stamp, inputs, keys = Stamp(data / CACHE, target), "", dict[str, str]()
    if use_cache:
        keys = {slug: source_key(data, slug, check_shapes) for slug in names}
        inputs = _inputs(data, keys, check_shapes)
        noted = stamp.read()
        if noted.inputs == inputs and stamp.holds(noted, _IGNORED):
            report.graphs, report.unchanged = noted.graphs, True
            return report
    pipeline = Pipeline(data, use_cache=use_cache, check_shapes=check_shapes)
    if not names:
        raise DataError(f"{str(data)!r} holds no sources.", cure="Add one under sources/.")
    problems: list[Problem] = list(pipeline.registry.problems)
    tell = progress or (lambda step, done, total: None)
    with files.workshop(target) as work:
        publisher = Publisher(work / "triples", stamp if use_cache else None)
        corpus = _Corpus(work, publisher, report)
        for at, slug in enumerate(names):
            tell("encode", at, len(names))
            part = pipeline.part(slug, keys.get(slug, ""))
            if isinstance(part, list):
                problems += part
            elif not problems:
                corpus.add(part)
        tell("encode", len(names), len(names))
        if problems:
            raise CheckFailed(problems)
        tell("infer", 0, 1)
        corpus.infer(pipeline)
        tell("infer", 1, 1)
        corpus.write(pipeline)
        tell("write", 1, 2)
        files.put_folder(publisher.folder, target, work)
        if use_cache and not pipeline.overtaken:
            publisher.noted.inputs, publisher.noted.graphs = inputs, report.graphs
            stamp.keep(publisher.noted)
        tell("write", 2, 2)
    return report


def _inputs(data: Path, keys: Mapping[str, str], check_shapes: bool) -> str:
    """One hash over all that a build reads."""
    paths = [*sorted((data / "entities").glob("*.y*ml")), data / loading.CITATIONS]
    shapes = "shapes" if check_shapes else "-"
    return digest(data, paths, code_digest(), shapes, *keys, *keys.values())


class _Corpus:
    """The parts of a dataset, together."""

    def __init__(self, work: Path, publisher: Publisher, report: Report) -> None:
        self._work = work
        self._publisher = publisher
        self._report = report
        self._own = Sorter(work)
        self._derived = {name: Sorter(work) for name in DERIVED}
        self._subjects, self._whole = Sorter(work), Sorter(work)

    def add(self, part: Part) -> None:
        """Take in a source, and publish its own file."""
        if part.fresh:
            self._report.encoded.append(part.slug)
        self._report.graphs[f"source/{part.slug}"] = len(part.lines)
        self._publisher.turtle(f"sources/{part.slug}", part.made_from, part.lines)
        self._own.add(part.lines)
        self._add_implied(part)

    def _add_implied(self, part: Part) -> None:
        for name, lines in part.derived.items():
            self._derived[name].add(lines)
        self._subjects.add(part.shared.subjects)
        self._whole.add(part.shared.corpus)

    def infer(self, pipeline: Pipeline) -> None:
        """Run the rules over several sources, and over what they share."""
        self._add_implied(pipeline.reference_part())
        for batch in joining.batches(self._subjects.lines()):
            for name, lines in joining.derived(pipeline.premises, batch, "subject"):
                self._derived[name].add(lines)
        results = Sorter(self._work)
        premises = (line.split(b" ", 1)[1] for line in self._whole.lines())
        for name, lines in joining.derived(pipeline.premises, premises, "corpus"):
            self._derived[name].add(lines)
            results.add([b"%b %b" % (line.split(b" ", 1)[0], line) for line in lines])
        # What holds of a statement that was given holds of one that was inferred.
        for batch in joining.batches(results.lines()):
            own = joining.premises(batch, "statement")
            for name, lines in joining.derived(pipeline.premises, own, "statement"):
                self._derived[name].add(lines)

    def write(self, pipeline: Pipeline) -> None:
        """Publish the files of all graphs but the sources', the dataset and its description."""
        parts = self._own.files()
        for name, lines in (
            ("reference", pipeline.reference),
            ("ontology", pipeline.ontology),
            *((name, sorter.lines()) for name, sorter in self._derived.items()),
        ):
            path = self._work / f"{name}.nq"
            made_from, self._report.graphs[name] = write_lines(lines, path, code_digest())
            self._publisher.turtle(name, made_from, _lines_of(path))
            parts.append(path)
        counts = description.Counts()
        nq = self._publisher.folder / "dataset.nq"
        whole, _ = write_lines(merged(parts, self._work), nq, tell=counts.add)
        self._publisher.wrote("dataset.nq", whole)
        outputs = self._publisher.noted.outputs
        description.write(nq.parent, self._report.graphs, counts, outputs, self._work)
        self._publisher.wrote("void.ttl")
        for folder in (nq.parent, nq.parent / "sources"):
            folder.chmod(0o755)


def _lines_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as lines:
        yield from lines


def _check_target(target: Path) -> None:
    """The folder is replaced as a whole, so it must hold nothing but what a build writes."""
    if not target.exists():
        return
    if not target.is_dir():
        raise DataError(f"{str(target)!r} is a file.", cure="Name a folder to build into.")
    for name, is_folder in files.below(target):
        ours = name == "sources" if is_folder else _OURS.fullmatch(name) is not None
        if not ours and name.rpartition("/")[2] not in _IGNORED:
            raise DataError(
                f"{str(target)!r} holds {name!r}, which no build writes.",
                cure="The whole folder is replaced: move that away, or build into another folder.",
            )


_OURS = re.compile(r"dataset\.nq|[^/]+\.ttl|sources/[^/]+\.ttl")
#: What file managers leave behind.
_IGNORED = (".DS_Store", "Thumbs.db", "desktop.ini")
