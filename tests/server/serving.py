"""Real ``kg serve`` processes on free loopback ports."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from . import wire

ROOT = Path(__file__).parent.parent.parent
CASES = Path(__file__).parent / "cases"
TOKEN = "a-long-random-text"  # noqa: S105
#: Starts the same server with any limit, also those that have no option.
_LAUNCH = """
import json, sys
from kg.server import running
from kg.server.metrics import AccessLog
from kg.server.settings import Settings
from kg.workers import Limits
path, writable, token, limits = json.loads(sys.argv[1])
listener = running.bound("127.0.0.1", 0)
source = {"path": path, **({"writable": writable} if writable else {})}
settings = Settings(running.address(listener), source, token)
def ready(app):
    print(f"Serving {app.pool.told['quads']} quads at {settings.base}/", flush=True)
running.serve(listener, settings, Limits(**limits), log=AccessLog(sys.stderr), ready=ready)
"""


class Serving:
    """One server.

    :param data: what it serves: a file or a folder.
    :param folder: where its log goes, and its changed data when it is writable.
    :param limits: values of :class:`kg.workers.Limits`; with any, the server is started in Python.
    """

    def __init__(
        self,
        data: Path,
        folder: Path,
        *,
        writable: bool = False,
        limits: dict[str, Any] | None = None,
        options: Sequence[str] = (),
        start: bool = True,
    ) -> None:
        self.folder = folder
        self.log = folder / "server.log"
        changed = folder / "changed"
        if limits is None:
            command = ["-c", "from kg.cli import main; main()", "serve", str(data), "--port", "0"]
            command += ["--writable", str(changed)] if writable else []
            command += options
        else:
            changed.mkdir(parents=True, exist_ok=True)
            given = [str(data), str(changed) if writable else None, TOKEN if writable else None]
            command = ["-c", _LAUNCH, json.dumps([*given, limits])]
        self.command = [sys.executable, *command]
        if start:
            self.start()

    def start(self) -> None:
        """Start it, and wait until it serves.

        :raises RuntimeError: with its log, when it does not.
        """
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "KG_TOKEN": TOKEN}
        env.pop("CI", None)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, stdout=subprocess.PIPE, stderr=log, env=env, cwd=self.folder
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline().decode()
        found = re.search(r"http://([\d.]+):(\d+)", line)
        if found is None:
            self.process.wait(10)
            raise RuntimeError(f"The server did not start: {line}{self.log.read_text()}")
        self.address: wire.Address = (found[1], int(found[2]))

    @property
    def url(self) -> str:
        """Its address, without a slash at its end."""
        return f"http://{self.address[0]}:{self.address[1]}"

    @property
    def pid(self) -> int:
        """The process that answers."""
        return self.process.pid

    @property
    def alive(self) -> bool:
        """Whether it is the same process as at its start, and runs."""
        return self.process.poll() is None

    def answers(self, source: str = "127.0.0.2", within: float = 5.0) -> bool:
        """Whether another client is answered in time."""
        began = time.monotonic()
        reply = wire.ask(self.address, f"ASK {{}} # {began}", source=source, timeout=within)
        return reply.status == 200 and reply.boolean() and time.monotonic() - began < within

    def children(self) -> list[int]:
        """Its processes, and theirs."""
        return list(_descendants(self.pid))

    def kill(self) -> None:
        """End it at once (SIGKILL)."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        self._close()

    def stop(self) -> int:
        """End it in good order; its exit code."""
        if self.alive:
            self.process.terminate()
        try:
            code = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait(10)
        self._close()
        return code

    def _close(self) -> None:
        if self.process.stdout is not None:
            self.process.stdout.close()


def _descendants(pid: int) -> Iterator[int]:
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from _descendants(int(child))


@contextlib.contextmanager
def serving(data: Path, folder: Path, **options: Any) -> Iterator[Serving]:
    """A server that is stopped in the end."""
    server = Serving(data, folder, **options)
    try:
        yield server
    finally:
        server.stop()
