"""All measurements, as Markdown: ``python benchmarks/run.py [--sizes 10000,100000] > report.md``.

Corpora come from ``generate.py``; every figure is taken in a fresh process (``measure.py``), ours
and plain rdflib's in the same run. ``docs/benchmarks.md`` keeps the last report of each section.
"""

from __future__ import annotations

import argparse
import json
import platform
import shlex
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import generate
from kg import queries
from measure import Cost, number, run, table

HERE = Path(__file__).parent

SECTIONS = ("builds", "sources", "loads", "lenses", "networks", "exports", "queries")

#: Plain rdflib is not asked about larger datasets, unless `--rdflib-up-to` says so: it needs some
#: 2 kB for each quad, and most questions meet the limit.
RDFLIB_UP_TO = 200_000

BUILD = """
import json, sys
from pathlib import Path
from kg.build import build
report = build(Path(sys.argv[1]), use_cache=sys.argv[2] == "cache", check_shapes=False)
print(json.dumps({"quads": report.quads, "encoded": len(report.encoded)}))
"""
PHASES = """
import json, resource, sys
from pathlib import Path
from kg import build, loading
for name, old, new in (("source", "citation: Paper", "citation: The Paper"),
                       ("claims", "stance: affirms\\n", "stance: denies\\n")):
    if name == sys.argv[2]:
        path = Path(sys.argv[1]) / "sources" / "paper-00001" / f"{name}.yaml"
        path.write_text(path.read_text().replace(old, new))
peaks = {}
def progress(step, done, total):
    peaks[step] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
report = build.build(Path(sys.argv[1]), check_shapes=False, progress=progress)
entities = len(loading.load_registry(Path(sys.argv[1])).entities)
print(json.dumps({"quads": report.quads, "encoded": len(report.encoded), "entities": entities,
                  "peaks": peaks}))
"""
SHAPES = BUILD.replace("check_shapes=False", "check_shapes=True")
LOAD = """
import json, sys
from pathlib import Path
from kg.store import Store
print(json.dumps(len(Store.load(Path(sys.argv[1])))))
"""
LOAD_RDFLIB = """
import json, sys
from rdflib import Dataset
data = Dataset()
data.parse(sys.argv[1], format="nquads")
print(json.dumps(len(data)))
"""
EXPORT = """
import json, sys, tempfile
from pathlib import Path
import kg
from kg import export
g = kg.open(sys.argv[1])
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "out"
    export.write(g, sys.argv[2], path)
    print(json.dumps(sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file())))
"""
OPEN = """
import json, sys
import kg
kg.open(sys.argv[1])
print(json.dumps(0))
"""
NETWORK = """
import json, sys
import kg
from kg import network
g = kg.open(sys.argv[1])
n = g.network()
if sys.argv[2] == "metrics":
    network.metrics(n, sample=100)
elif sys.argv[2] == "positions":
    network.positions(n)
print(json.dumps([n.number_of_nodes(), n.number_of_edges()]))
"""
LENS = """
import json, sys
import kg
g = kg.open(sys.argv[1])
print(json.dumps(len(g.under(sys.argv[2]).store)))
"""


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--limit", type=float, default=60, help="CPU seconds for one query")
    parser.add_argument("--rdflib-up-to", type=int, default=RDFLIB_UP_TO, help="quads")
    parser.add_argument("--jobs", type=int, default=1, help="processes that ask at a time")
    parser.add_argument("--sources", default="100,1000,10000", help="sources of two claims each")
    parser.add_argument("--work", type=Path, help="folder of corpora that are built already")
    parser.add_argument("--sections", default=",".join(SECTIONS), help="comma-separated")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    print(f"Python {platform.python_version()}, {platform.machine()};", end=" ")
    names = ("pyoxigraph", "rdflib", "networkx", "pydantic")
    print(", ".join(f"{name} {version(name)}" for name in names) + ".")
    wanted = arguments.sections.split(",")
    print(f"Command: `python benchmarks/run.py {shlex.join(sys.argv[1:])}`.\n")
    with tempfile.TemporaryDirectory() as temporary:
        work = arguments.work or Path(temporary)
        folders = {size: work / str(size) for size in sizes}
        if "builds" in wanted:
            builds(
                folders, {size: generate.write(folder, size) for size, folder in folders.items()}
            )
        elif set(wanted) != {"sources"}:
            for size, folder in folders.items():
                if not (folder / "triples" / "dataset.nq").exists():
                    generate.write(folder, size)
                    run(BUILD, str(folder), "full")
        if "sources" in wanted:
            sources(Path(temporary), [int(count) for count in arguments.sources.split(",")])
        if "loads" in wanted:
            loads(folders)
        if "lenses" in wanted:
            lenses(folders)
        if "networks" in wanted:
            networks(folders)
        if "exports" in wanted:
            exports(folders[min(sizes, key=lambda size: abs(size - 100_000))])
        if "queries" in wanted:
            catalogue(folders, arguments.limit, arguments.jobs, arguments.rdflib_up_to)


def builds(folders: dict[int, Path], claims: dict[int, int]) -> None:
    """Build from nothing, again with nothing changed, and after one source changed."""
    rows: list[list[object]] = []
    for size, folder in folders.items():
        first, again, one = three_builds(folder)
        total = first.result["quads"]
        rows.append([
            f"{total:,}", f"{claims[size]:,}", number(first.cpu), number(claims[size] / first.cpu),
            number(total / first.cpu), number(first.peak_mb), number(again.cpu),
            f"{number(one.cpu)} ({one.result['encoded']})",
        ])  # fmt: skip
    head = ["quads", "claims written", "from nothing: CPU s", "claims / CPU s", "quads / CPU s",
            "peak MB", "nothing changed: CPU s", "one source changed: CPU s (encoded)"]  # fmt: skip
    print("## Build (without SHACL)\n")
    print(table(head, rows))
    small = min(folders)
    shaped = run(SHAPES, str(folders[small]), "full")
    print(
        f"\nWith SHACL, from nothing, {claims[small]:,} claims: "
        f"{number(claims[small] / shaped.cpu)} claims / CPU s.\n"
    )


def three_builds(folder: Path) -> tuple[Cost, Cost, Cost]:
    """From nothing, with nothing changed, and with one source changed."""
    first = run(BUILD, str(folder), "cache")
    again = run(BUILD, str(folder), "cache")
    path = folder / "sources" / "paper-00000" / "source.yaml"
    path.write_text(path.read_text().replace("Paper 0.", "Paper nought."))
    return first, again, run(BUILD, str(folder), "cache")


def sources(temporary: Path, counts: list[int]) -> None:
    """Memory, and rebuilds, by the number of sources, each of two claims."""
    rows: list[list[object]] = []
    for count in counts:
        folder = temporary / f"sources-{count}"
        generate.write_claims(folder, 2 * count, 2)
        first, again, meta, claim = (
            run(PHASES, str(folder), edit) for edit in ("", "", "source", "claims")
        )
        assert (meta.result["encoded"], claim.result["encoded"]) == (1, 1)
        peaks = first.result["peaks"]
        rows.append([
            f"{count:,}", f"{first.result['entities']:,}", f"{first.result['quads']:,}",
            *(number(peaks[step]) for step in ("encode", "infer", "write")), number(first.cpu),
            number(again.cpu), f"{number(meta.cpu)} / {number(meta.peak_mb)}",
            f"{number(claim.cpu)} / {number(claim.peak_mb)}",
        ])  # fmt: skip
    print("## Sources of two claims each: memory, and what is done again\n")
    head = ["sources", "entities", "quads", "peak MB after encoding", "after rules", "at the end",
            "CPU s", "nothing changed: CPU s", "a citation changed: CPU s / peak MB",
            "a claim's stance changed: CPU s / peak MB"]  # fmt: skip
    print(table(head, rows) + "\n")


def loads(folders: dict[int, Path]) -> None:
    """Load the dataset, ours beside rdflib."""
    rows: list[list[object]] = []
    for folder in folders.values():
        path = str(folder / "triples" / "dataset.nq")
        ours, theirs = run(LOAD, path), run(LOAD_RDFLIB, path)
        rows.append([f"{ours.result:,}", number(ours.cpu), number(ours.peak_mb),
                     number(theirs.cpu), number(theirs.peak_mb),
                     number(theirs.cpu / ours.cpu)])  # fmt: skip
    print("## Load `dataset.nq`\n")
    print(table(["quads", "ours: CPU s", "peak MB", "rdflib: CPU s", "peak MB",
                 "rdflib / ours"], rows) + "\n")  # fmt: skip


def lenses(folders: dict[int, Path]) -> None:
    """What a lens costs beyond opening."""
    rows: list[list[object]] = []
    for folder in folders.values():
        opened = run(OPEN, str(folder))
        cells: list[object] = [f"{quads(folder):,}"]
        for lens in ("according-to:actor_0", "corroborated", "disputed"):
            cells.append(number(max(0.0, run(LENS, str(folder), lens).cpu - opened.cpu)))
        rows.append(cells)
    print("## Lenses, CPU s beyond opening\n")
    print(table(["quads", "according to one speaker", "corroborated", "disputed"], rows) + "\n")


def networks(folders: dict[int, Path]) -> None:
    """The network, its metrics and positions."""
    rows: list[list[object]] = []
    for size, folder in folders.items():
        opened = run(OPEN, str(folder)).cpu
        plain = run(NETWORK, str(folder), "")
        metrics = run(NETWORK, str(folder), "metrics")
        nodes, edges = plain.result
        positions: Cost | None = None
        if size <= 100_000:
            positions = run(NETWORK, str(folder), "positions")
        rows.append([f"{quads(folder):,}", f"{nodes:,}", f"{edges:,}",
                     number(plain.cpu - opened), number(metrics.cpu - plain.cpu),
                     number(positions.cpu - plain.cpu) if positions else "not run"])  # fmt: skip
    print("## Network, CPU s beyond opening\n")
    print(table(["quads", "nodes", "edges", "build", "metrics (betweenness from 100 sources)",
                 "positions"], rows) + "\n")  # fmt: skip


def exports(folder: Path) -> None:
    """Each export format."""
    code = "import json\nfrom kg import export\nprint(json.dumps(sorted(export.FORMATS)))"
    formats: list[str] = run(code).result
    opened = run(OPEN, str(folder)).cpu
    rows: list[list[object]] = []
    for name in formats:
        cost = run(EXPORT, str(folder), name)
        rows.append([name, number(cost.cpu - opened), number(cost.result / 1e6),
                     number(cost.peak_mb)])  # fmt: skip
    print(f"## Export of {quads(folder):,} quads, CPU s beyond opening\n")
    print(table(["format", "CPU s", "MB written", "peak MB"], rows) + "\n")


Answers = dict[str, list[float]]


def catalogue(folders: dict[int, Path], limit: float, jobs: int, up_to: int) -> None:
    """The query catalogue beside plain rdflib."""
    print("## Query catalogue, CPU ms, embedded store beside plain rdflib\n")
    sizes = {size: quads(folder) for size, folder in folders.items()}
    ours = {size: answers("oxigraph", folder, limit, jobs) for size, folder in folders.items()}
    compared = [size for size in sizes if sizes[size] <= up_to]
    theirs = {size: answers("rdflib", folders[size], limit, jobs) for size in compared}
    head = ["query"]
    for size, count in sizes.items():
        head += [f"{count:,} quads: rows", "ours"]
        head += ["rdflib", "ratio"] if size in compared else []
    rows: list[list[object]] = []
    for key in sorted(next(iter(ours.values()))):
        cells: list[object] = [f"`{key}`"]
        for size in sizes:
            time, found = ours[size][key]
            cells += [f"{found:,.0f}" if found >= 0 else "?", cell(time, found)]
            if size in compared:
                other, other_found = theirs[size][key]
                late = ">" if other_found < 0 else ""
                cells += [cell(other, other_found), late + number(other / time)]
        rows.append(cells)
    print(table(head, rows) + "\n")
    for size in compared:
        print(summary(sizes[size], ours[size], theirs[size], limit) + "\n")
    for size in sizes.keys() - set(compared):
        times = [time for time, found in ours[size].values() if found >= 0]
        print(
            f"At {sizes[size]:,} quads, the embedded store alone: {len(times)} of"
            f" {len(ours[size])} questions answered within {limit:g} s, half of them within"
            f" {number(statistics.median(times))} ms, the slowest in {number(max(times))} ms.\n"
        )


def answers(engine: str, folder: Path, limit: float, jobs: int) -> Answers:
    """Milliseconds and rows of each question."""
    names = list(queries.catalogue())
    running = [
        subprocess.Popen(
            [sys.executable, str(HERE / "bench_queries.py"), engine,
             str(folder / "triples" / "dataset.nq"), str(limit), *names[job::jobs]],
            stdout=subprocess.PIPE, text=True,
        )
        for job in range(jobs)
    ]  # fmt: skip
    found: Answers = {}
    for process in running:
        output, _ = process.communicate()
        if process.returncode:
            raise RuntimeError(f"bench_queries.py {engine} ended with {process.returncode}")
        found |= json.loads(output.splitlines()[-1])
    return found


def cell(milliseconds: float, rows: float) -> str:
    """A time, marked as a lower bound where the limit ended it."""
    return (">" if rows < 0 else "") + number(milliseconds)


def summary(count: int, ours: Answers, theirs: Answers, limit: float) -> str:
    """The geometric mean of the ratios, and what it rests on."""
    ratios = {key: theirs[key][0] / ours[key][0] for key in ours}
    ended = [ratios[key] for key in ours if theirs[key][1] >= 0]
    late = len(ratios) - len(ended)
    differ = sum(1 for key in ours if theirs[key][1] >= 0 and theirs[key][1] != ours[key][1])
    empty = sum(1 for _, rows in ours.values() if rows == 0)
    slowest = min(ratios, key=lambda key: ratios[key])
    means = [number(statistics.geometric_mean(part)) for part in (ratios.values(), ended)]
    return (
        f"At {count:,} quads rdflib takes at least {means[0]} times the CPU of the embedded store"
        f" (geometric mean over {len(ratios)} questions; least: {number(ratios[slowest])},"
        f" `{slowest}`). {late} were stopped at {limit:g} s and count as that; without them it"
        f" is {means[1]}. {differ} had another number of rows; {empty} found nothing."
    )


def quads(folder: Path) -> int:
    """Lines of the built dataset."""
    with (folder / "triples" / "dataset.nq").open("rb") as lines:
        return sum(1 for _ in lines)


if __name__ == "__main__":
    main()
