"""The pool: versions of the data, their images and workers, and who may run when.

A request names an operation; it runs in a worker of the newest version, or of a lens over it. A new
version takes the place of the old one in a single step: requests that run end on the old version.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from kg.errors import KgError, LimitExceeded, StoreError
from kg.workers import messages
from kg.workers.limits import Limits
from kg.workers.messages import Answer
from kg.workers.process import Image, OperationFailed, Worker
from kg.workers.slots import Slots

#: Seconds between two looks at deadlines.
_TICK = 0.02


class Counts:
    """What has happened so far; the server shows it as metrics."""

    def __init__(self) -> None:
        self.forked = 0
        self.killed = 0  # at their deadline, or because the client had gone
        self.lost = 0  # broke off
        self.swaps = 0
        self.refused_builds = 0


class _Team:
    """An image and its workers."""

    def __init__(self, image: Image) -> None:
        self.image = image
        self.idle: list[Worker] = []
        self.running = 0
        self.retired = False
        self._empty = asyncio.Event()

    async def worker(self, counts: Counts) -> Worker:
        while self.idle:
            worker = self.idle.pop()
            if worker.alive:
                return worker
        counts.forked += 1
        return await self.image.fork()

    def back(self, worker: Worker) -> None:
        """Take a worker back that has answered; one that ends itself is let go."""
        if worker.alive:
            self.idle.append(worker)
        else:
            worker.close()

    def leave(self) -> None:
        self.running -= 1
        if self.retired and not self.running:
            self._empty.set()

    async def retire(self) -> None:
        """Close image and workers when the requests that run have ended."""
        self.retired = True
        if self.running:
            await self._empty.wait()
        for worker in self.idle:
            worker.close()
        self.image.close()
        await self.image.ended()


class _Version:
    """One version of the data: its team, and those of lenses over it."""

    def __init__(self, team: _Team) -> None:
        self.team = team
        self.lenses: OrderedDict[str, asyncio.Task[_Team]] = OrderedDict()


class Pool:
    """Worker processes over one dataset.

    :param program: name of the module that the processes run (:class:`kg.workers.image.Program`).
    :param source: what its ``prepare`` takes.
    """

    def __init__(
        self, program: str, source: Mapping[str, Any], limits: Limits | None = None
    ) -> None:
        self.limits = limits or Limits()
        self.counts = Counts()
        self._program = program
        self._source = dict(source)
        self.slots = Slots(self.limits)
        self._version: _Version | None = None
        self._changing = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._busy: set[Worker] = set()
        self._timekeeper: asyncio.Task[None] | None = None

    @property
    def told(self) -> Mapping[str, Any]:
        """What the image says of the data that is answered from now (``version`` …)."""
        return self._current.team.image.told

    @property
    def version(self) -> str:
        """The version of that data; empty before the start and after the end."""
        return "" if self._version is None else str(self.told.get("version", ""))

    @property
    def _current(self) -> _Version:
        if self._version is None:
            raise StoreError("The pool has not been started.")
        return self._version

    async def start(self) -> None:
        """Open the data and fork the first workers.

        :raises KgError: when the data cannot be opened.
        """
        self._version = await self._opened()
        self._timekeeper = asyncio.ensure_future(self._keep_time())

    async def _keep_time(self) -> None:
        """End what overruns, and turn away who waits too long.

        One task for all: a timer for each request cost more than its way to a worker.
        """
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_TICK)
            now = loop.time()
            self.slots.expire(now)
            for worker in [worker for worker in self._busy if worker.deadline < now]:
                worker.overrun(self.limits.seconds)

    async def stop(self) -> None:
        """End all processes; requests that run are waited for as long as they may take."""
        try:
            await self._stopped()
        finally:
            if self._timekeeper is not None:
                self._timekeeper.cancel()
                await asyncio.gather(self._timekeeper, return_exceptions=True)

    async def _stopped(self) -> None:
        if self._version is not None:
            version, self._version = self._version, None
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._retired(version), self.limits.seconds)
            version.team.image.kill()
            await version.team.image.ended()
        if self._tasks:  # versions that are being retired or opened
            await asyncio.wait(self._tasks, timeout=self.limits.seconds)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def reload(self) -> None:
        """Open the data anew, and answer from it when it is there; the old one stays until then.

        :raises KgError: when the data cannot be opened; the old version stays.
        """
        async with self._changing:
            try:
                fresh = await self._opened()
            except KgError:
                self.counts.refused_builds += 1
                raise
            self._swap(fresh)

    async def change(self, how: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """Make a new version from the present one (an update), one at a time.

        :returns: what the new image says of its data.
        :raises KgError: when that fails; the old version stays.
        """
        async with self._changing:
            image = await self._current.team.image.derive(how, arguments, self.limits.lens_seconds)
            self._swap(await self._staffed(image))
            return image.told

    async def call(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        body: bytes = b"",
        *,
        lens: str | None = None,
        client: str = "",
        gzip: bool = False,
    ) -> Answer:
        """Run an operation in a worker.

        :param lens: its short form, such as ``according-to:mek``.
        :param client: who asks; see :class:`kg.workers.slots.Slots`.
        :param gzip: compress the answer where that is worth it.
        :raises LimitExceeded: when a limit is reached.
        :raises OperationFailed: for an error of the operation.
        :raises StoreError: when the worker died of the request.
        """
        await self.slots.take(client)
        try:
            return await self._run(operation, arguments, body, lens, gzip)
        finally:
            self.slots.give_back(client)

    async def _run(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        body: bytes,
        lens: str | None,
        gzip: bool,
    ) -> Answer:
        team = self._current.team if lens is None else await self._under(lens)
        while team.retired:  # meanwhile, for another version or other lenses
            team = self._current.team if lens is None else await self._under(lens)
        team.running += 1
        try:
            try:
                worker = await team.worker(self.counts)
            except KgError:
                self._revive(team)
                raise
            self._busy.add(worker)
            head = {"operation": operation, "arguments": arguments, "gzip": gzip}
            try:
                answer = await worker.answer(messages.frame(head, body), self.limits)
            except (LimitExceeded, StoreError, asyncio.CancelledError):
                await self._let_go(worker, team)
                raise
            except OperationFailed:
                team.back(worker)
                raise
            finally:
                self._busy.discard(worker)
            team.back(worker)
            return answer
        finally:
            team.leave()

    async def _let_go(self, worker: Worker, team: _Team) -> None:
        """After a failed request: a worker that lives and told of a limit itself is kept."""
        if worker.answered:
            team.back(worker)
            return
        killed = worker.killed
        worker.kill()
        if killed:
            self.counts.killed += 1
        else:
            self.counts.lost += 1
        await worker.ended()  # its place is free when its memory is

    async def _under(self, lens: str) -> _Team:
        """The team of a lens; made at its first use, once for all that wait for it."""
        version = self._current
        task = version.lenses.get(lens)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = version.lenses[lens] = asyncio.ensure_future(self._make_lens(version, lens))
        version.lenses.move_to_end(lens)
        while len(version.lenses) > self.limits.lenses:
            _, oldest = version.lenses.popitem(last=False)
            self._later(self._retired_lens(oldest))
        return await asyncio.shield(task)

    async def _make_lens(self, version: _Version, lens: str) -> _Team:
        image = await version.team.image.derive("lens", {"lens": lens}, self.limits.lens_seconds)
        return _Team(image)

    async def _retired_lens(self, task: asyncio.Task[_Team]) -> None:
        with contextlib.suppress(KgError):
            team = await task
            await team.retire()

    async def _opened(self) -> _Version:
        return await self._staffed(await Image.start(self._program, self._source, self.limits))

    async def _staffed(self, image: Image) -> _Version:
        team = _Team(image)
        for _ in range(self.limits.workers):
            self.counts.forked += 1
            team.idle.append(await image.fork())
        return _Version(team)

    def _swap(self, fresh: _Version) -> None:
        old, self._version = self._version, fresh
        self.counts.swaps += 1
        if old is not None:
            self._later(self._retired(old))

    async def _retired(self, version: _Version) -> None:
        for task in version.lenses.values():
            await self._retired_lens(task)
        await version.team.retire()

    def _revive(self, team: _Team) -> None:
        """An image has died: open the data anew, unless that is being done."""
        if self._version is None or self._version.team is not team or self._changing.locked():
            return

        async def again() -> None:
            with contextlib.suppress(KgError):
                await self.reload()

        self._later(again())

    def _later(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
