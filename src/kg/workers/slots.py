"""Who may run now: a bounded queue before a bounded number of places, fair between clients."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque

from kg.errors import LimitExceeded
from kg.workers.limits import Limits


class Slots:
    """Places for requests that run, and a queue for those that wait.

    A client holds at most :attr:`Limits.client_workers` places, so that whatever one client asks,
    another one finds a place. Clients that wait take turns; of one client, who came first is first.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._share = limits.client_workers
        self._free = limits.workers
        self._running: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        #: Those who wait in the order in which they came, and when their patience ends.
        self._patience: deque[tuple[float, str, asyncio.Future[None]]] = deque()
        self._count = 0

    @property
    def running(self) -> int:
        """Requests that run."""
        return self._limits.workers - self._free

    @property
    def waiting(self) -> int:
        """Requests that wait."""
        return self._count

    def claim(self, client: str) -> asyncio.Future[None] | None:
        """Take a place; None when there is one, else a future that ends when it is this one's turn.

        Who gives up waiting says so (:meth:`leave`).

        :raises LimitExceeded: ``client_queue`` or ``queue``; the future may raise it as ``wait``.
        """
        if self._free and client not in self._waiting and self._running[client] < self._share:
            self._start(client)
            return None
        limits = self._limits
        queue = self._waiting.get(client)
        if queue is not None and len(queue) >= limits.client_queue:
            raise LimitExceeded(
                "client_queue", f"You have {limits.client_queue} requests waiting already."
            )
        if self._count >= limits.queue:
            raise LimitExceeded("queue", f"{limits.queue} requests are waiting already.")
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        if queue is None:
            queue = self._waiting[client] = deque()
        queue.append(turn)
        self._count += 1
        self._patience.append((loop.time() + limits.wait, client, turn))
        return turn

    def leave(self, client: str, turn: asyncio.Future[None]) -> bool:
        """Wait no longer; False when the turn has come, and the place must be given back."""
        if turn.done():
            return False
        turn.cancel()
        self._remove(client, turn)
        return True

    def give_back(self, client: str) -> None:
        """Give a place back."""
        self._free += 1
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        if self._count:
            self._dispatch()

    def expire(self, now: float) -> None:
        """Turn away those who have waited too long.

        :param now: on the loop's clock.
        """
        while self._patience and (self._patience[0][2].done() or self._patience[0][0] <= now):
            _, client, turn = self._patience.popleft()
            if not turn.done():
                self._remove(client, turn)
                seconds = self._limits.wait
                turn.set_exception(
                    LimitExceeded("wait", f"No worker was free within {seconds:g} seconds.")
                )

    def _start(self, client: str) -> None:
        self._free -= 1
        self._running[client] += 1

    def _remove(self, client: str, turn: asyncio.Future[None]) -> None:
        queue = self._waiting[client]
        queue.remove(turn)
        self._count -= 1
        if not queue:
            del self._waiting[client]

    def _dispatch(self) -> None:
        while self._free:
            share = self._share
            client = next((name for name in self._waiting if self._running[name] < share), None)
            if client is None:
                return
            queue = self._waiting[client]
            turn = queue.popleft()
            self._count -= 1
            if queue:
                self._waiting.move_to_end(client)
            else:
                del self._waiting[client]
            self._start(client)
            turn.set_result(None)
