"""The query catalogue on the embedded store and on plain rdflib: CPU milliseconds per query.

Run by ``run.py`` in a process of its own for each engine and size. Each query runs in a forked
child under a limit of CPU time; one that overruns is counted as the limit (a lower bound).

    python benchmarks/bench_queries.py oxigraph data/triples/dataset.nq 60
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
import time
from pathlib import Path
from typing import Any

from kg import iris, queries
from kg.lookup import Lookup
from kg.parameters import Parameter
from kg.store import INTERPRETATIONS, Store, read_quads

#: Number of rows of a query that did not end within the limit.
STOPPED = -1


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


def child(engine: Any, text: str, limit: float, pipe: Any) -> None:
    """Run a query for a fifth of a second of CPU time, at least once; send the mean of the runs.

    The clock of CPU time moves in steps of some milliseconds, so short runs are counted together.
    """
    begin = time.process_time()
    seconds = int(begin + limit + 1)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))  # the system then ends the child
    spent, runs, count = 0.0, 0, 0
    while spent < 0.2 and runs < 1000:
        count = engine.rows(text) if isinstance(engine, Rdflib) else len(engine.select(text))
        runs += 1
        spent = time.process_time() - begin
    pipe.send((min(spent / runs, limit) * 1000, count))


def measure(engine: Any, text: str, limit: float) -> list[float]:
    """CPU milliseconds and rows of one query, in a process of its own."""
    context = multiprocessing.get_context("fork")
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=child, args=(engine, text, limit, send))
    process.start()
    send.close()
    try:
        return list(receive.recv())
    except EOFError:
        return [limit * 1000, STOPPED]
    finally:
        process.kill()
        process.join()


def main() -> None:
    """``oxigraph|rdflib DATASET SECONDS [QUERY …]``: JSON of query to [milliseconds, rows]."""
    name, path, limit = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    store = Store.load(path)
    texts = asked(store, sys.argv[4:])
    engine: Any = store
    if name == "rdflib":
        engine = Rdflib(path)
    found: dict[str, list[float]] = {}
    for key, text in texts.items():
        found[key] = measure(engine, text, limit)
        print(key, found[key], file=sys.stderr, flush=True)
    print(json.dumps(found))


def asked(store: Store, names: list[str]) -> dict[str, str]:
    """The questions as they are asked: with their defaults, or what takes their place."""
    generated = store.ask("ASK { actor:actor_0 ae:key ?k }")
    lookup = Lookup(store)
    texts = {}
    for key in names or queries.catalogue():
        query = queries.get(key)
        values: dict[str, str] = {}
        if generated:
            given = [parameter for parameter in query.parameters if parameter.default is not None]
            values = {parameter.name: stand_in(key, parameter) for parameter in given}
        texts[key] = query.bound(values, lookup)
    return texts


#: What takes the place of defaults that name something of the seed article, for generated data: of
#: each kind of entity the one that most is said about; two different ones where a query takes two.
_BY_NAME = {
    "second": "actor_1",
    "right": "actor_1",
    "left": "actor_0",
    "first": "actor_0",
    "object": "actor_0",
    "subject": "event_0",
    "words": "leader",
}
_BY_TYPE = {
    "actor": "actor_0",
    "entity": "actor_0",
    "event|series|prospect": "event_0",
    "place": "place_1",
    "source": "paper-00000",
}


def stand_in(query: str, parameter: Parameter) -> str:
    """The value for generated data of a parameter that has a default.

    :raises KeyError: when the default is an entity for which nothing stands in.
    """
    found = _BY_NAME.get(parameter.name) or _BY_TYPE.get(parameter.type)
    if found is None:
        if parameter.default is None:
            raise KeyError(f"{query}: {parameter.name} is open")
        if parameter.default.split(":")[0] in iris.ENTITY_KINDS:
            raise KeyError(f"{query}: nothing in generated data stands in for {parameter.name}")
        return parameter.default
    return found


if __name__ == "__main__":
    main()
