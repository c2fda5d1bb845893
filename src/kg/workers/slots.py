"""Who may run now: a bounded queue before a bounded number of places, fair between clients."""

from __future__ import annotations

import asyncio
from collections import Counter, deque

from kg.errors import LimitExceeded
from kg.workers.limits import Limits


class Slots:
    """Places for requests that run, and a queue for those that wait.

    A client holds at most :attr:`Limits.client_workers` places, so that whatever one client asks,
    another one finds a place.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._free = limits.workers
        self._running: Counter[str] = Counter()
        self._waiting: deque[tuple[str, asyncio.Future[None]]] = deque()
        self._waits: Counter[str] = Counter()

    @property
    def running(self) -> int:
        """Requests that run."""
        return self._limits.workers - self._free

    @property
    def waiting(self) -> int:
        """Requests that wait."""
        return len(self._waiting)

    async def take(self, client: str) -> None:
        """Take a place, when there is one.

        :raises LimitExceeded: ``client_queue``, ``queue`` or ``wait``.
        """
        if self._free and not self._waiting and self._may(client):
            self._start(client)
            return
        limits = self._limits
        if self._waits[client] >= limits.client_queue:
            raise LimitExceeded(
                "client_queue", f"You have {limits.client_queue} requests waiting already."
            )
        if len(self._waiting) >= limits.queue:
            raise LimitExceeded("queue", f"{limits.queue} requests are waiting already.")
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        entry = (client, turn)
        self._waiting.append(entry)
        self._waits[client] += 1
        self._dispatch()
        try:
            # Not wait_for, which can swallow a cancellation when the turn comes just then.
            async with asyncio.timeout(limits.wait):
                await turn
        except (TimeoutError, asyncio.CancelledError) as error:
            if turn.done() and not turn.cancelled():  # it had just got its turn
                self.give_back(client)
            if isinstance(error, asyncio.CancelledError):
                raise
            raise LimitExceeded(
                "wait", f"No worker was free within {limits.wait:g} seconds."
            ) from None
        finally:
            self._waits[client] -= 1
            if not self._waits[client]:
                del self._waits[client]
            if entry in self._waiting:
                self._waiting.remove(entry)

    def give_back(self, client: str) -> None:
        """Give a place back."""
        self._free += 1
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        if self._waiting:
            self._dispatch()

    def _may(self, client: str) -> bool:
        return self._running[client] < self._limits.client_workers

    def _start(self, client: str) -> None:
        self._free -= 1
        self._running[client] += 1

    def _dispatch(self) -> None:
        for entry in list(self._waiting):
            if not self._free:
                return
            client, turn = entry
            if turn.done():
                self._waiting.remove(entry)
            elif self._may(client):
                self._waiting.remove(entry)
                self._start(client)
                turn.set_result(None)
