"""A real Virtuoso 7 on loopback: random ports and password, a temporary folder, little memory."""

from __future__ import annotations

import ctypes
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.endpoint import Endpoint, Pushed, Writer, push
from kg.graph import KnowledgeGraph

PROGRAM = shutil.which("virtuoso-t")
#: Rows after which it cuts an answer, as in Debian's configuration.
MAX_ROWS = 10_000

#: Seconds after which a server that neither answers nor ends is given up; a busy machine needs
#: minutes for what takes three seconds on an idle one.
_PATIENCE = 900

_INI = """[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = v-temp.db
TransactionFile = v-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
CaseMode = 2
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 6
MaxClientConnections = 6
MaxKeepAlives = 10
KeepAliveTimeout = 10
[SPARQL]
ResultSetMaxRows = {rows}
"""


@dataclass
class Virtuoso:
    """A running server.

    :param url: its SPARQL endpoint, which anybody may read.
    :param update: where updates go, with Digest authentication.
    """

    base: str
    password: str
    _held: tuple[KnowledgeGraph, KnowledgeGraph] | None = None

    @property
    def url(self) -> str:
        return f"{self.base}/sparql"

    @property
    def update(self) -> str:
        return f"{self.base}/sparql-auth"

    @property
    def graph_store(self) -> str:
        return f"{self.base}/sparql-graph-crud-auth"

    def endpoint(self, **options: object) -> Endpoint:
        return Endpoint(self.url, **options)  # type: ignore[arg-type]

    def writer(self, *, graph_store: bool = False) -> Writer:
        return Writer(
            self.endpoint(timeout=300),
            user="dba",
            password=self.password,
            timeout=300,
            update=self.update,
            graph_store=self.graph_store if graph_store else None,
        )

    def push(self, graph: KnowledgeGraph, *, graph_store: bool = False) -> Pushed:
        self._held = None
        return push(self.writer(graph_store=graph_store), graph.store.lines())

    def holding(self, graph: KnowledgeGraph) -> KnowledgeGraph:
        """The dataset as it is asked there; it is pushed first, unless it was the last to be."""
        if self._held is None or self._held[0] is not graph:
            self.push(graph)
            self._held = graph, KnowledgeGraph(self.endpoint(timeout=300))
        return self._held[1]


@contextmanager
def running(folder: Path) -> Iterator[Virtuoso]:
    """Start a server, and stop it whatever happens."""
    assert PROGRAM is not None
    http, sql = _free_ports(2)
    password = "p" + secrets.token_hex(6)  # it takes longer ones, but then refuses them
    (folder / "v.ini").write_text(_INI.format(sql=sql, http=http, rows=MAX_ROWS), "utf-8")
    command = [PROGRAM, "+foreground", "+configfile", "v.ini"]
    # It makes the database with these passwords, and leaves.
    subprocess.run(
        [*command, "+pwdold", "dba", "+pwddba", password, "+pwddav", password],
        cwd=folder, check=False, timeout=_PATIENCE, capture_output=True,
    )  # fmt: skip
    log = (folder / "out.log").open("wb")
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdout=log,
        stderr=log,
        preexec_fn=_end_with_parent,  # also when the tests are killed
    )
    try:
        found = Virtuoso(f"http://127.0.0.1:{http}", password)
        _await(process, f"{found.url}?query=ASK%7B%7D", folder)
        yield found
    finally:
        process.kill()
        process.wait()
        log.close()


def _end_with_parent() -> None:
    """Have the kernel kill this process when the one that started it ends (prctl(2))."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _await(process: subprocess.Popen[bytes], url: str, folder: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with opener.open(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"Virtuoso did not start: {(folder / 'out.log').read_text()[-2000:]}")


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for item in sockets:
            item.bind(("127.0.0.1", 0))
        return [item.getsockname()[1] for item in sockets]
    finally:
        for item in sockets:
            item.close()
