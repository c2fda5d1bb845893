"""One request on its way: to a place, to a worker, and back.

A job is carried by callbacks. A task for each request, and a future for each step of it, cost as
much as the rest of its way through the server.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from kg.errors import KgError
from kg.workers import messages
from kg.workers.limits import Limits
from kg.workers.process import Outcome, Worker
from kg.workers.slots import Slots
from kg.workers.team import Counts, Team


class Host(Protocol):
    """What a job needs of its pool."""

    limits: Limits
    counts: Counts
    slots: Slots
    #: Workers that have a request, for who looks at deadlines.
    busy: set[Worker]

    def now(self, lens: str | None) -> Team | None:
        """The team that answers now; None when it must be made first."""
        ...

    async def team(self, lens: str | None) -> Team:
        """The team that answers, made where there is none yet."""
        ...

    def revive(self, team: Team) -> None:
        """Told when a team's image has died."""
        ...

    def later(self, work: Awaitable[None]) -> None:
        """Have something done beside."""
        ...


class Job:
    """One request.

    :param head: see :func:`kg.workers.messages.head`.
    :param then: called once with what came of it; not when it was dropped.
    """

    __slots__ = ("_body", "_client", "_dropped", "_ended", "_gone", "_head", "_host", "_lens",
                 "_team", "_then", "_turn", "_worker")  # fmt: skip

    def __init__(
        self,
        host: Host,
        head: bytes,
        body: bytes,
        lens: str | None,
        client: str,
        then: Callable[[Outcome], None],
    ) -> None:
        self._host = host
        self._head = head
        self._body = body
        self._lens = lens
        self._client = client
        self._then = then
        self._turn: asyncio.Future[None] | None = None
        self._team: Team | None = None
        self._worker: Worker | None = None
        self._dropped = False
        self._ended = False
        self._gone: asyncio.Future[None] | None = None

    def start(self) -> None:
        """Run when there is a place for it.

        :raises LimitExceeded: when too many wait.
        """
        self._turn = turn = self._host.slots.claim(self._client)
        if turn is None:
            self._run()
        else:
            turn.add_done_callback(self._come)

    def drop(self) -> None:
        """The client has gone: nobody waits for the answer."""
        if self._dropped or self._ended:
            return
        self._dropped = True
        turn = self._turn
        if turn is not None and self._host.slots.leave(self._client, turn):
            self._end()
        elif self._worker is not None:
            self._worker.drop()

    async def gone(self) -> None:
        """Wait until its place and its worker are free."""
        if not self._ended:
            self._gone = asyncio.get_running_loop().create_future()
            await self._gone

    def _come(self, turn: asyncio.Future[None]) -> None:
        """Its turn has come, or its patience has ended."""
        self._turn = None
        if turn.cancelled() or self._ended:
            return
        error = turn.exception()
        if error is not None:
            assert isinstance(error, KgError)
            self._end(error)
        else:
            self._run()

    def _run(self) -> None:
        try:
            team = self._host.now(self._lens)
        except KgError as error:
            self._leave(error)
            return
        worker = None
        if team is not None:
            team.running += 1
            self._team = team
            worker = team.ready()
        if worker is None:
            self._host.later(self._prepare())
        else:
            self._ask(worker)

    async def _prepare(self) -> None:
        """Have a team and a worker made, then run."""
        host = self._host
        try:
            if self._team is None:
                team = await host.team(self._lens)
                team.running += 1
                self._team = team
            worker = self._team.ready()
            if worker is None:
                try:
                    worker = await self._team.fork(host.counts)
                except KgError:
                    host.revive(self._team)
                    raise
        except KgError as error:
            self._leave(error)
        except asyncio.CancelledError:  # the pool stops
            self._leave(None)
            raise
        else:
            self._ask(worker)

    def _ask(self, worker: Worker) -> None:
        if self._dropped:  # while its worker was made
            assert self._team is not None
            worker.answered = True
            self._team.back(worker)
            self._leave(None)
            return
        self._worker = worker
        host = self._host
        host.busy.add(worker)
        worker.ask(messages.request(self._head, self._body), host.limits.seconds, self._answered)

    def _answered(self, outcome: Outcome) -> None:
        worker, team = self._worker, self._team
        assert worker is not None
        assert team is not None
        self._host.busy.discard(worker)
        if worker.answered:
            team.back(worker)
            self._leave(outcome)
        else:
            self._host.later(self._let_go(worker, outcome))

    async def _let_go(self, worker: Worker, outcome: Outcome) -> None:
        """Its worker has died of it: its place is free when the process and its memory are."""
        counts = self._host.counts
        if worker.killed:
            counts.killed += 1
        else:
            counts.lost += 1
            worker.kill()
        try:
            await worker.ended()
        finally:
            self._leave(outcome)

    def _leave(self, outcome: Outcome | None) -> None:
        """Give the place back, and tell what came."""
        if self._team is not None:
            self._team.leave()
        self._host.slots.give_back(self._client)
        self._end(outcome)

    def _end(self, outcome: Outcome | None = None) -> None:
        self._ended = True
        self._worker = None
        if self._gone is not None and not self._gone.done():
            self._gone.set_result(None)
        if outcome is not None and not self._dropped:
            self._then(outcome)
