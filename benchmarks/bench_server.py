"""The server beside rdflib-endpoint and Virtuoso: requests per CPU second of all its processes.

``python benchmarks/bench_server.py DATASET.nq [--rdflib-endpoint PYTHON] [--large DATASET.nq]``

Caches are off. The clients run in processes of their own and are not counted. Where a peer is not
installed it is left out, and said so.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import multiprocessing
import shutil
import statistics
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import peers
from kg.workers import Limits
from measure import table

_ID = "https://w3id.org/actors-events/id/"
_AE = "https://w3id.org/actors-events/ontology#"
SMALL = f"SELECT ?p ?o {{ <{_ID}actor/actor_0> ?p ?o }} LIMIT 20"
ROWS = f"SELECT ?c ?p ?o {{ ?c a <{_AE}Claim> ; ?p ?o }} LIMIT 10000"
SLOW = f"""SELECT (COUNT(*) AS ?n) {{ ?c <{_AE}speaker> ?a . ?d <{_AE}speaker> ?a .
  ?c <{_AE}proposition> ?p . ?d <{_AE}proposition> ?q . FILTER(STR(?p) < STR(?q)) }}"""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def client(url: str, query: str, count: int, seconds: float, out: object) -> None:
    """Ask over one connection that is kept: ``count`` times, or for some seconds."""
    parts = urllib.parse.urlsplit(url)
    path = f"{parts.path}?{urllib.parse.urlencode({'query': query})}"
    headers = {"Accept": "application/sparql-results+json"}
    connection = http.client.HTTPConnection(parts.netloc, timeout=120)
    done, until = 0, time.monotonic() + seconds
    while (done < count) if count else (time.monotonic() < until):
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            if not count and time.monotonic() >= until:
                break
            continue
        if answer.status != 200:
            raise RuntimeError(f"{url}: {answer.status}")
        done += 1
    out.put(done)  # type: ignore[attr-defined]


def load(
    peer: peers.Peer, query: str, clients: int, count: int, seconds: float = 0
) -> tuple[int, float, float]:
    """Requests, CPU seconds of the server, and wall seconds."""
    queue = multiprocessing.Queue()
    given = (peer.url, query, count // clients, seconds, queue)
    crowd = [multiprocessing.Process(target=client, args=given) for _ in range(clients)]
    cpu, start = peer.cpu(), time.perf_counter()
    for process in crowd:
        process.start()
    done = sum(queue.get() for _ in crowd)
    for process in crowd:
        process.join()
    return done, peer.cpu() - cpu, time.perf_counter() - start


def compared(peer: peers.Peer, rounds: int) -> dict[str, float]:
    """Requests per CPU second: medians of the rounds."""
    peer.ask(SMALL)
    peer.ask(ROWS)
    small, rows = [], []
    for _ in range(rounds):
        done, cpu, _ = load(peer, SMALL, 8, 4000 if peer.name == "kg serve" else 800)
        small.append(done / cpu)
        done, cpu, _ = load(peer, ROWS, 2, 60 if peer.name == "kg serve" else 6)
        rows.append(done / cpu)
    return {"small": statistics.median(small), "rows": statistics.median(rows)}


def beside_slow(peer: peers.Peer) -> tuple[float, float]:
    """Small SELECTs a wall second: alone, and beside one client that repeats a slow query."""
    done, _, wall = load(peer, SMALL, 2, 0, 5)
    alone = done / wall
    queue = multiprocessing.Queue()
    slow = multiprocessing.Process(target=client, args=(peer.url, SLOW, 0, 8, queue))
    slow.start()
    time.sleep(1)
    done, _, wall = load(peer, SMALL, 2, 0, 5)
    slow.kill()
    slow.join()
    return alone, done / wall


def runaway(data: Path) -> list[float]:
    """Milliseconds after its limit at which a query without end was answered with 504."""
    late = []
    with peers.ours(data, "--no-cache", "--seconds", "1") as peer:
        peer.ask(SMALL)
        for _ in range(5):
            start = time.perf_counter()
            with contextlib.suppress(urllib.error.HTTPError):
                peer.ask(RUNAWAY)
            late.append((time.perf_counter() - start - 1) * 1000)
    return late


def cached(data: Path) -> float:
    """Small SELECTs per CPU second out of the cache."""
    with peers.ours(data) as peer:
        peer.ask(SMALL)
        done, cpu, _ = load(peer, SMALL, 8, 4000)
    return done / cpu


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rdflib-endpoint", metavar="PYTHON", default="")
    parser.add_argument("--large", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with given.data.open("rb") as file:
        count = sum(1 for _ in file)
    print(f"## HTTP, {count:,} quads\n")
    starts = [("kg serve", lambda: peers.ours(given.data, "--no-cache"))]
    if given.rdflib_endpoint:
        starts.append(
            ("rdflib-endpoint", lambda: peers.rdflib_endpoint(given.rdflib_endpoint, given.data))
        )
    if shutil.which("virtuoso-t"):
        starts.append(("Virtuoso", lambda: peers.virtuoso(given.data)))
    with contextlib.ExitStack() as stack:
        running = [(name, stack.enter_context(start())) for name, start in starts]
        found = {name: compared(peer, given.rounds) for name, peer in running}
        beside = {name: beside_slow(peer) for name, peer in running}
    ours = found["kg serve"]
    rows: list[list[object]] = []
    for name, figures in found.items():
        alone, under = beside[name]
        rows.append([
            name, f"{figures['small']:,.0f}", f"{ours['small'] / figures['small']:.1f}",
            f"{figures['rows']:,.1f}", f"{ours['rows'] / figures['rows']:.1f}",
            f"{under:,.0f} of {alone:,.0f} ({under / alone:.0%})",
        ])  # fmt: skip
    print(table(
        ["server", "small SELECT / CPU s", "ours / it", "10,000 rows / CPU s", "ours / it",
         "small / wall s beside a slow query"], rows,
    ))  # fmt: skip
    for name in ("rdflib-endpoint", "Virtuoso"):
        if name not in found:
            print(f"\n{name} is not installed: left out.")
    late = runaway(given.data)
    print(f"\nA query without end, limit 1 s: answered {statistics.median(late):.0f} ms after its "
          f"limit (most of 5: {max(late):.0f} ms).")  # fmt: skip
    print(f"\nFrom the cache: {cached(given.data):,.0f} small SELECTs / CPU s.")
    if given.large:
        with peers.ours(given.large, "--no-cache") as peer:
            peer.ask(SMALL)
            load(peer, SMALL, 8, 400)
            mib = peer.memory() / 2**20
        with given.large.open("rb") as file:
            count = sum(1 for _ in file)
        print(f"\n{count:,} quads with {Limits().workers} workers: {mib:,.0f} MiB, "
              "pages that processes share counted once.")  # fmt: skip


if __name__ == "__main__":
    main()
