"""An image and its workers, and the versions of the data that they answer from."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from kg.workers.process import Image, Worker


class Counts:
    """What has happened so far; the server shows it as metrics."""

    def __init__(self) -> None:
        self.forked = 0
        self.killed = 0  # at their deadline, or because the client had gone
        self.lost = 0  # broke off
        self.swaps = 0
        self.refused_builds = 0


class Team:
    """An image and its workers."""

    def __init__(self, image: Image) -> None:
        self.image = image
        self.idle: list[Worker] = []
        self.running = 0
        self.retired = False
        self._empty = asyncio.Event()

    def ready(self) -> Worker | None:
        """A worker that has nothing to do, taken out; None when there is none."""
        while self.idle:
            worker = self.idle.pop()
            if worker.alive:
                return worker
        return None

    async def fork(self, counts: Counts) -> Worker:
        """A new worker.

        :raises KgError: when the image has ended.
        """
        counts.forked += 1
        return await self.image.fork()

    def back(self, worker: Worker) -> None:
        """Take a worker back that has answered; one that ends itself is let go."""
        if worker.alive:
            self.idle.append(worker)
        else:
            worker.close()

    def leave(self) -> None:
        """A request that ran here has ended."""
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


class Version:
    """One version of the data: its team, and those of lenses over it."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.lenses: OrderedDict[str, asyncio.Task[Team]] = OrderedDict()
