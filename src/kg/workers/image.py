"""An image: a process that holds one version of the data and forks the workers that answer from it.

Run as ``python -m kg.workers.image DESCRIPTOR`` with a Unix socket as that file descriptor. The
first line on the socket tells what to open; then each line is a command, and each gets one line in
reply, with a socket of the new process beside it:

``{"do": "fork"}``
    A worker: ``{"pid": …}``, which speaks frames (:mod:`kg.workers.messages`); its shared memory
    (:mod:`kg.workers.shared`) comes beside its socket.
``{"do": "derive", "how": …, "arguments": …}``
    An image of other data made from this one (a lens, an update); it speaks lines, as this one
    does, and says ``{"ready": …}`` when its data is there.

The image itself never evaluates a request. It has one thread, so that forking is sound.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeAlias, cast

from kg.errors import KgError, LimitExceeded
from kg.workers import sandbox, shared, worker
from kg.workers.limits import Limits

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph

#: Makes other data from data: (graph, arguments) -> graph and what to tell of it.
Derivation: TypeAlias = (
    "Callable[[KnowledgeGraph, Mapping[str, Any]], tuple[KnowledgeGraph, Mapping[str, Any]]]"
)


class Program(Protocol):
    """What an image runs: a module with these names."""

    #: Operations by name.
    OPERATIONS: Mapping[str, worker.Operation]
    #: Derivations by name.
    DERIVATIONS: Mapping[str, Derivation]

    def prepare(self, source: Mapping[str, Any]) -> tuple[KnowledgeGraph, Mapping[str, Any]]:
        """Open the data, and make ready what every worker uses; with what to tell of it."""
        ...


def main() -> NoReturn:
    """See the module."""
    connection = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's business
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries the workers
    start = _line(connection)
    if start is None:
        sys.exit(0)
    program = cast(Program, importlib.import_module(start["program"]))
    limits = Limits(**start["limits"])
    networkless = not start["source"].get("endpoint") and sandbox.without_network()

    def opened() -> tuple[KnowledgeGraph, Mapping[str, Any]]:
        graph, told = program.prepare(start["source"])
        return graph, {**told, "networkless": networkless}

    _serve(connection, program, limits, opened)


def _serve(
    connection: socket.socket,
    program: Program,
    limits: Limits,
    make: Callable[[], tuple[KnowledgeGraph, Mapping[str, Any]]],
    version: str = "",
) -> NoReturn:
    """Make the data, then obey until the other side has gone.

    :param version: of the data that it is made from, unless what is told of it names its own.
    """
    made = _made(connection, make)
    if made is None:
        os._exit(1)
    graph, told = made
    version = str(told.get("version", version))
    gc.collect()
    sandbox.give_back()
    gc.freeze()  # what is there is for ever: workers need not touch, and so copy, its pages
    while (command := _line(connection)) is not None:
        ours, theirs = socket.socketpair()
        memory = [shared.created(limits.answer)] if command["do"] == "fork" else []
        pid = os.fork()
        if pid == 0:
            connection.close()
            theirs.close()
            _child(ours, memory, program, limits, graph, version, command)
        ours.close()
        reply = json.dumps({"pid": pid}).encode() + b"\n"
        socket.send_fds(connection, [reply], [theirs.fileno(), *memory])
        theirs.close()
        for descriptor in memory:
            os.close(descriptor)
    os._exit(0)


def _child(
    connection: socket.socket,
    memory: list[int],
    program: Program,
    limits: Limits,
    graph: KnowledgeGraph,
    version: str,
    command: Mapping[str, Any],
) -> NoReturn:
    """What a forked process does: be a worker, or an image of derived data."""

    def derived() -> tuple[KnowledgeGraph, Mapping[str, Any]]:
        with sandbox.bounded(limits.memory):
            return program.DERIVATIONS[command["how"]](graph, command["arguments"])

    try:
        if command["do"] == "fork":
            writable = shared.mapped(memory[0], write=True)
            worker.run(connection, writable, graph, program.OPERATIONS, limits, version)
        _serve(connection, program, limits, derived, version)
    except BaseException:  # noqa: BLE001 - a forked child must not run on in its parent's code
        traceback.print_exc()
    finally:
        os._exit(1)


def _made(
    connection: socket.socket, make: Callable[[], tuple[KnowledgeGraph, Mapping[str, Any]]]
) -> tuple[KnowledgeGraph, Mapping[str, Any]] | None:
    made = None
    try:
        made = make()
        reply: dict[str, Any] = {"ready": made[1]}
    except KgError as error:
        reply = {"failed": worker.described(error)}
    except MemoryError:
        short = LimitExceeded("memory", "The data takes more memory than it may.")
        reply = {"failed": worker.described(short)}
    except Exception as error:  # noqa: BLE001 - told to the server, which says it
        traceback.print_exc()
        reply = {"failed": {"error": "Internal", "message": type(error).__name__}}
    try:
        connection.sendall(json.dumps(reply).encode() + b"\n")
    except OSError:  # the server has gone, or has given up waiting
        os._exit(1)
    return made


def _line(connection: socket.socket) -> dict[str, Any] | None:
    """The next command; None when the other side has gone. It never sends two without a reply."""
    data = bytearray()
    while not data.endswith(b"\n"):
        try:
            part = connection.recv(65536)
        except ConnectionError:
            return None
        if not part:
            return None
        data += part
    command: dict[str, Any] = json.loads(data)
    return command


if __name__ == "__main__":
    main()
