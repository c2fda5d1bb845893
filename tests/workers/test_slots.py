"""Who may run, who waits, who is turned away."""

from __future__ import annotations

import asyncio

import pytest

from kg.errors import LimitExceeded
from kg.workers import Limits
from kg.workers.slots import Slots

from .. import asynchronous

LIMITS = Limits(workers=3, queue=4, client_queue=2, wait=0.1)


async def take(slots: Slots, client: str) -> None:
    """Wait for a place; who is cancelled waits no longer."""
    turn = slots.claim(client)
    if turn is None:
        return
    try:
        await asyncio.shield(turn)
    except asyncio.CancelledError:
        if not slots.leave(client, turn):
            slots.give_back(client)
        raise


def test_a_client_leaves_a_place_to_others() -> None:
    async def body() -> None:
        slots = Slots(LIMITS)
        await take(slots, "greedy")
        await take(slots, "greedy")
        third = asyncio.ensure_future(take(slots, "greedy"))
        await asyncio.sleep(0)
        assert not third.done()
        await take(slots, "other")
        assert slots.running == 3
        slots.give_back("greedy")
        await third
        assert slots.running == 3

    asynchronous.run(body())


def test_those_who_wait_come_in_turn() -> None:
    async def body() -> list[str]:
        slots = Slots(Limits(workers=1, wait=5))
        await take(slots, "a")
        order: list[str] = []

        async def wait(name: str) -> None:
            await take(slots, name)
            order.append(name)
            slots.give_back(name)

        tasks = [asyncio.ensure_future(wait(name)) for name in "bcd"]
        await asyncio.sleep(0)
        slots.give_back("a")
        await asyncio.gather(*tasks)
        assert slots.running == slots.waiting == 0
        return order

    assert asynchronous.run(body()) == ["b", "c", "d"]


async def crowd(slots: Slots, clients: str) -> list[str]:
    """The limit that each of some clients meets; empty for those who still wait."""
    tasks = [asyncio.ensure_future(take(slots, client)) for client in clients]
    await asyncio.sleep(0.01)
    found = [
        task.exception().limit
        if task.done() and isinstance(task.exception(), LimitExceeded)
        else ""  # type: ignore[union-attr]
        for task in tasks
    ]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return found


def test_the_queue_is_bounded() -> None:
    async def body() -> None:
        slots = Slots(LIMITS)
        for client in "xyz":
            await take(slots, client)
        assert await crowd(slots, "aabbc") == ["", "", "", "", "queue"]
        assert slots.waiting == 0
        assert await crowd(slots, "aaab") == ["", "", "client_queue", ""]

    asynchronous.run(body())


def test_waiting_ends() -> None:
    async def body() -> None:
        slots = Slots(Limits(workers=1, wait=0.05))
        await take(slots, "a")
        late = asyncio.ensure_future(take(slots, "b"))
        await asyncio.sleep(0)
        slots.expire(asyncio.get_running_loop().time())
        assert slots.waiting == 1
        slots.expire(asyncio.get_running_loop().time() + 1)
        with pytest.raises(LimitExceeded) as caught:
            await late
        assert slots.waiting == 0
        assert caught.value.limit == "wait"
        slots.give_back("a")
        await take(slots, "b")

    asynchronous.run(body())


def test_clients_take_turns() -> None:
    async def body() -> list[str]:
        slots = Slots(Limits(workers=1, wait=5))
        await take(slots, "first")
        order: list[str] = []

        async def wait(name: str) -> None:
            await take(slots, name[0])
            order.append(name)
            slots.give_back(name[0])

        tasks = [asyncio.ensure_future(wait(name)) for name in ("a1", "a2", "a3", "b1", "b2")]
        await asyncio.sleep(0)
        slots.give_back("first")
        await asyncio.gather(*tasks)
        return order

    assert asynchronous.run(body()) == ["a1", "b1", "a2", "b2", "a3"]


def test_one_who_leaves_while_waiting_takes_no_place() -> None:
    async def body() -> None:
        slots = Slots(Limits(workers=1, wait=5))
        await take(slots, "a")
        gone = asyncio.ensure_future(take(slots, "b"))
        await asyncio.sleep(0)
        gone.cancel()
        slots.give_back("a")
        await asyncio.gather(gone, return_exceptions=True)
        await asyncio.wait_for(take(slots, "c"), 1)
        assert slots.running == 1

    asynchronous.run(body())
