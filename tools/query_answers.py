"""The answers that the catalogue's questions have on the published dataset, as files beside them.

``queries/<topic>/<name>.expected.csv`` holds the answer to ``<name>.rq`` as it stands: SPARQL 1.1
Query Results CSV, with line feeds. Run it after the dataset or a query has changed, and read the
difference before committing it: an answer that no longer makes sense is a fault in one of the two.

    python tools/query_answers.py            write all answers
    python tools/query_answers.py --check    exit with 1 when one is stale, missing or orphaned
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from pathlib import Path

from kg import files, queries, resources
from kg.solutions import Solutions
from kg.store import Store

ROOT = Path(__file__).resolve().parents[1]
DATASET = ROOT / "data" / "triples" / "dataset.nq"
SUFFIX = ".expected.csv"


def as_csv(solutions: Solutions) -> str:
    """A table as CSV: the characters of each term, nothing where a variable is unbound."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(solutions.variables)
    for row in solutions.rows:
        writer.writerow(["" if term is None else str(term) for term in row])
    return out.getvalue()


def path_of(name: str) -> Path:
    """Where the answer to a question lies."""
    return resources.queries_dir() / f"{name}{SUFFIX}"


def answers(store: Store) -> dict[Path, str]:
    """The answer to every question, by file."""
    return {
        path_of(name): as_csv(store.select(query.text))
        for name, query in queries.catalogue().items()
    }


def main() -> int:
    """Write or check all answers."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing; 1 when stale")
    arguments = parser.parse_args()
    wanted = answers(Store.load(DATASET))
    found = set(resources.queries_dir().glob(f"*/*{SUFFIX}"))
    stale = [
        path
        for path, text in wanted.items()
        if path not in found or path.read_text(encoding="utf-8") != text
    ]
    orphans = sorted(found - wanted.keys())
    for path in [*stale, *orphans]:
        print(f"{'check' if arguments.check else 'write'}: {path.relative_to(ROOT)}")
    if arguments.check:
        return 1 if stale or orphans else 0
    for path in stale:
        files.write_text(path, wanted[path])
    for path in orphans:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
