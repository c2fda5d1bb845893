"""The servers that are compared: ours, rdflib-endpoint and Virtuoso, each over the same N-Quads."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_RDFLIB_ENDPOINT = """
import sys
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
import uvicorn
graph = Dataset(default_union=True)
graph.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=graph), host="127.0.0.1", port=int(sys.argv[2]), log_level="error",
            access_log=False)
"""
_INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
ServerThreads = 20
DirsAllowed = {folder}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 20
[SPARQL]
ResultSetMaxRows = 100000
"""


@dataclass
class Peer:
    """A running server.

    :param pid: the process whose whole tree is measured.
    """

    name: str
    url: str
    pid: int

    def ask(self, query: str, timeout: float = 120) -> bytes:
        """The answer in JSON."""
        address = f"{self.url}?{urllib.parse.urlencode({'query': query})}"
        request = urllib.request.Request(  # noqa: S310 - an address of ours
            address, headers={"Accept": "application/sparql-results+json"}
        )
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310
            data: bytes = answer.read()
        return data

    def cpu(self) -> float:
        """CPU seconds of the process and all below it."""
        return sum(cpu_of(pid) for pid in tree(self.pid))

    def memory(self) -> int:
        """Bytes, pages shared between its processes counted once (proportional set size)."""
        total = 0
        for pid in tree(self.pid):
            with contextlib.suppress(OSError):
                for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1]) * 1024
        return total


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                below.setdefault(parent, []).append(int(entry.name))
    found, todo = [], [pid]
    while todo:
        item = todo.pop()
        found.append(item)
        todo += below.get(item, [])
    return found


def cpu_of(pid: int) -> float:
    """CPU seconds of a process, user and system; 0 when it has gone."""
    try:
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    tick = os.sysconf("SC_CLK_TCK")
    return (int(parts[11]) + int(parts[12])) / tick


@contextlib.contextmanager
def ours(data: Path, *options: str) -> Iterator[Peer]:
    """``kg serve``."""
    port = _free()
    command = [sys.executable, "-c", "from kg.cli import main; main()", "serve", str(data)]
    command += ["--port", str(port), "--no-log", *options]
    with _running(command, port) as process:
        yield Peer("kg serve", f"http://127.0.0.1:{port}/sparql", process.pid)


@contextlib.contextmanager
def rdflib_endpoint(python: str, data: Path) -> Iterator[Peer]:
    """rdflib-endpoint in the environment of another Python."""
    port = _free()
    with _running([python, "-c", _RDFLIB_ENDPOINT, str(data), str(port)], port) as process:
        yield Peer("rdflib-endpoint", f"http://127.0.0.1:{port}/", process.pid)


@contextlib.contextmanager
def virtuoso(data: Path) -> Iterator[Peer]:
    """Virtuoso 7, loaded with its bulk loader."""
    with tempfile.TemporaryDirectory() as name:
        folder, port, sql = Path(name), _free(), _free()
        shutil.copy(data, folder / "dataset.nq")
        ini = folder / "virtuoso.ini"
        ini.write_text(_INI.format(folder=folder, port=port, sql=sql))
        command = ["virtuoso-t", "+foreground", "+wait", "+configfile", str(ini)]
        with _running(command, port) as process:
            load = f"ld_dir('{folder}', 'dataset.nq', 'urn:default'); rdf_loader_run(); checkpoint;"
            subprocess.run(
                ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={load}"],
                check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            yield Peer("Virtuoso", f"http://127.0.0.1:{port}/sparql", process.pid)


@contextlib.contextmanager
def _running(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 900
        while time.monotonic() < until:
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended with {process.returncode}")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                url = f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D"
                with contextlib.suppress(urllib.error.HTTPError):
                    urllib.request.urlopen(url, timeout=600).close()
                break
            time.sleep(0.2)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
