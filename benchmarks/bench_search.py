"""Text search: building the index, and one keystroke of type-ahead; a Markdown table.

    python benchmarks/bench_search.py [--sizes 10000,100000]

Corpora come from ``generate.py``. The texts typed are the beginnings, letter by letter, of names
and quotes of the corpus itself, chosen evenly; times are of one call, as a person waits for it.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import generate
from measure import number, run, table

BUILD = """
from pathlib import Path
from kg.build import build
import sys
build(Path(sys.argv[1]), use_cache=False, check_shapes=False)
"""
INDEX = """
import json, sys, time
import kg
from kg.search import Index
from pathlib import Path
g = kg.open(sys.argv[1])
start = time.process_time()
index = g.search_index
cpu = time.process_time() - start
dataset = Path(sys.argv[1]) / "triples" / "dataset.nq"
start = time.process_time()
assert Index.kept(dataset).find("a") is not None
opened = time.process_time() - start
print(json.dumps([len(g), cpu, index.path.stat().st_size, opened]))
"""
TYPE = """
import json, statistics, sys, time
from pathlib import Path
from kg.search import Index
index = Index.kept(Path(sys.argv[1]) / "triples" / "dataset.nq")
rows = index._connection().execute(
    "SELECT text FROM entry WHERE field IN ('label', 'quote') ORDER BY id").fetchall()
step = max(1, len(rows) // 200)
times = {}
for (text,) in rows[::step]:
    for size in (1, 2, 3, 5, 8, 13, 21):
        if size > len(text):
            break
        start = time.perf_counter()
        index.suggest(text[:size])
        times.setdefault(size, []).append((time.perf_counter() - start) * 1000)
everything = sorted(t for group in times.values() for t in group)
print(json.dumps([
    len(rows), statistics.median(everything), everything[int(len(everything) * 0.99)],
    everything[-1], {size: statistics.median(group) for size, group in times.items()}]))
"""


def measured(folder: Path, *, built: bool = False) -> list[object]:
    """The row of one corpus."""
    if not built:
        run(BUILD, str(folder))
    for path in (folder / ".kg-cache").glob("search-*"):
        path.unlink()
    quads, cpu, size, opened = run(INDEX, str(folder)).result
    texts, median, late, longest, by_size = run(TYPE, str(folder)).result
    slowest = max(by_size, key=lambda key: by_size[key])
    return [
        f"{quads:,}", f"{texts:,}", number(cpu), number(size / 2**20), number(opened * 1000),
        number(median), number(late), number(longest), f"{number(by_size[slowest])} ({slowest})",
    ]  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--data", type=Path, nargs="*", default=[], help="built data folders")
    arguments = parser.parse_args()
    rows = [measured(folder, built=True) for folder in arguments.data]
    if arguments.data:
        arguments.sizes = ""
    for size in filter(None, arguments.sizes.split(",")):
        with tempfile.TemporaryDirectory() as temporary:
            generate.write(Path(temporary) / "data", int(size))
            rows.append(measured(Path(temporary) / "data"))
    print("## Text search\n")
    print(
        table(
            ["quads", "labels and quotes", "build: CPU s", "MB", "open: CPU ms",
             "a keystroke: median ms", "99 % below ms", "longest ms",
             "slowest median ms (characters typed)"],
            rows,
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
