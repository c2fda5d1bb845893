"""Loading a dataset into a remote store, so that a new version becomes visible at once.

1. Graphs whose checksum the manifest already has are left alone.
2. The others are loaded into graphs of their own, whose names hold the version, in pieces. Beside
   each piece goes a mark, so a push that broke off goes on where it stopped.
3. They are read back, counted and compared by checksum.
4. One update request takes out of each graph what the new version lacks, adds what it has, drops
   graphs that are gone, and writes the manifest. A request SHOULD be atomic (SPARQL 1.1 Update,
   section 2.2); ``docs/scaling.md`` says of which engines that holds.
5. The result is counted and compared with what was loaded; then that is dropped.

Every step may be repeated without harm.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from kg import iris
from kg.endpoint import _lines, _manifest, _pages
from kg.endpoint._manifest import MANIFEST, STAGING, UNION, GraphState, Manifest
from kg.endpoint._remote import Writer
from kg.errors import StoreError

#: Up to so many triples, all that was loaded is read back; of more, a sample.
FULL_CHECK = 2_000_000
#: Subjects of each graph in a sample.
SAMPLE = 200
#: Graphs counted in one query.
_CHUNK = 100
_MARK = iris.PREFIXES["dcterms"] + "extent"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Pushed:
    """What a push did.

    :param version: of the dataset: a checksum over its graphs.
    :param triples: in all its graphs; ``graphs`` how many these are.
    :param sent: triples that were sent in this run, those of the union among them.
    :param changed: graphs that differ from the version before; ``removed`` those that are gone.
    :param read_back: True when all that was loaded was read back, False when a sample was.
    """

    version: str
    triples: int
    graphs: int
    sent: int
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    read_back: bool


def push(writer: Writer, quads: Iterable[bytes], progress: Progress | None = None) -> Pushed:
    """Load a dataset.

    :param quads: canonical N-Quads lines, as :meth:`kg.store.Store.lines` gives them.
    :param progress: called with a step, what is done, and how much there is.
    :raises DataError: for blank nodes, triples in no graph, or graphs of reserved names.
    :raises StoreError: when the store fails, or does not give back what was loaded.
    """
    return _Push(writer, _lines.by_graph(quads), progress or (lambda *_: None)).run()


class _Push:
    def __init__(
        self, writer: Writer, graphs: Mapping[str, Sequence[bytes]], progress: Progress
    ) -> None:
        self.writer = writer
        self.endpoint = writer.endpoint
        self.graphs = graphs
        self.progress = progress
        self.states = {name: _lines.state(found, bytes) for name, found in graphs.items()}
        named = {name: state for name, state in self.states.items() if name != UNION}
        self.wanted = Manifest(_version(named), named, self.states[UNION])
        self.staging = f"{STAGING}{self.wanted.version.removeprefix('sha256:')[:16]}/"
        self.marks = self.staging + "marks"

    def run(self) -> Pushed:
        before = self.endpoint.manifest(anew=True)
        known = dict(before.graphs, **{UNION: before.union}) if before else {}
        there = self._counts(self.graphs)
        changed = [
            name
            for name, state in self.states.items()
            if known.get(name) != state or there.get(name, 0) != state.triples
        ]
        removed = sorted(known.keys() - self.states.keys())
        sent, read_back = 0, True
        if changed or removed or before != self.wanted:
            sent = self._stage(changed)
            read_back = self._check(changed)
            self._switch(before, changed, removed)
            self._check_result(changed)
        self._tidy()
        return Pushed(
            self.wanted.version,
            sum(state.triples for state in self.wanted.graphs.values()),
            len(self.wanted.graphs),
            sent,
            tuple(name for name in changed if name != UNION),
            tuple(removed),
            read_back,
        )

    def _stage_of(self, graph: str) -> str:
        return self.staging + sha256(graph.encode()).hexdigest()[:16]

    # --- load ----------------------------------------------------------------------------------

    def _stage(self, changed: Sequence[str]) -> int:
        """Load what changed into graphs of its own; the number of triples sent."""
        marks = {(stage, mark) for stage, mark in self._rows(
            f"SELECT ?s ?o {{ GRAPH <{self.marks}> {{ ?s <{_MARK}> ?o }} }}"
        )}  # fmt: skip
        total = sum(self.states[name].triples for name in changed)
        size = self.writer.batch
        done = sent = 0
        for name in changed:
            lines, stage = self.graphs[name], self._stage_of(name)
            for at in range(0, len(lines), size):
                piece = lines[at : at + size]
                mark = f"{size}:{at}"
                if (stage, mark) not in marks:
                    said = f'<{stage}> <{_MARK}> "{mark}"'
                    self.writer.add(
                        stage, piece, f"INSERT DATA {{ GRAPH <{self.marks}> {{ {said} }} }}"
                    )
                    sent += len(piece)
                done += len(piece)
                self.progress("load", done, total)
        return sent

    # --- check ---------------------------------------------------------------------------------

    def _check(self, changed: Sequence[str]) -> bool:
        """Compare what was loaded with what should have been; True when all of it was read.

        :raises StoreError: naming a graph and a line; what differs is dropped.
        """
        total = sum(self.states[name].triples for name in changed)
        stages = {self._stage_of(name): name for name in changed}
        counts = self._counts(stages)
        broken: dict[str, str] = {}
        done = 0
        for stage, name in stages.items():
            wanted = self.states[name].triples
            if counts.get(stage, 0) != wanted:
                broken[stage] = f"{counts.get(stage, 0):,} of {wanted:,} triples arrived."
            elif trouble := (
                self._compare_all(stage, name)
                if total <= FULL_CHECK
                else self._compare_sample(stage, name)
            ):
                broken[stage] = trouble
            done += wanted
            self.progress("check", done, total)
        for stage in broken:
            self.writer.update(
                f"DROP SILENT GRAPH <{stage}> ;\n"
                f"DELETE WHERE {{ GRAPH <{self.marks}> {{ <{stage}> ?p ?o }} }}"
            )
        for stage, trouble in broken.items():
            raise StoreError(
                f"{self.endpoint.url} does not hold <{stages[stage]}> as it was sent: {trouble}",
                cure="Nothing became visible; push again.",
            )
        return total <= FULL_CHECK

    def _compare_all(self, stage: str, name: str) -> str:
        normal = self.endpoint.dialect.line
        if _lines.state(self._read(stage), normal) == self._normal_state(name):
            return ""
        there = {normal(line) for line in self._read(stage)}
        return _difference({normal(line) for line in self.graphs[name]}, there)

    def _compare_sample(self, stage: str, name: str) -> str:
        normal = self.endpoint.dialect.line
        lines = self.graphs[name]
        chosen = {
            line.partition(b" ")[0]
            for line in random.Random(self.wanted.version).sample(  # noqa: S311 - no secret
                lines, min(SAMPLE, len(lines))
            )
        }
        here = {normal(line) for line in lines if line.partition(b" ")[0] in chosen}
        subjects = " ".join(sorted(subject.decode() for subject in chosen))
        query = f"SELECT ?s ?p ?o {{ VALUES ?s {{ {subjects} }} GRAPH <{stage}> {{ ?s ?p ?o }} }}"
        names, rows, cut = self._page(query)
        if cut is not None:
            rows = _pages.all_rows(self._page, query, names, cut)
        there = {normal(_lines.line(*_pages.whole(row))) for row in rows}
        return _difference(here, there)

    def _normal_state(self, name: str) -> GraphState:
        return _lines.state(self.graphs[name], self.endpoint.dialect.line)

    def _read(self, graph: str) -> Iterable[bytes]:
        for subject, predicate, obj, _ in _pages.quads(self._page, [graph], None):
            yield _lines.line(subject, predicate, obj)

    # --- make visible --------------------------------------------------------------------------

    def _switch(
        self, before: Manifest | None, changed: Sequence[str], removed: Sequence[str]
    ) -> None:
        """One update from the version before to this one."""
        now = self.endpoint.manifest(anew=True)
        if now != before:
            raise StoreError(
                f"Somebody else changed {self.endpoint.url} meanwhile.", cure="Push again."
            )
        steps: list[str] = []
        for name in changed:
            stage = self._stage_of(name)
            steps.append(
                f"DELETE {{ GRAPH <{name}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }}"
                f" FILTER NOT EXISTS {{ GRAPH <{stage}> {{ ?s ?p ?o }} }} }}"
            )
            steps.append(  # what ADD means, which not every engine has
                f"INSERT {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
                f" WHERE {{ GRAPH <{stage}> {{ ?s ?p ?o }} }}"
            )
        steps += [f"DROP SILENT GRAPH <{name}>" for name in removed]
        steps.append(f"DELETE WHERE {{ GRAPH <{MANIFEST}> {{ ?s ?p ?o }} }}")
        steps.append(
            f"INSERT DATA {{ GRAPH <{MANIFEST}> {{\n{_manifest.triples(self.wanted)}\n}} }}"
        )
        self.progress("publish", 0, 1)
        self.writer.update(" ;\n".join(steps))
        self.progress("publish", 1, 1)

    def _check_result(self, changed: Sequence[str]) -> None:
        """:raises StoreError: when the visible graphs are not what was loaded."""
        counts = self._counts(self.graphs)
        wrong = [name for name, state in self.states.items() if counts.get(name) != state.triples]
        for name in changed:
            stage = self._stage_of(name)
            missing = self._rows(
                f"SELECT ?s {{ GRAPH <{stage}> {{ ?s ?p ?o }}"
                f" FILTER NOT EXISTS {{ GRAPH <{name}> {{ ?s ?p ?o }} }} }} LIMIT 1"
            )
            if missing:
                wrong.append(name)
        if wrong or self.endpoint.manifest(anew=True) != self.wanted:
            raise StoreError(
                f"{self.endpoint.url} did not take over <{(wrong or [MANIFEST])[0]}> whole.",
                cure="Push again: it compares and repairs.",
            )

    def _tidy(self) -> None:
        """Drop what was loaded to be made visible, also what earlier pushes left behind."""
        rows = self._rows(
            "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o }"
            f' FILTER(STRSTARTS(STR(?g), "{STAGING}")) }}'
        )
        if rows:
            self.writer.update(" ;\n".join(f"DROP SILENT GRAPH <{row[0]}>" for row in rows))

    # --- ask -----------------------------------------------------------------------------------

    def _counts(self, graphs: Iterable[str]) -> dict[str, int]:
        names = list(graphs)
        found: dict[str, int] = {}
        for at in range(0, len(names), _CHUNK):
            chosen = " ".join(f"<{name}>" for name in names[at : at + _CHUNK])
            rows = self._rows(
                f"SELECT ?g (COUNT(*) AS ?n) {{ VALUES ?g {{ {chosen} }}"
                " GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
            )
            found |= {graph: int(count) for graph, count in rows}
        return found

    def _rows(self, query: str) -> list[tuple[str, ...]]:
        return [tuple(map(str, row)) for row in self._page(query)[1]]

    def _page(self, query: str) -> tuple[tuple[str, ...], list[_pages.Row], int | None]:
        return self.endpoint.page(query, whole_store=True)


def _version(graphs: Mapping[str, GraphState]) -> str:
    lines = "".join(
        f"{name} {state.triples} {state.checksum}\n" for name, state in sorted(graphs.items())
    )
    return f"sha256:{sha256(lines.encode()).hexdigest()}"


def _difference(here: set[bytes], there: set[bytes]) -> str:
    """What to say of two sets of lines; nothing when they are equal."""
    for found, words in ((here - there, "is missing"), (there - here, "was not sent")):
        if found:
            line = min(found).decode()
            return f"{len(found):,} triples differ; {words}: {line[:300]}"
    return ""
