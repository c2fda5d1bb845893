"""The server's ends of its workers and images, on asyncio."""

from __future__ import annotations

import asyncio
import contextlib
import json
import mmap
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, cast

from kg import errors
from kg.errors import DataError, KgError, LimitExceeded, StoreError
from kg.workers import messages, shared
from kg.workers.limits import Limits
from kg.workers.messages import Answer

#: Freed pieces of each size that a worker keeps for itself.
_FREED = 2000


def environment() -> dict[str, str]:
    """The environment of an image and its workers.

    glibc's allocator hands freed pieces of a size out again in the order in which they were freed.
    A worker so walks through all holes in the memory that it shares with the others, and has a copy
    of every page that it writes to: some 50 MiB each at a million quads. With a longer list of its
    own for each size (``tcache_count``; glibc's manual, "Memory Allocation Tunables") it takes the
    piece that was freed last, and 7 MiB suffice. Other allocators do not read this.

    numpy's BLAS must start no threads: an image is forked.
    """
    tunables = os.environ.get("GLIBC_TUNABLES", "")
    if "tcache_count" not in tunables:
        tunables = ":".join(filter(None, (tunables, f"glibc.malloc.tcache_count={_FREED}")))
    single = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    return {**os.environ, "GLIBC_TUNABLES": tunables, **single}


class OperationFailed(KgError):
    """An operation that raised an error in its worker.

    :param kind: the name of the error's class in :mod:`kg.errors`, or ``Internal``.
    :param details: what else the error carries (``suggestions``, ``limit`` …).
    """

    def __init__(self, kind: str, message: str, cure: str, details: Mapping[str, Any]) -> None:
        super().__init__(message, cure=cure)
        self.exit_code = getattr(getattr(errors, kind, None), "exit_code", 1)
        self.kind = kind
        self.details = dict(details)


def failure(told: Mapping[str, Any]) -> KgError:
    """The error that a worker or image tells of."""
    rest = {key: value for key, value in told.items() if key not in ("error", "message", "cure")}
    message, cure = told.get("message", ""), told.get("cure", "")
    if told["error"] == "LimitExceeded":
        return LimitExceeded(rest["limit"], message, cure=cure)
    return OperationFailed(told["error"], message, cure, rest)


def _broken() -> StoreError:
    return StoreError(
        "The engine broke off on this request.",
        cure="It is nested too deeply, or takes too much memory: ask in a simpler way.",
    )


#: What came of a request.
Outcome: TypeAlias = "Answer | KgError"


class Worker(asyncio.Protocol):
    """One worker; answers one request at a time.

    :param memory: where it leaves long answers.
    """

    def __init__(self, pid: int, memory: mmap.mmap) -> None:
        self.pid = pid
        self.alive = True
        #: Whether the latest request got an answer, be it an error, from the worker itself.
        self.answered = False
        #: When its request must be answered, on the loop's clock; the pool sees to that.
        self.deadline = 0.0
        self._memory = memory
        self._transport: asyncio.Transport | None = None
        self._data = bytearray()
        self._then: Callable[[Outcome], None] | None = None
        self._killed_for = ""
        self._on_end: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See :class:`asyncio.Protocol`."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """See :class:`asyncio.Protocol`."""
        if self._data:
            self._data += data
            data = self._data  # type: ignore[assignment]
        size = len(data)
        if size < messages.ANSWER or size < messages.answer_length(data):
            if not self._data:
                self._data += data
            return
        told = messages.read_answer(bytes(data))
        if self._data:
            self._data = bytearray()
        if told.last:  # it ends itself now
            self.alive = False
        self.answered = True
        if "error" in told.head:
            self._came(failure(told.head))
            return
        head, body, headers = told.head, told.body, told.head["headers"]
        if body is None:
            body = self._memory[: told.size]
        if told.digest:
            headers = {**headers, "etag": f'"{told.digest.hex()}"'}
        self._came(Answer(head["status"], head["media_type"], body, headers))

    def connection_lost(self, error: Exception | None) -> None:
        """See :class:`asyncio.Protocol`."""
        self.alive = False
        if not self._on_end.done():
            self._on_end.set_result(None)
        self._came(self._loss())

    def _came(self, outcome: Outcome) -> None:
        then, self._then = self._then, None
        if then is not None:
            then(outcome)

    def _loss(self) -> KgError:
        if self._killed_for:
            return LimitExceeded("seconds", self._killed_for, cure="Ask for less, or for a part.")
        return _broken()

    @property
    def killed(self) -> bool:
        """True when it was ended by us."""
        return bool(self._killed_for)

    def ask(self, request: bytes, seconds: float, then: Callable[[Outcome], None]) -> None:
        """Send a request.

        :param request: see :func:`kg.workers.messages.request`.
        :param seconds: until its deadline.
        :param then: called once: with the answer, an error of the operation, or what became of the
            worker (:class:`LimitExceeded` when it ran too long, :class:`StoreError` when it died).
        """
        self.answered = False
        if not self.alive or self._transport is None:
            then(self._loss())
            return
        self._then = then
        self.deadline = asyncio.get_running_loop().time() + seconds
        self._transport.write(request)

    def overrun(self, seconds: float) -> None:
        """End the process: its request has run longer than ``seconds``."""
        self._killed_for = f"The request ran longer than {seconds:g} seconds."
        self.kill()

    def drop(self) -> None:
        """End the process: the client has gone, and what it asked for is dropped."""
        self._killed_for = "The client has gone."
        self.kill()

    def kill(self) -> None:
        """End the process now."""
        if self.alive:
            self.alive = False
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Let the process end by itself, when it has nothing to do."""
        self.alive = False
        if self._transport is not None:
            self._transport.close()

    async def ended(self) -> None:
        """Wait until the process has gone, at most a second."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(self._on_end), 1)


class Image:
    """One image; ``told`` is what it says of its data."""

    def __init__(self, connection: socket.socket, pid: int | None) -> None:
        connection.setblocking(False)
        self._connection = connection
        self._pid = pid
        self._busy = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self.told: Mapping[str, Any] = {}
        self.alive = True

    @classmethod
    async def start(cls, program: str, source: Mapping[str, Any], limits: Limits) -> Image:
        """Start an image in a process of its own and wait until its data is there.

        :param program: name of the module to run (:class:`kg.workers.image.Program`).
        :param source: what its ``prepare`` takes.
        :raises KgError: when the data cannot be opened.
        """
        ours, theirs = socket.socketpair()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kg.workers.image", str(theirs.fileno()),
            pass_fds=[theirs.fileno()], stdin=asyncio.subprocess.DEVNULL, env=environment(),
        )  # fmt: skip
        theirs.close()
        image = cls(ours, process.pid)
        image._process = process
        start = {"program": program, "source": dict(source), "limits": vars(limits)}
        try:
            await image._send(start)
            await image._ready()
        except BaseException:
            image.kill()
            await image.ended()
            raise
        return image

    async def fork(self) -> Worker:
        """A new worker.

        :raises StoreError: when the image has died.
        """
        pid, connection, descriptors = await self._child({"do": "fork"})
        worker = Worker(pid, shared.mapped(descriptors[0], write=False))
        await asyncio.get_running_loop().create_connection(lambda: worker, sock=connection)
        return worker

    async def derive(self, how: str, arguments: Mapping[str, Any], seconds: float) -> Image:
        """An image of data made from this one's.

        :raises LimitExceeded: ``lens_seconds``, when it takes too long.
        :raises KgError: when the derivation fails.
        """
        command = {"do": "derive", "how": how, "arguments": arguments}
        pid, connection, _ = await self._child(command)
        image = Image(connection, pid)
        try:
            await asyncio.wait_for(image._ready(), seconds)
        except DataError:  # it died, and said nothing
            image.kill()
            raise _broken() from None
        except TimeoutError:
            image.kill()
            raise LimitExceeded(
                "lens_seconds", f"It could not be made within {seconds:g} seconds."
            ) from None
        except BaseException:
            image.kill()
            raise
        return image

    def close(self) -> None:
        """Let the process end, and with it its workers: close it when they have nothing to do."""
        self.alive = False
        self._connection.close()

    def kill(self) -> None:
        """End the process now, and with it its workers."""
        self.alive = False
        if self._pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        self._connection.close()

    async def ended(self) -> None:
        """Wait until a process that was started by itself has gone."""
        if self._process is not None:
            await self._process.wait()

    async def _ready(self) -> None:
        reply, _ = await self._reply()
        if "failed" in reply:
            raise failure(reply["failed"])
        self.told = reply["ready"]

    async def _child(self, command: Mapping[str, Any]) -> tuple[int, socket.socket, list[int]]:
        """A new process: its id, its socket, and what came besides."""
        async with self._busy:
            await self._send(command)
            reply, descriptors = await self._reply()
        connection = socket.socket(fileno=descriptors[0])
        connection.setblocking(False)
        for descriptor in descriptors:
            os.set_inheritable(descriptor, False)
        return reply["pid"], connection, descriptors[1:]

    async def _send(self, command: Mapping[str, Any]) -> None:
        data = json.dumps(command).encode() + b"\n"
        try:
            await asyncio.get_running_loop().sock_sendall(self._connection, data)
        except OSError as error:
            raise self._gone() from error

    async def _reply(self) -> tuple[dict[str, Any], list[int]]:
        data, descriptors = bytearray(), []
        while not data.endswith(b"\n"):
            await _readable(self._connection)
            try:
                part, received, _, _ = socket.recv_fds(self._connection, 65536, 2)
            except BlockingIOError:
                continue
            except OSError as error:
                raise self._gone() from error
            descriptors += received
            if not part:
                raise self._gone()
            data += part
        return json.loads(data), descriptors

    def _gone(self) -> KgError:
        self.alive = False
        return DataError("The process that held the data has ended.", cure="Look at its messages.")


async def _readable(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()

    def wake() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(connection.fileno(), wake)
    try:
        await ready
    finally:
        loop.remove_reader(connection.fileno())
