"""``kill -9`` at any moment: what was acknowledged is there, and nothing is half there.

The moments are spread over each piece of work: of the server, of its images and workers, while it
loads, takes updates and swaps in builds, and of builds that a server publishes meanwhile.
"""

from __future__ import annotations

import contextlib
import functools
import http.client
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.build import build

from . import wire
from .serving import CASES, ROOT, TOKEN, Serving, serving

pytestmark = pytest.mark.slow
DATA = CASES / "protocol" / "data.trig"
SANDA = ROOT / "tests" / "data" / "sanda"
#: How often each kind of work is interrupted; together more than fifty times.
UPDATES, PARTS, LOADS, BUILDS, SWAPS = 12, 20, 8, 14, 10
_BUILDER = """
import sys
from pathlib import Path
from kg.build import build
left, right, out = map(Path, sys.argv[1:])
print("ready", flush=True)
while True:
    for data in (left, right):
        build(data, out, check_shapes=False)
"""


def _update(server: Serving, text: str, timeout: float = 20) -> int:
    headers = [("Content-Type", "application/sparql-update"), ("Authorization", f"Bearer {TOKEN}")]
    data = wire.message(server.address, "POST", "/update", headers, text.encode())
    return wire.exchange(server.address, data, timeout=timeout).status


def _numbers(server: Serving, graph: str) -> set[int]:
    query = f"SELECT ?n {{ GRAPH <urn:{graph}> {{ <urn:a> <urn:b> ?n }} }}"
    rows = wire.ask(server.address, query).json()["results"]["bindings"]
    return {int(row["n"]["value"]) for row in rows}


class Writer:
    """Sends updates one after the other, each of two triples in two graphs, and notes what was
    acknowledged."""

    def __init__(self, first: int = 0) -> None:
        self.acknowledged: set[int] = set()
        self.sent = first
        self._stop = threading.Event()

    @contextlib.contextmanager
    def writing(self, server: Serving) -> Iterator[None]:
        """Write until the block ends."""
        self._stop.clear()
        thread = threading.Thread(target=self._write, args=(server,))
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join(30)

    def _write(self, server: Serving) -> None:
        while not self._stop.is_set():
            number = self.sent
            self.sent += 1
            text = (
                f"INSERT DATA {{ GRAPH <urn:left> {{ <urn:a> <urn:b> {number} }}"
                f" GRAPH <urn:right> {{ <urn:a> <urn:b> {number} }} }}"
            )
            try:
                if _update(server, text) in (200, 204):
                    self.acknowledged.add(number)
            except (OSError, http.client.HTTPException):
                time.sleep(0.01)

    def check(self, server: Serving) -> None:
        """All that was acknowledged is there; what is there was sent, and is whole."""
        left, right = _numbers(server, "left"), _numbers(server, "right")
        assert left == right, "half an update"
        assert self.acknowledged <= left, "an acknowledged update is lost"
        assert left <= set(range(self.sent))


def test_the_server_while_it_takes_updates(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311 - moments, not secrets
    server = Serving(DATA, tmp_path, writable=True)
    writer = Writer()
    for number in range(UPDATES):
        with writer.writing(server):
            before = len(writer.acknowledged)
            if number % 2 == 0:  # there must be something to lose, however busy the machine is
                wire.until(lambda: len(writer.acknowledged) > before)  # noqa: B023
            time.sleep(chance.random())
            server.kill()
        server.start()
        writer.check(server)
    server.stop()
    assert writer.acknowledged, "there was something to lose"


def test_images_and_workers_while_updates_and_queries_run(tmp_path: Path) -> None:
    chance = random.Random(2)  # noqa: S311
    writer = Writer()
    with serving(DATA, tmp_path, writable=True) as server:
        pid = server.pid
        for _ in range(PARTS):
            with writer.writing(server):
                time.sleep(0.05 + chance.random() * 0.3)
                if parts := server.children():
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(chance.choice(parts), signal.SIGKILL)
            assert server.alive
            assert server.pid == pid
            assert wire.until(lambda: _works(server))
            writer.check(server)
        assert writer.acknowledged


def _works(server: Serving) -> bool:
    try:
        return server.answers()
    except (OSError, http.client.HTTPException):
        return False


def test_the_server_while_it_loads(tmp_path: Path) -> None:
    """The files that it reads are as they were, and it starts the next time."""
    chance = random.Random(3)  # noqa: S311
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data" / "triples", data / "triples")
    before = _snapshot(data / "triples")
    server = Serving(data, tmp_path, start=False)
    for _ in range(LOADS):
        with server.log.open("ab") as log:
            process = subprocess.Popen(
                server.command,
                stdout=subprocess.DEVNULL,
                stderr=log,
                env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            )
        time.sleep(0.1 + chance.random() * 1.5)
        process.kill()
        process.wait(10)
        assert _snapshot(data / "triples") == before
    server.start()
    assert server.answers()
    server.stop()
    assert _snapshot(data / "triples") == before


def test_no_process_outlives_its_server(tmp_path: Path) -> None:
    server = Serving(DATA, tmp_path)
    parts = server.children()
    assert parts
    server.kill()
    assert wire.until(lambda: not any(map(_runs, parts)))


def _runs(pid: int) -> bool:
    try:
        return b") Z " not in Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False


def _snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _copy(to: Path, *without: str) -> Path:
    shutil.copytree(SANDA, to, ignore=shutil.ignore_patterns("triples", ".kg-cache", *without))
    return to


def test_builds_that_are_being_published(tmp_path: Path) -> None:
    """A builder that makes two versions in turn is killed; the folder always holds one of them,
    whole, and a server that publishes it never answers from anything else."""
    chance = random.Random(4)  # noqa: S311
    left = _copy(tmp_path / "left")
    right = _copy(tmp_path / "right", "state-gazette")
    triples = tmp_path / "site" / "triples"
    snapshots, sizes = [], set()
    for data in (left, right):
        build(data, triples, check_shapes=False)
        snapshots.append(_snapshot(triples))
        with serving(tmp_path / "site", tmp_path) as server:
            sizes.add(_size(server))
    assert snapshots[0] != snapshots[1]
    assert len(sizes) == 2
    with serving(tmp_path / "site", tmp_path) as server:
        seen: set[int] = set()
        for _ in range(BUILDS):
            builder = subprocess.Popen(
                [sys.executable, "-c", _BUILDER, str(left), str(right), str(triples)],
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            )
            assert builder.stdout is not None
            builder.stdout.readline()
            end = time.monotonic() + 0.2 + chance.random() * 1.3
            while time.monotonic() < end:
                seen.add(_size(server))
            builder.kill()
            builder.wait(10)
            builder.stdout.close()
            assert _snapshot(triples) in snapshots
        assert seen <= sizes
        build(left, triples, check_shapes=False)
        build(right, triples, check_shapes=False)
        wanted = min(sizes)
        assert wire.until(lambda: _size(server) == wanted), "the last build is published"
        assert server.alive


def test_images_and_workers_while_builds_are_swapped_in(tmp_path: Path) -> None:
    """Whatever part is killed while a new build is opened: answers are of the old or the new one,
    and in the end of the new one."""
    chance = random.Random(5)  # noqa: S311
    versions = [_copy(tmp_path / "left"), _copy(tmp_path / "right", "state-gazette")]
    triples = tmp_path / "site" / "triples"
    sizes = []
    for data in versions:
        build(data, triples, check_shapes=False)
        with serving(tmp_path / "site", tmp_path) as server:
            sizes.append(_size(server))
    with serving(tmp_path / "site", tmp_path) as server:
        for number in range(SWAPS):
            build(versions[number % 2], triples, check_shapes=False)
            server.process.send_signal(signal.SIGHUP)
            time.sleep(chance.random() * 0.8)
            if parts := server.children():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(chance.choice(parts), signal.SIGKILL)
            assert wire.until(functools.partial(_has_size, server, set(sizes)))
            wanted = {sizes[number % 2]}
            assert wire.until(functools.partial(_has_size, server, wanted)), "published"
            assert server.alive


def _has_size(server: Serving, sizes: set[int]) -> bool:
    with contextlib.suppress(OSError, http.client.HTTPException, KeyError):
        return _size(server) in sizes
    return False


def _size(server: Serving) -> int:
    query = f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} # {time.monotonic()}"
    row = wire.ask(server.address, query).json()["results"]["bindings"][0]
    return int(row["n"]["value"])


def test_a_broken_build_is_refused(tmp_path: Path) -> None:
    """What is not what its checksum says is not published; the old version stays."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data" / "triples", data / "triples")
    path = data / "triples" / "dataset.nq"
    with serving(data, tmp_path) as server:
        size = _size(server)
        whole = path.read_bytes()
        for broken in (whole[: len(whole) // 2], whole[:-200] + b"x" * 200, b"", b"no RDF"):
            before = server.log.read_text().count("refused")
            path.write_bytes(broken)
            server.process.send_signal(signal.SIGHUP)
            assert wire.until(lambda: server.log.read_text().count("refused") > before)  # noqa: B023
            assert server.alive
            assert _size(server) == size
        path.write_bytes(whole)
