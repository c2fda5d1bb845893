"""All measurements, as Markdown: ``python benchmarks/run.py [--sizes 10000,100000] > report.md``.

Corpora come from ``generate.py``; every figure is taken in a fresh process (``measure.py``), ours
and plain rdflib's in the same run. ``docs/benchmarks.md`` keeps the last full report.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import generate
from measure import Cost, number, run, table

HERE = Path(__file__).parent

SECTIONS = ("builds", "loads", "lenses", "networks", "exports", "queries")

BUILD = """
import json, sys
from pathlib import Path
from kg.build import build
report = build(Path(sys.argv[1]), use_cache=sys.argv[2] == "cache", check_shapes=False)
print(json.dumps({"quads": report.quads, "encoded": len(report.encoded)}))
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
    parser.add_argument("--limit", type=float, default=30, help="seconds for one query")
    parser.add_argument("--sections", default=",".join(SECTIONS), help="comma-separated")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    print(f"Python {platform.python_version()}, {platform.machine()};", end=" ")
    names = ("pyoxigraph", "rdflib", "networkx", "pydantic")
    print(", ".join(f"{name} {version(name)}" for name in names) + ".")
    wanted = arguments.sections.split(",")
    print(
        f"Command: `python benchmarks/run.py --sizes {arguments.sizes} --limit {arguments.limit:g}"
        f" --sections {arguments.sections}`.\n"
    )
    with tempfile.TemporaryDirectory() as temporary:
        folders = {size: Path(temporary) / str(size) for size in sizes}
        claims = {size: generate.write(folder, size) for size, folder in folders.items()}
        if "builds" in wanted:
            builds(folders, claims)
        else:
            for folder in folders.values():
                run(BUILD, str(folder), "full")
        if "loads" in wanted:
            loads(folders)
        if "lenses" in wanted:
            lenses(folders)
        if "networks" in wanted:
            networks(folders)
        if "exports" in wanted:
            exports(folders[min(sizes, key=lambda size: abs(size - 100_000))])
        if "queries" in wanted:
            catalogue(folders, arguments.limit)


def builds(folders: dict[int, Path], claims: dict[int, int]) -> None:
    """Build from nothing, again with nothing changed, and after one source changed."""
    rows: list[list[object]] = []
    for size, folder in folders.items():
        first = run(BUILD, str(folder), "cache")
        again = run(BUILD, str(folder), "cache")
        path = folder / "sources" / "paper-00000" / "source.yaml"
        path.write_text(path.read_text().replace("Paper 0.", "Paper nought."))
        one = run(BUILD, str(folder), "cache")
        quads = first.result["quads"]
        rows.append([
            f"{quads:,}", f"{claims[size]:,}", number(claims[size] / first.cpu),
            number(quads / first.cpu), number(first.peak_mb), number(again.cpu),
            f"{number(one.cpu)} ({one.result['encoded']})",
        ])  # fmt: skip
    print("## Build (without SHACL)\n")
    print(
        table(
            [
                "quads",
                "claims written",
                "claims / CPU s",
                "quads / CPU s",
                "peak MB",
                "again, nothing changed: CPU s",
                "one source changed: CPU s (encoded)",
            ],
            rows,
        )
    )
    small = min(folders)
    shaped = run(SHAPES, str(folders[small]), "full")
    print(
        f"\nWith SHACL, from nothing, {claims[small]:,} claims: "
        f"{number(claims[small] / shaped.cpu)} claims / CPU s.\n"
    )


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


def catalogue(folders: dict[int, Path], limit: float) -> None:
    """The query catalogue beside plain rdflib."""
    print("## Query catalogue, CPU ms (best of several), embedded store beside plain rdflib\n")
    found: dict[int, dict[str, dict[str, list[float]]]] = {}
    for size, folder in folders.items():
        found[size] = {}
        for engine in ("oxigraph", "rdflib"):
            done = subprocess.run(
                [sys.executable, str(HERE / "bench_queries.py"), engine,
                 str(folder / "triples" / "dataset.nq"), str(limit)],
                stdout=subprocess.PIPE, text=True, check=True,
            )  # fmt: skip
            found[size][engine] = json.loads(done.stdout.splitlines()[-1])
    head = ["query"]
    for folder in folders.values():
        head += [f"{quads(folder):,} quads: ours", "rdflib", "ratio"]
    rows: list[list[object]] = []
    for key in sorted(next(iter(found.values()))["oxigraph"]):
        cells: list[object] = [f"`{key}`"]
        for size in folders:
            ours, theirs = (found[size][engine][key] for engine in ("oxigraph", "rdflib"))
            late = ">" if theirs[1] < 0 else ""
            mine = ">" if ours[1] < 0 else ""
            cells += [mine + number(ours[0]), late + number(theirs[0]),
                      late + number(theirs[0] / ours[0])]  # fmt: skip
        rows.append(cells)
    print(table(head, rows) + "\n")
    for size, folder in folders.items():
        pairs = [(found[size]["oxigraph"][key], found[size]["rdflib"][key])
                 for key in found[size]["oxigraph"]]  # fmt: skip
        mean = math.exp(sum(math.log(b[0] / a[0]) for a, b in pairs) / len(pairs))
        late = sum(1 for _, b in pairs if b[1] < 0)
        differ = sum(1 for a, b in pairs if a[1] >= 0 and b[1] >= 0 and a[1] != b[1])
        print(
            f"Geometric mean at {quads(folder):,} quads: rdflib takes at least "
            f"{number(mean)} times the CPU of the embedded store ({len(pairs)} queries;"
            f" {late} stopped at {limit:g} s; {differ} with another number of rows).\n"
        )


def quads(folder: Path) -> int:
    """Lines of the built dataset."""
    with (folder / "triples" / "dataset.nq").open("rb") as lines:
        return sum(1 for _ in lines)


if __name__ == "__main__":
    main()
