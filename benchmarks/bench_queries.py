"""The query catalogue on the embedded store and on plain rdflib: CPU milliseconds per query.

Run by ``run.py`` in a process of its own for each engine and size. Each query runs in a forked
child under a limit; one that overruns is counted as the limit (a lower bound, marked ``>``).
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from pathlib import Path
from typing import Any

from kg import iris, queries
from kg.lookup import Lookup
from kg.store import INTERPRETATIONS, Store, read_quads


class Rdflib:
    """Plain rdflib with the dataset's default graph, as an engine for look-ups and queries."""

    def __init__(self, path: Path) -> None:
        from rdflib import Dataset

        self.dataset = Dataset()
        default = self.dataset.default_graph
        for s, p, o, g in read_quads(path):
            self.dataset.graph(g).add((s, p, o))
            if str(g) != INTERPRETATIONS:
                default.add((s, p, o))

    def rows(self, text: str) -> int:
        """Answer a query; the number of rows."""
        return len(list(self.dataset.query(text, initNs=iris.PREFIXES)))


def child(engine: Any, text: str, pipe: Any) -> None:
    """Run a query at least three times, or for a tenth of a second; send the best time."""
    best, count, runs, begin = 1e9, 0, 0, time.process_time()
    while runs < 3 or (time.process_time() - begin < 0.1 and runs < 50):
        start = time.process_time()
        count = engine.rows(text) if isinstance(engine, Rdflib) else len(engine.select(text))
        best = min(best, time.process_time() - start)
        runs += 1
        if best > 1:
            break
    pipe.send((best * 1000, count))


def main() -> None:
    """``bench_queries.py oxigraph|rdflib DATASET LIMIT_SECONDS``: JSON of query to [ms, rows]."""
    name, path, limit = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    store = Store.load(path)
    lookup = Lookup(store)
    values = generated_values(store)
    texts = {}
    for key, query in queries.catalogue().items():
        texts[key] = query.bound(
            {p.name: values[p.type] for p in query.parameters if p.type in values}, lookup
        )
    engine: Any = store
    if name == "rdflib":
        engine = Rdflib(path)
    context = multiprocessing.get_context("fork")
    found: dict[str, list[float]] = {}
    for key, text in texts.items():
        receive, send = context.Pipe(duplex=False)
        process = context.Process(target=child, args=(engine, text, send))
        process.start()
        send.close()
        try:
            found[key] = list(receive.recv()) if receive.poll(limit) else [limit * 1000, -1]
        except EOFError:
            found[key] = [limit * 1000, -2]
        process.kill()
        process.join()
        print(key, found[key], file=sys.stderr, flush=True)
    print(json.dumps(found))


def generated_values(store: Store) -> dict[str, str]:
    """Values for parameters on generated data: the most frequent of each kind."""
    if not store.ask("ASK { actor:actor_0 ae:key ?k }"):
        return {}
    return {
        "actor": "actor_0",
        "entity": "event_0",
        "event": "event_0",
        "place": "place_1",
        "source": "paper-00000",
    }


if __name__ == "__main__":
    main()
