"""The pool with real processes: deadlines, memory, crashes, lenses, new versions."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from kg.errors import KgError, LimitExceeded, StoreError
from kg.workers import Limits, OperationFailed, Pool, process, shared

from .. import asynchronous

MIB = 1024 * 1024
LIMITS = Limits(
    seconds=1, workers=2, memory=128 * MIB, answer=100_000, wait=20, lenses=2, lens_seconds=5
)
Body = Callable[[Pool], Awaitable[Any]]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    path = tmp_path / "data.txt"
    path.write_text("one", encoding="utf-8")
    return path


def run(data: Path, body: Body, limits: Limits = LIMITS) -> Any:
    async def whole() -> Any:
        pool = Pool("pool_program", {"path": str(data)}, limits)
        await pool.start()
        try:
            return await body(pool)
        finally:
            await pool.stop()

    return asynchronous.run(asyncio.wait_for(whole(), 60))


async def text(pool: Pool, operation: str = "echo", **arguments: Any) -> str:
    arguments = arguments or {"say": "hello"}
    return (await pool.call(operation, arguments, b"body")).body.decode()


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_an_operation_runs_in_another_process(data: Path) -> None:
    async def body(pool: Pool) -> None:
        assert await text(pool) == "one:hello:body"
        assert int(await text(pool, "who", x=1)) != os.getpid()

    run(data, body)


def test_requests_run_side_by_side(data: Path) -> None:
    async def body(pool: Pool) -> set[str]:
        calls = [pool.call("who", {}, client=str(number)) for number in range(2)]
        slow = [pool.call("spin", {"seconds": 0.2}, client=str(number)) for number in range(2)]
        answers = await asyncio.gather(*calls)
        await asyncio.gather(*slow)
        return {answer.body.decode() for answer in answers}

    assert len(run(data, body)) == 2


def test_an_overrun_is_killed_and_replaced(data: Path) -> None:
    async def body(pool: Pool) -> None:
        before = int(await text(pool, "who", x=1))
        for _ in range(3):
            with pytest.raises(LimitExceeded) as caught:
                await pool.call("spin", {"seconds": 60})
            assert caught.value.limit == "seconds"
        assert await text(pool) == "one:hello:body"
        assert pool.counts.killed == 3
        assert pool.slots.running == 0
        del before

    run(data, body)


def test_a_killed_worker_is_gone(data: Path) -> None:
    async def body(pool: Pool) -> None:
        pids = {int((await pool.call("who", {})).body) for _ in range(4)}
        with pytest.raises(LimitExceeded):
            await pool.call("spin", {"seconds": 60})
        until = time.monotonic() + 2
        while sum(alive(pid) for pid in pids) == len(pids) and time.monotonic() < until:
            await asyncio.sleep(0.01)
        assert sum(alive(pid) for pid in pids) == len(pids) - 1

    run(data, body, Limits(**{**vars(LIMITS), "workers": 1}))


def test_memory_is_bounded(data: Path) -> None:
    async def body(pool: Pool) -> None:
        with pytest.raises((LimitExceeded, StoreError)):
            await pool.call("grow", {"bytes": 1024 * MIB})
        assert await text(pool) == "one:hello:body"

    run(data, body)


def test_a_worker_that_has_grown_is_replaced(data: Path) -> None:
    async def body(pool: Pool) -> tuple[str, str]:
        first = (await pool.call("who", {})).body.decode()
        await pool.call("grow", {"bytes": 90 * MIB})
        return first, (await pool.call("who", {})).body.decode()

    first, second = run(data, body, Limits(**{**vars(LIMITS), "workers": 1, "seconds": 20}))
    assert first != second


def test_a_crash_is_told_and_the_worker_replaced(data: Path) -> None:
    async def body(pool: Pool) -> None:
        for _ in range(5):
            with pytest.raises(StoreError):
                await pool.call("crash", {})
        assert await text(pool) == "one:hello:body"
        assert pool.counts.lost == 5

    run(data, body)


@pytest.mark.parametrize(
    ("kind", "error", "name"),
    [
        ("entity", OperationFailed, "UnknownEntity"),
        ("limit", LimitExceeded, "nesting"),
        ("recursion", LimitExceeded, "nesting"),
        ("other", OperationFailed, "Internal"),
    ],
)
def test_errors_come_back(data: Path, kind: str, error: type[KgError], name: str) -> None:
    async def body(pool: Pool) -> KgError:
        first = int((await pool.call("who", {})).body)
        with pytest.raises(error) as caught:
            await pool.call("fail", {"kind": kind})
        pids = {int((await pool.call("who", {})).body) for _ in range(4)}
        assert first in pids  # an error is no reason to end a worker
        return caught.value

    found = run(data, body)
    if isinstance(found, OperationFailed):
        assert found.kind == name
        assert "inside" not in str(found)
        if kind == "entity":
            assert found.details["suggestions"] == ["mek"]
    else:
        assert isinstance(found, LimitExceeded)
        assert found.limit == name


def test_an_answer_is_bounded(data: Path) -> None:
    async def body(pool: Pool) -> None:
        assert len((await pool.call("large", {"bytes": 100_000})).body) == 100_000
        with pytest.raises(LimitExceeded) as caught:
            await pool.call("large", {"bytes": 100_001})
        assert caught.value.limit == "answer"

    run(data, body)


def test_long_answers_stay_what_they_were(data: Path) -> None:
    """They come through memory that the worker writes to again for the next one."""

    async def body(pool: Pool) -> None:
        answers = [await pool.call("echo", {"say": say}, say.encode() * 40_000) for say in "ab"]
        for answer, say in zip(answers, "ab", strict=True):
            assert answer.body == f"one:{say}:".encode() + say.encode() * 40_000
        assert answers[0].headers["etag"] != answers[1].headers["etag"]

    run(data, body, Limits(**{**vars(LIMITS), "workers": 1}))


def test_shared_memory_cannot_be_made_smaller() -> None:
    descriptor = shared.created(100_000)
    copy = os.dup(descriptor)
    memory = shared.mapped(descriptor, write=False)
    if sys.platform == "linux":
        with pytest.raises(OSError, match="not permitted"):
            os.ftruncate(copy, 10)
    os.write(copy, b"text")
    assert memory[:4] == b"text"
    os.close(copy)


def test_large_requests_and_gzip(data: Path) -> None:
    import gzip

    async def body(pool: Pool) -> None:
        sent = b"a" * 300_000
        answer = await pool.call("echo", {"say": "x"}, sent, gzip=True)
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(answer.body) == b"one:x:" + sent

    run(data, body, Limits(**{**vars(LIMITS), "answer": 1_000_000}))


def test_workers_have_no_network(data: Path) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    heard: list[bool] = []

    def listen() -> None:
        listener.settimeout(5)
        try:
            listener.accept()[0].close()
            heard.append(True)
        except OSError:
            pass

    thread = threading.Thread(target=listen)
    thread.start()

    async def body(pool: Pool) -> str:
        if not pool.told["networkless"]:
            pytest.skip("this system gives no process a network of its own")
        return await text(pool, "connect", port=listener.getsockname()[1])

    try:
        assert run(data, body) == "refused"
    finally:
        listener.close()
        thread.join()
    assert not heard


def test_a_client_that_leaves_frees_its_worker(data: Path) -> None:
    async def body(pool: Pool) -> None:
        task = asyncio.ensure_future(pool.call("spin", {"seconds": 60}, client="a"))
        await asyncio.sleep(0.2)
        assert pool.slots.running == 1
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert pool.slots.running == 0
        assert await text(pool) == "one:hello:body"

    run(data, body)


# --- lenses ---------------------------------------------------------------------------------------


def test_a_lens_is_made_once_and_kept(data: Path) -> None:
    async def body(pool: Pool) -> None:
        answers = await asyncio.gather(
            *(pool.call("echo", {"say": "x"}, lens="mek", client=str(n)) for n in range(6))
        )
        assert {answer.body for answer in answers} == {b"one/mek:x:"}
        for name in ("a", "b", "c", "mek"):
            answer = await pool.call("echo", {"say": "x"}, lens=name)
            assert answer.body == f"one/{name}:x:".encode()
        assert await text(pool) == "one:hello:body"

    run(data, body)


def test_a_lens_that_cannot_be_made(data: Path) -> None:
    async def body(pool: Pool) -> None:
        with pytest.raises(OperationFailed) as caught:
            await pool.call("echo", {"say": "x"}, lens="none")
        assert caught.value.kind == "UnknownEntity"
        with pytest.raises(StoreError):
            await pool.call("echo", {"say": "x"}, lens="crash")
        with pytest.raises(LimitExceeded) as late:
            await pool.call("echo", {"say": "x"}, lens="slow")
        assert late.value.limit == "lens_seconds"
        assert await text(pool) == "one:hello:body"

    run(data, body, Limits(**{**vars(LIMITS), "lens_seconds": 1}))


# --- versions -------------------------------------------------------------------------------------


def test_a_new_version_takes_the_place_of_the_old(data: Path) -> None:
    async def body(pool: Pool) -> None:
        slow = asyncio.ensure_future(pool.call("spin", {"seconds": 0.8}, client="a"))
        await asyncio.sleep(0.1)
        data.write_text("two", encoding="utf-8")
        await pool.reload()
        assert await text(pool) == "two:hello:body"
        assert (await slow).body == b"one"  # it ended on the version that it began on
        assert pool.told["version"] == "two"

    run(data, body)


@pytest.mark.parametrize("content", ["broken", "crash"])
def test_a_broken_version_is_refused(data: Path, content: str) -> None:
    async def body(pool: Pool) -> None:
        data.write_text(content, encoding="utf-8")
        with pytest.raises(KgError):
            await pool.reload()
        assert await text(pool) == "one:hello:body"
        assert pool.counts.refused_builds == 1

    run(data, body)


def test_changes_follow_each_other(data: Path) -> None:
    async def body(pool: Pool) -> None:
        await asyncio.gather(*(pool.change("update", {"more": letter}) for letter in "abc"))
        version = pool.told["version"]
        assert sorted(version[3:]) == ["a", "b", "c"]
        assert await text(pool) == f"{version}:hello:body"

    run(data, body)


def test_an_image_that_dies_is_replaced(data: Path) -> None:
    async def body(pool: Pool) -> None:
        image = pool._current.team.image
        assert image._pid is not None
        os.kill(image._pid, 9)
        until = time.monotonic() + 20
        while True:
            try:
                assert await text(pool) == "one:hello:body"
                break
            except KgError:
                assert time.monotonic() < until
                await asyncio.sleep(0.1)

    run(data, body)


def test_nothing_is_left_behind(data: Path) -> None:
    async def body(pool: Pool) -> list[int]:
        await pool.call("echo", {"say": "x"}, lens="mek")
        return [int((await pool.call("who", {}, client=str(n))).body) for n in range(4)]

    pids = run(data, body)
    until = time.monotonic() + 5
    while any(alive(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(alive(pid) for pid in pids)


def test_images_keep_the_tunables_they_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLIBC_TUNABLES", "glibc.malloc.check=1")
    given = process.environment()["GLIBC_TUNABLES"].split(":")
    assert given[0] == "glibc.malloc.check=1"
    assert given[1].startswith("glibc.malloc.tcache_count=")
    monkeypatch.setenv("GLIBC_TUNABLES", "glibc.malloc.tcache_count=7")
    assert process.environment()["GLIBC_TUNABLES"] == "glibc.malloc.tcache_count=7"
