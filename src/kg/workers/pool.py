"""The pool: versions of the data, their images and workers, and who may run when.

A request names an operation; it runs in a worker of the newest version, or of a lens over it. A new
version takes the place of the old one in a single step: requests that run end on the old version.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from kg.errors import KgError, StoreError
from kg.workers import messages
from kg.workers.job import Job
from kg.workers.limits import Limits
from kg.workers.messages import Answer
from kg.workers.process import Image, Outcome, Worker
from kg.workers.slots import Slots
from kg.workers.team import Counts, Team, Version

#: Seconds between two looks at deadlines.
_TICK = 0.02


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
        self._version: Version | None = None
        self._changing = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self.busy: set[Worker] = set()
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
    def _current(self) -> Version:
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
            for worker in [worker for worker in self.busy if worker.deadline < now]:
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

    def begin(
        self,
        head: bytes,
        body: bytes,
        then: Callable[[Outcome], None],
        *,
        lens: str | None = None,
        client: str = "",
    ) -> Job:
        """Have an operation run in a worker.

        :param head: what to run (:func:`kg.workers.messages.head`).
        :param then: called once with what came of it, unless the job is dropped: an answer, an
            error of the operation (:class:`OperationFailed`), a limit that was reached, or
            :class:`StoreError` when the worker died of the request.
        :param lens: its short form, such as ``according-to:mek``.
        :param client: who asks; see :class:`kg.workers.slots.Slots`.
        :raises LimitExceeded: when too many wait already.
        """
        job = Job(self, head, body, lens, client, then)
        job.start()
        return job

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
        """Run an operation in a worker and wait for its answer; see :meth:`begin`.

        :param gzip: compress the answer where that is worth it.
        :raises LimitExceeded: when a limit is reached.
        :raises OperationFailed: for an error of the operation.
        :raises StoreError: when the worker died of the request.
        """
        came: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

        def then(outcome: Outcome) -> None:
            if not came.done():
                came.set_result(outcome)

        head = messages.head(operation, arguments, gzip=gzip)
        job = self.begin(head, body, then, lens=lens, client=client)
        try:
            outcome = await came
        except asyncio.CancelledError:
            job.drop()
            await job.gone()
            raise
        if isinstance(outcome, KgError):
            raise outcome
        return outcome

    def now(self, lens: str | None) -> Team | None:
        """The team that answers now; None for a lens, which may have to be made first."""
        return self._current.team if lens is None else None

    async def team(self, lens: str | None) -> Team:
        """The team that answers.

        :raises KgError: when the lens cannot be made.
        """
        team = self._current.team if lens is None else await self._under(lens)
        while team.retired:  # meanwhile, for another version or other lenses
            team = self._current.team if lens is None else await self._under(lens)
        return team

    async def _under(self, lens: str) -> Team:
        """The team of a lens; made at its first use, once for all that wait for it."""
        version = self._current
        task = version.lenses.get(lens)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = version.lenses[lens] = asyncio.ensure_future(self._make_lens(version, lens))
        version.lenses.move_to_end(lens)
        while len(version.lenses) > self.limits.lenses:
            _, oldest = version.lenses.popitem(last=False)
            self.later(self._retired_lens(oldest))
        return await asyncio.shield(task)

    async def _make_lens(self, version: Version, lens: str) -> Team:
        image = await version.team.image.derive("lens", {"lens": lens}, self.limits.lens_seconds)
        return Team(image)

    async def _retired_lens(self, task: asyncio.Task[Team]) -> None:
        with contextlib.suppress(KgError):
            team = await task
            await team.retire()

    async def _opened(self) -> Version:
        return await self._staffed(await Image.start(self._program, self._source, self.limits))

    async def _staffed(self, image: Image) -> Version:
        team = Team(image)
        for _ in range(self.limits.workers):
            self.counts.forked += 1
            team.idle.append(await image.fork())
        return Version(team)

    def _swap(self, fresh: Version) -> None:
        old, self._version = self._version, fresh
        self.counts.swaps += 1
        if old is not None:
            self.later(self._retired(old))

    async def _retired(self, version: Version) -> None:
        for task in version.lenses.values():
            await self._retired_lens(task)
        await version.team.retire()

    def revive(self, team: Team) -> None:
        """A team's image has died: open the data anew, unless that is being done."""
        if self._version is None or self._version.team is not team or self._changing.locked():
            return

        async def again() -> None:
            with contextlib.suppress(KgError):
                await self.reload()

        self.later(again())

    def later(self, work: Awaitable[None]) -> None:
        """Have something done beside; the pool waits for it when it stops."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
