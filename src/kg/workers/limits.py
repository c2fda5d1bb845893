"""Limits of what one request may cost; ``/limits`` and ``kg serve --help`` show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from kg.errors import UsageError

MIB = 1024 * 1024


def _limit(default: float, says: str) -> Any:
    return field(default=default, metadata={"says": says})


@dataclass(frozen=True)
class Limits:
    """What a request may cost, and how many are answered at once."""

    seconds: float = _limit(10.0, "seconds that a request may run before it is ended")
    memory: int = _limit(1024 * MIB, "bytes that one worker may take beyond the loaded data")
    answer: int = _limit(16 * MIB, "bytes of an answer, before compression")
    request: int = _limit(256 * 1024, "bytes of a query, or of another request's body")
    update: int = _limit(16 * MIB, "bytes of an update's or a graph's body, where writing is on")
    nesting: int = _limit(64, "levels of brackets in a query")
    workers: int = _limit(4, "requests that run at once")
    queue: int = _limit(64, "requests that wait for a worker")
    client_queue: int = _limit(24, "requests of one client that wait for a worker")
    wait: float = _limit(10.0, "seconds that a request may wait for a worker")
    lenses: int = _limit(4, "lenses that are kept ready at once")
    lens_seconds: float = _limit(60.0, "seconds that making a lens may take")
    head_seconds: float = _limit(5.0, "seconds within which the head of a request must arrive")
    body_seconds: float = _limit(10.0, "seconds within which the body of a request must arrive")
    idle_seconds: float = _limit(15.0, "seconds that an idle connection is kept")
    send_seconds: float = _limit(30.0, "seconds that a client may leave an answer unread")
    head: int = _limit(32 * 1024, "bytes of the head of a request")
    connections: int = _limit(500, "connections at once")
    cache: int = _limit(64 * MIB, "bytes of answers that are kept")

    @property
    def client_workers(self) -> int:
        """Workers that one client may hold at once: one fewer than there are, so that a client
        that asks too much leaves one to the others."""
        return max(1, self.workers - 1)

    def described(self) -> list[tuple[str, float, str]]:
        """Name, value and meaning of each limit."""
        return [
            (item.name, getattr(self, item.name), str(item.metadata["says"]))
            for item in fields(self)
        ]

    def changed(self, given: Mapping[str, str]) -> Limits:
        """These limits with some values changed.

        :param given: values by name, as they were written.
        :raises UsageError: for a name that is no limit, or a value that is no positive number.
        """
        values: dict[str, float] = {}
        kinds = {item.name: item.type for item in fields(self)}
        for name, text in given.items():
            if name not in kinds:
                raise UsageError(f"{name!r} is no limit.", cure=f"One of {', '.join(kinds)}.")
            try:
                values[name] = float(text) if kinds[name] == "float" else int(text)
            except ValueError:
                values[name] = 0
            if values[name] <= 0 and not (name in ("cache", "queue") and text == "0"):
                whole = "" if kinds[name] == "float" else "whole "
                raise UsageError(f"{name}={text}: a {whole}number above 0 is needed.")
        return replace(self, **values)  # type: ignore[arg-type]
