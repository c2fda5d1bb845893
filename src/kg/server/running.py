"""A server's life: start, serve, swap in new builds, stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import socket
import sys
from collections.abc import Callable, Hashable
from pathlib import Path

import kg.server.routes  # noqa: F401 - now: else all wait while the first page's request loads it
from kg import pages
from kg.errors import KgError, UsageError
from kg.server.app import App
from kg.server.connections import Connections
from kg.server.metrics import AccessLog
from kg.server.settings import Settings
from kg.workers import Limits, OperationFailed, Pool

PROGRAM = "kg.server.operations"
#: Seconds between two looks at whether there is a new build: of a file, and of a remote store.
_LOOK, _LOOK_AFAR = 1.0, 10.0


def bound(host: str, port: int) -> socket.socket:
    """A listening socket.

    :raises UsageError: when the address cannot be had.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        raise UsageError(
            f"{host}:{port} cannot be used: {error.strerror or error}.",
            cure="Choose another address (--host, --port; --port 0 takes a free one).",
        ) from error
    listener.listen(1024)
    listener.set_inheritable(False)
    return listener


def address(listener: socket.socket) -> str:
    """The http address of a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(
    listener: socket.socket,
    settings: Settings,
    limits: Limits,
    *,
    log: AccessLog | None = None,
    ready: Callable[[App], None] | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM; requests that run are then finished, within their limits.

    :param ready: called when requests are answered.
    :raises kg.errors.KgError: when the data cannot be opened.
    """
    run = _run(listener, settings, limits, log, ready)
    if (loop := _fast_loop()) is None:
        asyncio.run(run)
    else:
        with asyncio.Runner(loop_factory=loop) as runner:
            runner.run(run)


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:  # not on Windows
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


async def _run(
    listener: socket.socket,
    settings: Settings,
    limits: Limits,
    log: AccessLog | None,
    ready: Callable[[App], None] | None,
) -> None:
    pool = Pool(PROGRAM, {**settings.source, "base": settings.base}, limits)
    await asyncio.gather(pool.start(), asyncio.to_thread(pages.prepare))
    app = App(pool, settings, log)
    connections = Connections(app)
    loop = asyncio.get_running_loop()
    end, reload_now = asyncio.Event(), asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, end.set)
    loop.add_signal_handler(signal.SIGHUP, reload_now.set)
    watcher = asyncio.ensure_future(_watch(app, reload_now))
    try:
        await connections.start(listener)
        gc.collect()
        gc.freeze()  # what is there stays: collecting need not look at it again
        if ready is not None:
            ready(app)
        await end.wait()
        await connections.stop(limits.seconds + 1)
    finally:
        watcher.cancel()
        app.texts.stop()
        listener.close()
        await pool.stop()


async def _watch(app: App, reload_now: asyncio.Event) -> None:
    """Publish a new build when there is one; a broken one is refused, and the old one stays."""
    afar = bool(app.settings.source.get("endpoint"))
    last = app.pool.version if afar else _state(app.settings.watched)
    while True:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(reload_now.wait(), _LOOK_AFAR if afar else _LOOK)
        now = await _version(app) if afar else _state(app.settings.watched)
        if not reload_now.is_set() and (now is None or now == last):
            continue
        reload_now.clear()
        last = now
        try:
            await app.pool.reload()
        except KgError as error:
            if not isinstance(error, OperationFailed):  # the process died: no fault of the build
                last = None
            print(f"The new build was refused: {error}", file=sys.stderr, flush=True)
        else:
            app.cache.clear()
            version = app.pool.told["version"]
            print(f"Published version {version[:12]}.", file=sys.stderr, flush=True)


def _state(path: Path | None) -> Hashable:
    """Which file this is: a build that is put in its place is another; None without one."""
    if path is None:
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


async def _version(app: App) -> Hashable:
    """The version that a remote store holds; None when it does not say, or not now."""
    from kg.server import opening

    source = app.settings.source

    def asked() -> str | None:
        try:
            manifest = opening.remote_engine(source).manifest()
        except KgError:
            return None
        return None if manifest is None else manifest.version

    return await asyncio.to_thread(asked)
