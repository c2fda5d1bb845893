"""Between the tools and the workers: calls, new builds, errors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel

from kg.errors import KgError
from kg.workers import Limits, OperationFailed, Pool

PROGRAM = "kg.mcp.operations"

Answered = TypeVar("Answered", bound=BaseModel)


class Service:
    """Calls operations in workers, and turns errors into those of tools.

    :param source: what to answer from; see :func:`kg.server.opening.prepare`.
    """

    def __init__(self, source: Mapping[str, Any], limits: Limits) -> None:
        self.limits = limits
        self._pool = Pool(PROGRAM, source, limits)
        self._calls = count()
        self._path = Path(source["path"]) if source.get("path") else None
        self._seen = self._state()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open the data, and end all processes afterwards.

        :raises KgError: when the data cannot be opened.
        """
        await self._pool.start()
        try:
            yield
        finally:
            await self._pool.stop()

    async def ask(
        self,
        shape: type[Answered],
        operation: str,
        arguments: Mapping[str, Any],
        *,
        body: bytes = b"",
        lens: str | None = None,
    ) -> Answered:
        """Run an operation and check its answer.

        :raises ToolError: with what is wrong and what would be right.
        """
        await self._fresh()
        try:
            # All calls are those of one client, which may use every worker.
            answer = await self._pool.call(
                operation, arguments, body, lens=lens, client=str(next(self._calls))
            )
        except KgError as error:
            raise told(error) from error
        return shape.model_validate_json(answer.body)

    def _state(self) -> tuple[int, int] | None:
        """What changes when a new build is published."""
        if self._path is None:
            return None
        path = self._path / "triples" / "dataset.nq" if self._path.is_dir() else self._path
        try:
            found = path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

    async def _fresh(self) -> None:
        """Answer from a new build when there is one; a broken one leaves the old in place."""
        now = self._state()
        if now is None or now == self._seen:
            return
        self._seen = now
        with suppress(KgError):
            await self._pool.reload()


def told(error: KgError) -> ToolError:
    """An error as a model reads it: what is wrong, and what would be right."""
    parts = [error.message, error.cure]
    if isinstance(error, OperationFailed):
        if error.kind == "Internal":
            return ToolError("The server failed on this request; another one may succeed.")
        details = error.details
        if error.kind == "UnknownQuery":
            parts[1] = error.cure.replace("`kg queries` lists them.", "list_queries lists them.")
        if error.kind == "UnknownEntity" and not error.cure:
            parts.append("find_entities finds names by a part of them.")
        if place := details.get("position"):
            parts.append(f"Line {place['line']}, column {place['column']}.")
        parts += details.get("hints") or []
    return ToolError(" ".join(part for part in parts if part)[:4000])
