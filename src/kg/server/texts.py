"""The texts of changed data are made ready for searching after an update, not during it.

Making the index takes longer than the update. So an update is answered when its data is on the
disk, and the index is made when no other update has come for a while, or as soon as somebody
searches; who searches waits for it. Searches never see the texts of another version.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from kg.workers import Pool

#: Seconds without an update after which the index is made; more where making it takes longer.
QUIET = 0.5


class Texts:
    """Makes the index of a server's changed data.

    :param pool: whose data is changed.
    :param report: told of what goes wrong inside.
    """

    def __init__(self, pool: Pool, report: Callable[[BaseException], None]) -> None:
        self._pool = pool
        self._report = report
        self._took = 0.0
        self._updates = 0
        self._task: asyncio.Task[None] | None = None
        self._wanted = asyncio.Event()
        self._made = asyncio.Event()

    def changed(self) -> None:
        """There was an update."""
        self._updates += 1
        self._made.clear()
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._make())

    async def wait(self, seconds: float) -> bool:
        """Have the index made now; whether it is there in time."""
        if self._task is None or self._task.done():  # it could not be made before
            self.changed()
        self._wanted.set()
        try:
            await asyncio.wait_for(self._made.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def stop(self) -> None:
        """Make no index any more."""
        if self._task is not None:
            self._task.cancel()

    async def _make(self) -> None:
        made = -1
        while made != self._updates:
            before = self._updates
            asked = await self._asked_for(max(QUIET, self._took))
            if not asked and before != self._updates:
                continue  # updates are still coming
            made = self._updates
            start = time.monotonic()
            try:
                await self._pool.change("ready", {"told": dict(self._pool.told)})
            except Exception as error:  # noqa: BLE001 - the next update or search tries again
                self._report(error)
                return
            self._took = time.monotonic() - start
            self._wanted.clear()
            self._made.set()

    async def _asked_for(self, seconds: float) -> bool:
        """Wait, at most so long, for somebody who searches."""
        try:
            await asyncio.wait_for(self._wanted.wait(), seconds)
        except TimeoutError:
            return False
        return True
